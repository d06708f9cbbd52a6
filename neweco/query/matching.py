"""Which rows of a frame a filter keeps, and how many rows each of its values has.

Codes and lists of codes are categories: a filter looks at each distinct value once, and a count
is one pass over small integers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from neweco.model.choices import UNKNOWN
from neweco.model.fields import Field
from neweco.model.register import may_be_shown
from neweco.query.views import View


def taken(frame: pd.DataFrame, places: np.ndarray, columns: Sequence[str] = ()) -> pd.DataFrame:
    """The rows at these places, of all columns or of those named, under their old index."""
    found = {code: frame[code].array.take(places) for code in columns or frame.columns}
    return pd.DataFrame(found, index=frame.index[places], copy=False)


def in_range(column: pd.Series, low: float | None, high: float | None) -> np.ndarray:
    """Rows whose number lies between two ends, ends included, None being open; unknown numbers
    never do."""
    data = column.to_numpy(dtype=float, na_value=np.nan)
    keep = ~np.isnan(data)
    if low is not None:
        keep &= data >= low
    if high is not None:
        keep &= data <= high
    return np.asarray(keep, dtype=bool)


def has_any(column: pd.Series, field: Field, codes: Sequence[str]) -> np.ndarray:
    """Rows that hold one of the codes; `unknown` stands for an empty cell."""
    if field.kind == "choices":
        return _list_has_any(column, codes)
    known = [code for code in codes if code != UNKNOWN or _is_code(field, code)]
    if isinstance(column.dtype, pd.CategoricalDtype):
        wanted_codes = set(known)
        return _of_categories(column, lambda text: text in wanted_codes, UNKNOWN in codes)
    if field.filter == "flag":
        wanted: list[object] = [code == "1" for code in known]
    elif field.kind == "integer":
        wanted = [int(code) for code in known]
    else:
        wanted = list(known)
    keep = column.isin(wanted).to_numpy(dtype=bool)
    return keep | column.isna().to_numpy() if UNKNOWN in codes else keep


def _is_code(field: Field, code: str) -> bool:
    return field.vocabulary is not None and code in field.vocabulary


def _list_has_any(column: pd.Series, codes: Sequence[str]) -> np.ndarray:
    """Rows whose `a;b` list holds one of the codes; each distinct list is looked at once."""
    wanted, empty = set(codes), UNKNOWN in codes
    return _of_categories(
        column.astype("category"),
        lambda text: bool(wanted & set(text.split(";"))) or (empty and not text),
        empty,
    )


def _of_categories(column: pd.Series, test: Callable[[str], bool], empty: bool) -> np.ndarray:
    """Rows whose category passes the test; `empty` is the answer for cells without one."""
    hit = np.array([*(test(str(text)) for text in column.cat.categories), empty], dtype=bool)
    return np.asarray(hit[column.cat.codes.to_numpy()])  # cells without one have the code -1


def contains_words(frame: pd.DataFrame, view: View, query: str) -> np.ndarray:
    """Rows in which every word of the query occurs in one of the searched fields.

    Rows that may not be shown are not found by their ids: with filters beside it, a search that
    finds one row would tell of it what no list does.
    """
    table = view.table
    assert table is not None
    named = may_be_shown(frame)
    keep = np.ones(len(frame), dtype=bool)
    for word in query.casefold().split():
        found = np.zeros(len(frame), dtype=bool)
        for code in view.searched:
            hit = _contains(frame[code], table[code], word)
            found |= hit & named if table[code].kind == "id" else hit
        keep &= found
    return keep


def _contains(column: pd.Series, field: Field, word: str) -> np.ndarray:
    if field.vocabulary is None:
        return _texts_contain(column, word)
    hits = {c.code for c in field.vocabulary if word in f"{c.zh} {c.en}".casefold()}
    if field.kind == "choices":
        return _list_has_any(column, tuple(hits))
    return _of_categories(column.astype("category"), lambda code: code in hits, False)


def _texts_contain(column: pd.Series, word: str) -> np.ndarray:
    """Rows whose text holds the word. Plain ASCII, as ids are, is folded in one pass over bytes."""
    texts = pa.chunked_array(pa.array(column.astype("str")))
    if pc.all(pc.string_is_ascii(texts)).as_py() is not False:
        found = pc.match_substring(pc.ascii_lower(texts), word)
        return np.asarray(pc.fill_null(found, False).to_numpy(), dtype=bool)
    folded = column.astype("str").str.casefold()
    return folded.str.contains(word, regex=False, na=False).to_numpy(dtype=bool)


def counts(column: pd.Series) -> dict[str, int]:
    """Rows per code, empty cells under `unknown`; a list counts once under each of its codes."""
    if column.dtype == "boolean":
        yes, known = int(column.sum()), int(column.notna().sum())
        found = {"1": yes, "0": known - yes, "": len(column) - known}
    else:
        found = {}
        for text, number in distinct(column):
            for code in text.split(";"):
                found[code] = found.get(code, 0) + number
    empty = found.pop("", 0)
    return found | ({UNKNOWN: empty} if empty else {})


def distinct(column: pd.Series) -> Iterator[tuple[str, int]]:
    """Each value as text with its rows; an empty cell is an empty text."""
    if not isinstance(column.dtype, pd.CategoricalDtype):
        yield "", int(column.isna().sum())
        for value, number in column.value_counts().items():
            yield str(value), int(number)
        return
    categories = column.cat.categories
    numbers = per_code(column)
    yield "", int(numbers[-1])
    for text, number in zip(categories, numbers[:-1].tolist(), strict=True):
        yield str(text), number


def per_code(column: pd.Series) -> np.ndarray:
    """Rows per category in order, and last those without one; zeros kept."""
    kinds = len(column.cat.categories)
    found = np.bincount(column.cat.codes.to_numpy().astype(np.intp) + 1, minlength=kinds + 1)
    return np.roll(found, -1)
