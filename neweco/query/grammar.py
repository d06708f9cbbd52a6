"""The grammar of URLs: which parameters a view knows, and how their values are read.

Reading never raises: what cannot be used comes back as `Ignored`, with the reason.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import parse_qsl

from neweco import words
from neweco.model.fields import TABLES, Field
from neweco.model.vocabularies import INDUSTRIES, SIZES, UNKNOWN
from neweco.selfcheck import code

VIEW_TABLE: Mapping[str, str] = {
    "enterprises": "enterprises",
    "labs": "labs",
    "diagnoses": "diagnoses",
}
"""The table whose rows a view filters; views that are not here have no filters."""

OPTIONS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "labs": {"reading": ("inside", "beside")},
    "selfcheck": {"industry": ("", *INDUSTRIES.codes), "size": ("", *SIZES.codes)},
    "story": {
        "bilingual": ("", "1"),
        "notes": ("", "1"),
        "hall": ("", "dark"),
        "loop": ("", *map(str, range(5, 601))),
    },
    "evidence": {"verdict": ("all", "agree", "disagree", "cannot_tell")},
}
"""Switches of a view that choose how it reads the data, the default first."""

SEARCHED: Mapping[str, tuple[str, ...]] = {
    "enterprises": ("name", "enterprise_id", "industry", "district"),
    "labs": ("name", "lab_id", "industry", "district"),
    "diagnoses": ("diagnosis_id", "enterprise_id", "industry", "district"),
}
"""Fields in which `q` looks, by code and by label."""

ITEM = {
    "enterprises": "id",
    "labs": "id",
    "diagnoses": "id",
    "selfcheck": "answers",
    "story": "step",
    "evidence": "fact",
}
"""The parameter that names what is opened: a row's id, a fact's, a step, or the code of answers."""

RESERVED = frozenset({"lang", "data", "embed", "embed_options"})
"""Parameters that are part of a URL but not of a selection."""

APPENDED = ("from", "isappinstalled", "nsukey", "tdsourcetag", "spm", "bd_vid", "fbclid", "gclid")
"""What messengers and campaigns append to links of their own accord: nobody's mistake."""

CAMPAIGN = "utm_"
"""How names begin that campaigns append."""

MAX_TEXT = 60
MAX_PARTS = 200
MAX_NUMBER = 24
"""Letters of the longest number there is in the form it is written: -2.2250738585072014e-308."""

Value = tuple[str, ...]
T = TypeVar("T")


@dataclass(frozen=True)
class Range:
    """A closed range in the field's unit; None is an open end."""

    low: float | None = None
    high: float | None = None

    def __str__(self) -> str:
        return f"{_plain(self.low)}..{_plain(self.high)}"


@dataclass(frozen=True)
class Ignored:
    """A part of a URL that could not be used. `reason` is a key of `selection.ignored`."""

    param: str
    value: str
    reason: str

    def describe(self, language: str) -> str:
        """One sentence that names the part and what was wrong with it."""
        return words.text(
            language,
            f"selection.ignored.{self.reason}",
            param=_shorten(self.param),
            value=_shorten(self.value),
        )


@dataclass(frozen=True)
class Parsed:
    """What a query string says: codes, ranges and switches by parameter, and what was ignored."""

    values: tuple[tuple[str, Value], ...]
    ranges: tuple[tuple[str, Range], ...]
    single: Mapping[str, str]
    options: tuple[tuple[str, str], ...]
    ignored: tuple[Ignored, ...]


def parse(view: str, query: str | Mapping[str, Sequence[str]]) -> Parsed:
    """Read a query string (or its parsed form) for a view. Never raises."""
    return _Reader(view, pairs(query)).parsed()


