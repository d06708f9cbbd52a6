"""Contrast of every pair of colours that stand together, computed as WCAG 2.2 defines it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from neweco import charts
from neweco.charts import svg
from neweco.html import page

ROOT = Path(__file__).resolve().parents[2]
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
LIVE = (ROOT / "neweco" / "live" / "style.css").read_text(encoding="utf-8")
LIGHT = (Path(page.__file__).parent / "templates" / "style.css").read_text(encoding="utf-8")
TEXT, GRAPHIC = 4.5, 3.0
"""Least contrast of text, and of what a chart draws or large text (1.4.3, 1.4.11)."""

THEMES = ("light", "dark")
_TILES = charts.tiles(value="n", name="d", text="t", tooltip={})
SHADE = _TILES["layer"][0]["encoding"]["fillOpacity"]["scale"]["range"][1]
"""The darkest cell of a map or matrix, whose number is printed on it."""


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
    shares = [float(found) for found in re.findall(r"opacity: (0?\.\d+)", LIVE)]
    assert shares
    for share in shares:
        for behind in (own["backgroundColor"], own["secondaryBackgroundColor"]):
            assert contrast(mixed(own["textColor"], behind, share), behind) >= TEXT, share


@pytest.mark.parametrize("theme", THEMES)
def test_numbers_on_the_darkest_cell(theme: str) -> None:
    own = CONFIG[theme]
    ink = own["chartCategoricalColors"][0]
    cell = mixed(ink, own["backgroundColor"], SHADE)
    assert contrast(ink, cell) >= TEXT
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


def _properties(dark: bool) -> dict[str, str]:
    """The light pages' custom properties in one theme."""
    blocks = re.findall(r":root\{([^}]*)\}", LIGHT)
    assert len(blocks) >= 2
    own = dict(re.findall(r"--(\w+):(#\w+)", blocks[0]))
    return own | dict(re.findall(r"--(\w+):(#\w+)", blocks[1])) if dark else own


@pytest.mark.parametrize("dark", [False, True], ids=THEMES)
def test_the_light_pages(dark: bool) -> None:
    own = _properties(dark)
    for behind in (own["page"], own["soft"]):
        assert contrast(own["text"], behind) >= TEXT
        assert contrast(own["accent"], behind) >= TEXT


@pytest.mark.parametrize("dark", [False, True], ids=THEMES)
def test_drawings(dark: bool) -> None:
    turned = svg.DARK if dark else {}
    ground = _properties(dark)["page"]
    text, ink, *rest = (turned.get(c, c) for c in (svg.TEXT, *svg.COLOURS))
    assert contrast(text, ground) >= TEXT
    assert contrast(ink, mixed(ink, ground, SHADE)) >= TEXT
    for colour in (ink, *rest):
        assert contrast(colour, ground) >= GRAPHIC, colour


def test_light_pages_turn_the_colours_that_drawings_turn() -> None:
    turned = dict(re.findall(r'svg \[(?:fill|stroke)="(#\w+)"\]\{(?:fill|stroke):(#\w+)\}', LIGHT))
    assert turned == svg.DARK
