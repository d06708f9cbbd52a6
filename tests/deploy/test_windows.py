"""The app on Windows, as far as another system can play it (see `windows`)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest
import streamlit

from neweco.model import register
from neweco.sources import template
from tests.serving import ROOT, answers, running

PATIENCE = 60
PLAYED = Path(__file__).with_name("windows.py")
SAMPLE = register.shipped()


@pytest.fixture
def windows(tmp_path: Path) -> dict[str, str]:
    """The environment of a process that takes itself to be on a Chinese Windows."""
    played = tmp_path / "played"
    played.mkdir()
    shutil.copy(PLAYED, played / "sitecustomize.py")
    path = os.pathsep.join((str(played), str(ROOT)))
    return {**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "cp936", "PYTHONUTF8": "0"}


def _named(name: str) -> bytes:
    """The sample as a filled-in template, with this name of the first firm."""
    enterprises = SAMPLE.enterprises.copy()
    enterprises.loc[0, "name"] = name
    changed = replace(SAMPLE, frames={**SAMPLE.frames, "enterprises": enterprises})
    return template.workbook(changed, "zh")


def _soon(holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.2)
    return True


def test_the_app_starts_reads_the_template_and_follows_it(
    windows: dict[str, str], tmp_path: Path
) -> None:
    own, log = tmp_path / "own.xlsx", tmp_path / "log"
    own.write_bytes(_named("镕基𠮷公司"))
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
    with (
        log.open("wb") as written,
        running(
            lambda port: [*command, f"--server.port={port}"],
            answers("readyz"),
            cwd=ROOT,
            env={**windows, "NEWECO_REGISTER": str(own)},
            stdout=subprocess.DEVNULL,
            stderr=written,
        ) as (host, _),
        httpx2.Client(base_url=f"http://{host}", timeout=PATIENCE) as client,
    ):
        served = client.get("/readyz").json()["register"]
        assert (served["basis"], served["rows"]["enterprises"]) == ("register", 137)
        asked = "/light/enterprises?q=%F0%A0%AE%B7"  # a letter that the code page lacks
        assert "镕基𠮷公司" in client.get(asked).text
        script = next((Path(streamlit.__file__).parent / "static" / "static" / "js").glob("*.js"))
        assert "javascript" in client.get(f"/static/js/{script.name}").headers["content-type"]
        own.write_bytes(_named("另一家公司"))
        assert _soon(lambda: "另一家公司" in client.get("/light/enterprises?q=另一家").text)
    said = log.read_text(encoding="cp936")
    assert "cannot limit the memory" in said and "Traceback" not in said


def test_the_command_line_speaks_to_a_console_with_a_code_page(
    windows: dict[str, str], tmp_path: Path
) -> None:
    own, story = tmp_path / "own.xlsx", tmp_path / "story.html"
    own.write_bytes(_named("镕基𠮷公司"))

    def run(*given: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "neweco", *given]
        return subprocess.run(command, env=windows, cwd=tmp_path, capture_output=True)

    checked = run("check", str(own))
    assert checked.returncode == 0, checked.stderr
    assert "读到的行数：企业 137" in checked.stdout.decode("cp936")
    absent = run("check", "𠮷.xlsx")
    assert absent.returncode == 2 and b"Traceback" not in absent.stderr
    assert "\\U00020bb7.xlsx" in absent.stdout.decode("cp936")
    assert run("story", "--out", str(story)).returncode == 0
    assert "青岛新经济" in story.read_text(encoding="utf-8")
