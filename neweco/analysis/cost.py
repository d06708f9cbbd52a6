"""What readers lose where counts are protected: told numbers against the true ones."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from neweco.analysis import diagnoses, protection
from neweco.analysis.protection import EXACT, Door
from neweco.model.fields import DIAGNOSES
from neweco.model.register import Register

LEADS = ("industry", "size", "barrier_primary")
"""Fields within each value of which numbers are compared too."""

WHOLE, WITHIN = "whole", "within"


def costs(own: Register, served: Register) -> pd.DataFrame:
    """How far numbers of firms are off, of a register as it is and as it is served.

    Lines (what, of): facets, shares and funnel, of the `whole` register and `within` each value of
    `LEADS`. Columns mean and most: of the numbers that are told, shares in percent points; told:
    how many are, of one.
    """
    door, lines = protection.firms(served), []
    for of, true_rows, rows in _selections(own, served):
        true, told = _facets(own, EXACT, true_rows), _facets(served, door, rows)
        true = true.reindex(told.index).fillna(0)
        whole = door.number(rows)
        share = 100 * (told / (whole or np.nan) - true / max(1, int(true_rows.sum())))
        steps = [
            diagnoses.reached_at_least(each.first_round.loc[kept], by).astype("float64")
            for each, kept, by in ((own, true_rows, EXACT), (served, rows, door))
        ]
        for what, gaps in (
            ("facets", told - true),
            ("shares", share),
            ("funnel", steps[1] - steps[0]),
        ):
            lines += [(what, of, gap) for gap in gaps.abs()]
    found = pd.DataFrame(lines, columns=["what", "of", "gap"]).groupby(["what", "of"])["gap"]
    told_of = found.count() / found.size()
    return pd.DataFrame({"mean": found.mean(), "most": found.max(), "told": told_of})


def _selections(own: Register, served: Register) -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
    """Masks over the rows as they are and as they are served: all, and each value of `LEADS`."""
    before, after = own.first_round, served.first_round
    yield WHOLE, np.ones(len(before), dtype=bool), np.ones(len(after), dtype=bool)
    for lead in LEADS:
        for code in before[lead].cat.categories:
            yield (
                WITHIN,
                (before[lead] == code).to_numpy(dtype=bool),
                (after[lead] == code).to_numpy(dtype=bool),
            )


def _facets(register: Register, door: Door, rows: np.ndarray) -> pd.Series:
    """The numbers beside the values of every filter, as floats."""
    first = register.first_round
    counts = {f.code: door.counts(first[f.code], rows=rows) for f in DIAGNOSES.filters}
    return pd.concat({code: each.astype("float64") for code, each in counts.items()})
