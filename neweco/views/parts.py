"""What several views build alike: figures from facts, counted bars, register tables, facets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from neweco import charts, grammar, sample, words
from neweco.fields import SCALE, TABLES, Field
from neweco.fields import Table as FieldTable
from neweco.grammar import VIEW_TABLE
from neweco.measures import common
from neweco.published import Fact, Published, Rule, Source
from neweco.quantity import Quantity
from neweco.register import Register
from neweco.selection import Selection
from neweco.sheet import (
    SMALL,
    Basis,
    Chart,
    Column,
    ColumnKind,
    Dropping,
    Figure,
    Profile,
    Section,
    Sheet,
    Table,
)
from neweco.vocabulary import DISTRICTS, Vocabulary
from neweco.words import numbers

MAX_ROWS = 500
"""Rows of a register table that are handed to a face at once."""


@dataclass(frozen=True)
class Context:
    """What every section of one view needs: data, selection, language, and the filtered rows."""

    register: Register
    published: Published
    selection: Selection
    language: str
    view: str
    rows: pd.DataFrame

    def text(self, key: str, **values: object) -> str:
        """A text of this view's own catalogue."""
        return words.text(self.language, f"{self.view}.{key}", **values)

    def count(self, number: int, noun: str) -> str:
        """A number with its noun."""
        return words.count(self.language, number, noun)

    @property
    def line(self) -> str:
        """The source line of register rows."""
        return register_line(self.register, self.language)

    def fact(self, id: str, label: str, note: str = "") -> Figure:
        """A published figure; `label` is a key of this view."""
        return fact_figure(self.published, id, self.language, f"{self.view}.{label}", note)

    def figure(self, label: str, number: int, noun: str, whole: int | None = None) -> Figure:
        """A count of register rows; `whole` adds its share."""
        return count_figure(
            self.register, self.language, f"{self.view}.{label}", number, noun, whole
        )

    def headings(self, *codes: str, **columns: str) -> dict[str, str]:
        """Tooltip columns to their headings; `columns` maps a column to the field it shows."""
        table = TABLES[VIEW_TABLE[self.view]]
        named = {code: code for code in codes} | columns
        return {column: table[code].label(self.language) for column, code in named.items()}

    def chart(
        self,
        id: str,
        sentence: str,
        spec: charts.Spec,
        rows: pd.DataFrame,
        columns: tuple[Column, ...],
        *,
        alt: str,
        reading: str = "",
        wide: bool = False,
        basis: Basis | None = None,
        source: str = "",
        facts: tuple[str, ...] = (),
    ) -> Chart:
        """A chart of register rows, or of published figures where `basis` and `facts` say so."""
        line = source or self.line
        twin = Table(id, sentence, columns, rows, basis or self.register.basis, source=line)
        return Chart(id, sentence, alt, spec, twin, line, facts, reading, wide)

    def sheet(
        self,
        *,
        headline: str,
        sections: Sequence[Section],
        whole: pd.DataFrame,
        profile: Profile | None = None,
        labels: Mapping[str, Mapping[str, str]] | None = None,
    ) -> Sheet:
        """The finished sheet; `whole` are all rows before filtering."""
        noun = "lab" if self.view == "labs" else "firm"
        return Sheet(
            view=self.view,
            language=self.language,
            title=self.text("title"),
            headline=headline,
            basis=self.register.basis,
            selection=self.selection,
            sections=tuple(sections),
            counted=words.text(
                self.language,
                "common.counted",
                matched=f"{len(self.rows):,}",
                total=self.count(len(whole), noun),
            ),
            matched=len(self.rows),
            total=len(whole),
            facets=facets(self.selection, whole),
            labels=labels or {},
            profile=profile,
            dropping=()
            if len(self.rows)
            else dropping(self.selection, whole, self.language, labels or {}),
        )


def fact_figure(
    published: Published, fact_id: str, language: str, label: str, note: str = ""
) -> Figure:
    """A published or derived figure with its qualifier; `label` is a catalogue key."""
    fact = published.fact(fact_id)
    quantity = published.value(fact_id)
    value = fact.token if quantity is None else numbers.quantity(quantity, language)
    return Figure(
        label=words.text(language, label),
        value=value,
        basis="derived" if fact.basis == "derived" else "published",
        quantity=quantity,
        note=note or period(fact, language),
        fact=fact_id,
    )


def period(fact: Fact, language: str) -> str:
    """When a fact holds, in words: `截至2023年3月` or `as of March 2023`."""
    key = "common.in_year" if len(fact.as_of) == 4 else "common.as_of"
    return words.text(language, key, date=numbers.date(fact.as_of, language))


