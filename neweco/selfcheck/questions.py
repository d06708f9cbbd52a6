"""The questions, read from data/selfcheck/questions.json; a mistake there is named by its id."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from neweco import words

SHIPPED = Path(__file__).resolve().parents[2] / "data" / "selfcheck" / "questions.json"
DIMENSIONS = ("F", "O", "M", "R")
BARRIERS = ("dare_not", "cannot", "will_not")
SCALE = range(5)
"""Answers run from 0 to 4."""


class QuestionsError(ValueError):
    """The question file cannot be used; the message names the question."""


@dataclass(frozen=True)
class Question:
    """One question. `group` is its dimension or, for a barrier, the barrier's code.

    `optional` questions may be answered with "does not apply".
    """

    id: str
    group: str
    optional: bool
    texts: Mapping[str, str]
    answers: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Questions:
    """All questions in order, the maturity questions first."""

    maturity: tuple[Question, ...]
    barriers: tuple[Question, ...]

    @property
    def all(self) -> tuple[Question, ...]:
        """Both parts."""
        return self.maturity + self.barriers

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids in order."""
        return tuple(question.id for question in self.all)

    def of(self, group: str) -> tuple[Question, ...]:
        """The questions of a dimension or barrier."""
        return tuple(question for question in self.all if question.group == group)


@cache
def shipped() -> Questions:
    """The questions of this release."""
    return read(SHIPPED)


def read(path: Path) -> Questions:
    """Read a question file. QuestionsError names the question and what is wrong."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    scale = {language: raw[f"barrier_scale_{language}"] for language in words.LANGUAGES}
    maturity = tuple(_maturity(item) for item in raw["items"])
    barriers = tuple(_barrier(item, scale) for item in raw["barrier_items"])
    found = Questions(maturity, barriers)
    twice = {each for each in found.ids if found.ids.count(each) > 1}
    if twice:
        raise QuestionsError(f"{sorted(twice)[0]}: the id occurs more than once")
    for group in (*DIMENSIONS, *BARRIERS):
        if not found.of(group):
            raise QuestionsError(f"{group}: no question asks for it")
    return found


def _maturity(item: Mapping[str, Any]) -> Question:
    answers = {language: tuple(item.get(f"a_{language}", ())) for language in words.LANGUAGES}
    return _checked(item, str(item.get("dim", "")), DIMENSIONS, bool(item.get("na")), answers)


def _barrier(item: Mapping[str, Any], scale: Mapping[str, Any]) -> Question:
    answers = {language: tuple(scale[language]) for language in words.LANGUAGES}
    return _checked(item, str(item.get("barrier", "")), BARRIERS, False, answers)


def _checked(
    item: Mapping[str, Any],
    group: str,
    groups: tuple[str, ...],
    optional: bool,
    answers: Mapping[str, tuple[str, ...]],
) -> Question:
    id = str(item.get("id", "?"))
    texts = {language: str(item.get(language, "")) for language in words.LANGUAGES}
    if group not in groups:
        raise QuestionsError(f"{id}: {group!r} is none of {', '.join(groups)}")
    for language in words.LANGUAGES:
        if not texts[language]:
            raise QuestionsError(f"{id}: no question in {language}")
        if len(answers[language]) != len(SCALE):
            raise QuestionsError(f"{id}: {len(answers[language])} answers in {language}, not 5")
    return Question(id, group, optional, texts, answers)
