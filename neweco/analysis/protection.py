"""The one door of counts: whoever counts diagnosed firms or their projects asks here.

Where an office serves its own register, two steps keep its counts from telling of a single firm.
`exchange` is the first: before anything is counted, firms that refused to be shown take their
answers from each other. The second is made here, with every number, by the cell key method (Fraser
and Wooton, 2005, for the Australian Bureau of Statistics; ONS Census 2021 uses it on exchanged
records in the same way). Each row that may not be shown has a fixed random key. The sum of the
keys of a set, modulo 2⁶⁴, and how many such rows it holds look up in `NOISE` what is added: nothing
on average, four at most, and never so that one or two are left. Rows that may be shown are public
and count as they are. The same rows so get the same number, whatever the question was.

What is then fewer than ten, none included, is None: faces say "fewer than ten" and nothing else.
Where there are no keys (simulated rows, a session's own upload, units that are recognised in
public) numbers are exact, and zero is zero.

>>> exact = Door()
>>> exact.number(np.array([True, False, True]))
2
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from neweco.analysis import tally
from neweco.model.choices import UNKNOWN, Vocabulary
from neweco.model.fields import Field, Table
from neweco.model.register import FIRST_ROUND, Register

TEN = 10
"""Fewer rows than this are not told from none."""

MOST = 4
"""The largest number that is added or taken away."""

NOISE: tuple[dict[int, int], ...] = (
    {0: 1000},
    {-1: 739, 2: 112, 3: 81, 4: 68},
    {-2: 409, 1: 405, 2: 149, 3: 33, 4: 4},
    {-3: 205, 0: 391, 1: 247, 2: 112, 3: 36, 4: 9},
    {-4: 86, -1: 284, 0: 263, 1: 191, 2: 109, 3: 49, 4: 18},
    {-2: 244, -1: 221, 0: 184, 1: 142, 2: 101, 3: 67, 4: 41},
    {-3: 76, -2: 137, -1: 193, 0: 211, 1: 180, 2: 118, 3: 61, 4: 24},
    {-4: 20, -3: 57, -2: 121, -1: 191, 0: 222, 1: 191, 2: 121, 3: 57, 4: 20},
)
"""What is added to a number of rows held back, 0, 1, 2 … (the last line: seven and more), in how
many of a thousand sets. Each line adds nothing on average, has variance 3 and leaves neither 1 nor
2; among such lines it is the one of greatest entropy (Giessing, 2016, Computational issues in the
design of transition probabilities)."""

_DRAWN = np.array([[d for d, often in line.items() for _ in range(often)] for line in NOISE])


@dataclass(frozen=True)
class Cut:
    """Rows of a frame, looked up once for all that is counted of them: their places and how many
    they are; which of them are held back (as places among them) and the keys of these."""

    places: np.ndarray | slice
    number: int
    held: np.ndarray
    keys: np.ndarray


Rows = np.ndarray | pd.Index | pd.DataFrame | pd.Series | Cut
"""Rows of a frame: a boolean mask over all of them, their places, what was cut from the frame (or
its index), which stands for its own rows, or what `Door.cut` made of one of these."""


@dataclass(frozen=True)
class Coded:
    """A column as small numbers: its texts, the place of each row's text among them (-1 where the
    cell is empty), and whether one is. A long column is coded once for many counts."""

    texts: tuple[str, ...]
    codes: np.ndarray
    has_empty: bool

    @classmethod
    def of(cls, column: pd.Series) -> Coded:
        """The texts of a column in the order of its categories; sorted where it has none."""
        if isinstance(column.dtype, pd.CategoricalDtype):
            codes, values = column.cat.codes.to_numpy(), column.cat.categories
        else:
            codes, values = pd.factorize(column, sort=True)
            if len(values) <= np.iinfo(np.int16).max:
                codes = codes.astype(np.int16)
        return cls(tuple(_text(value) for value in values), codes, bool((codes < 0).any()))

    def at(self, rows: np.ndarray | slice) -> Coded:
        """The same texts with the codes of some rows."""
        return replace(self, codes=self.codes[rows])

    def parts(self, vocabulary: Vocabulary | None) -> dict[str, list[int]]:
        """Which texts hold each code, counted from 1; 0 are empty cells. Codes are those of a
        vocabulary, or else all that occur, `unknown` where a cell is empty."""
        found: dict[str, list[int]] = {c: [] for c in vocabulary.codes} if vocabulary else {}
        for place, text in [*enumerate(self.texts, 1), *([(0, "")] if self.has_empty else [])]:
            for code in (each or UNKNOWN for each in text.split(";")):
                if vocabulary is None or code in found:
                    found.setdefault(code, []).append(place)
        return found


@dataclass(frozen=True)
class Sums:
    """What is known of sets of rows before they are told: how many rows, how many of them are held
    back, the sum of their keys. Sets without a common row add up."""

    rows: np.ndarray
    held: np.ndarray
    key: np.ndarray
    exact: bool

    def merged(self, parts: Sequence[Sequence[int]]) -> Sums:
        """New sets, each of several of these (places along the first axis)."""
        return self.each(lambda sums: _merged(sums, parts))

    def reached(self) -> Sums:
        """Each set together with all that come after it, along the first axis."""
        return self.each(lambda sums: sums[::-1].cumsum(axis=0)[::-1])

    def total(self, axis: int | None = None) -> Sums:
        """All sets along an axis as one, or all of them."""
        return self.each(lambda sums: np.asarray(sums.sum(axis=axis)))

    def each(self, change: Callable[[np.ndarray], np.ndarray]) -> Sums:
        """The same done with the three sums."""
        return Sums(change(self.rows), change(self.held), change(self.key), self.exact)

    @cached_property
    def told(self) -> np.ndarray:
        """The numbers that may be told, as floats; NaN is fewer than ten."""
        if self.exact:
            return self.rows.astype("float64")
        place = (self.key >> np.uint64(32)) * np.uint64(_DRAWN.shape[1]) >> np.uint64(32)
        line = np.minimum(self.held, len(NOISE) - 1)
        made = (self.rows + _DRAWN[line, place.astype(np.intp)]).astype("float64")
        return np.where(made < TEN, np.nan, made)

    @property
    def number(self) -> int | None:
        """The number of a single set; None is fewer than ten."""
        return None if np.isnan(self.told) else int(self.told)

    def series(self, index: Sequence[Any]) -> pd.Series:
        """The numbers under an index, as Int64 where some are <NA>, else as int64."""
        return whole(pd.Series(self.told, pd.Index(list(index))))


def _merged(sums: np.ndarray, parts: Sequence[Sequence[int]]) -> np.ndarray:
    made = [sums[list(own)].sum(axis=0) for own in parts]
    return np.array(made, dtype=sums.dtype).reshape(len(parts), *sums.shape[1:])


def whole(numbers: pd.Series) -> pd.Series:
    """Floats that are whole numbers as int64; as Int64 where some are not told."""
    return numbers.astype("Int64" if numbers.isna().any() else "int64")


@dataclass(frozen=True)
class Door:
    """Where the rows of one frame are counted. `keys` has one for each of its rows, zero for those
    that may be shown; without keys every number is exact."""

    keys: np.ndarray | None = None

    @property
    def protects(self) -> bool:
        """Whether noise is added to the numbers it gives."""
        return self.keys is not None

    @cached_property
    def _every(self) -> Cut:
        """All rows of the frame; of an exact door it is not known how many these are."""
        keys = np.zeros(0, dtype=np.uint64) if self.keys is None else self.keys
        held = np.flatnonzero(keys)
        return Cut(slice(None), len(keys), held, keys[held])

    @cached_property
    def _is_held(self) -> np.ndarray:
        """Which rows are held back."""
        assert self.keys is not None
        held: np.ndarray = self.keys != 0
        return held

    def cut(self, rows: Rows) -> Cut:
        """Rows as they are counted, for who counts several things of them."""
        if isinstance(rows, Cut):
            return rows
        index = rows.index if isinstance(rows, pd.DataFrame | pd.Series) else rows
        held, keys = self._every.held, self._every.keys
        if isinstance(index, pd.RangeIndex) and index.step == 1:  # a view: there may be a million
            start, end = np.searchsorted(held, (index.start, index.stop))
            place = slice(index.start, index.stop)
            return Cut(place, len(index), held[start:end] - index.start, keys[start:end])
        places = np.asarray(index)
        if places.dtype == bool:
            if places.all():
                return Cut(slice(None), len(places), held, keys)
            places = np.flatnonzero(places)
        if self.keys is None:
            return Cut(places, len(places), held, keys)
        among = np.flatnonzero(self._is_held[places])
        return Cut(places, len(places), among, self.keys[places[among]])

    def number(self, rows: Rows, mask: np.ndarray | None = None) -> int | None:
        """How many rows a set has, or those of them that a mask over them keeps; None is fewer
        than ten."""
        if isinstance(rows, np.ndarray) and rows.dtype == bool:
            cut, mask = self._every, rows
        else:
            cut = self.cut(rows)
        number = cut.number if mask is None else int(np.count_nonzero(mask))
        if self.keys is None:
            return number
        keys = cut.keys if mask is None else cut.keys[mask[cut.held]]
        key = np.array(keys.sum(dtype=np.uint64))
        return Sums(np.array(number), np.array(len(keys)), key, False).number

    def sums(self, codes: np.ndarray, size: int, rows: Rows) -> Sums:
        """Rows by their code, 0 to size - 1; a row with the code -1 belongs to no set.

        There is a code for each of the rows, or for all rows of the frame where `rows` is a mask.
        """
        cut = self.cut(rows)
        if isinstance(rows, np.ndarray) and rows.dtype == bool:
            codes = codes[cut.places]
        return self._sums(codes, size, cut).each(lambda sums: sums[1:])

    def _sums(self, codes: np.ndarray, size: int, cut: Cut) -> Sums:
        """Rows of a cut by their code, first those that have none."""
        sets = codes + 1
        held, summed = sets[cut.held], np.zeros(size + 1, dtype=np.uint64)
        np.add.at(summed, held, cut.keys)
        number, back = (np.bincount(each, minlength=size + 1) for each in (sets, held))
        return Sums(number, back, summed, self.keys is None)

    def counts(
        self,
        column: pd.Series,
        vocabulary: Vocabulary | None = None,
        rows: np.ndarray | Cut | None = None,
    ) -> pd.Series:
        """Rows per code of a column cut from the frame, zeros kept, in the order of a vocabulary.

        Without one: every text of the column, `unknown` where a cell is empty. A list counts once
        under each of its codes. `rows` is a mask over the column where not all of it is counted, or
        the cut of all of it where that is there.
        """
        coded = Coded.of(column)
        if isinstance(rows, np.ndarray):
            return self.per_code(coded.at(rows), self.cut(column.index[rows]), vocabulary)
        return self.per_code(coded, self.cut(column) if rows is None else rows, vocabulary)

    def per_code(self, coded: Coded, cut: Cut, vocabulary: Vocabulary | None = None) -> pd.Series:
        """`counts` of a column that has one code for each row of a cut."""
        parts = coded.parts(vocabulary)
        sums = self._sums(coded.codes, len(coded.texts), cut)
        return sums.merged(list(parts.values())).series(list(parts))

    def cross(self, frame: pd.DataFrame, row: str, column: str) -> Sums:
        """Rows per pair of codes of two coded columns, whole vocabularies: two axes."""
        down, across = frame[row].cat, frame[column].cat
        shape = (len(down.categories), len(across.categories))
        first, second = (each.codes.to_numpy().astype(np.intp) for each in (down, across))
        codes = np.where((first < 0) | (second < 0), -1, first * shape[1] + second)
        found = self.sums(codes, shape[0] * shape[1], frame)
        return found.each(lambda sums: sums.reshape(shape))


EXACT = Door()


def _text(value: object) -> str:
    return str(int(value)) if isinstance(value, bool | np.bool_) else str(value)


def firms(register: Register) -> Door:
    """The door of first-round diagnoses, one row a firm."""
    return of_frame(register, FIRST_ROUND)


def projects(register: Register) -> Door:
    """The door of projects."""
    return of_frame(register, "projects")


def of_frame(register: Register, frame: str) -> Door:
    """The door of a frame by its name; exact for units that are recognised in public."""
    return register.once(("door", frame), lambda: Door(register.keys.get(frame)))


def applies(register: Register) -> bool:
    """Whether counts of firms diagnosed are protected."""
    return bool(register.keys)


def share_known(register: Register, table: Table, field: Field) -> float | None:
    """Known cells of a column as a share of its rows, 0 to 1; None where it has no rows or where
    either number is not told."""

    def share() -> float | None:
        frame, door = register.frame(table.code), of_frame(register, table.code)
        known, rows = door.number(tally.filled(frame[field.code])), door.number(frame)
        return None if known is None or not rows else min(1.0, known / rows)

    return register.once(("known", table.code, field.code), share)


def within(part: int | None, whole: int | None) -> int | None:
    """A number of some rows of a whole, which is not told to be larger than that."""
    return None if part is None or whole is None else min(part, whole)


def nested(counts: pd.Series) -> pd.Series:
    """Numbers each within the one before: none is larger, and none is told after one that is
    not."""
    shown = counts.astype("float64").to_numpy(copy=True)
    least = np.minimum.accumulate(shown)  # NaN stays NaN from its first place on
    return whole(pd.Series(least, counts.index))


def numbers(counts: pd.Series) -> dict[str, int | None]:
    """Counts by code as numbers, None where they are not told."""
    return {str(code): None if pd.isna(n) else int(n) for code, n in counts.items()}
