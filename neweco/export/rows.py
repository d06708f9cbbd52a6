"""The rows of a view, as they are taken away.

Codes and labels of both languages stand side by side, so the columns are the same whatever the
language; text that a spreadsheet would run as a formula is made inert.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from neweco import words
from neweco.analysis import protection
from neweco.model.fields import TABLES, Field, Table
from neweco.model.register import Register, may_be_shown
from neweco.model.spreadsheet import csv, inert
from neweco.published import Published
from neweco.query import matching
from neweco.query.selection import Selection
from neweco.query.views import Export
from neweco.selfcheck import code
from neweco.selfcheck.table import answered
from neweco.sheet import Basis


def rows(selection: Selection, register: Register, published: Published) -> pd.DataFrame:
    """The rows of a view: those of its table that may be shown, or what it declares to hand out.

    Columns: every public field by its code and, for coded fields, `<code>_zh` and `<code>_en`, then
    the basis in the same way;
    for facts: id, basis, statement, token, unit, period, bounds, notes, source; for the register
    its fields; for the self-check the questions with their answers.
    """
    return _ROWS[selection.declared.export](selection, register, published)


def _public(
    selection: Selection, register: Register, published: Published
) -> tuple[pd.DataFrame, np.ndarray]:
    """The frame of a view and the places of its rows that are selected and may be shown."""
    frame = selection.declared.rows(register, published)
    places = selection.places(frame)
    return frame, places[may_be_shown(frame)[places]]


def labelled(frame: pd.DataFrame, table: Table, basis: Basis) -> pd.DataFrame:
    """Public columns with codes, labels in both languages, and inert texts; the basis of the rows
    in each of them, so that it survives whatever is made of the file."""
    columns: dict[str, Any] = {}
    for field in table.fields:
        if not field.public:
            continue
        columns[field.code] = _plain(frame[field.code], field)
        if field.vocabulary is not None:
            for language in words.LANGUAGES:
                columns[f"{field.code}_{language}"] = _names(frame[field.code], field, language)
    made = pd.DataFrame(columns, index=frame.index).reset_index(drop=True)
    return made.assign(**_based(basis))


def _based(basis: Basis) -> dict[str, str]:
    """The columns that say a basis: its code, and its name in each language."""
    names = {f"basis_{each}": words.text(each, f"basis.name.{basis}") for each in words.LANGUAGES}
    return {"basis": basis, **names}


def fields(register: Register) -> pd.DataFrame:
    """Every public field of every table: labels, kind, unit, allowed codes, share known.

    The share is empty where a table has no rows, and where it would tell of few firms.
    """
    lines = []
    for table in TABLES.values():
        for field in table.fields:
            if not field.public:
                continue
            lines.append(
                {
                    "id": f"{table.code}.{field.code}",
                    "table": table.code,
                    "field": field.code,
                    "label_zh": field.zh,
                    "label_en": field.en,
                    "kind": field.kind,
                    "unit": field.unit,
                    "required": int(field.required),
                    "allowed": ";".join(field.vocabulary.codes) if field.vocabulary else "",
                    "known": protection.share_known(register, table, field),
                }
            )
    return pd.DataFrame(lines).assign(**_based(register.basis))


def facts(published: Published) -> pd.DataFrame:
    """Every published and derived figure with its bounds and source, one row per fact."""
    lines = []
    for fact in published.facts.values():
        quantity = published.value(fact.id)
        lines.append(
            {
                "id": fact.id,
                "basis": fact.basis,
                "statement_zh": inert(fact.statement_zh),
                "statement_en": inert(fact.statement_en),
                "token": inert(fact.token),
                "unit": fact.unit,
                "low": quantity.low if quantity else None,
                "high": quantity.high if quantity else None,
                "period": inert(fact.period),
                "as_of": fact.as_of,
                "note_zh": inert(fact.note_zh),
                "note_en": inert(fact.note_en),
                "formula": inert(fact.formula),
                "source": fact.source.id,
                "title": inert(fact.source.title),
                "title_en": inert(fact.source.title_en),
                "publisher": inert(fact.source.publisher),
                "publisher_en": inert(fact.source.publisher_en),
                "date": fact.source.date,
                "grade": fact.source.grade,
                "link": fact.source.link,
            }
        )
    return pd.DataFrame(lines)


def _of_table(selection: Selection, register: Register, published: Published) -> pd.DataFrame:
    table, basis = selection.declared.table, selection.declared.basis(register)
    assert table is not None
    frame, places = _public(selection, register, published)
    return labelled(matching.taken(frame, places), table, basis)


_ROWS: Mapping[Export, Callable[[Selection, Register, Published], pd.DataFrame]] = {
    Export.ROWS: _of_table,
    Export.FACTS: lambda _, __, published: facts(published),
    Export.FIELDS: lambda _, register, __: fields(register),
    Export.ANSWERS: lambda selection, _, __: answered(code.decode(selection.item) or {}),
}


def csv_parts(
    selection: Selection, register: Register, published: Published, size: int = 20_000
) -> Iterator[bytes]:
    """The same as CSV piece by piece: a million rows are never in memory as text."""
    table, basis = selection.declared.table, selection.declared.basis(register)
    if table is None:
        yield csv(rows(selection, register, published))
        return
    frame, places = _public(selection, register, published)
    yield csv(labelled(matching.taken(frame, places[:size]), table, basis))
    for start in range(size, len(places), size):
        part = labelled(matching.taken(frame, places[start : start + size]), table, basis)
        yield part.to_csv(index=False, header=False, lineterminator="\r\n").encode("utf-8")


def _plain(column: pd.Series, field: Field) -> pd.Series:
    if field.kind == "date":
        return pd.Series(column.dt.strftime("%Y-%m-%d"))
    if field.kind == "flag":
        return pd.Series(column.map({True: "1", False: "0"}))
    if field.kind in ("id", "text", "period", "link") or field.vocabulary is not None:
        return pd.Series(
            column.astype(object).map(lambda text: inert(str(text)), na_action="ignore")
        )
    return column


def _names(column: pd.Series, field: Field, language: str) -> pd.Series:
    labels = field.vocabulary.labels(language) if field.vocabulary else {}
    if field.kind == "choices":
        return pd.Series(
            [";".join(labels[c] for c in str(codes).split(";") if c) for codes in column],
            column.index,
        )
    return pd.Series(column.astype(object).map(labels))
