"""Every sentence the app says, in catalogues: one folder per language, one file per part.

`text("en", "enterprises.title")` looks in words/en/enterprises.toml under `title`. A new
language is one more folder with the same keys.

>>> count("en", 2, "firm"), count("zh", 1234, "firm")
('2 firms', '1234家')
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

LANGUAGES = ("zh", "en")
DEFAULT = "zh"
ASCII = "en"
"""The language whose words any system can write."""

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

    None is fewer than ten, which is all that is told.
    """
    form = "one" if number == 1 else "other"
    return text(language, f"units.{noun}.{form}", n=whole(language, number))


def whole(language: str, number: int | None) -> str:
    """`1,234` or `1234`, or that there are fewer than ten."""
    return text(language, "common.few") if number is None else grouped(f"{number:,}", language)


def grouped(number: str, language: str) -> str:
    """A number written with commas, as the language marks thousands: Chinese does not."""
    return number.replace(",", text(language, "language.thousands"))


def of(item: object, language: str, name: str = "") -> str:
    """What something holds in a language: its attribute `en`, or `<name>_en`, as declared.

    AttributeError names what is missing.
    """
    return str(getattr(item, f"{name}_{language}" if name else language))


def glossed(language: str, own: str, gloss: str) -> str:
    """A Chinese name or title with our gloss, marked as one, where the page is in another language.

    >>> glossed("en", "大众网", "Dazhong Net"), glossed("zh", "大众网", "Dazhong Net")
    ('大众网 [Dazhong Net]', '大众网')
    """
    return text(language, "language.gloss", own=own, gloss=gloss) if gloss else own


def tag(language: str) -> str:
    """The tag of a language in HTML."""
    return text(language, "language.tag")


def name(language: str) -> str:
    """A language in its own words."""
    return text(language, "language.name")


def preferred(accepted: str) -> str:
    """The language that comes first in an `Accept-Language` header; the default where none does.

    Qualities are in descending order as browsers send them.
    """
    for part in accepted.lower().split(","):
        code = part.split(";")[0].strip().partition("-")[0]
        if code in LANGUAGES:
            return code
    return DEFAULT


def others(language: str) -> tuple[str, ...]:
    """The languages there are beside one."""
    return tuple(other for other in LANGUAGES if other != language)


def sentences(language: str, *said: str) -> str:
    """The sentences that there are, one after the other."""
    return _joined(language, "gap", [text for text in said if text])


def listed(language: str, items: Iterable[str]) -> str:
    """Several things in a row: 甲、乙 or "a, b"."""
    return _joined(language, "list", items)


def clauses(language: str, items: Iterable[str]) -> str:
    """Several things that are longer: 甲；乙 or "a; b"."""
    return _joined(language, "semicolon", items)


def pair(language: str, name: str, value: str) -> str:
    """A name and what it is: 甲：乙 or "a: b"."""
    return _joined(language, "colon", (name, value))


def _joined(language: str, mark: str, items: Iterable[str]) -> str:
    return text(language, f"language.{mark}").join(items)
