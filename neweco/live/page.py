"""One page: its sheet from the cache, drawn, and the address kept true."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from neweco import published, views
from neweco.live import address, draw, own
from neweco.live.prepared import Prepared, prepare
from neweco.model.register import Register
from neweco.query.selection import Selection
from neweco.sources import current


@st.cache_resource(max_entries=512, show_spinner=False)
def _prepared(
    fingerprint: str,
    query: str,
    view: str,
    language: str,
    _selection: Selection,
    _register: Register,
) -> Prepared:
    """Sheets of the server's register, shared by all sessions: they hold nothing of a user."""
    del fingerprint, query
    return prepare(views.view(view)(_register, published.shipped(), _selection, language))


def prepared(chosen: Selection, language: str) -> Prepared:
    """A view of the server's register, from the cache or made now.

    What a visitor's address says that cannot be used stays in the session.
    """
    rows, shared = current.load(), replace(chosen, ignored=())
    return _prepared(rows.fingerprint, shared.to_query(), shared.view, language, shared, rows)


def shown(chosen: Selection, language: str) -> Prepared:
    """A view of what this session shows: the server's register, or one of its own."""
    rows = own.register()
    if rows is None:
        return prepared(chosen, language)
    draw_it = views.view(chosen.view)
    return own.kept(
        (chosen.view, chosen.to_query(), language),
        lambda: prepare(draw_it(rows, published.shipped(), chosen, language)),
    )


def show(view: str, form: Callable[[Prepared], None] | None = None) -> None:
    """Draw a view at the current address; `form` is drawn below the first section."""
    address.write(view)
    draw.sheet(shown(address.current(view), address.language()), form)
