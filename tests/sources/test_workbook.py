"""Workbooks as people send them: the sample written out and read back, and broken ones."""

from __future__ import annotations

import io
import random
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import xlsxwriter
from openpyxl import Workbook, load_workbook

from neweco import words
from neweco.model import register
from neweco.model.fields import TABLES
from neweco.model.register import Register
from neweco.sources import limits, report, template, workbook
from neweco.sources.problem import place, sentence
from neweco.sources.reading import Reading, read_bytes
from neweco.sources.source import Left, Progress, silent

R = register.shipped()


@cache
def sample(language: str = "zh") -> bytes:
    """The register that ships as a filled-in template."""
    return template.workbook(R, language)


def same(first: Register, second: Register) -> None:
    for code, frame in first.frames.items():
        pd.testing.assert_frame_equal(frame, second.frames[code])


def _small() -> Register:
    """The first forty diagnoses with their projects, and the other tables."""
    diagnoses = R.diagnoses.loc[R.diagnoses["round"] == "T0"].head(40)
    own = R.projects["diagnosis_id"].isin(diagnoses["diagnosis_id"]).to_numpy()
    frames = dict(R.frames) | {"diagnoses": diagnoses, "projects": R.projects.loc[own]}
    return replace(R, frames=frames)


SMALL = template.workbook(_small(), "zh")


def changed(change: Callable[[Any], None]) -> bytes:
    book = load_workbook(io.BytesIO(SMALL))
    change(book)
    return saved(book)


def saved(book: Any) -> bytes:
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def codes(found: Reading) -> set[str]:
    return {problem.code for problem in found.problems}


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_sample_written_out_and_read_back_is_the_same(language: str) -> None:
    seen: list[Progress] = []
    found = read_bytes(sample(language), "own.xlsx", progress=seen.append)
    assert found.problems == ()
    assert found.register is not None
    same(R, found.register)
    assert (found.register.basis, found.register.name) == ("register", "own")
    assert found.register.given == frozenset(TABLES)
    assert dict(found.rows) == {
        "enterprises": 137, "labs": 54, "centres": 10, "diagnoses": 781, "projects": 210,
    }  # fmt: skip
    assert found.known["enterprises"]["name"] == 1.0
    stages = [p.stage for p in seen]
    assert stages[0] == "unpack" and stages[-1] == "rules"
    assert list(dict.fromkeys(stages)) == ["unpack", "sheet", "cells", "rules"]


def test_order_extra_columns_blank_rows_and_titles_do_not_matter() -> None:
    def change(book: Any) -> None:
        sheet = book["企业"]
        rows = [list(row) for row in sheet.iter_rows(values_only=True)]
        book.remove(sheet)
        fresh = book.create_sheet("Enterprises ")
        order = list(range(len(rows[0])))
        random.Random(7).shuffle(order)
        fresh.append(["2022年名单"])
        for number, row in enumerate(rows):
            fresh.append([row[i] for i in order] + ["备注" if number == 0 else "x"])
            if number % 40 == 0:
                fresh.append([])

    found = read_bytes(changed(change), "own.xlsx")
    assert codes(found) == {"unknown_column"} and not found.errors
    assert found.register is not None
    pd.testing.assert_frame_equal(R.enterprises, found.register.enterprises)


def test_cells_as_they_are_seen() -> None:
    """0.35 shown as 35 %, 1.2 shown as 1.2亿元, a day as a day."""

    def change(book: Any) -> None:
        sheet = book["企业"]
        heads = [cell.value for cell in sheet[1]]
        growth, revenue = (
            next(i for i, h in enumerate(heads, 1) if h.startswith(start))
            for start in ("营收增速", "年营收")
        )
        opened = heads.index("在青开业日期") + 1
        sheet.cell(2, growth, 0.35).number_format = "0.0%"
        sheet.cell(2, revenue, 1.2).number_format = '0.0"亿元"'
        sheet.cell(3, revenue, "１,２００万元")
        sheet.cell(2, opened, date(2019, 5, 6))

    found = read_bytes(changed(change), "own.xlsx")
    assert found.register is not None, report.lines(found, "en")
    first = found.register.enterprises.iloc[0]
    assert (first["growth"], first["revenue"]) == (35.0, 12000.0)
    assert first["opened_on"] == pd.Timestamp("2019-05-06")
    assert found.register.enterprises.iloc[1]["revenue"] == 1200.0


