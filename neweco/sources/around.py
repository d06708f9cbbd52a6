"""What a sheet says above, beside and below its table: unit, year, and which list it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from neweco.model.fields import Field, Table
from neweco.model.units import UNITS
from neweco.sources import cells
from neweco.sources.headings import LIKE_A_UNIT

MONEY = UNITS["万元"]

_SAID = re.compile(
    r"单位(?:均?为|是|[:(=])?(?:均为)?([^()。;]*)|以([^,。;()]{1,8}?)(?:为单位|计)(?!算)|"
    r"\(([^()]*)\)|units?(?:are|is|:|=)?([^();.]*)|\bin((?:[\d,]+|¥|rmb|[a-z]*)[a-z]*yuan)"
)
"""Where a unit may be named; whether one is follows from what stands there."""

_BEFORE = re.compile(r"^.*单位:?")
_PARTS = re.compile(r"[,、;/和及与]|and")
_YEARS = re.compile(r"(?<!\d)(20[0-4]\d)(?:年度?|\b)")
_BATCH = re.compile(r"第?(首|[一二三四五六七八九十]{1,3}|\d{1,2})批")


@dataclass(frozen=True)
class Named:
    """Units of money that a sheet names around its table, with the text that does; `unknown` are
    units that are none of ours."""

    units: dict[Decimal, tuple[str, str]]
    unknown: tuple[str, ...] = ()


def money(texts: Iterable[str]) -> Named:
    """The units of money named in some texts. 填报单位：某局 names none."""
    units: dict[Decimal, tuple[str, str]] = {}
    unknown: list[str] = []
    for text in texts:
        said = re.sub(r"\s", "", cells.plain(text).casefold())
        for found in _SAID.finditer(said):
            named = next((group for group in found.groups() if group), "")
            for part in _PARTS.split(_BEFORE.sub("", named)):
                factor = MONEY.factor(part) if part else None
                if factor is not None:
                    units.setdefault(factor, (part, cells.clean(text)))
                elif LIKE_A_UNIT.fullmatch(part) and len(part) < 8 and "%" not in part:
                    foreign = UNITS["%"].factor(part) is None
                    unknown += [cells.clean(text)] if foreign else []
    return Named(units, tuple(unknown))


def years(texts: Iterable[str]) -> set[int]:
    """The years named in some texts."""
    return {int(year) for text in texts for year in _YEARS.findall(cells.plain(text))}


def whole(table: Table, field: Field, texts: Iterable[str]) -> tuple[str, str] | None:
    """What titles say of every row in a field, as code or number with the text that says so; None
    where they say nothing, or more than one thing."""
    found: dict[str, str] = {}
    for text in texts:
        for value in _values(field, cells.plain(text)):
            found.setdefault(value, cells.clean(text))
    return next(iter(found.items())) if len(found) == 1 else None


def _values(field: Field, text: str) -> set[str]:
    if field.code == "year":
        return {str(year) for year in years([text])}
    if field.code == "batch":
        return {cells.canonical(field)(found.group()) or "" for found in _BATCH.finditer(text)}
    if field.code in ("tier", "kind") and field.vocabulary is not None:
        return {
            choice.code
            for choice in field.vocabulary
            if any(name in text for name in (choice.zh, *choice.also) if len(name) > 1)
        }
    return set()
