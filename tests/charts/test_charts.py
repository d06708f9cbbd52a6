"""Chart forms: valid Vega-Lite, the language's labels, colours by meaning."""

from __future__ import annotations

import json
from typing import Any

import altair as alt
import pytest

from neweco import charts, published, views, words
from neweco.model import register
from neweco.query.selection import Selection
from neweco.sheet import Chart


def _all() -> list[tuple[str, Chart]]:
    made = []
    for view in views.NAMES:
        for language in words.LANGUAGES:
            sheet = views.view(view)(
                register.shipped(), published.shipped(), Selection(view), language
            )
            made += [(language, chart) for chart in sheet.charts]
    return made


CHARTS = _all()
IDS = [f"{language}-{chart.id}" for language, chart in CHARTS]


def _encodings(spec: dict[str, Any]) -> list[dict[str, Any]]:
    return [layer["encoding"] for layer in spec["layer"]]


@pytest.mark.parametrize(("language", "chart"), CHARTS, ids=IDS)
def test_spec_is_valid_and_draws_columns_that_exist(language: str, chart: Chart) -> None:
    alt.LayerChart.from_dict({**chart.spec, "$schema": alt.SCHEMA_URL})
    columns = {*chart.table.rows.columns, "ink", "n"}
    for encoding in _encodings(dict(chart.spec)):
        for channel in encoding.values():
            for part in channel if isinstance(channel, list) else [channel]:
                if "field" in part:
                    assert part["field"] in columns


@pytest.mark.parametrize(("language", "chart"), CHARTS, ids=IDS)
def test_tooltips_are_texts_with_headings_in_the_language(language: str, chart: Chart) -> None:
    for encoding in _encodings(dict(chart.spec)):
        for part in encoding.get("tooltip", []):
            assert part["title"]
            if language == "zh":
                assert any("\u3400" <= c <= "\u9fff" for c in part["title"])


@pytest.mark.parametrize(("language", "chart"), CHARTS, ids=IDS)
def test_at_most_four_meanings_and_never_colour_alone(language: str, chart: Chart) -> None:
    text = json.dumps(chart.spec, ensure_ascii=False)
    for encoding in _encodings(dict(chart.spec)):
        if "color" in encoding:
            domain = encoding["color"]["scale"]["domain"]
            assert len(domain) == 4
            stacked = "meaning_order" in text
            assert "shape" in encoding or stacked


def test_a_meaning_keeps_its_place_among_the_colours() -> None:
    domains = {
        language: {
            tuple(e["color"]["scale"]["domain"])
            for own, chart in CHARTS
            if own == language
            for e in _encodings(dict(chart.spec))
            if "color" in e
        }
        for language in words.LANGUAGES
    }
    assert all(len(found) == 1 for found in domains.values())
    assert len(charts.MEANINGS) == 4


def test_no_chart_names_a_colour_or_a_font() -> None:
    for _, chart in CHARTS:
        text = json.dumps(chart.spec)
        assert "#" not in text
        assert '"font"' not in text


def test_thresholds_are_named() -> None:
    scatter = next(c for language, c in CHARTS if c.id == "growth" and language == "en")
    text = json.dumps(scatter.spec)
    for name in ("Rising: revenue ¥50M", "Rising: growth 10%"):
        assert json.dumps(name)[1:-1] in text


def _bars(order: list[str], unit: str = "家") -> charts.Spec:
    return charts.bars(
        category="c", value="n", text="t", title=unit, order=order, tooltip={"c": "C", "t": unit}
    )


def test_a_form_is_built_once_per_wording_and_ordered_every_time() -> None:
    build = charts.bars.__wrapped__  # type: ignore[attr-defined]
    for order in (["甲", "乙"], ["乙", "甲"], ["$order", "乙", "丙"], []):
        for unit in ("家", "firms"):
            said = {"c": "C", "t": unit}
            whole = build(category="c", value="n", text="t", title=unit, order=order, tooltip=said)
            assert _bars(order, unit) == whole


def test_who_changes_a_spec_changes_no_other() -> None:
    _bars(["甲", "乙"])["layer"].clear()
    assert _bars(["乙", "甲"])["layer"]
