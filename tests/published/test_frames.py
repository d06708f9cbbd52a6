"""Named units and events: what is let in, and what a fault says."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pandas as pd
import pytest

from neweco import published
from neweco.published import PublishedError, facts, files

P = published.shipped()


def edited(folder: Path, name: str, row: str, **cells: str) -> Path:
    """A copy of data/published in which some cells of one row are others."""
    shutil.copytree(facts.FOLDER, folder, dirs_exist_ok=True)
    rows = files.rows(folder / name)
    key = next(iter(rows[0]))
    found = [each for each in rows if each[key] == row]
    assert len(found) == 1 and cells.keys() <= found[0].keys()
    found[0].update(cells)
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return folder


FAULTS = [
    ("recognitions.csv", "K001", "seen", ""),
    ("recognitions.csv", "K001", "seen", "  "),
    ("recognitions.csv", "K001", "source", ""),
    ("recognitions.csv", "K001", "source", "S99"),
    ("recognitions.csv", "K001", "list", "best"),
    ("recognitions.csv", "K001", "status", ""),
    ("recognitions.csv", "K001", "year", "20x1"),
    ("recognitions.csv", "K001", "year", "1066"),
    ("recognitions.csv", "K001", "unit", "U999"),
    ("recognitions.csv", "K002", "recognition_id", "K001"),
    ("sources.csv", "S27", "date", ""),
    ("sources.csv", "S27", "grade", ""),
    ("sources.csv", "S27", "grade", "X"),
    ("sources.csv", "S27", "publisher", ""),
    ("sources.csv", "S38", "link", "https://example.org"),
    ("units.csv", "U001", "name_en", ""),
    ("units.csv", "U003", "district", "370299"),
    ("units.csv", "U003", "inferred", "district;rumour"),
    ("events.csv", "E15", "date", ""),
    ("events.csv", "E15", "date", "2023-13"),
    ("events.csv", "E15", "seen", ""),
    ("events.csv", "E15", "source", ""),
    ("events.csv", "E15", "facts", "F003;F999"),
    ("events.csv", "E15", "units", "U001;U999"),
    ("lists.csv", "rising", "fact", "F999"),
]


@pytest.mark.parametrize(("name", "row", "column", "value"), FAULTS)
def test_a_row_that_cannot_be_used_is_refused_by_name(
    tmp_path: Path, name: str, row: str, column: str, value: str
) -> None:
    with pytest.raises(PublishedError) as refused:
        published.load(edited(tmp_path, name, row, **{column: value}))
    fault = refused.value
    assert (fault.file, fault.column) == (name, column)
    assert fault.row == (value if column == "recognition_id" else row)
    assert fault.value in (value, *value.split(";"))
    assert f"{name}: row {fault.row}, column {column}" in str(fault)


def test_a_unit_that_no_source_names_is_refused(tmp_path: Path) -> None:
    alone = P.recognitions.loc[(P.recognitions["unit"] == "U006").to_numpy(), "recognition_id"]
    folder = edited(tmp_path, "recognitions.csv", alone.item(), unit="U001")
    with pytest.raises(PublishedError, match=r"units\.csv: row U006, column unit_id"):
        published.load(folder)


def test_a_column_that_is_missing_is_named(tmp_path: Path) -> None:
    shutil.copytree(facts.FOLDER, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "events.csv"
    head, rest = path.read_text(encoding="utf-8").split("\n", 1)
    path.write_text(head.replace("seen", "words") + "\n" + rest, encoding="utf-8")
    with pytest.raises(PublishedError, match=r"events\.csv: row E01, column seen"):
        published.load(tmp_path)


def test_a_date_that_was_not_seen_may_say_so(tmp_path: Path) -> None:
    held = published.load(edited(tmp_path, "sources.csv", "S27", date="未见"))
    assert held.sources["S27"].date == "未见"


def test_a_row_that_an_office_adds_is_there_to_filter(tmp_path: Path) -> None:
    shutil.copytree(facts.FOLDER, tmp_path, dirs_exist_ok=True)
    for name, line in (
        ("units.csv", "U106,某某科技,[Moumou Technology],firm,370203,ict,,,"),
        ("recognitions.csv", "K136,U106,rising,2022,,,named,,某某科技,,,,,某某科技入选,S01"),
    ):
        with (tmp_path / name).open("a", encoding="utf-8") as file:
            file.write(line + "\n")
    added = published.load(tmp_path).units.iloc[-1]
    said = (added["name_zh"], added["lists"], added["years"], added["grades"], added["also"])
    assert said == ("某某科技", "rising", "2022", "A", "")


def test_frames_are_typed_and_completed_by_hand() -> None:
    unit = P.units.set_index("unit_id").loc["U001"]
    assert (unit["lists"], unit["years"]) == ("rising;meeting;hk_filing", "2021;2023;2026")
    assert (unit["grades"], unit["also"]) == ("A;B", "山东极视角科技股份有限公司")
    first = P.recognitions.iloc[0]
    assert (first["grade"], first["date"], first["link"]) == ("A", "2023-03-24", "")
    assert isinstance(P.units["district"].dtype, pd.CategoricalDtype)
    event = P.events.set_index("event_id").loc["E06"]
    assert event["title_en"] == "The first 5 scenario-application funds receive their plaques"
    assert event["publisher"] == "中国产业经济信息网" and "title" not in P.events.columns
    assert P.events["date"].is_monotonic_increasing
    assert P.events["year"].tolist() == [int(day[:4]) for day in P.events["date"]]
