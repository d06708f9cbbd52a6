"""The register that one session has put in: kept in the session and nowhere else.

Everything made of it stays with the session too: no shared cache, no address and no file holds
anything of it, so no other session can come by it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import TypeVar, cast

import streamlit as st

from neweco import words
from neweco.live import address, filters
from neweco.model.register import Register
from neweco.sources.current import load

_OWN = "own.register"
_VISIT = "own.visit"
UPLOAD = "own.upload"
"""The workbook on its way, see `upload`."""

DECISIONS = "own.decisions"
"""What was decided about the columns of the upload: file and decisions, see `columns`."""

_MOST = 24
"""Sheets kept for a session, the last ones used."""

T = TypeVar("T")


@dataclass(frozen=True)
class _Own:
    """A register and what was made of it: one thing, so that a run that is cut short never leaves
    what was made of another."""

    register: Register
    kept: OrderedDict[Hashable, object] = field(default_factory=OrderedDict)


def register() -> Register | None:
    """The session's own register, if it uses one."""
    found = _own()
    return found.register if found else None


def _own() -> _Own | None:
    found = st.session_state.get(_OWN)
    return found if isinstance(found, _Own) else None


def current() -> Register:
    """What this session shows: its own register, or the server's."""
    return register() or load()


def use(chosen: Register) -> None:
    """Show this register on every page of the session."""
    st.session_state[_OWN] = _Own(chosen)
    address.touch()


def leave() -> None:
    """Back to the server's register; the session's own is forgotten, with the file it came in."""
    for key in (_OWN, UPLOAD, DECISIONS):
        st.session_state.pop(key, None)
    st.session_state[_VISIT] = visit() + 1
    address.touch()


def visit() -> int:
    """How often a register was left: each time the page has a fresh place to put one in."""
    return int(st.session_state.get(_VISIT, 0))


def kept(key: Hashable, make: Callable[[], T]) -> T:
    """Something made of the session's register, from the session or made now. RuntimeError where it
    has none."""
    found = _own()
    if found is None:
        raise RuntimeError("this session has no register of its own")
    held = found.kept
    if key not in held:
        held[key] = make()
        while len(held) > _MOST:
            held.popitem(last=False)
    held.move_to_end(key)
    return cast(T, held[key])


def bar(language: str) -> None:
    """Says whose data this is, with the way back; nothing where it is the server's."""
    chosen = register()
    if chosen is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="own-bar"):
        said = words.text(language, "register.bar", name=filters.plain(chosen.name))
        st.markdown(said, width="stretch")
        st.button(words.text(language, "register.leave"), on_click=leave, key="own-leave")


def beside(html: str) -> str:
    """Links that load a page anew would forget a session's register: they open beside it."""
    return html.replace("<a ", '<a target="_blank" rel="noopener" ')
