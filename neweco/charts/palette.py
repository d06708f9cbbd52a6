"""The colours, once: of pages, plots and the stage, on a light and on a dark ground.

`ink` is text, `page` the ground, `soft` a surface on it, `line` rules, `accent` marks and links,
`ghost` and `tick` the whole behind a part and its end; `tiers`, `labs` and `centres` are the
colours of the three lines, `city` that of the city, `sea` and `foam` ground and text of the band
on top, `signal` what stands out on it;
`m0` to `m3` are the meanings of `plot.MEANINGS`. `tests/promises/test_contrast.py` computes every
pair, and holds them against `.streamlit/config.toml`, which Streamlit reads by itself.
"""

from __future__ import annotations

from collections.abc import Mapping

FONT = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif"

LIGHT: Mapping[str, str] = {
    "ink": "#1B2733",
    "page": "#FFFFFF",
    "soft": "#F4F6F8",
    "line": "#D9DFE5",
    "ghost": "#E1E8EE",
    "tick": "#6F8193",
    "accent": "#12436D",
    "tiers": "#12436D",
    "labs": "#8C1D5E",
    "centres": "#AD4508",
    "city": "#0B6B65",
    "sea": "#08263F",
    "foam": "#FFFFFF",
    "signal": "#3FD0BF",
    "m0": "#12436D",
    "m1": "#28A197",
    "m2": "#801650",
    "m3": "#F46A25",
}

DARK: Mapping[str, str] = {
    "ink": "#E8EDF2",
    "page": "#10161C",
    "soft": "#1A232C",
    "line": "#33404D",
    "ghost": "#2A3947",
    "tick": "#8398AA",
    "accent": "#7FB2E5",
    "tiers": "#7FB2E5",
    "labs": "#F39CC8",
    "centres": "#FFAC67",
    "city": "#3FD0BF",
    "sea": "#0C2538",
    "foam": "#F3F7FA",
    "signal": "#3FD0BF",
    "m0": "#7FB2E5",
    "m1": "#B8EAE6",
    "m2": "#D2307D",
    "m3": "#F8985A",
}

HALL: Mapping[str, str] = {
    **DARK,
    "ink": "#F3F7FA",
    "page": "#061724",
    "soft": "#0C2538",
    "line": "#27455C",
    "ghost": "#15324A",
    "tick": "#8398AA",
}
"""A dark hall, where all that shines is the picture."""


def properties(colours: Mapping[str, str]) -> str:
    """The colours as CSS properties: `--ne-ink:#1B2733;…`."""
    return "".join(f"--ne-{name}:{colour};" for name, colour in colours.items())


def both() -> str:
    """Properties that follow the colour scheme of the element that uses them."""
    return "".join(f"--ne-{name}:light-dark({LIGHT[name]},{DARK[name]});" for name in LIGHT)
