"""What must hold in a register beyond the kind of each cell.

What `fields.py` declares is checked in `declared`. The rules between columns and tables are those
of the data model of the digital diagnosis: stages with their dates, scores by instrument, barriers,
follow-ups, projects under their diagnosis. Frames are typed and numbered as the sheet numbers its
rows; unknown cells break no rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

import numpy as np
import pandas as pd

from neweco.analysis.diagnoses import SCORES
from neweco.model.vocabularies import BARRIERS, COST_BOUNDS, ROUNDS, STAGE_DATES, STAGES
from neweco.sources import declared
from neweco.sources.canonical import Read
from neweco.sources.declared import Frames
from neweco.sources.problem import Problem

LEVELS_OF = {"qd_self_v1": (0, 4), "miit_2022": (0, 4), "miit_2024": (0, 4), "gbt_39116": (0, 5),
             "eu_dma": (1, 4)}  # fmt: skip
"""Lowest and highest level that each instrument gives."""

STEP = 12.5
"""Barrier indices are multiples of it."""


def check(reads: Mapping[str, Read], frames: Frames) -> list[Problem]:
    """Everything that is wrong in typed frames; `reads` has the names of their sheets."""
    found = list(declared.check(reads, frames))
    for code, rules in _RULES.items():
        if code in reads:
            for name, level, column, rule in rules:
                found += reads[code].broken(name, level, column, rule(frames[code]))
    if "diagnoses" in reads:
        found += _rounds(reads["diagnoses"], frames["diagnoses"])
    if {"diagnoses", "projects"} <= set(reads):
        found += _landings(reads, frames)
    return found


def _rank(frame: pd.DataFrame) -> np.ndarray:
    """The stage of each row, 0 to 6; -1 where it is unknown."""
    return frame["stage"].cat.codes.to_numpy().astype(int)


def _first(frame: pd.DataFrame) -> np.ndarray:
    return np.asarray(frame["round"] == "T0", dtype=bool)


def _dates_fall(names: tuple[str, ...]) -> Callable[[pd.DataFrame], np.ndarray]:
    """Rows in which a date is earlier than one that must not come after it."""

    def broken(frame: pd.DataFrame) -> np.ndarray:
        latest = np.full(len(frame), np.datetime64("NaT", "s"), dtype="datetime64[s]")
        falls = np.zeros(len(frame), dtype=bool)
        for name in names:
            own = frame[name].to_numpy(dtype="datetime64[s]")
            falls |= own < latest
            latest = np.fmax(latest, own)
        return falls

    return broken


def _date_missing(frame: pd.DataFrame) -> np.ndarray:
    """First rounds without the date of a stage they have reached; the first may be unknown."""
    rank, missing = _rank(frame), np.zeros(len(frame), dtype=bool)
    for place, name in enumerate(STAGE_DATES[1:], 1):
        missing |= (rank >= place) & frame[name].isna().to_numpy()
    return np.asarray(missing & _first(frame))


def _date_beyond(frame: pd.DataFrame) -> np.ndarray:
    """First rounds with a date of a stage they have not reached."""
    rank, beyond = _rank(frame), np.zeros(len(frame), dtype=bool)
    for place, name in enumerate(STAGE_DATES[1:], 1):
        beyond |= (rank >= 0) & (rank < place) & frame[name].notna().to_numpy()
    return np.asarray(beyond & _first(frame))


def _later_than_diagnosed(frame: pd.DataFrame) -> np.ndarray:
    """Follow-ups that carry more than their own diagnosis."""
    others = frame[["planned_on", "contracted_on", "landed_on", "accepted_on", "reviewed_on"]]
    more = others.notna().to_numpy().any(axis=1) | (_rank(frame) > STAGES.codes.index("diagnosed"))
    return np.asarray(more & ~_first(frame))


def _future(names: tuple[str, ...]) -> Callable[[pd.DataFrame], np.ndarray]:
    def broken(frame: pd.DataFrame) -> np.ndarray:
        today = np.datetime64(date.today())
        return np.asarray((frame[list(names)].to_numpy(dtype="datetime64[s]") > today).any(axis=1))

    return broken


def _scores_mixed(frame: pd.DataFrame) -> np.ndarray:
    """Dimensions of one instrument are known together; other instruments give a total only."""
    given = frame[list(SCORES)].notna().to_numpy()
    tool = frame["instrument"].astype("str").to_numpy()
    four, three = np.isin(tool, ("qd_self_v1", "miit_2022")), tool == "miit_2024"
    some = np.where(four, given.any(axis=1) & ~given.all(axis=1), given.any(axis=1))
    without = given[:, [0, 2, 3]]
    of_three = given[:, 1] | (without.any(axis=1) & ~without.all(axis=1))
    return np.asarray(np.where(three, of_three, some))


def _bounds(column: pd.Series, of: Mapping[str, tuple[float, float]]) -> np.ndarray:
    """Lowest and highest value per row, by the code that stands there; rows × 2."""
    each = [of.get(str(code), (np.nan, np.nan)) for code in column.cat.categories]
    return np.array([*each, (np.nan, np.nan)])[column.cat.codes.to_numpy()]


def _level_outside(frame: pd.DataFrame) -> np.ndarray:
    steps = {code: (float(code), float(code)) for code in frame["level"].cat.categories}
    level, ends = _bounds(frame["level"], steps)[:, 0], _bounds(frame["instrument"], LEVELS_OF)
    return np.asarray((level < ends[:, 0]) | (level > ends[:, 1]))


def _level_without_score(frame: pd.DataFrame) -> pd.Series:
    """A level and its score come together; of public reports the level may stand alone."""
    lone = (
        frame["level"].notna() & frame["score_total"].isna() & (frame["data_status"] != "reported")
    )
    return lone | (frame["level"].isna() & frame["score_total"].notna())


_INDICES = ("barrier_dare_not", "barrier_cannot", "barrier_will_not")


def _off_step(frame: pd.DataFrame) -> np.ndarray:
    rest = frame[list(_INDICES)].to_numpy(dtype=float) % STEP
    return np.asarray(((rest > 1e-9) & (rest < STEP - 1e-9)).any(axis=1))


def _indices_mixed(frame: pd.DataFrame) -> np.ndarray:
    known = frame[list(_INDICES)].notna().to_numpy()
    return np.asarray(known.any(axis=1) & ~known.all(axis=1))


def _same_barrier(frame: pd.DataFrame) -> np.ndarray:
    first, second = (
        frame[c].cat.codes.to_numpy() for c in ("barrier_primary", "barrier_secondary")
    )
    none = BARRIERS.codes.index("none")
    return np.asarray((second >= 0) & ((first == second) | (first == none) | (second == none)))


def _listed(
    column: str, wrong: Callable[[list[str]], bool]
) -> Callable[[pd.DataFrame], np.ndarray]:
    def broken(frame: pd.DataFrame) -> np.ndarray:
        kinds = frame[column].astype("category")
        hit = [wrong(str(text).split(";")) for text in kinds.cat.categories]
        return np.array([*hit, False], dtype=bool)[kinds.cat.codes.to_numpy()]

    return broken


def _too_many(codes: list[str]) -> bool:
    return len(codes) > 3


def _repeated(codes: list[str]) -> bool:
    return len(set(codes)) < len(codes)


def _cost_outside(frame: pd.DataFrame) -> np.ndarray:
    cost = frame["cost_wan"].to_numpy(dtype=float)
    ends = _bounds(frame["cost_class"], COST_BOUNDS)
    return np.asarray((cost < ends[:, 0]) | (cost >= ends[:, 1]) | (cost <= 0))


def _effect_unnamed(frame: pd.DataFrame) -> pd.Series:
    return frame["effect_pct"].notna() & frame["effect_metric"].isna()


def _exit_after_landing(frame: pd.DataFrame) -> np.ndarray:
    landed = _rank(frame) >= STAGES.codes.index("landed")
    return np.asarray(landed & frame["exit_reason"].notna().to_numpy())


def _no_source(frame: pd.DataFrame) -> pd.Series:
    return (frame["data_status"] == "reported") & (frame["source_ref"].astype("str") == "")


def _mixed_status(frame: pd.DataFrame) -> np.ndarray:
    """Reported and synthetic rows are never summed in one figure, so not in one register."""
    status = frame["data_status"].astype("str")
    both = {"reported", "synthetic"} <= set(status.unique())
    return np.asarray(status == "synthetic") & both


def _opened_later(frame: pd.DataFrame) -> pd.Series:
    later: pd.Series = frame["opened_on"].dt.year > frame["year"].astype("float64")
    return later


Rule = tuple[str, str, str, Callable[[pd.DataFrame], "pd.Series | np.ndarray"]]
_RULES: Mapping[str, tuple[Rule, ...]] = {
    "enterprises": (("opened_later", "warning", "opened_on", _opened_later),),
    "diagnoses": (
        ("dates_fall", "error", "diagnosed_on", _dates_fall(STAGE_DATES)),
        ("date_missing", "warning", "stage", _date_missing),
        ("date_beyond", "error", "stage", _date_beyond),
        ("follow_up_more", "error", "round", _later_than_diagnosed),
        ("future", "warning", "diagnosed_on", _future(STAGE_DATES)),
        ("exit_after_landing", "error", "exit_reason", _exit_after_landing),
        ("scores_mixed", "warning", "score_f", _scores_mixed),
        ("level_outside", "error", "level", _level_outside),
        ("level_without_score", "warning", "level", _level_without_score),
        ("off_step", "error", "barrier_dare_not", _off_step),
        ("indices_mixed", "error", "barrier_dare_not", _indices_mixed),
        ("same_barrier", "error", "barrier_secondary", _same_barrier),
        ("too_many", "error", "causes", _listed("causes", _too_many)),
        ("too_many", "error", "needs", _listed("needs", _too_many)),
        ("repeated", "error", "causes", _listed("causes", _repeated)),
        ("repeated", "error", "needs", _listed("needs", _repeated)),
        ("no_source_ref", "error", "source_ref", _no_source),
        ("mixed_status", "error", "data_status", _mixed_status),
    ),
    "projects": (
        (
            "dates_fall",
            "error",
            "landed_on",
            _dates_fall(("started_on", "landed_on", "accepted_on")),
        ),
        ("cost_outside", "error", "cost_wan", _cost_outside),
        ("effect_unnamed", "warning", "effect_pct", _effect_unnamed),
        ("repeated", "error", "systems", _listed("systems", _repeated)),
        ("mixed_status", "error", "data_status", _mixed_status),
    ),
}
"""Per table: code of the message, level, column it stands at, and which rows break it."""


def _rounds(read: Read, frame: pd.DataFrame) -> Iterator[Problem]:
    """One row per firm and round; a later round needs an earlier first one."""
    firm, firms = pd.factorize(frame["enterprise_id"])
    turn = frame["round"].cat.codes.to_numpy().astype("int64")
    known = (turn >= 0) & (frame["enterprise_id"] != "").to_numpy()
    twice = pd.Series(firm * len(ROUNDS) + turn).duplicated().to_numpy() & known
    yield from read.broken("double_round", "error", "round", twice)
    first = _first(frame)
    begun = np.full(len(firms), -1)
    begun[firm[first]] = np.flatnonzero(first)
    start = begun[firm]
    later = ~first & known
    yield from read.broken("no_first_round", "error", "round", later & (start < 0))
    day = frame["diagnosed_on"].to_numpy()
    early = later & (start >= 0) & (day <= day[start])
    yield from read.broken("round_too_early", "error", "diagnosed_on", early)


def _landings(reads: Mapping[str, Read], frames: Frames) -> Iterator[Problem]:
    """Landed diagnoses have a landed project and the other way round; a project starts after its
    diagnosis and is of the same status."""
    diagnoses, projects = frames["diagnoses"], frames["projects"]
    ids = pd.Index(diagnoses["diagnosis_id"].drop_duplicates())
    rows = np.flatnonzero(~diagnoses["diagnosis_id"].duplicated().to_numpy())
    place = ids.get_indexer(pd.Index(projects["diagnosis_id"]))
    known, parent = place >= 0, rows[place]
    landed = projects["landed_on"].notna().to_numpy()
    stage = _rank(diagnoses) >= STAGES.codes.index("landed")
    has = np.zeros(len(diagnoses), dtype=bool)
    has[parent[known & landed]] = True
    yield from reads["diagnoses"].broken("landed_without", "error", "stage", stage & ~has)
    early = landed & known & ~stage[parent]
    yield from reads["projects"].broken("landed_early", "error", "landed_on", early)
    diagnosed = diagnoses["diagnosed_on"].to_numpy()[parent]
    before = known & (projects["started_on"].to_numpy() < diagnosed)
    yield from reads["projects"].broken("started_before", "error", "started_on", before)
    status = diagnoses["data_status"].cat.codes.to_numpy()[parent]
    other = known & (status != projects["data_status"].cat.codes.to_numpy())
    yield from reads["projects"].broken("other_status", "error", "data_status", other)
