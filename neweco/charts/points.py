"""Plots of points: the whole is drawn once, and a selection shows its part of that drawing.

A drawing takes the library a tenth of a second, and all that a selection changes is which points
are there: scales come from the whole, so each point has one place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

Spec = dict[str, Any]
Rows = Sequence[Mapping[str, Any]]
Draw = Callable[[Spec, Rows, Rows], str]
"""What draws a spec with its rows and the rows behind them as SVG."""

_MARKS = re.compile(r'(<g class="mark-symbol role-mark layer_1_marks"[^>]*>)(.*?)(</g>)', re.S)
_MARK = re.compile(r"<path [^>]*/>")
_PLACED = ("x", "y", "yOffset", "color")
"""Channels that say where a point stands and how it looks."""


@dataclass(frozen=True)
class _Whole:
    """The drawing of all points, taken apart; each point by what its row says of it."""

    before: str
    marks: Mapping[Hashable, str]
    after: str


def drawn(spec: Spec, rows: Rows, behind: Rows, draw: Draw) -> str:
    """The drawing of some `rows`, points of those `behind`, exactly as `draw` makes it; by `draw`
    itself where one of them is not among those behind, which may be thinned."""
    fields = _fields(spec)
    if not behind or any(field not in behind[0] for field in fields):
        return draw(spec, rows, behind)
    whole = _whole(json.dumps(spec), json.dumps(behind), fields, draw)
    found = [whole.marks.get(_key(row, fields)) for row in rows]
    if None in found:
        return draw(spec, rows, behind)
    return f"{whole.before}{''.join(map(str, found))}{whole.after}"


@lru_cache(maxsize=32)
def _whole(spec: str, behind: str, fields: tuple[str, ...], draw: Draw) -> _Whole:
    rows = json.loads(behind)
    made = draw(json.loads(spec), rows, rows)
    group = _MARKS.search(made)
    marks = _MARK.findall(group[2]) if group else []
    if group is None or len(marks) != len(rows):
        return _Whole(made, {}, "")
    keys = (_key(row, fields) for row in rows)
    before, after = made[: group.end(1)], made[group.start(3) :]
    return _Whole(before, dict(zip(keys, marks, strict=True)), after)


def _fields(spec: Spec) -> tuple[str, ...]:
    channels = spec["layer"][1]["encoding"]
    return tuple(channels[name]["field"] for name in _PLACED if name in channels)


def _key(row: Mapping[str, Any], fields: Sequence[str]) -> Hashable:
    return tuple(row[field] for field in fields)
