"""The URL grammar: what is read, what is written, what is ignored and said."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neweco import published, words
from neweco.model import register
from neweco.model.choices import UNKNOWN
from neweco.model.vocabularies import DISTRICTS
from neweco.query import filters
from neweco.query.filters import Range
from neweco.query.selection import Selection, language_of
from neweco.query.views import VIEWS as DECLARED
from tests.made import HOSTILE
from tests.views.test_views import FILTERED

VIEWS = sorted(FILTERED)


def read(query: str, view: str = "enterprises") -> Selection:
    return Selection.from_query(view, query)


def test_reads_every_kind_of_filter() -> None:
    selection = read(
        "tier=rising&district=370203&district=370202&revenue=5000..20000&growth=..10&ipo=1"
        "&q=芯片&sort=-growth&page=2&id=R-003&vs=ipo%3D0"
    )
    assert selection.chosen("tier") == ("rising",)
    assert selection.chosen("district") == ("370202", "370203")
    assert selection.range("revenue") == Range(5000, 20000)
    assert selection.range("growth") == Range(None, 10)
    assert selection.chosen("ipo") == ("1",)
    assert (selection.query, selection.sort, selection.item) == ("芯片", "-growth", "R-003")
    assert (selection.page, selection.against) == ("2", "ipo=0")
    assert selection.ignored == ()


def test_order_and_repetition_do_not_change_the_address() -> None:
    one = read("ipo=1&district=370203&tier=rising&district=370202&district=370203")
    other = read("tier=rising&district=370202&district=370203&ipo=1")
    assert one == other
    assert one.to_query() == "tier=rising&district=370202&district=370203&ipo=1"


def test_numbers_are_written_one_way() -> None:
    assert read("revenue=5e3..20000.0").to_query() == "revenue=5000..20000"
    assert read("growth=-0.0..12.50").to_query() == "growth=0..12.5"


def test_defaults_are_left_out() -> None:
    assert Selection("enterprises").to_query() == ""
    assert Selection("enterprises").url("zh") == "/enterprises"
    assert Selection("overview").url("en") == "/?lang=en"
    assert Selection.from_query("labs", "reading=inside").to_query() == ""
    assert Selection.from_query("labs", "reading=beside").to_query() == "reading=beside"


@pytest.mark.parametrize(
    ("asked", "page"), [("page=1", ""), ("page=2", "2"), ("page=３", "3"), ("page=all", "all")]
)
def test_the_first_part_of_a_list_is_left_out(asked: str, page: str) -> None:
    selection = read(asked)
    assert (selection.page, selection.ignored) == (page, ())
    assert selection.to_query() == (f"page={page}" if page else "")
    assert selection.on_page("1").to_query() == ""
    assert selection.on_page("7").to_query() == "page=7"


def test_whatever_changes_the_list_leads_to_its_first_part() -> None:
    selection = read("tier=rising&q=a&page=4&vs=ipo%3D1")
    for changed in (
        selection.toggled("tier", "potential"),
        selection.with_values("district", ["370202"]),
        selection.with_range("revenue", 1, None),
        selection.with_query("b"),
        selection.without("tier"),
        selection.cleared(),
        selection.sorted("growth"),
    ):
        assert (changed.page, changed.against) == ("", "ipo=1")
    assert selection.with_item("R-001").page == "4"
    assert selection.pin("").page == "4"


def test_a_heading_sorts_down_then_up_then_not() -> None:
    first = Selection("enterprises").sorted("growth")
    second = first.sorted("growth")
    assert [first.sort, second.sort, second.sorted("growth").sort] == ["-growth", "growth", ""]
    assert second.sorted("name").sort == "-name"


def test_what_is_pinned_is_filters_and_search_in_one_form() -> None:
    pinned = "tier=rising&district=370202&q=a&sort=name&page=3&id=R-001&vs=ipo%3D1&lang=en"
    selection = read(f"ipo=1&vs={quote(pinned)}")
    assert selection.ignored == ()
    assert selection.against == "tier=rising&district=370202&q=a"
    other = selection.pinned
    assert other is not None
    assert (other, other.active) == (read(selection.against), ("tier", "district", "q"))
    assert selection.to_query() == "ipo=1&vs=tier%3Drising%26district%3D370202%26q%3Da"
    assert selection.pin("").to_query() == "ipo=1" and selection.pin("").pinned is None
    assert selection.pin(selection.narrowing).against == "ipo=1"


@pytest.mark.parametrize("query", ["vs=", "vs=sort%3Dname", "vs=vs%3Dtier%253Drising"])
def test_what_narrows_nothing_pins_nothing(query: str) -> None:
    assert (read(query).against, read(query).to_query()) == ("", "")


@pytest.mark.parametrize("query", ["page=2", "vs=tier%3Drising"])
def test_a_page_without_rows_has_no_parts_and_pins_nothing(query: str) -> None:
    (ignored,) = read(query, "overview").ignored
    assert ignored.reason == "unknown_parameter"


def test_language_and_release_come_last() -> None:
    assert read("tier=rising").to_query("en", "2026-1") == "tier=rising&lang=en&data=2026-1"


@pytest.mark.parametrize(
    ("query", "param", "reason"),
    [
        ("tier=bogus", "tier", "unknown_value"),
        ("nonsense=1", "nonsense", "unknown_parameter"),
        ("revenue=9..1", "revenue", "reversed"),
        ("revenue=9", "revenue", "not_a_range"),
        ("revenue=..", "revenue", "not_a_range"),
        ("revenue=nan..3", "revenue", "not_a_range"),
        ("revenue=1..inf", "revenue", "not_a_range"),
        ("revenue=1..2&revenue=3..4", "revenue", "twice"),
        ("revenue=1e300..", "revenue", "unknown_value"),
        ("revenue=..10000001", "revenue", "unknown_value"),
        ("growth=-101..5", "growth", "unknown_value"),
        ("ipo=1&ipo=0", "ipo", "conflict"),
        ("ipo=true", "ipo", "unknown_value"),
        ("tier=unknown", "tier", "unknown_value"),
        ("year=02021", "year", "unknown_value"),
        ("sort=nothing", "sort", "unknown_value"),
        ("q=a&q=b", "q", "twice"),
        ("id=R-001&id=R-002", "id", "twice"),
        ("q=" + "x" * 61, "q", "too_long"),
        ("lang=fr", "lang", "unknown_value"),
        ("reading=beside", "reading", "unknown_parameter"),
        ("page=0", "page", "unknown_value"),
        ("page=-1", "page", "unknown_value"),
        ("page=01", "page", "unknown_value"),
        ("page=１½", "page", "unknown_value"),
        ("page=1234567", "page", "unknown_value"),
        ("page=last", "page", "unknown_value"),
        ("page=2&page=3", "page", "twice"),
        ("vs=tier%3Dbogus", "tier", "unknown_value"),
        ("vs=nonsense%3D1", "nonsense", "unknown_parameter"),
        ("vs=revenue%3D9..1", "revenue", "reversed"),
        ("vs=tier%3Drising&vs=ipo%3D1", "vs", "twice"),
    ],
)
def test_what_cannot_be_read_is_said_in_both_languages(query: str, param: str, reason: str) -> None:
    (ignored,) = read(query).ignored
    assert (ignored.param, ignored.reason) == (param, reason)
    for language in words.LANGUAGES:
        sentence = ignored.describe(language)
        assert param in sentence
        assert "{" not in sentence


@pytest.mark.parametrize("step", ["abc", "-1", "1.5", "三", "two"])
def test_a_step_that_is_no_number_is_said(step: str) -> None:
    (ignored,) = read(f"step={step}", "story").ignored
    assert (ignored.param, ignored.reason) == ("step", "unknown_value")
    assert read("step=3", "story").item == "3"
    assert read("step=", "story").ignored == ()


def test_several_faults_are_all_said() -> None:
    selection = read("tier=bogus&revenue=9..1&nonsense=1&district=370212")
    assert [i.param for i in selection.ignored] == ["tier", "revenue", "nonsense"]
    assert selection.to_query() == "district=370212"


def test_too_many_parts_are_counted() -> None:
    ignored = read("&".join(["tier=rising"] * 205)).ignored
    assert [(i.reason, i.value) for i in ignored] == [("too_many", "5")]


def test_streamlit_and_release_parameters_are_not_faults() -> None:
    assert read("embed=true&data=2025-1&lang=en").ignored == ()


@given(st.sampled_from([*VIEWS, "overview"]), st.text(max_size=300))
def test_no_text_raises(view: str, query: str) -> None:
    selection = Selection.from_query(view, query)
    for language in words.LANGUAGES:
        for param in selection.active:
            assert selection.phrase(param, language)
        for ignored in selection.ignored:
            assert len(ignored.describe(language)) < 250


_PARAMS = [own.field for view in VIEWS for own in filters.of(view).values()]


def _values(spec_index: int) -> st.SearchStrategy[str]:
    spec = _PARAMS[spec_index]
    codes = list(spec.vocabulary.codes) if spec.vocabulary else []
    return st.sampled_from([*codes, UNKNOWN, "1", "0", "2021", "1..9", "..5", "3..", "5..1", "x"])


_PAIR = st.integers(0, len(_PARAMS) - 1).flatmap(
    lambda i: st.tuples(st.just(_PARAMS[i].param), _values(i))
)


@given(st.sampled_from(VIEWS), st.lists(_PAIR, max_size=12))
def test_writing_and_reading_agree(view: str, pairs: list[tuple[str, str]]) -> None:
    query: dict[str, list[str]] = {}
    for name, value in pairs:
        query.setdefault(name, []).append(value)
    first = Selection.from_query(view, query)
    again = Selection.from_query(view, first.to_query())
    assert again == first
    assert again.ignored == ()
    assert again.to_query() == first.to_query()


_ENDS = st.floats().map(repr) | st.text("0123456789.e-+", max_size=26)
_RANGES = st.tuples(_ENDS | st.just(""), _ENDS | st.just("")).map("..".join)
_ANY_VALUE = st.text(max_size=70) | st.integers().map(str) | st.sampled_from(HOSTILE)


_PINNED = st.lists(_PAIR | st.tuples(st.just("q"), _ANY_VALUE), max_size=5).map(urlencode)


def _written(view: str) -> st.SearchStrategy[tuple[str, str]]:
    """A parameter that a view knows, or that none does, with any value."""
    declared = DECLARED[view]
    item = [declared.item.param] if declared.item else []
    switches = [switch.name for switch in declared.switches]
    names = [*filters.of(view), *switches, *item, "q", "sort", "page", "x"]
    ranges = [n for n, own in filters.of(view).items() if own.field.filter == "range"]
    pairs = st.tuples(st.sampled_from(names), _ANY_VALUE)
    pairs |= st.tuples(st.just("vs"), _PINNED | _ANY_VALUE)
    return pairs | st.tuples(st.sampled_from(ranges), _RANGES) if ranges else pairs


@pytest.mark.parametrize("view", list(DECLARED))
def test_what_is_written_is_always_read(view: str) -> None:
    """Whatever an address said, the one made of it holds nothing that has to be ignored."""

    @given(st.lists(_written(view), max_size=8))
    def holds(pairs: list[tuple[str, str]]) -> None:
        first = Selection.from_query(view, urlencode(pairs))
        again = Selection.from_query(view, first.to_query())
        assert (again, again.ignored) == (first, ())
        assert again.to_query() == first.to_query()

    holds()


@given(_ENDS)
def test_every_number_has_one_form_that_is_read(text: str) -> None:
    value = filters.number(text)
    if value is not None and value is not filters.BAD:
        assert filters.number(filters.written(value)) == value


@given(st.sampled_from(VIEWS), st.lists(_PAIR, max_size=4))
def test_filters_only_narrow(view: str, pairs: list[tuple[str, str]]) -> None:
    frame = DECLARED[view].rows(register.shipped(), published.shipped())
    query: dict[str, list[str]] = {}
    for name, value in pairs:
        query.setdefault(name, []).append(value)
    selection = Selection.from_query(view, query)
    rows = selection.apply(frame)
    assert len(rows) <= len(frame)
    assert rows.equals(selection.apply(frame, keep=selection.keep(frame)))


def test_same_rows_in_both_languages() -> None:
    frame = register.shipped().enterprises
    zh = read("tier=rising&district=370212&lang=zh").apply(frame)
    en = read("tier=rising&district=370212&lang=en").apply(frame)
    assert list(zh["enterprise_id"]) == list(en["enterprise_id"])
    assert set(zh["tier"]) == {"rising"}
    assert len(zh) > 0


def _frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "enterprise_id": ["R-001", "P-001", "P-002"],
            "name": ["甲芯片", "乙海洋", "丙(模拟)"],
            "tier": pd.Categorical(["rising", "potential", "potential"]),
            "district": pd.Categorical(["370202", None, "370203"], categories=DISTRICTS.codes),
            "industry": pd.Categorical(["ict", "marine", "ict"]),
            "revenue": [5000.0, float("nan"), 20000.0],
            "ipo": pd.array([True, None, False], dtype="boolean"),
        }
    )


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("revenue=5000..20000", ["R-001", "P-002"]),
        ("revenue=5000.01..", ["P-002"]),
        ("revenue=..4999", []),
        ("ipo=0", ["P-002"]),
        ("ipo=unknown", ["P-001"]),
        ("district=unknown&district=370202", ["R-001", "P-001"]),
        ("q=芯片", ["R-001"]),
        ("q=next-generation", ["R-001", "P-002"]),
        ("q=市南", ["R-001"]),
        ("q=(", ["P-002"]),
        ("q=芯片 海洋", []),
        ("sort=-revenue", ["P-002", "R-001", "P-001"]),
    ],
)
def test_apply(query: str, kept: list[str]) -> None:
    assert list(read(query).apply(_frame())["enterprise_id"]) == kept


def test_list_fields_match_any_of_their_codes() -> None:
    frame = pd.DataFrame({"causes": ["talent;habit", "", "upfront_cost"]})
    selection = Selection.from_query("diagnoses", "cause=habit&cause=upfront_cost")
    assert list(selection.mask(frame, "cause")) == [True, False, True]
    unknown = Selection.from_query("diagnoses", "cause=unknown")
    assert list(unknown.mask(frame, "cause")) == [False, True, False]


def test_describe_in_words() -> None:
    selection = read("tier=rising&revenue=5000..&ipo=1&q=芯片")
    assert tuple(selection.phrase(param, "zh") for param in selection.active) == (
        "梯队：新锐企业", "年营收：5000万元及以上", "有上市计划：是", "文字：芯片",
    )  # fmt: skip
    assert tuple(selection.phrase(param, "en") for param in selection.active) == (
        "Tier: Rising", "Revenue: ¥50M or more", "Listing plan: Yes", "Text: 芯片",
    )  # fmt: skip


def test_changing_one_filter_leaves_the_others() -> None:
    selection = read("tier=rising&revenue=5000..&q=a&sort=name")
    assert selection.without("tier").to_query() == "revenue=5000..&q=a&sort=name"
    assert selection.without("q").to_query() == "tier=rising&revenue=5000..&sort=name"
    assert selection.with_values("tier", []).to_query() == "revenue=5000..&q=a&sort=name"
    assert selection.with_range("revenue", None, None).to_query() == "tier=rising&q=a&sort=name"
    assert selection.cleared().to_query() == "sort=name"


def test_language_of_a_link() -> None:
    assert language_of("tier=rising&lang=en") == "en"
    assert language_of("lang=xx") == "zh"


def test_parameter_names_are_unique_and_ascii() -> None:
    for view in VIEWS:
        names = [spec.param for spec in DECLARED[view].table.filters]
        assert len(names) == len(set(names))
        assert all(name.isascii() and name.islower() for name in names)


def test_a_search_cut_short_ends_with_a_letter_and_can_be_read_back() -> None:
    cut = Selection("labs").with_query("a" * 59 + " bcd")
    assert cut.query == "a" * 59
    assert Selection.from_query("labs", cut.to_query()).query == cut.query


def test_the_same_answer_any_number_of_times_is_no_conflict() -> None:
    read = Selection.from_query("labs", "ipo=1&ipo=1&ipo=1")
    assert (read.ignored, read.to_query()) == ((), "ipo=1")
    assert [i.reason for i in Selection.from_query("labs", "ipo=1&ipo=0").ignored] == ["conflict"]
