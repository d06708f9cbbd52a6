"""Events: filtered, dated, and leading to their facts and units."""

from __future__ import annotations

import pytest

from neweco import published, views, words
from neweco.model import register
from neweco.query.selection import Selection
from neweco.sheet import Sheet
from tests.made import of_sample

R, P = register.shipped(), published.shipped()


def made(query: str = "", language: str = "zh") -> Sheet:
    return of_sample("events", query, language)


def test_the_table_by_hand() -> None:
    sheet = made()
    assert (sheet.headline, sheet.matched, sheet.basis) == (
        "有来源的事件36项，2019年至2026年。", 36, "named",
    )  # fmt: skip
    assert made("line=labs&kind=batch").tables[0].keys == ("E04", "E05", "E06", "E10", "E19", "E26")
    assert made("year=2025&sort=-date").tables[0].keys[0] == "E31"
    assert made("q=场景金").matched == 2
    titles = (made("id=E04", language).profile for language in words.LANGUAGES)
    assert [profile.title for profile in titles if profile] == [
        "首批创新应用实验室5家授牌",
        "The first 5 innovation-application laboratories receive their plaques",
    ]


def test_an_event_leads_to_its_facts_and_units() -> None:
    profile = made("id=E04").profile
    assert profile is not None
    lines = dict(profile.lines)
    assert lines["时间"] == "2021年7月29日"
    assert lines["所见文字"] == "软磁材料技术创新应用实验室等5家"
    assert lines["来源"] == "中国产业经济信息网，2021年7月30日"
    assert lines["来源等级"] == "A- 可靠媒体"
    ways = [(link.selection.view, link.selection.item) for link in profile.links]
    assert ways == [("evidence", "F052"), ("evidence", "F056"), ("names", "U005")]
    assert list(profile.tables[0].rows["list"]) == ["创新应用实验室"]


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_way_on_leads_to_something_that_is_there(language: str) -> None:
    held = {"evidence": set(P.facts), "names": set(P.units["unit_id"])}
    for id in P.events["event_id"]:
        profile = made(f"id={id}", language).profile
        assert profile is not None
        for link in profile.links:
            assert link.selection.item in held[link.selection.view]


def test_an_event_and_a_unit_lead_to_each_other() -> None:
    for id, units in (("E15", ("U001", "U002", "U010", "U015")), ("E06", ("U017",))):
        for unit in units:
            chosen = Selection("names", item=unit)
            profile = views.view("names")(R, P, chosen, "zh").profile
            assert profile is not None
            assert id in [link.selection.item for link in profile.links]


def test_a_date_is_as_precise_as_its_source() -> None:
    profile = made("id=E12", "en").profile
    assert profile is not None and dict(profile.lines)["Date"] == "November 2022"
    profile = made("id=E33", "en").profile
    assert profile is not None and dict(profile.lines)["Source"].endswith(", date not seen")
