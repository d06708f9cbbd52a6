"""What every source becomes first: sheets of texts, numbered as a spreadsheet numbers rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from neweco.sources.problem import Problem


@dataclass(frozen=True)
class Progress:
    """How far a reading is: `stage` is a key of the catalogue `reading.stage`."""

    stage: str
    done: int
    total: int


Report = Callable[[Progress], None]


@dataclass(frozen=True)
class RawSheet:
    """One sheet, file or database table: texts in unnamed columns, row numbers as index.

    `merged` are merged ranges like `A1:C1`; what is `hidden` was not read.
    """

    name: str
    cells: pd.DataFrame
    merged: tuple[str, ...] = ()
    hidden: bool = False


class Unreadable(Exception):
    """A source of which nothing can be read; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def unreadable(code: str, found: str = "", allowed: str = "") -> Unreadable:
    """The error with its problem."""
    return Unreadable(Problem("error", code, found=found, allowed=allowed))
