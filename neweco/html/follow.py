"""What a phone in the hall sees: the step on the screen now, with a way to explore it."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from neweco import words
from neweco.html import style
from neweco.html.pieces import Pieces
from neweco.sheet import Section

REFRESH = 2
"""Seconds after which a phone without script looks again: a step is there within three."""


def step(part: Section | None, language: str, root: str, is_away: bool = False) -> str:
    """The step as a piece of a page, or that the room has ended; `root` leads to the site."""
    pieces = Pieces(language, lambda s: s.url(language, root, face="light"))
    if part is None:
        way = f'<a href="{root}/light/?lang={language}">{pieces.text("story.follow.explore")}</a>'
        return f'<p class="ne-bar">{pieces.text("story.follow.ended")}</p><p>{way}</p>'
    away = f'<p class="ne-bar">{pieces.text("story.follow.away")}</p>' if is_away else ""
    ways = tuple(
        replace(way, label=words.text(language, "story.follow.this", page=way.label))
        for way in part.links
    )
    return away + pieces.section(replace(part, links=ways))


def page(inner: str, language: str, root: str, tag: str = "") -> str:
    """The page around a step, which follows with its script and without; `tag` is what it shows."""
    title = escape(words.text(language, "story.follow.title"))
    ways = "".join(
        f'<a lang="{words.tag(other)}" href="?lang={other}">{escape(words.name(other))}</a>'
        for other in words.others(language)
    )
    again = f'<noscript><meta http-equiv="refresh" content="{REFRESH}"></noscript>' if tag else ""
    script = f'<script src="{root}/follow.js" defer></script>' if tag else ""
    return (
        f'<!doctype html><html lang="{words.tag(language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="robots" content="noindex"><title>{title}</title>{again}'
        f"<style>{style.page()}</style>{script}</head><body><header><strong>{title}</strong>"
        f'<nav>{ways}</nav></header><main id="main" data-tag="{escape(tag)}" '
        f'data-language="{language}" aria-live="polite">{inner}</main></body></html>'
    )


def form(language: str, said: str = "") -> str:
    """Where the digits of a room are typed; `said` is what was wrong with those before."""
    pieces = Pieces(language)
    wrong = f'<p class="ne-bar">{escape(said)}</p>' if said else ""
    return (
        f'{wrong}<form action="find" method="get"><label>{pieces.text("story.follow.digits")} '
        '<input name="digits" inputmode="numeric" autocomplete="off" maxlength="7" '
        f'pattern="[0-9 ]*" required></label> <input type="hidden" name="lang" value="{language}">'
        f"<button>{pieces.text('story.follow.go')}</button></form>"
    )
