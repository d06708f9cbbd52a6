"""Texts of a picture in two languages at once: one text of data until it is drawn."""

from __future__ import annotations

from html import escape

from neweco import words

BOTH = "\x1f"
"""Between a text, the tag of another language and the same text in it; in no text of data."""


def both(text: str, other: str, language: str) -> str:
    """A text with what it is in another language, which is drawn beneath it; alone where that says
    nothing else (15家 beside 15)."""
    return text if other in text or text in other else BOTH.join((text, words.tag(language), other))


def parts(text: str) -> tuple[str, str, str]:
    """The text, and the tag and the text of the other language, empty where there is none."""
    own, _, more = text.partition(BOTH)
    tag, _, other = more.partition(BOTH)
    return own, tag, other


def html(text: str) -> str:
    """A text as HTML, in both languages where it has both."""
    return escape(parts(text)[0]) + beneath(text)


def beneath(text: str) -> str:
    """What a text is in the other language, as HTML; nothing where it has one alone."""
    _, tag, other = parts(text)
    return f'<small lang="{escape(tag)}">{escape(other)}</small>' if other else ""
