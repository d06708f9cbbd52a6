"""The named units, their recognitions and the events: read, checked, typed and completed.

A row without a source, a source without a date or grade, a recognition without the words that were
seen: none of them is let in, and the error names file, row and column.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Protocol

import pandas as pd

from neweco.model import register
from neweco.model.fields import Field, Table
from neweco.published import files
from neweco.published.codes import GRADES
from neweco.published.files import PublishedError
from neweco.published.named import EVENTS, LISTS, RECOGNITIONS, TABLES, UNITS

PERIOD = re.compile(r"\d{4}(-end|-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
"""A day, a month, a year, or its end."""


class Cited(Protocol):
    """What a row needs of its source; `facts.Source` is one."""

    @property
    def title(self) -> str: ...
    @property
    def title_en(self) -> str: ...
    @property
    def publisher(self) -> str: ...
    @property
    def publisher_en(self) -> str: ...
    @property
    def date(self) -> str: ...
    @property
    def grade(self) -> str: ...
    @property
    def link(self) -> str: ...


def read(
    folder: Path, sources: Mapping[str, Cited], facts: Collection[str]
) -> Mapping[str, pd.DataFrame]:
    """The frames of `named.TABLES` by code. PublishedError for a row that cannot be used."""
    texts = {code: files.rows(folder / f"{code}.csv") for code in TABLES}
    units = {row.get(UNITS.key, "") for row in texts["units"]}
    known = {"sources": sources.keys(), "units": units, "facts": facts}
    for code, table in TABLES.items():
        _check(texts[code], table, known)
    frames = {code: _typed(texts[code], table) for code, table in TABLES.items()}
    recognitions = _cite(frames["recognitions"], RECOGNITIONS, sources, date="date")
    return {
        "units": _with_recognitions(frames["units"], recognitions),
        "recognitions": recognitions,
        "events": _dated(_cite(frames["events"], EVENTS, sources, date="published_on")),
    }


def _check(rows: list[dict[str, str]], table: Table, known: Mapping[str, Collection[str]]) -> None:
    """Every cell against its field, every id once."""
    ids: set[str] = set()
    for number, row in enumerate(rows, 2):
        id = row.get(table.key, "") or str(number)
        for field in table.stored:
            value = row.get(field.code)
            if value is None or not _allowed(value, field, known):
                raise PublishedError(f"{table.code}.csv", id, field.code, value or "")
        for code in ("units", "facts") if table is EVENTS else ():
            for one in filter(None, row[code].split(";")):
                if one not in known[code]:
                    raise PublishedError(f"{table.code}.csv", id, code, one)
        if id in ids:
            raise PublishedError(f"{table.code}.csv", id, table.key, id)
        ids.add(id)
    if table is RECOGNITIONS:
        for unit in sorted(set(known["units"]) - {row["unit"] for row in rows}):
            raise PublishedError("units.csv", unit, UNITS.key, unit)


def _allowed(value: str, field: Field, known: Mapping[str, Collection[str]]) -> bool:
    if not value.strip():
        return not field.required
    if field.pattern and not re.fullmatch(field.pattern, value):
        return False
    if field.references:
        return value in known[field.references.partition(".")[0]]
    if field.vocabulary is not None:
        return all(code in field.vocabulary for code in value.split(";"))
    if field.kind == "integer":
        low, high = field.low or 0, field.high or float("inf")
        return value.isascii() and value.isdigit() and low <= int(value) <= high
    return field.kind != "period" or bool(PERIOD.fullmatch(value))


def _typed(rows: list[dict[str, str]], table: Table) -> pd.DataFrame:
    columns = [field.code for field in table.stored]
    return register.typed(pd.DataFrame(rows, columns=columns, dtype="str"), table)


def _cite(
    frame: pd.DataFrame, table: Table, sources: Mapping[str, Cited], *, date: str
) -> pd.DataFrame:
    """With what a table derives of each row's source: its own columns stay."""
    found = [sources[id] for id in frame["source"]]
    derived = {field.code for field in table.fields if field.derived}
    plain = {code: [str(getattr(s, code)) for s in found] for code in _PLAIN if code in derived}
    grades = pd.Categorical([s.grade for s in found], categories=list(GRADES.codes))
    return frame.assign(**plain, **{date: [s.date for s in found]}, grade=grades)


_PLAIN = ("title", "title_en", "publisher", "publisher_en", "link")
"""What a row may repeat of its source."""


def _dated(events: pd.DataFrame) -> pd.DataFrame:
    """Earliest first, with the year of each."""
    ordered = events.sort_values("date", kind="stable", ignore_index=True)
    return ordered.assign(year=ordered["date"].str[:4].astype("Int64"))


def _with_recognitions(units: pd.DataFrame, recognitions: pd.DataFrame) -> pd.DataFrame:
    """What all recognitions of a unit say of it, as lists `a;b`."""
    of = recognitions.groupby("unit", sort=False)

    def joined(column: str, order: tuple[str, ...] = ()) -> pd.Series:
        found = of[column].agg(lambda values: _list(values, order))
        return units["unit_id"].map(found).fillna("")

    also = [
        "；".join(name for name in said.split(";") if name != own)
        for said, own in zip(joined("named_as"), units["name_zh"], strict=True)
    ]
    return units.assign(
        lists=joined("list", LISTS.codes).astype("category"),
        years=joined("year").astype("category"),
        grades=joined("grade", GRADES.codes).astype("category"),
        also=pd.Series(also, units.index, dtype="str"),
    )


def _list(values: pd.Series, order: tuple[str, ...]) -> str:
    """Each value once: in the order given, else by itself."""
    found = {str(value) for value in values.dropna()}
    return ";".join([code for code in order if code in found] or sorted(found))
