"""The sheet: what a view shows, said once, for every face to draw.

A sheet knows nothing of Streamlit or HTML. Its texts are in one language, its figures carry
their basis, its charts their sentence, alternative text and rows; parts that lack what must
come with them cannot be made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from typing import Literal

import pandas as pd

from neweco import words
from neweco.charts.forms import Form
from neweco.published import releases
from neweco.published.quantity import Quantity
from neweco.query.facets import Active, Apart, Dropping, Facet
from neweco.query.selection import Selection

Basis = Literal["published", "derived", "named", "simulated", "register", "self"]
"""Where a figure comes from: a public source, computed from one, units and events that public
sources name, simulated rows, the user's rows, or the answers of whoever reads it."""

ColumnKind = Literal["text", "link", "ordinal", "integer", "number", "money", "percent", "date"]

Verdict = Literal["meets", "fails", "unknown"]

SMALL = 5
"""Below this many units a share is not shown."""


_BEIJING = timezone(timedelta(hours=8))


def today() -> date:
    """The day in Qingdao, by which a page says when it was read."""
    return datetime.now(_BEIJING).date()


def _marked(said: str, basis: Basis, language: str) -> str:
    if basis != "simulated":
        return said
    return words.pair(language, words.text(language, "basis.short.simulated"), said)


@dataclass(frozen=True)
class Figure:
    """One figure. `value` is in words with its qualifier ("630余家"), `quantity` has the bounds.

    `note` is the small line below (period, the count behind a share). `fact` is the id of the
    published fact, without which a published or derived figure cannot be made. `beside` is what
    it is compared with, `link` the selection of the rows that it counts.
    """

    label: str
    value: str
    basis: Basis
    quantity: Quantity | None = None
    note: str = ""
    fact: str = ""
    beside: str | None = None
    link: Selection | None = None

    def __post_init__(self) -> None:
        if not self.label or not self.value:
            raise ValueError(f"figure {self.label!r} lacks a label or a value")
        if self.basis in ("published", "derived") and not self.fact:
            raise ValueError(f"figure {self.label!r} is {self.basis} but names no fact")


@dataclass(frozen=True)
class Column:
    """One column of a table: its code in `rows`, its heading with unit, and how to print it.

    `ordinal` is a year or a batch, printed without separators; `money` is in 万元 and `percent`
    in percent points, as the register holds them; `link` is the address of a public source.
    """

    code: str
    label: str
    kind: ColumnKind = "text"


@dataclass(frozen=True)
class Table:
    """Rows to read. `rows` has one column per `columns`, texts already in the sheet's language.

    `links` are, by column, the selections that its cells lead to, `sorts` those that its headings
    lead to, `pages` the other parts of the list by name (None for the one shown).
    `keys` are the ids of the rows (for opening a profile), `total` the number of rows there are
    when only the first are given.
    """

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: pd.DataFrame = field(compare=False)
    basis: Basis
    keys: tuple[str, ...] = ()
    total: int = 0
    source: str = ""
    links: Mapping[str, tuple[Selection | None, ...]] = field(default_factory=dict)
    sorts: Mapping[str, Selection] = field(default_factory=dict)
    pages: tuple[tuple[str, Selection | None], ...] = ()

    def __post_init__(self) -> None:
        if not self.caption:
            raise ValueError(f"table {self.id!r} lacks a caption")
        missing = [c.code for c in self.columns if c.code not in self.rows.columns]
        if missing:
            raise ValueError(f"table {self.id!r} lacks the columns {missing}")
        if self.links and {len(self.keys), *map(len, self.links.values())} != {len(self.rows)}:
            raise ValueError(f"table {self.id!r} has not as many keys and ways as rows")

    def part(self, rows: int, columns: int | None = None) -> Table:
        """Its first rows and columns, to be read where nothing leads on."""
        return replace(
            self,
            columns=self.columns[:columns],
            rows=self.rows.head(rows),
            keys=(),
            total=0,
            links={},
            sorts={},
            pages=(),
        )

    def named(self, language: str) -> str:
        """The caption with its mark in front where it holds simulated rows."""
        return _marked(self.caption, self.basis, language)


