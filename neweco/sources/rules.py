"""What must hold in a register beyond the kind of each cell.

Ranges, patterns, references and unique ids are declared in `fields.py`. The rules between columns
and tables are those of the data model of the digital diagnosis: stages with their dates, scores by
instrument, barriers, follow-ups, projects under their diagnosis. Frames are typed and numbered as
the sheet numbers its rows; unknown cells break no rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

import numpy as np
import pandas as pd

from neweco.analysis.diagnoses import SCORES
from neweco.model.fields import Field
from neweco.model.vocabularies import BARRIERS, COST_BOUNDS, ROUNDS, STAGE_DATES, STAGES
from neweco.sources import cells
from neweco.sources.problem import Problem
from neweco.sources.tables import FIRST_YEAR, LAST_YEAR, MOST_VALUES, Read, allowed

Frames = Mapping[str, pd.DataFrame]

LEVELS_OF = {"qd_self_v1": (0, 4), "miit_2022": (0, 4), "miit_2024": (0, 4), "gbt_39116": (0, 5),
             "eu_dma": (1, 4)}  # fmt: skip
"""Lowest and highest level that each instrument gives."""

_CHINESE = "[\u3400-\u9fff]"
"""What stands in a firm's name and in no pseudonym: such a text is not repeated anywhere."""

STEP = 12.5
"""Barrier indices are multiples of it."""


def check(reads: Mapping[str, Read], frames: Frames) -> list[Problem]:
    """Everything that is wrong in typed frames; `reads` has the names of their sheets."""
    found: list[Problem] = []
    for code, read in reads.items():
        for field in read.table.stored:
            if field.code in frames[code]:
                found += _field(read, field, frames[code][field.code])
        found += _unique(read, frames[code])
        found += _named_twice(read, frames[code])
    found += _references(reads, frames)
    for code, rules in _RULES.items():
        if code in reads:
            for name, level, column, rule in rules:
                found += _ruled(reads[code], name, level, column, rule(frames[code]))
    if "diagnoses" in reads:
        found += _rounds(reads["diagnoses"], frames["diagnoses"])
    if {"diagnoses", "projects"} <= set(reads):
        found += _landings(reads, frames)
    return found


def _field(read: Read, field: Field, column: pd.Series) -> Iterator[Problem]:
    if field.kind in ("id", "text"):
        texts = column.astype("str")
        if field.required:
            yield from _ruled(read, "empty", "error", field.code, _empty(read, field, texts == ""))
        if field.pattern:
            fits = texts.str.fullmatch(field.pattern).fillna(False).to_numpy(dtype=bool)
            wrong = ~fits & (texts != "").to_numpy()
            if wrong.any() and field.code == "enterprise_id" and read.table.code == "diagnoses":
                named = texts.str.contains(_CHINESE).fillna(False).to_numpy(dtype=bool) & wrong
                yield from _ruled(read, "name_for_id", "error", field.code, named)
                wrong &= ~named
            yield from _values(read, "pattern", field, texts, wrong)
        return
    if field.required:
        missing = column.isna() if field.kind != "choices" else column.astype("str") == ""
        yield from _ruled(read, "empty", "error", field.code, _empty(read, field, missing))
    if field.kind == "date":
        year = column.dt.year
        outside = ((year < FIRST_YEAR) | (year > LAST_YEAR)).to_numpy(dtype=bool)
        if outside.any():
            yield from _values(read, "out_of_range", field, column.astype("str"), outside)
    if field.kind in ("number", "integer"):
        numbers = column.to_numpy(dtype="float64", na_value=np.nan)
        outside = np.zeros(len(numbers), dtype=bool)
        if field.low is not None:
            outside |= numbers < field.low
        if field.high is not None:
            outside |= numbers > field.high
        yield from _values(read, "out_of_range", field, column, outside)


def _empty(read: Read, field: Field, missing: pd.Series) -> np.ndarray:
    """Cells that are empty, without those that were not understood and are reported as such."""
    misread = read.misread.get(field.code)
    empty = missing.to_numpy(dtype=bool)
    return empty if misread is None else empty & ~missing.index.isin(misread)


def _values(
    read: Read, code: str, field: Field, column: pd.Series, wrong: np.ndarray
) -> Iterator[Problem]:
    """One problem per different value."""
    if not wrong.any():
        return
    chosen = column[wrong]
    for number, (value, rows) in enumerate(chosen.groupby(chosen, sort=False, observed=True)):
        if number == MOST_VALUES:
            left = chosen.nunique() - MOST_VALUES
            yield read.problem("error", "and_more", field.code, found=str(left))
            return
        yield read.problem(
            "error",
            code,
            field.code,
            row=int(rows.index[0]),
            found=f"{value:,.10g}" if isinstance(value, (int, float)) else str(value),
            allowed=allowed(field),
            rows=len(rows),
        )


