"""The diagnoses of the ten centres: how far firms came, what held them back, what landed."""

from __future__ import annotations

from dataclasses import dataclass, replace

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
from neweco.sheet import Chart, Column, Figure, Section, Sheet
from neweco.views.diagnoses import maturity, record
from neweco.views.shared import charts, named, recognition, tables
from neweco.views.shared.layers import Layers
from neweco.views.shared.page import Page
from neweco.words import numbers

LISTED = (
    "diagnosis_id", "centre_id", "industry", "district", "size", "stage", "level",
    "barrier_primary", "causes", "projects", "year",
)  # fmt: skip

COLUMNS = (
    "centre_id", "industry", "stage", "level", "barrier_primary", "instrument", "diagnosed_on",
    *measured.SCORES,
    "consent_public",
)  # fmt: skip
"""What the view reads of every row that it counts; there may be a million of them."""


def sheet(register: Register, published: Published, selection: Selection, language: str) -> Sheet:
    """The page of the first-round diagnoses that a selection keeps; one row is one firm."""
    page = Page(register, published, selection, language, COLUMNS)
    sections = [page.fixed("strip", lambda: _published(page)), named.strip(page, "centre")]
    headline = page.text("headline_empty")
    if page.absent:
        sections += [page.absence()]
    elif page.few:
        sections += [_few(page), _list(page)]
    elif len(page.whole):
        found = _Counted.of(page)
        sections += [
            _figures(page, found),
            page.section(
                "progress", charts=(_funnel(page, found), maturity.barriers(page)), place="main"
            ),
            *maturity.levels(page),
            _time(page, found),
            _projects(page, found),
            _centres(page, found),
            _list(page),
        ]
        headline = _headline(page, found)
    rules = page.fixed("rules", lambda: recognition.rules(page, "centre"))
    sections += [named.section(page, "centre"), rules]
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
    """What several parts say: firms that reached each stage, the landed projects they led to, and
    how many these are."""

    reached: Layers[pd.Series]
    projects: Layers[pd.DataFrame]
    landed: int | None

    @classmethod
    def of(cls, page: Page) -> _Counted:
        register, door = page.register, page.door
        return cls(
            page.layers("reached", lambda rows: measured.reached_at_least(rows, door)),
            projects := page.layers("landed", lambda rows: measured.landed_of(rows, register)),
            protection.projects(register).number(projects.part),
        )

    @property
    def stages(self) -> dict[str, int | None]:
        """Firms at or beyond each stage; None is fewer than ten."""
        return protection.numbers(self.reached.part)

    def at(self, stage: str) -> Layers[int | None]:
        """Firms at or beyond a stage."""
        return self.reached.each(lambda counts: protection.numbers(counts)[stage])


def _headline(page: Page, found: _Counted) -> str:
    if not page.matched:
        return page.text("headline_empty")
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


FIGURES = ("reached", "diagnosed", "landed")
"""Stages that are told as figures."""


def _figures(page: Page, found: _Counted) -> Section:
    projects = found.projects.each(protection.projects(page.register).number)
    figures = [_figure(page, code, found.at(code), "firm") for code in FIGURES]
    figures.append(_figure(page, "projects", projects, "project"))
    if not page.protects:
        centres = page.layers("centres", _centres_of)
        figures.append(_figure(page, "centres", centres, "centre"))
    notes = (words.text(page.language, "common.about_meaning"),) if page.protects else ()
    return page.section("figures", figures=tuple(figures), notes=notes, place="main")


def _centres_of(rows: pd.DataFrame) -> int | None:
    return int(rows["centre_id"].nunique())


def _figure(page: Page, code: str, found: Layers[int | None], noun: str) -> Figure:
    made = page.figure(f"figures.{code}", found.part, noun)
    return replace(made, beside=page.behind(found.ghost, noun))


def _funnel(page: Page, found: _Counted) -> Chart:
    reading = "funnel.reading" if found.landed != 0 else "funnel.reading_none"
    said = {
        name: words.whole(page.language, found.stages[code])
        for name, code in (("diagnosed", "diagnosed"), ("implemented", "landed"))
    }
    codes = STAGES.codes
    return charts.bars(
        page,
        "funnel",
        found.reached,
        DIAGNOSES["stage"],
        keep_order=True,
        sentence=page.text("funnel.sentence", **said),
        reading=words.sentences(
            page.language,
            page.text(reading, projects=page.count(found.landed, "project")),
            page.text("funnel.lead"),
        ),
        links=[page.selection.with_values("stage", codes[at:]) for at in range(len(codes))],
    )


