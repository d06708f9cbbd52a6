"""What each step of the story shows, taken from the sheet of the page it comes from."""

from __future__ import annotations

from dataclasses import dataclass, replace

from neweco import story, views
from neweco.model.register import Register
from neweco.published import Published
from neweco.sheet import Chart, Figure, Table
from neweco.story import Fault, Step
from neweco.views.shared import figures


@dataclass(frozen=True)
class Slide:
    """One step with what it shows in one language; `problems` say what it cannot show."""

    step: Step
    language: str
    title: str
    statement: str
    notes: str
    figures: tuple[Figure, ...]
    charts: tuple[Chart, ...]
    table: Table | None
    problems: tuple[Fault, ...]
    source: str


def slide(register: Register, published: Published, step: Step, language: str) -> Slide:
    """What one step shows; an item its view does not have is a problem of the step."""
    source = views.view(step.selection.view)(register, published, step.selection, language)
    figures = {figure.fact: figure for figure in source.figures if figure.fact}
    charts = {chart.id: chart for chart in source.charts}
    tables = {table.id: table for table in source.tables}
    missing = [Fault("figures", "unknown_item", id) for id in step.figures if id not in figures]
    missing += [Fault("charts", "unknown_item", id) for id in step.charts if id not in charts]
    together = len(step.charts) > 1
    wide = [id for id in step.charts if together and id in charts and charts[id].needs_step]
    missing += [Fault("charts", "too_wide", id) for id in wide]
    if step.table and step.table not in tables:
        missing.append(Fault("table", "unknown_item", step.table))
    return Slide(
        step,
        language,
        step.titles[language],
        step.statement[language],
        step.notes[language],
        tuple(figures[id] for id in step.figures if id in figures),
        tuple(_named(step, charts[id]) for id in step.charts if id in charts and id not in wide),
        replace(tables[step.table], rows=tables[step.table].rows.head(story.MOST_ROWS), keys=())
        if step.table in tables
        else None,
        (*step.problems, *missing),
        _source(published, step, language),
    )


def _source(published: Published, step: Step, language: str) -> str:
    known = [id for id in step.figures if id in published.facts]
    return figures.published_line(published, known, language) if known else ""


def _named(step: Step, chart: Chart) -> Chart:
    """Steps may show the same chart; each keeps an id of its own."""
    return replace(chart, id=f"step-{step.number}-{chart.id}")
