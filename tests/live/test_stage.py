"""What a clicker's keys do, before anything of it has been drawn."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import streamlit as st

from neweco.live import address, stage


@pytest.fixture(autouse=True)
def session() -> Iterator[None]:
    st.session_state.clear()
    yield
    st.session_state.clear()


def _moved(*names: str) -> str:
    for name in names:
        stage._move(name, 9)
    return address.current(stage.VIEW).item


def test_each_press_starts_from_the_step_before_drawn_or_not() -> None:
    assert _moved("next", "next") == "3"
    assert _moved("back") == "2"
    assert _moved("last", "next", "next") == "9"
    assert _moved("first", "back") == "1"


def test_a_switch_pressed_twice_is_as_it_was() -> None:
    for expected in ("light", "dark", "light"):
        stage._toggle("hall", "light")
        assert address.current(stage.VIEW).option("hall") == expected
