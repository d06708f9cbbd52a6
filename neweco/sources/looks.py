"""How a number format shows a number: what a person sees in the cell, without the rounding.

Formats follow ECMA-376, part 1, 18.8.30 and 18.8.31. What a cell holds and what it shows may differ
by a factor: 0.35 under `0%` is seen as 35%, 5000000 under `0!.0,` as 500.0.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as clock
from decimal import Decimal

LONGEST = 500
"""Letters kept of a text."""

MOST_DIGITS = 40
"""Before or behind the point: `1e308` stays five letters instead of a text of 309."""

DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
"""Formats known by number that show days or times, those of Chinese Excel included."""

BUILT_IN = {9: "0%", 10: "0.00%"}
"""Formats known by number that change what a number looks like; others show it as it is."""

DAY_ZERO = datetime(1899, 12, 30)
LATER = 1462
"""Days between the two calendars of Excel, counted from 1900 or from 1904."""

LEAP = 60
"""29 February 1900, which Excel counts though it never was: days before it are one later."""

LAST_DAY = 2_958_465
"""31 December 9999 as a day number."""

_LITERAL = re.compile(r'"([^"]*)"|[\\!](.)|[_*].')
"""What a format prints as it stands, and what it leaves room for."""

_DATED = re.compile(r"[ymdhs]|上午|AM/PM", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\[([^\]]*)\]")
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]")
_CURRENCY = re.compile(r"\[\$([^\-\]]*)")
_HOME = {"", "¥", "￥", "CNY", "RMB"}
_UNIT = re.compile(r"[\u3400-\u9fff]*[元万亿](?![\u3400-\u9fff])")
_THOUSANDS = re.compile(r"[0#?](,+)(?![0#?,])")
_POINT = re.compile(r'(?:[!\\]\.|"\.")([0#?]+)')
"""A point that is printed and no decimal point: the digits behind it are whole ones."""

_PADDED = re.compile(r'((?:"[^"]*"|[\\!].)*)(0{2,})')
_SECTIONS = re.compile(r'((?:"[^"]*"|\\.|[^;"\\])*)(?:;|$)')


@dataclass(frozen=True)
class Look:
    """One section of a format. `percent`: held 0.35 is seen as 35%. `behind` is the unit printed
    behind a number, `scale` what the number is divided by before it is shown; `padded` and `before`
    are for numbers shown as `P-001`."""

    dated: bool = False
    percent: bool = False
    behind: str = ""
    scale: int = 1
    before: str = ""
    padded: int = 0


PLAIN = Look()


@dataclass(frozen=True)
class Format:
    """A number format: its sections with the condition that chooses each, if it has any."""

    sections: tuple[tuple[tuple[str, float] | None, Look], ...] = ((None, PLAIN),)

    def look(self, value: float) -> Look:
        """The section a number is shown by."""
        for condition, look in self.sections:
            if condition is not None and _holds(value, *condition):
                return look
        free = [look for condition, look in self.sections if condition is None]
        if len(free) == len(self.sections):  # positive; negative; zero
            place = 1 if value < 0 else 2 if value == 0 else 0
            return free[place] if place < len(free) else free[0]
        return free[0] if free else PLAIN

    @property
    def plain(self) -> bool:
        """Whether every number is seen as it is held."""
        return all(look == PLAIN for _, look in self.sections)


GENERAL = Format()


def known(number: int, code: str | None) -> Format:
    """The format with this number, or with this code where it is one of the file's own."""
    if code is not None:
        return of(code)
    if number in DATES:
        return Format(((None, Look(dated=True)),))
    return of(BUILT_IN[number]) if number in BUILT_IN else GENERAL


def of(code: str) -> Format:
    """The format that a code describes."""
    if code in ("", "@", "General"):
        return GENERAL
    parts = [part for part in _SECTIONS.findall(code) if part][:3]
    return Format(tuple((_condition(part), _look(part)) for part in parts)) or GENERAL


def _condition(section: str) -> tuple[str, float] | None:
    found = _CONDITION.search(section)
    return (found[1], float(found[2])) if found else None


def _holds(value: float, sign: str, bound: float) -> bool:
    return {
        "<": value < bound, ">": value > bound, "=": value == bound,
        "<=": value <= bound, ">=": value >= bound, "<>": value != bound,
    }[sign]  # fmt: skip


def _look(section: str) -> Look:
    foreign = [sign for sign in _CURRENCY.findall(section) if sign not in _HOME]
    bare = _IN_BRACKETS.sub("", section)
    code = _LITERAL.sub("", bare)
    if _DATED.search(code) or re.search(r"\[[hms]+\]", section, re.IGNORECASE):
        return Look(dated=True)
    printed = "".join(a or b for a, b in _LITERAL.findall(bare)) + re.sub(r"[0#?.,%\s]", "", code)
    padded = _PADDED.fullmatch(bare)
    if padded and not _UNIT.search(printed):
        before = "".join(a or b for a, b in _LITERAL.findall(padded[1]))
        return Look(before=before, padded=len(padded[2]))
    scale = 1
    for commas in _THOUSANDS.findall(code):
        scale *= 1000 ** len(commas)
    for digits in _POINT.findall(bare):
        scale *= int(10 ** len(digits))
    unit = _UNIT.search(printed)
    behind = foreign[0] if foreign else "%" if "%" in printed else unit.group() if unit else ""
    return Look(percent="%" in code, behind=behind, scale=scale)


def number(value: float | int | Decimal, look: Look = PLAIN) -> str:
    """A number as it is seen."""
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not exact.is_finite() or abs(exact.adjusted()) > MOST_DIGITS:
        return str(value)[:LONGEST]
    if look.padded and exact == exact.to_integral_value() and exact >= 0:
        return look.before + f"{int(exact):0{look.padded}d}"
    said = written(exact * 100 if look.percent else exact / look.scale)
    return said + ("%" if look.percent else look.behind)


def written(exact: Decimal) -> str:
    """Digits without an exponent and without zeros that say nothing."""
    said = f"{exact:f}"
    said = said.rstrip("0").rstrip(".") if "." in said else said
    return "0" if said == "-0" else said


def day(serial: float, from_1904: bool = False) -> str:
    """A day number as a date, with its time where it has one; below 1 a time alone."""
    whole = serial + (LATER if from_1904 else 1 <= serial < LEAP)
    if not 0 <= whole <= LAST_DAY:
        return number(serial)
    seconds = round(whole * 86_400)
    when = DAY_ZERO + timedelta(seconds=seconds)
    return when.time().isoformat() if 0 <= serial < 1 else moment(when)


def moment(value: datetime | date | clock | timedelta) -> str:
    """A day, a moment or a time as text: days alone as `2023-03-24`."""
    if isinstance(value, datetime):
        if value.microsecond:
            value = (value + timedelta(microseconds=500_000)).replace(microsecond=0)
        return value.date().isoformat() if value.time() == clock() else value.isoformat(" ")
    return str(value) if isinstance(value, timedelta) else value.isoformat()
