"""Contrast of every pair of colours that stand together, computed as WCAG 2.2 defines it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from neweco import published, views
from neweco.charts.palette import DARK, HALL, LIGHT
from neweco.html import style
from neweco.model import register
from neweco.views.overview import card

ROOT = Path(__file__).resolve().parents[2]
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
LIVE = (ROOT / "neweco" / "live" / "style.css").read_text(encoding="utf-8")
TEXT, GRAPHIC = 4.5, 3.0
"""Least contrast of text, and of what a chart draws or large text (1.4.3, 1.4.11)."""

THEMES = ("light", "dark")
SCHEMES = {"light": LIGHT, "dark": DARK, "hall": HALL}
SHEETS = {
    **{
        name: style.sheet(name)
        for name in ("pieces", "charts", "explore", "page", "first", "slides")
    },
    **{
        file.stem: file.read_text(encoding="utf-8") for file in (ROOT / "neweco/live").glob("*.css")
    },
}
LINES = ("accent", "tiers", "labs", "centres", "city")


@dataclass(frozen=True)
class On:
    """What is written on a ground, and what is drawn on it."""

    text: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


ON = {
    "page": On(("ink", *LINES), ("tick", "m0", "m1", "m2", "m3")),
    "soft": On(("ink", *LINES), ("tick",)),
    "sea": On(("foam", "signal"), ()),
    "foam": On(("sea",), ()),
    "ghost": On((), LINES),
}
"""Every pair of colours that stand together, by ground; `ghost` is the whole behind a part."""

DECORATION = {"line"}
"""Rules between what is told apart without them."""

FADING = re.compile(r"\.t:nth-last-child|stage-click button")
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


@pytest.mark.parametrize("colours", SCHEMES.values(), ids=SCHEMES)
def test_what_is_faded_is_still_text(colours: Mapping[str, str]) -> None:
    for name, text in SHEETS.items():
        for selector, share in _faded(text):
            if FADING.search(selector):  # an open end, whose marks fade on purpose
                continue
            for behind in ("page", "soft"):
                seen = mixed(colours["ink"], colours[behind], share)
                assert contrast(seen, colours[behind]) >= TEXT, (name, selector, share)


def _faded(text: str) -> list[tuple[str, float]]:
    """Selectors of what is pale, but not hidden."""
    found = re.findall(r"([^{}]*)\{[^{}]*?opacity: (0?\.\d+)", text)
    return [(selector.strip(), float(share)) for selector, share in found]


@pytest.mark.parametrize("ground", ON)
@pytest.mark.parametrize("colours", SCHEMES.values(), ids=SCHEMES)
def test_every_pair_that_stands_together(colours: Mapping[str, str], ground: str) -> None:
    for name in ON[ground].text:
        assert contrast(colours[name], colours[ground]) >= TEXT, (name, ground)
    for name in ON[ground].marks:
        assert contrast(colours[name], colours[ground]) >= GRAPHIC, (name, ground)


@pytest.mark.parametrize("colours", SCHEMES.values(), ids=SCHEMES)
def test_what_is_mixed(colours: Mapping[str, str]) -> None:
    """Grounds and rules that are mixed from two colours: of the band on top, of pills and chips."""
    foam, sea, page = (colours[name] for name in ("foam", "sea", "page"))
    assert contrast(foam, mixed(foam, sea, 0.14)) >= TEXT  # what is pointed at in the band
    assert contrast(mixed(foam, sea, 0.6), sea) >= GRAPHIC  # rings of what is not said
    for share in (0.1, 0.2):  # a filter in force, and one that is pointed at
        assert contrast(colours["ink"], mixed(colours["accent"], page, share)) >= TEXT
    assert contrast(colours["ink"], mixed(colours["city"], page, 0.12)) >= TEXT
    for share in (0.06, 0.07):  # surfaces that are mixed from the text colour
        assert contrast(colours["ink"], mixed(colours["ink"], page, share)) >= TEXT


def test_no_colour_is_used_that_is_not_held_here() -> None:
    """Tokens that style sheets write with, and fill or rule with, are those of the pairs above."""
    texts = {name for on in ON.values() for name in on.text}
    marks = {name for on in ON.values() for name in on.marks} | texts
    for sheet, text in SHEETS.items():
        written = re.findall(r"(?<![-\w])color: (?:inherit|var\(--ne-(\w+)\))", text)
        assert {name for name in written if name} <= texts, sheet
        rest = re.sub(r"(?<![-\w])color: [^;}]*", "", text)
        assert set(re.findall(r"var\(--ne-(\w+)\)", rest)) <= marks | set(ON) | DECORATION, sheet


def test_cards_are_drawn_in_the_colours_of_the_hall() -> None:
    for language in ("zh", "en"):
        for view in views.NAMES:
            drawn = card.of(view, register.shipped(), published.shipped(), language).drawn()
            names = {"ink", "page", "tick", "city", "tiers", "labs", "centres"}
            found = set(re.findall(r"#[0-9A-F]{6}(?![0-9A-Fa-f])", drawn))
            assert found <= {HALL[name] for name in names}, view


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
