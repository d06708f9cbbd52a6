"""Published figures as marks, one a unit, for every view that shows some."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from neweco import words
from neweco.charts import units
from neweco.charts.forms import Units
from neweco.charts.units import Marks
from neweco.sheet import Chart, Column
from neweco.views.shared import series
from neweco.views.shared.page import Page

HUNDRED = "100"
"""The whole of an exact share: parts of a hundred."""


@dataclass(frozen=True)
class Row:
    """One line of marks: a fact under the name at `label` (a key of the page), of the units that
    the fact `whole` counts where it is a share or a part of them."""

    fact: str
    label: str
    whole: str = ""
    shape: Literal["dot", "square"] = "dot"


def chart(
    page: Page,
    id: str,
    rows: tuple[Row, ...],
    *,
    line: str = "",
    sentence: str = "",
    wide: bool = False,
) -> Chart:
    """Figures as marks, in the colour of a line. Title and how to read stand at `<id>.sentence` and
    `units.reading`."""
    language = page.language
    found = [_marks(page, row) for row in rows]
    said = [_said(page, row, marks) for row, marks in zip(rows, found, strict=True)]
    names = [page.text(row.label) for row in rows]
    frame = pd.DataFrame(
        {
            "name": names,
            "text": [series.said(page, row.fact) for row in rows],
            "meaning": said,
            "shape": [row.shape for row in rows],
            **{
                state: [getattr(marks, state) for marks in found]
                for state in ("said", "part", "left_open", "rest", "has_tail")
            },
        }
    )
    pairs = [words.pair(language, name, text) for name, text in zip(names, said, strict=True)]
    facts = dict.fromkeys(
        fact for row in rows for fact in (row.fact, row.whole) if fact in page.published.facts
    )
    return page.chart(
        id,
        sentence or page.text(f"{id}.sentence"),
        Units("name", "text", "meaning", line),
        frame,
        (
            Column("name", words.text(language, "units.column_name")),
            Column("text", words.text(language, "units.column_text")),
            Column("meaning", words.text(language, "units.column_meaning")),
        ),
        described=words.clauses(language, pairs),
        basis="published",
        facts=tuple(facts),
        wide=wide,
    )


def _marks(page: Page, row: Row) -> Marks:
    quantity = page.published.value(row.fact)
    if quantity is None:
        raise ValueError(f"{row.fact} is not a figure")
    if not row.whole:
        return units.of_count(quantity)
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
