"""Published series as small frames, worked by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from neweco import published
from neweco.analysis import series

P = published.shipped()


def _frame(*values: float) -> pd.DataFrame:
    days = [f"202{i}" for i in range(len(values))]
    return pd.DataFrame({"fact": days, "as_of": days, "value": list(values)})


def test_laboratories_by_hand() -> None:
    found = series.frame(P, "labs_total")
    assert list(found["fact"]) == ["F208", "F207", "F061"]
    assert list(found["as_of"]) == ["2021-07-29", "2023-03-24", "2023-end"]
    assert list(found["value"]) == [5 + 10, 22 + 32, 82]


def test_money_is_in_yuan() -> None:
    assert list(series.frame(P, "scene_money")["value"]) == [25_000_000, 35_000_000]
    gdp = series.frame(P, "gdp_city")
    assert list(gdp["as_of"]) == ["2020", "2021", "2022", "2024"]
    assert gdp["value"].iloc[2] == pytest.approx(1_492_075_000_000)


def test_the_later_28_is_in_no_series() -> None:
    assert "F072" not in set(series.frame(P, "labs_total")["fact"])
    assert P.fact("F072").series == ""


def test_an_unknown_series_is_empty_and_keeps_its_columns() -> None:
    found = series.frame(P, "nowhere")
    assert found.empty
    assert list(found.columns) == ["fact", "as_of", "value"]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ((), "single"),
        ((5.0,), "single"),
        ((5.0, 6.0), "rose"),
        ((6.0, 5.0), "fell"),
        ((5.0, 9.0, 5.0), "level"),
        ((5.0, 1.0, 6.0), "rose"),
    ],
)
def test_first_against_last(values: tuple[float, ...], said: str) -> None:
    assert series.move(_frame(*values)) == said


def test_ends_by_hand() -> None:
    found = series.ends(P, ["labs_total", "nowhere", "eaglet", "gazelle"])
    assert found.to_dict("list") == {
        "series": ["labs_total", "labs_total", "eaglet", "gazelle", "gazelle"],
        "fact": ["F208", "F061", "F090", "F084", "F091"],
        "as_of": ["2021-07-29", "2023-end", "2025-03", "2022-07", "2025-03"],
        "value": [15, 82, 1049, 143, 527],
    }
    assert list(found.index) == [0, 1, 2, 3, 4]


def test_ends_of_nothing() -> None:
    assert list(series.ends(P, []).columns) == ["series", "fact", "as_of", "value"]
