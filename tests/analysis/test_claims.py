"""Claims that run: agreement where it is made, and a verdict that turns when one row is changed."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neweco import published
from neweco.analysis import claims, verdicts
from neweco.analysis.verdicts import Claim, Measured, Verdict
from neweco.model import register
from neweco.model.register import Register, completed

P = published.shipped()


def _own() -> Register:
    """The register that ships as if it were an office's own, with a date for every laboratory."""
    made = register.shipped()
    dates = made.labs["recognised_on"].fillna(pd.Timestamp("2022-12-15"))
    labs = made.labs.assign(recognised_on=dates)
    return Register("register", "own", "y", {**made.frames, "labs": labs})


R = _own()


def changed(table: str, key: str, id: str, **values: Any) -> Register:
    """That register with one row of a table changed."""
    frames = {code: R.frame(code).copy() for code in R.frames}
    frame = frames[table]
    row = frame.index[frame[key] == id][0]
    for column, value in values.items():
        frame.loc[row, column] = value
    return Register("register", "own", "z", completed(frames))


def found(rows: Register, id: str) -> Verdict:
    return next(v for v in claims.check(rows, P) if v.claim.id == id)


def test_simulated_rows_are_not_checked() -> None:
    for verdict in claims.check(register.shipped(), P):
        assert (verdict.outcome, verdict.computed, verdict.known) == ("not_checked", None, None)
        assert verdict.deciding == ()


@pytest.mark.parametrize(
    ("said", "number", "outcome"),
    [("630余", 636, "agree"), ("630余", 639, "agree"), ("630余", 640, "far_above"),
     ("630余", 5_000, "far_above"), ("630余", 630, "disagree"), ("180余", 190, "far_above"),
     ("2500", 2_600, "disagree"), ("1000余", 1_999, "agree"), ("1000余", 2_000, "far_above")],
)  # fmt: skip
def test_a_number_beyond_the_next_round_one_is_far_above(
    said: str, number: int, outcome: str
) -> None:
    fact = replace(P.fact("F021"), token=said)
    facts = replace(P, facts=MappingProxyType({**P.facts, "F021": fact}))
    claim = Claim("made", "F021", "count", lambda _: Measured(["x"] * number), "diagnoses")
    assert claims.verdict(claim, R, facts).outcome == outcome
    open_ = Claim("m", "F021", "count", lambda _: Measured(["x"] * 631, (), ["y"] * 9), "diagnoses")
    assert claims.verdict(open_, R, P).outcome == "cannot_tell"


def test_every_claim_holds_where_the_totals_are_the_published_ones() -> None:
    verdicts = claims.check(R, P)
    assert {v.outcome for v in verdicts} == {"agree"}
    assert len(verdicts) == len({v.claim.id for v in verdicts}) >= 32


def test_claims_cover_the_articles_figures() -> None:
    article = {"F006", "F007", "F008", "F009", "F010", "F011", "F012", "F013", "F014", "F015",
               "F016", "F017", "F018", "F019", "F020", "F021", "F022", "F207"}  # fmt: skip
    assert article <= {claim.fact for claim in claims.CLAIMS}


@pytest.mark.parametrize(
    ("day", "industries", "firms"),
    [("2022-12-31", 1, 1), ("2023-03-24", 1, 0), ("2023-03-25", 0, 0)],
)
def test_industries_end_with_the_report_and_firms_with_the_year(
    day: str, industries: int, firms: int
) -> None:
    first = R.first_round
    one = first.loc[first["stage"] == "landed"].head(1).assign(diagnosed_on=pd.Timestamp(day))
    rows = Register("register", "own", "z", completed({**R.frames, "diagnoses": one}))
    for id, number in (("centre_industries", industries), ("diagnosed", firms)):
        measured = next(claim for claim in claims.CLAIMS if claim.id == id).measure(rows)
        assert isinstance(measured, Measured) and len(measured.yes) == number


def test_one_changed_row_turns_a_share_and_is_named() -> None:
    turned = found(
        changed("enterprises", "enterprise_id", "R-001", revenue=9_000.0), "rising_revenue"
    )
    assert turned.outcome == "disagree"
    assert turned.computed.low == pytest.approx(13 / 15)
    assert "R-001" in turned.deciding


def test_one_unknown_row_makes_it_impossible_to_tell() -> None:
    doubled = R.labs.loc[R.labs["growth"] >= 100, "lab_id"].iloc[0]
    turned = found(changed("labs", "lab_id", doubled, growth=float("nan")), "lab_doubled")
    assert turned.outcome == "cannot_tell"
    assert turned.deciding[0] == doubled
    assert (turned.known, turned.total) == (53, 54)


def test_a_count_that_is_off_disagrees() -> None:
    lab = R.labs.loc[R.labs["ipo"] == True, "lab_id"].iloc[0]  # noqa: E712
    turned = found(changed("labs", "lab_id", lab, ipo=False), "lab_ipo")
    assert turned.outcome == "disagree"
    assert turned.computed.low == 22


def test_both_readings_of_8_and_26_are_tried() -> None:
    assert found(R, "lab_over_10").reading == "inside"
    frame = R.labs.copy()
    low = frame.index[frame["growth"] <= 10][:8]
    frame.loc[low, "growth"] = 20.0
    rows = Register("register", "own", "z", completed({**R.frames, "labs": frame}))
    beside = found(rows, "lab_over_10")
    assert (beside.outcome, beside.reading) == ("agree", "beside")


