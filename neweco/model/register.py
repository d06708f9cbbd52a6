"""The register: one frame per table, read from a folder of CSV files, typed and completed.

Frames are read-only by agreement: views select from them and never change them, which is why
one register can serve every session. Column types follow `fields.py`:

    choice → category with exactly the declared codes · choices → category of lists `a;b`
    flag → boolean · integer → Int64 · number → float64 · date → datetime64 · text → str
    id → str, or category where views filter on it
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd

from neweco.model.choices import Vocabulary
from neweco.model.fields import TABLES, Field, Table
from neweco.model.once import Once
from neweco.model.vocabularies import DURATION_CLASSES, GROWTH_BANDS

FIRST_ROUND = "first_round"
"""The frame of the diagnoses counted as firms."""

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"


class RegisterError(ValueError):
    """A register that cannot be used; the message names file, column and what was found."""


@dataclass(frozen=True, eq=False)
class Register:
    """Six frames and whose they are. `fingerprint` changes whenever the contents do.

    `given` are the codes of the tables its source holds; the others are empty frames.
    `outdated` is when (ISO date and time) its source was found changed but could not be read.
    `keys` are those of rows that are counted under protection (see `analysis.protection`), by
    frame: uint64, one a row, zero where it may be shown; without any, counts are exact.
    """

    basis: Literal["simulated", "register"]
    name: str
    fingerprint: str
    frames: Mapping[str, pd.DataFrame]
    given: frozenset[str] = frozenset(TABLES)
    outdated: str = ""
    keys: Mapping[str, np.ndarray] = field(default_factory=dict)
    once: Once = field(default_factory=Once, init=False, repr=False)

    def frame(self, table: str) -> pd.DataFrame:
        """The rows of a table by its code; KeyError names the code."""
        return self.frames[table]

    @property
    def enterprises(self) -> pd.DataFrame:
        """One row per recognised enterprise; columns of `fields.ENTERPRISES`."""
        return self.frames["enterprises"]

    @property
    def labs(self) -> pd.DataFrame:
        """One row per laboratory; columns of `fields.LABS`."""
        return self.frames["labs"]

    @property
    def centres(self) -> pd.DataFrame:
        """One row per centre; columns of `fields.CENTRES`."""
        return self.frames["centres"]

    @property
    def diagnoses(self) -> pd.DataFrame:
        """One row per diagnosis, first rounds and follow-ups; columns of `fields.DIAGNOSES`."""
        return self.frames["diagnoses"]

    @property
    def projects(self) -> pd.DataFrame:
        """One row per project; columns of `fields.PROJECTS`."""
        return self.frames["projects"]

    @cached_property
    def parents(self) -> np.ndarray:
        """Per project the row of its diagnosis in `first_round`; -1 where it is not there."""
        first = pd.Index(self.first_round["diagnosis_id"])
        return np.asarray(first.get_indexer(pd.Index(self.projects["diagnosis_id"])))

    def nameable(self, ids: Sequence[str]) -> tuple[str, ...]:
        """Those of some ids of firms diagnosed or projects whose rows may be shown one by one."""
        first = self.first_round
        may = may_be_shown(first)
        hidden = set(first["enterprise_id"][~may & first["enterprise_id"].isin(ids).to_numpy()])
        led = np.flatnonzero(self.projects["project_id"].isin(ids).to_numpy())
        parents = self.parents[led]
        kept_back = led[(parents >= 0) & ~may[parents]] if len(may) else led[:0]
        hidden |= set(self.projects["project_id"].iloc[kept_back])
        return tuple(id for id in ids if id not in hidden)

    @property
    def first_round(self) -> pd.DataFrame:
        """The diagnoses counted as firms: one first round per firm."""
        return self.frames[FIRST_ROUND]


def may_be_shown(frame: pd.DataFrame) -> np.ndarray:
    """Which rows of a table may be shown one by one, as booleans: where units are asked for
    consent (column `consent_public`) those that gave it, else all."""
    if "consent_public" not in frame.columns:
        return np.ones(len(frame), dtype=bool)
    return frame["consent_public"].fillna(False).to_numpy(dtype=bool)


@cache
def shipped() -> Register:
    """The sample in data/sample, read once."""
    return read_folder(SAMPLE, "simulated")


def read_folder(folder: Path, basis: Literal["simulated", "register"]) -> Register:
    """Read the five CSV files of a folder. RegisterError when one is missing or unreadable."""
    frames, fingerprint = folder_frames(folder)
    return Register(basis, folder.name, fingerprint, completed(frames))


def folder_frames(folder: Path) -> tuple[dict[str, pd.DataFrame], str]:
    """The typed frames of a folder written in codes, and the fingerprint of its files.

    RegisterError when a file is missing or holds what its fields do not allow.
    """
    digest = hashlib.sha256()
    frames: dict[str, pd.DataFrame] = {}
    for table in TABLES.values():
        path = folder / f"{table.code}.csv"
        try:
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
            raw = pd.read_csv(
                path, dtype=_texts(table), keep_default_na=False, encoding="utf-8-sig"
            )
        except (OSError, ValueError) as error:  # no text, no CSV, or nothing at all
            raise RegisterError(f"{path.name}: {error}") from error
        frames[table.code] = typed(raw, table)
    return frames, digest.hexdigest()[:16]


def _texts(table: Table) -> Mapping[str, str]:
    """Texts, those that repeat held once: a million rows then take megabytes, not gigabytes."""
    once = {f.code: "category" for f in table.stored if f.kind not in ("id", "text") or f.filter}
    return defaultdict(lambda: "str", once)


def typed(raw: pd.DataFrame, table: Table) -> pd.DataFrame:
    """A frame of texts as the table's types; RegisterError names column and value."""
    missing = [f.code for f in table.stored if f.required and f.code not in raw.columns]
    if missing:
        raise RegisterError(f"{table.code}: columns are missing: {', '.join(missing)}")
    return pd.DataFrame({f.code: _column(raw, f, table) for f in table.stored}, copy=False)


