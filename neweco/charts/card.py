"""The picture that a chat shows beside a link: a title, one message, and its published figures.

It is read at the size of a thumb, so it holds little and holds it large: few lines of marks, each
with its figure, on the dark ground of a hall.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from neweco import words
from neweco.charts import letters, picture, svg
from neweco.charts.canvas import Canvas, height, inert
from neweco.charts.forms import Units
from neweco.charts.palette import FONT, LIGHT
from neweco.sheet import Chart

Row = Mapping[str, Any]

WIDE, HIGH = 1200, 630
"""Pixels, as chats and social networks ask for them (Open Graph, 1.91 to 1)."""

EDGE = 60
BRAND, KICKER, MESSAGE, NOTE = 20, 34, 42, 20
FIGURES = (48, 24)
"""Sizes of letters; those of figures and names where they are few and where they are many."""

FEW, GAP = 2, 8
FIVE, LARGEST = 5, 48
"""Marks beside each other come in fives, which the eye counts, and are no larger than so."""

_ROOM = WIDE - 2 * EDGE


def card(title: str, chart: Chart, language: str) -> str:
    """The title of a page over a chart of published figures as marks, as an SVG drawing.
    ValueError for a chart of anything else."""
    if not isinstance(chart.form, Units) or chart.basis != "published":
        raise ValueError(f"a card shows published figures, not {chart.id}")
    made, colour = Canvas(), LIGHT[chart.form.line or "city"]
    _brand(made, language)
    y = made.text(EDGE, EDGE - 20, [title], KICKER, bold=True, fill=colour) + 12
    y = made.text(EDGE, y, letters.balanced(chart.sentence, _ROOM / MESSAGE), MESSAGE, bold=True)
    source = letters.balanced(chart.credit(language), _ROOM / NOTE)
    foot = HIGH - 40 - height(source, NOTE)
    _figures(made, chart, y + 16, foot - 12)
    made.text(EDGE, foot, source, NOTE)
    return svg.darkened(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDE}" height="{HIGH}" '
        f'viewBox="0 0 {WIDE} {HIGH}" role="img" lang="{words.tag(language)}" '
        f'font-family="{FONT}" fill="{LIGHT["ink"]}" aria-labelledby="t">'
        f'<title id="t">{inert(words.pair(language, title, chart.sentence))}</title>'
        f'<rect width="100%" height="100%" fill="{LIGHT["page"]}"/>{"".join(made.parts)}</svg>'
    )


def _brand(made: Canvas, language: str) -> None:
    """The mark (said, left open, not said) and the name of the product, in the corner."""
    name = words.text(language, "common.product")
    x, size = WIDE - EDGE - letters.width(name) * BRAND, 18
    for number, state in enumerate(("said", "left_open", "tail"), -3):
        made.mark(x + number * 24 - 8, EDGE - 1, size, state, LIGHT["city"], is_round=True)
    made.text(x, EDGE - 6, [name], BRAND, bold=True)


def _figures(made: Canvas, chart: Chart, top: float, foot: float) -> None:
    """A line a figure: what was said, its name, and below them its marks, all of one pitch."""
    form, rows = cast(Units, chart.form), cast(list[Row], chart.table.rows.to_dict("records"))
    size, counts = FIGURES[len(rows) > FEW], [int(row["drawn"]) for row in rows]
    said = height([""], size)
    across, pitch = _grid(counts, _ROOM, foot - top - len(rows) * (said + GAP))
    lines = sum(-(-count // across) for count in counts)
    gap = min((foot - top - len(rows) * said - lines * pitch) / len(rows), size)
    y = top
    for row in rows:
        figure, colour = str(row[form.text]), LIGHT[row["line"] or form.line or "city"]
        made.text(EDGE, y, [figure], size, bold=True, fill=colour)
        beside = EDGE + (letters.width(figure) + 0.6) * size
        made.text(beside, y + (size - FIGURES[1]) * 1.05, [str(row[form.name])], FIGURES[1])
        y = picture.field(made, row, form, EDGE, y + said, across, pitch) + gap


def _grid(counts: Sequence[int], wide: float, high: float) -> tuple[int, int]:
    """How many marks stand beside each other, and from one to the next, so that they are as large
    as fit below each other; those of one figure alone fill their field.

    >>> _grid([100], 1080, 190), _grid([15, 122], 1080, 100)
    ((25, 43), (45, 24))
    """
    for across in range(FIVE, int(wide), FIVE):
        pitch = min(int(wide / across), LARGEST)
        is_whole = len(counts) > 1 or not counts[0] % across
        if is_whole and sum(-(-count // across) for count in counts) * pitch <= high:
            return across, pitch
    return int(wide), 1
