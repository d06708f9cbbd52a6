"""Filters and counts over categories say the same as looking at every row."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from neweco.analysis import diagnoses as measured
from neweco.analysis import tally
from neweco.model import register
from neweco.model.choices import UNKNOWN
from neweco.model.fields import DIAGNOSES, ENTERPRISES, TABLES
from neweco.model.register import Register
from neweco.model.vocabularies import CAUSES, SIZES
from neweco.query import matching
from neweco.query.selection import Selection

LISTS = st.lists(st.lists(st.sampled_from(CAUSES.codes), unique=True, max_size=3), max_size=30)
TEXTS = st.lists(st.none() | st.text(max_size=6), max_size=20)


def _codes(vocabulary_codes: tuple[str, ...]) -> st.SearchStrategy[list[str | None]]:
    return st.lists(st.none() | st.sampled_from(vocabulary_codes), min_size=1, max_size=40)


@given(LISTS, st.sets(st.sampled_from((*CAUSES.codes, UNKNOWN)), min_size=1))
def test_lists_are_matched_and_counted_like_row_by_row(
    lists: list[list[str]], wanted: set[str]
) -> None:
    column = pd.Series([";".join(codes) for codes in lists], dtype="str").astype("category")
    keep = matching.has_any(column, DIAGNOSES["causes"], tuple(wanted))
    assert keep.tolist() == [bool(wanted & set(codes or [UNKNOWN])) for codes in lists]
    assert matching.counts(column) == Counter(
        code for codes in lists for code in codes or [UNKNOWN]
    )


@given(_codes(SIZES.codes), st.sets(st.sampled_from((*SIZES.codes, UNKNOWN)), min_size=1))
def test_codes_are_matched_and_counted_like_row_by_row(
    codes: list[str | None], wanted: set[str]
) -> None:
    column = pd.Series(pd.Categorical(codes, list(SIZES.codes)))
    keep = matching.has_any(column, DIAGNOSES["size"], tuple(wanted))
    own = set(SIZES.codes)  # `unknown` may be a code of its own, and stands for empty cells
    assert keep.tolist() == [code in wanted if code in own else UNKNOWN in wanted for code in codes]
    counted = {code: number for code, number in matching.counts(column).items() if number}
    assert counted == Counter(code or UNKNOWN for code in codes)


@example(["ÄRGER", "Maß", None, "b"], "ä")
@example(["MASS", "Maß"], "ss")
@given(TEXTS, st.text(min_size=1, max_size=3).map(str.casefold))
def test_words_are_found_whatever_their_case(texts: list[str | None], word: str) -> None:
    column = pd.Series(texts, dtype="str")
    found = matching._contains(column, ENTERPRISES["name"], word)
    assert found.tolist() == [text is not None and word in text.casefold() for text in texts]


def test_known_counts_neither_gaps_nor_empty_texts() -> None:
    assert tally.known(pd.Series(["a", "", None], dtype="str")) == 1
    assert tally.known(pd.Series(["a;b", "", ""], dtype="category")) == 1
    assert tally.known(pd.Series([1.0, None])) == 1


def test_a_narrow_selection_keeps_places_and_brings_only_what_is_asked() -> None:
    frame = register.shipped().first_round
    chosen = Selection.from_query("diagnoses", "district=370202")
    rows = chosen.apply(frame, ("stage", "district"))
    assert list(rows.columns) == ["stage", "district"]
    assert set(rows["district"]) == {"370202"}
    assert rows.index.tolist() == np.flatnonzero(frame["district"] == "370202").tolist()
    pd.testing.assert_frame_equal(chosen.apply(frame)[["stage", "district"]], rows)


@pytest.mark.parametrize("query", ["", "industry=ict", "stage=landed&barrier=cannot", "q=nobody"])
def test_projects_of_rows_are_those_of_their_diagnoses(query: str) -> None:
    shipped = register.shipped()
    rows = Selection.from_query("diagnoses", query).apply(shipped.first_round)
    own = set(rows["diagnosis_id"])
    led = shipped.projects["diagnosis_id"].isin(own) & shipped.projects["landed_on"].notna()
    expected = led.to_numpy()
    found = measured.landed_of(rows, shipped)
    assert found.index.tolist() == np.flatnonzero(expected).tolist()


def test_first_rounds_are_found_wherever_they_stand() -> None:
    """Rounds in another order, and a project without a diagnosis in the register."""
    frames = {code: register.shipped().frame(code) for code in TABLES}
    stored = [field.code for field in DIAGNOSES.stored]
    turned = frames["diagnoses"][stored].iloc[::-1].reset_index(drop=True)
    projects = frames["projects"].copy()
    projects["diagnosis_id"] = ["DX-2099-0000", *projects["diagnosis_id"][1:]]
    full = register.completed({**frames, "diagnoses": turned, "projects": projects})
    made = Register("register", "x", "y", full)
    assert set(made.first_round["round"]) == {"T0"}
    shipped = register.shipped().first_round
    assert made.first_round["diagnosis_id"].tolist() == shipped["diagnosis_id"].tolist()[::-1]
    assert made.parents[0] == -1
    second = made.first_round["diagnosis_id"].iloc[made.parents[1]]
    assert second == projects["diagnosis_id"].iloc[1]
