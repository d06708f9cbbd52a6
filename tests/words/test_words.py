"""The catalogues: same keys, same places to fill, nothing left in the wrong language."""

from __future__ import annotations

import re
import string

import pytest

from neweco import words

CJK = re.compile(r"[\u3400-\u9fff]")
ALLOWED = re.compile(r"不敢转|不会转|不想转|中文|未见")


ONE_SIDED = {
    "evidence.facts.in_words", "language.gloss", "units.time_a_year.one", "common.counted",
}  # fmt: skip
"""Chinese says a published token as it is; English says that it is in Chinese words, once, and
glosses Chinese names. Chinese counts with a measure word where English has a bare number."""


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_keys() -> None:
    assert set(words.catalogue("zh")) == set(words.catalogue("en"))


def test_every_text_is_filled_from_the_same_places() -> None:
    en = words.catalogue("en")
    for key, text in words.catalogue("zh").items():
        assert _places(text) == _places(en[key]) or key in ONE_SIDED, key


def test_chinese_is_chinese_and_english_is_english() -> None:
    for key, text in words.catalogue("en").items():
        quoted = re.sub(r'"[^"]*"|[(（][^)）]*[)）]|《[^》]*》', "", text)
        assert not CJK.search(ALLOWED.sub("", quoted)), (key, text)


def test_no_text_is_empty() -> None:
    for language in words.LANGUAGES:
        empty = {key for key, text in words.catalogue(language).items() if not text}
        # Chinese sentences follow each other without a space, and thousands are not marked.
        assert empty <= {"language.gap", "language.thousands"}


def test_missing_key_names_language_and_key() -> None:
    with pytest.raises(KeyError, match="en: nowhere.at_all"):
        words.text("en", "nowhere.at_all")
    with pytest.raises(KeyError, match="fr"):
        words.catalogue("fr")


def test_counting_words() -> None:
    assert words.count("en", 1, "firm") == "1 firm"
    assert words.count("en", 1200, "firm") == "1,200 firms"
    assert words.count("zh", 1, "firm") == "1家"
    assert words.listed("zh", ["甲", "乙"]) == "甲、乙"
    assert words.listed("en", ["a", "b"]) == "a, b"
