"""The filters of a view and the one grammar that writes them into URLs.

    ?tier=rising&district=370202&district=370203&revenue=5000..20000&ipo=1&q=芯片&sort=-growth

Values are codes, several values repeat the parameter, a range is `lo..hi` with either end
open, yes/no is `1`/`0`. Defaults are left out and the order is fixed, so equal selections have
byte-equal URLs. What cannot be read is ignored and reported, never raised.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

import numpy as np
import pandas as pd

from neweco import words
from neweco.model.fields import SCALE, TABLES, Field, Table
from neweco.model.vocabularies import UNKNOWN
from neweco.query import grammar, matching
from neweco.query.grammar import Ignored, Range, Value
from neweco.words import numbers


@dataclass(frozen=True)
class Selection:
    """What a view is asked to show.

    `values` holds (parameter, codes) in declared order, `ranges` (parameter, Range), `query` the
    text searched for, `sort` a field code with `-` for descending, `item` the row whose profile
    is open, `options` the view's switches that differ from their default. `ignored` lists what
    the URL said that could not be used and takes no part in equality.
    """

    view: str
    values: tuple[tuple[str, Value], ...] = ()
    ranges: tuple[tuple[str, Range], ...] = ()
    query: str = ""
    sort: str = ""
    item: str = ""
    options: tuple[tuple[str, str], ...] = ()
    ignored: tuple[Ignored, ...] = field(default=(), compare=False)

    @property
    def table(self) -> Table | None:
        """The table filtered, or None for a view without filters."""
        code = grammar.VIEW_TABLE.get(self.view)
        return TABLES[code] if code else None

    @property
    def active(self) -> tuple[str, ...]:
        """Parameters that narrow the rows, in URL order."""
        chosen = {name for name, _ in self.values} | {name for name, _ in self.ranges}
        names = [f.param for f in grammar.filters(self.view) if f.param in chosen]
        return (*names, "q") if self.query else tuple(names)

    def chosen(self, param: str) -> Value:
        """Codes chosen for a parameter; empty when it does not filter."""
        return dict(self.values).get(param, ())

    def range(self, param: str) -> Range:
        """Range of a parameter; both ends open when it does not filter."""
        return dict(self.ranges).get(param, Range())

    def option(self, name: str) -> str:
        """Setting of one of the view's switches. KeyError for an unknown switch."""
        return dict(self.options).get(name, grammar.OPTIONS[self.view][name][0])

    @classmethod
    def from_query(cls, view: str, query: str | Mapping[str, Sequence[str]]) -> Selection:
        """Read a query string (or its parsed form). Never raises; see `ignored`."""
        parsed = grammar.parse(view, query)
        single = {name: parsed.single.get(name, "") for name in ("q", "sort", "item")}
        return cls(
            view,
            parsed.values,
            parsed.ranges,
            single["q"],
            single["sort"],
            single["item"],
            parsed.options,
            parsed.ignored,
        )

    def to_pairs(self) -> list[tuple[str, str]]:
        """The canonical parameters, in fixed order, defaults left out."""
        pairs: list[tuple[str, str]] = []
        values, ranges = dict(self.values), dict(self.ranges)
        for spec in grammar.filters(self.view):
            pairs += [(spec.param, code) for code in values.get(spec.param, ())]
            if spec.param in ranges:
                pairs.append((spec.param, str(ranges[spec.param])))
        item = grammar.ITEM.get(self.view, "id")
        single = {"q": self.query, "sort": self.sort, item: self.item} | dict(self.options)
        return pairs + [(name, value) for name, value in single.items() if value]

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
        path = "/" if self.view == "overview" and not face else f"/{self.view}"
        query = self.to_query(language, release)
        path = f"{base}/{face}{path}" if face else f"{base}{path}"
        return f"{path}?{query}" if query else path

    def mask(self, frame: pd.DataFrame, param: str) -> np.ndarray:
        """Which rows one parameter keeps. `frame` has the columns of the view's table."""
        if param == "q":
            return matching.contains_words(frame, self.view, self.query)
        spec = grammar.by_param(self.view)[param]
        column = frame[spec.code]
        if spec.filter == "range":
            return matching.in_range(column, self.range(param))
        return matching.has_any(column, spec, self.chosen(param))

    def keep(self, frame: pd.DataFrame) -> np.ndarray:
        """Which rows every filter keeps."""
        keep = np.ones(len(frame), dtype=bool)
        for param in self.active:
            keep &= self.mask(frame, param)
        return keep

    def apply(self, frame: pd.DataFrame, columns: Sequence[str] = ()) -> pd.DataFrame:
        """The rows that every filter keeps, sorted if asked. The frame itself is not changed.

        `columns` names those needed where the frame is long: others cost and need not come along.
        """
        places = self.places(frame)
        whole = len(places) == len(frame) and not self.sort
        return frame if whole else matching.taken(frame, places, columns)

    def places(self, frame: pd.DataFrame) -> np.ndarray:
        """Where the rows that every filter keeps stand in the frame, in the order asked for."""
        places = np.flatnonzero(self.keep(frame))
        if not self.sort:
            return places
        column = pd.Series(frame[self.sort.removeprefix("-")].array.take(places))
        ascending = not self.sort.startswith("-")
        ordered = column.sort_values(ascending=ascending, kind="stable", na_position="last")
        return np.asarray(places[ordered.index])

    def facets(self, frame: pd.DataFrame, param: str) -> dict[str, int]:
        """Rows per code of `param` under all *other* filters: the counts beside the options."""
        keep = self.without(param).keep(frame)
        return matching.counts(frame[grammar.by_param(self.view)[param].code][keep])

    def without(self, param: str) -> Selection:
        """The same selection with one filter dropped."""
        return replace(
            self,
            values=tuple(pair for pair in self.values if pair[0] != param),
            ranges=tuple(pair for pair in self.ranges if pair[0] != param),
            query="" if param == "q" else self.query,
            ignored=(),
        )

    def with_values(self, param: str, codes: Iterable[str]) -> Selection:
        """The same selection with the codes of one parameter replaced."""
        spec = grammar.by_param(self.view)[param]
        kept = dict(self.values) | {param: grammar.canonical(spec, codes)}
        return replace(self, values=grammar.ordered(self.view, kept))

    def with_range(self, param: str, low: float | None, high: float | None) -> Selection:
        """The same selection with one range replaced."""
        kept = dict(self.ranges) | {param: Range(low, high)}
        kept = {name: r for name, r in kept.items() if r != Range()}
        return replace(self, ranges=grammar.ordered(self.view, kept))

    def with_query(self, text: str) -> Selection:
        """The same selection searching for another text."""
        return replace(self, query=grammar.clean(text)[: grammar.MAX_TEXT].strip(), ignored=())

    def with_item(self, item: str) -> Selection:
        """The same selection with another row's profile open, or none."""
        return replace(self, item=item, ignored=())

    def cleared(self) -> Selection:
        """The same view without any filter; order and switches stay."""
        return replace(self, values=(), ranges=(), query="", ignored=())

    def with_option(self, name: str, value: str) -> Selection:
        """The same selection with one switch set; the default is left out."""
        rest = {key: old for key, old in self.options if key != name}
        if value != grammar.OPTIONS[self.view][name][0]:
            rest[name] = value
        return replace(self, options=tuple(rest.items()))

    def describe(self, language: str) -> tuple[str, ...]:
        """One phrase per active filter, e.g. `梯队：新锐企业`."""
        return tuple(self.phrase(param, language) for param in self.active)

    def phrase(self, param: str, language: str, names: Mapping[str, str] | None = None) -> str:
        """One filter in words; `names` gives names of codes that are no vocabulary's."""
        colon = "：" if language == "zh" else ": "
        if param == "q":
            return words.text(language, "selection.text") + colon + self.query
        spec = grammar.by_param(self.view)[param]
        if spec.filter == "range":
            return spec.label(language) + colon + range_words(self.range(param), spec, language)
        known = names or {}
        said = [known.get(c) or value_label(spec, c, language) for c in self.chosen(param)]
        return spec.label(language) + colon + words.listed(language, said)


