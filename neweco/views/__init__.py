"""The views: pure functions from register, published facts and a selection to a sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module

from neweco.published import Published
from neweco.register import Register
from neweco.selection import Selection
from neweco.sheet import Sheet

View = Callable[[Register, Published, Selection, str], Sheet]

NAMES = ("overview", "enterprises", "labs", "diagnoses", "selfcheck", "story", "evidence")
"""Views in the order of the menu; each is a module here with a function `sheet`."""


def view(name: str) -> View:
    """The view function of a name. KeyError for a name that is not a view."""
    if name not in NAMES:
        raise KeyError(name)
    function: View = import_module(f"neweco.views.{name}").sheet
    return function


def all_views() -> Mapping[str, View]:
    """Every view by name."""
    return {name: view(name) for name in NAMES}
