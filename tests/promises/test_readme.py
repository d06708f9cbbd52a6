"""The commands of the README and of the page on registers that it leads to: those that can run here
do, the others are recognised."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
REGISTER = (ROOT / "deploy" / "REGISTER.md").read_text(encoding="utf-8")
CI = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
INSTALL = "python3 -m venv .venv && .venv/bin/pip install -r requirements.txt"
STARTS = ".venv/bin/streamlit run app.py"
TESTS = ".venv/bin/python -m pytest -n 3"
LINES = [
    line.split("  #")[0].strip()
    for block in re.findall(r"```sh\n(.*?)```", README + REGISTER, re.S)
    for line in block.splitlines()
    if line.strip()
]


def test_the_two_main_commands() -> None:
    assert LINES[0] == f"{INSTALL} && {STARTS}"
    assert LINES[1] == f"{INSTALL} -r tests/requirements.txt && {TESTS}"


def test_ci_does_what_the_readme_says() -> None:
    said = re.sub(r" -q| --disable-pip-version-check", "", CI)
    for step in (*INSTALL.split(" && "), TESTS):
        assert step in said, step
    assert "-r requirements.txt -r tests/requirements.txt" in said
    wanted = re.search(r"apt-get install ([^`]*)`", README)
    assert wanted and wanted[1] in said


def test_the_app_starts_as_the_readme_says() -> None:
    """Browser tests start it so; see `tests.serving`."""
    serving = (ROOT / "tests" / "serving.py").read_text(encoding="utf-8")
    assert '"-m", "streamlit", "run"' in serving


def _runs(line: str) -> bool:
    return line.startswith(".venv/bin/python -m neweco")


def test_every_command_is_recognised() -> None:
    for line in LINES[2:]:
        assert _runs(line) or line.endswith(STARTS), line


def test_commands_run(tmp_path: Path) -> None:
    """In the order of the README: one may read what another wrote."""
    (tmp_path / "mapping.json").write_text('{"mapping": 1, "sheets": {}}', encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for line in filter(_runs, LINES):
        command = [sys.executable, *shlex.split(line)[1:]]
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True
        )
        assert done.returncode in (0, 1), (line, done.stderr)
        assert "Traceback" not in done.stderr, line
