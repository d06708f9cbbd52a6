"""Sheets as offices have them: each gives its right register, or the sentence that helps.

The files in `sheets/` were made by several programs, with made-up firms; some are broken on
purpose, as other writers break them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from neweco import words
from neweco.sources.problem import sentence
from neweco.sources.reading import Reading, read

SHEETS = Path(__file__).with_name("sheets")
CONTROL = "00_control.xlsx"
Values = dict[str, list[Any]]


@dataclass(frozen=True)
class Expected:
    """Rows per table, values of columns, problems as (level, code, row, rows)."""

    rows: dict[str, int]
    values: Values = field(default_factory=dict)
    problems: tuple[tuple[str, str, int | None, int], ...] = ()


def _firms(
    count: int = 8, first: int = 1201, opened: str = "2019-03-24", **values: list[Any]
) -> Expected:
    """Firms as in the control: numbered, of one district, each with a revenue of its own."""
    told: Values = {
        "enterprise_id": [f"P-{n:03d}" for n in range(1, count + 1)],
        "name": [f"青岛测试{n}有限公司" for n in range(1, count + 1)],
        "tier": ["potential"] * count,
        "district": ["370212"] * count,
        "industry": ["ict"] * count,
        "year": [2022] * count,
        "revenue": [float(first + n) for n in range(count)],
    }
    if opened:
        told["opened_on"] = [pd.Timestamp(opened)] * count
    return Expected({"enterprises": count}, {**told, **values})


def _with(expected: Expected, *problems: tuple[str, str, int | None, int]) -> Expected:
    return Expected(expected.rows, expected.values, problems)


def _warned(code: str, row: int | None, rows: int = 1) -> tuple[str, str, int | None, int]:
    return "warning", code, row, rows


def _wrong(code: str, row: int | None, rows: int = 1) -> tuple[str, str, int | None, int]:
    return "error", code, row, rows


YES, NO, UNKNOWN = True, False, None
DISTRICTS = [
    "370212", "370212", "370212", "370211", "370211", "370211", "370211", "370211", "370202",
    "370202", "370202", "370215", "370215", "", "", "", "370281", "370281", "370285", "370203",
    "370214", "370212", "370212", "370212", "", "", "", "", "370213", "370212", "370212",
]  # fmt: skip

FILES: dict[str, Expected] = {
    CONTROL: _firms(),
    "A01_official_list_as_it_is.xlsx": _with(
        _firms(6, opened="", growth=[35.0] * 6),
        _warned("filled", None), _warned("filled", None), _warned("ids_made", None),
        _warned("unknown_column", 3), _warned("guessed_column", 3),
        _warned("total_rows", 10), _warned("note_rows", 11),
    ),
    "A02_total_and_note_rows_in_id_column.xlsx": _with(
        _firms(6, opened=""), _warned("total_rows", 9), _warned("note_rows", 10)
    ),
    "A03_total_in_serial_column_note_merged_two_rows.xlsx": _with(
        _firms(6, opened=""), _warned("total_rows", 9), _warned("note_rows", 10)
    ),
    "A04_unit_line_above_table_yi.xlsx": _firms(4, revenue=[1300.0, 1400.0, 1500.0, 1600.0]),
    "A11_flags.xlsx": Expected(
        {"enterprises": 29}, problems=(_wrong("open_mark", 12), _wrong("open_mark", 13))
    ),
    "A12_names.xlsx": _with(
        _firms(10, name=[
            "青岛测试（集团）有限公司", "青岛测试(集团)有限公司", "青岛测试二有限公司",
            "青岛测试三有限公司", "青岛测试𠮷田𫖯有限公司", "青岛😀科技", "青島測試有限公司",
            "青岛测试四有限公司", "青岛测试五有限公司", "=SUM(1)公司",
        ]),
        _warned("same_name", 2, 2),
    ),
    "A13_districts.xlsx": Expected(
        {"enterprises": 31}, {},
        tuple(_wrong("unknown_value", row) for row in (15, 16, 17, 26, 27, 29)),
    ),
    "A15_lab_batches_in_words.xlsx": Expected(
        {"labs": 7}, {"batch": [1, 1, 1, 2, 2, 2, 3], "kind": ["innovation"] * 7}
    ),
    "A17_headings_with_stars_and_usual_names.xlsx": _firms(),
    "A18_sheet_named_by_title.xlsx": _firms(),
    "A19_sheet1.xlsx": _firms(),
    "A20_sheet_named_list.xlsx": _firms(),
    "A21_tiers.xlsx": _firms(
        7, tier=["potential"] * 2 + ["rising"] * 2 + ["potential"] * 2 + ["rising"]
    ),
    "A23_same_firm_three_times.xlsx": _with(
        _firms(3, name=["青岛测试（集团）有限公司", "青岛测试(集团)有限公司",
                        "青岛测试（集团）有限公司"]),
        _warned("same_name", 2, 3),
    ),
    "B01_strict_ooxml.xlsx": _firms(),
    "B02c_prefixed_two_level.xlsx": _firms(
        3, opened="", industry=["automotive"] * 3, revenue=[1200.0] * 3, growth=[35.0] * 3,
        rd=[6.0] * 3,
    ),
    "B04_formula_result_is_empty_text.xlsx": _firms(revenue=[UNKNOWN] * 4 + [1200.0] * 4),
    "B05a_empty_fill_in_styles.xlsx": _firms(),
    "B05c_bad_core_date.xlsx": _firms(),
    "B05f_without_styles_part.xlsx": _with(
        _firms(), *[_warned("format_unseen", 2, 8)] * 3
    ),
    "B07a_filtered_rows_hidden.xlsx": _with(
        _firms(district=["370202"] + ["370212"] * 7), _warned("hidden_rows", None)
    ),
    "B08a_format_shows_wan_cell_holds_yuan.xlsx": _with(
        _firms(3, revenue=[500.0001, 500.0002, 500.0003]), _warned("shown_scaled_warning", 2, 3)
    ),
    "B09_rich_phonetic_inline_x000D.xlsx": _firms(
        name=["青岛富文本有限公司", "青岛注音有限公司", "青岛换行有限公司", "青岛内联有限公司",
              *(f"青岛测试{n}有限公司" for n in range(5, 9))]
    ),
    "B16_like_xlsb.xlsb": Expected({}, {}, (_wrong("no_sheets", None),)),
    "B17_format_thousands_comma_only.xlsx": Expected(
        {"enterprises": 3}, {}, (_wrong("shown_scaled_error", 2, 3),)
    ),
    "C09_lists": Expected({"projects": 59}),
    "C11_single_file.csv": _firms(),
    **dict.fromkeys(
        ("E01_as_excel_2003.xls", "E02_binary.xlsb"),
        _with(_firms(), *[_warned("format_unseen", 2, 8)] * 3),
    ),
    "D_libreoffice.ods": _firms(revenue=[UNKNOWN] * 4 + [1006.0, 1007.0, 1008.0, 1009.0]),
}  # fmt: skip


def test_every_file_is_expected() -> None:
    assert {file.name for file in SHEETS.iterdir()} == set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_a_file_gives_its_register_or_says_what_is_wrong(name: str) -> None:
    found, expected = read(SHEETS / name), FILES[name]
    assert [(p.level, p.code, p.row, p.rows) for p in found.problems] == list(expected.problems)
    assert dict(found.rows) == expected.rows
    errors = any(level == "error" for level, *_ in expected.problems)
    assert (found.register is None) == errors
    if expected.values:
        assert found.register is not None
        (table,) = found.rows
        frame = found.register.frame(table)
        for column, values in expected.values.items():
            told = [UNKNOWN if pd.isna(value) else value for value in frame[column]]
            assert told == values, column


def _one(name: str, code: str) -> Any:
    return next(p for p in read(SHEETS / name).problems if p.code == code)


@pytest.mark.parametrize(
    ("name", "row", "nearest"),
    [("A13_districts.xlsx", 15, "城阳区"), ("A13_districts.xlsx", 17, "城阳区"),
     ("A13_districts.xlsx", 27, "市北区"), ("A13_districts.xlsx", 29, "")],
)  # fmt: skip
def test_advice_is_given_only_where_it_is_sure(name: str, row: int, nearest: str) -> None:
    """高新区 and 红岛 lie in 城阳, 四方 went into 市北; 全市 is no place like another."""
    (problem,) = [p for p in read(SHEETS / name).problems if p.row == row]
    assert problem.nearest.split(" / ")[0] == nearest


def test_districts_are_read_by_every_name_they_have() -> None:
    from openpyxl import load_workbook

    from neweco.model.fields import ENTERPRISES
    from neweco.sources import cells

    sheet = load_workbook(SHEETS / "A13_districts.xlsx").worksheets[0]
    reader = cells.canonical(ENTERPRISES["district"])
    said = [str(row[3] if row[3] is not None else "") for row in sheet.values][1:]
    assert [reader(text) or "" for text in said] == DISTRICTS


def test_marks_of_yes_and_no_are_read() -> None:
    from openpyxl import load_workbook

    from neweco.model.fields import ENTERPRISES
    from neweco.sources import cells

    sheet = load_workbook(SHEETS / "A11_flags.xlsx").worksheets[0]
    reader = cells.canonical(ENTERPRISES["backed"])
    said = [str(row[10] if row[10] is not None else "") for row in sheet.values][1:]
    meant = dict(zip(said, map(reader, said), strict=True))
    assert {text for text, value in meant.items() if value is None} == {"○", "●"}
    yes = {text for text, value in meant.items() if value == "1"}
    assert yes == {"有", "是", "√", "✔", "☑", "1", "是 ", "有（A轮）", "√ ", "有，2023年", "已获得",
                   "V", "v"}  # fmt: skip
    assert {t for t, v in meant.items() if v == ""} == {"", "—", "/", "待定"}


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("name", FILES)
def test_what_is_said_is_in_words_for_a_clerk(name: str, language: str) -> None:
    """No pattern, no code of a field or message, no gap."""
    for problem in read(SHEETS / name).problems:
        said = sentence(problem, language)
        assert not any(odd in said for odd in ("\\d", "_id", "{", "}", "[RP]", "None"))
        assert "enterprise_" not in problem.heading(language)


# The twin of each fault that was silent: the same cells, said otherwise, give the same register or
# a warning; and what only looks like the fault is left alone.


def _changed(change: Callable[[Any], None], name: str = CONTROL) -> Reading:
    import io

    from openpyxl import load_workbook

    from neweco.sources.reading import read_bytes

    book = load_workbook(SHEETS / name)
    change(book.worksheets[0])
    made = io.BytesIO()
    book.save(made)
    return read_bytes(made.getvalue(), "own.xlsx")


def _above(*rows: list[Any]) -> Callable[[Any], None]:
    """Rows above the headings, and a revenue without unit in its heading."""

    def change(sheet: Any) -> None:
        sheet["H1"] = "年营收"
        sheet.insert_rows(1, len(rows))
        for number, row in enumerate(rows, 1):
            for place, text in enumerate(row, 1):
                sheet.cell(number, place, text)

    return change


def _revenue(found: Reading) -> float:
    assert found.register is not None, found.problems
    return float(found.register.enterprises["revenue"].iloc[0])


@pytest.mark.parametrize(
    ("said", "factor"),
    [
        ("单位：万元", 1), ("金额单位：人民币万元", 1), ("（单位：元）", 0.0001),
        ("单位:千元", 0.1), ("单位：万元、%", 1), ("计量单位：家、百万元", 100),
        ("注：金额以百万元计", 100),
        ("Unit: RMB million", 100), ("潜力企业名单（千元）", 0.1),
    ],
)  # fmt: skip
def test_a_unit_above_the_table_counts(said: str, factor: float) -> None:
    found = _changed(_above([said]))
    assert _revenue(found) == pytest.approx(1201 * factor)
    assert "unit_assumed" not in {p.code for p in found.problems}


def test_a_unit_beside_or_below_the_table_counts() -> None:
    def beside(sheet: Any) -> None:
        sheet["H1"], sheet["O3"] = "年营收", "单位：千元"

    def below(sheet: Any) -> None:
        sheet["H1"], sheet["A12"] = "年营收", "注：金额单位为千元。"

    for change in (beside, below):
        assert _revenue(_changed(change)) == pytest.approx(120.1)


@pytest.mark.parametrize("said", ["填报单位：青岛市某局", "主管单位（盖章）：", "单位名称：某公司"])
def test_whoever_fills_a_sheet_in_is_no_unit_of_measure(said: str) -> None:
    found = _changed(_above([said]))
    assert _revenue(found) == 1201
    assert [p.code for p in found.problems] == ["unit_assumed"]


def test_a_unit_that_is_none_of_ours_stops_and_two_units_too() -> None:
    found = _changed(_above(["单位：万美元"]))
    assert [(p.level, p.code) for p in found.problems][:1] == [("error", "sheet_unit")]
    found = _changed(_above(["单位：万元", "", "单位：亿元"]))
    assert [(p.level, p.code) for p in found.problems][:1] == [("error", "unit_unclear")]


def test_a_heading_that_says_otherwise_is_named() -> None:
    def change(sheet: Any) -> None:
        _above(["单位：亿元"])(sheet)
        sheet["H2"] = "年营收（万元）"

    found = _changed(change)
    assert [(p.code, p.found, p.allowed) for p in found.problems] == [
        ("unit_conflict", "单位：亿元", "万元")
    ]
    assert _revenue(found) == 1201


def test_a_year_in_the_title_that_is_another_is_named() -> None:
    found = _changed(_above(["2021年青岛市新经济潜力企业名单", "单位：万元"]))
    assert [(p.code, p.found, p.allowed) for p in found.problems] == [
        ("other_year", "2021", "2022")
    ]
    assert _changed(_above(["2022年新经济潜力企业名单", "单位：万元"])).problems == ()


def _column(letter: str, values: list[Any], look: str = "General") -> Callable[[Any], None]:
    def change(sheet: Any) -> None:
        for row, value in enumerate(values, 2):
            sheet[f"{letter}{row}"] = value
            sheet[f"{letter}{row}"].number_format = look

    return change


FRACTIONS = [0.35, 0.12, -0.04, 0.8, 1.2, 0.5, 0.33, 0.41]


def test_shares_as_fractions_over_a_whole_column_are_said_once() -> None:
    found = _changed(_column("I", FRACTIONS))
    assert [(p.level, p.code, p.row, p.found, p.rows) for p in found.problems] == [
        ("warning", "fractions", 2, "0.35", 8)
    ]
    seen = _changed(_column("I", FRACTIONS, "0%"))
    assert seen.problems == () and seen.register is not None
    assert list(seen.register.enterprises["growth"])[:2] == [35.0, 12.0]
    small = _changed(_column("I", [0.5, 12, 30, 45, 8, 17, 22, 1.5]))
    assert small.problems == ()


def test_a_heading_that_calls_them_fractions_is_followed() -> None:
    def change(sheet: Any) -> None:
        _column("I", FRACTIONS)(sheet)
        sheet["I1"] = "营收增速（小数）"

    found = _changed(change)
    assert found.problems == () and found.register is not None
    assert found.register.enterprises["growth"].iloc[0] == 35


@pytest.mark.parametrize(
    ("values", "median"),
    [([12_010_000 + n for n in range(8)], "12010003.5万元"), ([0.12] * 8, "0.12万元")],
)
def test_amounts_in_another_unit_over_a_whole_column_are_said(
    values: list[Any], median: str
) -> None:
    found = _changed(_column("H", values))
    said = [(p.code, p.row, p.found) for p in found.problems if p.level == "warning"]
    assert said == [("magnitude", 2, median)]


def test_day_numbers_of_a_calendar_from_1904_are_its_days() -> None:
    from datetime import datetime

    def change(sheet: Any) -> None:
        sheet.parent.epoch = datetime(1904, 1, 1)
        for row in range(2, 10):
            sheet[f"G{row}"] = 42086
            sheet[f"G{row}"].number_format = "General"

    found = _changed(change)
    assert found.register is not None
    assert set(found.register.enterprises["opened_on"]) == {pd.Timestamp("2019-03-24")}


def test_a_formula_without_a_result_is_named_and_an_empty_result_is_not() -> None:
    found = _changed(lambda sheet: None, "B04_formula_result_is_empty_text.xlsx")
    unsaved = [p for p in found.problems if p.code == "formula"]
    assert [(p.row, p.column) for p in unsaved] == [(row, "H") for row in range(2, 10)]


def test_a_list_of_parts_says_which_tier_each_part_is() -> None:
    """一、新锐企业 over its rows, 二、潜力企业 over the others; no column of tiers."""

    def change(sheet: Any) -> None:
        sheet.delete_cols(3)
        sheet.insert_rows(2)
        sheet["A2"] = "一、新锐企业（3家）"
        sheet.insert_rows(6)
        sheet["A6"] = "二、潜力企业（5家）"

    found = _changed(change)
    assert {p.code for p in found.problems} == {"filled_by_section"}
    assert found.register is not None
    assert list(found.register.enterprises["tier"]) == ["rising"] * 3 + ["potential"] * 5


def test_a_firm_whose_name_begins_like_a_note_is_a_firm() -> None:
    found = _changed(_column("B", ["来源软件有限公司", "统计信息有限公司", "总计科技有限公司"]))
    assert found.rows == {"enterprises": 8} and found.problems == ()


def test_the_column_of_the_year_of_the_list_is_read() -> None:
    def change(sheet: Any) -> None:
        sheet["H1"] = "2022年营业收入（万元）"
        sheet["N1"] = "2021年营业收入（万元）"
        for row in range(2, 10):
            sheet[f"N{row}"] = 900

    found = _changed(change)
    assert [(p.code, p.column, p.found) for p in found.problems] == [
        ("other_column", "2022年营业收入（万元）", "2021年营业收入（万元）")
    ]
    assert _revenue(found) == 1201


def test_headings_again_and_numbers_of_columns_are_no_rows() -> None:
    def change(sheet: Any) -> None:
        heads = [cell.value for cell in sheet[1]]
        sheet.insert_rows(6)
        for place, text in enumerate(heads, 1):
            sheet.cell(6, place, text)
        sheet.insert_rows(2)
        for place in range(1, len(heads) + 1):
            sheet.cell(2, place, place)

    found = _changed(change)
    assert found.rows == {"enterprises": 8}
    assert {(p.code, p.row) for p in found.problems} == {
        ("repeated_heading", 7), ("numbered_columns", 2),
    }  # fmt: skip


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_month_is_no_date_and_the_cell_may_stay_empty(language: str) -> None:
    found = _changed(_column("G", ["2023.3", "无", "暂无", "2023.3.24"]))
    (problem,) = [p for p in found.problems if p.level == "error"]
    assert (problem.code, problem.row, problem.found) == ("not_a_date_free", 2, "2023.3")
    assert {"zh": "可以留空", "en": "leave it empty"}[language] in sentence(problem, language)


def test_ids_of_another_system_are_replaced_and_said() -> None:
    found = _changed(_column("A", [f"QD{n:05d}" for n in range(8)]))
    (problem,) = found.problems
    assert (problem.code, problem.found) == ("ids_replaced", "QD00000")
    assert found.register is not None
    assert list(found.register.enterprises["enterprise_id"])[-1] == "P-008"


def test_a_second_list_of_the_same_headings_is_said() -> None:
    def change(sheet: Any) -> None:
        copied = sheet.parent.copy_worksheet(sheet)
        copied.title = "名单二"

    found = _changed(change)
    assert [(p.level, p.code, p.sheet) for p in found.problems] == [
        ("warning", "also_table", "名单二")
    ]


@pytest.mark.parametrize(
    ("letter", "said", "code"),
    [("F", "去年", "not_whole"), ("K", "也许", "not_a_flag"), ("H", "很多", "not_a_number")],
)
def test_what_is_not_understood_has_its_own_sentence(letter: str, said: str, code: str) -> None:
    found = _changed(_column(letter, [said]))
    assert [(p.code, p.row, p.found) for p in found.errors] == [(code, 2, said)]


@pytest.mark.parametrize(
    "said", ["Total", "GRAND TOTAL:", "ＴＯＴＡＬ", "合 计", "总计（万元）", "Average"]
)
def test_a_row_of_totals_is_known_in_any_letters(said: str) -> None:
    found = _changed(lambda sheet: sheet.append([said, None, None, None, None, None, None, 9999]))
    assert [(p.code, p.row, p.found) for p in found.problems] == [("total_rows", 10, said)]
    assert found.rows == {"enterprises": 8}
