"""Cells of all kinds in files that python-calamine opens (.xls, .xlsb, .ods) are those of an .xlsx.

The files in `kinds/` hold one cell a row, those of `VALUES` in their order; an .xlsx of the same
values is written here by openpyxl. `.xls` was written by xlwt, the others byte by byte after
[MS-XLSB] and OpenDocument 1.3; those of 1904 count days from there.
"""

from __future__ import annotations

import io
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import Workbook

from neweco.sources import tables, workbook
from neweco.sources.source import RawSheet, silent

KINDS = Path(__file__).with_name("kinds")

VALUES: list[tuple[Any, str]] = [
    ("编号", "编号"), ("青岛测试", "青岛测试"), (" 空格 ", " 空格 "), ("换\n行", "换\n行"),
    (None, ""), (1201, "1201"), (-3.5, "-3.5"), (0.1, "0.1"), (123456789012345, "123456789012345"),
    (1.25e16, "12500000000000000"), (1e300, "1e+300"), (43548, "43548"),
    (date(2019, 3, 24), "2019-03-24"), (datetime(2019, 3, 24, 8, 30), "2019-03-24 08:30:00"),
    (time(12), "12:00:00"), (True, "1"), (False, "0"), ("#N/A", "#N/A"),
]  # fmt: skip
"""What cells hold, and what they show; the file's last cell, 0.35 shown as 35%, is seen apart."""

SHARE = len(VALUES) + 1
ERROR = len(VALUES)
"""Rows as a spreadsheet numbers them."""


def _xlsx(from_1904: bool = False) -> bytes:
    book = Workbook()
    book.epoch = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)
    sheet = book.worksheets[0]
    for number, (value, _) in enumerate(VALUES, 1):
        sheet.cell(number, 1, value)
    sheet.cell(SHARE, 1, 0.35).number_format = "0%"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _opened(data: bytes, name: str) -> tuple[dict[int, str], RawSheet]:
    (sheet,), problems = workbook.sheets(data, name, silent)
    assert problems == []
    return {int(str(n)): str(text) for n, text in sheet.cells[0].items() if text}, sheet


@pytest.mark.parametrize("name", sorted(path.name for path in KINDS.iterdir()))
def test_every_kind_of_cell_is_read_as_in_an_xlsx(name: str) -> None:
    known, like = _opened(_xlsx("1904" in name), "kinds.xlsx")
    assert known == {n: said for n, (_, said) in enumerate(VALUES, 1) if said} | {SHARE: "35%"}
    told, sheet = _opened((KINDS / name).read_bytes(), name)
    assert (like.unseen, sheet.unseen) == (False, True), "how numbers look is not known there"
    assert (like.from_1904, sheet.from_1904) == ("1904" in name, None), "nor from when days count"
    assert told.pop(SHARE) == "0.35" and known.pop(SHARE) == "35%"
    if not name.endswith(".ods"):
        assert ERROR not in told, "what failed is empty there, as deploy/REGISTER.md says"
        del known[ERROR]
    assert told == known


@pytest.mark.parametrize("from_1904", [False, None])
def test_a_number_taken_for_a_day_is_said_where_the_calendar_is_not_seen(
    from_1904: bool | None,
) -> None:
    """43548 is 2019-03-24, or four years later where days are counted from 1904."""
    rows = [["企业", "梯队", "在青开业日期"], ["甲", "新锐", "2019-03-24"], ["乙", "新锐", "43548"]]
    found = tables.read([RawSheet("企业", pd.DataFrame(rows, range(1, 4)), from_1904=from_1904)])
    assert list(found.tables[0].texts["opened_on"]) == ["2019-03-24"] * 2
    said = [(p.level, p.row, p.found) for p in found.problems if p.code == "days_unseen"]
    assert said == ([("warning", 3, "43548")] if from_1904 is None else [])
