"""The light face: one response, no script, valid, small, and the same figures as the live page."""

from __future__ import annotations

import asyncio
import gzip
import re
from dataclasses import replace
from html import escape, unescape
from typing import Any

import html5lib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from neweco import published, views, words
from neweco.charts.forms import Plotted, Timeline
from neweco.http.cache import Cache
from neweco.light import routes
from neweco.published import releases
from neweco.selfcheck import code, questions
from neweco.sheet import Figure, Sheet
from tests.made import of_sample

CLIENT = TestClient(Starlette(routes=routes.ROUTES))
QUERIES = {
    "overview": ("",),
    "enterprises": ("", "tier=potential&district=370202&revenue=2000..", "q=zzz"),
    "labs": ("", "kind=scenario&growth=10..", "district=370285&q=zzz"),
    "diagnoses": ("", "centre=C-03&industry=food", "q=zzz"),
    "names": ("", "list=champion_west_coast&district=370211", "id=U001", "q=zzz"),
    "events": ("", "line=labs&kind=batch", "id=E04", "q=zzz"),
    "selfcheck": (
        "",
        "answers=" + code.encode({"F1": 2}),
        "industry=food_drink&answers=" + code.encode({q.id: 2 for q in questions.shipped().all}),
    ),
    "story": ("", "step=3"),
    "evidence": ("", "fact=F021"),
    "register": ("",),
}
CASES = [
    (view, query, language)
    for view in views.NAMES
    for query in QUERIES.get(view, ("",))
    for language in words.LANGUAGES
]


def get(path: str, **headers: str) -> Any:
    return CLIENT.get(path, headers=headers)


def page(view: str, query: str = "", language: str = "zh") -> str:
    return str(get(f"/light/{view}?{query}&lang={language}").text)


def problems(text: str) -> list[Any]:
    """What a strict HTML parser finds wrong."""
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(text)
    return [(where, what) for where, what, _ in parser.errors]


@pytest.mark.parametrize(("view", "query", "language"), CASES)
def test_one_small_valid_response_without_script(view: str, query: str, language: str) -> None:
    answer = get(f"/light/{view}?{query}&lang={language}")
    assert answer.status_code == 200
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) <= 60_000
    text = answer.text
    assert "<script" not in text.lower()
    assert not re.search(r"<[^>]+\son[a-z]+\s*=", text)
    assert problems(text) == []
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert f'<html lang="{words.tag(language)}">' in text


@pytest.mark.parametrize(("view", "query", "language"), CASES)
def test_nothing_is_fetched_from_elsewhere(view: str, query: str, language: str) -> None:
    text = page(view, query, language)
    fetched = re.findall(r'(?:src|srcset|xlink:href|action|data|poster)="([^"]*)"', text)
    fetched += re.findall(r"<link[^>]*>|@import|url\([^)]*\)", text)
    own = ("../light/", "url(#", '<link rel="icon" href="data:image/svg+xml,')
    assert [address for address in fetched if not address.startswith(own)] == []


def test_a_broken_page_would_be_found() -> None:
    assert problems(page("labs").replace("</main>", "</section>"))


@pytest.mark.parametrize(("view", "query", "language"), CASES)
def test_the_same_figures_as_the_sheet(view: str, query: str, language: str) -> None:
    sheet = of_sample(view, query, language)
    text = page(view, query, language)
    assert _values(text) == [figure.value for figure in _figures(sheet)]
    plain = unescape(text)
    assert (sheet.answer if sheet.is_filtered else sheet.headline) in plain
    plots = [chart for chart in sheet.charts if isinstance(chart.form, Plotted)]
    for chart in sheet.charts:
        assert chart.sentence in plain
        said = "event" if isinstance(chart.form, Timeline) else "text"
        assert chart in plots or set(chart.table.rows[said]) <= {"", *re.split("[<>]", plain)}
    assert text.count('<svg xmlns="http://www.w3.org/2000/svg"') == len(plots)
    assert all(chart.alt in plain for chart in plots)
    assert all(words.text(language, f"basis.name.{f.basis}") in plain for f in sheet.figures)


def _figures(sheet: Sheet) -> list[Figure]:
    """The figures in the order in which a page draws its parts."""
    parts = sheet.sections
    if sheet.is_filtered:
        order = ("strip", "first", "main", "below", "")
        parts = tuple(sorted(parts, key=lambda part: order.index(part.place)))
    return [figure for part in parts for figure in part.figures]


def _values(text: str) -> list[str]:
    """What stands as a figure: a value below its label, or one on the strip of those published."""
    found = re.findall(r'<div class="ne-value[^"]*">(.*?)</div>|"><b>([^<]*)</b></a></li>', text)
    return [re.sub("<[^>]*>", "", unescape(a or b)) for a, b in found]


def test_figures_keep_their_qualifiers() -> None:
    assert "630余家" in _values(page("diagnoses"))
    assert "630+" in _values(page("diagnoses", "", "en"))


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_chat_shows_a_meaningful_card(language: str) -> None:
    text = page("labs", "kind=scenario", language)
    title = words.text(language, "labs.title")
    assert re.search(f'<meta property="og:title" content="{title}[^"]*">', text)
    described = re.search(r'<meta property="og:description" content="([^"]+)">', text)
    assert described
    assert "32" in described[1]


def test_charts_draw_their_rows() -> None:
    drawn = re.search(r"<svg[^>]*aria-labelledby=\"growth-t\".*?</svg>", page("labs"), re.S)
    assert drawn
    assert drawn[0].count("<path") > 54


