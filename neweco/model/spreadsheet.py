"""What goes to a spreadsheet: CSV that opens clean, and texts that it does not run."""

from __future__ import annotations

import pandas as pd

BOM = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def inert(text: str) -> str:
    """Text that no spreadsheet runs: a leading sign is put behind an apostrophe."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def csv(frame: pd.DataFrame) -> bytes:
    """UTF-8 with a byte-order mark, CRLF: opens clean in Excel and WPS."""
    return (BOM + frame.to_csv(index=False, lineterminator="\r\n")).encode("utf-8")
