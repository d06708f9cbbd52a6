"""The evidence: claims checked, facts and their sources, what was not found, the dictionary."""

from __future__ import annotations

import pandas as pd

from neweco import charts, words
from neweco.analysis import claims
from neweco.analysis.claims import Verdict
from neweco.model.register import Register
from neweco.model.vocabularies import INDUSTRIES
from neweco.published import Fact, Published, crosschecks
from neweco.published.quantity import Quantity
from neweco.query.selection import Selection
from neweco.sheet import Basis, Chart, Column, Figure, Option, Profile, Section, Sheet, Table
from neweco.views.evidence import accessibility
from neweco.views.shared import dictionary, gaps, parts
from neweco.views.shared.context import Context
from neweco.words import numbers

OUTCOMES = ("agree", "disagree", "cannot_tell")


def sheet(register: Register, published: Published, selection: Selection, language: str) -> Sheet:
    """Claims held against the register, and everything that was published."""
    at = Context(register, published, selection, language, "evidence", pd.DataFrame())
    verdicts = claims.check(register, published)
    return Sheet(
        "evidence",
        language,
        at.text("title"),
        _headline(at, verdicts),
        register.basis,
        selection,
        (
            claimed(at, verdicts),
            _checks(at),
            _facts(at),
            _sources(at),
            gaps.section(at),
            dictionary.section(at),
            accessibility.section(at),
        ),
        profile=_profile(at),
    )


def _headline(at: Context, verdicts: list[Verdict]) -> str:
    counts = {o: sum(v.outcome == o for v in verdicts) for o in OUTCOMES}
    return at.text(f"headline_{at.register.basis}", claims=len(verdicts), **counts)


def claimed(at: Context, verdicts: list[Verdict]) -> Section:
    chosen = at.selection.option("verdict")
    shown = [v for v in verdicts if chosen in ("all", v.outcome)]
    option = Option(
        "verdict",
        at.text("claims.filter"),
        chosen,
        tuple((value, at.text(f"claims.{value}")) for value in ("all", *OUTCOMES)),
    )
    figures = tuple(
        Figure(
            at.text(f"claims.{o}"),
            str(sum(v.outcome == o for v in verdicts)),
            at.register.basis,
            Quantity.point(sum(v.outcome == o for v in verdicts)),
        )
        for o in OUTCOMES
    )
    tables = (_verdict_table(at, shown),) if shown else ()
    return Section(
        "claims",
        at.text("claims.title"),
        at.text(f"claims.lead_{at.register.basis}"),
        figures=figures,
        option=option,
        tables=tables,
        notes=() if shown else (at.text("claims.none"),),
    )


def _verdict_table(at: Context, verdicts: list[Verdict]) -> Table:
    lines = [_verdict_line(at, verdict) for verdict in verdicts]
    return _table(at, "claims", lines, at.register.basis)


def _verdict_line(at: Context, verdict: Verdict) -> dict[str, str]:
    reading = at.text(f"claims.reading_{verdict.reading}") if verdict.reading else ""
    return {
        "outcome": at.text(f"claims.{verdict.outcome}"),
        "statement": at.published.fact(verdict.claim.fact).statement(at.language) + reading,
        "published": numbers.quantity(verdict.published, at.language),
        "computed": _computed(at, verdict),
        "known": at.text(
            "claims.of", known=words.whole(at.language, verdict.known), total=f"{verdict.total:,}"
        ),
        "deciding": words.listed(at.language, [_row_name(at, id) for id in verdict.deciding]),
        "fact": verdict.claim.fact,
    }


def _row_name(at: Context, id: str) -> str:
    """The id of a row, or the name of an industry where industries are counted."""
    return INDUSTRIES.label(id, at.language) if id in INDUSTRIES else id


def _computed(at: Context, verdict: Verdict) -> str:
    """The computed figure, with both ends where unknown rows leave it open."""
    if verdict.computed is None:
        return words.whole(at.language, None)
    ends = [verdict.computed.low, verdict.computed.high]
    said = [_said(at, end, verdict) for end in ends if end is not None]
    return "–".join(dict.fromkeys(said)) or numbers.UNKNOWN


def _said(at: Context, value: float, verdict: Verdict) -> str:
    as_ = verdict.claim.measured_as
    if as_ in ("share", "each_share"):
        return numbers.percent(value, at.language)
    if as_ in ("sum", "each_money"):
        return numbers.money(value, at.language)
    if as_ == "first_year":
        return numbers.date(str(int(value)), at.language)
    return numbers.number(value, at.language, 1)


def _checks(at: Context) -> Section:
    """Facts held against each other, and those that must not be added."""
    lines = [_check_line(at, id) for id in crosschecks.CROSSCHECKS]
    apart = [
        at.text("checks.apart", first=_named(at, first), second=_named(at, second))
        for first, second in crosschecks.NEVER_ADDED
    ]
    return Section(
        "checks",
        at.text("checks.title"),
        at.text("checks.lead"),
        tables=(_table(at, "checks", lines, "derived"),),
        notes=tuple(apart),
    )


def _named(at: Context, id: str) -> str:
    return f"{at.published.fact(id).statement(at.language)} ({id})"


