"""Sheets to tables: which sheet is which, which column is which, and what cells say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from neweco.model.fields import TABLES, Field, Table
from neweco.model.vocabularies import Choice
from neweco.sources import advice, around, cells, columns, layout, magnitude, mapping
from neweco.sources.columns import Column
from neweco.sources.layout import Layout
from neweco.sources.mapping import Decisions, SheetMapping
from neweco.sources.problem import Problem
from neweco.sources.source import Progress, RawSheet, Report, silent

FIRST_YEAR, LAST_YEAR = 1980, 2035
"""Years of this programme's dates; a mistyped one would stretch every chart over time."""

MOST_VALUES = 50
"""Different values reported of one column; a column of another kind would fill pages."""

IGNORED_SHEETS = ("说明", "columns", "lists")
"""Sheets of the template that hold no rows, as compared."""

EXAMPLE = "示例 EXAMPLE"
"""Stands in the id of the template's example row, which is not read."""

SURE = 3.0
"""Headings that make a sheet a table whatever its tab is called; with the key or the name."""

_LEFT_OUT = {
    "total": "total_rows",
    "note": "note_rows",
    "section": "section_rows",
    "repeated_heading": "repeated_heading",
    "numbered_columns": "numbered_columns",
}
"""Why rows are left out, and the message that says so."""


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
        column = self.headings.get(field, "")
        missing = "" if column else field
        return Problem(
            level, code, self.table.code, self.sheet, column=column, field=missing, **given  # type: ignore[arg-type]
        )  # fmt: skip


@dataclass(frozen=True)
class Found:
    """Everything in some sheets: tables, what was not understood, and what each column was taken
    for."""

    tables: tuple[Read, ...]
    problems: tuple[Problem, ...]
    columns: tuple[Column, ...]


def read(
    sheets: Iterable[RawSheet], decided: Decisions = mapping.NONE, progress: Report = silent
) -> Found:
    """Every table found, and what was not understood; progress is told column by column."""
    given = list(sheets)
    problems: list[Problem] = []
    taken: list[Column] = []
    made: dict[str, Read] = {}
    for sheet, table, where in _chosen(given, decided, problems):
        reader = _Reader(sheet, table, where, decided.get(sheet.name, SheetMapping()), progress)
        result = reader.read()
        problems += reader.problems
        taken += reader.taken
        if result is not None:
            made[table.code] = result
    if not made and not any(p.level == "error" for p in problems):
        empty = any(p.code == "empty_sheet" for p in problems)
        unclear = any(not sheet.cells.empty for sheet in given)
        code = "no_rows" if empty or not unclear else "no_tables"
        problems.append(Problem("error", code, allowed=_allowed_sheets()))
    return Found(tuple(made.values()), tuple(problems), tuple(taken))


def _chosen(
    sheets: list[RawSheet], decided: Decisions, problems: list[Problem]
) -> list[tuple[RawSheet, Table, Layout | None]]:
    """Which sheet is read as which table: by its name, by a decision, or by its headings."""
    chosen: dict[str, tuple[RawSheet, Table, Layout | None]] = {}
    rest: list[RawSheet] = []
    for sheet in sheets:
        decision = decided.get(sheet.name, SheetMapping()).table
        table = TABLES.get(decision) if decision else _table(sheet.name)
        if decision == "":
            continue
        if sheet.hidden:
            if table is not None:
                problems.append(Problem("warning", "hidden_sheet", table.code, sheet.name))
        elif table is None:
            rest.append(sheet)
        elif table.code in chosen:
            problems.append(Problem("error", "double_sheet", table.code, sheet.name))
        else:
            chosen[table.code] = sheet, table, layout.found(sheet, table)
    named = set(chosen)
    for sheet in rest:
        known = _by_headings(sheet)
        if known is None:
            problems += _unknown_sheet(sheet)
            continue
        table, where = known
        if table.code in named:
            problems.append(Problem("warning", "also_table", table.code, sheet.name))
        elif table.code in chosen:
            problems.append(Problem("error", "double_sheet", table.code, sheet.name))
        else:
            chosen[table.code] = sheet, table, where
    order = [sheet.name for sheet in sheets]
    return sorted(chosen.values(), key=lambda each: order.index(each[0].name))


