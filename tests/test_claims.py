"""Claims that run: agreement on the sample, and a verdict that turns when one row is changed."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neweco import claims, published, register
from neweco.claims import Verdict
from neweco.register import Register, completed

R, P = register.shipped(), published.shipped()


def changed(table: str, key: str, id: str, **values: Any) -> Register:
    """The sample with one row of a table changed."""
    frames = {code: R.frame(code).copy() for code in R.frames}
    frame = frames[table]
    row = frame.index[frame[key] == id][0]
    for column, value in values.items():
        frame.loc[row, column] = value
    return Register("register", "own", "z", completed(frames))


def found(rows: Register, id: str) -> Verdict:
    return next(v for v in claims.check(rows, P) if v.claim.id == id)


def test_every_claim_holds_on_the_sample() -> None:
    verdicts = claims.check(R, P)
    assert {v.outcome for v in verdicts} == {"agree"}
    assert len(verdicts) == len({v.claim.id for v in verdicts}) >= 24


def test_claims_cover_the_articles_figures() -> None:
    article = {"F006", "F007", "F008", "F009", "F010", "F011", "F012", "F013", "F014", "F015",
               "F016", "F017", "F019", "F020", "F021", "F022"}  # fmt: skip
    assert article <= {claim.fact for claim in claims.CLAIMS}


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
    less = claims.Measured(tuple(ids[:yes]), tuple(ids[yes:15]), tuple(ids[15 : 15 + unknown]))
    more = claims.Measured(less.yes, (*less.no, *less.unknown), ())
    wide, narrow = claims.interval(less, claim), claims.interval(more, claim)
    assert wide.low is not None
    assert wide.high is not None
    assert narrow.low is not None
    assert wide.low <= narrow.low <= wide.high


@pytest.mark.parametrize("id", claims.CROSSCHECKS)
def test_published_facts_agree_with_each_other(id: str) -> None:
    assert claims.crosscheck(id, P).agrees


def test_what_must_not_be_added_is_not() -> None:
    for pair in claims.NEVER_ADDED:
        assert set(pair) <= set(P.facts)
        for fact in P.facts.values():
            assert not ("+" in fact.formula and set(pair) <= set(fact.formula.split()))


def test_frames_are_left_alone() -> None:
    before = {code: pd.util.hash_pandas_object(R.frame(code)).sum() for code in R.frames}
    claims.check(R, P)
    assert before == {code: pd.util.hash_pandas_object(R.frame(code)).sum() for code in R.frames}
