"""Bins of numbers: where a histogram is cut, and how many numbers lie in each bin.

Edges follow the whole register, so that they stay while filters change. Both ends of a bin belong
to it, as both ends of a range filter do: beside a bin stands what a click on it shows.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

Ends = tuple[float | None, float | None]
"""Lower and upper end of a bin; None is open."""

_MOST = 10
"""Bins of a histogram, the two open ones included."""

_DECADES = 50.0
"""Positive numbers that differ by more than this factor are cut by decades (1, 3, 10, 30 …)."""

_FINEST = 1e-6
"""Numbers that differ by less are taken as one."""


def bins(values: np.ndarray) -> list[Ends]:
    """At most ten bins over known numbers, the first and the last open; none without numbers.

    >>> bins(np.array([1.0, 2.0, 30.0, 400.0]))
    [(None, 3.0), (3.0, 10.0), (10.0, 30.0), (30.0, 100.0), (100.0, 300.0), (300.0, None)]
    """
    known = values[~np.isnan(values)]
    if not len(known):
        return []
    low, high = (float(end) for end in np.quantile(known, (0.02, 0.98)))
    edges = _decades(low, high) if low > 0 and high / low > _DECADES else _even(low, high)
    ends = [None, *edges, None]
    return list(zip(ends[:-1], ends[1:], strict=True))


def _decades(low: float, high: float) -> list[float]:
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    steps = [step * 10.0**power for power in range(first, last + 1) for step in (1, 3)]
    return [step for step in steps if low < step < high][: _MOST - 1] or [steps[0]]


def _even(low: float, high: float) -> list[float]:
    """Edges at multiples of 1, 2 or 5 times a power of ten."""
    spread = max(high - low, max(abs(low), abs(high)) / 100)
    rough = (spread if spread > _FINEST else 1.0) / (_MOST - 2)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(each * power for each in (1, 2, 5, 10) if each * power >= rough)
    first = math.floor(low / step) + 1
    found = [round(n * step, 10) for n in range(first, first + _MOST - 1) if n * step < high]
    return found or [round(first * step, 10)]


def counts(values: np.ndarray, of: Sequence[Ends]) -> list[int]:
    """How many known numbers lie in each bin, ends included."""
    known = np.sort(values[~np.isnan(values)])
    return [
        int(
            (len(known) if high is None else np.searchsorted(known, high, "right"))
            - (0 if low is None else np.searchsorted(known, low, "left"))
        )
        for low, high in of
    ]


def within(values: np.ndarray, ends: Ends) -> np.ndarray:
    """Which known numbers lie in one bin, ends included."""
    low, high = ends
    above = ~np.isnan(values) if low is None else values >= low
    found: np.ndarray = above if high is None else above & (values <= high)
    return found
