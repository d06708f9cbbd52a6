"""Reads a workbook in a process of its own: standard input in, lines of JSON out.

Run as a file, not as a module, so that nothing else is loaded: what a hostile workbook can use up
is this process, which may have so much memory and time and no more. Formulas give their stored
results, macros and links are left alone.

Lines: {"sheet", "total", "merged"}, then {"first", "rows"} with texts, at last {"done": true};
or {"error": code}.
"""

from __future__ import annotations

import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from datetime import time as clock
from decimal import Decimal
from typing import Any

MEMORY_MB, SECONDS, MOST_SHEETS, MOST_COLUMNS, MOST_ROWS, MOST_LETTERS = map(int, sys.argv[1:7])
CHUNK = 2000
LONGEST = 500
MOST_DIGITS = 40
"""Before or behind the point: `1e308` stays five letters instead of a text of 309."""

MERGED = re.compile(rb'<mergeCell\s+ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
UNIT = re.compile(r"[十百千]*[亿万]?元|[十百千]*[亿万]")
QUOTED = re.compile(r'"([^"]*)"|[\\!](.)|[_*].')
"""What a format prints as it stands, and what it leaves room for."""

SCALED = re.compile(r'[0#?],+(?![0#?])|[!\\]\.|"\."')
"""A format that shows a number smaller than it is (`0!.0,"万元"`): the cell itself is in 元."""

_OUT = sys.stdout


class Refused(Exception):
    """What stops the reading, by code."""


def say(**message: Any) -> None:
    _OUT.write(json.dumps(message, ensure_ascii=False) + "\n")
    _OUT.flush()


def seen(cell: Any) -> str:
    """A cell as text; only a number is asked how it looks, which takes time."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value[:LONGEST]
    return text(value, (cell.number_format or "") if isinstance(value, (int, float)) else "")


def text(value: Any, look: str) -> str:
    """A cell as text: dates as ISO, percentages and amounts as they are seen."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value[:LONGEST]
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == clock() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (int, float)):
        return number(value, look)
    return str(value)[:LONGEST]


def number(value: float, look: str) -> str:
    """A number as it is seen: 0.35 under `0%` is 35%, 5 under `0"%"` is 5%, 1.2 under
    `0.0"亿元"` is 1.2亿元."""
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not exact.is_finite() or abs(exact.adjusted()) > MOST_DIGITS:
        return str(value)[:LONGEST]
    if "%" in QUOTED.sub("", look):
        exact *= 100
    said = f"{exact:f}"
    said = said.rstrip("0").rstrip(".") if "." in said else said
    if "%" in look:
        return said + "%"
    unit = UNIT.search(look)
    if unit is None:
        return said
    return said + ("元" if SCALED.search(look) else unit.group())


def rows(sheet: Any) -> Iterator[tuple[list[str], bool]]:
    """The texts of every row, empty cells at the end left out, and whether there were more."""
    for cells in sheet.iter_rows():
        line = [seen(cell) for cell in cells[:MOST_COLUMNS]]
        while line and not line[-1]:
            line.pop()
        yield line, any(cell.value is not None for cell in cells[MOST_COLUMNS:])


def marks(packed: zipfile.ZipFile, path: str) -> tuple[list[str], bool]:
    """Merged ranges of a sheet, and whether it has formulas; looked for piece by piece."""
    merged: list[str] = []
    formulas, tail = False, b""
    with packed.open(path) as file:
        while piece := file.read(1 << 20):
            window = tail + piece
            formulas = formulas or b"<f>" in window or b"<f " in window
            merged += [ref.decode() for ref in MERGED.findall(window)]
            tail = window[-60:]  # longer than what is looked for; what is found twice counts once
    return list(dict.fromkeys(merged))[:500], formulas


def unsaved(book: Any, values: Any) -> Iterator[tuple[int, int]]:
    """Cells with a formula whose result was never stored, as (row, column)."""
    for row, (formulas, results) in enumerate(
        zip(
            book.iter_rows(max_col=MOST_COLUMNS),
            values.iter_rows(max_col=MOST_COLUMNS),
            strict=False,
        ),
        1,
    ):
        for column, (formula, result) in enumerate(zip(formulas, results, strict=False), 1):
            if formula.value is not None and formula.data_type == "f" and result.value is None:
                yield row, column


def send(data: bytes) -> None:
    sys.modules["numpy"] = None  # type: ignore[assignment]  # openpyxl does without, and it is big
    import openpyxl

    def opened(results: bool) -> Any:
        return openpyxl.load_workbook(
            io.BytesIO(data), read_only=True, data_only=results, keep_links=False
        )

    book = opened(True)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if len(sheets) > MOST_SHEETS:
        raise Refused("too_many_sheets")
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            say(hidden=sheet.title)
    packed = zipfile.ZipFile(io.BytesIO(data))
    filled = letters = 0
    for sheet in sheets:
        merged, formulas = marks(packed, sheet._worksheet_path)
        total = sheet.max_row or 0
        sheet.reset_dimensions()  # what a sheet says of its size is not believed
        say(sheet=sheet.title, total=total, merged=merged)
        chunk: list[list[str]] = []
        first, wide = 1, False
        for place, (line, more) in enumerate(rows(sheet), 1):
            chunk.append(line)
            filled += bool(line)
            letters += sum(map(len, line))
            wide = wide or more
            if filled > MOST_ROWS:
                raise Refused("too_many_rows")
            if letters > MOST_LETTERS:
                raise Refused("too_heavy")
            if len(chunk) == CHUNK:
                say(first=first, rows=chunk)
                chunk, first = [], place + 1
        say(first=first, rows=chunk)
        if wide:
            say(wide=sheet.title)
        if formulas:
            source = opened(False)[sheet.title]
            source.reset_dimensions()
            cells = list(unsaved(source, sheet))[:200]
            say(unsaved=cells)
    say(done=True)


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MB << 20, MEMORY_MB << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    data = sys.stdin.buffer.read()
    try:
        send(data)
    except Refused as error:
        say(error=str(error))
    except MemoryError:
        say(error="too_heavy")
    except Exception:
        say(error="broken")


if __name__ == "__main__":
    main()
