"""Workbooks mutated at random from real shapes, against the truth they were made from.

Whatever title, unit, writer, format or layout a list has: a value is right, or the report says that
it is doubtful. Never is a report clean and a value wrong.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest
import xlsxwriter
from openpyxl import Workbook

from neweco.model import register
from neweco.model.vocabularies import DISTRICTS
from neweco.sources import ooxml, reading, rules, tables, workbook
from neweco.sources.letters import letter
from neweco.sources.markup import STRICT, TRANSITIONAL
from neweco.sources.worksheet import BETWEEN, Seen

BOOKS = 500
PARTS = 10

INNOCENT = {
    "total_rows", "note_rows", "section_rows", "repeated_heading", "numbered_columns", "filled",
    "filled_by_section", "ids_made", "hidden_rows", "unknown_column", "guessed_column",
    "merged_filled", "same_name",
}  # fmt: skip
"""Problems that say how a list was read and put no value in doubt."""

UNITS = {"元": 1, "千元": 1000, "万元": 10_000, "百万元": 1_000_000, "亿元": 100_000_000}


@dataclass(frozen=True)
class Cell:
    """What is written: a value and its number format."""

    value: Any
    look: str = "General"


@dataclass
class Book:
    """A sheet on its way: rows of cells, merged ranges, hidden rows, and what is true."""

    name: str = "Sheet1"
    rows: list[list[Cell]] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    from_1904: bool = False
    truth: pd.DataFrame = field(default_factory=pd.DataFrame)


def _truth(rng: random.Random) -> pd.DataFrame:
    """Firms with amounts in 万元 as a list of new-economy firms has them."""
    count = rng.randint(4, 9)
    return pd.DataFrame(
        {
            "name": [f"青岛{rng.choice('甲乙丙丁戊己庚辛')}{n}科技有限公司" for n in range(count)],
            "district": [rng.choice(DISTRICTS.codes) for _ in range(count)],
            "industry": [rng.choice(["新材料", "汽车", "生物医药"]) for _ in range(count)],
            "revenue": [float(rng.randint(900, 60_000)) for _ in range(count)],
            "growth": [float(rng.choice([-8, 12, 25, 35, 48, 66, 90, 130])) for _ in range(count)],
            "opened_on": [date(rng.randint(2016, 2021), rng.randint(1, 12), rng.randint(1, 28))
                          for _ in range(count)],
            "backed": [rng.random() < 0.5 for _ in range(count)],
        }
    )  # fmt: skip


def _amounts(rng: random.Random, truth: pd.DataFrame) -> tuple[str, str, list[Cell]]:
    """Heading and cells of revenue, and the line that names the unit, where one does."""
    unit = rng.choice(list(UNITS))
    values = [round(wan * 10_000 / UNITS[unit], 6) for wan in truth["revenue"]]
    name = rng.choice(["年营收", "营业收入", "2022年营业收入", "营业收入\n"])
    how = rng.choice(["heading", "line", "cells", "format", "scaled", "silent", "both"])
    plain = [Cell(v, rng.choice(["General", "#,##0.00", "0.000000"])) for v in values]
    if how == "heading":
        around = rng.choice(["（{}）", "({})", "/{}", "（单位：{}）", "（{}，2022年）"])
        return name.strip() + around.format(unit), "", plain
    if how == "both":
        return f"{name.strip()}（{unit}）", "单位：" + rng.choice(list(UNITS)), plain
    if how == "line":
        said = rng.choice(["单位：{}", "（单位：{}）", "金额单位：人民币{}", "单位: {}、%"])
        return name, said.format(unit), plain
    if how == "cells":
        return name, "", [Cell(f"{v:f}".rstrip("0").rstrip(".") + unit) for v in values]
    if how == "format":
        return name, "", [Cell(v, f'#,##0.00"{unit}"') for v in values]
    if how == "scaled":
        yuan = [wan * 10_000 for wan in truth["revenue"]]
        look = rng.choice(["0!.0,", '0!.0,"万元"', "0.00,", "0\\.0000", "#,##0,"])
        return f"{name.strip()}（万元）", "", [Cell(v, look) for v in yuan]
    return name, "", plain


def _shares(rng: random.Random, truth: pd.DataFrame) -> tuple[str, list[Cell]]:
    name = rng.choice(["营收增速", "营收增速（%）", "同比增长", "营业收入增长率（%）"])
    how = rng.choice(["number", "format", "text", "fraction", "printed"])
    made = {
        "number": lambda v: Cell(v, "0.0"),
        "format": lambda v: Cell(v / 100, rng.choice(["0%", "0.00%", "0.0%;-0.0%"])),
        "text": lambda v: Cell(f"{v:g}%"),
        "fraction": lambda v: Cell(v / 100, "0.00"),
        "printed": lambda v: Cell(v, '0.0"%"'),
    }[how]
    return name, [made(value) for value in truth["growth"]]


def _days(rng: random.Random, truth: pd.DataFrame, from_1904: bool) -> list[Cell]:
    zero = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)
    how = rng.choice(["day", "text", "dots", "words", "number"])
    looks = ["yyyy-mm-dd", 'yyyy"年"m"月"d"日"', "yyyy/m/d", "[$-804]yyyy/m/d"]
    made = {
        "day": lambda d: Cell(_serial(d, zero), rng.choice(looks)),
        "text": lambda d: Cell(d.isoformat()),
        "dots": lambda d: Cell(f"{d.year}.{d.month}.{d.day}"),
        "words": lambda d: Cell(f"{d.year}年{d.month}月{d.day}日"),
        "number": lambda d: Cell(_serial(d, zero)),
    }[how]
    return [made(day) for day in truth["opened_on"]]


def _serial(day: date, zero: datetime) -> int:
    return (datetime(day.year, day.month, day.day) - zero).days


def _places(rng: random.Random, truth: pd.DataFrame) -> list[Cell]:
    made = []
    for code in truth["district"]:
        choice = DISTRICTS[code]
        names = [choice.zh, choice.short("zh"), code, *choice.also[:4]]
        noise = rng.choice(["{}", " {} ", "{}\u200b", "{}_x000D_" if rng.random() < 0.2 else "{}"])
        made.append(Cell(noise.format(rng.choice(names))))
    return made


def _made(number: int) -> Book:
    rng = random.Random(number)
    truth = _truth(rng)
    book = Book(truth=truth, from_1904=rng.random() < 0.15)
    together = rng.random() < 0.2  # the district of two rows is one cell
    if together:
        truth.loc[1, "district"] = truth.loc[0, "district"]
    places = _places(rng, truth)
    heading, line, amounts = _amounts(rng, truth)
    growth, shares = _shares(rng, truth)
    yes, no = rng.choice([("是", "否"), ("有", "无"), ("√", "×"), ("✔", "✘"), ("1", "0")])
    columns: list[tuple[str, list[Cell]]] = [
        (rng.choice(["企业名称", "企业", "*企业名称", "公司名称"]), list(map(Cell, truth["name"]))),
        (rng.choice(["区市", "所在区市", "区（市）", "区市*"]), places),
        (rng.choice(["行业", "所属行业", "行业（必填）"]), list(map(Cell, truth["industry"]))),
        (heading, amounts),
        (growth, shares),
        (rng.choice(["在青开业日期", "开业时间"]), _days(rng, truth, book.from_1904)),
        ("获创投风投", [Cell(yes if each else no) for each in truth["backed"]]),
    ]
    titled = rng.random() < 0.5
    if not titled:
        columns += [("梯队", [Cell("潜力")] * len(truth)), ("认定年度", [Cell(2022)] * len(truth))]
    rng.shuffle(columns)
    if rng.random() < 0.6:
        columns.insert(0, ("序号", [Cell(n) for n in range(1, len(truth) + 1)]))
    if rng.random() < 0.5:
        columns.append(("备注", [Cell(rng.choice(["", "首次", "见附件"])) for _ in truth.index]))
    if rng.random() < 0.4:
        ids = [Cell(f"P-{n:03d}") for n in range(1, len(truth) + 1)]
        columns.insert(rng.randint(0, len(columns)), ("编号", ids))
    width = len(columns)
    title = "2022年青岛市新经济潜力企业名单" if titled else rng.choice(["", "企业名单"])
    book.name = rng.choice(["Sheet1", "企业", "企业名单", "2022"]) if titled else "Sheet1"
    if title:
        book.rows.append([Cell(title)])
        if rng.random() < 0.5:
            book.merged.append(f"A1:{letter(width - 1)}1")
    below = bool(line) and rng.random() < 0.2
    if line and not below:
        place = rng.choice([0, width - 1])
        book.rows.append([*[Cell("")] * place, Cell(line)])
    if rng.random() < 0.2:
        book.rows.append([Cell("填报单位：某局")])
    _headings(rng, book, [text for text, _ in columns])
    start = len(book.rows) + 1
    if together:
        places[1] = Cell("")
    for place in truth.index:
        book.rows.append([cells[place] for _, cells in columns])
        if together and place == 1:
            name = letter(next(i for i, (_, cells) in enumerate(columns) if cells is places))
            book.merged.append(f"{name}{start}:{name}{len(book.rows)}")
        if rng.random() < 0.05:
            book.rows.append([])
    if rng.random() < 0.3:
        book.hidden.append(start + 1)
    if rng.random() < 0.5:
        where = [text for text, _ in columns].index(heading)
        total: list[Cell] = [Cell("")] * width
        total[0] = Cell(rng.choice(["合计", "总 计", "小计："]))
        if where:
            total[where] = Cell(123456.5)
        book.rows.append(total)
    if rng.random() < 0.4:
        book.rows.append([Cell("注：数据来源于企业申报。")])
    if below:
        book.rows.append([Cell("注：" + line)])
    return book


def _headings(rng: random.Random, book: Book, texts: list[str]) -> None:
    """One row of headings, or two with a group over some."""
    if rng.random() < 0.75:
        book.rows.append(list(map(Cell, texts)))
        return
    row = len(book.rows) + 1
    book.rows.append([Cell("经营情况" if i in (1, 2) else text) for i, text in enumerate(texts)])
    book.rows.append([Cell(text if i in (1, 2) else "") for i, text in enumerate(texts)])
    book.merged.append(f"B{row}:C{row}")
    book.merged += [
        f"{letter(i)}{row}:{letter(i)}{row + 1}"
        for i in range(len(texts)) if i not in (1, 2)
    ]  # fmt: skip


def _with_openpyxl(book: Book) -> bytes:
    made = Workbook()
    if book.from_1904:
        made.epoch = datetime(1904, 1, 1)
    sheet = made.worksheets[0]
    sheet.title = book.name
    for number, row in enumerate(book.rows, 1):
        for place, cell in enumerate(row, 1):
            if cell.value != "":
                sheet.cell(number, place, cell.value).number_format = cell.look
    for area in book.merged:
        sheet.merge_cells(area)
    for row in book.hidden:
        sheet.row_dimensions[row].hidden = True
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _with_xlsxwriter(book: Book) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"date_1904": book.from_1904, "in_memory": True}) as made:
        sheet = made.add_worksheet(book.name)
        looks = {c.look: made.add_format({"num_format": c.look}) for r in book.rows for c in r}
        for number, row in enumerate(book.rows):
            for place, cell in enumerate(row):
                if isinstance(cell.value, str):
                    sheet.write_string(number, place, cell.value)
                else:
                    sheet.write_number(number, place, cell.value, looks[cell.look])
        for area in book.merged:
            first = re.match(r"([A-Z])(\d+)", area)
            assert first is not None
            text = book.rows[int(first[2]) - 1][ord(first[1]) - 65].value
            sheet.merge_range(area, text)
        for row in book.hidden:
            sheet.set_row(row - 1, options={"hidden": True})
    return out.getvalue()


def _rewritten(data: bytes, change: str) -> bytes:
    """The same workbook as other programs write its XML."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            if part.startswith(("xl/worksheets/sheet", "xl/workbook.xml", "xl/sharedStrings")):
                content = _renamed(content.decode(), change).encode()
            if change == "no core" and part == "docProps/core.xml":
                content = b"<broken"
            new.writestr(part, content)
    return out.getvalue()


