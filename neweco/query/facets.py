"""The filters of a view as they stand: values with their counts, conditions, and what a click does.

`views.shared.facets` counts them; every face draws them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from neweco.query.filters import Range
from neweco.query.selection import Selection


@dataclass(frozen=True)
class Amount:
    """What a value measures, as a length (None where there is none to tell) and in words."""

    value: float | None
    said: str


@dataclass(frozen=True)
class Offer:
    """One value that a facet offers: the rows it has under the other filters and in the whole
    register (None where that is hidden), whether it is chosen, and the selection that a click on
    it leads to. A place of a schematic map has its `tile`, a bin of numbers its lower end as
    `tick`. `amounts` are what is measured of the same rows and of the whole, where that is not
    how many they are."""

    code: str
    label: str
    rows: int | None
    chosen: bool
    selection: Selection
    whole: int | None = None
    tile: tuple[int, int] | None = None
    tick: str = ""
    amounts: tuple[Amount, Amount] | None = None

    @property
    def lengths(self) -> tuple[float, float]:
        """Of its part and of its whole, in the unit of what is measured."""
        part, whole = (a.value for a in self.amounts) if self.amounts else (self.rows, self.whole)
        return max(part or 0.0, 0.0), max(whole or 0.0, 0.0)


@dataclass(frozen=True)
class Facet:
    """One filter of the view, as it stands: its values with their counts, or a range to set.

    `span` is the range in force where it is a range, with the lowest and highest number it can
    have in `low` and `high`; `unit` is how a heading names their unit. `compared` tells that the
    second number of its values is that of what is pinned, and not of the whole register; `units`
    that its values are units of the register and not of a vocabulary.
    """

    param: str
    label: str
    offers: tuple[Offer, ...] = ()
    span: Range | None = None
    unit: str = ""
    low: float | None = None
    high: float | None = None
    compared: bool = False
    units: bool = False

    @cached_property
    def most(self) -> float:
        """The longest bar: rows of its most frequent value in the whole; of what is measured, the
        largest amount."""
        ends = (offer.lengths if offer.amounts else offer.lengths[1:] for offer in self.offers)
        return max((end for each in ends for end in each), default=0.0)

    @property
    def shape(self) -> Literal["list", "tiles", "bins"]:
        """How its values are drawn."""
        if self.span is not None:
            return "bins"
        return "tiles" if any(offer.tile for offer in self.offers) else "list"


@dataclass(frozen=True)
class Active:
    """One filter in force: in words, the selection without it, and the rows that this would add
    (None where their number is protected)."""

    param: str
    phrase: str
    without: Selection
    more: int | None = None


@dataclass(frozen=True)
class Apart:
    """A value that sets a selection apart: its share of the rows here and of those compared
    with (ratios), the selection that a click on it leads to, and the value as `param=code`."""

    label: str
    share: float
    other: float
    selection: Selection
    key: str


@dataclass(frozen=True)
class Dropping:
    """What would show if one filter were dropped: the filter in words, the rows it hides (None
    where their number is protected), and the selection without it."""

    param: str
    phrase: str
    rows: int | None
    without: Selection
