"""What users ask for and no public source gives, and who may hold it."""

from __future__ import annotations

from neweco import words
from neweco.sheet import Section
from neweco.views.shared import tables
from neweco.views.shared.page import Page

GAPS = (
    "revenue", "members", "per_lab", "money", "barriers", "industries", "districts", "centres",
    "conversion", "later_centres",
)  # fmt: skip


def section(page: Page) -> Section:
    """The list, folded: a blank elsewhere is never to be read as zero."""
    language = page.language
    lines = [
        {
            "asked": words.text(language, f"gaps.{gap}"),
            "holder": words.text(language, f"gaps.{gap}_holder"),
        }
        for gap in GAPS
    ]
    table = tables.of_texts(page, "gaps", lines, key="gaps")
    return Section(
        "gaps",
        words.text(page.language, "gaps.title"),
        words.text(page.language, "gaps.lead"),
        tables=(table,),
        folded=True,
    )
