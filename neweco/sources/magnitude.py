"""Whether a whole column can be what it is taken for: shares as fractions, amounts in another unit,
numbers that a format shows smaller than they are. Each is said once, with its first row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from statistics import median

import pandas as pd

from neweco.model.fields import Field
from neweco.sources import cells
from neweco.sources.canonical import Read
from neweco.sources.columns import Column
from neweco.sources.problem import Problem
from neweco.sources.source import RawSheet

FRACTION = 2.0
"""Where the median of a column of shares lies below this, and none is above `MOST_FRACTION`, they
may be fractions: 0.35 for 35 %."""

MOST_FRACTION = 5.0
YUAN = Decimal(10_000)
"""元 in one 万元, the unit of all amounts."""

NAMED = {Decimal(1), Decimal(1000), Decimal(10_000), Decimal(100_000_000)}
"""元 in the units that cells are kept in."""

_BARE = re.compile(r"[-+]?[\d,.]+(?:e[+-]?\d+)?", re.IGNORECASE)


def checked(
    made: Read, sheet: RawSheet, column: Column, raw: pd.Series, meant: Mapping[str, str]
) -> Iterator[Problem]:
    """What makes a column of numbers doubtful. `meant` is what each of its texts was read as."""
    field = made.table[column.field]
    bare = {text: float(said) for text, said in meant.items() if said and _is_bare(text)}
    if not bare or not field.measure.is_strict:
        return
    rows = raw.isin(list(bare)).to_numpy()
    values = raw[rows].map(bare).to_numpy(dtype=float)
    first, text = int(raw.index[rows][0]), str(raw[rows].iloc[0])
    given = {"row": first, "found": text, "rows": int(rows.sum())}
    yield from _scaled(made, sheet, column, field)
    if sheet.unseen:
        yield made.problem("warning", "format_unseen", field.code, **given)
    if field.measure.style == "percent":
        yield from _fractions(made, field, column, values, given)
        return
    if not column.unit and not column.said:
        unit = field.measure.zh
        yield made.problem("warning", "unit_assumed", field.code, allowed=unit, **given)
    known = values[values != 0]
    if field.usual and len(known) and not field.usual[0] <= median(abs(known)) <= field.usual[1]:
        middle = f"{median(known):.10g}{field.unit}"
        usual = f"{field.usual[0]:.10g}–{field.usual[1]:.10g}{field.unit}"
        yield made.problem("warning", "magnitude", field.code, allowed=usual, nearest="",
                           row=first, rows=given["rows"], found=middle)  # fmt: skip


def days(
    made: Read, sheet: RawSheet, column: Column, raw: pd.Series, meant: Mapping[str, str]
) -> Iterator[Problem]:
    """Day numbers of a file that does not tell whether they count from 1900 or from 1904."""
    numbers = [text for text in meant if cells.is_day_number(text)]
    if sheet.from_1904 is None and numbers:
        rows = raw[raw.isin(numbers).to_numpy()]
        given = {"row": int(rows.index[0]), "found": str(rows.iloc[0]), "rows": len(rows)}
        yield made.problem("warning", "days_unseen", column.field, **given)


def _is_bare(text: str) -> bool:
    """Whether a cell holds a number without a unit."""
    return bool(_BARE.fullmatch(cells.plain(text).replace(" ", "")))


def _fractions(
    made: Read, field: Field, column: Column, values: object, given: Mapping[str, object]
) -> Iterator[Problem]:
    sizes = abs(pd.Series(values))
    factor = float(field.measure.factor(column.unit) or 1)
    sizes = sizes / factor
    whole = factor == 1 and sizes.max() > 0 and sizes[sizes > 0].median() <= FRACTION
    if whole and sizes.max() <= MOST_FRACTION:
        yield made.problem("warning", "fractions", field.code, **given)


def _scaled(made: Read, sheet: RawSheet, column: Column, field: Field) -> Iterator[Problem]:
    """Numbers that are shown divided, as `0!.0,` shows 5000000 as 500.0: read as shown where what
    the cell holds is then an amount in a unit that has a name."""
    said = sheet.scaled.get(column.place) if column.place is not None else None
    if said is None:
        return
    row, divisor, rows = said
    held: Decimal | None = None
    if field.measure.style == "money":
        held = (field.measure.factor(column.unit) or Decimal(1)) * YUAN / divisor
    level = "warning" if held in NAMED else "error"
    yield made.problem(
        level, f"shown_scaled_{level}", field.code, row=row, rows=rows, found=str(divisor)
    )
