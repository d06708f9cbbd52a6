"""Firms that refused to be shown take their answers from each other before anything is counted.

Noise on counts alone does not hold against combining: two selections that differ by one firm at
most tell by their being equal that it is not there, and a thousand of them average any noise out.
So the answers themselves are no longer the firm's: as in record swapping (Dalenius and Reiss, 1982;
ONS Census 2021 exchanges records before it adds cell keys), each answer of each firm held back is
drawn anew, one after the other:

- from the answers of firms held back that have the same answer to what it hangs on (`GROUPS`),
  where there are at least `POOL` of them, then from what is left of all; each is used once.
- What fewer than ten of these share is not passed on. In its place comes the answer of a firm that
  may be shown, which is public.

So all that any number, difference or average can hold of firms held back are answers that ten of
them share, and of no firm which of them is its own. Sums over a register stay what they are. The
more firms are held back, the fainter become differences between groups that do not hang on each
other here. What is exchanged does not change as long as neither the register nor its secret does.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections import Counter
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from neweco.analysis.protection import TEN
from neweco.model.parts import parts
from neweco.model.register import FIRST_ROUND, Register, may_be_shown
from neweco.model.vocabularies import STAGE_DATES

POOL = 50
"""So many firms at least are drawn from together: one of them is worth two points in a hundred."""


@dataclass(frozen=True)
class Group:
    """Columns that are drawn together: the one that pages filter or count, those that go with it,
    and the one that it hangs on."""

    lead: str
    hangs_on: str = ""
    along: tuple[str, ...] = ()


GROUPS = (
    Group("industry"),
    Group("centre_id", "industry"),
    Group("district", "industry"),
    Group("size", "industry"),
    Group("stage", "industry", ("exit_reason",)),
    Group("year", "stage", STAGE_DATES),
    Group("categories", "stage", ("projects",)),
    Group(
        "level",
        "stage",
        ("mode", "instrument", "score_f", "score_o", "score_m", "score_r", "score_total",
         "limited_by"),
    ),
    Group(
        "barrier_primary",
        "industry",
        ("barrier_dare_not", "barrier_cannot", "barrier_will_not", "barrier_secondary"),
    ),
    Group("causes", "barrier_primary"),
    Group("needs", "barrier_primary"),
)  # fmt: skip
"""In the order in which they are drawn."""


def exchanged(register: Register, secret: bytes) -> Register:
    """The register as it is counted, with keys for the rows that may not be shown.

    Nothing of what these rows held is in it but what is passed on; ids stay. The fingerprint
    depends on the secret too.
    """
    drawn = _Exchange(register, secret)
    diagnoses = drawn.diagnoses()
    first = diagnoses.iloc[: len(register.first_round)]
    shown = may_be_shown(diagnoses)
    keys = drawn.keys(diagnoses["diagnosis_id"], shown)
    projects, of_projects = drawn.projects()
    return replace(
        register,
        fingerprint=_mac(secret, register.fingerprint).hex()[:16],
        frames={
            **register.frames,
            "diagnoses": diagnoses,
            FIRST_ROUND: first,
            "projects": projects,
        },
        keys={
            "diagnoses": keys,
            FIRST_ROUND: keys[: len(first)],
            "projects": of_projects,
        },
    )


def _mac(secret: bytes, text: str) -> bytes:
    return hmac.new(secret, text.encode(), hashlib.sha256).digest()


class _Exchange:
    """One register in the making: who draws, from whom, in which order."""

    def __init__(self, register: Register, secret: bytes) -> None:
        self.register = register
        self.first = register.first_round
        # SipHash reads a key of sixteen bytes, as text.
        self.hash_key = base64.b64encode(_mac(secret, "keys")[:12]).decode()
        self.random = np.random.Generator(
            np.random.PCG64(int.from_bytes(_mac(secret, "exchange"), "big"))
        )
        shown = may_be_shown(self.first)
        order = np.argsort(self._hashed(self.first["diagnosis_id"]), kind="stable")
        self.held, self.open = order[~shown[order]], order[shown[order]]
        self.source: dict[str, np.ndarray] = {}
        for group in GROUPS:
            self.source[group.lead] = self._drawn(group)

    def keys(self, ids: pd.Series, shown: np.ndarray) -> np.ndarray:
        """A key for each row, never zero, but where it may be shown."""
        return np.where(shown, np.uint64(0), self._hashed(ids) | np.uint64(1))

    def _hashed(self, ids: pd.Series) -> np.ndarray:
        """A hash of each id."""
        texts = (part.astype("str").to_numpy(dtype=object) for part in parts(ids))
        hashed = (
            pd.util.hash_array(each, hash_key=self.hash_key, categorize=False) for each in texts
        )
        return np.concatenate([np.zeros(0, dtype=np.uint64), *hashed])

    def _drawn(self, group: Group) -> np.ndarray:
        """For each firm held back, in the order of `held`, the row it takes its answers from;
        -1 where there is none."""
        answers = _Answers.of(self.first[group.lead])
        source = np.full(len(self.held), -1)
        pools = self._pools(group)
        left = np.ones(len(self.held), dtype=bool)  # whose own answers are not passed on yet
        for takers, givers in [*pools, (np.arange(len(self.held)),) * 2]:
            takers, givers = takers[source[takers] < 0], givers[left[givers]]
            passed = givers[answers.shared(self.held[givers])]
            number = min(len(takers), round(len(takers) * len(passed) / max(1, len(givers))))
            source[self.random.permutation(takers)[:number]] = self._some(self.held[passed], number)
            left[passed] = False
        ways = self._public(answers)
        for takers, _ in pools:
            takers = takers[source[takers] < 0]
            source[takers] = self._some(self._nearest(group, takers, ways), len(takers))
        return source

    def _pools(self, group: Group) -> list[tuple[np.ndarray, np.ndarray]]:
        """Who draws from whom: places in `held`, by what the group hangs on."""
        everyone = np.arange(len(self.held))
        if not group.hangs_on:
            return [(everyone, everyone)]
        codes = self._codes(group.hangs_on)
        now, were = codes[self._now(group.hangs_on)], codes[self.held]
        large = np.bincount(were, minlength=codes.max(initial=0) + 1) >= POOL
        return [
            (everyone[now == code], everyone[were == code] if large[code] else everyone[:0])
            for code in np.unique(now)
        ]

    def _public(self, answers: _Answers) -> list[np.ndarray]:
        """Rows from which is taken what is not passed on, the best first: those that may be shown
        and have other answers than are passed on, all that may be shown, what is passed on."""
        other = self.open[~answers.shared(self.held, self.open)]
        return [other, self.open, self.held[answers.shared(self.held)]]

    def _nearest(self, group: Group, takers: np.ndarray, ways: list[np.ndarray]) -> np.ndarray:
        """Of these the first that has ten rows, each before that the part of it that has the same
        answer to what the group hangs on as some firms of one pool."""
        found = ways
        if group.hangs_on and len(takers):
            codes = self._codes(group.hangs_on)
            kind = codes[self._now(group.hangs_on)[takers[0]]]
            near = [way[codes[way] == kind] for way in ways[:2]]
            found = [near[0], ways[0], near[1], *ways[1:]]
        return next((way for way in found if len(way) >= TEN), np.array([-1]))

    def _codes(self, lead: str) -> np.ndarray:
        return np.append(pd.factorize(self.first[lead], use_na_sentinel=False)[0], -1)

    def _now(self, lead: str) -> np.ndarray:
        """The rows that hold what each firm has now in a column drawn before; -1 for none."""
        return self.source[lead]

    def _some(self, rows: np.ndarray, number: int) -> np.ndarray:
        """So many of some rows, none again before all were drawn."""
        return np.resize(self.random.permutation(rows), number) if number else rows[:0]

    def diagnoses(self) -> pd.DataFrame:
        """All rounds; follow-ups that may not be shown keep their ids alone."""
        frame = self.register.diagnoses
        shown = may_be_shown(frame)
        blank = np.where(shown, np.arange(len(frame)), -1)
        columns = {"source_ref": _taken(frame["source_ref"], blank)}
        for group in GROUPS:
            rows = blank.copy()
            rows[self.held] = self.source[group.lead]
            for code in (group.lead, *group.along):
                columns[code] = _taken(frame[code], rows)
        for code in ("industry", "centre_id", "stage"):  # never empty, and nothing is known of it
            columns[code] = self._any(columns[code])
        columns["projects"] = columns["projects"].fillna(0)
        return frame.assign(**columns)

    def _any(self, column: pd.Series) -> pd.Series:
        kinds = column.cat.categories
        if not len(kinds):
            return column
        instead = kinds.take(self.random.integers(0, len(kinds), len(column)))
        return column.where(column.notna(), pd.Series(instead, column.index).astype(column.dtype))

    def _rounds(self, projects: np.ndarray) -> np.ndarray:
        """The diagnosis of each of these projects, -1 for none; first rounds stand first. Only
        where there is none of these are all diagnoses looked through."""
        rounds: np.ndarray = self.register.parents[projects]
        apart = rounds < 0
        if apart.any():
            ids = self.register.projects["diagnosis_id"].iloc[projects[apart]]
            known = pd.Index(self.register.diagnoses["diagnosis_id"])
            rounds[apart] = known.get_indexer_for(pd.Index(ids))
        return rounds

    def projects(self) -> tuple[pd.DataFrame, np.ndarray]:
        """The projects of firms that may be shown, those that the others draw, and their keys.

        One whose diagnosis is no first round counts for none; it is held back unless that
        diagnosis may be shown.
        """
        frame, parents = self.register.projects, self.register.parents
        public = np.isin(parents, self.open)
        apart = parents < 0
        order = np.argsort(parents, kind="stable")
        source = self.source["categories"]
        start, end = (np.searchsorted(parents[order], source, side) for side in ("left", "right"))
        often = np.where(source < 0, 0, end - start)
        takers = np.repeat(np.arange(len(source)), often)
        nth = np.arange(len(takers)) - np.repeat(np.cumsum(often) - often, often)
        drawn = frame.iloc[order[start[takers] + nth]]
        ids = self.first["diagnosis_id"].iloc[self.held[takers]].to_numpy()
        drawn = drawn.assign(
            diagnosis_id=ids, project_id=[f"{id}/{n}" for id, n in zip(ids, nth, strict=True)]
        )
        made = pd.concat([frame.loc[public | apart], drawn], ignore_index=True)
        rounds = np.concatenate([self._rounds(np.flatnonzero(public | apart)), self.held[takers]])
        shown = np.append(may_be_shown(self.register.diagnoses), False)[rounds]  # -1 is no round
        return made, self.keys(made["project_id"], shown)


@dataclass(frozen=True)
class _Answers:
    """A column as places among its texts, each text a list of codes."""

    places: np.ndarray
    texts: list[list[str]]

    @classmethod
    def of(cls, column: pd.Series) -> _Answers:
        places, values = pd.factorize(column, use_na_sentinel=False)
        return cls(places, [("" if pd.isna(v) else str(v)).split(";") for v in values])

    def shared(self, among: np.ndarray, rows: np.ndarray | None = None) -> np.ndarray:
        """Which rows (those asked among, unless told) hold nothing but what ten of these share."""
        often: Counter[str] = Counter()
        numbers = np.bincount(self.places[among], minlength=len(self.texts)).tolist()
        for text, number in zip(self.texts, numbers, strict=True):
            often.update(dict.fromkeys(text, number))
        held = np.array([all(often[c] >= TEN for c in text) for text in self.texts], dtype=bool)
        return np.asarray(held[self.places[among if rows is None else rows]])


def _taken(column: pd.Series, rows: np.ndarray) -> pd.Series:
    """A column with the cells of other rows; -1 is an empty one."""
    if isinstance(column.dtype, pd.StringDtype) or column.dtype == object:
        return column.take(np.maximum(rows, 0)).set_axis(column.index).where(rows >= 0, "")
    return pd.Series(column.array.take(rows, allow_fill=True), column.index)
