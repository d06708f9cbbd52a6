"""What a file may be before anything of it is opened."""

from __future__ import annotations

import io
import zipfile

from neweco.sources.problem import Problem
from neweco.sources.source import unreadable

MOST_MB = 50
"""Size of a workbook."""

MOST_UNPACKED_MB = 400
"""Size of what is packed in it."""

MOST_RATIO = 200
"""Packed contents this many times their packed size are no table: those pack 10 to 30 times."""

RATIO_FROM_MB = 20
"""Below this much unpacked, a ratio harms nobody."""

MOST_SHEETS = 20
MOST_COLUMNS = 200
MOST_ROWS = 1_000_000
"""In all sheets together."""

MOST_CELLS = 20_000_000
"""Rows times columns of what holds something, a thousand rows or two at a time: a cell far to the
right makes all the empty ones before it. The widest table that 50 MB hold has 12 million."""

MOST_LETTERS = 100_000_000
"""Of all cells together: one long text that many cells share packs to nothing."""

MOST_LISTED = 1024 * 1024
"""Bytes of the list of what is packed; a workbook has some dozens of parts."""

MB = 1024 * 1024
TEXTS = (".csv", ".txt", ".tsv")
"""How files of separated values end."""

_END, _LISTED = b"PK\x05\x06", slice(12, 16)
"""The record at the end of what is packed, and where in it stands how long the list is."""

_MAIN = {"xl/workbook.xml": "ooxml", "xl/workbook.bin": "other", "content.xml": "other"}
"""The part that tells a workbook: .xlsx, .xlsb, .ods."""

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = {
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"%PDF": "PDF",
    b"BM": "BMP",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"<": "HTML",
}


def checked(data: bytes, name: str = "") -> tuple[str, list[Problem]]:
    """The kind of a file that may be opened, `ooxml`, `other` or `csv`, and warnings about it.

    Unreadable where it may not be opened, or is none.
    """
    if not data:
        raise unreadable("empty_file")
    if len(data) > MOST_MB * MB:
        raise unreadable("too_big", f"{len(data) / MB:.0f}", str(MOST_MB))
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise unreadable("encrypted")
        return "other", []
    if not data.startswith(_ZIP):
        start = data.removeprefix(b"\xef\xbb\xbf").lstrip()
        kinds = [kind for begin, kind in _OTHERS.items() if start.startswith(begin)]
        if not kinds and name.casefold().endswith(TEXTS):
            return "csv", []
        raise unreadable("not_a_workbook", *kinds) if kinds else unreadable("no_workbook")
    end = data.rfind(_END)
    if int.from_bytes(data[end:][_LISTED], "little") > MOST_LISTED:
        raise unreadable("broken")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise unreadable("broken") from error
    _check_size(parts, len(data))
    names = {part.filename for part in parts}
    if not names & set(_MAIN):
        raise unreadable("not_a_workbook", "ZIP")
    found = []
    if any(name.endswith("vbaProject.bin") for name in names):
        found.append(Problem("warning", "macros"))
    if any(name.startswith("xl/externalLinks/") for name in names):
        found.append(Problem("warning", "links"))
    return next(kind for part, kind in _MAIN.items() if part in names), found


def _check_size(parts: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(part.file_size for part in parts)
    bomb = unpacked > RATIO_FROM_MB * MB and unpacked > MOST_RATIO * packed
    if bomb or unpacked > MOST_UNPACKED_MB * MB:
        raise unreadable("too_big_unpacked", f"{unpacked / MB:,.0f}", str(MOST_UNPACKED_MB))
