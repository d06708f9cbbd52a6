"""Arithmetic of the laboratories."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from neweco.analysis.protection import EXACT
from neweco.model.vocabularies import GROWTH_BANDS, LAB_KINDS


@dataclass(frozen=True)
class Money:
    """Scenario money in 万元: the sum, how many rows state it, how many may have more unstated."""

    total: float
    known: int
    unknown: int


def bands_by_kind(frame: pd.DataFrame) -> pd.DataFrame:
    """Columns band, kind, count, total: laboratories per growth band and kind, zeros kept.

    Best outcome first, as the published counts are told.
    """
    table = EXACT.cross(frame, "band", "kind").rows[::-1]
    bands, kinds = GROWTH_BANDS.codes[::-1], LAB_KINDS.codes
    return pd.DataFrame(
        {
            "band": np.repeat(np.array(bands, dtype=object), len(kinds)),
            "kind": np.tile(np.array(kinds, dtype=object), len(bands)),
            "count": table.ravel(),
            "total": np.repeat(table.sum(axis=1), len(kinds)),
        }
    )


def over_10(frame: pd.DataFrame) -> int:
    """Laboratories whose growth is above 10 %, those that doubled included."""
    return int((frame["growth"] > 10).sum())


def doubled(frame: pd.DataFrame) -> int:
    """Laboratories whose growth is 100 % or more."""
    return int((frame["growth"] >= 100).sum())


def money(frame: pd.DataFrame) -> Money:
    """The scenario money of the rows. An amount is unknown unless the row says it got none."""
    amounts = frame["scenario_money"]
    without = frame["funded"].eq(False).fillna(False).to_numpy(dtype=bool)
    unknown = amounts.isna().to_numpy() & ~without
    return Money(float(amounts.sum()), int(amounts.notna().sum()), int(unknown.sum()))


def spread(frame: pd.DataFrame) -> pd.DataFrame:
    """Known growth per kind (index): known, low, middle (median), high; kinds without are out."""
    lanes = frame.dropna(subset=["growth"]).groupby("kind", observed=True)["growth"]
    columns = {"known": "count", "low": "min", "middle": "median", "high": "max"}
    return lanes.agg(list(columns.values())).set_axis(list(columns), axis=1)


def lanes(frame: pd.DataFrame, width: float = 14.0) -> pd.Series:
    """Offsets between -1 and 1 that keep dots of near-equal growth in one lane apart.

    Dots within `width` percent points of each other in the same kind are stacked around the
    middle, in order of growth, closer together the more there are.
    """
    offsets = pd.Series(0.0, index=frame.index)
    for _, lane in frame.groupby("kind", observed=True):
        ordered = lane["growth"].sort_values()
        bins = (ordered // width).astype(int)
        place = bins.groupby(bins).cumcount()
        side = np.where(place % 2 == 0, 1, -1)
        rows = (place + 1) // 2
        step = min(0.3, 1 / max(int(rows.max()), 1))
        offsets.loc[ordered.index] = rows * step * side
    return offsets
