"""Enterprises, laboratories and centres of the simulated register."""

from __future__ import annotations

import numpy as np
import pandas as pd

from neweco.model.vocabularies import DISTRICTS
from neweco.sample import settings

Random = np.random.Generator


def weighted(random: Random, weights: dict[str, float], size: int) -> np.ndarray:
    """`size` codes drawn by weight, as texts."""
    codes = np.array(list(weights))
    share = np.array(list(weights.values()), dtype=float)
    return random.choice(codes, size=size, p=share / share.sum())


def spread(random: Random, weights: dict[str, float], size: int) -> np.ndarray:
    """Like `weighted`, but every code occurs at least once when there is room."""
    drawn = weighted(random, weights, size)
    codes = [code for code in weights if code not in set(drawn)]
    places = random.permutation(size)[: len(codes)]
    drawn[places] = codes[: len(places)]
    return drawn


def marked(random: Random, size: int, number: int) -> np.ndarray:
    """`size` flags of which exactly `number` are 1."""
    flags = np.zeros(size, dtype=int)
    flags[random.permutation(size)[:number]] = 1
    return flags


def blanked(random: Random, values: np.ndarray, number: int) -> np.ndarray:
    """The values as objects with `number` of them unknown."""
    shown = values.astype(object)
    shown[random.permutation(len(values))[:number]] = ""
    return shown


def enterprises(random: Random) -> pd.DataFrame:
    """15 rising and 122 potential enterprises; columns of `fields.ENTERPRISES` as stored."""
    return pd.concat([_rising(random), _potential(random)], ignore_index=True)


def _rising(random: Random) -> pd.DataFrame:
    told, n = settings()["enterprises"], 15
    over = told["growth_over_50"]
    revenue = np.concatenate(
        [
            np.round(10_000 + random.lognormal(9.3, 0.8, told["above_100m"])),
            np.round(random.uniform(6_000, 9_500, n - told["above_100m"])),
        ]
    )
    growth = np.concatenate([random.uniform(52, 180, over), random.uniform(12, 48, n - over)])
    frame = _units(random, "R", "新锐企业", n, "rising", 2021)
    frame.loc[0, "district"] = "370212"
    return frame.assign(
        opened_on=_opened(random, n, "2019-01-15", "2020-11-30"),
        revenue=random.permutation(revenue).astype(int),
        growth=random.permutation(np.round(growth, 1)),
        rd=np.round(random.uniform(3.2, 18, n), 1),
        backed=marked(random, n, told["rising_backed"]),
        ipo=marked(random, n, told["rising_ipo"]),
        new_face=blanked(random, np.ones(n, dtype=int), n),  # asked of potential firms alone
        award=_awards(random, n, told["award_total"]),
    )


def _potential(random: Random) -> pd.DataFrame:
    told, n = settings()["enterprises"], 122
    frame = _units(random, "P", "潜力企业", n, "potential", 2022)
    frame["district"] = blanked(random, frame["district"].to_numpy(), told["unknown_district"])
    growth = np.round(np.clip(random.normal(34, 38, n), -45, 210), 1)
    rd = np.round(np.clip(random.gamma(2.6, 2.9, n), 0.3, 42), 1)
    return frame.assign(
        opened_on=_opened(random, n, "2020-01-05", "2022-06-30"),
        revenue=np.round(random.lognormal(8.0, 1.05, n)).astype(int),
        growth=blanked(random, growth, told["unknown_growth"]),
        rd=blanked(random, rd, told["unknown_rd"]),
        backed=marked(random, n, told["backed"]),
        ipo=marked(random, n, told["ipo"]),
        new_face=marked(random, n, told["new_face"]),
        award="",
    )


def _units(random: Random, letter: str, noun: str, n: int, tier: str, year: int) -> pd.DataFrame:
    ids = [f"{letter}-{i:03d}" for i in range(1, n + 1)]
    return pd.DataFrame(
        {
            "enterprise_id": ids,
            "name": [f"{noun} {id}（模拟）" for id in ids],
            "tier": tier,
            "district": spread(random, settings()["districts"]["weights"], n),
            "industry": spread(random, settings()["industries"]["weights"], n),
            "year": year,
        }
    )


