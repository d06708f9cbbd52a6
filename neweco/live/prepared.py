"""A sheet with everything that drawing it again need not compute again.

Converting frames to Arrow and writing tables as HTML costs as much as all the rest of a run;
both depend on the sheet alone, so they are kept with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from neweco.html import pieces
from neweco.query.selection import Selection
from neweco.sheet import Chart, Sheet, Table

READABLE_ROWS = 40
"""Tables up to this long are drawn whole, longer ones as a scrolling grid."""


@dataclass(frozen=True)
class Prepared:
    """A sheet, chart specs with their rows, grids as Arrow and readable tables as HTML, by id."""

    sheet: Sheet
    specs: Mapping[str, dict[str, Any]]
    grids: Mapping[str, pa.Table]
    tables: Mapping[str, str]

    @property
    def view(self) -> str:
        """The view drawn."""
        return self.sheet.view

    @property
    def language(self) -> str:
        """The language of every text."""
        return self.sheet.language

    @property
    def selection(self) -> Selection:
        """What is shown."""
        return self.sheet.selection


def prepare(sheet: Sheet) -> Prepared:
    """Do the work once."""
    grids = [table for table in sheet.tables if is_grid(table)]
    readable = [table for table in sheet.tables if not is_grid(table)]
    return Prepared(
        sheet,
        {chart.id: _with_rows(chart) for chart in sheet.charts},
        {table.id: arrow(table) for table in grids},
        {table.id: pieces.table(table, sheet.language) for table in readable},
    )


def is_grid(table: Table) -> bool:
    """Whether a table is drawn as a scrolling grid: rows can be opened, or there are many."""
    return bool(table.keys) or len(table.rows) > READABLE_ROWS


def arrow(table: Table) -> pa.Table:
    """The rows of a table, its columns only."""
    columns = [column.code for column in table.columns]
    return pa.Table.from_pandas(table.rows[columns], preserve_index=False)


def _with_rows(chart: Chart) -> dict[str, Any]:
    rows = pa.Table.from_pandas(chart.table.rows, preserve_index=False)
    return {**chart.spec, "datasets": {"rows": rows}}
