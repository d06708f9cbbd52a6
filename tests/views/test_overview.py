"""The overview: published figures as they were published, in both languages."""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType

import pandas as pd
import pytest

from neweco import published, words
from neweco.model import register
from neweco.model.register import Register
from neweco.published import Published
from neweco.query.selection import Selection
from neweco.sheet import Section, Sheet
from neweco.views.overview import ladders, timeline
from neweco.views.overview import page as overview
from tests.views.test_views import NO_NUMBER, texts

R, P = register.shipped(), published.shipped()
LATIN = re.compile(r"[A-Za-z]{2,}")


def _made(language: str = "zh", rows: Register = R, facts: Published = P) -> Sheet:
    return overview.sheet(rows, facts, Selection("overview"), language)


def _section(sheet: Sheet, id: str) -> Section:
    return next(section for section in sheet.sections if section.id == id)


def _values(sheet: Sheet, id: str) -> dict[str, str]:
    return {figure.fact: figure.value for figure in _section(sheet, id).figures}


def _rows(sheet: Sheet, id: str) -> pd.DataFrame:
    tables = (*sheet.tables, *(chart.table for chart in sheet.charts))
    return next(table.rows for table in tables if table.id == id)


def _with(**tokens: str) -> Published:
    """What was published, with the tokens of some facts changed."""
    changed = {id: replace(P.fact(id), token=token) for id, token in tokens.items()}
    return Published(
        P.sources, MappingProxyType({**P.facts, **changed}), P.rules, P.lists, P.frames
    )


def test_five_seconds_by_hand() -> None:
    assert _values(_made("zh"), "opening") == {
        "F001": "5103.7亿元",
        "F002": "34.2%",
        "F128": "约34.2%",
        "F003": "1000余人",
        "F004": "2.5亿元",
    }
    assert _values(_made("en"), "opening") == {
        "F001": "¥510.37bn",
        "F002": "34.2%",
        "F128": "about 34.2%",
        "F003": "1,000+",
        "F004": "¥250M",
    }


def test_the_check_shows_what_it_divides_and_agrees() -> None:
    figure = next(f for f in _made("zh").figures if f.fact == "F128")
    assert figure.basis == "derived"
    assert figure.note == "5103.7亿元÷14920.75亿元"
    assert figure.quantity is not None
    assert round(figure.quantity.central, 3) == round(5103.7 / 14920.75, 3) == 0.342


def test_the_meeting_says_who_signed_and_when() -> None:
    notes = {f.fact: f.note for f in _section(_made("zh"), "opening").figures}
    assert notes["F004"] == "8家实验室、1家赋能中心签约；为约定金额，不是到位资金"
    assert notes["F003"] == "2023年3月24日"


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_amount_is_agreed_and_not_paid_in_wherever_it_stands(language: str) -> None:
    agreed, kept = {"zh": ("约定", "不是"), "en": ("agreed", "not")}[language]
    sheet = _made(language)
    said = [f"{f.label} {f.note}" for f in sheet.figures if f.fact == "F004"]
    assert len(said) == 2
    for each in said:
        assert agreed in each.lower() and kept in each
    events = _rows(sheet, "timeline")["event"]
    amount = _values(sheet, "opening")["F004"]
    assert events[events.str.contains(amount, regex=False)].str.contains(agreed).all()


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_meeting_stands_whole_in_one_section(language: str) -> None:
    section = _section(_made(language), "meeting")
    values = {f.fact: f.value for f in section.figures}
    assert list(values) == ["F003", "F222", "F005", "F206", "F004"]
    assert re.findall(r"\d+", " ".join(values[id] for id in ("F222", "F005", "F206"))) == [
        "4", "8", "1",
    ]  # fmt: skip
    for id in ("F218", "F219", "F220", "F221", "F222", "F223", "F224", "F244", "F225"):
        assert P.fact(id).statement(language) in section.notes
    names = P.units.set_index("unit_id")[f"name_{language}"]
    presented = ["U001", "U002", "U010", "U015"]
    assert [link.label for link in section.links] == [names[id] for id in presented]
    assert [link.selection.item for link in section.links] == presented


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_three_ways_are_named_as_the_report_names_them(language: str) -> None:
    catalogue = words.catalogue(language)
    ways = [catalogue[f"overview.{id}.title"].lower() for id in overview.LINES]
    assert (
        ways
        == {
            "zh": ["企业培育", "场景创新", "数字赋能"],
            "en": ["growing enterprises", "scenario innovation", "digital empowerment"],
        }[language]
    )
    sheet = _made(language)
    for said in (
        sheet.headline,
        _section(sheet, "lines").title,
        P.fact("F226").statement(language),
    ):
        assert all(way in said for way in ways)
    for id in ("F237", "F227", "F226", "F018", "F234"):
        assert P.fact(id).statement(language) in _section(sheet, "lines").notes


