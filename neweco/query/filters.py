"""One kind of filter in one place: how it is read from a link, matched, said, and what it offers.

    tier=rising&tier=potential    several values (`Values`)
    ipo=1                         yes or no (`YesNo`)
    revenue=5000..20000           a range, either end open (`Between`)

`of("enterprises")` gives the filters of a view in the order of its bar and of addresses.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from neweco import words
from neweco.model.choices import UNKNOWN
from neweco.model.fields import Field
from neweco.query import matching
from neweco.query.views import VIEWS

MAX_NUMBER = 24
"""Letters of the longest number there is in the form it is written: -2.2250738585072014e-308."""

Codes = tuple[str, ...]
"""Chosen values, each once, in the order of the vocabulary."""


@dataclass(frozen=True)
class Range:
    """A closed range in the field's unit; None is an open end."""

    low: float | None = None
    high: float | None = None

    def __str__(self) -> str:
        return f"{written(self.low)}..{written(self.high)}"


Chosen = Codes | Range


class Refused(ValueError):
    """A text that a filter cannot use; `reason` is a key of `selection.ignored`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Filter(ABC):
    """One filter of a view, over one field."""

    field: Field

    @property
    def param(self) -> str:
        """Its name in addresses."""
        return self.field.param

    @abstractmethod
    def add(self, chosen: Chosen | None, text: str) -> Chosen:
        """What is chosen once a link has said `text` too. Refused where that cannot be."""

    @abstractmethod
    def texts(self, chosen: Chosen) -> list[str]:
        """The values that a link says for what is chosen."""

    @abstractmethod
    def keeps(self, column: pd.Series, chosen: Chosen) -> np.ndarray:
        """Rows that are kept, as booleans; `column` is the field's column of the register."""

    @abstractmethod
    def said(self, chosen: Chosen, language: str, names: Mapping[str, str]) -> str:
        """What is chosen in words; `names` are those of codes that are ids of the register."""


class Values(Filter):
    """Several values of a field: a row is kept that has one of them."""

    def add(self, chosen: Chosen | None, text: str) -> Chosen:
        if not self.allows(text):
            raise Refused("unknown_value")
        return self.canonical((*_codes(chosen), text))

    def texts(self, chosen: Chosen) -> list[str]:
        return list(_codes(chosen))

    def keeps(self, column: pd.Series, chosen: Chosen) -> np.ndarray:
        return matching.has_any(column, self.field, _codes(chosen))

    def said(self, chosen: Chosen, language: str, names: Mapping[str, str]) -> str:
        return words.listed(language, [self.name(c, language, names) for c in _codes(chosen)])

    def name(self, code: str, language: str, names: Mapping[str, str]) -> str:
        """One value in words: a choice's label, a batch with its number, or the value itself."""
        if code in names:
            return names[code]
        if code == UNKNOWN:
            return words.text(language, "common.unknown")
        if self.field.vocabulary is not None:
            return self.field.vocabulary.label(code, language)
        if self.field.said_as:
            return words.text(language, self.field.said_as, n=code)
        return code

    def allows(self, code: str) -> bool:
        """Whether a link may say this value."""
        if code == UNKNOWN and not self.field.required:
            return True
        if self.field.vocabulary is not None:
            return code in self.field.vocabulary
        if self.field.kind == "integer":
            return code.isascii() and code.isdigit() and len(code) < 6 and str(int(code)) == code
        return 0 < len(code) <= 20 and code.isascii() and code.isprintable()

    def canonical(self, codes: Sequence[str]) -> Codes:
        """Unique codes in vocabulary order (numbers by size, others by name), unknown last."""
        unique = set(codes)
        if self.field.vocabulary is not None:
            ordered = [code for code in self.field.vocabulary.codes if code in unique]
        elif self.field.kind == "integer":
            ordered = sorted(unique - {UNKNOWN}, key=int)
        else:
            ordered = sorted(unique - {UNKNOWN})
        has_unknown = UNKNOWN in unique and UNKNOWN not in ordered
        return (*ordered, UNKNOWN) if has_unknown else tuple(ordered)

    def toggled(self, chosen: Codes, code: str) -> Codes:
        """What is chosen once a value was clicked: with it, or without it where it was chosen."""
        if code in chosen:
            return tuple(other for other in chosen if other != code)
        return self.canonical((*chosen, code))

    def offered(self, counts: Mapping[str, int | None], chosen: Codes) -> list[str]:
        """The codes offered: a whole vocabulary in its order (that there are none is an answer),
        else what occurs; chosen ones always. A count that is hidden is None and occurs."""
        vocabulary = self.field.vocabulary
        if vocabulary is not None:
            codes = list(vocabulary.codes)
        else:
            codes = sorted({*counts, *chosen} - {UNKNOWN}, key=lambda code: (len(code), code))
        unknown = UNKNOWN in chosen or (counts.get(UNKNOWN, 0) != 0 and not self.field.required)
        return [*codes, UNKNOWN] if unknown and UNKNOWN not in codes else codes


