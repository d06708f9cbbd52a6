"""What people write in cells, as the codes and texts the register holds.

Every function gives the canonical text, an empty text for a cell that says nothing, or None for
what is not understood.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from neweco.model.choices import Vocabulary
from neweco.model.fields import Field
from neweco.model.units import Unit
from neweco.sources.looks import DAY_ZERO, LATER

NOTHING = {"", "-", "—", "–", "--", "——", "/", "\\", "n/a", "na", "nan", "null", "none", "tbd",
           "unknown", "未知", "不详", "暂无", "待定", "待补", "待补充", "不适用", "未填",
           "空"}  # fmt: skip
"""Says nothing, whatever the field."""

WITHOUT = {"无", "没有"}
"""Says nothing where the field is no yes or no."""

FAULTS = frozenset(
    [
        "#N/A",
        "#REF!",
        "#VALUE!",
        "#DIV/0!",
        "#NAME?",
        "#NULL!",
        "#NUM!",
        "#N/A!",
        "#SPILL!",
        "#CALC!",
    ]
)
"""What spreadsheets show where a formula fails."""

_YES = {"1", "是", "有", "对", "√", "✓", "✔", "☑", "v", "y", "yes", "true", "t", "已", "已获得",
        "已获", "获得", "已签约", "已签", "同意"}  # fmt: skip
_NO = {"0", "否", "无", "没有", "×", "✗", "✘", "✕", "☒", "☐", "□", "x", "n", "no", "false", "f",
       "未", "未获得", "未获", "无计划", "未签约", "未签", "不同意", "不"}  # fmt: skip

OPEN = {"○", "●", "◯", "o"}
"""Marks that mean yes in one list and no in the next."""

_BEGINS = re.compile(r"(是|有|已获得|已|否|无|未获得|没有)\s*[,;:、。.(]")
"""A yes or no with a remark behind it: `有，2023年`."""

LONGEST = 60
"""Letters of what is read as a number. With the power of ten, of at most two digits, it bounds what
a number takes when it is written out: `1e999990` would be a million zeros."""

_NUMBER = re.compile(
    r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[+-]?\.\d+|[+-]?\d+(?:\.\d+)?e[+-]?\d{1,2})"
    r"(\D*)"
)
_WHOLE = re.compile(r"第?\s*([+-]?\d{1,15})(?:\.0+)?\s*(\D*)")
_BEHIND = ("", "批", "年", "年度", "个", "家")
"""What may stand behind any whole number, beside the unit of its field."""

_TOO_LONG = {
    "integer": re.compile(r"第?[+-]?\d{16}"),
    "number": re.compile(rf"[+-]?(?:[\d.,]{{{LONGEST + 1}}}|[\d.,]+e[+-]?\d{{3}})"),
}
"""How a number begins that has more digits than are read, per kind of field."""

_YMD = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ t].*)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_REVERSED = re.compile(r"\d{1,2}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{4}")
_SERIAL = re.compile(r"[2-6]\d{4}(?:\.\d+)?")
"""A day number of a spreadsheet, with or without a time of day."""

_DAY_ZERO = DAY_ZERO.date()

_BETWEEN = re.compile(r"[;；、,，/|\n]")


_UNSEEN = re.compile(
    "[\u00ad\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]"
)
"""What takes no room: marks of order, direction and encoding, soft hyphens, control codes."""

_BROKEN = re.compile(r"[^\S\n\r\v\f\x85]*[\n\r\v\f\x85]+\s*")
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")


def clean(text: str) -> str:
    """A text without what cannot be seen: marks without width, escapes that some programs
    leave, lines broken to fit a column, and spaces around it. Between Chinese letters a broken
    line is nothing, elsewhere a space."""
    if text.isascii() and text.isprintable() and "_x" not in text:
        return text.strip()
    seen = _UNSEEN.sub("", text.replace("_x000D_", "")).replace("\xa0", " ").strip()
    return _BROKEN.sub(lambda found: _joint(seen, found.start(), found.end()), seen)


def _joint(text: str, start: int, end: int) -> str:
    around = text[start - 1 : start], text[end : end + 1]
    return "" if any(_WIDE.match(letter) for letter in around) else " "


def plain(text: str) -> str:
    """Full-width letters, digits and spaces as narrow ones, without spaces around."""
    if text.isascii():
        return clean(text)
    return unicodedata.normalize("NFKC", clean(text)).strip()


def key(text: str) -> str:
    """A text as it is compared: narrow, small, without spaces and without what is in brackets."""
    narrow = re.sub(r"\([^)]*\)", "", plain(text).casefold())
    return re.sub(r"[\s:]+", "", narrow)


def canonical(field: Field, unit: str = "", from_1904: bool = False) -> Callable[[str], str | None]:
    """The reader of one field's cells. Numbers without a unit are in `unit`, or in that of the
    field; day numbers count from 1900, or from 1904."""
    if field.kind == "choice" and field.vocabulary is not None:
        return _choice(field.vocabulary)
    if field.kind == "choices" and field.vocabulary is not None:
        return _choices(field.vocabulary)
    readers: Mapping[str, Callable[[str], str | None]] = {
        "id": _id,
        "text": clean,
        "integer": lambda text: _integer(text, field.measure),
        "number": lambda text: _number(text, field.measure, unit),
        "flag": _flag,
        "date": lambda text: _date(text, from_1904),
    }
    return readers[field.kind]


def is_reversed_date(text: str) -> bool:
    """Whether a date is written day or month first, which leaves open which is which."""
    return bool(_REVERSED.fullmatch(plain(text)))


def is_day_number(text: str) -> bool:
    """Whether a text is a number that a date is read from."""
    return bool(_SERIAL.fullmatch(plain(text)))


def is_too_long(field: Field, text: str) -> bool:
    """Whether a number has more digits, or a higher power of ten, than are read."""
    long = _TOO_LONG.get(field.kind)
    return long is not None and bool(long.match(_compact(text)))


_DECIMAL = re.compile(r"\.0+$")
_BRANCH = re.compile("(?:产业|行业|领域|业)$")
"""What a branch of industry may be called beside its name: 汽车产业."""

_IN_BRACKETS = re.compile(r"\(([^)]+)\)")


@cache
def names(vocabulary: Vocabulary) -> Mapping[str, str]:
    """Everything a choice may be called, as compared, to its code; codes win over names."""
    found: dict[str, str] = {}
    for choice in vocabulary:
        for name in (choice.code, choice.zh, choice.en, *choice.also):
            found.setdefault(key(name), choice.code)
    for choice in vocabulary:
        for name in (choice.zh, choice.en):  # 西海岸新区 of 黄岛区（西海岸新区）
            for inside in _IN_BRACKETS.findall(plain(name)):
                found.setdefault(key(inside), choice.code)
    return found


def _id(text: str) -> str:
    return plain(text).upper()


def _empty(text: str) -> bool:
    said = plain(text).casefold()
    return said in NOTHING or said in WITHOUT


def meant(vocabulary: Vocabulary, text: str) -> str | None:
    """The code of the choice that a text names; None where it names none."""
    known, said = names(vocabulary), key(text)
    if said not in known:
        said = _DECIMAL.sub("", said)
    if said not in known:
        said = _BRANCH.sub("", said)
    return known.get(said)


def _choice(vocabulary: Vocabulary) -> Callable[[str], str | None]:
    def read(text: str) -> str | None:
        code = meant(vocabulary, text)
        return code if code is not None else "" if _empty(text) else None

    return read


def _choices(vocabulary: Vocabulary) -> Callable[[str], str | None]:
    def read(text: str) -> str | None:
        if _empty(text):
            return ""
        codes = [meant(vocabulary, part) for part in parts(text)]
        return None if None in codes else ";".join(str(code) for code in codes)

    return read


def parts(text: str) -> list[str]:
    """What a list in one cell names."""
    return [part for part in _BETWEEN.split(clean(text)) if part.strip()]


def _flag(text: str) -> str | None:
    said = plain(text).casefold()
    begun = _BEGINS.match(said)
    said = begun[1] if begun else said
    if said in _YES or said in _NO:
        return "1" if said in _YES else "0"
    return "" if said in NOTHING else None


def marked(read: Callable[[str], str | None], texts: Iterable[str]) -> Callable[[str], str | None]:
    """The reader of a column of yes and no in which circles stand: full ones mean yes and hollow
    ones no where both do, circles mean yes beside crosses. Elsewhere they stay open."""
    said = {plain(text).casefold() for text in texts}
    full, hollow = said & {"●"}, said & {"○", "◯", "o"}
    meaning: dict[str, str] = {}
    if full and hollow:
        meaning = dict.fromkeys(full, "1") | dict.fromkeys(hollow, "0")
        meaning = {} if said - full - hollow - NOTHING else meaning
    elif (full or hollow) and said & {"×", "✗", "✘", "x"}:
        meaning = {} if said & _YES else dict.fromkeys(full | hollow, "1")
    return lambda text: meaning.get(plain(text).casefold()) or read(text)


def _compact(text: str) -> str:
    return plain(text).casefold().replace(" ", "")


def _integer(text: str, unit: Unit) -> str | None:
    if _empty(text):
        return ""
    said = plain(text).casefold().replace(",", "")
    said = _BATCH.sub("", said)
    if said in _ORDINALS:
        return str(_ORDINALS.index(said) + 1)
    in_words = _IN_WORDS.fullmatch(said)
    if in_words:
        return str(_counted(in_words[1]))
    found = _WHOLE.fullmatch(said)
    known = found is not None and (found[2] in _BEHIND or unit.factor(found[2]) is not None)
    return str(int(found[1])) if found and known else None


_BATCH = re.compile(r"^batch\s*(?:no\.?\s*)?|(?<=\d)(?:st|nd|rd|th)\b|\s*batch$")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
             "tenth")  # fmt: skip
_IN_WORDS = re.compile(
    r"第?(首|[一二三四五六七八九]|[一二三四五六七八九]?十[一二三四五六七八九]?)[批期次]?"
)


def _counted(words: str) -> int:
    """A number in Chinese words up to 99: 首 and 一 are 1, 十二 is 12."""
    if words == "首":
        return 1
    tens, ten, ones = words.rpartition("十")
    digits = "零一二三四五六七八九"
    return (digits.index(tens or "一") if ten else 0) * 10 + (digits.index(ones) if ones else 0)


def _number(text: str, unit: Unit, named: str = "") -> str | None:
    if _empty(text):
        return ""
    found = _NUMBER.fullmatch(_compact(text))
    factor = unit.factor(found[2] or named) if found else None
    if found is None or factor is None or len(found[1]) > LONGEST:
        return None
    value = Decimal(found[1].replace(",", "")) * factor
    said = f"{value:f}"
    return said.rstrip("0").rstrip(".") if "." in said else said


def _date(text: str, from_1904: bool = False) -> str | None:
    if _empty(text):
        return ""
    said = plain(text).casefold()
    if is_day_number(said):
        days = int(float(said)) + (LATER if from_1904 else 0)
        return (_DAY_ZERO + timedelta(days=days)).isoformat()
    found = _YMD.fullmatch(said) or _COMPACT.fullmatch(said)
    if not found:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
    except ValueError:
        return None
