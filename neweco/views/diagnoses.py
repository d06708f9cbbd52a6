"""The diagnoses of the ten centres: how far firms came, what held them back, what landed."""

from __future__ import annotations

import pandas as pd

from neweco import charts, words
from neweco.fields import DIAGNOSES, PROJECTS
from neweco.measures import common
from neweco.measures import diagnoses as measured
from neweco.published import Published
from neweco.quantity import Quantity
from neweco.register import Register
from neweco.selection import Selection
from neweco.sheet import Chart, Column, Figure, Section, Sheet, Table
from neweco.views import context, diagnosis, maturity, parts, recognition
from neweco.views.context import Context
from neweco.vocabulary import (
    BARRIERS,
    CATEGORIES,
    CAUSES,
    COST_CLASSES,
    STAGES,
    Choice,
    Vocabulary,
)
from neweco.words import numbers

LISTED = (
    "diagnosis_id",
    "centre_id",
    "industry",
    "district",
    "size",
    "stage",
    "level",
    "barrier_primary",
    "causes",
    "projects",
    "year",
)

COLUMNS = (
    *LISTED,
    *(field.code for field in DIAGNOSES.filters if field.code not in LISTED),
    *measured.SCORES,
    "enterprise_id",
    "instrument",
    "diagnosed_on",
    "consent_public",
)
"""What the view reads of a row; there may be a million of them."""


def sheet(register: Register, published: Published, selection: Selection, language: str) -> Sheet:
    """The view of the first-round diagnoses that a selection keeps; one row is one firm."""
    rows = selection.apply(register.first_round, COLUMNS)
    at = Context(register, published, selection, language, "diagnoses", rows)
    sections = [_published(at)]
    if len(rows):
        sections += [
            _figures(at),
            _funnel(at),
            maturity.barriers(at),
            *maturity.levels(at),
            _time(at),
            _projects(at),
            _centres(at),
            _list(at),
        ]
    sections += [_rules(at), recognition.organisations(at, "centre")]
    return at.sheet(
        headline=_headline(at),
        sections=[*sections, *recognition.assumptions(at)],
        whole=register.first_round,
        profile=diagnosis.profile(at, diagnosis.centre_labels(register)),
        labels={"centre": diagnosis.centre_labels(register)},
    )


def _headline(at: Context) -> str:
    if not len(at.rows):
        return at.text("headline_empty")
    return at.text(
        "headline",
        firms=at.count(measured.diagnosed(at.rows), "firm"),
        projects=at.count(measured.landed_projects(at.rows), "project"),
        per_100=numbers.number(measured.per_100(at.rows), at.language, 1),
    )


PUBLISHED = {
    "F019": "centres",
    "F020": "industries",
    "F021": "firms",
    "F022": "projects",
    "F023": "barriers",
    "F210": "per_100",
}
"""Facts that bear on the diagnoses, with their labels."""


def _published(at: Context) -> Section:
    cautions = (at.published.fact("F210").note(at.language), at.text("published.no_split"))
    return context.published_section(at, "published", PUBLISHED, cautions)


def _figures(at: Context) -> Section:
    stages = measured.reached_at_least(at.rows)
    per_100 = measured.per_100(at.rows)
    figures = [
        at.figure(f"figures.{code}", int(stages[code]), "firm")
        for code in ("reached", "diagnosed", "landed")
    ]
    figures.append(at.figure("figures.projects", measured.landed_projects(at.rows), "project"))
    figures.append(
        Figure(
            at.text("figures.per_100"),
            numbers.number(per_100, at.language, 1),
            at.register.basis,
            Quantity.point(per_100) if stages["diagnosed"] else None,
            at.text("figures.per_100_note"),
        )
    )
    figures.append(at.figure("figures.centres", int(at.rows["centre_id"].nunique()), "centre"))
    return Section("figures", at.text("figures.title"), figures=tuple(figures))


def _funnel(at: Context) -> Section:
    stages = measured.reached_at_least(at.rows)
    projects = at.count(measured.landed_projects(at.rows), "project")
    chart = parts.counted_bars(
        id="funnel",
        numbers_by_code=stages,
        vocabulary=STAGES,
        language=at.language,
        noun="firm",
        category=DIAGNOSES["stage"].label(at.language),
        keep_order=True,
        sentence=at.text("funnel.sentence", diagnosed=stages["diagnosed"], landed=stages["landed"]),
        basis=at.register.basis,
        source=at.line,
        reading=at.text("funnel.reading", projects=projects),
    )
    return Section(
        "funnel",
        at.text("funnel.title"),
        at.text("funnel.lead"),
        charts=parts.drawn(chart, _causes(at)),
    )


def _causes(at: Context) -> Chart:
    """Causes ranked, each named with the barrier it belongs to."""
    named = Vocabulary(
        "cause",
        tuple(
            Choice(
                c.code, f"{c.zh}（{BARRIERS[c.parent].zh}）", f"{c.en} ({BARRIERS[c.parent].zh})"
            )
            for c in CAUSES
        ),
    )
    found = common.counts(at.rows["causes"], CAUSES)
    return parts.counted_bars(
        id="causes",
        numbers_by_code=found,
        vocabulary=named,
        language=at.language,
        noun="firm",
        category=DIAGNOSES["causes"].label(at.language),
        sentence=at.text("causes.sentence", causes=parts.leaders(found, CAUSES, at.language)),
        basis=at.register.basis,
        source=at.line,
        reading=at.text("causes.reading"),
    )


