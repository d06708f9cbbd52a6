"""The overview: what the programme is, where it stands, and the ways in."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from neweco import words
from neweco.model.register import Register
from neweco.published import Published
from neweco.query.selection import Selection
from neweco.sheet import Figure, Link, Section, Sheet
from neweco.views.overview import ladders, timeline
from neweco.views.shared import context, gaps, series
from neweco.views.shared.context import Context
from neweco.words import numbers

LINES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "tiers": (
        "enterprises",
        {"F006": "rising", "F007": "potential", "F008": "over_100m", "F010": "backed"},
    ),
    "labs": (
        "labs",
        {"F012": "innovation", "F013": "scenario", "F207": "both", "F014": "money", "F017": "ipo"},
    ),
    "centres": (
        "diagnoses",
        {"F019": "centres", "F021": "firms", "F022": "projects", "F210": "per_100"},
    ),
}
"""The three lines: the view each leads to, and its published figures."""

CAPITAL = {"F064": "equity", "F065": "followed", "F209": "ratio", "F067": "financing"}
"""What followed the scenario money, by the end of 2023."""

QUESTIONS = {
    "investor": (("enterprises", "growth=50..&backed=0"), ("labs", "band=doubled&funded=0")),
    "bank": (("enterprises", "revenue=5000..&rd=5.."), ("enterprises", "ipo=1")),
    "firm": (
        ("diagnoses", "industry=equipment&barrier=cannot"),
        ("diagnoses", "size=small&level=1"),
    ),
    "official": (("labs", "signed=1"), ("diagnoses", "stage=contracted&stage=planned")),
}
"""Starting questions by role: the view and the selection each leads to."""

RHYTHM = {"F046": "rising", "F071": "labs", "F050": "centres", "F211": "steps", "F212": "fields"}
"""What was announced for the time after."""


def sheet(register: Register, published: Published, selection: Selection, language: str) -> Sheet:
    """The programme at a glance. Draws on published facts only."""
    at = Context(register, published, selection, language, "overview", pd.DataFrame())
    sections = (
        _opening(at),
        *(_line(at, id) for id in LINES),
        _series(at),
        _capital(at),
        _questions(at),
        timeline.section(at),
        ladders.section(at),
        _next(at),
        gaps.section(at),
    )
    return Sheet(
        "overview",
        language,
        at.text("title"),
        at.text("headline", value=series.said(at, "F001"), share=series.said(at, "F002")),
        register.basis,
        selection,
        sections,
    )


def _opening(at: Context) -> Section:
    """Size, share, the share checked, and the meeting that made them known."""
    said = {id: series.said(at, id) for id in ("F001", "F002", "F126", "F005", "F206")}
    met = numbers.date(at.published.fact("F003").as_of, at.language)
    figures = (
        at.fact("F001", "opening.value"),
        at.fact("F002", "opening.share"),
        at.fact("F128", "opening.check", at.text("opening.check_note", **said)),
        at.fact("F003", "opening.people", met),
        at.fact("F004", "opening.signed", at.text("opening.signed_note", **said)),
    )
    return Section(
        "opening",
        at.text("opening.title"),
        figures=figures,
        notes=(at.text("opening.note"), _sources(at, *(f.fact for f in figures), "F126")),
    )


def _line(at: Context, id: str) -> Section:
    """One of the three lines: its published figures and the way into its view."""
    view, labels = LINES[id]
    return Section(
        id,
        at.text(f"{id}.title"),
        at.text(f"{id}.lead"),
        figures=_figures(at, id, labels),
        links=(Link(at.text(f"{id}.link"), Selection(view)),),
        notes=(_sources(at, *labels),),
    )


def _figures(at: Context, id: str, labels: Mapping[str, str]) -> tuple[Figure, ...]:
    return tuple(at.fact(fact, f"{id}.{key}") for fact, key in labels.items())


def _sources(at: Context, *facts: str) -> str:
    return context.published_line(at.published, facts, at.language)


def _series(at: Context) -> Section:
    """What was published at more than one date."""
    made = (
        series.columns(at, "labs_total", words.text(at.language, "labs.series.labs_total")),
        series.columns(at, "scene_money"),
        series.columns(at, "lab_ipo", words.text(at.language, "labs.series.lab_ipo")),
        series.columns(at, "gdp_city", at.text("series.gdp", share=series.said(at, "F002"))),
    )
    return Section("series", at.text("series.title"), charts=made)


def _capital(at: Context) -> Section:
    """What followed the scenario money."""
    period = context.period(at.published.fact("F067"), at.language)
    notes = {"F067": at.text("capital.raised", firms=series.said(at, "F068"), period=period)}
    return Section(
        "capital",
        at.text("capital.title"),
        at.text("capital.lead"),
        figures=tuple(
            at.fact(fact, f"capital.{key}", notes.get(fact, "")) for fact, key in CAPITAL.items()
        ),
        notes=(_sources(at, *CAPITAL),),
    )


def _questions(at: Context) -> Section:
    """Ways into the filtered views, by role. What is filtered is said by its basis."""
    links = tuple(
        Link(
            at.text(f"questions.{role}_{i}"),
            Selection.from_query(view, query),
            at.text(f"questions.{role}"),
        )
        for role, ways in QUESTIONS.items()
        for i, (view, query) in enumerate(ways, 1)
    )
    lead = at.text(f"questions.lead_{at.register.basis}")
    return Section("questions", at.text("questions.title"), lead, links=links)


def _next(at: Context) -> Section:
    """The rhythm each line has published, and what could not be read."""
    met = numbers.date(at.published.fact("F211").as_of, at.language)
    notes = {"F211": met, "F212": met}
    notes |= {fact: at.text(f"next.{RHYTHM[fact]}_note") for fact in ("F046", "F071", "F050")}
    return Section(
        "next",
        at.text("next.title"),
        at.text("next.lead"),
        figures=tuple(at.fact(fact, f"next.{key}", notes[fact]) for fact, key in RHYTHM.items()),
        notes=(at.text("next.note"), _sources(at, *RHYTHM)),
    )
