"""What each column of a sheet is taken for, how sure that is, and in which unit.

Certain is what is called as the register, its template or usage call it; guessed what most likely
means a field; the others are ignored. Whoever gives the sheet can decide otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from neweco.model.fields import Field, Table
from neweco.sources import advice, around, cells, headings, letters
from neweco.sources.headings import Heading, Match
from neweco.sources.layout import Layout
from neweco.sources.mapping import SheetMapping
from neweco.sources.problem import Problem
from neweco.sources.source import RawSheet

How = Literal["certain", "guessed", "chosen", "ignored"]

PRIVATE = ("企业名称", "单位名称", "公司", "联系人", "姓名", "电话", "手机", "地址", "信用代码",
           "companyname", "firmname", "name", "contact", "phone", "mobile", "address",
           "email")  # fmt: skip
"""Headings that must not be in the diagnoses: firms are known there by pseudonyms alone."""


@dataclass(frozen=True)
class Column:
    """A column, or what stands for one: `place` is None where a title or a person says the same of
    every row, with `said` as the text that does. `unit` is what cells without one are in, as it
    was named; `said` where it was named outside the heading. `field` is empty for one ignored."""

    sheet: str
    table: str
    heading: str
    place: int | None
    field: str
    how: How
    unit: str = ""
    said: str = ""
    year: int | None = None

    @property
    def letter(self) -> str:
        """What a spreadsheet calls it."""
        return "" if self.place is None else letters.letter(self.place)


def made(sheet: RawSheet, table: Table, field: Field, how: How, said: str) -> Column:
    """What stands for a column that a list does not have."""
    return Column(sheet.name, table.code, "", None, field.code, how, said=said)


def year_of_headings(taken: list[Column]) -> tuple[str, str] | None:
    """The year that headings of fields name, with one of them; None where they name several."""
    found = {each.year: each.heading for each in taken if each.field and each.year}
    return next(((str(y), h) for y, h in found.items()), None) if len(found) == 1 else None


def assigned(
    sheet: RawSheet, table: Table, where: Layout, decided: SheetMapping
) -> tuple[list[Column], list[Problem]]:
    """What every column is taken for, and what is wrong with headings and units."""
    made = _Assigned(sheet, table, where, decided)
    made.run()
    order = sorted(made.taken, key=lambda column: column.place or 0)
    return order, made.problems


class _Assigned:
    def __init__(self, sheet: RawSheet, table: Table, where: Layout, decided: SheetMapping) -> None:
        self.sheet, self.table, self.where, self.decided = sheet, table, where, decided
        self.taken: list[Column] = []
        self.problems: list[Problem] = []
        self.money = around.money([*where.above, *where.beside, *where.below])

    def _say(self, level: str, code: str, heading: str = "", **given: object) -> None:
        self.problems.append(
            Problem(level, code, self.table.code, self.sheet.name, column=heading, **given)  # type: ignore[arg-type]
        )

    def run(self) -> None:
        """Assign every column once."""
        candidates: dict[str, list[tuple[int, Match, How]]] = {}
        for place, text in self.where.texts.items():
            found = self._meaning(place, text)
            if found is not None:
                candidates.setdefault(found[0].field.code, []).append((place, *found))
        for several in candidates.values():
            chosen = self._one_of(several)
            for place, match, how in several:
                if place == chosen:
                    self._take(place, match, how)
                else:
                    self._ignore(place)

    def _meaning(self, place: int, text: str) -> tuple[Match, How] | None:
        clean = cells.clean(text)
        decision = self.decided.columns.get(clean)
        if decision is not None:
            if not decision:
                self._ignore(place)
                return None
            return Match(self.table[decision], True, _with_unit(text)), "chosen"
        match = self.where.matches.get(place)
        if match is None:
            self._ignore(place)
            self.problems += _unknown(self.sheet, self.table, self.where.at, clean)
            return None
        return match, "certain" if match.certain else "guessed"

    def _one_of(self, several: list[tuple[int, Match, How]]) -> int:
        """The column that is read where several mean one field: one that was chosen, the certain
        one, that of the year of the list."""
        if len(several) == 1:
            return several[0][0]
        rank = {"chosen": 2, "certain": 1, "guessed": 0}
        best = max(rank[how] for _, _, how in several)
        first = [each for each in several if rank[each[2]] == best]
        years = {match.heading.year for _, match, _ in first}
        titled = around.years([*self.where.above, self.sheet.name])
        if len(first) > 1 and len(years) == len(first) and None not in years:
            wanted = titled & {year for year in years if year}
            year = wanted.pop() if len(wanted) == 1 else max(y for y in years if y)
            first = [each for each in first if each[1].heading.year == year]
        elif len(first) > 1 and best:
            place, match, _ = first[1]
            self._say("error", "double_column", match.heading.text, row=self.where.at)
            return first[0][0]
        chosen, match, _ = first[0]
        others = ", ".join(m.heading.text for place, m, _ in several if place != chosen)
        self._say("warning", "other_column", match.heading.text, row=self.where.at, found=others)
        return chosen

    def _take(self, place: int, match: Match, how: How) -> None:
        field, heading = match.field, match.heading
        unit, said = self._unit(field, heading)
        if how == "guessed":
            label = f"{field.zh} / {field.en}"
            self._say("warning", "guessed_column", heading.text, row=self.where.at, allowed=label)
        self.taken.append(
            Column(
                self.sheet.name,
                self.table.code,
                heading.text,
                place,
                field.code,
                how,
                unit,
                said,
                heading.year,
            )  # fmt: skip
        )

    def _ignore(self, place: int) -> None:
        text = cells.clean(self.where.texts[place])
        self.taken.append(Column(self.sheet.name, self.table.code, text, place, "", "ignored"))

    def _unit(self, field: Field, heading: Heading) -> tuple[str, str]:
        """The unit of cells without one, and the text outside the heading that names it."""
        decided = self.decided.units.get(heading.text, "")
        if decided and field.measure.factor(decided) is not None:
            return decided, decided
        own = headings.unit(field, heading)
        at = {"row": self.where.at}
        if own is None:
            allowed = ", ".join(field.measure.names)
            self._say("error", "heading_unit", heading.text, found=heading.text, allowed=allowed,
                      **at)  # fmt: skip
            return "", ""
        if field.measure.style != "money":
            return own, ""
        if own:
            factor = field.measure.factor(own)
            for other, (_, text) in self.money.units.items():
                if other != factor:
                    self._say("warning", "unit_conflict", heading.text, found=text, allowed=own,
                              **at)  # fmt: skip
            return own, ""
        if heading.text == field.code:
            return "", field.code
        if self.money.unknown:
            self._say("error", "sheet_unit", heading.text, found=self.money.unknown[0],
                      allowed=", ".join(field.measure.names), **at)  # fmt: skip
        elif len(self.money.units) > 1:
            found = "; ".join(text for _, text in self.money.units.values())
            self._say("error", "unit_unclear", heading.text, found=found, **at)
        elif self.money.units:
            return next(iter(self.money.units.values()))
        return "", ""


def _with_unit(text: str) -> Heading:
    """A heading of which the unit counts, whatever the rest says."""
    whole = headings.parsed(text)
    return next((h for h in headings.readings(whole, text) if h.beside), whole)


def _unknown(sheet: RawSheet, table: Table, at: int, heading: str) -> list[Problem]:
    said = cells.key(heading)
    place = {"table": table.code, "sheet": sheet.name, "row": at, "column": heading}
    if table.code == "diagnoses" and any(word in said for word in map(cells.key, PRIVATE)):
        return [Problem("warning", "private_column", **place)]  # type: ignore[arg-type]
    if any(said == cells.key(f.zh) or said == f.code for f in table.fields if f.derived):
        return [Problem("warning", "derived_column", **place)]  # type: ignore[arg-type]
    if headings.is_serial(heading):
        return []
    names = {cells.key(name): f.zh for f in table.stored for name in (f.code, f.zh, f.en)}
    near = advice.nearest(said, names)
    return [Problem("warning", "unknown_column", nearest=near, **place)]  # type: ignore[arg-type]
