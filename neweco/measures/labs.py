"""Arithmetic of the laboratories."""

from __future__ import annotations

import numpy as np
import pandas as pd

from neweco.vocabulary import GROWTH_BANDS, LAB_KINDS


def bands_by_kind(frame: pd.DataFrame) -> pd.DataFrame:
    """Columns band, kind, count, total: laboratories per growth band and kind, zeros kept."""
    table = frame.groupby(["band", "kind"], observed=False).size().unstack(fill_value=0)
    table = table.reindex(index=GROWTH_BANDS.codes, columns=LAB_KINDS.codes, fill_value=0)
    long = pd.Series(table.stack()).to_frame("count").reset_index()
    return long.assign(total=long["band"].astype(str).map(table.sum(axis=1)))


def over_10(frame: pd.DataFrame) -> int:
    """Laboratories whose growth is above 10 %, those that doubled included."""
    return int((frame["growth"] > 10).sum())


def doubled(frame: pd.DataFrame) -> int:
    """Laboratories whose growth is 100 % or more."""
    return int((frame["growth"] >= 100).sum())


def lanes(frame: pd.DataFrame, width: float = 14.0) -> pd.Series:
    """Offsets between -1 and 1 that keep dots of near-equal growth in one lane apart.

    Dots within `width` percent points of each other in the same kind are stacked around the
    middle, in order of growth.
    """
    offsets = pd.Series(0.0, index=frame.index)
    for _, lane in frame.groupby("kind", observed=True):
        ordered = lane["growth"].sort_values()
        bins = (ordered // width).astype(int)
        place = bins.groupby(bins).cumcount()
        side = np.where(place % 2 == 0, 1, -1)
        offsets.loc[ordered.index] = (((place + 1) // 2) * 0.3 * side).clip(-1, 1)
    return offsets


def batches(frame: pd.DataFrame) -> pd.DataFrame:
    """Columns batch, kind, count, total: laboratories per batch and kind."""
    table = frame.groupby(["batch", "kind"], observed=False).size().unstack(fill_value=0)
    table = table.reindex(columns=LAB_KINDS.codes, fill_value=0)
    long = pd.Series(table.stack()).to_frame("count").reset_index()
    return long.assign(total=long["batch"].map(table.sum(axis=1)))
