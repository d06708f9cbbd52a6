"""Sheets to tables: which sheet is which, which column is which, and what cells say."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from neweco.model.fields import TABLES, Field, Table
from neweco.sources import cells
from neweco.sources.problem import Problem
from neweco.sources.source import RawSheet

LOOKED_AT = 10
"""Rows in which the headings are looked for."""

FIRST_YEAR, LAST_YEAR = 1980, 2035
"""Years of this programme's dates; a mistyped one would stretch every chart over time."""

MOST_VALUES = 50
"""Different values reported of one column; a column of another kind would fill pages."""

IGNORED_SHEETS = ("说明", "columns", "lists")
"""Sheets of the template that hold no rows, as compared."""

EXAMPLE = "示例 EXAMPLE"
"""Stands in the id of the template's example row, which is not read."""

PRIVATE = ("企业名称", "单位名称", "公司", "联系人", "姓名", "电话", "手机", "地址", "信用代码",
           "companyname", "firmname", "name", "contact", "phone", "mobile", "address",
           "email")  # fmt: skip
"""Headings that must not be in the diagnoses: firms are known there by pseudonyms alone."""

_ROW = re.compile(r"[A-Z]+(\d+):[A-Z]+(\d+)")


@dataclass(frozen=True)
class Read:
    """Rows of one table as canonical texts by field code, numbered as in the sheet, with the
    names that sheet and columns have there, and the rows in which a field was not understood."""

    table: Table
    sheet: str
    texts: pd.DataFrame
    headings: Mapping[str, str]
    misread: Mapping[str, pd.Index] = field(default_factory=dict)

    def problem(self, level: str, code: str, field: str = "", **given: object) -> Problem:
        """A problem of this table, at the column that a field has in the sheet."""
        column = self.headings.get(field, field)
        return Problem(level, code, self.table.code, self.sheet, column=column, **given)  # type: ignore[arg-type]


def read(sheets: Iterable[RawSheet]) -> tuple[list[Read], list[Problem]]:
    """Every table found, and what was not understood."""
    found: dict[str, Read] = {}
    problems: list[Problem] = []
    for sheet in sheets:
        table = _table(sheet.name)
        if sheet.hidden:
            if table is not None:
                problems.append(Problem("warning", "hidden_sheet", table.code, sheet.name))
        elif table is None:
            problems += _unknown_sheet(sheet)
        elif table.code in found:
            problems.append(Problem("error", "double_sheet", table.code, sheet.name))
        else:
            made = _read(sheet, table, problems)
            if made is not None:
                found[table.code] = made
    if not found and not any(p.level == "error" for p in problems):
        empty = any(p.code == "empty_sheet" for p in problems)
        code = "no_rows" if empty else "no_tables"
        problems.append(Problem("error", code, allowed=_allowed_sheets()))
    return list(found.values()), problems


def _allowed_sheets() -> str:
    return ", ".join(f"{table.zh} / {table.en}" for table in TABLES.values())


def _table(name: str) -> Table | None:
    said = cells.key(name)
    for table in TABLES.values():
        if said in (table.code, cells.key(table.zh), cells.key(table.en)):
            return table
    return None


def _unknown_sheet(sheet: RawSheet) -> list[Problem]:
    if cells.key(sheet.name) in IGNORED_SHEETS or sheet.cells.empty:
        return []
    names = {cells.key(name): name for t in TABLES.values() for name in (t.code, t.zh, t.en)}
    return [
        Problem(
            "warning",
            "unknown_sheet",
            sheet=sheet.name,
            allowed=_allowed_sheets(),
            nearest=_nearest(cells.key(sheet.name), names),
        )
    ]


def _nearest(said: str, names: Mapping[str, str]) -> str:
    close = difflib.get_close_matches(said, list(names), 1, 0.5)
    return names[close[0]] if close else ""


