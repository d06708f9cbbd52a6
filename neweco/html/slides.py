"""A step of the story as HTML, large enough for the last row. Every text is escaped here.

Nothing is measured here: the style sheet lays out a step in the room there is.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

import pandas as pd

from neweco import words
from neweco.charts import bilingual, html, svg
from neweco.charts.forms import Matrix, Plotted, RankedList, Timeline
from neweco.html.pieces import Pieces
from neweco.http import qr
from neweco.query.views import VIEWS
from neweco.sheet import Chart, Figure
from neweco.views.story.slides import Slide
from neweco.words import numbers

BARS, LANES = 8, 6
"""Bars of a ranked list and rows of a matrix that a step has room for."""

ROWS, COLUMNS = 4, 3
"""What a step shows of a table, whose cells take two lines at most."""

_SCHEME = re.compile(r"^https?://")

MARK = '<i class="ne-mark" aria-hidden="true"></i>'


@dataclass(frozen=True)
class Code:
    """Where the code of a step leads; the `digits` to type instead where a room is followed."""

    address: str
    digits: str = ""


def page(
    shown: Sequence[Slide],
    drawing: str,
    whole: int,
    code: Code | None,
    dark: bool,
    notices: Sequence[str] = (),
) -> str:
    """The whole step of a story of so many. `shown` holds it in one language, or in several at
    once; `drawing` is its picture as `drawn` makes it; `code` is where its code leads, if
    anywhere; `notices` say what of the address could not be used."""
    first, number = shown[0], shown[0].step.number
    body = _picture(shown, drawing, dark) + _figures(shown) + _table(first) + _statement(shown)
    faults = "".join(f"<p>{escape(text)}</p>" for text in _faults(first))
    look = f"{' ne-dark' if dark else ''}{' ne-words' if _is_words(first) else ''}"
    return (
        f'<section class="ne-stage{look} ne-line-{_line(first)}" data-step="{number}" '
        f'data-all="{whole}" aria-live="polite">{_header(shown, notices)}'
        f'<div class="ne-stage-body">{body}{faults}</div>{_scan(code, first.language)}'
        f"<footer>{_dashes(number, whole, first.language)}{_credit(shown)}</footer></section>"
    )


def drawn(shown: Sequence[Slide]) -> str:
    """The picture of a step as HTML or SVG, with its labels in as many languages; nothing where
    it has none."""
    chart, language = shown[0].picture, shown[0].language
    if chart is None:
        return ""
    if isinstance(chart.form, Plotted):
        return svg.svg(chart, language, svg.STAGE)
    others = [slide.picture for slide in shown[1:] if slide.picture is not None]
    for other, slide in zip(others, shown[1:], strict=True):
        chart = _together(chart, other, slide.language)
    assert not isinstance(chart.form, Plotted)
    return html.drawn(chart.form, chart.table.rows, language, _most(chart), hall=True)


def _together(chart: Chart, other: Chart, language: str) -> Chart:
    """A chart whose texts are in two languages."""

    def both(text: object, beside: object) -> object:
        if isinstance(text, str) and isinstance(beside, str):
            return bilingual.both(text, beside, language)
        return text

    own, beside = chart.table.rows, other.table.rows
    columns = {
        name: pd.Series(list(map(both, own[name], beside[name])), own.index)
        for name in own.columns
        if pd.api.types.is_string_dtype(own[name]) and name not in ("shape", "line")
    }
    form = chart.form
    if isinstance(form, RankedList | Timeline) and isinstance(other.form, RankedList | Timeline):
        order = zip(form.order, other.form.order, strict=True)
        form = replace(form, order=tuple(bilingual.both(a, b, language) for a, b in order))
    return replace(chart, form=form, table=replace(chart.table, rows=own.assign(**columns)))


def _most(chart: Chart) -> int:
    return LANES if isinstance(chart.form, Matrix) else BARS


def _line(slide: Slide) -> str:
    return VIEWS[slide.step.selection.view].line or "city"


def _is_words(slide: Slide) -> bool:
    """A cover or a close: words, and a large code."""
    return bool(slide.statement) and not (
        slide.picture or slide.figures or slide.table or len(_lines(slide)) > 1 or slide.problems
    )


def _lines(slide: Slide) -> list[str]:
    return slide.statement.strip().splitlines()


def _header(shown: Sequence[Slide], notices: Sequence[str]) -> str:
    """The line of the step, its message as title, and the message in the other language: as large
    where a hall reads both."""
    first = shown[0]
    kicker = words.text(first.language, f"story.line.{_line(first)}")
    titles = "".join(f"<h1{_lang(s.language)}>{escape(s.title)}</h1>" for s in shown)
    given = {slide.language for slide in shown}
    also = "".join(
        f'<p class="ne-also"{_lang(other)}>{escape(first.step.titles[other])}</p>'
        for other in words.others(first.language)
        if other not in given and first.step.titles[other]
    )
    said = "".join(f'<p class="ne-stage-notice">{escape(text)}</p>' for text in notices)
    mark = MARK if _is_words(first) else ""
    return f'<header><p class="ne-kicker">{mark}{escape(kicker)}</p>{titles}{also}{said}</header>'


def _picture(shown: Sequence[Slide], drawing: str, dark: bool) -> str:
    chart = shown[0].picture
    if chart is None:
        return ""
    if isinstance(chart.form, Plotted):
        code = base64.b64encode((svg.darkened(drawing) if dark else drawing).encode()).decode()
        drawing = f'<img alt="{escape(chart.alt)}" src="data:image/svg+xml;base64,{code}">'
    # A picture of published figures is what the title says; others say what they draw.
    said = (
        ""
        if chart.facts
        else "".join(
            f"<p{_lang(s.language)}>{escape(s.picture.sentence)}</p>" for s in shown if s.picture
        )
    )
    return f'{said}<div class="ne-stage-chart">{drawing}</div>'


def _credit(shown: Sequence[Slide]) -> str:
    """The basis and the source, once; how to read a picture where that needs words."""
    first = shown[0]
    chart = first.picture
    basis = chart.basis if chart else first.figures[0].basis if first.figures else None
    badge = f"{Pieces(first.language).badge(basis)} " if basis else ""
    said = [first.source]
    if chart is not None:
        said = [chart.reading if chart.facts else "", _part(chart, first.language), first.source]
    below = " · ".join(filter(None, said))
    return f'<p class="ne-source">{badge}{escape(below)}</p>' if below or badge else ""


def _part(chart: Chart, language: str) -> str:
    """That a picture shows the first of more bars or rows."""
    if isinstance(chart.form, Plotted):
        return ""
    most, whole = html.hidden(chart.form, chart.table.rows, _most(chart))
    return words.text(language, "story.stage.leading", shown=most, all=whole) if most else ""


def _dashes(number: int, whole: int, language: str) -> str:
    place = escape(words.text(language, "story.stage.step", n=number, all=whole))
    dashes = '<i class="on"></i>' * number + "<i></i>" * (whole - number)
    return f'<p class="ne-dashes" role="img" aria-label="{place}">{dashes}</p>'


def _lang(language: str) -> str:
    return f' lang="{words.tag(language)}"'


def _scan(code: Code | None, language: str) -> str:
    """The code, with what to type where that is short; nothing without an address."""
    if code is None:
        return ""
    said = escape(words.text(language, f"story.stage.{'follow' if code.digits else 'scan'}"))
    digits = ""
    if code.digits:
        site = _SCHEME.sub("", code.address.partition("/follow/")[0])
        digits = f"<br>{escape(site)}/follow<b>{code.digits[:3]} {code.digits[3:]}</b>"
    return (
        f'<figure class="ne-stage-scan"><figcaption>{said}{digits}</figcaption>'
        f'<img class="ne-stage-qr" alt="{escape(code.address)}" '
        f'src="{escape(qr.data_uri(code.address))}"></figure>'
    )


def _figures(shown: Sequence[Slide]) -> str:
    groups = list(zip(*(slide.figures for slide in shown), strict=True))
    cells = "".join(_figure(group, [s.language for s in shown]) for group in groups)
    return f'<div class="ne-stage-figures">{cells}</div>' if groups else ""


def _figure(group: Sequence[Figure], languages: Sequence[str]) -> str:
    labels = " ".join(
        f"<span{_lang(language)}>{escape(figure.label)}</span>"
        for language, figure in zip(languages, group, strict=True)
    )
    first = group[0]
    before, number, after = numbers.parts(first.value)
    value = f"{_small(before)}<b>{escape(number)}</b>{_small(after)}"
    # In another language only what that language says otherwise: 630+, but not 15 beside 15家.
    others = "".join(
        f" <em{_lang(language)}>{escape(other.value)}</em>"
        for language, other in zip(languages[1:], group[1:], strict=True)
        if other.value not in first.value
    )
    return (
        f'<div class="ne-stage-figure"><p class="ne-stage-value">{value}{others}</p>'
        f'<p>{labels}</p><p class="ne-small">{escape(first.note)}</p></div>'
    )


def _small(text: str) -> str:
    """What stands beside a number."""
    said = text.strip()
    return f"<small>{escape(said)}</small>" if said else ""


def _table(shown: Slide) -> str:
    if shown.table is None:
        return ""
    whole, language = shown.table, shown.language
    part = whole.part(ROWS, COLUMNS)
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
    """A sentence; of several lines each is a card with its number."""
    if len(_lines(shown[0])) > 1:
        return _cards(shown)
    said = "".join(f"<p{_lang(s.language)}>{escape(s.statement)}</p>" for s in shown if s.statement)
    return f'<div class="ne-stage-statement">{said}</div>' if said else ""


def _cards(shown: Sequence[Slide]) -> str:

    def said(lines: Sequence[str]) -> str:
        own = zip(shown, lines, strict=True)
        return "".join(f"<p{_lang(slide.language)}>{escape(text)}</p>" for slide, text in own)

    numbered = enumerate(zip(*map(_lines, shown), strict=False), 1)
    cards = "".join(f"<li><b>{number}</b>{said(lines)}</li>" for number, lines in numbered)
    return f'<ol class="ne-cards">{cards}</ol>'


def _faults(slide: Slide) -> list[str]:
    if not slide.problems:
        return []
    lead = words.text(slide.language, "story.stage.fault", n=slide.step.number)
    return [lead, *(problem.describe(slide.language) for problem in slide.problems)]
