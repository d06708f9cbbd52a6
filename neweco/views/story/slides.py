"""What each step of the story shows, taken from the sheet of the page it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from neweco import story, views
from neweco.http.cache import Cache
from neweco.model.register import Register
from neweco.published import Published
from neweco.query.selection import Selection
from neweco.sheet import Chart, Figure, Sheet, Table
from neweco.story import Fault, Step
from neweco.views.shared import figures
from neweco.views.story.pictures import picture


@dataclass(frozen=True)
class Slide:
    """One step with what it shows in one language; `problems` say what it cannot show."""

    step: Step
    language: str
    title: str
    statement: str
    notes: str
    figures: tuple[Figure, ...]
    picture: Chart | None
    table: Table | None
    problems: tuple[Fault, ...]
    source: str


_TOLD: Cache[tuple[Slide, ...]] = Cache(4)


def told(register: Register, published: Published, language: str) -> tuple[Slide, ...]:
    """The story that is told now in a language, made once for all who ask.

    For a register of the server alone: what is kept here is shown to everybody.
    """
    key = (register.fingerprint, language)
    return _TOLD.get(key, lambda: tuple(slides(register, published, story.load(), language)))


def slides(
    register: Register, published: Published, steps: Sequence[Step], language: str
) -> list[Slide]:
    """What steps show; the page that several come from is made once."""
    made: dict[Selection, Sheet] = {}
    for step in steps:
        if step.selection not in made:
            made[step.selection] = source(register, published, step, language)
    return [slide(register, published, step, language, made[step.selection]) for step in steps]


def source(register: Register, published: Published, step: Step, language: str) -> Sheet:
    """The page that a step comes from."""
    return views.view(step.selection.view)(register, published, step.selection, language)


def slide(
    register: Register,
    published: Published,
    step: Step,
    language: str,
    sheet: Sheet | None = None,
) -> Slide:
    """What one step shows of its page; an item that has not is a problem of the step."""
    page = sheet or source(register, published, step, language)
    figures = {figure.fact: figure for figure in page.figures if figure.fact}
    tables = {table.id: table for table in page.tables}
    drawn = picture(page, step.picture, register, published) if step.picture else None
    missing = [Fault("figures", "unknown_item", id) for id in step.figures if id not in figures]
    if step.picture and drawn is None:
        missing.append(Fault("picture", "unknown_item", step.picture))
    if step.table and step.table not in tables:
        missing.append(Fault("table", "unknown_item", step.table))
    return Slide(
        step,
        language,
        step.titles[language],
        step.statement[language],
        step.notes[language],
        tuple(figures[id] for id in step.figures if id in figures),
        # Steps may show the same picture; each keeps an id of its own.
        replace(drawn, id=f"step-{step.number}-{drawn.id}") if drawn else None,
        tables[step.table].part(story.MOST_ROWS) if step.table in tables else None,
        (*step.problems, *missing),
        _source(published, step, drawn, language),
    )


def _source(published: Published, step: Step, drawn: Chart | None, language: str) -> str:
    """The line below: that of the picture, or of the figures."""
    if drawn is not None:
        return drawn.source
    known = [id for id in step.figures if id in published.facts]
    return figures.published_line(published, known, language) if known else ""
