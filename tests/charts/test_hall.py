"""Charts and tables laid out for a hall: large enough, and nothing where it has no room."""

from __future__ import annotations

import re
from functools import cache

import pandas as pd
import pytest

from neweco import published, story, views, words
from neweco.charts import hall, svg
from neweco.charts.hall import HALF, HALL, Frame
from neweco.html import room
from neweco.model import register
from neweco.query.selection import Selection
from neweco.sheet import Chart, Column, Table


@cache
def charts(language: str) -> dict[str, Chart]:
    """Every chart that a step may show."""
    sheets = [
        views.view(view)(register.shipped(), published.shipped(), Selection(view), language)
        for view in story.VIEWS
    ]
    return {f"{sheet.view}.{chart.id}": chart for sheet in sheets for chart in sheet.charts}


def enlarged(chart: Chart, frame: Frame) -> dict[str, object]:
    spec = {**chart.spec, "config": svg.CONFIG}
    return hall.enlarged(spec, frame, chart.table.rows)


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("name", charts("zh"))
def test_every_chart_is_large_and_keeps_to_its_frame(name: str, language: str) -> None:
    chart = charts(language)[name]
    for frame in (HALL,) if chart.wide else (HALL, HALF):
        drawn = svg.svg(chart, frame)
        sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)', drawn)]
        assert min(sizes) >= 28
        box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', drawn)
        assert box
        # A drawing beyond its frame would be shrunk, and its letters with it.
        assert float(box[1]) <= frame.width * 1.08
        assert float(box[2]) <= frame.height * 1.12


def test_upright_bars_lie_down_where_their_figures_would_touch() -> None:
    city = charts("zh")["overview.gdp_city"]  # 12,400.56亿元 and three more
    assert hall.category(enlarged(city, HALL)) is None
    assert hall.category(enlarged(city, HALF)) == "date"
    labs = charts("zh")["overview.labs_total"]  # 15家, 54家, 82家
    assert hall.category(enlarged(labs, HALF)) is None


def test_half_a_frame_has_labels_above_fewer_bars() -> None:
    causes = charts("zh")["diagnoses.causes"]
    spec = str(enlarged(causes, HALF))
    assert "'labelAlign': 'left'" in spec
    assert "'labelAlign': 'left'" not in str(enlarged(causes, HALL))
    count = causes.table.rows.iloc[:, 0].nunique()
    assert svg.hidden_bars(causes, HALL) == (8, count)
    assert svg.hidden_bars(causes, HALF) == (6, count)
    assert svg.hidden_bars(charts("zh")["enterprises.industry"], HALF) == (5, 12)  # a legend
    assert svg.hidden_bars(charts("zh")["diagnoses.levels_centre"], HALL) == (4, 10)
    assert svg.hidden_bars(charts("zh")["diagnoses.barriers"], HALL)[0] == 8
    assert svg.hidden_bars(charts("en")["diagnoses.barriers"], HALL)[0] == 6  # four lines
    assert svg.hidden_bars(charts("zh")["overview.labs_total"], HALF) == (0, 0)


def test_the_widest_text_is_estimated_by_its_letters() -> None:
    assert hall.longest(["青岛", "Qingdao"]) == 49  # two of 13 pixels, seven of 7
    assert hall.longest([]) == 0


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        ("630余家", ("", "630余", "家")),
        ("超2.2亿元", ("超", "2.2", "亿元")),
        ("over ¥220M", ("over ", "¥220M", "")),
        ("90% or more", ("", "90%", " or more")),
        ("九成以上", ("", "九成", "以上")),
        ("十余个行业", ("", "十余", "个行业")),
        ("about half", ("", "about half", "")),
        ("—", ("", "—", "")),
    ],
)
def test_a_figure_keeps_its_qualifier(value: str, parts: tuple[str, str, str]) -> None:
    assert room.parts(value) == parts


@pytest.mark.parametrize(
    ("values", "count"),
    [
        (["15家"], 1),
        (["15家", "22家"], 2),
        (["15家"] * 6, 3),
        (["5,103.7亿元", "34.2%", "约34.2%", "1,000余人", "2.5亿元", "15家"], 2),
        (["5,103.7亿元5,103.7亿元", "34.2%5,103.7亿元"], 1),
    ],
)
def test_figures_stand_beside_each_other_where_they_have_room(
    values: list[str], count: int
) -> None:
    assert room.columns(values) == count


def test_figures_of_like_width_have_the_same_room() -> None:
    assert room.are_alike(["15家", "630余家", "22家"], 3)
    assert not room.are_alike(["九成以上", "七成", "942.98万元"], 3)


def table(*widths: int, rows: int = 6) -> Table:
    """A table whose cells hold so many Chinese letters."""
    columns = tuple(Column(f"c{i}", "栏") for i in range(len(widths)))
    cells = {f"c{i}": ["字" * width] * rows for i, width in enumerate(widths)}
    return Table("made", "表", columns, pd.DataFrame(cells), "sample")


@pytest.mark.parametrize(
    ("widths", "columns", "rows"),
    [
        ((4, 4, 4), 3, 6),
        ((8,) * 10, 3, 6),  # 8.9 letters each: three are 26.7, four would be 35.6 of 35
        ((60,), 1, 4),  # 34.1 letters a line: two lines a row, nine lines
        ((4, 60, 4), 3, 3),  # 35 less 2.7 for gaps and 8 leaves 24.3: three lines a row
        ((400,), 1, 1),
    ],
)
def test_a_table_shows_what_has_room(widths: tuple[int, ...], columns: int, rows: int) -> None:
    shown = room.leading(table(*widths), "zh")
    assert (len(shown.columns), len(shown.rows)) == (columns, rows)
