"""The filters of a page as they stand: what each value has, what is chosen, what a click does."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from neweco.analysis import protection
from neweco.query import filters, matching
from neweco.query.filters import Between, Filter, Values
from neweco.query.selection import Selection
from neweco.sheet import Active, Dropping, Facet, Offer

Counts = Mapping[str, Mapping[str, int | None]]
"""Rows per code, by parameter; None where the number is hidden."""

Labels = Mapping[str, Mapping[str, str]]
"""Names of codes that are ids of the register, by parameter."""


def counted(
    selection: Selection, whole: pd.DataFrame, rows: pd.DataFrame, protected: bool
) -> Counts:
    """For every filter with values: rows per code under the other filters.

    `rows` are those of `whole` that the selection keeps; only a filter that is active has others
    to count. Of protected rows the counts are always those of the whole register: beside a narrow
    selection a zero would tell as much as a number, and what one option less leaves would tell the
    rest.
    """
    known = {
        name: own for name, own in filters.of(selection.view).items() if isinstance(own, Values)
    }
    if protected:
        return {name: _hidden(matching.counts(whole[f.field.code]), f) for name, f in known.items()}
    return {
        name: selection.facets(whole, name)
        if name in selection.active
        else matching.counts(rows[own.field.code])
        for name, own in known.items()
    }


def _hidden(counts: Mapping[str, int], own: Filter) -> Mapping[str, int | None]:
    """Counts beside options. Lists count a row under each of their codes: no total to betray."""
    if own.field.kind == "choices":
        return {code: protection.part(number, number) for code, number in counts.items()}
    return protection.numbers(protection.parts(pd.Series(counts, dtype="int64")))


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
    selection: Selection, language: str, labels: Labels, whole: pd.DataFrame, protected: bool
) -> tuple[Dropping, ...]:
    """For an empty result: what would show without each filter, the most helpful first."""
    found = []
    for one in active(selection, language, labels):
        rows = int(one.without.keep(whole).sum())
        hides = protected and protection.too_fine(one.without, whole)
        found.append((rows, Dropping(one.param, one.phrase, None if hides else rows, one.without)))
    return tuple(each for _, each in sorted(found, key=lambda pair: -pair[0]))
