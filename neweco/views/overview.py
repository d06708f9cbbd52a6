"""The overview: what the programme is, where it stands, and the ways in."""

from __future__ import annotations

import pandas as pd

from neweco import words
from neweco.published import Fact, Published
from neweco.register import Register
from neweco.selection import Selection
from neweco.sheet import Column, Link, Section, Sheet, Table
from neweco.views import context, gaps, series
from neweco.views.context import Context
from neweco.words import numbers

TIMELINE = (
    ("F056", "labs"),
    ("F049", "centres"),
    ("F047", "tiers"),
    ("F058", "labs"),
    ("F034", "tiers"),
    ("F025", "tiers"),
    ("F021", "centres"),
    ("F003", "meeting"),
    ("F061", "labs"),
    ("F050", "centres"),
    ("F079", "labs"),
    ("F070", "labs"),
    ("F090", "ladders"),
    ("F072", "labs"),
)
"""Facts of the timeline and the line they belong to."""

LADDERS = (
    ("little_giant", True),
    ("gazelle", True),
    ("unicorn500", True),
    ("unicorn", False),
    ("specialised_provincial", False),
    ("specialised_municipal", False),
    ("specialised_sme", False),
    ("innovative_sme", False),
    ("eaglet", False),
    ("hidden_unicorn", False),
)
"""Series of neighbouring ladders; True where the definition stayed the same between two dates."""

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

_SIZE = {"F001": "value", "F002": "share"}


def sheet(register: Register, published: Published, selection: Selection, language: str) -> Sheet:
    """The programme at a glance. Draws on published facts only."""
    at = Context(register, published, selection, language, "overview", pd.DataFrame())
    sections = (
        _opening(at),
        _tiers(at),
        _labs(at),
        _centres(at),
        _series(at),
        _questions(at),
        _timeline(at),
        _ladders(at),
        _next(at),
        gaps.section(at),
    )
    return Sheet(
        "overview",
        language,
        at.text("title"),
        _headline(at),
        register.basis,
        selection,
        sections,
    )


def _headline(at: Context) -> str:
    value, share = (at.fact(fact, f"opening.{key}").value for fact, key in _SIZE.items())
    return at.text("headline", value=value, share=share)


def _section(at: Context, id: str, keys: dict[str, str], link: str = "") -> Section:
    """A heading, figures from facts, and the way into a view."""
    links = (Link(at.text(f"{id}.link"), Selection(link)),) if link else ()
    return Section(
        id,
        at.text(f"{id}.title"),
        at.text(f"{id}.lead"),
        figures=tuple(at.fact(fact, f"{id}.{key}") for fact, key in keys.items()),
        links=links,
    )


def _opening(at: Context) -> Section:
    keys = _SIZE | {"F128": "check", "F003": "people", "F004": "signed"}
    return Section(
        "opening",
        at.text("opening.title"),
        figures=tuple(at.fact(fact, f"opening.{key}") for fact, key in keys.items()),
        notes=(
            at.text("opening.note"),
            context.published_line(at.published, (*keys, "F126"), at.language),
        ),
    )


def _tiers(at: Context) -> Section:
    keys = {"F006": "rising", "F007": "potential", "F008": "over_100m", "F010": "backed"}
    return _section(at, "tiers", keys, "enterprises")


def _labs(at: Context) -> Section:
    keys = {"F012": "innovation", "F013": "scenario", "F014": "money", "F017": "ipo"}
    return _section(at, "labs", keys, "labs")


def _centres(at: Context) -> Section:
    keys = {"F019": "centres", "F021": "firms", "F022": "projects", "F210": "per_100"}
    return _section(at, "centres", keys, "diagnoses")


def _series(at: Context) -> Section:
    made = (
        series.columns(at, "labs_total", words.text(at.language, "labs.series.labs_total")),
        series.columns(at, "scene_money"),
        series.columns(at, "lab_ipo", words.text(at.language, "labs.series.lab_ipo")),
        series.columns(at, "gdp_city", at.text("series.gdp")),
    )
    return Section("series", at.text("series.title"), charts=made)


def _questions(at: Context) -> Section:
    links = tuple(
        Link(
            at.text(f"questions.{role}_{i}"),
            Selection.from_query(view, query),
            at.text(f"questions.{role}"),
        )
        for role, ways in QUESTIONS.items()
        for i, (view, query) in enumerate(ways, 1)
    )
    return Section("questions", at.text("questions.title"), at.text("questions.lead"), links=links)


def _timeline(at: Context) -> Section:
    facts = sorted(
        ((at.published.fact(id), line) for id, line in TIMELINE), key=lambda pair: pair[0].as_of
    )
    rows = pd.DataFrame(
        {
            "date": [numbers.date(fact.as_of, at.language) for fact, _ in facts],
            "line": [at.text(f"timeline.{line}") for _, line in facts],
            "event": [fact.statement(at.language) for fact, _ in facts],
            "source": [context.source_name(fact.source, at.language) for fact, _ in facts],
        }
    )
    return Section("timeline", at.text("timeline.title"), tables=(_table(at, "timeline", rows),))


def _table(at: Context, id: str, rows: pd.DataFrame) -> Table:
    columns = tuple(Column(str(c), at.text(f"{id}.column_{c}")) for c in rows.columns)
    return Table(id, at.text(f"{id}.caption"), columns, rows, "published")


def _ladders(at: Context) -> Section:
    lines = []
    for code, comparable in LADDERS:
        facts = at.published.series(code)
        latest = facts[-1]
        lines.append(
            {
                "ladder": latest.statement(at.language),
                "earlier": _dated(at, facts[0]) if comparable and len(facts) > 1 else "",
                "later": _dated(at, latest),
                "source": context.source_name(latest.source, at.language),
                "note": at.text("ladders.same") if comparable else latest.note(at.language),
            }
        )
    return Section(
        "ladders",
        at.text("ladders.title"),
        at.text("ladders.lead"),
        tables=(_table(at, "ladders", pd.DataFrame(lines)),),
        folded=True,
    )


def _dated(at: Context, fact: Fact) -> str:
    quantity = at.published.value(fact.id)
    said = numbers.quantity(quantity, at.language) if quantity else fact.token
    bracket = "{}（{}）" if at.language == "zh" else "{} ({})"
    return bracket.format(said, numbers.date(fact.as_of, at.language))


def _next(at: Context) -> Section:
    keys = {"F046": "rising", "F071": "labs", "F050": "centres", "F211": "steps", "F212": "fields"}
    return Section(
        "next",
        at.text("next.title"),
        at.text("next.lead"),
        figures=tuple(at.fact(fact, f"next.{key}") for fact, key in keys.items()),
        notes=(at.text("next.note"), context.published_line(at.published, keys, at.language)),
    )
