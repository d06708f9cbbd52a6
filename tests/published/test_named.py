"""What was named: the numbers by hand, the traps that are kept out, words in both languages."""

from __future__ import annotations

import json
import re
from urllib.parse import urlparse

import pytest

from neweco import published
from neweco.model import datapackage
from neweco.published import facts, files
from neweco.published.named import LISTS, PROGRAMME, TABLES, UNSEEN

P = published.shipped()
CJK = re.compile(r"[\u3400-\u9fff]")
NUMBER = re.compile(r"\d+(?:\.\d+)?")


def test_numbers_by_hand() -> None:
    assert (len(P.units), len(P.recognitions), len(P.events)) == (105, 135, 36)
    assert P.recognitions["grade"].value_counts().to_dict() == {"C": 48, "B": 38, "A": 26, "A-": 23}
    assert tuple(P.lists) == LISTS.codes


@pytest.mark.parametrize(
    ("list_id", "named", "whole"),
    [("rising", 1, 15), ("potential", 3, 122), ("innovation_lab", 6, 22), ("scenario_lab", 1, 32),
     ("centre", 2, 10)],
)  # fmt: skip
def test_the_lists_of_the_programme(list_id: str, named: int, whole: int) -> None:
    assert P.lists[list_id].group == PROGRAMME
    units = P.recognitions.loc[(P.recognitions["list"] == list_id).to_numpy(), "unit"]
    assert len(units) == units.nunique() == named
    quantity = P.value(P.lists[list_id].fact)
    assert quantity is not None and quantity.central == whole


def test_grade_c_is_named_and_never_linked() -> None:
    for frame in (P.recognitions, P.events):
        copies = (frame["grade"] == "C").to_numpy()
        assert copies.any() and not frame.loc[copies, "link"].any()
        assert set(frame["grade"]) <= set(facts.GRADES)


def test_nothing_is_linked_but_official_bodies_and_known_media() -> None:
    listed = {row["host"] for row in files.rows(facts.FOLDER / "hosts.csv")}
    hosts = {str(urlparse(s.link).hostname) for s in P.sources.values() if s.link}
    assert all(any(f".{host}".endswith(f".{each}") for each in listed) for host in hosts)
    assert "guanhai.com.cn" in hosts
    forum = P.sources["S27"]  # a forum and a firm's own reprint are named, and not linked
    assert (forum.grade, forum.link, P.sources["S09"].link) == ("B", "", "")


def test_every_row_has_a_source_a_date_a_grade_and_the_words_seen() -> None:
    for frame in (P.recognitions, P.events):
        for row in frame.to_dict("records"):
            source = P.sources[row["source"]]
            assert source.title and source.publisher and source.date and source.grade
            assert row["seen"] and len(row["seen"]) <= 40
    unseen = P.recognitions.loc[(P.recognitions["seen"] == UNSEEN).to_numpy(), "unit"]
    assert sorted(unseen) == ["U030", "U031", "U034"]


def _units(list_id: str) -> set[str]:
    return set(P.recognitions.loc[(P.recognitions["list"] == list_id).to_numpy(), "unit"])


def test_the_list_of_the_same_name_is_another_list() -> None:
    assert len(_units("kc_rising")) == 5
    assert not _units("kc_rising") & (_units("rising") | _units("potential"))
    assert "两回事" in P.lists["kc_rising"].note("zh")
    assert "not the city's rising tier" in P.lists["kc_rising"].note("en")


@pytest.mark.parametrize(
    ("list_id", "statuses"),
    [("champion_west_coast", {"notice", "reviewed"}), ("goldflower_services", {"proposed"}),
     ("tech_centre", {"approved"}), ("hk_filing", {"filed"})],
)  # fmt: skip
def test_what_is_not_yet_a_recognition_says_so(list_id: str, statuses: set[str]) -> None:
    rows = P.recognitions.loc[(P.recognitions["list"] == list_id).to_numpy()]
    assert set(rows["status"]) == statuses
    assert P.lists[list_id].note("zh") and P.lists[list_id].note("en")


def test_82_and_28_are_never_added() -> None:
    events = P.events.set_index("event_id")
    for id, other in (("E19", "28"), ("E26", "82")):
        assert other in events.loc[id, "note_zh"] and "不相加" in events.loc[id, "note_zh"]
        assert other in events.loc[id, "note_en"] and "never added" in events.loc[id, "note_en"]
    assert not P.events["title_zh"].str.contains("110").any()


def test_a_functional_zone_is_no_district() -> None:
    zone = P.recognitions["note_zh"].str.contains("高新区是功能区")
    units = P.units.loc[P.units["unit_id"].isin(P.recognitions.loc[zone, "unit"])]
    assert len(units) == 4 and units["district"].isna().all()


def test_an_english_name_is_published_or_marked_as_a_gloss() -> None:
    published_in_english = P.units.loc[~P.units["name_en"].str.startswith("["), "name_en"]
    assert sorted(published_in_english) == [
        "Hisense Qingdao Factory",
        "Qingdao AInnovation Technology Group Co., Ltd",
        "Qingdao Gaoce Technology Co., Ltd.",
        "Qingdao Haier Water Purification Interconnected Factory",
    ]
    assert not P.units["name_en"].str.contains(CJK).any()


def test_what_is_said_in_one_language_is_said_in_the_other() -> None:
    for frame in (P.units, P.recognitions, P.events):
        for column in (c.removesuffix("_zh") for c in frame.columns if c.endswith("_zh")):
            both = frame[f"{column}_zh"].astype(bool) == frame[f"{column}_en"].astype(bool)
            assert both.all(), frame.loc[~both].T
    for each in P.lists.values():
        assert bool(each.note_zh) == bool(each.note_en)


TOLD = {"E32": "6", "E02": "50"}
"""Figures of a title that stand elsewhere on the page of its source."""


@pytest.mark.parametrize("event", P.events.to_dict("records"), ids=lambda e: e["event_id"])
def test_the_figures_of_a_title_are_those_of_its_source(event: dict[str, str]) -> None:
    held = [event["seen"], event["date"], P.sources[event["source"]].title]
    told = [P.fact(id) for id in filter(None, event["facts"].split(";"))]
    held += [part for fact in told for part in (fact.token, fact.period)]
    held.append(TOLD.get(event["event_id"], ""))
    known = set(NUMBER.findall(" ".join(held)))
    assert set(NUMBER.findall(event["title_zh"])) <= known


def test_the_data_package_describes_these_tables_as_they_are_declared() -> None:
    package = json.loads((facts.FOLDER / "datapackage.json").read_text(encoding="utf-8"))
    described = {resource["name"]: resource["schema"] for resource in package["resources"]}
    for code, table in TABLES.items():
        assert described[code] == json.loads(json.dumps(datapackage.schema(table)))
