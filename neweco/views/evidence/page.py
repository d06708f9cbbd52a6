"""The evidence: claims checked, facts and their sources, what was not found, the dictionary."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from neweco import words
from neweco.analysis import claims
from neweco.analysis.verdicts import Outcome, Verdict
from neweco.model.register import Register
from neweco.model.vocabularies import INDUSTRIES
from neweco.published import Fact, Published, crosschecks
from neweco.published.quantity import Quantity
from neweco.query.selection import Selection
from neweco.sheet import Basis, Chart, Column, Figure, Option, Profile, Section, Sheet, Table
from neweco.views.evidence import accessibility, protected
from neweco.views.shared import charts, dictionary, gaps, tables
from neweco.views.shared.page import Page
from neweco.words import numbers

OUTCOMES: dict[str, tuple[Outcome, ...]] = {
    "simulated": ("not_checked",),
    "register": ("agree", "far_above", "disagree", "cannot_tell"),
}
"""What can come of a claim, by the basis of the rows."""


def sheet(register: Register, published: Published, selection: Selection, language: str) -> Sheet:
    """Claims held against the register, and everything that was published."""
    page = Page(register, published, selection, language)
    verdicts = claims.check(register, published)
    sections = (
        claimed(page, verdicts),
        _checks(page),
        _facts(page),
        _sources(page),
        gaps.section(page),
        dictionary.section(page),
        protected.section(page),
        accessibility.section(page),
    )
    return page.sheet(_headline(page, verdicts), sections, profile=_profile(page, verdicts))


def _headline(page: Page, verdicts: list[Verdict]) -> str:
    basis = page.register.basis
    counts = {o: sum(v.outcome == o for v in verdicts) for o in OUTCOMES[basis]}
    return page.text(f"headline_{basis}", claims=len(verdicts), **counts)


def claimed(page: Page, verdicts: list[Verdict]) -> Section:
    outcomes = OUTCOMES[page.register.basis]
    chosen = page.selection.option("verdict")
    shown = [v for v in verdicts if chosen in ("all", v.outcome)]
    option = Option(
        "verdict",
        page.text("claims.filter"),
        chosen,
        tuple((value, page.text(f"claims.{value}")) for value in ("all", *outcomes)),
        page.selection,
    )
    figures = tuple(
        Figure(
            page.text(f"claims.{o}"),
            str(sum(v.outcome == o for v in verdicts)),
            page.register.basis,
            Quantity.point(sum(v.outcome == o for v in verdicts)),
        )
        for o in outcomes
    )
    tables = (_verdict_table(page, shown),) if shown else ()
    return page.section(
        "claims",
        page.text(f"claims.lead_{page.register.basis}"),
        figures=figures,
        option=option,
        tables=tables,
        notes=() if shown else (page.text("claims.none"),),
    )


def _verdict_table(page: Page, verdicts: list[Verdict]) -> Table:
    lines = [_verdict_line(page, verdict) for verdict in verdicts]
    return tables.of_texts(page, "claims", lines, page.register.basis)


def _verdict_line(page: Page, verdict: Verdict) -> dict[str, str]:
    claim, checked = verdict.claim, verdict.total is not None
    reading = page.text(f"claims.reading_{verdict.reading}") if verdict.reading else ""
    part = page.text(f"claims.part_{claim.id}") if claim.in_part else ""
    return {
        "outcome": page.text(f"claims.{verdict.outcome}"),
        "statement": page.published.fact(claim.fact).statement(page.language) + reading + part,
        "published": numbers.quantity(verdict.published, page.language),
        "computed": _computed(page, verdict) if checked else numbers.UNKNOWN,
        "known": page.text(
            "claims.of",
            known=words.whole(page.language, verdict.known),
            total=words.whole(page.language, verdict.total),
        )
        if checked
        else numbers.UNKNOWN,
        "deciding": words.listed(page.language, [_row_name(page, id) for id in verdict.deciding]),
        "fact": claim.fact,
    }


def _row_name(page: Page, id: str) -> str:
    """The id of a row, or the name of an industry where industries are counted."""
    return INDUSTRIES.label(id, page.language) if id in INDUSTRIES else id


def _computed(page: Page, verdict: Verdict) -> str:
    """The computed figure, with both ends where unknown rows leave it open."""
    if verdict.computed is None:
        return words.whole(page.language, None)
    ends = [verdict.computed.low, verdict.computed.high]
    said = [_said(page, end, verdict) for end in ends if end is not None]
    return "–".join(dict.fromkeys(said)) or numbers.UNKNOWN


def _said(page: Page, value: float, verdict: Verdict) -> str:
    as_ = verdict.claim.measured_as
    if as_ in ("share", "each_share"):
        return numbers.percent(value, page.language)
    if as_ in ("sum", "each_money"):
        return numbers.money(value, page.language)
    if as_ == "first_year":
        return numbers.date(str(int(value)), page.language)
    return numbers.number(value, page.language, 1)


def _checks(page: Page) -> Section:
    """Facts held against each other, and those that must not be added."""
    lines = [_check_line(page, id) for id in crosschecks.CROSSCHECKS]
    apart = [
        page.text("checks.apart", first=_named(page, first), second=_named(page, second))
        for first, second in crosschecks.NEVER_ADDED
    ]
    return page.section(
        "checks", tables=(tables.of_texts(page, "checks", lines, "derived"),), notes=tuple(apart)
    )


def _named(page: Page, id: str) -> str:
    return f"{page.published.fact(id).statement(page.language)} ({id})"


def _check_line(page: Page, id: str) -> dict[str, str]:
    found = crosschecks.crosscheck(id, page.published)
    return {
        "formula": found.formula.replace("/", "÷"),
        "computed": numbers.quantity(found.computed, page.language),
        "stated": numbers.quantity(found.stated, page.language),
        "outcome": page.text("claims.agree" if found.agrees else "claims.disagree"),
        "statement": page.published.fact(found.fact).statement(page.language),
    }


def _facts(page: Page) -> Section:
    facts = list(page.published.facts.values())
    rows = pd.DataFrame(
        {
            "id": [f.id for f in facts],
            "statement": [f.statement(page.language) for f in facts],
            "value": [_value(page, f) for f in facts],
            "as_of": [numbers.date(f.as_of, page.language) for f in facts],
            "basis": [words.text(page.language, f"basis.name.{f.basis}") for f in facts],
            "publisher": [f.source.published_by(page.language) for f in facts],
            "grade": [f.source.grade for f in facts],
        }
    )
    columns = tuple(Column(c, page.text(f"facts.{c}")) for c in rows.columns)
    table = Table(
        "facts",
        page.text("facts.caption"),
        columns,
        rows,
        "published",
        keys=tuple(rows["id"]),
        total=len(rows),
    )
    return page.section("facts", tables=(table,))


def _value(page: Page, fact: Fact) -> str:
    quantity = page.published.value(fact.id)
    if quantity:
        return numbers.quantity(quantity, page.language)
    said = numbers.date(fact.token, page.language)
    document = "〔" in said  # document numbers are names
    return said if said.isascii() or document else page.text("facts.in_words", token=said)


def _printed(fact: Fact) -> str:
    """The figure as its source prints it; one derived or counted from names stands in none."""
    return "" if fact.basis == "derived" or fact.counted else fact.token + fact.unit


def _sources(page: Page) -> Section:
    facts = list(page.published.facts.values())
    cited = Counter(fact.source.id for fact in facts)
    cited.update(page.published.recognitions["source"])
    cited.update(page.published.events["source"])
    lines = [
        {
            "id": source.id,
            "title": source.called(page.language),
            "publisher": source.published_by(page.language),
            "date": numbers.date(source.date, page.language),
            "grade": _grade(page, source.grade),
            "cited": str(cited[source.id]),
            "link": source.link,
        }
        for source in page.published.sources.values()
    ]
    return page.section(
        "sources",
        charts=(_by_year(page, facts),),
        tables=(tables.of_texts(page, "sources", lines),),
    )


def _grade(page: Page, grade: str) -> str:
    return page.text(f"sources.grade_{grade.replace('-', '_minus')}")


def _by_year(page: Page, facts: list[Fact]) -> Chart:
    found = pd.Series([fact.as_of[:4] for fact in facts]).value_counts().sort_index()
    years = [numbers.date(str(year), page.language) for year in found.index]
    texts = [str(n) for n in found]
    return charts.written(
        page,
        "facts_by_year",
        page.text("sources.sentence"),
        years,
        found.to_numpy(),
        texts,
        (
            Column("year", page.text("sources.year")),
            Column("count", page.text("sources.axis"), "integer"),
        ),
        upright=True,
        basis="published",
        source=page.text("sources.all", sources=len(page.published.sources)),
        facts=tuple(fact.id for fact in facts),
        wide=True,
    )


def _profile(page: Page, verdicts: list[Verdict]) -> Profile | None:
    """Provenance of one fact: as published, bounds, formula, source."""
    fact = page.published.facts.get(page.selection.item)
    if fact is None:
        return None
    quantity = page.published.value(fact.id)
    lines = [
        (page.text("facts.id"), fact.id),
        (page.text("facts.value"), _value(page, fact)),
        (page.text("facts.token"), _printed(fact)),
        (page.text("facts.bounds"), numbers.bounds(quantity, page.language) if quantity else ""),
        (page.text("facts.as_of"), numbers.date(fact.as_of, page.language)),
        (page.text("facts.basis"), words.text(page.language, f"basis.name.{fact.basis}")),
        (page.text("facts.formula"), fact.formula),
        (page.text("facts.source"), fact.source.called(page.language)),
        (page.text("facts.publisher"), fact.source.published_by(page.language)),
        (page.text("facts.date"), numbers.date(fact.source.date, page.language)),
        (page.text("facts.grade"), _grade(page, fact.source.grade)),
        *((page.text("facts.checked"), said) for said in _checked(page, fact, verdicts)),
    ]
    shown = tuple((label, value) for label, value in lines if value)
    basis: Basis = "derived" if fact.basis == "derived" else "published"
    return Profile(
        fact.id,
        fact.statement(page.language),
        shown,
        basis,
        note=fact.note(page.language),
        cites=_cited(page, fact),
        link=fact.source.link,
    )


def _cited(page: Page, fact: Fact) -> str:
    source = fact.source
    return page.text(
        "facts.cited",
        publisher=source.published_by(page.language),
        title=source.called(page.language),
        date=source.date,
    )


def _checked(page: Page, fact: Fact, verdicts: list[Verdict]) -> list[str]:
    """How the figure came out where it is held against others, or against the register."""
    ids = [id for id, (_, stated) in crosschecks.CROSSCHECKS.items() if stated == fact.id]
    lines = [_check_line(page, id) for id in ids]
    said = [f"{line['formula']} = {line['computed']}: {line['outcome']}" for line in lines]
    of = [v for v in verdicts if v.claim.fact == fact.id and v.outcome != "not_checked"]
    return said + [
        page.text("facts.borne_out", outcome=page.text(f"claims.{v.outcome}")) for v in of
    ]
