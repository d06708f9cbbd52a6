"""Excel workbooks, read by a process of their own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread, Timer
from typing import Any

import pandas as pd

from neweco.sources import limits
from neweco.sources.problem import Problem
from neweco.sources.source import Progress, RawSheet, Report, unreadable

WORKER = Path(__file__).with_name("worker.py")
MEMORY_MB = 1000
SECONDS = 120
"""What the process may use: memory, and time of its processor."""

PATIENCE = 4
"""So many times as long it may take on the clock: a server has other things to do as well."""


def sheets(data: bytes, progress: Report) -> tuple[list[RawSheet], list[Problem]]:
    """The sheets of a workbook, hidden ones without their cells, with warnings.

    Unreadable where it cannot be opened.
    """
    found = limits.checked(data)
    progress(Progress("unpack", 0, 1))
    made: list[RawSheet] = []
    parts: list[pd.DataFrame] = []
    said: dict[str, Any] = {}

    def finish() -> None:
        if said:
            rows = pd.concat(parts).fillna("") if parts else pd.DataFrame()
            made.append(RawSheet(said["sheet"], rows, tuple(said["merged"])))

    for message in _messages(data):
        if "error" in message:
            raise unreadable(message["error"])
        if "sheet" in message:
            finish()
            said, parts = message, []
        elif "rows" in message:
            part = _frame(message["rows"], message["first"])
            parts.append(part)
            done = message["first"] + len(message["rows"])
            progress(Progress("sheet", done, max(said["total"], done)))
        elif "unsaved" in message:
            found += [
                Problem("error", "formula", sheet=said["sheet"], row=row, column=_letter(column))
                for row, column in message["unsaved"]
            ]
        elif "wide" in message:
            found.append(Problem("warning", "too_many_columns", sheet=message["wide"]))
        elif "hidden" in message:
            made.append(RawSheet(message["hidden"], pd.DataFrame(), hidden=True))
    finish()
    return made, found


def _letter(column: int) -> str:
    """A, B … Z, AA: what a spreadsheet calls a column."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _messages(data: bytes) -> Iterator[dict[str, Any]]:
    """What the process says, line by line; it is ended when it takes too long."""
    shape = (limits.MOST_SHEETS, limits.MOST_COLUMNS, limits.MOST_ROWS, limits.MOST_LETTERS)
    given = (MEMORY_MB, SECONDS, *shape)
    process = subprocess.Popen(
        [sys.executable, "-I", str(WORKER), *map(str, given)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdin is not None and process.stdout is not None
    timer = Timer(PATIENCE * SECONDS, process.kill)
    timer.start()
    Thread(target=_feed, args=(process.stdin, data), daemon=True).start()
    done = False
    try:
        for line in process.stdout:
            if not line.endswith(b"\n"):
                break  # it was ended in the middle of saying something
            message = json.loads(line)
            done = done or "done" in message or "error" in message
            yield message
        if not done:
            raise unreadable("too_heavy")
    finally:
        timer.cancel()
        process.kill()
        process.stdout.close()
        process.wait()


def _feed(pipe: Any, data: bytes) -> None:
    try:
        with pipe:
            pipe.write(data)
    except OSError:
        return  # it ended before it had read all


def _frame(rows: list[list[str]], first: int) -> pd.DataFrame:
    width = max((len(row) for row in rows), default=0)
    padded = [row + [""] * (width - len(row)) for row in rows]
    columns = {
        i: pd.Series(column, dtype="str") for i, column in enumerate(zip(*padded, strict=True))
    }
    frame = pd.DataFrame(columns, index=range(len(rows)))
    frame.index = pd.RangeIndex(first, first + len(rows))
    return frame
