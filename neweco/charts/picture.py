"""A chart as a picture that stands for itself: an SVG or PNG with all that must come with it.

Whatever takes a picture away takes along its sentence, whose rows it draws, the filters, the
source and the address. Lists, columns and matrices are drawn here, line by line, since no
browser lays them out; plots come from `charts.svg`. Nothing is cut: long texts wrap
(`charts.letters`), and the picture grows.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

import vl_convert
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from neweco import words
from neweco.charts import html, letters, plot, svg, timeline, units
from neweco.charts.canvas import ILLEGAL, LABEL, SMALL, TITLE, Canvas, height, inert
from neweco.charts.forms import Columns, Matrix, Plotted, RankedList, Timeline, Units
from neweco.charts.palette import FONT, LIGHT
from neweco.charts.plot import Size
from neweco.sheet import Chart, Sheet

Row = Mapping[str, Any]

WIDTH, MARGIN = 800, 24
ROOM = WIDTH - 2 * MARGIN
"""In pixels of the SVG; a PNG has `SCALE` for each."""

SCALE = 2

_HIGH, _STEP = 190, 150
_PLOT = Size(font=LABEL, width=ROOM)
_STRIPED = (1, 3)
"""Meanings told apart without colour, as on pages."""

_NESTED = re.compile(r'<svg[^>]*?viewBox="0 0 ([\d.]+) ([\d.]+)"[^>]*>')


def picture(chart: Chart, sheet: Sheet, address: str) -> str:
    """A chart of a sheet as an SVG file. `address` is where its page is found."""
    made, language = Canvas(), sheet.language
    y = made.text(MARGIN, MARGIN, letters.balanced(chart.sentence, ROOM / TITLE), TITLE, bold=True)
    y = _basis(made, chart, language, y + 6)
    for line in _conditions(chart, sheet):
        y = made.text(MARGIN, y + 2, _wrapped(line, SMALL), SMALL)
    _drawing(made, chart, language, y + 16)
    y = made.bottom + 12
    for line in (*_readings(chart, language), chart.source):
        y = made.text(MARGIN, y, _wrapped(line, SMALL), SMALL) + 2
    made.rect(MARGIN, y + 6, ROOM, 1, LIGHT["line"])
    own = words.pair(language, words.text(language, "common.product"), address)
    whole = made.text(MARGIN, y + 12, _wrapped(own, SMALL), SMALL) + MARGIN - 6
    said = texts(chart, language, address)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{whole:.0f}" '
        f'viewBox="0 0 {WIDTH} {whole:.0f}" role="img" lang="{words.tag(language)}" '
        f'font-family="{FONT}" fill="{LIGHT["ink"]}" aria-labelledby="t" aria-describedby="d">'
        f'<title id="t">{inert(said["Title"])}</title>'
        f'<desc id="d">{inert(" ".join((said["Description"], said["Source"])))}</desc>'
        f'<rect width="100%" height="100%" fill="{LIGHT["page"]}"/>{"".join(made.parts)}</svg>'
    )


def png(drawn: str, said: Mapping[str, str], scale: float = SCALE) -> bytes:
    """An SVG as a PNG of `scale` times its size; `said` goes into text chunks of the file."""
    held = PngInfo()
    for keyword, text in said.items():
        held.add_itxt(keyword, ILLEGAL.sub("", text))
    made = io.BytesIO()
    with Image.open(io.BytesIO(vl_convert.svg_to_png(drawn, scale=scale))) as image:
        image.convert("RGB").save(made, "png", pnginfo=held)
    return made.getvalue()


def texts(chart: Chart, language: str, address: str) -> dict[str, str]:
    """What a picture says of itself beside the drawing, by the keywords of PNG (PNG 3, 11.3.3.1):
    the title with its basis, the alternative text, the meaning of the basis, the source."""
    return {
        "Title": chart.named(language),
        "Description": chart.alt,
        "Disclaimer": words.text(language, f"basis.meaning.{chart.basis}"),
        "Source": f"{chart.source} {address}",
    }


def _wrapped(text: str, size: int, room: float = ROOM) -> list[str]:
    return letters.lines(text, room / size)


def _wide(text: str, size: int = LABEL) -> float:
    return letters.width(text) * size


def _basis(made: Canvas, chart: Chart, language: str, y: float) -> float:
    """The basis in words, framed as pages frame it, and what it means."""
    name = words.text(language, f"basis.name.{chart.basis}")
    wide = _wide(name, SMALL) + 16
    dots = ' stroke-dasharray="2 2"' if chart.basis in ("simulated", "derived") else ""
    made.rect(
        MARGIN + 1,
        y + 1,
        wide,
        22,
        "none",
        f' rx="4" stroke="{LIGHT["ink"]}" stroke-width="2"{dots}',
    )
    made.text(MARGIN + 1 + wide / 2, y + 3, [name], SMALL, anchor="middle", bold=True)
    meaning = words.text(language, f"basis.meaning.{chart.basis}")
    room = ROOM - wide - 12
    below = made.text(MARGIN + wide + 12, y + 3, _wrapped(meaning, SMALL, room), SMALL)
    return made.reach(max(below, y + 26))


def _conditions(chart: Chart, sheet: Sheet) -> list[str]:
    """The setting that its section is read by, and the filters of what is filtered: published
    figures are not."""
    language = sheet.language
    found = []
    for section in sheet.sections:
        if section.option is not None and chart in section.charts:
            chosen = dict(section.option.choices)[section.option.value]
            found.append(words.pair(language, section.option.label, chosen))
    if sheet.is_filtered and chart.basis == sheet.basis:
        said = words.clauses(language, sheet.phrases)
        said = said or words.text(language, "takeaway.unfiltered")
        found.append(words.text(language, "picture.filters", filters=said))
    return found


def _readings(chart: Chart, language: str) -> list[str]:
    """How to read it, and what it means that there are fewer than ten."""
    said = [chart.reading] if chart.reading else []
    few = words.whole(language, None)
    if any(few in str(cell) for cell in chart.table.rows.to_numpy().ravel()):
        said.append(words.text(language, "common.about_meaning"))
    return said


def _drawing(made: Canvas, chart: Chart, language: str, y: float) -> None:
    form = chart.form
    if isinstance(form, Plotted):
        _plotted(made, chart, language, y)
        return
    rows = cast(list[Row], chart.table.rows.to_dict("records"))
    if isinstance(form, RankedList):
        _ranked(made, form, rows, language, y)
    elif isinstance(form, Columns):
        _columns(made, form, rows, y)
    elif isinstance(form, Timeline):
        timeline.picture(made, form, rows, MARGIN, ROOM, y)
    elif isinstance(form, Units):
        _units(made, form, rows, y)
    else:
        _matrix(made, form, rows, y)


_PITCH, _MARK = 11, 0.73
"""From one mark to the next, and the share of that which it fills."""


def _units(made: Canvas, form: Units, rows: list[Row], y: float) -> None:
    for row in rows:
        said = f"{row[form.name]}  {row[form.text]}"
        y = made.text(MARGIN, y, _wrapped(said, LABEL), LABEL, bold=True) + 4
        y = field(made, row, form, MARGIN, y, ROOM // _PITCH, _PITCH)
        y = made.text(MARGIN, y + 2, _wrapped(str(row[form.meaning]), SMALL), SMALL) + 10


def field(
    made: Canvas, row: Row, form: Units, x: float, y: float, across: int, pitch: float
) -> float:
    """The marks of a figure, so many beside each other; where they end."""
    colour, size = LIGHT[row["line"] or form.line or "city"], pitch * _MARK
    states = units.states(row)
    for at, state in enumerate(states):
        down, right = divmod(at, across)
        made.mark(
            x + right * pitch, y + down * pitch, size, state, colour,
            is_round=row["shape"] == "dot", part=float(row["part"]) if state == "part" else 0.0,
        )  # fmt: skip
    return made.reach(y + -(-len(states) // across) * pitch)


def _plotted(made: Canvas, chart: Chart, language: str, y: float) -> None:
    drawn = svg.plain(chart, language, _PLOT)
    box = _NESTED.search(drawn)
    assert box is not None
    wide, high = float(box[1]), float(box[2])
    shown = min(1.0, ROOM / wide)
    made.parts.append(
        f'<svg x="{MARGIN}" y="{y:.1f}" width="{wide * shown:.1f}" height="{high * shown:.1f}" '
        f'viewBox="0 0 {box[1]} {box[2]}">{drawn[box.end() :]}'
    )
    made.reach(y + high * shown)


def _ranked(made: Canvas, form: RankedList, rows: list[Row], language: str, y: float) -> None:
    """A bar a name, its parts by meaning, what it is in words at the right."""
    bars: dict[str, list[Row]] = {name: [] for name in form.order}
    for row in rows:
        bars[str(row[form.category])].append(row)
    if form.split:
        y = _legend(made, tuple(str(row["meaning"]) for row in rows), language, y)
    said = {name: _said(form, each, language) for name, each in bars.items()}
    left, names = _column(bars, 0.38)
    right, values = _column((line for each in said.values() for line in each), 0.3)
    start, room = MARGIN + left + 12, ROOM - left - right - 24
    longest = form.most or max((html.length(form, each) for each in bars.values()), default=0)
    top = y
    for name, each in bars.items():
        line = [part for text in said[name] for part in values[text]]
        high = max(height(names[name]), height(line)) + 8
        made.text(MARGIN, y + _above(high, names[name]), names[name])
        at = start
        if form.whole and each:
            behind = room * _share(each[0][form.whole], longest)
            made.rect(at, y + high / 2 - 8, behind, 16, LIGHT["ghost"])
        for row in each:
            wide = room * _share(row[form.value], longest)
            made.rect(at, y + high / 2 - 8, wide, 16, _fill(form, row))
            at += wide
        made.text(MARGIN + ROOM, y + _above(high, line), line, anchor="end")
        y = made.reach(y + high)
    made.rect(start - 1, top, 1, y - top, LIGHT["line"])


def _said(form: RankedList, rows: list[Row], language: str) -> list[str]:
    """A bar in words, and below it its parts, which colours alone must not tell."""
    whole = next((str(row[form.text]) for row in reversed(rows) if row[form.text]), "")
    whole += f" / {rows[0]['behind']}" if form.whole and rows else ""
    if not form.split:
        return [whole]
    parts = [
        words.pair(language, str(row[form.split]), words.whole(language, int(row[form.value])))
        for row in rows
        if row[form.value]
    ]
    return [whole, words.clauses(language, parts)]


def _fill(form: RankedList, row: Row) -> str:
    return _ink(str(row["meaning"])) if form.split else LIGHT["accent"]


def _ink(meaning: str) -> str:
    """The colour of a meaning, or the stripes of it."""
    name = plot.meaning_class(meaning)
    return f"url(#{name})" if name in {f"m{i}" for i in _STRIPED} else LIGHT[name]


def _legend(made: Canvas, codes: tuple[str, ...], language: str, y: float) -> float:
    stripes = "".join(
        f'<pattern id="m{i}" width="5" height="5" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="4" height="5" fill="{LIGHT[f"m{i}"]}"/>'
        "</pattern>"
        for i in _STRIPED
    )
    made.parts.append(f"<defs>{stripes}</defs>")
    at = float(MARGIN)
    for code, name in plot.legend(codes, language).items():
        if at > MARGIN and at + 20 + _wide(name) > MARGIN + ROOM:
            at, y = float(MARGIN), y + 24
        made.rect(at, y + 3, 14, 14, _ink(code))
        made.text(at + 20, y, [name])
        at += 44 + _wide(name)
    return y + 32


def _columns(made: Canvas, form: Columns, rows: list[Row], y: float) -> None:
    """Upright bars, the value above each and its name below."""
    step = min(_STEP, ROOM / max(len(rows), 1))
    said = [_wrapped(_column_said(form, row), LABEL, step - 10) for row in rows]
    foot = y + max(map(height, said), default=0) + _HIGH
    highest = max((float(row[form.whole or form.value]) for row in rows), default=0.0)
    for number, (row, value) in enumerate(zip(rows, said, strict=True)):
        middle, high = MARGIN + (number + 0.5) * step, _HIGH * _share(row[form.value], highest)
        if form.whole:
            behind = _HIGH * _share(row[form.whole], highest)
            made.rect(middle - step * 0.28, foot - behind, step * 0.56, behind, LIGHT["ghost"])
        made.rect(middle - step * 0.28, foot - high, step * 0.56, high)
        made.text(middle, foot - high - height(value) - 4, value, anchor="middle", bold=True)
        names = _wrapped(str(row[form.category]), LABEL, step - 10)
        made.text(middle, foot + 6, names, anchor="middle")
    made.rect(MARGIN, foot, step * len(rows), 1, LIGHT["line"])


def _column_said(form: Columns, row: Row) -> str:
    return f"{row[form.text]} / {row['behind']}" if form.whole else str(row[form.text])


def _matrix(made: Canvas, form: Matrix, rows: list[Row], y: float) -> None:
    """A cell a pair, stronger for more, the number in it."""
    names = list(dict.fromkeys(str(row[form.row]) for row in rows))
    heads = list(dict.fromkeys(str(row[form.column]) for row in rows))
    cells = {(str(row[form.row]), str(row[form.column])): row for row in rows}
    strongest = max((float(row[form.whole or form.value]) for row in rows), default=0.0)
    left, wrapped = _column(names, 0.34)
    start, wide = MARGIN + left + 12, (ROOM - left - 12) / max(len(heads), 1)
    above = {head: _wrapped(head, LABEL, wide - 8) for head in heads}
    deep = max(map(height, above.values()), default=0)
    for number, head in enumerate(heads):
        middle = start + (number + 0.5) * wide
        made.text(middle, y + deep - height(above[head]), above[head], anchor="middle")
    y += deep + 6
    for name in names:
        high = height(wrapped[name]) + 10
        made.text(MARGIN, y + _above(high, wrapped[name]), wrapped[name])
        for number, head in enumerate(heads):
            if (name, head) in cells:
                row, at = cells[name, head], start + number * wide
                deepness = 0.04 + 0.44 * _share(row[form.value], strongest)
                look = f' rx="3" fill-opacity="{deepness:.3f}"'
                made.rect(at + 1, y, wide - 2, high - 2, more=look)
                cell = [str(row[form.text])]
                made.text(at + wide / 2, y + _above(high - 2, cell), cell, anchor="middle")
        y += high


def _column(said: Iterable[str], most: float) -> tuple[float, dict[str, list[str]]]:
    """The width of a column of texts, at most this share of the room, and each text in lines."""
    wrapped = {text: _wrapped(text, LABEL, ROOM * most) for text in said}
    widest = max((_wide(line) for each in wrapped.values() for line in each), default=0.0)
    return widest, wrapped


def _above(high: float, said: Sequence[str]) -> float:
    """What is free above lines that stand in the middle of so much height."""
    return (high - height(said)) / 2


def _share(value: float, whole: float) -> float:
    return float(value) / whole if whole else 0.0
