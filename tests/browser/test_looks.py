"""Every page looks as it did when its look was last accepted."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser

from neweco import views
from tests.browser.looks import FEW, KEPT, difference, pictures
from tests.browser.walking import SIZES

HOW = "accept it with: python -m tests.browser.looks --accept"


def test_every_page_has_a_kept_look() -> None:
    names = {f"{f}-{v}-{s}" for f in ("live", "light") for v in views.NAMES for s in SIZES}
    assert {path.stem for path in KEPT.glob("*.png")} == names


@pytest.mark.parametrize("face", ["live", "light"])
def test_every_page_looks_as_accepted(browser: Browser, site: str, shots: Path, face: str) -> None:
    changed = []
    for name, seen in pictures(browser, site, (face,)):
        share = difference(Image.open(KEPT / f"{name}.png"), seen)
        if share > FEW:
            seen.save(shots / f"look-{name}.png")
            changed.append(f"{name}: {share:.1%} differs, now {shots}/look-{name}.png")
    assert not changed, "\n".join([*changed, HOW])


def test_what_moves_or_changes_colour_is_seen_and_noise_is_not() -> None:
    kept = Image.open(KEPT / "live-labs-laptop.png").convert("RGB")
    assert difference(kept, kept.quantize(48).convert("RGB")) <= FEW
    moved = Image.new("RGB", kept.size, "white")
    moved.paste(kept, (0, 6))
    assert difference(kept, moved) > FEW
    covered = kept.copy()
    ImageDraw.Draw(covered).rectangle((200, 100, 280, 150), fill="#801650")
    assert difference(kept, covered) > FEW
    assert difference(kept, kept.crop((0, 0, kept.width, kept.height - 9))) == 1