def value_label(spec: Field, code: str, language: str) -> str:
    """Name of one value of a filter: a choice's label, yes/no, or the value itself."""
    if code == UNKNOWN:
        return words.text(language, "common.unknown")
    if spec.filter == "flag":
        return words.text(language, "common.yes" if code == "1" else "common.no")
    if spec.vocabulary is not None:
        return spec.vocabulary.label(code, language)
    if spec.code == "batch":
        return words.text(language, "common.batch", n=code)
    return code


def language_of(query: str | Mapping[str, Sequence[str]]) -> str:
    """The language a URL asks for; the default where it asks for none that exists."""
    asked = [value for name, value in grammar.pairs(query) if name == "lang"]
    return asked[-1] if asked and asked[-1] in words.LANGUAGES else words.DEFAULT


def range_words(span: Range, spec: Field, language: str) -> str:
    """A range in words, with the unit of its field."""
    low, high = (_bound(end, spec, language) for end in (span.low, span.high))
    kind = "between" if low and high else "from" if low else "to"
    return words.text(language, f"selection.range.{kind}", low=low, high=high)


def _bound(value: float | None, spec: Field, language: str) -> str:
    if value is None:
        return ""
    if spec.unit == "万元":
        return numbers.money(value * SCALE["万元"], language)
    return numbers.number(value, language, 0 if value == int(value) else 1) + spec.unit
