"""Headings as people write them: which field one means, and the unit and the year it names.

`*区市`, `所属行业（必填）`, `2022年营业收入（亿元）`, `营收/万元`: marks, remarks, years and units
are taken off before a heading is compared with the names of `model.fields` and `model.headings`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from neweco.model.fields import TABLES, Field, Table
from neweco.model.headings import ALSO, HARMLESS, MAYBE, SERIAL
from neweco.sources import cells

_BRACKETS = str.maketrans("[]【】〔〕{}〈〉", "()()()()()")
_INSIDE = re.compile(r"\(([^()]*)\)")
_MARKS = re.compile(r"[*★☆※△▲#!]+|^\d{1,2}[.、]")
_BETWEEN = re.compile(r"[,、;/]")
_UNIT = re.compile(r"(?:金额|计量|货币|数值)?单位:?(?:人民币)?|units?:?|in(?=[\d¥a-z])")
_YEAR = re.compile(r"(20\d\d)(?:年度|年)?")
_REMARKS = re.compile(r"必填.*|选填|可选|可不填|必须|下拉.*|单选|多选|required|optional|如.*|例.*")
_BEHIND = re.compile(
    r"(.+?)[/,:_|\-—.]*((?:人民币)?(?:[十百千]*[万亿]?元|[万亿])|%|[a-z ]*美元|usd|rmb)$"
)
LIKE_A_UNIT = re.compile(
    r".*(?:[元币%‰$€£¥￥]|yuan|rmb|cny|usd|eur|dollars?|百分[点比]|小数|比例)|"
    r"[十百千]*[万亿千]"
)
"""What names a unit of money or share, known or not."""


@dataclass(frozen=True)
class Heading:
    """A heading taken apart: `base` as it is compared, what stood in brackets or behind it, and
    the year it names."""

    text: str
    base: str
    beside: tuple[str, ...] = ()
    year: int | None = None

    @property
    def remarks(self) -> tuple[str, ...]:
        """What stood beside it and is no unit: it may change the meaning."""
        return tuple(said for said in self.beside if not LIKE_A_UNIT.fullmatch(said))


@dataclass(frozen=True)
class Match:
    """The field that a heading means, and whether that is certain."""

    field: Field
    certain: bool
    heading: Heading


def parsed(text: str) -> Heading:
    """A heading taken apart."""
    clean = cells.clean(text)
    said = re.sub(r"\s", "", cells.plain(text).casefold()).translate(_BRACKETS)
    year: int | None = None
    beside: list[str] = []
    for inside in _INSIDE.findall(said):
        for part in filter(None, _BETWEEN.split(_UNIT.sub("", inside))):
            found = _YEAR.fullmatch(part)
            if found:
                year = int(found[1])
            elif not _REMARKS.fullmatch(part):
                beside.append(part)
    base = _MARKS.sub("", _INSIDE.sub("", said)).strip(":,;-_/|.、 ")
    dated = _YEAR.search(base)
    if dated and dated.group() != base and not _digit(base, dated.end()):
        year = year or int(dated[1])
        base = (base[: dated.start()] + base[dated.end() :]).strip(":,;-_/|.、 ")
    return Heading(clean, base.replace(":", ""), tuple(beside), year)


def _digit(text: str, place: int) -> bool:
    return text[place : place + 1].isdigit()


def match(table: Table, text: str) -> Match | None:
    """The field of a table that a heading means."""
    return _match(table.code, text) if text.strip() else None


@lru_cache(maxsize=4096)
def _match(code: str, text: str) -> Match | None:
    table, heading = TABLES[code], parsed(text)
    for each in readings(heading, text):
        found = _named(code).get(each.base)
        if found is not None:
            field, certain = found
            changed = any(_own(field, said) for said in each.remarks)
            return Match(field, certain and not changed, each)
    loose = _loose(code).get(_bare(heading.base), frozenset())
    return Match(table[next(iter(loose))], False, heading) if len(loose) == 1 else None


def readings(heading: Heading, text: str) -> Iterator[Heading]:
    """A heading as it is, with its brackets as a part of the name, and with a unit behind it."""
    yield heading
    flat = re.sub(r"[\s:()*]", "", cells.plain(text).casefold().translate(_BRACKETS))
    yield Heading(heading.text, flat, (), heading.year)
    found = _BEHIND.fullmatch(heading.base)
    if found:
        yield Heading(heading.text, found[1], (*heading.beside, found[2]), heading.year)


def _own(field: Field, remark: str) -> bool:
    """Whether a remark in brackets is more than a unit of the field or a part of its name."""
    if field.measure.factor(remark) is not None:
        return False
    return not any(remark in cells.plain(name).casefold() for name in (field.zh, field.en))


@cache
def _named(code: str) -> Mapping[str, tuple[Field, bool]]:
    """Everything a column may be called, as compared; codes win over labels, and those over other
    names."""
    known: dict[str, tuple[Field, bool]] = {}
    table = TABLES[code]
    for name in ("code", "zh", "en", "alias"):
        for field in table.stored:
            _add(known, getattr(field, name), field, True)
    for names, certain in ((ALSO, True), (MAYBE, False)):
        for field_code, several in names.get(code, {}).items():
            for name in several:
                _add(known, name, table[field_code], certain)
    return known


def _add(known: dict[str, tuple[Field, bool]], name: str, field: Field, certain: bool) -> None:
    for said in {cells.key(name), parsed(name).base}:
        if said:
            known.setdefault(said, (field, certain))


@cache
def _loose(code: str) -> Mapping[str, frozenset[str]]:
    """Names without harmless words, to the fields that they may mean."""
    found: dict[str, set[str]] = {}
    for name, (field, _) in _named(code).items():
        if bare := _bare(name):
            found.setdefault(bare, set()).add(field.code)
    return {bare: frozenset(codes) for bare, codes in found.items()}


def _bare(base: str) -> str:
    """A heading without the words that do not change which field it means."""
    for word in HARMLESS:
        base = base.replace(word, "")
    return base if len(base) > 1 else ""


def is_serial(text: str) -> bool:
    """Whether a heading stands over numbers of rows."""
    return cells.key(text) in {cells.key(name) for name in SERIAL}


def unit(field: Field, heading: Heading) -> str | None:
    """The unit that a heading names for the cells below, empty where it names none; None where
    that is none of the field's and would change every amount."""
    for said in heading.beside:
        if field.measure.factor(said) is not None:
            return said
    if field.measure.is_strict and any(map(LIKE_A_UNIT.fullmatch, heading.beside)):
        return None
    return ""
