"""What holds diagnosed firms back, and how digital they are: barriers, levels, dimensions."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from neweco import charts, words
from neweco.analysis import diagnoses as measured
from neweco.analysis import protection, tally
from neweco.model.fields import DIAGNOSES
from neweco.model.vocabularies import BARRIERS, INDUSTRIES, INSTRUMENTS, LEVELS, Vocabulary
from neweco.query import matching
from neweco.sheet import Chart, Column, Section
from neweco.views.diagnoses import record
from neweco.views.shared import context, parts
from neweco.views.shared.context import Context
from neweco.words import numbers


def barriers(at: Context) -> Section:
    found = measured.barriers_by_industry(at.rows)
    totals = tally.counts(at.rows["barrier_primary"], BARRIERS)
    if not totals.sum():
        return Section("barriers", at.text("barriers.title"), at.text("barriers.none"))
    sentence = _most(at, "barriers", totals, BARRIERS)
    chart = _matrix(
        at,
        "barriers",
        found,
        ("industry", INDUSTRIES.labels(at.language)),
        ("barrier_primary", BARRIERS.labels(at.language)),
        sentence,
        at.text("barriers.reading"),
    )
    return Section("barriers", at.text("barriers.title"), at.text("barriers.lead"), charts=(chart,))


def _matrix(
    at: Context,
    id: str,
    found: pd.DataFrame,
    row: tuple[str, Mapping[str, str]],
    column: tuple[str, Mapping[str, str]],
    sentence: str,
    reading: str,
) -> Chart:
    """Counts per pair of codes; the share of its row stands in the tooltip."""
    (row_code, row_names), (column_code, column_names) = row, column
    counts = _cells(at, found)
    shown = [None if pd.isna(n) else int(n) for n in counts]
    rows = pd.DataFrame(
        {
            "row": found[row_code].astype(str).map(row_names).to_numpy(),
            "column": found[column_code].astype(str).map(column_names).to_numpy(),
            "count": parts.drawn_counts(counts),
            "text": [words.whole(at.language, n) for n in shown],
            "said": [
                context.counted(at.language, n, "firm", int(whole))
                for n, whole in zip(shown, found["known"], strict=True)
            ],
        }
    )
    headings = (DIAGNOSES[row_code].label(at.language), DIAGNOSES[column_code].label(at.language))
    unit = words.text(at.language, "units.firm.axis")
    spec = charts.matrix(
        row="row",
        column="column",
        value="count",
        text="text",
        rows=list(dict.fromkeys(rows["row"])),
        columns=list(dict.fromkeys(rows["column"])),
        tooltip={"row": headings[0], "column": headings[1], "said": unit},
    )
    pairs = [f"{a} × {b}" for a, b in zip(rows["row"], rows["column"], strict=True)]
    return at.chart(
        id,
        sentence,
        spec,
        rows,
        (
            Column("row", headings[0]),
            Column("column", headings[1]),
            parts.counts_column(counts, "text", unit),
        ),
        alt=parts.alt_text(at.language, sentence, pairs, list(rows["text"])),
        reading=reading,
        wide=True,
    )


def _cells(at: Context, found: pd.DataFrame) -> pd.Series:
    """The counts of a long table of pairs, <NA> where hidden."""
    if not at.protects or found.empty:
        return found["count"]
    row, column = found.columns[:2]
    wide = found.pivot(index=row, columns=column, values="count")
    hidden = protection.table(wide).stack(future_stack=True)
    places = pd.MultiIndex.from_frame(found[[row, column]])
    return pd.Series(hidden.reindex(places).to_numpy(), found.index, dtype="Int64")


def _most(at: Context, id: str, counts: pd.Series, vocabulary: Vocabulary) -> str:
    """Which code most firms have, how many of all; numbers are hidden where that is due."""
    shown = at.parts(counts)
    most = int(shown.fillna(0).max()) or None  # where all that there are are hidden, so is the most
    whole = at.part(int(counts.sum()))
    return at.text(
        f"{id}.sentence_all" if most == whole and most is not None else f"{id}.sentence",
        leaders=parts.leaders(shown, vocabulary, at.language),
        firms=words.whole(at.language, most),
        known=at.count(whole, "firm"),
    )


def levels(at: Context) -> tuple[Section, ...]:
    """Levels of one instrument only: those of different instruments are never on one axis."""
    instrument = measured.main_instrument(at.rows)
    if not instrument:
        return (Section("levels", at.text("levels.title"), at.text("levels.none")),)
    own = (at.rows["instrument"] == instrument).to_numpy()
    needed = ("industry", "centre_id", "level", *measured.SCORES)
    one = at.rows if own.all() else matching.taken(at.rows, np.flatnonzero(own), needed)
    leveled = tally.counts(one["level"], LEVELS)
    left_out = at.part(int(at.rows["level"].notna().sum() - leveled.sum()))
    name = INSTRUMENTS.label(instrument, at.language)
    reading = words.sentences(
        at.language,
        at.text("levels.reading", instrument=name),
        "" if left_out == 0 else at.text("levels.left", left=at.count(left_out, "firm")),
    )
    names = LEVELS.labels(at.language)
    by_industry = _matrix(
        at,
        "levels",
        measured.levels_by(one, "industry"),
        ("industry", INDUSTRIES.labels(at.language)),
        ("level", names),
        _most(at, "levels", leveled, LEVELS),
        reading,
    )
    made = parts.drawn(by_industry, *_dimensions(at, one))
    whole = Section("levels", at.text("levels.title"), at.text("levels.lead"), charts=made)
    return (whole, _by_centre(at, one, reading))


def _by_centre(at: Context, one: pd.DataFrame, reading: str) -> Section:
    found = measured.levels_by(one, "centre_id")
    sentence = at.text("levels.centre", centres=at.count(found["centre_id"].nunique(), "centre"))
    chart = _matrix(
        at,
        "levels_centre",
        found,
        ("centre_id", record.centre_labels(at.register)),
        ("level", LEVELS.labels(at.language)),
        sentence,
        reading,
    )
    return Section("levels_centre", sentence, charts=parts.drawn(chart), folded=True)


def _dimensions(at: Context, one: pd.DataFrame) -> list[Chart]:
    found = measured.dimension_means(one)
    if at.protects:
        found = found.loc[found["known"] >= protection.FEWEST]
    if found.empty:
        return []
    names = [DIAGNOSES[code].label(at.language) for code in found["dimension"]]
    texts = [numbers.number(mean, at.language, 1) for mean in found["mean"]]
    rows = pd.DataFrame({"dimension": names, "mean": found["mean"].round(1), "text": texts})
    title = at.text("dimensions.axis")
    spec = charts.bars(
        category="dimension",
        value="mean",
        text="text",
        title=title,
        order=names,
        tooltip={"dimension": at.text("dimensions.heading"), "text": title},
        most=100,
        language=at.language,
    )
    weakest = names[int(found["mean"].to_numpy().argmin())]
    sentence = at.text("dimensions.sentence", weakest=weakest)
    known = at.count(int(found["known"].min()), "firm")
    return [
        at.chart(
            "dimensions",
            sentence,
            spec,
            rows,
            (Column("dimension", at.text("dimensions.heading")), Column("mean", title, "number")),
            alt=parts.alt_text(at.language, sentence, names, texts),
            reading=at.text("dimensions.reading", known=known),
            wide=True,
        )
    ]
