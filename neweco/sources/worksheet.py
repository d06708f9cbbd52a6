"""What the cells of a worksheet show (ECMA-376, part 1, 18.3), however they were found."""

from __future__ import annotations

from dataclasses import dataclass, field

from neweco.sources import looks
from neweco.sources.looks import Format
from neweco.sources.markup import Damaged
from neweco.sources.shared_strings import text

LAST_ROW = 1_048_576
"""Of any sheet."""

BETWEEN = "\x7f"
"""Stands between the texts of a column where they are told as one: a control code that no text
keeps."""

MOST_UNSAVED = 200
"""Formulas without result named per sheet."""


@dataclass
class Seen:
    """What was met on the way through a sheet, beside its texts: merged ranges (`A1:C1`), formulas
    without result as (row, column), columns whose format shows another number than they hold with
    (first row, divisor, rows), rows that are hidden, whether a number had a look that is not
    known, and whether there are more columns than are read."""

    merged: list[str] = field(default_factory=list)
    unsaved: list[tuple[int, int]] = field(default_factory=list)
    scaled: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    hidden: int = 0
    unseen: bool = False
    more: bool = False


class Worksheet:
    """Cells of one sheet as texts, and what is met beside them in `seen`.

    `strings` are the texts that cells share, `formats` the looks of their styles, `most` the
    columns that are read.
    """

    def __init__(
        self, strings: list[str], formats: list[Format], from_1904: bool, most: int, seen: Seen
    ) -> None:
        self._strings, self._formats, self._from_1904 = strings, formats, from_1904
        self.most, self.seen = most, seen
        self.last = 0

    def numbered(self, number: int) -> int:
        """A row's number, which rises and stays within a sheet."""
        if not self.last < number <= LAST_ROW:
            raise Damaged(f"row {number}")
        self.last = number
        return number

    def put(self, line: list[str], column: int, said: str) -> None:
        """Add a text to a row at a column; Damaged where one stands there or behind it already."""
        if column >= self.most:
            self.seen.more = True
            return
        if column < len(line):
            raise Damaged("cells out of order")
        line += [""] * (column - len(line))
        line.append(said)

    def unsaved(self, row: int, column: int) -> None:
        """Take note of a formula without result."""
        if len(self.seen.unsaved) < MOST_UNSAVED:
            self.seen.unsaved.append((row, column + 1))

    def scaled(self, row: int, column: int, divisor: int) -> None:
        """Take note of a number that is shown divided, without a unit that says so."""
        if divisor != 1:
            first, divisor, rows = self.seen.scaled.get(column, (row, divisor, 0))
            self.seen.scaled[column] = (first, divisor, rows + 1)

    def shown(self, kind: str, style: str, raw: str) -> tuple[str, int]:
        """What a cell of a type, style and value shows, and what a number was divided by for it
        where nothing printed behind it says so: else 1."""
        if kind == "n":
            return self._number(style, raw.strip())
        if kind == "s":
            place = int(raw) if raw.isascii() and raw.isdigit() else -1
            if not 0 <= place < len(self._strings):
                raise Damaged("a text that is not there")
            return self._strings[place], 1
        if kind == "b":
            return "1" if raw in ("1", "true") else "0" if raw else "", 1
        if kind == "d":
            said = raw.replace("T", " ").removesuffix("Z")
            return said.removesuffix(" 00:00:00"), 1
        return text(raw), 1

    def _number(self, style: str, raw: str) -> tuple[str, int]:
        if not raw:
            return "", 1
        try:
            value = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 16 else float(raw)
        except ValueError as error:
            raise Damaged("a number that is none") from error
        place = int(style) if style.isdigit() else 0
        if place >= len(self._formats):
            self.seen.unseen = self.seen.unseen or place > 0
            return looks.number(value), 1
        look = self._formats[place].look(value)
        if look.dated:
            return looks.day(value, self._from_1904), 1
        return looks.number(value, look), 1 if look.behind else look.scale
