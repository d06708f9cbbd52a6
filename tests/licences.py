"""The licences of what the project rests on, as the packages themselves declare them.

python -m tests.licences > LICENCES.md
"""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HEAD = """# Licences

The project itself is MIT, see `LICENSE`. It contains no code of others; these packages are
installed beside it. Made by `python -m tests.licences > LICENCES.md`; a test holds it to what is
installed.

"""
UNSAID = {"axe-playwright-python": "MIT"}
"""Packages that say their licence in a file only; read there. The axe-core within is MPL-2.0."""


def names(file: str) -> list[str]:
    """The packages that a requirements file names."""
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    return [re.split(r"[\\[=]", line)[0] for line in lines if line and not line.startswith("#")]


def declared(name: str) -> str:
    """A package's licence in one line; PackageNotFoundError where it is not installed."""
    said = metadata(name)
    line = str(said.get("License-Expression") or said.get("License") or "").strip()
    if line and len(line) < 60 and "\n" not in line and not line.startswith("Copyright"):
        return line
    classes = [c.rpartition(" :: ")[2] for c in said.get_all("Classifier") or [] if "License" in c]
    return ", ".join(classes) or UNSAID.get(name, "not declared")


def text() -> str:
    """The whole file."""
    parts = (("The app", "deploy/constraints.txt"), ("Its tests", "tests/requirements.txt"))
    found = HEAD
    listed: set[str] = set()
    for title, file in parts:
        found += f"## {title}\n\n| package | licence |\n|---|---|\n"
        for name in sorted({n.lower() for n in names(file)} - listed):
            listed.add(name)
            try:
                found += f"| {name} | {declared(name)} |\n"
            except PackageNotFoundError:
                found += f"| {name} | not installed |\n"
        found += "\n"
    return found.rstrip() + "\n"


if __name__ == "__main__":
    print(text(), end="")
