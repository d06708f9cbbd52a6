"""Which rows of a frame a filter keeps, and how many rows each of its values has."""

from __future__ import annotations

import numpy as np
import pandas as pd

from neweco.fields import TABLES, Field
from neweco.grammar import SEARCHED, VIEW_TABLE, Range, Value
from neweco.vocabulary import UNKNOWN


def in_range(column: pd.Series, span: Range) -> np.ndarray:
    """Rows whose number lies in the range, ends included; unknown numbers never do."""
    data = column.to_numpy(dtype=float, na_value=np.nan)
    keep = ~np.isnan(data)
    if span.low is not None:
        keep &= data >= span.low
    if span.high is not None:
        keep &= data <= span.high
    return np.asarray(keep, dtype=bool)


def has_any(column: pd.Series, spec: Field, codes: Value) -> np.ndarray:
    """Rows that hold one of the codes; `unknown` stands for an empty cell."""
    if spec.kind == "choices":
        return _list_has_any(column, codes)
    known = [code for code in codes if code != UNKNOWN or _is_code(spec, code)]
    if spec.filter == "flag":
        wanted: list[object] = [code == "1" for code in known]
    elif spec.kind == "integer":
        wanted = [int(code) for code in known]
    else:
        wanted = list(known)
    keep = column.isin(wanted).to_numpy(dtype=bool)
    return keep | column.isna().to_numpy() if UNKNOWN in codes else keep


def _is_code(spec: Field, code: str) -> bool:
    return spec.vocabulary is not None and code in spec.vocabulary


def _list_has_any(column: pd.Series, codes: Value) -> np.ndarray:
    """Rows whose `a;b` list holds one of the codes; each distinct list is looked at once."""
    lists = column.astype("category").cat
    wanted = set(codes)
    hit = np.array(
        [bool(wanted & set(str(text).split(";"))) for text in lists.categories], dtype=bool
    )
    empty = UNKNOWN in wanted
    index = lists.codes.to_numpy()
    keep = np.where(index >= 0, hit[index], empty) if len(hit) else np.full(len(column), empty)
    return keep | (column.to_numpy() == "") if empty else keep


def contains_words(frame: pd.DataFrame, view: str, query: str) -> np.ndarray:
    """Rows in which every word of the query occurs in one of the searched fields."""
    table = TABLES[VIEW_TABLE[view]]
    keep = np.ones(len(frame), dtype=bool)
    for word in query.casefold().split():
        found = np.zeros(len(frame), dtype=bool)
        for code in SEARCHED[view]:
            found |= _contains(frame[code], table[code], word)
        keep &= found
    return keep


def _contains(column: pd.Series, spec: Field, word: str) -> np.ndarray:
    if spec.vocabulary is None:
        text = column.astype("str").str.casefold()
        return text.str.contains(word, regex=False, na=False).to_numpy(dtype=bool)
    hits = [c.code for c in spec.vocabulary if word in f"{c.zh} {c.en}".casefold()]
    return column.isin(hits).to_numpy(dtype=bool)


def counts(column: pd.Series) -> dict[str, int]:
    """Rows per code, empty cells under `unknown`; a list counts once under each of its codes."""
    empty = int(column.isna().sum())
    if column.dtype == "boolean":
        found = {"1": int((column == True).sum()), "0": int((column == False).sum())}  # noqa: E712
    elif isinstance(column.dtype, pd.StringDtype) or column.dtype == object:
        found = _list_counts(column)
        empty += found.pop("", 0)
    else:
        found = {str(code): int(number) for code, number in column.value_counts().items()}
    return found | ({UNKNOWN: empty} if empty else {})


def _list_counts(column: pd.Series) -> dict[str, int]:
    found: dict[str, int] = {}
    for text, number in column.value_counts().items():
        for code in str(text).split(";"):
            found[code] = found.get(code, 0) + int(number)
    return found