def _by_headings(sheet: RawSheet) -> tuple[Table, Layout] | None:
    """The table that a sheet is by what its columns are called; titles decide between two."""
    if cells.key(sheet.name) in IGNORED_SHEETS:
        return None
    best: tuple[float, Table, Layout] | None = None
    for table in TABLES.values():
        where = layout.found(sheet, table)
        if where is None:
            continue
        codes = {match.field.code for match in where.matches.values()}
        titles = " ".join([sheet.name, *where.above])
        score = where.score + 1.5 * any(word in titles for word in _words(table))
        identifies = bool(codes & {table.key, "name"})
        if identifies and score >= SURE and (best is None or score > best[0]):
            best = score, table, where
    return best[1:] if best else None


def _words(table: Table) -> tuple[str, ...]:
    return (table.zh, table.en, table.en.casefold())


def _allowed_sheets() -> str:
    return ", ".join(f"{table.zh} / {table.en}" for table in TABLES.values())


def _table(name: str) -> Table | None:
    said = cells.key(name)
    for table in TABLES.values():
        if said in (table.code, cells.key(table.zh), cells.key(table.en)):
            return table
    return None


def _unknown_sheet(sheet: RawSheet) -> list[Problem]:
    if cells.key(sheet.name) in IGNORED_SHEETS or not (sheet.cells != "").to_numpy().any():
        return []
    names = {cells.key(name): name for t in TABLES.values() for name in (t.code, t.zh, t.en)}
    return [
        Problem(
            "warning",
            "unknown_sheet",
            sheet=sheet.name,
            allowed=_allowed_sheets(),
            nearest=advice.nearest(cells.key(sheet.name), names),
        )
    ]


