"""Arithmetic of the enterprise tiers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from neweco.analysis.tally import known, yes
from neweco.model.vocabularies import INDUSTRIES

AGE_CLASSES = ((0, 1), (1, 2), (2, 3), (3, 100))
"""Years from opening to the end of the list's year, [low, high)."""


def industries_with(frame: pd.DataFrame, flag: str) -> pd.Series:
    """Firms with a yes per industry, by code."""
    codes = frame["industry"].cat.codes.to_numpy()[frame[flag].to_numpy(bool, na_value=False)]
    counted = np.bincount(codes[codes >= 0], minlength=len(INDUSTRIES.codes))
    return pd.Series(counted, INDUSTRIES.codes, dtype="int64")


def ages(frame: pd.DataFrame) -> pd.Series:
    """Firms per class of `AGE_CLASSES`; unknown ages are in none."""
    age = frame["age"].to_numpy(float, na_value=np.nan)
    return pd.Series(
        [int(((age >= low) & (age < high)).sum()) for low, high in AGE_CLASSES], dtype="int64"
    )


def record(frame: pd.DataFrame) -> dict[str, float]:
    """Counts, known counts and medians of some firms; medians are NaN where nothing is known."""
    found: dict[str, float] = {"firms": len(frame)}
    for flag in ("backed", "ipo", "new_face"):
        found[flag] = yes(frame, flag)
        found[f"{flag}_known"] = known(frame[flag])
    for number in ("revenue", "growth", "rd"):
        values = frame[number].to_numpy(float, na_value=np.nan)
        values = values[~np.isnan(values)]
        found[f"{number}_known"] = len(values)
        found[number] = float(np.median(values)) if len(values) else float("nan")
    return found