def test_every_plot_has_a_title_and_a_twin() -> None:
    text = page("enterprises")
    charts = text.count("<svg ")
    assert text.count("<title id=") == text.count("<desc id=") == charts
    assert text.count("<caption>") >= charts
    assert 'scope="col"' in text


def test_the_form_filters_without_script() -> None:
    text = page("enterprises", "tier=rising", "en")
    assert '<form method="get" action="../light/enterprises">' in text
    for name, value in (("tier", "rising"), ("lang", "en")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in text
    for name in ("q", "revenue", "growth", "rd"):
        assert re.search(rf'<input [^>]*name="{name}"', text)
    # Fields left open come as empty parameters, which say nothing.
    sent = get("/light/enterprises?q=&tier=rising&revenue=&growth=&rd=&lang=en").text
    assert sent == text


def test_other_order_and_unknown_parameters_answer_the_same_page() -> None:
    one = get("/light/enterprises?tier=rising&district=370202&district=370203")
    two = get("/light/enterprises?district=370203&district=370202&tier=rising&lang=zh")
    assert (one.text, one.headers["etag"]) == (two.text, two.headers["etag"])
    said = get("/light/enterprises?tier=rising&colour=red").text
    assert "colour" in said


def test_a_known_page_is_not_sent_again() -> None:
    first = get("/light/labs")
    assert "max-age" in first.headers["cache-control"]
    again = get("/light/labs", **{"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = get("/light/labs?kind=scenario", **{"if-none-match": first.headers["etag"]})
    assert other.status_code == 200


@pytest.mark.parametrize("encodings", ["identity", "br", "gzip;q=0", "br, gzip; q=0.0"])
def test_without_gzip_it_comes_plain(encodings: str) -> None:
    answer = get("/light/labs", **{"accept-encoding": encodings})
    assert "content-encoding" not in answer.headers
    assert answer.text == page("labs")


def test_the_policy_allows_no_script() -> None:
    headers = get("/light/labs").headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "script-src" not in headers["content-security-policy"]


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_unknown_views_and_the_index(language: str) -> None:
    missing = get(f"/light/none?lang={language}")
    assert missing.status_code == 404
    assert words.text(language, "light.missing") in missing.text
    index = get(f"/light/?lang={language}")
    assert index.status_code == 200
    for view in views.NAMES:
        assert words.text(language, f"{view}.menu") in index.text
    assert problems(index.text) == problems(missing.text) == []


def test_a_failure_says_nothing_of_the_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> bytes:
        raise RuntimeError("secret place")

    monkeypatch.setattr(routes, "_draw", broken)
    answer = get("/light/labs?q=unheard&lang=en")
    assert answer.status_code == 500
    assert words.text("en", "light.failed") in answer.text
    assert "secret" not in answer.text


async def sent(view: str, query: str) -> tuple[int, bytes]:
    """Status and body as the server gives them, whatever a client would refuse to send."""
    messages: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    async def send(message: Any) -> None:
        messages.append(message)

    scope = {
        "type": "http",
        "method": "GET",
        "path": f"/light/{view}",
        "root_path": "",
        "query_string": query.encode(),
        "headers": [],
    }
    await CLIENT.app(scope, receive, send)
    return messages[0]["status"], b"".join(m.get("body", b"") for m in messages)


HOSTILE = [
    "q=%3Cscript%3Ealert(1)%3C/script%3E",
    "tier=%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E",
    "%3Cb%3E=1",
    "q=%00%01%ff%fe&lang=%ff",
    "q=%zz%&=&&;;=",
    "tier=" + "a" * 100_000,
    "&".join(["tier=rising"] * 5000),
    "&".join(f"x{i}={i}" for i in range(3000)),
    "revenue=9..1&revenue=nan..inf&growth=1e999..",
    "fact=../../etc/passwd&id=%0d%0aset-cookie:a",
]


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("view", ["enterprises", "evidence"])
def test_hostile_queries_get_a_calm_page(view: str, query: str) -> None:
    status, body = asyncio.run(sent(view, query))
    assert status == 200
    text = body.decode().lower()
    assert "<script" not in text
    assert "<img" not in text
    assert len(gzip.compress(body)) < 80_000


@given(st.binary(max_size=80))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_query_raises(noise: bytes) -> None:
    scope_query = "".join(f"%{byte:02x}" for byte in noise)
    assert CLIENT.get(f"/light/evidence?q={scope_query}&{scope_query}=1").status_code == 200


def test_an_offline_copy_stands_alone() -> None:
    answer = get("/light/labs.html?download=1&kind=scenario")
    assert answer.headers["content-disposition"] == 'attachment; filename="labs.html"'
    addresses = re.findall(r'(?:href|action)="([^"#]+)"', answer.text)
    assert addresses
    sources = {escape(source.link) for source in published.shipped().sources.values()}
    own = [address for address in addresses if address not in sources]
    site = ("http://testserver/", "data:image/svg+xml,")
    assert own and all(address.startswith(site) for address in own)
    assert problems(answer.text) == []


def test_a_strange_host_is_not_linked() -> None:
    text = get("/light/labs.html", host='"><b>x').text
    assert "<b>x" not in text


def test_the_key_names_what_the_page_depends_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "CACHE", Cache(10))
    for query in ("", "lang=en", "kind=scenario", "kind=scenario&kind=scenario"):
        get(f"/light/labs?{query}&reading=beside")
    assert len(routes.CACHE) == 3
    later = replace(releases.current(), id="another")
    monkeypatch.setattr(releases, "current", lambda: later)
    get("/light/labs?reading=beside")
    assert len(routes.CACHE) == 4
