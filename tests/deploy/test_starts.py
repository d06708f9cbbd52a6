"""A start that fails says why in one line; one that comes off says what was set in vain."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx2
import pytest

from neweco import story
from neweco.http import site
from neweco.model import register
from neweco.sources import current
from tests.serving import PATIENCE, ROOT, answers, free_port, running

COMMANDS = {
    "streamlit": ["-m", "streamlit", "run", "app.py", "--server.headless=true", "--server.port"],
    "uvicorn": ["-m", "uvicorn", "app:app", "--ws", "websockets-sansio", "--port"],
}


def _failed(command: str, port: int, environment: Mapping[str, str]) -> tuple[int, str]:
    """The exit code of a start, and what it wrote to standard error."""
    done = subprocess.run(
        [sys.executable, *COMMANDS[command], str(port)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE,
    )
    return done.returncode, done.stderr


def _errors(written: str) -> list[Any]:
    """Lines of JSON at the level of errors."""
    lines = []
    for line in written.splitlines():
        with contextlib.suppress(ValueError):
            lines.append(json.loads(line))
    return [line["message"] for line in lines if line["level"] == "error"]


@pytest.mark.parametrize(
    ("command", "environment", "said"),
    [
        ("streamlit", {current.VARIABLE: "nowhere.xlsx"}, "nowhere.xlsx"),
        (
            "uvicorn",
            {current.VARIABLE: str(register.SAMPLE), current.SECRET: "short"},
            "16 letters",
        ),
    ],
)
def test_a_start_that_fails_says_why_in_one_line(
    command: str, environment: dict[str, str], said: str
) -> None:
    code, written = _failed(command, free_port(), environment)
    assert code != 0
    assert "Traceback" not in written
    first, *others = _errors(written)
    assert first.startswith(current.VARIABLE) and said in first
    assert others in ([], ["Application startup failed. Exiting."])


def test_a_port_that_is_taken_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, written = _failed("streamlit", port, {"STREAMLIT_SERVER_ADDRESS": "127.0.0.1"})
    assert code != 0
    assert f"Port {port} is not available" in written and "Traceback" not in written


STORY = """
[[step]]
view = "labs"
picture = "no-such-picture"
title = { zh = "甲", en = "A" }

[[step]]
view = "overview"
figures = ["F001"]
title = { zh = "乙", en = "B" }
"""


def test_what_was_set_in_vain_is_said_in_the_log_and_the_readiness(tmp_path: Path) -> None:
    """The secrets of a host that has no variables are settings, too."""
    told, log = tmp_path / "story.toml", tmp_path / "log"
    told.write_text(STORY, encoding="utf-8")
    for part in ("app.py", "neweco", "pages", "data"):
        (tmp_path / part).symlink_to(ROOT / part)
    shutil.copytree(ROOT / ".streamlit", tmp_path / ".streamlit")
    secrets = f'{story.VARIABLE} = "{told}"\n{site.VARIABLE} = "explorer.example"\n'
    (tmp_path / ".streamlit" / "secrets.toml").write_text(secrets, encoding="utf-8")
    with (
        log.open("wb") as written,
        running(
            lambda port: [sys.executable, *COMMANDS["streamlit"], str(port)],
            answers("readyz"),
            cwd=tmp_path,
            stdout=subprocess.DEVNULL,
            stderr=written,
        ) as (host, _),
    ):
        ready = httpx2.get(f"http://{host}/readyz").json()
    assert ready["status"] == "ready"
    assert ready["story"] == {"steps": 2, "faulty": [1]}
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    warned = [line["message"] for line in lines if line["level"] == "warning"]
    assert [line.partition(":")[0] for line in warned] == [story.VARIABLE, site.VARIABLE]
    assert "step 1" in warned[0] and "no-such-picture" in warned[0]
    assert "explorer.example" in warned[1] and "https://" in warned[1]
