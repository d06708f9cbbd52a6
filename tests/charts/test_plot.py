"""Plots: valid Vega-Lite, the language's labels, colours by meaning, sizes for a hall."""

from __future__ import annotations

import json
import re
from threading import Event, Thread
from typing import Any
from xml.etree import ElementTree

import altair as alt
import pytest
import vl_convert

from neweco import views, words
from neweco.charts import plot, svg
from neweco.charts.forms import Plotted, Scatter
from neweco.charts.palette import HALL, LIGHT
from neweco.sheet import Chart
from tests.made import of_sample

TEXT = "{http://www.w3.org/2000/svg}text"
PLOTS = [
    (language, chart, chart.form)
    for view in views.NAMES
    for language in words.LANGUAGES
    for chart in of_sample(view, "", language).charts
    if isinstance(chart.form, Plotted)
]
IDS = [f"{language}-{chart.id}" for language, chart, _ in PLOTS]
each = pytest.mark.parametrize(("language", "chart", "form"), PLOTS, ids=IDS)


def _encodings(spec: dict[str, Any]) -> list[dict[str, Any]]:
    return [layer["encoding"] for layer in spec["layer"]]


@each
def test_spec_is_valid_and_draws_columns_that_exist(
    language: str, chart: Chart, form: Plotted
) -> None:
    spec = plot.spec(form, language)
    assert spec["data"] == {"name": "rows"}
    alt.LayerChart.from_dict({**spec, "$schema": alt.SCHEMA_URL})
    columns = {*chart.table.rows.columns, "ink", "n"}
    for encoding in _encodings(spec):
        for channel in encoding.values():
            for part in channel if isinstance(channel, list) else [channel]:
                if "field" in part:
                    assert part["field"] in columns


@each
def test_tooltips_are_texts_with_headings_in_the_language(
    language: str, chart: Chart, form: Plotted
) -> None:
    for encoding in _encodings(plot.spec(form, language)):
        for part in encoding.get("tooltip", []):
            assert part["title"]
            if language == "zh":
                assert any("\u3400" <= c <= "\u9fff" for c in part["title"])


@each
def test_no_layer_prints_what_it_is_made_of(language: str, chart: Chart, form: Plotted) -> None:
    """Pointing at a label or a threshold says what was meant to be said, or nothing."""
    for layer in plot.spec(form, language)["layer"]:
        if "tooltip" not in layer["encoding"]:
            assert layer["mark"].get("tooltip", "unset") is None, layer["mark"]


def test_a_meaning_keeps_its_place_among_the_colours_and_has_a_shape() -> None:
    domains = set()
    for language, _, form in PLOTS:
        for encoding in _encodings(plot.spec(form, language)):
            if "color" in encoding:
                assert "shape" in encoding
                domains.add((language, tuple(encoding["color"]["scale"]["domain"])))
    assert len(domains) == len(words.LANGUAGES)
    assert len(plot.MEANINGS) == 4


def test_no_plot_names_a_colour_or_a_font() -> None:
    for language, _, form in PLOTS:
        text = json.dumps(plot.spec(form, language))
        assert "#" not in text
        assert '"font"' not in text


def test_thresholds_are_named() -> None:
    form = next(
        form for language, _, form in PLOTS if isinstance(form, Scatter) and language == "en"
    )
    text = json.dumps(plot.spec(form, "en"))
    for name in ("Rising: revenue ¥50M", "Rising: growth 10%"):
        assert json.dumps(name)[1:-1] in text


@each
def test_a_hall_reads_every_letter(language: str, chart: Chart, form: Plotted) -> None:
    size = svg.STAGE
    drawn = svg.svg(chart, language, size)
    sizes = [float(found) for found in re.findall(r'font-size="([\d.]+)', drawn)]
    assert min(sizes) >= 28
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', drawn)
    # A drawing beyond its frame would be shrunk, and its letters with it.
    assert box and float(box[1]) <= size.width * 1.02 and float(box[2]) <= size.height * 1.02


def test_a_drawing_for_a_dark_ground_has_no_colour_of_a_light_one() -> None:
    language, chart, _ = PLOTS[0]
    drawn = svg.svg(chart, language)
    drawn = svg.darkened(drawn)
    assert HALL["ink"] in drawn and HALL["m0"] in drawn
    assert not any(light in drawn for light in LIGHT.values())


@each
def test_a_drawing_says_what_it_shows_whose_rows_and_from_where(
    language: str, chart: Chart, form: Plotted
) -> None:
    for size in (svg.PAGE, svg.STAGE):
        drawn = ElementTree.fromstring(svg.svg(chart, language, size))
        title, described = (drawn.findtext(f"{{*}}{name}") for name in ("title", "desc"))
        assert title == chart.named(language) and chart.sentence in title
        assert described == words.sentences(language, chart.alt, chart.source)
    said = "".join("".join(text.itertext()) for text in _page(chart, language).iter(TEXT))
    written = re.sub(r"\s", "", said)
    for text in (chart.sentence, chart.credit(language)):
        assert re.sub(r"\s", "", text) in written


def _page(chart: Chart, language: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg.svg(chart, language))


@each
def test_the_lines_above_a_plot_change_without_its_spec(
    language: str, chart: Chart, form: Plotted
) -> None:
    """A spec that changed would be drawn from the start."""
    spec = plot.titled(form, language)
    assert chart.sentence not in json.dumps(spec, ensure_ascii=False)
    said = plot.words_above(chart.sentence, chart.credit(language))
    assert {len(column) for column in said.values()} == {len(plot.ROOMS)}
    for text, column in zip((chart.sentence, chart.credit(language)), said.values(), strict=True):
        for lines in column:
            assert re.sub(r"\s", "", lines) == re.sub(r"\s", "", text)
    values = {
        plot.ROWS: json.loads(chart.table.rows.to_json(orient="records", date_format="iso")),
        plot.SAID: [{"title": "first\nsecond", "credit": "third"}] * len(plot.ROOMS),
    }
    drawn = vl_convert.vegalite_to_svg({**spec, "width": 600, "datasets": values})
    for line in ("first", "second", "third"):
        assert f">{line}</" in drawn


@each
def test_texts_of_axes_are_as_dark_as_the_subtitle(
    language: str, chart: Chart, form: Plotted
) -> None:
    """Streamlit's own grey is 3.7:1; `test_contrast` holds the ink of plots."""
    made = plot.titled(form, language)
    ink = made["title"]["subtitleColor"]
    assert ink == {"expr": "scale('fill','ink')"}
    for kind in ("axis", "legend"):
        assert made["config"][kind] == {"labelColor": ink, "titleColor": ink}


def test_one_drawing_at_a_time_sets_how_the_library_writes_data() -> None:
    """The setting is that of the process: put back by another, data leaves the chart."""
    language, _, form = next(each for each in PLOTS if isinstance(each[2], Scatter))
    plot.spec.cache_clear()
    made = Event()

    def draw() -> None:
        plot.spec(form, language)
        made.set()

    with plot._SETTING:
        Thread(target=draw, daemon=True).start()
        assert not made.wait(0.5)
    assert made.wait(30)
