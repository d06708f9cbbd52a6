"""A step of the story as HTML, large enough for the last row. Every text is escaped here.

Nothing is measured here: style sheets lay out figures, bars and tables in the room there is.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from itertools import accumulate

from neweco import words
from neweco.charts import html, svg
from neweco.charts.forms import Matrix, Plotted
from neweco.html.pieces import Pieces
from neweco.http import qr
from neweco.sheet import Chart, Figure
from neweco.story import Step
from neweco.views.story.slides import Slide

_BREAKS = re.compile(r"(?<=[/?])(?!/)|(?=&)")
"""Where an address may go on in the next line."""

_NUMBER = re.compile(
    r"([^\d¥]*)(¥?[\d,.]+(?:余|多|\+|%|bn|M|K)?)(.*)|()([一二三四五六七八九十半]+[成数倍余多])(.*)",
    re.S,
)
"""A qualifier before the number, the number in digits or words, and what follows it."""

BARS, HALF_BARS = 8, 4
"""Bars of a chart that has the step for itself, and of one of two."""

ROWS, COLUMNS = 5, 3
"""What a step shows of a table, whose cells take two lines at most; a matrix has `LANES`."""

LANES = 6


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
    pictures = [
        [_picture(chart, drawing, dark) for chart, drawing in zip(slide.charts, own, strict=True)]
        for slide, own in zip(shown, drawings, strict=True)
    ]
    body = _figures(shown) + _charts(shown, pictures) + _table(first) + _statement(shown)
    said = "".join(f'<p class="ne-stage-notice">{escape(text)}</p>' for text in notices)
    faults = "".join(f"<p>{escape(text)}</p>" for text in _faults(shown, number))
    place = words.text(first.language, "story.stage.step", n=number, all=whole)
    titles = "".join(f"<h1{_lang(s.language)}>{escape(s.title)}</h1>" for s in shown)
    return (
        f'<section class="ne-stage{" ne-dark" if dark else ""}" aria-live="polite">'
        f'<header>{titles}{said}</header><div class="ne-stage-body">{body}{faults}</div>'
        f"{_scan(light, first.language)}"
        f'<footer><progress max="{whole}" value="{number}" aria-label="{escape(place)}">'
        f'</progress><p>{escape(place)}</p><p class="ne-small">{escape(first.source)}</p>'
        "</footer></section>"
    )


def drawn(slide: Slide, languages: int) -> tuple[str, ...]:
    """The charts of a step as SVG or HTML, for a step in so many languages side by side."""
    alone = _is_alone(slide, languages)
    return tuple(_drawing(chart, slide.language, alone) for chart in slide.charts)


def _is_alone(slide: Slide, languages: int) -> bool:
    """One chart takes the step, but in two languages stands beside itself where it has room."""
    return len(slide.charts) == 1 and (languages == 1 or slide.charts[0].needs_step)


def _drawing(chart: Chart, language: str, alone: bool) -> str:
    if not isinstance(chart.form, Plotted):
        return html.drawn(chart.form, chart.table.rows, language, _most(chart, alone))
    return svg.svg(chart, language, svg.HALL if alone else svg.HALF)


def _picture(chart: Chart, drawing: str, dark: bool) -> str:
    """A drawing as it stands in the page: a plot as an image, on a dark ground where told."""
    if not isinstance(chart.form, Plotted):
        return drawing
    code = base64.b64encode((svg.darkened(drawing) if dark else drawing).encode()).decode()
    return f'<img alt="{escape(chart.alt)}" src="data:image/svg+xml;base64,{code}">'


def _most(chart: Chart, alone: bool) -> int:
    """How many bars or rows of a chart a step has room for."""
    if isinstance(chart.form, Matrix):
        return LANES
    return BARS if alone else HALF_BARS


def _lang(language: str) -> str:
    return f' lang="{words.tag(language)}"'


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
    cells = "".join(_figure(group, [s.language for s in shown]) for group in groups)
    return f'<div class="ne-stage-figures">{cells}</div>' if groups else ""


def _figure(group: Sequence[Figure], languages: Sequence[str]) -> str:
    labels = "".join(
        f"<p{_lang(language)}>{escape(figure.label)}</p>"
        for language, figure in zip(languages, group, strict=True)
    )
    first = group[0]
    before, number, after = parts(first.value)
    value = f"{_small(before)}<b>{escape(number)}</b>{_small(after)}"
    # In another language only what that language says otherwise: 630+, but not 15 beside 15家.
    others = "".join(
        f"<p{_lang(language)}>{escape(other.value)}</p>"
        for language, other in zip(languages[1:], group[1:], strict=True)
        if other.value not in first.value
    )
    badge = Pieces(languages[0]).badge(first.basis)
    return (
        f'<div class="ne-stage-figure"><div>{labels}</div>'
        f'<p class="ne-stage-value">{value}</p>'
        f'<div>{others}</div><p class="ne-small">{badge} {escape(first.note)}</p></div>'
    )


def parts(value: str) -> tuple[str, str, str]:
    """What stands before a figure's number, the number, and what follows it."""
    found = _NUMBER.fullmatch(value)
    if found is None:
        return "", value, ""
    before, number, unit = (part for part in found.groups() if part is not None)
    return before, number, unit


