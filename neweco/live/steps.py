"""The steps of the story made ready: for all sessions, or of a register of one's own."""

from __future__ import annotations

from neweco import published, story, words
from neweco.html import slides
from neweco.live import engine, own
from neweco.model.register import Register
from neweco.query.selection import Selection
from neweco.sources import current
from neweco.story import Fault, Step
from neweco.views.story.slides import Slide, slide, told

Prepared = tuple[tuple[Slide, ...], str]
"""A step in its languages, and its picture drawn."""


def nearest(selection: Selection, whole: int) -> int:
    """The step that an address names; beyond the story it is the nearest one."""
    asked = int(selection.item) if selection.item.isascii() and selection.item.isdigit() else 1
    return min(max(asked, 1), whole)


def prepare_all() -> None:
    """Make every step ready in each language and in all, so that none is waited for in a hall."""
    for step in story.load():
        for language in words.LANGUAGES:
            for languages in ((language,), (language, *words.others(language))):
                _shared(step, languages)


def faults() -> list[tuple[int, Fault]]:
    """All that steps cannot show of the server's register, each with its step's number."""
    return [
        (step.number, fault)
        for step in story.load()
        for fault in _shared(step, (words.DEFAULT,))[0][0].problems
    ]


def prepared(step: Step, languages: tuple[str, ...]) -> Prepared:
    """What a step shows in these languages at once, with its picture drawn: the same for
    everybody, made once."""
    mine = own.register()
    if mine is None:
        return _shared(step, languages)
    return own.kept((__name__, step.number, languages), lambda: _made(step, languages, mine))


def _made(step: Step, languages: tuple[str, ...], rows: Register) -> Prepared:
    made = tuple(slide(rows, published.shipped(), step, language) for language in languages)
    return made, slides.drawn(made)


def _shared(step: Step, languages: tuple[str, ...]) -> Prepared:
    rows = current.load()
    return _kept(rows.fingerprint, step.number, languages, rows)


@engine.shared(1024)
def _kept(fingerprint: str, number: int, languages: tuple[str, ...], _rows: Register) -> Prepared:
    del fingerprint
    made = tuple(told(_rows, published.shipped(), each)[number - 1] for each in languages)
    return made, slides.drawn(made)
