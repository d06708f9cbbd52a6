"""Charts for a hall in a browser's own letters: no text lies over another or beyond the frame."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from neweco import words
from neweco.charts import svg
from neweco.charts.hall import HALF, HALL, Frame
from tests.charts.test_hall import charts

SHOWN = {HALL: (990, 430), HALF: (480, 410)}
"""What a step leaves for a drawing at 1280 x 720, in pixels."""

COLLIDING = """() => {
  const box = document.querySelector('svg').getBoundingClientRect();
  const texts = [...document.querySelectorAll('svg text')]
    .filter(text => text.textContent.trim() && text.getAttribute('opacity') !== '0')
    .map(text => [text.textContent, text.getBoundingClientRect()]);
  const found = texts.filter(([, b]) => b.left < box.left - 2 || b.right > box.right + 2)
    .map(([said]) => said + ' is cut');
  texts.forEach(([first, a], i) => texts.slice(i + 1).forEach(([second, b]) => {
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    // A line of text is higher than its letters: a third of it may be shared.
    if (wide > 1 && high > Math.min(a.height, b.height) * 0.35) found.push(first + ' | ' + second);
  }));
  return found;
}"""


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("frame", SHOWN, ids=("whole", "half"))
def test_no_text_of_a_chart_lies_over_another(page: Page, frame: Frame, language: str) -> None:
    width, height = SHOWN[frame]
    for name, chart in charts(language).items():
        if chart.wide and frame is HALF:
            continue
        drawing = svg.svg(chart, frame)
        page.set_content(f"<style>svg {{ width: {width}px; height: {height}px }}</style>{drawing}")
        assert page.evaluate(COLLIDING) == [], name
