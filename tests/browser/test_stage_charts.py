"""Whatever a step may show, in a browser's own letters: large, whole, none over another."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page

from neweco import published, story, views, words
from neweco.charts.palette import FONT
from neweco.html import slides, style
from neweco.html.slides import Code
from neweco.model import register
from neweco.query.selection import Selection
from neweco.sheet import Sheet
from neweco.story import Step
from neweco.views.story.slides import Slide, slide
from tests.browser import texts

SIZES = ((1920, 1080), (1280, 720), (3840, 1080))
LEAST_BAR = 2.5
"""The longest bar of a chart is at least so many letters long, or high: else it says nothing."""

LANGUAGES = [("zh",), ("en",), ("zh", "en"), ("en", "zh")]
_PAPER = (1123, 632)
"""Of `@page` in `offline.css`, 297 mm by 167 mm, in pixels."""

STEPS = story.read(story.SHIPPED)
ROOM = Code(f"https://explorer.example/follow/{'0123456789abcdef' * 2}-AbCdEfGhIjKl", "482915")
"""The longest address that a code holds: of a room behind the proxy."""

_BODY = f"body {{ margin: 0; font: 16px/1.6 {FONT} }}"

_LONGEST = """() => [...document.querySelectorAll('.ne-stage-chart')].map(chart => {
  const bars = [...chart.querySelectorAll('.ne-track, .ne-columns i')];
  const sizes = bars.map(bar => bar.getBoundingClientRect()).map(b => Math.max(b.width, b.height));
  return bars.length ? Math.max(...sizes) / parseFloat(getComputedStyle(chart).fontSize) : 99;
})"""

_SEEN = """() => {
  const stage = document.querySelector('.ne-stage'), box = e => e.getBoundingClientRect();
  const size = e => parseFloat(getComputedStyle(e).fontSize);
  const look = getComputedStyle(stage), all = s => [...stage.querySelectorAll(s)];
  const safe = (innerWidth - 2 * parseFloat(look.paddingLeft))
    * (innerHeight - parseFloat(look.paddingTop) - parseFloat(look.paddingBottom));
  return {
    over: [stage.scrollHeight - stage.clientHeight, stage.scrollWidth - stage.clientWidth],
    title: size(stage.querySelector('h1')),
    figures: all('.ne-said b, .ne-stage-value, .ne-cards b').map(size),
    picture: Math.max(...all('.ne-stage-chart, .ne-cards, .ne-stage-figures, .ne-table').map(e =>
      box(e).width * box(e).height / safe), 0),
  };
}"""


_MARKS = """() => [...document.querySelectorAll('.ne-unitrows')].map(rows => {
  const fields = [...rows.querySelectorAll('.ne-units')].filter(field => field.firstElementChild);
  const wide = fields.map(field => field.firstElementChild.getBoundingClientRect().width);
  return Math.max(...wide) / Math.min(...wide);
})"""
"""How many times as wide as the smallest the largest mark of a picture is: an area is a number."""


@cache
def _sheet(view: str, language: str) -> Sheet:
    return views.view(view)(register.shipped(), published.shipped(), Selection(view), language)


def _shown(step: Step, languages: tuple[str, ...]) -> list[Slide]:
    """A step in these languages; the pages it comes from are made once."""
    whole = step.selection == Selection(step.selection.view)
    return [
        slide(
            register.shipped(),
            published.shipped(),
            step,
            each,
            _sheet(step.selection.view, each) if whole else None,
        )
        for each in languages
    ]


def _drawn(step: Step, languages: tuple[str, ...], code: Code | None = None) -> str:
    shown = _shown(step, languages)
    assert not any(each.problems for each in shown), shown[0].problems
    return slides.page(shown, slides.drawn(shown), len(STEPS), code, dark=True)


def _step(view: str, number: int = 1, **shown: object) -> Step:
    said = dict.fromkeys(words.LANGUAGES, words.text("zh", f"{view}.title"))
    nothing = dict.fromkeys(words.LANGUAGES, "")
    return Step(number, Selection(view), said, nothing, nothing, **shown)  # type: ignore[arg-type]


@cache
def _everything() -> tuple[Step, ...]:
    """A step of every chart, filter and table of every view, and of all its figures."""
    made: list[Step] = []
    for view in story.ON_STAGE:
        sheet = _sheet(view, "zh")
        ids = [chart.id for chart in sheet.charts]
        ids += [facet.param for facet in sheet.facets if facet.offers and facet.param not in ids]
        figures = [figure.fact for figure in sheet.figures if figure.fact]
        made += [_step(view, picture=id) for id in ids]
        made += [_step(view, table=table.id) for table in sheet.tables]
        for at in range(0, len(figures), story.MOST_FIGURES):
            made.append(_step(view, figures=tuple(figures[at : at + story.MOST_FIGURES])))
    return tuple(made)


@pytest.fixture(scope="module")
def stage(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


def _put(page: Page, drawn: str) -> None:
    sheet = f"<style>{_BODY}{style.live()}{style.stage()}</style>"
    page.set_content(f"<!doctype html>{sheet}{drawn}")


def _fits(page: Page, said: object) -> dict[str, object]:
    """Nothing scrolls, is small, cut or over something else."""
    seen: dict[str, object] = page.evaluate(_SEEN)
    unit = page.evaluate("Math.min(innerWidth / 1920, innerHeight / 1080)")
    assert max(seen["over"]) <= 0, (said, seen)  # type: ignore[call-overload]
    assert texts.faults(page, ".ne-stage", 28 * unit) == [], said
    assert min(seen["figures"], default=999) >= 120 * unit - 0.01, said  # type: ignore[call-overload]
    assert seen["title"] >= 56 * unit, said  # type: ignore[operator]
    assert max(page.evaluate(_MARKS), default=1) <= 1.02, said
    return seen


@pytest.mark.parametrize("languages", LANGUAGES, ids="-".join)
def test_every_step_of_the_story_is_read_from_the_last_row(
    stage: Page, languages: tuple[str, ...], shots: Path
) -> None:
    for step in STEPS:
        address = step.selection.url(languages[0], "https://explorer.example", face="light")
        _put(stage, _drawn(step, languages, Code(address)))
        for width, height in SIZES:
            stage.set_viewport_size({"width": width, "height": height})
            seen = _fits(stage, (step.number, width))
            if step.picture:
                assert seen["picture"] >= 0.45, (step.number, width, seen)  # type: ignore[operator]
            if width == 1920:
                name = f"story-{step.number:02d}-{'-'.join(languages)}.png"
                stage.screenshot(path=shots / name)
        stage.set_viewport_size({"width": 1280, "height": 720})
        assert _scanned(stage) == address
        _put(stage, _drawn(step, languages, ROOM))
        _fits(stage, (step.number, "room"))
        assert _scanned(stage) == ROOM.address


def _scanned(page: Page) -> str | None:
    """What the code of a step says to a phone."""
    shot = page.locator(".ne-stage-qr").screenshot()
    read = zxingcpp.read_barcode(Image.open(io.BytesIO(shot)))
    return read.text if read else None


@pytest.mark.parametrize("languages", [("zh",), ("en", "zh")], ids="-".join)
def test_whatever_an_office_shows_fits(stage: Page, languages: tuple[str, ...]) -> None:
    assert len(_everything()) > 80
    stage.set_viewport_size(dict(zip(("width", "height"), SIZES[0], strict=True)))  # type: ignore[arg-type]
    for step in _everything():
        _put(stage, _drawn(step, languages, Code("https://explorer.example/light/labs")))
        said = (step.selection.view, step.picture, step.table, step.figures)
        _fits(stage, said)
        assert min(stage.evaluate(_LONGEST), default=99) >= LEAST_BAR, said


@pytest.mark.parametrize("languages", [("zh",), ("en", "zh")], ids="-".join)
def test_every_picture_is_whole_and_apart_on_a_phone_and_on_paper(
    stage: Page, languages: tuple[str, ...]
) -> None:
    steps = [step for step in (*_everything(), *STEPS) if step.picture]
    drawn = "".join(_drawn(step, languages) for step in steps)
    stage.set_content(f"<!doctype html><style>{style.offline()}</style>{drawn}")
    for media, width, height in (("screen", 390, 844), ("print", *_PAPER)):
        stage.emulate_media(media=media)  # type: ignore[arg-type]
        stage.set_viewport_size({"width": width, "height": height})
        # A plot is a picture of the hall's: on a phone it is as small as that.
        assert texts.faults(stage, ".ne-stage", 12, ".ne-stage-chart svg") == [], media
        assert min(stage.evaluate(_LONGEST)) >= LEAST_BAR, media
        assert stage.evaluate("document.documentElement.scrollWidth") == width
    stage.emulate_media(media="screen")


def test_what_is_small_cut_or_over_another_would_be_found(page: Page) -> None:
    page.set_content(
        """<!doctype html><style>p { margin: 0; font: 28px/1.2 sans-serif }</style><main>
        <p style="font-size: 20px">pale</p>
        <p style="width: 40px; overflow: hidden; white-space: nowrap">far too long</p>
        <div style="height: 10px"><p>low</p></div><p>below</p>
        <p>under <i style="position: absolute; left: 0; width: 90px; height: 20px"></i></p>
        </main>"""
    )
    said = "; ".join(texts.faults(page, "main", 28))
    for fault in ("pale is small", "far too long leaves P", "low leaves DIV", "low | below",
                  "a bar lies over under"):  # fmt: skip
        assert fault in said, said