def _column(raw: pd.DataFrame, field: Field, table: Table) -> pd.Series:
    texts = raw[field.code] if field.code in raw.columns else pd.Series("", raw.index, dtype="str")
    try:
        if isinstance(texts.dtype, pd.CategoricalDtype):
            distinct = pd.Series(texts.cat.categories.astype("str"))
            column = _typed(distinct, distinct != "", field).take(texts.cat.codes.to_numpy())
            column.index = raw.index
        else:
            column = _typed(texts, texts != "", field)
        if field.kind == "choices":
            _check_choices(column, field)
        if field.kind == "choices" or (field.kind == "id" and field.filter):
            column = column.astype("category")
    except (ValueError, TypeError, OverflowError) as error:
        raise RegisterError(f"{table.code}.{field.code}: {error}") from error
    return column


def _check_choices(column: pd.Series, field: Field) -> None:
    """ValueError where a list holds a code that is not allowed."""
    assert field.vocabulary is not None
    for codes in column.astype("str").unique():
        for code in filter(None, codes.split(";")):
            if code not in field.vocabulary:
                raise ValueError(f"{code!r} is not an allowed value")


def _typed(texts: pd.Series, filled: pd.Series, field: Field) -> pd.Series:
    if field.kind == "choice" and field.vocabulary is not None:
        unknown = filled & ~texts.isin(field.vocabulary.codes)
        if unknown.any():
            raise ValueError(f"{texts[unknown].iloc[0]!r} is not an allowed value")
        return _coded(texts, field.vocabulary)
    if field.kind == "number":
        numbers = pd.to_numeric(texts.where(filled)).astype("float64")
        if np.isinf(numbers).any():
            raise ValueError(f"{texts[np.isinf(numbers)].iloc[0]!r} is not a finite number")
        return numbers
    if field.kind == "integer":
        return pd.to_numeric(texts.where(filled)).astype("Int64")
    if field.kind == "date":
        return pd.to_datetime(texts.where(filled), format="%Y-%m-%d").astype("datetime64[s]")
    if field.kind == "flag":
        strange = set(texts[filled].unique()) - {"0", "1"}
        if strange:
            raise ValueError(f"{sorted(strange)[0]!r} is neither 1 nor 0")
        return (texts == "1").astype("boolean").where(filled)
    return texts.astype("str")