def _opened(random: Random, n: int, first: str, last: str) -> np.ndarray:
    start, end = np.datetime64(first), np.datetime64(last)
    days = random.integers(0, (end - start).astype(int), n)
    return (start + days).astype(str)


def _awards(random: Random, n: int, total: float) -> list[str]:
    """`n` amounts up to 100 万元 whose sum is exactly `total`."""
    cents = np.round(random.uniform(38, 92, n) * 100).astype(int)
    target = round(total * 100)
    cents = np.floor(cents * target / cents.sum()).astype(int)
    cents[: target - cents.sum()] += 1
    if cents.max() > 10_000 or cents.sum() != target:
        raise ValueError("awards do not fit under the published ceiling")
    return [f"{c / 100:.2f}" for c in cents]


def labs(random: Random) -> pd.DataFrame:
    """22 innovation and 32 scenario laboratories in three batches."""
    told = settings()["labs"]
    frame = pd.concat(
        [_batch(batch, kind) for batch in told["batches"] for kind in ("innovation", "scenario")],
        ignore_index=True,
    )
    n = len(frame)
    frame = frame.sort_values(["kind", "batch"], kind="stable", ignore_index=True)
    frame["lab_id"] = _numbered(frame["kind"])
    nouns = {"innovation": "创新应用实验室", "scenario": "场景应用实验室"}
    names = [f"{nouns[k]} {i}（模拟）" for k, i in zip(frame["kind"], frame["lab_id"], strict=True)]
    money = marked(random, n, len(settings()["money"]["scenario_money"])).astype(object)
    money[money == 1] = settings()["money"]["scenario_money"]
    return frame.assign(
        name=names,
        district=_lab_districts(random, frame),
        industry=spread(random, settings()["industries"]["weights"], n),
        growth=_lab_growth(random, n),
        ipo=marked(random, n, told["ipo"]),
        funded=(money != 0).astype(int),
        scenario_money=np.where(money == 0, "", money),
        signed=marked(random, n, told["signed"]),
    )


def _batch(batch: dict[str, object], kind: str) -> pd.DataFrame:
    number = int(str(batch[kind]))
    return pd.DataFrame(
        {"kind": [kind] * number, "batch": batch["batch"], "recognised_on": batch.get("date")}
    )


def _numbered(kinds: pd.Series) -> list[str]:
    letters = kinds.map({"innovation": "I", "scenario": "S"})
    numbers = kinds.groupby(kinds).cumcount() + 1
    return [f"{letter}-{n:03d}" for letter, n in zip(letters, numbers, strict=True)]


def _lab_districts(random: Random, frame: pd.DataFrame) -> np.ndarray:
    """Exactly the published number of batch-2 innovation laboratories lies in 莱西."""
    weights = settings()["districts"]["weights"]
    drawn = spread(random, weights, len(frame))
    second = ((frame["kind"] == "innovation") & (frame["batch"] == 2)).to_numpy().nonzero()[0]
    laixi = settings()["labs"]["laixi_in_batch_2"]
    others = {code: weight for code, weight in weights.items() if code != "370285"}
    drawn[second[:laixi]] = "370285"
    drawn[second[laixi:]] = weighted(random, others, len(second) - laixi)
    return drawn


def _lab_growth(random: Random, n: int) -> np.ndarray:
    told = settings()["labs"]
    doubled, over = told["doubled"], told["over_10"] - told["doubled"]
    rest = n - doubled - over
    growth = np.concatenate(
        [
            random.uniform(102, 260, doubled),
            random.uniform(11, 92, over),
            random.uniform(-28, 9.8, rest),
        ]
    )
    return random.permutation(np.round(growth, 1))


def centres(random: Random) -> pd.DataFrame:
    """10 centres, one per industry served; the AI centre signed at the meeting."""
    told = settings()["centres"]["list"]
    ids = [f"C-{i:02d}" for i in range(1, len(told) + 1)]
    return pd.DataFrame(
        {
            "centre_id": ids,
            "name": [f"赋能中心 {id}（模拟）" for id in ids],
            "industry": [c["industry"] for c in told],
            "lead": [c["lead"] for c in told],
            "district": random.permutation(np.array(DISTRICTS.codes)),
            "year": 2022,
            "signed": [int(c["industry"] == "ict") for c in told],
        }
    )
