"""Contrast of every pair of colours that stand together, computed as WCAG 2.2 defines it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from neweco.charts.palette import DARK, LIGHT
from neweco.html import style

ROOT = Path(__file__).resolve().parents[2]
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
LIVE = (ROOT / "neweco" / "live" / "style.css").read_text(encoding="utf-8")
PIECES = style.sheet("pieces")
TEXT, GRAPHIC = 4.5, 3.0
"""Least contrast of text, and of what a chart draws or large text (1.4.3, 1.4.11)."""

THEMES = ("light", "dark")
SHADE = (
    sum(map(int, re.findall(r"calc\((\d+)% \+ var\(--s\) \* (\d+)%", style.sheet("charts"))[0]))
    / 100
)
"""The strongest cell of a matrix, whose number is printed on it."""


def _channels(colour: str) -> tuple[float, ...]:
    digits = colour.removeprefix("#")
    digits = "".join(c * 2 for c in digits) if len(digits) == 3 else digits
    return tuple(int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))


def _luminance(channels: tuple[float, ...]) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def mixed(colour: str, ground: str, share: float) -> str:
    """A colour of this opacity on a ground."""
    pairs = zip(_channels(colour), _channels(ground), strict=True)
    return "#" + "".join(f"{round((a * share + b * (1 - share)) * 255):02X}" for a, b in pairs)


def contrast(one: str, other: str) -> float:
    """Between 1 (equal) and 21 (black on white)."""
    light, dark = sorted((_luminance(_channels(c)) for c in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_by_hand() -> None:
    assert contrast("#000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert mixed("#000000", "#FFFFFF", 0.5) == "#808080"


@pytest.mark.parametrize("theme", THEMES)
def test_the_theme(theme: str) -> None:
    own = CONFIG[theme]
    ground, surface = own["backgroundColor"], own["secondaryBackgroundColor"]
    for behind in (ground, surface):
        assert contrast(own["textColor"], behind) >= TEXT
        assert contrast(own["primaryColor"], behind) >= TEXT
    for colour in own["chartCategoricalColors"]:
        assert contrast(colour, ground) >= GRAPHIC, colour


@pytest.mark.parametrize("theme", THEMES)
def test_what_is_faded_is_still_text(theme: str) -> None:
    own = CONFIG[theme]
    shares = [float(found) for found in re.findall(r"opacity: (0?\.\d+)", PIECES)]
    assert shares
    for share in shares:
        for behind in (own["backgroundColor"], own["secondaryBackgroundColor"]):
            assert contrast(mixed(own["textColor"], behind, share), behind) >= TEXT, share


@pytest.mark.parametrize("theme", THEMES)
def test_numbers_on_the_darkest_cell(theme: str) -> None:
    own = CONFIG[theme]
    ink = own["chartCategoricalColors"][0]
    cell = mixed(ink, own["backgroundColor"], SHADE)
    assert contrast(own["textColor"], cell) >= TEXT


def _pair(name: str) -> tuple[str, str]:
    """A selector's `light-dark` colours."""
    written = re.escape(name) + r" \{[^}]*?color: light-dark\((#\w+), (#\w+)\)"
    found = re.search(written, LIVE)
    assert found, name
    return found[1], found[2]


@pytest.mark.parametrize("place", [0, 1], ids=THEMES)
def test_colours_that_the_style_sheet_sets(place: int) -> None:
    own = CONFIG[THEMES[place]]
    button = _pair('[data-testid="stBaseButton-primary"]')[place]
    assert contrast(button, own["primaryColor"]) >= TEXT


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=THEMES)
def test_the_palette(colours: Mapping[str, str]) -> None:
    for behind in (colours["page"], colours["soft"]):
        assert contrast(colours["ink"], behind) >= TEXT
        assert contrast(colours["accent"], behind) >= TEXT
    cell = mixed(colours["accent"], colours["page"], SHADE)
    assert contrast(colours["ink"], cell) >= TEXT
    for name in ("m0", "m1", "m2", "m3"):
        assert contrast(colours[name], colours["page"]) >= GRAPHIC, name


@pytest.mark.parametrize(("theme", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_streamlit_shows_the_same_colours(theme: str, colours: Mapping[str, str]) -> None:
    own = CONFIG[theme]
    assert own["textColor"] == colours["ink"]
    assert own["backgroundColor"] == colours["page"]
    assert own["secondaryBackgroundColor"] == colours["soft"]
    assert own["borderColor"] == colours["line"]
    assert own["primaryColor"] == colours["accent"]
    assert own["chartCategoricalColors"][:4] == [colours[f"m{i}"] for i in range(4)]


def test_every_colour_that_is_used_is_of_the_palette() -> None:
    named = {f"--ne-{name}" for name in LIGHT}
    for sheet in (style.live(), style.page(), style.stage(), style.offline()):
        assert set(re.findall(r"--ne-\w+", sheet)) == named
    assert LIGHT.keys() == DARK.keys()


def test_drawings_in_pages_turn_dark_with_them() -> None:
    turned = dict(
        re.findall(r'svg \[(?:fill|stroke)="(#\w+)"\]\{(?:fill|stroke):(#\w+)\}', style.page())
    )
    assert turned == {LIGHT[n]: DARK[n] for n in ("ink", "line", "m0", "m1", "m2", "m3")}