def test_the_three_lines_by_hand() -> None:
    sheet = _made("zh")
    values = _values(sheet, "lines")
    tiers = {"F006": "15家", "F007": "122家", "F008": "九成以上", "F010": "半数"}
    assert tiers.items() <= values.items()
    assert (values["F012"], values["F013"], values["F207"]) == ("22家", "32家", "54家")
    assert next(f for f in sheet.figures if f.fact == "F207").basis == "published"
    assert (values["F019"], values["F021"], values["F022"]) == ("10家", "630余家", "180余个")
    ways = [Selection(view) for view, _ in overview.LINES.values()]
    assert [link.selection for link in _section(sheet, "lines").links] == ways


def test_qualifiers_survive_translation() -> None:
    values = _values(_made("en"), "lines")
    assert (values["F021"], values["F022"]) == ("630+", "180+")
    assert (values["F008"], values["F010"]) == ("90% or more", "about half")


def test_what_followed_the_money_by_hand() -> None:
    values = _values(_made("zh"), "capital")
    assert values == {"F064": "2300万元", "F065": "超2.2亿元", "F209": "超9.5倍", "F067": "34亿元"}
    note = next(f.note for f in _made("zh").figures if f.fact == "F067")
    assert note == "32家依托企业，截至2023年底"


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_nothing_of_the_register_is_shown(language: str) -> None:
    sheet = _made(language)
    for figure in sheet.figures:
        assert figure.basis in ("published", "derived")
    assert {chart.basis for chart in sheet.charts} == {"published", "named"}
    assert (sheet.counted, sheet.matched, sheet.total) == ("", 0, 0)
    assert (sheet.facets, sheet.active, sheet.dropping, sheet.profile) == ((), (), (), None)
    empty = {name: frame.head(0) for name, frame in R.frames.items()}
    own = _made(language, Register("register", "own", "x", empty))
    assert own.basis == "register"
    assert [f.value for f in own.figures] == [f.value for f in sheet.figures]
    assert [c.table.rows.to_dict() for c in own.charts] == [
        c.table.rows.to_dict() for c in sheet.charts
    ]


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_section_with_figures_names_its_sources(language: str) -> None:
    word = {"zh": "来源：", "en": "Source: "}[language]
    for section in _made(language).sections:
        assert not section.figures or section.notes[-1].startswith(word), section.id


def test_charts_are_few_and_draw_what_was_published() -> None:
    charts = {chart.id: chart for chart in _made("zh").charts}
    pictures = {"share", *overview.PICTURES}
    assert set(charts) == pictures | {
        "labs_total", "scene_money", "lab_ipo", "gdp_city", "ladders_pairs", "timeline",
    }  # fmt: skip
    assert list(charts["labs_total"].table.rows["text"]) == ["15家", "54家", "82家"]
    assert list(charts["scene_money"].table.rows["count"]) == [25_000_000, 35_000_000]
    assert list(charts["lab_ipo"].table.rows["count"]) == [23, 38]
    assert list(charts["gdp_city"].table.rows["date"]) == ["2020年", "2021年", "2022年", "2024年"]
    assert list(charts["ladders_pairs"].table.rows["count"]) == [143, 527, 97, 193, 13, 13]
    assert "34.2%" in charts["gdp_city"].reading
    timeline = charts.pop("timeline")
    assert all(text in timeline.alt for text in timeline.table.rows["event"])
    for chart in charts.values():
        assert len(chart.facts) == len(chart.table.rows) or chart.id in pictures
        for text in chart.table.rows["meaning" if chart.id in pictures else "text"]:
            assert text in chart.alt


def test_82_and_28_are_never_added() -> None:
    for language in words.LANGUAGES:
        assert "110" not in " ".join(texts(_made(language)))
    labs = next(chart for chart in _made("zh").charts if chart.id == "labs_total")
    assert "不与82相加" in labs.reading
    assert _rows(_made("zh"), "timeline")["event"].str.contains("28家.*82家.*不相加").sum() == 1


def test_a_sentence_follows_its_figures() -> None:
    def said(facts: Published) -> str:
        charts = _made("zh", facts=facts).charts
        return next(chart.sentence for chart in charts if chart.id == "lab_ipo")

    assert said(P) == "提出上市计划的依托企业从2023年3月24日的23家增至2023年底的38家"
    assert "减至2023年底的20家" in said(_with(F069="20"))
    assert said(_with(F069="23")) == "提出上市计划的依托企业在2023年3月24日和2023年底均为23家"


def test_the_headline_follows_its_figures() -> None:
    sheet = _made("en", facts=_with(F001="6000", F002="40"))
    assert "¥600bn, 40% of" in sheet.headline


def test_the_timeline_is_in_order_and_leads_to_all_events() -> None:
    rows = _rows(_made("zh"), "timeline")
    assert len(rows) == P.events["line"].isin(timeline.SHOWN).sum() == 22
    assert list(dict.fromkeys(rows["lane"])) == ["推介会", "企业梯队", "实验室", "赋能中心"]
    labs = rows[rows["lane"] == "实验室"]
    assert (labs["date"].iloc[0], labs["date"].iloc[-1]) == ("2021年4月20日", "2025年6月")
    for _, lane in rows.groupby("lane"):
        days = lane["date"].str.replace("年底", "年12月31日")
        found = [tuple(int(n) for n in re.findall(r"\d+", text)) for text in days]
        assert found == sorted(found)
        assert lane["at"].is_monotonic_increasing
    assert rows.set_index("event_id").loc["E11", "label"] == "15家"
    assert [link.selection for link in _section(_made(), "timeline").links] == [Selection("events")]


