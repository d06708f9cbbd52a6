"""Ids for a list that has none, or none as they are written here: made in the order of its rows."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from neweco.sources.canonical import Read
from neweco.sources.problem import Problem


def completed(made: Read) -> tuple[Read, list[Problem]]:
    """The rows with ids, and what is said where they were made."""
    key = made.table[made.table.key]
    begins = _BEGINS.get(made.table.code)
    own = made.texts.get(key.code)
    written = made.headings.get(key.code) == key.code
    foreign = own is not None and not written and not own.str.fullmatch(key.pattern).any()
    kept = own is not None and (not foreign or made.table.code == "centres")
    if begins is None or kept:
        return made, []
    numbers = [f"{letter}-{n:03d}" for n, letter in enumerate(begins(made.texts), 1)]
    texts = made.texts.assign(**{key.code: numbers})
    order = [f.code for f in made.table.stored if f.code in texts]
    said = made.problem(
        "warning", "ids_made" if own is None else "ids_replaced", key.code,
        found="" if own is None else str(own.iloc[0]), allowed=f"{numbers[0]} – {numbers[-1]}",
    )  # fmt: skip
    misread = {code: rows for code, rows in made.misread.items() if code != key.code}
    return replace(made, texts=texts[order], misread=misread), [said]


def _tier_letters(texts: pd.DataFrame) -> list[str]:
    tiers = texts["tier"] if "tier" in texts else pd.Series("", texts.index)
    return ["R" if tier == "rising" else "P" for tier in tiers]


def _kind_letters(texts: pd.DataFrame) -> list[str]:
    kinds = texts["kind"] if "kind" in texts else pd.Series("", texts.index)
    return ["S" if kind == "scenario" else "I" for kind in kinds]


def _centre_letters(texts: pd.DataFrame) -> list[str]:
    return ["C"] * len(texts)


_BEGINS = {
    "enterprises": _tier_letters,
    "labs": _kind_letters,
    "centres": _centre_letters,
}
"""How made ids begin; diagnoses and projects refer to each other and must bring their own."""
