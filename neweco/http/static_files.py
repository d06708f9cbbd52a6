"""Streamlit's own static files, compressed once and served from memory.

Streamlit sends them uncompressed, 5.5 MB on a first visit, which costs more than the page.
"""

from __future__ import annotations

import mimetypes
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from neweco.http.compression import accepts_gzip, zipped

KINDS = mimetypes.MimeTypes()
"""What Python itself knows of endings: what a machine is told, as in the registry of Windows, may
call a script a text, which no browser runs."""

COMPRESSIBLE = {".js", ".css", ".html", ".json", ".svg", ".map", ".txt", ".wasm", ".ttf"}
PREFIX = "/static/"
FOREVER = "public, max-age=31536000, immutable"
"""File names under /static carry a hash of their content."""


class CompressedStaticFiles:
    """ASGI middleware that answers GET and HEAD of files below `folder`/static, else passes on.

    The files are listed once, so that no request can name another, whatever its path says.
    """

    def __init__(self, app: ASGIApp, folder: Path) -> None:
        self.app = app
        self.files = _listed(folder / "static")
        self.bodies: dict[str, bytes] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory what can be answered so."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        await (self._response(scope) or self.app)(_unambiguous(scope), receive, send)

    def _response(self, scope: Scope) -> Response | None:
        # What stands before the prefix is the folder the app is served under, if any.
        _, prefix, name = scope["path"].rpartition(PREFIX)
        headers = Headers(scope=scope)
        if not prefix or name not in self.files or scope["method"] not in ("GET", "HEAD"):
            return None
        if "range" in headers or not accepts_gzip(headers):
            return None
        return _file(self.files[name], self._body(name), scope["method"], headers)

    def _body(self, name: str) -> bytes:
        if name not in self.bodies:
            self.bodies[name] = zipped(self.files[name].read_bytes())
        return self.bodies[name]


def _unambiguous(scope: Scope) -> Scope:
    """The request without Accept-Encoding where it takes no gzip.

    Streamlit compresses what it passes on, data too, at the mere word, even in `gzip;q=0`.
    """
    if accepts_gzip(Headers(scope=scope)):
        return scope
    return {**scope, "headers": [(k, v) for k, v in scope["headers"] if k != b"accept-encoding"]}


def _listed(folder: Path) -> dict[str, Path]:
    return {
        file.relative_to(folder).as_posix(): file
        for file in folder.rglob("*")
        if file.suffix in COMPRESSIBLE and file.is_file()
    }


def _file(file: Path, body: bytes, method: str, asked: Headers) -> Response:
    tag = f'"{file.stem}-{len(body):x}"'
    headers = {"vary": "accept-encoding", "cache-control": FOREVER, "etag": tag}
    if tag in asked.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    headers |= {"content-encoding": "gzip", "content-length": str(len(body))}
    kind = KINDS.guess_type(file.name)[0] or "application/octet-stream"
    return Response(b"" if method == "HEAD" else body, headers=headers, media_type=kind)