def _time(page: Page, found: _Counted) -> Section:
    """Firms and projects in two charts: they are different units."""
    door, made = protection.projects(page.register), []
    diagnosed = page.once("months", lambda: measured.months(page.whole["diagnosed_on"]))
    if diagnosed is not None:
        counted = page.layers(
            "by_month",
            lambda rows: measured.by_month(rows["diagnosed_on"], diagnosed, page.door),
        )
        made.append(_months(page, "diagnosed", counted, "firm"))
    landed = measured.months(found.projects.whole["landed_on"])
    if landed is not None:
        counted = found.projects.each(
            lambda projects: measured.by_month(projects["landed_on"], landed, door)
        )
        made.append(_months(page, "landed", counted, "project"))
    return page.section("time", charts=tuple(made), folded=True)


def _months(page: Page, id: str, found: Layers[pd.DataFrame], noun: str) -> Chart:
    language = page.language
    counts = found.part["count"]
    months = [numbers.date(f"{day:%Y-%m}", language) for day in found.part["month"]]
    texts = [page.count(n, noun) for n in protection.numbers(counts).values()]
    rows = pd.DataFrame(
        {
            "month": found.part["month"],
            "count": counts.to_numpy() if counts.notna().all() else counts.astype("float64"),
            "date": months,
            "said": texts,
            "text": [""] * len(months),
        }
    )
    best = int(charts.lengths(counts).argmax())
    rows.loc[best, "text"] = words.whole(language, protection.numbers(counts)[str(best)])
    title, heading = words.text(language, f"units.{noun}.axis"), page.text("time.month")
    return page.chart(
        f"time_{id}",
        page.text(f"time.{id}", month=months[best], most=texts[best]),
        Lines("month", Axis("count", title), "text", {"date": heading, "said": title}),
        rows,
        (Column("date", heading), charts.counts_column(counts, "said", title)),
        described=charts.pairs(language, months, texts),
        ghost=found.ghost.astype({"count": "float64"}),
    )


def _projects(page: Page, found: _Counted) -> Section:
    door, landed = protection.projects(page.register), found.landed

    def counted(code: str) -> Layers[pd.Series]:
        return found.projects.each(lambda rows: measured.projects_by(rows, code, door))

    category, cost = counted("category"), counted("cost_class")
    given = found.projects.part
    known = door.number(given.loc[given["cost_class"] != "unknown"])
    unknown = protection.numbers(cost.part)["unknown"]
    rest = page.text("projects.reading", unknown=page.count(unknown, "project"))
    lead = "" if landed else page.text("projects.none") if landed == 0 else page.few_text
    by_category = charts.bars(
        page,
        "category",
        category,
        PROJECTS["category"],
        noun="project",
        whole=landed,
        sentence=lead
        or page.text(
            "projects.category",
            categories=charts.leaders(category.part, CATEGORIES, page.language),
        ),
    )
    by_cost = charts.bars(
        page,
        "cost",
        cost,
        PROJECTS["cost_class"],
        noun="project",
        whole=landed,
        keep_order=True,
        sentence=lead
        or page.text(
            "projects.cost",
            known=words.whole(page.language, known),
            implemented=page.count(landed, "project"),
        ),
        reading=rest if unknown else "",
    )
    return page.section("projects", charts=(by_category, by_cost), folded=True)


COUNTED = ("diagnosed", "landed", "projects")
"""What is counted of a centre."""


def _centres(page: Page, counted: _Counted) -> Section:
    """The centres side by side, those with most firms first."""
    order = page.once("busiest", lambda: page.door.counts(page.whole["centre_id"]).fillna(0))
    ranked = order.sort_values(ascending=False, kind="stable").index
    found = measured.centres(page.rows, counted.projects.part, page.register)
    found = found.set_index("centre_id")
    found = found.loc[[id for id in ranked if id in found.index]].reset_index()
    labels = record.centre_labels(page.register)
    rows = pd.DataFrame(
        {
            "centre": [labels.get(id, id) for id in found["centre_id"]],
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