class _Reader:
    """Reads the pairs of one URL, collecting what it has to ignore."""

    def __init__(self, view: str, pairs: list[tuple[str, str]]) -> None:
        self.view = view
        self.pairs = pairs
        self.values: dict[str, list[str]] = {}
        self.ranges: dict[str, Range] = {}
        self.single: dict[str, str] = {}
        self.options: dict[str, str] = {}
        self.ignored: list[Ignored] = []

    def parsed(self) -> Parsed:
        for name, value in self.pairs[:MAX_PARTS]:
            self._read(name, value)
        if len(self.pairs) > MAX_PARTS:
            self._ignore("…", str(len(self.pairs) - MAX_PARTS), "too_many")
        known = by_param(self.view)
        values = {n: canonical(known[n], codes) for n, codes in self.values.items()}
        defaults = OPTIONS.get(self.view, {})
        return Parsed(
            ordered(self.view, values),
            ordered(self.view, self.ranges),
            self.single,
            tuple((n, v) for n, v in self.options.items() if v != defaults[n][0]),
            tuple(dict.fromkeys(self.ignored)),
        )

    def _ignore(self, name: str, value: str, reason: str) -> None:
        self.ignored.append(Ignored(name, value, reason))

    def _read(self, name: str, value: str) -> None:
        if not value and name:
            return  # a form sends its empty fields too
        spec = by_param(self.view).get(name)
        if spec is not None and spec.filter == "range":
            self._read_range(spec, value)
        elif spec is not None:
            self._read_value(spec, value)
        elif name in OPTIONS.get(self.view, {}):
            self._read_option(name, value)
        elif name == "lang":
            if value not in words.LANGUAGES:
                self._ignore(name, value, "unknown_value")
        elif name == ITEM.get(self.view):
            self._read_single("item", value)
        elif name in ("q", "sort") and self.view in VIEW_TABLE:
            self._read_single(name, value)
        elif name not in RESERVED and not _is_appended(name):
            self._ignore(name, value, "unknown_parameter")

    def _read_value(self, spec: Field, value: str) -> None:
        if not is_value(spec, value):
            self._ignore(spec.param, value, "unknown_value")
        elif spec.filter == "flag" and set(self.values.get(spec.param, [value])) != {value}:
            self._ignore(spec.param, value, "conflict")
        else:
            self.values.setdefault(spec.param, []).append(value)

    def _read_range(self, spec: Field, value: str) -> None:
        low_text, dots, high_text = value.partition("..")
        low, high = _number(low_text), _number(high_text)
        if not dots or low is _BAD or high is _BAD or (low is None and high is None):
            self._ignore(spec.param, value, "not_a_range")
        elif low is not None and high is not None and low > high:
            self._ignore(spec.param, value, "reversed")
        elif not (_within(spec, low) and _within(spec, high)):
            self._ignore(spec.param, value, "unknown_value")
        elif spec.param in self.ranges:
            self._ignore(spec.param, value, "twice")
        else:
            self.ranges[spec.param] = Range(low, high)

    def _read_option(self, name: str, value: str) -> None:
        if value in OPTIONS[self.view][name]:
            self.options[name] = value
        else:
            self._ignore(name, value, "not_seconds" if name == "loop" else "unknown_value")

    def _read_single(self, name: str, value: str) -> None:
        text = clean(value)
        param = ITEM[self.view] if name == "item" else name
        if name in self.single:
            self._ignore(param, value, "twice")
        elif name == "sort" and not _sortable(self.view, text):
            self._ignore(param, value, "unknown_value")
        elif len(text) > MAX_TEXT:
            self._ignore(param, value, "too_long")
        elif param == "answers" and code.decode(text) is None:
            self._ignore(param, value, "changed_code")
        elif param == "step" and not (text.isascii() and text.isdigit()):
            self._ignore(param, value, "unknown_value")
        elif text:
            self.single[name] = text


def _is_appended(name: str) -> bool:
    return name in APPENDED or name.startswith(CAMPAIGN)


def is_value(spec: Field, code: str) -> bool:
    """Whether a URL may name this code for this filter."""
    if code == UNKNOWN and not spec.required:
        return True
    if spec.filter == "flag":
        return code in ("1", "0")
    if spec.vocabulary is not None:
        return code in spec.vocabulary
    if spec.kind == "integer":
        return code.isascii() and code.isdigit() and len(code) < 6 and str(int(code)) == code
    return 0 < len(code) <= 20 and code.isascii() and code.isprintable()


