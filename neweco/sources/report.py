"""What a reading found, as text and as a file."""

from __future__ import annotations

from itertools import groupby

import pandas as pd

from neweco import words
from neweco.model import spreadsheet
from neweco.model.fields import TABLES
from neweco.sources import looks
from neweco.sources.columns import Column
from neweco.sources.problem import Problem, place, sentence
from neweco.sources.reading import Reading


def lines(found: Reading, language: str) -> list[str]:
    """Counts, then the problems grouped by sheet, errors first."""
    said = [words.text(language, "reading.report.rows", **_rows(found, language))]
    errors = sum(problem.level == "error" for problem in found.problems)
    counts = {"errors": errors, "warnings": len(found.problems) - errors}
    said.append(words.text(language, "reading.report.counts", **counts))
    for sheet, group in groupby(
        sorted(found.problems, key=lambda p: (p.sheet, p.level != "error", p.row or 0)),
        key=lambda p: p.sheet,
    ):
        said += ["", sheet or words.text(language, "reading.report.whole")]
        said += [f"  {line(problem, language)}" for problem in group]
    return said + _columns(found, language)


def _columns(found: Reading, language: str) -> list[str]:
    """What each column was taken for, unless all are called as the register calls them."""
    if all(column.how == "certain" and not column.said for column in found.columns):
        return []
    said = ["", words.text(language, "reading.report.columns")]
    return said + [f"  {taken(column, language)}" for column in found.columns]


def taken(column: Column, language: str) -> str:
    """What a column was taken for: `E “2022年营业收入” → 年营收, ×10000`, and how sure that is."""
    how = words.text(language, f"reading.column.{column.how}")
    heading = words.text(language, "reading.column.heading", heading=column.heading)
    where = (
        f"{column.letter} {heading}"
        if column.letter
        else words.text(language, "reading.column.everywhere", said=column.said)
    )
    return words.text(
        language, "reading.column.line", how=how, where=where, field=meaning(column, language)
    )


def meaning(column: Column, language: str) -> str:
    """The field that a column was taken for, with the factor to its unit."""
    if not column.field:
        return words.text(language, "reading.column.none")
    field = TABLES[column.table][column.field]
    factor = field.measure.factor(column.unit) if column.unit else None
    times = "" if factor in (None, 1) else f" ×{looks.written(factor)}"
    return field.heading(language) + times


def _rows(found: Reading, language: str) -> dict[str, str]:
    rows = [
        f"{TABLES[code].label(language)} {words.whole(language, n)}"
        for code, n in found.rows.items()
    ]
    return {"rows": words.listed(language, rows) or words.text(language, "common.none")}


def line(problem: Problem, language: str) -> str:
    """One problem: how bad, where, what, and in how many rows."""
    level = words.text(language, f"reading.level.{problem.level}")
    where = place(problem, language)
    said = sentence(problem, language)
    more = ""
    if problem.rows > 1:
        more = words.text(
            language, "reading.report.alike", rows=words.whole(language, problem.rows)
        )
    told = words.pair(language, where, said) if where else said
    return words.pair(language, level, told) + more


def csv(found: Reading, language: str) -> bytes:
    """All problems as CSV, one a row: level, sheet, row, column, problem, found, allowed, nearest,
    rows. Texts from the workbook are inert."""
    frame = pd.DataFrame(
        [
            {
                "level": problem.level,
                "sheet": spreadsheet.inert(problem.sheet),
                "row": "" if problem.row is None else str(problem.row),
                "column": spreadsheet.inert(problem.heading(language)),
                "problem": spreadsheet.inert(sentence(problem, language)),
                "found": spreadsheet.inert(problem.found),
                "allowed": spreadsheet.inert(problem.allowed),
                "nearest": spreadsheet.inert(problem.nearest),
                "rows": problem.rows,
            }
            for problem in found.problems
        ]
    )
    return spreadsheet.csv(frame)
