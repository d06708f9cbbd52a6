"""One page: its sheet from the cache, drawn, and the address kept true."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from neweco import published, views
from neweco.html import menu
from neweco.http.cache import Cache
from neweco.live import address, draw, engine, own, stage
from neweco.live.prepared import Prepared, live_pieces, prepare
from neweco.model.register import Register
from neweco.query.selection import Selection
from neweco.sources import current


def _made(
    selection: Selection, language: str, register: Register, addressed: bool = True
) -> Prepared:
    view = views.view(selection.view)
    return prepare(view(register, published.shipped(), selection, language), addressed)


_KEPT: Cache[Prepared] = Cache(512)
_BANDS: Cache[str] = Cache(512)
"""Sheets of the server's register and the bands above them, shared by all sessions: they hold
nothing of a user."""


def prepared(selection: Selection, language: str) -> Prepared:
    """A view of the server's register, from the cache or made now.

    What a visitor's address says that cannot be used stays in the session.
    """
    register, shared = current.load(), replace(selection, ignored=())
    if engine.DEVELOPING:  # code may have changed
        return _made(shared, language, register)
    key = (register.fingerprint, shared.view, shared.to_query(), language)
    return _KEPT.get(key, lambda: _made(shared, language, register))


def shown(selection: Selection, language: str) -> Prepared:
    """A view of what this session shows: the server's register, or one of its own."""
    register = own.register()
    if register is None:
        return prepared(selection, language)
    return own.kept(
        (selection.view, selection.to_query(), language),
        lambda: _made(selection, language, register, addressed=False),
    )


def band(selection: Selection, language: str) -> str:
    """The band above the page that shows this selection."""
    pieces = live_pieces(language, selection.view)
    key = (selection.view, selection.to_query(), language)
    return _BANDS.get(key, lambda: menu.menu(selection, pieces))


def show(view: str, form: Callable[[Prepared], None] | None = None) -> None:
    """Draw a view at the current address; `form` is drawn below the first section."""
    address.write(view)
    stage.way_back(address.language())
    draw.sheet(shown(address.current(view), address.language()), form)
