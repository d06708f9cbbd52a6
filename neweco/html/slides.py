"""A step of the story as HTML, large enough for the last row. Every text is escaped here."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from html import escape
from itertools import accumulate
from pathlib import Path

from neweco import words
from neweco.charts.hall import HALF, HALL, Frame
from neweco.charts.svg import darkened, hidden_bars, svg
from neweco.html import pieces, room
from neweco.http import qr
from neweco.sheet import Chart, Figure
from neweco.story import Step
from neweco.views.story.page import Slide

_BREAKS = re.compile(r"(?<=[/?])(?!/)|(?=&)")
"""Where an address may go on in the next line."""

TAGS = {"zh": "zh-CN", "en": "en"}
"""Language tags of HTML."""

STYLE = Path(__file__).with_name("slides.css")
"""What every page that holds a step needs."""


def page(
    shown: Sequence[Slide],
    drawings: Sequence[Sequence[str]],
    number: int,
    whole: int,
    light: str,
    dark: bool,
    notices: Sequence[str] = (),
) -> str:
    """The whole step. `shown` holds it in one language, or in several side by side, `drawings`
    the charts of each as `drawn` makes them; `light` is the address its code leads to, if any;
    `notices` say what of the address could not be used."""
    first = shown[0]
    body = _figures(shown) + _charts(shown, drawings, dark) + _table(first) + _statement(shown)
    said = "".join(f'<p class="ne-stage-notice">{escape(text)}</p>' for text in notices)
    faults = "".join(f"<p>{escape(text)}</p>" for text in _faults(shown, number))
    place = words.text(first.language, "story.stage.step", n=number, all=whole)
    titles = "".join(f'<h1 lang="{TAGS[s.language]}">{escape(s.title)}</h1>' for s in shown)
    return (
        f'<section class="ne-stage{" ne-dark" if dark else ""}" aria-live="polite">'
        f'<header>{titles}{said}</header><div class="ne-stage-body">{body}{faults}</div>'
        f"{_scan(light, first.language)}"
        f'<footer><progress max="{whole}" value="{number}" aria-label="{escape(place)}">'
        f'</progress><p>{escape(place)}</p><p class="ne-small">{escape(first.source)}</p>'
        "</footer></section>"
    )


def drawn(slide: Slide, languages: int) -> tuple[str, ...]:
    """The charts of a step as SVG, for a step in so many languages side by side."""
    frame = _frame(slide, languages)
    return tuple(svg(chart, frame) for chart in slide.charts)


def _frame(slide: Slide, languages: int) -> Frame:
    """One chart takes the step, but in two languages stands beside itself where it has room."""
    alone = len(slide.charts) == 1 and (languages == 1 or slide.charts[0].wide)
    return HALL if alone else HALF


def _scan(light: str, language: str) -> str:
    """The code of the step's page, with its short address; nothing without an address."""
    if not light:
        return ""
    short = re.sub(r"^https?://", "", light)
    address = "<wbr>".join(escape(part) for part in _BREAKS.split(short))
    return (
        f'<figure class="ne-stage-scan"><img class="ne-stage-qr" alt="{escape(light)}" '
        f'src="{escape(qr.data_uri(light))}"><figcaption>'
        f"{escape(words.text(language, 'story.stage.scan'))}<br><span>{address}</span>"
        "</figcaption></figure>"
    )


def _figures(shown: Sequence[Slide]) -> str:
    groups = list(zip(*(slide.figures for slide in shown), strict=True))
    if not groups:
        return ""
    cells = "".join(_figure(group, [s.language for s in shown]) for group in groups)
    values = [group[0].value for group in groups]
    columns = room.columns(values)
    look = f"ne-of-{columns} ne-rows-{-(-len(values) // columns)}"
    alike = " ne-alike" if room.are_alike(values, columns) else ""
    return f'<div class="ne-stage-figures {look}{alike}">{cells}</div>'


