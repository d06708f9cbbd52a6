"""Scatters, strips and lines as Vega-Lite, by Altair.

Colours come from the theme of the face that draws: one mark colour, and categorical colours by
meaning (`MEANINGS`), so that a meaning keeps its colour on every page, in light and in dark.
Channels are explicit objects with types, which Altair builds a hundred times faster than shorthand
strings. The data of a spec is named `rows`, so that one drawing serves every selection.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any

import altair as alt

from neweco.charts import letters
from neweco.charts.forms import Axis, Lines, Marks, Plotted, Scatter, Strip
from neweco.model.vocabularies import LAB_KINDS, TIERS
from neweco.words import numbers

Spec = dict[str, Any]
"""A chart in Vega-Lite."""

ROWS, GHOST, SAID = "rows", "ghost", "said"
"""What a spec draws: the rows, those of the whole behind them, and the words above."""

WAY = "way"
"""The column of addresses that points lead to."""

ROOMS = (280, 400, 560, 720)
"""Widths in pixels, for each of which `words_above` breaks the lines above a plot."""

_DIVIDING = {"tier": TIERS, "kind": LAB_KINDS}
"""Vocabularies of meanings, by the column that holds them."""

MEANINGS = tuple(code for vocabulary in _DIVIDING.values() for code in vocabulary.codes)
"""Meanings in the order of the theme's categorical colours."""

_LAYER = ("data", "mark", "transform", "encoding")
_SETTING = Lock()

_POWERS = [0.1, 0.3, *(step * 10**power for power in range(8) for step in (1, 3))]
_SHAPES = ("circle", "diamond", "square", "triangle-up")


@dataclass(frozen=True)
class Size:
    """How large letters and marks are: `font` in pixels for labels, `height` of the whole drawing
    (0: as the form is on a page). Width is the container's, or `width`."""

    font: int = 13
    height: int = 0
    width: int = 0


PAGE = Size()

TITLE, ABOVE = PAGE.font + 3, 64
"""The size of a plot's title, and the room that title and subtitle take of a page."""


@lru_cache(maxsize=256)
def spec(form: Plotted, language: str, size: Size = PAGE) -> Spec:
    """The Vega-Lite form of a plot, its data named `rows`; built once and shared: not to be
    changed."""
    drawing = _Drawing(language, size)
    if isinstance(form, Scatter):
        return drawing.scatter(form)
    return drawing.strip(form) if isinstance(form, Strip) else drawing.lines(form)


@lru_cache(maxsize=256)
def titled(form: Plotted, language: str, linked: bool = False) -> Spec:
    """The spec of a plot with title and subtitle, which come from its data `SAID`; built once and
    shared: not to be changed.

    What is said changes with the filters, and a spec that changes would be drawn from the start.
    No library breaks lines by the width there is, so the words come broken for several widths.
    `linked` points lead to the addresses in their column `WAY`.
    """
    made = spec(form, language)
    behind, points, *others = made["layer"]
    if linked:
        way = {"href": {"field": WAY, "type": "nominal"}}
        points = {**points, "encoding": {**points["encoding"], **way}}
    # Asked again whenever the width changes, of what does not depend on the lines themselves.
    place = "(width>0?containerSize()[0]:0)"
    places = "+".join(f"({place}>={room}?1:0)" for room in ROOMS[1:])
    said = {"name": "said", "expr": f"data('{SAID}')[{places}]"}
    lines = [{"expr": f"split(said.{words},'\\n')"} for words in ("title", "credit")]
    ink = {"expr": "scale('fill','ink')"}
    title = _title(*lines) | {"limit": 0, "subtitleColor": ink}
    # What no layer draws is not kept: a point that cannot be seen holds the words.
    holds = (
        alt.Chart(alt.NamedData(SAID))
        .transform_calculate(ink="'ink'")
        .mark_point(opacity=0, tooltip=None, aria=False)
    )
    layer = holds.encode(fill=_ink()).to_dict()
    return {
        **made,
        "params": [*made.get("params", []), said],
        "title": title,
        # Streamlit's grey would be too pale to be read.
        "config": {kind: {"labelColor": ink, "titleColor": ink} for kind in ("axis", "legend")},
        "height": made["height"] + ABOVE,
        "layer": [behind, points, *others, {key: layer[key] for key in _LAYER if key in layer}],
    }


def _title(text: Any, credit: Any) -> Spec:
    return {
        "text": text,
        "subtitle": credit,
        "anchor": "start",
        "frame": "bounds",
        "offset": 12,
        "fontSize": TITLE,
        "subtitleFontSize": PAGE.font,
        "subtitlePadding": 5,
    }


