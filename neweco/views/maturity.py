"""What holds diagnosed firms back, and how digital they are: barriers, levels, dimensions."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from neweco import charts, matching, words
from neweco.fields import DIAGNOSES
from neweco.measures import common
from neweco.measures import diagnoses as measured
from neweco.sheet import Chart, Column, Section
from neweco.views import context, diagnosis, parts
from neweco.views.context import Context
from neweco.vocabulary import (
    BARRIERS,
    INDUSTRIES,
    INSTRUMENTS,
    LEVELS,
)
from neweco.words import numbers


def barriers(at: Context) -> Section:
    found = measured.barriers_by_industry(at.rows)
    totals = common.counts(at.rows["barrier_primary"], BARRIERS)
    if not totals.sum():
        return Section("barriers", at.text("barriers.title"), at.text("barriers.none"))
    sentence = at.text(
        "barriers.sentence",
        barriers=parts.leaders(totals, BARRIERS, at.language),
        firms=at.count(int(totals.max()), "firm"),
        known=at.count(int(totals.sum()), "firm"),
    )
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
    rows = pd.DataFrame(
        {
            "row": found[row_code].astype(str).map(row_names).to_numpy(),
            "column": found[column_code].astype(str).map(column_names).to_numpy(),
            "count": found["count"].to_numpy(),
            "text": [f"{n:,}" for n in found["count"]],
            "said": [
                context.counted(at.language, int(n), "firm", int(whole))
                for n, whole in zip(found["count"], found["known"], strict=True)
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
            Column("count", unit, "integer"),
        ),
        alt=parts.alt_text(at.language, sentence, pairs, list(rows["text"])),
        reading=reading,
        wide=True,
    )


def levels(at: Context) -> tuple[Section, ...]:
    """Levels of one instrument only: those of different instruments are never on one axis."""
    instrument = measured.main_instrument(at.rows)
    if not instrument:
        return (Section("levels", at.text("levels.title"), at.text("levels.none")),)
    own = (at.rows["instrument"] == instrument).to_numpy()
    needed = ("industry", "centre_id", "level", *measured.SCORES)
    one = at.rows if own.all() else matching.taken(at.rows, np.flatnonzero(own), needed)
    leveled = common.counts(one["level"], LEVELS)
    left_out = int(at.rows["level"].notna().sum() - leveled.sum())
    name = INSTRUMENTS.label(instrument, at.language)
    reading = at.text("levels.reading", instrument=name, left=at.count(left_out, "firm"))
    sentence = at.text(
        "levels.sentence",
        level=parts.leaders(leveled, LEVELS, at.language),
        firms=at.count(int(leveled.max()), "firm"),
        known=at.count(int(leveled.sum()), "firm"),
    )
    names = LEVELS.labels(at.language)
    by_industry = _matrix(
        at,
        "levels",
        measured.levels_by(one, "industry"),
        ("industry", INDUSTRIES.labels(at.language)),
        ("level", names),
        sentence,
        reading,
    )
    made = parts.drawn(by_industry, *_dimensions(at, one))
    whole = Section("levels", at.text("levels.title"), at.text("levels.lead"), charts=made)
    return (whole, _by_centre(at, one, reading))


def _by_centre(at: Context, one: pd.DataFrame, reading: str) -> Section:
    found = measured.levels_by(one, "centre_id")
    sentence = at.text("levels.centre", centres=found["centre_id"].nunique())
    chart = _matrix(
        at,
        "levels_centre",
        found,
        ("centre_id", diagnosis.centre_labels(at.register)),
        ("level", LEVELS.labels(at.language)),
        sentence,
        reading,
    )
    return Section("levels_centre", sentence, charts=parts.drawn(chart), folded=True)


def _dimensions(at: Context, one: pd.DataFrame) -> list[Chart]:
    found = measured.dimension_means(one)
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
