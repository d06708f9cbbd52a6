"""Months and landed projects of the diagnoses, against the calendar and row by row."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from neweco.analysis import diagnoses
from neweco.analysis.protection import Door

days = st.dates(datetime.date(1980, 1, 1), datetime.date(2035, 12, 31))


@given(st.lists(st.none() | days, max_size=30))
def test_months_are_those_of_the_calendar(dates: list[datetime.date | None]) -> None:
    column = pd.Series(pd.to_datetime(pd.Series(dates, dtype=object)).astype("datetime64[s]"))
    known = sorted((day.year, day.month) for day in dates if day)
    span = diagnoses.months(column)
    if span is None:
        assert not known
        return
    found = diagnoses.by_month(column, span)
    shown = [(day.year, day.month) for day in found["month"]]
    assert (shown[0], shown[-1]) == (known[0], known[-1])
    assert shown == sorted(set(shown)) and len(shown) == span[1]
    assert found["count"].tolist() == [known.count(month) for month in shown]


def test_months_of_rows_held_back_are_told_by_the_keys_of_these_rows() -> None:
    """Forty rows in March, twenty of them in the part; an unknown date is in no month."""
    column = pd.Series(pd.to_datetime(["2022-03-05"] * 40 + [None]).astype("datetime64[s]"))
    keys = np.arange(1, 42, dtype=np.uint64) << np.uint64(58)
    span = diagnoses.months(column)
    assert span == (np.datetime64("2022-03"), 1)
    for rows in (column, column.iloc[::2]):
        known = rows.dropna()
        told = diagnoses.by_month(rows, span, Door(keys))["count"].tolist()
        assert told == [Door(keys).number(known)]
