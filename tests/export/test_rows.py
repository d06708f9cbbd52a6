"""Data to take away: same columns in every language, inert cells, a package that keeps its word."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from neweco import published, views, words
from neweco.export import files
from neweco.export.archive import archive
from neweco.export.rows import csv_parts
from neweco.export.rows import rows as rows_of
from neweco.light import data
from neweco.model import register
from neweco.model.choices import UNKNOWN
from neweco.model.fields import TABLES
from neweco.model.register import Register
from neweco.model.spreadsheet import csv, inert
from neweco.published import releases
from neweco.query.selection import Selection
from neweco.query.views import VIEWS
from neweco.selfcheck import code, questions

R, P = register.shipped(), published.shipped()
CLIENT = TestClient(Starlette(routes=data.ROUTES))
EVIL = '=HYPERLINK("http://x")'


def read(body: bytes) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(body), encoding="utf-8-sig", dtype="str", keep_default_na=False)


def test_filtered_rows_and_the_same_columns_in_every_language() -> None:
    frames = [
        read(CLIENT.get(f"/data/enterprises.csv?tier=rising&lang={language}").content)
        for language in words.LANGUAGES
    ]
    assert len(frames[0]) == 15
    assert list(frames[0].columns) == list(frames[1].columns)
    assert frames[0].equals(frames[1])
    assert set(frames[0]["tier"]) == {"rising"}
    assert set(frames[0]["tier_zh"]) == {"新锐企业"}
    assert set(frames[0]["tier_en"]) == {"Rising"}


def test_csv_opens_clean_in_a_spreadsheet() -> None:
    answer = CLIENT.get("/data/labs.csv")
    assert answer.content.startswith("\ufeff".encode())
    assert b"\r\n" in answer.content
    assert "attachment" in answer.headers["content-disposition"]
    assert "%E6%A8%A1%E6%8B%9F" in answer.headers["content-disposition"]  # 模拟


@pytest.mark.parametrize("form", data.FORMS)
@pytest.mark.parametrize("view", views.NAMES)
def test_every_view_in_every_form(view: str, form: str) -> None:
    answer = CLIENT.get(f"/data/{view}.{form}?lang=en")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(files.TYPES[form].split(";")[0])
    assert len(answer.content) > 500


@pytest.mark.parametrize("path", ["/data/nothing.csv", "/data/labs.exe"])
def test_what_does_not_exist_is_said(path: str) -> None:
    assert CLIENT.get(path).status_code == 404
    assert "no such data" in CLIENT.get(f"{path}?lang=en").text


@pytest.mark.parametrize("query", ["tier=%FF%00", "x" * 5000, "tier=<script>", "growth=9..1&q=%"])
def test_strange_queries_are_answered(query: str) -> None:
    assert CLIENT.get(f"/data/enterprises.csv?{query}").status_code == 200


def test_rows_that_may_not_be_shown_stay_out() -> None:
    hidden = R.first_round.loc[~R.first_round["consent_public"].astype(bool), "diagnosis_id"]
    frame = rows_of(Selection("diagnoses"), R, P)
    assert len(frame) == len(R.first_round) - len(hidden)
    assert not set(hidden) & set(frame["diagnosis_id"])
    assert "consent_public" not in frame.columns


def _evil() -> Register:
    frame = R.enterprises.copy()
    frame.loc[0, "name"] = EVIL
    return Register("register", "own", "e", {**R.frames, "enterprises": frame})


def test_formulas_are_inert_in_csv_and_zip() -> None:
    rows = rows_of(Selection("enterprises"), _evil(), P)
    text = csv(rows).decode("utf-8-sig")
    assert f"'{EVIL}" in text.replace('""', '"')
    sheets = {"zh": views.view("enterprises")(_evil(), P, Selection("enterprises"), "zh")}
    packed = zipfile.ZipFile(io.BytesIO(archive(sheets, rows, _evil(), P)))
    assert not re.search(r'(^|,|")=HYPERLINK', packed.read("enterprises.csv").decode(), re.M)


@pytest.mark.parametrize("sign", [*"=+-@＝＋－＠", "\t", "\r", "\n"])
def test_every_leading_sign_is_made_inert(sign: str) -> None:
    assert inert(f"{sign}1+1") == f"'{sign}1+1"
    assert inert("P-017") == "P-017"


def test_json_carries_bounds_and_basis() -> None:
    shown = json.loads(CLIENT.get("/data/diagnoses.json?lang=en&centre=C-03").content)
    figures = {f["fact"]: f for f in shown["figures"] if f["fact"]}
    assert figures["F021"]["low"] == 630
    assert figures["F021"]["high"] is None
    assert figures["F021"]["low_closed"] is False
    assert figures["F021"]["basis"] == "published"
    assert shown["basis"] == "simulated"
    assert shown["query"] == "centre=C-03"
    assert {row["centre_id"] for row in shown["rows"]} == {"C-03"}
    assert shown["filters"] == ["Centre: 赋能中心 C-03（模拟）"]


TYPES = {
    "number": r"-?\d+(\.\d+)?",
    "integer": r"-?\d+",
    "boolean": "[01]",
    "date": r"\d{4}-\d{2}-\d{2}",
}


def violations(frame: pd.DataFrame, schema: dict[str, Any]) -> list[str]:
    """Where a frame of texts breaks its Frictionless schema: type, required, enum, pattern."""
    found = []
    for field in schema["fields"]:
        column, rules = frame[field["name"]], field.get("constraints", {})
        filled = column[column != ""]
        if rules.get("required") and len(filled) < len(column):
            found.append(f"{field['name']} required")
        if field["type"] in TYPES and not filled.str.fullmatch(TYPES[field["type"]]).all():
            found.append(f"{field['name']} {field['type']}")
        if "enum" in rules and not filled.isin(rules["enum"]).all():
            found.append(f"{field['name']} enum")
        if "pattern" in rules and not filled.str.fullmatch(rules["pattern"]).all():
            found.append(f"{field['name']} pattern")
        if "minimum" in rules and (pd.to_numeric(filled) < rules["minimum"]).any():
            found.append(f"{field['name']} minimum")
        if "maximum" in rules and (pd.to_numeric(filled) > rules["maximum"]).any():
            found.append(f"{field['name']} maximum")
    for key in schema.get("primaryKey", []):
        if frame[key].duplicated().any():
            found.append(f"{key} unique")
    return found


def dangling(
    frames: dict[str, pd.DataFrame], schema: dict[str, Any], frame: pd.DataFrame
) -> list[str]:
    """Values of foreign keys that the table they refer to does not hold."""
    found = []
    for key in schema.get("foreignKeys", []):
        reference = key["reference"]
        target = frames[reference["resource"]][reference["fields"][0]]
        held = frame[key["fields"][0]]
        found += list(held[(held != "") & ~held.isin(target)])
    return found


@pytest.mark.parametrize("view", views.NAMES)
def test_the_package_keeps_its_own_rules(view: str) -> None:
    packed = zipfile.ZipFile(io.BytesIO(CLIENT.get(f"/data/{view}.zip").content))
    package = json.loads(packed.read("datapackage.json"))
    frames = {r["name"]: read(packed.read(r["path"])) for r in package["resources"]}
    for resource in package["resources"]:
        frame, schema = frames[resource["name"]], resource["schema"]
        assert [f["name"] for f in schema["fields"]] == list(frame.columns)
        assert violations(frame, schema) == []
        assert dangling(frames, schema, frame) == []
    if VIEWS[view].is_named:  # nothing of a register goes with what is named
        assert list(frames) == [view, "recognitions"]
        return
    verdicts = read(packed.read("claims.csv"))
    assert set(verdicts["outcome"]) == {"not_checked"}  # its rows are simulated


def test_the_shipped_sample_keeps_its_rules_and_references() -> None:
    package = json.loads((register.SAMPLE / "datapackage.json").read_text(encoding="utf-8"))
    frames = {
        r["name"]: read((register.SAMPLE / r["path"]).read_bytes()) for r in package["resources"]
    }
    for resource in package["resources"]:
        frame = frames[resource["name"]]
        assert violations(frame, resource["schema"]) == []
        assert dangling(frames, resource["schema"], frame) == []


def test_rows_refer_to_tables_in_the_same_zip() -> None:
    packed = zipfile.ZipFile(io.BytesIO(CLIENT.get("/data/diagnoses.zip?centre=C-03").content))
    package = json.loads(packed.read("datapackage.json"))
    frames = {r["name"]: read(packed.read(r["path"])) for r in package["resources"]}
    assert list(frames) == ["diagnoses", "centres", "claims"]
    assert len(frames["centres"]) == 10
    schema = package["resources"][0]["schema"]
    broken = frames["diagnoses"].assign(centre_id="C-99").head(1)
    assert dangling(frames, schema, broken) == ["C-99"]


def test_a_broken_rule_would_be_found() -> None:
    package = json.loads((register.SAMPLE / "datapackage.json").read_text(encoding="utf-8"))
    schema = package["resources"][0]["schema"]
    frame = read((register.SAMPLE / "enterprises.csv").read_bytes())
    frame.loc[0, "tier"], frame.loc[1, "growth"] = "gold", "6000"
    frame.loc[2, "enterprise_id"] = frame.loc[3, "enterprise_id"]
    assert set(violations(frame, schema)) == {"tier enum", "growth maximum", "enterprise_id unique"}


def test_the_readme_speaks_both_languages() -> None:
    packed = zipfile.ZipFile(io.BytesIO(CLIENT.get("/data/labs.zip?kind=innovation").content))
    text = packed.read("README.txt").decode("utf-8-sig")
    for part in (
        "类型：创新应用实验室",
        "Kind: Innovation-application",
        "模拟",
        releases.current().id,
        "/labs?kind=innovation",
        "引用",
        "Citation",
    ):
        assert part in text


def test_equal_data_give_equal_bytes() -> None:
    assert CLIENT.get("/data/labs.zip").content == CLIENT.get("/data/labs.zip?kind=bogus").content


def test_every_public_field_is_taken_away() -> None:
    frame = rows_of(Selection("labs"), R, P)
    assert {f.code for f in TABLES["labs"].fields if f.public} <= set(frame.columns)
    assert UNKNOWN not in set(frame["district"])


def test_releases_and_what_changed() -> None:
    made = (
        releases.Release(
            "3", "2027-01-01", "三", "three", {"F001": ("b", "c"), "F009": ("x", "y")}
        ),
        releases.Release("2", "2026-12-01", "二", "two", {"F001": ("a", "b")}),
        releases.Release("1", "2026-11-01", "一", "one", {}),
    )
    assert releases.change("", ["F001"], made) is None
    assert releases.change("3", ["F001"], made) is None
    changed = releases.change("1", ["F001"], made)
    assert changed == releases.Change("1", True, (("F001", "a", "c"),))
    assert releases.change("0", ["F001"], made) == releases.Change("0", False, ())


def test_a_release_without_a_note_is_refused(tmp_path: Any) -> None:
    file = tmp_path / "release.toml"
    file.write_text('[[release]]\nid = "1"\ndate = "2026-01-01"\nzh = "一"\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"release '1' lacks \['en'\]"):
        releases.load(file)


@pytest.mark.parametrize("query", ["", "industry=ict", "sort=-score_total", "q=nobody"])
def test_pieces_make_up_the_whole(query: str) -> None:
    for view in ("diagnoses", "labs", "evidence"):
        chosen = Selection.from_query(view, query)
        whole = csv(rows_of(chosen, R, P))
        assert b"".join(csv_parts(chosen, R, P, size=150)) == whole


def test_facts_are_handed_out_with_period_and_cautions() -> None:
    frame = read(CLIENT.get("/data/evidence.csv").content).set_index("id")
    assert len(frame) == len(P.facts)
    assert "不是已到位的投资" in frame.loc["F004", "note_zh"]
    assert "not money paid in" in frame.loc["F004", "note_en"]
    assert frame.loc["F008", "period"] == "报道未写年份"
    assert frame.loc["F021", "period"] == "截至2022年底"
    for id in ("F015", "F016", "F061", "F072"):
        assert frame.loc[id, "note_zh"] and frame.loc[id, "note_en"]


@pytest.mark.parametrize("column", ["period", "note_zh", "note_en"])
def test_cautions_of_facts_are_inert(column: str) -> None:
    evil = replace(P.fact("F004"), **{column: EVIL})
    facts = replace(P, facts={**P.facts, "F004": evil})
    frame = rows_of(Selection("evidence"), R, facts).set_index("id")
    assert frame.loc["F004", column] == f"'{EVIL}"


def test_the_self_check_hands_out_the_answers_of_its_own_address() -> None:
    answers = {q.id: 2 for q in questions.shipped().all} | {"O1": None}
    frame = read(CLIENT.get(f"/data/selfcheck.csv?answers={code.encode(answers)}").content)
    assert list(frame["answer"]) == ["2"] * 4 + ["n"] + ["2"] * 15
    assert frame.loc[1, "answer_zh"] == "3–4 类"
    assert list(read(CLIENT.get("/data/selfcheck.csv").content)["answer"]) == [""] * 20
