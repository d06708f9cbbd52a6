"""Dated events that public sources name, with the facts and units that each is about."""

from __future__ import annotations

import pandas as pd

from neweco.model.register import Register
from neweco.published import Published
from neweco.published.named import EVENTS
from neweco.query.selection import Selection
from neweco.sheet import Link, Profile, Sheet
from neweco.views.shared import charts, figures, named, tables
from neweco.views.shared.page import Page

RECORD = ("date", "line", "kind", "note", "seen", "source", "grade", "link")


def sheet(register: Register, published: Published, selection: Selection, language: str) -> Sheet:
    """The events that a selection keeps."""
    page = Page(register, published, selection, language)
    codes = ("date", f"title_{language}", f"note_{language}", "line", "kind", "source")
    sources = {id: figures.source_name(s, language) for id, s in published.sources.items()}
    sections = [
        tables.section(page, (*codes, "grade", "link"), {"source": sources}),
        page.section("time", charts=(charts.by_year(page, EVENTS["year"]),)),
        page.section("ways", links=(Link(page.text("ways.names"), Selection("names")),)),
    ]
    return page.sheet(_headline(page), sections, profile=_profile(page))


def _headline(page: Page) -> str:
    if not len(page.rows):
        return page.text("headline_empty")
    years = page.rows["year"]
    return page.text(
        "headline", events=page.count(len(page.rows)), first=years.min(), last=years.max()
    )


def _profile(page: Page) -> Profile | None:
    """One event: what was seen of it and where, what its units were recognised as, and the ways to
    its facts and units."""
    row = tables.row_of(page)
    if row is None:
        return None
    language = page.language
    codes = [f"note_{language}" if code == "note" else code for code in RECORD]
    source = page.published.sources[str(row["source"])]
    said = pd.Series({**row.to_dict(), "source": figures.source_name(source, language)})
    lines = tables.profile_lines(said, EVENTS, codes, language)
    units = _ids(row["units"])
    return Profile(
        str(row[EVENTS.key]),
        str(row[f"title_{language}"]),
        lines,
        page.basis,
        tables=(named.recognitions(page, units, "profile-recognitions"),) if units else (),
        links=(*_facts(page, _ids(row["facts"])), *_units(page, units)),
    )


def _ids(cell: object) -> tuple[str, ...]:
    return tuple(filter(None, str(cell).split(";")))


def _facts(page: Page, ids: tuple[str, ...]) -> list[Link]:
    group = page.text("fact")
    return [
        Link(
            page.published.fact(id).statement(page.language), Selection("evidence", item=id), group
        )
        for id in ids
    ]


def _units(page: Page, ids: tuple[str, ...]) -> list[Link]:
    units = page.published.unit
    group = page.text("unit")
    return [
        Link(named.name(units[id], page.language), Selection("names", item=id), group) for id in ids
    ]
