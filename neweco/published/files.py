"""The files of data/published: how they are read, and how a fault in one is named."""

from __future__ import annotations

import csv
from pathlib import Path

from neweco import words


class PublishedError(ValueError):
    """A row of data/published that cannot be used: `file`, `row` (its id or number), `column`, and
    the `value` found there."""

    def __init__(self, file: str, row: str, column: str, value: str) -> None:
        super().__init__(f"{file}: row {row}, column {column}: {value!r} cannot be used")
        self.file, self.row, self.column, self.value = file, row, column, value

    def describe(self, language: str) -> str:
        """Where it is and what may stand there, in words."""
        way = "unknown" if self.value.strip() else "required"
        return words.text(
            language,
            f"reading.published.{way}",
            file=self.file,
            row=self.row,
            column=self.column,
            value=self.value[:60],
        )


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file as texts, a cell that is not there as an empty one."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, restval="", strict=True))
