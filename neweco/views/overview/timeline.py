"""The timeline of the overview: what happened on the lines of the programme, and who says so."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import pandas as pd

from neweco import words
from neweco.charts import timeline
from neweco.charts.forms import Timeline
from neweco.published.codes import LINES
from neweco.query.selection import Selection
from neweco.sheet import Chart, Column, Link, Section
from neweco.views.shared import figures, series
from neweco.views.shared.page import Page
from neweco.words import numbers

SHOWN = {"programme": "city", "tiers": "tiers", "labs": "labs", "centres": "centres"}
"""The lines that the overview tells of, with their colours; other lists and policies stand with
all events."""

START, END = 2021, 2027
"""The years of the axis, the last one out."""

COUNTED = {"batch", "fund", "signing"}
"""Kinds of events whose figure stands beside their mark."""

LINKED = ("A", "B")
"""Grades of sources that are known well enough to be linked."""


def section(page: Page) -> Section:
    """The events to scale, a lane a line, and the way to all of them."""
    way = Link(page.text("timeline.all"), Selection("events"))
    return page.section("timeline", charts=(_chart(page),), links=(way,))


def _chart(page: Page) -> Chart:
    language = page.language
    events = page.published.events
    events = events.loc[events["line"].isin(list(SHOWN)).to_numpy()]
    events = events.assign(at=[timeline.year(str(day)) for day in events["date"]])
    events = events.loc[events["at"].between(START, END)].sort_values("at", kind="stable")
    lines = [line for line in SHOWN if (events["line"] == line).any()]
    rows = pd.concat([_lane(page, events.loc[events["line"] == line]) for line in lines])
    form = Timeline(
        START,
        END,
        tuple(LINES.label(line, language) for line in lines),
        tuple(SHOWN[line] for line in lines),
    )
    pairs = [words.pair(language, *pair) for pair in zip(rows["date"], rows["event"], strict=True)]
    columns = [Column(code, page.text(f"timeline.column_{code}")) for code in COLUMNS]
    return page.chart(
        "timeline",
        "",
        form,
        rows,
        columns,
        described=words.clauses(language, pairs),
        reading=page.text("timeline.reading"),
        basis="named",
        source=words.text(language, "basis.line.named"),
        wide=True,
        links=[Selection("events", item=id) for id in rows["event_id"]],
    )


COLUMNS = ("date", "lane", "event", "source")
"""What the table of the events says."""


def _lane(page: Page, events: pd.DataFrame) -> pd.DataFrame:
    places = [(at - START) / (END - START) for at in events["at"]]
    labels = [_label(page, event) for event in events.to_dict("records")]
    lines = [_line(page, event) for event in events.to_dict("records")]
    widths = [timeline.MARK + timeline.LABELLED * bool(label) for label in labels]
    return pd.DataFrame(lines).assign(at=places, label=labels, row=timeline.rows_of(places, widths))


def _label(page: Page, event: Mapping[Hashable, object]) -> str:
    """The figure that an event is about, as it was published."""
    if event["kind"] not in COUNTED:
        return ""
    facts = [id for id in str(event["facts"]).split(";") if id]
    counted = (id for id in facts if page.published.value(id) is not None)
    return next((series.said(page, id) for id in counted), "")


def _line(page: Page, event: Mapping[Hashable, object]) -> dict[str, object]:
    language = page.language
    said = (str(event[f"{part}_{language}"]) for part in ("title", "note"))
    return {
        "event_id": str(event["event_id"]),
        "date": numbers.date(str(event["date"]), language),
        "lane": LINES.label(str(event["line"]), language),
        "event": words.clauses(language, filter(None, said)),
        "source": figures.source_name(page.published.sources[str(event["source"])], language),
        "known": str(event["grade"]) in LINKED,
    }
