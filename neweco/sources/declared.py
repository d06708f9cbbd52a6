"""What `fields.py` declares and a register must hold to: required cells, patterns, ranges, unique
ids, references. Unknown cells break nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from neweco.model.fields import Field
from neweco.sources import cells
from neweco.sources.canonical import FIRST_YEAR, LAST_YEAR, MOST_VALUES, Read, allowed
from neweco.sources.problem import Problem

Frames = Mapping[str, pd.DataFrame]

_CHINESE = "[\u3400-\u9fff]"
"""What stands in a firm's name and in no pseudonym: such a text is not repeated anywhere."""


def check(reads: Mapping[str, Read], frames: Frames) -> Iterator[Problem]:
    """What is wrong in typed frames; `reads` has the names of their sheets."""
    for code, read in reads.items():
        for field in read.table.stored:
            if field.code in read.texts:
                yield from _field(read, field, frames[code][field.code])
        yield from _unique(read, frames[code])
        yield from _named_twice(read, frames[code])
    yield from _references(reads, frames)


def _field(read: Read, field: Field, column: pd.Series) -> Iterator[Problem]:
    if field.kind in ("id", "text"):
        texts = column.astype("str")
        if field.required:
            yield from read.broken("empty", "error", field.code, _empty(read, field, texts == ""))
        if field.pattern:
            fits = texts.str.fullmatch(field.pattern).fillna(False).to_numpy(dtype=bool)
            wrong = ~fits & (texts != "").to_numpy()
            if wrong.any() and field.code == "enterprise_id" and read.table.code == "diagnoses":
                named = texts.str.contains(_CHINESE).fillna(False).to_numpy(dtype=bool) & wrong
                yield from read.broken("name_for_id", "error", field.code, named)
                wrong &= ~named
            yield from _values(read, "pattern", field, texts, wrong)
        return
    if field.required:
        missing = column.isna() if field.kind != "choices" else column.astype("str") == ""
        yield from read.broken("empty", "error", field.code, _empty(read, field, missing))
    if field.kind == "date":
        year = column.dt.year
        outside = ((year < FIRST_YEAR) | (year > LAST_YEAR)).to_numpy(dtype=bool)
        if outside.any():
            yield from _values(read, "out_of_range", field, column.astype("str"), outside)
    if field.kind in ("number", "integer"):
        numbers = column.to_numpy(dtype="float64", na_value=np.nan)
        outside = np.zeros(len(numbers), dtype=bool)
        if field.low is not None:
            outside |= numbers < field.low
        if field.high is not None:
            outside |= numbers > field.high
        yield from _values(read, "out_of_range", field, column, outside)


def _empty(read: Read, field: Field, missing: pd.Series) -> np.ndarray:
    """Cells that are empty, without those that were not understood and are reported as such."""
    misread = read.misread.get(field.code)
    empty = missing.to_numpy(dtype=bool)
    return empty if misread is None else empty & ~missing.index.isin(misread)


def _values(
    read: Read, code: str, field: Field, column: pd.Series, wrong: np.ndarray
) -> Iterator[Problem]:
    """One problem per different value."""
    if not wrong.any():
        return
    chosen = column[wrong]
    for number, (value, rows) in enumerate(chosen.groupby(chosen, sort=False, observed=True)):
        if number == MOST_VALUES:
            left = chosen.nunique() - MOST_VALUES
            yield read.problem("error", "and_more", field.code, found=str(left))
            return
        yield read.problem(
            "error",
            code,
            field.code,
            row=int(rows.index[0]),
            found=f"{value:,.10g}" if isinstance(value, (int, float)) else str(value),
            allowed=allowed(field),
            rows=len(rows),
        )


def _unique(read: Read, frame: pd.DataFrame) -> Iterator[Problem]:
    key = read.table[read.table.key]
    if key.code in frame:
        ids = frame[key.code].astype("str")
        again = (ids.duplicated() & (ids != "")).to_numpy()
        yield from _values(read, "double_id", key, ids, again)


def _named_twice(read: Read, frame: pd.DataFrame) -> Iterator[Problem]:
    """Names that differ in spaces, brackets or width alone: rows that may be one unit."""
    if "name" not in frame:
        return
    names = frame["name"].astype("str")
    same = names.map(lambda name: "".join(cells.plain(name).casefold().split()))
    again = (same.duplicated(keep=False) & (same != "")).to_numpy()
    shown = names[again]
    for number, (_, rows) in enumerate(shown.groupby(same[again], sort=False)):
        if number == MOST_VALUES:
            return
        yield read.problem(
            "warning", "same_name", "name", row=int(rows.index[0]), found=str(rows.iloc[0]),
            rows=len(rows),
        )  # fmt: skip


def _references(reads: Mapping[str, Read], frames: Frames) -> Iterator[Problem]:
    for code, read in reads.items():
        for field in read.table.stored:
            target, _, key = field.references.partition(".")
            if not target or target not in reads or field.code not in frames[code]:
                continue
            ids = frames[code][field.code]
            yield from _values(read, "dangling", field, ids, _lost(ids, frames[target][key]))


def _lost(ids: pd.Series, held: pd.Series) -> np.ndarray:
    """Rows whose id is given and not held; each different one of a category is looked for once."""
    known = pd.Index(held.astype("str").drop_duplicates())
    if isinstance(ids.dtype, pd.CategoricalDtype):
        names = pd.Index(ids.cat.categories.astype("str"))
        lost = (known.get_indexer(names) < 0) & (names != "")
        return np.append(lost, False)[ids.cat.codes.to_numpy()]
    return (known.get_indexer(pd.Index(ids)) < 0) & (ids != "").to_numpy()
