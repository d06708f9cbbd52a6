"""What a page says about the link that led to it.

Links differ without end while the page is the same, so the page is made and kept without these
lines, and they are put in as it is handed out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from neweco import words
from neweco.published import releases
from neweco.query.grammar import Ignored

PLACE = b"<!--notices-->"
"""Where they go in a page. No text from data can be it, since `<` is escaped there."""


def of_link(
    ignored: Iterable[Ignored], linked: str, facts: Iterable[str], language: str
) -> tuple[str, ...]:
    """What of a link could not be used, and what changed since its data release `linked`."""
    said = [part.describe(language) for part in ignored]
    changed = releases.change(linked, facts)
    if changed is not None:
        said.append(_since(changed, language))
    return tuple(said)


def _since(changed: releases.Change, language: str) -> str:
    key = "since" if changed.known else "unknown"
    now = releases.current().id
    said = words.text(language, f"release.{key}", linked=changed.linked, now=now)
    lines = [f"{fact}: {before} → {after}" for fact, before, after in changed.figures]
    if changed.known and not lines:
        lines = [words.text(language, "release.none")]
    return " ".join([said, *lines])


def put_into(page: bytes, said: Sequence[str]) -> bytes:
    """The page with these lines in their place."""
    return page.replace(PLACE, bars(said).encode("utf-8"), 1)


def bars(said: Iterable[str]) -> str:
    """Lines above a page."""
    return "".join(f'<p class="ne-bar">{escape(text)}</p>' for text in said)
