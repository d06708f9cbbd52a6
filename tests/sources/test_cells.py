"""What people write in cells, and what it means."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neweco.model import register
from neweco.model.fields import DIAGNOSES, ENTERPRISES, LABS, TABLES, Field
from neweco.sources import canonical, cells


def _read(field: Field, text: str) -> str | None:
    return cells.canonical(field)(text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("5000", "5000"), ("５０００", "5000"), (" 5,000 ", "5000"), ("5,000.50", "5000.5"),
        ("5000万元", "5000"), ("1.2亿元", "12000"), ("1.2 亿", "12000"), ("3000000元", "300"),
        ("1e4", "10000"), ("-", ""), ("", ""), ("—", ""), ("未知", ""), ("0", "0"), ("-5", "-5"),
        ("约5000", None), ("5000美元", None), ("5,00", None), ("超1亿", None), ("35%", None),
    ],
)  # fmt: skip
def test_amounts(text: str, meant: str | None) -> None:
    assert _read(ENTERPRISES["revenue"], text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [("35%", "35"), ("35", "35"), ("３５％", "35"), ("-12.5%", "-12.5"), ("35万元", None)],
)
def test_shares(text: str, meant: str | None) -> None:
    assert _read(ENTERPRISES["growth"], text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2023-03-24", "2023-03-24"), ("2023/3/24", "2023-03-24"), ("2023.3.24", "2023-03-24"),
        ("2023年3月24日", "2023-03-24"), ("20230324", "2023-03-24"), ("45009", "2023-03-24"),
        ("2023-03-24 08:30:00", "2023-03-24"), ("２０２３－０３－２４", "2023-03-24"),
        ("2023-02-30", None), ("24/03/2023", None), ("2023-03", None), ("", ""),
    ],
)  # fmt: skip
def test_dates(text: str, meant: str | None) -> None:
    assert _read(LABS["recognised_on"], text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [("是", "1"), ("有", "1"), ("√", "1"), ("Yes", "1"), ("TRUE", "1"), ("1", "1"), ("否", "0"),
     ("无", "0"), ("no", "0"), ("0", "0"), ("", ""), ("未知", ""), ("也许", None)],
)  # fmt: skip
def test_flags(text: str, meant: str | None) -> None:
    assert _read(ENTERPRISES["ipo"], text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [("2", "2"), ("第2批", "2"), ("2.0", "2"), ("２", "2"), ("2.5", None), ("二", "2"), ("", "")],
)
def test_whole_numbers(text: str, meant: str | None) -> None:
    assert _read(LABS["batch"], text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [("370202", "370202"), ("市南区", "370202"), ("Shinan", "370202"), (" 市 南 区 ", "370202"),
     ("黄岛区", "370211"), ("黄岛区（西海岸新区）", "370211"), ("huangdao", "370211"),
     ("市南", "370202"), ("", ""), ("不详", "")],
)  # fmt: skip
def test_choices_by_code_and_by_name(text: str, meant: str | None) -> None:
    assert _read(ENTERPRISES["district"], text) == meant


def test_lists_are_split_at_any_mark() -> None:
    causes = DIAGNOSES["causes"]
    for text in (
        "talent;upfront_cost",
        "缺少人才；前期投入高",
        "缺少人才、前期投入高",
        "缺少人才, 前期投入高",
    ):
        assert _read(causes, text) == "talent;upfront_cost"
    assert _read(causes, "缺少人才、别的") is None


def test_ids_are_narrow_and_large() -> None:
    assert _read(ENTERPRISES["enterprise_id"], " ｒ-００１ ") == "R-001"


def test_texts_stay_as_they_are() -> None:
    assert _read(ENTERPRISES["name"], " 某某（模拟） ") == "某某（模拟）"


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (ENTERPRISES["revenue"], "1e999990"), (ENTERPRISES["revenue"], "1e9999999"),
        (ENTERPRISES["revenue"], "１Ｅ－９９９９９９"), (ENTERPRISES["revenue"], "9" * 61),
        (ENTERPRISES["revenue"], "9" * 4301), (ENTERPRISES["growth"], "0." + "1" * 60 + "%"),
        (ENTERPRISES["year"], "2" * 16), (ENTERPRISES["year"], "9" * 4301 + "年"),
    ],
    ids=lambda given: getattr(given, "code", str(given)[:12]),
)  # fmt: skip
def test_a_number_of_endless_digits_is_not_read_and_has_its_own_message(
    field: Field, text: str
) -> None:
    assert _read(field, text) is None
    assert canonical._code(field, text) == "too_long"
    assert canonical.allowed(field), "which says what to write instead"


_LONG_NUMBERS = st.from_regex(r"\A[+-]?[0-9,]{0,70}\.?[0-9]{0,70}(e[+-]?[0-9]{1,8})?[万亿]?元?\Z")


@given(_LONG_NUMBERS | st.text("0123456789.,e+-", max_size=4500))
def test_what_is_read_as_a_number_is_short_and_fits_its_column(text: str) -> None:
    for table in (ENTERPRISES, LABS):
        for field in table.stored:
            if field.kind in ("number", "integer"):
                value = _read(field, text) or ""
                assert len(value) < 200
                register._typed(pd.Series([value]), pd.Series([value != ""]), field)


CHOICES = [f for t in TABLES.values() for f in t.stored if f.vocabulary is not None]


@pytest.mark.parametrize("field", CHOICES, ids=lambda f: f.code)
def test_every_code_and_label_is_understood(field: Field) -> None:
    assert field.vocabulary is not None
    for choice in field.vocabulary:
        for name in (choice.code, choice.zh, choice.en):
            if field.kind == "choices":
                assert _read(field, name) == choice.code
            else:
                assert _read(field, name) == choice.code, name


@given(st.dates(date(1990, 1, 1), date(2060, 12, 31)))
def test_a_date_is_itself(day: date) -> None:
    assert _read(LABS["recognised_on"], day.isoformat()) == day.isoformat()


@given(st.integers(-10_000, 10_000_000), st.integers(0, 99))
def test_a_number_is_itself_with_and_without_separators(whole: int, rest: int) -> None:
    field = ENTERPRISES["revenue"]
    plain = f"{whole}.{rest:02d}"
    meant = plain.rstrip("0").rstrip(".")
    assert _read(field, plain) == meant
    assert _read(field, f"{whole:,}.{rest:02d}") == meant


@given(st.text(max_size=40))
def test_nothing_written_makes_a_reader_raise(text: str) -> None:
    for table in TABLES.values():
        for field in table.stored:
            value = _read(field, text)
            assert value is None or isinstance(value, str)