def count_figure(
    register: Register, language: str, label: str, number: int, noun: str, whole: int | None = None
) -> Figure:
    """A count of register rows; `whole` adds the share, unless there are too few for one."""
    note = ""
    if whole is not None:
        note = words.text(language, "common.of", whole=words.count(language, whole, noun))
        note += share(language, number, whole)
    return Figure(
        label=words.text(language, label),
        value=words.count(language, number, noun),
        basis=register.basis,
        quantity=Quantity.point(number),
        note=note,
    )


def published_line(published: Published, facts: Iterable[str], language: str) -> str:
    """The source line of published figures: publisher and date of each source, once."""
    sources = {published.fact(fact).source for fact in facts}
    names = [source_name(s, language) for s in sorted(sources, key=lambda source: source.id)]
    joined = ("；" if language == "zh" else "; ").join(names)
    return words.text(language, "common.source", source=joined)


def source_name(source: Source, language: str) -> str:
    """Publisher and date; names of publishers stay as they are."""
    comma = "，" if language == "zh" else ", "
    return f"{source.publisher}{comma}{numbers.date(source.date, language)}"


def register_line(register: Register, language: str) -> str:
    """The source line of figures from register rows; says 样本 where they are sample rows."""
    return words.text(language, f"basis.line.{register.basis}", name=register.name)


def value_text(value: Any, spec: Field, language: str) -> str:
    """One cell in words, with its unit; `—` where it is not known."""
    if pd.isna(value):
        return numbers.UNKNOWN
    if spec.kind == "flag":
        return words.text(language, "common.yes" if value else "common.no")
    if spec.kind == "choices":
        codes = [code for code in str(value).split(";") if code]
        vocabulary = spec.vocabulary
        names = [vocabulary.label(c, language) if vocabulary else c for c in codes]
        return words.listed(language, names) or "—"
    if spec.vocabulary is not None:
        return spec.vocabulary.label(str(value), language)
    if spec.kind == "date":
        return numbers.date(pd.Timestamp(str(value)).date(), language)
    if spec.unit == "万元":
        return numbers.money(float(str(value)) * SCALE["万元"], language)
    if spec.unit == "%":
        return numbers.percent(float(str(value)) / 100, language)
    if spec.kind == "number":
        unit = words.text(language, "common.years_unit") if spec.unit == "年" else ""
        return numbers.number(float(str(value)), language, 1) + unit
    return str(value) or "—"


def label_column(column: pd.Series, spec: Field, language: str) -> pd.Series:
    """A column of codes as texts in the page's language; numbers stay numbers."""
    if spec.kind == "flag":
        yes, no = words.text(language, "common.yes"), words.text(language, "common.no")
        return column.map({True: yes, False: no}).astype(object).fillna("—")
    if spec.kind == "choices":
        return column.map(lambda codes: value_text(codes, spec, language))
    if spec.vocabulary is not None:
        return column.astype(object).map(spec.vocabulary.labels(language)).fillna("—")
    return column


def heading(spec: Field, language: str) -> str:
    """Column heading with its unit."""
    unit = words.text(language, f"common.unit.{_UNIT_KEYS[spec.unit]}") if spec.unit else ""
    return f"{spec.label(language)}{unit}"


_UNIT_KEYS: Mapping[str, str] = {"万元": "wan", "%": "percent", "年": "years"}


def column_kind(spec: Field) -> ColumnKind:
    """How a field prints in a table."""
    if spec.code in ("year", "batch"):
        return "ordinal"
    by_unit: dict[str, ColumnKind] = {"万元": "money", "%": "percent"}
    by_kind: dict[str, ColumnKind] = {"number": "number", "integer": "integer", "date": "date"}
    coded = spec.vocabulary is not None
    return by_unit.get(spec.unit) or ("text" if coded else by_kind.get(spec.kind, "text"))


def register_table(
    register: Register,
    rows: pd.DataFrame,
    spec: FieldTable,
    codes: Sequence[str],
    language: str,
    names: Mapping[str, Mapping[str, str]] | None = None,
) -> Table:
    """The rows of the register that a view lists, labelled, at most `MAX_ROWS` of them.

    Rows whose `consent_public` is false are left out. `names` gives, for fields that hold ids of
    another table, the names to print.
    """
    if "consent_public" in rows.columns:
        rows = rows.loc[rows["consent_public"].fillna(False).to_numpy(dtype=bool)]
    first = rows.head(MAX_ROWS)
    labelled = pd.DataFrame(
        {code: label_column(first[code], spec[code], language).to_numpy() for code in codes}
    )
    for code, known in (names or {}).items():
        labelled[code] = first[code].map(known).fillna(first[code]).to_numpy()
    return Table(
        id=spec.code,
        caption=words.text(language, f"{spec.code}.table"),
        columns=tuple(Column(c, heading(spec[c], language), column_kind(spec[c])) for c in codes),
        rows=labelled,
        basis=register.basis,
        keys=tuple(first[spec.key].astype(str)),
        total=len(rows),
        source=register_line(register, language),
    )


