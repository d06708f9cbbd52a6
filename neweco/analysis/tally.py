"""Counting that every view does."""

from __future__ import annotations

import numpy as np
import pandas as pd

from neweco.model.choices import Vocabulary
from neweco.query import matching


def counts(column: pd.Series, vocabulary: Vocabulary) -> pd.Series:
    """Rows per code, in vocabulary order, zeros kept. Lists count once under each code."""
    found = matching.counts(column)
    return pd.Series({code: found.get(code, 0) for code in vocabulary.codes}, dtype="int64")


def yes(frame: pd.DataFrame, flag: str) -> int:
    """Rows whose flag is known and true."""
    return int(np.count_nonzero(frame[flag].to_numpy(bool, na_value=False)))


def known(column: pd.Series) -> int:
    """Rows whose value is known; an empty text is none."""
    return int(np.count_nonzero(filled(column)))


def filled(column: pd.Series) -> np.ndarray:
    """Which cells of a column hold something, as booleans; an empty text is nothing."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        some = np.array([*(str(text) != "" for text in column.cat.categories), False])
        return np.asarray(some[column.cat.codes.to_numpy()])
    if isinstance(column.dtype, pd.StringDtype):
        return (column.fillna("") != "").to_numpy(dtype=bool)
    return column.notna().to_numpy(dtype=bool)
