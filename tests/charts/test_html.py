"""Charts that are text with bars: lengths in proportion, every value in words, nothing hidden."""

from __future__ import annotations

import re

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from neweco.charts import html
from neweco.charts.forms import Columns, Matrix, RankedList

ROWS = pd.DataFrame({"name": ["甲", "乙", "丙"], "n": [20, 5, 0], "text": ["20家", "5家", "[c]"]})
LIST = RankedList("name", "n", "text", ("甲", "乙", "丙"))


def widths(drawn: str) -> list[float]:
    return [float(found) for found in re.findall(r"--w:([\d.]+)", drawn)]


def test_bars_are_in_proportion_to_the_longest() -> None:
    drawn = html.drawn(LIST, ROWS, "zh")
    assert widths(drawn) == [1, 0.25, 0]
    assert re.findall(r'ne-said">([^<]+)', drawn) == ["20家", "5家", "[c]"]
    assert "--n:3" in drawn


def test_a_scale_with_an_end_is_kept() -> None:
    form = RankedList("name", "n", "text", ("甲", "乙", "丙"), most=100)
    assert widths(html.drawn(form, ROWS, "zh")) == [0.2, 0.05, 0]


def test_the_first_bars_are_drawn_in_the_length_of_all() -> None:
    form = RankedList("name", "n", "text", ("乙", "甲", "丙"))
    assert widths(html.drawn(form, ROWS, "zh", 1)) == [0.25]
    assert html.hidden(form, ROWS, 1) == (1, 3)
    assert html.hidden(form, ROWS, 3) == html.hidden(form, ROWS, 0) == (0, 0)


def test_divided_bars_say_their_parts_and_name_their_colours() -> None:
    rows = pd.DataFrame(
        {"name": ["甲", "甲"], "n": [3, 1], "text": ["", "4"], "tier": ["新锐企业", "潜力企业"],
         "meaning": ["rising", "potential"]}
    )  # fmt: skip
    drawn = html.drawn(RankedList("name", "n", "text", ("甲",), "tier"), rows, "zh")
    assert widths(drawn) == [0.75, 0.25]
    assert "新锐企业 3; 潜力企业 1" in drawn
    assert drawn.count('class="m0"') == drawn.count('class="m1"') == 2  # key and piece


def test_columns_and_cells_hold_their_values() -> None:
    columns = html.drawn(Columns("name", "n", "text"), ROWS, "zh")
    assert widths(columns) == [1, 0.25, 0] and columns.count("<li>") == 3
    cells = pd.DataFrame(
        {"a": ["x", "x", "y"], "b": ["p", "q", "p"], "n": [4, 2, 1], "text": ["4", "2", "1"],
         "said": ["4家", "2家", "1家"]}
    )  # fmt: skip
    drawn = html.drawn(Matrix("a", "b", "n", "text"), cells, "zh")
    assert re.findall(r"--s:([\d.]+)", drawn) == ["1", "0.5", "0.25"]
    assert drawn.count('scope="row"') == drawn.count('scope="col"') == 2
    assert "<td></td></tr>" in drawn  # y × q is not there
    heads = {"a": {"x": "?a=x"}, "b": {"x": "?b=x", "q": "?b=q"}}
    drawn = html.drawn(Matrix("a", "b", "n", "text"), cells, "zh", heads=heads)
    assert '<th scope="row"><a href="?a=x">x</a></th>' in drawn
    assert '<th scope="col"><a href="?b=q">q</a></th>' in drawn
    assert drawn.count("<a ") == 2  # y and p lead nowhere


def test_what_stands_behind_gives_the_scale_and_is_said() -> None:
    rows = ROWS.assign(whole=[40, 10, 5], behind=["40", "10", "5"])
    backed = html.drawn(
        RankedList("name", "n", "text", ("甲", "乙", "丙"), whole="whole"), rows, "zh"
    )
    assert widths(backed) == [0.5, 0.125, 0]
    assert re.findall(r"--g:([\d.]+)", backed) == ["1", "0.25", "0.125"]
    assert "20家<small> / 40</small>" in backed
    columns = html.drawn(Columns("name", "n", "text", "whole"), rows, "zh")
    assert widths(columns) == [0.5, 0.125, 0] and "ne-backed" in columns
    cells = rows.assign(a=["x", "y", "z"], b="p", said=["20家（50%）", "5家", "0家"])
    drawn = html.drawn(Matrix("a", "b", "n", "text", "whole"), cells, "zh")
    assert re.findall(r"--s:([\d.]+)", drawn) == ["0.5", "0.125", "0"]
    assert 'title="20家（50%） / 40"' in drawn


def test_a_part_longer_than_what_is_pinned_is_drawn_whole() -> None:
    rows = ROWS.assign(whole=[5, 10, 0], behind=["5", "10", "0"])
    form = RankedList("name", "n", "text", ("甲", "乙", "丙"), whole="whole")
    assert widths(html.drawn(form, rows, "zh")) == [1, 0.25, 0]


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=30))
def test_no_bar_is_longer_than_its_track(values: list[int]) -> None:
    names = [str(i) for i in range(len(values))]
    rows = pd.DataFrame({"name": names, "n": values, "text": names})
    drawn = widths(html.drawn(RankedList("name", "n", "text", tuple(names)), rows, "en"))
    assert len(drawn) == len(values)
    assert max(drawn) == (1 if any(values) else 0)
    assert all(a <= b for (a, x), (b, y) in _pairs(drawn, values) if x <= y)


def _pairs(drawn: list[float], values: list[int]) -> list[tuple[tuple[float, int], ...]]:
    both = list(zip(drawn, values, strict=True))
    return list(zip(both, both[1:], strict=False))
