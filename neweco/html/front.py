"""The first page: one message with its picture, lines as cards, questions as chips, steps.

Sections whose `place` is one of `PLACES` are drawn here, on every face.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import groupby

from neweco.html.pieces import Pieces, unbroken
from neweco.sheet import Chart, Link, Section, Sheet

PLACES = ("hero", "cards", "chips", "steps")


def has_hero(sheet: Sheet) -> bool:
    """Whether the page opens with a picture, in which its title stands."""
    return any(part.place == "hero" for part in sheet.sections)


def section(part: Section, sheet: Sheet, pieces: Pieces) -> str:
    """A section of the first page. KeyError for one that has another place."""
    draw = {"cards": _cards, "chips": _chips, "steps": _steps}
    if part.place == "hero":
        return _hero(part, sheet, pieces)
    heading = pieces.heading(part.id, part.title, part.lead)
    inside = draw[part.place](part, pieces)
    return f'<section aria-labelledby="{escape(part.id)}">{heading}{inside}</section>'


def _hero(part: Section, sheet: Sheet, pieces: Pieces) -> str:
    """What the page says in one sentence, beside its picture; figures that belong to it below."""
    (chart,) = part.charts
    return (
        f'<section class="ne-hero" aria-labelledby="{escape(part.id)}">'
        f'<div class="ne-hero-said"><h1 class="ne-title">{escape(sheet.title)}</h1>'
        f'<h2 class="ne-message" id="{escape(part.id)}">{unbroken(chart.sentence)}</h2>'
        f'<p class="ne-headline">{unbroken(sheet.headline)}</p>'
        f"{pieces.strip(part)}</div>"
        f'<figure class="ne-hero-picture ne-chart">{pieces.drawing(chart)}'
        f"{pieces.chart_foot(chart)}</figure></section>{_more(part, pieces)}"
    )


def _cards(part: Section, pieces: Pieces) -> str:
    """A card a line: its name, what is said of it as a picture, and the way in."""
    cards = "".join(
        _card(chart, links, group, pieces)
        for chart, (group, links) in zip(part.charts, _grouped(part.links), strict=True)
    )
    return f'<div class="ne-cards">{cards}</div>{pieces.strip(part)}{_more(part, pieces)}'


def _more(part: Section, pieces: Pieces) -> str:
    """Words that go with a section, behind a line that opens."""
    notes = pieces.paragraphs(part.notes)
    summary = pieces.text("overview.more")
    return f"<details><summary>{summary}</summary>{notes}</details>" if notes else ""


def _card(chart: Chart, links: Iterable[Link], group: str, pieces: Pieces) -> str:
    line = escape(getattr(chart.form, "line", "") or "city")
    return (
        f'<figure class="ne-chart ne-card ne-of-{line}"><p class="ne-kicker">{escape(group)}</p>'
        f"{pieces.chart_head(chart)}{pieces.drawing(chart)}{pieces.chart_foot(chart)}"
        f'<p class="ne-way">{" ".join(map(pieces.way, links))}</p></figure>'
    )


def _chips(part: Section, pieces: Pieces) -> str:
    """Questions, each a way to its answer, by who asks."""
    look = ' class="ne-chip"'
    rows = "".join(
        f"<li><b>{escape(group)}</b> {' '.join(pieces.way(link, look) for link in links)}</li>"
        for group, links in _grouped(part.links)
    )
    return f'<ul class="ne-chips">{rows}</ul>'


def _steps(part: Section, pieces: Pieces) -> str:
    """What was announced, and below each step what is published to have followed."""
    cards = "".join(
        f'<li class="ne-card"><p class="ne-step">{escape(group)}</p><ul class="ne-links">'
        + "".join(f"<li>{pieces.way(link)}</li>" for link in links)
        + "</ul></li>"
        for group, links in _grouped(part.links)
    )
    return f'<ol class="ne-cards">{cards}</ol>{pieces.strip(part)}{_more(part, pieces)}'


def _grouped(links: Iterable[Link]) -> list[tuple[str, list[Link]]]:
    """Links by their group; those of a group stand together."""
    return [(group, list(own)) for group, own in groupby(links, lambda link: link.group)]
