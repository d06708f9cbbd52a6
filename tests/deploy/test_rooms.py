"""Where nginx leads the phones of a room: to the process of its speaker, whichever that is."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import httpx2
import pytest

from tests.deploy.proxy import led, needs_nginx

pytestmark = needs_nginx
NAMES = [f"{number:032x}" for number in range(24)]
"""Of visitors, as the proxy gives them."""


class Process(BaseHTTPRequestHandler):
    """Says at which process a request arrived; the second knows the digits 222222."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        port = self.server.server_address[1]
        knows = "find" not in self.path or self.server.knows in self.path  # type: ignore[attr-defined]
        body = str(port).encode()
        self.send_response(200 if knows else 404)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@contextlib.contextmanager
def _process(knows: str) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Process)
    server.knows = knows  # type: ignore[attr-defined]
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def _get(address: str, headers: dict[str, str] | None = None) -> httpx2.Response:
    """As somebody new each time; to read what the machine trusts would take longer."""
    return httpx2.get(address, headers=headers, verify=False)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("rooms")
    with (
        _process("111111") as one,
        _process("222222") as other,
        led(folder, (one, other)) as host,
    ):
        yield f"http://{host}"


def test_phones_reach_the_process_of_their_speaker(site: str) -> None:
    led = set()
    for name in NAMES:
        speaker = _get(f"{site}/story", headers={"cookie": f"ne_replica={name}"}).text
        for path in ("", "/step?seen=3&lang=en"):
            for own in ("", f"; ne_replica={NAMES[0]}", f"; ne_replica={NAMES[1]}"):
                headers = {"cookie": f"other=1{own}"}  # whoever the phone was before
                address = f"{site}/follow/{name}-AAAAAAAAAAAA{path}"
                assert _get(address, headers=headers).text == speaker
        led.add(speaker)
    assert len(led) == 2, "speakers are spread over both"


@pytest.mark.parametrize("digits", ["111111", "222222"])
def test_digits_are_found_whichever_process_knows_them(site: str, digits: str) -> None:
    for _ in range(6):
        assert _get(f"{site}/follow/find?digits={digits}").status_code == 200
    assert _get(f"{site}/follow/find?digits=333333").status_code == 404
