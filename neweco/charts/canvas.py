"""What a picture is drawn on: boxes and lines of text, and how far down they reach."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from neweco.charts.palette import LIGHT

LABEL, SMALL, TITLE = 15, 14, 22
"""Sizes of letters."""

LEADING = 1.4
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Canvas:
    """What is drawn so far, and how far down it reaches."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.bottom = 0.0
        self._hatched: set[str] = set()

    def rect(
        self, x: float, y: float, wide: float, high: float, fill: str = LIGHT["accent"],
        more: str = "",
    ) -> None:  # fmt: skip
        """A filled box; `more` are further attributes."""
        self.parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(wide, 0):.1f}" height="{high:.1f}" '
            f'fill="{fill}"{more}/>'
        )
        self.bottom = max(self.bottom, y + high)

    def mark(
        self, x: float, y: float, size: float, state: str, colour: str, *, is_round: bool,
        part: float = 0.0,
    ) -> None:  # fmt: skip
        """One unit in a state of `units.states`; what is not certain says so by its filling, also
        in grey."""
        corner = f' rx="{size / 2:.1f}"' if is_round else ' rx="1"'
        if state == "part":
            self.rect(x, y, size * part, size, colour)
        certain = colour if state in ("said", "doubled") else "none"
        fill = self._hatch(colour) if state == "left_open" else certain
        edge = LIGHT["tick"] if state in ("rest", "part") else colour
        dashes = f' stroke-dasharray="{size / 5:.1f}"' if state == "tail" else ""
        self.rect(x, y, size, size, fill, f'{corner} stroke="{edge}"{dashes}')
        if state == "doubled":
            ring = f' rx="{size / 4:.1f}" stroke="{LIGHT["page"]}" stroke-width="{size / 7:.1f}"'
            self.rect(x + size / 4, y + size / 4, size / 2, size / 2, "none", ring)

    def _hatch(self, colour: str) -> str:
        """A filling of stripes of this colour."""
        name = f"h{colour.removeprefix('#')}"
        if name not in self._hatched:
            self._hatched.add(name)
            self.parts.append(
                f'<defs><pattern id="{name}" width="4" height="4" patternUnits="userSpaceOnUse" '
                f'patternTransform="rotate(45)"><rect width="2" height="4" fill="{colour}"/>'
                "</pattern></defs>"
            )
        return f"url(#{name})"

    def text(
        self, x: float, y: float, said: Sequence[str], size: int = LABEL, *, anchor: str = "start",
        bold: bool = False, fill: str = "",
    ) -> float:  # fmt: skip
        """Lines of text below `y`; where they end."""
        look = f' text-anchor="{anchor}"' if anchor != "start" else ""
        look += ' font-weight="700"' if bold else ""
        look += f' fill="{fill}"' if fill else ""
        for number, line in enumerate(said):
            base = y + (number * LEADING + 1.05) * size
            self.parts.append(
                f'<text x="{x:.1f}" y="{base:.1f}" font-size="{size}"{look}>{inert(line)}</text>'
            )
        return self.reach(y + height(said, size))

    def reach(self, y: float) -> float:
        """Make room down to `y`."""
        self.bottom = max(self.bottom, y)
        return y


def inert(text: str) -> str:
    """Text that an XML file may hold, escaped."""
    return escape(ILLEGAL.sub("", text))


def height(said: Sequence[str], size: int = LABEL) -> float:
    """Pixels that lines of text take."""
    return len(said) * LEADING * size