def test_some_tables_alone_make_a_register() -> None:
    def change(book: Any) -> None:
        for name in ("诊断", "项目", "赋能中心", "实验室"):
            book.remove(book[name])

    found = read_bytes(changed(change), "own.xlsx")
    assert found.register is not None
    assert found.register.given == {"enterprises"}
    assert len(found.register.first_round) == 0 and len(found.register.labs) == 0


def test_the_template_is_understood_and_its_example_is_not_read() -> None:
    for language in words.LANGUAGES:
        blank = template.template(language)
        assert codes(read_bytes(blank, "t.xlsx")) == {"no_rows", "empty_sheet"}
        book = load_workbook(io.BytesIO(blank))
        sheet = book[TABLES["centres"].label(language)]
        assert [cell.value for cell in sheet[2]][0] == "示例 EXAMPLE"
        row = [cell.value for cell in sheet[2]]
        sheet.append(["C-01", *row[1:]])
        found = read_bytes(saved(book), "t.xlsx")
        assert found.errors == () and found.rows == {"centres": 1}
        lists = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]
        assert len(lists) == sum(f.kind in ("choice", "flag") for f in TABLES["centres"].stored)
        assert book["lists"].sheet_state == "hidden"


def _sheet(name: str, *rows: list[Any]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = name
    for row in rows:
        sheet.append(row)
    return saved(book)


def _set(table: str, cell: str, value: Any) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        book[table][cell] = value

    return change


def _merged(book: Any) -> None:
    sheet = book["实验室"]
    sheet.insert_rows(1)
    sheet["A1"] = "名单"
    sheet.merge_cells("A2:B2")


def _bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        file.writestr("xl/workbook.xml", "<workbook/>")
        file.writestr("xl/worksheets/sheet1.xml", b" " * (64 << 20))
    return made.getvalue()


PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)
XLS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
BROKEN: dict[str, tuple[Callable[[], bytes], str, str, str, str]] = {
    "sheet names": (lambda: _sheet("表一", ["编号"], ["R-001"]), "no_tables", "", "没有找到名录", "None of the register's tables"),
    "merged header": (lambda: changed(_merged), "merged_headings", "表“实验室”，第2行", "合并单元格", "merged"),
    "text in numbers": (lambda: changed(_set("企业", "H4", "一千多万")), "not_a_number", "第4行", "不是数字", "no number"),
    "duplicate ids": (lambda: changed(_set("企业", "A7", "R-001")), "double_id", "第7行", "重复出现", "more than once"),
    "dangling": (lambda: changed(_set("诊断", "C5", "C-99")), "dangling", "第5行", "不存在", "not in the table"),
    "date order": (lambda: changed(_set("实验室", "E3", "24/03/2023")), "date_order", "第3行", "顺序不明", "which is the day"),
    "district": (lambda: changed(_set("企业", "D2", "崂山曲")), "unknown_value", "第2行", "最接近的是“崂山区", "nearest is \"崂山区"),
    "growth": (lambda: changed(_set("企业", "I3", 6000)), "out_of_range", "第3行", "-100–2,000", "-100–2,000"),
    "empty file": (lambda: b"", "empty_file", "", "空的", "empty"),
    "image": (lambda: PNG, "not_a_workbook", "", "PNG", "PNG"),
    "xls": (lambda: XLS, "broken", "", ".xlsx", ".xlsx"),
    "zip bomb": (_bomb, "too_big_unpacked", "", "64 MB", "64 MB"),
    "other zip": (lambda: _zip("word/document.xml"), "not_a_workbook", "", "ZIP", "ZIP"),
    "damaged": (lambda: sample()[:5000], "broken", "", "损坏", "damaged"),
    "password": (lambda: XLS + "EncryptedPackage".encode("utf-16-le"), "encrypted", "", "密码", "password"),
    "no headings": (lambda: _sheet("企业", ["甲", "乙"], ["x", "y"]), "no_headings", "", "表头", "headings"),
    "missing column": (lambda: _sheet("企业", ["编号", "企业"], ["R-001", "甲"]), "missing_column", "", "必填的列", "required column"),
    "id": (lambda: changed(_set("企业", "A2", "X1")), "pattern", "第2行", "写法", "written as"),
    "error value": (lambda: changed(_set("企业", "H2", "#N/A!")), "cell_error", "第2行", "错误值", "error value"),
    "nothing in it": (lambda: _sheet("企业", ["编号", "企业", "梯队"]), "no_rows", "", "没有数据行", "any rows"),
}  # fmt: skip


