"""What is written down, and what never is."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from neweco.http import logs
from neweco.http.logs import Lines, RequestLines

SECRET = "机密企业"
ROOT = Path(__file__).resolve().parents[2]


def _fails(request: Request) -> Response:
    raise KeyError(request.query_params.get("q"))


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The lines written so far, read back."""
    monkeypatch.setattr(logs.LOG, "propagate", True)
    caplog.set_level(logging.INFO, logger="neweco")
    caplog.handler.setFormatter(Lines())
    return lambda: [json.loads(Lines().format(record)) for record in caplog.records]


@pytest.fixture
def client() -> TestClient:
    app = Starlette(
        routes=[
            Route("/fails", _fails),
            Route("/{path:path}", lambda _: PlainTextResponse("ok", 201)),
        ],
        middleware=[Middleware(RequestLines)],
    )
    return TestClient(app, raise_server_exceptions=False)


def test_a_request_is_one_line_without_its_query(client: TestClient, lines: Any) -> None:
    client.get(f"/light/labs?q={SECRET}&lang=en", headers={"x-forwarded-for": "203.0.113.9"})
    (line,) = [line for line in lines() if line["message"] == "request"]
    assert (line["method"], line["path"], line["status"]) == ("GET", "/light/labs", 201)
    assert line["ms"] >= 0
    assert set(line) == {"time", "level", "logger", "message", "method", "path", "status", "ms"}


@pytest.mark.parametrize("path", [f"/{SECRET}", "/" + "a" * 61, "/a%20b", "/%0a%7b"])
def test_a_path_that_is_none_of_ours_is_not_written(
    client: TestClient, lines: Any, path: str
) -> None:
    client.get(path)
    assert [line["path"] for line in lines() if line["message"] == "request"] == ["other"]


@pytest.mark.parametrize("path", ["/static/js/a.js", "/_stcore/health", "/healthz", "/readyz"])
def test_what_comes_by_the_hundred_is_not_written(
    client: TestClient, lines: Any, path: str
) -> None:
    client.get(path)
    assert not [line for line in lines() if line["message"] == "request"]


@pytest.mark.parametrize("path", ["/media/", "/_stcore/upload_file/", "/follow/"])
@pytest.mark.parametrize("base", ["", "/explorer"])
def test_what_opens_a_session_an_upload_or_a_room_is_not_written(
    client: TestClient, lines: Any, base: str, path: str
) -> None:
    secret = "0f3e4c1a-77aa-4b0e-9a55-2f6f3f1f5d10"
    client.get(f"{base}{path}{secret}/{secret}.csv")
    assert not [line for line in lines() if secret in json.dumps(line)]


def test_a_failed_request_is_written_as_failed(client: TestClient, lines: Any) -> None:
    client.get(f"/fails?q={SECRET}")
    assert [line["status"] for line in lines() if line["message"] == "request"] == [500]


def test_an_exception_is_named_by_type_and_place_never_by_its_words() -> None:
    try:
        raise KeyError(SECRET)
    except KeyError as error:
        told = (KeyError, error, error.__traceback__)
        record = logging.LogRecord("streamlit", logging.ERROR, "", 0, "Uncaught", (), told)
    text = Lines().format(record)
    assert SECRET not in text
    line = json.loads(text)
    assert line["error"] == "KeyError"
    assert line["through"][0].startswith("tests/http/test_logs.py:")


def test_queries_are_cut_out_of_what_others_write() -> None:
    said = '"WebSocket /_stcore/stream?q=secret" [accepted]'
    record = logging.LogRecord("uvicorn.error", logging.INFO, "", 0, said, (), None)
    line = json.loads(Lines().format(record))
    assert line["message"] == '"WebSocket /_stcore/stream" [accepted]'


def test_a_message_stays_one_line() -> None:
    record = logging.LogRecord("neweco", logging.INFO, "", 0, 'a\nb"c', (), None)
    assert "\n" not in Lines().format(record)
    assert json.loads(Lines().format(record))["message"] == 'a\nb"c'


@pytest.mark.parametrize(
    ("message", "given", "said"),
    [
        ("could not load %s: %s", ("a.toml", KeyError(SECRET)), "could not load a.toml: KeyError"),
        (KeyError(SECRET), (), "KeyError"),
        (f"Task was destroyed\ntask: {SECRET}", (), "Task was destroyed"),
        ("%(count)d sessions", ({"count": 3},), "3 sessions"),
    ],
)  # fmt: skip
def test_exceptions_in_what_others_write_are_named_by_type(
    message: object, given: tuple[object, ...], said: str
) -> None:
    record = logging.LogRecord("streamlit", logging.ERROR, "", 0, message, given, None)
    assert json.loads(Lines().format(record))["message"] == said


EVENTS = f"""
import asyncio, logging, sys, threading
from streamlit.logger import get_logger, update_formatter
from neweco.http import logs
from neweco.live import engine

logging.getLogger("uvicorn.access").addHandler(logging.StreamHandler())
logging.getLogger("uvicorn").addHandler(logging.StreamHandler())
logs.configure()
engine.log_as_all_do()

def fails(*given):
    raise KeyError("{SECRET}")

async def scenario():
    asyncio.get_running_loop().call_soon(fails, "{SECRET}")
    lost = asyncio.create_task(asyncio.to_thread(fails))
    await asyncio.sleep(0.2)

asyncio.run(scenario())
thread = threading.Thread(target=fails)
thread.start()
thread.join()
for round in range(2):
    late = get_logger(f"streamlit.made_later.{{round}}")
    late.warning("GET /labs?q={SECRET} failed")
    try:
        fails()
    except KeyError as error:
        late.exception("Uncaught app execution")
        late.warning(error)
    update_formatter()
logging.getLogger("another").warning("something: %s", KeyError("{SECRET}"))
logging.getLogger("uvicorn.error").error("broken")
logging.getLogger("uvicorn.access").info("203.0.113.9 /labs?q={SECRET}")
get_logger("uvicorn.access").info("203.0.113.9 /labs?q={SECRET}")
logs.LOG.info("ready")
"""
"""What may be written while a server runs, by loggers that were there and by later ones."""


def test_everything_that_is_written_is_a_line_without_words_of_a_visitor() -> None:
    done = subprocess.run([sys.executable, "-c", EVENTS], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert SECRET not in done.stderr and "203.0.113.9" not in done.stderr
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    said = [(line["logger"], line["message"], line.get("error")) for line in lines]
    later = [
        (f"streamlit.made_later.{round}", *told)
        for round in range(2)
        for told in (
            ("GET /labs failed", None),
            ("Uncaught app execution", "KeyError"),
            ("KeyError", None),
        )
    ]
    assert said == [
        ("asyncio", "Exception in callback fails", "KeyError"),
        ("asyncio", "Task exception was never retrieved", "KeyError"),
        ("neweco", "a thread failed", "KeyError"),
        *later,
        ("another", "something: KeyError", None),
        ("uvicorn.error", "broken", None),
        ("neweco", "ready", None),
    ]
    assert done.stdout == ""