def counted_bars(
    *,
    id: str,
    numbers_by_code: pd.Series,
    vocabulary: Vocabulary,
    language: str,
    noun: str,
    category: str,
    sentence: str,
    basis: Basis,
    source: str,
    facts: tuple[str, ...] = (),
    whole: int | None = None,
    keep_order: bool = False,
    reading: str = "",
) -> Chart:
    """Bars of counts per code, largest first (or in vocabulary order), with count and share.

    `category` is the heading of the codes, `noun` the unit, `whole` what shares are of (no
    shares without it or below five units). Codes with no rows are left out unless the order
    carries meaning.
    """
    found = numbers_by_code if keep_order else numbers_by_code[numbers_by_code > 0]
    if not keep_order:
        found = found.sort_values(ascending=False, kind="stable")
    names = [vocabulary.label(str(code), language) for code in found.index]
    texts = [counted(language, int(n), noun, whole) for n in found]
    rows = pd.DataFrame({"category": names, "count": found.to_numpy(), "text": texts})
    unit = words.text(language, f"units.{noun}.axis")
    spec = charts.bars(
        category="category",
        value="count",
        text="text",
        title=unit,
        order=names,
        tooltip={"category": category, "text": unit},
        language=language,
    )
    columns = (Column("category", category), Column("count", unit, "integer"))
    return Chart(
        id=id,
        sentence=sentence,
        alt=alt_text(language, sentence, names, texts),
        spec=spec,
        table=Table(id, sentence, columns, rows, basis, source=source),
        source=source,
        facts=facts,
        reading=reading,
    )


def counted(language: str, number: int, noun: str, whole: int | None = None) -> str:
    """`23家（18.9%）`: a count, and its share where there are enough units for one."""
    return words.count(language, number, noun) + share(language, number, whole)


def share(language: str, number: int, whole: int | None) -> str:
    """`（18.9%）`, or nothing without a whole or below five units."""
    if whole is None or whole < SMALL:
        return ""
    return words.text(language, "common.share", share=numbers.percent(number / whole, language))


def alt_text(language: str, sentence: str, names: Sequence[str], texts: Sequence[str]) -> str:
    """A chart in words: its sentence, then every bar with its value."""
    colon = "：" if language == "zh" else ": "
    pairs = [f"{name}{colon}{text}" for name, text in zip(names, texts, strict=True)]
    return words.text(
        language,
        "common.alt",
        sentence=sentence,
        items=("；" if language == "zh" else "; ").join(pairs),
    )


def facets(selection: Selection, frame: pd.DataFrame) -> dict[str, dict[str, int]]:
    """For every values or yes/no filter: rows per code under the other filters."""
    return {
        spec.param: selection.facets(frame, spec.param)
        for spec in grammar.filters(selection.view)
        if spec.filter in ("values", "flag")
    }


def dropping(
    selection: Selection,
    frame: pd.DataFrame,
    language: str,
    labels: Mapping[str, Mapping[str, str]],
) -> tuple[Dropping, ...]:
    """For an empty result: what would show without each filter, the most helpful first."""
    found = [
        Dropping(
            param,
            selection.phrase(param, language, labels.get(param)),
            len(selection.without(param).apply(frame)),
        )
        for param in selection.active
    ]
    return tuple(sorted(found, key=lambda drop: -drop.rows))


def profile_lines(
    row: pd.Series, spec: FieldTable, codes: Sequence[str], language: str
) -> tuple[tuple[str, str], ...]:
    """(label, value) for the fields of one row."""
    return tuple((spec[c].label(language), value_text(row[c], spec[c], language)) for c in codes)


def row_of(frame: pd.DataFrame, key: str, item: str) -> pd.Series | None:
    """The row with this id, or None: an unknown id opens nothing."""
    if not item:
        return None
    found = frame.loc[frame[key] == item]
    return None if found.empty else found.iloc[0]


def drawn(*charts: Chart | None) -> tuple[Chart, ...]:
    """The charts that have something to draw."""
    return tuple(chart for chart in charts if chart is not None and len(chart.table.rows))


def leaders(found: pd.Series, vocabulary: Vocabulary, language: str, most: int = 3) -> str:
    """The codes with the highest count in words; ties are named together, up to `most`."""
    top = found[found == found.max()].index if len(found) and found.max() > 0 else []
    names = [vocabulary.label(str(code), language) for code in top]
    if len(names) > most:
        return words.text(language, "common.several", n=len(names))
    return words.listed(language, names) or words.text(language, "common.none")


