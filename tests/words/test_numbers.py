"""How numbers are written, in both languages."""

from __future__ import annotations

import datetime
import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neweco.published.quantity import Quantity
from neweco.words import numbers


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(1234.5, 0, "1235"), (0.05, 1, "0.1"), (12.0, 1, "12"), (-0.04, 1, "0"), (math.nan, 0, "—"),
     (None, 0, "—"), (math.inf, 0, "—")],
)  # fmt: skip
def test_number(value: float | None, decimals: int, text: str) -> None:
    assert numbers.number(value, "zh", decimals) == text


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (510_370_000_000, "5104亿", "510.4bn"),
        (25_000_000, "2500万", "25M"),
        (9_999, "9999", "9.999K"),
        (99_999_999, "1亿", "100M"),
        (999, "999", "999"),
        (0, "0", "0"),
        (-25_000_000, "−2500万", "−25M"),
    ],
)
def test_compact(value: float, zh: str, en: str) -> None:
    assert numbers.compact(value, "zh") == zh
    assert numbers.compact(value, "en") == en


def test_money() -> None:
    assert numbers.money(510_370_000_000, "zh") == "5103.7亿元"
    assert numbers.money(510_370_000_000, "en") == "¥510.37bn"
    assert numbers.money(9_429_800, "zh") == "942.98万元"
    assert numbers.money(1_234_500_000_000, "zh") == "1.2345万亿元"
    assert numbers.money(-25_000_000, "en") == "−¥25M"


def test_percent_rounds_half_up() -> None:
    assert numbers.percent(0.342, "zh") == "34.2%"
    assert numbers.percent(0.5, "en") == "50%"
    assert numbers.percent(0.12345, "en") == "12.3%"
    assert numbers.percent(0.1235, "en") == "12.4%"


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        ("2023-03-24", "2023年3月24日", "24 March 2023"),
        ("2023-03", "2023年3月", "March 2023"),
        ("2023", "2023年", "2023"),
        (datetime.date(2021, 7, 29), "2021年7月29日", "29 July 2021"),
        ("8月24日", "8月24日", "8月24日"),
    ],
)
def test_date(value: str | datetime.date, zh: str, en: str) -> None:
    assert numbers.date(value, "zh") == zh
    assert numbers.date(value, "en") == en


@pytest.mark.parametrize(
    ("token", "zh", "en"),
    [
        ("630余家", "630余家", "630+"),
        ("5103.7亿元", "5103.7亿元", "¥510.37bn"),
        ("九成以上", "九成以上", "90% or more"),
        ("七成", "七成", "about 70%"),
        ("半数", "半数", "about half"),
        ("超2.2亿元", "超2.2亿元", "over ¥220M"),
        ("近10倍", "近10倍", "nearly 10 times"),
        ("不超过3年", "不超过3年", "up to 3 years"),
        ("20家以上", "20家以上", "20 or more"),
        ("2021年", "2021年", "2021"),
        ("约100家", "约100家", "about 100"),
        ("16719.5亿元", "16719.5亿元", "¥1,671.95bn"),
        ("32.91%", "32.91%", "32.91%"),
        ("1000余人", "1000余人", "1,000+"),
    ],
)
def test_published_figures_keep_their_qualifier(token: str, zh: str, en: str) -> None:
    read = Quantity.parse(token)
    assert numbers.quantity(read, "zh") == zh
    assert numbers.quantity(read, "en") == en


def test_computed_figures_say_how_sure_they_are() -> None:
    per_100 = Quantity.parse("180余个") / Quantity.parse("630余家") * 100
    assert numbers.quantity(per_100, "zh") == "约28.6"
    assert numbers.quantity(per_100, "en") == "about 28.6"
    assert numbers.quantity(Quantity.parse("22家") + Quantity.parse("32家"), "zh") == "54家"
    rate = Quantity.parse("122家") / Quantity.parse("500多家")
    assert numbers.quantity(rate, "en") == "under 24.4%"


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_nothing_prints_nan(value: float) -> None:
    for language in ("zh", "en"):
        for said in (
            numbers.number(value, language, 1),
            numbers.compact(value, language),
            numbers.percent(value, language),
            numbers.money(value, language),
        ):
            assert "nan" not in said.lower()
            assert "inf" not in said.lower()


@given(st.floats(1, 1e14))
def test_compact_is_within_rounding(value: float) -> None:
    units = {"万亿": 1e12, "亿": 1e8, "万": 1e4, "": 1.0}
    said = numbers.compact(value, "zh")
    digits = said.rstrip("亿万")
    unit = units[said.removeprefix(digits)]
    assert float(digits) * unit == pytest.approx(value, rel=0.001, abs=0.5)


def test_a_column_has_one_number_of_decimals() -> None:
    growth = [7.0, 12.5, None, -3.0]
    assert numbers.places(growth) == 1
    assert [numbers.cell(v, "percent", "en", 1) for v in growth] == ["7.0", "12.5", "—", "−3.0"]
    assert numbers.places([5000.0, 30523.0]) == 0
    assert numbers.cell(30523.0, "money", "zh", 0) == "30523"
    assert numbers.percent(0.5, "zh", fixed=True) == "50.0%"
    assert numbers.percent(0.5, "zh") == "50%"


def test_one_minus_sign() -> None:
    assert numbers.number(-1234.5, "en", 1) == "−1,234.5"
    assert numbers.percent(-0.05, "zh") == "−5%"
    assert numbers.money(-25_000_000, "en") == "−¥25M"
    assert numbers.number(-0.04, "zh", 1, fixed=True) == "0.0"


def test_how_often_is_said_in_words() -> None:
    assert numbers.rate(1, "批/年", "zh") == "每年1批"
    assert numbers.rate(1, "批/年", "en") == "1 batch a year"
    assert numbers.rate(1, "次/年", "en") == "once a year"
    assert numbers.rate(2, "次/年", "en") == "2 times a year"
    assert numbers.quantity(Quantity.parse("1次/年"), "zh") == "每年1次"


def test_the_axis_of_money_is_in_one_unit() -> None:
    for language in ("zh", "en"):
        said = numbers.axis_label_expr(language, "wan")
        assert not any(unit in said for unit in ("亿", "万", "bn", "K", "M"))


def test_cells_print_what_is_known() -> None:
    for unknown in (None, float("nan"), "", pd.NA, pd.NaT):
        assert numbers.cell(unknown, "number", "zh") == "—"
    assert numbers.cell(2021, "ordinal", "zh") == "2021"
    assert numbers.cell(12345, "integer", "en") == "12,345"
    assert numbers.cell("2021-07-29", "date", "en") == "29 July 2021"
    assert numbers.cell("甲", "text", "en") == "甲"
