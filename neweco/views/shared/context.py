"""What every section of a view needs, and the figures and source lines built from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from neweco import words
from neweco.analysis import protection
from neweco.charts.once import Spec
from neweco.model.fields import TABLES, Field
from neweco.model.register import Register
from neweco.published import Fact, Published, Source
from neweco.published.quantity import Quantity
from neweco.query import grammar, matching
from neweco.query.grammar import VIEW_TABLE
from neweco.query.selection import Selection
from neweco.sheet import (
    SMALL,
    Basis,
    Chart,
    Column,
    Dropping,
    Figure,
    Profile,
    Section,
    Sheet,
    Table,
)
from neweco.words import numbers

NEEDED: Mapping[str, tuple[str, ...]] = {
    "enterprises": ("enterprises",),
    "labs": ("labs",),
    "diagnoses": ("diagnoses", "centres", "projects"),
}
"""Tables without which a view has no rows to show: a table not given is never read as zero."""


MONTH = len("2023-03")
"""A fact dated by a month counts what there was by then; a year or a day is when it happened."""


@dataclass(frozen=True)
class Context:
    """What every section of one view needs: data, selection, language, and the filtered rows."""

    register: Register
    published: Published
    selection: Selection
    language: str
    view: str
    rows: pd.DataFrame

    def text(self, key: str, **values: object) -> str:
        """A text of this view's own catalogue."""
        return words.text(self.language, f"{self.view}.{key}", **values)

    def count(self, number: int | None, noun: str) -> str:
        """A number with its noun, or the symbol where it is hidden."""
        return words.count(self.language, number, noun)

    @property
    def absent(self) -> tuple[str, ...]:
        """Names of the tables that the view needs and the register does not hold."""
        missing = [c for c in NEEDED.get(self.view, ()) if c not in self.register.given]
        return tuple(TABLES[code].label(self.language) for code in missing)

    def absence(self) -> Section:
        """What to show instead of rows that are not there."""
        tables = words.listed(self.language, self.absent)
        return Section(
            "absent",
            words.text(self.language, "common.absent_title"),
            words.text(self.language, "common.absent", tables=tables),
        )

    @property
    def protects(self) -> bool:
        """Whether counts of diagnosed firms and their projects are protected."""
        return protection.applies(self.register)

    def parts(self, counts: pd.Series) -> pd.Series:
        """Counts that add up to a known total; <NA> where they are protected and few."""
        return protection.parts(counts) if self.protects else counts

    def part(self, number: int, whole: int | None = None) -> int | None:
        """A count, within a whole where one is named; None where it is protected and few."""
        if not self.protects:
            return number
        return protection.part(number, number if whole is None else whole)

    @property
    def line(self) -> str:
        """The source line of register rows."""
        return register_line(self.register, self.language)

    def fact(self, id: str, label: str, note: str = "") -> Figure:
        """A published figure; `label` is a key of this view."""
        return fact_figure(self.published, id, self.language, f"{self.view}.{label}", note)

    def figure(self, label: str, number: int | None, noun: str, whole: int | None = None) -> Figure:
        """A count of register rows, None where it is hidden; `whole` adds its share."""
        return count_figure(
            self.register, self.language, f"{self.view}.{label}", number, noun, whole
        )

    def outcome(self, label: str, number: int, known: int, noun: str) -> Figure:
        """A count among the rows where it is known; unknown, not zero, where it is for none."""
        if known:
            return self.figure(label, number, noun, known)
        note = words.text(self.language, "common.none_known")
        return Figure(self.text(label), numbers.UNKNOWN, self.register.basis, note=note)

    def headings(self, *codes: str, **columns: str) -> dict[str, str]:
        """Tooltip columns to their headings; `columns` maps a column to the field it shows."""
        table = TABLES[VIEW_TABLE[self.view]]
        named = {code: code for code in codes} | columns
        return {column: table[code].label(self.language) for column, code in named.items()}

    def chart(
        self,
        id: str,
        sentence: str,
        spec: Spec,
        rows: pd.DataFrame,
        columns: tuple[Column, ...],
        *,
        alt: str,
        reading: str = "",
        wide: bool = False,
        basis: Basis | None = None,
        source: str = "",
        facts: tuple[str, ...] = (),
    ) -> Chart:
        """A chart of register rows, or of published figures where `basis` and `facts` say so."""
        line = source or self.line
        twin = Table(id, sentence, columns, rows, basis or self.register.basis, source=line)
        return Chart(id, sentence, alt, spec, twin, line, facts, reading, wide)

    def sheet(
        self,
        *,
        headline: str,
        sections: Sequence[Section],
        whole: pd.DataFrame,
        profile: Profile | None = None,
        labels: Mapping[str, Mapping[str, str]] | None = None,
    ) -> Sheet:
        """The finished sheet; `whole` are all rows before filtering."""
        noun = "lab" if self.view == "labs" else "firm"
        matched = self.matched(len(whole))
        return Sheet(
            view=self.view,
            language=self.language,
            title=self.text("title"),
            headline=self.absence().lead if self.absent else headline,
            basis=self.register.basis,
            selection=self.selection,
            sections=tuple(sections),
            counted=words.text(
                self.language,
                "common.counted",
                matched=words.whole(self.language, matched),
                total=self.count(len(whole), noun),
            ),
            matched=matched,
            total=len(whole),
            facets=self.facets(whole),
            labels=labels or {},
            profile=profile,
            dropping=()
            if len(self.rows) or self.absent
            else dropping(self.selection, whole, self.language, labels or {}, self.protected),
        )

    def facets(self, whole: pd.DataFrame) -> dict[str, dict[str, int | None]]:
        """Rows per option of every filter, under the other filters.

        Of protected rows always those of the whole register: beside a narrow selection a zero
        would tell as much as a number, and what one option less leaves would tell the rest.
        """
        if self.protected:
            return facets(Selection(self.view), whole, whole, protected=True)
        return facets(self.selection, whole, self.rows)

    @property
    def protected(self) -> bool:
        """Whether the rows of this view are those of units that may object to being shown."""
        return protection.applies(self.register, TABLES[VIEW_TABLE[self.view]])

    @cached_property
    def too_fine(self) -> bool:
        """Whether statistics of the selection would tell of few firms diagnosed."""
        return self.protects and protection.too_fine(self.selection, self.register.first_round)

    def matched(self, total: int) -> int | None:
        """Rows kept, None where that number is protected."""
        if not self.protected:
            return len(self.rows)
        return None if self.too_fine else protection.part(len(self.rows), total)