def district_map(at: Context, noun: str) -> Chart | None:
    """The schematic map of the rows by district; rows without district are counted in words.

    None when no district is known.
    """
    found = common.counts(at.rows["district"], DISTRICTS)
    if not found.sum():
        return None
    tiles = [choice.tile or (0, 0) for choice in DISTRICTS]
    names = [choice.label(at.language).split("（")[0].split(" (")[0] for choice in DISTRICTS]
    rows = pd.DataFrame(
        {
            "district": names,
            "column": [t[0] for t in tiles],
            "row": [t[1] for t in tiles],
            "count": found.to_numpy(),
            "text": [f"{n:,}" for n in found],
            "said": [at.count(int(n), noun) for n in found],
        }
    )
    heading = words.text(at.language, "common.district")
    spec = charts.tiles(
        value="count",
        name="district",
        text="text",
        tooltip={"district": heading, "said": words.text(at.language, f"units.{noun}.axis")},
    )
    unknown = len(at.rows) - int(found.sum())
    sentence = words.text(
        at.language,
        "common.map_sentence",
        districts=leaders(found, DISTRICTS, at.language),
        most=at.count(int(found.max()), noun),
    )
    return at.chart(
        "district",
        sentence,
        spec,
        rows,
        (
            Column("district", heading),
            Column("count", words.text(at.language, f"units.{noun}.axis"), "integer"),
        ),
        alt=alt_text(at.language, sentence, names, list(rows["said"])),
        reading=words.text(at.language, "common.map_reading", unknown=at.count(unknown, noun)),
    )


def rule_text(rule: Rule, language: str) -> str:
    """A rule's threshold in words: `不低于5,000万元`, `at least ¥50M`."""
    if rule.operator == "text":
        note = rule.note(language)
        return rule.threshold if language == "zh" or not note else note
    value = float(rule.threshold)
    if rule.unit == "万元":
        said = numbers.money(value * SCALE["万元"], language)
    elif language == "en":
        unit = {"年": " years", "%": "%", "批/年": " batch a year", "次/年": " time a year"}[
            rule.unit
        ]
        said = numbers.number(value, language, 1) + unit
    else:
        said = numbers.number(value, language, 1) + rule.unit
    key = {"<=": "at_most", ">=": "at_least", "=": "equals"}[rule.operator]
    return words.text(language, f"common.rule.{key}", value=said)


def rules_table(at: Context, *kinds: str) -> Table:
    """The published rules of some tiers or kinds, with status and source."""
    lines = [
        {
            "kind": words.text(at.language, f"common.kind.{kind}"),
            "criterion": rule.label(at.language),
            "threshold": rule_text(rule, at.language),
            "status": words.text(at.language, f"common.status.{rule.status}"),
            "note": rule.note(at.language)
            if rule.operator != "text" or at.language == "zh"
            else "",
            "source": source_name(rule.source, at.language),
        }
        for kind in kinds
        for rule in at.published.rules_for(kind)
    ]
    return _words_table(at, "rules", lines)


def organisations(at: Context, *kinds: str) -> Section:
    """The organisations named in public; they never carry sample figures."""
    lines = [
        {
            "name": item.name(at.language),
            "kind": words.text(at.language, f"common.kind.{item.kind}"),
            "field": item.field_en if at.language == "en" else item.field_zh,
            "batch": item.batch_en if at.language == "en" else item.batch_zh,
            "district": DISTRICTS.label(item.district, at.language) if item.district else "",
            "known": item.known_en if at.language == "en" else item.known_zh,
            "source": source_name(item.source, at.language),
        }
        for item in at.published.named(*kinds)
    ]
    return Section(
        "named",
        words.text(at.language, "common.named.title"),
        words.text(at.language, "common.named.lead"),
        tables=(_words_table(at, "named", lines),),
    )


def _words_table(at: Context, id: str, lines: list[dict[str, str]]) -> Table:
    """A table of published texts; headings are `common.<id>.<column>`."""
    columns = tuple(Column(c, words.text(at.language, f"common.{id}.{c}")) for c in lines[0])
    caption = words.text(at.language, f"common.{id}.caption")
    return Table(id, caption, columns, pd.DataFrame(lines), "published")


def assumptions(at: Context) -> tuple[Section, ...]:
    """What the sample assumes for this view; nothing for a register of the user's own."""
    if at.register.basis != "sample":
        return ()
    return (
        Section(
            "assumptions",
            words.text(at.language, "common.assumptions"),
            notes=tuple(item.text(at.language) for item in sample.assumptions(at.view)),
            folded=True,
        ),
    )
