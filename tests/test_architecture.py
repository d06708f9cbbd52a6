"""The arrows of the house: who may import whom, and what never leaves the live face."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted((ROOT / "neweco").rglob("*.py"))

LAYERS: tuple[tuple[str, ...], ...] = (
    ("vocabulary", "quantity", "numerals", "words", "site", "qr", "selfcheck", "spreadsheet"),
    ("fields", "negotiation"),
    ("grammar", "datapackage", "published", "release"),
    ("matching",),
    ("selection", "register"),
    ("charting", "hall"),
    ("sample", "measures", "charts", "sheet", "claims", "crosschecks", "protection"),
    ("reading",),
    ("served", "story", "drawing"),
    ("views", "takeaway", "markup"),
    ("handout",),
    ("live", "light"),
)
"""Lowest first: a module imports from its own layer or from those before it."""

RANK = {name: rank for rank, layer in enumerate(LAYERS) for name in layer}


def _part(module: str) -> str:
    return module.split(".")[1] if module.count(".") else ""


def _imports(path: Path) -> list[str]:
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            base = node.module
            found += [f"{base}.{a.name}" for a in node.names] if base == "neweco" else [base]
    return found


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_arrows_run_one_way(path: Path) -> None:
    own = _part(_name(path))
    if own in ("", "__init__", "__main__") or path.name == "__main__.py":
        return
    for module in _imports(path):
        if module.startswith("neweco."):
            other = _part(module)
            assert RANK[other] <= RANK[own], f"{own} imports {other}"
            assert {own, other} != {"live", "light"}


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_only_the_live_face_knows_streamlit(path: Path) -> None:
    uses = any(module.split(".")[0] == "streamlit" for module in _imports(path))
    assert not uses or _part(_name(path)) == "live"


@pytest.mark.parametrize("path", sorted((ROOT / "pages").glob("*.py")), ids=_name)
def test_pages_are_short_and_only_name_their_view(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 25
    assert all(m.startswith(("neweco.live", "__future__")) for m in _imports(path))


def test_every_view_has_a_page() -> None:
    from neweco import views

    assert {p.stem for p in (ROOT / "pages").glob("*.py")} == set(views.NAMES)
