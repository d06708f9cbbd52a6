"""What is hidden so that a count never tells of a single unit.

Diagnosed firms agreed to be counted; some did not agree to be shown. In a register of one's own a
count of 1 to 4 is therefore hidden, and as many others with it as it takes that subtracting from
a total does not bring it back. Primary and complementary cell suppression as in the handbook of
statistical disclosure control (Hundepool et al., Statistical Disclosure Control, Wiley 2012,
chapter 4); the symbol is the one of the UK Government Statistical Service ([c], confidential).

Hidden counts are `<NA>` in a frame or None; views print `common.hidden`. Zero is not hidden.
What is protected is one table and its neighbours, selections one filter away, and what stands
beside the filters, which counts the whole register. Beyond it are: more than two selections put
together, a register that changes between two looks, knowledge from elsewhere, and the list of
those who agreed to be shown. Subtracting that list from a total tells of the others together, and
of a single one where a selection holds no other; an office that must rule this out lets none be
shown.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from neweco.analysis import tally
from neweco.model.fields import DIAGNOSES, Field, Table
from neweco.model.register import Register
from neweco.query.selection import Selection

FEWEST = 5
"""Counts of fewer units, zero apart, are hidden."""


def applies(register: Register, table: Table = DIAGNOSES) -> bool:
    """Whether counts of a table are protected: rows of one's own, of units that may object.

    Enterprises and laboratories are recognised by name in public and listed one by one.
    """
    return register.basis == "register" and table is DIAGNOSES


def share_known(register: Register, table: Table, field: Field) -> float | None:
    """Known cells of a column as a share of its rows, 0 to 1; None where that would tell of few, or
    there are no rows."""
    column = register.frame(table.code)[field.code]
    known = tally.known(column)
    few = applies(register, table) and part(known, len(column)) is None
    return None if few or not len(column) else known / len(column)


def is_few(number: int) -> bool:
    """Whether a count is one to four."""
    return 0 < number < FEWEST


def part(number: int, whole: int) -> int | None:
    """A count of units within a known whole; None where it or the rest of the whole is few."""
    return None if is_few(number) or is_few(whole - number) else number


def parts(counts: pd.Series) -> pd.Series:
    """Counts that add up to a known total, Int64; the few and what would betray them as <NA>."""
    table = counts.to_numpy(dtype="int64")[np.newaxis, :]
    return pd.Series(counts.astype("Int64")).mask(_hidden(table)[0])


def table(counts: pd.DataFrame) -> pd.DataFrame:
    """The same of a table whose rows and columns add up to known totals."""
    return counts.astype("Int64").mask(_hidden(counts.to_numpy(dtype="int64")))


def nested(counts: pd.Series) -> pd.Series:
    """The same of counts each within the one before: steps of 1 to 4 between shown ones hide."""
    shown: list[int | None] = []
    last: int | None = None
    for number in counts.astype("int64"):
        few = is_few(number) or (last is not None and is_few(last - number))
        shown.append(None if few else number)
        last = last if few else number
    return pd.Series(pd.array(shown, dtype="Int64"), counts.index)


def numbers(counts: pd.Series) -> dict[str, int | None]:
    """Counts by code as numbers, None where they are hidden."""
    return {str(code): None if pd.isna(n) else int(n) for code, n in counts.items()}


def too_fine(selection: Selection, frame: pd.DataFrame) -> bool:
    """Whether a selection keeps 1 to 4 rows, or so many fewer than with one filter or value less.

    Filters that keep out nothing more are set aside first: two that keep out the same rows
    would vouch for each other.
    """
    masks = {param: selection.mask(frame, param) for param in selection.active}
    kept = _all(masks, len(frame))
    number = int(kept.sum())
    for param in list(masks):
        rest = {other: mask for other, mask in masks.items() if other != param}
        if int(_all(rest, len(frame)).sum()) == number:
            masks = rest
    gained = [int(_all(masks, len(frame), param).sum()) - number for param in masks]
    lost = [number - int(less.keep(frame).sum()) for less in _with_a_value_less(selection)]
    return is_few(number) or any(is_few(each) for each in gained + lost)


def _with_a_value_less(selection: Selection) -> list[Selection]:
    return [
        selection.with_values(param, [other for other in codes if other != code])
        for param, codes in selection.filters
        if isinstance(codes, tuple) and len(codes) > 1
        for code in codes
    ]


def _all(masks: dict[str, np.ndarray], rows: int, without: str = "") -> np.ndarray:
    kept = np.ones(rows, dtype=bool)
    for param, mask in masks.items():
        if param != without:
            kept &= mask
    return kept


def _hidden(counts: np.ndarray) -> np.ndarray:
    """Cells to hide: the few, then, in each line, the smallest others until none can be told."""
    hidden = (counts > 0) & (counts < FEWEST)
    pending = True
    while pending:
        pending = False
        for own, mask in ((counts, hidden), (counts.T, hidden.T)):
            for line, covered in zip(own, mask, strict=True):
                if len(line) > 1 and _betrayed(line, covered):
                    others = np.flatnonzero(~covered & (line > 0))
                    if len(others):
                        covered[others[line[others].argmin()]] = True
                        pending = True
    return hidden


def _betrayed(line: np.ndarray, covered: np.ndarray) -> bool:
    """Whether the total less what is shown tells a hidden cell, or that the hidden are few."""
    return bool(covered.any()) and (covered.sum() == 1 or int(line[covered].sum()) < FEWEST)
