"""A register in SQLite: the same as from its files, and only read."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest

from neweco.model import register
from neweco.model.fields import TABLES
from neweco.sources.problem import sentence
from neweco.sources.reading import read


@pytest.fixture
def file(tmp_path: Path) -> Path:
    place = tmp_path / "名册.db"
    with closing(sqlite3.connect(place)) as opened, opened:
        for code in TABLES:
            rows = pd.read_csv(register.SAMPLE / f"{code}.csv", dtype=str, keep_default_na=False)
            rows.to_sql(code, opened, index=False)
    return place


def test_the_sample_in_sqlite_is_the_same_register(file: Path) -> None:
    found = read(f"sqlite:///{file}")
    assert found.problems == () and found.register is not None
    for code, table in TABLES.items():  # rows come by id
        frame = register.shipped().frame(code).sort_values(table.key, ignore_index=True)
        again = found.register.frame(code).sort_values(table.key, ignore_index=True)
        pd.testing.assert_frame_equal(frame, again)


def test_numbers_and_empty_cells_of_a_database_are_read(file: Path) -> None:
    with closing(sqlite3.connect(file)) as opened, opened:
        opened.execute("create table typed (enterprise_id text, name text, tier text, "
                       "industry text, year integer, revenue real, ipo integer)")  # fmt: skip
        opened.execute("insert into typed values ('P-001', '甲', 'potential', 'ict', 2022, 1.5, 1)")
        opened.execute("drop table enterprises")
        opened.execute("create view enterprises as select * from typed")
        for code in ("labs", "centres", "diagnoses", "projects"):
            opened.execute(f"drop table {code}")
    found = read(f"sqlite:///{file}")
    assert found.register is not None, found.problems
    (row,) = found.register.enterprises.to_dict("records")
    assert (row["revenue"], row["year"], row["ipo"]) == (1.5, 2022, True)
    assert row["growth"] != row["growth"], "a column that is not there is unknown"


def test_a_file_that_is_not_there_is_not_made_and_none_is_written(file: Path) -> None:
    missing = file.with_name("none.db")
    assert [p.code for p in read(f"sqlite:///{missing}").problems] == ["no_database"]
    assert not missing.exists()
    before = file.read_bytes()
    read(f"sqlite:///{file}")
    assert file.read_bytes() == before
    file.write_bytes(b"no database at all" * 100)
    assert [p.code for p in read(f"sqlite:///{file}").problems] == ["no_database"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_driver_that_is_not_installed_is_named(language: str) -> None:
    for url, driver in (("mysql://u:p@h/x", "mysql"), ("nonsense://h/x", "nonsense")):
        (problem,) = read(url).problems
        assert (problem.code, problem.found) == ("no_driver", driver)
        assert driver in sentence(problem, language) and "u:p" not in sentence(problem, language)
