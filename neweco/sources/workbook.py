"""Workbooks, read by a process of their own."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from neweco.sources import letters, limits
from neweco.sources.problem import Problem
from neweco.sources.source import (
    Left,
    Progress,
    RawSheet,
    Report,
    Unreadable,
    unreadable,
    wanted,
)
from neweco.sources.worksheet import BETWEEN

WORKER = Path(__file__).with_name("worker.py")
MEMORY_MB = 1000
SECONDS = 120
"""What the process may use: memory, and time of its processor."""

LIMITED = find_spec("resource") is not None
"""Whether the system can limit a process. Windows cannot: there the clock alone ends it."""

PATIENCE = 4 if LIMITED else 1
"""So many times as long it may take on the clock: a server has other things to do as well."""

LOOK = 0.5
"""Seconds between two looks at the clock, and at whether it is still wanted."""

_LOG = logging.getLogger("neweco")

Part = tuple[list[int], list["pa.Array"]]
"""Rows of a sheet: their numbers, and their texts column by column."""


def sheets(
    data: bytes, name: str, progress: Report, is_wanted: Callable[[], bool] = wanted
) -> tuple[list[RawSheet], list[Problem]]:
    """The sheets of a workbook or of one file of separated values, hidden ones without their
    cells, with warnings. `name` is that of the file: its ending tells text from anything else.

    Unreadable where it cannot be opened, Left where it is not wanted any longer.
    """
    kind, found = limits.checked(data, name)
    progress(Progress("unpack", 0, 1))
    try:
        return _told(_messages(data, kind, is_wanted), name, progress, found)
    except (KeyError, TypeError, pa.ArrowInvalid) as error:  # no reader says such a thing
        raise unreadable("broken") from error


def _told(
    messages: Iterable[dict[str, Any]], name: str, progress: Report, found: list[Problem]
) -> tuple[list[RawSheet], list[Problem]]:
    """What the process tells, as sheets; problems are added to those found."""
    made: list[RawSheet] = []
    parts: list[Part] = []
    head: dict[str, Any] = {}
    for message in messages:
        if "error" in message:
            raise unreadable(message["error"], Path(name).name)
        if "sheet" in message:
            head, parts = message, []
        elif message.get("numbers"):
            parts.append((message["numbers"], list(map(_texts, message["columns"]))))
            done = message["numbers"][-1]
            progress(Progress("sheet", done, max(head["total"], done)))
        elif "seen" in message:
            head["sheet"] = head["sheet"] or Path(name).stem
            made.append(_sheet(head, parts, message["seen"]))
            found += _met(head["sheet"], message["seen"])
        elif "hidden" in message:
            made.append(RawSheet(message["hidden"], pd.DataFrame(), hidden=True))
    return made, found


def _sheet(head: Mapping[str, Any], parts: list[Part], seen: Mapping[str, Any]) -> RawSheet:
    rows = _frame(parts)
    scaled = {int(column): tuple(said) for column, said in seen["scaled"].items()}
    return RawSheet(
        head["sheet"],
        rows,
        tuple(seen["merged"]),
        from_1904=head["from_1904"],
        scaled=scaled,
        unseen=seen["unseen"],
    )


def _met(sheet: str, seen: Mapping[str, Any]) -> list[Problem]:
    """What a sheet holds that could not be read, or counts though it is not seen."""
    found = [
        Problem("error", "formula", sheet=sheet, row=row, column=letters.letter(column - 1))
        for row, column in seen["unsaved"]
    ]
    if seen["more"]:
        found.append(Problem("warning", "too_many_columns", sheet=sheet))
    if seen["hidden"]:
        found.append(Problem("warning", "hidden_rows", sheet=sheet, found=str(seen["hidden"])))
    return found


def _messages(data: bytes, kind: str, is_wanted: Callable[[], bool]) -> Iterator[dict[str, Any]]:
    """What the process says, line by line; it is ended when it takes too long, and when nobody
    wants it any longer."""
    given = (
        MEMORY_MB,
        SECONDS,
        limits.MOST_SHEETS,
        limits.MOST_COLUMNS,
        limits.MOST_ROWS,
        limits.MOST_CELLS,
        limits.MOST_LETTERS,
    )
    process = subprocess.Popen(
        [sys.executable, "-I", str(WORKER), kind, *map(str, given)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdin is not None and process.stdout is not None
    ended, late, left = Event(), Event(), Event()

    def watch() -> None:
        until = time.monotonic() + PATIENCE * SECONDS
        is_late = False
        while is_wanted() and not is_late:
            if ended.wait(LOOK):
                return
            is_late = time.monotonic() > until
        (late if is_late else left).set()
        process.kill()

    Thread(target=watch, daemon=True).start()
    Thread(target=_feed, args=(process.stdin, data), daemon=True).start()
    done = False
    try:
        for line in process.stdout:
            if not line.endswith(b"\n"):
                break  # it was ended in the middle of saying something
            message = _message(line)
            done = done or "done" in message or "error" in message
            yield message
        if left.is_set():
            raise Left
        if not done:
            raise _ended(process.wait(), late.is_set())
    finally:
        ended.set()
        process.kill()
        process.stdout.close()
        process.wait()


def _message(line: bytes) -> dict[str, Any]:
    """What a line says. Unreadable where it is none of the process."""
    try:
        message = json.loads(line)
    except ValueError as error:
        raise unreadable("broken") from error
    if not isinstance(message, dict):
        raise unreadable("broken")
    return message


def _ended(code: int, late: bool) -> Unreadable:
    """Why a process ended without a word: its limits end it by a signal, the clock by killing it;
    else it is not known, and said so."""
    _LOG.warning("workbooks: the process that reads them ended with %s", code)
    return unreadable("too_heavy") if late or code < 0 else unreadable("no_word", str(code))


def _feed(pipe: Any, data: bytes) -> None:
    try:
        with pipe:
            pipe.write(data)
    except OSError:
        return  # it ended before it had read all


def _texts(joined: str) -> pa.Array:
    """The texts of a column, which come as one."""
    whole = pa.array([joined], type=pa.large_string())
    return pc.list_flatten(pc.split_pattern(whole, BETWEEN))


def _frame(parts: list[Part]) -> pd.DataFrame:
    """Parts of a sheet put together; those that are narrower have empty texts."""
    width = max((len(columns) for _, columns in parts), default=0)
    if not width:
        return pd.DataFrame()
    chunks: list[list[pa.Array]] = [[] for _ in range(width)]
    for numbers, columns in parts:
        nothing = [_texts(BETWEEN * (len(numbers) - 1))] * (width - len(columns))
        for chunk, column in zip(chunks, [*columns, *nothing], strict=True):
            chunk.append(column)
    whole = pa.table([pa.chunked_array(chunk) for chunk in chunks], list(map(str, range(width))))
    frame: pd.DataFrame = whole.to_pandas().set_axis(range(width), axis=1)
    frame.index = pd.Index([n for numbers, _ in parts for n in numbers], dtype="int64")
    return frame
