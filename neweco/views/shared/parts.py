"""Charts and tables that several views build alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from neweco import charts, words
from neweco.analysis import tally
from neweco.model.fields import TABLES
from neweco.model.fields import Table as FieldTable
from neweco.model.register import Register
from neweco.model.vocabularies import DISTRICTS, LAB_KINDS, TIERS, Vocabulary
from neweco.query.grammar import VIEW_TABLE
from neweco.sheet import Basis, Chart, Column, Table
from neweco.views.shared import cells, context
from neweco.views.shared.context import Context

MAX_ROWS = 200
"""Rows of a register table that are handed to a face at once."""


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
    public = np.arange(len(rows))
    if "consent_public" in rows.columns:
        public = np.flatnonzero(rows["consent_public"].fillna(False).to_numpy(dtype=bool))
    first = rows.iloc[public[:MAX_ROWS]]
    labelled = pd.DataFrame(
        {code: cells.label_column(first[code], spec[code], language).to_numpy() for code in codes}
    )
    for code, known in (names or {}).items():
        labelled[code] = [known.get(id, id) for id in first[code]]
    return Table(
        id=spec.code,
        caption=words.text(language, f"{spec.code}.table"),
        columns=tuple(
            Column(c, cells.heading(spec[c], language), cells.column_kind(spec[c])) for c in codes
        ),
        rows=labelled,
        basis=register.basis,
        keys=tuple(first[spec.key].astype(str)),
        total=len(public),
        source=context.register_line(register, language),
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
    carries meaning; hidden counts (<NA>) have no bar and say so.
    """
    found = numbers_by_code if keep_order else numbers_by_code[numbers_by_code.fillna(1) > 0]
    if not keep_order:
        found = found.sort_values(ascending=False, kind="stable", na_position="last")
    names = [vocabulary.label(str(code), language) for code in found.index]
    shown = context.whole_numbers(found)
    texts = [context.counted(language, n, noun, whole) for n in shown.values()]
    rows = pd.DataFrame({"category": names, "count": drawn_counts(found), "text": texts})
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
    columns = (Column("category", category), counts_column(found, "text", unit))
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


def stacked_bars(
    at: Context,
    found: pd.DataFrame,
    *,
    code: str,
    labels: Mapping[str, str],
    split: str,
    noun: str,
    sentence: str,
    whole: int | None = None,
    reading: str = "",
) -> Chart:
    """Bars per code in the order of `found` (columns code, split, count and the total of the
    bar), split by tier or by kind; the total, with its share of a whole, stands at the end."""
    vocabulary = {"tier": TIERS, "kind": LAB_KINDS}[split]
    table = TABLES[VIEW_TABLE[at.view]]
    meanings = found[split].astype(str)
    last = ~found[code].duplicated(keep="last").to_numpy()
    totals = [int(number) for number in found.loc[last, "total"]]
    said = [context.counted(at.language, number, noun, whole) for number in totals]
    printed = iter(said if whole is not None else [f"{number:,}" for number in totals])
    rows = pd.DataFrame(
        {
            "category": found[code].astype(str).map(labels).to_numpy(),
            split: meanings.map(vocabulary.labels(at.language)).to_numpy(),
            "count": found["count"].to_numpy(),
            "total": found["total"].to_numpy(),
            "text": [next(printed) if end else "" for end in last],
            "meaning_order": meanings.map(vocabulary.codes.index).to_numpy(),
        }
    )
    order = list(dict.fromkeys(rows["category"]))
    unit, heading = (
        words.text(at.language, f"units.{noun}.axis"),
        cells.heading(table[code], at.language),
    )
    spec = charts.bars(
        category="category",
        value="count",
        text="text",
        title=unit,
        order=order,
        stack=split,
        tooltip=at.headings(split) | {"category": heading, "count": unit},
        language=at.language,
    )
    columns = (
        Column("category", heading),
        Column(split, table[split].label(at.language)),
        Column("count", unit, "integer"),
    )
    alt = alt_text(at.language, sentence, order, said)
    return at.chart(code, sentence, spec, rows, columns, alt=alt, reading=reading)


def drawn_counts(found: pd.Series) -> np.ndarray:
    """Counts as they are drawn: a hidden one has no length."""
    return found.fillna(0).to_numpy(dtype="int64")


def counts_column(found: pd.Series, texts: str, unit: str) -> Column:
    """The counts in a chart's table: the column `count`, or `texts` where some are hidden."""
    return Column(texts, unit) if found.isna().any() else Column("count", unit, "integer")


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


def drawn(*charts: Chart | None) -> tuple[Chart, ...]:
    """The charts that have something to draw."""
    return tuple(chart for chart in charts if chart is not None and len(chart.table.rows))


def leaders(found: pd.Series, vocabulary: Vocabulary, language: str, most: int = 3) -> str:
    """The codes with the highest count in words; ties are named together, up to `most`."""
    if found.isna().any() and not drawn_counts(found).any():
        return words.whole(language, None)
    found = found.dropna()
    top = found[found == found.max()].index if len(found) and found.max() > 0 else []
    names = [vocabulary.label(str(code), language) for code in top]
    if len(names) > most:
        return words.text(language, "common.several", n=len(names))
    return words.listed(language, names) or words.text(language, "common.none")


def district_map(at: Context, noun: str) -> Chart | None:
    """The schematic map of the rows by district; rows without district are counted in words.

    None when no district is known.
    """
    found = tally.counts(at.rows["district"], DISTRICTS)
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
    tied = "_tied" if (found == found.max()).sum() > 1 else ""
    sentence = words.text(
        at.language,
        f"common.map_sentence{tied}",
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
        reading=words.sentences(
            at.language,
            words.text(at.language, "common.map_reading"),
            words.text(at.language, "common.map_unknown", unknown=at.count(unknown, noun))
            if unknown
            else "",
        ),
    )
