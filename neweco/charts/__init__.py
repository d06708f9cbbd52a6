"""Small frames in, Altair charts out: the few chart forms the app uses, in one look.

Every form takes rows whose text columns are already in the page's language and returns the
Vega-Lite form of an Altair chart whose data is named `rows`. Colours come from the theme of the
face that draws it: one mark colour, and categorical colours by meaning (`MEANINGS`), so that a
meaning keeps its colour on every page, in light and in dark. Channels are explicit objects with
types, which Altair builds a hundred times faster than shorthand strings, and each form is built
once per wording: a filter changes little more than the order of the bars.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from neweco.charts.once import Spec, once
from neweco.model.vocabularies import LAB_KINDS, TIERS
from neweco.words import numbers

ROWS = "rows"
BAND = 32
"""Pixels per row of a bar chart, enough for a Chinese label."""

MEANINGS = (*TIERS.codes, *LAB_KINDS.codes)
"""Meanings in the order of the theme's categorical colours."""

_LABEL_LIMIT = 220
_AXIS_HEIGHT = 64
_LEGEND_HEIGHT = 40
"""Heights given to a chart are whole heights: axis and legend take their part of them."""
_POWERS = [float(f"{step}e{power}") for power in range(-1, 8) for step in (1, 3)]
_SHAPES = ("circle", "diamond", "square", "triangle-up")


@once
def bars(
    *,
    category: str,
    value: str,
    text: str,
    title: str,
    tooltip: Mapping[str, str],
    order: Sequence[str],
    stack: str = "",
    most: float = 0,
    language: str = "zh",
    kind: str = "count",
) -> Spec:
    """Horizontal bars, one per value of `category` in `order`, `text` printed at the end.

    `most` is the end of a scale that has one (points of 100).

    `stack` names a column holding labels of `MEANINGS`: the bar is then split by it, and `text`
    is expected on one row per bar and empty on the others.
    """
    y = alt.Y(category, type="nominal", sort=list(order), title=None, axis=_category_axis())
    x = alt.X(
        value,
        type="quantitative",
        title=title,
        axis=_value_axis(language, kind),
        stack="zero",
        scale=alt.Scale(domain=[0, most]) if most else alt.Undefined,
    )
    base = _base()
    encoding: dict[str, Any] = {"x": x, "y": y, "tooltip": _tooltip(tooltip)}
    if stack:
        encoding["color"] = _by_meaning(stack, language)
        encoding["order"] = alt.Order("meaning_order", type="quantitative")
    drawn = base.mark_bar(cornerRadiusEnd=2).encode(**encoding)
    labels = base.mark_text(align="left", dx=5, fontSize=13).encode(
        x=alt.X("total" if stack else value, type="quantitative"),
        y=y,
        fill=_ink(),
        text=alt.Text(text, type="nominal"),
    )
    legend = _LEGEND_HEIGHT if stack else 0
    return _spec([drawn, labels], height=BAND * max(len(order), 1) + _AXIS_HEIGHT + legend)


@once
def columns(
    *,
    category: str,
    value: str,
    text: str,
    title: str,
    tooltip: Mapping[str, str],
    order: Sequence[str],
    language: str = "zh",
    kind: str = "count",
    height: int = 240,
) -> Spec:
    """Upright bars over a few ordered steps (years, cut-off dates), `text` printed on top."""
    x = alt.X(
        category,
        type="nominal",
        sort=list(order),
        title=None,
        axis=alt.Axis(labelAngle=0, labelOverlap=False, labelLimit=_LABEL_LIMIT),
    )
    y = alt.Y(value, type="quantitative", title=title, axis=_value_axis(language, kind))
    base = _base()
    drawn = base.mark_bar(cornerRadiusEnd=2, size=56).encode(x=x, y=y, tooltip=_tooltip(tooltip))
    labels = base.mark_text(dy=-9, fontSize=14, fontWeight=600).encode(
        x=x, y=y, fill=_ink(), text=alt.Text(text, type="nominal")
    )
    return _spec([drawn, labels], height=height)


@once
def scatter(
    *,
    x: str,
    y: str,
    x_title: str,
    y_title: str,
    tooltip: Mapping[str, str],
    color: str = "",
    x_line: tuple[float, str] | None = None,
    y_line: tuple[float, str] | None = None,
    language: str = "zh",
    x_kind: str = "wan",
    y_kind: str = "percent",
    log_x: bool = False,
    height: int = 400,
) -> Spec:
    """Points, with named dashed lines at the thresholds that matter."""
    scale = alt.Scale(type="log", nice=False, padding=24) if log_x else alt.Scale(zero=False)
    ticks = _POWERS if log_x else alt.Undefined
    channels: dict[str, Any] = {
        "x": alt.X(
            x,
            type="quantitative",
            title=x_title,
            scale=scale,
            axis=_value_axis(language, x_kind, ticks),
        ),
        "y": alt.Y(y, type="quantitative", title=y_title, axis=_value_axis(language, y_kind)),
        "tooltip": _tooltip(tooltip),
    }
    if color:
        channels["color"] = _by_meaning(color, language)
        channels["shape"] = _shape_by_meaning(color, language)
    points = _base().mark_point(filled=True, size=80, opacity=0.75)
    layers: list[Any] = [points.encode(**channels)]
    layers += _threshold("x", x_line) + _threshold("y", y_line)
    return _spec(layers, height=height)