def _check_line(at: Context, id: str) -> dict[str, str]:
    found = crosschecks.crosscheck(id, at.published)
    return {
        "formula": found.formula.replace("/", "÷"),
        "computed": _figure(found.computed, at.language),
        "stated": _figure(found.stated, at.language),
        "outcome": at.text("claims.agree" if found.agrees else "claims.disagree"),
        "statement": at.published.fact(found.fact).statement(at.language),
    }


def _figure(quantity: Quantity, language: str) -> str:
    return numbers.quantity(quantity, language)


def _facts(at: Context) -> Section:
    facts = list(at.published.facts.values())
    rows = pd.DataFrame(
        {
            "id": [f.id for f in facts],
            "statement": [f.statement(at.language) for f in facts],
            "value": [_value(at, f) for f in facts],
            "as_of": [numbers.date(f.as_of, at.language) for f in facts],
            "basis": [words.text(at.language, f"basis.name.{f.basis}") for f in facts],
            "publisher": [f.source.publisher for f in facts],
            "grade": [f.source.grade for f in facts],
        }
    )
    columns = tuple(Column(c, at.text(f"facts.{c}")) for c in rows.columns)
    table = Table(
        "facts",
        at.text("facts.caption"),
        columns,
        rows,
        "published",
        keys=tuple(rows["id"]),
        total=len(rows),
    )
    return Section("facts", at.text("facts.title"), at.text("facts.lead"), tables=(table,))


def _value(at: Context, fact: Fact) -> str:
    quantity = at.published.value(fact.id)
    if quantity:
        return numbers.quantity(quantity, at.language)
    said = numbers.date(fact.token, at.language)
    document = "〔" in said  # document numbers are names
    return said if at.language == "zh" or said.isascii() or document else at.text("facts.in_words")


def _printed(fact: Fact) -> str:
    """The figure as its source prints it; one that is derived stands in no source."""
    return fact.token + fact.unit if fact.basis == "published" else ""


def _sources(at: Context) -> Section:
    facts = list(at.published.facts.values())
    lines = [
        {
            "id": source.id,
            "title": source.title,
            "publisher": source.publisher,
            "date": numbers.date(source.date, at.language),
            "grade": _grade(at, source.grade),
            "facts": str(sum(fact.source.id == source.id for fact in facts)),
            "link": source.link,
        }
        for source in at.published.sources.values()
    ]
    return Section(
        "sources",
        at.text("sources.title"),
        at.text("sources.lead"),
        charts=(_by_year(at, facts),),
        tables=(_table(at, "sources", lines, "published"),),
    )


def _grade(at: Context, grade: str) -> str:
    return at.text(f"sources.grade_{grade.replace('-', '_minus')}")


def _by_year(at: Context, facts: list[Fact]) -> Chart:
    found = pd.Series([fact.as_of[:4] for fact in facts]).value_counts().sort_index()
    years = [numbers.date(str(year), at.language) for year in found.index]
    texts = [str(n) for n in found]
    rows = pd.DataFrame({"year": years, "count": found.to_numpy(), "text": texts})
    title = at.text("sources.axis")
    spec = charts.columns(
        category="year",
        value="count",
        text="text",
        title=title,
        order=years,
        tooltip={"year": at.text("sources.year"), "text": title},
        language=at.language,
    )
    best = int(found.to_numpy().argmax())
    sentence = at.text("sources.sentence", year=years[best], facts=texts[best])
    return at.chart(
        "facts_by_year",
        sentence,
        spec,
        rows,
        (Column("year", at.text("sources.year")), Column("count", title, "integer")),
        alt=parts.alt_text(at.language, sentence, years, texts),
        basis="published",
        source=at.text("sources.all", sources=len(at.published.sources)),
        facts=tuple(fact.id for fact in facts),
        wide=True,
    )


def _table(at: Context, id: str, lines: list[dict[str, str]], basis: Basis) -> Table:
    columns = tuple(
        Column(c, at.text(f"{id}.column_{c}"), "link" if c == "link" else "text") for c in lines[0]
    )
    return Table(id, at.text(f"{id}.caption"), columns, pd.DataFrame(lines), basis)


def _profile(at: Context) -> Profile | None:
    """Provenance of one fact: as published, bounds, formula, source."""
    fact = at.published.facts.get(at.selection.item)
    if fact is None:
        return None
    quantity = at.published.value(fact.id)
    lines = [
        (at.text("facts.id"), fact.id),
        (at.text("facts.value"), _value(at, fact)),
        (at.text("facts.token"), _printed(fact)),
        (at.text("facts.bounds"), quantity.interval_text() if quantity else ""),
        (at.text("facts.as_of"), numbers.date(fact.as_of, at.language)),
        (at.text("facts.basis"), words.text(at.language, f"basis.name.{fact.basis}")),
        (at.text("facts.formula"), fact.formula),
        (at.text("facts.source"), fact.source.title),
        (at.text("facts.publisher"), fact.source.publisher),
        (at.text("facts.date"), numbers.date(fact.source.date, at.language)),
        (
            at.text("facts.grade"),
            _grade(at, fact.source.grade),
        ),
        (at.text("facts.link"), fact.source.link),
    ]
    shown = tuple((label, value) for label, value in lines if value)
    basis: Basis = "derived" if fact.basis == "derived" else "published"
    return Profile(fact.id, fact.statement(at.language), shown, basis, note=fact.note(at.language))
