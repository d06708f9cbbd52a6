"""Reading a register: a folder of CSV, a workbook or a database, checked as a whole.

Every source becomes sheets of texts; one tolerant reading of cells makes them the codes of
`fields.py`; one set of rules checks them. All problems are found at once; a register is made when
none of them is an error.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pandas as pd

from neweco.analysis import tally
from neweco.model import register
from neweco.model.fields import TABLES, Table
from neweco.model.register import Register, RegisterError
from neweco.sources import database, folder, mapping, memory, rules, tables, workbook
from neweco.sources.canonical import Read
from neweco.sources.columns import Column
from neweco.sources.limits import MOST_MB
from neweco.sources.mapping import Decisions
from neweco.sources.problem import Problem
from neweco.sources.source import (
    Left,
    Progress,
    RawSheet,
    Report,
    Unreadable,
    silent,
    unreadable,
    wanted,
)

__all__ = ["MOST_MB", "Problem", "Progress", "Reading", "read", "read_bytes"]


LONGEST_NAME = 60
"""Letters of a file's name that a register goes by."""


@dataclass(frozen=True)
class Reading:
    """What came of a source: the register (None where there are errors), all problems, the rows
    read per table, the share of known cells (0 to 1) per table and field, and what each column was
    taken for."""

    register: Register | None
    problems: tuple[Problem, ...]
    rows: Mapping[str, int]
    known: Mapping[str, Mapping[str, float]]
    unreadable: bool = False
    columns: tuple[Column, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What stops."""
        return tuple(problem for problem in self.problems if problem.level == "error")


def read(
    source: str | Path, *, decided: Decisions = mapping.NONE, progress: Report = silent
) -> Reading:
    """A folder of CSV files, a workbook, one CSV file or an SQLAlchemy URL of a database, with
    what was decided about its sheets. Never raises for what a source holds; see `problems`."""
    text = str(source)
    if "://" in text:
        return _guarded(
            lambda: (database.sheets(text, progress), []), "database", decided, progress
        )
    place = Path(text)
    try:
        data = None if place.is_dir() else place.read_bytes()
    except OSError:
        return _failed(unreadable("no_source", text))
    if data is None:
        return _folder(place, decided, progress)
    return read_bytes(data, place.name, decided=decided, progress=progress)


def read_bytes(
    data: bytes,
    name: str,
    *,
    decided: Decisions = mapping.NONE,
    progress: Report = silent,
    is_wanted: Callable[[], bool] = wanted,
) -> Reading:
    """A workbook or CSV file that is in memory; nothing is written to disk. It is asked again and
    again whether it `is_wanted`; Left where it is not."""

    def report(now: Progress) -> None:
        if not is_wanted():
            raise Left
        progress(now)

    stem = Path(name).stem[:LONGEST_NAME]
    return _guarded(lambda: workbook.sheets(data, name, report, is_wanted), stem, decided, report)


def _guarded(
    open_sheets: Callable[[], tuple[list[RawSheet], list[Problem]]],
    name: str,
    decided: Decisions,
    progress: Report,
) -> Reading:
    try:
        found, warnings = open_sheets()
    except Unreadable as error:
        return _failed(error)
    return _checked(found, warnings, name, decided, progress)


def _failed(error: Unreadable) -> Reading:
    return Reading(None, (error.problem,), {}, {}, unreadable=True)


def _folder(place: Path, decided: Decisions, progress: Report) -> Reading:
    """A folder. One that is written as this project writes it is typed as it is, which is fast;
    any other, and one with faults, is read as people write."""
    made = None if decided else _as_written(place, progress)
    if made is not None and not made.errors:
        return made
    return _guarded(lambda: (folder.sheets(place, progress), []), place.name, decided, progress)


def _as_written(place: Path, progress: Report) -> Reading | None:
    """A folder in codes, with the columns of `fields.py` and no others; None where it is not."""
    if not all(
        folder.heads(place / f"{t.code}.csv") == [f.code for f in t.stored] for t in TABLES.values()
    ):
        return None
    try:
        frames, digest = register.folder_frames(place)
    except RegisterError:
        return None
    memory.give_back()  # the rules need room of their own
    numbered = {code: _numbered(frame) for code, frame in frames.items()}
    reads = {code: Read(TABLES[code], f"{code}.csv", numbered[code], {}) for code in numbered}
    progress(Progress("rules", 0, 1))
    return _made(place.name, reads, numbered, [], digest)


def _numbered(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with the row numbers a spreadsheet shows below one row of headings."""
    return frame.set_axis(pd.RangeIndex(2, len(frame) + 2), axis=0)


def _checked(
    sheets: list[RawSheet],
    warnings: list[Problem],
    name: str,
    decided: Decisions,
    progress: Report,
) -> Reading:
    progress(Progress("cells", 0, 1))
    found = tables.read(sheets, decided, progress)
    reads = {made.table.code: made for made in found.tables}
    frames: dict[str, pd.DataFrame] = {}
    for number, (code, each) in enumerate(reads.items()):
        progress(Progress("rules", number, len(reads) + 1))
        frames[code] = register.typed(_completed(each), each.table)
    progress(Progress("rules", len(reads), len(reads) + 1))
    made = _made(name, reads, frames, [*warnings, *found.problems], progress=progress)
    return replace(made, columns=found.columns)


def _completed(made: Read) -> pd.DataFrame:
    """Texts of all required columns: a missing one is empty here and reported elsewhere."""
    missing = [f.code for f in made.table.stored if f.code not in made.texts]
    return made.texts.assign(**dict.fromkeys(missing, "")).astype("str")


def _made(
    name: str,
    reads: Mapping[str, Read],
    frames: Mapping[str, pd.DataFrame],
    problems: list[Problem],
    digest: str = "",
    progress: Report = silent,
) -> Reading:
    found = [*problems, *rules.check(reads, frames)]
    progress(Progress("rules", 1, 1))
    order = {"error": 0, "warning": 1}
    place = {code: number for number, code in enumerate(TABLES)}
    found.sort(key=lambda p: (order[p.level], place.get(p.table, -1), p.row or 0))
    rows = {code: len(frame) for code, frame in frames.items()}
    known = {code: _known(frames[code], TABLES[code]) for code in frames}
    if any(problem.level == "error" for problem in found):
        return Reading(None, tuple(found), rows, known)
    whole = {
        code: frames[code].reset_index(drop=True) if code in frames else _without(code)
        for code in TABLES
    }
    made = Register(
        "register",
        name,
        digest or _fingerprint(whole),
        register.completed(whole),
        frozenset(frames),
    )
    return Reading(made, tuple(found), rows, known)


@cache
def _without(code: str) -> pd.DataFrame:
    """The empty frame of a table that is not given."""
    table = TABLES[code]
    return register.typed(
        pd.DataFrame({f.code: pd.Series(dtype="str") for f in table.stored}), table
    )


def _known(frame: pd.DataFrame, table: Table) -> dict[str, float]:
    rows = max(len(frame), 1)
    return {f.code: tally.known(frame[f.code]) / rows for f in table.stored if f.code in frame}


def _fingerprint(frames: Mapping[str, pd.DataFrame]) -> str:
    digest = hashlib.sha256()
    for code in sorted(frames):
        hashed = pd.util.hash_pandas_object(frames[code], index=False)
        digest.update(code.encode() + hashed.to_numpy().tobytes())
    return digest.hexdigest()[:16]
