"""The timeline of the overview: what happened when, on which line, and who says so."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from neweco.sheet import Column, Section, Table
from neweco.views.shared import context, series
from neweco.views.shared.context import Context
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


def section(at: Context) -> Section:
    """The timeline as a table, earliest first."""
    lines = [
        {
            "date": numbers.date(day, at.language),
            "line": at.text(f"timeline.line.{event.line}"),
            "event": _said(at, event),
            "source": _sources(at, event),
        }
        for day, event in sorted(((_day(at, e), e) for e in EVENTS), key=lambda pair: pair[0])
    ]
    rows = pd.DataFrame(lines)
    columns = tuple(Column(str(c), at.text(f"timeline.column_{c}")) for c in rows.columns)
    caption = at.text("timeline.caption")
    table = Table("timeline", caption, columns, rows, "published")
    return Section("timeline", at.text("timeline.title"), tables=(table,))


def _day(at: Context, event: Event) -> str:
    return event.on or at.published.fact(event.facts[0]).as_of


def _said(at: Context, event: Event) -> str:
    """The event in words, every figure in it filled in from its fact."""
    return at.text(f"timeline.{event.key}", **{id: series.said(at, id) for id in event.facts})


def _sources(at: Context, event: Event) -> str:
    sources = dict.fromkeys(at.published.fact(id).source for id in event.facts)
    names = [context.source_name(source, at.language) for source in sources]
    return ("；" if at.language == "zh" else "; ").join(names)
