"""Links as chats leave them."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from neweco.http.repair import RepairedLinks, repaired
from neweco.query.selection import Selection

KNOWN = frozenset({"/", "/enterprises", "/light/labs"})


@pytest.mark.parametrize(
    ("path", "query", "meant"),
    [
        ("/enterprises?tier=rising", "", "/enterprises?tier=rising"),
        ("/enterprises?tier=rising", "lang=en", "/enterprises?tier=rising&lang=en"),
        ("/enterprises。", "", "/enterprises"),
        ("/Enterprises", "tier=rising", "/enterprises?tier=rising"),
        ("/LIGHT/labs），", "", "/light/labs"),
        ("/enterprises", "tier=rising", None),
        ("/", "", None),
        ("/nothing。", "", None),
        ("//elsewhere.example。", "", None),
    ],
)
def test_what_was_meant(path: str, query: str, meant: str | None) -> None:
    assert repaired(path, query, KNOWN) == meant


def _page(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(request.url.path))


def test_a_damaged_link_leads_to_its_page_and_others_are_left_alone() -> None:
    routes = [Route("/{path:path}", _page, methods=["GET", "POST"])]
    app = Starlette(routes=routes, middleware=[Middleware(RepairedLinks, known=KNOWN)])
    client = TestClient(app, follow_redirects=False)
    answer = client.get("/enterprises%3Ftier=rising")
    assert (answer.status_code, answer.headers["location"]) == (307, "/enterprises?tier=rising")
    assert client.get("/Static/app.js").status_code == 200
    assert client.post("/Enterprises").status_code == 200


@pytest.mark.parametrize(
    ("query", "meant", "ignored"),
    [
        ("tier%3Drising", "tier=rising", []),
        ("tier=rising&amp;district=370202", "tier=rising&district=370202", []),
        ("tier=rising%20", "tier=rising", []),
        ("scene=1&subscene=2&clicktime=3&enterid=4&sessionid=5&tier=rising", "tier=rising", []),
        ("foo=", "", ["foo"]),
        ("tier=&q=", "", []),
    ],
)
def test_parts_of_a_query_are_repaired_or_named(query: str, meant: str, ignored: list[str]) -> None:
    read = Selection.from_query("enterprises", query)
    assert read.to_query() == meant
    assert [part.param for part in read.ignored] == ignored