def _time(at: Context) -> Section:
    """Firms and projects in two charts: they are different units."""
    projects = measured.projects_of(at.rows, at.register)
    made = (
        _months(at, "diagnosed", at.rows["diagnosed_on"], "firm"),
        _months(at, "landed", projects["landed_on"], "project"),
    )
    return Section("time", at.text("time.title"), charts=parts.drawn(*made))


def _months(at: Context, id: str, dates: pd.Series, noun: str) -> Chart | None:
    found = measured.by_month(dates)
    if found.empty:
        return None
    months = [numbers.date(f"{day:%Y-%m}", at.language) for day in found["month"]]
    texts = [at.count(int(n), noun) for n in found["count"]]
    rows = pd.DataFrame(
        {
            "month": found["month"],
            "count": found["count"],
            "date": months,
            "said": texts,
            "text": [""] * len(found),
        }
    )
    best = int(found["count"].to_numpy().argmax())
    rows.loc[best, "text"] = f"{int(found['count'].iloc[best]):,}"
    title = words.text(at.language, f"units.{noun}.axis")
    spec = charts.lines(
        x="month",
        y="count",
        text="text",
        title=title,
        language=at.language,
        tooltip={"date": at.text("time.month"), "said": title},
    )
    sentence = at.text(f"time.{id}", month=months[best], most=texts[best])
    return at.chart(
        f"time_{id}",
        sentence,
        spec,
        rows,
        (Column("date", at.text("time.month")), Column("count", title, "integer")),
        alt=parts.alt_text(at.language, sentence, months, texts),
    )


def _projects(at: Context) -> Section:
    projects = measured.projects_of(at.rows, at.register)
    landed = int(projects["landed_on"].notna().sum())
    if not landed:
        return Section("projects", at.text("projects.title"), at.text("projects.none"))
    category = measured.landed_by(projects, "category")
    cost = measured.landed_by(projects, "cost_class")
    unknown = int(cost["unknown"])
    made = (
        parts.counted_bars(
            id="category",
            numbers_by_code=category,
            vocabulary=CATEGORIES,
            language=at.language,
            noun="project",
            category=PROJECTS["category"].label(at.language),
            whole=landed,
            sentence=at.text(
                "projects.category", categories=parts.leaders(category, CATEGORIES, at.language)
            ),
            basis=at.register.basis,
            source=at.line,
        ),
        parts.counted_bars(
            id="cost",
            numbers_by_code=cost,
            vocabulary=COST_CLASSES,
            language=at.language,
            noun="project",
            category=PROJECTS["cost_class"].label(at.language),
            whole=landed,
            keep_order=True,
            basis=at.register.basis,
            source=at.line,
            sentence=at.text(
                "projects.cost", known=landed - unknown, landed=at.count(landed, "project")
            ),
            reading=at.text("projects.reading", unknown=at.count(unknown, "project")),
        ),
    )
    return Section("projects", at.text("projects.title"), charts=parts.drawn(*made))


def _centres(at: Context) -> Section:
    """The centres side by side; a ratio only where at least five firms were diagnosed."""
    found = measured.centres(at.rows)
    labels = diagnosis.centre_labels(at.register)
    per_100 = pd.Series(
        measured.ratio(found["projects"].to_numpy(), found["diagnosed"].to_numpy())
    ).where((found["diagnosed"] >= 5).to_numpy())
    rows = pd.DataFrame(
        {
            "centre": found["centre_id"].map(labels).fillna(found["centre_id"]),
            "diagnosed": found["diagnosed"],
            "landed": found["landed"],
            "projects": found["projects"],
            "per_100": per_100.round(1),
        }
    )
    columns = (
        Column("centre", DIAGNOSES["centre_id"].label(at.language)),
        Column("diagnosed", at.text("centres.diagnosed"), "integer"),
        Column("landed", at.text("centres.landed"), "integer"),
        Column("projects", at.text("centres.projects"), "integer"),
        Column("per_100", at.text("centres.per_100"), "number"),
    )
    table = Table(
        "centres", at.text("centres.caption"), columns, rows, at.register.basis, source=at.line
    )
    return Section(
        "centres", at.text("centres.title"), tables=(table,), notes=(at.text("centres.note"),)
    )


def _list(at: Context) -> Section:
    table = parts.register_table(
        at.register,
        at.rows,
        DIAGNOSES,
        LISTED,
        at.language,
        names={"centre_id": diagnosis.centre_labels(at.register)},
    )
    return Section("list", at.text("list.title"), at.text("list.lead"), tables=(table,))


def _rules(at: Context) -> Section:
    return Section(
        "rules",
        at.text("rules.title"),
        at.text("rules.lead"),
        tables=(recognition.rules_table(at, "centre"),),
        folded=True,
    )
