"""Reads a workbook in a process of its own: standard input in, lines of JSON out.

What a hostile workbook can use up is this process, which may have so much memory and time and no
more; little else is loaded. Formulas give their stored results, macros and links are left alone.

Lines: {"hidden": name}; {"sheet", "total", "from_1904"}, then {"numbers", "columns"} of rows that
hold something, the texts of a column in one with `BETWEEN` between them, then {"seen": …}; at last
{"done": true}; or {"error": code}.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, timedelta
from datetime import time as clock
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from neweco.sources import letters, lines, looks, ooxml
from neweco.sources.shared_strings import text
from neweco.sources.worksheet import BETWEEN, Seen

(
    MEMORY_MB,
    SECONDS,
    MOST_SHEETS,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_CELLS,
    MOST_LETTERS,
) = map(int, sys.argv[2:9])
CHUNK = 2000

_OUT = os.fdopen(os.dup(1), "w", encoding="utf-8")
"""Its own channel: what a library prints goes nowhere."""


class Refused(Exception):
    """What stops the reading, by code."""


def say(**message: Any) -> None:
    _OUT.write(json.dumps(message, ensure_ascii=False) + "\n")
    _OUT.flush()


class Sheets:
    """Tells sheets within what all of them together may hold."""

    def __init__(self) -> None:
        self._filled = self._cells = self._letters = 0

    def tell(self, name: str, rows: Iterator[tuple[int, list[str]]], **head: Any) -> None:
        """One sheet, some thousand rows at a time."""
        say(sheet=name, **head)
        numbers: list[int] = []
        lines: list[list[str]] = []
        for number, line in rows:
            numbers.append(number)
            lines.append(line)
            self._filled += 1
            self._letters += sum(map(len, line))
            if self._filled > MOST_ROWS:
                raise Refused("too_many_rows")
            if self._letters > MOST_LETTERS:
                raise Refused("too_heavy")
            if len(lines) == CHUNK:
                self._tell_rows(numbers, lines)
                numbers, lines = [], []
        self._tell_rows(numbers, lines)

    def _tell_rows(self, numbers: list[int], lines: list[list[str]]) -> None:
        width = max(map(len, lines), default=0)
        self._cells += len(lines) * width
        if self._cells > MOST_CELLS:
            raise Refused("too_heavy")
        _tell_columns(numbers, lines, width)


def _tell_columns(numbers: list[int], lines: list[list[str]], width: int) -> None:
    padded = [line + [""] * (width - len(line)) for line in lines]
    say(numbers=numbers, columns=[_joined(column) for column in zip(*padded, strict=True)])


def _joined(texts: tuple[str, ...]) -> str:
    """A column as one text, which is told and read many times as fast as a list."""
    joined = BETWEEN.join(texts)
    if joined.count(BETWEEN) < len(texts):
        return joined
    return BETWEEN.join(text.replace(BETWEEN, "") for text in texts)


def send_ooxml(data: bytes) -> None:
    """A workbook of XML parts."""
    book = ooxml.Book(data, MOST_COLUMNS)
    shown = [part for part in book.parts if part.visible]
    if not book.parts:
        raise Refused("no_sheets")
    if len(shown) > MOST_SHEETS:
        raise Refused("too_many_sheets")
    for part in book.parts:
        if not part.visible:
            say(hidden=part.name)
    sheets = Sheets()
    for part in shown:
        seen = Seen()
        count, rows = book.rows(part, seen)
        sheets.tell(part.name, rows, total=count, from_1904=book.from_1904)
        say(seen=asdict(seen))


def send_others(data: bytes) -> None:
    """Older and other workbooks, through calamine: formats of numbers are not seen there."""
    import python_calamine as calamine

    book = calamine.load_workbook(io.BytesIO(data))
    known = [s for s in book.sheets_metadata if s.typ == calamine.SheetTypeEnum.WorkSheet]
    shown = [s.name for s in known if s.visible == calamine.SheetVisibleEnum.Visible]
    if not known:
        raise Refused("no_sheets")
    if len(shown) > MOST_SHEETS:
        raise Refused("too_many_sheets")
    for each in known:
        if each.name not in shown:
            say(hidden=each.name)
    unseen = _formats_matter(data)
    sheets = Sheets()
    for name in shown:
        sheet = book.get_sheet_by_name(name)
        areas = sheet.merged_cell_ranges or []
        seen = Seen(merged=[_area(*area) for area in areas], unseen=unseen)
        rows = _rows(sheet, seen)
        sheets.tell(name, rows, total=sheet.total_height, from_1904=None)
        say(seen=asdict(seen))


def _formats_matter(data: bytes) -> bool:
    """Whether numbers may look otherwise than they are held: in .ods where a cell is a percentage
    or a style prints letters beside its number; elsewhere that is not known."""
    if not data.startswith(b"PK"):
        return True
    packed = zipfile.ZipFile(io.BytesIO(data))
    if "content.xml" not in packed.namelist():
        return True
    styles = packed.read("content.xml")
    return (
        b'"percentage"' in styles
        or re.search("number:text>[^<]*[元万亿%]".encode(), styles) is not None
    )


def send_csv(data: bytes) -> None:
    """A file of separated values: one sheet without a name of its own."""
    seen = Seen()

    def rows() -> Iterator[tuple[int, list[str]]]:
        for number, line in enumerate(lines.read(data), 1):
            seen.more = seen.more or any(line[MOST_COLUMNS:])
            kept = [text[: looks.LONGEST] for text in line[:MOST_COLUMNS]]
            while kept and not kept[-1]:
                kept.pop()
            if kept:
                yield number, kept

    Sheets().tell("", rows(), total=data.count(b"\n"), from_1904=False)
    say(seen=asdict(seen))


def _rows(sheet: Any, seen: Seen) -> Iterator[tuple[int, list[str]]]:
    top, left = sheet.start or (0, 0)
    for number, cells in enumerate(sheet.iter_rows(), 1):
        line = [""] * left + [_shown(value) for value in cells]
        seen.more = seen.more or any(line[MOST_COLUMNS:])
        del line[MOST_COLUMNS:]
        while line and not line[-1]:
            line.pop()
        if line:
            yield number, line


def _area(start: tuple[int, int], end: tuple[int, int]) -> str:
    """A range as it is written, by row and column of its corners."""
    (top, left), (bottom, right) = start, end
    return f"{letters.letter(left)}{top + 1}:{letters.letter(right)}{bottom + 1}"


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return text(value)
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, (int, float)):
        return looks.number(value)
    return looks.moment(value) if isinstance(value, (date, clock, timedelta)) else str(value)


SEND = {"ooxml": send_ooxml, "other": send_others, "csv": send_csv}
"""How each kind of file is read."""


def _limit() -> None:
    """No more memory and time than are given, where the system can limit them."""
    try:
        import resource
    except ImportError:
        return
    for what, most in (
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_AS, MEMORY_MB << 20),
    ):
        with contextlib.suppress(ValueError, OSError):  # a lower one is set already
            resource.setrlimit(what, (most, most))


def main() -> None:
    _limit()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    try:
        SEND[sys.argv[1]](sys.stdin.buffer.read())
        say(done=True)
    except Refused as error:
        say(error=str(error))
    except MemoryError:
        say(error="too_heavy")
    except csv.Error:
        say(error="broken_csv")
    except Exception as error:
        say(error="encrypted" if type(error).__name__ == "PasswordError" else "broken")


if __name__ == "__main__":
    main()
