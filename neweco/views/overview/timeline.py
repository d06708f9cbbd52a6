"""The timeline of the overview: what happened on the lines of the programme, and who says so."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from neweco import words
from neweco.published.codes import LINES
from neweco.query.selection import Selection
from neweco.sheet import Link, Section
from neweco.views.shared import figures, tables
from neweco.views.shared.page import Page
from neweco.words import numbers

SHOWN = ("tiers", "labs", "centres", "programme")
"""The lines that the overview tells of; other lists and policies stand with all events."""


def section(page: Page) -> Section:
    """The timeline as a table, earliest first, and the way to all events."""
    events = page.published.events
    table = tables.of_texts(
        page,
        "timeline",
        [_line(page, event) for event in events.to_dict("records") if event["line"] in SHOWN],
        "named",
    )
    way = Link(page.text("timeline.all"), Selection("events"))
    return page.section("timeline", tables=(table,), links=(way,))


def _line(page: Page, event: Mapping[Hashable, object]) -> dict[str, str]:
    language = page.language
    said = (str(event[f"{part}_{language}"]) for part in ("title", "note"))
    return {
        "date": numbers.date(str(event["date"]), language),
        "line": LINES.label(str(event["line"]), language),
        "event": words.clauses(language, filter(None, said)),
        "source": figures.source_name(page.published.sources[str(event["source"])], language),
    }
