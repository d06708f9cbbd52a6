"""A step of the story as HTML, large enough for the last row. Every text is escaped here."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from html import escape
from itertools import accumulate
from pathlib import Path

from neweco import markup, qr, words
from neweco.drawing import HALL, darkened, hidden_bars
from neweco.sheet import Chart, Figure
from neweco.story import Step
from neweco.views.story import Slide

_NUMBER = re.compile(
    r"([^\d¥]*)(¥?[\d,.]+(?:余|多|\+|%)?)(.*)|()([一二三四五六七八九十半]+[成数倍])(.*)", re.S
)
"""A qualifier before the number, the number in digits or words, and what follows it."""
TAGS = {"zh": "zh-CN", "en": "en"}
"""Language tags of HTML."""

STYLE = Path(__file__).with_name("slides.css")
"""What every page that holds a step needs."""


def page(
    shown: Sequence[Slide],
    drawings: Sequence[str],
    number: int,
    whole: int,
    light: str,
    dark: bool,
) -> str:
    """The whole step. `shown` holds it in one language, or in several side by side; `drawings`
    are the charts of the first as SVG; `light` is the address its code leads to, if any."""
    first = shown[0]
    body = _figures(shown) + _charts(shown, drawings, dark) + _table(first) + _statement(shown)
    faults = "".join(f"<p>{escape(text)}</p>" for text in _faults(shown, number))
    place = words.text(first.language, "story.stage.step", n=number, all=whole)
    titles = "".join(f'<h1 lang="{TAGS[s.language]}">{escape(s.title)}</h1>' for s in shown)
    return (
        f'<section class="ne-stage{" ne-dark" if dark else ""}" aria-live="polite">'
        f'<header>{titles}</header><div class="ne-stage-body">{body}{faults}</div>'
        f"{_scan(light, first.language)}"
        f'<footer><progress max="{whole}" value="{number}" aria-label="{escape(place)}">'
        f'</progress><p>{escape(place)}</p><p class="ne-small">{escape(first.source)}</p>'
        "</footer></section>"
    )


def _scan(light: str, language: str) -> str:
    """The code of the step's page, with its short address; nothing without an address."""
    if not light:
        return ""
    short = re.sub(r"^https?://", "", light)
    return (
        f'<figure class="ne-stage-scan"><img class="ne-stage-qr" alt="{escape(light)}" '
        f'src="{escape(qr.data_uri(light))}"><figcaption>'
        f"{escape(words.text(language, 'story.stage.scan'))}<br><span>{escape(short)}</span>"
        "</figcaption></figure>"
    )


def _figures(shown: Sequence[Slide]) -> str:
    groups = list(zip(*(slide.figures for slide in shown), strict=True))
    if not groups:
        return ""
    cells = "".join(_figure(group, [s.language for s in shown]) for group in groups)
    return f'<div class="ne-stage-figures ne-of-{min(len(groups), 3)}">{cells}</div>'


def _figure(group: Sequence[Figure], languages: Sequence[str]) -> str:
    labels = "".join(f"<p>{escape(f.label)}</p>" for f in group)
    first = group[0]
    found = _NUMBER.fullmatch(first.value)
    parts = [part for part in found.groups() if part is not None] if found else []
    before, value, unit = parts or ("", first.value, "")
    said = _small(before) + escape(value) + _small(unit)
    badge = markup.badge(first.basis, languages[0])
    note = f'<p class="ne-small">{badge} {escape(first.note)}</p>'
    return f'<div>{labels}<p class="ne-stage-value">{said}</p>{note}</div>'


def _small(text: str) -> str:
    """What stands beside a number; words of a Latin language stand on a line of their own."""
    said = text.strip()
    if not said:
        return ""
    look = ' class="ne-words"' if said.isascii() and len(said) > 3 else ""
    return f"<small{look}>{escape(said)}</small>"


def _charts(shown: Sequence[Slide], drawings: Sequence[str], dark: bool) -> str:
    language = shown[0].language
    found = "".join(
        _chart(chart, drawing, [s.charts[place].sentence for s in shown], language, dark)
        for place, (chart, drawing) in enumerate(zip(shown[0].charts, drawings, strict=True))
    )
    return f'<div class="ne-stage-charts">{found}</div>' if found else ""


def _chart(chart: Chart, drawing: str, sentences: Sequence[str], language: str, dark: bool) -> str:
    said = "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences)
    most, all_bars = hidden_bars(chart, HALL)
    more = words.text(language, "story.stage.leading", shown=most, all=all_bars) if most else ""
    below = escape(f"{chart.source} {more}".strip())
    source = f'<p class="ne-small">{markup.badge(chart.basis, language)} {below}</p>'
    image = f'<img alt="{escape(chart.alt)}" src="{picture(drawing, dark)}">'
    return f"<figure>{said}{image}{source}</figure>"


def picture(drawn: str, dark: bool) -> str:
    """A drawing as a data URI."""
    code = base64.b64encode((darkened(drawn) if dark else drawn).encode()).decode()
    return f"data:image/svg+xml;base64,{code}"


def _table(shown: Slide) -> str:
    return markup.table(shown.table, shown.language) if shown.table else ""


def _statement(shown: Sequence[Slide]) -> str:
    return "".join(
        f'<p class="ne-stage-statement" lang="{TAGS[s.language]}">{escape(s.statement)}</p>'
        for s in shown
        if s.statement
    )


def _faults(shown: Sequence[Slide], number: int) -> list[str]:
    first = shown[0]
    if not first.problems:
        return []
    lead = words.text(first.language, "story.stage.fault", n=number)
    return [lead, *(problem.describe(first.language) for problem in first.problems)]


def notes(shown: Sequence[Slide], steps: Sequence[Step], number: int) -> str:
    """The speaker's help: notes, target times, and what comes next."""
    language = shown[0].language
    until = list(accumulate(step.seconds for step in steps))
    times = words.text(
        language,
        "story.stage.target",
        seconds=steps[number - 1].seconds,
        until=clock(until[number - 1]),
        all=clock(until[-1]),
    )
    lines = [slide.notes for slide in shown if slide.notes] + [times]
    if number < len(steps):
        title = steps[number].titles[language]
        lines.append(words.text(language, "story.stage.coming", title=title))
    title = escape(words.text(language, "story.stage.notes"))
    return f'<aside class="ne-stage-notes"><h2>{title}</h2>{markup.paragraphs(lines)}</aside>'


def clock(seconds: int) -> str:
    """Seconds as minutes and seconds, 1:05."""
    return f"{seconds // 60}:{seconds % 60:02d}"
