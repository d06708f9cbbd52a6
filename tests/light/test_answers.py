"""What the light and the data face answer: links with more than a selection, failures, caches."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from html import unescape
from typing import Any

import anyio.from_thread
import anyio.to_thread
import pytest

from neweco import published, views, words
from neweco.export import rows as exported
from neweco.html.page import render
from neweco.http.cache import Cache
from neweco.http.queue import Queue
from neweco.light import answers, pictures, routes
from neweco.model import register
from neweco.model.units import UNITS
from neweco.published import releases
from neweco.query.selection import Selection
from neweco.query.views import VIEWS
from tests.light.test_routes import CLIENT, get, page, problems, sent

APPENDED = "from=groupmessage&isappinstalled=0&utm_source=a&utm_campaign=b&nsukey=x"


def test_what_messengers_append_is_dropped_in_silence() -> None:
    shared = get(f"/light/enterprises?tier=rising&{APPENDED}")
    plain = get("/light/enterprises?tier=rising")
    assert (shared.text, shared.headers["etag"]) == (plain.text, plain.headers["etag"])


def test_no_query_bypasses_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    get("/light/labs")
    monkeypatch.setattr(routes, "_draw", None)
    for query in (APPENDED, "colour=red", "growth=9..1", "data=2020-01", "data=%00", "lang=fr"):
        answer = get(f"/light/labs?{query}")
        assert (answer.status_code, query) == (200, query)
        assert problems(answer.text) == []


def test_what_a_link_says_does_not_stay_on_the_page() -> None:
    assert "colour" in get("/light/labs?kind=scenario&colour=red").text
    assert "colour" not in get("/light/labs?kind=scenario").text


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("view", ["enterprises", "labs", "diagnoses", "evidence"])
def test_what_a_link_opens_and_is_not_there_is_named(view: str, language: str) -> None:
    item = VIEWS[view].item
    assert item is not None
    name = item.param
    said = words.text(language, "selection.ignored.unknown_item", param=name, value="Z-9")
    assert said in unescape(page(view, f"{name}=Z-9", language))
    assert said not in unescape(page(view, "", language))


RELEASES = (
    releases.Release("2027-02", "2027-02-01", "b", "b", {"F012": ("22家", "25家")}),
    releases.Release("2026-11", "2026-11-25", "a", "a", {}),
)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_shared_link_says_what_changed_since(
    monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setattr(releases, "shipped", lambda: RELEASES)

    def said(view: str, linked: str) -> str:
        return unescape(get(f"/light/{view}?lang={language}&data={linked}").text)

    since = words.text(language, "release.since", linked="2026-11", now="2027-02")
    assert f"{since} F012: 22家 → 25家" in said("labs", "2026-11")
    none = words.text(language, "release.none")
    assert f"{since} {none}" in said("register", "2026-11")
    assert since not in said("labs", "2027-02") and since not in said("labs", "")
    unknown = words.text(language, "release.unknown", linked="1999", now="2027-02")
    assert unknown in said("labs", "1999")
    assert unknown in said("labs.html", "1999")


@pytest.mark.parametrize("linked", ["<script>alert(1)</script>", "x" * 9_000, "\x00\n\u202e", " "])
def test_a_release_of_any_text_is_short_and_inert(linked: str) -> None:
    answer = CLIENT.get("/light/labs", params={"data": linked})
    assert answer.status_code == 200
    assert "<script" not in answer.text
    assert "x" * 41 not in answer.text
    assert problems(answer.text) == []


def test_what_went_wrong_is_kept_by_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    assert get("/light/labs").headers["cache-control"] == "public, max-age=300"
    monkeypatch.setattr(routes, "_draw", None)
    for path, status in (("/light/none", 404), ("/light/labs?q=no", 500), ("/data/none.csv", 404)):
        answer = get(path)
        assert (answer.status_code, answer.headers["cache-control"]) == (status, "no-store")
        assert "etag" not in answer.headers


def test_a_copy_is_for_who_asked() -> None:
    headers = get("/light/labs.html", host="asked.example").headers
    assert headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize("path", ["/light/labs", "/light/", "/data/labs.csv"])
@pytest.mark.parametrize("language", words.LANGUAGES)
def test_what_can_only_be_read_says_so(path: str, language: str) -> None:
    for method in ("POST", "PUT", "DELETE"):
        answer = CLIENT.request(method, f"{path}?lang={language}")
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
        assert answer.headers["cache-control"] == "no-store"
        assert words.text(language, "light.refused") in answer.text
        assert problems(answer.text) == []


@pytest.mark.parametrize("form", ["csv", "json", "zip"])
@pytest.mark.parametrize("language", words.LANGUAGES)
def test_data_that_cannot_be_made_says_so(
    monkeypatch: pytest.MonkeyPatch, form: str, language: str
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret place")

    monkeypatch.setattr(exported, "labelled", broken)
    answer = get(f"/data/labs.{form}?lang={language}")
    assert (answer.status_code, answer.headers["cache-control"]) == (500, "no-store")
    assert words.text(language, "light.unavailable") in answer.text
    assert "secret" not in answer.text
    assert problems(answer.text) == []


def test_a_template_in_an_unknown_language_is_refused_in_the_askers() -> None:
    known = "template-zh.xlsx, template-en.xlsx"
    for language in words.LANGUAGES:
        answer = get(f"/data/template-fr.xlsx?lang={language}")
        assert answer.status_code == 404
        assert answer.text == words.text(language, "takeaway.unknown", views=known)


def test_the_index_is_found_without_its_slash() -> None:
    answer = CLIENT.get("/light?lang=en", follow_redirects=False)
    assert answer.headers["location"] == "light/?lang=en"
    assert words.text("en", "light.index") in get("/light?lang=en").text


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("path", ["/light/", "/light/none"])
def test_the_index_and_errors_lead_to_the_other_language(path: str, language: str) -> None:
    text = get(f"{path}?lang={language}").text
    assert words.text(language, "common.product") in text.partition("<body>")[2]
    for other, name in ((each, words.name(each)) for each in words.LANGUAGES):
        said = re.search(rf'<a lang="[^"]+" href="([?]lang={other})"([^>]*)>{name}</a>', text)
        assert said, other
        assert ("aria-current" in said[2]) is (other == language)
    assert problems(text) == []


def test_drawing_leaves_the_threads_of_others_free(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many new pages a hall opens at once."""
    drawing, borrowed = routes._draw, []

    def counted(*given: Any) -> Any:
        limiter = anyio.to_thread.current_default_thread_limiter
        borrowed.append(anyio.from_thread.run_sync(lambda: limiter().borrowed_tokens))
        return drawing(*given)

    async def hall() -> list[tuple[int, bytes]]:
        return await asyncio.gather(*(sent("register", f"lang=en&x={n}") for n in range(40)))

    monkeypatch.setattr(routes, "_draw", counted)
    monkeypatch.setattr(routes, "CACHE", Cache(9))
    assert {status for status, _ in asyncio.run(hall())} == {200}
    assert borrowed == [0]


