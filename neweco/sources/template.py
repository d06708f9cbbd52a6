"""Workbooks to fill in, and a register written out as one."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import zip_longest
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
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
_EXAMPLE_FONT = Font(italic=True, color="5B6B7A")
_LISTS = "lists"


@cache
def template(language: str) -> bytes:
    """A workbook to fill in: a sheet per table with drop-down lists and an example row that is
    not read, and a sheet that explains every column."""
    book = _Book(language)
    for table in TABLES.values():
        book.sheet(table, _example_row(book, table, language))
    return book.made()


def workbook(register: Register, language: str) -> bytes:
    """The template filled with a register, to be corrected and given back."""
    book = _Book(language)
    for table in TABLES.values():
        frame = register.frame(table.code)
        columns = [_texts(frame[field.code], field, language) for field in table.stored]
        book.sheet(table, zip(*columns, strict=True))
    return book.made()


def _example_row(book: _Book, table: Table, language: str) -> Iterator[list[Any]]:
    cells = (_example(field, table, language) for field in table.stored)
    yield [book.styled(cell, _EXAMPLE, _EXAMPLE_FONT) for cell in cells]


class _Book:
    """A workbook on its way, written row by row: a register of a million rows takes no memory."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._book = Workbook(write_only=True)
        self._lists: list[list[str]] = []

    def styled(self, value: Any, fill: PatternFill, font: Font) -> Any:
        """A cell that differs from plain ones."""
        cell = WriteOnlyCell(self._sheet, value)
        cell.fill, cell.font = fill, font
        return cell

    def sheet(self, table: Table, rows: Iterable[Iterable[Any]]) -> None:
        """A table with its headings and drop-down lists. `rows` are made after the sheet."""
        self._sheet = sheet = self._book.create_sheet(table.label(self._language))
        sheet.freeze_panes = "B2"
        for place, field in enumerate(table.stored, 1):
            letter = get_column_letter(place)
            sheet.column_dimensions[letter].width = 16
            self._list(field, letter)
        sheet.append([self._heading(field) for field in table.stored])
        for row in rows:
            sheet.append(list(row))

    def _heading(self, field: Field) -> Any:
        font = Font(bold=field.required, color="FFFFFF")
        cell = self.styled(field.heading(self._language), _HEAD, font)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        return cell

    def _list(self, field: Field, letter: str) -> None:
        """A drop-down of the allowed values, where a cell holds one of them."""
        if field.kind == "choice" and field.vocabulary is not None:
            values = [choice.label(self._language) for choice in field.vocabulary]
        elif field.kind == "flag":
            values = list(_flags(self._language))
        else:
            return
        if values not in self._lists:
            self._lists.append(values)
        place = get_column_letter(self._lists.index(values) + 1)
        rule = DataValidation(
            "list", formula1=f"{_LISTS}!${place}$1:${place}${len(values)}", allow_blank=True
        )
        rule.add(f"{letter}2:{letter}{ROWS}")
        self._sheet.data_validations.append(rule)

    def made(self) -> bytes:
        """The workbook, with the sheets that explain it and hold the lists."""
        lists = self._book.create_sheet(_LISTS)
        lists.sheet_state = "hidden"
        for row in zip_longest(*self._lists):
            lists.append(row)
        _explain(self._book, self._language)
        out = io.BytesIO()
        self._book.save(out)
        return out.getvalue()


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
        target, _, key = field.references.partition(".")
        return TABLES[target][key].example
    return field.example or EXAMPLE


def _flags(language: str) -> tuple[str, str]:
    return words.text(language, "common.yes"), words.text(language, "common.no")


def _explain(book: Workbook, language: str) -> None:
    sheet = book.create_sheet(words.text(language, "reading.template.sheet"))
    for place, width in zip("ABCDEF", (14, 22, 10, 14, 60, 60), strict=True):
        sheet.column_dimensions[place].width = width
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


def _allowed(field: Field, language: str) -> str:
    if field.vocabulary is not None:
        return words.listed(language, [choice.label(language) for choice in field.vocabulary])
    if field.low is not None and field.high is not None:
        return f"{field.low:,.10g}–{field.high:,.10g}"
    return field.example


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
