"""The pages: pure functions from register, published facts and a selection to a sheet."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from neweco.model.register import Register
from neweco.published import Published
from neweco.query.selection import Selection
from neweco.query.views import VIEWS
from neweco.sheet import Sheet

NAMES = tuple(VIEWS)
"""Pages in the order of the menu; each is a folder here, whose `page` has a function `sheet`."""


def view(name: str) -> Callable[[Register, Published, Selection, str], Sheet]:
    """The function that makes the sheet of a page. KeyError for a name that is none."""
    if name not in VIEWS:
        raise KeyError(name)
    made: Callable[[Register, Published, Selection, str], Sheet]
    made = import_module(f"neweco.views.{name}.page").sheet
    return made
