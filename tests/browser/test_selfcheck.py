"""The self-check in a browser: with the keyboard alone, and what is missing is found."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from neweco.selfcheck import code, questions
from tests.browser.conftest import PATIENCE, ready, settled

ALL = questions.shipped().all


def _answers(url: str) -> dict[str, int | None] | None:
    """The answers that an address holds."""
    found = parse_qs(urlsplit(url).query).get("answers", [""])[0]
    return code.decode(found)


SLOWLY = """{
  const listen = WebSocket.prototype.addEventListener;
  WebSocket.prototype.addEventListener = function (name, hear, ...more) {
    let last = Promise.resolve();
    const later = event => {
      last = last.then(() => new Promise(go => window.slowly ? setTimeout(go, 5) : go()))
        .then(() => hear.call(this, event));
    };
    listen.call(this, name, name === 'message' ? later : hear, ...more);
  };
}"""
"""What the server sends is drawn bit by bit, as on a slow line, from `window.slowly` on."""


def test_filled_in_with_the_keyboard_alone(page: Page, site: str) -> None:
    """The focus stays where it is, also when an answer brings the result above the questions."""
    page.add_init_script(SLOWLY)
    most: dict[str, int | None] = {q.id: 2 for q in ALL if q.id not in ("B5", "B6")}
    page.goto(f"{site}/selfcheck?answers={code.encode(most)}&lang=en")
    ready(page)
    page.evaluate("window.slowly = true")
    for id, steps in (("B5", 1), ("B6", 1)):
        page.locator(f".st-key-selfcheck-{id}-en input").first.focus()
        for step in range(steps + 1):
            expect(page.locator(f".st-key-selfcheck-{id}-en input:focus")).to_have_count(1)
            page.keyboard.press("ArrowDown" if step else "Space")
            most[id] = step
            page.wait_for_url(lambda url: _answers(url) == most, timeout=PATIENCE)
            settled(page)
    expect(page.locator("#result")).to_be_visible()
    assert _answers(page.url) == {**most, "B5": 1, "B6": 1}


def test_what_is_missing_is_jumped_to(page: Page, site: str) -> None:
    page.goto(f"{site}/selfcheck?answers={code.encode({'F1': 2})}")
    ready(page)
    assert page.locator("#result").count() == 0
    page.locator("a[href='#q-B6']").click()
    expect(page.locator("#q-B6")).to_be_in_viewport()
