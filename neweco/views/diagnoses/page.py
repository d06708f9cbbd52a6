"""The diagnoses of the ten centres: how far firms came, what held them back, what landed."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from neweco import words
from neweco.analysis import diagnoses as measured
from neweco.analysis import protection
from neweco.analysis.protection import Door
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
    headline = page.text("headline_empty")
    if page.absent:
        sections += [page.absence()]
    elif page.few:
        sections += [_few(page), _list(page)]
    elif page.matched:
        found = _Counted.of(page)
        sections += [
            _figures(page, found),
            _funnel(page, found),
            maturity.barriers(page),
            *maturity.levels(page),
            _time(page, found),
            _projects(page, found),
            _centres(page, found),
            _list(page),
        ]
        headline = _headline(page, found)
    sections += [recognition.rules(page, "centre")]
    sections += recognition.assumptions(page)
    labels = record.centre_labels(register)
    return page.sheet(
        page.text("headline_few") if page.few else headline,
        sections,
        profile=record.profile(page, labels),
        labels={"centre": labels},
    )


@dataclass(frozen=True)
class _Counted:
    """What several parts say: firms by stage, the projects they led to, and how many landed."""

    reached: pd.Series
    projects: pd.DataFrame
    landed: int | None

    @classmethod
    def of(cls, page: Page) -> _Counted:
        projects = measured.projects_of(page.rows, page.register)
        landed = projects.loc[projects["landed_on"].notna()]
        number = protection.projects(page.register).number(landed)
        return cls(measured.reached_at_least(page.rows, page.door), projects, number)

    @property
    def stages(self) -> dict[str, int | None]:
        """Firms at or beyond each stage; None is fewer than ten."""
        return protection.numbers(self.reached)


def _headline(page: Page, found: _Counted) -> str:
    if found.stages["diagnosed"] == 0:
        return page.text("headline_none", firms=page.count(found.stages["reached"], "firm"))
    firms = page.about(found.stages["diagnosed"], "firm")
    if found.landed == 0:
        return page.text("headline_no_project", firms=firms)
    return page.text(
        "headline",
        firms=firms,
        projects=page.count(found.landed, "project"),
    )


def _few(page: Page) -> Section:
    """Instead of statistics of fewer than ten firms."""
    title, text = (words.text(page.language, f"common.{key}") for key in ("few_title", "few_text"))
    return Section("few", title, text)


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


def _figures(page: Page, found: _Counted) -> Section:
    figures = [
        page.figure(f"figures.{code}", found.stages[code], "firm")
        for code in ("reached", "diagnosed", "landed")
    ]
    figures.append(page.figure("figures.projects", found.landed, "project"))
    if not page.protects:
        centres = int(page.rows["centre_id"].nunique())
        figures.append(page.figure("figures.centres", centres, "centre"))
    notes = (words.text(page.language, "common.about_meaning"),) if page.protects else ()
    return page.section("figures", figures=tuple(figures), notes=notes, place="main")


def _funnel(page: Page, found: _Counted) -> Section:
    reading = "funnel.reading" if found.landed != 0 else "funnel.reading_none"
    said = {
        name: words.whole(page.language, found.stages[code])
        for name, code in (("diagnosed", "diagnosed"), ("implemented", "landed"))
    }
    codes = STAGES.codes
    chart = charts.bars(
        page,
        "funnel",
        found.reached,
        DIAGNOSES["stage"],
        keep_order=True,
        sentence=page.text("funnel.sentence", **said),
        reading=page.text(reading, projects=page.count(found.landed, "project")),
        links=[page.selection.with_values("stage", codes[at:]) for at in range(len(codes))],
    )
    return page.section("funnel", charts=charts.drawn(chart), place="main")


def _time(page: Page, found: _Counted) -> Section:
    """Firms and projects in two charts: they are different units."""
    projects = protection.projects(page.register)
    made = (
        _months(page, "diagnosed", page.rows["diagnosed_on"], "firm", page.door),
        _months(page, "landed", found.projects["landed_on"], "project", projects),
    )
    return page.section("time", charts=charts.drawn(*made), folded=True)


def _months(page: Page, id: str, dates: pd.Series, noun: str, door: Door) -> Chart | None:
    found, language = measured.by_month(dates, door), page.language
    counts = found["count"]
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


def _projects(page: Page, found: _Counted) -> Section:
    if not found.landed:
        none = page.text("projects.none") if found.landed == 0 else page.few_text
        return page.section("projects", none)
    language, door = page.language, protection.projects(page.register)
    landed = found.projects.loc[found.projects["landed_on"].notna()]
    category = measured.landed_by(landed, "category", door)
    cost = measured.landed_by(landed, "cost_class", door)
    unknown = protection.numbers(cost)["unknown"]
    leaders = charts.leaders(category, CATEGORIES, language)
    known = words.whole(language, door.number(landed.loc[landed["cost_class"] != "unknown"]))
    rest = page.text("projects.reading", unknown=page.count(unknown, "project"))
    whole = page.count(found.landed, "project")
    by_category = charts.bars(
        page,
        "category",
        category,
        PROJECTS["category"],
        noun="project",
        whole=found.landed,
        sentence=page.text("projects.category", categories=leaders),
    )
    by_cost = charts.bars(
        page,
        "cost",
        cost,
        PROJECTS["cost_class"],
        noun="project",
        whole=found.landed,
        keep_order=True,
        sentence=page.text("projects.cost", known=known, implemented=whole),
        reading=rest if unknown else "",
    )
    return page.section("projects", charts=charts.drawn(by_category, by_cost), folded=True)


COUNTED = ("diagnosed", "landed", "projects")
"""What is counted of a centre."""


def _centres(page: Page, counted: _Counted) -> Section:
    """The centres side by side."""
    found = measured.centres(page.rows, counted.projects, page.register)
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


def _list(page: Page) -> Section:
    names = {"centre_id": record.centre_labels(page.register)}
    return tables.section(page, LISTED, names)