def _unique(read: Read, frame: pd.DataFrame) -> Iterator[Problem]:
    key = read.table[read.table.key]
    if key.code in frame:
        ids = frame[key.code].astype("str")
        again = (ids.duplicated() & (ids != "")).to_numpy()
        yield from _values(read, "double_id", key, ids, again)


def _named_twice(read: Read, frame: pd.DataFrame) -> Iterator[Problem]:
    """Names that differ in spaces, brackets or width alone: rows that may be one unit."""
    if "name" not in frame:
        return
    names = frame["name"].astype("str")
    same = names.map(lambda name: "".join(cells.plain(name).casefold().split()))
    again = (same.duplicated(keep=False) & (same != "")).to_numpy()
    shown = names[again]
    for number, (_, rows) in enumerate(shown.groupby(same[again], sort=False)):
        if number == MOST_VALUES:
            return
        yield read.problem(
            "warning", "same_name", "name", row=int(rows.index[0]), found=str(rows.iloc[0]),
            rows=len(rows),
        )  # fmt: skip


def _references(reads: Mapping[str, Read], frames: Frames) -> Iterator[Problem]:
    for code, read in reads.items():
        for field in read.table.stored:
            target, _, key = field.references.partition(".")
            if not target or target not in reads or field.code not in frames[code]:
                continue
            ids = frames[code][field.code]
            yield from _values(read, "dangling", field, ids, _lost(ids, frames[target][key]))


def _lost(ids: pd.Series, held: pd.Series) -> np.ndarray:
    """Rows whose id is given and not held; each different one of a category is looked for once."""
    known = pd.Index(held.astype("str").drop_duplicates())
    if isinstance(ids.dtype, pd.CategoricalDtype):
        names = pd.Index(ids.cat.categories.astype("str"))
        lost = (known.get_indexer(names) < 0) & (names != "")
        return np.append(lost, False)[ids.cat.codes.to_numpy()]
    return (known.get_indexer(pd.Index(ids)) < 0) & (ids != "").to_numpy()


def _ruled(
    read: Read, code: str, level: str, column: str, broken: pd.Series | np.ndarray
) -> Iterator[Problem]:
    """One problem for all rows that break a rule."""
    hits = np.asarray(broken.fillna(False) if isinstance(broken, pd.Series) else broken, dtype=bool)
    if hits.any():
        rows = read.texts.index[hits]
        yield read.problem(level, code, column, row=int(rows[0]), rows=len(rows))


def _rank(frame: pd.DataFrame) -> np.ndarray:
    """The stage of each row, 0 to 6; -1 where it is unknown."""
    return frame["stage"].cat.codes.to_numpy().astype(int)


def _first(frame: pd.DataFrame) -> np.ndarray:
    return np.asarray(frame["round"] == "T0", dtype=bool)


def _dates_fall(names: tuple[str, ...]) -> Callable[[pd.DataFrame], np.ndarray]:
    """Rows in which a date is earlier than one that must not come after it."""

    def broken(frame: pd.DataFrame) -> np.ndarray:
        latest = np.full(len(frame), np.datetime64("NaT"), dtype="datetime64[s]")
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
    yield from _ruled(read, "double_round", "error", "round", twice)
    first = _first(frame)
    begun = np.full(len(firms), -1)
    begun[firm[first]] = np.flatnonzero(first)
    start = begun[firm]
    later = ~first & known
    yield from _ruled(read, "no_first_round", "error", "round", later & (start < 0))
    day = frame["diagnosed_on"].to_numpy()
    early = later & (start >= 0) & (day <= day[start])
    yield from _ruled(read, "round_too_early", "error", "diagnosed_on", early)


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
    yield from _ruled(reads["diagnoses"], "landed_without", "error", "stage", stage & ~has)
    early = landed & known & ~stage[parent]
    yield from _ruled(reads["projects"], "landed_early", "error", "landed_on", early)
    diagnosed = diagnoses["diagnosed_on"].to_numpy()[parent]
    before = known & (projects["started_on"].to_numpy() < diagnosed)
    yield from _ruled(reads["projects"], "started_before", "error", "started_on", before)
    status = diagnoses["data_status"].cat.codes.to_numpy()[parent]
    other = known & (status != projects["data_status"].cat.codes.to_numpy())
    yield from _ruled(reads["projects"], "other_status", "error", "data_status", other)
