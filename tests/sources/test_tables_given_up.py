"""A column of which hardly anything is understood is given up, and a sheet of such columns too."""

from __future__ import annotations

import pytest

from neweco import words
from neweco.sources import canonical
from neweco.sources.problem import sentence
from neweco.sources.reading import Reading, read_bytes

MOST = 20


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canonical, "MOST_STRANGE", MOST)


def _read(wrong: int, columns: tuple[str, ...]) -> Reading:
    """A list of 200 laboratories of which the first `wrong` say nonsense in these columns."""
    right = {"类型": "创新应用", "批次": "1", "领域": "新材料", "签约": "是"}
    rows = [
        ",".join([
            f"I-{n:04d}", f"某实验室{n}",
            *(f"?{n}" if name in columns and n < wrong else said for name, said in right.items()),
        ])
        for n in range(200)
    ]  # fmt: skip
    return read_bytes("\n".join([",".join(["编号", "实验室", *right]), *rows]).encode(), "own.csv")


def _codes(found: Reading) -> list[str]:
    return [p.code for p in found.errors]


def test_as_many_as_may_be_are_all_looked_at() -> None:
    found = _codes(_read(MOST, ("类型",)))
    assert found.count("unknown_value") == MOST and "given_up" not in found


def test_one_column_given_up_leaves_the_others_read() -> None:
    found = _read(MOST + 1, ("类型",))
    (given_up,) = [p for p in found.errors if p.code == "given_up"]
    assert (given_up.column, found.register) == ("类型", None)
    assert "other_list" not in _codes(found)
    assert {p.column for p in _read(MOST + 1, ("签约",)).errors} == {"签约"}
    for language in words.LANGUAGES:
        assert str(MOST) in sentence(given_up, language)


def test_the_rest_of_a_sheet_is_left_alone_after_two() -> None:
    found = _read(200, ("类型", "批次", "领域", "签约"))
    assert _codes(found).count("given_up") == 2
    assert "other_list" in _codes(found) and found.register is None
