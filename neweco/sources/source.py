"""What every source becomes first: sheets of texts, numbered as a spreadsheet numbers rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from neweco.sources.problem import Problem


@dataclass(frozen=True)
class Progress:
    """How far a reading is: `stage` is a key of the catalogue `reading.stage`."""

    stage: str
    done: int
    total: int


Report = Callable[[Progress], None]


def silent(_: Progress) -> None:
    """Tells nobody how far a reading is."""


def wanted() -> bool:
    """What is read is always waited for."""
    return True


class Left(Exception):
    """Nobody waits any longer for what is read."""


@dataclass(frozen=True)
class RawSheet:
    """One sheet, file or database table: texts in unnamed columns, row numbers as index.

    Rows that hold nothing may be left out. `merged` are merged ranges like `A1:C1`; what is
    `hidden` was not read. `from_1904`: day numbers count from 1904; None where that is not
    known. `scaled` are columns in which numbers are shown divided: place to first row, divisor and
    rows. `unseen`: how numbers look (percent signs, units) is not known.
    """

    name: str
    cells: pd.DataFrame
    merged: tuple[str, ...] = ()
    hidden: bool = False
    from_1904: bool | None = False
    scaled: Mapping[int, tuple[int, int, int]] = field(default_factory=dict)
    unseen: bool = False

    @cached_property
    def filled(self) -> pd.DataFrame:
        """The rows that hold something."""
        return self.cells.loc[np.asarray((self.cells != "").to_numpy().any(axis=1))]


class Unreadable(Exception):
    """A source of which nothing can be read; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def unreadable(code: str, found: str = "", allowed: str = "") -> Unreadable:
    """The error with its problem."""
    return Unreadable(Problem("error", code, found=found, allowed=allowed))
