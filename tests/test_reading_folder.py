"""Folders of CSV files as people leave them: whatever stands in them, there is an answer."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from neweco import register, words
from neweco.reading import read
from neweco.reading.problem import Problem, place, sentence


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
        ("year", "9" * 25, "2,015–2,035"),
        ("year", "9" * 4301, "2,015–2,035"),
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
