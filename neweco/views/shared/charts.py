"""Charts that several pages build alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from neweco import words
from neweco.analysis import protection
from neweco.charts.forms import Columns, RankedList
from neweco.model.choices import Vocabulary
from neweco.model.fields import Field
from neweco.query import matching
from neweco.sheet import Chart, Column
from neweco.views.shared import figures
from neweco.views.shared.layers import Layers
from neweco.views.shared.page import Page


def bars(
    page: Page,
    id: str,
    counts: pd.Series | Layers[pd.Series],
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
    it or below five units). Codes without rows are left out unless the order carries meaning: in
    the whole, where the counts have layers. Hidden counts (<NA>) have no bar and say so. `given`
    goes to `Page.chart`.
    """
    language, noun, vocabulary = page.language, noun or page.view.noun, field.vocabulary
    assert vocabulary is not None
    layers = counts if isinstance(counts, Layers) else Layers(counts, counts, counts)
    order = layers.whole
    if not keep_order:
        order = order[order.fillna(1) > 0]
        order = order.sort_values(ascending=False, kind="stable", na_position="last")
    layers = layers.each(lambda found: found.reindex(order.index))
    names = [vocabulary.label(str(code), language) for code in order.index]
    shown = protection.numbers(layers.part).values()
    texts = [figures.counted(language, n, noun, whole) for n in shown]
    unit = words.text(language, f"units.{noun}.axis")
    columns = (Column("category", field.label(language)), counts_column(layers.part, "text", unit))
    behind = layers.ghost if isinstance(counts, Layers) else None
    values = lengths(layers.part)
    return written(page, id, sentence, names, values, texts, columns, behind=behind, **given)


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
    behind: pd.Series | None = None,
    **given: Any,
) -> Chart:
    """One bar a name, lying or upright, `texts` being the values as they are said.

    `columns` are those of the twin: the names, then the values (by their code `text` where it
    prints what is said). `most` is the end of a scale that has one, `behind` the counts that stand
    behind the values; `given` goes to `Page.chart`.
    """
    name, value = columns[0].code, columns[1].code
    value = "count" if value == "text" else value
    rows = pd.DataFrame({name: list(names), value: values, "text": list(texts)})
    whole, twin = "", tuple[Column, ...](columns)
    if behind is not None:
        rows, whole = backed(page, rows, behind), WHOLE
        twin = (*columns, *behind_column(page))
    form = (
        Columns(name, value, "text", whole)
        if upright
        else RankedList(name, value, "text", tuple(names), most=most, whole=whole)
    )
    described = pairs(page.language, names, said(rows))
    return page.chart(id, sentence, form, rows, twin, described=described, **given)


def by_year(page: Page, field: Field, **given: Any) -> Chart:
    """Rows by year, upright; a row may stand in several (`2021;2023`)."""
    layers = page.layers("years", lambda rows: matching.counts(rows[field.code]))
    years = sorted(year for year in layers.whole if year.isdigit())
    counts = layers.each(lambda found: pd.Series({year: found.get(year, 0) for year in years}))
    return written(
        page,
        "years",
        "",
        years,
        lengths(counts.part),
        [words.whole(page.language, number) for number in counts.part.tolist()],
        (
            Column("year", field.label(page.language)),
            Column("count", words.text(page.language, f"units.{page.view.noun}.axis"), "integer"),
        ),
        upright=True,
        behind=counts.ghost,
        **given,
    )


WHOLE = "whole"
"""The column of a chart's rows that gives the lengths of what stands behind its values."""


def backed(page: Page, rows: pd.DataFrame, behind: pd.Series) -> pd.DataFrame:
    """Rows of a chart with the counts that stand behind them, in their order: as lengths and in
    words."""
    told = protection.numbers(behind.reset_index(drop=True)).values()
    texts = [words.whole(page.language, number) for number in told]
    return rows.assign(whole=lengths(behind), behind=texts)


def behind_column(page: Page) -> tuple[Column, ...]:
    """The heading of what stands behind, in a chart's table: where it is something else than the
    values themselves."""
    if page.selection.pinned is not None:
        return (Column("behind", words.text(page.language, "common.behind_pinned")),)
    some = page.selection.active
    return (Column("behind", words.text(page.language, "common.behind_whole")),) if some else ()


def said(rows: pd.DataFrame) -> list[str]:
    """The values of a chart's rows in words, each with what stands behind it."""
    if "behind" not in rows:
        return list(rows["text"])
    return [f"{text} / {whole}" for text, whole in zip(rows["text"], rows["behind"], strict=True)]


def divided(
    page: Page,
    layers: Layers[pd.DataFrame],
    *,
    code: str,
    labels: Mapping[str, str],
    split: str,
    sentence: str,
    whole: int | None = None,
    reading: str = "",
) -> Chart:
    """Bars per code in the order of the rows counted (columns code, split, count and the total of
    the bar), split by tier or by kind; the total, with its share of a whole, stands at the end."""
    language, noun, found = page.language, page.view.noun, layers.part
    vocabulary = page.table[split].vocabulary
    assert vocabulary is not None
    meanings = found[split].astype(str)
    last = ~found[code].duplicated(keep="last").to_numpy()
    totals = [int(number) for number in found.loc[last, "total"]]
    told = [figures.counted(language, number, noun, whole) for number in totals]
    printed = iter(
        told if whole is not None else [words.whole(language, number) for number in totals]
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
    rows = backed(page, rows, layers.ghost["total"])
    order = list(dict.fromkeys(rows["category"]))
    unit = words.text(language, f"units.{noun}.axis")
    columns = (
        Column("category", page.table[code].heading(language)),
        Column(split, page.table[split].label(language)),
        Column("count", unit, "integer"),
        *behind_column(page),
    )
    form = RankedList("category", "count", "text", tuple(order), split, whole=WHOLE)
    described = pairs(language, order, told)
    return page.chart(code, sentence, form, rows, columns, described=described, reading=reading)


MOST_BEHIND = 2_000
"""Points of the whole that are drawn behind a selection."""


def thinned(frame: pd.DataFrame) -> pd.DataFrame:
    """At most `MOST_BEHIND` rows, evenly taken, and beside them the ends of each column of numbers.
    The index is that of single rows."""
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
