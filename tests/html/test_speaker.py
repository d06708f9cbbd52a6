"""What the speaker sees: notes, the next step, and a clock against the story's own times."""

from __future__ import annotations

from dataclasses import replace

import pytest

from neweco import story, words
from neweco.html import speaker
from neweco.query.selection import Selection

STEPS = story.read(story.SHIPPED)
WINDOW = Selection.from_query("story", "screen=speaker&step=3")


def _page(number: int, language: str, steps: tuple[story.Step, ...] = STEPS) -> str:
    return speaker.page(WINDOW, steps, number, language, "<i>now</i>", "<i>then</i>")


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_step_has_its_notes_and_what_comes_next(language: str) -> None:
    for number, step in enumerate(STEPS, 1):
        page = _page(number, language)
        assert f'data-step="{number}" data-all="{len(STEPS)}"' in page
        assert step.notes[language].replace("'", "&#x27;") in page
        if number < len(STEPS):
            assert STEPS[number].titles[language].replace("'", "&#x27;") in page
            assert words.text(language, "story.speaker.last") not in page
    assert words.text(language, "story.speaker.last") in page


def test_every_act_of_the_window_has_a_button_and_some_need_the_hall() -> None:
    page = _page(2, "zh")
    for act in speaker.ACTS:
        alone = act in ("back", "next")
        assert f'data-act="{act}"{"" if alone else " data-hall hidden"}>' in page


def test_the_window_leads_to_itself_in_the_other_language() -> None:
    assert 'href="?step=3&amp;screen=speaker&amp;lang=en"' in _page(3, "zh")
    assert 'href="?step=3&amp;screen=speaker">' in _page(3, "en")


@pytest.mark.parametrize(
    ("passed", "number", "zh", "en"),
    [
        # The first three steps should take 20, 40 and 50 s, all twelve 475.
        (0, 1, "距本步结束还有0:20", "0:20 until this step should end"),
        (20, 1, "距本步结束还有0:00", "0:00 until this step should end"),
        (45, 2, "距本步结束还有0:15", "0:15 until this step should end"),
        (180, 3, "已超时1:10", "1:10 over time"),
    ],
)
def test_the_clock_stands_against_the_times_of_the_story(
    passed: int, number: int, zh: str, en: str
) -> None:
    for language, said in (("zh", zh), ("en", en)):
        times = speaker.times(passed, number, STEPS, language)
        assert said in times and f"<b>{speaker.clock(passed)}</b>" in times
        assert ("ne-over" in times) == (passed > (20, 60, 110)[number - 1])
    said = words.text("en", "story.speaker.target", seconds=50, until="1:50", all="7:55")
    assert said in speaker.times(0, 3, STEPS, "en")


def test_seconds_are_minutes_and_seconds() -> None:
    assert [speaker.clock(n) for n in (0, 9, 60, 65, 3600)] == [
        "0:00", "0:09", "1:00", "1:05", "60:00",
    ]  # fmt: skip


def test_what_an_office_writes_is_inert() -> None:
    bad = dict.fromkeys(words.LANGUAGES, "<script>alert(1)</script>")
    steps = tuple(replace(step, titles=bad, notes=bad) for step in STEPS)
    assert "<script" not in _page(1, "en", steps)
