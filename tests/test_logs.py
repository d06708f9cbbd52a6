"""What is written down, and what never is."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from neweco.live import logs
from neweco.live.logs import Lines, RequestLines

SECRET = "机密企业"


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
    assert line["through"][0].startswith("tests/test_logs.py:")


def test_queries_are_cut_out_of_what_others_write() -> None:
    said = '"WebSocket /_stcore/stream?q=secret" [accepted]'
    record = logging.LogRecord("uvicorn.error", logging.INFO, "", 0, said, (), None)
    line = json.loads(Lines().format(record))
    assert line["message"] == '"WebSocket /_stcore/stream" [accepted]'


def test_a_message_stays_one_line() -> None:
    record = logging.LogRecord("x", logging.INFO, "", 0, 'a\nb"c', (), None)
    assert "\n" not in Lines().format(record)
    assert json.loads(Lines().format(record))["message"] == 'a\nb"c'


def test_the_log_of_whole_addresses_is_silent() -> None:
    access = logging.getLogger("uvicorn.access")
    access.addHandler(logging.NullHandler())
    logs.configure()
    assert not access.hasHandlers()
