"""Texts as they are meant, and those that cells share (ECMA-376, part 1, 18.4)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain

from neweco.sources import markup
from neweco.sources.looks import LONGEST
from neweco.sources.markup import STRICT, TRANSITIONAL

_ROOT = re.compile(
    rb"(?:<\?xml[^<>]*\?>)?\s*(<sst [^<>]*\bxmlns=\"(?:%s|%s)\"[^<>]*(?<!/)>)"
    % (re.escape(TRANSITIONAL.encode()), re.escape(STRICT.encode()))
)
_ITEM = re.compile(rb'\s*<si><t(?: xml:space="preserve")?>([^<&\r]*)</t>')
"""A text as nearly all programs write it, taken without a parser."""

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def text(raw: str) -> str:
    """A text as it is meant: `_x000D_` is a carriage return."""
    if "_x" in raw:
        raw = _ESCAPED.sub(_meant, raw)
    return raw[:LONGEST]


def _meant(escaped: re.Match[str]) -> str:
    """The letter that an escape stands for; none where it is half a letter."""
    code = int(escaped[1], 16)
    return "" if code == 0 or 0xD800 <= code <= 0xDFFF else chr(code)


def read(pieces: Iterable[bytes]) -> list[str]:
    """The shared texts in order: runs put together, phonetic ones left out. Damaged, or an error of
    `expat`, where they are none."""
    given = iter(pieces)
    rest = next(given, b"")
    root = _ROOT.match(rest)
    if root is None:
        return _parsed(chain([rest], given))
    made: list[str] = []
    rest = rest[root.end() :]
    for piece in chain([b""], given):
        *items, rest = (rest + piece).split(b"</si>")
        for item in items:
            plain = _ITEM.fullmatch(item)
            if plain:
                made.append(text(plain[1].decode()))
            else:
                made += _parsed([root[1], item, b"</si></sst>"])
    if rest.strip() and b"</sst>" not in rest:
        raise markup.Damaged("the texts do not end")
    return made


def _parsed(pieces: Iterable[bytes]) -> list[str]:
    """Texts that are read by names."""
    texts = _Texts()
    parser = markup.parser(texts.start, texts.end, texts.letters)
    for piece in pieces:
        parser.Parse(piece, False)
    parser.Parse(b"", True)
    return texts.made


class _Texts:
    def __init__(self) -> None:
        self.made: list[str] = []
        self._parts = [""]
        self._reads, self._phonetic = False, False

    def start(self, name: str, _: object) -> None:
        tag = markup.local(name)
        if tag == "si":
            self._parts = []
        elif tag == "rPh":
            self._phonetic = True
        elif tag == "t":
            self._reads = not self._phonetic

    def end(self, name: str) -> None:
        tag = markup.local(name)
        if tag == "si":
            self.made.append(text("".join(self._parts)))
        elif tag == "rPh":
            self._phonetic = False
        elif tag == "t":
            self._reads = False

    def letters(self, said: str) -> None:
        if self._reads:
            self._parts.append(said)
