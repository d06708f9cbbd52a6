"""Turns of readings: so many at a time, and one that takes long lets another begin."""

from __future__ import annotations

import pytest

from neweco.live import turns
from neweco.live.turns import Turn, Turns


@pytest.fixture
def two() -> Turns:
    return Turns(short=1, long=1)


def _taken(of: Turns) -> Turn:
    turn = of.take(0)
    assert turn is not None
    return turn


def test_one_that_takes_long_gives_its_turn_to_who_waits(
    two: Turns, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = _taken(two)
    first.give_way()
    assert two.take(0) is None, "it has just begun"
    monkeypatch.setattr(turns, "LONG", 0)
    for _ in range(3):
        first.give_way()
    second = _taken(two)
    second.give_way()
    assert two.take(0) is None, "one may take long at a time"
    first.end()
    second.give_way()
    third = _taken(two)
    for turn in (second, third, third):
        turn.end()
    assert two.take(0) and two.take(0) is None
