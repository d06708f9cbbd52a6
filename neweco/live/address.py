"""Keeps the browser's address and what is shown the same, in both directions.

The selection of each page lives in the session. When a run starts with an address that this
module did not write, somebody opened a link or went back or forward: the selection is then read
from it. At the end of a run the address is written from the selection.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

import streamlit as st

from neweco import words
from neweco.http import site
from neweco.query import grammar
from neweco.query.selection import Selection, language_of, release_of

_SEEN = "address.seen"
_TOUCHED = "address.touched"
_LANGUAGE = "address.language"
_NOTICES = "address.notices"
_LINKED = "address.linked"


def sync(view: str) -> None:
    """Take over the address if it was changed from outside. Call once, at the start of a run."""
    seen = (view, _asked())
    touched = st.session_state.pop(_TOUCHED, False)
    if touched and st.session_state.get(_SEEN, ("",))[0] == view:
        return  # what was clicked counts; the address came along and may be one click old
    if st.session_state.get(_SEEN) == seen:
        return
    read = _read(*seen)
    st.session_state[_LANGUAGE] = read.language
    st.session_state[_NOTICES] = read.selection.ignored
    st.session_state[_LINKED] = read.release
    st.session_state[_key(view)] = read.selection
    st.session_state[_SEEN] = seen  # last: a run that is cut short before has not taken it over


def language() -> str:
    """The language of this session."""
    return str(st.session_state.get(_LANGUAGE, words.DEFAULT))


def set_language(language: str) -> None:
    """Switch the language; the selection stays."""
    st.session_state[_LANGUAGE] = language
    touch()


def current(view: str) -> Selection:
    """What the page shows."""
    found = st.session_state.get(_key(view))
    return found if isinstance(found, Selection) else Selection(view)


def change(selection: Selection) -> None:
    """Show something else; used in callbacks, so that it counts before the next run."""
    st.session_state[_key(selection.view)] = selection
    st.session_state[_NOTICES] = ()
    st.session_state[_LINKED] = ""
    touch()


def touch() -> None:
    """Something on the page caused this run, not the address; every widget's callback says so.

    On a slow network a second click leaves before the address that the first one wrote arrives.
    """
    st.session_state[_TOUCHED] = True


def notices() -> tuple[grammar.Ignored, ...]:
    """What the opened address said that could not be used."""
    return tuple(st.session_state.get(_NOTICES, ()))


def linked_release() -> str:
    """The data release that the opened address names, if any."""
    return str(st.session_state.get(_LINKED, ""))


def base() -> str:
    """Where this site is reached, without a slash at the end."""
    parts = urlsplit(str(st.context.url or ""))
    return site.base(f"{parts.scheme}://{parts.netloc}")


def write(view: str) -> None:
    """Make the address say what is shown. Call once, after the widgets."""
    asked, shown = _asked(), current(view)
    if not _read(view, asked).says(shown, language()):
        query = parameters(shown, language())
        st.query_params.from_dict(query)
        asked = _frozen(query)
    st.session_state[_SEEN] = (view, asked)


Asked = tuple[tuple[str, tuple[str, ...]], ...]
"""The parameters of an address, in its order."""


def _asked() -> Asked:
    return tuple((name, tuple(st.query_params.get_all(name))) for name in st.query_params)


@dataclass(frozen=True)
class _Read:
    """What an address asks for, and whether each of its parameters is part of that."""

    selection: Selection
    language: str
    release: str
    is_known: bool

    def says(self, selection: Selection, language: str) -> bool:
        """Whether the address says what is shown and no more. Its order may be that of the clicks:
        to write it anew would be one more step back."""
        shown = self.selection == selection and self.language == language
        return shown and self.is_known and not self.selection.ignored


@lru_cache(maxsize=512)
def _read(view: str, asked: Asked) -> _Read:
    query = {name: list(values) for name, values in asked}
    selection, language = Selection.from_query(view, query), language_of(query)
    known = parameters(selection, language).keys() == query.keys()
    return _Read(selection, language, release_of(query), known)


def parameters(selection: Selection, language: str) -> dict[str, list[str]]:
    """The query parameters of a selection, as Streamlit takes them."""
    query: dict[str, list[str]] = {}
    for name, value in selection.to_pairs():
        query.setdefault(name, []).append(value)
    if language != words.DEFAULT:
        query["lang"] = [language]
    return query


def _frozen(query: dict[str, list[str]]) -> Asked:
    return tuple((name, tuple(values)) for name, values in query.items())


def _key(view: str) -> str:
    return f"selection.{view}"