def _small(text: str) -> str:
    """What stands beside a number."""
    said = text.strip()
    return f"<small>{escape(said)}</small>" if said else ""


def _charts(shown: Sequence[Slide], pictures: Sequence[Sequence[str]]) -> str:
    first = shown[0]
    alone = _is_alone(first, len(shown))
    if len(first.charts) == 1 and not alone:
        found = [
            _chart(slide.charts[0], own[0], [slide], alone)
            for slide, own in zip(shown, pictures, strict=True)
        ]
    else:
        found = [
            _chart(chart, picture, shown, alone)
            for chart, picture in zip(first.charts, pictures[0], strict=True)
        ]
    return f'<div class="ne-stage-charts">{"".join(found)}</div>' if found else ""


def _chart(chart: Chart, picture: str, shown: Sequence[Slide], alone: bool) -> str:
    language = shown[0].language
    said = "".join(
        f"<p{_lang(slide.language)}>{escape(own.sentence)}</p>"
        for slide in shown
        for own in slide.charts
        if own.id == chart.id
    )
    more = ""
    if not isinstance(chart.form, Plotted):
        most, all_bars = html.hidden(chart.form, chart.table.rows, _most(chart, alone))
        if most:
            more = words.text(language, "story.stage.leading", shown=most, all=all_bars)
    below = escape(f"{more} {chart.source}".strip())
    source = f'<p class="ne-small">{Pieces(language).badge(chart.basis)} {below}</p>'
    inside = f'{said}<div class="ne-stage-chart">{picture}</div>{source}'
    return f"<figure{_lang(language)}>{inside}</figure>"


def _table(shown: Slide) -> str:
    if shown.table is None:
        return ""
    whole, language = shown.table, shown.language
    part = replace(whole, columns=whole.columns[:COLUMNS], rows=whole.rows.head(ROWS), total=0)
    said = words.text(
        language,
        "story.stage.part",
        rows=len(part.rows),
        columns=len(part.columns),
        all=len(whole.columns),
    )
    is_part = (len(part.rows), len(part.columns)) != (len(whole.rows), len(whole.columns))
    note = f'<p class="ne-small">{escape(said)}</p>' if is_part else ""
    return Pieces(language).table(part, clamped=True) + note


def _statement(shown: Sequence[Slide]) -> str:
    return "".join(
        f'<p class="ne-stage-statement"{_lang(s.language)}>{escape(s.statement)}</p>'
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
    said = Pieces(language).paragraphs(lines)
    return f'<aside class="ne-stage-notes"><h2>{title}</h2>{said}</aside>'


def clock(seconds: int) -> str:
    """Seconds as minutes and seconds, 1:05."""
    return f"{seconds // 60}:{seconds % 60:02d}"
