"""What each column of an upload was taken for, and choosing otherwise.

What is chosen is kept in the session, the file is read again with it, and all choices are a small
file to download for the next list of that form.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from neweco import words
from neweco.live import address, filters, own
from neweco.live.prepared import live_pieces
from neweco.model.fields import TABLES
from neweco.sheet import Column, Table
from neweco.sources import mapping, report
from neweco.sources.columns import Column as Taken
from neweco.sources.mapping import Decisions, SheetMapping
from neweco.sources.reading import Reading

VIEW = "register"


def text(language: str, key: str, **values: object) -> str:
    """A text of the form by its key."""
    return words.text(language, f"{VIEW}.form.{key}", **values)


def _key(file: UploadedFile, *parts: object) -> str:
    return ".".join([VIEW, "column", str(own.visit()), file.file_id, *map(str, parts)])


def decided(file: UploadedFile) -> Decisions:
    """What this session has decided about a file."""
    held = st.session_state.get(own.DECISIONS)
    return held[1] if held is not None and held[0] == file.file_id else mapping.NONE


def choose(found: Reading, file: UploadedFile, language: str) -> None:
    """What each column was taken for: menus for what is not certain, for the rest on wish."""
    kept = decided(file)
    unknown = [p.sheet for p in found.problems if p.code == "unknown_sheet"]
    sheets = list(dict.fromkeys([*unknown, *kept]))
    if not found.columns and not sheets:
        return
    unsure = bool(sheets) or any(c.how != "certain" or c.said for c in found.columns)
    fold = st.expander(
        text(language, "columns"), expanded=unsure, key=_key(file, "fold"), on_change=address.touch
    )
    with fold:
        for sheet in sheets:
            _choose_table(file, sheet, language)
        if not found.columns:
            return
        st.html(live_pieces(language).table(_taken(found, language)))
        missing = [p for p in found.problems if p.code == "missing_column"]
        every = st.checkbox(
            text(language, "choose_certain"), key=_key(file, "every"), on_change=address.touch
        )
        for column in found.columns:
            if column.place is None:
                _choose_value(file, column.sheet, column.table, column.field, language)
            elif every or column.how != "certain":
                _choose_field(file, column, language)
            if column.field and column.place is not None and _is_doubtful(found, column):
                _choose_unit(file, column, language)
        for problem in missing:
            _choose_value(file, problem.sheet, problem.table, problem.field, language)
        st.download_button(
            text(language, "mapping"),
            mapping.written(_all(found, kept)),
            file_name="mapping.json",
            mime="application/json",
            on_click="ignore",
            key=f"{VIEW}.mapping",
        )


def _taken(found: Reading, language: str) -> Table:
    """Every column, its heading, what it means and how sure that is."""
    codes = ("column", "heading", "meaning", "how")
    rows = [
        {
            "column": column.letter,
            "heading": column.heading or column.said,
            "meaning": report.meaning(column, language),
            "how": words.text(language, f"reading.column.{column.how}"),
        }
        for column in found.columns
    ]
    shown = tuple(Column(code, text(language, f"taken_{code}")) for code in codes)
    caption = text(language, "columns")
    return Table("taken", caption, shown, pd.DataFrame(rows, columns=list(codes)), "register")


_DOUBTS = {"unit_assumed", "magnitude", "fractions", "unit_conflict", "unit_unclear", "sheet_unit",
           "heading_unit", "format_unseen"}  # fmt: skip
"""What is said of a column whose unit can be chosen."""


def _is_doubtful(found: Reading, column: Taken) -> bool:
    return any(
        problem.code in _DOUBTS
        and (problem.sheet, problem.column) == (column.sheet, column.heading)
        for problem in found.problems
    )


def _choose_table(file: UploadedFile, sheet: str, language: str) -> None:
    """Which table a sheet is whose headings do not tell."""

    def decide(file: UploadedFile, table: str) -> None:
        _keep(file, sheet, SheetMapping(table))

    _choice(
        file,
        (sheet, "table"),
        text(language, "choose_table", sheet=sheet),
        ["", *TABLES],
        decided(file).get(sheet, SheetMapping()).table or "",
        lambda code: TABLES[code].label(language) if code else text(language, "no_table"),
        decide,
    )


def _choose_field(file: UploadedFile, column: Taken, language: str) -> None:
    table = TABLES[column.table]
    codes = ["", *(field.code for field in table.stored)]
    names = {field.code: field.heading(language) for field in table.stored}
    kept = decided(file).get(column.sheet, SheetMapping()).columns
    _choice(
        file,
        (column.sheet, column.place),
        text(language, "choose", letter=column.letter, heading=column.heading),
        codes,
        kept.get(column.heading, column.field),
        lambda code: names.get(code) or text(language, "not_this"),
        partial(_decide, column.sheet, column.table, "columns", column.heading),
    )


def _choose_unit(file: UploadedFile, column: Taken, language: str) -> None:
    measure = TABLES[column.table][column.field].measure
    units = list(measure.names)
    now = next((u for u in units if measure.factor(u) == measure.factor(column.unit)), units[0])
    _choice(
        file,
        (column.sheet, column.place, "unit"),
        text(language, "choose_unit", heading=column.heading),
        units,
        now,
        str,
        partial(_decide, column.sheet, column.table, "units", column.heading),
    )


def _choose_value(file: UploadedFile, sheet: str, table: str, code: str, language: str) -> None:
    """One value for every row, where a list has no column for it and there are few values."""
    field = TABLES[table][code]
    if field.vocabulary is not None and field.kind == "choice":
        labels = field.vocabulary.labels(language)
    elif field.code == "year":
        labels = {str(year): str(year) for year in range(2015, date.today().year + 1)}
    else:
        return
    now = decided(file).get(sheet, SheetMapping()).all.get(code, "")
    _choice(
        file,
        (sheet, code, "all"),
        text(language, "choose_value", field=field.label(language)),
        ["", *labels],
        now,
        lambda value: labels.get(value) or text(language, "as_read"),
        partial(_decide, sheet, table, "all", code),
    )


def _choice(
    file: UploadedFile,
    place: tuple[object, ...],
    label: str,
    options: list[str],
    now: str,
    said: Callable[[str], str],
    decide: Callable[[UploadedFile, str], None],
) -> None:
    """A menu whose choice is a decision about the file; it shows what holds `now`, whatever was
    chosen elsewhere meanwhile."""
    key = _key(file, *place)
    st.session_state[key] = now

    def change() -> None:
        address.touch()
        decide(file, str(st.session_state[key]))

    st.selectbox(
        filters.plain(label), options, format_func=said, key=key, on_change=change
    )  # fmt: skip


def _decide(sheet: str, table: str, kind: str, name: str, file: UploadedFile, value: str) -> None:
    """Keep a decision; the file is read with it at the next drawing."""
    before = decided(file).get(sheet, SheetMapping())
    said = {**getattr(before, kind), name: value}
    if kind != "columns" and not value:
        del said[name]
    _keep(file, sheet, replace(before, table=table, **{kind: said}))


def _keep(file: UploadedFile, sheet: str, decision: SheetMapping) -> None:
    kept = {**decided(file), sheet: decision}
    st.session_state[own.DECISIONS] = (file.file_id, kept)


def _all(found: Reading, kept: Decisions) -> Decisions:
    """Every column as it was taken, so that the next file of this form is read alike."""
    sheets = dict(kept)
    for column in found.columns:
        before = sheets.get(column.sheet, SheetMapping())
        columns = before.columns
        if column.place is not None:
            columns = {**columns, column.heading: column.field}
        sheets[column.sheet] = replace(before, table=column.table, columns=columns)
    return sheets
