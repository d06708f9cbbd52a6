"""Allowed values of a coded field: each with its code, its names and what else it may be called."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from neweco import words

UNKNOWN = "unknown"
"""Code used in a filter for rows whose value is not known."""


@dataclass(frozen=True)
class Choice:
    """One allowed value; `parent` is a code it belongs to, `tile` its (column, row) on the map.

    `also` are other names that mean it and are read; `within` are names of what lies in it or went
    into it: never read, since they are not the same, but named as what may be meant.
    """

    code: str
    zh: str
    en: str
    parent: str = ""
    tile: tuple[int, int] | None = None
    also: tuple[str, ...] = ()
    within: tuple[str, ...] = ()

    def label(self, language: str) -> str:
        """Name in `language` ("zh" or "en")."""
        return words.of(self, language)

    def short(self, language: str) -> str:
        """The name without what stands in brackets behind it."""
        return re.split(r"[（(]", self.label(language))[0].strip()


@dataclass(frozen=True)
class Vocabulary:
    """An ordered list of choices; the order is the order on every axis and in every filter."""

    code: str
    choices: tuple[Choice, ...]

    def __iter__(self) -> Iterator[Choice]:
        return iter(self.choices)

    def __len__(self) -> int:
        return len(self.choices)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __getitem__(self, code: str) -> Choice:
        """The choice with this code; KeyError names the code."""
        return self._by_code[code]

    @cached_property
    def _by_code(self) -> Mapping[str, Choice]:
        return {choice.code: choice for choice in self.choices}

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """All codes in order."""
        return tuple(self._by_code)

    def label(self, code: str, language: str) -> str:
        """Name of `code` in `language`; KeyError names the code."""
        return self._by_code[code].label(language)

    def labels(self, language: str) -> dict[str, str]:
        """Code to name, in order."""
        return {choice.code: choice.label(language) for choice in self.choices}


def vocabulary(code: str, *rows: tuple[str, ...]) -> Vocabulary:
    """Rows of code, Chinese and English name, then other names."""
    choices = (Choice(code, zh, en, also=tuple(also)) for code, zh, en, *also in rows)
    return Vocabulary(code, tuple(choices))