@once
def strip(
    *,
    value: str,
    lane: str,
    offset: str,
    title: str,
    order: Sequence[str],
    tooltip: Mapping[str, str],
    color: str,
    lines: Sequence[tuple[float, str]] = (),
    language: str = "zh",
    kind: str = "percent",
) -> Spec:
    """One dot per unit along a number line, one lane per group, spread by `offset` (-1 to 1)."""
    channels = {
        "x": alt.X(value, type="quantitative", title=title, axis=_value_axis(language, kind)),
        "y": alt.Y(lane, type="nominal", sort=list(order), title=None, axis=_category_axis()),
        "yOffset": alt.YOffset(offset, type="quantitative", scale=alt.Scale(domain=[-1.3, 1.3])),
        "color": _by_meaning(color, language, legend=False),
        "shape": _shape_by_meaning(color, language, legend=False),
        "tooltip": _tooltip(tooltip),
    }
    points = _base().mark_point(filled=True, size=90, opacity=0.75)
    layers: list[Any] = [points.encode(**channels)]
    for line in lines:
        layers += _threshold("x", line)
    return _spec(layers, height=110 * max(len(order), 1) + _AXIS_HEIGHT)


@once
def lines(
    *,
    x: str,
    y: str,
    text: str,
    title: str,
    tooltip: Mapping[str, str],
    language: str = "zh",
    kind: str = "count",
    height: int = 260,
) -> Spec:
    """A line over time; `x` holds dates, `text` is printed at the points where it is not empty."""
    channels: dict[str, Any] = {
        "x": alt.X(x, type="temporal", title=None, axis=_time_axis(language)),
        "y": alt.Y(y, type="quantitative", title=title, axis=_value_axis(language, kind)),
    }
    base = _base()
    drawn = base.mark_line(strokeWidth=2.5).encode(**channels)
    dots = base.mark_point(filled=True, size=60, opacity=1).encode(
        **channels, tooltip=_tooltip(tooltip)
    )
    labels = base.mark_text(dy=-14, fontSize=13, fontWeight=600).encode(
        **channels, fill=_ink(), text=alt.Text(text, type="nominal")
    )
    return _spec([drawn, dots, labels], height=height)


@once
def tiles(*, value: str, name: str, text: str, tooltip: Mapping[str, str]) -> Spec:
    """Schematic map: one square per district at (`column`, `row`), darker for more."""
    x = alt.X("column", type="ordinal", axis=None)
    y = alt.Y("row", type="ordinal", axis=None)
    base = _base()
    squares = base.mark_rect(cornerRadius=6, strokeWidth=1, strokeOpacity=0.5).encode(
        x=alt.X("column", type="ordinal", axis=None, scale=alt.Scale(padding=0.06)),
        y=alt.Y("row", type="ordinal", axis=None, scale=alt.Scale(padding=0.06)),
        fillOpacity=_opacity(value),
        tooltip=_tooltip(tooltip),
    )
    names = base.mark_text(dy=-10, fontSize=13).encode(
        x=x, y=y, fill=_ink(), text=alt.Text(name, type="nominal")
    )
    values = base.mark_text(dy=10, fontSize=16, fontWeight=600).encode(
        x=x, y=y, fill=_ink(), text=alt.Text(text, type="nominal")
    )
    return _spec([squares, names, values], height=5 * 78)


@once
def matrix(
    *,
    row: str,
    column: str,
    value: str,
    text: str,
    rows: Sequence[str],
    columns: Sequence[str],
    tooltip: Mapping[str, str],
) -> Spec:
    """A table of coloured cells: darker for more, with the number printed in each."""
    x = alt.X(
        column,
        type="nominal",
        sort=list(columns),
        title=None,
        axis=alt.Axis(
            labelAngle=0,
            labelOverlap=False,
            labelExpr="split(datum.label, ' ')",  # one word a line fits a phone
        ),
    )
    y = alt.Y(row, type="nominal", sort=list(rows), title=None, axis=_category_axis(150))
    base = _base()
    cells = base.mark_rect(cornerRadius=3).encode(
        x=x, y=y, fillOpacity=_opacity(value), tooltip=_tooltip(tooltip)
    )
    labels = base.mark_text(fontSize=13).encode(
        x=x, y=y, fill=_ink(), text=alt.Text(text, type="nominal")
    )
    return _spec([cells, labels], height=BAND * max(len(rows), 1) + 16 * _most_words(columns) + 24)


