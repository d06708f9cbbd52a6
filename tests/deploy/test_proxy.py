"""Two processes of the app behind nginx, asked over HTTP and over WebSockets."""

from __future__ import annotations

import asyncio
import gzip
import json
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
import pytest
import yaml
from websockets.asyncio.client import connect

from neweco.model import register
from tests.deploy.proxy import STATIC, Site, led, needs_nginx, proxied
from tests.load.visitor import PATIENCE, Visitor
from tests.serving import ROOT

SECRET = "secret-word"
DEPLOY = ROOT / "deploy"
pytestmark = needs_nginx


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("proxy")


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[Site]:
    with proxied(folder) as site:
        yield site


@pytest.fixture
def client(site: Site) -> Iterator[httpx2.Client]:
    """One visitor with a browser's memory for cookies."""
    with httpx2.Client(
        base_url=site.url, headers={"accept-encoding": "gzip"}, timeout=PATIENCE
    ) as client:
        yield client


def _script() -> Path:
    return max((STATIC / "static" / "js").glob("*.js"), key=lambda file: file.stat().st_size)


def _sessions(site: Site) -> list[int]:
    """Open sessions per replica, as each counts them."""
    counted = []
    for host, _ in site.replicas:
        lines = httpx2.get(f"http://{host}/_stcore/metrics").text.splitlines()
        values = [line.split()[-1] for line in lines if line.startswith("active_sessions")]
        counted.append(int(float(values[0])) if values else 0)
    return counted


def test_static_files_come_compressed_from_disk_and_stay(client: httpx2.Client) -> None:
    file = _script()
    answer = client.get(f"/static/js/{file.name}")
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) < file.stat().st_size / 2
    assert "immutable" in answer.headers["cache-control"]
    assert answer.content == file.read_bytes()
    plain = client.get(f"/static/js/{file.name}", headers={"accept-encoding": "identity"})
    assert plain.content == file.read_bytes()
    assert "set-cookie" not in answer.headers


def test_the_light_face_is_answered_from_the_cache(client: httpx2.Client) -> None:
    first, again, plain = (
        client.get("/light/labs?lang=en&kind=scenario", headers={"accept-encoding": encoding})
        for encoding in ("gzip, deflate, br", "br;q=1, gzip", "identity")
    )
    assert (first.headers["x-cache"], again.headers["x-cache"]) == ("MISS", "HIT")
    assert first.text == again.text == plain.text
    assert "content-encoding" not in plain.headers
    assert client.get("/light/labs?lang=en").headers["x-cache"] == "MISS"
    tag = first.headers["etag"]
    known = client.get("/light/labs?lang=en&kind=scenario", headers={"if-none-match": tag})
    assert (known.status_code, known.content) == (304, b"")