def _zip(name: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr(name, "x")
    return made.getvalue()


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_workbook_gets_its_own_message(kind: str) -> None:
    make, code, where, zh, en = BROKEN[kind]
    found = read_bytes(make(), "broken.xlsx")
    assert found.register is None
    problem = next(p for p in found.problems if p.code == code)
    assert problem.level == "error"
    assert where in place(problem, "zh")
    assert zh in sentence(problem, "zh")
    assert en in sentence(problem, "en")
    assert found.unreadable == (not found.rows and code not in ("no_tables", "no_rows",
                                "no_headings"))  # fmt: skip


def test_a_column_that_is_missing_is_said_once() -> None:
    found = read_bytes(_sheet("企业", ["编号", "企业", "年份"], ["R-001", "甲", 2022]), "own.xlsx")
    assert [(p.code, p.field) for p in found.problems] == [
        ("missing_column", "tier"), ("missing_column", "industry"),
    ]  # fmt: skip


def test_what_was_not_understood_is_not_also_called_empty() -> None:
    found = read_bytes(changed(_set("企业", "C3", "新锐企叶")), "own.xlsx")
    assert [p.code for p in found.problems] == ["unknown_value"]


def test_all_problems_come_at_once_and_alike_ones_together() -> None:
    def change(book: Any) -> None:
        for row in (3, 5, 9):
            book["企业"][f"D{row}"] = "崂山曲"
        book["实验室"]["E3"] = "24/03/2023"

    found = read_bytes(changed(change), "own.xlsx")
    assert [(p.code, p.row, p.rows) for p in found.problems] == [
        ("unknown_value", 3, 3),
        ("date_order", 3, 1),
    ]


def test_names_of_firms_are_never_read_from_the_diagnoses() -> None:
    def change(book: Any) -> None:
        sheet = book["诊断"]
        sheet.cell(1, sheet.max_column + 1, "企业名称")
        sheet.cell(2, sheet.max_column, "青岛某某有限公司")

    found = read_bytes(changed(change), "own.xlsx")
    assert codes(found) == {"private_column"}
    assert found.register is not None
    for frame in found.register.frames.values():
        assert "青岛某某有限公司" not in frame.astype("str").to_numpy()


def test_formulas_give_their_stored_result_or_say_that_there_is_none() -> None:
    found = read_bytes(changed(_set("企业", "H4", "=1+1")), "own.xlsx")
    problem = next(p for p in found.problems if p.code == "formula")
    assert (problem.sheet, problem.row, problem.column) == ("企业", 4, "H")


def test_a_huge_number_is_not_written_out() -> None:
    """`1e300` is five letters in a file and three hundred digits in full."""
    for value, said in ((1e300, "1e+300"), (1e-300, "1e-300")):
        found = read_bytes(changed(_set("企业", "H4", value)), "own.xlsx")
        assert [(p.code, p.row, p.found) for p in found.problems] == [("too_long", 4, said)]


def test_texts_that_look_like_formulas_stay_texts() -> None:
    name = '=HYPERLINK("http://x","y")'

    def change(book: Any) -> None:
        book["企业"]["B2"] = name
        book["企业"]["B2"].data_type = "s"
        book["企业"]["D2"] = "=cmd"
        book["企业"]["D2"].data_type = "s"

    found = read_bytes(changed(change), "own.xlsx")
    assert report.csv(found, "zh").decode("utf-8-sig").count("'=cmd") == 1


def test_a_worker_that_uses_up_its_memory_is_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "编号,企业\n" + "R-001,青岛某某有限公司\n" * 200_000
    monkeypatch.setattr(workbook, "MEMORY_MB", 40)
    assert codes(read_bytes(rows.encode(), "企业.csv")) == {"too_heavy"}
    monkeypatch.undo()
    (sheet,), problems = workbook.sheets(rows.encode(), "企业.csv", silent)
    assert (len(sheet.cells), problems) == (200_001, [])


def test_a_worker_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "SECONDS", 0)
    assert codes(read_bytes(sample(), "own.xlsx")) == {"too_heavy"}