class _Reader:
    """Reads one sheet as one table; what is wrong, and what each column was taken for, is kept."""

    def __init__(
        self,
        sheet: RawSheet,
        table: Table,
        where: Layout | None,
        decided: SheetMapping,
        progress: Report,
    ) -> None:
        self.sheet, self.table, self.where, self.decided = sheet, table, where, decided
        self._progress = progress
        self.problems: list[Problem] = []
        self.taken: list[Column] = []

    def _say(self, level: str, code: str, **given: object) -> None:
        self.problems.append(Problem(level, code, self.table.code, self.sheet.name, **given))  # type: ignore[arg-type]

    def read(self) -> Read | None:
        """The rows of the sheet; None where it has none, or none that can be told apart."""
        sheet, table, where = self.sheet, self.table, self.where
        if not (sheet.cells != "").to_numpy().any():
            self._say("warning", "empty_sheet")
            return None
        if where is None:
            self._say("error", "no_headings")
            return None
        if set(where.columns) & set(where.matches):
            self._say("error", "merged_headings", row=where.at)
            return None
        self.taken, said = columns.assigned(sheet, table, where, self.decided)
        self.problems += said
        used = {each.field: each for each in self.taken if each.field and each.place is not None}
        raw = pd.DataFrame(
            {code: where.body[each.place] for code, each in used.items()}, where.body.index
        )
        if table.key in raw:
            raw = raw.loc[np.asarray(raw[table.key].str.strip() != EXAMPLE)]
        raw = raw.loc[np.asarray((raw != "").to_numpy().any(axis=1))]
        names = {code: each.heading for code, each in used.items()}
        made = Read(table, sheet.name, raw, names)
        if raw.empty:
            self._say("warning", "empty_sheet")
            return None
        self._left_out(where)
        raw = self._merged(raw, where, used)
        texts: dict[str, pd.Series] = {}
        misread: dict[str, pd.Index] = {}
        for number, code in enumerate(raw.columns):
            self._progress(Progress("cells", number, len(raw.columns)))
            texts[code], misread[code] = self._canonical(made, used[code], raw[code])
        whole = replace(made, texts=pd.DataFrame(texts, raw.index), misread=misread)
        whole = _without_blank_rows(whole)
        return None if whole.texts.empty else self._completed(whole, where)

    def _left_out(self, where: Layout) -> None:
        used = self._section_field(where)
        for why, rows in where.left_out.items():
            if why == "section" and used is not None:
                continue
            found = self.sheet.cells.loc[rows[0]]
            text = next((str(each).strip() for each in found if str(each).strip()), "")
            self._say("warning", _LEFT_OUT[why], row=rows[0], rows=len(rows), found=text)

    def _merged(self, raw: pd.DataFrame, where: Layout, used: Mapping[str, Column]) -> pd.DataFrame:
        """Cells merged over rows: what is merged says the same of each row, but for amounts."""
        places = {each.place: code for code, each in used.items()}
        for area, place, top, bottom in layout.down(self.sheet.merged, where.at):
            code = places.get(place)
            within = (raw.index >= top) & (raw.index <= bottom)
            if code is None or within.sum() < 2:
                continue
            heading = used[code].heading
            if self.table[code].kind in ("number", "id") or self.table[code].code == "name":
                self._say("error", "merged_rows", row=top, found=area, column=heading)
            else:
                said = str(self.sheet.cells.loc[top].iloc[place])
                raw = raw.assign(**{code: raw[code].mask(within, said)})
                self._say("warning", "merged_filled", row=top, found=area, column=heading)
        return raw

    def _canonical(self, made: Read, column: Column, raw: pd.Series) -> tuple[pd.Series, pd.Index]:
        """A column as canonical texts, and the rows not understood; each value is read once."""
        spec = self.table[column.field]
        read_cell = cells.canonical(spec, column.unit, self.sheet.from_1904)
        distinct = [str(text) for text in raw.unique()]
        if spec.kind == "flag":
            read_cell = cells.marked(read_cell, distinct)
        meant: dict[str, str] = {}
        strange: list[str] = []
        for text in distinct:
            value = None if text in cells.FAULTS else read_cell(text)
            meant[text] = value or ""
            if value is None:
                strange.append(text)
        for text in strange[:MOST_VALUES]:
            rows = raw.index[(raw == text).to_numpy()]
            self.problems.append(
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
            self.problems.append(made.problem("error", "and_more", spec.code, found=str(more)))
        if spec.kind == "number":
            self.problems += magnitude.checked(made, self.sheet, column, raw, meant)
        return raw.map(meant).astype("str"), raw.index[raw.isin(strange).to_numpy()]

    def _completed(self, made: Read, where: Layout) -> Read:
        """Columns that the list does not have and that it says otherwise: in its title, in a row
        over several, by a decision; and ids where it has none."""
        texts = made.texts.copy()
        for spec in self.table.stored:
            if spec.code in texts or spec.code in made.headings:
                continue
            said = self._otherwise(spec, where, texts.index)
            if said is not None:
                texts[spec.code] = said
        made = replace(made, texts=texts)
        made = self._with_ids(made)
        for spec in self.table.stored:
            if spec.required and spec.code not in made.texts:
                self._say("error", "missing_column", field=spec.code, allowed=allowed(spec))
        self._years(made, where)
        return made

    def _otherwise(self, spec: Field, where: Layout, index: pd.Index) -> pd.Series | None:
        """One value for every row, or one for each part of the list; None where nothing says it."""
        decided = self.decided.all.get(spec.code, "")
        if decided:
            value = cells.canonical(spec)(decided)
            self.taken.append(columns.made(self.sheet, self.table, spec, "chosen", decided))
            return pd.Series(value or "", index, dtype="str")
        if self._section_field(where) is spec:
            return self._by_sections(spec, where, index)
        titles = [*where.above, self.sheet.name]
        found = around.whole(self.table, spec, titles)
        if found is None and spec.code == "year":
            found = columns.year_of_headings(self.taken)
        if found is None:
            return None
        value, text = found
        label = _both(spec.vocabulary[value]) if spec.vocabulary is not None else value
        self._say("warning", "filled", field=spec.code, found=text, allowed=label)
        self.taken.append(columns.made(self.sheet, self.table, spec, "guessed", text))
        return pd.Series(value, index, dtype="str")

    def _section_field(self, where: Layout) -> Field | None:
        """The field that rows over parts of the list name a value of."""
        if not where.sections:
            return None
        had = {match.field.code for match in where.matches.values()}
        for spec in self.table.stored:
            if spec.code in had or spec.code in self.decided.all:
                continue
            if all(around.whole(self.table, spec, [t]) for t in where.sections.values()):
                return spec
        return None

    def _by_sections(self, spec: Field, where: Layout, index: pd.Index) -> pd.Series:
        starts = sorted(where.sections)
        values = [around.whole(self.table, spec, [where.sections[row]]) for row in starts]
        places = np.searchsorted(starts, index.to_numpy(), side="right") - 1
        said = ["" if place < 0 else (values[place] or ("",))[0] for place in places]
        text = where.sections[starts[0]]
        self._say(
            "warning", "filled_by_section", row=starts[0], rows=len(starts), found=text,
            field=spec.code,
        )  # fmt: skip
        self.taken.append(columns.made(self.sheet, self.table, spec, "guessed", text))
        return pd.Series(said, index, dtype="str")

    def _with_ids(self, made: Read) -> Read:
        """Ids for a list that has none, or none as they are written here: in the order of rows."""
        key = self.table[self.table.key]
        begins = _BEGINS.get(self.table.code)
        if begins is None:
            return made
        own = made.texts.get(key.code)
        written = made.headings.get(key.code) == key.code
        foreign = own is not None and not written and not own.str.fullmatch(key.pattern).any()
        if own is not None and (not foreign or self.table.code == "centres"):
            return made
        letters = begins(made.texts)
        texts = made.texts.assign(**{key.code: [f"{a}-{n:03d}" for n, a in enumerate(letters, 1)]})
        order = [f.code for f in self.table.stored if f.code in texts]
        code = "ids_replaced" if own is not None else "ids_made"
        first = str(own.iloc[0]) if own is not None else ""
        numbers = texts[key.code]
        self.problems.append(
            made.problem(
                "warning",
                code,
                key.code,
                found=first,
                allowed=f"{numbers.iloc[0]} – {numbers.iloc[-1]}",
            )
        )
        misread = {code: rows for code, rows in made.misread.items() if code != key.code}
        return replace(made, texts=texts[order], misread=misread)

    def _years(self, made: Read, where: Layout) -> None:
        """Years that a title, a heading and the column of years say differently."""
        if "year" not in made.texts:
            return
        rows = set(made.texts["year"].unique()) - {""}
        titled = around.years([*where.above, self.sheet.name])
        if len(rows) == 1 and titled and int(next(iter(rows))) not in titled:
            found = ", ".join(map(str, sorted(titled)))
            self._say("warning", "other_year", found=found, allowed=next(iter(rows)))
        for each in self.taken:
            if each.year and each.field and len(rows) == 1 and str(each.year) not in rows:
                self._say(
                    "warning", "other_year", column=each.heading, found=str(each.year),
                    allowed=next(iter(rows)),
                )  # fmt: skip


def _tier_letters(texts: pd.DataFrame) -> list[str]:
    tiers = texts["tier"] if "tier" in texts else pd.Series("", texts.index)
    return ["R" if tier == "rising" else "P" for tier in tiers]


def _kind_letters(texts: pd.DataFrame) -> list[str]:
    kinds = texts["kind"] if "kind" in texts else pd.Series("", texts.index)
    return ["S" if kind == "scenario" else "I" for kind in kinds]


def _centre_letters(texts: pd.DataFrame) -> list[str]:
    return ["C"] * len(texts)


_BEGINS = {
    "enterprises": _tier_letters,
    "labs": _kind_letters,
    "centres": _centre_letters,
}
"""How made ids begin; diagnoses and projects refer to each other and must bring their own."""


def _without_blank_rows(made: Read) -> Read:
    """Rows that say something: one of spaces alone says nothing."""
    says = (made.texts != "").to_numpy().any(axis=1)
    for rows in made.misread.values():
        says |= made.texts.index.isin(rows)
    return made if says.all() else replace(made, texts=made.texts.loc[np.asarray(says)])


def _code(field: Field, text: str) -> str:
    if text in cells.FAULTS:
        return "cell_error"
    if cells.is_too_long(field, text):
        return "too_long"
    if field.kind == "date":
        if cells.is_reversed_date(text):
            return "date_order"
        return "not_a_date" if field.required else "not_a_date_free"
    if field.kind == "flag":
        return "open_mark" if cells.plain(text).casefold() in cells.OPEN else "not_a_flag"
    return {
        "choice": "unknown_value",
        "choices": "unknown_value",
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
        mark = "" if field.ordinal else ","
        low = "" if field.low is None else f"{field.low:{mark}.10g}"
        high = "" if field.high is None else f"{field.high:{mark}.10g}"
        return f"{low}–{high}{' ' + field.unit if field.unit else ''}"
    return field.example


def _close(field: Field, text: str) -> str:
    """The allowed value that a text means, where that is sure enough to be said."""
    if field.vocabulary is None:
        return ""
    parts = cells.parts(text) if field.kind == "choices" else [text]
    for part in parts:
        if cells.meant(field.vocabulary, part) is None:
            near = advice.choice(field.vocabulary, part)
            return _both(near) if near else ""
    return ""


def _both(choice: Choice) -> str:
    return f"{choice.zh} / {choice.en}"