def test_data_can_be_taken_whichever_process_answers(site: Site, client: httpx2.Client) -> None:
    for _ in range(4):
        lines = client.get("/data/enterprises.csv?tier=rising").text.splitlines()
        assert len(lines) == 1 + 15
    bodies = {httpx2.get(f"http://{host}/data/labs.zip").content for host, _ in site.replicas}
    assert len(bodies) == 1  # the same bytes from both


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent/x", "/healthz", "/readyz"])
def test_what_is_not_for_visitors_is_not_shown(client: httpx2.Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_too_large_a_request_is_refused_before_the_app(client: httpx2.Client) -> None:
    body = b"0" * (56 * 1024 * 1024)
    assert client.put("/_stcore/upload_file/a/b", content=body).status_code == 413
    assert client.get("/labs?q=" + "a" * 20_000).status_code == 414


def test_one_visitor_cannot_ask_without_end_and_a_hall_can(site: Site) -> None:
    """Three hundred pages at once: from one browser some are refused, from as many none is."""
    cookie = {"cookie": "ne_replica=greedy"}
    with (
        httpx2.Client(base_url=site.url, headers=cookie, timeout=PATIENCE) as greedy,
        ThreadPoolExecutor(8) as pool,  # one after another might be slower than what is granted
    ):
        asked = pool.map(lambda _: greedy.get("/favicon.png"), range(400))
        statuses = {answer.status_code for answer in asked}
    assert 429 in statuses
    for number in range(300):
        headers = {"cookie": f"ne_replica=visitor-{number}"}
        # Each a visitor of its own; to read what the machine trusts takes longer than the answer.
        asked_once = httpx2.get(
            f"{site.url}/favicon.png", headers=headers, timeout=PATIENCE, verify=False
        )
        assert asked_once.status_code == 200


def test_a_visitor_stays_with_a_process_and_visitors_spread(site: Site) -> None:
    """All from one address, as in a hall; each browser has its own cookie."""

    async def open_all() -> None:
        sockets = []
        for number in range(40):
            for _ in range(2):
                socket = await connect(
                    f"{site.url.replace('http', 'ws')}/_stcore/stream",
                    subprotocols=["streamlit"],  # type: ignore[list-item]
                    additional_headers={"Cookie": f"ne_replica=visitor-{number}"},
                    open_timeout=PATIENCE,
                )
                sockets.append(socket)
        until = time.monotonic() + 30  # a replica counts a session a moment after it is open
        while sum(_sessions(site)) - sum(before) < 80 and time.monotonic() < until:
            await asyncio.sleep(0.1)
        counted = _sessions(site)
        assert sum(counted) - sum(before) == 80
        assert all((now - was) % 2 == 0 for now, was in zip(counted, before, strict=True))
        assert min(counted) >= 20
        for socket in sockets:
            await socket.close()

    before = _sessions(site)
    asyncio.run(open_all())


def test_the_first_page_gives_the_cookie_and_the_next_none(client: httpx2.Client) -> None:
    first = client.get("/labs")
    assert "ne_replica=" in first.headers["set-cookie"]
    assert "httponly" in first.headers["set-cookie"].lower()
    assert "ne_replica" not in client.get("/labs").headers.get("set-cookie", "")


def test_a_session_runs_through_the_proxy(site: Site) -> None:
    async def visit() -> tuple[int, int]:
        visitor = Visitor(site.url.removeprefix("http://"), "enterprises")
        sizes = (await visitor.arrive()).size, (await visitor.change("tier=rising")).size
        assert await visitor.leave()
        return sizes

    assert min(asyncio.run(visit())) > 10_000


def test_a_session_opens_under_the_name_that_visitors_use(site: Site) -> None:
    """A browser names that address as host and as origin; the app refuses one that differs."""
    lines = (
        "GET /_stcore/stream HTTP/1.1", "Host: explorer.example", "Origin: https://explorer.example",
        "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", "Sec-WebSocket-Protocol: streamlit",
    )  # fmt: skip
    host, port = site.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=30) as asking:
        asking.sendall("\r\n".join((*lines, "", "")).encode())
        assert asking.recv(100).startswith(b"HTTP/1.1 101 ")


def test_a_copy_links_to_the_address_it_was_asked_at(client: httpx2.Client) -> None:
    hosts = "explorer.example", "other.example:8080"
    copies = [client.get("/light/labs.html", headers={"host": host}).text for host in hosts]
    for host, copy in zip(hosts, copies, strict=True):
        assert f'href="http://{host}/' in copy
        assert [other for other in (*hosts, "anyone") if f"http://{other}/" in copy] == [host]


PRIVATE = "0a1b2c3d-own-e4f5"
"""In place of what opens something of somebody's own."""


def test_what_opens_a_session_an_upload_or_a_room_is_not_written_down(
    site: Site, folder: Path
) -> None:
    with httpx2.Client(base_url=site.url) as client:
        client.put(f"/_stcore/upload_file/{PRIVATE}/{PRIVATE}", content=b"x")
        client.put(f"/sub/_stcore/upload_file/{PRIVATE}/{PRIVATE}", content=b"x")
        client.get(f"/media/{PRIVATE}.xlsx")
        client.get(f"/follow/{PRIVATE}")
    tops = {"/_stcore/upload_file/", "/media/", "/follow/", "_stcore/upload_file/"}
    until = time.monotonic() + 30  # a line is written a moment after its answer
    while True:
        text = (folder / "access.log").read_text()
        said = {json.loads(line)["path"] for line in text.splitlines()}
        if tops <= said or time.monotonic() > until:
            break
        time.sleep(0.05)
    assert tops <= said
    assert PRIVATE not in text


