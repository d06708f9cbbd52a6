"""Every page, in both languages, run as the server runs it."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape, unescape
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from neweco import views, words
from neweco.charts.forms import Plotted
from neweco.live import own
from neweco.model import register
from neweco.published import releases
from neweco.query.views import VIEWS
from neweco.selfcheck import code, questions
from neweco.sources import current
from tests.made import of_sample

ROUTER = Path(__file__).resolve().parents[2] / "neweco" / "live" / "router.py"


ANSWERED = {"selfcheck": "answers=" + code.encode({q.id: 2 for q in questions.shipped().all})}
SHEETS = {
    (view, language): of_sample(view, ANSWERED.get(view, ""), language)
    for view in views.NAMES
    for language in words.LANGUAGES
}


def page(view: str, query: str = "") -> AppTest:
    test = AppTest.from_file(str(ROUTER), default_timeout=60)
    test.run()
    for name, values in parse_qs(query).items():
        test.query_params[name] = values
    test.switch_page(f"../../pages/{view}.py")
    return test.run()


def address(test: AppTest) -> dict[str, list[str]]:
    """The query parameters of the page, each as a list."""
    query = dict(test.query_params)
    return {k: list(v) if isinstance(v, list) else [v] for k, v in query.items()}


def html(test: AppTest) -> str:
    return "\n".join(node.proto.body for node in test.get("html"))


def warnings(test: AppTest) -> list[str]:
    """The lines above a page."""
    return [unescape(said) for said in re.findall('<p class="ne-bar">(.*?)</p>', html(test))]


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("view", views.NAMES)
def test_page_draws(view: str, language: str) -> None:
    test = page(view, f"{ANSWERED.get(view, '')}&lang={language}")
    assert not test.exception
    assert words.text(language, "common.product") in html(test)
    drawn = [c for s in SHEETS[view, language].sections if not s.folded for c in s.charts]
    if view == "story":  # its charts are drawings on the stage
        assert 'class="ne-stage ' in html(test)
    else:
        plots = [chart for chart in drawn if isinstance(chart.form, Plotted)]
        assert len(test.get("vega_lite_chart")) == len(plots)
        assert all(escape(chart.sentence) in html(test) for chart in drawn)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_what_was_ignored_is_said_part_by_part(language: str) -> None:
    test = page("enterprises", f"tier=bogus&revenue=9..1&nonsense=1&lang={language}")
    said = " ".join(warnings(test))
    assert not test.exception
    for part in ("tier", "bogus", "revenue", "9", "nonsense"):
        assert part in said


def test_a_filter_in_the_link_filters_the_rows() -> None:
    test = page("enterprises", "tier=rising&lang=en")
    listed = re.findall(r'data-row="(R-\d+)"', html(test))
    assert len(listed) == len(set(listed)) == 15
    assert address(test)["tier"] == ["rising"]


def test_the_address_is_made_canonical() -> None:
    test = page("enterprises", "ipo=1&tier=bogus&tier=rising")
    assert address(test) == {"tier": ["rising"], "ipo": ["1"]}


def test_an_empty_result_names_what_to_drop() -> None:
    test = page("enterprises", "tier=rising&growth=..-50&lang=en")
    drops = html(test).partition('<ul class="ne-links">')[2].partition("</ul>")[0]
    ways = dict(re.findall(r'href="([^"]+)" data-key="-(\w+)"', drops))
    assert ways == {
        "?growth=..-50&amp;lang=en": "tier",
        "?tier=rising&amp;lang=en": "growth",
    }
    assert "15" in drops


def test_what_is_typed_changes_the_address() -> None:
    test = page("enterprises", "tier=rising&page=2&lang=en")
    test.text_input("enterprises.q.en").set_value("R-003").run()
    assert not test.exception
    assert address(test) == {"tier": ["rising"], "q": ["R-003"], "lang": ["en"]}


def test_a_register_of_ones_own_has_no_tools_and_the_shipped_one_has() -> None:
    """Of the rows of a session there is no address: nothing to copy, and no file by link."""
    test = page("labs")
    assert 'class="ne-tools"' in html(test)
    mine = replace(register.shipped(), basis="register", name="own")
    test.session_state[own._OWN] = own._Own(mine)
    test.run()
    assert not test.exception
    assert 'class="ne-tools"' not in html(test)
    assert 'data-key="kind=innovation"' in html(test)
    assert not re.findall(r'href="[^"]*(?:data|chart)/', html(test))


def test_language_switch_keeps_the_filters() -> None:
    test = page("enterprises", "tier=rising&district=370212")
    ways = dict(re.findall(r'href="([^"]+)" lang="([^"]+)"', html(test)))
    assert ways == {
        "./enterprises?tier=rising&amp;district=370212": words.tag("zh"),
        "./enterprises?tier=rising&amp;district=370212&amp;lang=en": words.tag("en"),
    }
    # As the script follows it: the same session, at that address.
    test.query_params["lang"] = "en"
    test.run()
    assert address(test) == {"tier": ["rising"], "district": ["370212"], "lang": ["en"]}
    assert words.text("en", "common.product") in html(test)


def test_the_menu_leads_to_every_page_in_the_same_language() -> None:
    test = page("labs", "kind=innovation&lang=en")
    ways = re.findall(r'href="([^"]+)" data-key="menu=([^"]+)"( aria-current="page")?', html(test))
    listed = [name for name, view in VIEWS.items() if view.in_menu]
    assert [name for _, name, _ in ways] == listed
    paths = {name: f".{VIEWS[name].path}" for name in listed} | {"labs": ""}
    assert all(way == f"{paths[name]}?lang=en" for way, name, _ in ways)
    assert [name for _, name, here in ways if here] == ["labs"]


def test_every_published_figure_links_to_its_evidence() -> None:
    body = html(page("labs", "lang=en"))
    assert 'href="./evidence?fact=F015&amp;lang=en"' in body


def test_a_fact_can_be_cited_and_an_unknown_one_is_said() -> None:
    test = page("evidence", "fact=F021&lang=en")
    assert address(test) == {"fact": ["F021"], "lang": ["en"]}
    assert not warnings(test)
    test = page("evidence", "fact=F999&lang=en")
    assert "F999" in warnings(test)[0]


def test_verdicts_can_be_filtered() -> None:
    test = page("evidence", "verdict=disagree&lang=en")
    assert words.text("en", "evidence.claims.none") in html(test)


def test_a_link_of_another_release_says_so() -> None:
    assert "1999" in warnings(page("labs", "data=1999&lang=en"))[0]
    assert not warnings(page("labs", f"data={releases.current().id}"))


def test_data_links_carry_the_filters() -> None:
    body = html(page("enterprises", "tier=rising&ipo=1&lang=en"))
    assert 'href="data/enterprises.csv?tier=rising&amp;ipo=1&amp;lang=en"' in body


def test_a_hostile_name_is_inert_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    evil = '=HYPERLINK("http://x")<img src=x>'
    rows = register.shipped()
    frame = rows.enterprises.copy()
    frame.loc[0, "name"] = evil
    rows_own = register.Register("register", "own", "evil", {**rows.frames, "enterprises": frame})
    monkeypatch.setattr(current, "load", lambda: rows_own)
    test = page("enterprises", "id=R-001")
    assert "<img" not in html(test)
    assert escape(evil) in html(test)


def test_a_broken_claim_turns_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = register.shipped()
    frame = rows.enterprises.copy()
    frame.loc[frame["enterprise_id"] == "R-001", "revenue"] = 9_000.0
    rows_own = register.Register("register", "own", "broken", {**rows.frames, "enterprises": frame})
    monkeypatch.setattr(current, "load", lambda: rows_own)
    body = html(page("evidence", "verdict=disagree&lang=en"))
    assert "R-001" in body
    assert "86.7%" in body


def answers(test: AppTest) -> dict[str, int | None]:
    """What the address says was answered."""
    return code.decode(address(test).get("answers", [""])[0]) or {}


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_an_answer_goes_into_the_address_and_no_level_is_shown(language: str) -> None:
    test = page("selfcheck", f"lang={language}")
    assert len(test.radio) == 20
    test.radio(f"selfcheck.F1.{language}").set_value("n").run()
    test.radio(f"selfcheck.M2.{language}").set_value("3").run()
    assert not test.exception
    assert answers(test) == {"F1": None, "M2": 3}
    assert 'id="result"' not in html(test)
    assert 'href="#q-F2"' in html(test)
    assert 'href="#q-F1"' not in html(test)
    assert 'id="q-F2"' in html(test)


def test_the_last_answer_brings_the_result_and_start_again_takes_it_away() -> None:
    most = {q.id: 2 for q in questions.shipped().all if q.id != "R2"}
    test = page("selfcheck", f"answers={code.encode(most)}")
    assert 'id="result"' not in html(test)
    test.radio("selfcheck.R2.zh").set_value("2").run()
    assert "50.0分" in html(test)
    assert "二级" in html(test)
    assert html(test).count(words.text("zh", "selfcheck.disclaimer.text")) == 2
    test.button("selfcheck.restart").click().run()
    assert answers(test) == {}


def test_industry_and_size_bring_peers() -> None:
    test = page("selfcheck", ANSWERED["selfcheck"])
    test.selectbox("selfcheck.industry.zh").set_value("food_drink").run()
    assert address(test)["industry"] == ["food_drink"]
    assert "食品饮料" in html(test)
    assert "模拟" in html(test)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_changed_code_is_refused_with_a_sentence(language: str) -> None:
    test = page("selfcheck", f"answers=1222.abc&lang={language}")
    said = " ".join(warnings(test))
    assert not test.exception
    assert "1222" in said
    assert answers(test) == {}
