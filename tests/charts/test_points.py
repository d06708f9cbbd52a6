"""A selection is drawn from the drawing of the whole, as the library draws it, without it."""

from __future__ import annotations

import pytest

from neweco import published, views, words
from neweco.charts import plot, points, svg, trend
from neweco.charts.forms import Plotted
from neweco.model import register
from neweco.query.selection import Selection
from neweco.sheet import Chart

SELECTIONS = {
    "enterprises": ("", "tier=rising", "industry=ict&backed=1", "growth=50..", "q=zzzz"),
    "labs": ("", "kind=scenario", "band=doubled", "district=370211", "q=zzzz"),
    "diagnoses": ("", "industry=marine", "industry=ict&stage=landed", "q=D-00001", "q=zzzz"),
}


def _charts(view: str, query: str, language: str) -> list[Chart]:
    selection = Selection.from_query(view, query)
    sheet = views.view(view)(register.shipped(), published.shipped(), selection, language)
    return [chart for chart in sheet.charts if isinstance(chart.form, Plotted)]


def _directly(chart: Chart, language: str, monkeypatch: pytest.MonkeyPatch) -> str:
    with monkeypatch.context() as patched:
        for module in (points, trend):
            patched.setattr(
                module, "drawn", lambda spec, rows, behind, draw: draw(spec, rows, behind)
            )
        return svg.svg(chart, language)


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("view", list(SELECTIONS))
def test_it_is_the_drawing_that_the_library_makes(
    view: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for query in SELECTIONS[view]:
        for chart in _charts(view, query, language):
            made = svg.svg(chart, language).replace("></g>", "/>")
            assert made == _directly(chart, language, monkeypatch).replace("></g>", "/>")


@pytest.mark.parametrize(("view", "drawings"), [("labs", [54]), ("diagnoses", [14, 9])])
def test_the_whole_is_drawn_once_for_all_selections(
    view: str, drawings: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []
    made = svg._converted

    def counted(spec: plot.Spec, rows: points.Rows, behind: points.Rows) -> str:
        calls.append(len(rows))
        return made(spec, rows, behind)

    monkeypatch.setattr(svg, "_converted", counted)
    for query in SELECTIONS[view]:
        for chart in _charts(view, query, "zh"):
            svg.svg(chart, "zh")
    assert calls == drawings


def test_a_point_that_is_not_among_those_behind_is_drawn_by_the_library() -> None:
    chart = _charts("labs", "kind=scenario", "zh")[0]
    spec = plot.spec(chart.form, "zh", svg.PAGE)  # type: ignore[arg-type]
    rows = [{"growth": 1.0, "kind": "场景应用实验室", "offset": 0.5}]
    others = [{"growth": 2.0, "kind": "场景应用实验室", "offset": 0.0}]
    asked = []

    def draw(spec: plot.Spec, rows: points.Rows, behind: points.Rows) -> str:
        asked.append(rows)
        return svg._converted(spec, rows, behind)

    points.drawn(spec, rows, others, draw)
    assert asked[-1] == rows
