"""The filters of a page as they stand: what each value has, what is chosen, what a click does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from neweco.analysis import bins, protection
from neweco.analysis.protection import Coded, Cut, Door
from neweco.model.choices import UNKNOWN
from neweco.model.vocabularies import DISTRICTS
from neweco.query import filters
from neweco.query.facets import Active, Apart, Dropping, Facet, Offer
from neweco.query.filters import Between, Range, Values
from neweco.query.selection import Selection
from neweco.words import numbers

Labels = Mapping[str, Mapping[str, str]]
"""Names of codes that are ids of the register, by parameter."""

Told = int | None
"""A number of rows as it leaves the door; None is fewer than ten."""

Numbers = Mapping[str, Told]
"""Rows per code."""


Once = Callable[[str, Callable[[], Any]], Any]
"""Keeps under a name what depends on all rows alone."""


def _anew(name: str, make: Callable[[], Any]) -> Any:
    del name
    return make()


@dataclass(frozen=True)
class Counts:
    """Rows per value of every filter: under the other filters, and in the whole register.

    A field's own filter is left out of the counts beside its values, so that an unchosen value
    shows what a click would add. Every number comes through the door of the rows. What is the
    same for every selection is asked of `once`.
    """

    selection: Selection
    frame: pd.DataFrame
    door: Door
    once: Once = _anew

    @cached_property
    def _refused(self) -> Mapping[str, np.ndarray]:
        """Rows that a filter in force does not keep, by parameter."""
        return {name: ~self.selection.mask(self.frame, name) for name in self.selection.active}

    @cached_property
    def _refusals(self) -> np.ndarray:
        """By how many filters each row is refused."""
        found = np.zeros(len(self.frame), dtype=np.int16)
        for refused in self._refused.values():
            found += refused
        return found

    @cached_property
    def kept(self) -> np.ndarray:
        """Rows that every filter keeps."""
        found: np.ndarray = self._refusals == 0
        return found

    def others(self, param: str) -> np.ndarray:
        """Rows that every filter but this one keeps."""
        own = self._refused.get(param)
        found: np.ndarray = self.kept if own is None else np.equal(self._refusals, own)
        return found

    @cached_property
    def _kept(self) -> Cut:
        """The same rows looked up: most filters count them, those not in force."""
        return self.door.cut(self.kept)

    def more(self, param: str) -> int | None:
        """Rows that come back when one filter is dropped."""
        return self.door.number(self.others(param) & self._refused[param])

    @cached_property
    def compared(self) -> np.ndarray | None:
        """Rows of the pinned selection; None where the whole is compared with."""
        pinned = self.selection.pinned
        return None if pinned is None else pinned.keep(self.frame)

    @property
    def _every(self) -> Cut:
        return self.door.cut(np.ones(len(self.frame), dtype=bool))

    @cached_property
    def _compared(self) -> Cut | None:
        return None if self.compared is None else self.door.cut(self.compared)

    @cached_property
    def _by_param(self) -> Mapping[str, tuple[Numbers, Numbers]]:
        """`values` of every filter, which facets and what sets a selection apart both ask for."""
        known = filters.of(self.selection.view).items()
        return {name: self._valued(own) for name, own in known if isinstance(own, Values)}

    def values(self, own: Values) -> tuple[Numbers, Numbers]:
        """Rows per code under the other filters, and in the whole register or what is pinned."""
        return self._by_param[own.param]

    def _valued(self, own: Values) -> tuple[Numbers, Numbers]:
        column: Coded = self.once(
            f"coded.{own.param}", lambda: Coded.of(self.frame[own.field.code])
        )
        whole: Numbers = (
            self.once(f"values.{own.param}", lambda: self._told(column, self._every))
            if self._compared is None
            else self._told(column, self._compared)
        )
        if not self.selection.active and self.compared is None:
            return whole, whole
        in_force = own.param in self.selection.active
        under = self.door.cut(self.others(own.param)) if in_force else self._kept
        return self._told(column, under), whole

    def _told(self, column: Coded, rows: Cut) -> Numbers:
        told = protection.numbers(self.door.per_code(column.at(rows.places), rows))
        return {code: number for code, number in told.items() if number != 0}

    def numbers(self, own: Between) -> tuple[list[bins.Ends], list[Told], list[Told]]:
        """Bins over a number, the rows in each under the other filters, and in the whole."""
        column = self.frame[own.field.code].to_numpy(dtype=float, na_value=np.nan)
        cut: list[bins.Ends] = self.once(f"bins.{own.param}", lambda: bins.bins(column))

        def told(rows: np.ndarray) -> list[Told]:
            return self._binned(column, cut, rows)

        every = np.ones(len(column), dtype=bool)
        whole: list[Told] = self.once(f"binned.{own.param}", lambda: told(every))
        behind = whole if self.compared is None else told(self.compared)
        return cut, told(self.others(own.param)) if self.selection.active else whole, behind

    def _binned(self, column: np.ndarray, cut: list[bins.Ends], rows: np.ndarray) -> list[Told]:
        if not self.door.protects:
            return list(bins.counts(column[rows], cut))
        return [self.door.number(rows & bins.within(column, ends)) for ends in cut]


def facets(counts: Counts, language: str, labels: Labels) -> tuple[Facet, ...]:
    """The filters that are offered, in the order of addresses."""
    return tuple(
        _range(counts, own, language)
        if isinstance(own, Between)
        else _values(counts, own, language, labels.get(name, {}))
        for name, own in filters.of(counts.selection.view).items()
        if isinstance(own, Between | Values)
    )


def _values(counts: Counts, own: Values, language: str, names: Mapping[str, str]) -> Facet:
    selection = counts.selection
    chosen = selection.chosen(own.param)
    rows, whole = counts.values(own)
    none = counts.door.number(np.array([], dtype=np.intp))
    places = own.field.vocabulary is DISTRICTS
    offers = tuple(
        Offer(
            code,
            DISTRICTS[code].short(language)
            if places and code in DISTRICTS
            else own.name(code, language, names),
            rows.get(code, none),
            code in chosen,
            selection.toggled(own.param, code),
            whole.get(code, none),
            DISTRICTS[code].tile if places and code in DISTRICTS else None,
        )
        for code in own.offered(whole, chosen)
    )
    compared = counts.compared is not None
    return Facet(own.param, own.field.label(language), offers, compared=compared, units=bool(names))


def _range(counts: Counts, own: Between, language: str) -> Facet:
    selection, field = counts.selection, own.field
    span = selection.range(own.param)
    offers = tuple(
        Offer(
            str(Range(*ends)),
            own.said(Range(*ends), language, {}),
            rows,
            _within(ends, span),
            selection.with_range(own.param, *_clicked(ends, span)),
            whole,
            tick=_tick(ends[0], own, language),
        )
        for ends, rows, whole in zip(*counts.numbers(own), strict=True)
    )
    heading = field.measure.heading(language)
    ends, compared = (field.low, field.high), counts.compared is not None
    label = field.label(language)
    return Facet(own.param, label, offers, span, heading, *ends, compared=compared)


def _tick(value: float | None, own: Between, language: str) -> str:
    """An end of a bin as short as an axis writes it."""
    unit = own.field.measure
    if value is None:
        return ""
    if unit.style == "money":
        return numbers.compact(value * unit.scale, language)
    return unit.said(value, language) if unit.style == "percent" else f"{value:g}"


def _within(ends: bins.Ends, span: Range) -> bool:
    """Whether a bin lies in the range in force."""
    if span == Range():
        return False
    low, high = ends
    above = span.low is None or (low is not None and low >= span.low)
    return above and (span.high is None or (high is not None and high <= span.high))


def _clicked(ends: bins.Ends, span: Range) -> bins.Ends:
    """The range once a bin was clicked: the bin, the range stretched to it, or nothing where it
    was the only one. A bin inside a longer range becomes the range."""
    low, high = ends
    if span == Range() or (_within(ends, span) and (span.low, span.high) != ends):
        return ends
    if (span.low, span.high) == ends:
        return None, None
    lower = None if low is None or span.low is None else min(low, span.low)
    upper = None if high is None or span.high is None else max(high, span.high)
    return lower, upper


def active(counts: Counts, language: str, labels: Labels) -> tuple[Active, ...]:
    """The filters in force, in the order of addresses."""
    selection = counts.selection
    return tuple(
        Active(
            name,
            selection.phrase(name, language, labels.get(name)),
            selection.without(name),
            counts.more(name),
        )
        for name in selection.active
    )


FEWEST = 5
"""Rows below which no value is said to set a selection apart."""


def apart(counts: Counts, language: str, labels: Labels, most: int = 3) -> tuple[Apart, ...]:
    """The values whose share of the rows differs most from that of what they are compared with:
    the whole, or what is pinned. Of protected rows, and of few, nothing is said."""
    selection, frame = counts.selection, counts.frame
    kept = counts.kept
    here, there = int(np.count_nonzero(kept)), len(frame)
    if counts.compared is not None:
        there = int(np.count_nonzero(counts.compared))
    if counts.door.protects or not selection.active or min(here, there) < 2 * FEWEST:
        return ()
    found = [
        Apart(
            _named(own, code, language, labels.get(name, {})),
            rows / here,
            whole / there,
            selection.toggled(name, code),
            f"{name}={code}",
        )
        for name, own in filters.of(selection.view).items()
        if isinstance(own, Values) and name not in selection.active
        for code, rows, whole in _both(counts, own)
    ]
    found.sort(key=lambda each: -abs(each.share - each.other))
    return tuple(found[:most])


def _named(own: Values, code: str, language: str, names: Mapping[str, str]) -> str:
    """A value as it is understood alone: `有上市计划` and not `是`."""
    said = own.name(code, language, names)
    return own.field.label(language) if own.field.kind == "flag" else said


def _both(counts: Counts, own: Values) -> list[tuple[str, int, int]]:
    """Codes with enough rows on either side, with their rows here and there."""
    rows, whole = counts.values(own)
    pairs = ((code, rows.get(code) or 0, whole.get(code) or 0) for code in whole)
    unclear = {UNKNOWN, "0"}  # that something is not so, or not known, sets nobody apart
    return [p for p in pairs if p[0] not in unclear and max(p[1:]) >= FEWEST and p[1]]


def dropping(counts: Counts, active: Sequence[Active]) -> tuple[Dropping, ...]:
    """For an empty result: what would show without each filter, the most helpful first."""
    found = [
        Dropping(one.param, one.phrase, counts.door.number(counts.others(one.param)), one.without)
        for one in active
    ]
    return tuple(sorted(found, key=lambda each: -(each.rows or 0)))
