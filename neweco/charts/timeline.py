"""Dated events on an axis that is true to time: where each stands, as HTML and in a picture file.

Wide pages draw a lane a line, with a mark where the date falls and a short figure beside it where
there is one; narrow ones list the same marks with their dates. Marks that would touch stand below
each other.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from typing import Any

from neweco.charts import bilingual, letters
from neweco.charts.canvas import LABEL, SMALL, Canvas, height
from neweco.charts.forms import Timeline
from neweco.charts.palette import LIGHT

Row = Mapping[str, Any]

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?|-(end))?")

LABELLED, MARK = 0.065, 0.018
"""Shares of the axis that a label and a mark take where it is narrowest."""

HALL, NAMED = 34.0, 2.0
"""Letters that the axis of a hall is long, the names of its lanes beside it, and rows that a name
of two lines takes, as in `slides.css`."""


def year(text: str) -> float:
    """A date as years, to the precision given: a month or a year alone stands in its middle,
    `2022-end` at the end of the year. ValueError for what is no date.

    >>> year("2022-end"), year("2022"), round(year("2023-03-24"), 3)
    (2023.0, 2022.5, 2023.227)
    """
    found = _DATE.match(text)
    if found is None:
        raise ValueError(f"{text!r} is no date")
    whole, month, day, end = found.groups()
    if end or not month:
        return int(whole) + (1.0 if end else 0.5)
    days = 366 if calendar.isleap(int(whole)) else 365
    middle = (calendar.monthrange(int(whole), int(month))[1] + 1) / 2
    number = date(int(whole), int(month), 1).timetuple().tm_yday - 1
    return int(whole) + (number + (int(day) if day else middle)) / days


def rows_of(places: Sequence[float], widths: Sequence[float]) -> list[int]:
    """In which row each mark of a lane stands so that none covers another. `places` rise; they and
    the `widths` of marks with their labels are shares of the axis.

    >>> rows_of([0.1, 0.1, 0.5], [0.2, 0.2, 0.1])
    [0, 1, 0]
    """
    ends: list[float] = []
    found = []
    for place, width in zip(places, widths, strict=True):
        row = next((at for at, end in enumerate(ends) if end <= place), len(ends))
        ends[row : row + 1] = [place + width]
        found.append(row)
    return found


def drawn(form: Timeline, rows: Sequence[Row], ways: Sequence[str], hall: bool = False) -> str:
    """The lanes as HTML; `ways` (escaped) are where each event leads, if anywhere. Labels of a
    `hall` are large and may be in two languages."""
    years = "".join(
        f'<li style="--x:{(year - form.start) / (form.end - form.start):.4f}">{year}</li>'
        for year in range(form.start, form.end)
    )
    lanes, deep = "", 0.0
    for lane in form.order:
        events = [(row, way) for row, way in zip(rows, ways, strict=True) if row["lane"] == lane]
        events = _spread(events) if hall else events
        lanes += _lane(form, lane, events)
        deep += max(NAMED, _high(events))
    size = f' style="--deep:{deep:g}"' if hall else ""
    axis = f'<ol class="ne-years" aria-hidden="true">{years}</ol>'
    return f'<div class="ne-time"{size}>{axis}{lanes}</div>'


def _spread(events: Sequence[tuple[Row, str]]) -> list[tuple[Row, str]]:
    """The events of a lane in as many rows as labels of a hall need."""
    places = [float(row["at"]) for row, _ in events]
    said = [bilingual.parts(str(row["label"])) for row, _ in events]
    letter = [letters.width(own) + letters.width(other) for own, _, other in said]
    lines = rows_of(places, [(each + 0.6 * bool(each) + 1) / HALL for each in letter])
    return [({**row, "row": line}, way) for (row, way), line in zip(events, lines, strict=True)]


def _lane(form: Timeline, lane: str, events: Sequence[tuple[Row, str]]) -> str:
    last = max((float(row["at"]) for row, _ in events), default=0.0)
    marks = "".join(_event(row, way) for row, way in events)
    return (
        f'<div class="ne-lane ne-line-{escape(form.lines[form.order.index(lane)])}">'
        f"<h4>{bilingual.html(lane)}</h4>"
        f'<ol style="--rows:{_high(events)};--last:{last:.4f}">{marks}</ol></div>'
    )


def _high(events: Sequence[tuple[Row, str]]) -> int:
    """The rows of a lane."""
    return max((int(row["row"]) for row, _ in events), default=0) + 1


def _event(row: Row, way: str) -> str:
    said = (
        f"<time>{bilingual.html(str(row['date']))}</time> "
        f'<span class="ne-what">{bilingual.html(str(row["event"]))}</span>'
    )
    look = "" if row["known"] else ' class="ne-faint"'
    label = bilingual.html(str(row["label"]))
    mark = f'<i aria-hidden="true"></i><b aria-hidden="true">{label}</b>{said}'
    inside = f'<a href="{way}">{mark}</a>' if way else f"<span>{mark}</span>"
    return f'<li{look} style="--x:{row["at"]:.4f};--r:{row["row"]}">{inside}</li>'


_AXIS = 220


def picture(
    made: Canvas, form: Timeline, rows: Sequence[Row], left: float, room: float, y: float
) -> None:
    """The events in a picture: a line each, its mark on the axis, its date and words beside it."""
    for number, lane in enumerate(form.order):
        colour = LIGHT[form.lines[number]]
        y = made.text(left, y + 8, [lane], LABEL, bold=True) + 2
        for row in (row for row in rows if row["lane"] == lane):
            said = letters.lines(f"{row['date']}  {row['event']}", (room - _AXIS - 16) / SMALL)
            made.rect(left, y + 10, _AXIS, 1, LIGHT["line"])
            fill = colour if row["known"] else "none"
            made.rect(
                left + row["at"] * (_AXIS - 10), y + 5, 10, 10, fill, f' rx="5" stroke="{colour}"'
            )
            made.text(left + _AXIS + 16, y, said, SMALL)
            y = made.reach(y + height(said, SMALL) + 4)
    for edge, text in ((0.0, str(form.start)), (float(_AXIS), str(form.end))):
        anchor = "start" if edge == 0 else "end"
        made.text(left + edge, y + 2, [text], SMALL, anchor=anchor)
