"""Lists, columns and matrices as HTML: text with bars beside it, every text escaped.

The style sheet (`neweco/html/css/charts.css`) draws the bars from `--w` and `--s`, shares of the
longest bar and of the strongest cell, and what stands behind them from `--g`; letters grow with
the face, so the same markup serves a phone and a hall. Whoever does not see it reads names and
values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any, cast

import pandas as pd

from neweco.charts import bilingual, letters, plot, timeline, units
from neweco.charts.bilingual import BOTH
from neweco.charts.forms import Columns, Matrix, RankedList, Timeline, Units, Written
from neweco.charts.units import TAIL
from neweco.words import numbers

Row = Mapping[str, Any]

MANY = 60
"""Marks beyond which they are drawn smaller."""

BESIDE = 3
"""Figures that stand beside each other in a hall; more are drawn in pairs."""

LARGE, SMALL, NAME, ACROSS = 150, 120, 36, 1690
"""Letters in a hall of up to two figures, of more and of their names, and the width they share, as
in `slides.css`."""

HALL, TOGETHER, PAIRED = 4.4, 5.5, 16.0
"""How many times a hall's fields of marks are as wide as high, their words apart: with words in
one language, in two, and in pairs."""

_WAY = "_way"
"""The column that holds where a row leads."""


def drawn(
    form: Written,
    rows: pd.DataFrame,
    language: str,
    most: int = 0,
    addresses: Sequence[str] = (),
    heads: Mapping[str, Mapping[str, str]] | None = None,
    hall: bool = False,
) -> str:
    """A form as HTML. `rows` are those of its chart's table; only the first `most` bars or rows of
    cells are drawn where that is given. `addresses` (escaped) are where each row leads, if
    anywhere, `heads` where the names of a matrix do, by their column. Marks of a `hall` stand
    side by side and fill it."""
    records = cast(list[Row], rows.assign(**{_WAY: addresses or ""}).to_dict("records"))
    if isinstance(form, RankedList):
        return _ranked(form, records, language, most)
    if isinstance(form, Columns):
        return _columns(form, records)
    if isinstance(form, Units):
        return _units(form, records, hall)
    if isinstance(form, Timeline):
        return timeline.drawn(form, records, [str(row[_WAY]) for row in records], hall)
    return _matrix(form, records, most, heads or {})


def hidden(form: Written, rows: pd.DataFrame, most: int) -> tuple[int, int]:
    """How many bars or rows are drawn, and how many there are; (0, 0) where all are."""
    column = {RankedList: "category", Matrix: "row"}.get(type(form))
    whole = rows[getattr(form, column)].nunique() if column else 0
    return (most, whole) if most and whole > most else (0, 0)


def _ranked(form: RankedList, rows: list[Row], language: str, most: int) -> str:
    bars: dict[str, list[Row]] = {name: [] for name in form.order}
    for row in rows:
        bars[str(row[form.category])].append(row)
    shown = list(bars.items())[: most or None]
    longest = form.most or max((length(form, each) for each in bars.values()), default=0)
    lines = "".join(_bar(form, name, each, longest) for name, each in shown)
    codes = tuple(str(row["meaning"]) for row in rows) if form.split else ()
    return f'{_legend(codes, language)}<ol class="ne-bars" style="--n:{len(shown)}">{lines}</ol>'


def _bar(form: RankedList, name: str, rows: list[Row], longest: float) -> str:
    said = next((str(row[form.text]) for row in reversed(rows) if row[form.text]), "")
    parts = "".join(_piece(form, row, longest) for row in rows)
    inside = ""
    if form.split:
        told = "; ".join(f"{row[form.split]} {row[form.value]}" for row in rows if row[form.value])
        inside = f'<span class="ne-unseen"> {escape(told)}</span>'
    name = _linked(bilingual.html(name), rows[0] if rows else None)
    ghost = f' style="--g:{_share(rows[0][form.whole], longest)}"' if form.whole and rows else ""
    return (
        f'<li><span class="ne-name">{name}</span><span class="ne-track"{ghost}>{parts}</span>'
        f'<span class="ne-said">{bilingual.html(said)}{_behind(form, rows)}{inside}</span></li>'
    )


def length(form: RankedList, rows: Sequence[Row]) -> float:
    """The length of a bar: of its parts together, or of what stands behind it if that is longer."""
    behind = float(rows[0][form.whole]) if form.whole and rows else 0.0
    return max(behind, float(sum(row[form.value] for row in rows)))


def _behind(form: RankedList | Columns, rows: Sequence[Row]) -> str:
    return f"<small> / {escape(str(rows[0]['behind']))}</small>" if form.whole and rows else ""


def _piece(form: RankedList, row: Row, longest: float) -> str:
    look, title = "", ""
    if form.split:
        look = f' class="{plot.meaning_class(str(row["meaning"]))}"'
        title = f' title="{escape(f"{row[form.split]} {row[form.value]}")}"'
    return f'<i{look} style="--w:{_share(row[form.value], longest)}"{title}></i>'


def _legend(codes: tuple[str, ...], language: str) -> str:
    """What the colours of divided bars mean; nothing where they are not divided."""
    names = plot.legend(codes, language)
    keys = "".join(
        f'<span><i class="{plot.meaning_class(code)}"></i>{escape(name)}</span>'
        for code, name in names.items()
    )
    return f'<p class="ne-keys" aria-hidden="true">{keys}</p>' if names else ""


def _columns(form: Columns, rows: list[Row]) -> str:
    highest = max((float(row[form.whole or form.value]) for row in rows), default=0.0)
    steps = "".join(
        f'<li><span class="ne-said">{bilingual.html(str(row[form.text]))}'
        f"{_behind(form, [row])}</span>"
        f'<i style="--w:{_share(row[form.value], highest)}{_ghost(form, row, highest)}"></i>'
        f'<span class="ne-name">{bilingual.html(str(row[form.category]))}</span></li>'
        for row in rows
    )
    look = " ne-backed" if form.whole else ""
    return f'<ol class="ne-columns{look}" style="--n:{len(rows)}">{steps}</ol>'


def _ghost(form: RankedList | Columns, row: Row, longest: float) -> str:
    """The length of what stands behind a bar."""
    return f";--g:{_share(row[form.whole], longest)}" if form.whole else ""


def _units(form: Units, rows: list[Row], hall: bool) -> str:
    """What is said in words stands above its marks, which are for the eye alone."""
    look, across = _beside(form, rows) if hall else (' class="ne-unitrows"', (0,) * len(rows))
    lines = "".join(
        f'<li class="ne-line-{row["line"] or form.line or "city"}">'
        f'<span class="ne-name">{bilingual.html(str(row[form.name]))}</span> '
        f'<span class="ne-said">{(_number if hall else escape)(str(row[form.text]))}</span>'
        f'<span class="ne-field" style="--across:{columns}">{_marks(row)}</span>'
        f'<span class="{"ne-open" if row["left_open"] or row["has_tail"] else "ne-unseen"}"> '
        f"{bilingual.html(str(row[form.meaning]))}</span></li>"
        for row, columns in zip(rows, across, strict=True)
    )
    return f"<ol{look}>{lines}</ol>"


def _beside(form: Units, rows: list[Row]) -> tuple[str, tuple[int, ...]]:
    """How fields of marks of one size share a hall, in one row or in pairs: what the list is told
    of it, and the columns of each field."""
    paired = len(rows) > BESIDE and not form.beside
    counts = [int(row["drawn"]) for row in rows]
    share = min(units.WORDS, units.ALL_WORDS / len(rows))
    if paired:
        found = units.fields([max(counts)] * 2, PAIRED, [share] * 2)
    else:
        wide = TOGETHER if any(BOTH in str(row[form.name]) for row in rows) else HALL
        found = units.fields(
            counts, wide, [max(share, _least(form, row, len(rows))) for row in rows]
        )
    across = tuple(-(-count // found.deep) for count in counts)
    tracks = " ".join(f"minmax(min-content,{columns}fr)" for columns in across)
    size = f"--deep:{found.deep};--pitch:{found.pitch:.4f};--words:{share:.3f};--tracks:{tracks}"
    return f' class="ne-unitrows{" ne-paired" if paired else ""}" style="{size}"', across


def _least(form: Units, row: Row, beside: int) -> float:
    """The share of a hall's width that a figure on one line and the longest of its words take, a
    little on the wide side: what no field can be narrower than."""
    own, _, other = bilingual.parts(str(row[form.text]))
    before, number, after = numbers.parts(own)
    said = letters.width(number) + 0.36 * letters.width(before + after) + 0.3
    if other and numbers.parts(other)[1] != number:
        said += 0.3 * letters.width(other)
    word = max(map(letters.longest, str(row[form.name]).split(BOTH)))
    return 1.05 * max(said * (LARGE if beside < BESIDE else SMALL), word * NAME) / ACROSS


def _number(text: str) -> str:
    """A figure, its qualifier and unit apart, which a hall sees smaller; in another language only
    where its number is another (九成以上, at least 90%)."""
    own, _, other = bilingual.parts(text)
    before, number, after = numbers.parts(own)
    said = bilingual.beneath(text) if numbers.parts(other)[1] != number else ""
    units = (f"<span>{escape(part)}</span>" if part else "" for part in (before, after))
    return f"<b>{escape(number)}</b>".join(units) + said


def _marks(row: Row) -> str:
    """The marks of one figure: ringed, solid, hatched, hollow, and a tail that fades."""
    drawn = '<i class="d"></i>' * int(row["doubled"]) + "<i></i>" * int(row["said"])
    drawn += f'<i class="p" style="--p:{row["part"]:g}"></i>' if row["part"] else ""
    drawn += '<i class="o"></i>' * int(row["left_open"]) + '<i class="r"></i>' * int(row["rest"])
    drawn += '<i class="t"></i>' * (TAIL if row["has_tail"] else 0)
    many = " ne-many" if row["drawn"] > MANY else ""
    return f'<span class="ne-units ne-{row["shape"]}{many}" aria-hidden="true">{drawn}</span>'


def _matrix(form: Matrix, rows: list[Row], most: int, ways: Mapping[str, Mapping[str, str]]) -> str:
    down, across = (ways.get(column, {}) for column in (form.row, form.column))
    names, heads = _unique(rows, form.row)[: most or None], _unique(rows, form.column)
    cells = {(str(row[form.row]), str(row[form.column])): row for row in rows}
    strongest = max((float(row[form.whole or form.value]) for row in rows), default=0.0)
    top = "".join(
        f'<th scope="col">{_anchor(bilingual.html(head), across.get(head))}</th>' for head in heads
    )
    body = "".join(
        f'<tr><th scope="row">{_anchor(bilingual.html(name), down.get(name))}</th>'
        + "".join(_cell(form, cells.get((name, head)), strongest) for head in heads)
        + "</tr>"
        for name in names
    )
    return (
        f'<table class="ne-matrix" style="--n:{len(names)}"><thead><tr><td></td>{top}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _cell(form: Matrix, row: Row | None, strongest: float) -> str:
    if row is None:
        return "<td></td>"
    said = escape(f"{row['said']} / {row['behind']}" if form.whole else str(row["said"]))
    share = _share(row[form.value], strongest)
    number = _linked(bilingual.html(str(row[form.text])), row)
    return f'<td style="--s:{share}" title="{said}">{number}</td>'


def _linked(said: str, row: Row | None) -> str:
    """A text, as a link where its row leads somewhere."""
    return _anchor(said, row[_WAY] if row else "")


def _anchor(said: str, way: str | None) -> str:
    return f'<a href="{way}">{said}</a>' if way else said


def _unique(rows: Iterable[Row], column: str) -> list[str]:
    return list(dict.fromkeys(str(row[column]) for row in rows))


def _share(value: float, whole: float) -> str:
    """Three decimals of a share are finer than any screen."""
    return f"{value / whole:.3f}".rstrip("0").rstrip(".") if whole else "0"
