"""Tables that several pages build alike: of register rows, of published texts, of one unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from neweco import words
from neweco.model.choices import UNKNOWN
from neweco.model.fields import Field, Table
from neweco.model.register import may_be_shown
from neweco.query import filters
from neweco.query.filters import Values
from neweco.query.grammar import ALL
from neweco.query.selection import Selection
from neweco.sheet import Basis, Check, Column, ColumnKind, Profile, Section
from neweco.sheet import Table as SheetTable
from neweco.views.shared.page import Page
from neweco.words import numbers

PAGE_ROWS = 15
"""Rows of a register table on one part of its list."""

MOST_ROWS = 2_000
"""Rows on the part that holds all, for print."""


def register_rows(
    page: Page, codes: Sequence[str], names: Mapping[str, Mapping[str, str]] | None = None
) -> SheetTable:
    """The part of the list that the page shows, labelled: its cells lead to the view filtered by
    them, its first column to the profile, its headings to another order.

    Rows that may not be shown are left out. `names` gives, for fields that hold ids of
    another table, the names to print.
    """
    table, rows, language = page.table, page.rows, page.language
    public = np.flatnonzero(may_be_shown(rows))
    start, end = _part(page.selection, len(public))
    read = list(dict.fromkeys((table.key, *codes)))
    first = page.whole.loc[rows.index[public[start:end]], read]
    cells = {code: first[code].tolist() for code in first}
    labelled = {c: labels(first[c], table[c], language) for c in codes}
    for code, known in (names or {}).items():
        labelled[code] = [known.get(id, id) for id in cells[code]]
    keys = tuple(map(str, cells[table.key]))
    links: dict[str, tuple[Selection | None, ...]] = {
        codes[0]: tuple(page.selection.with_item(key) for key in keys)
    }
    links |= {c: _ways(page, cells[c], table[c]) for c in codes[1:] if table[c].filter}
    return SheetTable(
        id=table.code,
        caption=page.text("table"),
        columns=tuple(Column(c, table[c].heading(language), column_kind(table[c])) for c in codes),
        rows=pd.DataFrame(labelled),
        basis=page.basis,
        keys=keys,
        total=len(public),
        source=page.line,
        links=links,
        sorts={c: page.selection.sorted(c) for c in codes},
        pages=_parts(page.selection, len(public), language),
    )


def _part(selection: Selection, whole: int) -> tuple[int, int]:
    """First and last row of the part asked for; the last part where it is beyond the end."""
    if selection.page == ALL:
        return 0, MOST_ROWS
    last = max((whole - 1) // PAGE_ROWS, 0)
    part = min(int(selection.page or 1) - 1, last)
    return part * PAGE_ROWS, (part + 1) * PAGE_ROWS


def _parts(
    selection: Selection, whole: int, language: str
) -> tuple[tuple[str, Selection | None], ...]:
    """The parts of a list by name: the first, the last, and those beside the one shown."""
    last = max((whole - 1) // PAGE_ROWS, 0) + 1
    if last == 1:
        return ()
    now = 0 if selection.page == ALL else min(int(selection.page or 1), last)
    near = sorted({1, last, *(n for n in range(now - 2, now + 3) if 0 < n <= last)})
    parts = [(str(n), None if n == now else selection.on_page(str(n))) for n in near]
    everything = None if selection.page == ALL else selection.on_page(ALL)
    return (*parts, (words.text(language, "common.all_rows"), everything))


def _ways(page: Page, cells: list[Any], field: Field) -> tuple[Selection | None, ...]:
    """Where the cells of a column lead: to the view with their value toggled."""
    own = filters.of(page.view.name)[field.param]
    if not isinstance(own, Values) or field.kind == "choices":
        return (None,) * len(cells)
    codes = [_code(cell) for cell in cells]
    ways = {
        code: page.selection.toggled(field.param, code)
        for code in dict.fromkeys(codes)
        if own.allows(code)
    }
    return tuple(map(ways.get, codes))


def _code(cell: Any) -> str:
    """What an address says of a cell."""
    if pd.isna(cell) or cell == "":
        return UNKNOWN
    numeric = isinstance(cell, bool | int | float | np.bool_ | np.number)
    return str(int(cell)) if numeric else str(cell)


def of_rows(page: Page, id: str, columns: tuple[Column, ...], rows: pd.DataFrame) -> SheetTable:
    """A table of what was made of register rows; its caption stands at `<id>.caption`."""
    caption, basis = page.text(f"{id}.caption"), page.basis
    return SheetTable(id, caption, columns, rows, basis, source=page.line)


def of_texts(
    page: Page,
    id: str,
    lines: Sequence[Mapping[str, object]],
    basis: Basis = "published",
    *,
    key: str = "",
    headings: str = "column_",
) -> SheetTable:
    """A table of texts. Caption and headings stand under `key` (a path of the catalogue; the
    page's own `<id>` unless told), as `caption` and `<headings><column>`."""
    path = key or f"{page.view.name}.{id}"
    columns = tuple(
        Column(
            code,
            words.text(page.language, f"{path}.{headings}{code}"),
            "link" if code == "link" else "text",
        )
        for code in lines[0]
    )
    caption = words.text(page.language, f"{path}.caption")
    return SheetTable(id, caption, columns, pd.DataFrame(lines), basis)


def value(cell: Any, field: Field, language: str) -> str:
    """One cell in words, with its unit; `—` where it is not known."""
    if pd.isna(cell):
        return numbers.UNKNOWN
    if field.kind == "flag":
        return words.text(language, "common.yes" if cell else "common.no")
    if field.kind == "choices":
        codes = [code for code in str(cell).split(";") if code]
        vocabulary = field.vocabulary
        names = [vocabulary.label(c, language) if vocabulary else c for c in codes]
        return words.listed(language, names) or numbers.UNKNOWN
    if field.vocabulary is not None:
        return field.vocabulary.label(str(cell), language)
    if field.kind == "period":
        return numbers.date(str(cell), language)
    if field.kind == "date":
        return numbers.date(pd.Timestamp(str(cell)).date(), language)
    if field.kind in ("number", "integer") and not field.ordinal:
        return field.measure.said(float(str(cell)), language)
    return str(cell) or numbers.UNKNOWN


def labels(column: pd.Series, field: Field, language: str) -> list[Any] | ExtensionArray:
    """A column of codes as texts in the page's language; numbers stay numbers."""
    if field.kind in ("choices", "period"):
        return [value(cell, field, language) for cell in column]
    names = _names(field, language)
    return [names.get(cell, numbers.UNKNOWN) for cell in column] if names else column.array


def _names(field: Field, language: str) -> Mapping[Any, str]:
    """What the codes of a field are called, if it has any."""
    if field.kind == "flag":
        yes, no = words.text(language, "common.yes"), words.text(language, "common.no")
        return {True: yes, False: no}
    return field.vocabulary.labels(language) if field.vocabulary is not None else {}


def column_kind(field: Field) -> ColumnKind:
    """How a field prints in a table."""
    if field.ordinal:
        return "ordinal"
    if field.kind in ("number", "integer"):
        style = field.measure.style
        return style if style != "plain" else "integer" if field.kind == "integer" else "number"
    return field.kind if field.kind in ("date", "link") else "text"


def profile_lines(
    row: pd.Series, table: Table, codes: Sequence[str], language: str
) -> tuple[tuple[str, str], ...]:
    """(label, value) for the fields of one row."""
    return tuple((table[c].label(language), value(row[c], table[c], language)) for c in codes)


def row_of(page: Page) -> pd.Series | None:
    """The row that the page opens, or None: an unknown id opens nothing."""
    if not page.selection.item:
        return None
    found = page.whole.loc[page.whole[page.table.key] == page.selection.item]
    return None if found.empty else found.iloc[0]


def profile(
    page: Page, codes: Sequence[str], checks: tuple[Check, ...] = (), note: str = ""
) -> Profile | None:
    """The row that the page opens, with the fields named; None where there is none."""
    row = row_of(page)
    if row is None:
        return None
    lines = profile_lines(row, page.table, codes, page.language)
    id, name = str(row[page.table.key]), str(row["name"])
    return Profile(id, name, lines, page.basis, checks, note)


def section(
    page: Page, codes: Sequence[str], names: Mapping[str, Mapping[str, str]] | None = None
) -> Section:
    """The rows that the page lists as a part of it; see `register_rows`."""
    return page.section("list", tables=(register_rows(page, codes, names),), place="main")
