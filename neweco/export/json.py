"""A view as a JSON document: what is shown, its figures with bounds and basis, and its rows."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from neweco import words
from neweco.published import releases
from neweco.sheet import Figure, Sheet


def document(sheet: Sheet, frame: pd.DataFrame, root: str = "") -> bytes:
    """JSON: what is shown, the figures with bounds and basis, and the rows. `root` is the address
    of the site."""
    shown = {
        "view": sheet.view,
        "title": sheet.title,
        "headline": sheet.marked,
        "language": sheet.language,
        "release": releases.current().id,
        "basis": sheet.basis,
        "basis_meaning": words.text(sheet.language, f"basis.meaning.{sheet.basis}"),
        "query": sheet.selection.to_query(),
        "filters": list(sheet.phrases),
        "citation": sheet.cited(root),
        "figures": [_figure(figure) for figure in sheet.figures],
        "rows": json.loads(frame.to_json(orient="records", force_ascii=False)),
    }
    return json.dumps(shown, ensure_ascii=False, indent=1, allow_nan=False).encode("utf-8")


def _figure(figure: Figure) -> dict[str, Any]:
    quantity = figure.quantity
    bounds: dict[str, Any] = {}
    if quantity is not None:
        bounds = {
            "low": quantity.low,
            "high": quantity.high,
            "low_closed": quantity.low_closed,
            "high_closed": quantity.high_closed,
            "approximate": quantity.approximate,
        }
    return {
        "label": figure.label,
        "value": figure.value,
        "basis": figure.basis,
        "fact": figure.fact,
        "note": figure.note,
        **bounds,
    }
