"""What workbooks made to do harm cost, and how long somebody else waits behind two of them.

    python -m tests.load.hostile

Each is made about as heavy as a file may be: 50 MB, 400 MB unpacked. Printed for each: what is said
of it, seconds on the clock and of CPU in the app and in the process that opens it, the most memory
of both. Then it is put in by two visitors at once, and a good one by a third: seconds until that is
read.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import xlsxwriter
from playwright.sync_api import Browser

from neweco import words
from neweco.model import register
from neweco.sources import template
from tests.browser.conftest import launched, put_in, ready
from tests.load.workbook import read
from tests.serving import served

HEADINGS = ("编号", "实验室名称", "类型", "批次", "领域", "区市")
ROWS = 999_990
_SHEET = "xl/worksheets/sheet1.xml"


def _far_right(sheet: xlsxwriter.worksheet.Worksheet) -> None:
    for row in range(700_000):
        sheet.write_string(row, 16_000, "x")


def _wrong(sheet: xlsxwriter.worksheet.Worksheet) -> None:
    """Nothing of it is right, and each row in its own way."""
    sheet.write_row(0, 0, HEADINGS)
    for row in range(1, ROWS):
        sheet.write_row(row, 0, (f"!{row}", f"n{row}", f"t{row}", f"b{row}", f"f{row}", f"d{row}"))


def _numbers(sheet: xlsxwriter.worksheet.Worksheet) -> None:
    for row in range(ROWS):
        for column in range(10):
            sheet.write_number(row, column, row)


def _small(sheet: xlsxwriter.worksheet.Worksheet) -> None:
    sheet.write_row(0, 0, HEADINGS)


def _book(fill: Callable[[xlsxwriter.worksheet.Worksheet], None]) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"constant_memory": True}) as book:
        fill(book.add_worksheet("实验室"))
    return made.getvalue()


def _changed(part: str, change: Callable[[str], str]) -> bytes:
    """A small workbook of which one part is another; new where it had none."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(_book(_small))) as small,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for name in small.namelist():
            text = small.read(name).decode()
            packed.writestr(name, change(text) if name == part else text)
    return made.getvalue()


def _rows(text: Callable[[int], str], count: int) -> bytes:
    """A sheet with so many such rows."""
    rows = "".join(map(text, range(1, count)))
    return _changed(_SHEET, lambda sheet: re.sub("(?<=<sheetData>).*(?=</sheetData>)", rows, sheet))


def _after(text: str, count: int) -> bytes:
    """A sheet with so many such things after its rows."""
    return _changed(
        _SHEET, lambda sheet: sheet.replace("</sheetData>", "</sheetData>" + text * count)
    )


def _texts(count: int) -> bytes:
    many = "".join(f"<si><t>{number:x}</t></si>" for number in range(count))
    return _changed("xl/sharedStrings.xml", lambda part: part.replace("</sst>", many + "</sst>"))


def _formats(count: int) -> bytes:
    many = "".join(f'<numFmt numFmtId="{n}" formatCode="0.{n}"/>' for n in range(200, count))
    head = f'<numFmts count="{count}">{many}</numFmts><fonts'
    return _changed("xl/styles.xml", lambda part: part.replace("<fonts", head, 1))


def kinds() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """What is tried."""
    yield "a cell far to the right in 700,000 rows", lambda: _book(_far_right)
    yield "a row beyond any sheet", lambda: _rows(lambda row: f'<row r="{row * 10**6}"/>', 100)
    yield "a million rows, each wrong in its own way", lambda: _book(_wrong)
    yield "ten million numbers", lambda: _book(_numbers)
    yield (
        "a million rows of empty cells",
        lambda: _rows(lambda row: f'<row r="{row}">' + "<c/>" * 80 + "</row>", ROWS),
    )
    yield "spaces between rows", lambda: _rows(lambda row: f'<row r="{row}"/>' + " " * 360, ROWS)
    yield "ten million merged areas", lambda: _after('<mergeCell ref="A1:XFD1048576"/>', 10**7)
    yield "fifteen million texts", lambda: _texts(15 * 10**6)
    yield "eight million formats", lambda: _formats(8 * 10**6)


def waits(browser: Browser, host: str, bad: bytes) -> float:
    """Seconds until a good workbook is read that is put in after two of these."""
    good = template.workbook(register.shipped(), "zh")
    contexts = [browser.new_context() for _ in range(3)]
    pages = [context.new_page() for context in contexts]
    for page in pages:
        page.goto(f"http://{host}/register")
        ready(page)
    for page, data in zip(pages, (bad, bad, good), strict=True):
        begun = time.perf_counter()
        put_in(page, data)
        if data is bad:
            page.wait_for_selector("[data-testid=stProgress], [data-testid=stAlert]")
    use = pages[-1].get_by_role("button", name=words.text("zh", "register.form.use"))
    use.wait_for(timeout=300_000)
    waited = time.perf_counter() - begun
    for context in contexts:
        context.close()
    return waited


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.load.hostile",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--only", default="", help="kinds whose name holds this")
    parser.add_argument("--alone", action="store_true", help="without anybody waiting")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, served() as (host, _), launched() as browser:
        for name, make in kinds():
            if given.only not in name:
                continue
            data = make()
            file = Path(folder) / "名录.xlsx"
            file.write_bytes(data)
            refused, found = read(file)
            found["file MB"] = len(data) / 1e6
            if not given.alone:
                found["another waits s"] = waits(browser, host, data)
            said = ", ".join(f"{what} {value:,.1f}" for what, value in found.items())
            print(f"{name}: {refused or 'accepted'}; {said}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
