"""Attacks on a register that is served: what combining answers tells of firms that refused.

An attacker knows the rows that may be shown, may ask for any selection, and knows two answers of a
firm that no other firm held back has both. `python -m tests.attacks` measures what each attack
recovers, what guessing the likeliest value does, and what readers lose; it writes nothing.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

from neweco.analysis import exchange, protection
from neweco.analysis.cost import costs
from neweco.analysis.protection import TEN, Door, Sums
from neweco.model import register
from neweco.model.register import FIRST_ROUND, Register, may_be_shown
from neweco.sample import tables

FIELDS = ("industry", "centre_id", "district", "size", "stage", "year", "level", "barrier_primary")
"""Answers that are asked for: filters with one value a firm."""

SHARES = (0.94, 0.7, 0.4, 0.0)
"""How many of the firms may be shown, in turn."""

PAIRS = (("industry", "barrier_primary"), ("district", "size"), ("stage", "size"))
"""Fields that are crossed."""

SUPERSETS = 1000


@cache
def made(seed: int, firms: int = 0) -> Register:
    """A register of 40 to 300 firms (unless told) cut from the simulated one, with consent drawn
    anew."""
    random, shipped = np.random.default_rng(seed), register.shipped()
    first = shipped.first_round
    size = firms or int(random.integers(40, 301))
    kept = first.iloc[np.sort(random.permutation(len(first))[:size])]
    consent = random.random(size) < SHARES[seed % len(SHARES)]
    rows = kept.assign(consent_public=pd.array(consent, dtype="boolean"))
    ids = set(rows["diagnosis_id"])
    projects = shipped.projects.loc[shipped.projects["diagnosis_id"].isin(ids).to_numpy()]
    frames = dict(shipped.frames) | {
        "diagnoses": rows.reset_index(drop=True),
        "projects": projects.reset_index(drop=True),
    }
    return Register("register", "own", f"r{seed}", register.completed(frames))


@cache
def scaled(firms: int) -> Register:
    """A simulated register of so many firms, as an office would bring it."""
    typed = {}
    for code, frame in tables.frames(7, firms).items():
        texts = frame.astype(object).where(frame.notna(), "").astype(str)
        texts = texts.apply(lambda column: column.str.removesuffix(".0"))
        typed[code] = register.typed(texts, register.TABLES[code])
    return Register("register", "own", f"s{firms}", register.completed(typed))


def secret(register: Register) -> bytes:
    """A secret for a register of `made`."""
    return f"a secret for {register.fingerprint}".encode()


_SERVED: dict[int, tuple[Register, Register]] = {}
"""Registers by identity, each beside what is served of it."""


def served(own: Register) -> Register:
    """The register as it is served, exchanged once for all attacks."""
    if id(own) not in _SERVED:
        _SERVED[id(own)] = own, exchange.exchanged(own, secret(own))
    return _SERVED[id(own)][1]


def keys_alone(own: Register) -> Register:
    """The register with noise by cell keys and without exchange: what is not enough."""
    keys = served(own).keys[FIRST_ROUND]
    return replace(own, keys={FIRST_ROUND: keys})


@dataclass(frozen=True)
class Known:
    """What is known of one register: the true answers (to judge by), those served, who is shown."""

    truth: pd.DataFrame
    seen: pd.DataFrame
    shown: np.ndarray
    door: Door

    @classmethod
    def of(cls, own: Register, way: Callable[[Register], Register] = served) -> Known:
        before, after = own, way(own)
        truth, seen = (_codes(each.first_round) for each in (before, after))
        return cls(truth, seen, may_be_shown(own.first_round), protection.firms(after))

    def sums(self, *fields: str) -> tuple[Sums, np.ndarray]:
        """Sums of every cell of some fields, and how many rows of each are shown: an axis each."""
        shape = tuple(SIZES[field] for field in fields)
        places = np.ravel_multi_index([self.seen[f] for f in fields], shape)
        sums = self.door.sums(places, int(np.prod(shape)), np.arange(len(places)))
        public = np.bincount(places[self.shown], minlength=int(np.prod(shape)))
        return sums.each(lambda each: each.reshape(shape)), public.reshape(shape)

    def true(self, *fields: str) -> np.ndarray:
        """How many rows each cell has in truth."""
        shape = tuple(SIZES[field] for field in fields)
        places = np.ravel_multi_index([self.truth[f] for f in fields], shape)
        return np.bincount(places, minlength=int(np.prod(shape))).reshape(shape)


def _codes(frame: pd.DataFrame) -> pd.DataFrame:
    """Answers as small numbers, 0 where there is none."""
    made = {}
    for field in FIELDS:
        column = frame[field]
        if isinstance(column.dtype, pd.CategoricalDtype):
            made[field] = column.cat.codes.to_numpy().astype(int) + 1
        else:
            made[field] = column.fillna(2015).to_numpy(dtype=int) - 2015
    return pd.DataFrame(made)


SIZES = {
    field: 21 if field == "year" else len(register.shipped().first_round[field].cat.categories) + 1
    for field in FIELDS
}


@dataclass
class Tally:
    """How often an attack was right, and how often the likeliest value was."""

    attacks: int = 0
    guesses: int = 0
    tried: int = 0

    def add(self, found: object, likeliest: object, true: object) -> None:
        self.attacks += found == true
        self.guesses += likeliest == true
        self.tried += 1

    @property
    def gain(self) -> float:
        """Attack less guess, as a share of what was tried."""
        return (self.attacks - self.guesses) / max(1, self.tried)

    def __str__(self) -> str:
        n = max(1, self.tried)
        return f"attack {self.attacks / n:.3f}, guess {self.guesses / n:.3f}, {self.tried} tried"


def targets(known: Known, random: np.random.Generator, most: int) -> Iterator[tuple[int, str, str]]:
    """Firms held back, each with two fields in which no other firm held back is like it."""
    held = np.flatnonzero(~known.shown)
    for firm in random.permutation(held)[: 4 * most]:
        first, second = random.permutation(np.array(FIELDS))[:2]
        pair = known.truth[[first, second]].to_numpy()
        if (pair[held] == pair[firm]).all(axis=1).sum() == 1:
            yield int(firm), str(first), str(second)
            most -= 1
        if not most:
            return


def by_supersets(known: Known, firm: int, first: str, second: str, asked: str) -> tuple[int, int]:
    """An answer of a firm by a thousand pairs of selections that differ by it or not at all.

    Each pair has some values of the first field, with and without that of the firm. Gives the
    value for which the numbers differ most often, and that for which they differ most on average;
    the likeliest where none does.
    """
    random = np.random.default_rng(firm)
    sums, public = known.sums(first, second, asked)
    own, other = int(known.truth[first][firm]), int(known.truth[second][firm])
    likely = likeliest(known, asked)
    found = []
    for narrow in (True, False):  # the second field as it is, or any
        cells = sums.each(
            lambda each, narrow=narrow: each[:, other] if narrow else each.sum(axis=1)
        )
        open_cells = public[:, other] if narrow else public.sum(axis=1)
        chosen = random.random((SUPERSETS, SIZES[first])) < random.random((SUPERSETS, 1))
        told = []
        for has in (True, False):
            chosen[:, own] = has
            made = cells.each(lambda each, chosen=chosen: chosen.astype(each.dtype) @ each)
            told.append(made.told - chosen @ open_cells)
        gap = told[0] - told[1]
        there = ~np.isnan(gap)
        number = np.maximum(1, there.sum(axis=0))
        found.append(((gap != 0) & there).sum(axis=0) / number)
        found.append(np.where(there, gap, 0).sum(axis=0) / number)
    differ = found[0] if found[0].any() else found[2]
    average = found[1] if found[1].max() > 0.5 else found[3]
    return (
        int(differ.argmax()) if differ.any() else likely,
        int(average.argmax()) if average.max() > 0.5 else likely,
    )


def likeliest(known: Known, asked: str) -> int:
    """The value that most firms have."""
    return int(np.bincount(known.truth[asked]).argmax())


def answers(seeds: range, way: Callable[[Register], Register] = served, most: int = 4) -> Tally:
    """What the thousand supersets recover of answers of single firms; the better of both ways."""
    ways = (Tally(), Tally())
    for seed in seeds:
        known, random = Known.of(made(seed), way), np.random.default_rng(seed)
        for firm, first, second in targets(known, random, most):
            for asked in FIELDS:
                if asked not in (first, second):
                    true, likely = int(known.truth[asked][firm]), likeliest(known, asked)
                    found = by_supersets(known, firm, first, second, asked)
                    for tally, value in zip(ways, found, strict=True):
                        tally.add(value, likely, true)
    return max(ways, key=lambda tally: tally.attacks)


def small_counts(seeds: range, way: Callable[[Register], Register] = served) -> dict[str, Tally]:
    """What is recovered of numbers from none to nine, by each of several attacks.

    The guess is the rows that are shown and as many held back as is likeliest in such cells; an
    attack that does not tell (NaN) makes it too.
    """
    found: dict[str, list[tuple[float, int, int]]] = {name: [] for name in ATTACKS}
    for seed in seeds:
        known = Known.of(made(seed), way)
        for first, second in PAIRS:
            _, public = known.sums(first, second)
            true = known.true(first, second)
            small = (true < TEN) & (true.sum(axis=1) > 0)[:, None] & (true.sum(axis=0) > 0)
            for name, attack in ATTACKS.items():
                told = np.maximum(attack(known, first, second), public)
                found[name] += zip(
                    told[small].tolist(), public[small].tolist(), true[small].tolist(), strict=True
                )
    return {name: _judged(lines) for name, lines in found.items()}


def _judged(lines: list[tuple[float, int, int]]) -> Tally:
    likely = Counter(true - public for _, public, true in lines).most_common(1)[0][0]
    tally = Tally()
    for told, public, true in lines:
        tally.add(public + likely if np.isnan(told) else round(told), public + likely, true)
    return tally


def _minus_all_but_one(known: Known, first: str, second: str) -> np.ndarray:
    """Each cell as its row less its row without it, as it is told."""
    sums, _ = known.sums(first, second)
    whole = sums.total(1).told[:, None]
    rest = sums.each(lambda each: each.sum(axis=1, keepdims=True) - each).told
    return np.asarray(whole - rest)


def _average(known: Known, first: str, second: str) -> np.ndarray:
    """Each cell as the average of differences over some values of the first field."""
    sums, _ = known.sums(first, second)
    random, size = np.random.default_rng(1), SIZES[first]
    chosen = random.random((SUPERSETS // 4, size)) < 0.7
    made = np.full((size, SIZES[second]), np.nan)
    for own in range(size):
        told = []
        for has in (True, False):
            chosen[:, own] = has
            told.append(sums.each(lambda each: chosen.astype(each.dtype) @ each).told)
        gap = told[0] - told[1]
        there = ~np.isnan(gap)
        mean = np.where(there, gap, 0).sum(axis=0) / np.maximum(1, there.sum(axis=0))
        made[own] = np.where(there.any(axis=0), mean, np.nan)
    return made


@dataclass(frozen=True)
class Page:
    """The numbers of one page as equations: least and most of every cell, and of sets of cells."""

    low: np.ndarray
    high: np.ndarray
    sets: list[tuple[np.ndarray, float, float]]

    @classmethod
    def of(cls, known: Known, first: str, second: str) -> Page:
        """Matrix, both facets, the total, which sentences say too, and the funnel of stages."""
        sums, public = known.sums(first, second)
        low, high = _bounds(sums.told, public)
        sets = []
        for axis in (0, 1):
            least, most = _bounds(sums.total(axis).told, public.sum(axis=axis))
            for at in range(len(least)):
                mask = np.zeros(public.shape, dtype=bool)
                mask[(slice(None), at) if axis == 0 else (at, slice(None))] = True
                sets.append((mask, float(least[at]), float(most[at])))
        least, most = _bounds(sums.total().told, public.sum())
        sets.append((np.ones(public.shape, dtype=bool), float(least), float(most)))
        if first == "stage":
            told, rows = sums.total(1).reached().told, public.sum(axis=1)[::-1].cumsum()[::-1]
            least, most = _bounds(told, rows)
            for at in range(len(least)):
                mask = np.zeros(public.shape, dtype=bool)
                mask[at:] = True
                sets.append((mask, float(least[at]), float(most[at])))
        return cls(low, high, sets)

    def left(self) -> tuple[np.ndarray, np.ndarray]:
        """Least and most of every cell after each equation was used until nothing moved."""
        low, high = self.low.astype(float), self.high.astype(float)
        moved = True
        while moved:
            before = low.sum() - high.sum()
            for mask, least, most in self.sets:
                others_high, others_low = high[mask].sum() - high[mask], low[mask].sum() - low[mask]
                low[mask] = np.maximum(low[mask], least - others_high)
                high[mask] = np.minimum(high[mask], most - others_low)
            moved = low.sum() - high.sum() > before
        return low, high

    def exact(self, cell: tuple[int, int]) -> tuple[float, float]:
        """Least and most of one cell by a solver in whole numbers, all equations at once."""
        size = self.low.size
        chosen = np.zeros(size)
        chosen[np.ravel_multi_index(cell, self.low.shape)] = 1
        rows = np.array([mask.ravel() for mask, *_ in self.sets], dtype=float)
        ends = [np.array([each[n] for each in self.sets]) for n in (1, 2)]
        found = [
            milp(
                way * chosen,
                integrality=np.ones(size),
                bounds=Bounds(self.low.ravel(), self.high.ravel()),
                constraints=LinearConstraint(rows, *ends),
            )
            for way in (1, -1)
        ]
        assert all(each.success for each in found)
        return round(found[0].fun), round(-found[1].fun)


def _equations(known: Known, first: str, second: str) -> np.ndarray:
    """What the equations of one page leave of each cell, which is told where one number is left."""
    low, high = Page.of(known, first, second).left()
    return np.where(low >= high, low, np.nan)


def _bounds(told: np.ndarray, public: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Least and most that a number can be; rows that may be shown are known."""
    most = protection.MOST
    low = np.maximum(public, np.where(np.isnan(told), 0, told - most))
    return low, np.maximum(low, np.where(np.isnan(told), TEN - 1 + most, told + most))


ATTACKS: dict[str, Callable[[Known, str, str], np.ndarray]] = {
    "whole minus all but one": _minus_all_but_one,
    "average of differences": _average,
    "equations": _equations,
}


def main() -> None:
    """Print what was measured."""
    seeds = range(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
    for name, way in (("keys alone", keys_alone), ("served", served)):
        print(f"{name}: answers of single firms: {answers(seeds, way)}")
        for attack, tally in small_counts(seeds, way).items():
            print(f"{name}: small counts, {attack}: {tally}")
    for firms in (636, 10_000):
        own = scaled(firms)
        print(firms, costs(own, served(own)), sep="\n")


if __name__ == "__main__":
    main()
