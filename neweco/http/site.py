"""Where this site is reached, for links and codes that leave it."""

from __future__ import annotations

import os
import re

from starlette.datastructures import Headers
from starlette.types import Scope

VARIABLE = "NEWECO_ADDRESS"
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]{1,250}(/[A-Za-z0-9._~/-]{0,200})?")


def refused() -> str:
    """What NEWECO_ADDRESS says where it is no plain web address and takes no part; else ""."""
    given = os.environ.get(VARIABLE, "").strip()
    return "" if _ADDRESS.fullmatch(given) else given


def base(asked: str = "") -> str:
    """The public address without a slash at its end.

    NEWECO_ADDRESS says it where a proxy or a cable in a hall hides it; else it is the one the
    visitor used (`asked`), or nothing where that is no plain web address.
    """
    for address in (os.environ.get(VARIABLE, "").strip(), asked):
        if _ADDRESS.fullmatch(address):
            return address.rstrip("/")
    return ""


def reached(scope: Scope) -> str:
    """The public address for who asks, as `base` tells it."""
    scheme = scope.get("scheme", "http")  # which ASGI lets a server leave out
    return base(f"{scheme}://{Headers(scope=scope).get('host', '')}")