def fact_figure(
    published: Published, fact_id: str, language: str, label: str, note: str = ""
) -> Figure:
    """A published or derived figure with its qualifier; `label` is a catalogue key."""
    fact = published.fact(fact_id)
    quantity = published.value(fact_id)
    value = fact.token if quantity is None else numbers.quantity(quantity, language)
    return Figure(
        label=words.text(language, label),
        value=value,
        basis="derived" if fact.basis == "derived" else "published",
        quantity=quantity,
        note=note or period(fact, language),
        fact=fact_id,
    )


def period(fact: Fact, language: str) -> str:
    """When a fact holds: `截至2023年3月` or `as of March 2023`; a year or a day as it is."""
    key = "common.as_of" if len(fact.as_of) == MONTH else "common.in_year"
    date = numbers.date(fact.as_of, language, inferred=fact.inferred)
    return words.text(language, key, date=date)


def published_section(
    at: Context, id: str, labels: Mapping[str, str], notes: Sequence[str] = ()
) -> Section:
    """Published figures under one heading with their sources; `labels` maps facts to keys."""
    return Section(
        id,
        at.text(f"{id}.title"),
        at.text(f"{id}.lead"),
        figures=tuple(at.fact(fact, f"{id}.{key}") for fact, key in labels.items()),
        notes=(*notes, published_line(at.published, labels, at.language)),
    )


