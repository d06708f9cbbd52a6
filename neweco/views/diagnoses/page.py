"""The diagnoses of the ten centres: how far firms came, what held them back, what landed."""

from __future__ import annotations

import pandas as pd

from neweco import words
from neweco.analysis import diagnoses as measured
from neweco.analysis import protection
from neweco.charts.forms import Axis, Lines
from neweco.model.fields import DIAGNOSES, PROJECTS
from neweco.model.register import Register
from neweco.model.vocabularies import CATEGORIES, STAGES
from neweco.published import Published
from neweco.query.selection import Selection
from neweco.sheet import Chart, Column, Section, Sheet
from neweco.views.diagnoses import maturity, record
from neweco.views.shared import charts, named, recognition, tables
from neweco.views.shared.page import Page
from neweco.words import numbers

LISTED = (
    "diagnosis_id", "centre_id", "industry", "district", "size", "stage", "level",
    "barrier_primary", "causes", "projects", "year",
)  # fmt: skip

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
    """The page of the first-round diagnoses that a selection keeps; one row is one firm."""
    page = Page(register, published, selection, language, COLUMNS)
    sections = [_published(page), named.section(page, "centre")]
    if page.absent:
        sections += [page.absence()]
    elif page.too_fine:
        sections += [_hidden(page), _list(page)]
    elif len(page.rows):
        sections += [
            _figures(page),
            _funnel(page),
            maturity.barriers(page),
            *maturity.levels(page),
            _time(page),
            _projects(page),
            _centres(page),
            _list(page),
        ]
    sections += [recognition.rules(page, "centre")]
    sections += recognition.assumptions(page)
    labels = record.centre_labels(register)
    return page.sheet(
        page.text("headline_hidden") if page.too_fine else _headline(page),
        sections,
        profile=record.profile(page, labels),
        labels={"centre": labels},
    )


def _headline(page: Page) -> str:
    if not len(page.rows):
        return page.text("headline_empty")
    stages = _stages(page)
    if stages["diagnosed"] == 0:
        return page.text("headline_none", firms=page.count(stages["reached"], "firm"))
    firms = page.count(stages["diagnosed"], "firm")
    if _landed(page) == 0:
        return page.text("headline_no_project", firms=firms)
    return page.text(
        "headline",
        firms=firms,
        projects=page.count(_landed(page), "project"),
    )


def _hidden(page: Page) -> Section:
    """Instead of statistics of too few."""
    title, text = (
        words.text(page.language, f"common.{key}") for key in ("too_fine_title", "too_fine")
    )
    return Section("hidden", title, text)


def _stages(page: Page) -> dict[str, int | None]:
    """Firms at or beyond each stage, None where hidden."""
    return protection.numbers(_reached(page))


def _reached(page: Page) -> pd.Series:
    stages = measured.reached_at_least(page.rows)
    return protection.nested(stages) if page.protects else stages


def _landed(page: Page) -> int | None:
    """Landed projects, None where hidden."""
    return page.part(measured.landed_projects(page.rows))


PUBLISHED = {
    "F019": "centres",
    "F020": "industries",
    "F021": "firms",
    "F022": "projects",
}
"""Facts that bear on the diagnoses, with their labels."""


def _published(page: Page) -> Section:
    cautions = [page.text(f"published.{key}") for key in ("units", "barriers", "no_split")]
    named = {"F020": page.text("published.named")}
    return page.published_section("published", PUBLISHED, cautions, named, place="strip")


def _figures(page: Page) -> Section:
    stages = _stages(page)
    figures = [
        page.figure(f"figures.{code}", stages[code], "firm")
        for code in ("reached", "diagnosed", "landed")
    ]
    figures.append(page.figure("figures.projects", _landed(page), "project"))
    figures.append(page.figure("figures.centres", int(page.rows["centre_id"].nunique()), "centre"))
    notes = (words.text(page.language, "common.hidden_meaning"),) if page.protects else ()
    return page.section("figures", figures=tuple(figures), notes=notes, place="main")


def _funnel(page: Page) -> Section:
    stages = _stages(page)
    landed = _landed(page)
    reading = "funnel.reading" if landed != 0 else "funnel.reading_none"
    said = {
        name: words.whole(page.language, stages[code])
        for name, code in (("diagnosed", "diagnosed"), ("implemented", "landed"))
    }
    codes = STAGES.codes
    chart = charts.bars(
        page,
        "funnel",
        _reached(page),
        DIAGNOSES["stage"],
        keep_order=True,
        sentence=page.text("funnel.sentence", **said),
        reading=page.text(reading, projects=page.count(landed, "project")),
        links=[page.selection.with_values("stage", codes[at:]) for at in range(len(codes))],
    )
    return page.section("funnel", charts=charts.drawn(chart), place="main")


