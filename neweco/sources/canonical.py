"""Columns of one table as the codes and texts that the register holds, and what of them was not
understood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from neweco.model.choices import Choice
from neweco.model.fields import Field, Table
from neweco.sources import advice, cells
from neweco.sources.problem import Problem

FIRST_YEAR, LAST_YEAR = 1980, 2035
"""Years of this programme's dates; a mistyped one would stretch every chart over time."""

MOST_VALUES = 50
"""Different values reported of one column; a column of another kind would fill pages."""

MOST_STRANGE = 10_000
"""Different values of one column that are tried in vain before it is given up: it is another
column, and a million such values would keep the server busy for a minute."""


@dataclass(frozen=True)
class Read:
    """Rows of one table as canonical texts by field code, numbered as in the sheet, with the
    names that sheet and columns have there, and the rows in which a field was not understood."""

    table: Table
    sheet: str
    texts: pd.DataFrame
    headings: Mapping[str, str]
    misread: Mapping[str, pd.Index] = field(default_factory=dict)

    def problem(self, level: str, code: str, field: str = "", **given: object) -> Problem:
        """A problem of this table, at the column that a field has in the sheet."""
        column = self.headings.get(field, "")
        missing = "" if column else field
        return Problem(
            level, code, self.table.code, self.sheet, column=column, field=missing, **given  # type: ignore[arg-type]
        )  # fmt: skip

    def broken(
        self, code: str, level: str, column: str, rows: pd.Series | np.ndarray
    ) -> Iterator[Problem]:
        """One problem for all rows that break a rule; `rows` are booleans, one a row."""
        known = rows.fillna(False) if isinstance(rows, pd.Series) else rows
        hits = self.texts.index[np.asarray(known, dtype=bool)]
        if len(hits):
            yield self.problem(level, code, column, row=int(hits[0]), rows=len(hits))


def meant(
    spec: Field, unit: str, from_1904: bool, distinct: Iterable[str]
) -> dict[str, str | None]:
    """What each of the different texts of a column means, in their order; None where it is not
    understood. It ends early, and is shorter, where more than `MOST_STRANGE` are not. Numbers
    without a unit are in `unit`; day numbers count from 1900, or from 1904."""
    read_cell = cells.canonical(spec, unit, from_1904)
    distinct = list(np.asarray(distinct))
    if spec.kind == "flag":
        read_cell = cells.marked(read_cell, distinct)
    found: dict[str, str | None] = {}
    strange = 0
    for text in distinct:
        found[text] = None if text in cells.FAULTS else read_cell(text)
        strange += found[text] is None
        if strange > MOST_STRANGE:
            break
    return found


def strange(made: Read, spec: Field, raw: pd.Series, texts: list[str]) -> Iterator[Problem]:
    """What is said of texts of a column that are not understood: one problem each, at the first of
    its rows, and how many more there are, or that it was given up."""
    for text in texts[:MOST_VALUES]:
        rows = raw.index[(raw == text).to_numpy()]
        yield made.problem(
            "error", _code(spec, text), spec.code, row=int(rows[0]), rows=len(rows), found=text,
            allowed=allowed(spec), nearest=_close(spec, text),
        )  # fmt: skip
    if len(texts) > MOST_STRANGE:
        yield made.problem("error", "given_up", spec.code, found=f"{MOST_STRANGE:,}")
    elif len(texts) > MOST_VALUES:
        more = str(len(texts) - MOST_VALUES)
        yield made.problem("error", "and_more", spec.code, found=more)


def _code(field: Field, text: str) -> str:
    if text in cells.FAULTS:
        return "cell_error"
    if cells.is_too_long(field, text):
        return "too_long"
    if field.kind == "date":
        if cells.is_reversed_date(text):
            return "date_order"
        return "not_a_date" if field.required else "not_a_date_free"
    if field.kind == "flag":
        return "open_mark" if cells.plain(text).casefold() in cells.OPEN else "not_a_flag"
    return {
        "choice": "unknown_value",
        "choices": "unknown_value",
        "integer": "not_whole",
        "number": "not_a_number",
    }.get(field.kind, "unknown_value")


def allowed(field: Field) -> str:
    """The values a field takes, in words of both languages."""
    if field.vocabulary is not None:
        return "; ".join(f"{choice.zh} / {choice.en}" for choice in field.vocabulary)
    if field.kind == "date":
        return f"{FIRST_YEAR}–{LAST_YEAR}"
    if field.low is not None or field.high is not None:
        mark = "" if field.ordinal else ","
        low = "" if field.low is None else f"{field.low:{mark}.10g}"
        high = "" if field.high is None else f"{field.high:{mark}.10g}"
        return f"{low}–{high}{' ' + field.unit if field.unit else ''}"
    return field.example


def _close(field: Field, text: str) -> str:
    """The allowed value that a text means, where that is sure enough to be said."""
    if field.vocabulary is None:
        return ""
    parts = cells.parts(text) if field.kind == "choices" else [text]
    for part in parts:
        if cells.meant(field.vocabulary, part) is None:
            near = advice.choice(field.vocabulary, part)
            return both(near) if near else ""
    return ""


def both(choice: Choice) -> str:
    """A choice in both languages."""
    return f"{choice.zh} / {choice.en}"
