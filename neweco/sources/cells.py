"""What people write in cells, as the codes and texts the register holds.

Every function gives the canonical text, an empty text for a cell that says nothing, or None for
what is not understood.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from neweco.model.fields import Field
from neweco.model.units import Unit
from neweco.model.vocabularies import Vocabulary

NOTHING = {"", "-", "—", "–", "--", "——", "/", "n/a", "na", "nan", "null", "none", "未知", "不详",
           "unknown"}  # fmt: skip
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

_YES = {"1", "是", "有", "对", "√", "✓", "y", "yes", "true", "t"}
_NO = {"0", "否", "无", "没有", "×", "✗", "n", "no", "false", "f"}
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
_SERIAL = re.compile(r"[2-6]\d{4}(?:\.0+)?")
_DAY_ZERO = date(1899, 12, 30)
"""Of Excel's day numbers."""

_BETWEEN = re.compile(r"[;；、,，/|\n]")


def plain(text: str) -> str:
    """Full-width letters, digits and spaces as narrow ones, without spaces around."""
    return unicodedata.normalize("NFKC", text).strip()


def key(text: str) -> str:
    """A text as it is compared: narrow, small, without spaces and without what is in brackets."""
    narrow = re.sub(r"\([^)]*\)", "", plain(text).casefold())
    return re.sub(r"[\s:]+", "", narrow)


def heading_unit(field: Field, heading: str) -> str | None:
    """The unit that a heading names for the cells below, empty where it names none; None where
    that is none of the field's and would change every amount."""
    found = re.search(r"\(([^)]*)\)\W*$", re.sub(r"\s", "", plain(heading).casefold()))
    if found is None or field.measure.factor(found[1]) is not None:
        return found[1] if found else ""
    return None if field.measure.is_strict else ""


def canonical(field: Field, heading: str = "") -> Callable[[str], str | None]:
    """The reader of one field's cells; numbers without a unit are in that of the heading."""
    if field.kind == "choice" and field.vocabulary is not None:
        return _choice(field.vocabulary)
    if field.kind == "choices" and field.vocabulary is not None:
        return _choices(field.vocabulary)
    readers: Mapping[str, Callable[[str], str | None]] = {
        "id": _id,
        "text": str.strip,
        "integer": lambda text: _integer(text, field.measure),
        "number": lambda text: _number(text, field.measure, heading_unit(field, heading) or ""),
        "flag": _flag,
        "date": _date,
    }
    return readers[field.kind]


def is_reversed_date(text: str) -> bool:
    """Whether a date is written day or month first, which leaves open which is which."""
    return bool(_REVERSED.fullmatch(plain(text)))


def is_too_long(field: Field, text: str) -> bool:
    """Whether a number has more digits, or a higher power of ten, than are read."""
    long = _TOO_LONG.get(field.kind)
    return long is not None and bool(long.match(_compact(text)))


_IN_BRACKETS = re.compile(r"\(([^)]+)\)")


@cache
def names(vocabulary: Vocabulary) -> Mapping[str, str]:
    """Everything a choice may be called, as compared, to its code; codes win over names."""
    found: dict[str, str] = {}
    for choice in vocabulary:
        for name in (choice.code, choice.zh, choice.en):
            found.setdefault(key(name), choice.code)
    for choice in vocabulary:
        for name in (choice.zh, choice.en):  # 西海岸新区 of 黄岛区（西海岸新区）
            for inside in _IN_BRACKETS.findall(plain(name)):
                found.setdefault(key(inside), choice.code)
    return found


def _id(text: str) -> str:
    return plain(text).upper()


def _empty(text: str) -> bool:
    return plain(text).casefold() in NOTHING


def _choice(vocabulary: Vocabulary) -> Callable[[str], str | None]:
    known = names(vocabulary)

    def read(text: str) -> str | None:
        code = known.get(key(text))
        return code if code is not None else "" if _empty(text) else None

    return read


def _choices(vocabulary: Vocabulary) -> Callable[[str], str | None]:
    known = names(vocabulary)

    def read(text: str) -> str | None:
        if _empty(text):
            return ""
        codes = [known.get(key(part)) for part in _BETWEEN.split(text) if part.strip()]
        return None if None in codes else ";".join(str(code) for code in codes)

    return read


def _flag(text: str) -> str | None:
    said = plain(text).casefold()
    if said in _YES or said in _NO:
        return "1" if said in _YES else "0"
    return "" if said in NOTHING else None


def _compact(text: str) -> str:
    return plain(text).casefold().replace(" ", "")


def _integer(text: str, unit: Unit) -> str | None:
    if _empty(text):
        return ""
    found = _WHOLE.fullmatch(plain(text).casefold().replace(",", ""))
    known = found is not None and (found[2] in _BEHIND or unit.factor(found[2]) is not None)
    return str(int(found[1])) if found and known else None


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


def _date(text: str) -> str | None:
    if _empty(text):
        return ""
    said = plain(text).casefold()
    if _SERIAL.fullmatch(said):
        return (_DAY_ZERO + timedelta(days=int(float(said)))).isoformat()
    found = _YMD.fullmatch(said) or _COMPACT.fullmatch(said)
    if not found:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
    except ValueError:
        return None
