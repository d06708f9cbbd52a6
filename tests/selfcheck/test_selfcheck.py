"""The self-check: the worked cases by hand, what must hold for all answers, codes, questions."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neweco.selfcheck import code, questions, score, scoring

IDS = [q.id for q in questions.shipped().maturity]
BARRIER_IDS = [q.id for q in questions.shipped().barriers]
OPTIONAL = {q.id for q in questions.shipped().all if q.optional}


def maturity(text: str) -> dict[str, int | None]:
    """Answers from `2122·12212·112·11`, – for does not apply."""
    marks = text.replace("·", "")
    return {id: None if m == "–" else int(m) for id, m in zip(IDS, marks, strict=True)}


def barriers(text: str) -> dict[str, int | None]:
    return {id: int(m) for id, m in zip(BARRIER_IDS, text.split(), strict=True)}


CASES = {
    "0000·00000·000·00": ((0, 0, 0, 0), 0, 0, "both", 20, 2, ("C4",)),
    "4444·44444·444·44": ((100, 100, 100, 100), 100, 4, "none", 0, 0, ("C4",)),
    "2122·12212·112·11": (
        (Fraction(175, 4), 40, Fraction(100, 3), 25), Fraction("36.875"), 1,
        "score", Fraction("3.125"), 0, (),
    ),
    "2222·22000·111·12": ((50, 20, 25, Fraction("37.5")), 40, 2, "both", 20, 3, ()),
    "1010·33333·100·10": (
        (Fraction("12.5"), 75, Fraction(25, 3), Fraction("12.5")), Fraction("11.25"), 0,
        "score", Fraction("8.75"), 0, ("C1",),
    ),
    "4433·44442·343·33": (
        (Fraction("87.5"), 90, Fraction(250, 3), 75), Fraction("83.75"), 4, "none", 0, 0, (),
    ),
}  # fmt: skip


@pytest.mark.parametrize("answers", CASES)
def test_worked_cases(answers: str) -> None:
    points, total, level, limited, short, scenes, flags = CASES[answers]
    result = score(maturity(answers))
    assert result.status == "ok"
    assert tuple(result.dimensions.values()) == points
    assert (result.total, result.level) == (total, level)
    assert (result.limited_by, result.points_short, result.scenes_short) == (limited, short, scenes)
    assert result.flags == flags


def test_display_rounds_halves_up() -> None:
    values = ("36.875", "3.125", "11.25", "8.75", "83.75", "0.05", "20")
    said = ["36.9", "3.1", "11.3", "8.8", "83.8", "0.1", "20.0"]
    assert [scoring.shown(Fraction(v)) for v in values] == said


def test_thirds_are_exact() -> None:
    result = score(maturity("1111·11111·020·12"))
    assert result.dimensions["M"] == Fraction(50, 3)
    assert result.dimensions["M"] != 50 / 3, "a float is not a third"
    assert result.total == Fraction("12.5") + 5 + Fraction("7.5")


def test_too_few_scenes() -> None:
    result = score(maturity("–332·–––33·323·23"))
    assert (result.status, result.total, result.level) == ("insufficient_scenes", None, None)


@pytest.mark.parametrize("change", [{"O2": True}, {"O1": 5}, {"X9": 1}, {"F2": -1}, {"M1": 2.0}])
def test_what_is_no_answer_is_invalid(change: dict[str, Any]) -> None:
    result = score(maturity("2222·22222·222·22") | change)
    assert (result.status, result.level) == ("invalid", None)


def test_missing_answers_are_named() -> None:
    given_ = maturity("2222·22222·222·22")
    assert score(given_ | {"F2": None}).missing == ("F2",)
    del given_["R1"], given_["O3"]
    result = score(given_)
    assert (result.status, result.missing, result.level) == ("incomplete", ("O3", "R1"), None)


def test_five_of_six_barriers_leave_the_maturity_result() -> None:
    some = barriers("4 4 1 1 1 1")
    del some["B6"]
    result = score(maturity("2222·22222·222·22") | some)
    assert (result.status, result.barriers, result.primary) == ("ok", None, "none")


@pytest.mark.parametrize(
    ("answers", "index", "primary", "secondary", "tied"),
    [
        ("0 1 0 1 0 1", (12.5, 12.5, 12.5), "none", "none", False),
        ("4 4 1 1 1 1", (100, 25, 25), "dare_not", "none", False),
        ("0 0 1 2 2 2", (0, 37.5, 50), "will_not", "none", False),
        ("2 2 2 2 4 4", (50, 50, 100), "will_not", "dare_not", False),
        ("1 1 3 3 3 3", (25, 75, 75), "cannot", "will_not", True),
    ],
)
def test_barriers(
    answers: str, index: tuple[float, ...], primary: str, secondary: str, tied: bool
) -> None:
    result = score(barriers(answers))
    assert result.barriers is not None
    assert tuple(result.barriers.values()) == index
    assert (result.primary, result.secondary, result.tied) == (primary, secondary, tied)


def test_needs_in_order() -> None:
    assert score(maturity("1222·22222·222·22")).needs == (
        "equipment_iot",
        "production_mes",
        "quality",
    )
    assert score(maturity("2221·32142·222·22")).needs == (
        "security",
        "quality",
        "production_mes",
    )
    assert score(maturity("4444·4444–·444·44")).needs == ()
    assert score(maturity("2222·34444·222·22")).needs == ("rd_design",)


@pytest.mark.parametrize(
    ("answers", "flags"),
    [
        ("2212·21113·222·22", ("C1",)),
        ("2222·11111·222·31", ("C2",)),
        ("4444·44444·044·44", ("C3",)),
        ("4444·44444·144·44", ()),
        ("3333·33333·333·33", ("C4",)),
    ],
)
def test_odd_pairs_are_asked_about(answers: str, flags: tuple[str, ...]) -> None:
    assert score(maturity(answers)).flags == flags


@pytest.mark.parametrize(
    ("scenes", "needs"), [(5, (2, 2, 3, 4)), (4, (2, 2, 2, 3)), (3, (2, 2, 2, 2))]
)
def test_the_gate_scales(scenes: int, needs: tuple[int, ...]) -> None:
    assert tuple(scoring.needed(level, scenes) for level in (1, 2, 3, 4)) == needs


@pytest.mark.parametrize("k", range(5))
def test_k_everywhere_gives_level_k(k: int) -> None:
    assert score(dict.fromkeys(IDS, k)).level == k


values = st.integers(0, 4)
whole = st.fixed_dictionaries(
    {id: (st.none() | values) if id in OPTIONAL else values for id in IDS + BARRIER_IDS}
)


@given(whole, st.sampled_from(IDS))
def test_raising_an_answer_never_lowers_the_level(answers: dict[str, int | None], id: str) -> None:
    before, value = score(answers), answers[id]
    if before.status == "ok" and value is not None and value < 4:
        after = score(answers | {id: value + 1})
        assert after.total is not None and before.total is not None
        assert after.level is not None and before.level is not None
        assert after.level >= before.level
        assert after.total >= before.total


@given(whole, st.sampled_from(sorted(OPTIONAL)))
def test_not_applicable_never_raises_a_sum(answers: dict[str, int | None], id: str) -> None:
    """A question that does not apply counts in neither sum: the mean is over the others."""
    result = score(answers | {id: None})
    if result.status == "ok":
        group = [v for k, v in answers.items() if k[0] == id[0] and k != id and v is not None]
        assert result.dimensions[id[0]] == Fraction(25 * sum(group), len(group))


@given(whole)
def test_a_result_is_consistent(answers: dict[str, int | None]) -> None:
    result = score(answers)
    if result.status != "ok":
        assert (result.total, result.level) == (None, None)
        return
    assert result.total is not None and result.level is not None
    assert 0 <= result.total <= 100
    assert result.total >= 20 * result.level
    assert (result.limited_by == "none") == (result.level == 4)
    assert len(result.needs) <= 3
    if result.limited_by == "score":
        assert result.scenes_short == 0 < result.points_short


@given(st.dictionaries(st.sampled_from(IDS + BARRIER_IDS), values))
def test_a_code_carries_the_answers(answers: dict[str, int | None]) -> None:
    assert code.decode(code.encode(answers)) == (answers or None)


def test_a_code_is_short_and_plain() -> None:
    made = code.encode(maturity("–122·12212·112·11"))
    assert made.startswith("1n122122121121"), made
    assert len(made) == 25
    assert made.isascii()


@given(st.integers(0, 24), st.characters(codec="ascii", exclude_characters="%&"))
def test_a_changed_code_is_refused(place: int, letter: str) -> None:
    made = code.encode(maturity("2122·12212·112·11"))
    changed = made[:place] + letter + made[place + 1 :]
    assert changed == made or code.decode(changed) is None


@pytest.mark.parametrize("text", ["", ".", "1", "x" * 1000, "1n2.abc", "٣" * 21 + ".abc"])
def test_what_is_no_code(text: str) -> None:
    assert code.decode(text) is None


def test_unknown_ids_have_no_code() -> None:
    with pytest.raises(KeyError, match="X1"):
        code.encode({"X1": 1})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"dim": "Q"}, "O2: 'Q'"),
        ({"a_en": ["one"]}, "O2: 1 answers in en"),
        ({"zh": ""}, "O2: no question in zh"),
        ({"id": "F1"}, "F1: the id occurs"),
    ],
)
def test_a_mistake_in_the_questions_is_named(
    tmp_path: Path, change: dict[str, Any], said: str
) -> None:
    raw = json.loads(questions.SHIPPED.read_text(encoding="utf-8"))
    next(item for item in raw["items"] if item["id"] == "O2").update(change)
    (tmp_path / "q.json").write_text(json.dumps(raw), encoding="utf-8")
    with pytest.raises(questions.QuestionsError, match=said):
        questions.read(tmp_path / "q.json")
