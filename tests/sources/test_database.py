"""A register in PostgreSQL: a real server, started for the test."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy

from neweco.model import register
from neweco.model.fields import TABLES
from neweco.sources import report
from neweco.sources.database import DRIVER
from neweco.sources.reading import read
from tests.serving import STOP, running

USER, PASSWORD = "office", "s3cret-word"
INITDB = shutil.which("initdb") or max(
    map(str, Path("/usr/lib/postgresql").glob("*/bin/initdb")), default=""
)
pytestmark = pytest.mark.skipif(
    not INITDB and os.environ.get("NEWECO_BROWSER") != "required",
    reason="no PostgreSQL on this machine",
)


def _as_user(folder: Path) -> list[str]:
    """PostgreSQL does not run as root: then it runs as the user that its package makes."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, "postgres")
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The URL of a fresh server, without the database's name."""
    assert INITDB, "these tests need PostgreSQL: apt-get install postgresql"
    folder = Path(tempfile.mkdtemp(prefix="neweco-pg-", dir="/tmp"))  # short: it holds a socket
    user, bin = _as_user(folder), Path(INITDB).parent
    word = folder / "word"
    word.write_text(PASSWORD)
    word.chmod(0o644)
    data = folder / "data"
    subprocess.run(
        [*user, bin / "initdb", "-D", data, "-U", USER, "--auth=scram-sha-256",
         f"--pwfile={word}", "-E", "UTF8", "--locale=C"],
        check=True, capture_output=True,
    )  # fmt: skip
    command = [*user, bin / "postgres", "-D", data, "-k", folder]
    command += ["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-p"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    try:
        with running(lambda port: [*command, str(port)], _ask, **quiet) as (host, process):
            yield _url(host)
            process.send_signal(signal.SIGINT)  # at once: pools still hold connections
            process.wait(STOP)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _url(host: str) -> str:
    return f"postgresql://{USER}:{PASSWORD}@{host}"


def _engine(url: str) -> sqlalchemy.Engine:
    return sqlalchemy.create_engine(
        url.replace("postgresql", DRIVER, 1), poolclass=sqlalchemy.NullPool
    )


def _ask(host: str) -> None:
    try:
        with _engine(f"{_url(host)}/postgres").connect():
            pass
    except sqlalchemy.exc.OperationalError as error:
        raise ConnectionError from error


@pytest.fixture(scope="module")
def filled(server: str) -> str:
    """A database with the sample: four tables, and the projects as a view."""
    engine = _engine(f"{server}/postgres")
    for code, table in TABLES.items():
        frame = register.shipped().frame(code)[[field.code for field in table.stored]]
        columns = {
            name: column.astype("object").where(column.notna(), None)
            for name, column in frame.items()
        }
        name = "all_projects" if code == "projects" else code
        pd.DataFrame(columns).to_sql(name, engine, index=False)
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("create view projects as select * from all_projects"))
    return f"{server}/postgres"


def test_the_sample_in_a_database_is_the_same_register(filled: str) -> None:
    found = read(filled)
    assert found.problems == (), report.lines(found, "en")
    assert found.register is not None
    for code, frame in register.shipped().frames.items():
        key = TABLES["diagnoses" if code == "first_round" else code].key
        pd.testing.assert_frame_equal(
            *(
                each.sort_values(key, ignore_index=True)
                for each in (frame, found.register.frames[code])
            )
        )
    assert found.register.basis == "register"
    assert PASSWORD not in found.register.name


def test_what_is_wrong_in_it_is_said(filled: str) -> None:
    with _engine(filled).begin() as connection:
        connection.execute(sqlalchemy.text("create schema broken"))
        connection.execute(sqlalchemy.text("create table broken.labs as select * from labs"))
        connection.execute(sqlalchemy.text("update broken.labs set kind = 'scenarioo' "
                                           "where lab_id = 'S-001'"))  # fmt: skip
    found = read(f"{filled}?options=-csearch_path%3Dbroken")
    assert found.register is None
    assert [(p.code, p.sheet, p.column) for p in found.problems] == [
        ("unknown_value", "labs", "kind")
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_cannot_be_reached_is_said_without_the_password(server: str, language: str) -> None:
    cases = {
        server.replace(PASSWORD, "other-word") + "/postgres": "no_database",
        f"{server}/nowhere": "no_database",
        f"postgresql://{USER}:{PASSWORD}@127.0.0.1:9/x": "no_database",
        f"postgresql://{USER}@127.0.0.1:9/x?password={PASSWORD}": "no_database",
        f"{server}/template1": "no_tables",
        f"mysql://{USER}:{PASSWORD}@127.0.0.1/x": "no_driver",
        f"postgresql://{USER}:{PASSWORD}@127.0.0.1:port/x": "not_a_database",
        "postgresql://[::1/x": "not_a_database",
        "://x": "not_a_database",
    }
    for url, code in cases.items():
        found = read(url)
        assert [problem.code for problem in found.problems] == [code], url
        assert found.unreadable
        said = "\n".join(report.lines(found, language))
        assert PASSWORD not in said and "other-word" not in said


def test_a_database_is_only_read(filled: str) -> None:
    """A view that would write is refused by the server, not run."""
    with _engine(filled).begin() as connection:
        for line in (
            "create schema writing",
            "create table writing.kept (n int)",
            "create function writing.add() returns text language sql volatile as "
            "$$ insert into writing.kept values (1) returning 'C-01' $$",
            "create view writing.centres as select writing.add() as centre_id, "
            "'x' as name, 'ict' as industry",
        ):
            connection.execute(sqlalchemy.text(line))
    found = read(f"{filled}?options=-csearch_path%3Dwriting")
    assert [p.code for p in found.problems] == ["no_database"]
    with _engine(filled).begin() as connection:
        assert (
            connection.execute(sqlalchemy.text("select count(*) from writing.kept")).scalar() == 0
        )
