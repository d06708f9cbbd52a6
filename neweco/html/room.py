"""What a step has room for: figures beside each other, rows and columns of a table.

Estimated from the letters, as a page is made before anybody knows in which font it will be seen.
"""

from __future__ import annotations

import math
import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate

from neweco.sheet import Column, Table
from neweco.words import numbers

_NUMBER = re.compile(
    r"([^\d¥]*)(¥?[\d,.]+(?:余|多|\+|%|bn|M|K)?)(.*)|()([一二三四五六七八九十半]+[成数倍余多])(.*)",
    re.S,
)
"""A qualifier before the number, the number in digits or words, and what follows it."""

_ROOM_OF_FIGURES, _GAP_OF_FIGURES = 10.3, 0.25
"""Width of a step beside its code, and between figures, in sizes of a figure's number."""

_ROOM, _NARROWEST, _WIDEST, _GAP = 35, 4, 12, 0.9
"""A table's width in letters, the least and the most of them in a line of a column, and the gap
beside it."""

_LINES = 9
"""Lines of a table that a step has room for."""


def columns(values: Sequence[str]) -> int:
    """How many figures stand beside each other: at most three, if they have room."""
    for count in (3, 2):
        widest = [max(map(_width, values[at::count]), default=0.0) for at in range(count)]
        gaps = _GAP_OF_FIGURES * (count - 1)
        if len(values) >= count and sum(widest) <= _ROOM_OF_FIGURES - gaps:
            return count
    return 1


def are_alike(values: Sequence[str], count: int) -> bool:
    """Whether so many figures beside each other may each have the same room."""
    room = (_ROOM_OF_FIGURES - _GAP_OF_FIGURES * (count - 1)) / count
    return all(_width(value) <= room for value in values)


def _width(value: str) -> float:
    """Of a figure, in sizes of its number's letters."""
    before, number, unit = parts(value)
    small = _letters(before) + _letters(unit)
    return _letters(number) + (0 if is_words(before + unit) else 0.4 * small)


def _letters(text: str) -> float:
    """Width of a text, in Chinese letters."""
    return sum(1.0 if ord(letter) > 0x2000 else 0.58 for letter in text)


def parts(value: str) -> tuple[str, str, str]:
    """What stands before a figure's number, the number, and what follows it."""
    found = _NUMBER.fullmatch(value)
    if found is None:
        return "", value, ""
    before, number, unit = (part for part in found.groups() if part is not None)
    return before, number, unit


def is_words(text: str) -> bool:
    """Whether what stands beside a number is words of a Latin language, which take a line."""
    return text.isascii() and len(text.strip()) > 3


def leading(table: Table, language: str) -> Table:
    """The first columns and rows of a table that a step has room for, at least one of each."""
    widths = [_column_width(table, column, language) for column in table.columns]
    reached = list(accumulate(width + _GAP for width in widths))
    kept = table.columns[: max(sum(right <= _ROOM for right in reached), 1)]
    widths = _spread(widths[: len(kept)])
    lines = accumulate(
        max(
            math.ceil(_letters(_cell(row, column, language)) / width)
            for column, width in zip(kept, widths, strict=True)
        )
        for row in table.rows.to_dict("records")
    )
    count = max(sum(bottom <= _LINES for bottom in lines), 1)
    return replace(table, columns=kept, rows=table.rows.head(count))


def unbroken(table: Table, language: str) -> frozenset[str]:
    """Columns whose cells fit a line."""
    widths = {column.code: _column_width(table, column, language) for column in table.columns}
    return frozenset(code for code, width in widths.items() if width < _WIDEST)


def _spread(widths: Sequence[float]) -> list[float]:
    """Column widths when those that go on in a second line have shared what room is left."""
    spare = max(_ROOM - sum(widths) - _GAP * len(widths), 0.0)
    long = sum(width >= _WIDEST for width in widths)
    return [width + spare / long if width >= _WIDEST else width for width in widths]


def _column_width(table: Table, column: Column, language: str) -> float:
    """Letters that a line of a column's cells takes."""
    cells = (_cell(row, column, language) for row in table.rows.to_dict("records"))
    return min(max(_NARROWEST, *map(_letters, (column.label, *cells))), _WIDEST)


def _cell(row: Mapping[Hashable, object], column: Column, language: str) -> str:
    return numbers.cell(row[column.code], column.kind, language)
