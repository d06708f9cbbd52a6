"""Which pages browser tests open, in which states, and what axe finds on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from neweco import views
from neweco.query.views import VIEWS
from neweco.selfcheck import code, questions
from tests.browser.conftest import PATIENCE, ready, settled, still

ANSWERED = "answers=" + code.encode({q.id: 2 for q in questions.shipped().all})
FILTERED = {
    "enterprises": "tier=rising&district=370212",
    "labs": "kind=scenario&signed=1",
    "diagnoses": "industry=equipment&barrier=cannot",
    "selfcheck": f"{ANSWERED}&industry=food_drink",
    "story": "step=5",
    "evidence": "fact=F021",
}
"""A state of a view that shows most of what it can show; views that are not here have one state."""

SIZES = {"desktop": (1920, 1080), "laptop": (1280, 720), "phone": (390, 844)}
WIDE = SIZES["laptop"]


def states(view: str) -> tuple[str, ...]:
    """Queries under which a view is looked at: something filtered, and nothing found."""
    some = FILTERED.get(view, "")
    return (some, "q=zzz") if VIEWS[view].table is not None else tuple(dict.fromkeys((some, "")))


STATES = [(view, query) for view in views.NAMES for query in states(view)]


def visit(page: Page, site: str, view: str, query: str, language: str) -> None:
    """Open a live page and wait until it is drawn."""
    page.goto(f"{site}/{'' if view == views.NAMES[0] else view}?{query}&lang={language}")
    if view == "story":
        page.wait_for_selector(".ne-stage", timeout=PATIENCE)
        settled(page)
    else:
        ready(page)


def resize(page: Page, size: tuple[int, int]) -> None:
    """Another window size, and time for charts to follow."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.wait_for_timeout(250)  # a chart that has not begun to follow stands still as well
    still(page)


@dataclass(frozen=True)
class Fault:
    """One element that axe objects to."""

    rule: str
    impact: str
    html: str
    why: str


_VIOLATIONS = "axe.run({ resultTypes: ['violations'] }).then(found => found.violations)"
"""What holds is neither looked up element by element nor sent here: that takes half the time."""


def faults(page: Page, without: tuple[tuple[str, str], ...] = ()) -> list[Fault]:
    """All that axe finds, apart from elements within (rule, selector) of `without`."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(_VIOLATIONS)
    return [
        Fault(v["id"], v["impact"], node["html"][:200], node["failureSummary"])
        for v in found
        for node in v["nodes"]
        if not any(v["id"] == rule and _within(page, node, where) for rule, where in without)
    ]


def _within(page: Page, node: dict[str, Any], selector: str) -> bool:
    place = page.locator(str(node["target"][0])).first
    return bool(place.evaluate("(e, selector) => !!e.closest(selector)", selector))
