"""The story: sound steps, faults named by step and key, and what each step shows."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from neweco import published, story, views, words
from neweco.html import slides
from neweco.html.page import render
from neweco.html.slides import Code
from neweco.model import register
from neweco.query.selection import Selection
from neweco.story import Fault
from neweco.views.story import pictures
from neweco.views.story.slides import Slide, slide
from neweco.views.story.slides import slides as told

STEPS = story.read(story.SHIPPED)
FACTS = (register.shipped(), published.shipped())


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
    assert shown.figures or shown.picture or shown.table or shown.statement
    assert 20 <= step.seconds <= 120


def test_the_shipped_story_takes_about_eight_minutes_and_shows_one_picture_a_message() -> None:
    assert len(STEPS) == 12
    assert sum(step.seconds for step in STEPS) == 475
    assert [step.picture for step in STEPS] == [
        "", "share", "lines", "rising", "potential", "batches", "outcomes", "capital", "centres",
        "reached", "", "",
    ]  # fmt: skip


MARKS = ["doubled", "said", "part", "left_open", "rest", "has_tail"]
DRAWN = {
    "lines": [[0, n, 0, 0, 0, False] for n in (15, 122, 22, 32, 10)],
    "rising": [[0, 14, 0, 1, 0, False], [0, 10, 0, 1, 4, False]],
    "potential": [[0, 55, 0, 12, 55, False], [0, 43, 0, 11, 68, False]],
    "batches": [[0, n, 0, 0, 0, False] for n in (15, 54, 82)],
    "outcomes": [
        [8, 0, 0, 0, 0, False],
        [0, 18, 0, 0, 0, False],
        [0, 0, 0, 8, 0, False],
        [0, 0, 0, 0, 20, False],
    ],
    "capital": [[0, 23, 0, 0, 0, False], [0, 220, 0, 0, 0, True]],
    "centres": [[0, 10, 0, 0, 0, False], [0, 10, 0, 0, 0, True]],
    "reached": [[0, 630, 0, 0, 0, True], [0, 180, 0, 0, 0, True]],
}
"""Marks by hand: certain, left open, rest, and whether the end is open."""


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_picture_draws_what_the_words_said(language: str) -> None:
    shown = {
        s.step.picture: s for s in told(register.shipped(), published.shipped(), STEPS, language)
    }
    assert set(DRAWN) == {id for each in pictures.PICTURES.values() for id in each} | {
        pictures.OUTCOMES
    }
    for id, marks in DRAWN.items():
        chart = shown[id].picture
        assert chart is not None
        assert chart.table.rows[MARKS].values.tolist() == marks, id
        assert chart.basis in ("published", "derived") and chart.facts


def test_a_filter_is_a_picture_too() -> None:
    text = GOOD.replace('view = "labs"', 'view = "enterprises"').replace(
        'figures = ["F012"]', 'picture = "PICTURE"'
    )
    forms = {"tier": "RankedList", "district": "RankedList", "growth": "Scatter", "rd": "Columns"}
    for id, form in forms.items():
        (step,) = _stepped(text.replace("PICTURE", id))
        found = made(step).picture
        assert found is not None and type(found.form).__name__ == form
        assert found.basis == "simulated" or form == "Scatter"
    tiers = made(_stepped(text.replace("PICTURE", "tier"))[0]).picture
    assert tiers is not None and list(tiers.table.rows["count"]) == [15, 122]
    chosen = text.replace("[[step]]", '[[step]]\nquery = "district=370281"').replace(
        "PICTURE", "tier"
    )
    tiers = made(_stepped(chosen)[0]).picture  # a part stands in front of its whole
    assert tiers is not None and tiers.table.rows[["count", "whole"]].values.tolist() == [
        [0, 15],
        [10, 122],
    ]


def _stepped(text: str) -> tuple[story.Step, ...]:
    with tempfile.TemporaryDirectory() as folder:
        return written(Path(folder), text)


def test_a_step_shows_the_figures_of_its_view(tmp_path: Path) -> None:
    ids = '["F019", "F021", "F022"]'
    (step,) = written(tmp_path, GOOD.replace('"labs"', '"diagnoses"').replace('["F012"]', ids))
    assert [f.value for f in made(step).figures] == ["10家", "630余家", "180余个"]
    assert [f.value for f in made(step, "en").figures] == ["10", "630+", "180+"]


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
    'view = "labs"\npicture = "pie"\ntitle = {zh="a", en="a"}': Fault(
        "picture", "unknown_item", "pie"
    ),
    'view = "labs"\ncharts = ["growth"]\ntitle = {zh="a", en="a"}': Fault("charts", "is_picture"),
    'view = "labs"\npicture = ["growth"]\ntitle = {zh="a", en="a"}': Fault(
        "picture", "not_a_text", "['growth']"
    ),
    'view = "labs"\npicture = "growth"\ntable = "labs"\ntitle = {zh="a", en="a"}': Fault(
        "picture", "not_alone"
    ),
    'view = "labs"\ntable = "none"\ntitle = {zh="a", en="a"}': Fault(
        "table", "unknown_item", "none"
    ),
    'view = "labs"\nfigures = ["F012"]': Fault("title", "missing"),
    'view = "labs"\nfigures = ["F012"]\ntitle = {zh="a"}': Fault("title.en", "missing"),
    'view = "labs"\ntitle = {zh="a", en="a"}': Fault("picture", "nothing_shown"),
    'view = "labs"\nfigures = "F012"\ntitle = {zh="a", en="a"}': Fault(
        "figures", "not_a_list", "F012"
    ),
    'view = "labs"\nfigures = ["a", "b", "c", "d", "e"]\ntitle = {zh="a", en="a"}': Fault(
        "figures", "too_many", "4"
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
        page = slides.page([shown], "<svg/>", 2, Code("http://a/light"), False)
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
    page = slides.page([shown], "", 1, None, False)
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


@pytest.mark.parametrize("order", [("zh", "en"), ("en", "zh")], ids="-".join)
def test_two_languages_have_one_picture_with_labels_in_both(order: tuple[str, ...]) -> None:
    shown = [made(STEPS[3], language) for language in order]
    page = slides.page(shown, slides.drawn(shown), 12, None, True)
    assert page.count("ne-unitrows") == 1
    for each in shown:
        tag = words.tag(each.language)
        assert page.count(f'<h1 lang="{tag}">{each.title}') == 1
    zh, en = (f'<small lang="{words.tag(each)}">' for each in ("zh", "en"))
    names = ("年营收超1亿元", "revenue above ¥100M")
    first, second = names if order[0] == "zh" else names[::-1]
    assert f"{first}{en if order[0] == 'zh' else zh}{second}</small>" in page
    alone = slides.page(shown[:1], slides.drawn(shown[:1]), 12, None, True)
    assert names[order[0] == "zh"] not in alone
    assert f'<p class="ne-also" lang="{words.tag(order[1])}">{shown[1].title}</p>' in alone


def test_a_number_is_said_once_and_another_reading_of_it_in_both(tmp_path: Path) -> None:
    drawn = slides.drawn([made(STEPS[3], "zh"), made(STEPS[3], "en")])
    assert '<b>九成</b><span>以上</span><small lang="en">90% or more</small>' in drawn
    drawn = slides.drawn([made(STEPS[5], "zh"), made(STEPS[5], "en")])
    assert "<b>54</b><span>家</span></span>" in drawn
    (step,) = written(tmp_path, GOOD.replace('["F012"]', '["F012", "F065"]'))
    page = slides.page([made(step, "zh"), made(step, "en")], "", 1, None, False)
    assert '<em lang="en">over ¥220M</em>' in page
    assert '<em lang="en">22</em>' not in page  # 22家 says it


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_several_lines_are_cards_and_a_lone_sentence_is_a_cover(language: str) -> None:
    cards = slides.page([made(STEPS[10], language)], "", 12, Code("http://a"), True)
    assert cards.count("<li><b>") == 3 and "ne-words" not in cards
    cover = slides.page([made(STEPS[0], language)], "", 12, Code("http://a"), True)
    assert "ne-words" in cover and "<li>" not in cover


def test_a_table_that_is_not_whole_says_so(tmp_path: Path) -> None:
    (step,) = written(tmp_path, GOOD.replace('figures = ["F012"]', 'table = "labs"'))
    page = slides.page([made(step, "en")], "", 1, None, False)
    assert page.count("<tr>") == 1 + slides.ROWS
    assert f"rows 1 to {slides.ROWS}, columns 1 to {slides.COLUMNS}" in page


def test_a_code_names_its_address_and_what_to_type() -> None:
    page = slides.page([made(STEPS[0])], "", 12, Code("https://a.example/follow/x", "482915"), True)
    assert 'alt="https://a.example/follow/x"' in page and "<b>482 915</b>" in page
    assert "<b>" not in slides.page([made(STEPS[0])], "", 12, Code("https://a.example"), True)


def test_what_an_office_writes_is_inert(tmp_path: Path) -> None:
    text = GOOD.replace('"good"', '"<script>alert(1)</script>"')
    (step,) = written(tmp_path, text)
    page = slides.page([made(step, "en")], "", 1, Code('"><script>'), False)
    assert "<script" not in page


@pytest.mark.parametrize("view", ["enterprises", "events"])
def test_a_table_whose_rows_lead_on_is_told_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, view: str
) -> None:
    """A list whose links had lost their rows once kept a server from starting."""
    ids = [table.id for table in views.view(view)(*FACTS, Selection(view), "zh").tables]
    step = GOOD.replace('"labs"', f'"{view}"')
    tables = (step.replace('figures = ["F012"]', f'table = "{id}"') for id in ids)
    written(tmp_path, "".join(tables))
    monkeypatch.setenv(story.VARIABLE, str(tmp_path / "story.toml"))
    sheet = views.view("story")(*FACTS, Selection("story"), "zh")
    assert [table.id for table in sheet.tables] == ids
    page = render(sheet)
    assert page.count("<tbody>") == len(ids)
    assert not any(table.links or table.keys for table in sheet.tables)
