"""What holds diagnosed firms back, and how digital they are: barriers, levels, dimensions."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from neweco import words
from neweco.analysis import diagnoses as measured
from neweco.charts.forms import Matrix
from neweco.model.fields import DIAGNOSES
from neweco.model.vocabularies import BARRIERS, INDUSTRIES, INSTRUMENTS, LEVELS, Vocabulary
from neweco.query import matching
from neweco.query.selection import Selection
from neweco.sheet import Chart, Column, Section
from neweco.views.diagnoses import record
from neweco.views.shared import charts, figures
from neweco.views.shared.page import Page
from neweco.words import numbers


def barriers(page: Page) -> Section:
    found = measured.barriers_by_industry(page.rows, page.door)
    known = page.rows["barrier_primary"].dropna()
    whole = page.door.number(known)
    if not whole:
        none = page.text("barriers.none") if whole == 0 else page.few_text
        return page.section("barriers", none)
    sentence = _most(page, "barriers", page.door.counts(known, BARRIERS), whole, BARRIERS)
    chart = _matrix(
        page,
        "barriers",
        found,
        ("industry", INDUSTRIES.labels(page.language)),
        ("barrier_primary", BARRIERS.labels(page.language)),
        sentence,
        page.text("barriers.reading"),
    )
    return page.section("barriers", charts=charts.drawn(chart), place="main")


def _matrix(
    page: Page,
    id: str,
    found: pd.DataFrame,
    row: tuple[str, Mapping[str, str]],
    column: tuple[str, Mapping[str, str]],
    sentence: str,
    reading: str,
) -> Chart:
    """Counts per pair of codes; `said` has the share of its row."""
    (row_code, row_names), (column_code, column_names) = row, column
    language = page.language
    counts = found["count"]
    shown = [None if pd.isna(n) else int(n) for n in counts]
    rows = pd.DataFrame(
        {
            "row": found[row_code].astype(str).map(row_names).to_numpy(),
            "column": found[column_code].astype(str).map(column_names).to_numpy(),
            "count": charts.lengths(counts),
            "text": [words.whole(language, n) for n in shown],
            "said": [
                figures.counted(language, n, "firm", int(whole))
                for n, whole in zip(shown, found["known"], strict=True)
            ],
        }
    )
    headings = (DIAGNOSES[row_code].label(language), DIAGNOSES[column_code].label(language))
    columns = (
        Column("row", headings[0]),
        Column("column", headings[1]),
        charts.counts_column(counts, "text", words.text(language, "units.firm.axis")),
    )
    pairs = [f"{a} × {b}" for a, b in zip(rows["row"], rows["column"], strict=True)]
    return page.chart(
        id,
        sentence,
        Matrix("row", "column", "count", "text"),
        rows,
        columns,
        described=charts.pairs(language, pairs, list(rows["text"])),
        reading=reading,
        wide=True,
        links=_ways(page, found, row_code, column_code),
    )


def _ways(page: Page, found: pd.DataFrame, row: str, column: str) -> list[Selection]:
    """A cell leads to its two values; where they are all that is chosen, back from them."""
    table = page.table

    def way(down: str, across: str) -> Selection:
        params = {table[row].param: (down,), table[column].param: (across,)}
        chosen = all(page.selection.chosen(param) == codes for param, codes in params.items())
        made = page.selection
        for param, codes in params.items():
            made = made.with_values(param, () if chosen else codes)
        return made

    return [way(str(a), str(b)) for a, b in zip(found[row], found[column], strict=True)]


def _most(page: Page, id: str, counts: pd.Series, whole: int, vocabulary: Vocabulary) -> str:
    """Which code most firms have, how many of all."""
    most = int(counts.fillna(0).max()) or None  # where none is told, neither is the most
    return page.text(
        f"{id}.sentence_all" if most == whole else f"{id}.sentence",
        leaders=charts.leaders(counts, vocabulary, page.language),
        firms=words.whole(page.language, most),
        known=page.count(whole, "firm"),
    )


def levels(page: Page) -> tuple[Section, ...]:
    """Levels of one instrument only: those of different instruments are never on one axis."""
    rows, door = page.rows, page.door
    instrument = measured.main_instrument(rows, door)
    own = (rows["instrument"] == instrument).to_numpy(dtype=bool)
    needed = ("industry", "centre_id", "level", *measured.SCORES)
    one = rows if own.all() else matching.taken(rows, np.flatnonzero(own), needed)
    known = door.number(one["level"].dropna())
    if not known:
        none = page.text("levels.none") if known == 0 else page.few_text
        return (page.section("levels", none),)
    left_out = door.number(rows.index[rows["level"].notna().to_numpy() & ~own])
    name = INSTRUMENTS.label(instrument, page.language)
    reading = words.sentences(
        page.language,
        page.text("levels.reading", instrument=name),
        page.text("levels.left", left=page.count(left_out, "firm")) if left_out else "",
    )
    names = LEVELS.labels(page.language)
    by_industry = _matrix(
        page,
        "levels",
        measured.levels_by(one, "industry", door),
        ("industry", INDUSTRIES.labels(page.language)),
        ("level", names),
        _most(page, "levels", door.counts(one["level"], LEVELS), known, LEVELS),
        reading,
    )
    made = charts.drawn(by_industry, *_dimensions(page, one))
    whole = page.section("levels", charts=made, folded=True)
    return (whole, _by_centre(page, one, reading))


def _by_centre(page: Page, one: pd.DataFrame, reading: str) -> Section:
    found = measured.levels_by(one, "centre_id", page.door)
    sentence = page.text(
        "levels.centre", centres=page.count(found["centre_id"].nunique(), "centre")
    )
    chart = _matrix(
        page,
        "levels_centre",
        found,
        ("centre_id", record.centre_labels(page.register)),
        ("level", LEVELS.labels(page.language)),
        sentence,
        reading,
    )
    return Section("levels_centre", sentence, charts=charts.drawn(chart), folded=True)


def _dimensions(page: Page, one: pd.DataFrame) -> list[Chart]:
    found, language = measured.dimension_means(one, page.door), page.language
    if found.empty:
        return []
    names = [DIAGNOSES[code].label(language) for code in found["dimension"]]
    weakest = names[int(found["mean"].to_numpy().argmin())]
    known = page.count(int(found["known"].min()))
    chart = charts.written(
        page,
        "dimensions",
        page.text("dimensions.sentence", weakest=weakest),
        names,
        found["mean"].round(1).to_numpy(),
        [numbers.number(mean, language, 1, fixed=True) for mean in found["mean"]],
        (
            Column("dimension", page.text("dimensions.heading")),
            Column("mean", page.text("dimensions.axis"), "number"),
        ),
        most=100,
        reading=page.text("dimensions.reading", known=known),
        wide=True,
    )
    return [chart]
