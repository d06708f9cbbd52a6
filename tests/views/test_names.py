"""Named in public: units with all that they were recognised as, and how many are not named."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pandas as pd
import pytest

from neweco import published, story, views, words
from neweco.model import register
from neweco.model.register import Register
from neweco.query.selection import Selection
from neweco.sheet import Section, Sheet
from neweco.story.steps import Step
from neweco.views.story.slides import slide
from tests.made import counted, of_sample

R, P = register.shipped(), published.shipped()


def made(query: str = "", language: str = "zh", rows: Register = R, view: str = "names") -> Sheet:
    if rows is R:
        return of_sample(view, query, language)
    return views.view(view)(rows, P, Selection.from_query(view, query), language)


def _section(sheet: Sheet, id: str) -> Section:
    return next(section for section in sheet.sections if section.id == id)


def _table(sheet: Sheet, id: str) -> pd.DataFrame:
    return next(table.rows for table in sheet.tables if table.id == id)


def test_how_many_of_each_list_are_named_by_hand() -> None:
    assert {f.fact: (f.value, f.note) for f in made().figures} == {
        "F006": ("1 / 15", "其余14家未见名单"),
        "F007": ("3 / 122", "其余119家未见名单"),
        "F012": ("6 / 22", "其余16家未见名单"),
        "F013": ("1 / 32", "其余31家未见名单"),
        "F019": ("2 / 10", "其余8家未见名单"),
    }
    english = {f.fact: f.note for f in made(language="en").figures}
    assert english["F007"] == "The other 119: no list names them"
    assert {f.basis for f in made().figures} == {"named"}


def test_the_headline_counts_units_once_and_adds_no_lists() -> None:
    assert made().headline == (
        "公开来源提及105个单位，见于46份名单或报道，其中13个单位在本项目的五份名单上。"
    )
    assert made("list=kc_rising").headline.endswith("都不在本项目的五份名单上。")
    assert made("q=zzz").headline == "没有单位同时符合这些条件。"
    for language in words.LANGUAGES:
        lists = _table(made(language=language), "lists")
        assert len(lists) == 46 and not {"201", "135"} & set(lists["named"])


def test_the_profile_of_a_unit_on_three_lists() -> None:
    profile = made("id=U001").profile
    assert profile is not None and profile.title == "山东极视角科技"
    daily = "青岛日报/观海新闻（记者 杨光），2023年3月24日"
    repost = "东方财富股吧财经评论转载，2026年1月23日"
    rows = profile.tables[0].rows
    assert rows[["list", "year", "status", "source", "grade"]].to_numpy().tolist() == [
        ["新经济新锐企业", "2021", "报道提及", daily, "A"],
        ["2023年3月推介会", "2023", "现场推介", daily, "A"],
        ["港交所上市申请", "2026", "已递交申请", repost, "B"],
    ]
    assert list(rows["link"]) == ["", "", ""]  # the report has no address, the repost is a forum
    assert "为同一企业" in rows["known"].iloc[2]
    assert dict(profile.lines)["来源中的其他写法"] == "山东极视角科技股份有限公司"
    assert [link.selection.item for link in profile.links] == ["E11", "E15"]


def test_what_was_not_seen_again_says_so_in_both_languages() -> None:
    said = {"zh": "原文未复见", "en": "source not opened again"}
    for language in words.LANGUAGES:
        profile = made("id=U031", language).profile
        assert profile is not None
        assert list(profile.tables[0].rows["seen"]) == [said[language]]


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_unit_leads_to_a_source(language: str) -> None:
    sheet = made(language=language)
    rows = _table(sheet, "recognitions")
    assert len(rows) == 135 and (rows["source"] != "").all() and (rows["grade"] != "").all()
    listed = next(table for table in sheet.tables if table.id == "units")
    everything = next(t for t in made("page=all", language).tables if t.id == "units")
    assert listed.total == len(everything.keys) == 105
    assert everything.keys[: len(listed.keys)] == listed.keys
    assert rows["name"].nunique() == 105
    assert rows["link"].str.startswith("http").sum() == 44
    assert not rows.loc[rows["grade"] == "C", "link"].any()


def test_facets_count_units_by_hand() -> None:
    facets = counted(made())
    assert facets["list"]["rising"] == 1 and facets["list"]["unicorn500_2024"] == 13
    assert facets["kind"] == {
        "firm": 63, "lab": 7, "centre": 2, "fund": 1, "research": 15, "cluster": 11,
        "factory": 5, "platform": 1,
    }  # fmt: skip
    assert facets["year"]["unknown"] == 5
    assert {"A", "A-", "B", "C"} == set(facets["grade"])
    west_coast = made("list=champion_west_coast&district=370211")
    assert west_coast.matched == 7 and west_coast.total == 105


@pytest.mark.parametrize("text", ["独角兽企业500强", "极视角科技股份", "Gaoce", "纺织机械"])
def test_a_search_finds_lists_other_spellings_and_fields(text: str) -> None:
    assert made(f"q={text}").matched


def test_a_register_of_an_office_replaces_nobody() -> None:
    few = {code: frame.head(1) for code, frame in R.frames.items()}
    own = Register("register", "own", "x", few, frozenset({"labs"}))
    mine, theirs = made(rows=own), made()
    assert (mine.matched, mine.basis, mine.headline) == (105, "named", theirs.headline)
    assert mine.marked == mine.description == mine.headline
    assert _table(mine, "units").equals(_table(theirs, "units"))


REST = {
    "enterprises": ["其余14家未见名单", "其余119家未见名单"],
    "labs": ["其余16家未见名单", "其余31家未见名单", "其余4家未见名单"],
    "diagnoses": ["其余8家未见名单"],
}


@pytest.mark.parametrize("view", REST)
def test_named_units_stand_on_a_line_of_their_own(view: str) -> None:
    sheet = made(view=view)
    lines = sheet.sections[:2]
    assert [(line.id, line.place) for line in lines] == [
        ("published", "strip"), ("named-strip", "below"),
    ]  # fmt: skip
    for section in lines:
        assert not section.tables
        assert {f.basis for f in section.figures} <= {"published", "derived"}
    line = [link.label for link in _section(sheet, "named-strip").links]
    of_programme = [text for text in line if text.startswith("其余")]
    names = _table(sheet, "named")["name"]
    assert of_programme == REST[view][: len(of_programme)]
    assert [name for name in names if name.startswith("其余")] == REST[view]
    assert {text for text in line if text[:2] not in ("其余", "共6")} <= set(names)
    assert {t.basis for t in _section(sheet, "named").tables} == {"named"}
    selection = _section(sheet, "named").links[0].selection
    found = views.view("names")(R, P, selection, "zh")
    assert selection.ignored == () and found.matched == len(names) - len(REST[view])


def test_a_step_of_a_story_may_show_them() -> None:
    titles = dict.fromkeys(words.LANGUAGES, "x")
    for view, table in (("names", "units"), ("events", "events")):
        figures = ("F006", "F007") if view == "names" else ()
        shows = ({"table": table}, {"picture": "years"}, {"figures": figures})
        for language, shown in itertools.product(words.LANGUAGES, shows):
            step = Step(1, Selection(view), titles, titles, titles, **shown)  # type: ignore[arg-type]
            found = slide(R, P, step, language)
            assert found.problems == ()
            assert (found.table is None, found.picture is None) == (
                "table" not in shown, "picture" not in shown
            )  # fmt: skip
            assert [f.value for f in found.figures] == ["1 / 15", "3 / 122"][: len(found.figures)]
    assert {"names", "events"} <= set(story.steps.ON_STAGE)


def test_charts_of_what_happens_to_be_named_find_nothing() -> None:
    for language in words.LANGUAGES:
        titles = [chart.sentence for chart in made(language=language).charts]
        assert titles == [words.text(language, "names.drawn.years")]


def test_nothing_found_still_says_how_many_are_named() -> None:
    sheet = made("q=zzz")
    assert [f.value for f in sheet.figures] == [f.value for f in made().figures]
    assert replace(sheet.selection, query="").to_query() == ""
