"""Figures as they were published: a token, the bounds it allows, and its unit.

630余 is not 630: it is more than 630, with no upper bound. Arithmetic keeps bounds and whether
they are reached, so that what is computed from qualified figures stays qualified.

>>> firms = Quantity.parse("630余家")
>>> firms.low, firms.high, firms.contains(630), firms.contains(636)
(630.0, None, False, True)
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from decimal import Decimal

from neweco.published import numerals

_HALVES = {"半数": "五成", "一半": "五成"}
_MORE_BEFORE = ("超过", "超", "逾", ">", "大于")
_LEAST_BEFORE = ("不低于", "至少", "不少于", "≥", ">=", "=>")
_MOST_BEFORE = ("不超过", "至多", "≤", "<=", "不高于", "最高")
_LESS_BEFORE = ("不足", "近", "<", "低于", "少于")
_ABOUT_BEFORE = ("约", "大约")
_MORE_AFTER = ("余", "多", "+")
_LEAST_AFTER = ("及以上", "以上")
_MOST_AFTER = ("及以下", "以下", "以内", "之内")
_ABOUT_AFTER = ("左右", "上下")
_BEFORE = (
    ("least", _LEAST_BEFORE),
    ("most", _MOST_BEFORE),
    ("more", _MORE_BEFORE),
    ("less", _LESS_BEFORE),
    ("about", _ABOUT_BEFORE),
)
_AFTER = (
    ("more", _MORE_AFTER),
    ("least", _LEAST_AFTER),
    ("most", _MOST_AFTER),
    ("about", _ABOUT_AFTER),
)
_PRINTED = re.compile(r"[\d,]+(?:\.\d+)?")
_END = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_RANGE = re.compile(rf"^({_END})(%?)(?:-|–|~|至)({_END})")
_DATE = re.compile(r"^\d{4}-\d{1,2}(-\d{1,2})?$")


@dataclass(frozen=True)
class Quantity:
    """An interval of values in base units (元, shares as plain ratios).

    `low` and `high` are None where open; `low_closed`/`high_closed` tell whether the bound itself
    is allowed (an open end is never closed). `centre` is the number to print: the value of a
    point, the bound of 630余, the middle that 约 and 成 name. `approximate` marks 约 and 左右, and
    what is computed from them.
    """

    low: float | None
    high: float | None
    low_closed: bool = True
    high_closed: bool = True
    unit: str = ""
    token: str = ""
    approximate: bool = False
    centre: float | None = None

    def __post_init__(self) -> None:
        if self.low is None:
            object.__setattr__(self, "low_closed", False)
        if self.high is None:
            object.__setattr__(self, "high_closed", False)

    @classmethod
    def point(cls, value: float, unit: str = "") -> Quantity:
        """A single value; ValueError when it is not finite."""
        number = float(value)
        if not math.isfinite(number):
            raise ValueError(f"not a finite number: {value!r}")
        return cls(number, number, unit=unit, token=f"{number:g}", centre=number)

    @classmethod
    def parse(cls, token: str) -> Quantity:
        """Read a published figure such as 630余家 or 九成以上. ValueError names the token."""
        if not isinstance(token, str) or not token.strip():
            raise ValueError(f"not a figure: {token!r}")
        return replace(_parse(numerals.fold(token), token), token=token)

    @property
    def is_point(self) -> bool:
        """Whether exactly one value is allowed."""
        return self.low is not None and self.low == self.high and not self.approximate

    @property
    def central(self) -> float:
        """The number to print, with the qualifier beside it."""
        for value in (self.centre, self.low, self.high):
            if value is not None:
                return value
        return math.nan

    @property
    def step(self) -> float:
        """One unit of the last digit printed, in base units: 0.001 for 34.2%, 0 where there is
        no printed number."""
        printed = _PRINTED.search(self.token)
        if printed is None or not self.central:
            return 0.0
        digits = Decimal(printed[0].replace(",", ""))
        exponent = digits.as_tuple().exponent
        return float(Decimal(10) ** int(exponent)) * self.central / float(digits)

    def contains(self, value: float) -> bool:
        """Whether a value is allowed."""
        if self.low is not None and (
            value < self.low or (value == self.low and not self.low_closed)
        ):
            return False
        return not (
            self.high is not None
            and (value > self.high or (value == self.high and not self.high_closed))
        )

    def interval_text(self) -> str:
        """The bounds in mathematical notation: `[0.65, 0.75)`, `(630, ∞)`."""
        left = "[" if self.low is not None and self.low_closed else "("
        right = "]" if self.high is not None and self.high_closed else ")"
        low = "−∞" if self.low is None else f"{self.low:,.10g}"
        high = "∞" if self.high is None else f"{self.high:,.10g}"
        return f"{left}{low}, {high}{right}"

    def __add__(self, other: Quantity | float) -> Quantity:
        right = _quantity(other, self.unit)
        _same_unit(self, right, "+")
        low, high = _sum(_low(self), _low(right)), _sum(_high(self), _high(right))
        return _made(low, high, self, right, self.unit, self.central + right.central)

    def __sub__(self, other: Quantity | float) -> Quantity:
        right = _quantity(other, self.unit)
        _same_unit(self, right, "−")
        low = _sum(_low(self), _negative(_high(right)))
        high = _sum(_high(self), _negative(_low(right)))
        return _made(low, high, self, right, self.unit, self.central - right.central)

    def __mul__(self, other: Quantity | float) -> Quantity:
        right = _quantity(other, "")
        ends = [_times(a, b) for a in _ends(self) for b in _ends(right)]
        unit = self.unit or right.unit
        return _made(_least(ends), _greatest(ends), self, right, unit, self.central * right.central)

    def __truediv__(self, other: Quantity | float) -> Quantity:
        right = _quantity(other, self.unit if isinstance(other, Quantity) else "")
        return self._over(right)

    def _over(self, right: Quantity) -> Quantity:
        if right.low is None or right.low < 0 or right.high == 0:
            raise ZeroDivisionError(f"cannot divide by {right.interval_text()}")
        inverse = Quantity(
            0.0 if right.high is None else 1 / right.high,
            None if right.low == 0 else 1 / right.low,
            right.high_closed,
            right.low_closed,
        )
        ends = [_times(a, b) for a in _ends(self) for b in _ends(inverse)]
        unit = "" if self.unit == right.unit else f"{self.unit}/{right.unit}".rstrip("/")
        return _made(_least(ends), _greatest(ends), self, right, unit, _safe_ratio(self, right))


Bound = tuple[float, bool]
"""An end of an interval (±inf where open) and whether it is reached."""


def _parse(text: str, token: str) -> Quantity:
    if _DATE.match(text):
        raise ValueError(f"not a figure: {token!r}")
    if text in ("翻番", "翻一番"):
        return Quantity(1.0, None, centre=1.0)
    if text in ("过半", "超半数", "过半数"):
        return Quantity(0.5, None, low_closed=False, centre=0.5)
    ranged = _range(text, token)
    if ranged is not None:
        return ranged
    before, rest = _qualifier(_HALVES.get(text, text), _BEFORE)
    number = numerals.read(rest)
    if number is None and rest[:1] in numerals.SMALL_UNITS:
        number = numerals.chinese(rest[0]), rest[1:]
    if number is None:
        raise ValueError(f"not a figure: {token!r}")
    return _qualified(before, *number, token)


def _qualified(before: str, value: Decimal, rest: str, token: str) -> Quantity:
    """`rest` is what follows the number: scale, qualifier and unit, in any order."""
    if rest.startswith("成"):
        return _tenths(before, value, rest[1:], token)
    after, rest = _qualifier(rest, _AFTER)
    factor, rest = numerals.scale(rest)
    if not after:
        after, rest = _qualifier(rest, _AFTER)
    unit = rest
    for kind, tails in _AFTER:
        for tail in tails:
            if not after and tail != "多" and unit.endswith(tail):
                after, unit = kind, unit.removesuffix(tail)
    if _is_text(unit) or (before and after):
        raise ValueError(f"not a figure: {token!r}")
    return _reading(before or after, float(value * factor), unit)


def _tenths(before: str, value: Decimal, rest: str, token: str) -> Quantity:
    after, unit = _qualifier(rest, _AFTER)
    if not 0 < value <= 10 or _is_text(unit):
        raise ValueError(f"not a figure: {token!r}")
    share = value / 10
    if before or after:
        return _reading(before or after, float(share), "")
    half = Decimal("0.05")
    return Quantity(float(share - half), float(share + half), True, False, "", centre=float(share))


def _reading(kind: str, value: float, unit: str) -> Quantity:
    if kind in ("more", "least"):
        return Quantity(value, None, kind == "least", True, unit, centre=value)
    if kind in ("less", "most"):
        return Quantity(None, value, True, kind == "most", unit, centre=value)
    return Quantity(value, value, unit=unit, approximate=kind == "about", centre=value)


def _range(text: str, token: str) -> Quantity | None:
    found = _RANGE.match(text)
    if not found:
        return None
    low, high = (Decimal(found[i].replace(",", "")) for i in (1, 3))
    rest = text[found.end() :]
    factor, unit = numerals.scale(rest)
    half_a_share = found[2] and not rest.startswith("%")
    if low > high or half_a_share or _is_text(unit):
        raise ValueError(f"not a figure: {token!r}")
    ends = float(low * factor), float(high * factor)
    return Quantity(*ends, unit=unit, centre=(ends[0] + ends[1]) / 2)


def _qualifier(text: str, table: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[str, str]:
    """The qualifier that `text` starts with, and the rest; the longest spelling wins."""
    spelled = [(word, kind) for kind, words in table for word in words if text.startswith(word)]
    if not spelled:
        return "", text
    word, kind = max(spelled, key=lambda pair: len(pair[0]))
    return kind, text[len(word) :]


def _is_text(unit: str) -> bool:
    """Whether what should be a unit is a sentence, a number or a document number."""
    return len(unit) > 8 or any(c.isdigit() or c in "〔〕[]()（）-→=,;:，；：" for c in unit)


def _quantity(value: Quantity | float, unit: str) -> Quantity:
    return value if isinstance(value, Quantity) else Quantity.point(value, unit)


def _same_unit(left: Quantity, right: Quantity, sign: str) -> None:
    if left.unit != right.unit:
        raise ValueError(f"different units: {left.unit!r} {sign} {right.unit!r}")


def _low(q: Quantity) -> Bound:
    return (-math.inf, False) if q.low is None else (q.low, q.low_closed)


def _high(q: Quantity) -> Bound:
    return (math.inf, False) if q.high is None else (q.high, q.high_closed)


def _ends(q: Quantity) -> tuple[Bound, Bound]:
    return _low(q), _high(q)


def _negative(bound: Bound) -> Bound:
    return -bound[0], bound[1]


def _sum(a: Bound, b: Bound) -> Bound:
    return a[0] + b[0], a[1] and b[1]


def _times(a: Bound, b: Bound) -> Bound:
    """A product of ends; zero times an open end is zero, reached if the zero is."""
    if a[0] == 0 or b[0] == 0:
        return 0.0, (a[1] if a[0] == 0 else False) or (b[1] if b[0] == 0 else False)
    return a[0] * b[0], a[1] and b[1]


def _least(ends: list[Bound]) -> Bound:
    low = min(value for value, _ in ends)
    return low, any(closed for value, closed in ends if value == low)


def _greatest(ends: list[Bound]) -> Bound:
    high = max(value for value, _ in ends)
    return high, any(closed for value, closed in ends if value == high)


def _safe_ratio(left: Quantity, right: Quantity) -> float:
    return left.central / right.central if right.central else math.nan


def _made(
    low: Bound, high: Bound, left: Quantity, right: Quantity, unit: str, centre: float
) -> Quantity:
    finite = math.isfinite(centre)
    return Quantity(
        low=low[0] if math.isfinite(low[0]) else None,
        high=high[0] if math.isfinite(high[0]) else None,
        low_closed=low[1],
        high_closed=high[1],
        unit=unit,
        approximate=left.approximate or right.approximate,
        centre=centre if finite else None,
    )
