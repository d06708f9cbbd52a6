"""The overview: what the programme is, where it stands, and the ways in."""

from __future__ import annotations

from collections.abc import Mapping

from neweco import words
from neweco.model.register import Register
from neweco.published import Published
from neweco.query.selection import Selection
from neweco.sheet import Chart, Link, Section, Sheet
from neweco.views.overview import ladders, timeline
from neweco.views.shared import figures, gaps, series, units
from neweco.views.shared.page import Page
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
        {"F019": "centres", "F021": "firms", "F022": "projects"},
    ),
}
"""The three lines: the view each leads to, and its published figures."""

PICTURES: Mapping[str, tuple[units.Row, ...]] = {
    "tiers": (
        units.Row("F008", "tiers.over_100m", "F006"),
        units.Row("F009", "tiers.over_50", "F006"),
        units.Row("F010", "tiers.backed", "F007"),
        units.Row("F011", "tiers.ipo", "F007"),
    ),
    "labs": (
        units.Row("F208", "labs.first"),
        units.Row("F207", "labs.at_meeting"),
        units.Row("F061", "labs.later"),
        units.Row("F017", "labs.ipo", "F207"),
    ),
    "centres": (
        units.Row("F021", "centres.firms"),
        units.Row("F022", "centres.projects", shape="square"),
    ),
}
"""What is drawn of each line, one mark a unit: firms and laboratories are dots, projects not."""

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

MEETING = {
    "F003": "people",
    "F222": "presented",
    "F005": "labs",
    "F206": "centre",
    "F004": "amount",
}
"""The meeting in figures."""

MET = ("F218", "F219", "F220", "F221", "F222", "F223", "F224", "F244", "F225")
"""The meeting in words: what it was, who came and spoke, who presented what, who signed."""

PROGRAMME = ("F237", "F227", "F226", "F018", "F234")
"""The programme in words: its setting, who drives it, its three ways, and where it was first."""

STEPS: Mapping[str, tuple[str, ...]] = {
    "F239": ("F133", "F205"),
    "F240": ("F050",),
    "F241": ("F079", "F072", "F073"),
}
"""The three steps that an official told the press, each with what is published of it since. That
one came after the other does not say that it came of it."""

OPEN = {"F239": "centres_for_research", "F240": "centres_since"}
"""What was looked for and not found of a step."""

MAIN = ("F238", "F242", "F243")
"""The main line of the steps, the second part of the third, and the scenario fields named."""

RHYTHM = {"F046": "rising", "F071": "labs", "F050": "centres", "F211": "steps", "F212": "fields"}
"""What was announced for the time after, of each line and at the meeting."""


def sheet(register: Register, published: Published, selection: Selection, language: str) -> Sheet:
    """The programme at a glance. Draws on published facts only."""
    page = Page(register, published, selection, language)
    sections = (
        _opening(page),
        _lines(page),
        _questions(page),
        timeline.section(page),
        _next(page),
        _meeting(page),
        _series(page),
        _capital(page),
        ladders.section(page),
        gaps.section(page),
    )
    value, share = (series.said(page, id) for id in ("F001", "F002"))
    return page.sheet(page.text("headline", value=value, share=share), sections)


def _opening(page: Page) -> Section:
    """Size, share, the share checked, and the meeting that made them known."""
    said = {id: series.said(page, id) for id in ("F001", "F002", "F126", "F005", "F206")}
    met = numbers.date(page.published.fact("F003").as_of, page.language)
    shown = (
        page.fact("F001", "opening.value"),
        page.fact("F002", "opening.share"),
        page.fact("F128", "opening.check", page.text("opening.check_note", **said)),
        page.fact("F003", "opening.people", met),
        page.fact("F004", "opening.signed", page.text("opening.signed_note", **said)),
    )
    return page.section(
        "opening",
        figures=shown,
        charts=(share(page),),
        notes=(page.text("opening.note"), page.sources(*(f.fact for f in shown), "F126")),
        place="hero",
    )


def share(page: Page) -> Chart:
    """The share of the four-new economy, of a hundred yuan."""
    rows = (units.Row("F002", "opening.hundred", units.HUNDRED, "square"),)
    yuan = series.said(page, "F002").rstrip("%")
    said = page.text("share.sentence", yuan=yuan)
    return units.chart(page, "share", rows, sentence=said, wide=True)


