"""Folders of CSV files, one per table."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd

from neweco.sources import lines
from neweco.sources.source import Progress, RawSheet, Report, unreadable


def sheets(folder: Path, progress: Report) -> list[RawSheet]:
    """Every CSV file of a folder. Unreadable where there is none, or one is no CSV."""
    files = sorted(file for file in folder.glob("*") if file.suffix.casefold() == ".csv")
    if not files:
        raise unreadable("no_csv")
    made = []
    for i, file in enumerate(files):
        progress(Progress("sheet", i, len(files)))
        made.append(RawSheet(file.stem, _cells(file)))
    return made


def heads(file: Path) -> list[str]:
    """The first line of a file in UTF-8, cell by cell; empty where there is none."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            return next(csv.reader(opened), [])
    except (OSError, ValueError, csv.Error):
        return []


def _cells(file: Path) -> pd.DataFrame:
    try:
        return _frame(list(lines.read(file.read_bytes())))
    except (OSError, ValueError, csv.Error) as error:
        raise unreadable("broken_csv", file.name) from error


def _frame(rows: list[list[str]]) -> pd.DataFrame:
    """The lines as texts, shorter ones filled up: a title above the headings has one cell."""
    width = max(map(len, rows), default=0)
    filled = [line + [""] * (width - len(line)) for line in rows]
    index = pd.RangeIndex(1, len(rows) + 1)
    return pd.DataFrame(filled, index=index, columns=range(width), dtype="str")