def test_an_empty_register_tells_nothing() -> None:
    frames = {code: R.frame(code).iloc[:0] for code in R.frames}
    rows = Register("register", "own", "z", frames)
    assert {v.outcome for v in claims.check(rows, P)} <= {"cannot_tell"}


@given(st.integers(0, 15), st.integers(0, 15))
def test_more_knowledge_never_widens_the_interval(yes: int, unknown: int) -> None:
    claim = next(c for c in claims.CLAIMS if c.measured_as == "share")
    ids = [str(i) for i in range(31)]
    less = verdicts.Measured(tuple(ids[:yes]), tuple(ids[yes:15]), tuple(ids[15 : 15 + unknown]))
    more = verdicts.Measured(less.yes, (*less.no, *less.unknown), ())
    wide, narrow = verdicts.interval(less, claim), verdicts.interval(more, claim)
    assert wide.low is not None
    assert wide.high is not None
    assert narrow.low is not None
    assert wide.low <= narrow.low <= wide.high


def later(table: str, key: str, id: str, new: str, **values: Any) -> Register:
    """That register with a copy of one row added under a new id."""
    frame = R.frame(table)
    more = frame.loc[frame[key] == id].head(1).assign(**{key: new, **values})
    grown = pd.concat([frame, more], ignore_index=True).astype(frame.dtypes.to_dict())
    return Register("register", "own", "z", completed({**R.frames, table: grown}))


@pytest.mark.parametrize(
    ("table", "key", "id", "new", "values"),
    [
        ("labs", "lab_id", "I-001", "I-900",
         {"batch": 4, "recognised_on": pd.Timestamp("2024-05-01")}),
        ("enterprises", "enterprise_id", "P-001", "P-900", {"year": 2023}),
        ("enterprises", "enterprise_id", "R-001", "R-900", {"year": 2022}),
        ("centres", "centre_id", "C-01", "C-90", {"year": 2024}),
        ("projects", "project_id", "PJ-2022-0001", "PJ-2024-0001",
         {"landed_on": pd.Timestamp("2024-01-09")}),
    ],
)  # fmt: skip
def test_a_register_that_has_grown_since_is_not_held_against_a_figure(
    table: str, key: str, id: str, new: str, values: dict[str, Any]
) -> None:
    verdicts = claims.check(later(table, key, id, new, **values), P)
    assert {v.claim.id for v in verdicts if v.outcome != "agree"} == set()
    assert all(new not in v.deciding for v in verdicts)


def test_a_laboratory_of_unknown_date_may_be_among_those_counted() -> None:
    verdict = found(later("labs", "lab_id", "I-001", "I-900", recognised_on=pd.NaT), "lab_count")
    assert (verdict.outcome, verdict.computed.low, verdict.computed.high) == ("cannot_tell", 54, 55)
    assert verdict.deciding[0] == "I-900"


def test_a_sum_with_unknown_amounts_cannot_be_told_unless_it_is_too_much_already() -> None:
    blank = found(
        changed("enterprises", "enterprise_id", "R-001", award=float("nan")), "rising_award"
    )
    assert (blank.outcome, blank.known, blank.total) == ("cannot_tell", 14, 15)
    assert blank.computed.high is None
    lab = R.labs.loc[R.labs["funded"] == True, "lab_id"].iloc[0]  # noqa: E712
    missing = changed("labs", "lab_id", lab, scenario_money=float("nan"))
    assert found(missing, "lab_money").outcome == "cannot_tell"
    rich = changed("labs", "lab_id", lab, scenario_money=9_000.0)
    assert found(rich, "lab_money").outcome == "disagree"


@pytest.mark.parametrize(
    ("id", "values"),
    [
        ("rising_award_most", {"award": 100.01}),
        ("rising_size", {"revenue": 4_999.0}),
        ("rising_pace", {"growth": 9.9}),
        ("rising_research", {"rd": 2.9}),
        ("rising_age", {"opened_on": pd.Timestamp("2018-12-01")}),
    ],
)
def test_one_firm_outside_a_published_criterion_is_named(id: str, values: dict[str, Any]) -> None:
    turned = found(changed("enterprises", "enterprise_id", "R-007", **values), id)
    assert (turned.outcome, turned.deciding) == ("disagree", ("R-007",))
    column = next(iter(values))
    unknown = {column: pd.NaT if column == "opened_on" else float("nan")}
    open_ = found(changed("enterprises", "enterprise_id", "R-007", **unknown), id)
    assert (open_.outcome, open_.deciding, open_.known) == ("cannot_tell", ("R-007",), 14)


def test_growth_is_not_asked_of_a_firm_under_a_year() -> None:
    young = changed(
        "enterprises", "enterprise_id", "R-007", growth=1.0, opened_on=pd.Timestamp("2021-06-01")
    )
    assert found(young, "rising_pace").outcome == "agree"
    unknown = changed("enterprises", "enterprise_id", "R-007", growth=1.0, opened_on=pd.NaT)
    assert found(unknown, "rising_pace").outcome == "cannot_tell"


def test_the_first_laboratories_tell_the_year_the_programme_began() -> None:
    older = changed("labs", "lab_id", "S-003", recognised_on=pd.Timestamp("2020-12-31"))
    turned = found(older, "lab_first")
    assert (turned.outcome, turned.deciding) == ("disagree", ("S-003",))


def test_frames_are_left_alone() -> None:
    before = {code: pd.util.hash_pandas_object(R.frame(code)).sum() for code in R.frames}
    claims.check(R, P)
    assert before == {code: pd.util.hash_pandas_object(R.frame(code)).sum() for code in R.frames}
