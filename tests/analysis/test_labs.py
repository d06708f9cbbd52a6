"""Arithmetic of the laboratories, by hand and by property."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from neweco.analysis import labs as measured
from neweco.analysis.labs import Money
from neweco.model import register
from neweco.model.fields import LABS
from neweco.model.register import Register, completed, typed
from neweco.model.vocabularies import GROWTH_BANDS, LAB_KINDS

CODES = ("lab_id", "kind", "batch", "recognised_on", "growth", "funded", "scenario_money")


def register_of(*rows: str) -> Register:
    """A register of one's own with these laboratories: `CODES` in a row, `-` where not known."""
    cells = [["" if cell == "-" else cell for cell in row.split()] for row in rows]
    raw = pd.DataFrame(cells, columns=list(CODES), dtype="str")
    raw = raw.assign(name=raw["lab_id"], district="370202", industry="ict", ipo="", signed="0")
    frames = {code: f for code, f in register.shipped().frames.items() if code != "first_round"}
    return Register("register", "自有", "f", completed({**frames, "labs": typed(raw, LABS)}))


FEW = (
    "I-001 innovation 1 2021-07-29 100 1 800",
    "I-002 innovation 1 2021-07-30 10 0 -",
    "I-003 innovation 2 - 10.1 1 -",
    "S-001 scenario 1 2021-07-29 -5 - -",
    "S-002 scenario 2 - - 1 200",
    "S-003 scenario 2 - 250 0 -",
)
ROWS = register_of(*FEW).labs


def test_ten_is_not_over_ten_and_a_hundred_is_doubled() -> None:
    assert measured.over_10(ROWS) == 3
    assert measured.doubled(ROWS) == 2


def test_bands_best_first_by_hand() -> None:
    found = measured.bands_by_kind(ROWS)
    assert list(found.columns) == ["band", "kind", "count", "total"]
    assert list(found["band"].unique()) == ["doubled", "over_10", "to_10", "fell"]
    assert list(found["kind"]) == list(LAB_KINDS.codes) * 4
    assert list(found["count"]) == [1, 1, 1, 0, 1, 0, 0, 1]
    assert list(found["total"]) == [2, 2, 1, 1, 1, 1, 1, 1]


def test_money_that_may_be_there_is_unknown_and_not_zero() -> None:
    assert measured.money(ROWS) == Money(1000.0, known=2, unknown=2)
    assert measured.money(ROWS.iloc[[1, 5]]) == Money(0.0, known=0, unknown=0)
    assert measured.money(ROWS.iloc[[2]]) == Money(0.0, known=0, unknown=1)
    assert measured.money(ROWS.iloc[:0]) == Money(0.0, known=0, unknown=0)


def test_spread_by_hand() -> None:
    found = measured.spread(ROWS)
    assert found.loc[["innovation"]].to_numpy().tolist() == [[3, 10, 10.1, 100]]
    assert found.loc[["scenario"]].to_numpy().tolist() == [[2, -5, 122.5, 250]]
    assert measured.spread(ROWS.iloc[[4]]).empty


def test_dots_of_near_equal_growth_stand_apart() -> None:
    rows = pd.DataFrame({"kind": ["innovation"] * 4 + ["scenario"], "growth": [1, 2, 3, 50, 2.5]})
    found = measured.lanes(rows)
    assert len(set(found.iloc[:3])) == 3
    assert found.iloc[3] == found.iloc[4] == 0


_GROWTH = st.one_of(st.none(), st.floats(-100, 2000, allow_nan=False).map(lambda x: round(x, 1)))


@given(st.lists(st.tuples(st.sampled_from(LAB_KINDS.codes), _GROWTH), max_size=60))
def test_bands_add_up_to_the_known(found: list[tuple[str, float | None]]) -> None:
    growth = pd.Series([g for _, g in found], dtype="float64")
    kinds = pd.Categorical([k for k, _ in found], categories=list(LAB_KINDS.codes))
    bands = register._band(growth)
    rows = pd.DataFrame({"kind": kinds, "growth": growth, "band": bands})
    table = measured.bands_by_kind(rows)
    assert table["count"].sum() == growth.notna().sum()
    assert len(table) == len(GROWTH_BANDS) * len(LAB_KINDS)
    totals = table.groupby("band")["total"].first()
    assert totals["doubled"] == measured.doubled(rows)
    assert totals["doubled"] + totals["over_10"] == measured.over_10(rows)
    assert (table.groupby("band")["count"].sum() == totals).all()


@given(st.lists(st.floats(-100, 300, allow_nan=False), min_size=1, max_size=120))
def test_lanes_stay_inside_and_apart(growth: list[float]) -> None:
    rows = pd.DataFrame({"kind": "scenario", "growth": growth})
    found = measured.lanes(rows)
    assert found.between(-1, 1).all()
    places = pd.DataFrame({"bin": (rows["growth"] // 14).astype(int), "at": found.round(9)})
    assert not places.duplicated().any()
