"""What the server writes down: one line of JSON per event, to standard error and nowhere else.

Never in a line: a query string, a search, an address of a visitor, the message of an exception
(which may hold any of these, or a cell of an uploaded register). An exception is named by its type
and the places in the code it came through.
"""

from __future__ import annotations

import json
import logging
import re
import threading
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

ACCESS = "uvicorn.access"
"""Writes every request with its whole address and the visitor's: it is silent."""

_ARGUMENTS = re.compile(r"\s*[(<\[{].*")
_QUERY = re.compile(r"\?[^\s\"']*")
_NAME = re.compile(r"[a-z0-9_./-]{1,60}")
_OPENS = re.compile(r"/(media|follow|_stcore/upload_file)/(?=.)")
_PLAIN = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "color_message"}


class Lines(logging.Formatter):
    """A record as one line of JSON: time, level, logger, message, and what was given as extra."""

    def format(self, record: logging.LogRecord) -> str:
        """What others wrote is cut down to what cannot hold anything of a visitor."""
        own = record.name.partition(".")[0] == LOG.name
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage() if own else _of_others(record),
        }
        if own:
            line |= {name: value for name, value in vars(record).items() if name not in _PLAIN}
        if record.exc_info and record.exc_info[1] is not None:
            line |= _exception(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=lambda value: type(value).__name__)


def _of_others(record: logging.LogRecord) -> str:
    """The first line of a message without queries, with exceptions by their type.

    Beside an exception also without what stands in brackets: there the arguments of a call are
    written out, and the exception again.
    """
    args = tuple(map(_typed, record.args)) if isinstance(record.args, tuple) else record.args
    said = str(_typed(record.msg))
    said = _QUERY.sub("", (said % args if args else said).partition("\n")[0])
    return _ARGUMENTS.sub("", said) if record.exc_info else said


def _typed(value: object) -> object:
    return type(value).__name__ if isinstance(value, BaseException) else value


def _exception(error: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "error": type(error).__name__,
        "through": [f"{_place(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames],
    }


def _place(file: str) -> str:
    path = Path(file)
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name


def configure() -> None:
    """All that is written goes through the one handler of the root logger, also what is written by
    loggers that are made later and by threads that fail."""
    handler = logging.StreamHandler()
    handler.setFormatter(Lines())
    handler.addFilter(_says_something)
    logging.root.handlers[:] = [handler]
    for name in list(logging.root.manager.loggerDict):
        to_root(logging.getLogger(name))
    LOG.setLevel(logging.INFO)
    # Below a warning it writes three lines per session, with the visitor's address.
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    threading.excepthook = _thread_failed


def _says_something(record: logging.LogRecord) -> bool:
    """Whether a line is left of it: where a start fails, the server writes a traceback as its
    message, of which the first line alone would be kept; what it says is written here already."""
    return not str(record.msg).startswith("Traceback (most recent call last)")


def to_root(logger: logging.Logger) -> None:
    """Let a logger write through the root alone; the one of accesses writes nothing."""
    logger.handlers.clear()
    logger.propagate = logger.name != ACCESS


def _thread_failed(args: threading.ExceptHookArgs) -> None:
    if args.exc_type is not SystemExit:
        LOG.error("a thread failed", exc_info=args.exc_value)


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
    """The path where it can be one of ours; a mistyped one may hold anything. What opens something
    of somebody's own, as a file that was made for a session or a room, is left out."""
    opens = _OPENS.search(path)
    if opens:
        return opens[0]
    return path if _NAME.fullmatch(path) else "other"