def test_the_timeline_keeps_figures_as_printed() -> None:
    zh = " ".join(_rows(_made("zh"), "timeline")["event"])
    for said in ("630余家", "180余个", "1000余人", "500多家", "20家以上", "942.98万元"):
        assert said in zh


def test_ladders_by_hand() -> None:
    rows = _rows(_made("zh"), "ladders").set_index("ladder")
    assert rows.loc["省瞪羚企业", "earlier"] == "143家（2022年7月）"
    assert rows.loc["省瞪羚企业", "later"] == "527家（2025年3月）"
    assert rows.loc["专精特新“小巨人”", "later"] == "193家（2025年6月）"
    assert rows.loc["雏鹰企业", "earlier"] == ""
    assert "可能不同" in rows.loc["独角兽企业", "note"]
    assert (rows["note"] != "").all()
    assert len(rows) == len(ladders.LADDERS)
    lead = _section(_made("zh"), "ladders").lead
    assert "口径各异" in lead
    assert "不属于其中任何一级" in lead


def test_series_of_two_definitions_are_not_drawn_together() -> None:
    drawn = {P.fact(fact).series for fact in _section(_made(), "ladders").charts[0].facts}
    assert drawn == {"gazelle", "little_giant", "unicorn500"}
    for code in drawn:
        assert not any(fact.note_zh for fact in P.series(code))


def test_other_places_stand_in_a_table_with_their_definition() -> None:
    sheet = _made("en")
    rows = _rows(sheet, "compare")
    assert list(rows["value"])[:3] == ["1,122 (2023)", "1,864 (2023)", "22,900 (April 2025)"]
    assert (rows["note"].str.len() > 10).all()
    compared = {fact for fact, _ in ladders.COMPARED}
    assert not compared & {fact for chart in sheet.charts for fact in chart.facts}


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_three_next_steps_are_said(language: str) -> None:
    section = _section(_made(language), "next")
    for id in ("F238", "F242", "F243"):
        assert P.fact(id).statement(language) in section.notes
    steps = list(dict.fromkeys(link.group for link in section.links))
    assert steps == [P.fact(id).statement(language) for id in ("F239", "F240", "F241")]
    since = {link.selection.item for link in section.links if link.selection.item}
    assert since == {"F133", "F205", "F050", "F079", "F072", "F073"}
    labels = {f.fact: f.label for f in section.figures}
    speaker, meeting = {
        "zh": ("市发展改革委", "推介会"), "en": ("Development and Reform Commission", "meeting"),
    }[language]  # fmt: skip
    assert speaker in labels["F211"]
    assert not any(meeting in labels[id] for id in ("F211", "F212"))
    values = {f.fact: f.value for f in section.figures}
    assert values["F071"] in ("20家以上", "20 or more")
    assert values["F211"][0] == "3"
    assert values["F212"] == {"zh": "至少5个", "en": "5 or more"}[language]


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_no_page_says_that_the_next_steps_could_not_be_read(language: str) -> None:
    said = " ".join(words.catalogue(language).values())
    assert "没有读到" not in said and "could not be read in any copy" not in said


def test_gaps_name_a_holder_each() -> None:
    rows = _rows(_made("en"), "gaps")
    assert len(rows) == len(set(rows["asked"])) == 10
    assert (rows["holder"].str.len() > 3).all()
    assert _section(_made("en"), "gaps").folded


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_four_roles_have_two_or_three_questions_that_find_something(language: str) -> None:
    links = _section(_made(language), "questions").links
    groups = pd.Series([link.group for link in links]).value_counts()
    assert len(groups) == 4
    assert groups.between(2, 3).all()
    for link in links:
        chosen = link.selection
        assert chosen.ignored == ()
        assert chosen.active
        table = "first_round" if chosen.view == "diagnoses" else chosen.view
        assert len(chosen.apply(R.frame(table))) > 0, link.label


def test_questions_say_whose_rows_they_filter() -> None:
    own = Register("register", "own", "x", R.frames)
    assert "模拟" in _section(_made("zh"), "questions").lead
    assert "模拟" not in _section(_made("zh", own), "questions").lead
    assert "simulated" not in _section(_made("en", own), "questions").lead


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_no_text_is_broken(language: str) -> None:
    for text in texts(_made(language)):
        assert not NO_NUMBER.search(text), text
        assert not re.search(r"[{}]", text)


def test_the_chinese_page_has_no_english() -> None:
    for text in texts(_made("zh"), skip=("id", "view", "language", "basis", "kind", "code", "keys",
                                         "fact", "facts", "citation", "cites")):  # fmt: skip
        assert not LATIN.search(text.replace("GDP", "")), text
