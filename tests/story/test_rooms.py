"""Rooms: only the key moves one, digits cannot be tried without end, and each ends by itself."""

from __future__ import annotations

import contextlib
import re
from dataclasses import replace
from functools import partial

import pytest

from neweco.story import rooms
from neweco.story.rooms import Opened, Rooms, Shown, TooManyTries


class Clock:
    """A clock that is moved by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def hall(clock: Clock) -> Rooms:
    return Rooms(clock)


def _opened(hall: Rooms, step: int = 1) -> Opened:
    found = hall.open(step)
    assert found is not None
    return found


def test_a_room_shows_the_step_and_its_tag_changes_with_it(hall: Rooms) -> None:
    room = _opened(hall, 3)
    assert hall.shown(room.code) == Shown(3, False, "0")
    assert hall.move(room, 3) and hall.shown(room.code) == Shown(3, False, "0")
    assert hall.move(room, 4) and hall.shown(room.code) == Shown(4, False, "1")
    assert hall.move(room, 3) and hall.shown(room.code) == Shown(3, False, "2")


def test_only_the_key_moves_and_ends_a_room(hall: Rooms) -> None:
    room, other = _opened(hall), _opened(hall)
    for key in ("", "x", other.key, room.code, room.digits):
        stranger = replace(room, key=key)
        assert not hall.move(stranger, 9) and not hall.beat(stranger)
        hall.close(stranger)
        assert hall.shown(room.code) == Shown(1, False, "0")
    assert not hall.move(replace(room, code="nowhere", key=""), 9)
    hall.close(room)
    assert hall.shown(room.code) is None and hall.shown(other.code) is not None
    assert not hall.move(room, 2)


def test_a_code_cannot_be_guessed_and_a_key_is_not_printed(hall: Rooms) -> None:
    found = [_opened(hall) for _ in range(20)]
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{12}", room.code) for room in found)  # 72 bits
    assert all(re.fullmatch(r"\d{6}", room.digits) for room in found)
    for name in ("code", "digits", "key"):
        assert len({getattr(room, name) for room in found}) == 20
    assert found[0].key not in repr(found[0])
    assert hall.shown("guessed") is None


def test_a_proxy_s_name_leads_and_nothing_else_does(hall: Rooms) -> None:
    name = "0123456789abcdef" * 2
    led = hall.open(1, name)
    assert led is not None and re.fullmatch(rf"{name}-[A-Za-z0-9_-]{{12}}", led.code)
    for other in ("../x", name + "a", name.upper(), "<script>"):
        plain = hall.open(1, other)
        assert plain is not None and len(plain.code) == 12


def test_digits_lead_to_their_room_and_wrong_ones_are_counted(hall: Rooms, clock: Clock) -> None:
    room = _opened(hall)
    wrong = f"{(int(room.digits) + 1) % 10**6:06d}"
    for _ in range(100):
        assert hall.by_digits(room.digits) == room.code  # right ones cost nothing
    for _ in range(rooms.TRIES):
        assert hall.by_digits(wrong) is None
    for digits in (wrong, room.digits):  # else a guesser would see which was right
        with pytest.raises(TooManyTries):
            hall.by_digits(digits)
    clock.now += 1 / rooms.TRIES_A_SECOND
    assert hall.by_digits(wrong) is None
    with pytest.raises(TooManyTries):
        hall.by_digits(wrong)
    clock.now += 1e6
    for _ in range(rooms.TRIES):
        assert hall.by_digits(wrong) is None
    with pytest.raises(TooManyTries):
        hall.by_digits(wrong)


def test_a_speaker_away_is_told_and_is_back_with_a_sign_of_life(hall: Rooms, clock: Clock) -> None:
    room = _opened(hall)
    clock.now = rooms.AWAY
    assert hall.shown(room.code) == Shown(1, False, "0")
    clock.now += 0.1
    assert hall.shown(room.code) == Shown(1, True, "0a")
    assert hall.beat(room) and hall.shown(room.code) == Shown(1, False, "0")


def test_a_room_ends_by_itself(hall: Rooms, clock: Clock) -> None:
    left, told = _opened(hall), _opened(hall)
    while clock.now <= rooms.ABANDONED:
        clock.now += 60
        assert hall.move(told, 1)
    assert hall.shown(left.code) is None and hall.by_digits(left.digits) is None
    while clock.now <= rooms.LASTS:
        assert hall.shown(told.code) is not None
        hall.beat(told)
        clock.now += 60
    assert hall.shown(told.code) is None and not hall.beat(told)


def test_rooms_are_bounded_and_one_that_ends_makes_room(hall: Rooms, clock: Clock) -> None:
    found = [_opened(hall) for _ in range(rooms.MOST)]
    assert hall.open(1) is None
    hall.close(found[0])
    assert hall.open(1) is not None and hall.open(1) is None
    clock.now += rooms.ABANDONED + 1
    assert hall.open(1) is not None


def test_a_bell_rings_for_another_step_and_for_the_end_alone(hall: Rooms) -> None:
    room, other, rung = _opened(hall), _opened(hall), []
    with hall.listening(room.code, lambda: rung.append(1)):
        hall.move(room, 1)
        hall.beat(room)
        hall.move(other, 2)
        assert not rung
        hall.move(room, 2)
        assert len(rung) == 1
        hall.close(room)
        assert len(rung) == 2
    with hall.listening("nowhere", lambda: rung.append(1)):
        hall.close(other)
    assert len(rung) == 2


def test_who_no_longer_listens_is_forgotten(hall: Rooms) -> None:
    room, rung = _opened(hall), []
    with hall.listening(room.code, lambda: rung.append(1)):
        pass
    hall.move(room, 2)
    assert not rung and not hall._rooms[room.code].bells


@pytest.mark.parametrize("ends", [True, False])
def test_phones_may_leave_while_the_bells_ring(hall: Rooms, ends: bool) -> None:
    """A bell wakes a phone, which is off before the others are rung."""
    room = _opened(hall)
    leaving = contextlib.ExitStack()
    rung: list[int] = []

    def bell(number: int) -> None:
        rung.append(number)
        leaving.close()

    for number in range(9):
        leaving.enter_context(hall.listening(room.code, partial(bell, number)))
    if ends:
        hall.close(room)
    else:
        hall.move(room, 2)
    assert sorted(rung) == list(range(9))
