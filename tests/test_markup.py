"""Text from data is inert in everything the live face writes as HTML or Markdown."""

from __future__ import annotations

import pandas as pd

from neweco.live import filters, markup
from neweco.sheet import Column, Figure, Profile, Table

EVIL = '<img src=x onerror=alert(1)>"&'


def test_markup_is_escaped_everywhere() -> None:
    table = Table(
        "t", EVIL, (Column("a", EVIL),), pd.DataFrame({"a": [EVIL]}), "sample", source=EVIL
    )
    made = [
        markup.head(EVIL, EVIL),
        markup.section(EVIL, EVIL, EVIL),
        markup.figures([Figure(EVIL, EVIL, "sample", note=EVIL)], "zh"),
        markup.chart_head(EVIL, "sample", "en"),
        markup.chart_foot(EVIL, EVIL),
        markup.paragraphs([EVIL]),
        markup.group(EVIL),
        markup.table(table, "zh"),
        markup.profile(Profile("x", EVIL, ((EVIL, EVIL),), "sample", note=EVIL), "en"),
    ]
    for html in made:
        assert "<img" not in html
        assert "&lt;img" in html


def test_labels_are_plain_text_for_markdown() -> None:
    assert filters.plain("[a](http://x) **b** `c` :red[d] $e$") == (
        "\\[a\\]\\(http\\://x\\) \\*\\*b\\*\\* \\`c\\` \\:red\\[d\\] \\$e\\$"
    )


def test_cells_print_what_is_known() -> None:
    assert markup.cell(None, Column("a", "A"), "zh") == "—"
    assert markup.cell(float("nan"), Column("a", "A", "number"), "zh") == "—"
    assert markup.cell(2021, Column("a", "A", "ordinal"), "zh") == "2021"
    assert markup.cell(12345, Column("a", "A", "integer"), "en") == "12,345"
    assert markup.cell("2021-07-29", Column("a", "A", "date"), "en") == "29 July 2021"
