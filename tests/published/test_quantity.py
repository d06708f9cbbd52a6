"""Published figures: every reading worked by hand, and arithmetic that encloses the truth."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neweco.published.quantity import Quantity
from tests.published.convention import within_round_unit

INF = None

READINGS = [
    # token, low, high, low closed, high closed, unit
    ("630余家", 630, INF, False, False, "家"),
    ("500多家", 500, INF, False, False, "家"),
    ("超2.2亿元", 220_000_000, INF, False, False, "元"),
    ("超1亿", 100_000_000, INF, False, False, ""),
    ("逾1500种", 1500, INF, False, False, "种"),
    ("1000+", 1000, INF, False, False, ""),
    ("5000万元以上", 50_000_000, INF, True, False, "元"),
    ("20家以上", 20, INF, True, False, "家"),
    ("不低于5000万元", 50_000_000, INF, True, False, "元"),
    ("不低于3%", 0.03, INF, True, False, ""),
    ("不超过3年", INF, 3, False, True, "年"),
    ("3年以内", INF, 3, False, True, "年"),
    ("100万元以下", INF, 1_000_000, False, True, "元"),
    ("近10倍", INF, 10, False, False, "倍"),
    ("不足500家", INF, 500, False, False, "家"),
    ("七成", 0.65, 0.75, True, False, ""),
    ("四成", 0.35, 0.45, True, False, ""),
    ("半数", 0.45, 0.55, True, False, ""),
    ("九成以上", 0.9, INF, True, False, ""),
    ("过半", 0.5, INF, False, False, ""),
    ("翻番", 1.0, INF, True, False, ""),
    ("5103.7亿元", 510_370_000_000, 510_370_000_000, True, True, "元"),
    ("34.2%", 0.342, 0.342, True, True, ""),
    ("122家", 122, 122, True, True, "家"),
    ("1,049家", 1049, 1049, True, True, "家"),
    ("１２２家", 122, 122, True, True, "家"),
    ("十余个行业", 10, INF, False, False, "个行业"),
    ("百余", 100, INF, False, False, ""),
    ("三百二十", 320, 320, True, True, ""),
    ("一万五千", 15_000, 15_000, True, True, ""),
    ("三分之一", 1 / 3, 1 / 3, True, True, ""),
    ("百分之三十", 0.3, 0.3, True, True, ""),
    ("62.87万元/家", 628_700, 628_700, True, True, "元/家"),
    ("30-70亿元", 3e9, 7e9, True, True, "元"),
    ("1,000~2,500.5家", 1000, 2500.5, True, True, "家"),
    ("5-10%", 0.05, 0.1, True, True, ""),
    ("5%-10%", 0.05, 0.1, True, True, ""),
]


@pytest.mark.parametrize(("token", "low", "high", "low_in", "high_in", "unit"), READINGS)
def test_readings(
    token: str, low: float | None, high: float | None, low_in: bool, high_in: bool, unit: str
) -> None:
    read = Quantity.parse(token)
    assert (read.low, read.high) == (low, high)
    assert (read.low_closed, read.high_closed) == (low_in, high_in)
    assert read.unit == unit
    assert read.token == token
    assert not read.approximate


@pytest.mark.parametrize("token", ["约100家", "100家左右"])
def test_about_keeps_its_centre(token: str) -> None:
    read = Quantity.parse(token)
    assert read.approximate
    assert read.central == 100
    assert not read.is_point


@pytest.mark.parametrize(
    "token",
    ["", " ", "青发改规〔2021〕7号", "2022-10-25", "abc", "余", "失效", "538→5554", "100/1000",
     "1..5-3", "1-5..3", ".-,", "1,2-5", "10-5", "5%-10", "5%-10万元"],
)  # fmt: skip
def test_what_is_no_figure_is_named(token: str) -> None:
    with pytest.raises(ValueError, match="not a figure"):
        Quantity.parse(token)


@given(st.text(max_size=30) | st.text("0123456789.,%-–~至万亿元", max_size=12))
def test_any_text_is_read_or_refused(token: str) -> None:
    try:
        read = Quantity.parse(token)
    except ValueError:
        return
    assert math.isfinite(read.central)


@given(st.integers(0, 10**9))
def test_a_plain_number_is_a_point(number: int) -> None:
    read = Quantity.parse(f"{number}家")
    assert read.is_point
    assert read.low == number


def test_contains_minds_open_and_closed_ends() -> None:
    seventy = Quantity.parse("七成")
    assert seventy.contains(0.65)
    assert not seventy.contains(0.75)
    many = Quantity.parse("630余家")
    assert not many.contains(630)
    assert many.contains(631)
    assert many.contains(10**6)


def test_sum_and_difference_keep_units_and_openness() -> None:
    total = Quantity.parse("22家") + Quantity.parse("32家")
    assert (total.low, total.high, total.unit) == (54, 54, "家")
    more = Quantity.parse("630余家") + Quantity.parse("10家")
    assert (more.low, more.high, more.low_closed) == (640, None, False)
    less = Quantity.parse("100家") - Quantity.parse("30余家")
    assert (less.low, less.high, less.high_closed) == (None, 70, False)
    with pytest.raises(ValueError, match="different units"):
        Quantity.parse("22家") + Quantity.parse("22个")


def test_ratios() -> None:
    share = Quantity.parse("5103.7亿元") / Quantity.parse("14920.75亿元")
    assert share.unit == ""
    assert share.low == pytest.approx(0.342054)
    followed = Quantity.parse("超2.2亿元") / Quantity.parse("2300万元")
    assert followed.low == pytest.approx(9.565217)
    assert followed.high is None
    assert not followed.low_closed


def test_projects_per_100_firms() -> None:
    per_100 = Quantity.parse("180余个") / Quantity.parse("630余家") * 100
    assert per_100.central == pytest.approx(28.571428)
    assert (per_100.low, per_100.high) == (0, None)
    round_units = (
        within_round_unit(Quantity.parse("180余个"))
        / within_round_unit(Quantity.parse("630余家"))
        * 100
    )
    assert round_units.low == pytest.approx(28.125)
    assert round_units.high == pytest.approx(30.158730)


@pytest.mark.parametrize(
    ("token", "end"), [("630余家", 640), ("180余个", 190), ("1000余人", 2000), ("十余", 20)]
)
def test_the_convention_of_the_round_unit(token: str, end: float) -> None:
    read = within_round_unit(Quantity.parse(token))
    assert (read.high, read.high_closed, read.low_closed) == (end, False, True)


def test_the_convention_leaves_other_figures_alone() -> None:
    for token in ("122家", "九成以上", "近10倍"):
        assert within_round_unit(Quantity.parse(token)) == Quantity.parse(token)


def test_dividing_by_zero_is_refused() -> None:
    with pytest.raises(ZeroDivisionError):
        Quantity.point(1) / Quantity.point(0)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_points_are_finite(value: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        Quantity.point(value)


_BOUNDS = st.tuples(st.integers(1, 1000), st.integers(0, 1000), st.booleans())


def _made(bounds: tuple[int, int, bool]) -> Quantity:
    low, width, is_open = bounds
    return Quantity(low, None if is_open else low + width, centre=low)


@given(_BOUNDS, _BOUNDS, st.floats(0, 1), st.floats(0, 1))
def test_arithmetic_encloses_every_member(
    a: tuple[int, int, bool], b: tuple[int, int, bool], x: float, y: float
) -> None:
    left, right = _made(a), _made(b)
    inside_left, inside_right = a[0] + x * a[1], b[0] + y * b[1]
    slack = 1e-9
    for result, value in (
        (left + right, inside_left + inside_right),
        (left - right, inside_left - inside_right),
        (left * right, inside_left * inside_right),
        (left / right, inside_left / inside_right),
    ):
        assert result.low is None or result.low <= value + slack * (1 + abs(value))
        assert result.high is None or value <= result.high + slack * (1 + abs(result.high))


@pytest.mark.parametrize(
    ("token", "text"), [("七成", "[0.65, 0.75)"), ("630余家", "(630, ∞)"), ("近10倍", "(−∞, 10)")]
)
def test_interval_text(token: str, text: str) -> None:
    assert Quantity.parse(token).interval_text() == text
