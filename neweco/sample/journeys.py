"""Diagnoses and projects of the sample, for any number of firms.

Everything is drawn in whole columns, so that a million diagnoses take a minute and not a day.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from neweco.model.vocabularies import (
    CATEGORIES,
    CAUSES,
    COST_BOUNDS,
    DELIVERIES,
    EFFECTS,
    EXIT_REASONS,
    INDUSTRIES,
    MODES,
    SIZES,
    STAGE_DATES,
    STAGES,
)
from neweco.sample import settings
from neweco.sample.units import Random, weighted

START, CLOSE, END = (np.datetime64(day) for day in ("2021-11-01", "2022-12-28", "2023-03-20"))
SYSTEMS = {
    "rd_design": "PLM;CAD",
    "production_mes": "MES;APS",
    "equipment_iot": "SCADA",
    "quality": "QMS",
    "supply_warehouse": "WMS;SRM",
    "marketing_service": "CRM",
    "management_erp": "ERP;OA;BI",
    "energy_green": "EMS",
    "safety": "SCADA;other",
    "security": "other",
}
SCORED = np.array([[0, 20], [20, 40], [40, 60], [60, 80], [80, 100]], dtype=float)


def diagnosed() -> int:
    """Firms diagnosed in the sample that ships."""
    return int(settings()["journeys"]["diagnosed"])


def diagnoses(random: Random, firms: int) -> pd.DataFrame:
    """First rounds of so many diagnosed firms, others in proportion, and follow-ups; columns as
    stored."""
    told = _counts(firms)
    rank = _ranks(random, told)
    n = len(rank)
    width = 4 if n < 9000 else 7
    weights = np.array([c["weight"] for c in settings()["centres"]["list"]], dtype=float)
    centre = random.choice(len(weights), size=n, p=weights / weights.sum())
    industry = _industries(random, centre)
    frame = pd.DataFrame(
        {
            "diagnosis_id": "",
            "data_status": "synthetic",
            "centre_id": [f"C-{c + 1:02d}" for c in centre],
            "enterprise_id": [f"E{i:0{width}d}" for i in random.permutation(np.arange(1, n + 1))],
            "industry": np.array(INDUSTRIES.codes)[industry],
            "district": weighted(random, settings()["districts"]["weights"], n),
            "size": _sizes(random, n),
            "round": "T0",
            "mode": _drawn(random, MODES.codes, settings()["sizes"]["modes"], n),
            "instrument": "miit_2022",
        }
    )
    frame = pd.concat([frame, _dates(random, rank)], axis=1)
    frame["stage"] = np.array(STAGES.codes)[rank - 1]
    frame["exit_reason"] = _exits(random, rank)
    frame = pd.concat([frame, _scores(random, rank), _barriers(random, rank, industry)], axis=1)
    frame["needs"] = _needs(random, rank)
    frame["consent_public"] = (random.random(n) >= settings()["journeys"]["no_consent"]).astype(int)
    frame["source_ref"] = ""
    frame["diagnosis_id"] = _numbered("DX", frame["reached_on"].str[:4])
    return pd.concat(
        [frame, *_follow_ups(random, frame, told["followed_twice"])], ignore_index=True
    )


def _counts(firms: int) -> dict[str, int]:
    """What the sample assumes in whole numbers, in proportion to the firms diagnosed."""
    told = settings()["journeys"]
    counted = {name: value for name, value in told.items() if isinstance(value, int)}
    return {name: round(value * firms / diagnosed()) for name, value in counted.items()}


def _ranks(random: Random, told: dict[str, int]) -> np.ndarray:
    """Furthest stage per firm (1 reached … 7 reviewed), exactly as many as assumed."""
    steps = [told[name] for name in ("diagnosed", "planned", "contracted", "landed", "accepted")]
    steps.append(told["reviewed"])
    ends = np.array([told["reached_only"], *np.diff([-s for s in steps]), told["reviewed"]])
    return random.permutation(np.repeat(np.arange(1, 8), ends))


def _industries(random: Random, centre: np.ndarray) -> np.ndarray:
    own = [INDUSTRIES.codes.index(c["industry"]) for c in settings()["centres"]["list"]]
    weights = np.array(list(settings()["industries"]["weights"].values()), dtype=float)
    other = random.choice(len(weights), size=len(centre), p=weights / weights.sum())
    keeps = random.random(len(centre)) < settings()["centres"]["own_industry"]
    return np.where(keeps, np.array(own)[centre], other)


def _sizes(random: Random, n: int) -> np.ndarray:
    shares = [*settings()["sizes"]["sizes"]]
    return _drawn(random, (*SIZES.codes, ""), [*shares, 1 - sum(shares)], n)


def _drawn(random: Random, codes: tuple[str, ...], shares: list[float], n: int) -> np.ndarray:
    weights = np.array(shares, dtype=float)
    return np.array(codes)[random.choice(len(codes), size=n, p=weights / weights.sum())]


def _dates(random: Random, rank: np.ndarray) -> pd.DataFrame:
    """Dates of every stage up to the furthest one, in order; landings end with 2022."""
    n = len(rank)
    span = (CLOSE - START).astype(int)
    room = np.array([span - 5, span - 10, span - 40, span - 70, span - 130, span - 160, span - 185])
    reached = random.integers(0, room[rank - 1])
    gaps = random.uniform(0.15, 1, (n, 5))
    used = np.minimum(rank - 1, 5)
    gaps[np.arange(5)[None, :] >= used[:, None]] = 0
    left = (span - reached) * random.uniform(0.55, 1, n)
    total = gaps.sum(axis=1)
    steps = gaps / np.where(total > 0, total, 1)[:, None] * left[:, None]
    days = reached[:, None] + np.concatenate([np.zeros((n, 1)), steps.cumsum(axis=1)], axis=1)
    late = random.integers(5, (END - CLOSE).astype(int), n)
    days = np.concatenate([days, (span + late)[:, None]], axis=1).astype(int)
    texts = (START + days).astype("datetime64[D]").astype(str)
    texts[np.arange(7)[None, :] >= rank[:, None]] = ""
    return pd.DataFrame(texts, columns=list(STAGE_DATES))


def _exits(random: Random, rank: np.ndarray) -> np.ndarray:
    drawn = random.choice(np.array(EXIT_REASONS.codes), size=len(rank))
    stopped = (rank < 5) & (random.random(len(rank)) < 0.45)
    return np.where(stopped, drawn, "")


def _scores(random: Random, rank: np.ndarray) -> pd.DataFrame:
    """Level by the assumed shares, and scores that add up to it; unscored firms have neither."""
    told, n = settings()["levels"], len(rank)
    level = random.choice(5, size=n, p=np.array(told["shares"]))
    bounds = SCORED[level]
    total = random.uniform(bounds[:, 0] + 1, bounds[:, 1] - 1)
    tilt = random.uniform(-6, 6, (n, 2))
    f = np.clip(total + tilt[:, 0], 0, 100)
    m = np.clip(total + tilt[:, 1], 0, 100)
    r = np.clip((total - 0.5 * f - 0.3 * m) / 0.2, 0, 100)
    o = np.clip(total + random.uniform(-12, 9, n), 0, 100)
    scored = (rank >= 2) & (random.random(n) >= told["unscored"])
    columns = {"f": f, "o": o, "m": m, "r": r, "total": 0.5 * f + 0.3 * m + 0.2 * r}
    frame = pd.DataFrame({f"score_{k}": _shown(v, scored) for k, v in columns.items()})
    frame["level"] = np.where(scored, level.astype(str), "")
    limits = _drawn(random, ("score", "scenes", "both"), [0.35, 0.25, 0.4], n)
    frame["limited_by"] = np.where(scored, np.where(level == 4, "none", limits), "")
    return frame


def _shown(values: np.ndarray, known: np.ndarray) -> np.ndarray:
    return np.where(known, np.char.mod("%.1f", values), "")


def _barriers(random: Random, rank: np.ndarray, industry: np.ndarray) -> pd.DataFrame:
    """Three indexes in steps of 12.5; primary and secondary follow from them."""
    told, n = settings()["barriers"], len(rank)
    main = _main_barrier(random, told, industry)
    index = random.integers(0, 5, (n, 3))
    second = random.random(n) < 0.3
    rows = np.arange(n)
    has = main < 3
    index[rows[has], main[has]] = random.integers(5, 9, int(has.sum()))
    other = (main + 1 + random.integers(0, 2, n)) % 3
    both = has & second
    index[rows[both], other[both]] = np.minimum(index[rows[both], main[both]], 4)
    index[~has] = np.minimum(index[~has], 3)
    ranked = np.argsort(-index, axis=1, kind="stable")
    top, next_ = ranked[:, 0], ranked[:, 1]
    known = rank >= 2
    codes = np.array(["dare_not", "cannot", "will_not"])
    primary = np.where(index[rows, top] >= 4, codes[top], "none")
    secondary = np.where((primary != "none") & (index[rows, next_] >= 4), codes[next_], "")
    frame = pd.DataFrame(
        {
            f"barrier_{c}": np.where(known, np.char.mod("%.1f", index[:, i] * 12.5), "")
            for i, c in enumerate(codes)
        }
    )
    frame["barrier_primary"] = np.where(known, primary, "")
    frame["barrier_secondary"] = np.where(known, secondary, "")
    frame["causes"] = _causes(random, frame)
    return frame


def _main_barrier(random: Random, told: dict[str, object], industry: np.ndarray) -> np.ndarray:
    """0, 1, 2 or 3 (none), leaning by industry."""
    shares = np.array([*told["shares"], 1 - sum(told["shares"])])  # type: ignore[misc, call-overload]
    lean = np.array([told["lean"][code] for code in INDUSTRIES.codes])  # type: ignore[index]
    by_industry = np.tile(shares, (len(lean), 1))
    by_industry[np.arange(len(lean)), lean] += told["lean_by"]
    cumulative = (by_industry / by_industry.sum(axis=1, keepdims=True)).cumsum(axis=1)
    drawn = random.random(len(industry))[:, None] > cumulative[industry]
    return np.asarray(drawn.sum(axis=1))


def _causes(random: Random, frame: pd.DataFrame) -> np.ndarray:
    """One or two causes of the primary barrier and one of the secondary."""
    chosen: list[np.ndarray] = []
    for column, twice in (("barrier_primary", True), ("barrier_secondary", False)):
        first, again = (_cause_of(random, frame[column].to_numpy()) for _ in range(2))
        chosen.append(first)
        if twice:
            differs = (again != first) & (random.random(len(frame)) < 0.5)
            chosen.append(np.where(differs, again, ""))
    return _joined(chosen)


def _cause_of(random: Random, barrier: np.ndarray) -> np.ndarray:
    drawn = np.full(len(barrier), "", dtype="<U16")
    for code in ("dare_not", "cannot", "will_not"):
        causes = np.array([c.code for c in CAUSES if c.parent == code])
        weights = np.linspace(2.2, 0.8, len(causes))
        picked = random.choice(causes, size=len(barrier), p=weights / weights.sum())
        drawn = np.where(barrier == code, picked, drawn)
    return drawn


def _needs(random: Random, rank: np.ndarray) -> np.ndarray:
    """Two or three different categories per diagnosed firm, the usual ones more often.

    Ordering by exponential draws over weights picks without replacement by weight.
    """
    weights = np.linspace(1.8, 0.5, len(CATEGORIES))
    order = np.argsort(random.exponential(size=(len(rank), len(CATEGORIES))) / weights, axis=1)
    codes = np.array(CATEGORIES.codes)[order[:, :3]]
    needed = (2, 2, 3)
    return _joined([np.where(rank >= needed[i], codes[:, i], "") for i in range(3)])


def _joined(lists: list[np.ndarray]) -> np.ndarray:
    joined = lists[0].astype(object)
    for more in lists[1:]:
        more = more.astype(object)
        joined = joined + np.where((joined != "") & (more != ""), ";", "") + more
    return joined


def _numbered(prefix: str, years: pd.Series) -> np.ndarray:
    order = years.groupby(years).cumcount() + 1
    width = 4 if len(years) < 9000 else 7
    return (prefix + "-" + years + "-" + order.astype(str).str.zfill(width)).to_numpy()


def _follow_ups(random: Random, first: pd.DataFrame, twice_followed: int) -> list[pd.DataFrame]:
    """Second rounds of the reviewed firms on their review date, and a few third rounds."""
    again = first.loc[first["stage"] == "reviewed"].reset_index(drop=True)
    second = _round(random, again, "T1", again["reviewed_on"])
    twice = second.head(twice_followed).reset_index(drop=True)
    later = pd.to_datetime(twice["diagnosed_on"]) + pd.to_timedelta(9, unit="D")
    third = _round(random, twice, "T2", later.dt.strftime("%Y-%m-%d"))
    return [second, third]


def _round(random: Random, before: pd.DataFrame, name: str, day: pd.Series) -> pd.DataFrame:
    frame = before.copy()
    frame[list(STAGE_DATES)] = ""
    frame["diagnosed_on"] = day
    frame["round"], frame["stage"], frame["exit_reason"] = name, "diagnosed", ""
    frame["diagnosis_id"] = before["diagnosis_id"].str.replace(
        r"-(\d+)$",
        lambda m: f"-{_later(int(m[1]), len(m[1]), int(name[1])):0{len(m[1])}d}",
        regex=True,
    )
    return _improved(random, frame)


def _later(number: int, width: int, again: int) -> int:
    """A follow-up's number: apart from the round before, and never longer than seven digits."""
    apart = (9 - again) * 10 ** (width - 1)
    return int((number + apart) % 10**7)


