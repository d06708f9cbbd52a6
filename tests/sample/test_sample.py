"""The sample register: the same bytes every time, and every published total exact on it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from neweco import sample
from neweco.__main__ import main
from neweco.model import register
from neweco.model.fields import TABLES
from neweco.model.vocabularies import CAUSES, COST_BOUNDS, DISTRICTS, INDUSTRIES, STAGES
from neweco.published import shipped as published
from neweco.sample.tables import frames, write
from tests.published.convention import within_round_unit

R = register.shipped()
E, L, C, D, P = R.enterprises, R.labs, R.centres, R.diagnoses, R.projects
T0 = R.first_round
RISING, POTENTIAL = E.loc[E["tier"] == "rising"], E.loc[E["tier"] == "potential"]
DATES = ["diagnosed_on", "planned_on", "contracted_on", "landed_on", "accepted_on", "reviewed_on"]


def test_the_same_bytes_twice_and_as_shipped(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write(tmp_path / name, sample.settings()["seed"])
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert files == sorted([*(f"{code}.csv" for code in TABLES), "datapackage.json"])
    for name in files:
        made = (tmp_path / "one" / name).read_bytes()
        assert made == (tmp_path / "two" / name).read_bytes()
        assert made == (register.SAMPLE / name).read_bytes(), name


def test_another_seed_gives_other_rows() -> None:
    assert not frames(1)["enterprises"].equals(frames(2)["enterprises"])


def test_scale_is_the_number_of_firms_diagnosed() -> None:
    made = frames(sample.settings()["seed"], 10_000)
    assert {code: len(made[code]) for code in ("enterprises", "labs", "centres")} == {
        "enterprises": 137,
        "labs": 54,
        "centres": 10,
    }
    first = made["diagnoses"].loc[made["diagnoses"]["round"] == "T0"]
    assert (first["stage"] != "reached").sum() == 10_000
    assert (first["stage"] == "reached").sum() == 1447  # 92 × 10,000 ÷ 636
    assert (made["projects"]["landed_on"] != "").sum() == 2925  # 186 × 10,000 ÷ 636
    assert set(made["diagnoses"]["data_status"]) == {"synthetic"}
    for code, key in (("diagnoses", "diagnosis_id"), ("projects", "project_id")):
        assert made[code][key].is_unique
        assert made[code][key].str.fullmatch(TABLES[code][key].pattern).all()


@pytest.mark.parametrize("scale", ["0", "-1", "1000001", "many"])
def test_scale_is_refused_where_there_is_no_room(scale: str, tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        main(["sample", "--out", str(tmp_path / "x"), "--scale", scale])
    assert not (tmp_path / "x").exists()


def test_tiers_hold_the_published_figures() -> None:
    assert (len(RISING), len(POTENTIAL)) == (15, 122)
    assert (RISING["revenue"] > 10_000).sum() == 14
    over_50 = (RISING["growth"] > 50).sum() / 15
    assert published().fact("F009").quantity.contains(over_50)  # type: ignore[union-attr]
    assert POTENTIAL["backed"].sum() == 61
    assert POTENTIAL["ipo"].sum() == 49
    assert POTENTIAL["new_face"].sum() == 90
    assert round(RISING["award"].sum(), 2) == 942.98
    assert RISING["award"].max() <= 100


def test_every_rising_firm_meets_the_published_criteria() -> None:
    for rule in published().rules_for("rising"):
        if rule.field:
            assert RISING[rule.field].map(rule.allows).all(), rule.criterion
    assert (POTENTIAL["age"] <= 3).all()


def test_laboratories_hold_the_published_figures() -> None:
    assert L["kind"].value_counts().to_dict() == {"scenario": 32, "innovation": 22}
    assert (L["growth"] >= 100).sum() == 8
    assert (L["growth"] > 10).sum() == 26
    assert L["ipo"].sum() == 23
    assert L["signed"].sum() == 8
    assert L["scenario_money"].sum() == 2500
    first = L.loc[L["batch"] == 1]
    assert first["kind"].value_counts().to_dict() == {"scenario": 10, "innovation": 5}
    assert set(first["recognised_on"].dt.strftime("%Y-%m-%d")) == {"2021-07-29"}
    second = L.loc[(L["batch"] == 2) & (L["kind"] == "innovation")]
    assert len(second) == 6
    assert (second["district"] == "370285").sum() == 3


def test_centres_and_diagnoses_hold_the_published_figures() -> None:
    assert len(C) == 10
    assert C["signed"].sum() == 1
    assert (T0["stage"] != "reached").sum() == 636
    assert P["landed_on"].notna().sum() == 186
    for fact, found in (("F021", 636), ("F022", 186)):
        quantity = published().fact(fact).quantity
        assert quantity is not None
        assert quantity.contains(found)
        assert within_round_unit(quantity).contains(found)
    assert set(T0["centre_id"]) == set(C["centre_id"])
    assert (T0["diagnosed_on"].dropna() <= pd.Timestamp("2022-12-31")).all()


def test_dates_follow_the_stages() -> None:
    rank = T0["stage"].cat.codes
    for place, column in enumerate(DATES, start=1):
        assert (T0[column].notna() == (rank >= place)).all(), column
    ordered = T0[["reached_on", *DATES]]
    for before, after in zip(ordered.columns, ordered.columns[1:], strict=False):
        both = T0[before].notna() & T0[after].notna()
        assert (T0.loc[both, before] <= T0.loc[both, after]).all(), (before, after)


def test_landed_firms_and_landed_projects_belong_together() -> None:
    landed = set(T0.loc[T0["landed_on"].notna(), "diagnosis_id"])
    assert set(P.loc[P["landed_on"].notna(), "diagnosis_id"]) == landed
    assert len(landed) <= 186
    assert P["diagnosis_id"].isin(D["diagnosis_id"]).all()


def test_follow_ups_continue_a_first_round() -> None:
    later = D.loc[D["round"] != "T0"]
    assert len(later) > 40
    assert set(later["stage"]) == {"diagnosed"}
    assert not D.duplicated(["enterprise_id", "round"]).any()
    first = T0.set_index("enterprise_id")["reviewed_on"]
    second = later.loc[later["round"] == "T1"].set_index("enterprise_id")["diagnosed_on"]
    assert (first.loc[second.index] == second).all()


def test_barriers_follow_from_their_indexes() -> None:
    index = D[["barrier_dare_not", "barrier_cannot", "barrier_will_not"]].dropna()
    assert (index % 12.5 == 0).all(axis=None)
    for row in index.index[:200]:
        values = dict(zip(("dare_not", "cannot", "will_not"), index.loc[row], strict=True))
        top = max(values, key=lambda code: values[code])
        assert D.loc[row, "barrier_primary"] == (top if values[top] >= 50 else "none")
    parents = {cause.code: cause.parent for cause in CAUSES}
    for row in D.loc[D["causes"] != ""].head(200).itertuples():
        causes = str(row.causes).split(";")
        assert len(causes) == len(set(causes)) <= 3
        assert {parents[c] for c in causes} <= {row.barrier_primary, row.barrier_secondary}


def test_costs_fall_into_their_class() -> None:
    for code, (low, high) in COST_BOUNDS.items():
        cost = P.loc[P["cost_class"] == code, "cost_wan"]
        assert ((cost >= low) & (cost < high)).all()
    assert P.loc[P["cost_class"] == "unknown", "cost_wan"].isna().all()


def test_every_name_says_sample_and_none_is_real() -> None:
    for frame in (E, L, C):
        assert frame["name"].str.contains("（模拟）", regex=False).all()
    known = {*published().units["name_zh"], *published().recognitions["named_as"]}
    assert not known & {*E["name"], *L["name"], *C["name"]}
    assert set(D["data_status"]) == {"synthetic"}


def test_every_district_and_industry_occurs() -> None:
    assert set(E["district"].dropna()) == set(DISTRICTS.codes)
    assert set(E["industry"]) == set(INDUSTRIES.codes)
    assert ((RISING["district"] == "370212") & RISING["revenue"].notna()).any()


@pytest.mark.parametrize("code", TABLES)
def test_every_row_keeps_to_its_fields(code: str) -> None:
    frame = R.frame(code)
    for spec in TABLES[code].stored:
        column = frame[spec.code]
        if spec.required:
            assert column.notna().all(), spec.code
            assert (column.astype(str) != "").all(), spec.code
        if spec.pattern:
            assert column.str.fullmatch(spec.pattern).all(), spec.code
        if spec.low is not None and spec.kind in ("number", "integer"):
            assert (column.dropna() >= spec.low).all(), spec.code
        if spec.high is not None and spec.kind in ("number", "integer"):
            assert (column.dropna() <= spec.high).all(), spec.code
    assert frame[TABLES[code].key].is_unique


def test_assumptions_are_said_in_both_languages_for_every_view() -> None:
    for view in ("enterprises", "labs", "diagnoses"):
        found = sample.assumptions(view)
        assert found
        assert all(item.zh and item.en for item in found)
    assert len(sample.assumptions()) >= len(sample.assumptions("labs"))


def test_stages_are_as_many_as_assumed() -> None:
    told = sample.settings()["journeys"]
    counts = T0["stage"].value_counts().reindex(STAGES.codes)
    assert counts["reached"] == told["reached_only"]
    assert counts["reviewed"] == told["reviewed"]
    assert counts[["landed", "accepted", "reviewed"]].sum() == told["landed"]