def title_in(room: float, title: str, credit: str) -> Spec:
    """Title and subtitle of a plot, in lines for so many pixels."""
    return _title(letters.lines(title, room / TITLE), letters.lines(credit, room / PAGE.font))


def words_above(title: str, credit: str) -> dict[str, list[str]]:
    """What `SAID` holds: title and subtitle in lines, a row for each of `ROOMS`."""
    made = [title_in(room - 20, title, credit) for room in ROOMS]
    return {
        "title": ["\n".join(each["text"]) for each in made],
        "credit": ["\n".join(each["subtitle"]) for each in made],
    }


@dataclass(frozen=True)
class _Drawing:
    language: str
    size: Size

    def scatter(self, form: Scatter) -> Spec:
        channels = {
            "x": self._value(alt.X, form.x),
            "y": self._value(alt.Y, form.y),
            "color": self._colour(form.meaning),
            "shape": self._shape(form.meaning),
            "tooltip": _tooltip(form.headings),
        }
        # Axes are those of the points: said once.
        behind = {name: channels[name].copy() for name in ("x", "y")}
        for channel in behind.values():
            channel["axis"] = alt.Undefined
        layers = [self._ghost(behind), self._points(80).encode(**channels)]
        layers += self._marks("x", form.x_marks) + self._marks("y", form.y_marks)
        return self._whole(layers, 260)

    def strip(self, form: Strip) -> Spec:
        order = list(form.order)
        lane = alt.Axis(
            labelLimit=17 * self.size.font, labelOverlap=False, labelPadding=8, **self._axis
        )
        channels = {
            "x": self._value(alt.X, form.x),
            "y": alt.Y(form.lane, type="nominal", sort=order, title=None, axis=lane),
            "yOffset": alt.YOffset(
                form.offset, type="quantitative", scale=alt.Scale(domain=[-1.3, 1.3])
            ),
            "color": self._colour(form.lane, legend=False),
            "shape": self._shape(form.lane, legend=False),
            "tooltip": _tooltip(form.headings),
        }
        behind = {name: channels[name] for name in ("x", "y", "yOffset")}
        points = self._points(90).encode(**channels)
        layers = [self._ghost(behind), points, *self._marks("x", form.marks)]
        return self._whole(layers, 84 * max(len(order), 1) + 64)

    def lines(self, form: Lines) -> Spec:
        when = alt.Axis(
            labelExpr=numbers.month_label_expr(self.language),
            labelAngle=0,
            tickCount=6,
            labelOverlap=True,
            labelSeparation=self.size.font / 2,
            grid=False,
            **self._axis,
        )
        channels: dict[str, Any] = {
            "x": alt.X(form.x, type="temporal", title=None, axis=when),
            "y": self._value(alt.Y, form.y),
        }
        base, scale = self._base(), self._scale
        behind = alt.Chart(alt.NamedData(GHOST)).transform_calculate(ink="'ink'")
        pale = behind.mark_line(strokeWidth=1.5 * scale, opacity=0.35, tooltip=None, aria=False)
        whole = pale.encode(**channels, stroke=_ink(alt.Stroke))
        line = base.mark_line(strokeWidth=2.5 * scale, tooltip=None).encode(**channels)
        dots = base.mark_point(filled=True, size=60 * scale**2, opacity=1)
        words: dict[str, Any] = {
            "dy": -14 * scale, "fontSize": self.size.font, "fontWeight": 600, "tooltip": None
        }  # fmt: skip
        label = base.mark_text(**words).encode(
            **channels, fill=_ink(), text=alt.Text(form.text, type="nominal")
        )
        marked = dots.encode(**channels, tooltip=_tooltip(form.headings))
        # A word at the edge makes the plot give way: kept free for every selection's.
        number = alt.Text(form.y.column, type="quantitative", format=",")
        unseen = behind.mark_text(**words, opacity=0, aria=False).encode(**channels, text=number)
        return self._whole([whole, line, marked, label, unseen], 260)

    def _points(self, size: int) -> Any:
        """One mark a unit."""
        return self._base().mark_point(
            filled=True, size=size * self._scale**2, opacity=0.75, aria=False
        )

    def _ghost(self, channels: Mapping[str, Any]) -> Any:
        """The whole behind what is selected: it never changes, and so never do the scales."""
        base = alt.Chart(alt.NamedData(GHOST)).transform_calculate(ink="'ink'")
        points = base.mark_point(
            size=40 * self._scale**2, opacity=0.35, strokeWidth=1, tooltip=None, aria=False
        )
        return points.encode(**channels, stroke=_ink(alt.Stroke))

    @property
    def _scale(self) -> float:
        return self.size.font / PAGE.font

    @property
    def _axis(self) -> dict[str, Any]:
        return {"labelFontSize": self.size.font, "ticks": False, "domain": False}

    def _base(self) -> alt.Chart:
        """A chart of the rows, with the constant that `_ink` colours by."""
        return alt.Chart(alt.NamedData(ROWS)).transform_calculate(ink="'ink'")

    def _value(self, channel: type[Any], axis: Axis) -> Any:
        scale = alt.Scale(type="log", nice=False, padding=24) if axis.log else alt.Scale(zero=False)
        return channel(
            axis.column,
            type="quantitative",
            title=axis.title,
            scale=scale if channel is alt.X or axis.log else alt.Undefined,
            axis=alt.Axis(
                labelExpr=numbers.axis_label_expr(self.language, axis.kind),
                tickCount=5,
                values=_POWERS if axis.log else alt.Undefined,
                titleFontSize=self.size.font,
                labelFontSize=self.size.font,
                labelOverlap=True,
                labelSeparation=self.size.font,
            ),
        )

    def _whole(self, layers: list[Any], height: int) -> Spec:
        chart: Any = alt.layer(*layers)
        width = self.size.width or "container"
        # Data sets are the rows', not the library's. Its setting is that of the whole process: two
        # threads that change it and put it back would undo each other's.
        with _SETTING, alt.data_transformers.enable(consolidate_datasets=False):
            made: Spec = chart.properties(height=self.size.height or height, width=width).to_dict()
        made.pop("config", None)
        made.pop("$schema", None)
        made["data"] = {"name": ROWS}
        return made

    def _colour(self, column: str, legend: bool = True) -> alt.Color:
        """Colour by meaning. The domain is always whole so that the index, hence the colour,
        stays."""
        return alt.Color(column, scale=alt.Scale(domain=self._names), **self._keys(column, legend))

    def _shape(self, column: str, legend: bool = True) -> alt.Shape:
        scale = alt.Scale(domain=self._names, range=list(_SHAPES))
        return alt.Shape(column, scale=scale, **self._keys(column, legend))

    @property
    def _names(self) -> list[str]:
        return list(legend(MEANINGS, self.language).values())

    def _keys(self, column: str, legend: bool) -> dict[str, Any]:
        shown = self._legend(column) if legend else None
        return {"type": "nominal", "title": None, "legend": shown}

    def _legend(self, column: str) -> alt.Legend:
        return alt.Legend(
            orient="top",
            direction="horizontal",
            labelLimit=0,
            labelFontSize=self.size.font,
            values=list(_DIVIDING[column].labels(self.language).values()),
        )

    def _marks(self, axis: str, marks: Marks) -> list[Any]:
        """Dashed lines across the plot, with their names at the end, each drawn once whatever rows
        there are."""
        layers: list[Any] = []
        once = alt.Chart(alt.InlineData([{"ink": "ink"}]))
        for at, name in marks:
            datum = {"x": alt.XDatum(at)} if axis == "x" else {"y": alt.YDatum(at)}
            rule = once.mark_rule(strokeDash=[5, 4], opacity=0.75, tooltip=None, aria=False)
            place: dict[str, Any]
            edge: dict[str, Any]
            if axis == "x":
                place, edge = {"align": "left", "dx": 4, "baseline": "top"}, {"y": alt.value(0)}
            else:
                place = {"align": "right", "dy": -0.55 * self.size.font, "dx": -4}
                edge = {"x": alt.value("width")}
            text = once.mark_text(fontSize=self.size.font - 1, tooltip=None, aria=False, **place)
            layers.append(rule.encode(**datum, stroke=_ink(alt.Stroke)))
            layers.append(text.encode(**datum, **edge, fill=_ink(), text=alt.value(name)))
        return layers


def _ink(channel: type[Any] = alt.Fill) -> Any:
    """The theme's first colour for text and rules, which are black where not told otherwise."""
    return channel("ink", type="nominal", scale=alt.Scale(domain=["ink"]), legend=None)


def _tooltip(columns: Mapping[str, str]) -> list[alt.Tooltip]:
    """Column to heading; values are texts already formatted in the page's language."""
    return [alt.Tooltip(column, type="nominal", title=title) for column, title in columns.items()]


def meaning_class(code: str) -> str:
    """The class by which a style sheet knows a meaning's colour: `m0` to `m3`."""
    return f"m{MEANINGS.index(code)}"


def legend(codes: tuple[str, ...], language: str) -> dict[str, str]:
    """Meanings that occur, code to name, in the order of their colours."""
    named = {code: v.label(code, language) for v in _DIVIDING.values() for code in v.codes}
    return {code: named[code] for code in MEANINGS if code in codes}
