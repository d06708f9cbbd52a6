"""The views: pure functions from register, published facts and a selection to a sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module

from neweco import words
from neweco.model.register import Register
from neweco.published import Published
from neweco.query.selection import Selection
from neweco.sheet import Sheet

View = Callable[[Register, Published, Selection, str], Sheet]

NAMES = (
    "overview",
    "enterprises",
    "labs",
    "diagnoses",
    "selfcheck",
    "story",
    "evidence",
    "register",
)
"""Views in the order of the menu; each is a folder here whose `page` has a function `sheet`."""


def view(name: str) -> View:
    """The view function of a name. KeyError for a name that is not a view."""
    if name not in NAMES:
        raise KeyError(name)
    function: View = import_module(f"neweco.views.{name}.page").sheet

    def made(
        register: Register, published: Published, selection: Selection, language: str
    ) -> Sheet:
        shown = function(register, published, selection, language)
        return replace(shown, warnings=_warnings(register, language))

    return made


def _warnings(register: Register, language: str) -> tuple[str, ...]:
    if not register.outdated:
        return ()
    return (words.text(language, "basis.outdated", since=register.outdated),)
