"""Published series as small frames."""

from __future__ import annotations

import pandas as pd

from neweco.published import Published


def frame(published: Published, code: str) -> pd.DataFrame:
    """Columns fact, as_of, value (base unit), one row per fact of the series, earliest first."""
    rows = []
    for fact in published.series(code):
        quantity = published.value(fact.id)
        if quantity is not None:
            rows.append({"fact": fact.id, "as_of": fact.as_of, "value": quantity.central})
    return pd.DataFrame(rows, columns=["fact", "as_of", "value"])
