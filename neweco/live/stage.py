"""The stage: one step of the story fills the screen; a clicker's keys move it."""

from __future__ import annotations

from functools import partial

import streamlit as st

from neweco import published, served, story, words
from neweco.drawing import svg
from neweco.live import address, own, slides
from neweco.register import Register
from neweco.selection import Selection
from neweco.story import Step
from neweco.views.story import Slide, slide

VIEW = "story"
_RETURN = "story.return"
_KEYS = (("first", "Home"), ("back", "Left"), ("next", "Right"), ("last", "End"))
_CLICKER = (("back", "PageUp"), ("next", "PageDown"))
"""Clickers send PageUp and PageDown; their buttons are not seen."""


def show() -> None:
    """Draw the step that the address names; a number beyond the story is the nearest step."""
    address.write(VIEW)
    chosen, language = address.current(VIEW), address.language()
    steps = story.load()
    number = _number(chosen, len(steps))
    st.session_state[_RETURN] = number
    languages = words.LANGUAGES if chosen.option("bilingual") else (language,)
    dark = chosen.option("hall") == "dark"
    made = [prepared(steps[number - 1], each) for each in languages]
    shown, drawings = [slide for slide, _ in made], made[0][1]
    light = steps[number - 1].selection.url(language, address.base(), face="light")
    st.html(slides.page(shown, drawings, number, len(steps), light, dark))
    with st.container(horizontal=True, vertical_alignment="center", key="stage-controls"):
        _controls(chosen, number, len(steps), language)
        target = steps[number - 1].selection
        st.page_link(
            st.session_state["pages"][target.view],
            label=words.text(language, "story.stage.detour"),
            query_params=address.parameters(target, language) or None,
        )
    if chosen.option("notes"):
        st.html(slides.notes(shown, steps, number))


def way_back(view: str, pages: dict[str, st.Page], language: str) -> None:
    """On any other page: one key or click leads back to the step that was left."""
    number = st.session_state.get(_RETURN)
    if number is None or view == VIEW:
        return
    label = words.text(language, "story.stage.return", n=number)
    if st.button(label, shortcut="Esc", key="stage-return", type="primary"):
        chosen = address.current(VIEW).with_item(str(number))
        st.switch_page(pages[VIEW], query_params=address.parameters(chosen, language))


def _number(chosen: Selection, whole: int) -> int:
    asked = int(chosen.item) if chosen.item.isascii() and chosen.item.isdigit() else 1
    return min(max(asked, 1), whole)


def prepared(step: Step, language: str) -> tuple[Slide, tuple[str, ...]]:
    """What a step shows and its charts drawn: the same for everybody, made once."""
    mine = own.register()
    if mine is not None:
        return own.kept((VIEW, step.number, language), lambda: _made(mine, step, language))
    rows = served.load()
    return _prepared(rows.fingerprint, step.number, language, step, rows)


@st.cache_resource(max_entries=256, show_spinner=False)
def _prepared(
    fingerprint: str, number: int, language: str, _step: Step, _rows: Register
) -> tuple[Slide, tuple[str, ...]]:
    del fingerprint, number
    return _made(_rows, _step, language)


def _made(rows: Register, step: Step, language: str) -> tuple[Slide, tuple[str, ...]]:
    made = slide(rows, published.shipped(), step, language)
    return made, tuple(svg(chart) for chart in made.charts)


def _controls(chosen: Selection, number: int, whole: int, language: str) -> None:
    target = {"first": 1, "back": max(number - 1, 1), "next": min(number + 1, whole), "last": whole}
    for name, key in _KEYS:
        st.button(
            words.text(language, f"story.stage.{name}"),
            key=f"stage-{name}",
            shortcut=key,
            on_click=partial(_go, target[name]),
            disabled=False,
        )
    with st.container(key="stage-clicker"):
        for name, key in _CLICKER:
            st.button(name, key=f"stage-{key}", shortcut=key, on_click=partial(_go, target[name]))
    for option, value, key in (("bilingual", "1", "B"), ("notes", "1", "N"), ("hall", "dark", "D")):
        on = chosen.option(option) == value
        st.button(
            words.text(language, f"story.stage.{option}"),
            key=f"stage-{option}",
            shortcut=key,
            type="primary" if on else "secondary",
            on_click=partial(_set, option, "" if on else value),
        )


def _go(number: int) -> None:
    address.change(address.current(VIEW).with_item(str(number)))


def _set(option: str, value: str) -> None:
    address.change(address.current(VIEW).with_option(option, value))
