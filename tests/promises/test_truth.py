"""Only what is true leaves: whatever is made from simulated rows says so, wherever it goes."""

from __future__ import annotations

import io
import json
import re
import zipfile
from html import unescape
from urllib.parse import unquote

import pandas as pd
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from neweco import asgi, published, views, words
from neweco.html.page import render
from neweco.html.pieces import FORMS
from neweco.light.routes import ROUTES
from neweco.model import register
from neweco.model.register import Register
from neweco.query.selection import Selection
from neweco.query.views import VIEWS, Export
from tests.made import of_sample as made

R, P = register.shipped(), published.shipped()
MARK = {"zh": "模拟", "en": "simulated"}
LANGUAGES = pytest.mark.parametrize("language", words.LANGUAGES)
CASES = [
    (view, query, language)
    for view in views.NAMES
    for query in (*VIEWS[view].examples, "signed=1", "tier=rising", "district=370212")
    for language in words.LANGUAGES
]
NAMED = [name for name, view in VIEWS.items() if view.is_named]
ROWS = [name for name, view in VIEWS.items() if view.export is Export.ROWS and name not in NAMED]


CLIENT = TestClient(Starlette(routes=ROUTES))


def is_marked(text: str, language: str) -> bool:
    """Whether a text says in its language that it is simulated."""
    return MARK[language] in text.lower()


def counts(language: str) -> set[str]:
    """Values that a page says of simulated rows and that no published figure has."""
    found = [made(view, query, each) for view, query, each in CASES if each == language]
    figures = [figure for sheet in found for figure in sheet.figures]
    said = {f.value for f in figures if f.basis == "simulated" and len(f.value) > 2}
    return said - {f.value for f in figures if f.basis != "simulated"}


@LANGUAGES
def test_head_tags_hold_published_figures_alone(language: str) -> None:
    invented = counts(language)
    assert "636家" in invented or "636 firms" in invented
    for view, query, each in CASES:
        if each != language:
            continue
        sheet = made(view, query, language)
        tags = unescape("".join(re.findall(r"<(?:title>[^<]*|meta [^>]*)", render(sheet))))
        assert sheet.description in tags
        for text in (sheet.description, tags):
            assert not [value for value in invented if value in text], (view, query, text)
    for view in views.NAMES:
        query = f"{VIEWS[view].examples[0]}&lang={language}"
        head, sheet = asgi.described(VIEWS[view].path, query), made(view, query, language)
        assert head.description == sheet.description
        assert not [value for value in invented if value in head.title], view


@LANGUAGES
def test_a_chat_shows_the_published_figures(language: str) -> None:
    said = asgi.described("/diagnoses", f"lang={language}").description
    assert ("630余家" if language == "zh" else "630+") in said
    assert ("180余个" if language == "zh" else "180+") in said
    signed = asgi.described("/labs", f"signed=1&lang={language}").description
    assert "4" not in re.sub(r"54|2500", "", signed)


@pytest.mark.parametrize(("view", "query", "language"), CASES)
def test_what_is_drawn_of_simulated_rows_says_so(view: str, query: str, language: str) -> None:
    sheet = made(view, query, language)
    for chart in sheet.charts:
        simulated = chart.basis == "simulated"
        assert is_marked(chart.alt, language) == simulated, chart.alt
        assert is_marked(chart.source, language) == simulated, chart.source
        if simulated:
            drawn = words.text(language, f"{view}.drawn.{chart.id}")
            assert chart.sentence == drawn == chart.table.caption
    assert is_marked(sheet.cited("https://a.example"), language) == (
        sheet.is_filtered and view not in NAMED
    )
    if sheet.is_simulated:
        assert is_marked(sheet.marked, language)


def test_titles_over_a_register_of_ones_own_find_something() -> None:
    own = Register("register", "own", "o", R.frames)
    sheet = views.view("labs")(own, P, Selection("labs"), "en")
    found = next(chart for chart in sheet.charts if chart.id == "band")
    assert found.sentence.startswith("Most common growth band")
    assert not is_marked(" ".join(chart.alt for chart in sheet.charts), "en")


@pytest.mark.parametrize("view", ROWS)
def test_every_row_of_every_file_says_it(view: str) -> None:
    answer = CLIENT.get(f"/data/{view}.csv")
    frame = pd.read_csv(io.BytesIO(answer.content), dtype=str)
    assert set(frame["basis"]) == {"simulated"}
    assert set(frame["basis_zh"]) == {"模拟"}
    assert set(frame["basis_en"]) == {"Simulated"}
    packed = zipfile.ZipFile(io.BytesIO(CLIENT.get(f"/data/{view}.zip").content))
    for name in packed.namelist():
        text = packed.read(name).decode("utf-8-sig")
        assert "模拟" in text or "simulated" in text or "not_checked" in text, name
    held = json.loads(CLIENT.get(f"/data/{view}.json").content)
    assert held["basis"] == "simulated" and {row["basis"] for row in held["rows"]} == {"simulated"}
    assert is_marked(held["citation"], "zh")
    assert is_marked(held["headline"], "zh")


@pytest.mark.parametrize("view", NAMED)
def test_what_is_real_is_never_marked_as_made_up(view: str) -> None:
    frame = pd.read_csv(io.BytesIO(CLIENT.get(f"/data/{view}.csv").content), dtype=str)
    assert set(frame["basis"]) == {"named"} and set(frame["basis_zh"]) == {"公开提及"}
    packed = zipfile.ZipFile(io.BytesIO(CLIENT.get(f"/data/{view}.zip").content))
    assert "claims.csv" not in packed.namelist()
    for name in set(packed.namelist()) - {"README.txt"}:
        text = packed.read(name).decode("utf-8-sig")
        assert "模拟" not in text and "simulated" not in text, name


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("view", views.NAMES)
def test_file_names_keep_the_mark(view: str, form: str) -> None:
    named = CLIENT.get(f"/data/{view}.{form}").headers["content-disposition"]
    plain, _, own = named.removeprefix("attachment; filename=").partition("; filename*=UTF-8''")
    assert ("公开提及" in unquote(own)) == (view in NAMED)
    holds_rows = view not in NAMED and not (
        form == "csv" and VIEWS[view].export in (Export.FACTS, Export.ANSWERS)
    )
    assert ("simulated" in plain) == ("模拟" in unquote(own)) == holds_rows


@LANGUAGES
@pytest.mark.parametrize("view", views.NAMES)
def test_nothing_calls_it_a_sample(view: str, language: str) -> None:
    page = CLIENT.get(f"/light/{view}?lang={language}").text
    assert "样本" not in page
    assert not re.search(r"\bsamples?\b", page, re.IGNORECASE)


def test_no_text_of_the_house_calls_it_a_sample() -> None:
    for language in words.LANGUAGES:
        for key, text in words.catalogue(language).items():
            assert "样本" not in text and not re.search(r"\bsample", text, re.IGNORECASE), key
