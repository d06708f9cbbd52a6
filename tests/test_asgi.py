"""What the server adds around Streamlit: compressed files, the document's head, headers."""

from __future__ import annotations

import base64
import gzip
import re
import tomllib
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit import net_util
from streamlit.web.server.server_util import is_url_from_allowed_origins

from neweco import asgi
from neweco.http import document
from neweco.http.assets import Asset
from neweco.http.document import Document, DocumentHead, rewritten
from neweco.http.headers import POLICY, SecurityHeaders
from neweco.http.static_files import CompressedStaticFiles
from neweco.light.routes import ROUTES
from neweco.live import page
from neweco.published import releases
from neweco.query.selection import Selection
from neweco.sources import current, limits
from tests.serving import ROOT

STATIC = Path(streamlit.__file__).parent / "static"
DOCUMENT = b'<!DOCTYPE html><html lang="en"><head><title>Streamlit</title></head></html>'
OTHER = b'<!DOCTYPE html><html lang="fr"><head><title>Other</title></head></html>'


def _page(request: Request) -> Response:
    if request.url.path == "/data":
        return PlainTextResponse("plain")
    if request.url.path == "/other":
        return Response(OTHER, media_type="text/html", headers={"etag": "kept"})
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
            Middleware(
                DocumentHead, describe=asgi.described, assets=asgi.ASSETS, leave=("/light",)
            ),
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


def test_head_says_what_get_would(client: TestClient) -> None:
    for path in (f"/static/js/{_script()}", "/labs"):
        answer = client.head(path)
        assert (answer.status_code, answer.content) == (200, b"")
        assert answer.headers["content-length"] == client.get(path).headers["content-length"]


@pytest.mark.parametrize("encodings", ["identity", "br", "gzip;q=0", "br, gzip; q=0.0"])
def test_who_does_not_take_gzip_gets_none(client: TestClient, encodings: str) -> None:
    asked = {"accept-encoding": encodings}
    assert "content-encoding" not in client.get("/labs", headers=asked).headers
    answer = client.get(f"/static/js/{_script()}", headers=asked)
    assert "immutable" not in answer.headers.get("cache-control", "")


@pytest.mark.parametrize("encodings", ["gzip;q=0", "br", "gzip"])
def test_data_comes_as_the_client_takes_it(encodings: str) -> None:
    """Whatever compresses further in sees only what may be done."""
    app = Starlette(
        routes=[Route("/data", lambda _: PlainTextResponse("x" * 5000))],
        middleware=[Middleware(CompressedStaticFiles, folder=STATIC), Middleware(GZipMiddleware)],
    )
    answer = TestClient(app).get("/data", headers={"accept-encoding": encodings})
    assert ("content-encoding" in answer.headers) == (encodings == "gzip")


