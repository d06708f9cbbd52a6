"""What holds diagnosed firms back, and how digital they are: barriers, levels, dimensions."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from neweco import words
from neweco.analysis import diagnoses as measured
from neweco.charts.forms import Matrix
from neweco.model.choices import Vocabulary
from neweco.model.fields import DIAGNOSES
from neweco.model.vocabularies import BARRIERS, INDUSTRIES, INSTRUMENTS, LEVELS
from neweco.query import matching
from neweco.query.selection import Selection
from neweco.sheet import Chart, Column, Section
from neweco.views.diagnoses import record
from neweco.views.shared import charts, figures
from neweco.views.shared.layers import Layers
from neweco.views.shared.page import Page
from neweco.words import numbers


def barriers(page: Page) -> Chart:
    """What holds firms back, by industry."""
    primary = page.rows["barrier_primary"]
    whole = page.door.number(page.cut, primary.notna().to_numpy())
    return _matrix(
        page,
        "barriers",
        _layers(page, "barriers", lambda rows: measured.barriers_by_industry(rows, page.door)),
        ("industry", INDUSTRIES.labels(page.language)),
        ("barrier_primary", BARRIERS.labels(page.language)),
        _most(page, "barriers", page.door.counts(primary, BARRIERS, page.cut), whole, BARRIERS),
        words.sentences(page.language, page.text("barriers.reading"), page.text("barriers.lead")),
        wide=False,
    )


def _matrix(
    page: Page,
    id: str,
    layers: Layers[pd.DataFrame],
    row: tuple[str, Mapping[str, str]],
    column: tuple[str, Mapping[str, str]],
    sentence: str,
    reading: str,
    wide: bool = True,
) -> Chart:
    """Counts per pair of codes; `said` has the share of its row."""
    (row_code, row_names), (column_code, column_names) = row, column
    language = page.language
    found, counts = layers.part, layers.part["count"]
    shown = [None if pd.isna(n) else int(n) for n in counts]
    known = [None if pd.isna(n) else int(n) for n in found["known"]]
    rows = pd.DataFrame(
        {
            "row": [row_names.get(code, code) for code in found[row_code].astype(str)],
            "column": found[column_code].astype(str).map(column_names).to_numpy(),
            "count": charts.lengths(counts),
            "text": [words.whole(language, n) for n in shown],
            "said": [
                figures.counted(language, n, "firm", whole)
                for n, whole in zip(shown, known, strict=True)
            ],
        }
    )
    rows = charts.backed(page, rows, layers.ghost["count"])
    headings = (DIAGNOSES[row_code].label(language), DIAGNOSES[column_code].label(language))
    columns = (
        Column("row", headings[0]),
        Column("column", headings[1]),
        charts.counts_column(counts, "text", words.text(language, "units.firm.axis")),
        *charts.behind_column(page),
    )
    pairs = [f"{a} × {b}" for a, b in zip(rows["row"], rows["column"], strict=True)]
    return page.chart(
        id,
        sentence,
        Matrix("row", "column", "count", "text", charts.WHOLE),
        rows,
        columns,
        described=charts.pairs(language, pairs, charts.said(rows)),
        reading=reading,
        wide=wide,
        links=_ways(page, found, row_code, column_code),
        heads={
            "row": _toggles(page, row_code, found[row_code], rows["row"]),
            "column": _toggles(page, column_code, found[column_code], rows["column"]),
        },
    )


def _layers(
    page: Page, name: str, count: Callable[[pd.DataFrame], pd.DataFrame]
) -> Layers[pd.DataFrame]:
    """Counts per pair, of the rows and columns that the whole has any in; see `Page.layers`."""
    layers = page.layers(name, count)
    kept = page.once(f"{name}.kept", lambda: _occurring(layers.whole))
    return layers.each(lambda found: found.loc[kept])


def _occurring(whole: pd.DataFrame) -> np.ndarray:
    """Which pairs (in the first two columns) lie in a row and in a column that are not known to be
    empty."""
    some = whole["count"].fillna(1).gt(0)
    keep = [some.groupby(whole[code], observed=True).transform("any") for code in whole.columns[:2]]
    return np.asarray(keep[0] & keep[1] & whole["known"].fillna(0).gt(0), dtype=bool)


def _toggles(page: Page, column: str, codes: pd.Series, names: pd.Series) -> dict[str, Selection]:
    """What a name at the edge leads to: its value, or back from it."""
    param = page.table[column].param
    return {
        name: page.selection.toggled(param, code)
        for name, code in dict(zip(names, codes.astype(str), strict=True)).items()
    }


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


def _most(page: Page, id: str, counts: pd.Series, whole: int | None, vocabulary: Vocabulary) -> str:
    """Which code most firms have, how many of all."""
    if not whole:
        return page.text(f"{id}.none") if whole == 0 else page.few_text
    most = int(counts.fillna(0).max()) or None  # where none is told, neither is the most
    return page.text(
        f"{id}.sentence_all" if most == whole else f"{id}.sentence",
        leaders=charts.leaders(counts, vocabulary, page.language),
        firms=words.whole(page.language, most),
        known=page.count(whole, "firm"),
    )


def levels(page: Page) -> tuple[Section, ...]:
    """Levels of one instrument only: those of different instruments are never on one axis."""
    door = page.door
    instrument = measured.main_instrument(page.rows, door) or measured.main_instrument(
        page.whole, door
    )
    if not instrument:
        return (page.section("levels", page.text("levels.none"), folded=True),)
    one = _of(page.rows, instrument)

    def found(code: str) -> Layers[pd.DataFrame]:
        return _layers(
            page,
            f"levels.{instrument}.{code}",
            lambda rows: measured.levels_by(_of(rows, instrument), code, door),
        )

    known = door.number(one, one["level"].notna().to_numpy())
    others = page.rows["level"].notna() & (page.rows["instrument"] != instrument)
    left = door.number(page.cut, others.to_numpy(dtype=bool))
    reading = words.sentences(
        page.language,
        page.text("levels.reading", instrument=INSTRUMENTS.label(instrument, page.language)),
        page.text("levels.left", left=page.count(left, "firm")) if left else "",
    )
    by_industry, by_centre = (
        _matrix(
            page,
            id,
            found(code),
            (code, names),
            ("level", LEVELS.labels(page.language)),
            sentence,
            reading,
        )
        for id, code, names, sentence in (
            (
                "levels",
                "industry",
                INDUSTRIES.labels(page.language),
                _most(page, "levels", door.counts(one["level"], LEVELS), known, LEVELS),
            ),
            (
                "levels_centre",
                "centre_id",
                record.centre_labels(page.register),
                page.text("levels.centre"),
            ),
        )
    )
    made = charts.drawn(by_industry, *_dimensions(page, one))
    return (
        page.section("levels", charts=made, folded=True),
        Section(
            "levels_centre", page.text("levels.centre"), charts=charts.drawn(by_centre), folded=True
        ),
    )


def _of(rows: pd.DataFrame, instrument: str) -> pd.DataFrame:
    """The rows that were assessed with one instrument, with what is read of them."""
    own = (rows["instrument"] == instrument).to_numpy(dtype=bool)
    needed = ("industry", "centre_id", "level", *measured.SCORES)
    return rows if own.all() else matching.taken(rows, np.flatnonzero(own), needed)


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
