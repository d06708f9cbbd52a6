"""Every sentence the app says, in catalogues: one folder per language, one file per part.

`text("en", "enterprises.title")` looks in words/en/enterprises.toml under `title`. A new
language is one more folder with the same keys.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

LANGUAGES = ("zh", "en")
DEFAULT = "zh"
NAMES = {"zh": "中文", "en": "English"}
"""Each language in its own words."""

_HERE = Path(__file__).parent


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """All keys of one language, dotted, with their texts. KeyError for an unknown language."""
    if language not in LANGUAGES:
        raise KeyError(f"no catalogue for language {language!r}")
    flat: dict[str, str] = {}
    for path in sorted((_HERE / language).glob("*.toml")):
        _flatten(path.stem, tomllib.loads(path.read_text(encoding="utf-8")), flat)
    return MappingProxyType(flat)


def _flatten(prefix: str, node: Mapping[str, Any], into: dict[str, str]) -> None:
    for key, value in node.items():
        name = f"{prefix}.{key}"
        if isinstance(value, Mapping):
            _flatten(name, value, into)
        else:
            into[name] = str(value)


def text(language: str, key: str, **values: object) -> str:
    """The text of `key` with `{name}` places filled in. KeyError names language and key."""
    try:
        template = catalogue(language)[key]
    except KeyError:
        raise KeyError(f"{language}: {key}") from None
    return template.format(**values) if values else template


def count(language: str, number: int | None, noun: str) -> str:
    """A number with its noun: `count("en", 2, "firm")` is "2 firms". Nouns are `units.<noun>`.

    None is a number that is hidden.
    """
    form = "one" if number == 1 else "other"
    return text(language, f"units.{noun}.{form}", n=whole(language, number))


def whole(language: str, number: int | None) -> str:
    """`1,234`, or the symbol of a number that is hidden."""
    return text(language, "common.hidden") if number is None else f"{number:,}"


def sentences(language: str, *said: str) -> str:
    """The sentences that there are, one after the other."""
    return ("" if language == "zh" else " ").join(text for text in said if text)


def listed(language: str, items: list[str] | tuple[str, ...]) -> str:
    """Several things in a row: 甲、乙 or "a, b"."""
    return ("、" if language == "zh" else ", ").join(items)
