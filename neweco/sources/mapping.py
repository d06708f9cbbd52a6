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


def parsed(data: bytes) -> Decisions:
    """The decisions in a file's bytes. Unreadable where it is no mapping."""
    try:
        if len(data) > LARGEST:
            raise ValueError("it is too large")
        said = json.loads(data.decode("utf-8-sig"))
        if said["mapping"] != VERSION:
            raise ValueError(f"mapping: {said['mapping']!r}")
        return {str(name): _sheet(each) for name, each in said["sheets"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise unreadable("bad_mapping", str(error)) from error


def _sheet(said: Mapping[str, Any]) -> SheetMapping:
    table = said.get("table")
    if table:
        _check(TABLES[table], said)
    return SheetMapping(table, _texts(said, "columns"), _texts(said, "units"), _texts(said, "all"))


def _texts(said: Mapping[str, Any], key: str) -> dict[str, str]:
    return {cells.clean(str(name)): str(value) for name, value in said.get(key, {}).items()}


def _check(table: Table, said: Mapping[str, Any]) -> None:
    """KeyError for a field that the table does not have."""
    for code in (*filter(None, said.get("columns", {}).values()), *said.get("all", {})):
        table[code]


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
