"""The five tables of the simulated register, and the files they are written to."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd

from neweco.model import datapackage
from neweco.model.fields import TABLES, Table
from neweco.sample import journeys, units

TITLE = "模拟名录 / Simulated register"
DESCRIPTION = (
    "模拟数据：单位与数值均为虚构，不反映实际情况；只有家数等少数总量与公布数字一致。"
    " / Simulated: units and values are made up and do not reflect reality; only a few totals,"
    " such as the number of firms, match the published figures."
)

MOST = 1_000_000
"""Firms that the numbers of diagnoses have room for, follow-ups included."""


def frames(seed: int, firms: int = 0) -> dict[str, pd.DataFrame]:
    """The five tables as texts and numbers ready to be written.

    `firms` is how many are diagnosed: as many as published unless told otherwise; the other
    stages, follow-ups and projects are in proportion, the other tables as they are.
    """
    firms = firms or journeys.diagnosed()
    random = np.random.Generator(np.random.PCG64(seed))
    made = {
        "enterprises": units.enterprises(random),
        "labs": units.labs(random),
        "centres": units.centres(random),
        "diagnoses": journeys.diagnoses(random, firms),
    }
    made["projects"] = journeys.projects(random, made["diagnoses"], firms)
    return {code: _columns(frame, TABLES[code]) for code, frame in made.items()}


def _columns(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The columns of a table's file in order; a field that is not simulated is empty."""
    lacking = [f.code for f in table.stored if f.required and f.code not in frame.columns]
    if lacking:
        raise KeyError(f"{table.code}: the simulation does not make {', '.join(lacking)}")
    return frame.reindex(columns=[f.code for f in table.stored])


def write(folder: Path, seed: int, firms: int = 0) -> None:
    """Write five CSV files and datapackage.json into a folder, which is made if needed."""
    folder.mkdir(parents=True, exist_ok=True)
    for code, frame in frames(seed, firms).items():
        frame.to_csv(folder / f"{code}.csv", index=False, encoding="utf-8", lineterminator="\n")
    package = datapackage.package("neweco-simulated", TITLE, DESCRIPTION)
    text = json.dumps(package, ensure_ascii=False, indent=1) + "\n"
    (folder / "datapackage.json").write_text(text, encoding="utf-8", newline="\n")
