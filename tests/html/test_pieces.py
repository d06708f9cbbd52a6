"""Text from data is inert in everything the live face writes as HTML or Markdown."""

from __future__ import annotations

import pandas as pd

from neweco.html import pieces
from neweco.live import filters
from neweco.sheet import Check, Column, Figure, Profile, Table

EVIL = '<img src=x onerror=alert(1)>"&'
CHECK = Check(EVIL, EVIL, EVIL, "meets", EVIL)


def test_markup_is_escaped_everywhere() -> None:
    table = Table(
        "t", EVIL, (Column("a", EVIL),), pd.DataFrame({"a": [EVIL]}), "sample", source=EVIL
    )
    made = [
        pieces.head(EVIL, EVIL),
        pieces.section(EVIL, EVIL, EVIL),
        pieces.figures([Figure(EVIL, EVIL, "sample", note=EVIL)], "zh"),
        pieces.chart_head(EVIL, "sample", "en"),
        pieces.chart_foot(EVIL, EVIL),
        pieces.paragraphs([EVIL]),
        pieces.group(EVIL),
        pieces.table(table, "zh"),
        pieces.profile(Profile("x", EVIL, ((EVIL, EVIL),), "sample", note=EVIL), "en"),
        pieces.profile(Profile("x", "y", (), "sample", (CHECK,)), "en"),
        pieces.question(EVIL, EVIL, EVIL),
        pieces.jumps(EVIL, [EVIL]),
        pieces.share("https://example.org", EVIL, "zh"),
    ]
    for html in made:
        assert "<img src=x" not in html
        assert "&lt;img" in html


def test_labels_are_plain_text_for_markdown() -> None:
    assert filters.plain("[a](http://x) **b** `c` :red[d] $e$") == (
        "\\[a\\]\\(http\\:\u2060//x\\) \\*\\*b\\*\\* \\`c\\` \\:\u2060red\\[d\\] \\$e\\$"
    )
    assert filters.plain("a@b.cn www.x 增长: 5") == "a@\u2060b\\.cn www\u2060\\.x 增长\\: 5"
