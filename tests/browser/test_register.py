"""A register of one's own in a browser: put in, used, invisible to everybody else, left again."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Browser, BrowserContext, Page, expect

from neweco import words
from neweco.__main__ import main
from neweco.model import register
from neweco.sources import template
from neweco.sources.reading import read_bytes
from tests.browser.conftest import PATIENCE, put_in, ready, still
from tests.browser.test_accessibility import ALLOWED
from tests.browser.walking import faults

NAME = "只在这次会话里的公司"
LIST = Path(__file__).parents[1] / "sources" / "sheets" / "A01_official_list_as_it_is.xlsx"


def _workbook(**cells: Any) -> bytes:
    """The sample in Chinese with one name of its own; `cells` of the enterprises to change."""
    book = load_workbook(io.BytesIO(template.workbook(register.shipped(), "zh")))
    for place, value in {"B2": NAME, **cells}.items():
        book["企业"][place] = value
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _visitor(browser: Browser) -> BrowserContext:
    return browser.new_context(
        viewport={"width": 1280, "height": 720}, locale="zh-CN", reduced_motion="reduce"
    )


def _say(key: str, **values: object) -> str:
    return words.text("zh", f"register.form.{key}", **values)


def test_a_register_put_in_is_seen_by_its_session_alone(
    browser: Browser, site: str, shots: Path, tmp_path: Path
) -> None:
    first, second = _visitor(browser), _visitor(browser)
    page, other = first.new_page(), second.new_page()
    page.goto(f"{site}/register")
    ready(page)
    put_in(page, _workbook(), "青岛名录.xlsx")
    use = page.get_by_role("button", name=_say("use"))
    use.wait_for(timeout=PATIENCE)
    expect(page.get_by_text(_say("clean"))).to_be_visible()
    expect(page.locator(".ne-answer .ne-register")).to_have_count(0)
    use.click()
    bar = page.locator(".st-key-own-bar")
    expect(bar).to_contain_text("青岛名录")
    page.screenshot(path=shots / "register-used-zh.png")

    page.get_by_role("link", name=words.text("zh", "enterprises.menu")).click()
    ready(page)
    expect(page.locator(".ne-answer .ne-register")).to_be_visible()
    expect(bar).to_be_visible()
    csv = page.locator(".st-key-enterprises-file-csv button")
    expect(csv).to_be_visible()
    # what it hands out is made for this session; no address of the site holds it
    assert page.locator("a[href^='data/'], a[href^='chart/']").count() == 0
    with page.expect_download() as waiting:
        csv.click()
    rows = pd.read_csv(waiting.value.path())
    assert rows["name"][0] == NAME and "名录" in waiting.value.suggested_filename
    with page.expect_download() as waiting:
        page.locator(".st-key-enterprises-file-html button").click()
    copy = Path(waiting.value.path()).read_text(encoding="utf-8")
    assert NAME in copy
    assert not re.search(r'href="[^"]*/(data|chart)/', copy)  # they would lead to other rows

    other.goto(f"{site}/enterprises?id=R-001")
    ready(other)
    for seen in (
        other.locator("body").inner_text(),
        other.request.get(f"{site}/data/enterprises.csv").text(),
        other.request.get(f"{site}/data/enterprises.json").text(),
        other.request.get(f"{site}/light/enterprises").text(),
        other.request.get(f"{site}/light/register").text(),
        page.request.get(f"{site}/light/enterprises").text(),
    ):
        assert NAME not in seen and "青岛名录" not in seen
    assert other.locator(".st-key-own-bar").count() == 0

    page.get_by_role("link", name=words.text("zh", "story.menu")).click()
    page.wait_for_selector(".ne-stage")
    expect(bar).to_contain_text("青岛名录")
    expect(page.locator(".ne-stage-qr")).to_have_count(0)  # it would lead to other rows
    page.wait_for_function(
        "() => { const e = document.querySelector('[data-testid=stMain]'); "
        "return e.scrollHeight === e.clientHeight; }"
    )

    page.get_by_role("button", name=words.text("zh", "register.leave")).click()
    expect(bar).to_have_count(0)
    expect(page.locator(".ne-stage-qr")).to_be_visible()
    page.goto(f"{site}/enterprises")
    expect(page.locator(".ne-answer .ne-simulated")).to_be_visible()
    first.close()
    second.close()


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_workbook_with_errors_is_reported_and_changes_nothing(
    page: Page, site: str, shots: Path, language: str
) -> None:
    page.goto(f"{site}/register?lang={language}")
    ready(page)
    put_in(page, _workbook(D3="崂山曲", I5=6000), "bad.xlsx")
    table = page.locator(".ne-table", has_text="崂山曲")
    table.wait_for(timeout=PATIENCE)
    expect(table).to_contain_text("崂山区")
    expect(table).to_contain_text("-100–2,000")
    assert page.get_by_role("button", name=words.text(language, "register.form.use")).count() == 0
    with page.expect_download() as waiting:
        download = words.text(language, "register.form.download")
        page.get_by_role("button", name=download).click()
    assert len(pd.read_csv(waiting.value.path())) == 2
    still(page)
    assert faults(page, ALLOWED) == []
    page.screenshot(path=shots / f"register-report-{language}.png", full_page=True)
    put_in(page, b"\x89PNG\r\n\x1a\n", "picture.xlsx")
    expect(page.get_by_text("PNG").first).to_be_visible()
    assert page.locator("[data-testid=stException]").count() == 0


def test_a_list_as_it_is_is_confirmed_and_used(page: Page, site: str, shots: Path) -> None:
    """Title, unit in the corner, numbered rows, a total and a note; the tab is called Sheet1."""
    page.goto(f"{site}/register")
    ready(page)
    put_in(page, LIST.read_bytes(), LIST.name)
    use = page.get_by_role("button", name=_say("use_confirmed"))
    use.wait_for(timeout=PATIENCE)
    taken = page.locator(".ne-table", has_text=_say("taken_heading"))
    expect(taken.locator("tr", has_text="2022年营业收入").first).to_contain_text("年营收（万元）")
    expect(taken.locator("tr", has_text="同比增长")).to_contain_text("推测")
    expect(taken.locator("tr", has_text="备注")).to_contain_text("未读")
    still(page)
    assert faults(page, ALLOWED) == []
    page.screenshot(path=shots / "register-columns-zh.png", full_page=True)

    # a guess can be turned down and taken again, and what is certain read otherwise
    def choose(letter: str, heading: str, said: str, how: str) -> None:
        menu = page.get_by_role("combobox", name=_say("choose", letter=letter, heading=heading))
        menu.focus()
        menu.press_sequentially(said)
        menu.press("Enter")
        row = taken.locator("tr", has_text=heading)
        expect(row).to_contain_text(how, timeout=PATIENCE)
        expect(row).to_contain_text(
            words.text("zh", "reading.column.none") if how == "未读" else said
        )

    choose("F", "同比增长", _say("not_this"), "未读")
    choose("F", "同比增长", "营收增速（%）", "选定")
    certain = page.get_by_role("combobox", name=_say("choose", letter="C", heading="所在区市"))
    expect(certain).to_have_count(0)
    page.get_by_text(_say("choose_certain")).click()
    certain.wait_for(timeout=PATIENCE)
    assert faults(page, ALLOWED) == []
    choose("C", "所在区市", _say("not_this"), "未读")
    choose("C", "所在区市", "区市", "选定")
    with page.expect_download() as waiting:
        page.get_by_role("button", name=_say("mapping")).click()
    mapping = Path(waiting.value.path())
    assert main(["check", str(LIST), "--mapping", str(mapping)]) == 0

    use.click()
    expect(page.locator(".st-key-own-bar")).to_contain_text("A01")
    page.get_by_role("link", name=words.text("zh", "enterprises.menu")).click()
    ready(page)
    with page.expect_download() as waiting:
        page.locator(".st-key-enterprises-file-csv button").click()
    rows = pd.read_csv(waiting.value.path())
    assert list(rows["revenue"]) == [1201.0 + n for n in range(6)]
    assert set(rows["growth"]) == {35.0} and set(rows["tier"]) == {"potential"}
    expect(page.locator("body")).to_contain_text("青岛测试1有限公司")

    # what is in use comes back as a workbook that can be corrected and given again
    page.get_by_role("link", name=words.text("zh", "register.menu"), exact=True).click()
    ready(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name=_say("workbook")).click()
    found = read_bytes(Path(waiting.value.path()).read_bytes(), waiting.value.suggested_filename)
    assert {p.code for p in found.problems} == {"empty_sheet"} and found.register is not None
    assert list(found.register.enterprises["revenue"]) == [1201.0 + n for n in range(6)]


def test_a_list_that_says_little_is_read_with_what_is_chosen(page: Page, site: str) -> None:
    """Two columns under a tab called Sheet1: which list, tier, industry and year are chosen."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["企业名称", "区市"], ["青岛甲有限公司", "崂山区"], ["青岛乙有限公司", "市南区"]):
        sheet.append(row)
    made = io.BytesIO()
    book.save(made)
    page.goto(f"{site}/register")
    ready(page)
    put_in(page, made.getvalue(), "两列.xlsx")
    chosen = (
        (_say("choose_table", sheet=sheet.title), "企业", "企业名称"),
        (_say("choose_value", field="梯队"), "潜力企业", "潜力企业 / Potential"),
        (_say("choose_value", field="行业"), "新材料", "新材料 / New materials"),
        (_say("choose_value", field="认定年度"), "2022", "2022"),
    )
    taken = page.locator(".ne-table", has_text=_say("taken_heading"))
    for label, value, said in chosen:
        menu = page.get_by_role("combobox", name=label)
        menu.wait_for(timeout=PATIENCE)
        menu.focus()
        menu.press_sequentially(value)
        menu.press("Enter")
        expect(taken).to_contain_text(said, timeout=PATIENCE)
    page.get_by_role("button", name=_say("use")).click(timeout=PATIENCE)
    page.get_by_role("link", name=words.text("zh", "enterprises.menu")).click()
    ready(page)
    with page.expect_download() as waiting:
        page.locator(".st-key-enterprises-file-csv button").click()
    rows = pd.read_csv(waiting.value.path())
    assert list(rows["name"]) == ["青岛甲有限公司", "青岛乙有限公司"]
    assert set(zip(rows["tier"], rows["industry"], rows["year"], strict=True)) == {
        ("potential", "new_materials", 2022)
    }


def test_the_template_comes_in_both_languages(page: Page, site: str) -> None:
    for language in words.LANGUAGES:
        answer = page.request.get(f"{site}/data/template-{language}.xlsx")
        assert answer.status == 200 and answer.body()[:2] == b"PK"
    assert page.request.get(f"{site}/data/template-fr.xlsx").status == 404
