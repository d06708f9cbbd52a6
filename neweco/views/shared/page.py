"""What every part of a page needs: data, selection, language, and the rows that are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from neweco import words
from neweco.analysis import protection
from neweco.analysis.protection import Cut, Door
from neweco.charts.forms import Form
from neweco.model.fields import TABLES, Table
from neweco.model.register import Register
from neweco.published import Published
from neweco.published.quantity import Quantity
from neweco.query import matching
from neweco.query.facets import Active
from neweco.query.grammar import Ignored
from neweco.query.selection import Selection
from neweco.query.views import View
from neweco.sheet import Basis, Chart, Column, Figure, Profile, Section, Sheet
from neweco.sheet import Table as SheetTable
from neweco.views.shared import facets, figures, measures
from neweco.views.shared.facets import Counts
from neweco.views.shared.layers import Layers
from neweco.words import numbers

T = TypeVar("T")


@dataclass(frozen=True)
class Page:
    """One page in the making. `columns` names the fields that it reads of a row, where there may
    be a million of them; all where it is empty."""

    register: Register
    published: Published
    selection: Selection
    language: str
    columns: tuple[str, ...] = ()

    @property
    def view(self) -> View:
        """The declaration of the page."""
        return self.selection.declared

    @property
    def table(self) -> Table:
        """The table whose rows it filters. ValueError for a page without one."""
        if self.view.table is None:
            raise ValueError(f"{self.view.name} filters no table")
        return self.view.table

    @cached_property
    def whole(self) -> pd.DataFrame:
        """All rows of the page, before filtering; none for a page that filters no table."""
        return self.view.rows(self.register, self.published)

    @cached_property
    def counts(self) -> Counts:
        """Its rows by filter. For a page that filters a table."""
        return Counts(self.selection, self.whole, self.door, self.once)

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The rows that the selection keeps, in the order asked for."""
        if self.view.table is None:
            return self.whole
        return self.selection.apply(self.whole, self.columns, self.counts.kept)

    @cached_property
    def cut(self) -> Cut:
        """These rows as the door counts them."""
        return self.door.cut(self.rows)

    @cached_property
    def other(self) -> pd.DataFrame:
        """The rows compared with: those pinned, or the rest."""
        compared = self.counts.compared
        keep = ~self.counts.kept if compared is None else compared
        return matching.taken(self.whole, np.flatnonzero(keep), self.columns)

    def once(self, name: str, make: Callable[[], T]) -> T:
        """What depends on all rows of the page alone, under a name; kept with the register."""
        return make() if self.view.is_named else self.register.once((self.view.name, name), make)

    def fixed(self, name: str, make: Callable[[], T]) -> T:
        """What depends on what is published alone, whatever the rows and the selection."""
        return self.published.once((self.view.name, name, self.language), make)

    def layers(self, name: str, count: Callable[[pd.DataFrame], T]) -> Layers[T]:
        """What `count` finds in the rows kept, in all, and in those compared with. `name` is that
        of what is counted; nothing but the rows may change it."""
        whole = self.once(name, lambda: count(self.whole))
        part = count(self.rows) if self.selection.active else whole
        return Layers(part, whole, count(self.other) if self.selection.pinned else whole)

    @property
    def compared(self) -> pd.DataFrame:
        """The rows that stand behind those kept: all, or those pinned."""
        return self.other if self.selection.pinned else self.whole

    def text(self, key: str, **values: object) -> str:
        """A text of this page's own catalogue."""
        return words.text(self.language, f"{self.view.name}.{key}", **values)

    def count(self, number: int | None, noun: str = "") -> str:
        """A number with its noun (the page's own unless told); None is fewer than ten."""
        return words.count(self.language, number, noun or self.view.noun)

    @property
    def absent(self) -> tuple[str, ...]:
        """Names of the tables that the page needs and the register does not hold."""
        given = self.register.given | self.published.frames.keys()
        missing = [code for code in self.view.needs if code not in given]
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
        """Whether the rows of this page are counted under protection."""
        return self.door.protects

    @property
    def door(self) -> Door:
        """Where the rows of this page are counted."""
        return protection.of_frame(self.register, self.view.frame)

    @cached_property
    def few(self) -> bool:
        """Whether the selection has fewer rows than are told from none."""
        return self.matched is None

    @cached_property
    def matched(self) -> int | None:
        """Rows kept; None is fewer than ten of protected rows, none included."""
        return protection.within(self.door.number(self.cut), self.total)

    @cached_property
    def total(self) -> int | None:
        """All rows of the page, told in the same way."""
        return self.door.number(self.whole)

    def about(self, number: int | None, noun: str) -> str:
        """A number of firms diagnosed as a headline says it: about so many, where protected."""
        said = self.count(number, noun)
        rough = number is not None and protection.applies(self.register)
        return words.text(self.language, "common.about", n=said) if rough else said

    @property
    def few_text(self) -> str:
        """What is said where there are fewer than ten, in the same words whatever there are."""
        return words.text(self.language, "common.few_here")

    def quantity(self, number: float) -> Quantity:
        """A number of register rows, or what was computed of such, with what it is worth."""
        return replace(Quantity.point(number), approximate=self.protects)

    @property
    def basis(self) -> Basis:
        """Whose rows the page shows."""
        return self.view.basis(self.register)

    @property
    def line(self) -> str:
        """The source line of these rows; says so where they are made up."""
        return words.text(self.language, f"basis.line.{self.basis}", name=self.register.name)

    def sources(self, *facts: str) -> str:
        """The source line of published figures."""
        return figures.published_line(self.published, facts, self.language)

    def fact(self, id: str, label: str, note: str = "") -> Figure:
        """A published figure; `label` is a key of this page."""
        return figures.fact(self.published, id, self.language, self.text(label), note)

    def figure(self, label: str, number: int | None, noun: str, whole: int | None = None) -> Figure:
        """A count of rows, None is fewer than ten; `whole` adds its share."""
        made = figures.count(self.basis, self.language, self.text(label), number, noun, whole)
        return made if number is None else replace(made, quantity=self.quantity(number))

    def outcome(
        self, label: str, number: int, known: int, noun: str, link: Selection | None = None
    ) -> Figure:
        """A count among the rows where it is known; unknown, not zero, where it is for none."""
        if known == len(self.rows):
            made = self.figure(label, number, noun)
            share = figures.share_note(self.language, number, known)
            return replace(made, note=share, link=link)
        if known:
            return replace(self.figure(label, number, noun, known), link=link)
        note = words.text(self.language, "common.none_known")
        return Figure(self.text(label), numbers.UNKNOWN, self.basis, note=note)

    def section(self, id: str, lead: str = "", **parts: Any) -> Section:
        """A part of the page. Its title stands at `<id>.title`, and its lead, where none is given,
        at `<id>.lead` if that is there; `parts` are other fields of `Section`."""
        key = f"{self.view.name}.{id}.lead"
        if not lead and key in words.catalogue(self.language):
            lead = words.text(self.language, key)
        return Section(id, self.text(f"{id}.title"), lead, **parts)

    def published_section(
        self,
        id: str,
        labels: Mapping[str, str],
        notes: Sequence[str] = (),
        beside: Mapping[str, str] | None = None,
        **parts: Any,
    ) -> Section:
        """Published figures under one heading with their sources; `labels` maps facts to keys,
        `beside` facts to the note below them."""
        below = beside or {}
        shown = [
            self.fact(fact, f"{id}.{key}", below.get(fact, "")) for fact, key in labels.items()
        ]
        notes = (*notes, self.sources(*labels))
        return self.section(id, figures=tuple(shown), notes=notes, **parts)

    def headings(self, *codes: str, **columns: str) -> dict[str, str]:
        """Columns of a chart to their headings; `columns` maps a column to the field it shows."""
        named = {code: code for code in codes} | columns
        return {column: self.table[code].label(self.language) for column, code in named.items()}

    def chart(
        self,
        id: str,
        sentence: str,
        form: Form,
        rows: pd.DataFrame,
        columns: Iterable[Column],
        *,
        described: str,
        reading: str = "",
        wide: bool = False,
        basis: Basis | None = None,
        source: str = "",
        facts: tuple[str, ...] = (),
        ghost: pd.DataFrame | None = None,
        links: Sequence[Selection | None] = (),
        heads: Mapping[str, Mapping[str, Selection]] | None = None,
    ) -> Chart:
        """A chart of register rows, or of published figures where `basis` and `facts` say so.

        `sentence` is what it finds. Simulated rows find nothing, and rows that happen to be named
        do neither: their chart is titled by what it draws (`drawn.<id>`). The alternative text of
        simulated rows begins with the mark. `described` is what it says after the title.
        """
        line = source or (self.sources(*facts) if facts else self.line)
        basis = basis or self.basis
        simulated = basis == "simulated"
        finds = basis not in ("simulated", "named")
        title = sentence if finds else self.text(f"drawn.{id}")
        alt = words.text(self.language, "common.alt", sentence=title, items=described)
        if simulated:
            alt = words.pair(self.language, words.text(self.language, "basis.short.simulated"), alt)
        twin = SheetTable(id, title, tuple(columns), rows, basis, source=line)
        return Chart(
            id, title, alt, form, twin, line, facts, reading, wide, ghost, tuple(links), heads or {}
        )

    def sheet(
        self,
        headline: str,
        sections: Sequence[Section],
        *,
        profile: Profile | None = None,
        labels: Mapping[str, Mapping[str, str]] | None = None,
    ) -> Sheet:
        """The finished page. `labels` are, by parameter, the names of codes that are ids of the
        register and not in a vocabulary."""
        title = self.text("title")
        sheet = Sheet(
            view=self.view.name,
            language=self.language,
            title=title,
            headline=self.absence().lead if self.absent else headline,
            basis=self.basis,
            selection=self.selection,
            sections=tuple(sections),
            profile=profile,
            warnings=self._warnings(profile),
        )
        if self.absent:  # nothing is counted of what is not given
            return replace(sheet, matched=None)
        return self._filtered(sheet, labels or {}) if self.view.table else sheet

    def _filtered(self, sheet: Sheet, labels: Mapping[str, Mapping[str, str]]) -> Sheet:
        """The page with what it says of its filters."""
        counts = words.text(
            self.language,
            "common.counted" if self.selection.active else "common.unfiltered",
            matched=words.whole(self.language, self.matched),
            rows=self.count(self.matched),
            total=self.count(self.total),
        )
        given = (self.counts, self.language, labels)
        active = facets.active(*given)
        return replace(
            sheet,
            counted=counts,
            matched=self.matched,
            total=self.total,
            facets=measures.measured(
                facets.facets(*given), self.counts, self.register, self.language
            ),
            by=measures.option(self.selection, self.language),
            active=active,
            search=self.text("search"),
            dropping=() if self.matched else facets.dropping(self.counts, active),
            answer=self.count(self.matched),
            apart=facets.apart(*given),
            pinned=self._pinned(labels),
        )

    def _pinned(self, labels: Mapping[str, Mapping[str, str]]) -> Active | None:
        """What the rows are compared with, in words and with its number."""
        pinned = self.selection.pinned
        if pinned is None:
            return None
        phrases = [pinned.phrase(name, self.language, labels.get(name)) for name in pinned.active]
        said = words.clauses(self.language, phrases)
        number = self.door.number(self.other)
        return Active("vs", said, self.selection.pin(""), number)

    def beside(self, value: str) -> str:
        """What a figure is compared with, in words; nothing where nothing is chosen."""
        return self._against("rest", value)

    def behind(self, number: int | None, noun: str) -> str:
        """What stands behind a count, in words; nothing where nothing is chosen."""
        return self._against("all", self.count(number, noun))

    def _against(self, key: str, value: str) -> str:
        if self.selection.pinned is not None:
            key = "pinned"
        elif not self.selection.active:
            return ""
        return words.text(self.language, f"common.{key}", value=value)

    def _warnings(self, profile: Profile | None) -> tuple[str, ...]:
        """That the data are not those of their files, and that what the address names is not
        there."""
        said = []
        if self.register.outdated:
            since = self.register.outdated
            said.append(words.text(self.language, "basis.outdated", since=since))
        item, named = self.view.item, self.selection.item
        if named and item is not None and item.opens and profile is None:
            said.append(Ignored(item.param, named, "unknown_item").describe(self.language))
        return tuple(said)
