"""A column is read down: one unit, one number of decimals and one minus sign."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest

from neweco import views, words
from neweco.analysis.enterprises import AGE_CLASSES
from neweco.model import vocabularies
from neweco.sheet import Sheet, Table
from neweco.words import numbers
from tests.made import of_sample
from tests.views.test_views import CASES, texts

HYPHEN = re.compile(r"(?:^|[\s（(：，])-[\d¥]")
UNITS = {
    "zh": re.compile(r"\d(亿元|万元|元)"),
    "en": re.compile(r"¥[\d.,]+(bn|M|K)?"),
}
SHARE = re.compile(r"(\.\d+)?%")
MADE = ("simulated", "register")
"""Published figures keep the digits and the unit they were printed with."""


LINES = ("claims", "dictionary")
"""Tables in which every line is about something else and says so with its unit."""


@cache
def _sheets(language: str) -> tuple[Sheet, ...]:
    asked = [(view, query) for view, query in CASES] + [(view, "") for view in views.NAMES]
    return tuple(of_sample(view, query, language) for view, query in dict.fromkeys(asked))


def _columns(language: str) -> Iterator[tuple[Table, str, list[str]]]:
    """Every column of every table and of every chart's table, as its cells are written; and what
    stands beside a chart's bars."""
    for sheet in _sheets(language):
        for table in (*sheet.tables, *(chart.table for chart in sheet.charts)):
            for column in table.columns:
                values = table.rows[column.code]
                places = numbers.places(values) if column.kind in numbers.MEASURED else 0
                said = [numbers.cell(v, column.kind, language, places) for v in values]
                yield table, column.code, said
        for chart in sheet.charts:
            for code in {"text", "said"} & set(chart.table.rows):
                yield chart.table, code, [str(text) for text in chart.table.rows[code]]


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_column_of_made_figures_has_one_unit_and_one_number_of_decimals(language: str) -> None:
    for table, code, said in _columns(language):
        if table.basis not in MADE or table.id in LINES:
            continue
        known = [cell for cell in said if cell != numbers.UNKNOWN]
        units = {found[1] for cell in known if (found := UNITS[language].search(cell))}
        choices = code in ("category", "row", "column")  # names of classes, as ¥500K to under ¥1M
        assert len(units) <= 1 or choices, (table.id, code, units)
        shares = {len(found[1] or "") for cell in known if (found := SHARE.search(cell))}
        assert len(shares) <= 1 or choices, (table.id, code, shares)
        if all(re.fullmatch(r"−?[\d,]+(\.\d+)?", cell) for cell in known):
            decimals = {len(cell.partition(".")[2]) for cell in known}
            assert len(decimals) <= 1, (table.id, code, decimals)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_there_is_one_minus_sign(language: str) -> None:
    for _, code, said in _columns(language):
        assert not any(HYPHEN.search(cell) for cell in said), (code, said[:3])
    for sheet in _sheets(language):
        left = {text for text in texts(sheet) if HYPHEN.search(text)}
        assert not left


def test_the_two_tiers_are_compared_in_one_unit_a_line() -> None:
    """A median of 1.73亿元 beside one of 2870万元 is read as the smaller."""
    sheet = next(s for s in _sheets("zh") if s.view == "enterprises" and not s.selection.active)
    table = next(t for t in sheet.tables if t.id == "compare").rows.set_index("measure")
    for measure in ("年营收中位数（万元）", "营收增速中位数（%）", "研发强度中位数（%）"):
        for tier in ("rising", "potential"):
            assert re.fullmatch(r"−?\d+\.\d", table.loc[measure, tier]), measure


def test_classes_that_touch_do_not_overlap() -> None:
    """The upper end belongs to the next class, and the name of the class says so."""
    for code, (_, high) in vocabularies.COST_BOUNDS.items():
        choice = vocabularies.COST_CLASSES[code]
        closed = high == float("inf")
        assert closed or f"不满{high:g}万元" in choice.zh, choice.zh
        assert closed or "under ¥" in choice.en.lower(), choice.en
    for place, (_, high) in enumerate(AGE_CLASSES[:-1]):
        assert f"不满{high}年" in words.text("zh", f"enterprises.age.class_{place}")
        assert f"under {high} year" in words.text("en", f"enterprises.age.class_{place}").lower()
