"""Reading a register: types, derived columns, and clear words about what cannot be read."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from neweco.model import register
from neweco.model.fields import LABS, TABLES
from neweco.model.register import RegisterError
from neweco.sources import current


def test_every_column_has_its_declared_type() -> None:
    kinds = {"number": "float64", "integer": "Int64", "flag": "boolean", "date": "datetime64[s]"}
    for code, table in TABLES.items():
        frame = register.shipped().frame(code)
        assert list(frame.columns) == [f.code for f in table.fields if not f.derived] + [
            f.code for f in table.fields if f.derived
        ]
        for spec in table.fields:
            if spec.kind == "choice" and spec.vocabulary is not None:
                assert list(frame[spec.code].cat.categories) == list(spec.vocabulary.codes)
            elif spec.kind in kinds and not spec.derived:
                assert str(frame[spec.code].dtype) == kinds[spec.kind], spec.code


def _labs(**columns: list[str]) -> pd.DataFrame:
    rows = len(next(iter(columns.values())))
    base = {f.code: [""] * rows for f in LABS.stored}
    return register.typed(pd.DataFrame(base | columns, dtype="str"), LABS)


def test_growth_bands() -> None:
    frame = _labs(growth=["-0.1", "0", "10", "10.1", "99.9", "100", ""])
    bands = register._band(frame["growth"])
    assert list(bands[:6]) == ["fell", "to_10", "to_10", "over_10", "over_10", "doubled"]
    assert pd.isna(bands[6])


def test_age_counts_to_the_end_of_the_lists_year() -> None:
    frame = pd.DataFrame(
        {
            "opened_on": pd.to_datetime(["2019-12-31", "2021-07-01", None]),
            "year": pd.array([2021, 2021, 2022], dtype="Int64"),
        }
    )
    ages = register._age(frame)
    assert list(ages[:2]) == [2.0, 0.5]
    assert pd.isna(ages[2])


def test_duration_rounds_months_up() -> None:
    frame = pd.DataFrame(
        {
            "started_on": pd.to_datetime(["2022-01-15"] * 5),
            "landed_on": pd.to_datetime(
                ["2022-03-15", "2022-03-16", "2022-07-15", "2023-01-16", None]
            ),
        }
    )
    found = list(register._duration(frame))
    assert found[:4] == ["le2", "3_6", "3_6", "gt12"]
    assert pd.isna(found[4])


def test_projects_are_joined_to_their_diagnosis() -> None:
    projects = pd.DataFrame(
        {
            "diagnosis_id": ["a", "a", "a", "b"],
            "category": pd.Categorical(
                ["quality", "rd_design", "quality", "security"],
                categories=["rd_design", "quality", "security"],
            ),
            "landed_on": pd.to_datetime(["2022-01-01", None, "2022-02-01", None]),
        }
    )
    found = register._project_columns(pd.Series(["a", "b", "c"]), projects)
    assert list(found["categories"]) == ["rd_design;quality", "security", ""]
    assert list(found["projects"]) == [2, 0, 0]


def test_unknown_flags_stay_unknown() -> None:
    assert list(_labs(ipo=["1", "0", ""])["ipo"].isna()) == [False, False, True]


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("kind", "research", "labs.kind: 'research' is not an allowed value"),
        ("growth", "viel", "labs.growth"),
        ("ipo", "yes", "labs.ipo: 'yes' is neither 1 nor 0"),
        ("recognised_on", "29/07/2021", "labs.recognised_on"),
        ("batch", "first", "labs.batch"),
    ],
)
def test_what_cannot_be_read_is_named(column: str, value: str, said: str) -> None:
    with pytest.raises(RegisterError) as error:
        _labs(**{column: [value]})
    assert said in str(error.value)


def test_missing_columns_and_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="columns are missing: lab_id"):
        register.typed(pd.DataFrame({"name": ["x"]}), LABS)
    shutil.copytree(register.SAMPLE, tmp_path, dirs_exist_ok=True)
    (tmp_path / "labs.csv").unlink()
    with pytest.raises(RegisterError, match=r"labs\.csv"):
        register.read_folder(tmp_path, "register")


def test_an_own_folder_is_a_register_and_changes_the_fingerprint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(register.SAMPLE, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv(current.VARIABLE, str(tmp_path))
    assert current.load().basis == "register"
    assert current.load().fingerprint == current.load().fingerprint
    assert current.load().fingerprint != register.shipped().fingerprint, "it depends on the secret"
    other = tmp_path / "other"
    shutil.copytree(register.SAMPLE, other)
    text = (other / "labs.csv").read_text(encoding="utf-8")
    (other / "labs.csv").write_text(text.replace("2021-07-29", "2021-07-30"), encoding="utf-8")
    assert register.read_folder(other, "register").fingerprint != register.shipped().fingerprint
    monkeypatch.delenv(current.VARIABLE)
    assert current.load().basis == "simulated"


def test_columns_that_are_optional_may_be_absent(tmp_path: Path) -> None:
    raw = pd.DataFrame({"lab_id": ["I-001"], "name": ["x"], "kind": ["innovation"], "batch": ["1"],
                        "industry": ["ict"]}, dtype="str")  # fmt: skip
    frame = register.typed(raw, LABS)
    assert frame["growth"].isna().all()
    assert frame["ipo"].isna().all()
