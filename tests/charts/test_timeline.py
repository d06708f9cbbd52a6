"""Events on an axis true to time: each at its date, none on another."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neweco.charts import bilingual, html, timeline
from neweco.charts.forms import Timeline

FORM = Timeline(2021, 2025, ("实验室", "企业"), ("labs", "tiers"))
ROWS = pd.DataFrame(
    {
        "lane": ["实验室", "实验室", "企业"],
        "date": ["2021年7月29日", "2023年底", "2022年10月"],
        "event": ["首批15家", "累计82家", "<b>名单</b>"],
        "label": ["15家", "82家", ""],
        "at": [0.25, 0.75, 0.5],
        "row": [0, 0, 0],
        "known": [True, False, True],
    }
)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2021-01-01", 2021 + 1 / 365),
        ("2024-12-31", 2025.0),
        ("2023-02", 2023 + (31 + 14.5) / 365),
        ("2022-end", 2023.0),
        ("2022", 2022.5),
    ],
)
def test_a_date_is_as_exact_as_it_is_given(text: str, year: float) -> None:
    assert timeline.year(text) == pytest.approx(year)


def test_what_is_no_date_is_refused() -> None:
    with pytest.raises(ValueError, match="未见"):
        timeline.year("未见")


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0.01, 0.3))))
def test_no_mark_covers_another(events: list[tuple[float, float]]) -> None:
    events.sort()
    places, widths = [at for at, _ in events], [width for _, width in events]
    found = timeline.rows_of(places, widths)
    ends: dict[int, float] = {}
    for place, width, row in zip(places, widths, found, strict=True):
        assert ends.get(row, 0.0) <= place
        ends[row] = place + width
    assert set(found) == set(range(max(found, default=-1) + 1))


def test_every_event_stands_at_its_date_and_leads_to_it() -> None:
    drawn = html.drawn(FORM, ROWS, "zh", addresses=["events?id=E04", "events?id=E19", ""])
    assert re.findall(r"--x:([\d.]+);--r", drawn) == ["0.2500", "0.7500", "0.5000"]
    assert re.findall(r'href="([^"]+)"', drawn) == ["events?id=E04", "events?id=E19"]
    assert drawn.index("首批15家") < drawn.index("累计82家") < drawn.index("企业")
    assert drawn.count("ne-faint") == 1 and drawn.count("<li") == 4 + 3
    assert "<b>名单" not in drawn


def test_a_hall_has_a_row_for_each_label_that_would_touch_another() -> None:
    rows = [
        {"lane": "甲", "at": at, "row": 0, "label": label, "date": "", "event": "", "known": True}
        for at, label in ((0.1, "7000万元"), (0.2, "5家"), (0.9, ""))
    ]
    form = Timeline(2021, 2027, ("甲",), ("labs",))
    drawn = timeline.drawn(form, rows, ["", "", ""], hall=True)
    assert re.findall(r"--r:(\d)", drawn) == ["0", "1", "0"]  # 34 letters hold no 7 in a tenth
    assert "--deep:2" in drawn and "--rows:2" in drawn
    assert re.findall(r"--r:(\d)", timeline.drawn(form, rows, ["", "", ""])) == ["0", "0", "0"]


def test_a_hall_reads_names_and_figures_in_both_languages() -> None:
    lane = bilingual.both("实验室", "Laboratories", "en")
    label = bilingual.both("7000万元", "¥70M", "en")
    rows = [
        {"lane": lane, "at": 0.1, "row": 0, "label": label, "date": "", "event": "", "known": 1}
    ]
    drawn = timeline.drawn(Timeline(2021, 2027, (lane,), ("labs",)), rows, [""], hall=True)
    assert '<h4>实验室<small lang="en">Laboratories</small></h4>' in drawn
    assert '7000万元<small lang="en">¥70M</small>' in drawn
