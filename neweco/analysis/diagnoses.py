"""Arithmetic of the diagnoses. Rows are first rounds, one per firm, unless said otherwise."""

from __future__ import annotations

import numpy as np
import pandas as pd

from neweco.analysis.tally import counts, cross
from neweco.model.register import Register
from neweco.model.vocabularies import BARRIERS, CATEGORIES, COST_CLASSES, LEVELS, STAGES
from neweco.query import matching

SCORES = ("score_f", "score_o", "score_m", "score_r")


def reached_at_least(rows: pd.DataFrame) -> pd.Series:
    """Firms whose furthest stage is at or beyond each stage, by code: never rising."""
    exact = counts(rows["stage"], STAGES)
    return exact[::-1].cumsum()[::-1].astype("int64")


def diagnosed(rows: pd.DataFrame) -> int:
    """Firms diagnosed or further."""
    return int(reached_at_least(rows)["diagnosed"])


def landed_projects(rows: pd.DataFrame) -> int:
    """Projects landed by these firms; a firm may have several."""
    return int(rows["projects"].sum())


def barriers_by_industry(rows: pd.DataFrame) -> pd.DataFrame:
    """Columns industry, barrier, count, known: firms per pair, rows without a barrier left out."""
    return _pairs(rows, "industry", "barrier_primary", list(BARRIERS.codes))


def _pairs(rows: pd.DataFrame, row: str, column: str, codes: list[str]) -> pd.DataFrame:
    table = cross(rows, row, column)
    table = table.reindex(columns=codes, fill_value=0)
    known = table.sum(axis=1)
    table = table.loc[known[known > 0].index]
    table.columns = table.columns.astype("str")
    long = pd.Series(table.stack()).to_frame("count").reset_index()
    long.columns = pd.Index([row, column, "count"])
    return long.assign(known=long[row].astype(str).map(known.rename(index=str)))


def main_instrument(rows: pd.DataFrame) -> str:
    """The instrument used most among rows with a level; empty when there is none."""
    used = rows["instrument"][rows["level"].notna()].value_counts()
    return str(used.index[0]) if len(used) and used.iloc[0] > 0 else ""


def levels_by(rows: pd.DataFrame, row: str) -> pd.DataFrame:
    """Columns <row>, level, count, known for the rows of one instrument."""
    present = [code for code in LEVELS.codes if (rows["level"] == code).any()]
    return _pairs(rows, row, "level", present)


def dimension_means(rows: pd.DataFrame) -> pd.DataFrame:
    """Columns dimension, mean (0–100), known, in the order of `SCORES`; unknown ones left out."""
    found = rows[list(SCORES)].agg(["mean", "count"]).T.reset_index()
    found.columns = pd.Index(["dimension", "mean", "known"])
    return found.loc[found["known"] > 0]


def by_month(dates: pd.Series) -> pd.DataFrame:
    """Columns month (first day), count: rows per calendar month from first to last, gaps as 0."""
    months = dates.dropna().to_numpy().astype("datetime64[M]")
    if not len(months):
        return pd.DataFrame({"month": pd.to_datetime([]), "count": []})
    first = months.min()
    found = np.bincount((months - first).astype(np.intp))
    whole = (first + np.arange(len(found))).astype("datetime64[s]")
    return pd.DataFrame({"month": whole, "count": found})


def projects_of(rows: pd.DataFrame, register: Register) -> pd.DataFrame:
    """Columns category, cost_class, landed_on of the projects that these first rounds led to."""
    first = register.first_round
    chosen = np.zeros(len(first) + 1, dtype=bool)
    chosen[first.index.get_indexer(rows.index)] = True
    led = chosen[register.parents]  # the last place, -1, stands for no first round
    return matching.taken(
        register.projects, np.flatnonzero(led), ("category", "cost_class", "landed_on")
    )


def landed_by(projects: pd.DataFrame, column: str) -> pd.Series:
    """Landed projects per code of `category` or `cost_class`."""
    vocabulary = {"category": CATEGORIES, "cost_class": COST_CLASSES}[column]
    return counts(projects[column][projects["landed_on"].notna()], vocabulary)


def centres(rows: pd.DataFrame) -> pd.DataFrame:
    """Per centre_id: diagnosed, landed (firms), projects (landed), busiest first."""
    stage = rows["stage"].cat.codes.to_numpy()
    at = {code: i for i, code in enumerate(STAGES.codes)}
    frame = pd.DataFrame(
        {
            "centre_id": rows["centre_id"].array,
            "diagnosed": stage >= at["diagnosed"],
            "landed": stage >= at["landed"],
            "projects": rows["projects"].to_numpy(dtype="int64", na_value=0),
        }
    )
    summed = (
        frame.groupby("centre_id", observed=True).sum().sort_values("diagnosed", ascending=False)
    )
    return summed.astype("int64").reset_index()


def ratio(part: np.ndarray, whole: np.ndarray, per: float = 100.0) -> np.ndarray:
    """`per` × part ÷ whole, NaN where the whole is zero."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(whole > 0, per * part / np.where(whole > 0, whole, 1), np.nan)
