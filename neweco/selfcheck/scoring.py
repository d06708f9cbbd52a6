"""Scoring of the self-check `qd_self_v1`, exact to the fraction.

Weights 50/30/20 for foundation, management and results, and the gate over operations scenes,
keep the shape of MIIT's 2024 level assessment as third-party copies show it; the bins, the cut of
50 for a barrier and the order of ties are choices of this questionnaire. Rounding is for display.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, Literal

from neweco.selfcheck import questions
from neweco.selfcheck.questions import BARRIERS, DIMENSIONS, SCALE

Status = Literal["ok", "incomplete", "insufficient_scenes", "invalid"]
Answers = Mapping[str, int | None]
"""Question id to 0–4, or None where the question does not apply; unanswered ids are missing."""

WEIGHTS = {"F": Fraction(1, 2), "M": Fraction(3, 10), "R": Fraction(1, 5)}
GATE = {1: 6, 2: 6, 3: 8, 4: 10}
"""Of 16 scenes, how many must reach a level; scaled to the scenes answered, rounded up."""
FEWEST_SCENES = 3
CUT = 50
NEEDS = {
    "O1": "rd_design",
    "O2": "production_mes",
    "O3": "quality",
    "O4": "supply_warehouse",
    "O5": "marketing_service",
}
_TIES = ("O2", "O3", "O4", "O5", "O1")
_MOST_NEEDS = 3
_EQUAL_FROM = 10


@dataclass(frozen=True)
class Result:
    """What the answers come to. Without `status` ok there is no total and no level.

    `dimensions` and `total` are exact points 0–100; `scenes` the operations scenes answered;
    `points_short` and `scenes_short` are missing to the next level. `barriers` has an index
    0–100 per barrier, or None when not all six questions are answered.
    """

    status: Status
    missing: tuple[str, ...] = ()
    dimensions: Mapping[str, Fraction] = field(default_factory=dict)
    total: Fraction | None = None
    level: int | None = None
    scenes: int = 0
    limited_by: Literal["both", "score", "scenes", "none"] = "none"
    points_short: Fraction = Fraction(0)
    scenes_short: int = 0
    barriers: Mapping[str, Fraction] | None = None
    primary: str = "none"
    secondary: str = "none"
    tied: bool = False
    needs: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


def score(answers: Answers) -> Result:
    """The result of the answers. Never raises: what cannot be scored has a status that says so."""
    asked = questions.shipped()
    if not all(_valid(asked, id, value) for id, value in answers.items()):
        return Result("invalid")
    barriers = _barriers(answers)
    missing = tuple(q.id for q in asked.maturity if not _answered(q, answers))
    if missing:
        return Result("incomplete", missing, **barriers)
    given = {q.id: v for q in asked.maturity if (v := answers[q.id]) is not None}
    scenes = _of(given, "O")
    if len(scenes) < FEWEST_SCENES:
        return Result("insufficient_scenes", scenes=len(scenes), **barriers)
    points = {name: _points(list(_of(given, name).values())) for name in DIMENSIONS}
    total = sum((WEIGHTS[name] * points[name] for name in WEIGHTS), Fraction(0))
    level = _level(total, scenes)
    return Result(
        "ok",
        dimensions=points,
        total=total,
        level=level,
        scenes=len(scenes),
        needs=_needs(given, scenes),
        flags=_flags(given, scenes, level),
        **_next(total, scenes, level),
        **barriers,
    )


def shown(value: Fraction) -> str:
    """One decimal, halves up: 36.875 is 36.9."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return str(exact.quantize(Decimal("0.1"), ROUND_HALF_UP))


def needed(level: int, scenes: int) -> int:
    """How many of so many answered scenes must reach a level."""
    return -(-GATE[level] * scenes // 16)


def _valid(asked: questions.Questions, id: str, value: object) -> bool:
    if id not in asked.ids:
        return False
    return value is None or (type(value) is int and value in SCALE)


def _answered(question: questions.Question, answers: Answers) -> bool:
    if question.id not in answers:
        return False
    return question.optional or answers[question.id] is not None


def _of(given: Mapping[str, int], dimension: str) -> dict[str, int]:
    return {id: value for id, value in given.items() if id.startswith(dimension)}


def _points(values: list[int]) -> Fraction:
    return Fraction(25 * sum(values), len(values)) if values else Fraction(0)


def _reached(scenes: Mapping[str, int], level: int) -> int:
    return sum(value >= level for value in scenes.values())


def _level(total: Fraction, scenes: Mapping[str, int]) -> int:
    held = [
        level
        for level in GATE
        if total >= 20 * level and _reached(scenes, level) >= needed(level, len(scenes))
    ]
    return max(held, default=0)


def _next(total: Fraction, scenes: Mapping[str, int], level: int) -> dict[str, Any]:
    """What is missing to the next level; nothing at the highest."""
    target = level + 1
    if target not in GATE:
        return {}
    points = max(Fraction(0), 20 * target - total)
    few = max(0, needed(target, len(scenes)) - _reached(scenes, target))
    limit = "both" if points and few else "score" if points else "scenes"
    return {"limited_by": limit, "points_short": points, "scenes_short": few}


def _barriers(answers: Answers) -> dict[str, Any]:
    asked = questions.shipped()
    if any(answers.get(q.id) is None for q in asked.barriers):
        return {}
    index = {
        name: Fraction(100 * sum(answers[q.id] or 0 for q in asked.of(name)), 8)
        for name in BARRIERS
    }
    order = sorted(BARRIERS, key=lambda name: -index[name])
    first, second = order[:2]
    primary = first if index[first] >= CUT else "none"
    secondary = second if primary != "none" and index[second] >= CUT else "none"
    tied = secondary != "none" and index[first] == index[second]
    return {"barriers": index, "primary": primary, "secondary": secondary, "tied": tied}


def _needs(given: Mapping[str, int], scenes: Mapping[str, int]) -> tuple[str, ...]:
    found = []
    if given.get("F1", 4) <= 1 or given["F2"] <= 1:
        found.append("equipment_iot")
    if given["F4"] <= 1:
        found.append("security")
    open_scenes = [id for id in _TIES if scenes.get(id, 4) < 4]
    found += [NEEDS[id] for id in sorted(open_scenes, key=lambda id: scenes[id])]
    return tuple(found[:_MOST_NEEDS])


def _flags(given: Mapping[str, int], scenes: Mapping[str, int], level: int) -> tuple[str, ...]:
    """Answers that sit oddly together; shown as questions, never scored."""
    best, worst = max(scenes.values()), max(given["R1"], given["R2"])
    checks = {
        "C1": given["F3"] <= 1 and best >= 3,
        "C2": worst >= 3 and best <= 1,
        "C3": level >= 3 and given["M1"] == 0,
        "C4": len(given) >= _EQUAL_FROM and len(set(given.values())) == 1,
    }
    return tuple(name for name, holds in checks.items() if holds)
