"""Phones follow the hall: the step now, in their language, with script and without."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from neweco import story, words
from neweco.light import follow
from neweco.story.rooms import ROOMS, TRIES, Opened, Rooms

STEPS = story.read(story.SHIPPED)


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> Rooms:
    made = Rooms()
    monkeypatch.setattr(follow, "ROOMS", made)
    return made


@pytest.fixture
def room(hall: Rooms) -> Opened:
    opened = hall.open(4)
    assert opened is not None
    return opened


@pytest.fixture
def phone() -> Iterator[TestClient]:
    made = Starlette(routes=follow.ROUTES, middleware=[Middleware(follow.Following)])
    with TestClient(made, follow_redirects=False) as client:
        yield client


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_page_of_a_room_shows_the_step_now_and_a_way_to_explore_it(
    phone: TestClient, hall: Rooms, room: Opened, language: str
) -> None:
    for number in (4, 6):  # who comes late sees the step of now
        hall.move(room, number)
        answer = phone.get(f"/follow/{room.code}?lang={language}")
        step = STEPS[number - 1]
        assert answer.status_code == 200 and step.titles[language] in answer.text
        light = step.selection.url(language, "..", face="light").replace("&", "&amp;")
        assert f'href="{light}"' in answer.text
        name = words.text(language, f"{step.selection.view}.menu")
        assert words.text(language, "story.follow.this", page=name) in answer.text
        assert f'<html lang="{words.tag(language)}"' in answer.text
        assert '<noscript><meta http-equiv="refresh" content="2">' in answer.text
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-cache"
    assert room.key not in answer.text and room.digits not in answer.text


def test_the_language_is_the_phone_s_until_it_chooses(phone: TestClient, room: Opened) -> None:
    for accepted, query, tag in (
        ("en-GB,en;q=0.9,zh;q=0.5", "", "en"), ("zh-CN,zh;q=0.9", "", "zh-CN"),
        ("fr,en;q=0.8", "", "en"), ("", "", "zh-CN"), ("zh-CN", "?lang=en", "en"),
    ):  # fmt: skip
        headers = {"accept-language": accepted}
        page = phone.get(f"/follow/{room.code}{query}", headers=headers).text
        assert f'<html lang="{tag}">' in page


def test_what_is_there_already_is_not_sent_again(
    phone: TestClient, hall: Rooms, room: Opened
) -> None:
    tag = phone.get(f"/follow/{room.code}").headers["etag"]
    again = phone.get(f"/follow/{room.code}", headers={"if-none-match": tag})
    assert again.status_code == 304 and not again.content
    hall.move(room, 5)
    assert phone.get(f"/follow/{room.code}", headers={"if-none-match": tag}).status_code == 200


def test_a_phone_waits_for_the_next_step(
    phone: TestClient, hall: Rooms, room: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = f"/follow/{room.code}/step?lang=en&seen="
    now = phone.get(asked)
    assert now.status_code == 200 and now.headers["x-step"] == "0"
    monkeypatch.setattr(follow, "WAIT", 0.05)
    assert phone.get(asked + "0").status_code == 204  # nothing new for a while
    monkeypatch.setattr(follow, "WAIT", 60.0)
    monkeypatch.setattr(follow, "SPREAD", 0.0)
    moving = threading.Timer(0.3, hall.move, (room, 8))
    moving.start()
    found = phone.get(asked + "0")
    moving.join()
    assert STEPS[7].titles["en"] in found.text and found.headers["x-step"] == "1"
    assert found.headers["cache-control"] == "no-store"
    assert not hall._rooms[room.code].bells
    ending = threading.Timer(0.3, hall.close, (room,))
    ending.start()
    ended = phone.get(asked + "1")
    assert words.text("en", "story.follow.ended") in ended.text and ended.headers["x-step"] == ""


def test_a_speaker_away_is_said(
    phone: TestClient, hall: Rooms, room: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = words.text("en", "story.follow.away")
    assert away not in phone.get(f"/follow/{room.code}?lang=en").text
    later = time.monotonic() + 31
    monkeypatch.setattr(hall, "_now", lambda: later)
    page = phone.get(f"/follow/{room.code}?lang=en").text
    assert away in page and STEPS[3].titles["en"] in page
    hall.beat(room)
    assert away not in phone.get(f"/follow/{room.code}?lang=en").text


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_guessed_code_gets_nothing(phone: TestClient, room: Opened, language: str) -> None:
    for guess in ("AAAAAAAAAAAA", room.code[:-1], room.digits, "%3Cscript%3E"):
        for path in (f"/follow/{guess}", f"/follow/{guess}/step"):
            answer = phone.get(f"{path}?lang={language}")
            assert words.text(language, "story.follow.ended") in answer.text
            assert not any(step.titles[language] in answer.text for step in STEPS)
            assert "<script>" not in answer.text and "refresh" not in answer.text
    for method in ("post", "put", "delete"):
        assert getattr(phone, method)(f"/follow/{room.code}").status_code == 405


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_digits_are_typed_where_there_is_no_camera(
    phone: TestClient, room: Opened, language: str
) -> None:
    assert phone.get("/follow").headers["location"].endswith("follow/")
    asked = phone.get(f"/follow/?lang={language}")
    assert words.text(language, "story.follow.digits") in asked.text
    for typed in (room.digits, f"{room.digits[:3]} {room.digits[3:]}"):
        found = phone.get("/follow/find", params={"digits": typed, "lang": language})
        assert found.status_code == 303
        assert found.headers["location"] == f"{room.code}?lang={language}"
    wrong = {"digits": "12345", "lang": language}
    for _ in range(TRIES):
        answer = phone.get("/follow/find", params=wrong)
        assert answer.status_code == 404
        assert words.text(language, "story.follow.wrong") in answer.text
    answer = phone.get("/follow/find", params=wrong)
    assert answer.status_code == 429
    assert words.text(language, "story.follow.wait") in answer.text


def test_the_rooms_of_a_process_are_those_that_its_sessions_open() -> None:
    assert follow.ROOMS is ROOMS


def test_a_step_made_before_one_listens_is_not_missed(hall: Rooms, room: Opened) -> None:
    before = hall.shown(room.code)
    assert before is not None
    hall.move(room, 5)
    begun = time.monotonic()
    shown = asyncio.run(follow._changed(room.code, before.tag))
    assert shown is not None and shown.step == 5 and time.monotonic() - begun < follow.WAIT / 2
    hall.close(room)
    assert asyncio.run(follow._changed(room.code, shown.tag)) is None
