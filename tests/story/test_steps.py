"""The story: sound steps, faults named by step and key, and what each step shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from neweco import published, story, views, words
from neweco.html import slides
from neweco.model import register
from neweco.query.selection import Selection
from neweco.story import Fault
from neweco.views.story.page import Slide, slide

STEPS = story.read(story.SHIPPED)


def made(step: story.Step, language: str = "zh") -> Slide:
    return slide(register.shipped(), published.shipped(), step, language)


def written(folder: Path, text: str) -> tuple[story.Step, ...]:
    (folder / "story.toml").write_text(text, encoding="utf-8")
    return story.read(folder / "story.toml")


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("step", STEPS, ids=lambda step: str(step.number))
def test_every_shipped_step_is_sound(step: story.Step, language: str) -> None:
    shown = made(step, language)
    assert shown.problems == ()
    assert shown.title
    assert shown.notes
    assert shown.figures or shown.charts or shown.table or shown.statement
    assert 20 <= step.seconds <= 120


def test_the_shipped_story_takes_about_seven_minutes() -> None:
    assert len(STEPS) == 9
    assert sum(step.seconds for step in STEPS) == 425


def test_a_step_shows_the_figures_of_its_view() -> None:
    assert [f.value for f in made(STEPS[6]).figures] == ["10家", "630余家", "180余个"]
    assert [f.value for f in made(STEPS[5], "en").figures] == [
        "¥23M",
        "over ¥220M",
        "nearly 10 times",
    ]


GOOD = """
[[step]]
view = "labs"
figures = ["F012"]
title = { zh = "好", en = "good" }
"""
BAD = {
    'view = "labz"\nfigures = ["F012"]\ntitle = {zh="a", en="a"}': Fault(
        "view", "unknown_view", "labz"
    ),
    'view = "labs"\nfigures = ["F999"]\ntitle = {zh="a", en="a"}': Fault(
        "figures", "unknown_item", "F999"
    ),
    'view = "labs"\ncharts = ["pie"]\ntitle = {zh="a", en="a"}': Fault(
        "charts", "unknown_item", "pie"
    ),
    'view = "labs"\ncharts = ["growth", "band"]\ntitle = {zh="a", en="a"}': Fault(
        "charts", "too_wide", "growth"
    ),
    'view = "overview"\ncharts = ["gdp_city", "tiers"]\ntitle = {zh="a", en="a"}': Fault(
        "charts", "too_wide", "tiers"
    ),
    'view = "labs"\ntable = "none"\ntitle = {zh="a", en="a"}': Fault(
        "table", "unknown_item", "none"
    ),
    'view = "labs"\nfigures = ["F012"]': Fault("title", "missing"),
    'view = "labs"\nfigures = ["F012"]\ntitle = {zh="a"}': Fault("title.en", "missing"),
    'view = "labs"\ntitle = {zh="a", en="a"}': Fault("figures", "nothing_shown"),
    'view = "labs"\nfigures = "F012"\ntitle = {zh="a", en="a"}': Fault(
        "figures", "not_a_list", "F012"
    ),
    'view = "labs"\ncharts = ["a", "b", "c"]\ntitle = {zh="a", en="a"}': Fault(
        "charts", "too_many", "2"
    ),
    'view = "labs"\nfigures = ["F012"]\ntitle = {zh="a", en="a"}\nseconds = -1': Fault(
        "seconds", "not_seconds", "-1"
    ),
    'view = "labs"\nquery = "tier=x"\nfigures = ["F012"]\ntitle = {zh="a", en="a"}': Fault(
        "query", "unknown_filter", "tier"
    ),
    'view = "labs"\nfigures = ["F012"]\ntitle = {zh="a", en="a"}\ncolour = 1': Fault(
        "colour", "unknown_key"
    ),
}


@pytest.mark.parametrize("text", BAD, ids=range(len(BAD)))
def test_a_fault_is_named_and_the_other_steps_still_show(tmp_path: Path, text: str) -> None:
    broken, good = written(tmp_path, f"[[step]]\n{text}\n{GOOD}")
    assert BAD[text] in made(broken).problems
    assert [f.value for f in made(good).figures] == ["22家"]
    for language in words.LANGUAGES:
        shown = made(broken, language)
        page = slides.page([shown], [["<svg/>"] * len(shown.charts)], 1, 2, "http://a/light", False)
        assert words.text(language, "story.stage.fault", n=1) in page
        assert BAD[text].key in page


@pytest.mark.parametrize("text", ["not toml [", "", "step = 3", "[[step]]\n"])
def test_a_file_that_is_no_story_says_so(tmp_path: Path, text: str) -> None:
    (only,) = written(tmp_path, text)
    assert only.problems
    assert all(problem.describe("en") for problem in only.problems)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_missing_file_says_so_and_not_where_it_should_be(tmp_path: Path, language: str) -> None:
    (only,) = story.read(tmp_path / "none.toml")
    assert only.problems[0].reason == "absent"
    shown = made(only, language)
    page = slides.page([shown], [[]], 1, 1, "", False)
    assert "none.toml" in page
    assert tmp_path.name not in page and "/" not in shown.problems[0].value


def test_where_a_file_is_broken_is_said(tmp_path: Path) -> None:
    (only,) = written(tmp_path, "not toml [")
    assert "line 1" in made(only).problems[0].value


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_faults_are_said_in_the_language_of_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    written(tmp_path, '[[step]]\nview = "labs"\nfigures = ["F012"]')
    monkeypatch.setenv(story.VARIABLE, str(tmp_path / "story.toml"))
    rows, facts = register.shipped(), published.shipped()
    (section,) = views.view("story")(rows, facts, Selection("story"), language).sections
    assert section.title == words.text(language, "story.stage.step", n=1, all=1)
    assert section.notes[:2] == (
        words.text(language, "story.stage.fault", n=1),
        words.text(language, "story.problem.missing", name="title"),
    )


def test_a_chart_that_needs_the_screen_is_not_squeezed(tmp_path: Path) -> None:
    text = GOOD.replace('figures = ["F012"]', 'charts = ["growth", "band"]')
    assert text != GOOD
    (both,) = written(tmp_path, text)
    assert [chart.id for chart in made(both).charts] == ["step-1-band"]
    (alone,) = written(tmp_path, text.replace(', "band"', ""))
    assert made(alone).problems == ()


def test_two_languages_side_by_side_have_a_chart_and_a_number_each(tmp_path: Path) -> None:
    text = GOOD.replace('figures = ["F012"]', 'charts = ["labs_total"]')
    (step,) = written(tmp_path, text)
    shown = [made(step, language) for language in ("zh", "en")]
    drawings = [slides.drawn(each, 2) for each in shown]
    page = slides.page(shown, drawings, 1, 1, "", False)
    assert page.count('<figure lang="zh-CN">') == page.count('<figure lang="en">') == 1
    for each in shown:
        assert page.count(f'<p lang="{words.tag(each.language)}">{each.charts[0].sentence}') == 1
    (step,) = written(tmp_path, GOOD.replace('["F012"]', '["F012", "F065"]'))
    page = slides.page([made(step, "zh"), made(step, "en")], [[], []], 1, 1, "", False)
    assert '<p lang="en">over ¥220M</p>' in page
    assert '<p lang="en">22</p>' not in page  # 22家 says it


def test_a_table_that_is_not_whole_says_so(tmp_path: Path) -> None:
    (step,) = written(tmp_path, GOOD.replace('figures = ["F012"]', 'table = "labs"'))
    page = slides.page([made(step, "en")], [[]], 1, 1, "", False)
    assert page.count("<tr>") == 1 + slides.ROWS
    assert f"rows 1 to {slides.ROWS}, columns 1 to {slides.COLUMNS}" in page


def test_an_address_goes_on_in_the_next_line_after_a_slash() -> None:
    light = "https://a.example/light/labs?kind=x&lang=en"
    shown = made(STEPS[0])
    page = slides.page([shown], [slides.drawn(shown, 1)], 1, 9, light, False)
    assert "a.example/<wbr>light/<wbr>labs?<wbr>kind=x<wbr>&amp;lang=en" in page


def test_what_an_office_writes_is_inert(tmp_path: Path) -> None:
    text = GOOD.replace('"good"', '"<script>alert(1)</script>"')
    (step,) = written(tmp_path, text)
    page = slides.page([made(step, "en")], [[]], 1, 1, '"><script>', False)
    assert "<script" not in page
