"""Folders of CSV files, one per table."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TextIO

import pandas as pd

from neweco.sources.source import Progress, RawSheet, Report, unreadable

DELIMITERS = (",", ";", "\t")
ENCODINGS = ("utf-8-sig", "gb18030")
"""Tried in this order: what spreadsheets here write."""


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
    for encoding in ENCODINGS:
        try:
            with file.open(encoding=encoding, newline="") as opened:
                lines = list(csv.reader(opened, delimiter=_delimiter(opened), strict=True))
        except UnicodeDecodeError:
            continue
        except (OSError, csv.Error) as error:
            raise unreadable("broken_csv", file.name) from error
        return _frame(lines)
    raise unreadable("broken_csv", file.name)


def _delimiter(opened: TextIO) -> str:
    """Comma, semicolon or tab: what the first lines have most of."""
    start = opened.read(4096)
    opened.seek(0)
    return max(DELIMITERS, key=start.count)


def _frame(lines: list[list[str]]) -> pd.DataFrame:
    """The lines as texts, shorter ones filled up: a title above the headings has one cell."""
    width = max(map(len, lines), default=0)
    filled = [line + [""] * (width - len(line)) for line in lines]
    index = pd.RangeIndex(1, len(lines) + 1)
    return pd.DataFrame(filled, index=index, columns=range(width), dtype="str")
