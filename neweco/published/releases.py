"""Releases of the data: their ids, notes, and which figures each one changed."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parents[2] / "data" / "release.toml"


@dataclass(frozen=True)
class Release:
    """One release; `changed` maps a fact id to its figure (before, after)."""

    id: str
    date: str
    zh: str
    en: str
    changed: Mapping[str, tuple[str, str]]


def load(file: Path = FILE) -> tuple[Release, ...]:
    """All releases, newest first. ValueError names a release that lacks something."""
    found = []
    for entry in tomllib.loads(file.read_text(encoding="utf-8")).get("release", []):
        missing = [key for key in ("id", "date", "zh", "en") if not entry.get(key)]
        if missing:
            raise ValueError(f"{file.name}: release {entry.get('id')!r} lacks {missing}")
        changed = {fact: (str(a), str(b)) for fact, (a, b) in entry.get("changed", {}).items()}
        found.append(Release(entry["id"], entry["date"], entry["zh"], entry["en"], changed))
    return tuple(found)


@cache
def shipped() -> tuple[Release, ...]:
    """The releases that come with the project."""
    return load()


def current() -> Release:
    """The release in use."""
    return shipped()[0]


@dataclass(frozen=True)
class Change:
    """How a link's release differs from the one shown, for the facts a page rests on."""

    linked: str
    known: bool
    figures: tuple[tuple[str, str, str], ...]


def change(
    linked: str, facts: Iterable[str], releases: tuple[Release, ...] | None = None
) -> Change | None:
    """What changed since the release a link names; None when it names the current one or none.

    `figures` holds (fact, before, after) from the linked release to now, for `facts` only.
    """
    known = releases or shipped()
    if not linked or linked == known[0].id:
        return None
    ids = [release.id for release in known]
    if linked not in ids:
        return Change(linked, False, ())
    since: dict[str, tuple[str, str]] = {}
    for release in reversed(known[: ids.index(linked)]):
        for fact, (before, after) in release.changed.items():
            since[fact] = (since.get(fact, (before, after))[0], after)
    shown = tuple((fact, *since[fact]) for fact in facts if fact in since)
    return Change(linked, True, shown)
