"""Plots of lines over time: the whole is drawn once, and a selection's line stands on its scale.

As `points` takes marks from the drawing of the whole, this takes from it where each month stands
and how high a number is; a drawing takes the library a tenth of a second.
"""

from __future__ import annotations

import json
import math
import operator
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from neweco.charts.points import Draw, Rows, Spec

_GROUPS = re.compile(
    "".join(
        rf'(.*?<g class="mark-{kind} role-mark layer_{at}_marks"[^>]*>)(.*?)(?=</g>)'
        for at, kind in enumerate(("line", "symbol", "text"), 1)
    ),
    re.S,
)
_PATH = re.compile(r' d="[^"]*"')
_ACROSS = re.compile(r"[ML]([^,]+),")
_DOT, _WORD = re.compile(r"<path [^>]*/>"), re.compile(r"<text [^>]*>x</text>")
_PLACE = re.compile(r"translate\(([^,]+),([^)]+)\)")
_SURE = 6
"""Decimals to which lengths are recovered from places, which are binary fractions."""


@dataclass(frozen=True)
class _Whole:
    """The drawing of the whole, taken apart: what stands before its line, its dots and their
    words, and after these; one of each; where the months stand across (as a path and as a mark
    say it); where the number 0 stands, `most` being at the top; how words stand to their dot."""

    before: tuple[str, str, str]
    after: str
    line: str
    dot: str
    word: str
    path: tuple[str, ...]
    places: tuple[str, ...]
    foot: float
    most: float
    lift: float

    def high(self, number: float) -> float:
        """Where a number stands, as d3's linear scale has it (d3-interpolate, number.js)."""
        return self.foot * (1 - number / self.most)

    def drawn(self, numbers: Sequence[float], words: Sequence[str]) -> str:
        """The whole with a line of these numbers, a word for each or none."""
        high = [self.high(number) for number in numbers]
        path = "L".join(f"{x},{_said(_round(y))}" for x, y in zip(self.path, high, strict=True))
        at = list(zip(self.places, high, words, strict=True))
        return "".join(
            (
                self.before[0],
                _PATH.sub(f' d="M{path}"', self.line),
                self.before[1],
                *(_moved(self.dot, x, y) for x, y, _ in at),
                self.before[2],
                *(_worded(_moved(self.word, x, y + self.lift), word) for x, y, word in at),
                self.after,
            )
        )


def drawn(spec: Spec, rows: Rows, behind: Rows, draw: Draw) -> str:
    """The line of some `rows` in front of that of those `behind`, as `draw` makes it, but for
    labels to scripts; by `draw` itself where one is not a part of the other."""
    x, y, text = (spec["layer"][3]["encoding"][channel]["field"] for channel in ("x", "y", "text"))
    numbers, most = ([row[y] for row in each] for each in (rows, behind))
    within = [row[x] for row in rows] == [row[x] for row in behind]
    if within and None not in (*numbers, *most) and all(map(operator.le, numbers, most)):
        whole = _whole(json.dumps(spec), json.dumps(behind), y, text, draw)
        if whole is not None:
            return whole.drawn(numbers, [row[text] for row in rows])
    return draw(spec, rows, behind)


@lru_cache(maxsize=32)
def _whole(spec: str, behind: str, y: str, text: str, draw: Draw) -> _Whole | None:
    """None where its numbers do not tell its scale."""
    rows = json.loads(behind)
    numbers = [row[y] for row in rows]
    if len(rows) < 2 or len(set(numbers)) < 2:
        return None
    made = draw(json.loads(spec), [{**row, text: "x"} for row in rows], rows)
    found = _GROUPS.match(made)
    assert found is not None, "the library draws line, dots and words in groups of their own"
    line, dots, words = found[2], _DOT.findall(found[4]), _WORD.findall(found[6])
    places = [match for match in map(_PLACE.search, dots) if match]
    lifted = _PLACE.search(words[0])
    assert lifted is not None and len(places) == len(rows), "each has a place"
    high = [float(place[2]) for place in places]
    least, most = numbers.index(min(numbers)), numbers.index(max(numbers))
    step = (high[least] - high[most]) / (numbers[most] - numbers[least])
    foot = round(high[least] + numbers[least] * step, _SURE)
    return _Whole(
        before=(found[1], found[3], found[5]),
        after=made[found.end() :],
        line=line,
        dot=dots[0],
        word=words[0],
        path=tuple(_ACROSS.findall(line)),
        places=tuple(place[1] for place in places),
        foot=foot,
        most=round(foot / step, _SURE),
        lift=round(float(lifted[2]) - high[0], _SURE),
    )


def _moved(mark: str, x: str, y: float) -> str:
    return _PLACE.sub(f"translate({x},{_said(y)})", mark)


def _worded(mark: str, word: str) -> str:
    start, _ = mark.split(">x<")
    return f"{start}>{escape(word, quote=False)}</text>" if word else f"{start}/>"


def _round(y: float) -> float:
    """Three decimals, halves up, as d3-path has it."""
    return math.floor(y * 1000 + 0.5) / 1000


def _said(y: float) -> str:
    return repr(y).removesuffix(".0")
