"""What was decided about the columns of a list, kept as a file and given again."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from neweco import words
from neweco.__main__ import CLEAN, UNREADABLE, main
from neweco.model.fields import ENTERPRISES
from neweco.sources import mapping
from neweco.sources.mapping import SheetMapping
from neweco.sources.problem import sentence
from neweco.sources.reading import Reading, read_bytes
from neweco.sources.source import Unreadable

ROWS = [
    ["企业名称", "所在区市", "2022年营业收入", "产值", "行业"],
    ["青岛甲有限公司", "崂山区", 1.5, 7, "汽车"],
    ["青岛乙有限公司", "市南区", 2, 8, "新材料"],
]
ALL = {"tier": "potential", "year": "2022"}


def _book(rows: list[list[Any]] = ROWS, name: str = "Sheet1") -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = name
    for row in rows:
        sheet.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _read(**decided: Any) -> Reading:
    return read_bytes(
        _book(), "own.xlsx", decided={"Sheet1": SheetMapping("enterprises", **decided)}
    )


def _column(found: Reading, code: str) -> list[Any]:
    assert found.register is not None, found.problems
    return list(found.register.enterprises[code])


def test_what_is_certain_can_be_read_otherwise_or_not_at_all() -> None:
    assert _column(_read(all=ALL), "revenue") == [1.5, 2.0]
    other = _read(columns={"2022年营业收入": "", "产值": "revenue", "所在区市": ""}, all=ALL)
    assert _column(other, "revenue") == [7.0, 8.0]
    assert set(map(str, _column(other, "district"))) == {"nan"}
    how = {each.heading: (each.field, each.how) for each in other.columns if each.heading}
    assert how == {
        "企业名称": ("name", "certain"), "所在区市": ("", "ignored"),
        "2022年营业收入": ("", "ignored"), "产值": ("revenue", "chosen"),
        "行业": ("industry", "certain"),
    }  # fmt: skip


def test_units_and_values_of_every_row_are_those_chosen() -> None:
    found = _read(units={"2022年营业收入": "亿元"}, all={"tier": "新锐", "year": "2021"})
    assert _column(found, "revenue") == [15_000.0, 20_000.0]
    assert set(map(str, _column(found, "tier"))) == {"rising"}
    assert set(_column(found, "year")) == {2021}


def test_a_sheet_is_the_table_that_was_chosen_or_none() -> None:
    few = _book([["企业名称", "区市"], ["甲", "崂山区"], ["乙", "市南区"]])
    plain = read_bytes(few, "own.xlsx")
    assert {p.code for p in plain.problems} == {"no_tables", "unknown_sheet"}
    every = {**ALL, "industry": "ict"}
    chosen = {"Sheet1": SheetMapping("enterprises", all=every)}
    assert _column(read_bytes(few, "own.xlsx", decided=chosen), "name") == ["甲", "乙"]
    none = read_bytes(_book(), "own.xlsx", decided={"Sheet1": SheetMapping("")})
    assert [p.code for p in none.problems] == ["no_tables"]


CODES = st.sampled_from([field.code for field in ENTERPRISES.stored])
TEXTS = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=8)
DECIDED = st.dictionaries(
    TEXTS,
    st.builds(
        SheetMapping,
        table=st.just("enterprises"),
        columns=st.dictionaries(TEXTS, CODES | st.just("")),
        units=st.dictionaries(TEXTS, st.sampled_from(["万元", "亿元", "%"])),
        all=st.sampled_from([{}, {"tier": "rising"}, ALL]),
    ),
)


@given(DECIDED)
def test_what_is_written_is_read_again(decided: dict[str, SheetMapping]) -> None:
    assert mapping.parsed(mapping.written(decided)) == decided


@pytest.mark.parametrize(
    "said",
    [
        b"", b"[]", b"{", b"\xff", json.dumps({"mapping": 2, "sheets": {}}).encode(),
        b"[" * 100_000, b" " * (mapping.LARGEST + 1),
        *(
            json.dumps({"mapping": 1, "sheets": {"Sheet1": sheet}}).encode()
            for sheet in (
                {"table": "firms"}, {"columns": {"甲": "revenue"}}, [],
                {"table": "enterprises", "columns": {"甲": "lab_id"}},
                {"table": "enterprises", "columns": {"甲": "age"}},
                {"table": "enterprises", "columns": ["revenue"]},
                {"table": "enterprises", "units": {"甲": "美元"}},
                {"table": "enterprises", "all": {"tier": "middle"}},
                {"table": "enterprises", "all": {"nothing": "1"}},
            )
        ),
    ],
    ids=lambda said: said[:60].decode(errors="replace"),
)  # fmt: skip
def test_what_is_no_mapping_is_named(said: bytes) -> None:
    with pytest.raises(Unreadable) as failed:
        mapping.parsed(said)
    for language in words.LANGUAGES:
        told = sentence(failed.value.problem, language)
        assert failed.value.problem.found in told and "Error" not in told
    assert failed.value.problem.code == "bad_mapping"


def test_a_mapping_is_given_to_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book, file = tmp_path / "own.xlsx", tmp_path / "mapping.json"
    book.write_bytes(_book())
    decided = {"Sheet1": SheetMapping("enterprises", {"产值": "award"}, {"产值": "元"}, ALL)}
    file.write_bytes(mapping.written(decided))
    assert main(["check", str(book), "--mapping", str(file)]) == CLEAN
    said = capsys.readouterr().out
    assert "选定  D “产值” → 奖励（万元） ×0.0001" in said
    file.write_text("{}", encoding="utf-8")
    assert main(["check", str(book), "--mapping", str(file)]) == UNREADABLE
    assert main(["check", str(book), "--mapping", str(tmp_path / "none.json")]) == UNREADABLE
