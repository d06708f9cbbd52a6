"""The style sheets of every face, put together from one palette and one set of pieces."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from neweco.charts.palette import DARK, HALL, LIGHT, both, properties
from neweco.query.views import VIEWS

_FOLDER = Path(__file__).with_name("css")
_COMMENT = re.compile(r"/\*.*?\*/\s*", re.S)


def sheet(name: str) -> str:
    """One file of `html/css`, which hold no text from data, without its comments."""
    text = (_FOLDER / f"{name}.css").read_text(encoding="utf-8")
    return _COMMENT.sub("", text)


_LINES = sorted({view.line for view in VIEWS.values() if view.line})
_PIECES = ("pieces", "charts", "explore")


COLUMNS = 20
"""Columns of a table that are known here: the most that a view has, and some."""


@cache
def _columns() -> str:
    """Cells stand as their heading does, which says it once; on a phone, where a row of a list is
    a card, each value has its heading above it."""
    at = range(1, COLUMNS + 1)
    right = ",".join(f".ne-table:has(th.r:nth-child({n})) td:nth-child({n})" for n in at)
    named = "".join(f".ne-listed td:nth-child({n})::before{{content:var(--c{n})}}" for n in at[1:])
    return (
        f"{right}{{text-align:right;font-variant-numeric:tabular-nums}}"
        f"@media (max-width:640px){{{named}}}"
    )


def _together(*names: str) -> str:
    return "".join(map(sheet, names)) + _columns()


@cache
def live() -> str:
    """For the live page: colours follow the theme that Streamlit shows, and marks and links the
    line of the page that its band names."""
    lines = "".join(f":root:has(.ne-of-{line}){{{_accent(line)}}}" for line in _LINES)
    return f":root{{{both()}}}{lines}{_together(*_PIECES)}"


@cache
def first() -> str:
    """For what is shown before the live page stands."""
    return f"{sheet('first')}.ne-first.ne-hall{{{properties(HALL)}}}"


def lined(line: str) -> str:
    """Marks and links in the colour of one of the three lines; as they are for a page of none."""
    return f":root{{{_accent(line)}}}" if line else ""


def _accent(line: str) -> str:
    return f"--ne-accent:var(--ne-{line})"


@cache
def page() -> str:
    """For a page without script: light, or dark where the reader's system is."""
    plots = "".join(
        f'svg [fill="{LIGHT[n]}"]{{fill:{DARK[n]}}}svg [stroke="{LIGHT[n]}"]{{stroke:{DARK[n]}}}'
        for n in ("ink", "line", "m0", "m1", "m2", "m3")
    )
    return (
        f":root{{color-scheme:light dark;{properties(LIGHT)}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{properties(DARK)}}}{plots}}}"
        f"{_together(*_PIECES, 'page')}"
    )


@cache
def stage() -> str:
    """What a page that holds a step has besides: a hall is light or dark by its own switch."""
    return (
        f".ne-stage{{{properties(LIGHT)}}}.ne-stage.ne-dark{{{properties(HALL)}}}{sheet('slides')}"
    )


@cache
def offline() -> str:
    """For the story as one file."""
    paper = f"@media print{{.ne-stage.ne-dark{{{properties(LIGHT)}}}}}"
    return f":root{{{properties(LIGHT)}}}{_together(*_PIECES)}{stage()}{sheet('offline')}{paper}"