def test_headers_are_on_every_answer_and_once(client: httpx2.Client) -> None:
    """Also on those that nginx gives itself."""
    asked = {
        "/": 200, "/light/labs": 200, "/data/labs.csv": 200, "/follow/none": 404, "/readyz": 404,
        f"/static/js/{_script().name}": 200, "/static/none.js": 404, "/proxy-health": 200,
        "/media/none": 404, "/labs?q=" + "a" * 20_000: 414,
    }  # fmt: skip
    for path, status in asked.items():
        answer = client.get(path)
        assert answer.status_code == status, path[:40]
        if status == 414:
            continue  # a request that was not read to its end belongs to no place
        for header in ("content-security-policy", "x-content-type-options", "referrer-policy"):
            assert len(answer.headers.get_list(header)) == 1, (path, header)
        if not path.startswith("/proxy") and "none" not in path and path != "/readyz":
            assert len(answer.headers.get_list("cache-control")) == 1, path


def test_a_front_may_say_where_visitors_come_from(tmp_path: Path) -> None:
    """Who is named is believed; without, all that comes from one address shares its limits."""

    def refused(host: str, visitors: list[str]) -> int:
        headers = [{"x-forwarded-for": visitor} for visitor in visitors]
        with httpx2.Client(base_url=f"http://{host}", timeout=PATIENCE) as client:
            answers = [client.get("/data/labs.csv", headers=each) for each in headers]
        return sum(answer.status_code == 429 for answer in answers)

    front = tmp_path / "front"
    front.mkdir()
    for trusted in (False, True):
        if trusted:
            shipped = yaml.safe_load((DEPLOY / "kubernetes" / "front.yaml").read_text("utf-8"))
            named = shipped["data"]["front.conf"].replace("10.0.0.0/8", "127.0.0.1")
            (front / "front.conf").write_text(named)
        with led(tmp_path, ["127.0.0.1:9"] * 2) as host:  # nothing answers there
            visitors = [f"192.0.2.{number}" for number in range(200)]
            assert (refused(host, visitors) == 0) == trusted
            assert refused(host, ["198.51.100.1"] * 200) > 0


def test_nothing_searched_for_is_written_down(site: Site, folder: Path) -> None:
    with httpx2.Client(base_url=site.url) as client:
        for path in ("/light/labs", "/labs", "/data/labs.csv", "/nowhere", "/_stcore/metrics"):
            client.get(f"{path}?q={SECRET}")
    with socket.create_connection(site.url.removeprefix("http://").split(":")) as broken:  # type: ignore[arg-type]
        broken.sendall(f"GET /?q={SECRET} HTTP/9.9\r\n\r\n".encode())
        broken.recv(100)
    text = (folder / "access.log").read_text()
    assert SECRET not in text
    assert SECRET not in (folder / "error.log").read_text()
    lines = [json.loads(line) for line in text.splitlines()]
    assert {"/light/labs", "/data/labs.csv"} <= {line["path"] for line in lines}
    assert "127.0.0.1" not in text


def test_the_compressed_twins_are_the_files(folder: Path) -> None:
    twins = list((folder / "streamlit").rglob("*.gz"))
    assert len(twins) > 100
    for twin in twins[::20]:
        assert gzip.decompress(twin.read_bytes()) == twin.with_suffix("").read_bytes()


def test_the_sample_is_the_one_served(site: Site) -> None:
    for host, _ in site.replicas:
        said = httpx2.get(f"http://{host}/readyz").json()
        assert said["register"]["fingerprint"] == register.shipped().fingerprint