@dataclass(frozen=True)
class Chart:
    """One chart and what must come with it.

    `sentence` says what it shows and stands as its title, `alt` describes it for those who do
    not see it, `table` is its twin and holds exactly the rows drawn, `form` says how they are
    drawn, `source` is the line beneath, `reading` a caution or a hint how to read it. `ghost` are
    rows of the whole register, which a plot draws behind its own, `links` the selections that the
    marks of its rows lead to, in their order, `heads` those of the names at the edges of a matrix,
    by the column that holds them.
    """

    id: str
    sentence: str
    alt: str
    form: Form
    table: Table
    source: str
    facts: tuple[str, ...] = ()
    reading: str = ""
    wide: bool = False
    ghost: pd.DataFrame | None = None
    links: tuple[Selection | None, ...] = ()
    heads: Mapping[str, Mapping[str, Selection]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("sentence", "alt", "source"):
            if not getattr(self, name):
                raise ValueError(f"chart {self.id!r} lacks its {name}")
        if self.basis in ("published", "derived") and not self.facts:
            raise ValueError(f"chart {self.id!r} is {self.basis} but names no fact")

    @property
    def behind(self) -> pd.DataFrame:
        """The rows drawn behind its own; none where there is nothing to stand out from."""
        return self.table.rows.iloc[:0] if self.ghost is None else self.ghost

    @property
    def basis(self) -> Basis:
        """Basis of the rows drawn."""
        return self.table.basis

    def named(self, language: str) -> str:
        """The sentence with its mark in front where simulated rows are drawn."""
        return _marked(self.sentence, self.basis, language)

    def credit(self, language: str) -> str:
        """The basis in words, and the source line."""
        return f"{words.text(language, f'basis.name.{self.basis}')} · {self.source}"


@dataclass(frozen=True)
class Link:
    """A way on: words and the selection they lead to. Links of one `group` stand together."""

    label: str
    selection: Selection
    group: str = ""


@dataclass(frozen=True)
class Check:
    """One unit's record against one published rule; `verdict` is meets, fails or unknown."""

    label: str
    rule: str
    value: str
    verdict: Verdict
    source: str


@dataclass(frozen=True)
class Profile:
    """Everything that is known of one unit or figure, as (label, value), its checks, and tables and
    ways on that belong to it alone.

    Of a figure `cites` is the source it stands in, as one is cited, and `link` where that is read.
    """

    id: str
    title: str
    lines: tuple[tuple[str, str], ...]
    basis: Basis
    checks: tuple[Check, ...] = ()
    note: str = ""
    cites: str = ""
    link: str = ""
    tables: tuple[Table, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Option:
    """A switch of the view: the setting in force, (value, words) of all settings, and the
    selection that another setting changes."""

    name: str
    label: str
    value: str
    choices: tuple[tuple[str, str], ...]
    selection: Selection


@dataclass(frozen=True)
class Download:
    """A file to take away: words, and its path on this site, which needs no session."""

    label: str
    path: str


@dataclass(frozen=True)
class Section:
    """A part of a page under one heading, drawn in the order of its fields. On a page with filters
    its `place` is the slim strip of published figures, before the facets (`first`), beside them
    (`main`), or below; on the first page the message with its picture (`hero`), `cards`, `chips`
    or `steps`."""

    id: str
    title: str
    lead: str = ""
    figures: tuple[Figure, ...] = ()
    option: Option | None = None
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    links: tuple[Link, ...] = ()
    downloads: tuple[Download, ...] = ()
    notes: tuple[str, ...] = ()
    folded: bool = False
    place: Literal["", "strip", "first", "main", "below", "hero", "cards", "chips", "steps"] = ""


@dataclass(frozen=True)
class Sheet:
    """One view of one selection in one language.

    `matched` of `total` rows pass the filters, in words in `answer` and `counted`. `facets` are the
    filters that are offered, `active` those in force, `search` what the search box says it looks
    in (empty where there is none). `dropping` is filled only when nothing matches. `pinned` is what
    the rows are compared with where that is not the rest, `apart` what sets them apart, `by` what
    the values of filters are measured by, where there is a choice. `warnings`
    say what is wrong with the data as a whole or with what the selection names. A face needs
    nothing else to draw a page.
    """

    view: str
    language: str
    title: str
    headline: str
    basis: Basis
    selection: Selection
    sections: tuple[Section, ...]
    counted: str = ""
    answer: str = ""
    matched: int | None = 0
    total: int | None = 0
    facets: tuple[Facet, ...] = ()
    active: tuple[Active, ...] = ()
    search: str = ""
    profile: Profile | None = None
    dropping: tuple[Dropping, ...] = ()
    warnings: tuple[str, ...] = ()
    pinned: Active | None = None
    apart: tuple[Apart, ...] = ()
    by: Option | None = None

    @property
    def is_filtered(self) -> bool:
        """Whether the view has filters at all."""
        return bool(self.search)

    @property
    def is_simulated(self) -> bool:
        """Whether its headline counts simulated rows."""
        return self.basis == "simulated" and self.is_filtered and self.matched is not None

    @property
    def description(self) -> str:
        """What is said of the page where no mark stands beside it: the headline, or the first
        published figures of a page whose headline counts simulated rows."""
        if not self.is_simulated:
            return self.headline
        published = [figure for figure in self.figures if figure.basis == "published"][:4]
        said = (words.pair(self.language, figure.label, figure.value) for figure in published)
        return words.clauses(self.language, said) or self.title

    @property
    def marked(self) -> str:
        """The headline with its basis in front where it counts simulated rows."""
        if not self.is_simulated:
            return self.headline
        name = words.text(self.language, f"basis.name.{self.basis}")
        return words.pair(self.language, name, self.headline)

    @property
    def titled(self) -> str:
        """The title where no mark stands beside it, with whose rows the page filters; what is named
        in public is said by the title."""
        if not self.is_filtered or self.basis == "named":
            return self.title
        return self.title + words.text(self.language, f"takeaway.mark_{self.basis}")

    def cited(self, site: str = "") -> str:
        """How to cite the page as it is today: GB/T 7714 on a Chinese page, author-date style on an
        English one. `site` is where it is reached; the address is relative where that is not
        known. A page of simulated rows says so in its title; one that shows a figure cites it."""
        language, release = self.language, releases.current()
        address, day = self.selection.url(language, site, release.id), today().isoformat()
        if self.profile and self.profile.cites:
            link = f" {self.profile.link}" if self.profile.link else ""
            said = {"source": self.profile.cites, "link": link, "today": day, "address": address}
            return words.text(language, "takeaway.figure_citation", **said)
        return words.text(
            language,
            "takeaway.citation",
            title=self.titled,
            release=release.id,
            date=release.date,
            today=day,
            address=address,
        )

    @property
    def phrases(self) -> tuple[str, ...]:
        """All active filters in words."""
        return tuple(active.phrase for active in self.active)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All figures in order."""
        return tuple(figure for section in self.sections for figure in section.figures)

    @property
    def charts(self) -> tuple[Chart, ...]:
        """All charts in order."""
        return tuple(chart for section in self.sections for chart in section.charts)

    @property
    def tables(self) -> tuple[Table, ...]:
        """All tables in order, without the twins of charts."""
        return tuple(table for section in self.sections for table in section.tables)

    @property
    def facts(self) -> tuple[str, ...]:
        """Ids of all published facts this sheet rests on, each once, in order."""
        ids = [f.fact for f in self.figures if f.fact]
        ids += [fact for chart in self.charts for fact in chart.facts]
        return tuple(dict.fromkeys(ids))
