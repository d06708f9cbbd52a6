"""The grammar of addresses: which parameters a view knows, and how their values are read.

    ?tier=rising&district=370202&district=370203&revenue=5000..20000&ipo=1&q=芯片&sort=-growth

Reading never raises: what cannot be used comes back as `Ignored`, with the reason.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from neweco import words
from neweco.query import filters
from neweco.query.filters import Chosen, Refused
from neweco.query.views import VIEWS

RESERVED = frozenset({"lang", "data", "embed", "embed_options"})
"""Parameters that are part of a URL but not of a selection."""

APPENDED = (
    "from", "isappinstalled", "nsukey", "tdsourcetag", "spm", "bd_vid", "fbclid", "gclid", "scene",
    "subscene", "clicktime", "enterid", "sessionid", "ascene", "devicetype", "version", "nettype",
    "abtest_cookie", "pass_ticket", "wx_header", "exportkey", "chksm", "srcid", "sharer_shareid",
    "sharer_shareinfo", "sharer_shareinfo_first", "code", "state", "timestamp", "share_token",
)  # fmt: skip
"""What messengers and campaigns append to links of their own accord: nobody's mistake."""

CAMPAIGN = "utm_"
"""How names begin that campaigns append."""

ALL = "all"
"""The page of a list that holds all rows, for print."""

MAX_TEXT = 60
MAX_PARTS = 200

_EMPTY = ("q", "sort", "page", "lang", "vs")

Query = str | Mapping[str, Sequence[str]]
"""A query string, or its parsed form."""


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
    """What a query string says: filters in declared order, search, order and item, switches that
    differ from their default, and what was ignored."""

    filters: tuple[tuple[str, Chosen], ...]
    single: Mapping[str, str]
    switches: tuple[tuple[str, str], ...]
    ignored: tuple[Ignored, ...]


def parse(view: str, query: Query) -> Parsed:
    """Read the query of a view's address. Never raises."""
    return _Reader(view, pairs(query)).parsed()


class _Reader:
    """Reads the pairs of one URL, collecting what it has to ignore."""

    def __init__(self, view: str, pairs: list[tuple[str, str]]) -> None:
        self.view = VIEWS[view]
        self.known = filters.of(view)
        self.known_switches = self.view.switch
        self.pairs = pairs
        self.chosen: dict[str, Chosen] = {}
        self.single: dict[str, str] = {}
        self.switches: dict[str, str] = {}
        self.ignored: list[Ignored] = []

    def parsed(self) -> Parsed:
        for name, value in self.pairs[:MAX_PARTS]:
            self._read(name, value)
        if len(self.pairs) > MAX_PARTS:
            self._ignore("…", str(len(self.pairs) - MAX_PARTS), "too_many")
        return Parsed(
            tuple((name, self.chosen[name]) for name in self.known if name in self.chosen),
            self.single,
            tuple((n, v) for n, v in self.switches.items() if v != self.known_switches[n].default),
            tuple(dict.fromkeys(self.ignored)),
        )

    def _ignore(self, name: str, value: str, reason: str) -> None:
        self.ignored.append(Ignored(name, value, reason))

    def _read(self, name: str, value: str) -> None:
        item = self.view.item
        if not value and self._is_sent(name):
            return  # a form sends its empty fields too
        if name in self.known:
            self._read_filter(name, value)
        elif name in self.known_switches:
            self._read_switch(name, value)
        elif name == "lang":
            if value not in words.LANGUAGES:
                self._ignore(name, value, "unknown_value")
        elif item is not None and name == item.param:
            self._read_single("item", name, value)
        elif name in ("q", "sort", "page") and self.view.table is not None:
            self._read_single(name, name, value)
        elif name == "vs" and self.view.table is not None:
            self._read_pinned(name, value)
        elif name not in RESERVED and not _is_appended(name):
            self._ignore(name, value, "unknown_parameter")

    def _is_sent(self, name: str) -> bool:
        """Whether a form of the view may send it."""
        item = self.view.item
        of_view = name in self.known or name in self.known_switches
        return of_view or name in _EMPTY or (item is not None and name == item.param)

    def _read_filter(self, name: str, value: str) -> None:
        try:
            self.chosen[name] = self.known[name].add(self.chosen.get(name), value)
        except Refused as refused:
            self._ignore(name, value, refused.reason)

    def _read_switch(self, name: str, value: str) -> None:
        switch = self.known_switches[name]
        if value in switch.values:
            self.switches[name] = value
        else:
            self._ignore(name, value, switch.wrong)

    def _read_single(self, name: str, param: str, value: str) -> None:
        text, item = clean(value), self.view.item
        if name in self.single:
            self._ignore(param, value, "twice")
        elif name == "sort" and not self._sortable(text) or name == "page" and not _is_page(text):
            self._ignore(param, value, "unknown_value")
        elif len(text) > MAX_TEXT:
            self._ignore(param, value, "too_long")
        elif name == "item" and item is not None and not item.reads(text):
            self._ignore(param, value, item.wrong)
        elif text and (name, text) != ("page", "1"):
            self.single[name] = text

    def _read_pinned(self, name: str, value: str) -> None:
        """A query of its own; what it says is read with the view's filters."""
        if self.single.setdefault(name, value) != value:
            self._ignore(name, value, "twice")

    def _sortable(self, text: str) -> bool:
        fields = self.view.table.fields if self.view.table else ()
        return text.removeprefix("-") in {field.code for field in fields if field.public}


def _is_page(text: str) -> bool:
    """Whether it names a page of a list: a number from 1, or `all`."""
    return text == ALL or (text.isascii() and text.isdigit() and text[0] != "0" and len(text) < 7)


def _is_appended(name: str) -> bool:
    return name in APPENDED or name.startswith(CAMPAIGN)


def pairs(query: Query) -> list[tuple[str, str]]:
    """The parameters of a query string in order, at most its first 100,000 characters."""
    if isinstance(query, str):
        text = query.removeprefix("?")[:100_000]
        read = parse_qsl(text, keep_blank_values=True, errors="replace")
    else:
        read = [(name, value) for name, many in query.items() for value in many]
    return [_repaired(name, value) for name, value in read]


def _repaired(name: str, value: str) -> tuple[str, str]:
    """What chats do to a part of a link is undone: `&amp;` for `&`, an escaped `=`, spaces."""
    name = name.strip().removeprefix("amp;")
    if not value and "=" in name:
        name, _, value = name.partition("=")
    return name, value.strip()


def clean(text: str) -> str:
    """Text as a search takes it: folded width, no control or format characters, single spaces."""
    folded = unicodedata.normalize("NFKC", text)
    kept = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in folded)
    return " ".join(kept.split())


def _shorten(text: str, limit: int = 40) -> str:
    short = clean(text[: limit * 4])
    return short if len(short) <= limit else short[:limit] + "…"