def line(page: Page, id: str) -> Chart:
    """What is said of one of the three lines, as marks."""
    return units.chart(page, id, PICTURES[id], line=id)


def _lines(page: Page) -> Section:
    """The three lines side by side: figures, one picture and one way in each."""
    shown = [
        page.fact(fact, f"{id}.{key}")
        for id, (_, labels) in LINES.items()
        for fact, key in labels.items()
    ]
    made = [line(page, id) for id in PICTURES]
    ways = [
        Link(page.text(f"{id}.link"), Selection(view), page.text(f"{id}.title"))
        for id, (view, _) in LINES.items()
    ]
    return page.section(
        "lines",
        figures=tuple(shown),
        charts=tuple(made),
        links=tuple(ways),
        notes=(*_statements(page, PROGRAMME), page.sources(*(f.fact for f in shown), *PROGRAMME)),
        place="cards",
    )


def _meeting(page: Page) -> Section:
    """The meeting whole, with ways to those that presented."""
    agreed = page.published.fact("F004").note(page.language)
    there = page.published.recognitions
    there = there.loc[((there["list"] == "meeting") & (there["status"] == "presented")).to_numpy()]
    name = f"name_{page.language}"
    group = page.text("meeting.presented")
    ways = tuple(
        Link(str(page.published.unit[id][name]), Selection("names", item=id), group)
        for id in there["unit"].astype(str)
    )
    notes = _statements(page, MET)
    return page.published_section(
        "meeting", MEETING, notes, {"F004": agreed}, links=ways, folded=True
    )


def _statements(page: Page, facts: tuple[str, ...]) -> tuple[str, ...]:
    """What some facts say, one after the other."""
    return tuple(page.published.fact(id).statement(page.language) for id in facts)


def _series(page: Page) -> Section:
    """What was published at more than one date."""
    made = (
        series.columns(page, "labs_total", words.text(page.language, "labs.series.labs_total")),
        series.columns(page, "scene_money"),
        series.columns(page, "lab_ipo", words.text(page.language, "labs.series.lab_ipo")),
        series.columns(page, "gdp_city", page.text("series.gdp", share=series.said(page, "F002"))),
    )
    return page.section("series", charts=made, folded=True)


def _capital(page: Page) -> Section:
    """What followed the scenario money."""
    period = figures.period(page.published.fact("F067"), page.language)
    raised = page.text("capital.raised", firms=series.said(page, "F068"), period=period)
    return page.published_section("capital", CAPITAL, beside={"F067": raised}, folded=True)


def _questions(page: Page) -> Section:
    """Ways into the filtered views, by role. What is filtered is said by its basis."""
    links = tuple(
        Link(
            page.text(f"questions.{role}_{i}"),
            Selection.from_query(view, query),
            page.text(f"questions.{role}"),
        )
        for role, ways in QUESTIONS.items()
        for i, (view, query) in enumerate(ways, 1)
    )
    lead = page.text(f"questions.lead_{page.register.basis}")
    return page.section("questions", lead, links=links, place="chips")


def _next(page: Page) -> Section:
    """The next steps that an official told the press, each with what is published since."""
    told = numbers.date(page.published.fact("F211").as_of, page.language)
    links = []
    for step, since in STEPS.items():
        group = page.published.fact(step).statement(page.language)
        links += [_since(page, fact, group) for fact in since]
        if step in OPEN:
            links.append(Link(page.text(f"next.{OPEN[step]}"), Selection("evidence"), group))
    lead = page.text("next.lead", date=told)
    notes = (page.text("next.lines"), *_statements(page, MAIN))
    return page.published_section(
        "next", RHYTHM, notes, lead=lead, links=tuple(links), place="steps"
    )


def _since(page: Page, fact: str, group: str) -> Link:
    """A fact, with its date where it does not say that itself."""
    found = page.published.fact(fact)
    said = found.statement(page.language)
    if found.as_of[:4] not in said:
        said = words.pair(page.language, figures.period(found, page.language), said)
    return Link(said, Selection("evidence", item=fact), group)
