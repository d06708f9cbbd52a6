"""What the values of filters are measured by: their rows, or one measure for all of them.

A measure is taken of the same rows that are counted beside a value: under the other filters, and
in the whole or what is pinned. Below five units no share and no median is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from neweco import words
from neweco.analysis import bins, protection
from neweco.analysis.protection import MOST
from neweco.model.fields import Field
from neweco.model.register import Register
from neweco.query import filters
from neweco.query.facets import Amount, Facet
from neweco.query.filters import Between, Filter, Values
from neweco.query.selection import Selection
from neweco.sheet import Option
from neweco.views.shared.facets import FEWEST, Counts
from neweco.words import numbers


@dataclass(frozen=True)
class Measure:
    """How a measure is taken, and of which field."""

    how: Literal["rows", "share", "median", "total", "projects", "per_100"]
    field: str = ""


BY = "by"
"""The switch of a view that chooses one."""

MEASURES: Mapping[str, Measure] = {
    "rows": Measure("rows"),
    "share": Measure("share"),
    "revenue": Measure("median", "revenue"),
    "growth": Measure("median", "growth"),
    "money": Measure("total", "scenario_money"),
    "projects": Measure("projects"),
    "per_100": Measure("per_100"),
}
"""Every measure by the name that addresses have for it."""


def option(selection: Selection, language: str) -> Option | None:
    """The measures that a page offers, as a switch; None where it counts rows alone."""
    switch = selection.declared.switch.get(BY)
    if switch is None:
        return None
    names = tuple(
        (code, words.text(language, f"{selection.view}.by.{code}")) for code in switch.values
    )
    label = words.text(language, "common.by")
    return Option(BY, label, selection.option(BY), names, selection)


def measured(
    facets: tuple[Facet, ...], counts: Counts, register: Register, language: str
) -> tuple[Facet, ...]:
    """The filters with what their values measure; as they are where rows are counted."""
    offered = BY in counts.selection.declared.switch
    measure = MEASURES[counts.selection.option(BY) if offered else "rows"]
    if measure.how == "rows":
        return facets
    return tuple(_Taking(counts, register, language, measure, facet).facet() for facet in facets)


@dataclass(frozen=True)
class _Taking:
    counts: Counts
    register: Register
    language: str
    measure: Measure
    of: Facet

    def facet(self) -> Facet:
        counts, own = self.counts, filters.of(self.counts.selection.view)[self.of.param]
        compared = counts.compared
        behind = np.ones(len(counts.frame), dtype=bool) if compared is None else compared
        if self.measure.how == "share":
            return self._shares(behind)
        kept, offers = counts.others(self.of.param), []
        for offer in self.of.offers:
            here = self._members(own, offer.code)
            amounts = (self._of(here & kept), self._of(here & behind))
            offers.append(replace(offer, amounts=amounts))
        return replace(self.of, offers=tuple(offers))

    def _members(self, own: Filter, code: str) -> np.ndarray:
        """The rows that have one value of the filter."""
        column = self.counts.frame[own.field.code]
        if isinstance(own, Values):
            return own.keeps(column, (code,))
        assert isinstance(own, Between)
        low, high = (filters.number(end) for end in code.split(".."))
        return bins.within(column.to_numpy(dtype=float, na_value=np.nan), (low, high))

    def _shares(self, behind: np.ndarray) -> Facet:
        """The share of each value's rows that is kept, in front of that of all rows."""
        door = self.counts.door
        of_all = self._part(door.number(self.counts.kept), door.number(behind))
        offers = [
            replace(offer, amounts=(self._part(offer.rows, offer.whole), of_all))
            for offer in self.of.offers
        ]
        return replace(self.of, offers=tuple(offers))

    def _part(self, part: int | None, whole: int | None) -> Amount:
        if part is None or whole is None or whole < FEWEST:
            return Amount(None, numbers.UNKNOWN)
        share = min(1.0, part / whole)
        return Amount(share, numbers.percent(share, self.language, 0))

    def _of(self, rows: np.ndarray) -> Amount:
        if self.measure.how == "projects":
            number = self._projects(rows)
            return Amount(number, words.whole(self.language, number))
        return self._per_100(rows) if self.measure.how == "per_100" else self._computed(rows)

    def _computed(self, rows: np.ndarray) -> Amount:
        """The middle or the sum of what is known; of units recognised in public alone."""
        assert not self.counts.door.protects
        code, language = self.measure.field, self.language
        values = self.counts.frame[code].to_numpy(dtype=float, na_value=np.nan)[rows]
        known = values[~np.isnan(values)]
        if len(known) < (FEWEST if self.measure.how == "median" else 1):
            return Amount(None, numbers.UNKNOWN)
        amount = float(np.median(known) if self.measure.how == "median" else known.sum())
        unit = self._field.measure
        money = unit.style == "money"
        said = (
            numbers.compact(amount * unit.scale, language)
            if money
            else unit.said(round(amount, 1), language)
        )
        return Amount(amount, said)

    def _per_100(self, rows: np.ndarray) -> Amount:
        """Landed projects for each hundred firms; of protected numbers, from the least to the most
        that the noise in both leaves open."""
        firms, projects = self.counts.door.number(rows), self._projects(rows)
        if firms is None or projects is None or firms < FEWEST:
            return Amount(None, numbers.UNKNOWN)
        rate = 100 * projects / firms
        ends = [rate]
        if self.counts.door.protects:
            ends = [100 * (projects + n) / (firms - n) for n in (-MOST, MOST)]
        return Amount(rate, "–".join(numbers.number(end, self.language) for end in ends))

    def _projects(self, rows: np.ndarray) -> int | None:
        """Landed projects that the rows led to."""
        register = self.register
        led = np.append(rows, False)[register.parents]  # the last place: no first round
        led &= register.projects["landed_on"].notna().to_numpy()
        return protection.projects(register).number(led)

    @property
    def _field(self) -> Field:
        table = self.counts.selection.declared.table
        assert table is not None
        return table[self.measure.field]
