"""Arithmetic of the enterprise tiers."""

from __future__ import annotations

import pandas as pd

from neweco.analysis.tally import known, yes
from neweco.model.vocabularies import INDUSTRIES, TIERS

AGE_CLASSES = ((0, 1), (1, 2), (2, 3), (3, 100))
"""Years from opening to the end of the list's year, [low, high)."""


def by_industry_and_tier(frame: pd.DataFrame) -> pd.DataFrame:
    """Columns industry, tier, count, total: firms per pair, busiest industries first."""
    table = frame.groupby(["industry", "tier"], observed=False).size().unstack(fill_value=0)
    table = table.reindex(index=INDUSTRIES.codes, columns=TIERS.codes, fill_value=0)
    total = table.sum(axis=1).sort_values(ascending=False, kind="stable")
    table = table.loc[total[total > 0].index]
    long = pd.Series(table.stack()).to_frame("count").reset_index()
    return long.assign(total=long["industry"].astype(str).map(total))


def industries_with(frame: pd.DataFrame, flag: str) -> pd.Series:
    """Firms with a yes per industry, by code."""
    counted = frame.loc[frame[flag].fillna(False).to_numpy(bool), "industry"].value_counts()
    return pd.Series(counted.reindex(INDUSTRIES.codes, fill_value=0), dtype="int64")


def ages(frame: pd.DataFrame) -> pd.Series:
    """Firms per class of `AGE_CLASSES`; unknown ages are in none."""
    age = frame["age"]
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
        found[f"{number}_known"] = known(frame[number])
        found[number] = float(frame[number].median()) if found[f"{number}_known"] else float("nan")
    return found
