"""The laboratories: both readings, honest unknowns, and parts that sum to wholes."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from types import MappingProxyType

import pytest

from neweco import published, words
from neweco.model import register
from neweco.model.register import Register
from neweco.published import Published
from neweco.query.facets import Facet
from neweco.query.selection import Selection
from neweco.query.views import VIEWS
from neweco.sheet import Chart, Figure, Section, Sheet
from neweco.views.labs import page as labs
from tests.analysis.test_labs import FEW, register_of
from tests.made import counted
from tests.views.test_views import NO_NUMBER, texts

R, P = register.shipped(), published.shipped()
LATIN, CJK = re.compile(r"[A-Za-z]{2,}"), re.compile(r"[\u3400-\u9fff]")
QUERIES = ("", "kind=innovation&batch=2", "reading=beside", "id=S-001", "q=不存在")


def made(query: str = "", language: str = "zh", rows: Register = R) -> Sheet:
    if rows is R:
        return shipped(query, language)
    return labs.sheet(rows, P, Selection.from_query("labs", query), language)


@cache
def shipped(query: str, language: str) -> Sheet:
    return labs.sheet(R, P, Selection.from_query("labs", query), language)


def section(sheet: Sheet, id: str) -> Section:
    return next(found for found in sheet.sections if found.id == id)


def chart(sheet: Sheet, id: str) -> Chart:
    return next(found for found in sheet.charts if found.id == id)


def facet(sheet: Sheet, param: str) -> Facet:
    return next(found for found in sheet.facets if found.param == param)


def register_figures(sheet: Sheet) -> dict[str, Figure]:
    return {figure.label: figure for figure in section(sheet, "figures").figures}


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("query", QUERIES)
def test_nothing_is_said_that_is_no_number(query: str, language: str) -> None:
    for rows in (R, register_of(*FEW), register_of("I-001 innovation 1 - - - -")):
        for text in texts(made(query, language, rows)):
            assert not NO_NUMBER.search(text), text
            assert "{" not in text


CODED = (
    "id",
    "view",
    "language",
    "code",
    "kind",
    "basis",
    "fact",
    "facts",
    "keys",
    "name",
    "param",
    "citation",
)
"""Fields of a sheet that hold codes and not texts."""


@pytest.mark.parametrize("query", QUERIES)
def test_the_chinese_page_is_chinese(query: str) -> None:
    for text in texts(made(query, "zh", register_of(*FEW)), CODED):
        latin = LATIN.search(text)
        codes = [
            code for switch in VIEWS["labs"].switches for code in (switch.name, *switch.values)
        ]
        assert not latin or text in codes or text.startswith("http"), text


@pytest.mark.parametrize("query", QUERIES)
def test_the_english_page_is_english(query: str) -> None:
    """But for publishers, organisations and the wording of their titles."""
    for found in made(query, "en", register_of(*FEW)).sections:
        kept = (
            ("source", "notes") if found.id in ("published", "money", "signings") else ("source",)
        )
        tables = () if found.id in ("named", "rules") else found.tables
        for text in texts(replace(found, tables=tables), kept):
            assert not CJK.search(text.replace("自有", "")), text


def test_sections_in_order() -> None:
    ids = [found.id for found in made().sections]
    assert ids == [
        "published", "named-strip", "figures", "readings", "growth", "money", "list", "signings",
        "named", "rules", "assumptions",
    ]  # fmt: skip
    folded = {found.id for found in made().sections if found.folded}
    assert folded == {"named", "money", "signings", "rules", "assumptions"}


def test_an_empty_result_moves_nothing_and_keeps_what_was_published() -> None:
    sheet = made("kind=innovation&batch=19")
    assert [found.id for found in sheet.sections] == [found.id for found in made().sections]
    assert section(sheet, "published") == section(made(), "published")
    growth = chart(sheet, "growth")
    assert (len(growth.table.rows), len(growth.behind)) == (0, R.labs["growth"].notna().sum())
    assert growth.form == chart(made(), "growth").form
    assert section(sheet, "list").tables[0].rows.empty
    assert sheet.headline == "没有实验室同时符合这些条件。"


def test_published_figures_by_hand() -> None:
    values = {f.fact: f.value for f in section(made(), "published").figures}
    assert values == {
        "F012": "22家", "F013": "32家", "F207": "54家", "F015": "8家", "F016": "26家",
        "F017": "23家", "F014": "2500万元", "F052": "5家", "F053": "10家", "F058": "6家",
        "F059": "3家",
    }  # fmt: skip
    english = {f.fact: f.value for f in section(made("", "en"), "signings").figures}
    assert english == {"F004": "¥250M", "F005": "8", "F206": "1", "F003": "1,000+"}


@pytest.mark.parametrize("query", QUERIES[1:])
def test_published_charts_do_not_follow_the_filters(query: str) -> None:
    bases = {c.id: c.basis for c in made().charts}
    for id in ("labs_total", "scene_money", "lab_ipo"):
        assert bases[id] in ("published", "derived")
        assert chart(made(query), id).table.rows.equals(chart(made(), id).table.rows)


@pytest.mark.parametrize(
    ("reading", "counts", "total", "share"),
    [("inside", [8, 18, 28], 26, "48.1%"), ("beside", [8, 26, 20], 34, "63.0%")],
)
def test_each_reading(reading: str, counts: list[int], total: int, share: str) -> None:
    sheet = made(f"reading={reading}", "en")
    found = section(sheet, "readings")
    assert found.option is not None
    assert found.option.value == reading
    assert tuple(value for value, _ in found.option.choices) == VIEWS["labs"].switches[0].values
    drawn = chart(sheet, "readings")
    assert list(drawn.table.rows["count"]) == counts
    assert drawn.sentence == f"In this reading {total} of 54 laboratories grew by more than 10%"
    assert (drawn.basis, drawn.facts) == ("derived", ("F015", "F016", "F207"))
    assert f"so {total} of 54 laboratories" in found.lead
    assert f"{total} laboratories ({share})" in found.notes[1]


def test_a_reading_changes_nothing_of_the_register() -> None:
    inside, beside = made(), made("reading=beside")
    for id in ("band", "growth"):
        assert chart(inside, id).table.rows.equals(chart(beside, id).table.rows)
    assert counted(inside) == counted(beside)
    assert inside.headline == beside.headline
    figures = (section(each, "figures").figures for each in (inside, beside))
    for one, other in zip(*figures, strict=True):
        assert replace(one, link=None) == replace(other, link=None)


def test_readings_follow_the_published_facts() -> None:
    changed = {id: replace(P.fact(id), token=t) for id, t in {"F015": "6", "F016": "20"}.items()}
    told = MappingProxyType({**P.facts, **changed})
    facts = Published(P.sources, told, P.rules, P.lists, P.frames)
    sheet = labs.sheet(R, facts, Selection.from_query("labs", "reading=beside"), "zh")
    found = section(sheet, "readings")
    assert found.title == "增长结果：“6家翻番”与“20家超10%”的两种口径"
    assert list(found.charts[0].table.rows["count"]) == [6, 20, 28]


def test_only_the_sample_is_said_to_be_made_with_the_8_inside() -> None:
    own = Register("register", "自有", "o", R.frames)
    assert any("模拟" in note for note in section(made(), "readings").notes)
    for language, word in (("zh", "模拟"), ("en", "imulated")):
        for text in texts(made("", language, own)):
            without = re.sub(
                r"（模拟）|No simulated value|它们与模拟数值没有任何对应关系", "", text
            )
            assert word not in without, text


def test_register_figures_by_hand() -> None:
    figures = register_figures(made("", "en", register_of(*FEW)))
    said = {label: (figure.value, figure.note) for label, figure in figures.items()}
    assert said == {
        "Laboratories": ("6 laboratories", ""),
        "Growth known": ("5 laboratories", "of 6 laboratories (83.3%)"),
        "Revenue doubled": ("2 laboratories", "of 5 laboratories (40.0%)"),
        "Over 10% (including doubled)": ("3 laboratories", "of 5 laboratories (60.0%)"),
        "Planning to list": ("—", "not known for any"),
        "Received scenario funding": ("3 laboratories", "of 5 laboratories (60.0%)"),
        "Scenario funding, total": (
            "¥10M",
            "stated for 2 laboratories, not known for 2 laboratories",
        ),
        "Signed at the meeting": ("0 laboratories", "0.0% of them"),
    }
    assert {figure.basis for figure in figures.values()} == {"register"}


def test_unknown_is_not_zero() -> None:
    sheet = made("", "zh", register_of("I-001 innovation 1 - - - -"))
    figures = register_figures(sheet)
    for label in ("营收翻番", "增长超10%（含翻番）", "获场景金", "场景金合计"):
        assert figures[label].value == "—"
    assert figures["场景金合计"].note == "1家金额未知"
    assert sheet.headline.endswith("创新应用1家、场景应用0家；上年营收增速均未知。")
    assert not {"growth", "band"} & {c.id for c in sheet.charts}


def test_no_money_is_zero_where_every_row_says_so() -> None:
    figure = register_figures(made("", "zh", register_of("I-001 innovation 1 - 5 0 -")))
    assert figure["场景金合计"].value == "0元"


def test_filters_reach_the_register_side() -> None:
    sheet = made("kind=innovation&batch=2")
    assert sheet.matched == 6
    assert register_figures(sheet)["实验室"].value == "6家"
    assert counted(sheet)["industry"] == counted(made("batch=2&kind=innovation"))["industry"]
    assert sum(n or 0 for n in counted(sheet)["industry"].values()) == 6
    assert len(section(sheet, "list").tables[0].rows) == 6
    assert section(sheet, "published") == section(made(), "published")


@pytest.mark.parametrize("query", ["", "kind=scenario", "district=370211", "funded=1"])
def test_parts_sum_to_wholes(query: str) -> None:
    sheet = made(query)
    known = int(register_figures(sheet)["增速已知"].value.removesuffix("家"))
    bands = chart(sheet, "band").table.rows
    assert bands["count"].sum() == known == len(chart(sheet, "growth").table.rows)
    totals = bands.groupby("category", sort=False)["count"].sum()
    assert [str(n) for n in totals] == [text for text in bands["text"] if text]
    for param in set(counted(sheet)) - set(sheet.selection.active):
        assert sum(n or 0 for n in counted(sheet)[param].values()) == sheet.matched, param
    names = {offer.label: offer.rows for offer in facet(sheet, "band").offers if offer.rows}
    names.pop(words.text("zh", "common.unknown"), None)
    assert names == {band: total for band, total in totals.items() if total}


def test_sentences_name_all_that_lead() -> None:
    own = register_of(*FEW)
    assert chart(made("", "en", own), "band").sentence == (
        "Most common growth band: Doubled, 2 laboratories"
    )
    tied = register_of("I-001 innovation 1 - 5 0 -", "S-001 scenario 1 - -5 0 -")
    assert chart(made("", "zh", tied), "band").sentence == ("最多的增长区间：0–10%、下降，各1家")


def test_what_is_not_drawn_is_counted() -> None:
    own = register_of(*FEW, "S-004 scenario - - 900 0 -")
    sheet = made("", "en", own)
    growth = chart(sheet, "growth")
    assert growth.reading == (
        "Growth above 300% is drawn at 300%. Not drawn: 1 laboratory whose growth is not known."
    )
    assert growth.table.rows["growth"].max() == 300
    assert "900%" in set(growth.table.rows["growth_text"])
    assert growth.alt.endswith("highest 900.0%.")
    assert "%." not in growth.alt.removesuffix(".")
    assert chart(sheet, "band").reading == "Not drawn: 1 laboratory whose growth is not known."
    assert chart(made("band=fell&kind=scenario", "en", own), "growth").reading == ""


def test_a_stacked_bar_prints_its_total_once() -> None:
    rows = chart(made(), "band").table.rows
    assert rows.groupby("category")["text"].agg(lambda t: sum(x != "" for x in t)).eq(1).all()
    assert list(rows["category"].unique()) == ["翻番", "超10%、未翻番", "0–10%", "下降"]


def test_money_that_followed_by_hand() -> None:
    found = {f.fact: f for f in section(made(), "money").figures}
    assert found["F065"].value == "超2.2亿元"
    assert found["F066"].value == "近10倍"
    assert (found["F209"].value, found["F209"].basis) == ("超9.5倍", "derived")
    assert found["F209"].note == "超2.2亿元÷2300万元，为下限"
    assert list(chart(made(), "labs_total").table.rows["count"]) == [15, 54, 82]
    assert "不与82相加" in chart(made(), "labs_total").reading
    assert list(chart(made("", "en"), "scene_money").table.rows["text"]) == ["¥25M", "¥35M"]
    assert list(chart(made(), "lab_ipo").table.rows["count"]) == [23, 38]


def test_named_hosts_are_never_merged() -> None:
    names = list(section(made(), "named").tables[0].rows["name"])
    assert sum("言鼎" in name for name in names) == 2
    left = ["其余16家未见名单", "其余31家未见名单", "其余4家未见名单"]
    assert [name for name in names if name.startswith("其余")] == left
    assert len(names) == len(set(names)) == 11 + len(left)


def test_a_profile_says_the_band_and_checks_nothing() -> None:
    profile = made("id=S-003", "en", register_of(*FEW)).profile
    assert profile is not None
    assert profile.checks == ()
    assert "No numeric criterion" in profile.note
    lines = dict(profile.lines)
    assert lines["Growth band"] == "Doubled"
    assert lines["Recognised on"] == lines["Scenario funding received"] == "—"
    assert made("id=S-999").profile is None


def test_nothing_is_changed() -> None:
    before = R.labs.copy()
    labs.sheet(R, P, Selection.from_query("labs", "sort=-growth&kind=scenario"), "en")
    assert R.labs.equals(before)
