"""QR codes as pictures that stand in a page."""

from __future__ import annotations

import segno


def data_uri(address: str) -> str:
    """The code of an address as an SVG data URI, dark on white with its quiet zone.

    White whatever the theme, and error correction M: a hall photographs it from afar.
    """
    code = segno.make(address, error="m", micro=False)
    return code.svg_data_uri(border=4, dark="#000", light="#fff", omitsize=True)
