"""QR codes as inline SVG."""

from __future__ import annotations

import segno


def svg(address: str, title: str) -> str:
    """The code of an address, dark on white with its quiet zone whatever the theme.

    `title` is read to those who do not see it. Error correction M: a hall photographs from afar.
    """
    code = segno.make(address, error="m", micro=False)
    return code.svg_inline(
        border=4, dark="#000", light="#fff", omitsize=True, title=title, svgclass="ne-qr"
    )
