"""Chart forms as data: which columns of its rows a chart draws, and in which roles.

A form knows nothing of pixels, colours or languages. `charts.html` draws lists, columns and
matrices, which are text with bars; `charts.plot` draws scatters, strips and lines. Both draw any
form for a page, a phone or a hall: what differs is the size of letters, which the style sheet or
`Size` says.

Every form takes rows whose texts are already in the page's language, and a `text` column that
prints the value as it is said. Lists, columns and matrices may name in `whole` the column of what
stands behind each value: the scale is its own, and the column `behind` says it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class RankedList:
    """One bar a row of `order`: name, bar, and the value in words.

    `split` names a column of meanings that divide each bar (its codes stand in `meaning`); `text`
    then stands on the last row of each bar. `most` is the end of a scale that has one (100 points).
    """

    category: str
    value: str
    text: str
    order: tuple[str, ...]
    split: str = ""
    most: float = 0.0
    whole: str = ""


@dataclass(frozen=True)
class Columns:
    """Upright bars over a few ordered steps (years, cut-off dates), the value above each."""

    category: str
    value: str
    text: str
    whole: str = ""


@dataclass(frozen=True)
class Matrix:
    """Counts per pair: a table of cells, stronger for more, the number in each."""

    row: str
    column: str
    value: str
    text: str
    whole: str = ""


@dataclass(frozen=True)
class Units:
    """Figures as marks, one a unit: name, figure and what the marks say per row, in the colour of
    a `line`. Rows hold the marks by state (columns doubled, said, part, left_open, rest, has_tail,
    and `drawn`, how many they are), their `shape`, dot or square (two units never share one), and
    a `line` of their own where they have one. A hall sees those that stand `beside` each other in
    one row, others in pairs where they are more than three."""

    name: str
    text: str
    meaning: str
    line: str = ""
    beside: bool = False


@dataclass(frozen=True)
class Timeline:
    """Dated events on an axis true to time from the beginning of the year `start` to that of `end`,
    a lane for each of `order` in the colours of `lines`. Rows hold lane, date and event in words,
    `at` (the place on the axis, 0 to 1), `row` of the lane, a short `label`, and whether a source
    of the event is `known` well enough to be linked."""

    start: int
    end: int
    order: tuple[str, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Axis:
    """One axis of a plot: the column drawn, its title, and how its numbers are written
    (`words.numbers.axis_label_expr`)."""

    column: str
    title: str
    kind: str = "count"
    log: bool = False


Marks = tuple[tuple[float, str], ...]
"""Named thresholds: where they stand on an axis, and what they are."""


@dataclass(frozen=True)
class Scatter:
    """One point a unit, in front of those of the whole (the chart's `ghost`); `meaning` is the
    column that gives its colour and shape, `headings` what a point says when it is pointed at:
    column to heading."""

    x: Axis
    y: Axis
    meaning: str
    headings: Mapping[str, str] = field(hash=False)
    x_marks: Marks = ()
    y_marks: Marks = ()


@dataclass(frozen=True)
class Strip:
    """One dot a unit along a line, in front of those of the whole (the chart's `ghost`), a lane per
    group of `order`, spread by `offset` (-1 to 1)."""

    x: Axis
    lane: str
    offset: str
    order: tuple[str, ...]
    headings: Mapping[str, str] = field(hash=False)
    marks: Marks = ()


@dataclass(frozen=True)
class Lines:
    """A line over time, in front of that of the whole (the chart's `ghost`): `x` holds dates,
    `text` is printed at points where it is not empty."""

    x: str
    y: Axis
    text: str
    headings: Mapping[str, str] = field(hash=False)


Written = RankedList | Columns | Matrix | Units | Timeline
"""Forms that are text with bars, drawn as HTML."""

Plotted = Scatter | Strip | Lines
"""Forms with axes, drawn by Altair."""

Form = Written | Plotted
