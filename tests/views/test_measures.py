"""What values of filters are measured by: of the rows beside them, and nothing of few."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neweco import published, words
from neweco.analysis import protection
from neweco.analysis.protection import MOST, Door
from neweco.model import register
from neweco.query import filters
from neweco.query.facets import Amount, Facet, Offer
from neweco.query.selection import Selection
from neweco.query.views import VIEWS
from neweco.views.shared import facets, measures
from neweco.views.shared.facets import Counts
from neweco.words import numbers
from tests import attacks
from tests.made import queries
from tests.views.test_views import made

R, P = register.shipped(), published.shipped()
MEASURED = {name: view.switch["by"].values for name, view in VIEWS.items() if "by" in view.switch}


def _alone(selection: Selection, facet: Facet, offer: Offer) -> Selection:
    if facet.span is None:
        return selection.with_values(facet.param, [offer.code])
    low, high = (filters.number(end) for end in offer.code.split(".."))
    return selection.with_range(facet.param, low, high)


def _by_hand(by: str, rows: pd.DataFrame) -> float | None:
    """The measure of some rows, as anybody would take it."""
    if by in ("revenue", "growth"):
        known = rows[by].dropna()
        return float(known.median()) if len(known) >= 5 else None
    if by == "money":
        known = rows["scenario_money"].dropna()
        return float(known.sum()) if len(known) else None
    own = (
        R.projects["diagnosis_id"].isin(set(rows["diagnosis_id"])) & R.projects["landed_on"].notna()
    )
    if by == "projects":
        return int(own.sum())
    return 100 * int(own.sum()) / len(rows) if len(rows) >= 5 else None


_CASES = st.sampled_from(
    [(view, by) for view, all in MEASURED.items() for by in all if by not in ("rows", "share")]
)


@settings(max_examples=60)
@given(_CASES, st.data())
def test_a_measure_is_of_the_rows_that_a_click_would_show(
    case: tuple[str, str], data: st.DataObject
) -> None:
    view, by = case
    query = data.draw(queries(view))
    selection = Selection.from_query(view, query).with_option("by", by)
    frame = selection.declared.rows(R, P)
    counts = Counts(selection, frame, Door())
    plain = facets.facets(counts, "en", {})
    shown = measures.measured(plain, counts, R, "en")
    facet, after = data.draw(st.sampled_from(list(zip(plain, shown, strict=True))))
    offer, now = data.draw(st.sampled_from(list(zip(facet.offers, after.offers, strict=True))))
    assert replace(now, amounts=None) == offer and now.amounts is not None
    part = _by_hand(by, _alone(selection, facet, offer).apply(frame))
    whole = _by_hand(by, _alone(Selection(view), facet, offer).apply(frame))
    assert [amount.value for amount in now.amounts] == [
        pytest.approx(n) if n is not None else None for n in (part, whole)
    ]
    assert all((a.said == numbers.UNKNOWN) == (a.value is None) for a in now.amounts)


def test_a_share_is_of_the_rows_with_a_value_and_stands_before_that_of_all() -> None:
    sheet = made("enterprises", "tier=rising&by=share", "en")
    found = {f.param: {o.code: o for o in f.offers} for f in sheet.facets}
    for code, offer in found["district"].items():
        assert offer.amounts is not None and offer.whole is not None and offer.rows is not None
        part, all_ = offer.amounts
        enough = offer.whole >= 5
        assert part.value == (pytest.approx(offer.rows / offer.whole) if enough else None), code
        assert all_.value == pytest.approx(15 / 137) and all_.said == "11%"


def test_rows_are_what_is_counted_where_no_measure_is_asked_for() -> None:
    for view in MEASURED:
        for facet in made(view, "", "zh").facets:
            assert all(offer.amounts is None for offer in facet.offers)
    names = made("names", "", "zh")
    assert names.by is None and all(o.amounts is None for f in names.facets for o in f.offers)


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("view", list(MEASURED))
def test_every_measure_is_offered_by_name_and_leaves_the_filters(view: str, language: str) -> None:
    sheet = made(view, "district=370214", language)
    assert sheet.by is not None and sheet.by.value == "rows"
    assert [code for code, _ in sheet.by.choices] == list(MEASURED[view])
    for code, _ in sheet.by.choices[1:]:
        other = sheet.selection.with_option("by", code)
        assert other.to_query() == f"district=370214&by={code}"
        chosen = made(view, other.to_query(), language)
        assert (chosen.matched, chosen.by and chosen.by.value) == (sheet.matched, code)


SERVED = attacks.served(attacks.made(3, 300))


@pytest.mark.parametrize("by", ["share", "projects", "per_100"])
def test_what_is_measured_of_protected_rows_comes_through_the_door(by: str) -> None:
    selection = Selection.from_query("diagnoses", f"year=2022&by={by}")
    door, projects = protection.firms(SERVED), protection.projects(SERVED)
    firms = SERVED.first_round
    counts = Counts(selection, firms, door)
    shown = measures.measured(facets.facets(counts, "en", {}), counts, SERVED, "en")
    landed = SERVED.projects["landed_on"].notna()
    for facet in shown:
        for offer in facet.offers:
            assert offer.amounts is not None
            alone = _alone(selection, facet, offer).keep(firms)
            number = door.number(alone)
            led = SERVED.projects["diagnosis_id"].isin(set(firms["diagnosis_id"][alone])) & landed
            told = projects.number(led.to_numpy())
            if by == "projects":
                assert offer.amounts[0] == Amount(told, words.whole("en", told))
            elif by == "per_100" and number is not None and told is not None:
                ends = [100 * (told + n) / (number - n) for n in (-MOST, MOST)]
                assert offer.amounts[0].said == "–".join(numbers.number(end, "en") for end in ends)
            elif by == "per_100" or offer.rows is None or offer.whole is None:
                assert offer.amounts[0] == Amount(None, numbers.UNKNOWN)
