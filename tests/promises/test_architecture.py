"""The tree is the architecture: which folders there are, and who may import whom."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from neweco import views

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "neweco"
MODULES = sorted(HOUSE.rglob("*.py"))

LAYERS: tuple[tuple[str, ...], ...] = (
    ("words", "http"),
    ("model", "published", "selfcheck"),
    ("query", "sample"),
    ("charts", "sheet", "analysis"),
    ("sources", "story"),
    ("views",),
    ("html",),
    ("export",),
    ("light", "live"),
    ("asgi", "__main__"),
)
"""Lowest first: a module imports from its own layer or from those before it."""

RANK = {name: rank for rank, layer in enumerate(LAYERS) for name in layer}
APART = ({"live", "light"},)
"""Of one layer, and yet strangers to each other."""


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


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


def test_the_house_holds_exactly_these_rooms() -> None:
    rooms = {p.stem for p in HOUSE.iterdir() if p.name not in ("__pycache__", "__init__.py")}
    assert rooms == set(RANK)
    assert not [p for p in HOUSE.iterdir() if p.is_dir() and not any(p.iterdir())]


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_imports_go_down_only(path: Path) -> None:
    own = _part(_name(path))
    for module in _imports(path) if own != "__init__" else []:
        if module.startswith("neweco."):
            other = _part(module)
            assert RANK[other] <= RANK[own], f"{own} imports {other}"
            assert {own, other} not in APART


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_only_the_live_face_knows_streamlit(path: Path) -> None:
    uses = any(module.split(".")[0] == "streamlit" for module in _imports(path))
    assert not uses or _part(_name(path)) == "live"


@pytest.mark.parametrize("path", sorted((ROOT / "pages").glob("*.py")), ids=_name)
def test_pages_are_short_and_only_name_their_view(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 25
    assert all(m.startswith(("neweco.live", "__future__")) for m in _imports(path))


def test_every_view_has_a_page_and_a_folder() -> None:
    pages = {p.stem for p in (ROOT / "pages").glob("*.py")}
    folders = {p.parent.name for p in (HOUSE / "views").glob("*/page.py")}
    assert pages == folders == set(views.NAMES)


ACROSS = {"promises", "browser", "deploy", "load"}
"""Folders of tests that belong to no single room."""


def test_tests_mirror_the_house() -> None:
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        room, stem = path.parent.relative_to(ROOT / "tests"), path.stem.removeprefix("test_")
        if room.parts and room.parts[0] in ACROSS:
            continue
        there = {room.name} | {
            p.stem.strip("_") for p in (HOUSE / room).rglob("*") if p.suffix == ".py" or p.is_dir()
        }
        assert any(stem == name or stem.startswith(f"{name}_") for name in there if name), path
