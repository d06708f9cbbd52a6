"""Uploads wait for each other, and for nobody who has left."""

from __future__ import annotations

import time
from collections.abc import Iterator
from threading import BoundedSemaphore, Timer
from typing import Any

import pytest

from neweco import words
from neweco.live import upload
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
def place(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A place of a page, while one workbook may be read at a time and one is."""
    only = BoundedSemaphore(1)
    only.acquire()
    monkeypatch.setattr(upload, "_AT_ONCE", only)
    monkeypatch.setattr(upload, "LOOK", 0.01)
    yield Place()


def _said(key: str) -> str:
    return words.text("en", f"register.form.{key}")


def test_one_waits_until_it_is_ones_turn(place: Any) -> None:
    Timer(0.1, upload._AT_ONCE.release).start()
    assert upload._has_turn(place, "en")
    assert set(place.shown) == {_said("in_line")}
    assert not upload._AT_ONCE.acquire(blocking=False)


def test_after_a_while_one_is_asked_to_come_again(
    place: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload, "IN_LINE", 0.1)
    assert not upload._has_turn(place, "en")
    assert place.shown[-1] == _said("busy")


def test_a_place_in_line_ends_with_its_visitor(place: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload, "_is_here", lambda: len(place.shown) < 3)
    assert not upload._has_turn(place, "en")
    assert set(place.shown) == {_said("in_line")}


def test_a_reading_ends_with_its_visitor_and_another_takes_its_turn(
    place: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload, "GONE", 0)
    left = upload._Upload("1", mapping.NONE)
    upload._work(template("zh"), "own.xlsx", left)
    assert left.done.is_set() and left.left and left.found is None
    assert upload._has_turn(place, "en")


def test_who_is_there_is_waited_for(place: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload, "GONE", 0.2)
    here = upload._Upload("1", mapping.NONE)
    for _ in range(6):
        time.sleep(0.1)
        here.see()
        assert here.is_wanted()
    monkeypatch.setattr(upload, "_is_here", lambda: False)
    time.sleep(0.25)
    here.see()
    assert not here.is_wanted()
