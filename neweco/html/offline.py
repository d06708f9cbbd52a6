"""The story as one file: for a hall without network and without a server.

Steps by the keys of a clicker or a click; printed, one step a page. Nothing outside the file is
asked for. Its few lines of script are the file's own: pages that a server sends have none.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from neweco import story, words
from neweco.html import slides
from neweco.model.register import Register
from neweco.published import Published, releases
from neweco.story import Step
from neweco.views.story.page import slide

_STYLE = Path(__file__).with_name("offline.css")
_SCRIPT = Path(__file__).with_name("offline.js")


def html(rows: Register, facts: Published, languages: Sequence[str], base: str = "") -> bytes:
    """Every step in one language, or in several side by side.

    `base` is the address of the site, for the codes that lead to the pages of the steps; without
    it there are none.
    """
    language = languages[0]
    steps = story.load()
    shown = "".join(_step(step, len(steps), rows, facts, languages, base) for step in steps)
    title = escape(words.text(language, "story.title"))
    note = words.text(
        language,
        "story.offline",
        product=words.text(language, "common.product"),
        release=releases.current().id,
        basis=words.text(language, f"basis.meaning.{rows.basis}"),
    )
    styles = "".join(file.read_text(encoding="utf-8") for file in (slides.STYLE, _STYLE))
    page = (
        f'<!doctype html><html lang="{slides.TAGS[language]}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{styles}</style></head><body><main>{shown}</main>"
        f'<p class="note">{escape(note)}</p>'
        f"<script>{_SCRIPT.read_text(encoding='utf-8')}</script></body></html>"
    )
    return page.encode("utf-8")


def _step(
    step: Step,
    whole: int,
    rows: Register,
    facts: Published,
    languages: Sequence[str],
    base: str,
) -> str:
    made = [slide(rows, facts, step, language) for language in languages]
    drawings = [slides.drawn(slide, len(made)) for slide in made]
    light = step.selection.url(languages[0], base, face="light") if base else ""
    return slides.page(made, drawings, step.number, whole, light, dark=False)
