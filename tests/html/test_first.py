"""What the first answer shows: title, figures, pictures and ways of every view, and no more than
the page says."""

from __future__ import annotations

import gzip
import re
from html import unescape

import html5lib
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from neweco import asgi, published, views, words
from neweco.charts.forms import Plotted, Units
from neweco.html import first
from neweco.html.pieces import unbroken
from neweco.http.document import _tag, rewritten
from neweco.live import engine, page
from neweco.live.prepared import Prepared, prepare
from neweco.model import register
from neweco.query.selection import Selection
from neweco.query.views import VIEWS
from tests.made import HOSTILE

DOCUMENT = (engine.STATIC / "index.html").read_bytes()
CASES = [
    (view, query, language)
    for view, declared in VIEWS.items()
    for query in declared.examples[:2]
    for language in words.LANGUAGES
]
EACH = pytest.mark.parametrize(("view", "query", "language"), CASES)


def _item(view: str, query: str, language: str) -> Prepared:
    return page.prepared(Selection.from_query(view, query), language)


def _sight(item: Prepared) -> str:
    return first.sight(item.sheet, item.pieces, item.written)


def _document(view: str, query: str, language: str) -> str:
    asked = "&".join(filter(None, (query, f"lang={language}")))
    head = asgi.described(VIEWS[view].path, asked, "https://explorer.example")
    return rewritten(DOCUMENT, head, tuple(map(_tag, asgi.ASSETS))).decode()


@EACH
def test_it_says_what_the_page_says(view: str, query: str, language: str) -> None:
    item = _item(view, query, language)
    sheet, said = item.sheet, unescape(_sight(item))
    assert sheet.title in said
    answer = sheet.answer if sheet.is_filtered else unescape(unbroken(sheet.headline))
    assert answer in said
    if VIEWS[view].fills_screen:
        return
    seen = [part for part in sheet.sections if not part.folded]
    if sheet.is_filtered:
        seen = [part for part in seen if part.place]
    for part in seen:
        for figure in part.figures:
            assert figure.value in re.sub("<[^>]*>", "", said), figure
        for chart in part.charts:
            assert chart.sentence in said
            if isinstance(chart.form, Units):
                drawn = item.pieces.drawing(chart)
                assert drawn.count("<i") == chart.table.rows["drawn"].sum() and drawn in _sight(
                    item
                )
    for offer in (offer for facet in sheet.facets for offer in facet.offers):
        assert offer.label in said


@EACH
def test_every_way_in_it_leads_somewhere(view: str, query: str, language: str) -> None:
    said = _sight(_item(view, query, language))
    light = "." + Selection.from_query(view, query).url(language, face="light")
    assert f'href="{light.replace("&", "&amp;")}">{words.text(language, "live.first_way")}<' in said
    sources = {source.link for source in published.shipped().sources.values()}
    found = {*map(unescape, re.findall(r'(?:href|action)="([^"]*)"', said))} - sources
    for id in {address for address in found if address.startswith("#")}:
        found.remove(id)
        assert f'id="{id[1:]}"' in said
    for address in found:
        path = address.partition("?")[0].removeprefix("./")
        assert not re.match(r"[a-z]+:|/", address), address
        assert re.fullmatch(r"(?:light/|data/|chart/)?[a-z_]*(?:\.\w+)*", path), address
    if not VIEWS[view].fills_screen:
        assert said.count('aria-current="page"') >= VIEWS[view].in_menu
        assert all(words.name(code) in said for code in words.LANGUAGES)


@EACH
def test_the_document_is_small_and_nothing_waits_for_a_script(
    view: str, query: str, language: str
) -> None:
    said = _document(view, query, language)
    assert len(gzip.compress(said.encode(), 6)) <= 40_000
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(said)
    assert not [what for _, what, _ in parser.errors if "comment" not in what], parser.errors[:3]
    before, _, after = said.partition('<div id="root">')
    assert 'class="ne-first' in before
    # In front of it: its own look, and no program or font to wait for.
    files = re.findall(
        r'<(?:script|link)[^>]*(?:src|rel="(?:module|style|pre)[^"]*" href)="([^?"]*)', before
    )
    assert files == ["./links.js"] and "<style>:root{" in before
    assert re.findall(r"<script[^>]*src[^>]*>", before)[0].endswith(" defer>")
    assert re.findall(r'<script type="module"[^>]*src="\./static/js/index', after)
    assert len(re.findall(r'rel="modulepreload"', after)) == DOCUMENT.count(b"modulepreload")
    assert "<noscript" not in said


def test_what_is_typed_keeps_what_is_chosen() -> None:
    said = _sight(_item("enterprises", "tier=rising&growth=..-50&sort=-revenue", "en"))
    form = re.findall(r"<form.*?</form>", said)[0]
    hidden = re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', form)
    assert hidden == [
        ("tier", "rising"), ("growth", "..-50"), ("sort", "-revenue"), ("lang", "en"),
    ]  # fmt: skip
    assert 'name="q"' in form and 'action="enterprises"' in form


def test_a_plot_that_is_to_come_has_its_frame() -> None:
    item = _item("enterprises", "", "zh")
    plots = [
        chart
        for part in item.sheet.sections
        for chart in part.charts
        if part.place == "main" and isinstance(chart.form, Plotted)
    ]
    assert plots and _sight(item).count("ne-coming") == len(plots)


def test_names_of_a_register_and_an_address_are_text() -> None:
    rows = register.shipped()
    named = rows.enterprises.assign(name=[HOSTILE[i % len(HOSTILE)] for i in range(137)])
    own = register.Register("register", HOSTILE[0], "x", {**rows.frames, "enterprises": named})
    asked = Selection.from_query("enterprises", "q=<script>alert(1)</script>")
    for chosen in (Selection("enterprises"), asked):
        sheet = views.view("enterprises")(own, published.shipped(), chosen, "zh")
        said = _sight(prepare(sheet))
        assert "<script" not in said and not re.search(r"<[^>]+\son[a-z]+\s*=", said)


def test_the_script_that_takes_it_away_is_served() -> None:
    said = TestClient(Starlette(routes=asgi.routes())).get("/links.js").text
    assert ".ne-first" in said and "Material Symbols" in said
