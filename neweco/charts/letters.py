"""How wide a text is and where its lines break, for drawings, which no browser lays out.

Widths are those of the fonts of `palette.FONT`, a little on the wide side: what is drawn must
stay within its frame whichever of them a machine has.
"""

from __future__ import annotations

import re
from unicodedata import combining, east_asian_width

_NARROW, _BROAD = frozenset("iIjl|!.,:;'`()[]ftr "), frozenset("mwMW@%&—…")
_CLOSING = "，。、；：！？）》」』】”’％%)]},.;:!?"
"""Marks that begin no line."""

_OPENING = "（《「『【“‘([{¥"
"""Marks that end no line."""

_PIECES = re.compile(
    rf"[{re.escape(_OPENING)}]*"
    rf"(?:[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]"
    rf"|[^\s\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef/?&]+[/?]*|[/?&])"
    rf"[{re.escape(_CLOSING)}]*\s*|\s+|."
)
"""What stays on one line: a character of the East Asian scripts, a word, a part of an address;
with the marks that belong to it."""


def width(text: str) -> float:
    """The width of a text in em (UAX #11: wide characters take one em).

    >>> width("青岛"), width("PNG") < 3
    (2.0, True)
    """
    return sum(map(_one, text))


def _one(letter: str) -> float:
    if combining(letter):
        return 0.0
    if east_asian_width(letter) in "WFA":
        return 1.0
    if letter in _NARROW:
        return 0.36
    return 0.95 if letter in _BROAD else 0.68 if letter.isupper() else 0.57


def lines(text: str, room: float) -> list[str]:
    """A text in lines of at most `room` em; a piece that is longer than a line is broken.

    >>> lines("企业数，按行业", 4)
    ['企业数，', '按行业']
    >>> lines("Firms by industry", 7)
    ['Firms by', 'industry']
    """
    found, line = [], ""
    for piece in _PIECES.findall(text):
        if line and width((line + piece).rstrip()) > room:
            found.append(line.rstrip())
            line = ""
        while width(piece.rstrip()) > room and len(piece.rstrip()) > 1:
            fits = _fitting(piece, room)
            found.append(piece[:fits])
            piece = piece[fits:]
        line += piece
    return [*found, line.rstrip()] if line.strip() or not found else found


def longest(text: str) -> float:
    """The width of the longest piece that no line breaks, in em.

    >>> longest("创新应用实验室"), longest("innovation-application labs") == longest("application")
    (1.0, True)
    """
    pieces = (_PIECES.findall(part) for part in text.split("-"))
    return max((width(piece.strip()) for found in pieces for piece in found), default=0.0)


def balanced(text: str, room: float) -> list[str]:
    """A text in as few lines as there must be, of about the same length.

    >>> text = "Qingdao GDP rose from 2020 to 2024"
    >>> lines(text, 12), balanced(text, 12)
    (['Qingdao GDP rose from', '2020 to 2024'], ['Qingdao GDP rose', 'from 2020 to 2024'])
    """
    found = lines(text, room)
    while room > 1 and len(tighter := lines(text, room - 1)) == len(found):
        found, room = tighter, room - 1
    return found


def _fitting(text: str, room: float) -> int:
    """How many letters of a text have room, at least one."""
    fits = 1
    while fits < len(text) and width(text[: fits + 1]) <= room:
        fits += 1
    return fits
