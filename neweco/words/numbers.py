"""How numbers, money, shares, dates and qualified figures are written, in both languages.

万 and 亿 are made here and never left to the browser, whose choice follows the visitor's
locale and not the page's language. Unknown values print as `—`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from datetime import date as Date
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any, Protocol

from neweco import words

UNKNOWN = "—"
MINUS = "−"


class Qualified(Protocol):
    """What is printed of a figure with bounds; `published.quantity.Quantity` is one."""

    @property
    def token(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...
    @property
    def low_closed(self) -> bool: ...
    @property
    def high_closed(self) -> bool: ...
    @property
    def central(self) -> float: ...
    @property
    def is_point(self) -> bool: ...


_STEPS = {
    "zh": (("万亿", Decimal(10) ** 12), ("亿", Decimal(10) ** 8), ("万", Decimal(10) ** 4)),
    "en": (("bn", Decimal(10) ** 9), ("M", Decimal(10) ** 6), ("K", Decimal(10) ** 3)),
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_WIDE = Context(prec=400)
"""Holds every finite float in full."""

_COUNTED = frozenset("家个人项条只户批名步类次")
_NUMBER = re.compile(
    r"([^\d¥]*)(¥?[\d,.]+(?:余|多|\+|%|bn|M|K)?)(.*)|()([一二三四五六七八九十半]+[成数倍余多])(.*)",
    re.S,
)
"""A qualifier before the number, the number in digits or words, and what follows it."""

_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")


def number(value: float | None, language: str, decimals: int = 0, fixed: bool = False) -> str:
    """1,234.5 (in Chinese 1234.5) with at most `decimals` places, rounded half up; with just as
    many where `fixed`."""
    if value is None or not math.isfinite(value):
        return UNKNOWN
    return _written(_rounded(Decimal(repr(float(value))), decimals), language, fixed)


RATES = {"批/年": "batch_a_year", "次/年": "time_a_year"}
"""Units that say how often, with the noun (`units.<noun>`) that says so."""


def rate(value: float, unit: str, language: str) -> str:
    """每年1批, one batch a year."""
    return words.count(language, round(value), RATES[unit])


def compact(value: float | None, language: str, digits: int = 4) -> str:
    """5104亿 or 510.4bn: at most `digits` significant digits, the unit promoted by rounding."""
    if value is None or not math.isfinite(value):
        return UNKNOWN
    exact = Decimal(repr(float(value)))
    for sign, unit in _STEPS[language]:
        scaled = _significant(exact / unit, digits)
        if abs(scaled) >= 1:
            return _written(scaled, language) + sign
    return _written(_significant(exact, digits), language)


def money(yuan: float | None, language: str, digits: int = 5) -> str:
    """5103.7亿元 or ¥510.37bn, from 元; at most `digits` significant digits."""
    said = compact(yuan, language, digits)
    if said == UNKNOWN:
        return said
    if language == "zh":
        return f"{said}元"
    return f"{MINUS}¥{said[1:]}" if said.startswith(MINUS) else f"¥{said}"


def percent(ratio: float | None, language: str, decimals: int = 1, fixed: bool = False) -> str:
    """34.2% from 0.342; `fixed` keeps zeros behind the point, as a column needs."""
    if ratio is None or not math.isfinite(ratio):
        return UNKNOWN
    exact = Decimal(repr(float(ratio))) * 100
    return _written(_rounded(exact, decimals), language, fixed) + "%"


def cell(value: Any, kind: str, language: str, decimals: int = 1) -> str:
    """One table cell in words by its column kind (`sheet.ColumnKind`); `—` where unknown.

    `decimals` are those of its column (`places`), which every cell of it has.
    """
    if value is None or str(value) in ("", "nan", "<NA>", "NaT"):
        return UNKNOWN
    if kind == "ordinal":
        return str(int(value))
    if kind == "integer":
        return number(float(value), language)
    if kind in MEASURED:
        return number(float(value), language, decimals, fixed=True)
    return date(str(value)[:10], language) if kind == "date" else str(value)


MEASURED = ("number", "percent", "money")
"""Kinds of columns whose cells all have the same number of decimals."""


def places(values: Iterable[Any]) -> int:
    """Decimals that a column of measured numbers is written with: one, or none where all are whole.

    >>> places([7.0, 12.5, float("nan")]), places([7.0, 12.0])
    (1, 0)
    """
    known = (float(value) for value in values if str(value) not in ("None", "nan", "<NA>"))
    return 0 if all(value.is_integer() for value in known) else 1


def date(value: str | Date, language: str) -> str:
    """2023年3月24日 or 24 March 2023, to the precision given (day, month or year); `2022-end` is
    2022年底, the end of 2022.

    Two dates joined by 至, a date with a remark that it is inferred, and one that was not seen
    (未见) are read as well.
    """
    text = value.isoformat() if isinstance(value, Date) else str(value)
    if text == NOT_SEEN:
        return words.text(language, "language.not_seen")
    if "至" in text:
        return _BETWEEN[language].join(date(part, language) for part in text.split("至"))
    text, remark, _ = text.partition("（据")
    found = _DATE.fullmatch(text)
    if not found:
        return text
    year, month, day, end = found.groups()
    if end:
        return words.text(language, "language.end_of", year=year)
    return _day(year, month, day, language) + (_INFERRED[language] if remark else "")


NOT_SEEN = "未见"
"""What stands in the data for a date that was not seen."""

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?|-(end))?")
_BETWEEN = {"zh": "至", "en": " to "}
_INFERRED = {"zh": "（推断）", "en": " (inferred)"}


def _day(year: str, month: str | None, day: str | None, language: str) -> str:
    if language == "zh":
        return f"{year}年" + (f"{int(month)}月" if month else "") + (f"{int(day)}日" if day else "")
    parts = [str(int(day))] if day else []
    parts += [_MONTHS[int(month) - 1]] if month else []
    return " ".join([*parts, year])


def quantity(q: Qualified, language: str) -> str:
    """A figure with its qualifier. Chinese keeps the token as published where there is one,
    English its digits."""
    if q.unit in RATES:
        return rate(q.central, q.unit, language)
    if not q.token:
        return _computed(q, language)
    return q.token if language == "zh" else _english(q)


def bounds(q: Qualified, language: str) -> str:
    """What a figure's words allow: `不低于65%，低于75%`, `above 630`; nothing of a point."""
    if q.low == q.high:
        return ""
    share = not q.unit and all(end is None or 0 <= end <= 1 for end in (q.low, q.high))
    lower = "least" if q.low_closed else "above"
    upper = "most" if q.high_closed else "below"
    return words.text(language, "language.comma").join(
        words.text(language, f"language.{key}", value=_plain(end, q.unit, language, share))
        for key, end in ((lower, q.low), (upper, q.high))
        if end is not None
    )


