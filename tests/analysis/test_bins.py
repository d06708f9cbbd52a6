"""Where a histogram is cut, and what lies in each of its bins."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neweco.analysis import bins
from neweco.analysis.bins import Ends
from neweco.query import matching

NAN = math.nan
OPEN = None


def _ends(*edges: float) -> list[Ends]:
    return list(zip((OPEN, *edges), (*edges, OPEN), strict=True))


@pytest.mark.parametrize(
    ("values", "edges"),
    [
        # From 2 to 98, what most lie between: an eighth of that is 12, and the next round step 20.
        (range(101), (20, 40, 60, 80)),
        (range(-50, 51), (-40, -20, 0, 20, 40)),
        # From 1.16 to 8.84 in steps of 1.
        ([n / 10 for n in range(10, 91)], (2, 3, 4, 5, 6, 7, 8)),
        # Far apart, in decades.
        ([1, 10, 100, 1000, 10000], (3, 10, 30, 100, 300, 1000, 3000)),
        ([1.0, 2.0, 30.0, 400.0], (3, 10, 30, 100, 300)),
        ([7], (7.01,)),
        ([0, 0, 0], (0.2,)),
        ([5, NAN, 5], (5.01,)),
    ],
)
def test_edges_by_hand(values: list[float], edges: tuple[float, ...]) -> None:
    assert bins.bins(np.array(list(values), dtype=float)) == _ends(*edges)


@pytest.mark.parametrize("values", [[], [NAN], [NAN, NAN]])
def test_without_numbers_there_are_no_bins(values: list[float]) -> None:
    found = bins.bins(np.array(values, dtype=float))
    assert (found, bins.counts(np.array(values, dtype=float), found)) == ([], [])


def test_counts_by_hand_hold_both_ends_and_no_unknown() -> None:
    values = np.array([1, 10, 10, 15, 20, 99, NAN])
    assert bins.counts(values, _ends(10, 20)) == [3, 4, 2]
    assert bins.counts(np.array([NAN]), _ends(10, 20)) == [0, 0, 0]


_NUMBERS = st.floats(-1e12, 1e12) | st.integers(-100, 100).map(float) | st.just(NAN)
_COLUMNS = st.lists(_NUMBERS, max_size=60)


@given(_COLUMNS)
def test_at_most_ten_bins_in_order_from_end_to_end(values: list[float]) -> None:
    found = bins.bins(np.array(values, dtype=float))
    assert len(found) <= 10
    if not found:
        assert all(map(math.isnan, values))
        return
    lows, highs = zip(*found, strict=True)
    assert lows[0] is OPEN and highs[-1] is OPEN
    assert lows[1:] == highs[:-1]
    edges = [edge for edge in lows if edge is not OPEN]
    assert edges and edges == sorted(set(edges))


@given(_COLUMNS, _COLUMNS)
def test_beside_a_bin_stands_what_its_range_keeps(whole: list[float], shown: list[float]) -> None:
    """Bins are cut by the whole and counted of anything."""
    cut = bins.bins(np.array(whole, dtype=float))
    column = pd.Series(shown, dtype=float)
    kept = [int(matching.in_range(column, *ends).sum()) for ends in cut]
    assert bins.counts(column.to_numpy(), cut) == kept
    if cut:
        assert sum(kept) >= column.notna().sum()
