"""The head of the one HTML document Streamlit serves: language, title, description.

Streamlit hard-codes `lang="en"` and its own title; screen readers, the browser's offer to
translate and link previews need the page's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from html import escape

import anyio.to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from neweco.http import site
from neweco.http.assets import Asset
from neweco.http.compression import accepts_gzip, zipped

_LANG = re.compile(rb'<html lang="[^"]*"')
_TITLE = b"<title>Streamlit</title>"
"""Only Streamlit's own document has it: pages that others write keep their head."""

_ICON = b'href="./favicon.png"'
_HEAD, _ROOT, _END = b"</head>", b'<div id="root">', b"</body>"

_LOADED = re.compile(
    rb'<script type="module"[^>]*></script>|<link rel="(?:modulepreload|stylesheet)"[^>]*>'
)
"""What Streamlit's document loads: its program, and a style sheet of fonts."""

_NOT_NEEDED = re.compile(rb'<noscript>.*?</noscript>|<link\s+rel="preload"[^>]*>', re.S)
"""A font that no page uses (`theme.font`), and that nothing is seen without script."""

Tag = tuple[bytes, bytes]
"""What stands in the document, and what is to stand there."""

_REPLACED = ("content-length", "etag", "last-modified", "accept-ranges")


@dataclass(frozen=True)
class Image:
    """The picture that a chat shows beside a link: its whole address, its size in pixels, and what
    it says."""

    address: str
    wide: int
    high: int
    alt: str


@dataclass(frozen=True)
class Document:
    """What the head of a page says, as plain text; `language` is its tag in HTML. `first` is what
    is seen of the page before anything else has come, as HTML with its style sheet."""

    title: str
    description: str
    language: str
    image: Image | None = None
    first: str = ""


Describe = Callable[[str, str, str], Document]
"""From the path and the query string of an address, and where the site is reached (empty where
nobody knows), to its head; called for every page asked for."""


class DocumentHead:
    """ASGI middleware that rewrites Streamlit's document, which then names `assets` too; paths
    below `leave` are not touched."""

    def __init__(
        self,
        app: ASGIApp,
        describe: Describe,
        assets: tuple[Asset, ...] = (),
        leave: tuple[str, ...] = (),
    ) -> None:
        self.app = app
        self.describe = describe
        self.assets = assets
        self.leave = leave

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hold back an HTML answer until it is whole, then send it with the right head."""
        if not self._is_page(scope):
            await self.app(scope, receive, send)
            return
        # The few kilobytes of the document come whole and uncompressed, to be rewritten.
        headers = [(k, v) for k, v in scope["headers"] if k not in (b"accept-encoding", b"range")]
        asked = {**scope, "headers": headers, "method": "GET"}
        await self.app(asked, receive, _Rewriter(scope, send, self.describe, self.assets))

    def _is_page(self, scope: Scope) -> bool:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            return False
        path = scope["path"]
        left = any(path == top or path.startswith(f"{top}/") for top in self.leave)
        return not left and "." not in path.rpartition("/")[2]


class _Rewriter:
    """The sending side of one request."""

    def __init__(
        self, scope: Scope, send: Send, describe: Describe, assets: tuple[Asset, ...]
    ) -> None:
        self.scope = scope
        self.send = send
        self.describe = describe
        self.assets = assets
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_html(message):
            self.start = message
        elif message["type"] == "http.response.body" and self.start is not None:
            self.body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self.start)
        elif message["type"] == "http.response.body":
            await self.send(message if self._wants_body() else {**message, "body": b""})
        else:
            await self.send(message)

    async def _finish(self, start: Message) -> None:
        headers = MutableHeaders(raw=list(start["headers"]))
        body = self.body
        if _TITLE in body:
            for name in _REPLACED:
                del headers[name]
            body = await anyio.to_thread.run_sync(self._written, headers)
        await self.send({**start, "headers": headers.raw})
        sent = body if self._wants_body() else b""
        await self.send({"type": "http.response.body", "body": sent})

    def _written(self, headers: MutableHeaders) -> bytes:
        query = self.scope["query_string"].decode("latin-1")
        head = self.describe(self.scope["path"], query, site.reached(self.scope))
        small = accepts_gzip(Headers(scope=self.scope))
        body = _encoded(self.body, head, tuple(map(_tag, self.assets)), small)
        headers["content-length"] = str(len(body))
        headers.add_vary_header("accept-encoding")
        if small:
            headers["content-encoding"] = "gzip"
        return body

    def _wants_body(self) -> bool:
        return bool(self.scope["method"] == "GET")


def _is_html(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    plain = headers.get("content-encoding", "identity") == "identity"
    html = headers.get("content-type", "").startswith("text/html")
    return bool(start["status"] == 200) and plain and html


@lru_cache(maxsize=64)
def _encoded(body: bytes, head: Document, files: tuple[Tag, ...], small: bool) -> bytes:
    """The document as sent; a few heads make up all visits."""
    written = rewritten(body, head, files)
    return zipped(written) if small else written


def rewritten(body: bytes, head: Document, tags: tuple[Tag, ...] = ()) -> bytes:
    """The document with the language, title and description of the page it is for, with the
    site's own files, and with what is first seen, which waits for nothing that Streamlit loads."""
    language = escape(head.language)
    body = _LANG.sub(lambda _: f'<html lang="{language}"'.encode(), body, count=1)
    body = body.replace(_TITLE, said(head).encode(), 1)
    later = b"".join(_LOADED.findall(body))
    body = _NOT_NEEDED.sub(b"", _LOADED.sub(b"", body)).replace(_END, later + _END, 1)
    for place, tag in tags:
        body = body.replace(place, tag, 1)
    return body.replace(_ROOT, head.first.encode() + _ROOT, 1)


def said(head: Document) -> str:
    """The title and what is said of a page where a link to it is shown (Open Graph protocol)."""
    found = {
        "og:title": head.title,
        "og:description": head.description,
        "og:type": "website",
        **({} if head.image is None else _pictured(head.image)),
    }
    about = f'<meta name="description" content="{escape(head.description)}">'
    large = '<meta name="twitter:card" content="summary_large_image">' if head.image else ""
    return f"<title>{escape(head.title)}</title>{about}{large}" + "".join(
        f'<meta property="{name}" content="{escape(text)}">' for name, text in found.items()
    )


def _pictured(image: Image) -> dict[str, str]:
    size = {"og:image:width": str(image.wide), "og:image:height": str(image.high)}
    return {"og:image": image.address, **size, "og:image:alt": image.alt}


def _tag(asset: Asset) -> Tag:
    """Where a file of the site's own is named: an icon for Streamlit's, a script in the head."""
    address = escape(asset.address)
    if asset.media.startswith("image/"):
        return _ICON, f'href="{address}"'.encode()
    return _HEAD, f'<script src="{address}" defer></script>'.encode() + _HEAD
