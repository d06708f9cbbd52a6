"""Excel workbooks (.xlsx, transitional and strict) read by the names of their elements.

ECMA-376, part 1: which sheets there are (18.2), how cells look (18.8), what they hold (18.3), texts
that cells share (18.4). A part that is not needed decides nothing: without styles a number is seen
as it is held. Rows come one at a time, so that memory follows the widest row and not the sheet.

A row that is written as nearly all writers write them is taken apart by one pattern, which is six
times as fast as asking for each name; any other row is read by names.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice, product
from typing import Any
from xml.parsers import expat

from neweco.sources import looks
from neweco.sources.looks import LONGEST, Format

TRANSITIONAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
PIECE = 1 << 20
LAST_ROW = 1_048_576
"""Of any sheet."""

MOST_UNSAVED = 200
"""Formulas without result named per sheet."""

MOST_KNOWN = 200_000
"""Cells whose look and value are kept with what they show."""

_TEXTS = ("s", "str", "inlineStr")
"""Types of a cell whose value is a text, so that an empty one is a result."""

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ROWS = re.compile(rb"<row(?: [^<>]*)?/>|<row(?: [^<>]*)?>.*?</row>", re.DOTALL)
_ROW = re.compile(rb'<row r="([0-9]{1,7})"([^<>]*)>')
_CELL = re.compile(
    rb'<c r="([A-Z]+)[0-9]+"(?: s="([0-9]*)")?(?: t="([A-Za-z]*)")?>'
    rb"(?:<v>([^<]*)</v>|<is><t>([^<]*)</t></is>)</c>"
)
_EMPTY = re.compile(rb'<c r="[A-Z]{1,3}[0-9]+"(?: s="[0-9]*")?/>')
_MERGED = re.compile(rb"<mergeCell\b[^<>]*?\bref\s*=\s*[\"']([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})")
_ENCODED = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-?8[\"'])", re.IGNORECASE)


class Damaged(Exception):
    """What no spreadsheet writes: the workbook is not believed."""


@dataclass
class Seen:
    """What was met on the way through a sheet, beside its texts: merged ranges (`A1:C1`), formulas
    without result as (row, column), columns whose format shows another number than they hold with
    (first row, divisor, rows), rows that are hidden, and whether a number had a look that is not
    known."""

    merged: list[str] = field(default_factory=list)
    unsaved: list[tuple[int, int]] = field(default_factory=list)
    scaled: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    hidden: int = 0
    unseen: bool = False
    more: bool = False


@dataclass(frozen=True)
class Part:
    """A sheet: its name, where it is packed, and whether it is shown."""

    name: str
    path: str
    visible: bool


class Book:
    """An opened workbook. Damaged, or an error of `zipfile` or `expat`, where it is none."""

    def __init__(self, data: bytes, most_columns: int) -> None:
        self._packed = zipfile.ZipFile(io.BytesIO(data))
        self._most = most_columns
        place = _main(self._packed)
        self._related = _relations(self._packed, place)
        self.from_1904, self.parts = self._sheets(place)
        self._formats = self._looks()
        self._strings: list[str] | None = None

    def rows(self, part: Part, seen: Seen) -> Iterator[tuple[int, list[str]]]:
        """Numbers and texts of the rows that hold something; what else is met goes to `seen`."""
        if self._strings is None:
            self._strings = self._shared()
        reader = _Rows(self._strings, self._formats, self.from_1904, self._most, seen)
        if self._is_plain(part):
            return reader.plain(self._pieces(part.path))
        return reader.named(self._pieces(part.path))

    def length(self, part: Part) -> int:
        """How many rows a sheet is written in, about: for showing how far one is."""
        return sum(piece.count(b"row>") for piece in self._pieces(part.path))

    def _pieces(self, path: str) -> Iterator[bytes]:
        with self._packed.open(path) as file:
            while piece := file.read(PIECE):
                yield piece

    def _is_plain(self, part: Part) -> bool:
        """Whether rows may be found by their tags: names without prefix, UTF-8, no comments."""
        tail = b""
        for place, piece in enumerate(self._pieces(part.path)):
            if place == 0:
                head, begun, _ = piece.partition(b"<sheetData")
                spaces = sum(head.count(uri.encode()) for uri in (TRANSITIONAL, STRICT))
                fits = any(b'xmlns="%s"' % uri.encode() in head for uri in (TRANSITIONAL, STRICT))
                if not (begun and fits and spaces == 1) or _ENCODED.match(head):
                    return False
            if b"<!" in tail + piece or b"xmlns" in (tail + piece if place else piece[len(head) :]):
                return False
            tail = piece[-8:]
        return True

    def _sheets(self, place: str) -> tuple[bool, list[Part]]:
        found: list[Part] = []
        from_1904 = False
        for name, given in _elements(self._packed, place):
            if name == "workbookPr":
                from_1904 = given.get("date1904", "") in ("1", "true", "on")
            elif name == "sheet":
                kind, path = self._related.get(given.get("id", ""), ("", ""))
                if kind == "worksheet":
                    shown = given.get("state", "visible") == "visible"
                    found.append(Part(given.get("name", ""), path, shown))
        return from_1904, found

    def _looks(self) -> list[Format]:
        """The look of each style by its number; nothing where the styles cannot be read."""
        path = self._path("styles")
        codes: dict[int, str] = {}
        made: list[Format] = []
        inside = False
        try:
            for name, given in _elements(self._packed, path):
                if name == "numFmt" and not inside:
                    codes[int(given["numFmtId"])] = given.get("formatCode", "")
                elif name in ("cellXfs", "cellStyles", "dxfs", "extLst"):
                    inside = name == "cellXfs"
                elif name == "xf" and inside:
                    number = int(given.get("numFmtId", 0))
                    made.append(looks.known(number, codes.get(number)))
        except (KeyError, ValueError, expat.ExpatError, zipfile.BadZipFile):
            return []
        return made

    def _shared(self) -> list[str]:
        path = self._path("sharedStrings")
        if path not in self._packed.namelist():
            return []
        made: list[str] = []
        texts = _Texts(made)
        parser = _parser(texts.start, texts.end, texts.letters)
        for piece in self._pieces(path):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
        return made

    def _path(self, kind: str) -> str:
        return next((path for known, path in self._related.values() if known == kind), "")


def _main(packed: zipfile.ZipFile) -> str:
    """The part that lists the sheets."""
    for kind, path in _relations(packed, "").values():
        if kind == "officeDocument" and path in packed.namelist():
            return path
    return "xl/workbook.xml"


def _relations(packed: zipfile.ZipFile, of: str) -> dict[str, tuple[str, str]]:
    """What a part refers to: id to kind and path within the file."""
    folder, name = posixpath.split(of)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if path not in packed.namelist():
        return {}
    return {
        given.get("Id", ""): (
            posixpath.basename(given.get("Type", "")),
            posixpath.normpath(posixpath.join("/", folder, given.get("Target", ""))).lstrip("/"),
        )
        for tag, given in _elements(packed, path)
        if tag == "Relationship"
    }


def _elements(packed: zipfile.ZipFile, path: str) -> list[tuple[str, Mapping[str, str]]]:
    """All elements of a small part in order, as local name and attributes by local name."""
    found: list[tuple[str, Mapping[str, str]]] = []

    def start(name: str, given: Mapping[str, str]) -> None:
        found.append((local(name), {local(key): value for key, value in given.items()}))

    parser = _parser(start, None, None)
    parser.Parse(packed.read(path), True)
    return found


def _parser(start: Any, end: Any, letters: Any) -> Any:
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = letters
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def _refuse(*_: object) -> None:
    raise Damaged("a document type")


def local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition("}")[2]


def text(raw: str) -> str:
    """A text as it is meant: `_x000D_` is a carriage return."""
    if "_x" in raw:
        raw = _ESCAPED.sub(_meant, raw)
    return raw[:LONGEST]


def _meant(escaped: re.Match[str]) -> str:
    """The letter that an escape stands for; none where it is half a letter."""
    code = int(escaped[1], 16)
    return "" if code == 0 or 0xD800 <= code <= 0xDFFF else chr(code)


class _Texts:
    """The texts of `sharedStrings`: runs put together, phonetic ones left out."""

    def __init__(self, made: list[str]) -> None:
        self._made, self._parts = made, [""]
        self._reads, self._phonetic = False, False

    def start(self, name: str, _: object) -> None:
        tag = local(name)
        if tag == "si":
            self._parts = []
        elif tag == "rPh":
            self._phonetic = True
        elif tag == "t":
            self._reads = not self._phonetic

    def end(self, name: str) -> None:
        tag = local(name)
        if tag == "si":
            self._made.append(text("".join(self._parts)))
        elif tag == "rPh":
            self._phonetic = False
        elif tag == "t":
            self._reads = False

    def letters(self, said: str) -> None:
        if self._reads:
            self._parts.append(said)


class _Rows:
    """Takes the rows of one sheet apart."""

    def __init__(
        self, strings: list[str], formats: list[Format], from_1904: bool, most: int, seen: Seen
    ) -> None:
        self._strings, self._formats, self._from_1904 = strings, formats, from_1904
        self._most, self.seen = most, seen
        self._known: dict[tuple[bytes, bytes, bytes], str] = {}
        self._columns = {name.encode(): place for place, name in enumerate(letters(most))}
        self._last = 0

    def plain(self, pieces: Iterator[bytes]) -> Iterator[tuple[int, list[str]]]:
        """Rows of a sheet that is written plainly."""
        rest = b""
        for piece in pieces:
            rest += piece
            done = 0
            for found in _ROWS.finditer(rest):
                done = found.end()
                number, line = self._plain_row(found.group())
                if line:
                    yield number, line
            rest = rest[done:]
        if b"</sheetData>" not in rest and b"<sheetData/>" not in rest:
            raise Damaged("the rows do not end")
        self.seen.merged += [found.decode() for found in _MERGED.findall(rest)]

    def _plain_row(self, row: bytes) -> tuple[int, list[str]]:
        head = _ROW.match(row)
        if head is None or b"hidden" in head[2] or b"&" in row:
            return self._by_names(row)
        cells = _CELL.findall(row)
        closed = row.count(b"/>")
        tags = 2 + closed + 4 * len(cells) + 2 * row.count(b"<is>")
        if row.count(b"<") != tags or (closed and len(_EMPTY.findall(row)) != closed):
            return self._by_names(row)
        return self._numbered(int(head[1])), self._line(int(head[1]), cells)

    def _line(self, row: int, cells: list[tuple[bytes, bytes, bytes, bytes, bytes]]) -> list[str]:
        """The texts of a row: column, style, type, value and inline text of each cell."""
        line: list[str] = []
        columns, strings, known = self._columns, self._strings, self._known
        for letters, style, kind, raw, inline in cells:
            if kind == b"s" and raw.isdigit() and int(raw) < len(strings):
                said = strings[int(raw)]
            elif inline:
                said = text(inline.decode())
            elif (style, kind, raw) in known:
                said = known[style, kind, raw]
            else:
                said = self._learned(style, kind, raw, row, columns.get(letters, self._most))
            place = columns.get(letters, self._most)
            if place == len(line) < self._most:
                line.append(said)
            elif said:
                self._put(line, place, said)
        while line and not line[-1]:
            line.pop()
        return line

    def _learned(self, style: bytes, kind: bytes, raw: bytes, row: int, column: int) -> str:
        """What a cell shows, kept for the next one that is written alike."""
        said, same = self._said(kind.decode() or "n", style.decode(), raw.decode(), row, column)
        if same:
            if len(self._known) > MOST_KNOWN:
                self._known.clear()
            self._known[style, kind, raw] = said
        return said

    def _by_names(self, row: bytes) -> tuple[int, list[str]]:
        """One row of a plain sheet that is not written as most are."""
        whole = b'<worksheet xmlns="%s">%s</worksheet>' % (TRANSITIONAL.encode(), row)
        (found,) = self.named(iter([whole]), blank=True)
        return found

    def named(
        self, pieces: Iterator[bytes], blank: bool = False
    ) -> Iterator[tuple[int, list[str]]]:
        """Rows of any sheet; `blank` ones too."""
        reader = _Named(self)
        parser = _parser(reader.start, reader.end, reader.letters)
        for piece in pieces:
            parser.Parse(piece, False)
            yield from (row for row in reader.rows if row[1] or blank)
            reader.rows.clear()
        parser.Parse(b"", True)
        yield from (row for row in reader.rows if row[1] or blank)

    def _numbered(self, number: int) -> int:
        """A row's number, which rises and stays within a sheet."""
        if not self._last < number <= LAST_ROW:
            raise Damaged(f"row {number}")
        self._last = number
        return number

    def _put(self, line: list[str], column: int, said: str) -> None:
        if column >= self._most:
            self.seen.more = True
            return
        if column < len(line):
            raise Damaged("cells out of order")
        line += [""] * (column - len(line))
        line.append(said)

    def _said(self, kind: str, style: str, raw: str, row: int, column: int) -> tuple[str, bool]:
        """What a cell shows, and whether any cell with this look and value says the same."""
        if kind == "n":
            return self._number(style, raw, row, column)
        if kind == "s":
            place = int(raw) if raw.isdigit() else -1
            if not 0 <= place < len(self._strings):
                raise Damaged("a text that is not there")
            return self._strings[place], True
        if kind == "b":
            return ("1" if raw in ("1", "true") else "0" if raw else ""), True
        if kind == "d":
            said = raw.replace("T", " ").removesuffix("Z")
            return said.removesuffix(" 00:00:00"), True
        return text(raw), True

    def _number(self, style: str, raw: str, row: int, column: int) -> tuple[str, bool]:
        raw = raw.strip()
        if not raw:
            return "", True
        try:
            value = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 16 else float(raw)
        except ValueError as error:
            raise Damaged("a number that is none") from error
        place = int(style) if style.isdigit() else 0
        if place >= len(self._formats):
            self.seen.unseen = self.seen.unseen or place > 0
            return looks.number(value), place == 0 or self.seen.unseen
        shown = self._formats[place]
        look = shown.look(value)
        if look.dated:
            return looks.day(value, self._from_1904), True
        if look.scale != 1 and not look.behind:
            first, divisor, rows = self.seen.scaled.get(column, (row, look.scale, 0))
            self.seen.scaled[column] = (first, divisor, rows + 1)
            return looks.number(value, look), False
        return looks.number(value, look), True


