"""The story told on stage, from a text file that an office can write itself.

A step that cannot be used is kept with what is wrong with it, so that the others still show.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from neweco import words
from neweco.query.selection import Selection
from neweco.query.views import VIEWS

SHIPPED = Path(__file__).resolve().parents[2] / "data" / "story.toml"
VARIABLE = "NEWECO_STORY"
MOST_FIGURES, MOST_ROWS = 4, 6
_SHOWN = ("picture", "figures", "table", "statement")
_KEYS = {"view", "query", "title", "notes", "seconds", *_SHOWN}
ON_STAGE = tuple(view.name for view in VIEWS.values() if view.on_stage)
"""Views a step may come from."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with a step: `key` of the file, `reason` a key of `story.problem`."""

    key: str
    reason: str
    value: str = ""

    def describe(self, language: str) -> str:
        """One sentence that names the key and the way out."""
        return words.text(
            language, f"story.problem.{self.reason}", name=self.key, value=self.value[:60]
        )


@dataclass(frozen=True)
class Step:
    """One step: where it comes from and what of it is shown; `titles`, `notes`, `statement` by
    language. `picture` is a chart, a filter or a picture for the hall of its view, by id. `seconds`
    is the time it should take. `problems` are empty for a sound step.
    """

    number: int
    selection: Selection
    titles: Mapping[str, str]
    notes: Mapping[str, str]
    statement: Mapping[str, str]
    picture: str = ""
    figures: tuple[str, ...] = ()
    table: str = ""
    seconds: int = 0
    problems: tuple[Fault, ...] = ()


def load() -> tuple[Step, ...]:
    """The steps of the story that NEWECO_STORY names, or of the one that ships."""
    return _read(Path(os.environ.get(VARIABLE) or SHIPPED))


@cache
def _read(path: Path) -> tuple[Step, ...]:
    return read(path)


def read(path: Path) -> tuple[Step, ...]:
    """The steps of a file in order. A file that is none comes back as one step with its fault."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError:
        return (_step(1, {}, (Fault(path.name, "absent"),)),)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return (_step(1, {}, (Fault(path.name, "unreadable", str(error)),)),)
    steps = raw.get("step")
    if not isinstance(steps, list) or not steps:
        return (_step(1, {}, (Fault("step", "missing"),)),)
    return tuple(_step(number, step) for number, step in enumerate(steps, 1))


def _step(number: int, raw: Any, found: tuple[Fault, ...] | None = None) -> Step:
    step = raw if isinstance(raw, dict) else {}
    problems = _problems(step) if found is None else found
    view = step.get("view")
    view = view if view in ON_STAGE else ON_STAGE[0]
    sound = not problems
    return Step(
        number,
        Selection.from_query(view, str(step.get("query", ""))),
        _both(step.get("title")),
        _both(step.get("notes")),
        _both(step.get("statement")),
        str(step.get("picture", "")) if sound else "",
        tuple(step.get("figures", ())) if sound else (),
        str(step.get("table", "")) if sound else "",
        step.get("seconds", 0) if sound else 0,
        problems,
    )


def _both(raw: object) -> Mapping[str, str]:
    given = raw if isinstance(raw, dict) else {}
    return {language: str(given.get(language, "")) for language in words.LANGUAGES}


def _problems(step: Mapping[str, Any]) -> tuple[Fault, ...]:
    found = [_unknown(key) for key in step if key not in _KEYS]
    if step.get("view") not in ON_STAGE:
        found.append(Fault("view", "unknown_view", str(step.get("view", ""))))
    else:
        read = Selection.from_query(step["view"], str(step.get("query", "")))
        found += [Fault("query", "unknown_filter", part.param) for part in read.ignored]
    for key in ("title", "notes", "statement"):
        found += _texts(step, key)
    for key in ("picture", "table"):
        if not isinstance(step.get(key, ""), str):
            found.append(Fault(key, "not_a_text", str(step[key])))
    if step.get("picture") and (step.get("figures") or step.get("table")):
        found.append(Fault("picture", "not_alone"))
    found += _list(step, "figures", MOST_FIGURES)
    if not any(step.get(key) for key in _SHOWN):
        found.append(Fault("picture", "nothing_shown"))
    seconds = step.get("seconds", 0)
    if type(seconds) is not int or not 0 <= seconds <= 3600:
        found.append(Fault("seconds", "not_seconds", str(seconds)))
    return tuple(found)


def _unknown(key: str) -> Fault:
    """A key that is not read; that of stories written before steps had one picture says so."""
    return Fault(key, "is_picture" if key == "charts" else "unknown_key")


def _texts(step: Mapping[str, Any], key: str) -> list[Fault]:
    if key not in step:
        return [Fault(key, "missing")] if key == "title" else []
    return [Fault(f"{key}.{lang}", "missing") for lang, t in _both(step[key]).items() if not t]


def _list(step: Mapping[str, Any], key: str, most: int) -> list[Fault]:
    given = step.get(key, [])
    if not isinstance(given, list) or not all(isinstance(each, str) for each in given):
        return [Fault(key, "not_a_list", str(given))]
    return [Fault(key, "too_many", str(most))] if len(given) > most else []
