"""A chart as a picture: every form, long and hostile texts, nothing cut, its texts in the file."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from neweco import words
from neweco.charts import picture
from neweco.charts.forms import (
    Axis,
    Columns,
    Form,
    Lines,
    Matrix,
    RankedList,
    Scatter,
    Strip,
    Timeline,
)
from neweco.charts.palette import LIGHT
from neweco.charts.plot import meaning_class
from neweco.query.facets import Active
from neweco.query.selection import Selection
from neweco.sheet import Basis, Chart, Column, Section, Sheet, Table
from tests.made import HOSTILE

SVG = "{http://www.w3.org/2000/svg}"
ADDRESS = "https://explorer.example/labs?kind=innovation"
LONG = ["长" * 200, "Innovation-application laboratory " * 4]
NAMES = [*HOSTILE, LONG[1], "甲", "乙", "零"]
ROWS = pd.DataFrame(
    {
        "name": NAMES,
        "other": ["一", "二"] * (len(NAMES) // 2),
        "value": [*range(len(NAMES) - 1, 0, -1), 0],
        "text": [*(f"{n}家" for n in range(len(NAMES) - 1, 0, -1)), "0家"],
        "meaning": ["innovation", "scenario"] * (len(NAMES) // 2),
        "kind": ["创新应用实验室", "场景应用实验室"] * (len(NAMES) // 2),
        "row": range(len(NAMES)),
        "column": [0, 1] * (len(NAMES) // 2),
        "when": [f"2022-{month:02d}-01" for month in range(1, len(NAMES) + 1)],
        "spread": [0.0] * len(NAMES),
        "behind": [HOSTILE[0]] * len(NAMES),
        "lane": ["一", "二"] * (len(NAMES) // 2),
        "date": NAMES,
        "event": NAMES,
        "at": [0.5] * len(NAMES),
        "known": [True, False] * (len(NAMES) // 2),
    }
)
COUNT = Axis("value", "企业数")
FORMS: dict[str, Form] = {
    "ranked": RankedList("name", "value", "text", tuple(NAMES)),
    "divided": RankedList("name", "value", "text", tuple(NAMES), "other"),
    "columns": Columns("name", "value", "text"),
    "backed": RankedList("name", "value", "text", tuple(NAMES), whole="row"),
    "backed_columns": Columns("name", "value", "text", "row"),
    "matrix": Matrix("name", "other", "value", "text"),
    "timeline": Timeline(2022, 2023, ("一", "二"), ("labs", "tiers")),
    "scatter": Scatter(COUNT, Axis("row", HOSTILE[0]), "kind", {}, ((3, HOSTILE[0]),)),
    "strip": Strip(COUNT, "name", "spread", tuple(NAMES), {}),
    "lines": Lines("when", COUNT, "text", {}),
}


def chart(form: Form, basis: Basis = "simulated", rows: pd.DataFrame = ROWS) -> Chart:
    """A chart whose every text bites."""
    table = Table("x", "t", (Column("name", "n"),), rows, basis)
    said = " ".join(HOSTILE)
    return Chart("x", said, said, form, table, said, ("F001",), reading=said)


def sheet(drawn: Chart, language: str = "zh") -> Sheet:
    """A page with that chart, whose one filter is hostile too."""
    chosen = Selection("labs")
    active = (Active("kind", HOSTILE[0], chosen),)
    return Sheet(
        "labs", language, "t", "h", "simulated", chosen, (Section("s", "s", charts=(drawn,)),),
        active=active, search="s",
    )  # fmt: skip


def made(drawn: Chart, language: str = "zh") -> str:
    return picture.picture(drawn, sheet(drawn, language), ADDRESS)


def said(drawn: str) -> str:
    """All text that is drawn, without gaps, which lines take."""
    root = ElementTree.fromstring(drawn)
    parts = ("".join(text.itertext()) for text in root.iter(f"{SVG}text"))
    return re.sub(r"\s", "", "".join(parts))


def _clean(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_all_that_must_come_with_it_is_drawn(form: Form) -> None:
    drawn, language = chart(form), "en"
    shown = said(made(drawn, language))
    name, meaning = (words.text(language, f"basis.{key}.simulated") for key in ("name", "meaning"))
    for text in (drawn.sentence, drawn.reading, drawn.source, name, meaning, HOSTILE[0], ADDRESS):
        assert _clean(text) in shown
    root = ElementTree.fromstring(made(drawn, language))
    assert root.findtext("{*}title", "").startswith(words.text(language, "basis.short.simulated"))
    assert drawn.alt in root.findtext("{*}desc", "")


@pytest.mark.parametrize("name", ["ranked", "divided", "columns", "backed", "matrix"])
def test_names_are_whole_and_zero_is_said(name: str) -> None:
    shown = said(made(chart(FORMS[name])))
    for each in NAMES:
        assert _clean(each) in shown
    assert "0家" in shown


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_hostile_texts_are_inert(form: Form) -> None:
    """Text stays text: no element, no attribute that acts, nothing that is fetched."""
    root = ElementTree.fromstring(made(chart(form)))
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "g", "rect", "text", "tspan", "path", "line", "defs",
                    "pattern", "clipPath"}  # fmt: skip
    for element in root.iter():
        for attribute, value in element.attrib.items():
            name = attribute.rpartition("}")[2]
            assert not name.startswith("on") and name not in ("href", "src", "style"), name
            assert "url(" not in value or re.fullmatch(r"url\(#\w+\)", value), value


def test_what_xml_cannot_hold_is_left_out() -> None:
    drawn = chart(FORMS["ranked"])
    drawn = replace(drawn, sentence="a\x00b\x1f\ufffec")
    assert "abc" in said(made(drawn))
    assert picture.png(made(drawn), {"Title": "a\x00b"})


@pytest.mark.parametrize("name", ["divided", "backed", "backed_columns", "matrix", "scatter"])
def test_nothing_is_cut(name: str) -> None:
    """Every line ends within the frame, in the fonts of this machine."""
    few = ROWS[ROWS["name"].isin([*LONG, "零"])]
    form = FORMS[name]
    if isinstance(form, RankedList):
        form = replace(form, order=tuple(few["name"]))
    drawn = picture.png(made(replace(chart(form, rows=few), sentence=LONG[0], alt=LONG[1])), {})
    with Image.open(io.BytesIO(drawn)) as image:
        assert image.width == picture.WIDTH * picture.SCALE
        pixels = np.asarray(image.convert("L"))
    edge = picture.MARGIN
    frame = np.ones_like(pixels, dtype=bool)
    frame[edge:-edge, edge:-edge] = False
    assert (pixels[frame] == 255).all()
    assert (pixels < 128).any()


def test_bars_are_as_long_as_their_values_and_keep_their_colours() -> None:
    rows = pd.DataFrame({
        "name": ["甲", "甲", "乙"], "other": ["创新", "场景", "创新"], "value": [6, 2, 4],
        "text": ["", "8家", "4家"], "meaning": ["innovation", "scenario", "innovation"],
    })  # fmt: skip
    form = RankedList("name", "value", "text", ("甲", "乙"), "other")
    root = ElementTree.fromstring(made(chart(form, rows=rows)))
    bars = [r for r in root.iter(f"{SVG}rect") if r.get("height") == "16.0"]
    widths = [float(bar.get("width", "0")) for bar in bars]
    assert widths[1] / widths[0] == pytest.approx(2 / 6, abs=0.01)
    assert widths[2] / widths[0] == pytest.approx(4 / 6, abs=0.01)
    first, second = (meaning_class(code) for code in ("innovation", "scenario"))
    striped = f"url(#{second})" if int(second[1]) % 2 else LIGHT[second]
    assert [bar.get("fill") for bar in bars] == [LIGHT[first], striped, LIGHT[first]]
    assert "创新：6；场景：2" in said(made(chart(form, rows=rows)))


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_fewer_than_ten_have_no_bar_and_are_explained(language: str) -> None:
    few = words.whole(language, None)
    rows = pd.DataFrame({"name": ["甲", "乙"], "value": [0, 12], "text": [few, "12家"]})
    shown = said(made(chart(Columns("name", "value", "text"), "register", rows), language))
    assert _clean(few) in shown
    assert _clean(words.text(language, "common.about_meaning")) in shown


def test_filters_are_said_of_what_they_filter_alone() -> None:
    """Published figures are never filtered."""
    assert _clean(HOSTILE[0]) in said(made(chart(FORMS["ranked"])))
    plain = replace(chart(FORMS["columns"], "published", ROWS.head(2).assign(name=["甲", "乙"])))
    filters = words.text("zh", "picture.filters", filters="")
    assert filters in said(made(chart(FORMS["columns"])))
    assert filters not in said(made(plain))


def test_a_png_says_in_its_texts_what_it_is() -> None:
    drawn = chart(FORMS["columns"], rows=ROWS.tail(2))
    texts = picture.texts(drawn, "zh", ADDRESS)
    with Image.open(io.BytesIO(picture.png(made(drawn), texts))) as image:
        held = {key: str(value) for key, value in image.info.items() if key in texts}
    assert held == texts
    assert set(held) == {"Title", "Description", "Disclaimer", "Source"}
    assert held["Title"].startswith("模拟数据：")
    assert held["Source"].endswith(ADDRESS)
    plain = picture.texts(chart(FORMS["columns"], "published"), "zh", ADDRESS)
    assert "模拟" not in plain["Title"] + plain["Disclaimer"]
