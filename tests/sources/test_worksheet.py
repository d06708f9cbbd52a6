"""Cells of all kinds in the XML of a workbook: both readers of rows say what openpyxl says."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from neweco.model import register
from neweco.sources import looks, ooxml, template, worksheet_named, worksheet_plain
from neweco.sources.letters import letter
from neweco.sources.markup import STRICT, TRANSITIONAL, Damaged
from neweco.sources.worksheet import Seen, Worksheet

STYLES = ["General", "0%", "yyyy-mm-dd", "yyyy-mm-dd hh:mm", "hh:mm:ss", '0.0"亿元"', "0!.0,"]
"""Number formats by the style that cells name."""

STRINGS = [
    "<t>青岛测试</t>", "<r><t>青岛</t></r><r><rPr><b/></rPr><t>富文本</t></r>",
    "<t>青岛</t><rPh sb='0' eb='1'><t>チンタオ</t></rPh>", '<t xml:space="preserve"> a </t>',
    "<t>A&amp;B &lt;</t>", "<t></t>", "<t>" + "长" * 600 + "</t>",
]  # fmt: skip

CELLS: list[tuple[str, str]] = [
    ('t="s"><v>0</v></c>', "青岛测试"),
    ('t="s"><v>1</v></c>', "青岛富文本"),
    ('t="s"><v>2</v></c>', "青岛"),
    ('t="s"><v>3</v></c>', " a "),
    ('t="s"><v>4</v></c>', "A&B <"),
    ('t="s"><v>5</v></c>', ""),
    ('t="s"><v>6</v></c>', "长" * looks.LONGEST),
    ('t="inlineStr"><is><t>内联</t></is></c>', "内联"),
    ('t="inlineStr"><is><t xml:space="preserve"> 内联</t></is></c>', " 内联"),
    ('t="inlineStr"><is><r><t>内</t></r><r><t>联</t></r></is></c>', "内联"),
    ('t="inlineStr"><is><t>A&amp;B</t></is></c>', "A&B"),
    ('t="inlineStr"><is><t>size 12" x</t></is></c>', 'size 12" x'),
    ('t="str"><f>B1</f><v>结果</v></c>', "结果"),
    ('t="str"><v>无公式</v></c>', "无公式"),
    ("><v>1201</v></c>", "1201"),
    ("><v>-3.50</v></c>", "-3.5"),
    ("><v>0.1</v></c>", "0.1"),
    ("><v>1.5E-3</v></c>", "0.0015"),
    ("><v>123456789012345</v></c>", "123456789012345"),
    ("><v>1.2345678901234568E+16</v></c>", "12345678901234568"),
    ("><v>1E+300</v></c>", "1e+300"),
    ("><v>43548</v></c>", "43548"),
    ("><f>1+1</f><v>2</v></c>", "2"),
    ('s="0"><v>7</v></c>', "7"),
    ('s="1"><v>0.35</v></c>', "35%"),
    ('s="2"><v>43548</v></c>', "2019-03-24"),
    ('s="2"><v>1</v></c>', "1900-01-01"),
    ('s="3"><v>43548.354166666664</v></c>', "2019-03-24 08:30:00"),
    ('s="4"><v>0.5</v></c>', "12:00:00"),
    ('s="5"><v>1.2</v></c>', "1.2亿元"),
    ('s="6"><v>5000000</v></c>', "500"),
    ('s="1"/>', ""),
    ('t="inlineStr" />', ""),
    ('t="b"><v>1</v></c>', "1"),
    ('t="b"><v>0</v></c>', "0"),
    ('t="e"><v>#N/A</v></c>', "#N/A"),
    ('t="e"><f>1/0</f><v>#DIV/0!</v></c>', "#DIV/0!"),
    ('t="d"><v>2019-03-24T00:00:00</v></c>', "2019-03-24"),
    ('t="d"><v>2019-03-24T08:30:00</v></c>', "2019-03-24 08:30:00"),
]  # fmt: skip
"""What stands behind the place of a cell, and what it shows."""


def _sheet(cells: list[str]) -> str:
    """One cell a row, in column C; between two of them an empty row, all as Excel writes them."""
    rows = "".join(
        f'<row r="{n * 2}" spans="1:3" x14ac:dyDescent="0.25"><c r="C{n * 2}"'
        f"{'' if cell[0] == '>' else ' '}{cell}</row>"
        f'<row r="{n * 2 + 1}" x14ac:dyDescent="0.25"/>'
        for n, cell in enumerate(cells, 1)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{TRANSITIONAL}" xmlns:x14ac="urn:x14ac"><dimension ref="A1:C99"/>'
        f'<sheetData>{rows}</sheetData><mergeCells><mergeCell ref="A1:C1"/></mergeCells>'
        "</worksheet>"
    )


def _book(sheet: str, from_1904: bool = False) -> bytes:
    """A workbook around the XML of its one sheet."""
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    formats = "".join(
        f'<numFmt numFmtId="{164 + n}" formatCode="{code.replace(chr(34), "&quot;")}"/>'
        for n, code in enumerate(STYLES)
    )
    looked = "".join(f'<xf numFmtId="{164 + n}"/>' for n in range(len(STYLES)))
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/sheet.xml" ContentType="{kind}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>'
        f'<Override PartName="/xl/strings.xml" ContentType="{kind}.sharedStrings+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{TRANSITIONAL}" xmlns:r="{relations}">'
        f'<workbookPr date1904="{int(from_1904)}"/>'
        '<sheets><sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        + "".join(
            f'<Relationship Id="r{n}" Type="{relations}/{name}" Target="{path}.xml"/>'
            for n, name, path in ((1, "worksheet", "sheet"), (2, "styles", "styles"),
                                  (3, "sharedStrings", "strings"))
        )
        + "</Relationships>",
        "xl/styles.xml": f'<styleSheet xmlns="{TRANSITIONAL}"><numFmts>{formats}</numFmts>'
        "<fonts><font/></fonts><fills><fill><patternFill/></fill></fills><borders><border/></borders>"
        f"<cellStyleXfs><xf/></cellStyleXfs><cellXfs>{looked}</cellXfs>"
        '<cellStyles><cellStyle name="Normal" xfId="0"/></cellStyles></styleSheet>',
        "xl/strings.xml": f'<sst xmlns="{TRANSITIONAL}">'
        + "".join(f"<si>{text}</si>" for text in STRINGS)
        + "</sst>",
        "xl/sheet.xml": sheet,
    }  # fmt: skip
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return made.getvalue()


def _read(data: bytes) -> tuple[dict[int, str], Seen]:
    """Texts of column C by row, and what else was met."""
    book, seen = ooxml.Book(data, 200), Seen()
    _, rows = book.rows(book.parts[0], seen)
    told = dict(rows)
    assert all(line[:2] == ["", ""] and len(line) == 3 for line in told.values())
    return {number: line[2] for number, line in told.items()}, seen


def _prefixed(sheet: str) -> str:
    text = re.sub(r"<(/?)(?!\?)([A-Za-z0-9]+)(?=[\s/>])", r"<\1x:\2", sheet)
    return text.replace(f'xmlns="{TRANSITIONAL}"', f'xmlns:x="{TRANSITIONAL}"')


WRITTEN = {
    "plain": lambda sheet: sheet,
    "strict": lambda sheet: sheet.replace(TRANSITIONAL, STRICT),
    "prefixed": _prefixed,
    "commented": lambda sheet: sheet.replace("<sheetData>", "<sheetData><!-- -->"),
    "spaced": lambda sheet: sheet.replace("<row", "\n  <row").replace("</row>", "\n  </row>"),
    "other quotes": lambda sheet: re.sub(r' (r|s|t)="(\w+)"', r" \1 = '\2'", sheet),
    "attributes first": lambda sheet: re.sub(
        r'<row (r="2") spans="1:3"', r'<row spans="1:3" \1', sheet
    ),
}
"""The same sheet as different programs write it."""


@pytest.mark.parametrize("form", WRITTEN)
def test_all_kinds_of_cells_are_read_however_they_are_written(form: str) -> None:
    data = _book(WRITTEN[form](_sheet([cell for cell, _ in CELLS])))
    told, seen = _read(data)
    for number, (cell, shown) in enumerate(CELLS, 1):
        assert told.get(number * 2, "") == shown, cell
    assert not set(told) - {number * 2 for number in range(1, len(CELLS) + 1)}
    row = next(n for n, (cell, _) in enumerate(CELLS, 1) if cell.startswith('s="6"')) * 2
    assert seen == Seen(merged=["A1:C1"], scaled={2: (row, 10_000, 1)})


def _as_openpyxl(cell: Any) -> str:
    """What openpyxl holds of a cell, seen through its number format."""
    value = cell.value
    if value is None or isinstance(value, str):
        return (value or "")[: looks.LONGEST]
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, (datetime, date, time, timedelta)):
        return looks.moment(value)
    return looks.number(value, looks.of(cell.number_format).look(value))


@pytest.mark.parametrize("from_1904", [False, True])
def test_both_readers_and_openpyxl_say_the_same(from_1904: bool) -> None:
    sheet = _sheet([cell for cell, _ in CELLS])
    data = _book(sheet, from_1904)
    cells = load_workbook(io.BytesIO(data), data_only=True).worksheets[0]["C"]
    known = {cell.row: said for cell in cells if (said := _as_openpyxl(cell))}
    assert _read(data)[0] == known
    assert _read(_book(_prefixed(sheet), from_1904))[0] == known
    assert known[52] == ("2023-03-25" if from_1904 else "2019-03-24")


KINDS = st.sampled_from([cell for cell, _ in CELLS] + ["><f>A1</f></c>", "><f>A1</f><v></v></c>"])
ROWS = st.dictionaries(
    st.integers(1, 400), st.dictionaries(st.integers(0, 60), KINDS, max_size=8), max_size=12
)


@given(ROWS)
def test_both_readers_agree_on_any_sheet(rows: dict[int, dict[int, str]]) -> None:
    """Texts, and what is met beside them."""
    written = "".join(
        f'<row r="{number}" x14ac:dyDescent="0.25">'
        + "".join(
            f'<c r="{letter(place)}{number}"{"" if cell[0] == ">" else " "}{cell}'
            for place, cell in sorted(cells.items())
        )
        + "</row>"
        for number, cells in sorted(rows.items())
    )
    sheet = _sheet([]).replace("<sheetData>", f"<sheetData>{written}")
    told = []
    for each in (sheet, _prefixed(sheet)):
        book, seen = ooxml.Book(_book(each), 50), Seen()
        told.append((list(book.rows(book.parts[0], seen)[1]), seen))
    assert told[0] == told[1]


def test_a_plain_sheet_is_read_without_a_parser_and_any_other_by_names() -> None:
    sheet = _sheet(["><v>1</v></c>"] * 3).encode()
    assert worksheet_plain.surveyed([sheet]) == (True, 3)
    assert worksheet_plain.surveyed([sheet[:700], sheet[700:]]) == (True, 3)
    for odd, mark in (
        (_prefixed(sheet.decode()).encode(), b"x:row"),
        (sheet.replace(b"</sheetData>", b"<!-- --></sheetData>"), b"!--"),
        (sheet.replace(b"UTF-8", b"GBK"), b"<dimension"),
        (sheet.replace(b'<row r="4"', b'<row xmlns:y="urn:y" r="4"'), b"mlns:y"),
    ):
        assert worksheet_plain.surveyed([odd]) == (False, 3)
        cut = odd.index(mark)
        assert not worksheet_plain.surveyed([odd[:cut], odd[cut:]])[0]


def test_rows_as_writers_write_them_need_no_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    """But for those whose number a style ends with, and those with `&`: a handful of a thousand."""
    asked: list[bytes] = []
    named = worksheet_named.row

    def counted(sheet: Worksheet, root: bytes, written: bytes) -> worksheet_named.Row:
        asked.append(written)
        return named(sheet, root, written)

    monkeypatch.setattr(worksheet_named, "row", counted)
    book = ooxml.Book(template.workbook(register.shipped(), "zh"), 200)
    rows = [row for part in book.parts for row in book.rows(part, Seen())[1]]
    assert len(rows) > 1000 and len(asked) < 10
    asked.clear()
    kinds = ["><v>1.5</v></c>", 't="s"><v>0</v></c>', "><f>A1*2</f><v>3</v></c>",
             '><f t="shared" si="0"/><v>4</v></c>', 't="str"><f>B1</f><v>x</v></c>']  # fmt: skip
    told, _ = _read(_book(_sheet(kinds * 20)))
    assert len(told) == 100 and not asked


def test_the_number_of_a_row_may_stand_elsewhere_in_it() -> None:
    """As the number of a style, or at the end of a text before a quotation mark."""
    cells = [
        's="2"><v>43548</v></c>', 't="inlineStr"><is><t>4" x</t></is></c>',
        's="0" t="str"><v>6"</v></c>',
    ]  # fmt: skip
    assert _read(_book(_sheet(cells)))[0] == {2: "2019-03-24", 4: '4" x', 6: '6"'}


def test_a_row_that_is_cut_between_two_pieces_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    data = _book(_sheet([cell for cell, _ in CELLS]))
    whole = _read(data)
    for size in (700, 997, 1301):
        monkeypatch.setattr(ooxml, "PIECE", size)
        assert _read(data) == whole


def test_formulas_without_result_and_hidden_rows_are_met_in_both_readers() -> None:
    sheet = _sheet(["><f>1+1</f></c>", "><f>1+1</f><v></v></c>", "><v>5</v></c>"])
    sheet = sheet.replace('<row r="6"', '<row r="6" hidden="1"')
    for written in (sheet, _prefixed(sheet)):
        told, seen = _read(_book(written))
        assert told == {6: "5"}
        assert (seen.unsaved, seen.hidden) == ([(2, 3), (4, 3)], 1)


@pytest.mark.parametrize(
    "change",
    [
        ('<row r="4"', '<row r="2"'), ('<row r="4"', '<row r="1048577"'),
        ('<c r="C4"><v>', '<c r="C4"><v>1</v></c><c r="A4"><v>'), ("<v>2</v>", "<v>zwei</v>"),
        ('><v>2</v>', ' t="s"><v>99</v>'), ("</row></sheetData>", ""),
    ],
)  # fmt: skip
def test_what_no_spreadsheet_writes_is_not_believed(change: tuple[str, str]) -> None:
    sheet = _sheet(["><v>1</v></c>", "><v>2</v></c>"])
    sheet = sheet.replace('<row r="5" x14ac:dyDescent="0.25"/>', "")
    assert change[0] in sheet
    with pytest.raises(Damaged):
        _read(_book(sheet.replace(*change)))
