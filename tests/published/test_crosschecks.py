"""Published figures held against each other: what rounding allows, and what must not be added."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from neweco import published
from neweco.published import Published, crosschecks

P = published.shipped()


def stating(id: str, token: str) -> Published:
    """The published facts with another figure for one of them."""
    facts = {**P.facts, id: replace(P.fact(id), token=token)}
    return replace(P, facts=MappingProxyType(facts))


@pytest.mark.parametrize("id", crosschecks.CROSSCHECKS)
def test_published_facts_agree_with_each_other(id: str) -> None:
    assert crosschecks.crosscheck(id, P).agrees


@pytest.mark.parametrize(
    ("id", "fact", "token", "agrees"),
    [
        ("labs", "F207", "55", False),
        ("labs", "F012", "23", False),
        ("first_labs", "F208", "16", False),
        ("share_of_gdp", "F002", "34.2", True),
        ("share_of_gdp", "F002", "34.3", False),
        ("share_of_gdp", "F002", "34", True),
        ("share_of_gdp", "F002", "33", False),
        ("new_faces", "F028", "73.8", True),
        ("new_faces", "F028", "73.9", False),
        ("leverage", "F066", "近10", True),
        ("leverage", "F066", "近9", False),
        ("leverage", "F066", "近12", False),
        ("award", "F040", "最高62", False),
        ("lists", "F024", "121", False),
    ],
)
def test_a_figure_that_is_off_by_one_of_its_last_digit_is_found(
    id: str, fact: str, token: str, agrees: bool
) -> None:
    assert crosschecks.crosscheck(id, stating(fact, token)).agrees is agrees


def test_a_fact_that_is_no_figure_cannot_be_checked() -> None:
    with pytest.raises(ValueError, match="F207 is not a figure"):
        crosschecks.crosscheck("labs", stating("F207", "若干"))


def test_what_must_not_be_added_is_not() -> None:
    for pair in crosschecks.NEVER_ADDED:
        assert set(pair) <= set(P.facts)
        for fact in P.facts.values():
            assert not ("+" in fact.formula and set(pair) <= set(fact.formula.split()))
