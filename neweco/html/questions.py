"""The questions of the self-check as HTML, and links to those that are still open."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape


def question(id: str, text: str, heading: str = "") -> str:
    """A question, where links can jump to; with the heading of its group."""
    above = f'<h2 class="ne-section">{escape(heading)}</h2>' if heading else ""
    return f'{above}<p class="ne-sentence" id="q-{escape(id)}">{escape(id)} {escape(text)}</p>'


def jumps(lead: str, ids: Sequence[str]) -> str:
    """Links to the questions that are still open."""
    links = " ".join(f'<a href="#q-{escape(id)}">{escape(id)}</a>' for id in ids)
    return f'<p class="ne-reading">{escape(lead)} {links}</p>'
