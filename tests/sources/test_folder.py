"""Folders of CSV files as people leave them: whatever stands in them, there is an answer."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neweco import words
from neweco.model import register
from neweco.model.fields import TABLES
from neweco.sources import report
from neweco.sources.problem import Problem, place, sentence
from neweco.sources.reading import Reading, read


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(register.SAMPLE, tmp_path / "own")
    return tmp_path / "own"


def _put(folder: Path, column: str, text: str) -> list[Problem]:
    """The problems when the first enterprise has this text in a column."""
    file = folder / "enterprises.csv"
    rows = pd.read_csv(file, dtype=str, keep_default_na=False)
    rows.loc[0, column] = text
    rows.to_csv(file, index=False)
    return list(read(folder).problems)


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize(
    ("column", "text", "allowed"),
    [
        ("revenue", "1e999990", "0–10,000,000 万元"),
        ("revenue", "-1e9999999", "0–10,000,000 万元"),
        ("revenue", "9" * 4301, "0–10,000,000 万元"),
        ("year", "9" * 25, "2015–2035"),
        ("year", "9" * 4301, "2015–2035"),
    ],
    ids=lambda given: given[:12],
)
def test_a_number_of_endless_digits_is_named_with_what_to_write(
    folder: Path, column: str, text: str, allowed: str, language: str
) -> None:
    (problem,) = _put(folder, column, text)
    assert (problem.code, problem.sheet, problem.row) == ("too_long", "enterprises", 2)
    assert column in place(problem, language)
    said = sentence(problem, language)
    assert text[:12] in said and allowed in said and len(said) < 160


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n"], ids=["none", "mark", "lines"])
@pytest.mark.parametrize("language", words.LANGUAGES)
def test_an_empty_file_counts_as_not_given_and_is_named(
    folder: Path, content: bytes, language: str
) -> None:
    (folder / "labs.csv").write_bytes(content)
    found = read(folder)
    (problem,) = found.problems
    assert (problem.level, problem.code) == ("warning", "empty_sheet")
    assert "labs" in place(problem, language) and sentence(problem, language)
    assert found.register is not None and "labs" not in found.register.given


def test_a_folder_that_may_not_be_entered_is_an_answer(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "is_dir", refuse)
    found = read(folder)
    assert found.unreadable and [problem.code for problem in found.problems] == ["no_source"]


DAMAGES = (b"", b",", b"\n", b'"', b"\0", b"\xef\xbb\xbf", b"\xff", b"9" * 30, b"1e999", b"nan",
           b",,,,,", "０".encode(), "²".encode())  # fmt: skip


@settings(max_examples=60)
@given(
    st.sampled_from(sorted(TABLES)),
    st.lists(
        st.tuples(st.integers(0, 3000), st.integers(0, 200), st.sampled_from(DAMAGES)), max_size=5
    ),
)
def test_whatever_happened_to_a_file_there_is_an_answer(
    table: str, damages: list[tuple[int, int, bytes]]
) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(shutil.copytree(register.SAMPLE, Path(place) / "own"))
        file = folder / f"{table}.csv"
        content = file.read_bytes()[:3000]
        for at, length, instead in damages:
            content = content[:at] + instead + content[at + length :]
        file.write_bytes(content)
        found = read(folder)
    assert (found.register is None) == bool(found.errors)
    assert all(report.line(problem, lang) for problem in found.problems for lang in words.LANGUAGES)


def _write(folder: Path, change: Callable[[str], str], table: str = "enterprises") -> Reading:
    file = folder / f"{table}.csv"
    file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")
    return read(folder)


def test_what_is_written_in_codes_is_checked_like_anything_else(folder: Path) -> None:
    file = folder / "diagnoses.csv"
    rows = pd.read_csv(file, dtype=str, keep_default_na=False)
    rows.loc[0, ["causes", "needs"]] = ["talent;nonsense", "rd_desing"]
    rows.to_csv(file, index=False)
    found = read(folder)
    assert found.register is None
    said = {(p.code, p.column, p.row, p.found, p.nearest.split(" / ")[0]) for p in found.problems}
    assert said == {
        ("unknown_value", "causes", 2, "talent;nonsense", ""),
        ("unknown_value", "needs", 2, "rd_desing", "研发设计"),
    }
    with pytest.raises(register.RegisterError, match="nonsense"):
        register.read_folder(folder, "register")


def test_rows_are_numbered_as_in_the_file_also_after_blank_lines(folder: Path) -> None:
    found = _write(
        folder, lambda text: text.replace("\n", "\n\n\n", 1).replace("R-002,", "R-001,", 1)
    )
    assert [(p.code, p.row) for p in found.problems] == [("double_id", 5)]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "青岛市新经济企业\n" + text,
        lambda text: text.replace(",", ";"),
        lambda text: text.replace(",", "\t"),
        lambda text: text.replace("R-001,", " r-001 ,", 1),
        lambda text: text + "," * 13 + "\n",
        lambda text: text.replace("\n", ",\n"),
    ],
    ids=["title", "semicolons", "tabs", "spaces", "blank", "wide"],
)
def test_a_folder_is_read_as_people_leave_it(folder: Path, change: Callable[[str], str]) -> None:
    found = _write(folder, change)
    assert found.register is not None, found.problems
    pd.testing.assert_frame_equal(found.register.enterprises, register.shipped().enterprises)


def test_columns_that_are_not_read_are_named_in_folders_too(folder: Path) -> None:
    def named(text: str) -> str:
        head, *lines = text.splitlines()
        return "\n".join([f"{head},企业名称", *(f"{line},某某公司" for line in lines)])

    found = _write(folder, named, "diagnoses")
    assert [(p.level, p.code, p.column) for p in found.problems] == [
        ("warning", "private_column", "企业名称")
    ]
    assert "某某公司" not in found.register.diagnoses.astype("str").to_numpy()  # type: ignore[union-attr]
    again = _write(folder, lambda text: text.replace("revenue", "revenue,revenue", 1))
    assert "double_column" in {p.code for p in again.problems}


def test_the_ending_may_be_in_capitals(folder: Path) -> None:
    (folder / "labs.csv").rename(folder / "labs.CSV")
    assert read(folder).rows["labs"] == 54
