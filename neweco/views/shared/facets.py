"""The filters of a page as they stand: what each value has, what is chosen, what a click does."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from neweco.analysis import protection
from neweco.analysis.protection import Door
from neweco.query import filters
from neweco.query.filters import Between, Filter, Values
from neweco.query.selection import Selection
from neweco.sheet import Active, Dropping, Facet, Offer

Counts = Mapping[str, Mapping[str, int | None]]
"""Rows per code, by parameter; None is fewer than ten."""

Labels = Mapping[str, Mapping[str, str]]
"""Names of codes that are ids of the register, by parameter."""


def counted(selection: Selection, whole: pd.DataFrame, door: Door) -> Counts:
    """For every filter with values: rows of `whole` per code under the other filters.

    Where numbers are protected every code of the column is there, whatever has rows.
    """
    kept = selection.keep(whole)
    made: dict[str, Mapping[str, int | None]] = {}
    for name, own in filters.of(selection.view).items():
        if isinstance(own, Values):
            rows = selection.without(name).keep(whole) if name in selection.active else kept
            counts = protection.numbers(door.counts(whole[own.field.code], rows=rows))
            made[name] = {code: n for code, n in counts.items() if n != 0}
    return made


def facets(
    selection: Selection, language: str, labels: Labels, counts: Counts
) -> tuple[Facet, ...]:
    """The filters that are offered, in the order of the bar."""
    return tuple(
        _facet(selection, own, language, labels.get(name, {}), counts.get(name, {}))
        for name, own in filters.of(selection.view).items()
    )


def _facet(
    selection: Selection,
    own: Filter,
    language: str,
    names: Mapping[str, str],
    counts: Mapping[str, int | None],
) -> Facet:
    field = own.field
    if isinstance(own, Between):
        span, unit = selection.range(own.param), field.measure.heading(language)
        return Facet(own.param, field.label(language), (), span, unit, field.low, field.high)
    assert isinstance(own, Values)
    chosen = selection.chosen(own.param)
    offers = tuple(
        Offer(
            code,
            own.name(code, language, names),
            counts.get(code, 0),
            code in chosen,
            selection.toggled(own.param, code),
        )
        for code in own.offered(counts, chosen)
    )
    return Facet(own.param, field.label(language), offers)


def active(selection: Selection, language: str, labels: Labels) -> tuple[Active, ...]:
    """The filters in force, in the order of addresses."""
    return tuple(
        Active(name, selection.phrase(name, language, labels.get(name)), selection.without(name))
        for name in selection.active
    )


def dropping(
    selection: Selection, language: str, labels: Labels, whole: pd.DataFrame, door: Door
) -> tuple[Dropping, ...]:
    """For an empty result: what would show without each filter, the most helpful first."""
    found = [
        Dropping(one.param, one.phrase, door.number(one.without.keep(whole)), one.without)
        for one in active(selection, language, labels)
    ]
    return tuple(sorted(found, key=lambda each: -(each.rows or 0)))