def _time(page: Page) -> Section:
    """Firms and projects in two charts: they are different units."""
    projects = measured.projects_of(page.rows, page.register)
    made = (
        _months(page, "diagnosed", page.rows["diagnosed_on"], "firm"),
        _months(page, "landed", projects["landed_on"], "project"),
    )
    return page.section("time", charts=charts.drawn(*made), folded=True)


def _months(page: Page, id: str, dates: pd.Series, noun: str) -> Chart | None:
    found, language = measured.by_month(dates), page.language
    counts = page.parts(found["count"])
    if not charts.lengths(counts).any():
        return None
    months = [numbers.date(f"{day:%Y-%m}", language) for day in found["month"]]
    texts = [page.count(n, noun) for n in protection.numbers(counts).values()]
    rows = pd.DataFrame(
        {
            "month": found["month"],
            "count": counts.to_numpy() if counts.notna().all() else counts.astype("float64"),
            "date": months,
            "said": texts,
            "text": [""] * len(found),
        }
    )
    best = int(charts.lengths(counts).argmax())
    rows.loc[best, "text"] = words.whole(language, int(counts.iloc[best]))
    title, heading = words.text(language, f"units.{noun}.axis"), page.text("time.month")
    sentence = page.text(f"time.{id}", month=months[best], most=texts[best])
    return page.chart(
        f"time_{id}",
        sentence,
        Lines("month", Axis("count", title), "text", {"date": heading, "said": title}),
        rows,
        (Column("date", heading), charts.counts_column(counts, "said", title)),
        described=charts.pairs(language, months, texts),
    )


def _projects(page: Page) -> Section:
    projects, language = measured.projects_of(page.rows, page.register), page.language
    landed = int(projects["landed_on"].notna().sum())
    if not landed:
        return page.section("projects", page.text("projects.none"))
    category = page.parts(measured.landed_by(projects, "category"))
    cost = page.parts(measured.landed_by(projects, "cost_class"))
    unknown = protection.numbers(cost)["unknown"]
    leaders = charts.leaders(category, CATEGORIES, language)
    known = words.whole(language, None if unknown is None else landed - unknown)
    rest = page.text("projects.reading", unknown=page.count(unknown, "project"))
    whole = page.count(page.part(landed), "project")
    by_category = charts.bars(
        page,
        "category",
        category,
        PROJECTS["category"],
        noun="project",
        whole=landed,
        sentence=page.text("projects.category", categories=leaders),
    )
    by_cost = charts.bars(
        page,
        "cost",
        cost,
        PROJECTS["cost_class"],
        noun="project",
        whole=landed,
        keep_order=True,
        sentence=page.text("projects.cost", known=known, implemented=whole),
        reading="" if unknown == 0 else rest,
    )
    return page.section("projects", charts=charts.drawn(by_category, by_cost), folded=True)


COUNTED = ("diagnosed", "landed", "projects")
"""What is counted of a centre."""


def _centres(page: Page) -> Section:
    """The centres side by side."""
    found = _protected(page, measured.centres(page.rows))
    labels = record.centre_labels(page.register)
    rows = pd.DataFrame(
        {
            "centre": [labels[id] for id in found["centre_id"]],
            **{code: found[code] for code in COUNTED},
            **{f"{code}_text": _texts(page, found[code]) for code in COUNTED},
        }
    )
    columns = (
        Column("centre", DIAGNOSES["centre_id"].label(page.language)),
        *(_counted(page, found[code], code) for code in COUNTED),
    )
    table = tables.of_rows(page, "centres", columns, rows)
    notes = (page.text("centres.note"),)
    return page.section("centres", tables=(table,), notes=notes, folded=True)


def _texts(page: Page, counts: pd.Series) -> list[str]:
    return [words.whole(page.language, n) for n in protection.numbers(counts).values()]


def _counted(page: Page, counts: pd.Series, code: str) -> Column:
    """A column of counts; of texts where some are hidden."""
    heading = page.text(f"centres.{code}")
    if counts.isna().any():
        return Column(f"{code}_text", heading)
    return Column(code, heading, "integer")


def _protected(page: Page, centres: pd.DataFrame) -> pd.DataFrame:
    """The centres' counts without those that are hidden: firms with and without landing add up."""
    if not page.protects:
        return centres
    split = centres[["landed"]].assign(other=centres["diagnosed"] - centres["landed"])
    diagnosed, projects = (protection.parts(centres[c]) for c in ("diagnosed", "projects"))
    landed = protection.table(split)["landed"]
    return centres.assign(diagnosed=diagnosed, landed=landed, projects=projects)


def _list(page: Page) -> Section:
    names = {"centre_id": record.centre_labels(page.register)}
    return tables.section(page, LISTED, names)
