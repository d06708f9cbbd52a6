"""One thing that is wrong in a register, where, and how it is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from neweco import words
from neweco.model.fields import TABLES

Level = Literal["error", "warning"]


@dataclass(frozen=True)
class Problem:
    """What was found where. `code` is a key of the catalogue `reading.problem`.

    `table` is a table's code, empty for the whole source; `sheet` and `column` are as the user
    wrote them; `field` is the code of a field that has no column there; `row` as a spreadsheet
    numbers it, the first of `rows` alike.
    """

    level: Level
    code: str
    table: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    found: str = ""
    allowed: str = ""
    nearest: str = ""
    rows: int = 1
    field: str = ""

    def heading(self, language: str) -> str:
        """The column as the user wrote it, or the field's name where there is none."""
        if self.column or not self.field:
            return self.column
        return TABLES[self.table][self.field].label(language)


def sentence(problem: Problem, language: str) -> str:
    """What is wrong and what to do, without the place."""
    said = words.text(
        language,
        f"reading.problem.{problem.code}",
        found=_short(problem.found),
        allowed=problem.allowed,
        column=problem.heading(language),
        sheet=problem.sheet,
        rows=problem.rows,
        table=TABLES[problem.table].label(language) if problem.table else "",
    )
    if problem.nearest:
        said += words.text(language, "reading.nearest", nearest=problem.nearest)
    return said


def place(problem: Problem, language: str) -> str:
    """Sheet, row and column, as far as they are known."""
    parts = []
    if problem.sheet:
        parts.append(words.text(language, "reading.place.sheet", sheet=problem.sheet))
    if problem.row is not None:
        parts.append(words.text(language, "reading.place.row", row=problem.row))
    if heading := problem.heading(language):
        parts.append(words.text(language, "reading.place.column", column=heading))
    return words.text(language, "reading.place.gap").join(parts)


def _short(text: str, most: int = 60) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
