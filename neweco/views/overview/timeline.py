"""The timeline of the overview: what happened when, on which line, and who says so."""

from __future__ import annotations

from dataclasses import dataclass

from neweco.sheet import Section
from neweco.views.shared import figures, series, tables
from neweco.views.shared.page import Page
from neweco.words import numbers


@dataclass(frozen=True)
class Event:
    """One line of the timeline.

    `facts` are named in its text (`overview.timeline.<key>`) or stand behind it; the first one
    dates it, unless `on` gives a day that its token holds beside another.
    """

    key: str
    line: str
    facts: tuple[str, ...]
    on: str = ""


EVENTS = (
    Event("labs_start", "labs", ("F056", "F018"), on="2021-04-20"),
    Event("labs_first", "labs", ("F056", "F052", "F053", "F054", "F055")),
    Event("centre_trial", "centres", ("F049",)),
    Event("potential_measures", "tiers", ("F047", "F048")),
    Event("labs_second", "labs", ("F058", "F059")),
    Event("rising_list", "tiers", ("F034", "F035", "F036")),
    Event("potential_selection", "tiers", ("F025", "F024", "F026", "F027")),
    Event("centre_results", "centres", ("F021", "F019", "F022")),
    Event("meeting", "event", ("F003", "F004", "F005", "F206")),
    Event("labs_total", "labs", ("F061", "F063")),
    Event("scene_plan", "labs", ("F079",)),
    Event("centre_measures", "centres", ("F050",)),
    Event("media_tour", "labs", ("F070", "F071")),
    Event("labs_new", "labs", ("F072", "F061")),
)


def section(page: Page) -> Section:
    """The timeline as a table, earliest first."""
    dated = ((e.on or page.published.fact(e.facts[0]).as_of, e) for e in EVENTS)
    lines = [
        {
            "date": numbers.date(day, page.language),
            "line": page.text(f"timeline.line.{event.line}"),
            "event": page.text(
                f"timeline.{event.key}", **{id: series.said(page, id) for id in event.facts}
            ),
            "source": _sources(page, event),
        }
        for day, event in sorted(dated, key=lambda pair: pair[0])
    ]
    table = tables.of_texts(page, "timeline", lines)
    return page.section("timeline", tables=(table,))


def _sources(page: Page, event: Event) -> str:
    sources = (page.published.fact(id).source for id in event.facts)
    return figures.source_names(sources, page.language)
