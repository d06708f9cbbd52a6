"""Rows of any worksheet, read by the names of its elements, of both namespaces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from neweco.sources import letters, markup
from neweco.sources.markup import STRICT, TRANSITIONAL, Damaged
from neweco.sources.worksheet import Worksheet

_TEXTS = ("s", "str", "inlineStr")
"""Types of a cell whose value is a text, so that an empty one is a result."""

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?[0-9]")
_NUMBER = re.compile(r"[0-9]{1,7}")

Row = tuple[int, list[str]]
"""Its number and its texts."""


def rows(sheet: Worksheet, pieces: Iterator[bytes]) -> Iterator[Row]:
    """Rows that hold something, one at a time. Damaged, or an error of `expat`, where it is no
    worksheet."""
    reader = _Reader(sheet)
    parser = markup.parser(reader.start, reader.end, reader.letters)
    for piece in pieces:
        parser.Parse(piece, False)
        yield from filter(_filled, reader.rows)
        reader.rows.clear()
    parser.Parse(b"", True)
    yield from filter(_filled, reader.rows)


def row(sheet: Worksheet, root: bytes, written: bytes) -> Row:
    """One row, blank or not, of a sheet whose outermost element begins as `root`."""
    reader = _Reader(sheet)
    whole = b"%s%s</worksheet>" % (root, written)
    markup.parser(reader.start, reader.end, reader.letters).Parse(whole, True)
    (found,) = reader.rows
    return found


def _filled(row: Row) -> bool:
    return bool(row[1])


class _Reader:
    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self.rows: list[Row] = []
        self._line: list[str] = []
        self._number = self._column = 0
        self._cell: dict[str, str] | None = None
        self._hidden = self._formula = self._reads = self._phonetic = False
        self._parts: list[str] = []

    def start(self, name: str, given: dict[str, str]) -> None:
        space, _, tag = name.rpartition("}")
        if space not in (TRANSITIONAL, STRICT):
            return
        if tag == "c":
            self._cell, self._formula, self._parts = given, False, []
            self._column = self._place(given.get("r", ""))
        elif tag in ("v", "t") and self._cell is not None:
            self._reads = not self._phonetic
        elif tag == "f" and self._cell is not None:
            self._formula = True
        elif tag == "rPh":
            self._phonetic = True
        elif tag == "row":
            said = given.get("r", "")
            if said and not _NUMBER.fullmatch(said):
                raise Damaged("a row without number")
            self._number = self._sheet.numbered(int(said) if said else self._sheet.last + 1)
            self._line, self._column = [], -1
            self._hidden = given.get("hidden", "") in ("1", "true", "on")
        elif tag == "mergeCell" and ":" in given.get("ref", ""):
            self._sheet.seen.merged.append(given["ref"].replace("$", ""))

    def end(self, name: str) -> None:
        space, _, tag = name.rpartition("}")
        if space not in (TRANSITIONAL, STRICT):
            return
        if tag in ("v", "t"):
            self._reads = False
        elif tag == "rPh":
            self._phonetic = False
        elif tag == "c" and self._cell is not None:
            self._finish(self._cell)
            self._cell = None
        elif tag == "row":
            self._sheet.seen.hidden += bool(self._hidden and self._line)
            self.rows.append((self._number, self._line))

    def letters(self, said: str) -> None:
        if self._reads:
            self._parts.append(said)

    def _place(self, reference: str) -> int:
        if not reference:
            return self._column + 1
        found = _REFERENCE.match(reference)
        if found is None:
            raise Damaged("a cell without place")
        return letters.place(found[1])

    def _finish(self, cell: dict[str, str]) -> None:
        raw, kind = "".join(self._parts), cell.get("t", "n")
        if self._formula and not raw.strip() and kind not in _TEXTS:
            self._sheet.unsaved(self._number, self._column)
            return
        if kind == "s" and not raw:
            return
        said, divisor = self._sheet.shown(kind, cell.get("s", ""), raw)
        self._sheet.scaled(self._number, self._column, divisor)
        if said:
            self._sheet.put(self._line, self._column, said)
