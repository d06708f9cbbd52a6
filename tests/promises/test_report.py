"""Facts of the report carry over, its sentences never: runs of its letters, kept here as hashes so
that the text itself is nowhere."""

from __future__ import annotations

import re
import zlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RUN = 22
"""Letters in a row, without spaces, that two texts do not share by chance."""

HASHES = Path(__file__).with_name("report.bin")
"""CRC-32 of every run of the report, four bytes each."""

TEXTS = sorted(
    path
    for folder in ("data", "neweco", "pages", "deploy")
    for kind in ("py", "toml", "csv", "json", "md", "html")
    for path in (ROOT / folder).rglob(f"*.{kind}")
    if "sample" not in path.parts
)


def runs(text: str) -> list[int]:
    """Hashes of all runs of a text."""
    bare = re.sub(r"\s", "", text)
    return [zlib.crc32(bare[i : i + RUN].encode()) for i in range(len(bare) - RUN + 1)]


def held() -> frozenset[int]:
    """The hashes of the report."""
    data = HASHES.read_bytes()
    return frozenset(int.from_bytes(data[i : i + 4], "big") for i in range(0, len(data), 4))


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_sentence_of_the_report_is_carried_over(path: Path) -> None:
    report = held()
    found = [line for line in path.read_text("utf-8").splitlines() if report & set(runs(line))]
    assert not found


def test_a_sentence_of_it_would_be_found() -> None:
    assert len(held()) > 1000
    assert len(set(runs("a" * RUN + "b"))) == 2
