"""What a client says it takes, as HTTP means it."""

from __future__ import annotations

from collections.abc import Mapping


def accepts_gzip(asked: Mapping[str, str]) -> bool:
    """Whether a request takes gzip: named in Accept-Encoding, and not with weight 0."""
    for offer in asked.get("accept-encoding", "").lower().split(","):
        coding, _, weight = offer.replace(" ", "").partition(";q=")
        if coding == "gzip":
            return not weight or weight.strip("0.") != ""
    return False
