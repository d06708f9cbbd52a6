"""Counting that every view does."""

from __future__ import annotations

import pandas as pd

from neweco import matching
from neweco.vocabulary import Vocabulary


def counts(column: pd.Series, vocabulary: Vocabulary) -> pd.Series:
    """Rows per code, in vocabulary order, zeros kept. Lists count once under each code."""
    found = matching.counts(column)
    return pd.Series({code: found.get(code, 0) for code in vocabulary.codes}, dtype="int64")


def cross(frame: pd.DataFrame, row: str, column: str) -> pd.DataFrame:
    """Rows per pair of codes of two coded columns, whole vocabularies, zeros kept."""
    table = frame.groupby([row, column], observed=False).size().unstack(fill_value=0)
    return table.astype("int64")


def yes(frame: pd.DataFrame, flag: str) -> int:
    """Rows whose flag is known and true."""
    return int(frame[flag].fillna(False).sum())


def known(column: pd.Series) -> int:
    """Rows whose value is known."""
    return int(column.notna().sum())
