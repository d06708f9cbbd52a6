"""What a person decided about a file: which sheet is which table, which column which field.

Kept as a small file of JSON, so that the next file of the same form is read alike:

    {"mapping": 1, "sheets": {"Sheet1": {
        "table": "enterprises",
        "columns": {"2022年营业收入": "revenue", "备注": ""},
        "units": {"2022年营业收入": "亿元"},
        "all": {"tier": "potential"}}}}

A column that means no field is empty, a sheet that is no table has an empty `table`. `units` are
for cells without one; `all` are values of every row where the list has no such column.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from neweco.model.fields import TABLES, Table
from neweco.sources import cells
from neweco.sources.source import unreadable

VERSION = 1
LARGEST = 1 << 20
"""Bytes of a mapping; real ones have some hundred."""


@dataclass(frozen=True)
class SheetMapping:
    """Decisions about one sheet; None in `table` leaves it to the headings."""

    table: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    all: Mapping[str, str] = field(default_factory=dict)


Decisions = Mapping[str, SheetMapping]
"""By the name of the sheet."""

NONE: Decisions = {}


def read(place: Path) -> Decisions:
    """The decisions of a file. Unreadable where it is none, with what is wrong."""
    try:
        data = place.read_bytes()
    except OSError as error:
        raise unreadable("no_source", str(place)) from error
    return parsed(data)


class _Unknown(ValueError):
    """What a mapping names and the register does not know."""


def parsed(data: bytes) -> Decisions:
    """The decisions in a file's bytes. Unreadable where it is no mapping, with what is not known,
    or with how it begins."""
    try:
        if len(data) > LARGEST:
            raise ValueError("it is too large")
        said = json.loads(data.decode("utf-8-sig"))
        if said["mapping"] != VERSION:
            raise _Unknown(f"mapping: {said['mapping']!r}")
        return {str(name): _sheet(each) for name, each in said["sheets"].items()}
    except _Unknown as error:
        raise unreadable("bad_mapping", str(error)) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise unreadable("bad_mapping", data[:40].decode(errors="replace")) from error


def _sheet(said: Mapping[str, Any]) -> SheetMapping:
    table = said.get("table")
    made = SheetMapping(table, *(_texts(said, key) for key in ("columns", "units", "all")))
    if table:
        _check(TABLES.get(table), made)
    elif made != SheetMapping(table):
        raise ValueError("columns without a table")
    return made


def _texts(said: Mapping[str, Any], key: str) -> dict[str, str]:
    return {cells.clean(str(name)): str(value) for name, value in said.get(key, {}).items()}


def _check(table: Table | None, made: SheetMapping) -> None:
    """_Unknown for a table that there is not, or what it does not have: a field, unit or value."""
    if table is None:
        raise _Unknown(str(made.table))
    stored = {field.code: field for field in table.stored}
    for code in (*filter(None, made.columns.values()), *made.all):
        if code not in stored:
            raise _Unknown(f"{table.code}.{code}")
    for unit in made.units.values():
        if all(field.measure.factor(unit) is None for field in table.stored):
            raise _Unknown(unit)
    for code, value in made.all.items():
        if not cells.canonical(stored[code])(value):
            raise _Unknown(f"{table.code}.{code}: {value}")


def written(decisions: Decisions) -> bytes:
    """Decisions as the bytes of a file."""
    sheets = {
        name: {
            key: value
            for key, value in vars(each).items()
            if value or (key == "table" and value is not None)
        }
        for name, each in decisions.items()
    }
    made = {"mapping": VERSION, "sheets": sheets}
    return (json.dumps(made, ensure_ascii=False, indent=2) + "\n").encode()
