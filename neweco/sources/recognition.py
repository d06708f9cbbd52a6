"""Which sheet is which table: by its name, by a decision, or by what its columns are called."""

from __future__ import annotations

from neweco.model.fields import TABLES, Table
from neweco.sources import advice, cells, layout
from neweco.sources.layout import Layout
from neweco.sources.mapping import Decisions, SheetMapping
from neweco.sources.problem import Problem
from neweco.sources.source import RawSheet

IGNORED_SHEETS = ("说明", "columns", "lists")
"""Sheets of the template that hold no rows, as compared."""

SURE = 3.0
"""Headings that make a sheet a table whatever its tab is called; with the key or the name."""


def chosen(
    sheets: list[RawSheet], decided: Decisions, problems: list[Problem]
) -> list[tuple[RawSheet, Table, Layout | None]]:
    """Which sheet is read as which table: by its name, by a decision, or by its headings."""
    made: dict[str, tuple[RawSheet, Table, Layout | None]] = {}
    rest: list[RawSheet] = []
    for sheet in sheets:
        decision = decided.get(sheet.name, SheetMapping()).table
        table = TABLES.get(decision) if decision else _named(sheet.name)
        if decision == "":
            continue
        if sheet.hidden:
            if table is not None:
                problems.append(Problem("warning", "hidden_sheet", table.code, sheet.name))
        elif table is None:
            rest.append(sheet)
        elif table.code in made:
            problems.append(Problem("error", "double_sheet", table.code, sheet.name))
        else:
            made[table.code] = sheet, table, layout.found(sheet, table)
    named = set(made)
    for sheet in rest:
        table = _by_headings(sheet)
        if table is None:
            problems += _unknown_sheet(sheet)
        elif table.code in named:
            problems.append(Problem("warning", "also_table", table.code, sheet.name))
        elif table.code in made:
            problems.append(Problem("error", "double_sheet", table.code, sheet.name))
        else:
            made[table.code] = sheet, table, layout.found(sheet, table)
    order = [sheet.name for sheet in sheets]
    return sorted(made.values(), key=lambda each: order.index(each[0].name))


def _by_headings(sheet: RawSheet) -> Table | None:
    """The table that a sheet is by what its columns are called; titles decide between two."""
    if cells.key(sheet.name) in IGNORED_SHEETS:
        return None
    best: tuple[float, Table] | None = None
    for table in TABLES.values():
        head = layout.headed(sheet, table)
        if head is None:
            continue
        codes = {match.field.code for match in head.matches.values()}
        titles = " ".join([sheet.name, *head.above])
        score = head.score + 1.5 * any(word in titles for word in _words(table))
        identifies = bool(codes & {table.key, "name"})
        if identifies and score >= SURE and (best is None or score > best[0]):
            best = score, table
    return best[1] if best else None


def _words(table: Table) -> tuple[str, ...]:
    return (table.zh, table.en, table.en.casefold())


def allowed_sheets() -> str:
    """What sheets may be called."""
    return ", ".join(f"{table.zh} / {table.en}" for table in TABLES.values())


def _named(name: str) -> Table | None:
    said = cells.key(name)
    for table in TABLES.values():
        if said in (table.code, cells.key(table.zh), cells.key(table.en)):
            return table
    return None


def _unknown_sheet(sheet: RawSheet) -> list[Problem]:
    if cells.key(sheet.name) in IGNORED_SHEETS or sheet.filled.empty:
        return []
    names = {cells.key(name): name for t in TABLES.values() for name in (t.code, t.zh, t.en)}
    return [
        Problem(
            "warning",
            "unknown_sheet",
            sheet=sheet.name,
            allowed=allowed_sheets(),
            nearest=advice.nearest(cells.key(sheet.name), names),
        )
    ]
