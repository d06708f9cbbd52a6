"""Plots as SVG, from the same Altair charts that the live pages draw: for pages without script
and for the stage."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import escape
from typing import Any, cast

import pandas as pd
import vl_convert

from neweco.charts import plot
from neweco.charts.forms import Plotted
from neweco.charts.palette import DARK, FONT, LIGHT
from neweco.charts.plot import Size

PAGE = Size(width=390)
"""On a phone its text is still read, on a desk it is not blown up."""

HALL, HALF = Size(30, 380, 960), Size(30, 360, 500)
"""One plot of a step, and one of two: labels are at least 28 pixels on a screen of 1280 × 720."""

CONFIG: dict[str, Any] = {
    "font": FONT,
    "background": None,
    "mark": {"color": LIGHT["accent"]},
    "range": {"category": [LIGHT[f"m{i}"] for i in range(4)]},
    "view": {"stroke": None},
    "axis": {
        "grid": True,
        "domain": False,
        "ticks": False,
        "gridColor": LIGHT["line"],
        "labelColor": LIGHT["ink"],
        "titleColor": LIGHT["ink"],
        "titleFontWeight": "normal",
        "labelLimit": 0,
        "titleLimit": 0,
    },
    "axisDiscrete": {"grid": False},
    "axisBand": {"grid": False},
    "axisTemporal": {"grid": False},
    "legend": {"labelColor": LIGHT["ink"], "symbolType": "circle", "labelLimit": 0},
    "autosize": {"type": "fit", "contains": "padding"},
}

_NOISE = re.compile(r' (?:aria-[a-z]+|role|class|pointer-events)="[^"]*"')
_BOX = re.compile(r'viewBox="[^"]*"')
_LONG = re.compile(r"(\.\d{2})\d+")


def svg(
    form: Plotted, rows: pd.DataFrame, language: str, *, id: str, title: str, alt: str,
    size: Size = PAGE, ghost: pd.DataFrame | None = None,
) -> str:  # fmt: skip
    """A plot as an `<svg>` element that scales with the page, with title and description.

    `rows` are the rows of the chart's table, `id` makes the names in the page unique.
    """
    height = size.height or cast(int, plot.spec(form, language)["height"])
    spec = plot.spec(form, language, replace(size, height=height))
    frames = {plot.ROWS: rows, plot.GHOST: rows.iloc[:0] if ghost is None else ghost}
    data = {
        name: json.loads(frame.to_json(orient="records", date_format="iso"))
        for name, frame in frames.items()
    }
    whole = {**spec, "datasets": data, "config": _config(size.font)}
    return _slim(vl_convert.vegalite_to_svg(whole), id, title, alt)


def _config(font: int) -> dict[str, Any]:
    """What keeps labels off each other and within the frame grows with them: a browser's letters
    are a little wider than those that the drawing is laid out by."""
    upright = {**CONFIG["axis"], "labelPadding": max(6, 0.4 * font)}
    lying = {"labelPadding": max(6, 0.6 * font)}
    return {**CONFIG, "axis": upright, "axisX": lying, "padding": max(5, font // 2)}


def _slim(drawn: str, id: str, title: str, alt: str) -> str:
    """The drawing without what Vega adds for scripts, with words for those who do not see it."""
    box = _BOX.search(drawn)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {box.group() if box else ""} role="img" '
        f'aria-labelledby="{id}-t" aria-describedby="{id}-d">'
        f'<title id="{id}-t">{escape(title)}</title><desc id="{id}-d">{escape(alt)}</desc>'
    )
    body = _NOISE.sub("", drawn[drawn.index(">", drawn.index("<svg")) + 1 :])
    return head + _LONG.sub(r"\1", body)


def darkened(drawn: str) -> str:
    """The drawing for a dark ground."""
    for name, light in LIGHT.items():
        drawn = drawn.replace(light, DARK[name])
    return drawn
