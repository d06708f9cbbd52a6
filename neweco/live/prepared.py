"""A sheet with everything that drawing it again need not compute again.

Converting frames to Arrow and writing pieces as HTML costs as much as all the rest of a run; both
depend on the sheet alone, so they are kept with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import pyarrow as pa
from streamlit import dataframe_util

from neweco.charts import plot
from neweco.charts.forms import Plotted
from neweco.html import explore, front
from neweco.html.menu import relative
from neweco.html.pieces import FOLDED_FROM, STRIPS, Pieces
from neweco.model.once import Once
from neweco.query.selection import Selection
from neweco.sheet import Chart, Sheet, Table


@dataclass(frozen=True)
class Prepared:
    """A sheet, its pieces, and by id: specs of plots with their rows, grids as Arrow, charts and
    readable tables as HTML; `once` keeps what else is written when it is first asked for.
    `addressed` tells whether the rows are those that addresses lead to; else they are a session's
    own."""

    sheet: Sheet
    pieces: Pieces
    specs: Mapping[str, dict[str, Any]]
    grids: Mapping[str, pa.Table]
    written: Mapping[str, str]
    addressed: bool = True
    once: Once = field(default_factory=Once)


def prepare(sheet: Sheet, addressed: bool = True) -> Prepared:
    """Do the work once; see `Prepared`."""
    pieces = live_pieces(sheet.language, sheet.view, sheet.selection if addressed else None)
    grids = [table for table in sheet.tables if is_grid(table)]
    plots = [chart for chart in sheet.charts if isinstance(chart.form, Plotted)]
    written = {c.id: pieces.chart(c) for c in sheet.charts if not isinstance(c.form, Plotted)}
    written |= {t.id: pieces.table(t) for t in sheet.tables if not is_grid(t)}
    written |= {
        part.id: front.section(part, sheet, pieces)
        for part in sheet.sections
        if part.place in front.PLACES
    }
    if sheet.is_filtered:
        written |= _asked(sheet, pieces)
    return Prepared(
        sheet,
        pieces,
        {chart.id: _with_rows(chart, pieces) for chart in plots},
        {table.id: arrow(table) for table in grids},
        written,
        addressed,
    )


def _asked(sheet: Sheet, pieces: Pieces) -> dict[str, str]:
    """What stands around the charts of a page that is asked by pointing; ids of charts and tables
    hold no dots."""
    return {
        "page.answer": explore.answer(sheet, pieces),
        "page.tools": explore.tools(sheet, pieces),
        **{f"page.{place}": pieces.strips(place, sheet) for place in STRIPS},
        "page.rail": explore.rail(sheet, pieces),
        "page.apart": explore.apart(sheet, pieces),
    }


def live_pieces(language: str, view: str = "", selection: Selection | None = None) -> Pieces:
    """The pieces of the live page of a view: its links are relative, so that they hold below any
    folder, and short where they stay on the page."""

    def leads(selection: Selection) -> str:
        address = relative(selection, language)
        query = address.find("?")
        return address[query:] if selection.view == view and query > 0 else address

    return Pieces(language, leads, selection=selection)


def is_grid(table: Table) -> bool:
    """Whether a table is drawn as a scrolling grid: its rows are many or open a profile, and are
    not links of their own."""
    return not table.links and (bool(table.keys) or len(table.rows) > FOLDED_FROM)


def arrow(table: Table) -> pa.Table:
    """The rows of a table, its columns only."""
    columns = [column.code for column in table.columns]
    return _arrow(table.rows[columns])


def _arrow(frame: pd.DataFrame) -> pa.Table:
    """A frame without what only pandas would read in it, which is longer than a short table."""
    return pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata()


def _drawn(frame: pd.DataFrame, fields: Set[str]) -> pd.DataFrame:
    """A frame as a plot needs it: what it draws, and no more than seven digits, for which no
    screen has room."""
    drawn = frame[[column for column in frame if column in fields]]
    return drawn.astype(dict.fromkeys(drawn.select_dtypes("float64"), "float32"))


def _fields(spec: Mapping[str, Any], name: str) -> Iterator[str]:
    """The columns that a spec draws of one of its data sets."""
    for layer in spec["layer"]:
        if layer["data"].get("name") == name:
            yield from _encoded(layer)


def _encoded(spec: object) -> Iterator[str]:
    if isinstance(spec, dict):
        if isinstance(spec.get("field"), str):
            yield spec["field"]
        yield from (field for part in spec.values() for field in _encoded(part))
    elif isinstance(spec, list):
        yield from (field for part in spec for field in _encoded(part))


def _sent(table: pa.Table) -> bytes:
    """A table as it is sent to a plot."""
    return dataframe_util.convert_arrow_table_to_arrow_bytes(table)


def _with_rows(chart: Chart, pieces: Pieces) -> dict[str, Any]:
    language = pieces.language
    assert isinstance(chart.form, Plotted)
    said = pa.table(plot.words_above(chart.sentence, chart.credit(language)))
    ways = [pieces.leads(way) if way else "" for way in chart.links]
    rows = chart.table.rows.assign(**{plot.WAY: ways}) if ways else chart.table.rows
    spec = plot.titled(chart.form, language, linked=bool(ways))
    frames = ((plot.ROWS, rows), (plot.GHOST, chart.behind))
    data = {name: _sent(_arrow(_drawn(frame, set(_fields(spec, name))))) for name, frame in frames}
    return {**spec, "datasets": data | {plot.SAID: _sent(said)}}
