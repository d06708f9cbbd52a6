"""The rules between columns and tables, each broken once by hand."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from neweco.model import register
from neweco.model.fields import TABLES
from neweco.sources import rules
from neweco.sources.canonical import Read
from neweco.sources.problem import Problem, place, sentence

Rows = dict[str, list[dict[str, str]]]

FIRST = {
    "diagnosis_id": "DX-2022-0001", "data_status": "user", "centre_id": "C-01",
    "enterprise_id": "E0001", "industry": "ict", "round": "T0", "mode": "on_site",
    "instrument": "miit_2022", "stage": "landed", "consent_public": "1",
    "reached_on": "2022-01-05", "diagnosed_on": "2022-02-01", "planned_on": "2022-03-01",
    "contracted_on": "2022-04-01", "landed_on": "2022-08-01",
    "score_f": "40.0", "score_o": "30.0", "score_m": "20.0", "score_r": "10.0",
    "score_total": "25.0", "level": "1", "barrier_dare_not": "62.5", "barrier_cannot": "50.0",
    "barrier_will_not": "25.0", "barrier_primary": "dare_not", "barrier_secondary": "cannot",
    "causes": "talent;upfront_cost", "needs": "quality",
}  # fmt: skip
SECOND = {
    **{key: FIRST[key] for key in ("data_status", "centre_id", "enterprise_id", "industry", "mode",
                                   "instrument", "consent_public")},
    "diagnosis_id": "DX-2023-0002", "round": "T1", "stage": "diagnosed",
    "diagnosed_on": "2023-02-01",
}  # fmt: skip
PROJECT = {
    "project_id": "PJ-2022-0001", "diagnosis_id": "DX-2022-0001", "data_status": "user",
    "category": "quality", "systems": "QMS;MES", "cost_class": "10_50", "cost_wan": "30",
    "started_on": "2022-04-10", "landed_on": "2022-08-01", "accepted_on": "2022-10-01",
}  # fmt: skip
CENTRE = {"centre_id": "C-01", "name": "中心", "industry": "ict"}
FIRM = {"enterprise_id": "R-001", "name": "甲", "tier": "rising", "industry": "ict",
        "year": "2022", "opened_on": "2019-05-06", "growth": "35"}  # fmt: skip


def _rows() -> Rows:
    return {
        "enterprises": [dict(FIRM)],
        "centres": [dict(CENTRE)],
        "diagnoses": [dict(FIRST), dict(SECOND)],
        "projects": [dict(PROJECT)],
    }


def check(rows: Rows) -> list[Problem]:
    reads, frames = {}, {}
    for code, lines in rows.items():
        table = TABLES[code]
        columns = [field.code for field in table.stored]
        texts = pd.DataFrame(
            [{column: line.get(column, "") for column in columns} for line in lines], dtype="str"
        )
        texts.index = pd.RangeIndex(2, len(lines) + 2)
        reads[code] = Read(table, table.zh, texts, {})
        frames[code] = register.typed(texts, table)
    return rules.check(reads, frames)


def test_nothing_is_wrong_with_rows_that_keep_the_rules() -> None:
    assert check(_rows()) == []


def _set(table: str, row: int, **values: str) -> Callable[[Rows], None]:
    return lambda rows: rows[table][row].update(values)


def _twice(table: str, row: int, **values: str) -> Callable[[Rows], None]:
    return lambda rows: rows[table].append({**rows[table][row], **values})


BROKEN: list[tuple[str, Callable[[Rows], None], str, int]] = [
    ("opened_later", _set("enterprises", 0, opened_on="2023-01-01"), "enterprises", 2),
    ("out_of_range", _set("enterprises", 0, growth="6000"), "enterprises", 2),
    ("pattern", _set("enterprises", 0, enterprise_id="X"), "enterprises", 2),
    ("empty", _set("enterprises", 0, name=""), "enterprises", 2),
    ("double_id", _twice("enterprises", 0), "enterprises", 3),
    ("dangling", _set("diagnoses", 0, centre_id="C-02"), "diagnoses", 2),
    ("dates_fall", _set("diagnoses", 0, planned_on="2022-01-20"), "diagnoses", 2),
    ("date_missing", _set("diagnoses", 0, planned_on=""), "diagnoses", 2),
    ("date_beyond", _set("diagnoses", 0, accepted_on="2022-09-01"), "diagnoses", 2),
    ("follow_up_more", _set("diagnoses", 1, planned_on="2023-03-01"), "diagnoses", 3),
    ("future", _set("diagnoses", 1, diagnosed_on="2100-01-01"), "diagnoses", 3),
    ("exit_after_landing", _set("diagnoses", 0, exit_reason="no_money"), "diagnoses", 2),
    ("scores_mixed", _set("diagnoses", 0, score_m=""), "diagnoses", 2),
    ("scores_mixed", _set("diagnoses", 0, instrument="gbt_39116"), "diagnoses", 2),
    ("scores_mixed", _set("diagnoses", 0, instrument="miit_2024"), "diagnoses", 2),
    ("level_outside", _set("diagnoses", 0, level="5"), "diagnoses", 2),
    ("level_without_score", _set("diagnoses", 0, level=""), "diagnoses", 2),
    ("off_step", _set("diagnoses", 0, barrier_cannot="51.0"), "diagnoses", 2),
    ("indices_mixed", _set("diagnoses", 0, barrier_cannot=""), "diagnoses", 2),
    ("same_barrier", _set("diagnoses", 0, barrier_secondary="dare_not"), "diagnoses", 2),
    ("same_barrier", _set("diagnoses", 0, barrier_primary="none"), "diagnoses", 2),
    ("same_barrier", _set("diagnoses", 0, barrier_secondary="none"), "diagnoses", 2),
    ("too_many", _set("diagnoses", 0, causes="talent;upfront_cost;habit;no_pull"), "diagnoses", 2),
    ("repeated", _set("diagnoses", 0, needs="quality;quality"), "diagnoses", 2),
    ("no_source_ref", _set("diagnoses", 1, data_status="reported"), "diagnoses", 3),
    ("double_round", _twice("diagnoses", 1, diagnosis_id="DX-2023-0003"), "diagnoses", 4),
    ("no_first_round", _set("diagnoses", 1, enterprise_id="E0009"), "diagnoses", 3),
    ("round_too_early", _set("diagnoses", 1, diagnosed_on="2022-02-01"), "diagnoses", 3),
    ("landed_without", _set("projects", 0, landed_on="", accepted_on=""), "diagnoses", 2),
    ("landed_early", _set("diagnoses", 0, stage="contracted", landed_on=""), "projects", 2),
    ("started_before", _set("projects", 0, started_on="2022-01-01"), "projects", 2),
    ("other_status", _set("projects", 0, data_status="reported"), "projects", 2),
    ("cost_outside", _set("projects", 0, cost_wan="50"), "projects", 2),
    ("cost_outside", _set("projects", 0, cost_class="lt10", cost_wan="0"), "projects", 2),
    ("effect_unnamed", _set("projects", 0, effect_pct="12"), "projects", 2),
    ("dates_fall", _set("projects", 0, accepted_on="2022-05-01"), "projects", 2),
]


@pytest.mark.parametrize(("code", "breaking", "table", "row"), BROKEN)
def test_a_broken_rule_is_named_with_its_row(
    code: str, breaking: Callable[[Rows], None], table: str, row: int
) -> None:
    rows = _rows()
    breaking(rows)
    found = [p for p in check(rows) if p.code == code]
    assert [(p.table, p.row, p.rows) for p in found] == [(table, row, 1)]
    for language in ("zh", "en"):
        assert sentence(found[0], language) and place(found[0], language)


def test_reported_and_synthetic_rows_are_not_in_one_register() -> None:
    rows = _rows()
    rows["diagnoses"][0]["data_status"] = "synthetic"
    rows["diagnoses"][1].update(data_status="reported", source_ref="某报")
    rows["projects"][0]["data_status"] = "synthetic"
    assert [p.code for p in check(rows)] == ["mixed_status"]


def test_a_reported_level_may_stand_without_a_score() -> None:
    rows = _rows()
    rows["diagnoses"][1].update(data_status="reported", source_ref="某报", level="2")
    assert check(rows) == []


def test_unknown_cells_break_no_rule() -> None:
    rows = _rows()
    for name in ("reached_on", "causes", "needs", "barrier_secondary"):
        rows["diagnoses"][0][name] = ""
    rows["projects"][0].update(cost_wan="", started_on="", systems="")
    assert check(rows) == []


def test_tables_that_are_not_given_are_not_missed() -> None:
    assert check({"diagnoses": [dict(FIRST)]}) == []
    assert check({"projects": [dict(PROJECT)]}) == []


def test_a_firms_name_in_place_of_its_pseudonym_is_not_repeated() -> None:
    rows = _rows()
    rows["diagnoses"][0]["enterprise_id"] = "青岛某某有限公司"
    found = check(rows)
    assert "name_for_id" in {p.code for p in found}
    said = [sentence(p, language) for p in found for language in ("zh", "en")]
    assert "某某" not in "".join(said) + repr(found)


def test_an_id_that_is_no_name_is_shown() -> None:
    rows = _rows()
    rows["diagnoses"][1]["enterprise_id"] = "X1"
    assert ("pattern", "X1") in {(p.code, p.found) for p in check(rows)}
