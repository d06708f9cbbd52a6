"""Workbooks to fill in, and a register written out as one."""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import cache
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from neweco import words
from neweco.model.fields import TABLES, Field, Table
from neweco.model.register import Register
from neweco.sources.tables import EXAMPLE

ROWS = 5000
"""Rows of the template that have drop-down lists."""

_HEAD = PatternFill("solid", fgColor="12436D")
_EXAMPLE = PatternFill("solid", fgColor="F4F6F8")
_LISTS = "lists"


@cache
def template(language: str) -> bytes:
    """A workbook to fill in: a sheet per table with drop-down lists and an example row that is
    not read, and a sheet that explains every column."""
    book = _book()
    lists = book.create_sheet(_LISTS)
    lists.sheet_state = "hidden"
    for table in TABLES.values():
        sheet = book.create_sheet(table.label(language))
        _head(sheet, table, language)
        sheet.append([_example(field, table, language) for field in table.stored])
        for cell in sheet[2]:
            cell.fill = _EXAMPLE
            cell.font = Font(italic=True, color="5B6B7A")
        for place, field in enumerate(table.stored, 1):
            _list(sheet, lists, field, get_column_letter(place), language)
    _explain(book, language)
    return _bytes(book)


def workbook(register: Register, language: str) -> bytes:
    """A register as a workbook, with headings and labels in `language`."""
    book = Workbook(write_only=True)
    for table in TABLES.values():
        sheet = book.create_sheet(table.label(language))
        sheet.append([field.heading(language) for field in table.stored])
        frame = register.frame(table.code)
        columns = [_texts(frame[field.code], field, language) for field in table.stored]
        for row in zip(*columns, strict=True):
            sheet.append(row)
    return _bytes(book)


def _book() -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    return book


def _bytes(book: Workbook) -> bytes:
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _head(sheet: Any, table: Table, language: str) -> None:
    sheet.append([field.heading(language) for field in table.stored])
    for place, field in enumerate(table.stored, 1):
        cell = sheet.cell(1, place)
        cell.fill, cell.font = _HEAD, Font(bold=field.required, color="FFFFFF")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(place)].width = 16
    sheet.freeze_panes = "B2"


def _example(field: Field, table: Table, language: str) -> Any:
    if field.code == table.key:
        return EXAMPLE
    if field.vocabulary is not None:
        return field.vocabulary.choices[0].label(language)
    if field.kind == "flag":
        return _flags(language)[0]
    if field.kind == "date":
        return "2023-03-24"
    if field.kind in ("number", "integer"):
        return 2022 if field.code == "year" else 1
    if field.references:
        return {"centres": "C-01", "diagnoses": "DX-2022-0001"}[field.references.partition(".")[0]]
    return {"enterprise_id": "E0001"}.get(field.code, EXAMPLE)


def _flags(language: str) -> tuple[str, str]:
    return words.text(language, "common.yes"), words.text(language, "common.no")


def _list(sheet: Any, lists: Any, field: Field, letter: str, language: str) -> None:
    """A drop-down of the allowed values, where a cell holds one of them."""
    if field.kind == "choice" and field.vocabulary is not None:
        values: Iterable[str] = (choice.label(language) for choice in field.vocabulary)
    elif field.kind == "flag":
        values = _flags(language)
    else:
        return
    column = lists.max_column + 1 if lists["A1"].value is not None else 1
    count = 0
    for count, value in enumerate(values, 1):
        lists.cell(count, column, value)
    place = get_column_letter(column)
    rule = DataValidation(
        "list", formula1=f"{_LISTS}!${place}$1:${place}${count}", allow_blank=True
    )
    rule.add(f"{letter}2:{letter}{ROWS}")
    sheet.add_data_validation(rule)


def _explain(book: Workbook, language: str) -> None:
    sheet = book.create_sheet(words.text(language, "reading.template.sheet"))
    codes = ("table", "column", "required", "kind", "allowed", "meaning")
    sheet.append([words.text(language, f"reading.template.{code}") for code in codes])
    for table in TABLES.values():
        for field in table.stored:
            sheet.append(
                [
                    table.label(language),
                    field.heading(language),
                    words.text(language, "common.yes" if field.required else "common.no"),
                    words.text(language, f"evidence.dictionary.kind_{field.kind}"),
                    _allowed(field, language),
                    field.meaning(language),
                ]
            )
    sheet.append([words.text(language, "reading.template.example", example=EXAMPLE)])
    for place, width in zip("ABCDEF", (14, 22, 10, 14, 60, 60), strict=True):
        sheet.column_dimensions[place].width = width


def _allowed(field: Field, language: str) -> str:
    if field.vocabulary is not None:
        return words.listed(language, [choice.label(language) for choice in field.vocabulary])
    if field.low is not None and field.high is not None:
        return f"{field.low:,.10g}–{field.high:,.10g}"
    return field.pattern


def _texts(column: pd.Series, field: Field, language: str) -> list[Any]:
    """A column as the cells a person would write."""
    vocabulary = field.vocabulary
    if vocabulary is not None and field.kind == "choice":
        labels = vocabulary.labels(language)
        return [labels.get(str(code), "") for code in column.astype("str")]
    if vocabulary is not None:
        labels = vocabulary.labels(language)
        return [
            ";".join(labels[code] for code in str(text).split(";") if code)
            for text in column.astype("str")
        ]
    if field.kind == "flag":
        yes, no = _flags(language)
        return [None if pd.isna(value) else yes if value else no for value in column]
    if field.kind == "date":
        return [None if pd.isna(day) else day.date() for day in column]
    if field.kind == "integer":
        return [None if pd.isna(value) else int(value) for value in column]
    if field.kind == "number":
        return [None if pd.isna(value) else float(value) for value in column]
    return list(column.astype("str"))
