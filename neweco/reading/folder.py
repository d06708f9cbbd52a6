"""Folders of CSV files, one per table."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from neweco.reading.source import Progress, Report, Sheet, unreadable

ENCODINGS = ("utf-8-sig", "gb18030")
"""Tried in this order: what spreadsheets here write."""


def sheets(folder: Path, progress: Report) -> list[Sheet]:
    """Every CSV file of a folder. Unreadable where there is none, or one is no CSV."""
    files = sorted(folder.glob("*.csv"))
    if not files:
        raise unreadable("no_csv")
    made = []
    for i, file in enumerate(files):
        progress(Progress("sheet", i, len(files)))
        made.append(Sheet(file.stem, _cells(file)))
    return made


def _cells(file: Path) -> pd.DataFrame:
    for encoding in ENCODINGS:
        try:
            cells = pd.read_csv(
                file,
                header=None,
                dtype="str",
                keep_default_na=False,
                encoding=encoding,
                skip_blank_lines=False,
            )
        except UnicodeDecodeError:
            continue
        except pd.errors.EmptyDataError:
            return pd.DataFrame()
        except (OSError, pd.errors.ParserError) as error:
            raise unreadable("broken_csv", file.name) from error
        cells.index = pd.RangeIndex(1, len(cells) + 1)
        return cells
    raise unreadable("broken_csv", file.name)
