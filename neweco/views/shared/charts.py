"""Charts that several pages build alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from neweco import words
from neweco.analysis import protection, tally
from neweco.charts.forms import Columns, RankedList, TileMap
from neweco.model.fields import Field
from neweco.model.vocabularies import DISTRICTS, Vocabulary
from neweco.sheet import Chart, Column
from neweco.views.shared import figures
from neweco.views.shared.page import Page


def bars(
    page: Page,
    id: str,
    counts: pd.Series,
    field: Field,
    *,
    sentence: str,
    noun: str = "",
    whole: int | None = None,
    keep_order: bool = False,
    **given: Any,
) -> Chart:
    """A ranked list of counts per code of a field, largest first (or in vocabulary order).

    `noun` is the unit (that of the page unless told), `whole` what shares are of (no shares without
    it or below five units). Codes with no rows are left out unless the order carries meaning;
    hidden counts (<NA>) have no bar and say so. `given` goes to `Page.chart`.
    """
    language, noun, vocabulary = page.language, noun or page.view.noun, field.vocabulary
    assert vocabulary is not None
    found = counts if keep_order else counts[counts.fillna(1) > 0]
    if not keep_order:
        found = found.sort_values(ascending=False, kind="stable", na_position="last")
    names = [vocabulary.label(str(code), language) for code in found.index]
    shown = protection.numbers(found).values()
    texts = [figures.counted(language, n, noun, whole) for n in shown]
    unit = words.text(language, f"units.{noun}.axis")
    columns = (Column("category", field.label(language)), counts_column(found, "text", unit))
    return written(page, id, sentence, names, lengths(found), texts, columns, **given)


def written(
    page: Page,
    id: str,
    sentence: str,
    names: Sequence[str],
    values: Sequence[float] | np.ndarray,
    texts: Sequence[str],
    columns: tuple[Column, Column],
    *,
    upright: bool = False,
    most: float = 0.0,
    **given: Any,
) -> Chart:
    """One bar a name, lying or upright, `texts` being the values as they are said.

    `columns` are those of the twin: the names, then the values (by their code `text` where it
    prints what is said). `most` is the end of a scale that has one; `given` goes to
    `Page.chart`.
    """
    name, value = columns[0].code, columns[1].code
    value = "count" if value == "text" else value
    rows = pd.DataFrame({name: list(names), value: values, "text": list(texts)})
    form = (
        Columns(name, value, "text")
        if upright
        else RankedList(name, value, "text", tuple(names), most=most)
    )
    described = pairs(page.language, names, texts)
    return page.chart(id, sentence, form, rows, columns, described=described, **given)


def divided(
    page: Page,
    found: pd.DataFrame,
    *,
    code: str,
    labels: Mapping[str, str],
    split: str,
    sentence: str,
    whole: int | None = None,
    reading: str = "",
) -> Chart:
    """Bars per code in the order of `found` (columns code, split, count and the total of the
    bar), split by tier or by kind; the total, with its share of a whole, stands at the end."""
    language, noun = page.language, page.view.noun
    vocabulary = page.table[split].vocabulary
    assert vocabulary is not None
    meanings = found[split].astype(str)
    last = ~found[code].duplicated(keep="last").to_numpy()
    totals = [int(number) for number in found.loc[last, "total"]]
    said = [figures.counted(language, number, noun, whole) for number in totals]
    printed = iter(
        said if whole is not None else [words.whole(language, number) for number in totals]
    )
    rows = pd.DataFrame(
        {
            "category": found[code].astype(str).map(labels).to_numpy(),
            split: meanings.map(vocabulary.labels(language)).to_numpy(),
            "count": found["count"].to_numpy(),
            "text": [next(printed) if end else "" for end in last],
            "meaning": meanings.to_numpy(),
        }
    )
    order = list(dict.fromkeys(rows["category"]))
    unit = words.text(language, f"units.{noun}.axis")
    columns = (
        Column("category", page.table[code].heading(language)),
        Column(split, page.table[split].label(language)),
        Column("count", unit, "integer"),
    )
    form = RankedList("category", "count", "text", tuple(order), split)
    described = pairs(language, order, said)
    return page.chart(code, sentence, form, rows, columns, described=described, reading=reading)


def district_map(page: Page) -> Chart | None:
    """The schematic map of the rows by district; rows without district are counted in words.

    None when no district is known.
    """
    language, noun = page.language, page.view.noun
    found = tally.counts(page.rows["district"], DISTRICTS)
    if not found.sum():
        return None
    tiles = [choice.tile or (0, 0) for choice in DISTRICTS]
    names = [choice.short(language) for choice in DISTRICTS]
    rows = pd.DataFrame(
        {
            "district": names,
            "column": [tile[0] for tile in tiles],
            "row": [tile[1] for tile in tiles],
            "count": found.to_numpy(),
            "text": [words.whole(language, int(n)) for n in found],
        }
    )
    unknown = len(page.rows) - int(found.sum())
    tied = "_tied" if (found == found.max()).sum() > 1 else ""
    sentence = words.text(
        language,
        f"common.map_sentence{tied}",
        districts=leaders(found, DISTRICTS, language),
        most=page.count(int(found.max())),
    )
    columns = (
        Column("district", words.text(language, "common.district")),
        Column("count", words.text(language, f"units.{noun}.axis"), "integer"),
    )
    said = [page.count(int(n)) for n in found]
    rest = words.text(language, "common.map_unknown", unknown=page.count(unknown))
    return page.chart(
        "district",
        sentence,
        TileMap("district", "count", "text"),
        rows,
        columns,
        described=pairs(language, names, said),
        reading=words.sentences(
            language, words.text(language, "common.map_reading"), rest if unknown else ""
        ),
    )


MOST_BEHIND = 2_000
"""Points of the whole that are drawn behind a selection."""


def thinned(frame: pd.DataFrame) -> pd.DataFrame:
    """At most `MOST_BEHIND` rows of numbers, evenly taken, the ends of every column among them."""
    if len(frame) <= MOST_BEHIND:
        return frame
    every = frame.iloc[:: -(-len(frame) // MOST_BEHIND)]
    ends = [
        frame.loc[[frame[c].idxmin(), frame[c].idxmax()]] for c in frame.select_dtypes("number")
    ]
    return pd.concat([every, *ends])


def lengths(found: pd.Series) -> np.ndarray:
    """Counts as they are drawn: a hidden one has no length."""
    return found.fillna(0).to_numpy(dtype="int64")


def counts_column(found: pd.Series, texts: str, unit: str) -> Column:
    """The counts in a chart's table: the column `count`, or `texts` where some are hidden."""
    return Column(texts, unit) if found.isna().any() else Column("count", unit, "integer")


def pairs(language: str, names: Sequence[str], texts: Sequence[str]) -> str:
    """What a chart draws in words: every name with its value."""
    said = [words.pair(language, name, text) for name, text in zip(names, texts, strict=True)]
    return words.clauses(language, said)


def drawn(*charts: Chart | None) -> tuple[Chart, ...]:
    """The charts that have something to draw, if only what stands behind a selection of none."""
    return tuple(c for c in charts if c is not None and (len(c.table.rows) or c.ghost is not None))


def leaders(found: pd.Series, vocabulary: Vocabulary, language: str, most: int = 3) -> str:
    """The codes with the highest count in words; ties are named together, up to `most`."""
    if found.isna().any() and not lengths(found).any():
        return words.whole(language, None)
    found = found.dropna()
    top = found[found == found.max()].index if len(found) and found.max() > 0 else []
    names = [vocabulary.label(str(code), language) for code in top]
    if len(names) > most:
        return words.text(language, "common.several", n=len(names))
    return words.listed(language, names) or words.text(language, "common.none")
