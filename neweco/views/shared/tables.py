"""Tables that several pages build alike: of register rows, of published texts, of one unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from neweco import words
from neweco.model.fields import Field, Table
from neweco.model.register import may_be_shown
from neweco.sheet import Basis, Check, Column, ColumnKind, Profile, Section
from neweco.sheet import Table as SheetTable
from neweco.views.shared.page import Page
from neweco.words import numbers

MAX_ROWS = 200
"""Rows of a register table that are handed to a face at once."""


def register_rows(
    page: Page, codes: Sequence[str], names: Mapping[str, Mapping[str, str]] | None = None
) -> SheetTable:
    """The rows that the page lists, labelled, at most `MAX_ROWS` of them.

    Rows that may not be shown are left out. `names` gives, for fields that hold ids of
    another table, the names to print.
    """
    table, rows, language = page.table, page.rows, page.language
    public = np.flatnonzero(may_be_shown(rows))
    first = rows.iloc[public[:MAX_ROWS]]
    labelled = pd.DataFrame({c: labels(first[c], table[c], language).to_numpy() for c in codes})
    for code, known in (names or {}).items():
        labelled[code] = [known.get(id, id) for id in first[code]]
    return SheetTable(
        id=table.code,
        caption=page.text("table"),
        columns=tuple(Column(c, table[c].heading(language), column_kind(table[c])) for c in codes),
        rows=labelled,
        basis=page.basis,
        keys=tuple(first[table.key].astype(str)),
        total=len(public),
        source=page.line,
    )


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


def labels(column: pd.Series, field: Field, language: str) -> pd.Series:
    """A column of codes as texts in the page's language; numbers stay numbers."""
    if field.kind == "flag":
        yes, no = words.text(language, "common.yes"), words.text(language, "common.no")
        return column.map({True: yes, False: no}).astype(object).fillna(numbers.UNKNOWN)
    if field.kind in ("choices", "period"):
        return column.map(lambda cell: value(cell, field, language))
    if field.vocabulary is not None:
        named = column.astype(object).map(field.vocabulary.labels(language))
        return named.fillna(numbers.UNKNOWN)
    return column


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
    return page.section("list", tables=(register_rows(page, codes, names),))
