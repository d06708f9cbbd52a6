"""One term a thing: what `neweco/words/terms.csv` says holds for every text of the house.

Columns of the list: the Chinese term, what English says for it (any of several, by its beginning),
and what neither language says.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from neweco import published, sample, words
from neweco.model import fields, vocabularies
from neweco.model.units import UNITS
from neweco.story import steps

LIST = Path(words.__file__).with_name("terms.csv")
Text = tuple[str, str, str]


def _terms() -> list[dict[str, tuple[str, ...]]]:
    with LIST.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        {
            column: tuple(filter(None, map(str.strip, cell.split(";"))))
            for column, cell in row.items()
        }
        for row in rows
    ]


TERMS = _terms()

EXCEPTIONS = {
    ("障碍", "accessibility.title"): "无障碍 is accessibility",
    ("行业", "F077"): "家电行业 is the appliance sector",
    ("行业", "F235.note"): "the statement above it says industries",
    ("领域", "F212.note"): "the statement above it says fields",
}
"""Texts that say a term's thing in another way, by term and key, each with its reason."""


def _catalogues() -> Iterator[Text]:
    english = words.catalogue("en")
    for key, text in words.catalogue("zh").items():
        yield key, text, english[key]


def _declared() -> Iterator[Text]:
    for table in fields.TABLES.values():
        yield table.code, table.zh, table.en
        for field in table.fields:
            yield f"{table.code}.{field.code}", field.zh, field.en
            yield f"{table.code}.{field.code}.meaning", field.meaning_zh, field.meaning_en
    for vocabulary in vars(vocabularies).values():
        if isinstance(vocabulary, vocabularies.Vocabulary):
            for choice in vocabulary:
                yield f"{vocabulary.code}.{choice.code}", choice.zh, choice.en
    for unit in UNITS.values():
        yield f"unit.{unit.code}", unit.zh, unit.en


def _data() -> Iterator[Text]:
    known = published.shipped()
    for fact in known.facts.values():
        yield fact.id, fact.statement("zh"), fact.statement("en")
        yield f"{fact.id}.note", fact.note("zh"), fact.note("en")
    for rule in known.rules.values():
        yield rule.id, rule.label("zh"), rule.label("en")
        yield f"{rule.id}.note", rule.note("zh"), rule.note("en")
    for assumption in sample.assumptions():
        yield f"assumption.{assumption.id}", assumption.zh, assumption.en
    for step in steps.load():
        for part in ("titles", "notes", "statement"):
            said = getattr(step, part)
            yield f"step {step.number}.{part}", said.get("zh", ""), said.get("en", "")


@cache
def texts() -> tuple[Text, ...]:
    """Key, Chinese and English of everything the house says."""
    return (*_catalogues(), *_declared(), *_data())


def _says(text: str, term: str) -> bool:
    return bool(re.search(rf"(?<![a-z]){re.escape(term)}", text, re.IGNORECASE))


def test_the_list_names_each_thing_once() -> None:
    assert 40 <= len(TERMS) <= 80
    named = [row["zh"] for row in TERMS]
    assert len(set(named)) == len(named)
    assert all(row["zh"] and row["en"] for row in TERMS)


@pytest.mark.parametrize("row", TERMS, ids=lambda row: row["zh"][0])
def test_no_text_uses_what_the_list_rules_out(row: dict[str, tuple[str, ...]]) -> None:
    chinese = {(key, zh) for key, zh, _ in texts() if any(word in zh for word in row["not_zh"])}
    english = {
        (key, en) for key, _, en in texts()
        for word in row["not_en"] if re.search(rf"\b{re.escape(word)}\b", en, re.IGNORECASE)
    }  # fmt: skip
    assert not chinese | english


@pytest.mark.parametrize("row", TERMS, ids=lambda row: row["zh"][0])
def test_english_says_the_term_where_chinese_does(row: dict[str, tuple[str, ...]]) -> None:
    left = {
        (key, en)
        for key, zh, en in texts()
        if row["zh"][0] in zh
        and not any(_says(en, term) for term in row["en"])
        and (row["zh"][0], key) not in EXCEPTIONS
    }
    assert not left


def test_every_exception_is_needed() -> None:
    said = {key: (zh, en) for key, zh, en in texts()}
    terms = {row["zh"][0]: row["en"] for row in TERMS}
    for term, key in EXCEPTIONS:
        zh, en = said[key]
        assert term in zh, (term, key)
        assert not any(_says(en, word) for word in terms[term]), (term, key)