def test_a_worker_is_ended_soon_after_its_visitor_has_left(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ended = tmp_path / "ended"
    worker = tmp_path / "worker.py"  # says nothing, and would for a minute
    worker.write_text(
        f"import time; time.sleep(60); open({str(ended)!r}, 'w').close()", encoding="utf-8"
    )
    monkeypatch.setattr(workbook, "WORKER", worker)
    asked = []

    def is_wanted() -> bool:
        asked.append(time.monotonic())
        return len(asked) < 4

    with pytest.raises(Left):
        read_bytes(sample(), "own.xlsx", is_wanted=is_wanted)
    assert time.monotonic() - asked[0] < 30
    assert not ended.exists()


def test_what_was_told_already_is_given_up_as_well() -> None:
    reports: list[Progress] = []
    with pytest.raises(Left):
        read_bytes(
            sample(), "own.xlsx", progress=reports.append, is_wanted=lambda: len(reports) < 3
        )
    assert len(reports) == 3


WHOLE, HALF = '{"sheet": "e", "total": 1, "from_1904": false}', '{"numbers": [1, 2], "col'
ENDS = {
    "killed": ("too_heavy", f"print({WHOLE!r}, {HALF!r}, sep='\\n', end='', flush=True)\n"
               "import os; os.kill(os.getpid(), 9)"),
    "in mid-word": ("no_word", f"print({WHOLE!r}, {HALF!r}, sep='\\n', end='')"),
    "failed": ("no_word", "import nothing_of_this_name"),
    "said nothing": ("no_word", ""),
    "talk": ("broken", "print('a library greets you')"),
    "other talk": ("broken", "print(5)"),
    "rows of no sheet": ("broken", "print('{\"numbers\": [1], \"columns\": [\"x\"]}')"),
    "no rows": ("broken", f"print({WHOLE!r}, '{{\"numbers\": [1], \"columns\": 7}}', sep='\\n')"),
}  # fmt: skip


@pytest.mark.parametrize("how", ENDS)
def test_however_a_worker_ends_is_an_answer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, how: str
) -> None:
    code, script = ENDS[how]
    worker = tmp_path / "worker.py"
    worker.write_text(script, encoding="utf-8")
    monkeypatch.setattr(workbook, "WORKER", worker)
    found = read_bytes(sample(), "own.xlsx")
    assert codes(found) == {code}
    assert all("Traceback" not in line for line in report.lines(found, "zh"))


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_MB", 0)
    assert codes(read_bytes(sample(), "own.xlsx")) == {"too_big"}
    monkeypatch.undo()
    monkeypatch.setattr(limits, "MOST_ROWS", 100)
    assert codes(read_bytes(sample(), "own.xlsx")) == {"too_many_rows"}
    monkeypatch.undo()
    monkeypatch.setattr(limits, "MOST_SHEETS", 2)
    assert codes(read_bytes(sample(), "own.xlsx")) == {"too_many_sheets"}


@pytest.mark.parametrize("rows", [1999, 2000, 2001, 4000])
def test_a_sheet_is_whole_however_it_is_parted(rows: int) -> None:
    """It comes from the process that opens it some thousand rows at a time."""
    lines = ["编号,企业,梯队,行业,认定年度"]
    lines += [f"P-{n:04d},企业{n},潜力,新材料,2022" for n in range(1, rows)]
    found = read_bytes("\n".join(lines).encode(), "企业.csv")
    assert found.rows == {"enterprises": rows - 1}
    assert found.register is not None
    assert list(found.register.enterprises["name"]) == [f"企业{n}" for n in range(1, rows)]


