"""Counting that every view does."""

from __future__ import annotations

import numpy as np
import pandas as pd

from neweco.model.vocabularies import Vocabulary
from neweco.query import matching


def counts(column: pd.Series, vocabulary: Vocabulary) -> pd.Series:
    """Rows per code, in vocabulary order, zeros kept. Lists count once under each code."""
    found = matching.counts(column)
    return pd.Series({code: found.get(code, 0) for code in vocabulary.codes}, dtype="int64")


def cross(frame: pd.DataFrame, row: str, column: str) -> pd.DataFrame:
    """Rows per pair of codes of two coded columns, whole vocabularies, zeros kept."""
    down, across = frame[row].cat, frame[column].cat
    shape = (len(down.categories), len(across.categories))
    place = down.codes.to_numpy().astype(np.intp) * shape[1] + across.codes.to_numpy()
    known = (down.codes.to_numpy() >= 0) & (across.codes.to_numpy() >= 0)
    found = np.bincount(place[known], minlength=shape[0] * shape[1]).reshape(shape)
    return pd.DataFrame(
        found, pd.Index(down.categories, name=row), pd.Index(across.categories, name=column)
    )


def yes(frame: pd.DataFrame, flag: str) -> int:
    """Rows whose flag is known and true."""
    return int(frame[flag].fillna(False).sum())


def known(column: pd.Series) -> int:
    """Rows whose value is known; an empty text is none."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return sum(number for text, number in matching.distinct(column) if text)
    if isinstance(column.dtype, pd.StringDtype):
        return int((column.fillna("") != "").sum())
    return int(column.notna().sum())
