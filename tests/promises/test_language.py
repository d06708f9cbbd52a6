"""No Chinese on an English page but names, no English on a Chinese page but codes and shorthand.

Walks every sheet as a reader would: with everything, filtered, empty, of few rows, of one's own.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from neweco import published, views
from neweco.model import register
from neweco.model.fields import TABLES
from neweco.model.register import Register
from neweco.query.selection import Selection
from neweco.sheet import Sheet
from neweco.words import numbers
from tests.made import of_sample, shipped
from tests.views.test_views import CASES, CJK, texts

R, P = register.shipped(), published.shipped()
CODES = (
    "id", "view", "language", "code", "kind", "basis", "fact", "facts", "keys", "name", "value",
    "verdict", "choices", "citation", "cites", "path", "param", "key", "line")  # fmt: skip
"""Parts of a sheet that hold codes, unless they are shown too; see `_said`."""

BARRIERS = ("不敢转", "不会转", "不想转")
QUOTED = (
    "新锐", "潜力", "失效", "言鼎细胞生物科技", "模拟", "场景金", "〔", "〕", "号", "极视角",
)  # fmt: skip
"""Chinese that English sentences quote on purpose: the tiers' names, words on pages, firms."""

NUMBERED = ("青发改动能", "青发改规", "青政办字")
"""Documents keep their number as issued."""

SHORTHAND = {
    "AA", "AI", "APS", "Alt", "BI", "CAD", "COSMOPlat", "CRM", "CSV", "DMA", "EMS", "EMU", "ERP",
    "EU", "Excel", "GB", "GDP", "HTML", "ID", "IT", "JSON", "MB", "MES", "MIIT", "OA", "PLM",
    "PostgreSQL", "QMS", "QR", "SCADA", "SQLite", "SRM", "Streamlit", "URL", "WCAG", "WMS", "WPS",
    "axe", "csv", "ods", "xls", "xlsb", "xlsx",
    "core", "presentation", "role", "conflict", "NEWECO", "REGISTER", "EXAMPLE", "README", "SPN",
}  # fmt: skip
"""Latin words that Chinese pages use as they are."""

LINK = re.compile(r"https?://[^\s）)]+")
WORD = re.compile(r"[A-Za-z]{2,}")
UNIT_ID = re.compile(r"\b(?:DX|PJ)-\d+-\d+\b")
NOUNS = "firms|laboratories|centres|projects|diagnoses|scenes|rows|questions|claims|figures|sources"
NOUN = "firm|laboratory|centre|project|diagnosis|scene"


def _few(rows: int) -> Register:
    """So many first rows of every table."""
    frames = {
        table.code: register.typed(shipped(table.code).head(rows), table)
        for table in TABLES.values()
    }
    return Register("register", "2023", f"few{rows}", register.completed(frames))


REGISTERS = {
    "simulated": R,
    "one": _few(1),
    "two": _few(2),
    "own": replace(R, basis="register", name="2023"),
}


@cache
def _sheets(language: str) -> tuple[Sheet, ...]:
    found = [of_sample(view, query, language) for view, query in CASES]
    for rows in REGISTERS.values():
        found += [views.view(view)(rows, P, Selection(view), language) for view in views.NAMES]
    return tuple(found)


@cache
def _said(language: str) -> frozenset[str]:
    """Every text that is shown in a language."""
    said: set[str] = set()
    for sheet in _sheets(language):
        said.update(texts(sheet, CODES))
        said.update(figure.value for figure in sheet.figures)
        said.update(name for section in sheet.sections if section.option
                    for _, name in section.option.choices)  # fmt: skip
    return frozenset(said)


def _names() -> list[str]:
    """Names as they were given or published, the longest first."""
    names = {*R.enterprises["name"], *R.labs["name"], *R.centres["name"]}
    names |= {*P.units["name_zh"], *P.recognitions["named_as"]}
    names |= {*P.recognitions["seen"], *P.events["seen"]}
    for source in P.sources.values():
        names |= {source.publisher, source.title}
    names |= {fact.token + fact.unit for fact in P.facts.values() if fact.token}
    return sorted(names, key=len, reverse=True)


