"""The diagnoses of the ten centres: how far firms came, what held them back, what landed."""

from __future__ import annotations

from collections.abc import Mapping

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
from neweco.views import diagnosis, parts
from neweco.views.parts import Context
from neweco.vocabulary import (
    BARRIERS,
    CATEGORIES,
    CAUSES,
    COST_CLASSES,
    INDUSTRIES,
    INSTRUMENTS,
    LEVELS,
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


def sheet(register: Register, published: Published, selection: Selection, language: str) -> Sheet:
    """The view of the first-round diagnoses that a selection keeps; one row is one firm."""
    rows = selection.apply(register.first_round)
    at = Context(register, published, selection, language, "diagnoses", rows)
    sections = [_published(at)]
    if len(rows):
        sections += [
            _figures(at),
            _funnel(at),
            _barriers(at),
            _levels(at),
            _time(at),
            _projects(at),
            _centres(at),
            _list(at),
        ]
    sections += [_rules(at), parts.organisations(at, "centre")]
    return at.sheet(
        headline=_headline(at),
        sections=[*sections, *parts.assumptions(at)],
        whole=register.first_round,
        profile=diagnosis.profile(at, centre_labels(register)),
        labels={"centre": centre_labels(register)},
    )


def centre_labels(register: Register) -> Mapping[str, str]:
    """Centre ids to names."""
    centres = register.centres
    return dict(zip(centres["centre_id"], centres["name"], strict=True))


def _headline(at: Context) -> str:
    if not len(at.rows):
        return at.text("headline_empty")
    return at.text(
        "headline",
        firms=at.count(measured.diagnosed(at.rows), "firm"),
        projects=at.count(measured.landed_projects(at.rows), "project"),
        per_100=numbers.number(measured.per_100(at.rows), at.language, 1),
    )


def _published(at: Context) -> Section:
    keys = {
        "F019": "centres",
        "F020": "industries",
        "F021": "firms",
        "F022": "projects",
        "F023": "barriers",
    }
    figures = [at.fact(fact, f"published.{key}") for fact, key in keys.items()]
    figures.append(at.fact("F210", "published.per_100", at.text("published.per_100_note")))
    return Section(
        "published",
        at.text("published.title"),
        at.text("published.lead"),
        figures=tuple(figures),
        notes=(
            at.published.fact("F210").note(at.language),
            at.text("published.no_split"),
            parts.published_line(at.published, keys, at.language),
        ),
    )


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


def _barriers(at: Context) -> Section:
    found = measured.barriers_by_industry(at.rows)
    totals = common.counts(at.rows["barrier_primary"], BARRIERS)
    if not totals.sum():
        return Section("barriers", at.text("barriers.title"), at.text("barriers.none"))
    sentence = at.text(
        "barriers.sentence",
        barriers=parts.leaders(totals, BARRIERS, at.language),
        firms=at.count(int(totals.max()), "firm"),
        known=at.count(int(totals.sum()), "firm"),
    )
    chart = _matrix(
        at,
        "barriers",
        found,
        ("industry", INDUSTRIES.labels(at.language)),
        ("barrier_primary", BARRIERS.labels(at.language)),
        sentence,
        at.text("barriers.reading"),
    )
    return Section("barriers", at.text("barriers.title"), at.text("barriers.lead"), charts=(chart,))


def _matrix(
    at: Context,
    id: str,
    found: pd.DataFrame,
    row: tuple[str, Mapping[str, str]],
    column: tuple[str, Mapping[str, str]],
    sentence: str,
    reading: str,
) -> Chart:
    """Counts per pair of codes; the share of its row stands in the tooltip."""
    (row_code, row_names), (column_code, column_names) = row, column
    rows = pd.DataFrame(
        {
            "row": found[row_code].astype(str).map(row_names).to_numpy(),
            "column": found[column_code].astype(str).map(column_names).to_numpy(),
            "count": found["count"].to_numpy(),
            "text": [f"{n:,}" for n in found["count"]],
            "said": [
                parts.counted(at.language, int(n), "firm", int(whole))
                for n, whole in zip(found["count"], found["known"], strict=True)
            ],
        }
    )
    headings = (DIAGNOSES[row_code].label(at.language), DIAGNOSES[column_code].label(at.language))
    unit = words.text(at.language, "units.firm.axis")
    spec = charts.matrix(
        row="row",
        column="column",
        value="count",
        text="text",
        rows=list(dict.fromkeys(rows["row"])),
        columns=list(dict.fromkeys(rows["column"])),
        tooltip={"row": headings[0], "column": headings[1], "said": unit},
    )
    pairs = [f"{a} × {b}" for a, b in zip(rows["row"], rows["column"], strict=True)]
    return at.chart(
        id,
        sentence,
        spec,
        rows,
        (
            Column("row", headings[0]),
            Column("column", headings[1]),
            Column("count", unit, "integer"),
        ),
        alt=parts.alt_text(at.language, sentence, pairs, list(rows["text"])),
        reading=reading,
        wide=True,
    )


def _levels(at: Context) -> Section:
    """Levels of one instrument only: those of different instruments are never on one axis."""
    instrument = measured.main_instrument(at.rows)
    if not instrument:
        return Section("levels", at.text("levels.title"), at.text("levels.none"))
    one = at.rows.loc[(at.rows["instrument"] == instrument).to_numpy()]
    leveled = common.counts(one["level"], LEVELS)
    left_out = int(at.rows["level"].notna().sum() - leveled.sum())
    name = INSTRUMENTS.label(instrument, at.language)
    reading = at.text("levels.reading", instrument=name, left=at.count(left_out, "firm"))
    sentence = at.text(
        "levels.sentence",
        level=parts.leaders(leveled, LEVELS, at.language),
        firms=at.count(int(leveled.max()), "firm"),
        known=at.count(int(leveled.sum()), "firm"),
    )
    names = LEVELS.labels(at.language)
    by_centre = measured.levels_by(one, "centre_id")
    made = [
        _matrix(
            at,
            "levels",
            measured.levels_by(one, "industry"),
            ("industry", INDUSTRIES.labels(at.language)),
            ("level", names),
            sentence,
            reading,
        ),
        _matrix(
            at,
            "levels_centre",
            by_centre,
            ("centre_id", centre_labels(at.register)),
            ("level", names),
            at.text("levels.centre", centres=by_centre["centre_id"].nunique()),
            reading,
        ),
    ]
    made = [*made[:1], *_dimensions(at, one), *made[1:]]
    return Section(
        "levels", at.text("levels.title"), at.text("levels.lead"), charts=parts.drawn(*made)
    )


def _dimensions(at: Context, one: pd.DataFrame) -> list[Chart]:
    found = measured.dimension_means(one)
    if found.empty:
        return []
    names = [DIAGNOSES[code].label(at.language) for code in found["dimension"]]
    texts = [numbers.number(mean, at.language, 1) for mean in found["mean"]]
    rows = pd.DataFrame({"dimension": names, "mean": found["mean"].round(1), "text": texts})
    title = at.text("dimensions.axis")
    spec = charts.bars(
        category="dimension",
        value="mean",
        text="text",
        title=title,
        order=names,
        tooltip={"dimension": at.text("dimensions.heading"), "text": title},
        language=at.language,
    )
    weakest = names[int(found["mean"].to_numpy().argmin())]
    sentence = at.text("dimensions.sentence", weakest=weakest)
    known = at.count(int(found["known"].min()), "firm")
    return [
        at.chart(
            "dimensions",
            sentence,
            spec,
            rows,
            (Column("dimension", at.text("dimensions.heading")), Column("mean", title, "number")),
            alt=parts.alt_text(at.language, sentence, names, texts),
            reading=at.text("dimensions.reading", known=known),
            wide=True,
        )
    ]


def _time(at: Context) -> Section:
    """Firms and projects in two charts: they are different units."""
    projects = measured.projects_of(at.rows, at.register.projects)
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
    projects = measured.projects_of(at.rows, at.register.projects)
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
    labels = centre_labels(at.register)
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
        names={"centre_id": centre_labels(at.register)},
    )
    return Section("list", at.text("list.title"), at.text("list.lead"), tables=(table,))


def _rules(at: Context) -> Section:
    return Section(
        "rules",
        at.text("rules.title"),
        at.text("rules.lead"),
        tables=(parts.rules_table(at, "centre"),),
        folded=True,
    )
