"""What users ask for and no public source gives, and who may hold it."""

from __future__ import annotations

import pandas as pd

from neweco import words
from neweco.sheet import Column, Section, Table
from neweco.views.shared.context import Context

GAPS = (
    "revenue",
    "members",
    "per_lab",
    "money",
    "barriers",
    "industries",
    "districts",
    "centres",
    "conversion",
    "later_centres",
    "next_steps",
    "fields",
)


def section(at: Context) -> Section:
    """The list, folded: a blank elsewhere is never to be read as zero."""
    rows = pd.DataFrame(
        {
            "asked": [words.text(at.language, f"gaps.{gap}") for gap in GAPS],
            "holder": [words.text(at.language, f"gaps.{gap}_holder") for gap in GAPS],
        }
    )
    columns = tuple(Column(str(c), words.text(at.language, f"gaps.column_{c}")) for c in rows)
    caption = words.text(at.language, "gaps.caption")
    return Section(
        "gaps",
        words.text(at.language, "gaps.title"),
        words.text(at.language, "gaps.lead"),
        tables=(Table("gaps", caption, columns, rows, "published"),),
        folded=True,
    )
