"""Every view: what a sheet must hold, whatever is selected, in both languages."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from neweco import published, sample, views, words
from neweco.html.pieces import Pieces
from neweco.model import register
from neweco.model.fields import TABLES
from neweco.model.register import Register
from neweco.query.selection import Selection
from neweco.query.views import VIEWS
from neweco.sheet import Sheet
from neweco.views.overview import page as overview
from neweco.words import numbers
from tests.made import of_sample

R, P = register.shipped(), published.shipped()
CJK = re.compile(r"[\u3400-\u9fff]")
NO_NUMBER = re.compile(r"\b(nan|NaN|inf|None|NaT)\b|<NA>")
FILTERED = [name for name, view in VIEWS.items() if view.table is not None]
OF_REGISTER = [name for name in FILTERED if not VIEWS[name].is_named]
CASES = [(view, query) for view in views.NAMES for query in VIEWS[view].examples]


def made(view: str, query: str, language: str, rows: Register = R) -> Sheet:
    if rows is R:
        return of_sample(view, query, language)
    return views.view(view)(rows, P, Selection.from_query(view, query), language)


CODED = ("meaning", "shape", "line")
"""Columns of rows that hold no text of their own."""


def texts(node: Any, skip: tuple[str, ...] = ()) -> list[str]:
    """Every text in a sheet, table cells included."""
    if isinstance(node, str):
        return [node]
    if isinstance(node, pd.DataFrame):
        return [v for c in node if c not in CODED for v in node[c] if isinstance(v, str)]
    if isinstance(node, list | tuple):
        return [text for item in node for text in texts(item, skip)]
    if is_dataclass(node) and not isinstance(node, Selection):
        found = [
            f
            for f in fields(node)
            if f.name not in ("form", "selection", "without", "quantity", "facets", "place", *skip)
        ]
        return [text for f in found for text in texts(getattr(node, f.name), skip)]
    return []


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize(("view", "query"), CASES)
def test_a_sheet_is_whole(view: str, query: str, language: str) -> None:
    sheet = made(view, query, language)
    assert sheet.title
    assert sheet.headline
    assert sheet.sections
    for text in texts(sheet):
        assert not NO_NUMBER.search(text), text
        assert "{" not in text
    ids = [chart.id for chart in sheet.charts]
    assert len(ids) == len(set(ids))
    for figure in sheet.figures:
        if figure.basis in ("published", "derived"):
            assert figure.fact in P.facts
        else:
            assert figure.basis == ("self" if view == "selfcheck" else VIEWS[view].basis(R))
    for chart in sheet.charts:
        assert set(chart.facts) <= set(P.facts)
        assert len(chart.table.rows) > 0 or (sheet.matched == 0 and len(chart.behind) > 0)


@pytest.mark.parametrize(("view", "query"), CASES)
def test_both_languages_say_the_same_of_the_same_rows(view: str, query: str) -> None:
    zh, en = made(view, query, "zh"), made(view, query, "en")
    assert (zh.matched, zh.total) == (en.matched, en.total)
    assert [s.id for s in zh.sections] == [s.id for s in en.sections]
    assert [c.id for c in zh.charts] == [c.id for c in en.charts]
    assert [f.fact for f in zh.figures] == [f.fact for f in en.figures]
    for a, b in zip(zh.charts, en.charts, strict=True):
        assert a.table.rows.select_dtypes("number").equals(b.table.rows.select_dtypes("number"))
    assert [t.keys for t in zh.tables] == [t.keys for t in en.tables]


@pytest.mark.parametrize("view", FILTERED)
def test_published_figures_are_not_filtered(view: str) -> None:
    narrow = VIEWS[view].examples[1]
    whole = [f for f in made(view, "", "zh").figures if f.fact]
    some = [f for f in made(view, narrow, "zh").figures if f.fact]
    assert whole == some


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize(("view", "query"), [case for case in CASES if case[0] in OF_REGISTER])
def test_what_is_said_of_a_page_elsewhere_is_published(
    view: str, query: str, language: str
) -> None:
    sheet = made(view, query, language)
    said = {figure.value for figure in sheet.figures if figure.basis == "published"}
    for part in sheet.description.split(words.text(language, "language.semicolon")):
        assert part.rpartition(words.text(language, "language.colon"))[2] in (said or {sheet.title})
    name = words.text(language, "basis.name.simulated")
    assert sheet.marked.startswith(name)
    assert f">{name}</span>" in Pieces(language).head(sheet)
    own = made(view, query, language, replace(R, basis="register"))
    assert own.description == own.marked == own.headline
    assert name not in Pieces(language).head(own)


@pytest.mark.parametrize("view", FILTERED)
def test_an_empty_result_says_what_to_drop(view: str) -> None:
    query = f"{VIEWS[view].examples[1]}&q=zzzz"
    sheet = made(view, query, "en")
    assert sheet.matched == 0
    assert {d.param for d in sheet.dropping} == set(sheet.selection.active)
    for drop in sheet.dropping:
        assert drop.rows == made(view, sheet.selection.without(drop.param).to_query(), "en").matched
    shown = {f.value for f in sheet.figures if f.basis == "simulated"}
    assert all(value == numbers.UNKNOWN or value.startswith("0 ") for value in shown), shown
    whole = made(view, "", "en")
    assert [s.id for s in sheet.sections] == [s.id for s in whole.sections]
    assert [c.id for c in sheet.charts if c.id != "dimensions"] == [
        c.id for c in whole.charts if c.id != "dimensions"
    ]  # points on average are of somebody


def test_a_full_result_offers_nothing_to_drop() -> None:
    assert made("labs", "kind=innovation", "zh").dropping == ()


def _chart(sheet: Sheet, id: str) -> pd.DataFrame:
    return next(chart.table.rows for chart in sheet.charts if chart.id == id)


def _offered(sheet: Sheet, param: str) -> dict[str, int | None]:
    """What stands beside the values of a facet."""
    return next(
        {offer.code: offer.rows for offer in facet.offers}
        for facet in sheet.facets
        if facet.param == param
    )


def test_enterprises_by_hand() -> None:
    sheet = made("enterprises", "", "zh")
    values = {f.label: f.value for f in sheet.figures if f.basis == "simulated"}
    assert sheet.answer == "137家"
    assert values["获创投风投"] == "72家"
    assert sheet.counted == "共137家（未筛选）"
    assert made("enterprises", "tier=rising", "zh").counted == "筛选结果：15家（共137家）"
    assert sum(_offered(sheet, "industry").values()) == 137
    district = _offered(sheet, "district")
    assert (sum(district.values()), district["unknown"]) == (137, 2)
    assert len(_chart(sheet, "growth")) == 133
    compare = next(t for t in sheet.tables if t.id == "compare").rows.set_index("measure")
    assert compare.loc["获创投风投", "potential"] == "61家（50.0%）"


def test_labs_by_hand() -> None:
    sheet = made("labs", "", "zh")
    bands = _chart(sheet, "band").groupby("category")["count"].sum().to_dict()
    assert bands["翻番"] == 8
    assert bands["超10%、未翻番"] == 18
    assert sum(bands.values()) == 54
    assert "26家上年营收增长超10%，其中8家翻番" in sheet.headline


def test_the_two_readings() -> None:
    inside = _chart(made("labs", "", "en"), "readings")["count"]
    beside = _chart(made("labs", "reading=beside", "en"), "readings")["count"]
    assert list(inside) == [8, 18, 28]
    assert list(beside) == [8, 26, 20]
    assert inside.sum() == beside.sum() == 54


def test_diagnoses_by_hand() -> None:
    sheet = made("diagnoses", "", "zh")
    funnel = list(_chart(sheet, "funnel")["count"])
    assert funnel == [728, 636, 402, 214, 158, 97, 41]
    assert _chart(sheet, "category")["count"].sum() == 186
    assert _chart(sheet, "cost")["count"].sum() == 186
    assert _chart(sheet, "time_diagnosed")["count"].sum() == 636
    assert sheet.headline == "筛选结果：诊断636家，落地项目186个。"
    table = next(t for t in sheet.tables if t.id == "centres").rows
    assert (table["diagnosed"].sum(), table["projects"].sum()) == (636, 186)


@pytest.mark.parametrize(
    ("language", "industries", "whose"),
    [
        ("zh", ("汽车", "装备制造", "食品饮料", "高效农业"), "中小企业"),
        (
            "en",
            ("automotive", "equipment manufacturing", "food and drink", "efficient agriculture"),
            "small and medium-sized firms",
        ),
    ],
)
def test_the_centres_name_four_industries_and_whose_the_barriers_are(
    language: str, industries: tuple[str, ...], whose: str
) -> None:
    sheet = made("diagnoses", "", language)
    section = next(each for each in sheet.sections if each.id == "published")
    figures = {figure.fact: figure for figure in section.figures}
    assert all(name in figures["F020"].note for name in industries)
    assert any(whose in note and "不敢转" in note for note in section.notes)


@pytest.mark.parametrize(
    ("view", "section", "facts"),
    [
        ("enterprises", "criteria", ("F228", "F230")),
        ("labs", "money", ("F232",)),
        ("labs", "readings", ("F233",)),
    ],
)
@pytest.mark.parametrize("language", words.LANGUAGES)
def test_what_the_report_says_in_words_stands_with_its_subject(
    view: str, section: str, facts: tuple[str, ...], language: str
) -> None:
    found = next(each for each in made(view, "", language).sections if each.id == section)
    assert {P.fact(id).statement(language) for id in facts} <= set(found.notes)


def test_a_count_of_names_and_a_derived_figure_have_no_original_wording() -> None:
    for id, wording in (("F005", "8家"), ("F206", ""), ("F023", ""), ("F128", "")):
        profile = made("evidence", f"fact={id}", "zh").profile
        assert profile is not None and dict(profile.lines).get("原文表述", "") == wording


def test_rows_that_may_not_be_shown_are_counted_but_not_listed() -> None:
    sheet = made("diagnoses", "", "en")
    listed = next(t for t in sheet.tables if t.keys)
    hidden = R.first_round.loc[~R.first_round["consent_public"].astype(bool), "diagnosis_id"]
    assert len(hidden) > 0
    assert sheet.matched == listed.total + len(hidden)
    assert not set(hidden) & set(listed.keys)
    assert made("diagnoses", f"id={hidden.iloc[0]}", "en").profile is None


def test_a_profile_holds_the_record_against_the_criteria() -> None:
    profile = made("enterprises", "id=R-001", "en").profile
    assert profile is not None
    assert [c.verdict for c in profile.checks] == ["meets"] * 4
    assert [c.rule for c in profile.checks][1] == "at least ¥50M"
    potential = made("enterprises", "id=P-001", "zh").profile
    assert potential is not None
    assert len(potential.checks) == 1


def test_an_unknown_value_is_unknown_and_not_a_failure() -> None:
    frame = R.enterprises.copy()
    frame.loc[frame["enterprise_id"] == "R-001", "growth"] = float("nan")
    rows = Register("register", "own", "x", {**R.frames, "enterprises": frame})
    profile = made("enterprises", "id=R-001", "en", rows).profile
    assert profile is not None
    assert [c.verdict for c in profile.checks] == ["meets", "meets", "unknown", "meets"]
    assert profile.basis == "register"


def test_no_share_below_five_units() -> None:
    sheet = made("enterprises", "tier=rising&district=370283", "zh")
    assert 0 < sheet.matched < 5
    for figure in sheet.figures:
        if figure.basis == "simulated":
            assert "%" not in figure.note


def test_starting_questions_are_valid_and_find_something() -> None:
    for ways in overview.QUESTIONS.values():
        for view, query in ways:
            selection = Selection.from_query(view, query)
            assert selection.ignored == ()
            assert selection.active
            assert made(view, query, "zh").matched > 0


def test_a_register_of_ones_own_has_no_sample_assumptions() -> None:
    rows = Register("register", "own", "y", R.frames)
    for view in FILTERED:
        ids = [s.id for s in made(view, "", "zh", rows).sections]
        assert "assumptions" not in ids
        ids = [s.id for s in made(view, "", "zh").sections]
        assert ("assumptions" in ids) == bool(sample.assumptions(view))


_TABLES = st.sampled_from(sorted(OF_REGISTER))


@settings(max_examples=25, deadline=None)
@given(_TABLES, st.integers(0, 12), st.integers(0, 2**32 - 1))
def test_any_few_rows_make_a_sheet(view: str, size: int, seed: int) -> None:
    table = VIEWS[view].table.code
    key = "first_round" if table == "diagnoses" else table
    some = R.frame(key).sample(n=size, random_state=seed)
    rows = Register("register", "own", f"{seed}", {**R.frames, key: some})
    for language in words.LANGUAGES:
        sheet = made(view, "", language, rows)
        assert sheet.matched == size
        for text in texts(sheet):
            assert not NO_NUMBER.search(text), text


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(R.first_round["centre_id"].unique().tolist()), st.sampled_from(["2021", "2022"])
)
def test_funnels_never_widen(centre: str, year: str) -> None:
    sheet = made("diagnoses", f"centre={centre}&year={year}", "en")
    assume(sheet.matched > 0)
    funnel = _chart(sheet, "funnel")["count"]
    assert funnel.is_monotonic_decreasing
    assert funnel.iloc[0] <= sheet.matched


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize(
    ("view", "missing"),
    [("enterprises", "enterprises"), ("labs", "labs"), ("diagnoses", "diagnoses"),
     ("diagnoses", "centres"), ("diagnoses", "projects")],
)  # fmt: skip
def test_a_view_says_which_table_it_lacks(view: str, missing: str, language: str) -> None:
    frames = dict(R.frames)
    frames[missing] = frames[missing].iloc[:0]
    if missing == "diagnoses":
        frames["first_round"] = frames["first_round"].iloc[:0]
    rows = Register("register", "own", "some", frames, frozenset(TABLES) - {missing})
    for query in ("", "q=zzz"):
        sheet = made(view, query, language, rows)
        assert "absent" in [section.id for section in sheet.sections]
        assert TABLES[missing].label(language) in sheet.headline
        assert {figure.basis for figure in sheet.figures} <= {"published", "derived"}
        assert not sheet.dropping


def test_the_card_of_a_figure_can_be_cited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("neweco.sheet.today", lambda: date(2027, 3, 1))
    linked = made("evidence", "fact=F001&lang=en", "en")
    assert linked.profile is not None and linked.profile.link == ""  # the report has no address
    followed = made("evidence", "fact=F024", "zh")
    assert followed.profile is not None
    assert followed.profile.link.startswith("http://chinadevelopment.com.cn/")
    said = followed.cited("https://a.example")
    assert said.startswith(
        "中国发展网/中国经济导报. 青岛市新经济潜力企业发展势头强劲[EB/OL]. (2023-02)[2027-03-01]. http://"
    )
    assert "https://a.example/evidence?fact=F024" in said
    reposted = made("evidence", "fact=F066", "zh").profile
    assert reposted is not None and reposted.link == ""
    assert ("核对", "F065 ÷ F064 = 超9.5: 一致") in reposted.lines


def test_a_figure_of_which_a_register_can_tell_says_how_it_came_out() -> None:
    own = Register("register", "own", "o", R.frames)
    sheet = views.view("evidence")(own, P, Selection.from_query("evidence", "fact=F006"), "en")
    assert sheet.profile is not None
    assert ("Check", "Against the register: Agree") in sheet.profile.lines
    assert "Check" not in dict(made("evidence", "fact=F006", "en").profile.lines)  # type: ignore[union-attr]
