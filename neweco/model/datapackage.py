"""Frictionless descriptions of the register's tables, made from `fields.py`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from pandas.api.types import is_numeric_dtype

from neweco.model.fields import TABLES, Field, Kind, Table

_TYPES: Mapping[Kind, str] = {
    "id": "string",
    "text": "string",
    "choice": "string",
    "choices": "string",
    "integer": "integer",
    "number": "number",
    "flag": "boolean",
    "date": "date",
}


def package(name: str, title: str, description: str) -> dict[str, Any]:
    """A whole data package: one resource per table, with keys and references."""
    return {
        "profile": "tabular-data-package",
        "name": name,
        "title": title,
        "description": description,
        "resources": [
            {
                "name": table.code,
                "title": f"{table.zh} / {table.en}",
                "path": f"{table.code}.csv",
                "profile": "tabular-data-resource",
                "encoding": "utf-8",
                "schema": schema(table),
            }
            for table in TABLES.values()
        ],
    }


def schema(table: Table) -> dict[str, Any]:
    """Fields with types and constraints, the primary key and the foreign keys of one table."""
    keys = [_reference(f) for f in table.stored if f.references]
    return {
        "fields": [_field(f, table) for f in table.stored],
        "primaryKey": [table.key],
        "missingValues": [""],
        **({"foreignKeys": keys} if keys else {}),
    }


def referenced(table: Table | None) -> tuple[Table, ...]:
    """The tables that the rows of a table refer to."""
    fields = table.stored if table else ()
    return tuple(TABLES[f.references.partition(".")[0]] for f in fields if f.references)


def exported(frame: pd.DataFrame, table: Table | None) -> dict[str, Any]:
    """Schema of a frame as it is taken away; without a table, fields are number or text.

    The first column is the key. Labels stand beside the codes of a table and are text.
    """
    known = {spec.code: _field(spec, table) for spec in table.fields} if table else {}
    fields = [known.get(str(c)) or _guessed(str(c), frame[c]) for c in frame.columns]
    keys = [_reference(f) for f in table.stored if f.references] if table else []
    return {
        "fields": fields,
        "primaryKey": [table.key if table else str(frame.columns[0])],
        "missingValues": [""],
        **({"foreignKeys": keys} if keys else {}),
    }


def _guessed(name: str, column: pd.Series) -> dict[str, Any]:
    return {"name": name, "type": "number" if is_numeric_dtype(column) else "string"}


def _field(spec: Field, table: Table) -> dict[str, Any]:
    made: dict[str, Any] = {
        "name": spec.code,
        "title": f"{spec.zh} / {spec.en}",
        "type": _TYPES[spec.kind],
    }
    if spec.meaning_zh:
        made["description"] = f"{spec.meaning_zh} / {spec.meaning_en}"
    if spec.unit:
        made["unit"] = spec.unit
    if spec.kind == "flag":
        made |= {"trueValues": ["1"], "falseValues": ["0"]}
    constraints = _constraints(spec, table)
    return made | ({"constraints": constraints} if constraints else {})


def _constraints(spec: Field, table: Table) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if spec.required:
        found["required"] = True
    if spec.code == table.key:
        found["unique"] = True
    if spec.vocabulary is not None:
        codes = list(spec.vocabulary.codes)
        if spec.kind == "choice":
            found["enum"] = codes
        else:
            one = "|".join(codes)
            found["pattern"] = f"({one})(;({one}))*"
    if spec.pattern:
        found["pattern"] = spec.pattern
    if spec.low is not None:
        found["minimum"] = spec.low
    if spec.high is not None:
        found["maximum"] = spec.high
    return found


def _reference(spec: Field) -> dict[str, Any]:
    resource, _, column = spec.references.partition(".")
    return {"fields": [spec.code], "reference": {"resource": resource, "fields": [column]}}
