"""What was published: facts with their sources, recognition rules, and who was named.

Files in data/published, hosts.csv among them, which names the sites that may be linked; their
columns are described in datapackage.json beside them. Nothing here ever mixes with register rows.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar
from urllib.parse import urlsplit

import pandas as pd

from neweco import words
from neweco.model.once import Once
from neweco.published import codes, files, frames
from neweco.published.files import PublishedError
from neweco.published.named import FOLDER
from neweco.published.quantity import Quantity

GRADES = codes.GRADES.codes
LINKED_GRADES = GRADES[:-1]
"""A official or first-hand · A- reputable · B reposted · C seen only as a mirror, never linked."""

T = TypeVar("T")


@dataclass(frozen=True)
class Source:
    """Where a fact was read. `link` is empty where there is none, where the grade forbids it, and
    where its host is neither that of an official body nor of known media (hosts.csv)."""

    id: str
    title: str
    title_en: str
    publisher: str
    publisher_en: str
    date: str
    grade: str
    link: str

    def called(self, language: str) -> str:
        """Its title, with our gloss in another language than its own."""
        return words.glossed(language, self.title, self.title_en)

    def published_by(self, language: str) -> str:
        """Its publisher, with our gloss in another language than its own."""
        return words.glossed(language, self.publisher, self.publisher_en)


@dataclass(frozen=True)
class Fact:
    """One published figure or one derived from them.

    `token` with `unit` is the figure as published (`630余` `家`); `as_of` an ISO date, month or
    year; `formula` how a derived one follows from others, by their ids.
    """

    id: str
    topic: str
    series: str
    statement_zh: str
    statement_en: str
    token: str
    unit: str
    period: str
    as_of: str
    source: Source
    basis: str
    formula: str
    note_zh: str
    note_en: str

    @property
    def accumulates(self) -> bool:
        """Whether it says what there was up to its date."""
        return self.period.startswith("截至")

    def statement(self, language: str) -> str:
        """What the fact says, in one sentence."""
        return words.of(self, language, "statement")

    def note(self, language: str) -> str:
        """A caution that belongs to the fact, or nothing."""
        return words.of(self, language, "note")

    @property
    def undated(self) -> bool:
        """Whether the source names no year for it; `as_of` is then the day it was reported."""
        return self.period == "报道未写年份"

    @property
    def counted(self) -> bool:
        """Whether the number is our count of names that the source lists without saying it."""
        return self.period.endswith("（按列名计数）")

    @cached_property
    def quantity(self) -> Quantity | None:
        """The figure with its bounds; None for document numbers, dates and names."""
        try:
            return Quantity.parse(self.token + self.unit)
        except ValueError:
            return None


@dataclass(frozen=True)
class NamedList:
    """A list or report that names units. `group` is `programme`, `beside` or `other`; `fact` the id
    of the fact that says how many are on it, empty where none was found."""

    id: str
    group: str
    name_zh: str
    name_en: str
    fact: str
    note_zh: str
    note_en: str

    def name(self, language: str) -> str:
        """What it is called."""
        return words.of(self, language, "name")

    def note(self, language: str) -> str:
        """What must be known beside it, or nothing."""
        return words.of(self, language, "note")


@dataclass(frozen=True)
class Rule:
    """One published criterion. `field` is the register column it can be tested on, if any.

    `operator` is <=, >=, = or text; `threshold` a number in `unit`, or words, which stand in
    `threshold_en` in English.
    """

    id: str
    applies_to: str
    criterion: str
    label_zh: str
    label_en: str
    operator: str
    threshold: str
    threshold_en: str
    unit: str
    field: str
    source: Source
    status: str
    note_zh: str
    note_en: str

    def label(self, language: str) -> str:
        """Name of the criterion."""
        return words.of(self, language, "label")

    def note(self, language: str) -> str:
        """What must be known beside it."""
        return words.of(self, language, "note")

    def in_words(self, language: str) -> str:
        """The threshold of a rule in words; Chinese where it has no other."""
        return self.threshold if language == words.DEFAULT else self.threshold_en

    def allows(self, value: float) -> bool:
        """Whether a value in the rule's unit meets it. ValueError for a rule in words."""
        if self.operator not in _COMPARE:
            raise ValueError(f"rule {self.id} is in words")
        return _COMPARE[self.operator](value, float(self.threshold))


_COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "=": operator.eq,
}


