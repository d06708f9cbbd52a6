"""A view as a workbook: its rows with typed cells, and a sheet that says what they are."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from neweco import words
from neweco.model.spreadsheet import inert
from neweco.sheet import Sheet

MOST = 100_000
"""Rows of a workbook; more are handed out as CSV, which is written piece by piece."""


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def workbook(sheet: Sheet, frame: pd.DataFrame, about: str) -> bytes:
    """Two sheets: the rows under headings in the page's language (numbers and dates as such, texts
    inert), and `about` line by line.

    Of more than `MOST` rows the first are written, and the second sheet says so.
    """
    readable = _readable(frame, sheet)
    book = Workbook(write_only=True)
    rows = book.create_sheet(_named(sheet.titled))
    rows.freeze_panes = "B2"
    rows.append([_bold(rows, str(column)) for column in readable.columns])
    for row in readable.head(MOST).itertuples(index=False):
        rows.append([_cell(value) for value in row])
    notes = book.create_sheet(words.text(sheet.language, "takeaway.about"))
    notes.column_dimensions["A"].width = 100
    left_out = len(frame) - MOST
    if left_out > 0:
        notes.append([words.text(sheet.language, "takeaway.left_out", most=MOST, rows=left_out)])
    for line in about.splitlines():
        notes.append([inert(line)])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _readable(frame: pd.DataFrame, sheet: Sheet) -> pd.DataFrame:
    """The columns of the page's language: names instead of the codes beside them."""
    table, language = sheet.selection.declared.table, sheet.language
    headings = {field.code: field.heading(language) for field in table.fields} if table else {}
    headings["basis"] = words.text(language, "takeaway.basis")
    said = {"1": words.text(language, "common.yes"), "0": words.text(language, "common.no")}
    columns: dict[str, pd.Series] = {}
    for code in frame.columns:
        stem, _, end = str(code).rpartition("_")
        if end in words.LANGUAGES and stem in headings:
            continue
        named = f"{code}_{language}"
        shown = frame[named if named in frame else code]
        if table and code in headings and code != "basis" and table[code].kind == "flag":
            shown = shown.map(said)
        columns[headings.get(code, str(code))] = shown
    return pd.DataFrame(columns)


def _named(title: str) -> str:
    """A title as a sheet may be called."""
    return "".join(c for c in title if c not in r"[]:*?/\\")[:31]


def _bold(rows: Any, text: str) -> Any:
    cell = WriteOnlyCell(rows, value=text)
    cell.font = Font(bold=True)
    return cell


def _cell(value: Any) -> Any:
    """Empty where it is not known; what is written as a number is a number."""
    if value is None or pd.isna(value):
        return None
    if isinstance(value, str):
        return date.fromisoformat(value) if _DAY.fullmatch(value) else inert(value)
    return value.item() if hasattr(value, "item") else value
