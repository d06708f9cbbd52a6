"""A figure as marks: what was said, what its words leave open, and the rest make the whole."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from neweco import published
from neweco.charts import units
from neweco.published.quantity import Quantity

TOKENS = st.sampled_from(
    [
        "九成以上",
        "七成",
        "半数",
        "四成",
        "超三成",
        "近七成",
        "约60%",
        "34.2%",
        "不足两成",
        "65%以上",
    ]
)
COUNTS = st.sampled_from(["630余", "180余", "8", "26", "超100", "近50", "约40", "不足10", "至少5"])


@given(TOKENS, st.integers(1, 2000))
def test_a_share_of_a_known_whole(token: str, whole: int) -> None:
    share = Quantity.parse(token)
    allowed = [n for n in range(whole + 1) if share.contains(round(n / whole, 9))]
    assume(allowed)
    found = units.of_share(share, whole)
    assert found.said + found.left_open + found.rest == whole
    assert min(found.said, found.left_open, found.rest) >= 0
    assert found.said == min(allowed) and found.said + found.left_open == max(allowed)


@given(COUNTS, st.integers(1, 2000))
def test_a_count_of_a_known_whole(token: str, whole: int) -> None:
    count = Quantity.parse(token)
    allowed = [n for n in range(whole + 1) if count.contains(n)]
    assume(allowed)
    found = units.of_count(count, whole)
    assert found.said + found.left_open + found.rest == whole and not found.has_tail
    assert min(found.said, found.left_open, found.rest) >= 0
    assert found.said <= min(allowed) and found.said + found.left_open >= max(allowed)


@given(COUNTS)
def test_a_count_alone_has_a_tail_where_it_has_no_end(token: str) -> None:
    count = Quantity.parse(token)
    found = units.of_count(count)
    assert found.has_tail == (count.high is None) and found.rest == 0
    assert found.said == math.ceil(count.low or 0)


@given(st.decimals(0, 100, places=1))
def test_an_exact_share_fills_a_hundred(percent: object) -> None:
    found = units.of_hundred(Quantity.parse(f"{percent}%"))
    assert found.said + (found.part > 0) + found.rest == 100
    exact = Fraction(str(percent))
    assert Fraction(found.said) + Fraction(str(round(found.part, 6))) == exact


@pytest.mark.parametrize(
    ("fact", "whole", "marks"),
    [("F008", 15, (14, 1, 0)), ("F009", 15, (10, 1, 4)), ("F010", 122, (55, 12, 55)),
     ("F011", 122, (43, 11, 68))],
)  # fmt: skip
def test_the_shares_of_the_report_by_hand(
    fact: str, whole: int, marks: tuple[int, int, int]
) -> None:
    share = published.shipped().value(fact)
    assert share is not None
    found = units.of_share(share, whole)
    assert (found.said, found.left_open, found.rest) == marks


def test_what_no_count_can_be_is_refused() -> None:
    with pytest.raises(ValueError, match="七成"):
        units.of_share(Quantity.parse("七成"), 1)
    with pytest.raises(ValueError, match="约"):
        units.of_hundred(Quantity.parse("约34%"))
