"""The accessibility statement: what is aimed at, and what Streamlit itself does not yet give."""

from __future__ import annotations

from dataclasses import dataclass

from neweco import words
from neweco.sheet import Section
from neweco.views.shared.page import Page


@dataclass(frozen=True)
class Limit:
    """Something of Streamlit's own that falls short; the catalogues say what, and what to use.

    `rule` is the check of axe-core that finds it in `selector`, empty where only people do;
    `thread` is where Streamlit's makers discuss it.
    """

    code: str
    rule: str
    selector: str
    thread: str


_THREADS = "https://github.com/streamlit/streamlit"

LIMITS = (
    Limit("grid", "", "[data-testid=stDataFrame]", f"{_THREADS}/issues/13332"),
    Limit("words", "", "[data-testid=stElementToolbar]", f"{_THREADS}/issues/1353"),
    Limit(
        "upload",
        "presentation-role-conflict",
        "[data-testid=stFileUploaderDropzone]",
        f"{_THREADS}/pull/15928",
    ),
)
"""All that tests allow an accessibility check to find; anything else is a fault of this app."""


def section(page: Page) -> Section:
    """Aim and how it is tested, then one paragraph per limit; folded."""
    language = page.language
    return Section(
        "accessibility",
        words.text(language, "accessibility.title"),
        words.text(language, "accessibility.lead"),
        notes=(
            words.text(language, "accessibility.tested"),
            *(_said(limit, language) for limit in LIMITS),
        ),
        folded=True,
    )


def _said(limit: Limit, language: str) -> str:
    return words.text(language, f"accessibility.{limit.code}", thread=limit.thread)
