"""Plots as SVG, from the same Altair charts that the live pages draw: for pages without script
and for the stage."""

from __future__ import annotations

import json
import re
from html import escape
from typing import Any, cast

import vl_convert

from neweco import words
from neweco.charts import plot, points, trend
from neweco.charts.forms import Lines, Plotted
from neweco.charts.palette import FONT, HALL, LIGHT
from neweco.charts.plot import Size
from neweco.sheet import Chart

PAGE = Size(width=390)
"""On a phone its text is still read, on a desk it is not blown up."""

STAGE = Size(34, 560, 1660)
"""A step's plot, in pixels of a screen of 1920 × 1080."""

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
    "title": {"color": LIGHT["ink"], "subtitleColor": LIGHT["ink"]},
    "legend": {"labelColor": LIGHT["ink"], "symbolType": "circle", "labelLimit": 0},
    "autosize": {"type": "fit", "contains": "padding"},
}

_NOISE = re.compile(r' (?:aria-[a-z]+|role|class|pointer-events)="[^"]*"')
_BOX = re.compile(r'viewBox="[^"]*"')
_UNSEEN = re.compile(r'<text [^>]*opacity="0"[^>]*>[^<]*</text>')
_LONG = re.compile(r"(\.\d{2})\d+")


def svg(chart: Chart, language: str, size: Size = PAGE) -> str:
    """A plot as an `<svg>` element that scales with the page, with title and description, which
    hold its sentence, basis and source. The chart's id makes the names in the page unique.

    On a page both are drawn too; a hall's step shows them itself.
    """
    title, alt = chart.named(language), words.sentences(language, chart.alt, chart.source)
    spec = plot.spec(cast(Plotted, chart.form), language, size)
    if size == PAGE:
        above = plot.title_in(size.width - 20, chart.sentence, chart.credit(language))
        high = len(above["text"]) * plot.TITLE + len(above["subtitle"]) * plot.PAGE.font
        spec = {**spec, "title": above, "height": spec["height"] + round(1.3 * high) + 12}
    return _slim(_drawn(spec, chart, size), chart.id, title, alt)


def plain(chart: Chart, language: str, size: Size) -> str:
    """A plot as an `<svg>` element that is part of a drawing with words of its own."""
    return _clean(_drawn(plot.spec(cast(Plotted, chart.form), language, size), chart, size))


def _drawn(spec: plot.Spec, chart: Chart, size: Size) -> str:
    spec = {**spec, "config": _config(size.font)}
    rows, behind = (
        json.loads(frame.to_json(orient="records", date_format="iso"))
        for frame in (chart.table.rows, chart.behind)
    )
    drawn = trend.drawn if isinstance(chart.form, Lines) else points.drawn
    return drawn(spec, rows, behind, _converted)


def _converted(spec: plot.Spec, rows: points.Rows, behind: points.Rows) -> str:
    whole = {**spec, "datasets": {plot.ROWS: rows, plot.GHOST: behind}}
    return str(vl_convert.vegalite_to_svg(whole, allowed_base_urls=[]))


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
    return head + _clean(drawn[drawn.index(">", drawn.index("<svg")) + 1 :])


def _clean(drawn: str) -> str:
    return _LONG.sub(r"\1", _NOISE.sub("", _UNSEEN.sub("", drawn)))


def darkened(drawn: str) -> str:
    """The drawing for a dark hall."""
    for name, light in LIGHT.items():
        drawn = drawn.replace(light, HALL[name])
    return drawn