def _figure(group: Sequence[Figure], languages: Sequence[str]) -> str:
    tags = [f'lang="{TAGS[language]}"' for language in languages]
    labels = "".join(f"<p {tag}>{escape(f.label)}</p>" for tag, f in zip(tags, group, strict=True))
    first = group[0]
    before, number, after = room.parts(first.value)
    value = _small(before) + escape(number) + _small(after)
    # In another language only what that language says otherwise: 630+, but not 15 beside 15家.
    others = "".join(
        f"<p {tag}>{escape(other.value)}</p>"
        for tag, other in zip(tags[1:], group[1:], strict=True)
        if other.value not in first.value
    )
    badge = pieces.badge(first.basis, languages[0])
    return (
        f'<div class="ne-stage-figure"><div>{labels}</div>{_words(before)}'
        f'<p class="ne-stage-value">{value}</p>{_words(after)}'
        f'<div>{others}</div><p class="ne-small">{badge} {escape(first.note)}</p></div>'
    )


def _small(text: str) -> str:
    """What stands beside a number."""
    said = text.strip()
    return f"<small>{escape(said)}</small>" if said and not room.is_words(said) else ""


def _words(text: str) -> str:
    """What stands on a line of its own, so that numbers beside each other stay level."""
    said = text.strip() if room.is_words(text) else ""
    return f'<p class="ne-stage-words">{escape(said)}</p>'


def _charts(shown: Sequence[Slide], drawings: Sequence[Sequence[str]], dark: bool) -> str:
    first = shown[0]
    frame = _frame(first, len(shown))
    if len(first.charts) == 1 and frame is HALF:
        found = [
            _chart(slide.charts[0], own[0], [slide], frame, dark)
            for slide, own in zip(shown, drawings, strict=True)
        ]
    else:
        found = [
            _chart(chart, drawing, shown, frame, dark)
            for chart, drawing in zip(first.charts, drawings[0], strict=True)
        ]
    return f'<div class="ne-stage-charts">{"".join(found)}</div>' if found else ""


def _chart(chart: Chart, drawing: str, shown: Sequence[Slide], frame: Frame, dark: bool) -> str:
    language = shown[0].language
    said = "".join(
        f'<p lang="{TAGS[slide.language]}">{escape(own.sentence)}</p>'
        for slide in shown
        for own in slide.charts
        if own.id == chart.id
    )
    most, all_bars = hidden_bars(chart, frame)
    more = words.text(language, "story.stage.leading", shown=most, all=all_bars) if most else ""
    below = escape(f"{more} {chart.source}".strip())
    source = f'<p class="ne-small">{pieces.badge(chart.basis, language)} {below}</p>'
    image = f'<img alt="{escape(chart.alt)}" src="{picture(drawing, dark)}">'
    return f'<figure lang="{TAGS[language]}">{said}{image}{source}</figure>'


def picture(drawing: str, dark: bool) -> str:
    """A drawing as a data URI."""
    code = base64.b64encode((darkened(drawing) if dark else drawing).encode()).decode()
    return f"data:image/svg+xml;base64,{code}"


def _table(shown: Slide) -> str:
    if shown.table is None:
        return ""
    most = room.leading(shown.table, shown.language)
    hidden = len(shown.table.rows) - len(most.rows), len(shown.table.columns) - len(most.columns)
    said = words.text(
        shown.language,
        "story.stage.part",
        rows=len(most.rows),
        columns=len(most.columns),
        all=len(shown.table.columns),
    )
    note = f'<p class="ne-small">{escape(said)}</p>' if any(hidden) else ""
    unbroken = room.unbroken(shown.table, shown.language)
    return pieces.table(most, shown.language, unbroken) + note


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
    return f'<aside class="ne-stage-notes"><h2>{title}</h2>{pieces.paragraphs(lines)}</aside>'


def clock(seconds: int) -> str:
    """Seconds as minutes and seconds, 1:05."""
    return f"{seconds // 60}:{seconds % 60:02d}"
