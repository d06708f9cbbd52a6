"""Streamlit's own static files, compressed once and served from memory.

Streamlit sends them uncompressed, 5.5 MB on a first visit, which costs more than the page.
"""

from __future__ import annotations

import gzip
import mimetypes
from functools import lru_cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

COMPRESSIBLE = {".js", ".css", ".html", ".json", ".svg", ".map", ".txt", ".wasm", ".ttf"}
PREFIX = "/static/"
FOREVER = "public, max-age=31536000, immutable"
"""File names under /static/static carry a hash of their content."""


class CompressedStaticFiles:
    """ASGI middleware that answers GET and HEAD of files below `folder`, else passes on."""

    def __init__(self, app: ASGIApp, folder: Path) -> None:
        self.app = app
        self.folder = folder.resolve()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory what can be answered so."""
        response = self._response(scope) if scope["type"] == "http" else None
        await (response or self.app)(scope, receive, send)

    def _response(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        path = scope["path"]
        if scope["method"] not in ("GET", "HEAD") or PREFIX not in path or "range" in headers:
            return None
        if "gzip" not in headers.get("accept-encoding", ""):
            return None
        file = (self.folder / "static" / path.rpartition(PREFIX)[2]).resolve()
        if file.suffix not in COMPRESSIBLE or not file.is_relative_to(self.folder):
            return None
        body = compressed(file)
        return None if body is None else _file(file, body, scope["method"], headers)


@lru_cache(maxsize=1024)
def compressed(file: Path) -> bytes | None:
    """A file's gzip form, or None where there is no such file."""
    try:
        return gzip.compress(file.read_bytes(), 6, mtime=0)
    except OSError:
        return None


def _file(file: Path, body: bytes, method: str, asked: Headers) -> Response:
    tag = f'"{file.stem}-{len(body):x}"'
    headers = {
        "content-encoding": "gzip",
        "vary": "accept-encoding",
        "cache-control": FOREVER,
        "etag": tag,
        "content-length": str(len(body)),
    }
    if tag in asked.get("if-none-match", ""):
        del headers["content-length"], headers["content-encoding"]
        return Response(status_code=304, headers=headers)
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return Response(b"" if method == "HEAD" else body, headers=headers, media_type=kind)
