"""Charts as SVG, from the same Altair charts that the live pages draw: for pages without script
and for the stage."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd
import vl_convert

from neweco import charts
from neweco.charts import hall
from neweco.charts.hall import Frame
from neweco.sheet import Chart

FONT = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif"
INK, GRID, TEXT = "#12436D", "#D9DFE5", "#1B2733"
COLOURS = [INK, "#28A197", "#801650", "#F46A25"]
DARK = {
    INK: "#7FB2E5",
    "#28A197": "#4CC3B8",
    "#801650": "#E58AB8",
    "#F46A25": "#F79A66",
    TEXT: "#E8EDF2",
    GRID: "#33404D",
}
"""The same meanings on a dark ground; pages with a style sheet replace them there."""

PAGE = Frame(430)
"""On a phone its text is still read, on a desk it is not blown up."""

LABEL = 230
"""Widest category label drawn, in pixels."""

CONFIG: dict[str, Any] = {
    "font": FONT,
    "background": None,
    "mark": {"color": INK},
    "range": {"category": COLOURS},
    "view": {"stroke": None},
    "axis": {
        "grid": True,
        "domain": False,
        "ticks": False,
        "gridColor": GRID,
        "labelColor": TEXT,
        "titleColor": TEXT,
        "labelFontSize": 13,
        "titleFontWeight": "normal",
        "labelPadding": 6,
        "labelLimit": 0,
        "titleLimit": 0,
    },
    "axisDiscrete": {"grid": False},
    "axisBand": {"grid": False},
    "axisTemporal": {"grid": False},
    "legend": {"labelColor": TEXT, "labelFontSize": 13, "symbolType": "circle", "labelLimit": 0},
    "autosize": {"type": "pad"},
}

_NOISE = re.compile(r' (?:aria-[a-z]+|role|class|pointer-events)="[^"]*"')
_BOX = re.compile(r'viewBox="[^"]*"')
_LONG = re.compile(r"(\.\d{2})\d+")


def svg(chart: Chart, frame: Frame = PAGE) -> str:
    """A chart as an `<svg>` element that scales with the page, with title and description."""
    rows = _leading(chart, frame)
    values = json.loads(rows.to_json(orient="records", date_format="iso"))
    spec = {**_unlimited(chart.spec), "datasets": {charts.ROWS: values}, "config": CONFIG}
    if frame.height:
        spec = hall.enlarged(spec, frame, rows)
    else:
        spec["width"] = frame.width - _margin(chart, rows)
    return slim(vl_convert.vegalite_to_svg(spec), chart)


def hidden_bars(chart: Chart, frame: Frame) -> tuple[int, int]:
    """How many bars a frame has room for, and how many there are; (0, 0) where all are drawn."""
    rows, field = chart.table.rows, hall.category(chart.spec)
    most = hall.most(chart.spec, frame, rows)
    count = 0 if field is None else rows[field].nunique()
    return (most, count) if most and count > most else (0, 0)


def _leading(chart: Chart, frame: Frame) -> pd.DataFrame:
    """The rows of the first bars, in the order in which they are drawn."""
    rows, field = chart.table.rows, hall.category(chart.spec)
    most = hall.most(chart.spec, frame, rows)
    if not most or field is None:
        return rows
    first = list(dict.fromkeys(rows[field]))[:most]
    return rows.loc[rows[field].isin(first)]


def _margin(chart: Chart, rows: pd.DataFrame) -> float:
    """Room for the labels at the left.

    Estimated from their letters: letting Vega fit the drawing makes it measure every text twice,
    and measuring text is all that a drawing costs.
    """
    field = hall.category(chart.spec)
    return 30 if field is None else min(hall.longest(rows[field]), LABEL) + 20


def _unlimited(spec: Any) -> Any:
    """The spec without limits to labels, which are measured again for each letter left out."""
    if isinstance(spec, Mapping):
        return {key: _unlimited(part) for key, part in spec.items() if key != "labelLimit"}
    return [_unlimited(part) for part in spec] if isinstance(spec, list) else spec


def slim(drawn: str, chart: Chart) -> str:
    """The drawing without what Vega adds for scripts, with words for those who do not see it."""
    box = _BOX.search(drawn)
    names = f'<title id="{chart.id}-t">{escape(chart.sentence)}</title>'
    names += f'<desc id="{chart.id}-d">{escape(chart.alt)}</desc>'
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {box.group() if box else ""} role="img" '
        f'aria-labelledby="{chart.id}-t" aria-describedby="{chart.id}-d">{names}'
    )
    body = _NOISE.sub("", drawn[drawn.index(">", drawn.index("<svg")) + 1 :])
    return head + _LONG.sub(r"\1", body)


def darkened(drawn: str) -> str:
    """The drawing for a dark ground."""
    for light, dark in DARK.items():
        drawn = drawn.replace(light, dark)
    return drawn