def _read(sheet: RawSheet, table: Table, problems: list[Problem]) -> Read | None:
    if not (sheet.cells != "").to_numpy().any():
        problems.append(Problem("warning", "empty_sheet", table.code, sheet.name))
        return None
    known = _names(table)
    at, columns = _headings(sheet, known)
    if len(columns) < 2:
        problems.append(Problem("error", "no_headings", table.code, sheet.name))
        return None
    if any(_covers(area, at) for area in sheet.merged):
        problems.append(Problem("error", "merged_headings", table.code, sheet.name, row=at))
        return None
    headings = _assigned(sheet, table, at, known, problems)
    problems += _merged_rows(sheet, table, at)
    below = sheet.cells.loc[sheet.cells.index > at]
    raw = pd.DataFrame({code: below[place] for code, (place, _) in headings.items()}, below.index)
    filled = (raw != "").to_numpy().any(axis=1)
    if table.key in raw:
        filled &= (raw[table.key].str.strip() != EXAMPLE).to_numpy()
    raw = raw.loc[np.asarray(filled)]
    names = {code: said for code, (_, said) in headings.items()}
    made = Read(table, sheet.name, raw, names)
    if raw.empty:
        problems.append(Problem("warning", "empty_sheet", table.code, sheet.name))
        return None
    problems += [
        Problem("error", "missing_column", table.code, sheet.name, column=f"{f.zh} / {f.en}")
        for f in table.stored
        if f.required and f.code not in headings
    ]
    texts: dict[str, pd.Series] = {}
    misread: dict[str, pd.Index] = {}
    for code in raw.columns:
        texts[code], misread[code] = _canonical(made, table[code], raw[code], problems)
    return _without_blank_rows(
        Read(table, sheet.name, pd.DataFrame(texts, raw.index), names, misread)
    )


def _without_blank_rows(made: Read) -> Read:
    """Rows that say something: one of spaces alone says nothing."""
    says = (made.texts != "").to_numpy().any(axis=1)
    for rows in made.misread.values():
        says |= made.texts.index.isin(rows)
    return made if says.all() else replace(made, texts=made.texts.loc[np.asarray(says)])


def _merged_rows(sheet: RawSheet, table: Table, at: int) -> list[Problem]:
    """Cells merged over rows below the headings: only the first row has the value."""
    for area in sheet.merged:
        found = _ROW.fullmatch(area)
        if found and at < int(found[1]) < int(found[2]):
            said = {"row": int(found[1]), "found": area}
            return [Problem("error", "merged_rows", table.code, sheet.name, **said)]  # type: ignore[arg-type]
    return []


def _names(table: Table) -> dict[str, Field]:
    """What a column may be called, as compared; codes win over labels."""
    known: dict[str, Field] = {}
    for name in ("code", "zh", "en", "alias"):
        for spec in table.stored:
            said = cells.key(getattr(spec, name))
            if said:
                known.setdefault(said, spec)
    return known


def _headings(sheet: RawSheet, known: Mapping[str, Field]) -> tuple[int, list[int]]:
    """The number of the row with most known headings, and their columns."""
    best: tuple[int, list[int]] = (0, [])
    for row, line in sheet.cells.head(LOOKED_AT).iterrows():
        columns = [i for i, text in enumerate(line) if cells.key(str(text)) in known]
        if len(columns) > len(best[1]):
            best = (int(str(row)), columns)
    return best


def _covers(area: str, row: int) -> bool:
    found = _ROW.fullmatch(area)
    return bool(found) and int(found[1]) <= row <= int(found[2])  # type: ignore[index]