def month_label_expr(language: str) -> str:
    """Vega expression for the labels of a time axis: 2022年3月 or Mar 2022."""
    return {
        "zh": "year(datum.value) + '年' + (month(datum.value) + 1) + '月'",
        "en": "timeFormat(datum.value, '%b %Y')",
    }[language]


def axis_label_expr(language: str, kind: str) -> str:
    """Vega expression for axis labels: `count`, `percent` (points) or `wan` (data in 万元), which
    are written bare: in 万元, in English in ¥M, as the title of the axis says."""
    value = "datum.value"
    if kind == "percent":
        return f"format({value}, ',.4~r') + '%'"
    if kind == "wan":
        return f"format({value}, '.6~r')" if language == "zh" else f"format({value} / 100, ',.6~r')"
    if language == "zh":
        return (
            f"abs({value}) >= 1e8 ? format({value} / 1e8, '.4~r') + '亿' : "
            f"abs({value}) >= 1e4 ? format({value} / 1e4, '.4~r') + '万' : "
            f"format({value}, '.6~r')"
        )
    return (
        f"abs({value}) >= 1e6 ? format({value} / 1e6, ',.4~r') + 'M' : "
        f"abs({value}) >= 1e4 ? format({value} / 1e3, ',.4~r') + 'K' : format({value}, ',.6~r')"
    )


def _english(q: Qualified) -> str:
    if q.token in ("半数", "一半"):
        return "about half"
    printed = _DIGITS.search(q.token)
    digits = printed[0].replace(",", "") if printed else ""
    share = "%" in q.token or "成" in q.token or "半" in q.token
    said = _plain(q.central, q.unit, "en", share, digits)
    if q.low is None:
        return ("up to " if q.high_closed else "nearly ") + said
    if q.high is None and q.low_closed:
        return f"{said} or more"
    if q.high is None:
        return f"{said}+" if q.unit[:1] in _COUNTED else f"over {said}"
    return said if q.is_point else f"about {said}"


def _computed(q: Qualified, language: str) -> str:
    """A figure computed from others, which has no token of its own."""
    share = not q.unit and 0 <= q.central <= 1
    said = _plain(q.central, q.unit, language, share)
    if q.is_point and float(q.central).is_integer():
        return said
    zero_up = q.low is None or (q.low == 0 and not q.low_closed)
    if q.high is not None and zero_up:
        return _QUALIFIED[language][0] + _plain(q.high, q.unit, language, share)
    if q.high is None and q.low:
        least = math.floor(q.low * 1000 if share else q.low * 10) / (1000 if share else 10)
        exact = q.low_closed and least == q.low
        return _QUALIFIED[language][2 if exact else 1] + _plain(least, q.unit, language, share)
    return _QUALIFIED[language][3] + said


_QUALIFIED = {
    "zh": ("低于", "超", "不低于", "约"),
    "en": ("under ", "over ", "at least ", "about "),
}


def _plain(value: float, unit: str, language: str, share: bool, digits: str = "") -> str:
    """A bare number with its unit; in English 家 and the like are left to the label. What was
    printed with so many `digits` keeps them."""
    if share:
        return percent(value, language, max(1, len(digits.partition(".")[2])))
    if unit.startswith("元"):
        return money(value, language, max(5, len(digits.replace(".", ""))))
    if language == "zh":
        return number(value, language, 1) + ("" if "/" in unit else unit)
    if unit == "倍":
        return f"{number(value, language, 1)} times"
    if unit == "年":
        return f"{value:.0f}" if value > 1900 else f"{number(value, language, 1)} years"
    return number(value, language, 1)


def _significant(value: Decimal, digits: int) -> Decimal:
    if value == 0:
        return Decimal(0)
    places = digits - value.adjusted() - 1
    return _rounded(value, max(places, 0))


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _WIDE)


def _written(value: Decimal, language: str, fixed: bool = False) -> str:
    """Without zeros behind the point unless `fixed`, with thousands as the language marks them and
    one minus sign, that of the charts' axes."""
    text = f"{abs(value):,f}"
    trimmed = text.rstrip("0").rstrip(".") if "." in text and not fixed else text
    return (MINUS if value < 0 else "") + words.grouped(trimmed, language)


def parts(value: str) -> tuple[str, str, str]:
    """What stands before a figure's number, the number, and what follows it."""
    found = _NUMBER.fullmatch(value)
    if found is None:
        return "", value, ""
    before, number, unit = (part for part in found.groups() if part is not None)
    return before, number, unit
