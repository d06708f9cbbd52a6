"""Databases: tables or views named like the tables of the register, columns by field codes.

PostgreSQL and SQLite as they are, others that SQLAlchemy knows where their driver is installed.
They are only read: PostgreSQL and SQLite refuse anything else, the others are asked nothing else.
"""

from __future__ import annotations

import sqlite3
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import sqlalchemy
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from neweco.model.fields import TABLES
from neweco.sources.source import Progress, RawSheet, Report, unreadable

DRIVER = "postgresql+psycopg"
SQLITE = "sqlite"
CHUNK = 20_000
SECONDS = 10
"""To wait for a server that does not answer."""


def sheets(url: str, progress: Report) -> list[RawSheet]:
    """The tables and views of the register that the database holds.

    Unreadable where it does not answer, denies access or has no driver; the message never holds
    the password.
    """
    try:
        place = make_url(url)
    except (ArgumentError, ValueError) as error:  # the second where a port is no number
        raise unreadable("not_a_database") from error
    hidden = _without_secrets(place)
    try:
        engine = _engine(place)
    except (NoSuchModuleError, ImportError) as error:
        raise unreadable("no_driver", place.drivername) from error
    try:
        with engine.connect() as connection:
            known = sqlalchemy.inspect(connection)
            names = {*known.get_table_names(), *known.get_view_names()}
            there = [code for code in TABLES if code in names]
            if not there:
                raise unreadable("no_tables", hidden, ", ".join(TABLES))
            made = []
            for i, code in enumerate(there):
                progress(Progress("sheet", i, len(there)))
                made.append(RawSheet(code, _cells(connection, code)))
            return made
    except SQLAlchemyError as error:
        raise unreadable("no_database", hidden) from error
    finally:
        engine.dispose()


def _engine(place: URL) -> sqlalchemy.Engine:
    """How a database is reached; an SQLite file that is not there is not made."""
    if place.get_backend_name() == SQLITE:
        file = f"{Path(place.database or '').resolve().as_uri()}?mode=ro"
        return sqlalchemy.create_engine(
            "sqlite://", creator=lambda: sqlite3.connect(file, uri=True, timeout=SECONDS)
        )
    if place.drivername == "postgresql":
        place = place.set(drivername=DRIVER)
    if place.get_backend_name() != "postgresql":
        return sqlalchemy.create_engine(place)
    return sqlalchemy.create_engine(
        place,
        connect_args={"connect_timeout": SECONDS},
        execution_options={"postgresql_readonly": True},
    )


def _without_secrets(place: URL) -> str:
    """Where a database is; a password stands before the host or among the options."""
    return place.set(query={}).render_as_string(hide_password=True)


def _cells(connection: sqlalchemy.Connection, table: str) -> pd.DataFrame:
    """Headings in row 1, then the rows by id, as a spreadsheet would number them."""
    key: sqlalchemy.ColumnClause[str] = sqlalchemy.column(TABLES[table].key)
    query = sqlalchemy.select(sqlalchemy.text("*")).select_from(sqlalchemy.table(table))
    there = {each["name"] for each in sqlalchemy.inspect(connection).get_columns(table)}
    if key.name in there:
        query = query.order_by(key)
    found = connection.execution_options(stream_results=True).execute(query)
    headings = pd.DataFrame([list(found.keys())], dtype="str")
    parts = [headings]
    while rows := found.fetchmany(CHUNK):
        columns = {
            i: pd.Series([_text(value) for value in column], dtype="str")
            for i, column in enumerate(zip(*rows, strict=True))
        }
        parts.append(pd.DataFrame(columns))
    cells = pd.concat(parts)
    cells.index = pd.RangeIndex(1, len(cells) + 1)
    return cells


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return ";".join(map(str, value))
    if isinstance(value, (Decimal, float)):
        return f"{Decimal(repr(value)) if isinstance(value, float) else value:f}"
    return str(value)
