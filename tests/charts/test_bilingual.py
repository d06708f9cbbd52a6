"""Texts of a picture in two languages."""

from __future__ import annotations

import pytest

from neweco.charts import bilingual


@pytest.mark.parametrize(
    ("text", "other", "drawn"),
    [
        ("实验室", "Laboratories", '实验室<small lang="en">Laboratories</small>'),
        ("15家", "15", "15家"),
        ("<b>", "&", '&lt;b&gt;<small lang="en">&amp;</small>'),
    ],
)
def test_both_are_drawn_where_they_say_different_things(text: str, other: str, drawn: str) -> None:
    assert bilingual.html(bilingual.both(text, other, "en")) == drawn


def test_the_shorter_of_two_that_say_the_same_is_kept_where_it_is_the_own() -> None:
    assert bilingual.both("15", "15家", "zh") == "15"
    assert bilingual.parts("15") == ("15", "", "")
    assert bilingual.parts(bilingual.both("半数", "half", "en")) == ("半数", "en", "half")