def _renamed(text: str, change: str) -> str:
    if change == "strict":
        return text.replace(TRANSITIONAL, STRICT)
    if change == "prefixed":
        text = re.sub(r"<(/?)(?!\?)([A-Za-z]+)(?=[\s/>])", r"<\1x:\2", text)
        return text.replace(f'xmlns="{TRANSITIONAL}"', f'xmlns:x="{TRANSITIONAL}"')
    if change == "excel":  # attributes of a prefix that only the outermost element declares
        text = re.sub(r"<worksheet ", '<worksheet xmlns:x14ac="urn:x14ac" ', text)
        return re.sub(r"<row ([^>]*?)(/?)>", r'<row \1 x14ac:dyDescent="0.25"\2>', text)
    if change == "quotes":
        return re.sub(r' (r|s|t)="(\w+)"', r" \1 = '\2'", text)
    return text


def _written(book: Book, rng: random.Random) -> bytes:
    data = rng.choice([_with_openpyxl, _with_xlsxwriter])(book)
    return _rewritten(data, rng.choice(["", "excel", "strict", "prefixed", "quotes", "no core"]))


def _read(data: bytes) -> tuple[pd.DataFrame, set[str]]:
    """The firms of a workbook, and what is said of them: as the app reads it, without the process
    that opens workbooks and the empty tables beside."""
    opened = ooxml.Book(data, 200)
    sheets, said = [], []
    for part in opened.parts:
        seen = Seen()
        rows = list(opened.rows(part, seen)[1])
        width = max((len(line) for _, line in rows), default=0)
        columns = zip(*(line + [""] * (width - len(line)) for _, line in rows), strict=True)
        texts = [workbook._texts(BETWEEN.join(column)) for column in columns]
        head = {"sheet": part.name, "from_1904": opened.from_1904}
        sheets.append(workbook._sheet(head, [([n for n, _ in rows], texts)], asdict(seen)))
        said += workbook._met(part.name, asdict(seen))
    found = tables.read(sheets)
    frames = {r.table.code: register.typed(reading._completed(r), r.table) for r in found.tables}
    broken = rules.check({r.table.code: r for r in found.tables}, frames)
    doubts = {
        p.code
        for p in (*said, *found.problems, *broken)
        if p.level == "error" or p.code not in INNOCENT
    }
    return frames.get("enterprises", pd.DataFrame()), doubts