NAMES = re.compile("|".join(re.escape(name) for name in _names() if CJK.search(name)))
ENGLISH = re.compile("|".join(re.escape(name) for name in P.units["name_en"]))
KEPT = re.compile("|".join((*BARRIERS, *NUMBERED, *QUOTED)))


def test_english_is_english() -> None:
    left = {text for text in _said("en") if CJK.search(KEPT.sub("", NAMES.sub("", text)))}
    assert left == set()


def test_chinese_is_chinese() -> None:
    fields = {field.code for table in TABLES.values() for field in table.fields}
    left = {
        (word, text)
        for text in _said("zh") - fields
        for word in WORD.findall(UNIT_ID.sub("", LINK.sub("", ENGLISH.sub("", text))))
        if word not in SHORTHAND
    }
    assert left == set()


def test_one_is_singular_and_the_rest_plural() -> None:
    wrong = re.compile(rf"(?<![\d.,–-])1 (?:{NOUNS})\b|(?<![\d.,–-])(?!1 )\d[\d,]* (?:{NOUN})\b")
    left = {text for text in _said("en") if wrong.search(text)}
    assert left == set()


def test_dates_money_and_big_numbers_are_written_in_the_language() -> None:
    months = re.compile("|".join(numbers._MONTHS))
    day = re.compile(r"\d{4}-\d{2}-\d{2}")  # alone in a cell it sorts, and reads in both
    for text in _said("zh"):
        if day.fullmatch(text):
            continue
        bare = UNIT_ID.sub("", LINK.sub("", text))
        assert not months.search(bare), text
        assert not re.search(r"¥\d|\d(?:bn|M|K)\b", bare), text
        assert not re.search(r"(?<![\d/-])\d{4}-\d{2}-\d{2}", bare), text
    for text in _said("en"):
        if day.fullmatch(text):
            continue
        bare = NAMES.sub("", UNIT_ID.sub("", LINK.sub("", text)))
        assert not re.search(r"\d[万亿]|\d年|(?<![\d/-])\d{4}-\d{2}-\d{2}", bare), text


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("2021-04-20至2021-07-29", "2021年4月20日至2021年7月29日", "20 April 2021 to 29 July 2021"),
        ("2024-03-25（据页面路径推断）", "2024年3月25日（推断）", "25 March 2024 (inferred)"),
        ("失效", "失效", "失效"),
    ],
)
def test_dates_with_more_than_a_day(text: str, zh: str, en: str) -> None:
    assert (numbers.date(text, "zh"), numbers.date(text, "en")) == (zh, en)


SPEAKING = ("live", "light", "html", "views")
ALLOWED_IN_CODE = {"中文", "万元", "元", "年", "批/年", "次/年"}


def _literals(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.value


@pytest.mark.parametrize("part", SPEAKING)
def test_code_that_speaks_holds_no_sentences(part: str) -> None:
    root = Path(__file__).resolve().parents[2] / "neweco" / part
    for path in root.rglob("*.py"):
        for text in _literals(path):
            if CJK.search(text):
                assert text in ALLOWED_IN_CODE or "\\d" in text, (path.name, text)
    for path in root.rglob("*.html"):
        shown = re.sub(r"{[{%].*?[%}]}|<[^>]*>|中文|English", "", path.read_text(encoding="utf-8"))
        assert not CJK.search(shown) and not re.search(r"[A-Za-z]{3,} [A-Za-z]{2,}", shown), path


def test_tables_hold_no_numbers_as_text_without_language() -> None:
    """Numbers in tables are numbers, so that each face writes them its own way."""
    for sheet in _sheets("zh"):
        for table in sheet.tables:
            for column in table.columns:
                if column.kind in ("integer", "number", "money", "percent"):
                    assert pd.api.types.is_numeric_dtype(table.rows[column.code]), column.code
