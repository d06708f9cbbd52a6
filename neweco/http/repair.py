"""What a chat does to a link is undone: an escaped `?`, a full stop taken along, capital letters.

Nothing else of the address is touched; what cannot be repaired is left to whoever answers it.
"""

from __future__ import annotations

from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_TAKEN_ALONG = " 。．，、；：！？…）】》」』”’.,;:!)]}>'\"\u3000\u200b\ufeff"
"""What stands behind an address in a sentence."""


class RepairedLinks:
    """ASGI middleware that leads from a damaged address of a page to the page."""

    def __init__(self, app: ASGIApp, known: Collection[str]) -> None:
        self.app = app
        self.known = known

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Redirect where the path becomes that of a page, else hand on."""
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            query = scope["query_string"].decode("latin-1")
            found = repaired(scope["path"], query, self.known)
            if found is not None and "upgrade" not in Headers(scope=scope):
                await RedirectResponse(found, 307)(scope, receive, send)
                return
        await self.app(scope, receive, send)


def repaired(path: str, query: str, known: Collection[str]) -> str | None:
    """The address meant, relative to the site's root; None where nothing is wrong or known.

    >>> repaired("/Enterprises?tier=rising。", "", {"/enterprises"})
    '/enterprises?tier=rising'
    >>> repaired("/enterprises", "", {"/enterprises"}) is None
    True
    """
    place, mark, asked = path.partition("?")
    place = place.rstrip(_TAKEN_ALONG).lower() or "/"
    asked = asked.rstrip(_TAKEN_ALONG)
    if place not in known or (place == path and not mark):
        return None
    said = "&".join(filter(None, (asked, query)))
    return f"{place}?{said}" if said else place
