"""The story: all steps one below the other, to read and to print."""

from __future__ import annotations

from neweco import story, words
from neweco.model.register import Register
from neweco.published import Published
from neweco.query.selection import Selection
from neweco.sheet import Link, Section, Sheet
from neweco.views.shared.page import Page
from neweco.views.story.slides import Slide, slides


def sheet(register: Register, published: Published, selection: Selection, language: str) -> Sheet:
    """Every step with what it shows."""
    page = Page(register, published, selection, language)
    made = slides(register, published, story.load(), language)
    sections = [section(each, len(made)) for each in made]
    return page.sheet(page.text("headline", steps=len(made)), sections)


def section(slide: Slide, whole: int) -> Section:
    """A step to read: of a story of so many."""
    language, number = slide.language, slide.step.number
    lead = words.text(language, "story.stage.fault", n=number)
    faults = [problem.describe(language) for problem in slide.problems]
    label = words.text(language, f"{slide.step.selection.view}.menu")
    source = "" if slide.picture else slide.source
    return Section(
        f"step-{number}",
        slide.title or words.text(language, "story.stage.step", n=number, all=whole),
        slide.statement,
        figures=slide.figures,
        charts=(slide.picture,) if slide.picture else (),
        tables=(slide.table,) if slide.table else (),
        links=(Link(label, slide.step.selection),),
        notes=(*([lead] if faults else []), *faults, *([source] if source else [])),
    )
