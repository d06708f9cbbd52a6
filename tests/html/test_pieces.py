"""Text from data is inert in everything the live face writes as HTML or Markdown."""

from __future__ import annotations

import pandas as pd

from neweco import published, views, words
from neweco.charts.forms import Columns, Matrix, Plotted, RankedList
from neweco.html import questions
from neweco.html.page import render
from neweco.html.pieces import Pieces, unbroken
from neweco.html.tables import outward
from neweco.live import filters
from neweco.live.prepared import prepare
from neweco.model import register
from neweco.query.selection import Selection
from neweco.sheet import (
    Chart,
    Check,
    Column,
    Download,
    Figure,
    Link,
    Option,
    Profile,
    Section,
    Sheet,
    Table,
)

EVIL = '<img src=x onerror=alert(1)>"&'
CHECK = Check(EVIL, EVIL, EVIL, "meets", EVIL)


ROWS = pd.DataFrame(
    {
        "a": [EVIL],
        "b": [EVIL],
        "n": [1.0],
        "text": [EVIL],
        "said": [EVIL],
        "row": [0],
        "column": [0],
        "behind": [EVIL],
    }
)
FORMS = (
    RankedList("a", "n", "text", (EVIL,), whole="n"),
    Columns("a", "n", "text"),
    Columns("a", "n", "text", "n"),
    Matrix("a", "b", "n", "text", "n"),
)


def test_every_text_is_escaped_in_every_piece() -> None:
    pieces = Pieces("en", lambda selection: f"light/{EVIL}")
    table = Table("t", EVIL, (Column("a", EVIL),), ROWS, "simulated", total=9, source=EVIL)
    option = Option("reading", EVIL, "inside", (("inside", EVIL),), Selection("labs"))
    section = Section(
        EVIL,
        EVIL,
        EVIL,
        figures=(Figure(EVIL, EVIL, "published", note=EVIL, fact=EVIL),),
        option=option,
        charts=tuple(Chart("c", EVIL, EVIL, form, table, EVIL, (EVIL,), EVIL) for form in FORMS),
        tables=(table,),
        links=(Link(EVIL, Selection("labs"), EVIL),),
        downloads=(Download(EVIL, EVIL),),
        notes=(EVIL,),
    )
    made = [
        pieces.head(
            Sheet("labs", "en", EVIL, EVIL, "simulated", Selection("labs"), (), search=EVIL)
        ),
        pieces.section(section),
        *(pieces.chart(chart) for chart in section.charts),
        pieces.group(EVIL),
        pieces.profile(Profile("x", EVIL, ((EVIL, EVIL),), "simulated", note=EVIL)),
        pieces.profile(Profile("x", "y", (), "simulated", (CHECK,))),
        questions.question(EVIL, EVIL, EVIL),
        questions.jumps(EVIL, [EVIL]),
        pieces.share("https://example.org", EVIL),
    ]
    for html in made:
        assert "<img src=x" not in html
        assert "&lt;img" in html


def test_a_chart_leads_to_its_picture_where_it_has_an_address() -> None:
    chosen = Selection.from_query("labs", "kind=innovation")
    sheet = views.view("labs")(register.shipped(), published.shipped(), chosen, "en")
    chart = next(chart for chart in sheet.charts if isinstance(chart.form, Plotted))
    foot = Pieces("en", root="../", selection=chosen).chart_foot(chart)
    assert f'href="../chart/labs.{chart.id}.png?kind=innovation&amp;lang=en"' in foot
    named = words.text("en", "picture.named", sentence=chart.sentence)
    assert f'aria-label="{named}"' in foot
    assert "/chart/" not in Pieces("en", root="../").chart_foot(chart)
    prepared_here, own = (prepare(sheet, addressed=each) for each in (True, False))
    for made, count in ((prepared_here, len(sheet.charts)), (own, 0)):
        feet = [made.pieces.chart_foot(chart) for chart in sheet.charts]
        assert sum("chart/labs." in foot for foot in feet) == count
    assert render(sheet).count('href="../chart/labs.') == len(sheet.charts)
    assert "chart/labs." not in render(sheet, addressed=False)


def test_what_a_picture_shows_is_not_shown_twice_but_heard() -> None:
    sheet = views.view("labs")(register.shipped(), published.shipped(), Selection("labs"), "en")
    pieces = Pieces("en")
    for chart in sheet.charts:
        plot = isinstance(chart.form, Plotted)
        assert ("ne-unseen" in pieces.chart_head(chart)) == plot
        assert ("ne-unseen" in pieces.chart_foot(chart)) == plot
        assert chart.sentence in pieces.chart_head(chart)


def test_labels_are_plain_text_for_markdown() -> None:
    assert filters.plain("[a](http://x) **b** `c` :red[d] $e$") == (
        "\\[a\\]\\(http\\:\u2060//x\\) \\*\\*b\\*\\* \\`c\\` \\:\u2060red\\[d\\] \\$e\\$"
    )
    assert filters.plain("a@b.cn www.x 增长: 5") == "a@\u2060b\\.cn www\u2060\\.x 增长\\: 5"


def test_no_line_ends_between_a_number_and_its_unit() -> None:
    said = unbroken("<增加值>1,234.5亿元，占27%")
    assert said == '&lt;增加值&gt;<span class="ne-one">1,234.5亿元</span>，占27%'


def test_a_link_to_another_site_has_its_name_and_whole_address() -> None:
    said = outward("https://www.a.example/b/c?d=1&amp;e=2")
    assert said.startswith('<a href="https://www.a.example/b/c?d=1&amp;e=2" ')
    assert said.endswith(">a.example</a>") and 'rel="noopener noreferrer"' in said
    assert outward("https://").endswith(">https://</a>")