class YesNo(Values):
    """A flag: yes, no or unknown, one of them."""

    def add(self, chosen: Chosen | None, text: str) -> Chosen:
        added = super().add(chosen, text)
        if len(_codes(added)) > 1:
            raise Refused("conflict")
        return added

    def name(self, code: str, language: str, names: Mapping[str, str]) -> str:
        key = {"1": "yes", "0": "no"}.get(code, "unknown")
        return words.text(language, f"common.{key}")

    def allows(self, code: str) -> bool:
        return code in ("1", "0") or (code == UNKNOWN and not self.field.required)

    def toggled(self, chosen: Codes, code: str) -> Codes:
        return () if code in chosen else (code,)

    def offered(self, counts: Mapping[str, int | None], chosen: Codes) -> list[str]:
        unknown = counts.get(UNKNOWN, 0) != 0 or UNKNOWN in chosen
        return ["1", "0", UNKNOWN] if unknown else ["1", "0"]


class Between(Filter):
    """A range of numbers, ends included; a row of which the number is unknown is not kept."""

    def add(self, chosen: Chosen | None, text: str) -> Chosen:
        low_text, dots, high_text = text.partition("..")
        low, high = number(low_text), number(high_text)
        if not dots or low is BAD or high is BAD or (low is None and high is None):
            raise Refused("not_a_range")
        if low is not None and high is not None and low > high:
            raise Refused("reversed")
        if not (self._within(low) and self._within(high)):
            raise Refused("unknown_value")
        if chosen is not None:
            raise Refused("twice")
        return Range(low, high)

    def texts(self, chosen: Chosen) -> list[str]:
        return [str(chosen)]

    def keeps(self, column: pd.Series, chosen: Chosen) -> np.ndarray:
        span = _range(chosen)
        return matching.in_range(column, span.low, span.high)

    def said(self, chosen: Chosen, language: str, names: Mapping[str, str]) -> str:
        span = _range(chosen)
        low, high = (self._bound(end, language) for end in (span.low, span.high))
        kind = "between" if low and high else "from" if low else "to"
        return words.text(language, f"selection.range.{kind}", low=low, high=high)

    def _bound(self, value: float | None, language: str) -> str:
        return "" if value is None else self.field.measure.said(value, language)

    def _within(self, value: float | None) -> bool:
        """Whether an end is one that the field can have; an open end always is."""
        if value is None:
            return True
        low = -math.inf if self.field.low is None else self.field.low
        high = math.inf if self.field.high is None else self.field.high
        return low <= value <= high


_KINDS: Mapping[str, type[Filter]] = {"values": Values, "flag": YesNo, "range": Between}


@cache
def of(view: str) -> Mapping[str, Filter]:
    """The filters of a view by parameter, in the order of its bar and of addresses."""
    table = VIEWS[view].table
    fields = table.filters if table else ()
    return {field.param: _KINDS[field.filter](field) for field in fields}


def _codes(chosen: Chosen | None) -> Codes:
    return chosen if isinstance(chosen, tuple) else ()


def _range(chosen: Chosen) -> Range:
    return chosen if isinstance(chosen, Range) else Range()


BAD = math.nan
"""What `number` gives for a text that is no number."""


def number(text: str) -> float | None:
    """A plain decimal number, None when empty, `BAD` when it is neither."""
    if not text:
        return None
    if len(text) > MAX_NUMBER or not text.isascii() or "_" in text or text != text.strip():
        return BAD
    try:
        value = float(text)
    except ValueError:
        return BAD
    return value + 0.0 if math.isfinite(value) else BAD


def written(value: float | None) -> str:
    """A number in the one form it is written in, at most `MAX_NUMBER` letters."""
    if value is None:
        return ""
    return str(int(value)) if value == int(value) and abs(value) < 1e16 else repr(value)
