"""Charts as inline SVG, from the same Altair charts that the live face draws."""

from __future__ import annotations

import json
import re
from html import escape
from typing import Any

import vl_convert

from neweco.sheet import Chart

FONT = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif"
INK, GRID, TEXT = "#12436D", "#D9DFE5", "#1B2733"
COLOURS = [INK, "#28A197", "#801650", "#F46A25"]
DARK = ["#7FB2E5", "#4CC3B8", "#E58AB8", "#F79A66"]
"""The same meanings in dark mode; the page's style replaces them by colour."""

WIDTH = {True: 960, False: 460}

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
    },
    "axisDiscrete": {"grid": False},
    "axisBand": {"grid": False},
    "axisTemporal": {"grid": False},
    "legend": {"labelColor": TEXT, "labelFontSize": 13, "symbolType": "circle"},
    "autosize": {"type": "fit", "contains": "padding"},
}

_NOISE = re.compile(r' (?:aria-[a-z]+|role|class|pointer-events)="[^"]*"')
_OPEN = re.compile(r"<svg[^>]*>")
_BOX = re.compile(r'viewBox="[^"]*"')
_LONG = re.compile(r"(\.\d{2})\d+")


def svg(chart: Chart) -> str:
    """A chart as an `<svg>` element that scales with the page, with title and description."""
    values = json.loads(chart.table.rows.to_json(orient="records", date_format="iso"))
    spec = {
        **chart.spec,
        "data": {"values": values},
        "width": WIDTH[chart.wide],
        "config": CONFIG,
    }
    return slim(vl_convert.vegalite_to_svg(spec), chart)


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
