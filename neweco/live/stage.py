"""The stage: one step of the story fills the screen; a clicker's keys move it."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Literal

import streamlit as st

from neweco import published, story, words
from neweco.html import offline, slides, style
from neweco.html.slides import Code
from neweco.live import address, lobby, own, speaker
from neweco.live.lobby import Lobby
from neweco.live.steps import nearest, prepared
from neweco.query.selection import Selection
from neweco.story import Step
from neweco.story.rooms import ROOMS

VIEW = "story"
STYLE, HALL = (Path(__file__).with_name(name) for name in ("stage.css", "hall.css"))
_RETURN = "story.return"
_BLANK = "story.blank"
_LOBBY = "story.lobby"
_ROOM = "story.room"
_FULL = "story.room.full"
_COOKIE = "ne_replica"
"""By which a proxy knows the visitor: it leads the room to the same process."""
BEAT = 10.0
"""Seconds between two signs of life to a room."""

_MOVES = ("back", "next")
_ENDS = ("first", "last")
"""Their buttons are hidden. `html/keys.js` says which key presses which button."""

_SWITCHES = (("bilingual", "1", "L"), ("hall", "light", "D"))
"""Options of the story that a key turns on and off."""


def show() -> None:
    """Draw the step that the address names; a number beyond the story is the nearest step."""
    address.write(VIEW)
    selection, language = address.current(VIEW), address.language()
    steps = story.load()
    number = nearest(selection, len(steps))
    st.html(f"<style>{style.stage()}</style>")
    st.html(STYLE)
    if selection.option("screen") == "speaker":
        speaker.show(selection, steps, number, language)
        return
    st.session_state[_RETURN] = number
    with st.container(key="stage-area"):
        _step(selection, steps, number, language)
        with st.container(key="stage-click"):
            for name in ("back", "next"):
                label = words.text(language, f"story.stage.{name}")
                act = partial(_move, name, len(steps))
                st.button(label, key=f"stage-click-{name}", on_click=act)
    with st.container(horizontal=True, vertical_alignment="center", key="stage-controls"):
        _controls(selection, len(steps), language)
        _ways(steps[number - 1].selection, language)
        if selection.option("loop"):
            _loop(float(selection.option("loop")), number, len(steps), language)
    if st.session_state.get(_ROOM):
        _beating()


def _step(selection: Selection, steps: tuple[Step, ...], number: int, language: str) -> None:
    """The step in one language or in all, or a black screen."""
    order = (language, *words.others(language))
    languages = order if selection.option("bilingual") else (language,)
    shown, drawing = prepared(steps[number - 1], languages)
    base = _base()
    light = steps[number - 1].selection.url(language, base, face="light") if base else ""
    blank = '<div class="ne-blank"></div>' if st.session_state.get(_BLANK) else ""
    notices = [notice.describe(language) for notice in address.notices()]
    dark = selection.option("hall") == "dark"
    if st.session_state.get(_FULL):
        notices.append(words.text(language, "story.stage.room_full"))
    code = _followed(number, base) or (Code(light) if light else None)
    st.html(slides.page(shown, drawing, len(steps), code, dark, notices) + blank)


def _followed(number: int, base: str) -> Code | None:
    """The room of this session, which shows the same step; nothing where none is open."""
    room = st.session_state.get(_ROOM)
    if room is not None and not base:
        ROOMS.close(room)
    if room is None or not base or not ROOMS.move(room, number):
        st.session_state[_ROOM] = None
        return None
    return Code(f"{base}/follow/{room.code}", room.digits)


def _room() -> None:
    """Open a room for the hall, or end it."""
    _touch()
    address.touch()
    room = st.session_state.get(_ROOM)
    if room is not None:
        ROOMS.close(room)
    route = str(st.context.cookies.get(_COOKIE, ""))
    opened = None if room is not None else ROOMS.open(1, route)
    try:
        st.session_state[_ROOM] = opened
    except BaseException:  # another key ended this run: nobody would ever close it
        if opened is not None:
            ROOMS.close(opened)
        raise
    st.session_state[_FULL] = room is None and opened is None


@st.fragment(run_every=BEAT)
def _beating() -> None:
    """Tells the phones that the speaker's machine is awake, as long as its page is open."""
    room = st.session_state.get(_ROOM)
    if room is not None:
        ROOMS.beat(room)


def _base() -> str:
    """Where the codes lead; nowhere for a register of the session's own, whose rows no link has."""
    return "" if own.register() is not None else address.base()