@dataclass(frozen=True)
class Published:
    """Everything published, by id; `frames` are the tables of `published.named` by code."""

    sources: Mapping[str, Source]
    facts: Mapping[str, Fact]
    rules: Mapping[str, Rule]
    lists: Mapping[str, NamedList]
    frames: Mapping[str, pd.DataFrame] = field(compare=False, repr=False)
    once: Once = field(default_factory=Once, init=False, compare=False, repr=False)

    def fact(self, id: str) -> Fact:
        """The fact with this id; KeyError names the id."""
        return self.facts[id]

    def series(self, code: str) -> tuple[Fact, ...]:
        """The facts of a series, earliest first."""
        found = [fact for fact in self.facts.values() if fact.series == code]
        return tuple(sorted(found, key=lambda fact: fact.as_of))

    def rules_for(self, kind: str) -> tuple[Rule, ...]:
        """The rules of a tier or kind, in order."""
        return tuple(rule for rule in self.rules.values() if rule.applies_to == kind)

    @property
    def units(self) -> pd.DataFrame:
        """One row per unit named in public; columns of `named.UNITS`."""
        return self.frames["units"]

    @cached_property
    def unit(self) -> Mapping[str, pd.Series]:
        """The row of each unit by its id, made once."""
        rows = self.units.set_index("unit_id")
        return {str(id): row for id, row in rows.iterrows()}

    @cached_property
    def recognised(self) -> Mapping[str, pd.DataFrame]:
        """The rows of `recognitions` by the list they are on."""
        return {str(id): rows for id, rows in self.recognitions.groupby("list", observed=True)}

    @property
    def recognitions(self) -> pd.DataFrame:
        """One row per unit and list; columns of `named.RECOGNITIONS`."""
        return self.frames["recognitions"]

    @property
    def events(self) -> pd.DataFrame:
        """One row per event, earliest first; columns of `named.EVENTS`."""
        return self.frames["events"]

    def value(self, id: str) -> Quantity | None:
        """A fact's figure: read from its token, or computed where it is derived."""
        fact = self.fact(id)
        return self.compute(id) if fact.basis == "derived" else fact.quantity

    def compute(self, id: str) -> Quantity:
        """The figure of a derived fact, bounds kept. ValueError when it has no formula."""
        return self.once(("computed", id), lambda: self._compute(self.fact(id)))

    def _compute(self, fact: Fact) -> Quantity:
        if not fact.formula:
            raise ValueError(f"{fact.id} is not derived")
        made = self.evaluate(fact.formula)
        return replace(made, unit=made.unit or fact.unit.replace("%", ""))

    def evaluate(self, formula: str) -> Quantity:
        """An arithmetic expression over fact ids, bounds kept. ValueError for anything else."""
        return self._evaluate(ast.parse(formula, mode="eval").body)

    def _evaluate(self, node: ast.expr) -> Quantity:
        if isinstance(node, ast.BinOp) and type(node.op) in _ARITHMETIC:
            right = self._evaluate(node.right)
            result: Quantity = _ARITHMETIC[type(node.op)](self._evaluate(node.left), right)
            return result
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
            return Quantity.point(node.value)
        if isinstance(node, ast.Name):
            value = self.value(node.id)
            if value is not None:
                return value
        raise ValueError(f"not part of a formula: {ast.dump(node)}")


_ARITHMETIC: Mapping[type[ast.operator], Callable[[Quantity, Quantity], Quantity]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def load(folder: Path = FOLDER) -> Published:
    """Read and check all files. PublishedError names file, row id and column of a fault."""
    hosts = tuple(row["host"] for row in files.rows(folder / "hosts.csv"))
    made = [_linked(Source(**row), hosts) for row in files.rows(folder / "sources.csv")]
    sources = _by_id("sources.csv", made)
    for source in sources.values():
        _check_source(source)
    facts = _sourced(folder, "facts.csv", Fact, sources)
    published = Published(
        sources,
        facts,
        _sourced(folder, "rules.csv", Rule, sources),
        _lists(folder, facts),
        MappingProxyType(frames.read(folder, sources, facts)),
    )
    for fact in published.facts.values():
        _check_fact(fact, published)
    return published


def _linked(source: Source, hosts: Sequence[str]) -> Source:
    """A source whose link is left out where its host, or one it belongs to, is not listed."""
    host = urlsplit(source.link).hostname or ""
    known = any(f".{host}".endswith(f".{each}") for each in hosts)
    return source if known or source.grade not in LINKED_GRADES else replace(source, link="")


@cache
def shipped() -> Published:
    """What comes with the project, read once."""
    return load()


def _check_source(source: Source) -> None:
    """What is cited has a title, a publisher, a date (`未见` where it was not seen) and a grade."""
    for column in ("title", "title_en", "publisher", "publisher_en", "date"):
        if not getattr(source, column).strip():
            raise PublishedError("sources.csv", source.id, column, "")
    if source.grade not in GRADES:
        raise PublishedError("sources.csv", source.id, "grade", source.grade)
    if source.link and source.grade not in LINKED_GRADES:
        raise PublishedError("sources.csv", source.id, "link", source.link)


def _lists(folder: Path, facts: Mapping[str, Fact]) -> Mapping[str, NamedList]:
    rows = files.rows(folder / "lists.csv")
    lists = [NamedList(**{"id": row.pop("list_id"), **row}) for row in rows]
    for each in lists:
        if each.fact and each.fact not in facts:
            raise PublishedError("lists.csv", each.id, "fact", each.fact)
    return _by_id("lists.csv", lists)


def _check_fact(fact: Fact, published: Published) -> None:
    if fact.basis not in ("published", "derived"):
        raise PublishedError("facts.csv", fact.id, "basis", fact.basis)
    if (fact.basis == "derived") != bool(fact.formula):
        raise PublishedError("facts.csv", fact.id, "formula", fact.formula)
    if fact.formula:
        try:
            published.compute(fact.id)
        except (KeyError, ValueError, SyntaxError, ZeroDivisionError) as error:
            raise PublishedError("facts.csv", fact.id, "formula", fact.formula) from error


def _sourced(
    folder: Path, name: str, make: Callable[..., T], sources: Mapping[str, Source]
) -> Mapping[str, T]:
    items = []
    for row in files.rows(folder / name):
        if row["source"] not in sources:
            raise PublishedError(name, row["id"], "source", row["source"])
        items.append(make(**row | {"source": sources[row["source"]]}))
    return _by_id(name, items)


def _by_id(name: str, items: list[T]) -> Mapping[str, T]:
    found: dict[str, T] = {}
    for item in items:
        id = str(getattr(item, "id", ""))
        if id in found:
            raise PublishedError(name, id, "id", id)
        found[id] = item
    return MappingProxyType(found)
