"""A selection of points is drawn as the whole drawing draws them, without drawing again."""

from __future__ import annotations

import pytest

from neweco import published, views, words
from neweco.charts import plot, points, svg
from neweco.charts.forms import Lines, Plotted
from neweco.model import register
from neweco.query.selection import Selection
from neweco.sheet import Chart

SELECTIONS = {
    "enterprises": ("", "tier=rising", "industry=ict&backed=1", "growth=50..", "q=zzzz"),
    "labs": ("", "kind=scenario", "band=doubled", "district=370211", "q=zzzz"),
}


def _chart(view: str, query: str, language: str) -> Chart:
    selection = Selection.from_query(view, query)
    sheet = views.view(view)(register.shipped(), published.shipped(), selection, language)
    return next(c for c in sheet.charts if isinstance(c.form, Plotted))


def _directly(chart: Chart, language: str, monkeypatch: pytest.MonkeyPatch) -> str:
    with monkeypatch.context() as patched:
        patched.setattr(points, "drawn", lambda spec, rows, behind, draw: draw(spec, rows, behind))
        return svg.svg(chart, language)


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("view", list(SELECTIONS))
def test_it_is_the_drawing_that_the_library_makes(
    view: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for query in SELECTIONS[view]:
        chart = _chart(view, query, language)
        assert not isinstance(chart.form, Lines)
        made = svg.svg(chart, language).replace("></g>", "/>")
        assert made == _directly(chart, language, monkeypatch).replace("></g>", "/>")


def test_the_whole_is_drawn_once_for_all_selections(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    made = svg._converted

    def counted(spec: plot.Spec, rows: points.Rows, behind: points.Rows) -> str:
        calls.append(len(rows))
        return made(spec, rows, behind)

    monkeypatch.setattr(svg, "_converted", counted)
    for query in SELECTIONS["labs"]:
        svg.svg(_chart("labs", query, "zh"), "zh")
    assert calls == [54]


def test_a_point_that_is_not_among_those_behind_is_drawn_by_the_library() -> None:
    chart = _chart("labs", "kind=scenario", "zh")
    spec = plot.spec(chart.form, "zh", svg.PAGE)  # type: ignore[arg-type]
    rows = [{"growth": 1.0, "kind": "场景应用实验室", "offset": 0.5}]
    others = [{"growth": 2.0, "kind": "场景应用实验室", "offset": 0.0}]
    asked = []

    def draw(spec: plot.Spec, rows: points.Rows, behind: points.Rows) -> str:
        asked.append(rows)
        return svg._converted(spec, rows, behind)

    points.drawn(spec, rows, others, draw)
    assert asked[-1] == rows