def way_back(language: str) -> None:
    """On a page that answers a question from the floor: it is as large and dark as the stage, and
    one key or click leads back to the step that was left."""
    number = st.session_state.get(_RETURN)
    if number is None:
        return
    st.html(HALL)
    if st.session_state.get(_ROOM):
        _beating()
    label = words.text(language, "story.stage.return", n=number)
    if st.button(f"{label} (Esc)", key="stage-return", type="primary"):
        selection = address.current(VIEW).with_item(str(number))
        pages = st.session_state["pages"]
        st.switch_page(pages[VIEW], query_params=address.parameters(selection, language))


def _controls(selection: Selection, whole: int, language: str) -> None:
    def move(name: str) -> None:
        label = words.text(language, f"story.stage.{name}")
        st.button(label, key=f"stage-{name}", on_click=partial(_move, name, whole))

    for name in _MOVES:
        move(name)
    with st.container(key="stage-ends"):
        for name in _ENDS:
            move(name)
    for option, value, key in _SWITCHES:
        on = selection.option(option) == value
        label = words.text(language, f"story.stage.{option}")
        _button(option, key, label, partial(_toggle, option, value), on)
    label = words.text(language, "story.stage.blank")
    _button("blank", "B", label, _blank, bool(st.session_state.get(_BLANK)))
    windowed = selection.with_option("screen", "speaker").to_query(language)
    label = words.text(language, "story.speaker.open")
    st.link_button(f"{label} (N)", f"?{windowed}", key="stage-speaker")
    if _base():
        label = words.text(language, "story.stage.room")
        _button("follow", "F", label, _room, bool(st.session_state.get(_ROOM)))
    other = words.others(language)[0]
    _button("language", "E", words.name(other), partial(_speak, other), False)


def _button(name: str, key: str, label: str, act: Callable[[], None], on: bool) -> None:
    look: Literal["primary", "secondary"] = "primary" if on else "secondary"
    st.button(f"{label} ({key})", key=f"stage-{name}", type=look, on_click=act)


def _ways(selection: Selection, language: str) -> None:
    """To the live view of the step, and the story as a file."""
    with st.container(key="stage-question", width="content"):
        st.page_link(
            st.session_state["pages"][selection.view],
            label=f"{words.text(language, 'story.stage.detour')} (Q)",
            query_params=address.parameters(selection, language) or None,
        )
    rows, base = own.current(), _base()
    bilingual = address.current(VIEW).option("bilingual")
    languages = words.LANGUAGES if bilingual else (language,)
    st.download_button(
        words.text(language, "story.stage.offline"),
        partial(offline.html, rows, published.shipped(), languages, base),
        file_name=f"story-{'-'.join(languages)}.html",
        mime="text/html",
        on_click="ignore",
        key="stage-offline",
    )


def _loop(seconds: float, number: int, whole: int, language: str) -> None:
    """Goes on by itself; the button says and changes whether it waits."""
    state: Lobby = st.session_state.setdefault(_LOBBY, Lobby(time.monotonic()))

    @st.fragment(run_every=1.0)
    def tick() -> None:
        now = time.monotonic()
        waiting = state.waits(now)
        st.button(
            words.text(language, f"story.stage.{'resume' if waiting else 'pause'}"),
            key="stage-pause",
            type="primary" if waiting else "secondary",
            on_click=partial(_pause, state, not waiting),
        )
        if state.is_due(now, seconds):
            state.step(now)
            address.change(address.current(VIEW).with_item(str(lobby.after(number, whole))))
            st.rerun(scope="app")

    tick()


def _pause(state: Lobby, wait: bool) -> None:
    address.touch()
    state.paused, state.touched_at = wait, float("-inf")
    state.step(time.monotonic())


def _touch() -> None:
    """Somebody is at it: a loop waits."""
    if _LOBBY in st.session_state:
        st.session_state[_LOBBY].touch(time.monotonic())


def _move(name: str, whole: int) -> None:
    """From where the story stands now: a quick second press finds the first one's step drawn or
    not, and goes on from it."""
    here = nearest(address.current(VIEW), whole)
    targets = {"first": 1, "back": max(here - 1, 1), "next": min(here + 1, whole), "last": whole}
    _touch()
    st.session_state[_BLANK] = False
    if _LOBBY in st.session_state:
        st.session_state[_LOBBY].step(time.monotonic())
    address.change(address.current(VIEW).with_item(str(targets[name])))


def _blank() -> None:
    _touch()
    address.touch()
    st.session_state[_BLANK] = not st.session_state.get(_BLANK)


def _speak(language: str) -> None:
    _touch()
    address.set_language(language)


def _toggle(option: str, value: str) -> None:
    _touch()
    selection = address.current(VIEW)
    on = selection.option(option) == value
    usual = selection.declared.switch[option].default
    address.change(selection.with_option(option, usual if on else value))