@pytest.mark.parametrize(
    "path",
    [
        "/static/../../../app.py",
        "/static/%2e%2e/%2e%2e/%2e%2e/app.py",
        "/static//etc/hosts.txt",
        "/static/none%00.js",
        f"/static/{'a' * 5000}.js",
        "/static/js/none.js",
        "/static/",
    ],
)
def test_nothing_else_is_served_from_disk(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert b"import streamlit" not in answer.content
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
    assert answer.headers["content-encoding"] == "gzip"
    plain = client.get(url, headers={"accept-encoding": "identity"})
    assert plain.text == answer.text
    assert int(plain.headers["content-length"]) == len(plain.content)


@pytest.mark.parametrize(
    ("url", "image"),
    [
        ("/", "/card/overview.png"),
        ("/labs?kind=scenario&lang=en", "/card/labs.png?lang=en"),
        ("/folder/evidence?fact=F021", "/card/evidence.png"),
    ],
)
def test_the_document_names_the_card_of_its_page(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, url: str, image: str
) -> None:
    for site in ("http://testserver", "https://explorer.example/neweco"):
        said = client.get(url).text
        assert f'<meta property="og:image" content="{site}{image}">' in said
        assert '<meta property="og:image:width" content="1200">' in said
        assert '<meta property="og:image:height" content="630">' in said
        assert re.search('<meta property="og:image:alt" content="[^"]{20,}">', said)
        assert '<meta name="twitter:card" content="summary_large_image">' in said
        monkeypatch.setenv("NEWECO_ADDRESS", "https://explorer.example/neweco/")
    monkeypatch.delenv("NEWECO_ADDRESS")
    nowhere = client.get(url, headers={"host": "<evil>"}).text
    assert "og:title" in nowhere and "og:image" not in nowhere and "twitter" not in nowhere


@pytest.mark.parametrize(
    "url", ["/labs?lang=%22%3E%3Cscript%3E", "/%22%3E%3Cscript%3E?lang=en", "/?lang=%ff%00&&=&lang"]
)
def test_no_address_can_write_into_the_document(client: TestClient, url: str) -> None:
    answer = client.get(url)
    assert answer.status_code == 200
    assert "<script>" not in answer.text


def test_the_head_is_escaped() -> None:
    hostile = '"><script>alert(1)</script>\\1'
    written = rewritten(DOCUMENT, Document(hostile, hostile, hostile))
    assert b"<script>" not in written
    assert written.count(b"\\1") == 5
    assert written.count(b"&quot;&gt;&lt;script&gt;") == 5


def test_streamlits_own_document_is_understood() -> None:
    shipped = (STATIC / "index.html").read_bytes()
    written = rewritten(shipped, Document("标题", "about", "zh-CN")).decode()
    assert '<html lang="zh-CN"' in written
    assert "<title>标题</title>" in written


def test_another_text_for_the_head_can_be_given() -> None:
    def describe(path: str, query: object, _: str) -> Document:
        return Document(f"{path} {query}", "about", "en")

    app = Starlette(
        routes=[Route("/{path:path}", _page)],
        middleware=[Middleware(DocumentHead, describe=describe)],
    )
    answer = TestClient(app).get("/labs?a=1&a=2&b=%E8%8A%AF")
    assert "<title>/labs a=1&amp;a=2&amp;b=%E8%8A%AF</title>" in answer.text
    assert '<meta name="description" content="about">' in answer.text


def test_other_answers_pass_untouched(client: TestClient) -> None:
    assert client.get("/data").text == "plain"
    assert client.get("/other").content == OTHER
    assert client.get("/other").headers["etag"] == "kept"
    for path in ("/light", "/light/labs"):
        assert client.get(path).content == DOCUMENT


@pytest.fixture
def own() -> TestClient:
    """The routes that the server answers itself."""
    return TestClient(Starlette(routes=asgi.routes(), middleware=asgi.middleware()))


def test_the_server_says_that_it_is_alive(own: TestClient) -> None:
    answer = own.get("/healthz")
    assert answer.json() == {"status": "ok"}
    assert answer.headers["cache-control"] == "no-store"


def test_the_server_says_what_it_serves(own: TestClient) -> None:
    answer = own.get("/readyz")
    said = answer.json()
    assert (answer.status_code, said["status"]) == (200, "ready")
    assert said["release"] == releases.current().id
    assert (said["register"]["loaded"], said["register"]["basis"]) == (True, "simulated")
    assert said["register"]["rows"]["enterprises"] == 137
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("name", "media", "tag"),
    [
        ("links.js", "text/javascript", r'<script src="\./([^"]+)" defer></script></head>'),
        ("favicon.png", "image/svg+xml", r'<link rel="shortcut icon" href="\./([^"]+)" />'),
    ],
)
def test_the_sites_own_files_are_served_and_named_in_the_document(
    own: TestClient, client: TestClient, name: str, media: str, tag: str
) -> None:
    shipped = (STATIC / "index.html").read_bytes()
    head = asgi.described("/enterprises", "lang=en")
    written = rewritten(shipped, head, tuple(map(document._tag, asgi.ASSETS))).decode()
    # Relative, so that it is found below any folder.
    (address,) = re.findall(tag, written)
    assert address.partition("?")[0] == name
    for accepted in ("gzip", "identity"):
        answer = own.get(f"/{address}", headers={"accept-encoding": accepted})
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(media)
        assert "immutable" in answer.headers["cache-control"]
        assert "immutable" not in own.get(f"/{name}").headers["cache-control"]
        (asset,) = (each for each in asgi.ASSETS if each.name == name)
        assert answer.content == asset.make()
    assert name not in client.get("/other").text


