"""The list: parts, order, and where its cells lead."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from neweco import published, words
from neweco.model import register
from neweco.query.selection import Selection
from neweco.query.views import VIEWS
from neweco.sheet import Table
from neweco.views.shared import tables
from neweco.views.shared.page import Page
from tests.made import queries
from tests.views.test_views import FILTERED, made

R, P = register.shipped(), published.shipped()


def listed(view: str, query: str, language: str = "en") -> Table:
    (table,) = (table for table in made(view, query, language).tables if table.links)
    return table


def page(view: str, query: str) -> Page:
    return Page(R, P, Selection.from_query(view, query), "en")


@pytest.mark.parametrize("view", FILTERED)
def test_the_parts_make_up_the_whole_in_order(view: str) -> None:
    code = VIEWS[view].table.fields[0].code
    seen: list[str] = []
    first = tables.register_rows(page(view, "sort=year" if view != "labs" else ""), (code,))
    parts = -(-first.total // tables.PAGE_ROWS)
    for part in range(1, parts + 1):
        query = f"page={part}" + ("" if view == "labs" else "&sort=year")
        one = tables.register_rows(page(view, query), (code,))
        assert one.total == first.total
        assert len(one.keys) == tables.PAGE_ROWS or part == parts
        seen += one.keys
    everything = tables.register_rows(
        page(view, "page=all" + ("" if view == "labs" else "&sort=year")), (code,)
    )
    assert tuple(seen) == everything.keys
    assert len(set(seen)) == first.total


def test_names_of_the_parts_by_hand() -> None:
    first, third, last = (listed("enterprises", f"page={n}") for n in (1, 3, 10))
    everything = words.text("en", "common.all_rows")
    assert [name for name, _ in first.pages] == ["1", "2", "3", "10", everything]
    assert [name for name, way in first.pages if way is None] == ["1"]
    assert [name for name, way in third.pages if way is None] == ["3"]
    assert [name for name, _ in third.pages][:-1] == ["1", "2", "3", "4", "5", "10"]
    assert len(last.rows) == 137 - 9 * 15
    assert dict(third.pages)["1"] == Selection("enterprises")
    beyond = listed("enterprises", "page=99")
    assert beyond.keys == last.keys
    assert [name for name, way in beyond.pages if way is None] == ["10"]
    assert listed("enterprises", "tier=rising").pages == ()


@pytest.mark.parametrize("view", FILTERED)
def test_the_first_cell_opens_the_profile_and_the_others_toggle_their_value(view: str) -> None:
    table = listed(view, "page=2")
    first, *_ = table.columns
    selection = made(view, "page=2", "en").selection
    assert table.links[first.code] == tuple(selection.with_item(key) for key in table.keys)
    frame = VIEWS[view].rows(R, P)
    rows = frame.set_index(VIEWS[view].table.key).loc[list(table.keys)]
    linked = set(table.links) - {first.code}
    assert linked
    for code in linked:
        for way, (_, row) in zip(table.links[code], rows.iterrows(), strict=True):
            if way is None:
                continue
            assert way.page == "" and way.item == ""
            kept = way.keep(frame)
            assert bool(kept[frame.index[frame[VIEWS[view].table.key] == row.name][0]])
            assert set(way.active) == {VIEWS[view].table[code].param}


def test_a_cell_of_a_chosen_value_leads_back() -> None:
    table = listed("enterprises", "tier=rising")
    assert set(table.links["tier"]) == {Selection("enterprises")}


def test_numbers_and_lists_of_causes_are_no_links() -> None:
    assert set(listed("enterprises", "").links.get("revenue", (None,))) == {None}
    assert set(listed("diagnoses", "").links.get("causes", (None,))) == {None}


@settings(max_examples=25)
@given(queries("enterprises"))
def test_headings_order_the_whole_list_and_not_the_part(query: str) -> None:
    selection = Selection.from_query("enterprises", query).with_item("").on_page("")
    one = Page(R, P, replace(selection, sort="-growth"), "en")
    table = tables.register_rows(one, ("name", "growth"))
    grown = one.rows["growth"].dropna()
    shown = table.rows["growth"].dropna()
    assert list(shown) == sorted(grown, reverse=True)[: len(shown)]
    assert table.sorts["growth"] == replace(one.selection, sort="growth", ignored=())
    assert table.sorts["name"] == replace(one.selection, sort="-name", ignored=())
