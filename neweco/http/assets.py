"""The few files of the site's own that its document names, beside those of Streamlit.

Each is named with a fingerprint of what it holds: browsers keep it and never use an older one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from neweco.http.compression import accepts_gzip, zipped
from neweco.http.static_files import FOREVER

HOUR = "public, max-age=3600"
"""Who asks without the fingerprint may get what is older by an hour."""


@dataclass(frozen=True)
class Asset:
    """One file: its name, its media type, and how its bytes are made."""

    name: str
    media: str
    make: Callable[[], bytes]

    @property
    def address(self) -> str:
        """Relative to a page, so that it is found below any folder."""
        return f"./{self.name}?{_fingerprint(self.make())}"

    def answer(self, request: Request) -> Response:
        """The file, compressed where that is taken and helps."""
        body, named = self.make(), bool(request.url.query)
        headers = {"cache-control": FOREVER if named else HOUR, "vary": "accept-encoding"}
        if accepts_gzip(request.headers) and not self.media.startswith("image/"):
            body, headers["content-encoding"] = _small(body), "gzip"
        return Response(body, media_type=self.media, headers=headers)


def routes(assets: Iterable[Asset]) -> list[Route]:
    """Where they are served."""
    return [Route(f"/{asset.name}", asset.answer) for asset in assets]


_small = lru_cache(maxsize=8)(zipped)
"""Files are compressed once."""


@lru_cache(maxsize=8)
def _fingerprint(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:12]
