"""Where the table of a sheet is: its headings, its rows, and what stands around them.

A list as an office keeps it has a title and a unit above, headings in one row or two, perhaps a row
that numbers the columns, sums and notes among and below the rows. Rows that are none of the table
are left out and named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from neweco.model.fields import Table
from neweco.sources import cells, headings, letters
from neweco.sources.headings import Match
from neweco.sources.source import RawSheet

LOOKED_AT = 15
"""Rows that hold something, in which the headings are looked for."""

LEAST = 2
"""Headings that make a table."""

GUESS = 0.6
"""What a heading that is guessed counts beside one that is certain."""

_AREA = re.compile(r"([A-Z]+)(\d+):([A-Z]+)(\d+)")
_TOTAL = re.compile(
    r"(?:[(（]?[一二三四五六七八九十\d]+[)）、.])?.{0,12}?(?:合计|总计|小计|共计|总和|平均|均值|"
    r"grandtotal|subtotal|total|sum|average|mean)(?:数|值)?[:：]?(?:\(.*\)|\d.*)?"
)
_SUM = re.compile("total|sum|average|mean", re.IGNORECASE)
"""What no sum in plain letters goes without."""

_NOTE = re.compile(
    r"[(（]?\d{0,2}[)）.、]?\s*(?:备?注|附注|说明|注释|数据来源|资料来源|来源|填表|制表|填报|审核|"
    r"复核|联系|单位负责人|负责人|统计|截至|以上|以下|本表|本名单|表中|note|source|remark)",
    re.IGNORECASE,
)
_PERHAPS = r"[^\x00-\x7f]|(?i:total|sum|average|mean|note|source|remark)"
"""What no sum and no note goes without; looked for in all texts at once, many times as fast."""

_NUMBERED = re.compile(r"\(?(\d{1,2}|[甲乙丙丁戊])\)?")
_UNIT_ALONE = re.compile(
    r"\(?(?:单位:)?(?:(?:人民币)?(?:[十百千]*[万亿]?元|[万亿])|%|年|个|家|人|日期|rmb.*|¥.*)\)?"
)
_NUMBER = re.compile(r"[-+]?[\d,]*\.?\d+%?")


@dataclass(frozen=True)
class Layout:
    """The table of a sheet: number of its last row of headings, their texts and what they mean by
    place, its rows, and texts by where they stand. `left_out` is a code of the catalogue to the
    rows that are none; `columns` where a heading covers several."""

    at: int
    texts: dict[int, str]
    matches: dict[int, Match]
    body: pd.DataFrame
    above: tuple[str, ...]
    beside: tuple[str, ...]
    below: tuple[str, ...]
    left_out: dict[str, list[int]] = field(default_factory=dict)
    sections: dict[int, str] = field(default_factory=dict)
    columns: tuple[int, ...] = ()


@dataclass(frozen=True)
class Headed:
    """Headings of a sheet as those of one table: place of the first and the last row that holds
    some, among rows that hold something, and their texts and meanings by place of the column."""

    first: int
    last: int
    texts: dict[int, str]
    matches: dict[int, Match]
    above: tuple[str, ...]

    @property
    def score(self) -> float:
        """How much the sheet looks like the table."""
        return _score(self.matches)


def headed(sheet: RawSheet, table: Table) -> Headed | None:
    """The headings of a sheet, read as `table`; None where it has none."""
    filled = sheet.filled.head(LOOKED_AT)
    head = [[str(text) for text in row] for row in filled.to_numpy()]
    best = _headings(head, [int(number) for number in filled.index], sheet.merged, table)
    if best is None:
        return None
    last, texts, matches = best
    first = _first(head, texts)
    above = [cells.clean(text) for row in head[:first] for text in row if text]
    return Headed(first, last, texts, matches, tuple(above))


def found(sheet: RawSheet, table: Table) -> Layout | None:
    """The table that a sheet holds, read as `table`; None where it has no headings."""
    head = headed(sheet, table)
    if head is None:
        return None
    filled, texts, matches = sheet.filled, head.texts, head.matches
    at = int(filled.index[head.last])
    covered = _covered(sheet.merged, at) if head.last == head.first else ()
    body, left_out, sections, below = _rows(filled.iloc[head.last + 1 :], texts, matches)
    beside = {
        cells.clean(str(text))
        for place in filled.columns
        if int(str(place)) not in texts
        for text in filled[place].iloc[:200].unique()
        if text
    }
    return Layout(
        at, texts, matches, body, head.above, tuple(sorted(beside)), tuple(below), left_out,
        sections, covered,
    )  # fmt: skip


def _first(head: list[list[str]], texts: dict[int, str]) -> int:
    """The first row that a heading was taken from."""
    said = set(texts.values())
    return next(
        (i for i, row in enumerate(head) if sum(text.strip() in said for text in row if text) >= 2),
        0,
    )


def _score(matches: dict[int, Match]) -> float:
    each: dict[str, float] = {}
    for match in matches.values():
        value = 1.0 if match.certain else GUESS
        each[match.field.code] = max(value, each.get(match.field.code, 0))
    return sum(each.values())


Headings = tuple[int, dict[int, str], dict[int, Match]]


def _headings(
    head: list[list[str]], numbers: list[int], merged: tuple[str, ...], table: Table
) -> Headings | None:
    """The row, or pair of rows, that names most columns: its place, texts and meanings."""
    best: Headings | None = None
    for place, row in enumerate(head):
        texts = {i: text.strip() for i, text in enumerate(row) if text.strip()}
        options: list[tuple[int, dict[int, str]]] = [(place, texts)]
        if place + 1 < len(head) and _may_be_second(head[place + 1]):
            upper = _spread(row, numbers[place], merged)
            options.append((place + 1, _joined(upper, head[place + 1], table)))
        for last, said in options:
            matches = {i: m for i, text in said.items() if (m := headings.match(table, text))}
            alone = last == place and len(said) == 1
            better = not alone and (best is None or _score(matches) > _score(best[2]))
            if better or (last > place and best and best[0] == place and _units_only(head[last])):
                best = (last, said, matches)
    if best is None or len({match.field.code for match in best[2].values()}) < LEAST:
        return None
    return best


def _may_be_second(row: list[str]) -> bool:
    """Whether a row may hold headings of a second level, or units: it has no numbers."""
    said = [text for text in row if text.strip()]
    return bool(said) and not any(_NUMBER.fullmatch(cells.plain(text)) for text in said)


def _units_only(row: list[str]) -> bool:
    said = [re.sub(r"\s", "", cells.plain(text).casefold()) for text in row if text.strip()]
    return bool(said) and all(map(_UNIT_ALONE.fullmatch, said))


def _spread(row: list[str], number: int, merged: tuple[str, ...]) -> list[str]:
    """A row with the text of merged cells in all columns that they cover."""
    spread = list(row)
    for left, top, right, _ in _areas(merged):
        if top == number and left < len(row):
            spread[left : right + 1] = [row[left]] * (min(right + 1, len(row)) - left)
    return spread


def _joined(upper: list[str], lower: list[str], table: Table) -> dict[int, str]:
    """Two levels of headings as one: the lower one where it says what the column is."""
    made: dict[int, str] = {}
    for place, (above, below) in enumerate(zip(upper, lower, strict=True)):
        above, below = above.strip(), below.strip()
        if not below or not above:
            said = above or below
        elif _units_only([below]):
            said = f"{above}（{cells.plain(below).strip('()')}）"
        elif headings.match(table, below) is None and headings.match(table, above + below):
            said = above + below
        else:
            said = below
        if said:
            made[place] = said
    return made


def _areas(merged: tuple[str, ...]) -> Iterator[tuple[int, int, int, int]]:
    """Left, top, right and bottom of merged ranges; columns from 0, rows as they are numbered."""
    for area in merged:
        found = _AREA.fullmatch(area)
        if found:
            yield letters.place(found[1]), int(found[2]), letters.place(found[3]), int(found[4])


def _covered(merged: tuple[str, ...], row: int) -> tuple[int, ...]:
    """Columns that lie under one merged heading."""
    return tuple(
        place
        for left, top, right, bottom in _areas(merged)
        if top <= row <= bottom and left < right
        for place in range(left, right + 1)
    )


def down(merged: tuple[str, ...], at: int) -> Iterator[tuple[str, int, int, int]]:
    """Merged ranges over several rows of one column below the headings: the range, its column, its
    first and last row."""
    for area, (left, top, right, bottom) in zip(
        [each for each in merged if _AREA.fullmatch(each)], _areas(merged), strict=True
    ):
        if at < top < bottom and left == right:
            yield area, left, top, bottom


def _rows(
    below: pd.DataFrame, texts: dict[int, str], matches: dict[int, Match]
) -> tuple[pd.DataFrame, dict[str, list[int]], dict[int, str], list[str]]:
    """Rows of the table, those left out by why, sections by row, and texts of notes."""
    out: dict[str, list[int]] = {}
    sections: dict[int, str] = {}
    notes: list[str] = []
    if below.empty:
        return below, out, sections, notes
    grid = below != ""
    counts = grid.to_numpy().sum(axis=1)
    suspects = _suspects(below, texts, matches) | (counts <= 2)
    suspects[:1] = True
    for place in np.flatnonzero(suspects):
        number = int(below.index[int(place)])
        row = {
            int(str(i)): str(t).strip() for i, t in below.iloc[int(place)].items() if str(t).strip()
        }
        why = _why(row, texts, matches, first=place == 0)
        if why == "section":
            sections[number] = next(iter(row.values()))
        elif why == "note":
            notes += row.values()
        if why:
            out.setdefault(why, []).append(number)
    gone = {number for rows in out.values() for number in rows}
    kept = below if not gone else below.loc[~below.index.isin(gone)]
    return kept, out, sections, notes


def _suspects(below: pd.DataFrame, texts: dict[int, str], matches: dict[int, Match]) -> np.ndarray:
    """Rows of which a cell says that they are a sum, a note or headings again."""
    hits = np.zeros(len(below), dtype=bool)
    for place in below.columns:
        match = matches.get(int(str(place)))
        if match is not None and match.field.kind in ("number", "integer"):
            continue
        column = below[place]
        heading = texts.get(int(str(place)), "")
        distinct = pd.Series(column.unique(), dtype="str")
        if match is not None and match.field.pattern:
            distinct = distinct[~distinct.str.fullmatch(match.field.pattern)]
        distinct = distinct[distinct.str.contains(_PERHAPS) | (distinct.str.strip() == heading)]
        odd = [
            text
            for text in distinct.to_numpy(dtype=object)
            if text and (_is_total(text) or _NOTE.match(text) or text.strip() == heading)
        ]
        if odd:
            hits |= column.isin(odd).to_numpy()
    return hits


def _is_total(text: str) -> bool:
    if len(text) >= 40 or (text.isascii() and not _SUM.search(text)):
        return False
    return bool(_TOTAL.fullmatch(re.sub(r"\s", "", cells.plain(text).casefold())))


def _why(row: dict[int, str], texts: dict[int, str], matches: dict[int, Match], first: bool) -> str:
    """Why a row is none of the table, or nothing where it is one."""
    said = list(row.values())
    if len(said) > 1 and all(texts.get(place) == text for place, text in row.items()):
        return "repeated_heading"
    if first and len(said) > 3 and _is_numbering(said):
        return "numbered_columns"
    odd = [text for place, text in row.items() if not _told(row, matches, place)]
    if any(map(_is_total, odd)):
        return "total"
    if len(said) <= 2 and any(map(_NOTE.match, odd)):
        return "note"
    if len(said) == 1:
        place = next(iter(row))
        if place not in matches:
            return "" if _NUMBER.fullmatch(said[0]) else "section"
        if re.match(r"[(（]?[一二三四五六七八九十]+[)）]?[、.．]", said[0]):
            return "section"
    return ""


def _told(row: dict[int, str], matches: dict[int, Match], place: int) -> bool:
    """Whether a row says beside one cell what only a row of the table says: a choice, a day."""
    kinds = {matches[i].field.kind for i in row if i != place and i in matches}
    return bool(kinds & {"choice", "choices", "date", "flag"})


def _is_numbering(said: list[str]) -> bool:
    """Whether a row numbers the columns: 甲 乙 1 2 3."""
    found = [_NUMBERED.fullmatch(cells.plain(text)) for text in said]
    numbers = [int(each[1]) for each in found if each and each[1].isdigit()]
    rising = all(b - a == 1 for a, b in zip(numbers, numbers[1:], strict=False))
    return all(found) and rising and bool(numbers) and numbers[0] in (1, 2)