def _wrong(frame: pd.DataFrame, truth: pd.DataFrame) -> list[str]:
    """What is not as it is in truth."""
    if len(frame) != len(truth):
        return [f"{len(frame)} rows of {len(truth)}"]
    wrong = []
    for column in ("name", "district", "revenue", "growth", "opened_on", "backed"):
        for told, true in zip(frame[column], truth[column], strict=True):
            if isinstance(true, float):
                same = not pd.isna(told) and abs(told - true) <= 1e-6 * max(1, abs(true))
            elif isinstance(true, date):
                same = told == pd.Timestamp(true)
            else:
                same = not pd.isna(told) and told == true
            if not same:
                wrong.append(f"{column}: {told} for {true}")
    if set(frame["tier"]) != {"potential"} or set(frame["year"]) != {2022}:
        wrong.append("tier or year")
    return wrong


@pytest.mark.parametrize("part", range(PARTS))
def test_a_report_is_never_clean_with_a_wrong_value(part: int) -> None:
    outcomes: Counter[str] = Counter()
    for number in range(part, BOOKS, PARTS):
        book = _made(number)
        frame, doubts = _read(_written(book, random.Random(-number - 1)))
        wrong = _wrong(frame, book.truth)
        assert not wrong or doubts, (number, wrong[:3])
        outcomes["wrong, said" if wrong else "right"] += 1
    assert outcomes["right"] >= BOOKS / PARTS * 0.55, outcomes
