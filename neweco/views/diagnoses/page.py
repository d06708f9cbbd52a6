"""The diagnoses of the ten centres: how far firms came, what held them back, what landed."""

from __future__ import annotations

import pandas as pd

from neweco import charts, words
from neweco.analysis import diagnoses as measured
from neweco.analysis import protection, tally
from neweco.model.fields import DIAGNOSES, PROJECTS
from neweco.model.register import Register
from neweco.model.vocabularies import (
    BARRIERS,
    CATEGORIES,
    CAUSES,
    COST_CLASSES,
    STAGES,
    Choice,
    Vocabulary,
)
from neweco.published import Published
from neweco.published.quantity import Quantity
from neweco.query.selection import Selection
from neweco.sheet import Chart, Column, Figure, Section, Sheet, Table
from neweco.views.diagnoses import maturity, record
from neweco.views.shared import context, parts, recognition
from neweco.views.shared.context import Context
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
    if at.absent:
        sections += [at.absence()]
    elif at.too_fine:
        sections += [_hidden(at), _list(at)]
    elif len(rows):
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
        headline=at.text("headline_hidden") if at.too_fine else _headline(at),
        sections=[*sections, *recognition.assumptions(at)],
        whole=register.first_round,
        profile=record.profile(at, record.centre_labels(register)),
        labels={"centre": record.centre_labels(register)},
    )


def _headline(at: Context) -> str:
    if not len(at.rows):
        return at.text("headline_empty")
    stages = _stages(at)
    if stages["diagnosed"] == 0:
        return at.text("headline_none", firms=at.count(stages["reached"], "firm"))
    firms = at.count(stages["diagnosed"], "firm")
    if _landed(at) == 0:
        return at.text("headline_no_project", firms=firms)
    return at.text(
        "headline",
        firms=firms,
        projects=at.count(_landed(at), "project"),
        per_100=_per_100(at),
    )


def _hidden(at: Context) -> Section:
    """Instead of statistics of too few."""
    title, text = (
        words.text(at.language, f"common.{key}") for key in ("too_fine_title", "too_fine")
    )
    return Section("hidden", title, text)


def _stages(at: Context) -> dict[str, int | None]:
    """Firms at or beyond each stage, None where hidden."""
    return context.whole_numbers(_reached(at))


def _reached(at: Context) -> pd.Series:
    stages = measured.reached_at_least(at.rows)
    return protection.nested(stages) if at.protects else stages


def _landed(at: Context) -> int | None:
    """Landed projects, None where hidden."""
    return at.part(measured.landed_projects(at.rows))


def _per_100(at: Context) -> str:
    """Landed projects per 100 firms, hidden where one of both is: the other would follow."""
    if _landed(at) is None or _stages(at)["diagnosed"] is None:
        return words.whole(at.language, None)
    return numbers.number(measured.per_100(at.rows), at.language, 1)


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
    stages = _stages(at)
    figures = [
        at.figure(f"figures.{code}", stages[code], "firm")
        for code in ("reached", "diagnosed", "landed")
    ]
    figures.append(at.figure("figures.projects", _landed(at), "project"))
    figures.append(
        Figure(
            at.text("figures.per_100"),
            _per_100(at),
            at.register.basis,
            Quantity.point(measured.per_100(at.rows))
            if stages["diagnosed"] and _landed(at) is not None
            else None,
            at.text("figures.per_100_note"),
        )
    )
    figures.append(at.figure("figures.centres", int(at.rows["centre_id"].nunique()), "centre"))
    notes = (words.text(at.language, "common.hidden_meaning"),) if at.protects else ()
    return Section("figures", at.text("figures.title"), figures=tuple(figures), notes=notes)


