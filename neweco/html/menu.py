"""The band above a live page: the mark, the ways to the other pages, and the languages.

Links, so that they can be opened beside, copied and followed without a script; `links.js` follows
them within the session.
"""

from __future__ import annotations

from html import escape

from neweco import words
from neweco.html.pieces import Pieces
from neweco.query.selection import Selection
from neweco.query.views import VIEWS

_MARK = '<i class="ne-mark" aria-hidden="true"></i>'


def menu(selection: Selection, pieces: Pieces) -> str:
    """The band of the page that shows this selection, in the colour of its line."""
    query, line = selection.to_query(pieces.language), VIEWS[selection.view].line
    views = "".join(_view(name, selection, pieces) for name, view in VIEWS.items() if view.in_menu)
    languages = "".join(_language(code, selection, pieces) for code in words.LANGUAGES)
    return (
        f'<header class="ne-head{f" ne-of-{line}" if line else ""}" data-query="{escape(query)}">'
        f'<span class="ne-brand">{_MARK}{pieces.text("common.product")}</span>'
        f'<nav aria-label="{pieces.text("light.views")}">{views}</nav>'
        f'<nav aria-label="{pieces.text("live.language")}">{languages}</nav></header>'
    )


def _view(name: str, selection: Selection, pieces: Pieces) -> str:
    way, label = escape(pieces.leads(Selection(name))), pieces.text(f"{name}.menu")
    here = ' aria-current="page"' if name == selection.view else ""
    return f'<a href="{way}" data-key="menu={name}"{here}>{label}</a>'


def _language(code: str, selection: Selection, pieces: Pieces) -> str:
    """The same view in a language, each named in itself."""
    way, tag = escape(relative(selection, code)), escape(words.tag(code))
    here = ' aria-current="true"' if code == pieces.language else ""
    return (
        f'<a href="{way}" lang="{tag}" hreflang="{tag}" data-key="lang={code}"{here}>'
        f"{escape(words.name(code))}</a>"
    )


def relative(selection: Selection, language: str, face: str = "") -> str:
    """The address of a view, of another face too, from any live page, below whatever folder the
    site is served."""
    return f".{selection.url(language, face=face)}"
