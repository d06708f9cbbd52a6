"""What the server writes down: one line of JSON per event, to standard error and nowhere else.

Never in a line: a query string, a search, an address of a visitor, the message of an exception
(which may hold any of these, or a cell of an uploaded register). An exception is named by its type
and the places in the code it came through.
"""

from __future__ import annotations

import json
import logging
import re
import time
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOG = logging.getLogger("neweco")
ROOT = Path(__file__).resolve().parents[2]
QUIET = ("/static/", "/_stcore/", "/healthz", "/readyz")
"""Paths whose every request is not worth a line."""

_QUERY = re.compile(r"\?[^\s\"']*")
_NAME = re.compile(r"[a-z0-9_./-]{1,60}")
_PLAIN = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "color_message"}


class Lines(logging.Formatter):
    """A record as one line of JSON: time, level, logger, message, and what was given as extra."""

    def format(self, record: logging.LogRecord) -> str:
        """Queries are cut out of messages that others wrote."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _QUERY.sub("", record.getMessage()),
        }
        line |= {name: value for name, value in vars(record).items() if name not in _PLAIN}
        if record.exc_info and record.exc_info[1] is not None:
            line |= _exception(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=lambda value: type(value).__name__)


def _exception(error: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "error": type(error).__name__,
        "through": [f"{_place(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames],
    }


def _place(file: str) -> str:
    path = Path(file)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name


def configure() -> None:
    """Every logger there is writes such lines; the one that writes whole addresses is silent."""
    handler = logging.StreamHandler()
    handler.setFormatter(Lines())
    known = logging.root.manager.loggerDict
    for logger in (logging.getLogger(name) for name in list(known)):
        for old in logger.handlers:
            old.setFormatter(Lines())
    LOG.handlers[:] = [handler]
    LOG.setLevel(logging.INFO)
    LOG.propagate = False
    logging.getLogger("uvicorn.access").handlers.clear()
    logging.getLogger("uvicorn.access").propagate = False
    # Below a warning it writes three lines per session, with the visitor's address.
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)


class RequestLines:
    """ASGI middleware that writes a line per request: method, path, status, milliseconds."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and write down how it ended."""
        if scope["type"] != "http" or scope["path"].startswith(QUIET):
            await self.app(scope, receive, send)
            return
        begun, status = time.perf_counter(), 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noted)
        finally:
            spent = round((time.perf_counter() - begun) * 1000, 1)
            said = {"method": scope["method"], "path": _path(scope["path"])}
            LOG.info("request", extra={**said, "status": status, "ms": spent})


def _path(path: str) -> str:
    """The path where it can be one of ours; a mistyped one may hold anything."""
    return path if _NAME.fullmatch(path) else "other"