def _funnel(at: Context) -> Section:
    stages = _stages(at)
    landed = _landed(at)
    reading = "funnel.reading" if landed != 0 else "funnel.reading_none"
    chart = parts.counted_bars(
        id="funnel",
        numbers_by_code=_reached(at),
        vocabulary=STAGES,
        language=at.language,
        noun="firm",
        category=DIAGNOSES["stage"].label(at.language),
        keep_order=True,
        sentence=at.text(
            "funnel.sentence",
            **{c: words.whole(at.language, stages[c]) for c in ("diagnosed", "landed")},
        ),
        basis=at.register.basis,
        source=at.line,
        reading=at.text(reading, projects=at.count(landed, "project")),
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
    found = tally.counts(at.rows["causes"], CAUSES)
    if at.protects:
        found = found.map(lambda number: at.part(number, len(at.rows))).astype("Int64")
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
    counts = at.parts(found["count"])
    if not parts.drawn_counts(counts).any():
        return None
    months = [numbers.date(f"{day:%Y-%m}", at.language) for day in found["month"]]
    texts = [at.count(n, noun) for n in context.whole_numbers(counts).values()]
    rows = pd.DataFrame(
        {
            "month": found["month"],
            "count": counts.to_numpy() if counts.notna().all() else counts.astype("float64"),
            "date": months,
            "said": texts,
            "text": [""] * len(found),
        }
    )
    best = int(parts.drawn_counts(counts).argmax())
    rows.loc[best, "text"] = f"{int(counts.iloc[best]):,}"
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
        (Column("date", at.text("time.month")), parts.counts_column(counts, "said", title)),
        alt=parts.alt_text(at.language, sentence, months, texts),
    )


def _projects(at: Context) -> Section:
    projects = measured.projects_of(at.rows, at.register)
    landed = int(projects["landed_on"].notna().sum())
    if not landed:
        return Section("projects", at.text("projects.title"), at.text("projects.none"))
    category = at.parts(measured.landed_by(projects, "category"))
    cost = at.parts(measured.landed_by(projects, "cost_class"))
    unknown = context.whole_numbers(cost)["unknown"]
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
                "projects.cost",
                known=words.whole(at.language, None if unknown is None else landed - unknown),
                landed=at.count(at.part(landed), "project"),
            ),
            reading=""
            if unknown == 0
            else at.text("projects.reading", unknown=at.count(unknown, "project")),
        ),
    )
    return Section("projects", at.text("projects.title"), charts=parts.drawn(*made))


COUNTED = ("diagnosed", "landed", "projects")
"""What is counted of a centre."""


def _centres(at: Context) -> Section:
    """The centres side by side; a ratio only where at least five firms were diagnosed."""
    found = measured.centres(at.rows)
    labels = record.centre_labels(at.register)
    per_100 = pd.Series(
        measured.ratio(found["projects"].to_numpy(), found["diagnosed"].to_numpy())
    ).where((found["diagnosed"] >= 5).to_numpy())
    found = _protected(at, found)
    whole = found[["diagnosed", "projects"]].notna().all(axis=1)
    rows = pd.DataFrame(
        {
            "centre": [labels[id] for id in found["centre_id"]],
            **{code: found[code] for code in COUNTED},
            **{f"{code}_text": _texts(at, found[code]) for code in COUNTED},
            "per_100": per_100.where(whole).round(1),
        }
    )
    columns = (
        Column("centre", DIAGNOSES["centre_id"].label(at.language)),
        *(_counted(at, found[code], code) for code in COUNTED),
        Column("per_100", at.text("centres.per_100"), "number"),
    )
    table = Table(
        "centres", at.text("centres.caption"), columns, rows, at.register.basis, source=at.line
    )
    return Section(
        "centres", at.text("centres.title"), tables=(table,), notes=(at.text("centres.note"),)
    )


def _texts(at: Context, counts: pd.Series) -> list[str]:
    return [words.whole(at.language, n) for n in context.whole_numbers(counts).values()]


def _counted(at: Context, counts: pd.Series, code: str) -> Column:
    """A column of counts; of texts where some are hidden."""
    heading = at.text(f"centres.{code}")
    if counts.isna().any():
        return Column(f"{code}_text", heading)
    return Column(code, heading, "integer")


def _protected(at: Context, centres: pd.DataFrame) -> pd.DataFrame:
    """The centres' counts without those that are hidden: firms with and without landing add up."""
    if not at.protects:
        return centres
    split = centres[["landed"]].assign(other=centres["diagnosed"] - centres["landed"])
    diagnosed, projects = (protection.parts(centres[c]) for c in ("diagnosed", "projects"))
    landed = protection.table(split)["landed"]
    return centres.assign(diagnosed=diagnosed, landed=landed, projects=projects)


def _list(at: Context) -> Section:
    table = parts.register_table(
        at.register,
        at.rows,
        DIAGNOSES,
        LISTED,
        at.language,
        names={"centre_id": record.centre_labels(at.register)},
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
