"""How every page looks: pictures kept in looks/, new ones accepted on purpose, all on one sheet.

python -m tests.browser.looks --accept       what is seen now is what should be seen
python -m tests.browser.looks --sheet FILE   all pages in one picture, to look at
"""

from __future__ import annotations

import argparse
import io
import math
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageStat
from playwright.sync_api import Browser, Page

from neweco import views
from tests.browser.conftest import launched
from tests.browser.walking import FILTERED, SIZES, resize, visit
from tests.serving import served

KEPT = Path(__file__).with_name("looks")
WIDTH = {"desktop": 480, "laptop": 480, "phone": 195}
"""Kept so small that how letters are smoothed does not count, and what moved still does."""

MOST_HIGH = 800
"""Light pages are kept from the top down to here, in pixels of the kept picture."""

TILE = 16
FAINT, FEW = 14.0, 0.01
"""A tile differs from this mean difference of 255 on, a look from this share of its tiles on."""

SHOWN = {view: query for view, query in FILTERED.items() if view != "evidence"}
"""An open fact would cover the page of the evidence."""

STILL = ".ne-stage-scan, .ne-share { visibility: hidden }"
"""Codes hold the address of the server, which changes with every start."""


def pictures(
    browser: Browser, site: str, faces: tuple[str, ...]
) -> Iterator[tuple[str, Image.Image]]:
    """Every view of some faces at every size, by name; in Chinese, with filters, light theme."""
    context = browser.new_context(color_scheme="light", locale="zh-CN", reduced_motion="reduce")
    page = context.new_page()
    page.mouse.move(0, 0)
    for face in faces:
        for view in views.NAMES:
            page.set_viewport_size({"width": SIZES["desktop"][0], "height": SIZES["desktop"][1]})
            if face == "live":
                visit(page, site, view, SHOWN.get(view, ""), "zh")
            else:
                page.goto(f"{site}/light/{view}?{SHOWN.get(view, '')}")
            page.add_style_tag(content=STILL)
            for size, shape in SIZES.items():
                if face == "live":
                    resize(page, shape)
                else:  # without script nothing follows later
                    page.set_viewport_size({"width": shape[0], "height": shape[1]})
                yield f"{face}-{view}-{size}", _picture(page, WIDTH[size], face == "light")
    context.close()


def _picture(page: Page, width: int, whole: bool) -> Image.Image:
    """What is in the window, or the page from its top down, made small."""
    window = page.viewport_size or {"width": 0, "height": 0}
    height = window["height"]
    if whole:
        page_height = int(page.evaluate("document.documentElement.scrollHeight"))
        height = min(page_height, MOST_HIGH * window["width"] // width)
    taken = page.screenshot(
        animations="disabled",
        caret="hide",
        full_page=whole,
        clip={"x": 0, "y": 0, "width": window["width"], "height": height},
    )
    shot = Image.open(io.BytesIO(taken)).convert("RGB")
    return shot.resize((width, round(height * width / shot.width)), Image.Resampling.BOX)


def difference(kept: Image.Image, seen: Image.Image) -> float:
    """The share of tiles that differ; 1 where the size does."""
    if kept.width != seen.width or abs(kept.height - seen.height) > 2:
        return 1.0
    size = (kept.width, min(kept.height, seen.height))
    apart = ImageChops.difference(
        kept.convert("RGB").crop((0, 0, *size)), seen.convert("RGB").crop((0, 0, *size))
    )
    corners = [(x, y) for x in range(0, size[0], TILE) for y in range(0, size[1], TILE)]
    differing = sum(
        max(ImageStat.Stat(apart.crop((x, y, x + TILE, y + TILE))).mean) > FAINT for x, y in corners
    )
    return differing / len(corners)


def accept(found: Iterator[tuple[str, Image.Image]]) -> None:
    """Keep these pictures instead of all before."""
    KEPT.mkdir(exist_ok=True)
    for old in KEPT.glob("*.png"):
        old.unlink()
    for name, picture in found:
        picture.quantize(192).save(KEPT / f"{name}.png", optimize=True)


def sheet(found: Iterator[tuple[str, Image.Image]]) -> Image.Image:
    """All pictures in rows, each below its name; long ones cut."""
    cells = [
        (name, picture.crop((0, 0, picture.width, min(picture.height, 480))))
        for name, picture in found
    ]
    across = 6
    width, height = 500, 510
    whole = Image.new("RGB", (across * width, math.ceil(len(cells) / across) * height), "#E8EBEE")
    draw = ImageDraw.Draw(whole)
    for place, (name, picture) in enumerate(cells):
        x, y = place % across * width, place // across * height
        draw.text((x + 10, y + 6), name, fill="#1B2733")
        whole.paste(picture, (x + 10, y + 22))
    return whole


def main() -> None:
    """The two commands."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser.looks", description=__doc__)
    parser.add_argument("--accept", action="store_true", help="keep what is seen now")
    parser.add_argument("--sheet", type=Path, metavar="FILE", help="all pages as one picture")
    asked = parser.parse_args()
    with served() as (host, _), launched() as browser:
        found = list(pictures(browser, f"http://{host}", ("live", "light")))
    if asked.accept:
        accept(iter(found))
    if asked.sheet:
        sheet(iter(found)).save(asked.sheet)


if __name__ == "__main__":
    main()
