"""The speaker's window: it goes where the hall's window goes, and its keys move that one.

Both are sessions of their own in one browser; `speaker.js` carries keys and steps between them.
"""

from __future__ import annotations

import time
from pathlib import Path

import streamlit as st

from neweco import words
from neweco.html import slides, speaker
from neweco.live import address
from neweco.live.steps import prepared
from neweco.query.selection import Selection
from neweco.story import Step

STYLE = Path(__file__).with_name("speaker.css")
_SEEN = "speaker.seen"
_BEGUN = "speaker.begun"


def show(selection: Selection, steps: tuple[Step, ...], number: int, language: str) -> None:
    """Draw what the speaker needs at a step."""
    st.html(STYLE)
    if st.session_state.setdefault(_SEEN, number) != number:
        st.session_state.setdefault(_BEGUN, time.monotonic())  # the first change: the talk runs
    now, *then = (_drawn(step, len(steps), language) for step in steps[number - 1 : number + 1])
    st.html(speaker.page(selection, steps, number, language, now, "".join(then)))
    _times(steps, number, language)


def _drawn(step: Step, whole: int, language: str) -> str:
    shown, drawing = prepared(step, (language,))
    return slides.page(shown, drawing, whole, None, True)


@st.fragment(run_every=1.0)
def _times(steps: tuple[Step, ...], number: int, language: str) -> None:
    """The clock since the first change of step; it can begin anew."""
    begun = st.session_state.get(_BEGUN)
    passed = int(time.monotonic() - begun) if begun is not None else 0
    with st.container(horizontal=True, vertical_alignment="center", key="speaker-clock"):
        st.html(speaker.times(passed, number, steps, language), width="content")
        label = words.text(language, "story.speaker.restart")
        st.button(label, key="speaker-restart", on_click=_restart)


def _restart() -> None:
    address.touch()
    st.session_state[_BEGUN] = time.monotonic()
