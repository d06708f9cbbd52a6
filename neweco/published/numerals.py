"""Numbers as Chinese text writes them: 1,000 · 二十 · 一万五千 · 三分之一 · 2500万 · 34.2%."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
SMALL_UNITS = {"十": 10, "百": 100, "千": 1000}
SCALES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}

_ARABIC = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_CHINESE = re.compile(r"[零〇一二两三四五六七八九十百千万亿]+")
_FRACTION = re.compile(r"([零一二两三四五六七八九十百]+)分之([零一二两三四五六七八九十百]+)")


def fold(text: str) -> str:
    """Full-width digits and signs as plain ones, without white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def read(text: str) -> tuple[Decimal, str] | None:
    """The number at the start of folded `text` and what follows it; None when there is none."""
    found = _FRACTION.match(text)
    if found:
        whole, part = chinese(found[1]), chinese(found[2])
        return (part / whole, text[found.end() :]) if whole else None
    found = _ARABIC.match(text)
    if found:
        return Decimal(found[0].replace(",", "")), text[found.end() :]
    found = _CHINESE.match(text)
    if found:
        return chinese(found[0]), text[found.end() :]
    return None


def chinese(text: str) -> Decimal:
    """The value of a numeral such as 三百二十 or 一亿二千万.

    亿 multiplies all that stands before it, 万 what stands since the last 亿.
    """
    total, myriads, section, digit = Decimal(0), Decimal(0), Decimal(0), Decimal(0)
    for char in text:
        if char in DIGITS:
            digit = Decimal(DIGITS[char])
        elif char in SMALL_UNITS:
            section += (digit or Decimal(1)) * SMALL_UNITS[char]
            digit = Decimal(0)
        elif char == "万":
            myriads = (myriads + section + digit or Decimal(1)) * SCALES[char]
            section, digit = Decimal(0), Decimal(0)
        else:
            total = (total + myriads + section + digit or Decimal(1)) * SCALES[char]
            myriads, section, digit = Decimal(0), Decimal(0), Decimal(0)
    return total + myriads + section + digit


def scale(text: str) -> tuple[Decimal, str]:
    """The factor that a leading 万, 亿, 千万 … or % stands for, and what follows it."""
    factor = Decimal(1)
    while text and (text[0] in SCALES or (text[0] in SMALL_UNITS and text[1:2] in SCALES)):
        factor *= SCALES[text[0]] if text[0] in SCALES else SMALL_UNITS[text[0]]
        text = text[1:]
    if text.startswith("%"):
        return factor / 100, text[1:]
    return factor, text