def pairs(query: str | Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """The parameters of a query string in order, at most its first 100,000 characters."""
    if isinstance(query, str):
        text = query.removeprefix("?")[:100_000]
        return parse_qsl(text, keep_blank_values=True, errors="replace")
    return [(name, value) for name, many in query.items() for value in many]


def filters(view: str) -> tuple[Field, ...]:
    """The filters of a view in the order of its filter bar."""
    code = VIEW_TABLE.get(view)
    return TABLES[code].filters if code else ()


def by_param(view: str) -> dict[str, Field]:
    """The filters of a view by their name in URLs."""
    return {spec.param: spec for spec in filters(view)}


def ordered(view: str, found: Mapping[str, T]) -> tuple[tuple[str, T], ...]:
    """The entries in declared order, empty ones left out."""
    return tuple((s.param, found[s.param]) for s in filters(view) if found.get(s.param))


def canonical(spec: Field, codes: Iterable[str]) -> Value:
    """Unique codes in vocabulary order (numbers by size, others by name), unknown last."""
    unique = set(codes)
    if spec.vocabulary is not None:
        ordered = [code for code in spec.vocabulary.codes if code in unique]
    elif spec.kind == "integer":
        ordered = sorted(unique - {UNKNOWN}, key=int)
    else:
        ordered = sorted(unique - {UNKNOWN})
    has_unknown = UNKNOWN in unique and UNKNOWN not in ordered
    return (*ordered, UNKNOWN) if has_unknown else tuple(ordered)


def _sortable(view: str, text: str) -> bool:
    code = VIEW_TABLE.get(view)
    return code is not None and text.removeprefix("-") in {
        spec.code for spec in TABLES[code].fields if spec.public
    }


_BAD = math.nan


def _number(text: str) -> float | None:
    """A plain decimal number, None when empty, `_BAD` when it is neither."""
    if not text:
        return None
    if len(text) > MAX_NUMBER or not text.isascii() or "_" in text or text != text.strip():
        return _BAD
    try:
        value = float(text)
    except ValueError:
        return _BAD
    return value + 0.0 if math.isfinite(value) else _BAD


def _within(spec: Field, value: float | None) -> bool:
    """Whether an end of a range is one that the field can have; an open end always is."""
    if value is None:
        return True
    low = -math.inf if spec.low is None else spec.low
    high = math.inf if spec.high is None else spec.high
    return low <= value <= high


def _plain(value: float | None) -> str:
    """A number in the one form it is written in, at most `MAX_NUMBER` letters."""
    if value is None:
        return ""
    return str(int(value)) if value == int(value) and abs(value) < 1e16 else repr(value)


def clean(text: str) -> str:
    """Text as a search takes it: folded width, no control or format characters, single spaces."""
    folded = unicodedata.normalize("NFKC", text)
    kept = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in folded)
    return " ".join(kept.split())


def _shorten(text: str, limit: int = 40) -> str:
    short = clean(text[: limit * 4])
    return short if len(short) <= limit else short[:limit] + "…"


def offered(spec: Field, counts: Mapping[str, int | None], chosen: tuple[str, ...]) -> list[str]:
    """The codes offered: a vocabulary in its order, else what occurs; chosen ones always.

    A count that is hidden is None and occurs.
    """
    if spec.filter == "flag":
        unknown = counts.get(UNKNOWN, 0) != 0 or UNKNOWN in chosen
        return ["1", "0", UNKNOWN] if unknown else ["1", "0"]
    if spec.vocabulary is not None:
        codes = [
            c
            for c in spec.vocabulary.codes
            if counts.get(c, 0) != 0 or c in chosen or len(spec.vocabulary) < 9
        ]
    else:
        codes = sorted({*counts, *chosen} - {UNKNOWN}, key=lambda c: (len(c), c))
    unknown = UNKNOWN in chosen or (counts.get(UNKNOWN, 0) != 0 and not spec.required)
    return [*codes, UNKNOWN] if unknown and UNKNOWN not in codes else codes