def _improved(random: Random, frame: pd.DataFrame) -> pd.DataFrame:
    """Scores a little higher than the round before; the level follows the total."""
    scored = (frame["score_total"] != "").to_numpy()
    gain = random.uniform(0, 9, len(frame))
    parts = {}
    for part in "fomr":
        before = pd.to_numeric(frame[f"score_{part}"]).fillna(0).to_numpy()
        parts[part] = np.round(np.clip(before + gain, 0, 99), 1)
        frame[f"score_{part}"] = _shown(parts[part], scored)
    total = 0.5 * parts["f"] + 0.3 * parts["m"] + 0.2 * parts["r"]
    level = np.clip(total // 20, 0, 4).astype(int)
    frame["score_total"] = _shown(total, scored)
    frame["level"] = np.where(scored, level.astype(str), "")
    limits = frame["limited_by"].replace("none", "score")
    frame["limited_by"] = np.where(scored, np.where(level == 4, "none", limits), "")
    return frame


def projects(random: Random, rounds: pd.DataFrame, firms: int) -> pd.DataFrame:
    """Landed projects (at least one per landed firm) and some still open; columns as stored."""
    told = _counts(firms)
    first = rounds.loc[rounds["round"] == "T0"]
    landed = first.loc[first["landed_on"] != ""]
    extra = landed.iloc[random.permutation(len(landed))[: told["projects"] - len(landed)]]
    contracted = first.loc[first["stage"] == "contracted"]
    unfinished = contracted.iloc[random.permutation(len(contracted))[: told["projects_open"]]]
    parents = pd.concat([landed, extra, unfinished], ignore_index=True)
    n = len(parents)
    needs = parents["needs"].str.split(";")
    second = (np.arange(n) >= len(landed)) & (np.arange(n) < len(landed) + len(extra))
    category = np.where(second, needs.str[1], needs.str[0])
    done = (parents["landed_on"] != "").to_numpy()
    cost_class, cost = _costs(random, n)
    metric, effect = _effects(random, done)
    frame = pd.DataFrame(
        {
            "project_id": "",
            "diagnosis_id": parents["diagnosis_id"],
            "data_status": "synthetic",
            "category": category,
            "systems": [SYSTEMS[code] for code in category],
            "delivery": random.choice(
                np.array(DELIVERIES.codes), size=n, p=[0.42, 0.24, 0.18, 0.16]
            ),
            "cost_class": cost_class,
            "cost_wan": cost,
            "started_on": parents["contracted_on"],
            "landed_on": parents["landed_on"],
            "accepted_on": parents["accepted_on"],
            "effect_metric": metric,
            "effect_pct": effect,
        }
    )
    frame["project_id"] = _numbered("PJ", frame["started_on"].str[:4])
    return frame


def _costs(random: Random, n: int) -> tuple[np.ndarray, np.ndarray]:
    told = settings()["costs"]
    classes = _drawn(random, (*COST_BOUNDS, "unknown"), [*told["classes"], told["unknown"]], n)
    cost = np.zeros(n)
    for code, (low, high) in COST_BOUNDS.items():
        inside = random.uniform(max(low, 2), min(high, 600), n)
        cost = np.where(classes == code, inside, cost)
    return classes, np.where(classes == "unknown", "", np.char.mod("%.0f", np.floor(cost)))


def _effects(random: Random, done: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    n = len(done)
    measured = done & (random.random(n) < settings()["costs"]["measured"])
    metric = random.choice(np.array(EFFECTS.codes), size=n)
    effect = np.round(random.normal(9, 6, n), 1)
    return np.where(measured, metric, ""), _shown(effect, measured)
