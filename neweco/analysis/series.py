"""Published series as small frames."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import pandas as pd

from neweco.published import Published

Move = Literal["single", "rose", "fell", "level"]

_COLUMNS = ("fact", "as_of", "value")


def frame(published: Published, code: str) -> pd.DataFrame:
    """Columns fact, as_of, value (base unit), one row per fact of the series, earliest first."""
    rows = []
    for fact in published.series(code):
        quantity = published.value(fact.id)
        if quantity is not None:
            rows.append({"fact": fact.id, "as_of": fact.as_of, "value": quantity.central})
    return pd.DataFrame(rows, columns=list(_COLUMNS))


def move(found: pd.DataFrame) -> Move:
    """How the last value of a series stands to its first; `single` where there is only one."""
    if len(found) < 2:
        return "single"
    first, last = found["value"].iloc[0], found["value"].iloc[-1]
    return "rose" if last > first else "fell" if last < first else "level"


def ends(published: Published, codes: Iterable[str]) -> pd.DataFrame:
    """First and last row of each series (one row where there is only one), with its code."""
    parts = []
    for code in codes:
        found = frame(published, code)
        parts.append(found.iloc[sorted({0, len(found) - 1} if len(found) else ())])
        parts[-1].insert(0, "series", code)
    if not parts:
        return pd.DataFrame(columns=["series", *_COLUMNS])
    return pd.concat(parts, ignore_index=True)
