"""Counts beside values: what a click would show, the whole behind it, and what is pinned."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neweco import published, words
from neweco.analysis import protection
from neweco.analysis.protection import EXACT, TEN
from neweco.model import register
from neweco.model.choices import UNKNOWN
from neweco.model.vocabularies import DISTRICTS
from neweco.query import filters
from neweco.query.facets import Facet, Offer
from neweco.query.filters import Range, Values
from neweco.query.selection import Selection
from neweco.views.shared import facets
from neweco.views.shared.facets import Counts
from tests import attacks
from tests.made import queries
from tests.views.test_views import FILTERED, made

R, P = register.shipped(), published.shipped()


def read(query: str, view: str = "enterprises") -> Selection:
    return Selection.from_query(view, query)


def frame(selection: Selection) -> pd.DataFrame:
    return selection.declared.rows(R, P)


def counts(selection: Selection) -> Counts:
    return Counts(selection, frame(selection), EXACT)


def rows(selection: Selection) -> int:
    """How many rows of the register a selection shows."""
    return int(np.count_nonzero(selection.keep(frame(selection))))


def offered(selection: Selection, param: str, language: str = "en") -> Facet:
    found = facets.facets(counts(selection), language, {})
    return next(facet for facet in found if facet.param == param)


def numbers(facet: Facet) -> dict[str, tuple[int | None, int | None]]:
    return {offer.code: (offer.rows, offer.whole) for offer in facet.offers}


def chosen(facet: Facet) -> list[str]:
    return [offer.code for offer in facet.offers if offer.chosen]


def _alone(selection: Selection, facet: Facet, offer: Offer) -> Selection:
    """The selection with this one value of a filter instead of what is chosen there."""
    if facet.span is None:
        return selection.with_values(facet.param, [offer.code])
    low, high = (filters.number(end) for end in offer.code.split(".."))
    return selection.with_range(facet.param, low, high)


_SELECTIONS = st.sampled_from(FILTERED).flatmap(
    lambda view: queries(view).map(lambda query: read(query, view))
)


@settings(max_examples=60)
@given(_SELECTIONS, st.data())
def test_beside_a_value_stands_what_a_click_on_it_shows(
    selection: Selection, data: st.DataObject
) -> None:
    found = facets.facets(counts(selection), "zh", {})
    assert [facet.param for facet in found] == list(filters.of(selection.view))
    for facet in found:
        offer = data.draw(st.sampled_from(facet.offers))
        assert offer.rows == rows(_alone(selection, facet, offer))
        assert offer.whole == rows(_alone(Selection(selection.view), facet, offer))
        if facet.param not in selection.active:
            assert offer.rows == rows(offer.selection)
            assert offer.selection == replace(
                _alone(selection, facet, offer), item=selection.item, ignored=()
            )


@settings(max_examples=40)
@given(_SELECTIONS)
def test_a_second_click_on_a_value_takes_the_first_back(selection: Selection) -> None:
    for facet in facets.facets(counts(selection), "zh", {}):
        if isinstance(filters.of(selection.view)[facet.param], Values):
            assert chosen(facet) == list(selection.chosen(facet.param))
        if facet.param in selection.active:
            continue
        for offer in facet.offers[:3]:
            again = offered(offer.selection, facet.param)
            pressed = next(each for each in again.offers if each.code == offer.code)
            assert (offer.chosen, pressed.chosen) == (False, True)
            assert facet.param not in pressed.selection.active
            assert numbers(again) == numbers(facet)  # its own filter never counts


@settings(max_examples=40)
@given(_SELECTIONS)
def test_near_misses_are_the_rows_that_come_back(selection: Selection) -> None:
    for active in facets.active(counts(selection), "en", {}):
        assert active.more == rows(active.without) - rows(selection)
        assert active.param not in active.without.active
    dropping = facets.dropping(counts(selection), facets.active(counts(selection), "en", {}))
    assert [each.rows for each in dropping] == sorted(
        (rows(each.without) for each in dropping), reverse=True
    )


@settings(max_examples=40)
@given(_SELECTIONS, st.data())
def test_the_second_number_is_that_of_what_is_pinned(
    selection: Selection, data: st.DataObject
) -> None:
    other = read(data.draw(queries(selection.view)), selection.view)
    both = selection.pin(other.narrowing)
    plain = facets.facets(counts(selection), "en", {})
    for facet, alone in zip(facets.facets(counts(both), "en", {}), plain, strict=True):
        assert facet.compared == bool(other.active)
        offers = {offer.code: offer for offer in alone.offers}
        for offer in facet.offers:
            assert offer.rows == rows(_alone(selection, facet, offer))
            if offer.code in offers:
                assert offer.label == offers[offer.code].label
            of_other = _alone(Selection(selection.view), facet, offer).keep(frame(selection))
            assert offer.whole == np.count_nonzero(of_other & other.keep(frame(selection)))


def test_numbers_by_hand() -> None:
    firms = R.enterprises
    laoshan, rising = firms["district"] == "370212", firms["tier"] == "rising"
    tier = offered(read("district=370212"), "tier")
    assert numbers(tier) == {
        "rising": ((laoshan & rising).sum(), 15),
        "potential": ((laoshan & ~rising).sum(), 122),
    }
    assert [offer.selection.to_query() for offer in tier.offers] == [
        "tier=rising&district=370212",
        "tier=potential&district=370212",
    ]
    place = numbers(offered(read("district=370212"), "district"))  # its own filter left out
    assert place["370202"] == ((firms["district"] == "370202").sum(),) * 2
    assert place["370212"] == (laoshan.sum(), laoshan.sum())
    cause = numbers(offered(read("year=2022", "diagnoses"), "cause"))
    held = R.first_round["causes"].astype(str).str.split(";")
    of_year = R.first_round["year"] == 2022
    assert cause["habit"] == (
        (held.map(lambda codes: "habit" in codes) & of_year).sum(),
        held.map(lambda codes: "habit" in codes).sum(),
    )


def test_that_there_are_none_is_an_answer_and_can_be_pressed() -> None:
    district = offered(read("tier=rising"), "district")
    jiaozhou = next(offer for offer in district.offers if offer.code == "370281")
    assert (jiaozhou.label, jiaozhou.rows, jiaozhou.chosen) == ("Jiaozhou", 0, False)
    assert jiaozhou.whole and jiaozhou.tile == DISTRICTS["370281"].tile
    assert jiaozhou.selection.to_query() == "tier=rising&district=370281"
    assert rows(jiaozhou.selection) == 0


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("view", FILTERED)
def test_a_whole_vocabulary_stays_in_its_order_whatever_is_chosen(view: str, language: str) -> None:
    whole, none = (
        facets.facets(counts(read(query, view)), language, {}) for query in ("", "q=zzzz")
    )
    for all_of_it, empty in zip(whole, none, strict=True):
        shown = [(o.code, o.label, o.whole) for o in all_of_it.offers]
        assert [(o.code, o.label, o.whole) for o in empty.offers] == shown
        assert {offer.rows for offer in empty.offers} == {0}
        vocabulary = filters.of(view)[all_of_it.param].field.vocabulary
        if vocabulary is not None:
            codes = [offer.code for offer in all_of_it.offers if offer.code != UNKNOWN]
            assert codes == list(vocabulary.codes)
        assert all(label for _, label, _ in shown)


@pytest.mark.parametrize(
    ("span", "at", "then"),
    [
        ("", 2, (2, 2)),  # a first click takes the bin
        ("2:2", 4, (2, 4)),  # a second stretches to it
        ("2:2", 1, (1, 2)),
        ("2:2", 2, None),  # on the only one it clears
        ("2:4", 3, (3, 3)),  # within a longer range it takes the bin
        ("0:2", 0, (0, 0)),
        ("0:2", 4, (0, 4)),
    ],
)
def test_a_click_on_a_bin(span: str, at: int, then: tuple[int, int] | None) -> None:
    def ranged(first: int, last: int) -> Selection:
        ends = offered(Selection("enterprises"), "growth").offers
        low, _, _ = ends[first].code.partition("..")
        _, _, high = ends[last].code.partition("..")
        return Selection("enterprises").with_range(
            "growth", filters.number(low), filters.number(high)
        )

    now = ranged(*map(int, span.split(":"))) if span else Selection("enterprises")
    facet = offered(now, "growth")
    inside = [n for n, offer in enumerate(facet.offers) if offer.chosen]
    first, last = map(int, span.split(":")) if span else (1, 0)
    assert inside == list(range(first, last + 1))
    clicked = facet.offers[at].selection
    assert clicked == (ranged(*then) if then else Selection("enterprises"))


def test_a_range_that_no_bins_make_up_is_kept_as_it_is_said() -> None:
    facet = offered(read("growth=12..13"), "growth")
    assert facet.span == Range(12, 13)
    assert not chosen(facet)


def test_bins_are_said_with_their_unit_and_cut_by_the_whole() -> None:
    for language, said in (("zh", "5000万元"), ("en", "¥50M")):
        (edge,) = (
            offer.label
            for offer in offered(read(""), "revenue", language).offers
            if offer.code.startswith("..")
        )
        assert edge
        chip = read("revenue=5000..").phrase("revenue", language)
        assert said in chip
    narrow = offered(read("revenue=5000..5001&tier=rising"), "growth")
    assert [o.code for o in narrow.offers] == [o.code for o in offered(read(""), "growth").offers]


def test_what_sets_a_selection_apart_by_hand() -> None:
    selection = read("tier=rising")
    found = facets.apart(counts(selection), "en", {})
    assert len(found) == 3
    kept = R.enterprises[R.enterprises["tier"] == "rising"]
    differences = []
    for each in found:
        (param,) = set(each.selection.active) - {"tier"}
        (code,) = each.selection.chosen(param)
        column = filters.of("enterprises")[param].field.code
        here = filters.of("enterprises")[param].keeps(kept[column], (code,)).mean()
        there = filters.of("enterprises")[param].keeps(R.enterprises[column], (code,)).mean()
        assert (each.share, each.other) == (pytest.approx(here), pytest.approx(there))
        assert code not in ("0", UNKNOWN)
        differences.append(abs(here - there))
    assert differences == sorted(differences, reverse=True)
    pinned = facets.apart(counts(selection.pin("tier=potential")), "en", {})
    assert pinned and all(each.selection.against == "tier=potential" for each in pinned)
    assert [each.other for each in pinned] != [each.other for each in found]


@pytest.mark.parametrize("query", ["", "id=R-001", "tier=rising&district=370283", "q=zzz"])
def test_of_nothing_chosen_and_of_few_nothing_sets_apart(query: str) -> None:
    assert facets.apart(counts(read(query)), "en", {}) == ()


SERVED = attacks.served(attacks.made(3, 300))
"""A register of an office, as it is served."""


@settings(max_examples=30)
@given(queries("diagnoses"), queries("diagnoses"))
def test_beside_a_value_of_protected_rows_stands_what_the_door_tells_of_its_selection(
    query: str, pinned: str
) -> None:
    other = read(pinned, "diagnoses")
    selection = read(query, "diagnoses").pin(other.narrowing)
    door, firms = protection.firms(SERVED), SERVED.first_round
    given = Counts(selection, firms, door)
    for facet in facets.facets(given, "en", {}):
        assert facet.compared == bool(other.active)
        for offer in facet.offers:
            alone = _alone(selection, facet, offer).keep(firms)
            whole = _alone(Selection("diagnoses"), facet, offer).keep(firms)
            assert offer.rows == door.number(alone)
            assert offer.whole == door.number(whole & other.keep(firms))
            assert all(n is None or n >= TEN for n in (offer.rows, offer.whole))
    for active in facets.active(given, "en", {}):
        assert active.more == door.number(active.without.keep(firms) & ~selection.keep(firms))
    for drop in facets.dropping(given, facets.active(given, "en", {})):
        assert drop.rows == door.number(drop.without.keep(firms))
    assert facets.apart(given, "en", {}) == ()


def test_the_page_says_what_is_pinned_and_how_many() -> None:
    sheet = made("enterprises", "tier=rising&vs=district%3D370212%26ipo%3D1", "en")
    assert sheet.pinned is not None
    assert sheet.pinned.phrase == "District: Laoshan; Listing plan: Yes"
    assert sheet.pinned.more == rows(read("district=370212&ipo=1"))
    assert sheet.pinned.without.to_query() == "tier=rising"
    assert made("enterprises", "tier=rising", "en").pinned is None
