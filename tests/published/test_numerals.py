"""Numbers as Chinese text writes them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neweco.published import numerals

NUMERALS = [
    ("零", 0), ("两", 2), ("十", 10), ("十五", 15), ("二十", 20), ("二十五", 25), ("百", 100),
    ("一百零五", 105), ("三百二十", 320), ("两千", 2_000), ("三千〇四十", 3_040), ("万", 10_000),
    ("一万五千", 15_000), ("十万", 100_000), ("二十万零三百", 200_300), ("千万", 10_000_000),
    ("一千二百三十四万五千六百七十八", 12_345_678), ("亿", 100_000_000),
    ("一亿二千万", 120_000_000), ("二亿零五", 200_000_005), ("两亿三千四百万", 234_000_000),
    ("十二亿三千万零五百", 1_230_000_500), ("一百亿零一万", 10_000_010_000),
    ("万亿", 10**12), ("三万亿", 3 * 10**12), ("一万五千亿", 15 * 10**11),
    ("一万五千亿零二十万", 15 * 10**11 + 200_000), ("一万万", 10**8), ("一万二千万", 120_000_000),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), NUMERALS)
def test_numerals(text: str, value: int) -> None:
    assert numerals.chinese(text) == value
    assert numerals.read(text) == (Decimal(value), "")


def _written(number: int) -> str:
    """The numeral of a whole number, as it is taught in school."""
    for unit, char in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        whole, rest = divmod(number, unit)
        if whole:
            gap = "零" if 0 < rest < unit // 10 else ""
            return _written(whole) + char + (gap + _written(rest) if rest else "")
    return "零一二三四五六七八九"[number]


@given(st.integers(0, 10**15))
def test_what_is_written_is_read(number: int) -> None:
    assert numerals.chinese(_written(number)) == number
