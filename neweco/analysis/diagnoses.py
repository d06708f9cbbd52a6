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
    """Columns industry, barrier, count, known: firms per pair, rows without a barrier left out."""
    return _pairs(rows, "industry", "barrier_primary", list(BARRIERS.codes), door)


def _pairs(rows: pd.DataFrame, row: str, column: str, codes: list[str], door: Door) -> pd.DataFrame:
    """A line per pair; of rows that are not told of no cell is."""
    sums = door.cross(rows, row, column)
    across = [str(code) for code in rows[column].cat.categories]
    told, known = sums.told[:, [across.index(code) for code in codes]], sums.total(1).told
    kept = np.flatnonzero(np.nan_to_num(known) > 0)
    names = rows[row].cat.categories.to_numpy()[kept]
    return pd.DataFrame(
        {
            row: np.repeat(names, len(codes)),
            column: np.tile(np.array(codes, dtype=object), len(kept)),
            "count": whole(pd.Series(told[kept].ravel())),
            "known": np.repeat(known[kept].astype("int64"), len(codes)),
        }
    )


def main_instrument(rows: pd.DataFrame, door: Door = EXACT) -> str:
    """The instrument used most among rows with a level; empty when there is none."""
    used = door.counts(rows["instrument"], INSTRUMENTS, rows["level"].notna().to_numpy()).fillna(0)
    return str(used.idxmax()) if used.max() > 0 else ""


def levels_by(rows: pd.DataFrame, row: str, door: Door = EXACT) -> pd.DataFrame:
    """Columns <row>, level, count, known for the rows of one instrument."""
    present = door.counts(rows["level"], LEVELS).fillna(1)
    return _pairs(rows, row, "level", [str(code) for code in present[present > 0].index], door)


def dimension_means(rows: pd.DataFrame, door: Door = EXACT) -> pd.DataFrame:
    """Columns dimension, mean (0–100), known, in the order of `SCORES`; left out are those that
    are known of none, or of fewer than are told."""
    known = [door.number(rows.index[rows[code].notna()]) or 0 for code in SCORES]
    means = rows[list(SCORES)].mean().to_numpy()
    found = pd.DataFrame({"dimension": SCORES, "mean": means, "known": known})
    return found.loc[found["known"] > 0]


def by_month(dates: pd.Series, door: Door = EXACT) -> pd.DataFrame:
    """Columns month (first day), count: rows per calendar month from first to last, gaps as 0."""
    known = dates.dropna()
    months = known.to_numpy().astype("datetime64[M]")
    if not len(months):
        return pd.DataFrame({"month": pd.to_datetime([]), "count": []})
    first = months.min()
    places = (months - first).astype(np.intp)
    number = int(places.max()) + 1
    months = (first + np.arange(number)).astype("datetime64[s]")
    return pd.DataFrame(
        {"month": months, "count": door.sums(places, number, known).series(range(number))}
    )


def projects_of(rows: pd.DataFrame, register: Register) -> pd.DataFrame:
    """Columns category, cost_class, landed_on of the projects that these first rounds led to."""
    first = register.first_round
    chosen = np.zeros(len(first) + 1, dtype=bool)
    chosen[first.index.get_indexer(rows.index)] = True
    led = chosen[register.parents]  # the last place, -1, stands for no first round
    return matching.taken(
        register.projects, np.flatnonzero(led), ("category", "cost_class", "landed_on")
    )


def landed_by(projects: pd.DataFrame, column: str, door: Door = EXACT) -> pd.Series:
    """Landed projects per code of `category` or `cost_class`."""
    vocabulary = {"category": CATEGORIES, "cost_class": COST_CLASSES}[column]
    return door.counts(projects[column][projects["landed_on"].notna()], vocabulary)


def centres(rows: pd.DataFrame, projects: pd.DataFrame, register: Register) -> pd.DataFrame:
    """Per centre_id: diagnosed, landed (firms), projects (landed), busiest first. `projects` are
    those that the rows led to."""
    names = rows["centre_id"].cat.categories
    centre, stage = (rows[c].cat.codes.to_numpy() for c in ("centre_id", "stage"))
    landed = projects.loc[projects["landed_on"].notna()]
    led = register.first_round["centre_id"].cat.codes.to_numpy()[register.parents[landed.index]]
    by_firms, by_projects = firms(register), projects_door(register)
    counted = [
        by_firms.sums(np.where(stage >= STAGES.codes.index(code), centre, -1), len(names), rows)
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
    here = np.bincount(centre[centre >= 0], minlength=len(names)) > 0
    found = found.loc[here | by_firms.protects]
    # As everywhere that one number is part of another, the part is not told to be larger.
    found["landed"] = found["landed"].where(
        ~(found["landed"] > found["diagnosed"]).fillna(False), found["diagnosed"]
    )
    return found.sort_values("diagnosed", ascending=False, kind="stable", ignore_index=True)