def test_the_own_script_is_one_that_the_policy_allows(own: TestClient) -> None:
    said = own.get("/links.js").text
    assert "popstate" in said and "eval" not in said and "innerHTML" not in said
    assert "script-src 'self'" in POLICY


def test_a_file_that_changes_changes_its_address() -> None:
    first, second = (Asset("a.css", "text/css", lambda body=body: body) for body in (b"1", b"2"))
    assert first.address != second.address
    assert first.address == Asset("a.css", "text/css", lambda: b"1").address


def test_the_icon_is_the_mark_on_every_face(own: TestClient) -> None:
    drawn = own.get("/favicon.png").text
    assert ElementTree.fromstring(drawn).tag == "{http://www.w3.org/2000/svg}svg"
    light = TestClient(Starlette(routes=ROUTES)).get("/light/labs").text
    (named,) = re.findall(r'<link rel="icon" href="data:image/svg\+xml,([^"]*)">', light)
    assert unquote(named) == drawn.strip()


def test_who_stops_or_has_no_register_gets_no_visitors(
    own: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(asgi.RUNS, "stopping", True)
    assert (own.get("/readyz").status_code, own.get("/readyz").json()["status"]) == (
        503,
        "stopping",
    )
    assert own.get("/healthz").status_code == 200
    monkeypatch.setenv(current.VARIABLE, str(tmp_path))
    answer = own.get("/readyz")
    assert (answer.status_code, answer.json()["register"]) == (503, {"loaded": False})
    assert str(tmp_path) not in answer.text


def test_no_page_of_another_site_makes_the_server_ask_the_internet(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def asked(*_: object, **__: object) -> None:
        raise AssertionError("asked")

    monkeypatch.setattr(net_util, "_make_blocking_http_get", asked)
    for origin in ("https://elsewhere.example", "null", "", "http://"):
        assert not is_url_from_allowed_origins(origin), origin


def test_streamlits_own_inline_script_is_allowed() -> None:
    document = (STATIC / "index.html").read_bytes()
    scripts = re.findall(rb"<script>(.*?)</script>", document, re.S)
    hashes = [base64.b64encode(sha256(script).digest()).decode() for script in scripts]
    assert hashes
    assert all(f"'sha256-{each}'" in POLICY for each in hashes)


def test_a_page_talks_to_its_own_server_alone() -> None:
    (allowed,) = re.findall(r"connect-src ([^;]*)", POLICY)
    assert allowed == "'self'"


def test_what_is_shared_holds_nothing_of_an_address() -> None:
    read = Selection.from_query("labs", "kind=scenario&secret=x")
    assert read.ignored
    assert page.prepared(read, "zh").sheet.selection == read
    assert page.prepared(read, "zh").sheet.selection.ignored == ()


def test_headers_are_on_every_answer(client: TestClient) -> None:
    for path in ("/", "/data", f"/static/js/{_script()}"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "script-src 'self'" in headers["content-security-policy"]
        assert "unsafe-eval" not in headers["content-security-policy"]
        assert headers["referrer-policy"] == "strict-origin-when-cross-origin"


def test_an_upload_is_not_written_to_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A form of several megabytes, as a workbook comes, is parsed in memory alone."""

    def refuse(*_: object) -> None:
        raise AssertionError("written to disk")

    monkeypatch.setattr("tempfile.SpooledTemporaryFile.rollover", refuse)

    async def take(request: Request) -> Response:
        async with request.form() as form:
            held = form["file"]
            assert isinstance(held, UploadFile)
            return Response(str(held.size))

    client = TestClient(Starlette(routes=[Route("/", take, methods=["POST"])]))
    assert client.post("/", files={"file": b"x" * 5_000_000}).text == "5000000"


def test_what_is_read_at_most_may_be_sent() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["server"]["maxUploadSize"] == limits.MOST_MB