def test_a_control_code_in_a_text_parts_no_column() -> None:
    lines = "编号,企业,梯队,行业,认定年度\nP-001,青岛\x7f甲,潜力,新材料,2022\n"
    found = read_bytes(lines.encode(), "企业.csv")
    assert found.register is not None
    assert list(found.register.enterprises["name"]) == ["青岛甲"]


def test_a_sheet_that_claims_to_be_huge_is_not_believed() -> None:
    """One cell in the last column of the last row: as a table that would be 17 billion cells."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "企业"
    sheet.append(["编号", "企业", "梯队", "行业", "认定年度"])
    sheet.append(["R-001", "甲", "新锐企业", "新材料", 2022])
    sheet["XFD1048576"] = "x"
    found = read_bytes(saved(book), "own.xlsx")
    assert found.rows == {"enterprises": 1}


def test_macros_and_links_are_left_alone_and_said() -> None:
    made = io.BytesIO(sample())
    with zipfile.ZipFile(made, "a") as file:
        file.writestr("xl/vbaProject.bin", b"x")
        file.writestr("xl/externalLinks/externalLink1.xml", b"<x/>")
    found = read_bytes(made.getvalue(), "own.xlsm")
    assert codes(found) == {"macros", "links"} and found.register is not None


def test_nothing_is_written_to_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    import tempfile

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a file was made")

    for name in ("NamedTemporaryFile", "mkstemp", "mkdtemp", "TemporaryFile"):
        monkeypatch.setattr(tempfile, name, refuse)
    assert read_bytes(sample(), "own.xlsx").register is not None


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_report_groups_by_sheet(language: str) -> None:
    make, *_ = BROKEN["district"]
    lines = report.lines(read_bytes(make(), "own.xlsx"), language)
    assert "企业" in lines and any("崂山曲" in line for line in lines)


def _look(cell: str, value: float, look: str) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        book["企业"][cell] = value
        book["企业"][cell].number_format = look

    return change


@pytest.mark.parametrize(
    ("cell", "value", "look", "read"),
    [
        ("I3", 0.35, "0%", 35),
        ("I3", 5, '0"%"', 5),
        ("I3", 5, "0\\%", 5),
        ("I3", 0.8, '0.0"%"', 0.8),
        ("H3", 5_000_000, '#,##0"元"', 500),
        ("H3", 1.2, '0.0"亿元"', 12_000),
        ("H3", 2_500_000, '0.0,"千元"', 250),
        ("H3", 350, '0"万元"', 350),
    ],
)
def test_a_number_is_read_as_its_cell_shows_it(
    cell: str, value: float, look: str, read: float
) -> None:
    found = read_bytes(changed(_look(cell, value, look)), "own.xlsx")
    assert found.register is not None, codes(found)
    column = {"H": "revenue", "I": "growth"}[cell[0]]
    assert found.register.enterprises[column].iloc[1] == pytest.approx(read)


def test_an_unknown_unit_of_a_format_is_an_error() -> None:
    found = read_bytes(changed(_look("H3", 5, '0"美元"')), "own.xlsx")
    assert [(p.code, p.found) for p in found.problems] == [("not_a_number", "5美元")]


def test_what_was_not_read_is_said() -> None:
    def change(book: Any) -> None:
        book["实验室"].sheet_state = "hidden"
        book["企业"].cell(3, 250, "more")

    found = read_bytes(changed(change), "own.xlsx")
    said = {(p.code, p.sheet) for p in found.problems}
    assert said == {("hidden_sheet", "实验室"), ("too_many_columns", "企业")}
    assert found.register is not None and "labs" not in found.register.given


def test_amounts_merged_over_rows_are_an_error_and_not_lost() -> None:
    found = read_bytes(changed(lambda book: book["企业"].merge_cells("H3:H5")), "own.xlsx")
    problem = next(p for p in found.problems if p.code == "merged_rows")
    assert (problem.level, problem.sheet, problem.row, problem.found) == (
        "error", "企业", 3, "H3:H5",
    )  # fmt: skip


def test_a_choice_merged_over_rows_is_that_of_each_row_and_said() -> None:
    found = read_bytes(changed(lambda book: book["企业"].merge_cells("D3:D5")), "own.xlsx")
    assert [(p.level, p.code, p.row, p.found) for p in found.problems] == [
        ("warning", "merged_filled", 3, "D3:D5")
    ]
    assert found.register is not None
    districts = found.register.enterprises["district"].astype("str")
    first = R.enterprises["district"].astype("str").iloc[1]
    assert list(districts.iloc[1:4]) == [first] * 3
    assert list(districts.iloc[4:]) == list(R.enterprises["district"].astype("str").iloc[4:])


def test_a_row_of_spaces_says_nothing() -> None:
    def change(book: Any) -> None:
        sheet = book["企业"]
        for column in range(1, 15):
            sheet.cell(sheet.max_row + (column == 1), column, " ")

    found = read_bytes(changed(change), "own.xlsx")
    assert (found.problems, found.rows["enterprises"]) == ((), 137)


def test_failed_formulas_are_named_and_a_hash_alone_is_not_one() -> None:
    found = read_bytes(changed(_set("企业", "B3", "#REF!")), "own.xlsx")
    assert [(p.code, p.column) for p in found.problems] == [("cell_error", "企业")]
    found = read_bytes(changed(_set("企业", "D3", "#12")), "own.xlsx")
    assert [(p.code, p.column) for p in found.problems] == [("unknown_value", "区市")]


def test_a_name_in_brackets_is_a_name() -> None:
    found = read_bytes(changed(_set("企业", "D3", "西海岸新区")), "own.xlsx")
    assert found.register is not None
    assert found.register.enterprises["district"].iloc[1] == "370211"


@pytest.mark.parametrize("day", [date(9022, 12, 1), "0202-12-01"])
def test_a_mistyped_year_is_an_error(day: object) -> None:
    found = read_bytes(changed(_set("企业", "G3", day)), "own.xlsx")
    problem = next(p for p in found.problems if p.code == "out_of_range")
    assert (problem.level, problem.row, problem.allowed) == ("error", 3, "1980–2035")


def test_one_long_text_in_many_cells_stops_before_it_fills_the_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "MOST_LETTERS", 50_000)
    assert codes(read_bytes(SMALL, "own.xlsx")) == set()
    monkeypatch.setattr(limits, "MOST_LETTERS", 5_000)
    assert codes(read_bytes(SMALL, "own.xlsx")) == {"too_heavy"}


@pytest.mark.parametrize(("rows", "column", "code"), [
    (101_000, 199, "too_heavy"), (101_000, 3, "no_headings"), (1_000, 199, "no_headings"),
])  # fmt: skip
def test_a_cell_far_to_the_right_of_each_row_stops_before_the_empty_ones_are_made(
    rows: int, column: int, code: str
) -> None:
    """Some hundred kilobytes that would be twenty million cells."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("企业")
        for row in range(rows):
            sheet.write_string(row, column, "x")
    assert len(made.getvalue()) < 1_000_000
    assert codes(read_bytes(made.getvalue(), "own.xlsx")) == {code}


def test_a_list_of_parts_without_end_is_not_read() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for number in range(20_000):
            file.writestr(f"folder-{number:08d}/", b"")
    assert codes(read_bytes(made.getvalue(), "own.xlsx")) == {"broken"}


@pytest.mark.parametrize("data", [b"a,b\n1,2\n", b"<html></html>"])
def test_another_kind_of_file_is_told_from_a_workbook(data: bytes) -> None:
    (problem,) = read_bytes(data, "own.xlsx").problems
    for language in words.LANGUAGES:
        assert ".xlsx" in sentence(problem, language) and "（看起来是文件）" not in sentence(
            problem, language
        )


def test_who_comes_back_while_it_is_ended_is_told_no_other_reason(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    worker = tmp_path / "worker.py"
    worker.write_text("import time; time.sleep(60)", encoding="utf-8")
    monkeypatch.setattr(workbook, "WORKER", worker)
    answers = iter([True, False])
    with pytest.raises(Left):
        read_bytes(sample(), "own.xlsx", is_wanted=lambda: next(answers, True))