def test_filtering_keeps_order_and_switches() -> None:
    text = page("labs", "kind=scenario&reading=beside&sort=-growth", "en")
    for name, value in (("sort", "-growth"), ("reading", "beside"), ("lang", "en")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in text
    clear = re.search(rf'href="([^"]+)" data-key="-">{words.text("en", "live.clear")}<', text)
    assert clear
    assert unescape(clear[1]) == "../light/labs?sort=-growth&reading=beside&lang=en"
    assert 'type="hidden"' not in page("labs")


def test_units_are_in_the_language_of_the_page() -> None:
    english, chinese = page("enterprises", "", "en"), page("enterprises")
    assert UNITS["万元"].heading("en") in english and "万元" not in english
    assert UNITS["万元"].heading("zh") in chinese


def test_names_bring_no_control_characters() -> None:
    rows = register.shipped()
    firms = rows.frame("enterprises").copy()
    firms.loc[firms.index[0], "name"] = "a\x00b\x08c\x1bd\x85e"
    shown = replace(rows, frames={**rows.frames, "enterprises": firms})
    item = str(firms.loc[firms.index[0], "enterprise_id"])
    chosen = Selection("enterprises", item=item)
    sheet = views.view("enterprises")(shown, published.shipped(), chosen, "zh")
    text = render(sheet)
    assert "abcde" in text
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", text)


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("path", ["/light/labs", "/light/labs.html", "/data/labs.zip",
                                  "/data/labs.json", "/chart/labs.tiles.svg"])  # fmt: skip
def test_who_would_wait_for_long_is_told_when_to_ask_again(
    monkeypatch: pytest.MonkeyPatch, path: str, language: str
) -> None:
    for name in ("PAGES", "FILES"):
        monkeypatch.setattr(answers, name, Queue(1, 0))
    for module in (routes, pictures):
        monkeypatch.setattr(module, "CACHE", Cache(9))
    answer = get(f"{path}?lang={language}")
    assert (answer.status_code, answer.headers["cache-control"]) == (503, "no-store")
    assert int(answer.headers["retry-after"]) == answers.AGAIN
    assert words.text(language, "light.busy") in answer.text
    assert problems(answer.text) == []
