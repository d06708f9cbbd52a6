"""Arithmetic of the diagnoses. Rows are first rounds, one per firm, unless said otherwise."""

from __future__ import annotations

import numpy as np
import pandas as pd

from neweco.analysis.protection import EXACT, Door, firms, nested, whole
from neweco.analysis.protection import projects as projects_door
from neweco.model.register import Register
from neweco.model.vocabularies import (
    BARRIERS,
    CATEGORIES,
    COST_CLASSES,
    INSTRUMENTS,
    LEVELS,
    STAGES,
)
from neweco.query import matching

SCORES = ("score_f", "score_o", "score_m", "score_r")


def reached_at_least(rows: pd.DataFrame, door: Door = EXACT) -> pd.Series:
    """Firms whose furthest stage is at or beyond each stage, by code: never rising."""
    stages = rows["stage"].cat.codes.to_numpy()
    return nested(door.sums(stages, len(STAGES), rows).reached().series(STAGES.codes))


def barriers_by_industry(rows: pd.DataFrame, door: Door = EXACT) -> pd.DataFrame:
    """Columns industry, barrier_primary, count, known: firms per pair, zeros kept; rows without a
    barrier are in none."""
    return _pairs(rows, "industry", "barrier_primary", list(BARRIERS.codes), door)


def _pairs(rows: pd.DataFrame, row: str, column: str, codes: list[str], door: Door) -> pd.DataFrame:
    """A line per pair, `known` being those of its row; no cell is told of a row that is not."""
    sums = door.cross(rows, row, column)
    across = [str(code) for code in rows[column].cat.categories]
    told, known = sums.told[:, [across.index(code) for code in codes]], sums.total(1).told
    told = np.where(np.isnan(known)[:, None], np.nan, told)
    names = rows[row].cat.categories.to_numpy()
    return pd.DataFrame(
        {
            row: np.repeat(names, len(codes)),
            column: np.tile(np.array(codes, dtype=object), len(names)),
            "count": whole(pd.Series(told.ravel())),
            "known": whole(pd.Series(np.repeat(known, len(codes)))),
        }
    )


def main_instrument(rows: pd.DataFrame, door: Door = EXACT) -> str:
    """The instrument used most among rows with a level; empty when there is none."""
    used = door.counts(rows["instrument"], INSTRUMENTS, rows["level"].notna().to_numpy()).fillna(0)
    return str(used.idxmax()) if used.max() > 0 else ""


def levels_by(rows: pd.DataFrame, row: str, door: Door = EXACT) -> pd.DataFrame:
    """Columns <row>, level, count, known for the rows of one instrument, zeros kept."""
    return _pairs(rows, row, "level", list(LEVELS.codes), door)


def dimension_means(rows: pd.DataFrame, door: Door = EXACT) -> pd.DataFrame:
    """Columns dimension, mean (0–100), known, in the order of `SCORES`; left out are those that
    are known of none, or of fewer than are told."""
    cut = door.cut(rows)
    known = [door.number(cut, rows[code].notna().to_numpy()) or 0 for code in SCORES]
    means = [rows[code].mean() for code in SCORES]
    found = pd.DataFrame({"dimension": SCORES, "mean": means, "known": known})
    return found.loc[found["known"] > 0]


Span = tuple[np.datetime64, int]
"""The first of some months (datetime64[M]), and how many they are."""


def months(dates: pd.Series) -> Span | None:
    """The calendar months from the first known date to the last; None without any."""
    if not dates.notna().any():
        return None
    first, last = (np.datetime64(end, "M") for end in (dates.min(), dates.max()))
    return first, len(np.arange(first, last)) + 1


def by_month(dates: pd.Series, span: Span, door: Door = EXACT) -> pd.DataFrame:
    """Columns month (first day), count: rows per calendar month of a span, gaps as 0."""
    first, number = span
    shown = (first + np.arange(number)).astype("datetime64[s]")
    counts = door.sums(_months_of(dates, span), number, dates).series(range(number))
    return pd.DataFrame({"month": shown, "count": counts})


def _months_of(dates: pd.Series, span: Span) -> np.ndarray:
    """The month of each date, counted from the first of a span that holds all; -1 where there is
    no date. A month is looked up by its day, which is far less work than a calendar."""
    first, number = span
    days = np.arange(first, first + number, dtype="datetime64[D]")
    month = np.append((days.astype("datetime64[M]") - first).astype(np.int16), np.int16(-1))
    stand = (dates.to_numpy().astype("datetime64[D]") - days[0]).astype(np.intp)
    return np.asarray(month[np.where(dates.isna().to_numpy(), -1, stand)])


def landed_of(rows: pd.DataFrame, register: Register) -> pd.DataFrame:
    """Columns category, cost_class, landed_on of the landed projects that these first rounds led
    to."""
    first = register.first_round
    chosen = np.zeros(len(first) + 1, dtype=bool)
    chosen[first.index.get_indexer(rows.index)] = True
    led = chosen[register.parents]  # the last place, -1, stands for no first round
    led &= register.projects["landed_on"].notna().to_numpy()
    return matching.taken(
        register.projects, np.flatnonzero(led), ("category", "cost_class", "landed_on")
    )


def projects_by(projects: pd.DataFrame, column: str, door: Door = EXACT) -> pd.Series:
    """Projects per code of `category` or `cost_class`."""
    vocabulary = {"category": CATEGORIES, "cost_class": COST_CLASSES}[column]
    return door.counts(projects[column], vocabulary)


def centres(rows: pd.DataFrame, landed: pd.DataFrame, register: Register) -> pd.DataFrame:
    """Per centre_id: diagnosed, landed (firms), projects (landed), zeros kept. `landed` are the
    landed projects that the rows led to."""
    names = rows["centre_id"].cat.categories
    centre, stage = (rows[c].cat.codes.to_numpy() for c in ("centre_id", "stage"))
    led = register.first_round["centre_id"].cat.codes.to_numpy()[register.parents[landed.index]]
    by_firms, by_projects = firms(register), projects_door(register)
    every = by_firms.cut(rows)
    counted = [
        by_firms.sums(np.where(stage >= STAGES.codes.index(code), centre, -1), len(names), every)
        for code in ("diagnosed", "landed")
    ]
    found = pd.DataFrame(
        {
            "centre_id": names,
            "diagnosed": counted[0].series(range(len(names))),
            "landed": counted[1].series(range(len(names))),
            "projects": by_projects.sums(led, len(names), landed).series(range(len(names))),
        }
    )
    # As everywhere that one number is part of another, the part is not told to be larger.
    found["landed"] = found["landed"].where(
        ~(found["landed"] > found["diagnosed"]).fillna(False), found["diagnosed"]
    )
    return found
