"""Whatever a register holds and a link says: a sheet comes, and its numbers hold together."""

from __future__ import annotations

import io
import json
import math
import re
import zipfile

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from neweco import published, views, words
from neweco.analysis import protection
from neweco.export.archive import archive
from neweco.export.json import document
from neweco.export.rows import csv_parts
from neweco.export.rows import rows as rows_of
from neweco.html.page import render
from neweco.live.prepared import prepare
from neweco.model import register
from neweco.model.register import Register
from neweco.model.spreadsheet import csv
from neweco.published.quantity import Quantity
from neweco.query.selection import Selection
from neweco.sheet import Chart, Sheet
from neweco.words import numbers
from tests.made import counted, queries, registers
from tests.views.test_views import NO_NUMBER, texts

P = published.shipped()
SHARE = re.compile(r"[（(](-?[\d.,]+)%[）)]")
LANGUAGES = st.sampled_from(words.LANGUAGES)
MUCH = settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def _drawn(sheet: Sheet, id: str) -> Chart | None:
    return next((chart for chart in sheet.charts if chart.id == id), None)


def _total(chart: Chart | None) -> int | None:
    """The sum of a chart's counts; None where it is not drawn or some are hidden."""
    if chart is None or all(column.code != "count" for column in chart.table.columns):
        return None
    return int(chart.table.rows["count"].sum())


def _whole(sheet: Sheet) -> None:
    """What must hold of any sheet."""
    for text in texts(sheet):
        assert not NO_NUMBER.search(text), text
        for share in SHARE.findall(text):
            assert 0 <= float(share.replace(",", "")) <= 100, text
    for figure in sheet.figures:
        for end in (figure.quantity.low, figure.quantity.high) if figure.quantity else ():
            assert end is None or math.isfinite(end)
    for table in [*sheet.tables, *(chart.table for chart in sheet.charts)]:
        for column in table.rows.select_dtypes("number"):
            values = table.rows[column].astype("float64")
            assert not np.isinf(values).any(), (table.id, column)
        for key in ("count", "total"):
            if key in table.rows and table.rows[key].dtype != object:
                assert (table.rows[key].fillna(0) >= 0).all()
    if sheet.matched is not None:
        assert sheet.matched <= sheet.total
        for counts in counted(sheet).values():
            most = sheet.total + 2 * protection.MOST
            assert all(n is None or 0 <= n <= most for n in counts.values())
    funnel = _drawn(sheet, "funnel")
    if funnel is not None:
        shown = funnel.table.rows["count"]
        assert shown[shown > 0].is_monotonic_decreasing


def _adds_up(sheet: Sheet, rows: Register) -> None:
    """Parts that a view splits its rows into sum to them, where they are told as they are."""
    table = sheet.selection.declared.table
    if table is None or sheet.matched is None:
        return
    view = sheet.selection.declared
    if protection.of_frame(rows, view.frame).protects:
        return
    kept = sheet.selection.apply(view.rows(rows, P))
    if not view.is_named and table.code not in rows.given:
        return
    assert sheet.matched == len(kept)
    for id, column in (("industry", "industry"), ("district", "district"), ("band", "growth")):
        total = _total(_drawn(sheet, id))
        if total is not None and column in kept:
            assert total == kept[column].notna().sum()
    for spec in table.filters:
        counts = counted(sheet).get(spec.param, {})
        single = spec.kind in ("choice", "flag") and spec.param not in sheet.selection.active
        if single and all(n is not None for n in counts.values()):
            assert sum(n or 0 for n in counts.values()) == sheet.matched


def _taken(sheet: Sheet, rows: Register) -> None:
    """What is taken away opens, holds the rows that may be shown, and no number that is none."""
    chosen = sheet.selection
    frame = rows_of(chosen, rows, P)
    pieces = max(7, len(frame) // 3)  # four at most, the last one smaller
    whole = b"".join(csv_parts(chosen, rows, P, size=pieces))
    assert whole == csv(frame)
    read = pd.read_csv(io.BytesIO(whole), dtype=str, keep_default_na=False)
    assert list(read.columns) == list(frame.columns)
    assert len(read) == len(frame)
    if sheet.matched is not None and chosen.declared.table is not None:
        assert len(frame) <= sheet.matched
    said = json.loads(document(sheet, frame), parse_constant=pytest.fail)
    assert len(said["rows"]) == len(frame)
    with zipfile.ZipFile(io.BytesIO(archive({"zh": sheet}, frame, rows, P))) as file:
        assert file.testzip() is None


@pytest.mark.parametrize("view", views.NAMES)
def test_any_register_and_any_link_make_a_sheet_that_holds_together(view: str) -> None:
    @MUCH
    @given(registers(), queries(view), LANGUAGES)
    def holds(rows: Register, query: str, language: str) -> None:
        sheet = views.view(view)(rows, P, Selection.from_query(view, query), language)
        _whole(sheet)
        _adds_up(sheet, rows)
        _taken(sheet, rows)
        prepare(sheet)

    holds()


@settings(MUCH, max_examples=12)
@given(registers(), st.data())
def test_any_register_is_drawn_without_script(rows: Register, data: st.DataObject) -> None:
    view = data.draw(st.sampled_from(views.NAMES))
    chosen = Selection.from_query(view, data.draw(queries(view)))
    page = render(views.view(view)(rows, P, chosen, data.draw(LANGUAGES)))
    assert "<script" not in page
    assert not re.search(r">\s*(nan|inf|None|NaT|&lt;NA&gt;)\s*<", page)


@pytest.mark.parametrize("view", views.NAMES)
def test_any_link_to_the_shipped_rows_is_read_or_reported(view: str) -> None:
    @MUCH
    @given(queries(view), LANGUAGES)
    def holds(query: str, language: str) -> None:
        chosen = Selection.from_query(view, query)
        again = Selection.from_query(view, chosen.to_query())
        assert (again, again.ignored) == (chosen, ())
        sheet = views.view(view)(register.shipped(), P, chosen, language)
        _whole(sheet)
        for ignored in chosen.ignored:
            assert ignored.describe(language)

    holds()


@MUCH
@given(st.text(max_size=12) | st.from_regex(r"\A(超|约|近)?[0-9万亿.,%成半]{1,8}(余|以上|多)?\Z"))
def test_any_published_token_is_read_or_refused(token: str) -> None:
    try:
        read = Quantity.parse(token)
    except ValueError:
        return
    for language in words.LANGUAGES:
        said = numbers.quantity(read, language)
        assert said
        assert not NO_NUMBER.search(said)
    assert read.low is None or read.high is None or read.low <= read.high
