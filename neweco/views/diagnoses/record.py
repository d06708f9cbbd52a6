"""The profile of one anonymous diagnosis: its stages, scores, barriers and projects."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from neweco import words
from neweco.model.fields import DIAGNOSES, PROJECTS
from neweco.model.register import Register, may_be_shown
from neweco.model.vocabularies import STAGE_DATES
from neweco.sheet import Profile
from neweco.views.shared import tables
from neweco.views.shared.page import Page
from neweco.words import numbers

_KNOWN = ("industry", "district", "size", "mode", "instrument", "stage", "exit_reason")
_SCORES = ("score_total", "score_f", "score_o", "score_m", "score_r", "level", "limited_by")
_BARRIERS = ("barrier_dare_not", "barrier_cannot", "barrier_will_not")


def centre_labels(register: Register) -> Mapping[str, str]:
    """Centre ids to names; a centre that only diagnoses name goes by its id."""

    def labels() -> Mapping[str, str]:
        centres = register.centres
        named = dict(zip(centres["centre_id"], centres["name"], strict=True))
        return {id: id for id in register.first_round["centre_id"].unique()} | named

    return register.once(("centre_labels",), labels)


def profile(page: Page, centres: Mapping[str, str]) -> Profile | None:
    """The diagnosis opened, or None: unknown ids and rows that may not be shown open nothing."""
    row = tables.row_of(page)
    if row is None or row["consent_public"] is not True and not bool(row["consent_public"]):
        return None
    centre = str(row["centre_id"])
    lines = [
        (DIAGNOSES["enterprise_id"].label(page.language), str(row["enterprise_id"])),
        (DIAGNOSES["centre_id"].label(page.language), centres.get(centre, centre)),
        *tables.profile_lines(row, DIAGNOSES, _KNOWN, page.language),
        *_filled(tables.profile_lines(row, DIAGNOSES, STAGE_DATES, page.language)),
        *tables.profile_lines(row, DIAGNOSES, _SCORES, page.language),
        *(_barrier(page, row, code) for code in _BARRIERS),
        *tables.profile_lines(row, DIAGNOSES, ("causes", "needs"), page.language),
        *_projects(page, str(row["diagnosis_id"])),
        *_follow_ups(page, row),
    ]
    return Profile(
        str(row["diagnosis_id"]),
        str(row["diagnosis_id"]),
        tuple(lines),
        page.register.basis,
        note=page.text("profile.note"),
    )


def _filled(lines: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    return [line for line in lines if line[1] != numbers.UNKNOWN]


def _barrier(page: Page, row: pd.Series, code: str) -> tuple[str, str]:
    """The index with its word: low below 25, some below 50, clear below 75, else very strong."""
    label = DIAGNOSES[code].label(page.language)
    value = row[code]
    if pd.isna(value):
        return label, numbers.UNKNOWN
    word = "low" if value < 25 else "some" if value < 50 else "clear" if value < 75 else "strong"
    index = numbers.number(float(value), page.language, 1)
    return label, page.text(f"profile.{word}", index=index)


def _projects(page: Page, diagnosis_id: str) -> list[tuple[str, str]]:
    """One line per project: category, cost, landing and effect."""
    found = page.register.projects
    found = found.loc[(found["diagnosis_id"] == diagnosis_id).to_numpy()]
    lines = []
    for _, row in found.iterrows():
        codes = (
            "category", "systems", "delivery", "cost_class", "landed_on", "effect_metric",
            "effect_pct",
        )  # fmt: skip
        said = [v for _, v in _filled(tables.profile_lines(row, PROJECTS, codes, page.language))]
        lines.append((str(row["project_id"]), words.listed(page.language, said)))
    return lines


def _follow_ups(page: Page, row: pd.Series) -> list[tuple[str, str]]:
    """Later rounds of the same pseudonym that may be shown: date, level and total."""
    rounds = page.register.diagnoses
    same = (rounds["enterprise_id"] == row["enterprise_id"]) & (rounds["round"] != "T0")
    shown = same & may_be_shown(rounds)
    lines = []
    for _, later in rounds.loc[shown.to_numpy(dtype=bool)].iterrows():
        codes = ("diagnosed_on", "level", "score_total")
        said = [v for _, v in _filled(tables.profile_lines(later, DIAGNOSES, codes, page.language))]
        name = tables.value(later["round"], DIAGNOSES["round"], page.language)
        lines.append((name, words.listed(page.language, said)))
    return lines