def _assigned(
    sheet: RawSheet, table: Table, at: int, known: Mapping[str, Field], problems: list[Problem]
) -> dict[str, tuple[int, str]]:
    """Field codes to their place and heading; others are reported and left out."""
    found: dict[str, tuple[int, str]] = {}
    for place, text in enumerate(sheet.cells.loc[at]):
        said, heading = cells.key(str(text)), str(text).strip()
        if not said:
            continue
        spec = known.get(said)
        if spec is None:
            problems.append(_unknown_column(sheet, table, at, heading, known))
        elif spec.code in found:
            problems.append(Problem("error", "double_column", table.code, sheet.name, at, heading))
        elif cells.heading_unit(spec, heading) is None:
            problems.append(
                Problem("error", "heading_unit", table.code, sheet.name, at, heading, heading,
                        ", ".join(spec.measure.names))
            )  # fmt: skip
            found[spec.code] = (place, heading)
        else:
            found[spec.code] = (place, heading)
    return found


def _unknown_column(
    sheet: RawSheet, table: Table, at: int, heading: str, known: Mapping[str, Field]
) -> Problem:
    said = cells.key(heading)
    if table.code == "diagnoses" and any(word in said for word in map(cells.key, PRIVATE)):
        return Problem("warning", "private_column", table.code, sheet.name, at, heading)
    if any(said == cells.key(f.zh) or said == f.code for f in table.fields if f.derived):
        return Problem("warning", "derived_column", table.code, sheet.name, at, heading)
    near = _nearest(said, {name: known[name].zh for name in known})
    return Problem("warning", "unknown_column", table.code, sheet.name, at, heading, nearest=near)


def _canonical(
    made: Read, spec: Field, raw: pd.Series, problems: list[Problem]
) -> tuple[pd.Series, pd.Index]:
    """A column as canonical texts, and the rows not understood; each value is looked at once."""
    read_cell = cells.canonical(spec, made.headings[spec.code])
    meant: dict[str, str] = {}
    strange: list[str] = []
    for text in raw.unique():
        value = None if text in cells.FAULTS else read_cell(str(text))
        meant[str(text)] = value or ""
        if value is None:
            strange.append(str(text))
    for text in strange[:MOST_VALUES]:
        rows = raw.index[(raw == text).to_numpy()]
        problems.append(
            made.problem(
                "error",
                _code(spec, text),
                spec.code,
                row=int(rows[0]),
                found=text,
                allowed=allowed(spec),
                nearest=_close(spec, text),
                rows=len(rows),
            )
        )
    if len(strange) > MOST_VALUES:
        more = len(strange) - MOST_VALUES
        problems.append(made.problem("error", "and_more", spec.code, found=str(more)))
    return raw.map(meant).astype("str"), raw.index[raw.isin(strange).to_numpy()]


def _code(field: Field, text: str) -> str:
    if text in cells.FAULTS:
        return "cell_error"
    if cells.is_too_long(field, text):
        return "too_long"
    if field.kind == "date":
        return "date_order" if cells.is_reversed_date(text) else "not_a_date"
    return {
        "choice": "unknown_value",
        "choices": "unknown_value",
        "flag": "not_a_flag",
        "integer": "not_whole",
        "number": "not_a_number",
    }.get(field.kind, "unknown_value")


def allowed(field: Field) -> str:
    """The values a field takes, in words of both languages."""
    if field.vocabulary is not None:
        return "; ".join(f"{choice.zh} / {choice.en}" for choice in field.vocabulary)
    if field.kind == "date":
        return f"{FIRST_YEAR}–{LAST_YEAR}"
    if field.low is not None or field.high is not None:
        low = "" if field.low is None else f"{field.low:,.10g}"
        high = "" if field.high is None else f"{field.high:,.10g}"
        return f"{low}–{high}{' ' + field.unit if field.unit else ''}"
    return field.pattern


def _close(field: Field, text: str) -> str:
    """The allowed value a text most looks like."""
    if field.vocabulary is None:
        return ""
    names = cells.names(field.vocabulary)
    close = difflib.get_close_matches(cells.key(text), list(names), 1, 0.4)
    if not close:
        return ""
    choice = field.vocabulary[names[close[0]]]
    return f"{choice.zh} / {choice.en}"
