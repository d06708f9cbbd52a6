"""Rows of a worksheet that is written as nearly all programs write them, taken apart without a
parser: several times as fast as asking for each name.

`<row r="2"><c r="A2" s="1" t="s"><v>5</v></c>…</row>`: without the number of its row a cell is
known after it was met once, since cells of a column repeat each other. A row in which anything is
written otherwise is read by names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from operator import lt

from neweco.sources import letters, worksheet_named
from neweco.sources.markup import STRICT, TRANSITIONAL, Damaged
from neweco.sources.shared_strings import text
from neweco.sources.worksheet import Worksheet
from neweco.sources.worksheet_named import Row

MOST_KNOWN = 200_000
"""Cells kept with what they show."""

_ROW = re.compile(rb'<row r="([0-9]{1,7})"([^<>]*)>')
_BLANK_ROW = re.compile(rb'<row(?: r="([0-9]{1,7})")?(?: [^<>]*)?/>')
_ROOT = re.compile(rb"<worksheet[^<>]*>")
_START = re.compile(rb'([A-Z]{1,3})"(?: s="([0-9]+)")?(?: t="([A-Za-z]+)")?>')
_FORMULA = re.compile(rb"<f(?: [^<>]*)?(?:/>|>[^<]*</f>)$")
_OTHER = re.compile(
    rb'([A-Z]{1,3})"(?: s="[0-9]+")?'
    rb'(?:(?: t="[A-Za-z]+")? ?/>|'
    rb' t="inlineStr"><is><t(?: xml:space="preserve")?>([^<]*)</t></is></c>)'
)
_MERGED = re.compile(rb"<mergeCell\b[^<>]*?\bref\s*=\s*[\"']([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})")
_ENCODED = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-?8[\"'])", re.IGNORECASE)


def surveyed(pieces: Iterable[bytes]) -> tuple[bool, int]:
    """Whether rows may be found by their tags (names without prefix, UTF-8, no comments), and how
    many there are about."""
    plain, rows, tail = True, 0, b""
    for place, piece in enumerate(pieces):
        rows += piece.count(b"row>")
        body = tail + piece
        if place == 0:
            head, begun, body = piece.partition(b"<sheetData")
            spaces = sum(head.count(uri.encode()) for uri in (TRANSITIONAL, STRICT))
            fits = any(b'xmlns="%s"' % uri.encode() in head for uri in (TRANSITIONAL, STRICT))
            plain = bool(begun) and fits and spaces == 1 and not _ENCODED.match(head)
            plain = plain and b"<!" not in head
        plain = plain and b"<!" not in body and b"xmlns" not in body
        tail = piece[-8:]
    return plain, rows


def rows(sheet: Worksheet, pieces: Iterator[bytes]) -> Iterator[Row]:
    """Rows that hold something, one at a time. Damaged where the sheet breaks off."""
    rest = next(pieces, b"")
    root = _ROOT.search(rest)
    reader = _Reader(sheet, root.group() if root else b"")
    for piece in chain([b""], pieces):
        *whole, rest = (rest + piece).split(b"</row>")
        for written in whole:
            found = reader.row(written)
            if found[1]:
                yield found
    if b"</sheetData>" not in rest and b"<sheetData/>" not in rest:
        raise Damaged("the rows do not end")
    sheet.seen.merged += [found.decode() for found in _MERGED.findall(rest)]


class _Reader:
    """`root` is the start of the outermost element, which declares what rows may use."""

    def __init__(self, sheet: Worksheet, root: bytes) -> None:
        self._sheet, self._root = sheet, root
        self._known: dict[bytes, tuple[int, str]] = {}
        self._places = {letters.letter(n).encode(): n for n in range(sheet.most)}
        self._starts: dict[bytes, tuple[int, str, str]] = {}
        self._scaled: list[tuple[int, int]] = []

    def row(self, written: bytes) -> Row:
        """A row without its end; rows that hold no cells may stand before it."""
        start = written.rfind(b"<row")
        for blank in _BLANK_ROW.findall(written, 0, start):
            self._sheet.numbered(int(blank or self._sheet.last + 1))
        head = _ROW.match(written, start)
        line = None
        if head is not None and b"hidden" not in head[2]:
            line = self._line(head[1], written[head.end() :])
        if head is None or line is None:
            return worksheet_named.row(self._sheet, self._root, written[start:] + b"</row>")
        number = self._sheet.numbered(int(head[1]))
        for column, divisor in self._scaled:
            self._sheet.scaled(number, column, divisor)
        return number, line

    def _line(self, row: bytes, written: bytes) -> list[str] | None:
        """The texts of a row's cells; None where one is not written as most are."""
        bare = written.replace(row + b'"', b'"')
        first, *cells = bare.split(b'<c r="')
        replaced = (len(written) - len(bare)) // len(row)
        if first or replaced != len(cells) or b"&" in written or b"\r" in written:
            return None
        self._scaled.clear()
        if not cells:
            return []
        found = list(map(self._known.get, cells))
        if None in found:
            found = [known or self._learned(cell) for known, cell in zip(found, cells, strict=True)]
            if None in found:
                return None
        columns, texts = zip(*found, strict=True)
        if not all(map(lt, columns, columns[1:])):
            return None
        line = [""] * (columns[-1] + 1)
        for column, said in zip(columns, texts, strict=True):
            line[column] = said
        while line and not line[-1]:
            line.pop()
        return line

    def _learned(self, cell: bytes) -> tuple[int, str] | None:
        """Column and text of a cell, kept for the next one that is written alike; None where it is
        not written as most are."""
        start, _, value = cell.partition(b"<v>")
        start, formulas = _FORMULA.subn(b"", start) if b"<f" in start else (start, 0)
        begins = self._starts.get(start) or self._start(start)
        if begins is None:
            return self._without_value(cell)
        raw = value.removesuffix(b"</v></c>")
        if raw == value or b"<" in raw or (formulas and not raw):
            return None
        column, style, kind = begins
        said, divisor = self._sheet.shown(kind, style, raw.decode()) if raw else ("", 1)
        if divisor != 1:
            self._scaled.append((column, divisor))
            return column, said
        return self._keep(cell, column, said)

    def _start(self, written: bytes) -> tuple[int, str, str] | None:
        """Column, style and type of a cell whose value follows."""
        found = _START.fullmatch(written)
        column = self._places.get(found[1]) if found else None
        if found is None or column is None:
            return None
        begins = column, (found[2] or b"").decode(), (found[3] or b"n").decode()
        self._starts[written] = begins
        return begins

    def _without_value(self, cell: bytes) -> tuple[int, str] | None:
        """A cell that is empty, or that holds its own text."""
        found = _OTHER.fullmatch(cell)
        column = self._places.get(found[1]) if found else None
        if found is None or column is None:
            return None
        return self._keep(cell, column, text((found[2] or b"").decode()))

    def _keep(self, cell: bytes, column: int, said: str) -> tuple[int, str]:
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        self._known[cell] = column, said
        return column, said
