"""What the server adds around Streamlit: compressed files, the document's head, headers."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from neweco.live.document import DocumentHead, rewritten
from neweco.live.headers import SecurityHeaders
from neweco.live.static_files import CompressedStaticFiles

STATIC = Path(streamlit.__file__).parent / "static"
DOCUMENT = b'<!DOCTYPE html><html lang="en"><head><title>Streamlit</title></head></html>'


def _page(request: Request) -> Response:
    if request.url.path == "/data":
        return PlainTextResponse("plain")
    if "gzip" in request.headers.get("accept-encoding", ""):
        body = gzip.compress(DOCUMENT)
        return Response(body, media_type="text/html", headers={"content-encoding": "gzip"})
    return Response(DOCUMENT, media_type="text/html")


@pytest.fixture
def client() -> TestClient:
    app = Starlette(
        routes=[Route("/{path:path}", _page)],
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(CompressedStaticFiles, folder=STATIC),
            Middleware(DocumentHead),
        ],
    )
    return TestClient(app)


def _script() -> str:
    return max((STATIC / "static" / "js").glob("*.js"), key=lambda f: f.stat().st_size).name


def test_static_files_are_compressed_and_whole(client: TestClient) -> None:
    path = f"/static/js/{_script()}"
    answer = client.get(path, headers={"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) < len(answer.content) / 2
    assert answer.content == (STATIC / "static" / "js" / _script()).read_bytes()
    assert "javascript" in answer.headers["content-type"]
    assert "immutable" in answer.headers["cache-control"]


def test_a_known_file_is_not_sent_again(client: TestClient) -> None:
    path = f"/static/js/{_script()}"
    tag = client.get(path).headers["etag"]
    again = client.get(path, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_head_has_no_body(client: TestClient) -> None:
    answer = client.head(f"/static/js/{_script()}")
    assert answer.status_code == 200
    assert answer.content == b""


@pytest.mark.parametrize("path", ["/static/../../../app.py", "/static/js/none.js", "/static/"])
def test_nothing_else_is_served_from_disk(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert b"import" not in answer.content
    assert b"Streamlit" in DOCUMENT and answer.headers["content-type"].startswith("text/html")


def test_ranges_are_left_to_streamlit(client: TestClient) -> None:
    answer = client.get(f"/static/js/{_script()}", headers={"range": "bytes=0-9"})
    assert "immutable" not in answer.headers.get("cache-control", "")


@pytest.mark.parametrize(
    ("url", "lang", "title"),
    [
        ("/", "zh-CN", "总览 · 青岛新经济全景"),
        ("/enterprises?tier=rising", "zh-CN", "企业梯队 · 青岛新经济全景"),
        ("/labs?lang=en", "en", "Laboratories · Qingdao New Economy Explorer"),
        ("/nowhere?lang=en", "en", "Overview · Qingdao New Economy Explorer"),
    ],
)
def test_the_document_says_language_and_title(
    client: TestClient, url: str, lang: str, title: str
) -> None:
    answer = client.get(url)
    assert f'<html lang="{lang}"' in answer.text
    assert f"<title>{title}</title>" in answer.text
    assert f'<meta property="og:title" content="{title}">' in answer.text
    assert int(answer.headers["content-length"]) == len(answer.content)


def test_no_query_can_write_into_the_document() -> None:
    hostile = 'lang=en&lang="><script>alert(1)</script>'
    assert b"<script>" not in rewritten(DOCUMENT, '/labs"><script>', hostile)


def test_other_answers_pass_untouched(client: TestClient) -> None:
    assert client.get("/data").text == "plain"


def test_headers_are_on_every_answer(client: TestClient) -> None:
    for path in ("/", "/data", f"/static/js/{_script()}"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "script-src 'self'" in headers["content-security-policy"]
        assert "unsafe-eval" not in headers["content-security-policy"]
        assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
