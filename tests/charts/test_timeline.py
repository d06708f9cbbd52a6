"""Events on an axis true to time: each at its date, none on another."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neweco.charts import html, timeline
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


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans())))
def test_no_mark_covers_another(events: list[tuple[float, bool]]) -> None:
    events.sort()
    places, labelled = [at for at, _ in events], [label for _, label in events]
    found = timeline.rows_of(places, labelled)
    ends: dict[int, float] = {}
    for place, label, row in zip(places, labelled, found, strict=True):
        assert ends.get(row, 0.0) <= place
        ends[row] = place + timeline.MARK + timeline.LABELLED * label
    assert set(found) == set(range(max(found, default=-1) + 1))


def test_every_event_stands_at_its_date_and_leads_to_it() -> None:
    drawn = html.drawn(FORM, ROWS, "zh", addresses=["events?id=E04", "events?id=E19", ""])
    assert re.findall(r"--x:([\d.]+);--r", drawn) == ["0.2500", "0.7500", "0.5000"]
    assert re.findall(r'href="([^"]+)"', drawn) == ["events?id=E04", "events?id=E19"]
    assert drawn.index("首批15家") < drawn.index("累计82家") < drawn.index("企业")
    assert drawn.count("ne-faint") == 1 and drawn.count("<li") == 4 + 3
    assert "<b>名单" not in drawn
