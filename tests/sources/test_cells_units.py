"""Amounts in a workbook: the unit may stand in the heading, in the cell or in its format."""

from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import Workbook

from neweco.model import fields, units
from neweco.model.fields import Field
from neweco.model.units import Unit
from neweco.query.filters import Between, Range
from neweco.sources import cells, headings
from neweco.sources.problem import sentence
from neweco.sources.reading import Reading, read_bytes


def _firms(heading: str, value: Any, look: str = "General") -> Reading:
    """A workbook of one firm with one amount or share."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "企业"
    sheet.append(["编号", "企业", "梯队", "行业", "认定年度", heading])
    sheet.append(["R-001", "甲", "新锐企业", "汽车", 2021, value])
    sheet["F2"].number_format = look
    made = io.BytesIO()
    book.save(made)
    return read_bytes(made.getvalue(), "own.xlsx")


def _known(found: Reading, code: str) -> float:
    assert found.register is not None, found.problems
    return float(found.register.enterprises[code].iloc[0])


@pytest.mark.parametrize(
    ("heading", "value", "wan"),
    [
        ("年营收", 2500, 2500),
        ("年营收（万元）", 2500, 2500),
        ("年营收（亿元）", 1.5, 15_000),
        ("年营收 (元)", 25_000_000, 2500),
        ("Revenue (¥10K)", 2500, 2500),
        ("年营收（亿元）", "2500万元", 2500),
        ("年营收（元）", "1.5亿", 15_000),
    ],
)
def test_amounts_are_in_the_unit_of_cell_or_heading(heading: str, value: Any, wan: float) -> None:
    assert _known(_firms(heading, value), "revenue") == wan


@pytest.mark.parametrize(
    ("value", "look", "wan"),
    [
        (1.5, '0.0"亿元"', 15_000),
        (2500, "0万元", 2500),
        (25_000_000, '0!.0,"万元"', 2500),
        (25_000_000, '0\\.0,"万"', 2500),
        (25_000_000, '0"."0,"万元"', 2500),
        (2500, '#,##0"万元"', 2500),
        (1.5, '#,##0.00"亿元"', 15_000),
    ],
)
def test_a_format_that_only_looks_smaller_is_seen_through(
    value: float, look: str, wan: float
) -> None:
    assert _known(_firms("年营收", value, look), "revenue") == wan


@pytest.mark.parametrize("heading", ["营收增速", "营收增速（%）", "营收增速 (％)"])
def test_shares_are_per_cent_with_and_without_the_sign(heading: str) -> None:
    assert _known(_firms(heading, 35), "growth") == 35
    assert _known(_firms(heading, 0.35, "0%"), "growth") == 35


@pytest.mark.parametrize("heading", ["年营收（万美元）", "营收增速（€）", "Revenue (USD)"])
def test_a_unit_that_is_not_known_stops(heading: str) -> None:
    found = _firms(heading, 35)
    assert found.register is None
    assert [(p.code, p.row, p.column) for p in found.errors] == [("heading_unit", 1, heading)]
    assert "的单位不认识" in sentence(found.errors[0], "zh")
    assert "is not known" in sentence(found.errors[0], "en")


@pytest.mark.parametrize("kind", ["integer", "number"])
def test_a_unit_works_by_its_one_entry(kind: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A made-up unit: in cells and headings that are read, in words and in the template."""
    made = Unit("人", "人", "people", once_en="1 person")
    monkeypatch.setattr(units, "UNITS", {**units.UNITS, "人": made})
    monkeypatch.setattr(fields, "UNITS", units.UNITS)
    staff = Field("staff", kind, "员工", "Staff", unit="人", filter="range")
    for said in ("1200", "1,200人", "1200 people", "1200人"):
        assert cells.canonical(staff, "人")(said) == "1200"
    assert cells.canonical(staff)("1200万元") is None
    assert headings.unit(staff, headings.parsed("员工（人）")) == "人"
    assert (staff.heading("zh"), staff.heading("en")) == ("员工（人）", "Staff (people)")
    assert [staff.measure.said(n, "en") for n in (1, 1200)] == ["1 person", "1,200 people"]
    assert Between(staff).said(Range(10, None), "zh", {}) == "10人及以上"


def test_a_unit_that_is_not_declared_stops_at_once() -> None:
    with pytest.raises(ValueError, match="staff: the unit '斗'"):
        Field("staff", "number", "员工", "Staff", unit="斗")