class _Named:
    """Reads rows by the names of their elements, of both namespaces."""

    def __init__(self, rows: _Rows) -> None:
        self._of = rows
        self.rows: list[tuple[int, list[str]]] = []
        self._line: list[str] = []
        self._number = self._column = 0
        self._cell: dict[str, str] | None = None
        self._formula = self._reads = self._phonetic = False
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
            if said and not re.fullmatch(r"[0-9]{1,7}", said):
                raise Damaged("a row without number")
            self._number = self._of._numbered(int(said) if said else self._of._last + 1)
            self._line, self._column = [], -1
            self._hidden = given.get("hidden", "") in ("1", "true", "on")
        elif tag == "mergeCell" and ":" in given.get("ref", ""):
            self._of.seen.merged.append(given["ref"].replace("$", ""))

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
            self._of.seen.hidden += bool(self._hidden and self._line)
            self.rows.append((self._number, self._line))

    def letters(self, said: str) -> None:
        if self._reads:
            self._parts.append(said)

    def _place(self, reference: str) -> int:
        found = re.match(r"\$?([A-Z]{1,3})\$?[0-9]", reference)
        if not reference:
            return self._column + 1
        if found is None:
            raise Damaged("a cell without place")
        return self._of._columns.get(found[1].encode(), self._of._most)

    def _finish(self, cell: dict[str, str]) -> None:
        raw, kind = "".join(self._parts), cell.get("t", "n")
        if self._formula and not raw.strip() and kind not in _TEXTS:
            if len(self._of.seen.unsaved) < MOST_UNSAVED:
                self._of.seen.unsaved.append((self._number, self._column + 1))
            return
        if kind == "s" and not raw:
            return
        said, _ = self._of._said(kind, cell.get("s", ""), raw, self._number, self._column)
        if said:
            self._of._put(self._line, self._column, said)


def letters(count: int) -> Iterator[str]:
    """The first columns as a spreadsheet calls them: A, B … Z, AA … ZZZ."""
    sizes = (product("ABCDEFGHIJKLMNOPQRSTUVWXYZ", repeat=size) for size in (1, 2, 3))
    return islice(map("".join, chain.from_iterable(sizes)), count)
