"""Published figures held against each other: those that must agree, and those never to be added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from neweco.published import Published
from neweco.published.quantity import Quantity

NEARLY = 0.05
"""How far below the figure it names a stated "nearly" may lie."""


@dataclass(frozen=True)
class Crosscheck:
    """A formula over facts, the fact that states its result, both figures, and whether they
    agree to the precision published."""

    id: str
    formula: str
    fact: str
    computed: Quantity
    stated: Quantity
    agrees: bool


def crosscheck(id: str, published: Published) -> Crosscheck:
    """One check among facts. KeyError for an unknown id, ValueError for a fact without a figure."""
    formula, fact = CROSSCHECKS[id]
    computed, stated = published.evaluate(formula), published.value(fact)
    if stated is None:
        raise ValueError(f"{fact} is not a figure")
    return Crosscheck(id, formula, fact, computed, stated, _agrees(computed.central, stated))


def _agrees(computed: float, stated: Quantity) -> bool:
    """Whether a result rounds to the figure printed, or lies where its words allow."""
    if stated.low is None and not stated.high_closed:  # nearly
        return stated.contains(computed) and computed >= stated.central * (1 - NEARLY)
    if not stated.is_point:
        return stated.contains(computed)
    return abs(computed - stated.central) <= stated.step / 2


CROSSCHECKS: Mapping[str, tuple[str, str]] = {
    "labs": ("F012 + F013", "F207"),
    "first_labs": ("F052 + F053", "F208"),
    "share_of_gdp": ("F001 / F126", "F002"),
    "new_faces": ("F027 / F007", "F028"),
    "leverage": ("F065 / F064", "F066"),
    "award": ("F036 / F035", "F040"),
    "lists": ("F024", "F007"),
}
"""Facts that must agree with each other: a formula, and the fact that states its result."""

NEVER_ADDED: tuple[tuple[str, str], ...] = (("F061", "F072"), ("F021", "F022"), ("F084", "F006"))
"""Pairs that look as if they could be added and must not be: other definitions or units."""
