"""Charts as SVG, from the same Altair charts that the live pages draw: for pages without script
and for the stage."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd
import vl_convert

from neweco import charts
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

FONT_SIZE = 13
"""Of labels as the charts declare them, in pixels; other sizes are in proportion."""


@dataclass(frozen=True)
class Frame:
    """Room for a drawing in pixels: its width, the size of its labels, and a height if one is
    given; `most` bars are drawn if there are more (0 for all)."""

    width: int
    font: float = FONT_SIZE
    height: int = 0
    most: int = 0

    @property
    def scale(self) -> float:
        """How much larger than declared texts and marks are."""
        return self.font / FONT_SIZE


PAGE = Frame(430)
"""On a phone its text is still read, on a desk it is not blown up."""

HALL, HALF = Frame(840, 32, 390, 8), Frame(430, 32, 380, 8)
"""One chart of a step, and one of two: labels are at least 28 pixels on a screen of 1280 × 720."""

LABEL, WIDE, NARROW = 230, 13, 7
"""Longest category label drawn, and how wide a Chinese and a Latin letter are, in pixels."""

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
_OPEN = re.compile(r"<svg[^>]*>")
_BOX = re.compile(r'viewBox="[^"]*"')
_LONG = re.compile(r"(\.\d{2})\d+")


def svg(chart: Chart, frame: Frame = PAGE) -> str:
    """A chart as an `<svg>` element that scales with the page, with title and description."""
    rows = _leading(chart, frame.most)
    values = json.loads(rows.to_json(orient="records", date_format="iso"))
    margin = _margin(chart, rows) * frame.scale
    spec = {
        **_unlimited(chart.spec),
        "datasets": {charts.ROWS: values},
        "width": frame.width - margin,
        "config": CONFIG,
    }
    if frame.height:
        spec = _enlarged(spec, frame)
    return slim(vl_convert.vegalite_to_svg(spec), chart)


def hidden_bars(chart: Chart, frame: Frame) -> tuple[int, int]:
    """How many bars a frame has room for, and how many there are; (0, 0) where all are drawn."""
    field = _category(chart.spec)
    count = 0 if field is None else chart.table.rows[field].nunique()
    return (frame.most, count) if frame.most and count > frame.most else (0, 0)


def _leading(chart: Chart, most: int) -> pd.DataFrame:
    """The rows of the first bars, in the order in which they are drawn."""
    rows, field = chart.table.rows, _category(chart.spec)
    if not most or field is None:
        return rows
    first = list(dict.fromkeys(rows[field]))[:most]
    return rows.loc[rows[field].isin(first)]


_SCALED = ("fontSize", "dx", "dy", "strokeWidth", "cornerRadius", "cornerRadiusEnd", "size")


def _enlarged(spec: dict[str, Any], frame: Frame) -> dict[str, Any]:
    """The spec for a hall: all marks larger, a height of its own, and no axis of values where
    the values are printed beside the marks."""
    made: dict[str, Any] = _scaled(spec, frame.scale)
    bars = _category(spec) is not None
    legend = "legend" in json.dumps(spec.get("layer", [{}])[0].get("encoding", {}).get("color", {}))
    below = 0 if bars else frame.font * 1.9
    made["height"] = frame.height - below - (frame.font * 1.9 if legend else 0)
    for layer in made.get("layer", ()):
        for channel in ("x", "y"):
            axis = layer.get("encoding", {}).get(channel, {})
            if axis.get("type") == "quantitative":
                axis.update(axis=None, title=None)
    sizes = {f"{kind}FontSize": frame.font for kind in ("label", "title")}
    config = {**CONFIG, "axis": {**CONFIG["axis"], **sizes}}
    config["legend"] = {**CONFIG["legend"], **sizes, "orient": "top", "symbolSize": 500}
    return {**made, "config": config}


def _scaled(part: Any, scale: float) -> Any:
    if isinstance(part, Mapping):
        return {key: _scaled_value(key, value, scale) for key, value in part.items()}
    return [_scaled(each, scale) for each in part] if isinstance(part, list) else part


def _scaled_value(key: str, value: Any, scale: float) -> Any:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value * scale if key in _SCALED else value
    return _scaled(value, scale)


def _margin(chart: Chart, rows: pd.DataFrame) -> float:
    """Room for the labels at the left.

    Estimated from their letters: letting Vega fit the drawing makes it measure every text twice,
    and measuring text is all that a drawing costs.
    """
    field = _category(chart.spec)
    if field is None:
        return 30
    longest = max((_wide(str(text)) for text in rows[field]), default=0.0)
    return min(longest, LABEL) + 20


def _unlimited(spec: Any) -> Any:
    """The spec without limits to labels, which are measured again for each letter left out."""
    if isinstance(spec, Mapping):
        return {key: _unlimited(part) for key, part in spec.items() if key != "labelLimit"}
    return [_unlimited(part) for part in spec] if isinstance(spec, list) else spec


def _category(spec: Mapping[str, Any]) -> str | None:
    """The column whose values stand at the left, if there is one."""
    for layer in (spec, *spec.get("layer", ())):
        y = layer.get("encoding", {}).get("y", {})
        if y.get("type") in ("nominal", "ordinal"):
            return str(y["field"])
    return None


def _wide(text: str) -> float:
    return sum(WIDE if ord(letter) > 0x2000 else NARROW for letter in text)


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
