"""Workbooks of XML parts (.xlsx, transitional and strict), read by the names of their elements.

ECMA-376, part 1: which sheets there are (18.2), how cells look (18.8), what they hold (18.3). A
part that is not needed decides nothing: without styles a number is seen as it is held. Rows come
one at a time, so that memory follows the widest row and not the sheet.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.parsers import expat

from neweco.sources import looks, markup, shared_strings, worksheet_named, worksheet_plain
from neweco.sources.looks import Format
from neweco.sources.worksheet import Seen, Worksheet
from neweco.sources.worksheet_named import Row

PIECE = 1 << 20
"""Bytes that are unpacked at a time."""


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

    def rows(self, part: Part, seen: Seen) -> tuple[int, Iterator[Row]]:
        """How many rows a sheet has about, then numbers and texts of those that hold something;
        what else is met goes to `seen`."""
        if self._strings is None:
            self._strings = self._shared()
        sheet = Worksheet(self._strings, self._formats, self.from_1904, self._most, seen)
        plain, count = worksheet_plain.surveyed(self._pieces(part.path))
        read = worksheet_plain.rows if plain else worksheet_named.rows
        return count, read(sheet, self._pieces(part.path))

    def _pieces(self, path: str) -> Iterator[bytes]:
        with self._packed.open(path) as file:
            while piece := file.read(PIECE):
                yield piece

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
        known = path in self._packed.namelist()
        return shared_strings.read(self._pieces(path)) if known else []

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
        named = {markup.local(key): value for key, value in given.items()}
        found.append((markup.local(name), named))

    parser = markup.parser(start)
    parser.Parse(packed.read(path), True)
    return found
