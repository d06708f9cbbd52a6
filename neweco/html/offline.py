"""The story as one file: for a hall without network and without a server.

Steps by the keys of a clicker or a click; printed, one step a page. Nothing outside the file is
asked for. Its few lines of script are the file's own: pages that a server sends have none.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from neweco import story, words
from neweco.html import slides, style
from neweco.html.slides import Code
from neweco.model.register import Register
from neweco.published import Published, releases
from neweco.story import Step
from neweco.views.story.slides import Slide
from neweco.views.story.slides import slides as made_of

KEYS = Path(__file__).with_name("keys.js")
"""What keys mean on a stage."""

_SCRIPT = Path(__file__).with_name("offline.js")


def html(
    register: Register, published: Published, languages: Sequence[str], base: str = ""
) -> bytes:
    """Every step in one language, or in several side by side.

    `base` is the address of the site, for the codes that lead to the pages of the steps; without
    it there are none.
    """
    language, steps = languages[0], story.load()
    told = [made_of(register, published, steps, each) for each in languages]

    def shown(step: Step, *made: Slide) -> str:
        code = Code(step.selection.url(language, base, face="light")) if base else None
        return slides.page(made, slides.drawn(made), len(steps), code, dark=True)

    title = escape(words.text(language, "story.title"))
    note = words.text(
        language,
        "story.offline",
        product=words.text(language, "common.product"),
        release=releases.current().id,
        basis=words.text(language, f"basis.meaning.{register.basis}"),
    )
    page = (
        f'<!doctype html><html lang="{words.tag(language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{style.offline()}</style></head>"
        f"<body><main>{''.join(map(shown, steps, *told))}</main>"
        f'<p class="note">{escape(note)}</p>'
        f"<script>{with_keys(_SCRIPT)}</script></body></html>"
    )
    return page.encode("utf-8")


def with_keys(*scripts: Path) -> str:
    """Scripts that know the keys of a stage, apart from every other."""
    made = "".join(script.read_text("utf-8") for script in (KEYS, *scripts))
    return f'(() => {{"use strict";{made}}})();'
