"""Files of separated values as lines of cells: encoding and delimiter are found out."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator

DELIMITERS = (",", ";", "\t")
ENCODINGS = ("utf-8-sig", "gb18030")
"""Tried in this order: what spreadsheets here write."""

LOOKED_AT = 1 << 16
"""Letters at the start by which the delimiter is chosen."""


def read(data: bytes) -> Iterator[list[str]]:
    """The lines of a file. ValueError, or `csv.Error`, where it is no such file."""
    text = _decoded(data)
    delimiter = _delimiter(text[:LOOKED_AT])
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")  # what Excel calls Unicode text
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError("neither UTF-8 nor GB 18030")


def _delimiter(start: str) -> str:
    """What parts most lines into the same number of cells, and then into more of them: a list in
    one cell (`MES;ERP`) parts each line differently."""
    return max(DELIMITERS, key=lambda delimiter: _evenness(start, delimiter))


def _evenness(start: str, delimiter: str) -> tuple[float, int]:
    try:
        widths = [len(line) for line in csv.reader(start.splitlines(), delimiter=delimiter) if line]
    except csv.Error:
        return 0.0, 0
    wide = Counter(width for width in widths if width > 1)
    if not wide:
        return 0.0, 0
    width, lines = wide.most_common(1)[0]
    return lines / len(widths), width