def count_figure(
    register: Register,
    language: str,
    label: str,
    number: int | None,
    noun: str,
    whole: int | None = None,
) -> Figure:
    """A count of register rows; `whole` adds the share, unless there are too few for one."""
    note = ""
    if whole is not None:
        note = words.text(language, "common.of", whole=words.count(language, whole, noun))
        note += share(language, number, whole)
    return Figure(
        label=words.text(language, label),
        value=words.count(language, number, noun),
        basis=register.basis,
        quantity=None if number is None else Quantity.point(number),
        note=note,
    )


def counted(language: str, number: int | None, noun: str, whole: int | None = None) -> str:
    """`23家（18.9%）`: a count, and its share where there are enough units for one."""
    return words.count(language, number, noun) + share(language, number, whole)


def share(language: str, number: int | None, whole: int | None) -> str:
    """`（18.9%）`, or nothing of a hidden number, without a whole or below five units."""
    if number is None or whole is None or whole < SMALL:
        return ""
    return words.text(language, "common.share", share=numbers.percent(number / whole, language))


def published_line(published: Published, facts: Iterable[str], language: str) -> str:
    """The source line of published figures: publisher and date of each source, once."""
    sources = {published.fact(fact).source for fact in facts}
    names = [source_name(s, language) for s in sorted(sources, key=lambda source: source.id)]
    joined = ("；" if language == "zh" else "; ").join(names)
    return words.text(language, "common.source", source=joined)


def source_name(source: Source, language: str) -> str:
    """Publisher and date; names of publishers stay as they are."""
    comma = "，" if language == "zh" else ", "
    return f"{source.publisher}{comma}{numbers.date(source.date, language)}"


def register_line(register: Register, language: str) -> str:
    """The source line of figures from register rows; says 样本 where they are sample rows."""
    return words.text(language, f"basis.line.{register.basis}", name=register.name)


def facets(
    selection: Selection, frame: pd.DataFrame, rows: pd.DataFrame, protected: bool = False
) -> dict[str, dict[str, int | None]]:
    """For every values or yes/no filter: rows per code under the other filters.

    `rows` are those kept; only a filter that is active has others than these to count. Of
    protected rows those counts are None that would tell of few.
    """
    return {
        spec.param: _shown(
            selection.facets(frame, spec.param)
            if spec.param in selection.active
            else matching.counts(rows[spec.code]),
            spec,
            protected,
        )
        for spec in grammar.filters(selection.view)
        if spec.filter in ("values", "flag")
    }


def _shown(counts: Mapping[str, int], spec: Field, protected: bool) -> dict[str, int | None]:
    """Counts beside options. Lists count a row under each of their codes: no total to betray."""
    if not protected:
        return dict(counts)
    if spec.kind == "choices":
        return {code: protection.part(number, number) for code, number in counts.items()}
    return whole_numbers(protection.parts(pd.Series(counts, dtype="int64")))


def whole_numbers(counts: pd.Series) -> dict[str, int | None]:
    """Counts by code as numbers, None where they are hidden."""
    return {str(code): None if pd.isna(n) else int(n) for code, n in counts.items()}


def dropping(
    selection: Selection,
    frame: pd.DataFrame,
    language: str,
    labels: Mapping[str, Mapping[str, str]],
    protected: bool = False,
) -> tuple[Dropping, ...]:
    """For an empty result: what would show without each filter, the most helpful first."""
    gained = {param: int(selection.without(param).keep(frame).sum()) for param in selection.active}
    return tuple(
        Dropping(
            param,
            selection.phrase(param, language, labels.get(param)),
            None
            if protected and protection.too_fine(selection.without(param), frame)
            else gained[param],
        )
        for param in sorted(gained, key=lambda name: -gained[name])
    )
