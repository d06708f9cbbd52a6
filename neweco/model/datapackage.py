"""Frictionless descriptions of the register's tables, made from `fields.py`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd
from pandas.api.types import is_numeric_dtype

from neweco.model.fields import TABLES, Field, Kind, Table

_TYPES: Mapping[Kind, str] = {
    **dict.fromkeys(("id", "text", "choice", "choices", "period", "link"), "string"),
    **{"integer": "integer", "number": "number", "flag": "boolean", "date": "date"},
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


def exported(frame: pd.DataFrame, table: Table | None, beside: Collection[str]) -> dict[str, Any]:
    """Schema of a frame as it is taken away; without a table, fields are number or text.

    The first column is the key. Labels stand beside the codes of a table and are text. `beside` are
    the resources that go with it: what is not among them is not referred to.
    """
    known = {field.code: _field(field, table) for field in table.fields} if table else {}
    fields = [known.get(str(c)) or _guessed(str(c), frame[c]) for c in frame.columns]
    references = [f for f in table.stored if f.references] if table else []
    keys = [_reference(f) for f in references if f.references.partition(".")[0] in beside]
    return {
        "fields": fields,
        "primaryKey": [table.key if table else str(frame.columns[0])],
        "missingValues": [""],
        **({"foreignKeys": keys} if keys else {}),
    }


def _guessed(name: str, column: pd.Series) -> dict[str, Any]:
    return {"name": name, "type": "number" if is_numeric_dtype(column) else "string"}


def _field(field: Field, table: Table) -> dict[str, Any]:
    made: dict[str, Any] = {
        "name": field.code,
        "title": f"{field.zh} / {field.en}",
        "type": _TYPES[field.kind],
    }
    if field.meaning_zh:
        made["description"] = f"{field.meaning_zh} / {field.meaning_en}"
    if field.unit:
        made["unit"] = field.unit
    if field.kind == "flag":
        made |= {"trueValues": ["1"], "falseValues": ["0"]}
    constraints = _constraints(field, table)
    return made | ({"constraints": constraints} if constraints else {})


def _constraints(field: Field, table: Table) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if field.required:
        found["required"] = True
    if field.code == table.key:
        found["unique"] = True
    if field.vocabulary is not None:
        codes = list(field.vocabulary.codes)
        if field.kind == "choice":
            found["enum"] = codes
        else:
            one = "|".join(codes)
            found["pattern"] = f"({one})(;({one}))*"
    if field.pattern:
        found["pattern"] = field.pattern
    if field.low is not None:
        found["minimum"] = field.low
    if field.high is not None:
        found["maximum"] = field.high
    return found


def _reference(field: Field) -> dict[str, Any]:
    resource, _, column = field.references.partition(".")
    return {"fields": [field.code], "reference": {"resource": resource, "fields": [column]}}
