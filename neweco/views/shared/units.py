"""Published figures as marks, one a unit, for every view that shows some."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from neweco import words
from neweco.charts import units
from neweco.charts.forms import Units
from neweco.charts.units import Marks
from neweco.sheet import Basis, Chart, Column
from neweco.views.shared import series
from neweco.views.shared.page import Page

HUNDRED = "100"
"""The whole of an exact share: parts of a hundred."""


@dataclass(frozen=True)
class Row:
    """One line of marks: a fact under the name at `label` (a key of the page), of the units that
    the fact `whole` counts where it is a share or a part of them. One mark stands for `per` units,
    in the colour of its own `line` where it has one."""

    fact: str
    label: str
    whole: str = ""
    shape: Literal["dot", "square"] = "dot"
    per: float = 1
    line: str = ""


def chart(
    page: Page,
    id: str,
    rows: tuple[Row, ...],
    *,
    line: str = "",
    sentence: str = "",
    reading: str = "",
    wide: bool = False,
    beside: bool = False,
) -> Chart:
    """Figures as marks, in the colour of a line. The title stands at `<id>.sentence` where none is
    given."""
    found = [_marks(page, row) for row in rows]
    said = [_said(page, row, marks) for row, marks in zip(rows, found, strict=True)]
    lines = [
        Line(page.text(row.label), series.said(page, row.fact), text, marks, row.shape, row.line)
        for row, text, marks in zip(rows, said, found, strict=True)
    ]
    facts = tuple(
        dict.fromkeys(
            fact for row in rows for fact in (row.fact, row.whole) if fact in page.published.facts
        )
    )
    title = sentence or page.text(f"{id}.sentence")
    form = Units("name", "text", "meaning", line, beside)
    return of_lines(page, id, lines, facts, form, sentence=title, reading=reading, wide=wide)


@dataclass(frozen=True)
class Line:
    """One line of marks as it is drawn: name, figure, what the marks say, and the marks."""

    name: str
    text: str
    meaning: str
    marks: Marks
    shape: Literal["dot", "square"] = "dot"
    line: str = ""


def of_lines(
    page: Page,
    id: str,
    lines: Sequence[Line],
    facts: tuple[str, ...],
    form: Units,
    *,
    sentence: str,
    basis: Basis = "published",
    reading: str = "",
    wide: bool = False,
) -> Chart:
    """Lines of marks under one title, resting on these facts."""
    language = page.language
    frame = pd.DataFrame(
        {
            **{
                own: [getattr(each, own) for each in lines]
                for own in ("name", "text", "meaning", "shape", "line")
            },
            **{
                state: [getattr(each.marks, state) for each in lines]
                for state in ("doubled", "said", "part", "left_open", "rest", "has_tail", "drawn")
            },
        }
    )
    pairs = [words.pair(language, each.name, each.meaning) for each in lines]
    return page.chart(
        id,
        sentence,
        form,
        frame,
        (
            Column("name", words.text(language, "units.column_name")),
            Column("text", words.text(language, "units.column_text")),
            Column("meaning", words.text(language, "units.column_meaning")),
        ),
        described=words.clauses(language, pairs),
        basis=basis,
        facts=facts,
        reading=reading,
        wide=wide,
    )


def _marks(page: Page, row: Row) -> Marks:
    quantity = page.published.value(row.fact)
    if quantity is None:
        raise ValueError(f"{row.fact} is not a figure")
    if not row.whole:
        return units.of_count(quantity, per=row.per)
    if row.whole == HUNDRED:
        return units.of_hundred(quantity)
    whole = _number(page, row.whole)
    return units.of_count(quantity, whole) if quantity.unit else units.of_share(quantity, whole)


def _number(page: Page, fact: str) -> int:
    found = page.published.value(fact)
    if found is None:
        raise ValueError(f"{fact} is not a figure")
    return int(found.central)


def _said(page: Page, row: Row, marks: Marks) -> str:
    """What the marks say: `15家中至少14家，另1家没有说定`."""
    token, language = series.said(page, row.fact), page.language
    if marks.has_tail:
        return words.text(language, "units.open_end", figure=token)
    if row.whole in ("", HUNDRED):
        return token
    said = {"whole": series.said(page, row.whole), "said": marks.said, "open": marks.left_open}
    return words.text(language, "units.partly" if marks.left_open else "units.exactly", **said)
