"""What a client says it takes, as HTTP means it, and bodies as small as that allows."""

from __future__ import annotations

import gzip
from collections.abc import Mapping


def accepts_gzip(asked: Mapping[str, str]) -> bool:
    """Whether a request takes gzip: named in Accept-Encoding, and not with weight 0."""
    for offer in asked.get("accept-encoding", "").lower().split(","):
        coding, _, weight = offer.replace(" ", "").partition(";q=")
        if coding == "gzip":
            return not weight or weight.strip("0.") != ""
    return False


def zipped(body: bytes) -> bytes:
    """A body as gzip, the same whenever it is made."""
    return gzip.compress(body, 6, mtime=0)
