"""The card: it stays in its frame, draws every mark of its figures, and no other rows."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neweco import published, views, words
from neweco.charts import card, letters
from neweco.charts.palette import HALL
from neweco.model import register
from neweco.query.selection import Selection
from neweco.sheet import Chart

FOUND = [
    (language, chart)
    for language in words.LANGUAGES
    for chart in views.view("overview")(
        register.shipped(), published.shipped(), Selection("overview"), language
    ).charts
    if chart.id in ("share", "tiers", "labs", "centres")
]
EACH = pytest.mark.parametrize(
    ("language", "chart"), FOUND, ids=[f"{chart.id}-{language}" for language, chart in FOUND]
)


def _attributes(drawn: str, tag: str) -> list[dict[str, str]]:
    return [
        dict(re.findall(r'([\w-]+)="([^"]*)"', each))
        for each in re.findall(f"<{tag} ([^>]*)>", drawn)
    ]


@EACH
def test_everything_stands_within_the_frame(language: str, chart: Chart) -> None:
    drawn = card.card("企业梯队", chart, language)
    boxes = [box for box in _attributes(drawn, "rect") if "x" in box]
    for box in boxes:
        x, y, wide, high = (float(box[name]) for name in ("x", "y", "width", "height"))
        assert x >= 0 and y >= 0 and x + wide <= card.WIDE and y + high <= card.HIGH
    lines = re.findall(r'<text x="([\d.]+)" y="([\d.]+)" font-size="(\d+)"[^>]*>([^<]*)<', drawn)
    assert len(lines) > 4
    for x, y, size, text in lines:
        assert float(x) + letters.width(text) * float(size) <= card.WIDE - 20
        assert float(size) <= float(y) <= card.HIGH - 16


@EACH
def test_every_mark_is_drawn_and_certain_ones_are_solid(language: str, chart: Chart) -> None:
    boxes = _attributes(card.card("企业梯队", chart, language), "rect")
    rows = chart.table.rows
    pitched = [box for box in boxes if "stroke" in box and box["fill"] != "#none"][3:]
    assert len(pitched) == rows["drawn"].sum()
    solid = [box for box in pitched if box["fill"] in set(HALL.values())]
    hatched = [box for box in pitched if box["fill"].startswith("url(")]
    assert len(solid) == rows["said"].sum()
    assert len(hatched) == rows["left_open"].sum()


def test_no_other_rows_come_onto_a_card() -> None:
    language, chart = FOUND[0]
    for basis in ("simulated", "register", "derived"):
        other = replace(chart, table=replace(chart.table, basis=basis))
        with pytest.raises(ValueError, match="published"):
            card.card("企业梯队", other, language)


@given(
    st.lists(st.integers(1, 700), min_size=1, max_size=5),
    st.integers(200, 1200),
    st.integers(20, 400),
)
def test_a_grid_holds_all_marks(counts: list[int], wide: int, high: int) -> None:
    across, pitch = card._grid(counts, wide, high)
    assert pitch >= 1 and across * pitch <= wide
    lines = sum(-(-count // across) for count in counts)
    assert lines * pitch <= max(high, lines)
