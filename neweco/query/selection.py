"""What a view is asked to show, and the one way it is written into addresses.

Values are codes, several values repeat the parameter, a range is `lo..hi` with either end open,
yes/no is `1`/`0`. Defaults are left out and the order is fixed, so equal selections have byte-equal
URLs:

>>> chosen = Selection.from_query("labs", "signed=1&kind=scenario&colour=red")
>>> chosen.url("en")
'/labs?kind=scenario&signed=1&lang=en'
>>> [part.reason for part in chosen.ignored]
['unknown_parameter']
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

import numpy as np
import pandas as pd

from neweco import words
from neweco.query import filters, grammar, matching
from neweco.query.filters import Chosen, Codes, Range, Values
from neweco.query.grammar import Ignored, Query
from neweco.query.views import VIEWS, View

_OPEN = ((), Range())
"""What a filter holds that keeps every row."""


@dataclass(frozen=True)
class Selection:
    """What a view is asked to show.

    `filters` holds (parameter, what is chosen) in declared order, `query` the text searched for,
    `sort` a field code with `-` for descending, `page` the part of the list that is shown (empty
    for the first), `item` what is opened, `against` the query that is pinned to be compared with,
    `switches` the view's
    switches that differ from their default. `ignored` lists what the URL said that could not be
    used and takes no part in equality.
    """

    view: str
    filters: tuple[tuple[str, Chosen], ...] = ()
    query: str = ""
    sort: str = ""
    page: str = ""
    item: str = ""
    against: str = ""
    switches: tuple[tuple[str, str], ...] = ()
    ignored: tuple[Ignored, ...] = field(default=(), compare=False)

    @property
    def declared(self) -> View:
        """The declaration of the view. KeyError for a name that is none."""
        return VIEWS[self.view]

    @property
    def active(self) -> tuple[str, ...]:
        """Parameters that narrow the rows, in URL order."""
        names = tuple(name for name, _ in self.filters)
        return (*names, "q") if self.query else names

    def chosen(self, param: str) -> Codes:
        """Codes chosen for a parameter; empty when it does not filter."""
        found = dict(self.filters).get(param, ())
        return found if isinstance(found, tuple) else ()

    def range(self, param: str) -> Range:
        """Range of a parameter; both ends open when it does not filter."""
        found = dict(self.filters).get(param, Range())
        return found if isinstance(found, Range) else Range()

    def option(self, name: str) -> str:
        """Setting of one of the view's switches. KeyError for an unknown switch."""
        return dict(self.switches).get(name, self.declared.switch[name].default)

    @classmethod
    def from_query(cls, view: str, query: Query) -> Selection:
        """Read a query string (or its parsed form). Never raises; see `ignored`."""
        parsed = grammar.parse(view, query)
        query, sort, page, item = (
            parsed.single.get(name, "") for name in ("q", "sort", "page", "item")
        )
        pinned = grammar.parse(view, parsed.single.get("vs", ""))
        against = cls(view, pinned.filters, pinned.single.get("q", "")).narrowing
        ignored = tuple(dict.fromkeys((*parsed.ignored, *pinned.ignored)))
        return cls(view, parsed.filters, query, sort, page, item, against, parsed.switches, ignored)

    def to_pairs(self) -> list[tuple[str, str]]:
        """The canonical parameters, in fixed order, defaults left out."""
        known, item = filters.of(self.view), self.declared.item
        pairs = [
            (name, text) for name, chosen in self.filters for text in known[name].texts(chosen)
        ]
        single = {"q": self.query, "sort": self.sort, "page": self.page}
        single |= ({item.param: self.item} if item else {}) | {"vs": self.against}
        return pairs + [(n, value) for n, value in (single | dict(self.switches)).items() if value]

    @property
    def narrowing(self) -> str:
        """The query of its filters and search alone."""
        return Selection(self.view, self.filters, self.query).to_query()

    @property
    def pinned(self) -> Selection | None:
        """What it is compared with, where something is pinned."""
        return Selection.from_query(self.view, self.against) if self.against else None

    def pin(self, query: str) -> Selection:
        """The same selection compared with another query, or with the rest where that is empty."""
        return replace(self, against=query, ignored=())

    def to_query(self, language: str = words.DEFAULT, release: str = "") -> str:
        """The canonical query string, without `?`; empty when everything is at its default."""
        pairs = self.to_pairs()
        if language != words.DEFAULT:
            pairs.append(("lang", language))
        if release:
            pairs.append(("data", release))
        return urlencode(pairs)

    def url(
        self, language: str = words.DEFAULT, base: str = "", release: str = "", face: str = ""
    ) -> str:
        """Address of this view: path and query string, after `base`; with a data release.

        `face` is the folder of another face, `light`; the live one has none.
        """
        query = self.to_query(language, release)
        path = f"{base}/{face}/{self.view}" if face else f"{base}{self.declared.path}"
        return f"{path}?{query}" if query else path

    def mask(self, frame: pd.DataFrame, param: str) -> np.ndarray:
        """Which rows one parameter keeps. `frame` has the columns of the view's table."""
        if param == "q":
            return matching.contains_words(frame, self.declared, self.query)
        own = filters.of(self.view)[param]
        return own.keeps(frame[own.field.code], dict(self.filters)[param])

    def keep(self, frame: pd.DataFrame) -> np.ndarray:
        """Which rows every filter keeps."""
        keep = np.ones(len(frame), dtype=bool)
        for param in self.active:
            keep &= self.mask(frame, param)
        return keep

    def apply(
        self, frame: pd.DataFrame, columns: Sequence[str] = (), keep: np.ndarray | None = None
    ) -> pd.DataFrame:
        """The rows that every filter keeps, sorted if asked. The frame itself is not changed.

        `columns` names those needed where the frame is long: others cost and need not come along.
        `keep` is what `keep` found where that is known.
        """
        places = self.places(frame, keep)
        whole = len(places) == len(frame) and not self.sort
        return frame if whole else matching.taken(frame, places, columns)

    def places(self, frame: pd.DataFrame, keep: np.ndarray | None = None) -> np.ndarray:
        """Where the rows that every filter keeps stand in the frame, in the order asked for."""
        places = np.flatnonzero(self.keep(frame) if keep is None else keep)
        if not self.sort:
            return places
        column = pd.Series(frame[self.sort.removeprefix("-")].array.take(places))
        ascending = not self.sort.startswith("-")
        ordered = column.sort_values(ascending=ascending, kind="stable", na_position="last")
        return np.asarray(places[ordered.index])

    def without(self, param: str) -> Selection:
        """The same selection with one filter dropped."""
        return replace(
            self,
            filters=tuple(pair for pair in self.filters if pair[0] != param),
            query="" if param == "q" else self.query,
            page="",
            ignored=(),
        )

    def with_values(self, param: str, codes: Iterable[str]) -> Selection:
        """The same selection with the codes of one parameter replaced."""
        own = filters.of(self.view)[param]
        return self._with(param, own.canonical(tuple(codes)) if isinstance(own, Values) else ())

    def with_range(self, param: str, low: float | None, high: float | None) -> Selection:
        """The same selection with one range replaced."""
        return self._with(param, Range(low, high))

    def _with(self, param: str, chosen: Chosen) -> Selection:
        kept = dict(self.filters) | {param: chosen}
        order = [name for name in filters.of(self.view) if kept.get(name, ()) not in _OPEN]
        return replace(self, filters=tuple((name, kept[name]) for name in order), page="")

    def toggled(self, param: str, code: str) -> Selection:
        """The same selection after a click on one value of a filter."""
        own = filters.of(self.view)[param]
        assert isinstance(own, Values)
        return self._with(param, own.toggled(self.chosen(param), code))

    def with_query(self, text: str) -> Selection:
        """The same selection searching for another text."""
        query = grammar.clean(text)[: grammar.MAX_TEXT].strip()
        return replace(self, query=query, page="", ignored=())

    def with_item(self, item: str) -> Selection:
        """The same selection with another row's profile open, or none."""
        return replace(self, item=item, ignored=())

    def cleared(self) -> Selection:
        """The same view without any filter; order and switches stay."""
        return replace(self, filters=(), query="", page="", ignored=())

    def sorted(self, code: str) -> Selection:
        """The same selection once the heading of a column was clicked: largest first, then
        smallest first, then in the order of the register."""
        turned = {f"-{code}": code, code: ""}.get(self.sort, f"-{code}")
        return replace(self, sort=turned, page="", ignored=())

    def on_page(self, page: str) -> Selection:
        """The same selection with another part of its list; the first is left out."""
        return replace(self, page="" if page == "1" else page, ignored=())

    def with_option(self, name: str, value: str) -> Selection:
        """The same selection with one switch set; the default is left out. KeyError for an unknown
        switch."""
        rest = {key: old for key, old in self.switches if key != name}
        if value != self.declared.switch[name].default:
            rest[name] = value
        return replace(self, switches=tuple(rest.items()))

    def phrase(self, param: str, language: str, names: Mapping[str, str] | None = None) -> str:
        """One filter in words; `names` gives names of codes that are no vocabulary's."""
        if param == "q":
            return words.pair(language, words.text(language, "selection.text"), self.query)
        own = filters.of(self.view)[param]
        said = own.said(dict(self.filters)[param], language, names or {})
        return words.pair(language, own.field.label(language), said)


def language_of(query: Query) -> str:
    """The language a URL asks for; the default where it asks for none that exists."""
    asked = [value for name, value in grammar.pairs(query) if name == "lang"]
    return asked[-1] if asked and asked[-1] in words.LANGUAGES else words.DEFAULT


def release_of(query: Query) -> str:
    """The data release that a URL names, short enough to be said; nothing where it names none."""
    named = [value for name, value in grammar.pairs(query) if name == "data"]
    return grammar.clean(named[-1][:40]) if named else ""