def completed(frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The frames with their derived columns, and the first rounds as a frame of their own."""
    full = dict(frames)
    full["enterprises"] = frames["enterprises"].assign(age=_age(frames["enterprises"]))
    full["labs"] = frames["labs"].assign(band=_band(frames["labs"]["growth"]))
    full["projects"] = frames["projects"].assign(duration_class=_duration(frames["projects"]))
    # First rounds come first: as the head of all rounds they take no room of their own.
    diagnoses = frames["diagnoses"].sort_values("round", kind="stable", ignore_index=True)
    full["diagnoses"] = diagnoses.assign(
        year=diagnoses["diagnosed_on"].fillna(diagnoses["reached_on"]).dt.year.astype("Int64"),
        **_project_columns(diagnoses["diagnosis_id"], frames["projects"]),
    )
    first = int((diagnoses["round"] == "T0").sum())
    full[FIRST_ROUND] = full["diagnoses"].iloc[:first]
    return full


def _age(frame: pd.DataFrame) -> pd.Series:
    """Years from opening to the end of the list's year, one decimal."""
    year = frame["year"].astype("Float64").fillna(1970).astype(int).astype(str)
    end = pd.to_datetime(year + "-12-31")
    days = (end - frame["opened_on"]).dt.days
    return (days / 365.25).round(1).where(frame["year"].notna())


def _band(growth: pd.Series) -> pd.Series:
    """Doubled from 100 %, over 10 % without 10 itself, up to 10 %, fell below zero."""
    conditions = [growth >= 100, growth > 10, growth >= 0, growth < 0]
    codes = np.select(conditions, ["doubled", "over_10", "to_10", "fell"], default="")
    return _coded(pd.Series(codes, growth.index), GROWTH_BANDS)


def _duration(projects: pd.DataFrame) -> pd.Series:
    """Whole months from start to landing, rounded up, in classes."""
    start, end = projects["started_on"], projects["landed_on"]
    months = (end.dt.year - start.dt.year) * 12 + (end.dt.month - start.dt.month)
    months = months + (end.dt.day > start.dt.day)
    classes = np.select(
        [months <= 2, months <= 6, months <= 12, months > 12], DURATION_CLASSES.codes, default=""
    )
    return _coded(pd.Series(classes, projects.index), DURATION_CLASSES)


def _coded(texts: pd.Series, vocabulary: Vocabulary) -> pd.Series:
    """A category column of exactly the vocabulary's codes; other texts are unknown."""
    places = pd.Index(vocabulary.codes).get_indexer(pd.Index(texts))
    kind = pd.CategoricalDtype(list(vocabulary.codes))
    return pd.Series(pd.Categorical.from_codes(places.tolist(), dtype=kind), texts.index)


def _project_columns(ids: pd.Series, projects: pd.DataFrame) -> dict[str, pd.Series]:
    """Per diagnosis: the categories of its projects as `a;b`, and how many have landed."""
    parents = pd.Index(ids).get_indexer(pd.Index(projects["diagnosis_id"]))
    landed = parents[(parents >= 0) & projects["landed_on"].notna().to_numpy()]
    category = projects["category"].cat
    own = parents >= 0
    # A set of categories is a number with one bit for each: few differ, however many rows.
    sets = np.zeros(len(ids), dtype="int64")
    np.bitwise_or.at(sets, parents[own], 1 << category.codes.to_numpy()[own].astype("int64"))
    distinct, places = np.unique(sets, return_inverse=True)
    texts = [
        ";".join(code for i, code in enumerate(category.categories) if bits >> i & 1)
        for bits in distinct.tolist()
    ]
    lists = pd.Categorical.from_codes(places.tolist(), pd.Index(texts, dtype="str"))
    return {
        "categories": pd.Series(lists, ids.index),
        "projects": pd.Series(np.bincount(landed, minlength=len(ids)), ids.index, dtype="Int64"),
    }
