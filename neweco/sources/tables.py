"""Sheets to tables: which columns are read, and what the list says of all its rows otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from neweco.model.fields import Field, Table
from neweco.sources import (
    around,
    canonical,
    cells,
    columns,
    ids,
    layout,
    magnitude,
    mapping,
    recognition,
)
from neweco.sources.canonical import Read
from neweco.sources.columns import Column
from neweco.sources.layout import Layout
from neweco.sources.mapping import Decisions, SheetMapping
from neweco.sources.problem import Problem
from neweco.sources.source import Progress, RawSheet, Report, silent

EXAMPLE = "示例 EXAMPLE"
"""Stands in the id of the template's example row, which is not read."""

MOST_GIVEN_UP = 2
"""Columns given up before the rest of a sheet is left alone: it is another list."""

_LEFT_OUT = {
    "total": "total_rows",
    "note": "note_rows",
    "section": "section_rows",
    "repeated_heading": "repeated_heading",
    "numbered_columns": "numbered_columns",
}
"""Why rows are left out, and the message that says so."""


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
    for sheet, table, where in recognition.chosen(given, decided, problems):
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
        problems.append(Problem("error", code, allowed=recognition.allowed_sheets()))
    return Found(tuple(made.values()), tuple(problems), tuple(taken))


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
        self._given_up = 0

    def _say(self, level: str, code: str, **given: object) -> None:
        self.problems.append(Problem(level, code, self.table.code, self.sheet.name, **given))  # type: ignore[arg-type]

    def read(self) -> Read | None:
        """The rows of the sheet; None where it has none, or none that can be told apart."""
        sheet, table, where = self.sheet, self.table, self.where
        if sheet.filled.empty:
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
            if self._given_up == MOST_GIVEN_UP:
                self._say("error", "other_list")
                return None
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
        if spec.pattern and raw.str.fullmatch(spec.pattern).all():
            return raw, raw.index[:0]
        places, distinct = pd.factorize(raw)
        meant = canonical.meant(spec, column.unit, bool(self.sheet.from_1904), distinct)
        strange = [text for text, value in meant.items() if value is None]
        self.problems += canonical.strange(made, spec, raw, strange)
        if len(meant) < len(distinct):
            self._given_up += 1
            return pd.Series("", raw.index, dtype="str"), raw.index
        known = {text: value or "" for text, value in meant.items()}
        if spec.kind == "number":
            self.problems += magnitude.checked(made, self.sheet, column, raw, known)
        if spec.kind == "date":
            self.problems += magnitude.days(made, self.sheet, column, raw, known)
        texts = pd.Series(list(known.values()), dtype="str").take(places).set_axis(raw.index)
        missed = np.array([value is None for value in meant.values()])
        return texts, raw.index[missed[places]]

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
        made, said_of_ids = ids.completed(replace(made, texts=texts))
        self.problems += said_of_ids
        for spec in self.table.stored:
            if spec.required and spec.code not in made.texts:
                self._say(
                    "error", "missing_column", field=spec.code, allowed=canonical.allowed(spec)
                )
        self._years(made, where)
        return made

    def _otherwise(self, spec: Field, where: Layout, index: pd.Index) -> pd.Series | None:
        """One value for every row, or one for each part of the list; None where nothing says it."""
        decided = self.decided.all.get(spec.code, "")
        if decided:
            value = cells.canonical(spec)(decided) or ""
            choices = spec.vocabulary
            label = canonical.both(choices[value]) if choices and value in choices else decided
            self.taken.append(columns.made(self.sheet, self.table, spec, "chosen", label))
            return pd.Series(value, index, dtype="str")
        if self._section_field(where) is spec:
            return self._by_sections(spec, where, index)
        titles = [*where.above, self.sheet.name]
        found = around.whole(self.table, spec, titles)
        if found is None and spec.code == "year":
            found = columns.year_of_headings(self.taken)
        if found is None:
            return None
        value, text = found
        label = canonical.both(spec.vocabulary[value]) if spec.vocabulary is not None else value
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


def _without_blank_rows(made: Read) -> Read:
    """Rows that say something: one of spaces alone says nothing."""
    says = (made.texts != "").to_numpy().any(axis=1)
    for rows in made.misread.values():
        says |= made.texts.index.isin(rows)
    return made if says.all() else replace(made, texts=made.texts.loc[np.asarray(says)])
