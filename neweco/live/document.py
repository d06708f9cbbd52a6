"""The head of the one HTML document Streamlit serves: language, title, description.

Streamlit hard-codes `lang="en"` and its own title; screen readers, the browser's offer to
translate and link previews need the page's.
"""

from __future__ import annotations

import re
from html import escape

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from neweco import selection, views, words

_LANG = re.compile(rb'<html lang="[^"]*"')
_TITLE = re.compile(rb"<title>.*?</title>", re.S)
_TAGS = {"zh": "zh-CN", "en": "en"}


class DocumentHead:
    """ASGI middleware that rewrites HTML answers of page addresses."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hold back an HTML answer until it is whole, then send it with the right head."""
        if scope["type"] != "http" or not _is_page(scope["path"]):
            await self.app(scope, receive, send)
            return
        # The few kilobytes of the document come uncompressed, so that they can be rewritten.
        headers = [(k, v) for k, v in scope["headers"] if k != b"accept-encoding"]
        await self.app({**scope, "headers": headers}, receive, _Rewriter(scope, send))


def _is_page(path: str) -> bool:
    """Whether Streamlit answers this path with its document."""
    first, last = path.strip("/").split("/")[0], path.rsplit("/", 1)[-1]
    return first not in ("light", "data", "_stcore") and "." not in last


class _Rewriter:
    def __init__(self, scope: Scope, send: Send) -> None:
        self.scope = scope
        self.send = send
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_html(message):
            self.start = message
        elif message["type"] == "http.response.body" and self.start is not None:
            self.body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self.start)
        else:
            await self.send(message)

    async def _finish(self, start: Message) -> None:
        query = self.scope["query_string"].decode("latin-1")
        body = rewritten(self.body, self.scope["path"], query)
        headers = [(k, v) for k, v in start["headers"] if k.lower() not in _OWN]
        headers.append((b"content-length", str(len(body)).encode()))
        await self.send({**start, "headers": headers})
        sent = b"" if self.scope["method"] == "HEAD" else body
        await self.send({"type": "http.response.body", "body": sent})


_OWN = (b"content-length", b"etag", b"last-modified")


def _is_html(start: Message) -> bool:
    headers = {k.lower(): v for k, v in start["headers"]}
    plain = headers.get(b"content-encoding", b"identity") == b"identity"
    html = str(headers.get(b"content-type", b""), "latin-1").startswith("text/html")
    return bool(start["status"] == 200) and plain and html


def rewritten(body: bytes, path: str, query: str) -> bytes:
    """The document with the language, title and description of the page it is for."""
    language = selection.language_of(query)
    view = path.strip("/").rsplit("/", 1)[-1]
    name = words.text(language, f"menu.{view if view in views.NAMES else 'overview'}")
    title = escape(words.text(language, "live.page_title", page=name))
    about = escape(words.text(language, "common.tagline"))
    head = (
        f'<title>{title}</title><meta name="description" content="{about}">'
        f'<meta property="og:title" content="{title}">'
        f'<meta property="og:description" content="{about}">'
        '<meta property="og:type" content="website">'
    ).encode()
    body = _LANG.sub(f'<html lang="{_TAGS[language]}"'.encode(), body, count=1)
    return _TITLE.sub(lambda _: head, body, count=1)
