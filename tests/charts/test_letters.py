"""Lines of text in drawings: broken where a reader of the language would, and nothing lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neweco.charts.letters import balanced, lines, width
from tests.made import HOSTILE


@pytest.mark.parametrize(
    ("text", "room", "expected"),
    [
        ("企业数，按行业和主要障碍", 5, ["企业数，按", "行业和主要", "障碍"]),
        # No line begins with a mark that closes, none ends with one that opens.
        ("甲乙丙，丁", 3, ["甲乙", "丙，丁"]),
        ("甲乙（丙）", 3, ["甲乙", "（丙）"]),
        ("Firms by industry and main barrier", 8, ["Firms by", "industry and", "main barrier"]),
        # A name without a gap is broken, an address after its marks.
        ("长" * 5, 2, ["长长", "长长", "长"]),
        ("x.example/labs?kind=a&batch=2", 8, ["x.example/", "labs?kind=a&", "batch=2"]),
        ("", 5, [""]),
    ],
)
def test_lines_break_where_they_may(text: str, room: float, expected: list[str]) -> None:
    assert lines(text, room) == expected


def test_wide_characters_take_one_em_and_marks_above_letters_none() -> None:
    assert width("青岛") == 2
    assert width("e\u0301") == width("e")
    assert width("W") > width("e") > width("i")


@settings(max_examples=40)
@given(
    st.one_of(st.text(max_size=40), st.sampled_from(HOSTILE)),
    st.floats(min_value=2, max_value=60),
)
def test_nothing_is_lost_and_nothing_too_long(text: str, room: float) -> None:
    for made in (lines(text, room), balanced(text, room)):
        assert re.sub(r"\s", "", "".join(made)) == re.sub(r"\s", "", text)
        assert all(width(line) <= room or len(line) == 1 for line in made)


def test_balanced_lines_are_as_few_and_more_even() -> None:
    text = "累计下达的“场景金”从2023年3月的2500万元增至2023年12月的3500万元"
    plain, even = lines(text, 30), balanced(text, 30)
    assert len(plain) == len(even) == 2
    assert min(map(width, even)) > min(map(width, plain))
