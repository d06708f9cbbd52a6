"""Uploads wait for each other, and for nobody who has left."""

from __future__ import annotations

import time
from threading import Timer
from typing import Any

import pytest

from neweco import words
from neweco.live import turns, upload
from neweco.live.turns import Turn, Turns
from neweco.sources import mapping
from neweco.sources.template import template


class Place:
    """Notes what is shown at a place of a page."""

    def __init__(self) -> None:
        self.shown: list[str] = []

    def progress(self, share: float, said: str) -> None:
        self.shown.append(said)

    def warning(self, said: str) -> None:
        self.shown.append(said)


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> Turn:
    """The turn of another, where one workbook may be read at a time."""
    monkeypatch.setattr(upload, "LOOK", 0.01)
    monkeypatch.setattr(upload, "_TURNS", Turns(short=1, long=1))
    turn = upload._TURNS.take(0)
    assert turn is not None
    return turn


@pytest.fixture
def place() -> Any:
    """A place of a page."""
    return Place()


def _said(key: str) -> str:
    return words.text("en", f"register.form.{key}")


def test_one_waits_until_it_is_ones_turn(place: Any, taken: Turn) -> None:
    Timer(0.1, taken.end).start()
    assert upload._turn(place, "en")
    assert set(place.shown) == {_said("in_line")}
    assert upload._TURNS.take(0) is None


def test_a_reading_gives_way_while_it_is_read(taken: Turn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "LONG", 0)
    assert upload._Upload("1", mapping.NONE, taken).is_wanted()
    assert upload._TURNS.take(0)


def test_after_a_while_one_is_asked_to_come_again(
    place: Any, taken: Turn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload, "IN_LINE", 0.1)
    assert not upload._turn(place, "en")
    assert place.shown[-1] == _said("busy")


def test_a_place_in_line_ends_with_its_visitor(
    place: Any, taken: Turn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload, "_is_here", lambda: len(place.shown) < 3)
    assert not upload._turn(place, "en")
    assert set(place.shown) == {_said("in_line")}


def test_a_reading_ends_with_its_visitor_and_another_takes_its_turn(
    place: Any, taken: Turn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload, "GONE", 0)
    left = upload._Upload("1", mapping.NONE, taken)
    upload._work(template("zh"), "own.xlsx", left)
    assert left.done.is_set() and left.left and left.found is None
    assert upload._turn(place, "en")


def test_who_is_there_is_waited_for(taken: Turn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload, "GONE", 0.2)
    here = upload._Upload("1", mapping.NONE, taken)
    for _ in range(6):
        time.sleep(0.1)
        here.see()
        assert here.is_wanted()
    monkeypatch.setattr(upload, "_is_here", lambda: False)
    time.sleep(0.25)
    here.see()
    assert not here.is_wanted()


def test_a_reading_that_cannot_begin_gives_its_turn_back(
    taken: Turn, monkeypatch: pytest.MonkeyPatch
) -> None:
    class File:
        file_id, name = "1", "own.xlsx"

        def getvalue(self) -> bytes:
            raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        upload._begun(File(), mapping.NONE, taken)  # type: ignore[arg-type]
    assert upload._TURNS.take(0) is not None