def _most_words(labels: Sequence[str]) -> int:
    return max((len(label.split()) for label in labels), default=1)


def _base() -> alt.Chart:
    """A chart of the rows, with the constant that `_ink` colours by."""
    return alt.Chart(alt.NamedData(ROWS)).transform_calculate(ink="'ink'")


def _ink(channel: type[Any] = alt.Fill) -> Any:
    """The theme's first colour for text and rules, which are black where not told otherwise."""
    return channel("ink", type="nominal", scale=alt.Scale(domain=["ink"]), legend=None)


def _spec(layers: Sequence[Any], height: int) -> Spec:
    chart: Any = alt.layer(*layers)
    spec: Spec = chart.properties(height=height, width="container").to_dict()
    spec.pop("config", None)
    spec.pop("$schema", None)
    spec["data"] = {"name": ROWS}
    return spec


def _tooltip(columns: Mapping[str, str]) -> list[alt.Tooltip]:
    """Column to heading; values are texts already formatted in the page's language."""
    return [alt.Tooltip(column, type="nominal", title=title) for column, title in columns.items()]


def _category_axis(limit: int = _LABEL_LIMIT) -> alt.Axis:
    return alt.Axis(labelLimit=limit, labelOverlap=False, labelPadding=8, ticks=False, domain=False)


def _value_axis(language: str, kind: str, values: Any = alt.Undefined) -> alt.Axis:
    return alt.Axis(
        labelExpr=numbers.axis_label_expr(language, kind),
        tickCount=5,
        values=values,
        titleFontSize=13,
        labelOverlap=True,
    )


def _time_axis(language: str) -> alt.Axis:
    chinese = "year(datum.value) + '年' + (month(datum.value) + 1) + '月'"
    english = "timeFormat(datum.value, '%b %Y')"
    return alt.Axis(
        labelExpr=chinese if language == "zh" else english,
        labelAngle=0,
        tickCount=6,
        labelOverlap=True,
        grid=False,
    )


def _labels(language: str) -> list[str]:
    return [v.label(code, language) for v in (TIERS, LAB_KINDS) for code in v.codes]


def _by_meaning(column: str, language: str, legend: bool = True) -> alt.Color:
    """Colour by meaning. The domain is always whole so that the index, hence the colour, stays."""
    return alt.Color(
        column,
        type="nominal",
        title=None,
        scale=alt.Scale(domain=_labels(language)),
        legend=_present_legend(column, language) if legend else None,
    )


def _shape_by_meaning(column: str, language: str, legend: bool = True) -> alt.Shape:
    return alt.Shape(
        column,
        type="nominal",
        title=None,
        scale=alt.Scale(domain=_labels(language), range=list(_SHAPES)),
        legend=_present_legend(column, language) if legend else None,
    )


def _present_legend(column: str, language: str) -> alt.Legend:
    vocabulary = {"tier": TIERS, "kind": LAB_KINDS}[column]
    return alt.Legend(
        orient="top",
        direction="horizontal",
        labelLimit=_LABEL_LIMIT,
        values=list(vocabulary.labels(language).values()),
    )


def _opacity(value: str) -> alt.FillOpacity:
    """Stays light enough for the text on it to keep its contrast in both themes."""
    return alt.FillOpacity(
        value,
        type="quantitative",
        legend=None,
        scale=alt.Scale(domainMin=0, range=[0.03, 0.27]),
    )


def _threshold(axis: str, line: tuple[float, str] | None) -> list[Any]:
    """A dashed line across the plot at a value, with its name at the end.

    Aggregating the rows to one draws it once; a constant colour scale takes the theme's colour.
    """
    if line is None:
        return []
    at, name = line
    count: Any = alt.AggregatedFieldDef.from_dict({"op": "count", "as": "n"})
    once = alt.Chart(alt.NamedData(ROWS)).transform_aggregate([count])
    once = once.transform_calculate(ink="'ink'")
    datum = {"x": alt.XDatum(at)} if axis == "x" else {"y": alt.YDatum(at)}
    rule = once.mark_rule(strokeDash=[5, 4], opacity=0.75).encode(**datum, stroke=_ink(alt.Stroke))
    place: dict[str, Any]
    edge: dict[str, Any]
    if axis == "x":
        place, edge = {"align": "left", "dx": 4, "baseline": "top"}, {"y": alt.value(0)}
    else:
        place, edge = {"align": "right", "dy": -7, "dx": -4}, {"x": alt.value("width")}
    text = once.mark_text(fontSize=12, **place).encode(
        **datum, **edge, fill=_ink(), text=alt.value(name)
    )
    return [rule, text]
