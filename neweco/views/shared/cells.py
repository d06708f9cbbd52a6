"""Single values of the register in words: cells, headings, profile lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from neweco import words
from neweco.model.fields import SCALE, Field
from neweco.model.fields import Table as FieldTable
from neweco.sheet import ColumnKind
from neweco.words import numbers


def value_text(value: Any, spec: Field, language: str) -> str:
    """One cell in words, with its unit; `—` where it is not known."""
    if pd.isna(value):
        return numbers.UNKNOWN
    if spec.kind == "flag":
        return words.text(language, "common.yes" if value else "common.no")
    if spec.kind == "choices":
        codes = [code for code in str(value).split(";") if code]
        vocabulary = spec.vocabulary
        names = [vocabulary.label(c, language) if vocabulary else c for c in codes]
        return words.listed(language, names) or "—"
    if spec.vocabulary is not None:
        return spec.vocabulary.label(str(value), language)
    if spec.kind == "date":
        return numbers.date(pd.Timestamp(str(value)).date(), language)
    if spec.unit == "万元":
        return numbers.money(float(str(value)) * SCALE["万元"], language)
    if spec.unit == "%":
        return numbers.percent(float(str(value)) / 100, language)
    if spec.kind == "number":
        unit = words.text(language, "common.years_unit") if spec.unit == "年" else ""
        return numbers.number(float(str(value)), language, 1) + unit
    return str(value) or "—"


def label_column(column: pd.Series, spec: Field, language: str) -> pd.Series:
    """A column of codes as texts in the page's language; numbers stay numbers."""
    if spec.kind == "flag":
        yes, no = words.text(language, "common.yes"), words.text(language, "common.no")
        return column.map({True: yes, False: no}).astype(object).fillna("—")
    if spec.kind == "choices":
        return column.map(lambda codes: value_text(codes, spec, language))
    if spec.vocabulary is not None:
        return column.astype(object).map(spec.vocabulary.labels(language)).fillna("—")
    return column


def heading(spec: Field, language: str) -> str:
    """Column heading with its unit."""
    unit = words.text(language, f"common.unit.{UNIT_KEYS[spec.unit]}") if spec.unit else ""
    return f"{spec.label(language)}{unit}"


UNIT_KEYS: Mapping[str, str] = {"万元": "wan", "%": "percent", "年": "years"}


def column_kind(spec: Field) -> ColumnKind:
    """How a field prints in a table."""
    if spec.code in ("year", "batch"):
        return "ordinal"
    by_unit: dict[str, ColumnKind] = {"万元": "money", "%": "percent"}
    by_kind: dict[str, ColumnKind] = {"number": "number", "integer": "integer", "date": "date"}
    coded = spec.vocabulary is not None
    return by_unit.get(spec.unit) or ("text" if coded else by_kind.get(spec.kind, "text"))


def profile_lines(
    row: pd.Series, spec: FieldTable, codes: Sequence[str], language: str
) -> tuple[tuple[str, str], ...]:
    """(label, value) for the fields of one row."""
    return tuple((spec[c].label(language), value_text(row[c], spec[c], language)) for c in codes)


def row_of(frame: pd.DataFrame, key: str, item: str) -> pd.Series | None:
    """The row with this id, or None: an unknown id opens nothing."""
    if not item:
        return None
    found = frame.loc[frame[key] == item]
    return None if found.empty else found.iloc[0]
