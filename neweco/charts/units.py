"""A figure as marks, one a unit: what was said, what its words leave open, and the rest.

They follow from the bounds of a figure: every count that its words allow lies between the marks
that are solid and those that are solid or hatched.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from neweco.published.quantity import Quantity

BETWEEN = 2
"""Marks that would fit between two fields that stand beside each other."""

TAIL = 9
"""Marks of an open end: 余 stops short of the next ten."""


@dataclass(frozen=True)
class Marks:
    """`said` are certain, `left_open` may or may not be so, `rest` are not so or not spoken of;
    `part` is the certain part of one more mark where a figure is no whole number (34.2 of 100),
    `has_tail` tells that there is no upper end. Those `doubled` are as certain as those said."""

    said: int
    left_open: int = 0
    rest: int = 0
    has_tail: bool = False
    part: float = 0.0
    doubled: int = 0

    @property
    def drawn(self) -> int:
        """How many marks that are."""
        certain = self.doubled + self.said + (self.part > 0)
        return certain + self.left_open + self.rest + TAIL * self.has_tail


def of_share(share: Quantity, whole: int) -> Marks:
    """A share of a known number of units. ValueError where no count has that share.

    >>> found = of_share(Quantity.parse("九成以上"), 15)
    >>> found.said, found.left_open, found.rest
    (14, 1, 0)
    """
    allowed = [n for n in range(whole + 1) if share.contains(round(n / whole, 9))]
    if not allowed:
        raise ValueError(f"no count of {whole} is {share.token}")
    return _marks(allowed[0], allowed[-1], whole)


def of_count(count: Quantity, whole: int | None = None, per: float = 1) -> Marks:
    """A number of units, of a whole where that is known; without an upper end it has a tail. One
    mark stands for `per` of them where there is no whole. ValueError where no part of the whole is
    that many.

    >>> found = of_count(Quantity.parse("630余家"))
    >>> found.said, found.has_tail
    (630, True)
    """
    if whole is not None:
        allowed = [n for n in range(whole + 1) if count.contains(n)]
        if not allowed:
            raise ValueError(f"no part of {whole} is {count.token}")
        return _marks(allowed[0], allowed[-1], whole)
    least = math.ceil((count.low or 0) / per)
    if count.high is None:
        return Marks(least, has_tail=True)
    most = math.floor(count.high / per)
    return _marks(least, most, most)


def of_hundred(share: Quantity) -> Marks:
    """An exact share as parts of a hundred, the last mark in part: 34.2 % are 34 and a fifth.
    ValueError for a share that its words leave open."""
    if not share.is_point:
        raise ValueError(f"{share.token} is not exact")
    hundredths = round(share.central * 100, 6)
    whole = int(hundredths)
    part = round(hundredths - whole, 6)
    return Marks(whole, rest=100 - whole - (part > 0), part=part)


def states(row: Mapping[str, Any]) -> list[str]:
    """What each mark of a row of `forms.Units` is, in the order in which they are drawn."""
    found = ["doubled"] * int(row["doubled"]) + ["said"] * int(row["said"])
    found += ["part"] * (row["part"] > 0)
    found += ["left_open"] * int(row["left_open"]) + ["rest"] * int(row["rest"])
    return found + ["tail"] * (TAIL if row["has_tail"] else 0)


def _marks(least: int, most: int, whole: int) -> Marks:
    return Marks(least, most - least, whole - most)


MOST_DEEP = 40
LABEL = 0.115
"""Share of a hall's picture that the words over a field need at least."""


@dataclass(frozen=True)
class Fields:
    """Fields of marks of one pitch side by side: how many marks stand beneath each other, the
    columns of each field, and the pitch as a share of the width there is."""

    deep: int
    across: tuple[int, ...]
    pitch: float


def fields(numbers: Sequence[int], wide: float) -> Fields:
    """The largest marks with which fields of these numbers fill a box `wide` times as wide as it
    is high.

    >>> found = fields([23, 220], 4)
    >>> found.deep, found.across
    (8, (3, 28))
    """
    made = (_fields(numbers, deep, wide) for deep in range(1, min(max(numbers), MOST_DEEP) + 1))
    return max(made, key=lambda each: each.pitch)


def _fields(numbers: Sequence[int], deep: int, wide: float) -> Fields:
    across = tuple(math.ceil(number / deep) for number in numbers)
    between, free, spread = BETWEEN * (len(numbers) - 1), 1.0, sum(across)
    for columns in sorted(across):  # a field narrower than its words leaves less to the others
        pitch = free / (spread + between)
        if columns * pitch >= LABEL or spread == columns:
            break
        free, spread = free - LABEL, spread - columns
    return Fields(deep, across, min(max(pitch, 0.001), 1 / deep / wide))
