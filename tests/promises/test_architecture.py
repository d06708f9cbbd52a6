"""The tree is the architecture: which folders there are, and who may import whom."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from neweco import views, words
from neweco.model.units import UNITS
from neweco.query.views import VIEWS

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
    folders = {p.parent.name for p in (HOUSE / "views").glob("*/page.py")} - {"shared"}
    assert pages == folders == set(views.NAMES)


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("name", VIEWS)
def test_every_view_is_complete(name: str, language: str) -> None:
    view, said = VIEWS[name], words.catalogue(language)
    needed = {"title", "menu"} | ({"search", "table"} if view.table else set())
    assert {f"{name}.{key}" for key in needed} <= set(said)
    assert "" in view.examples
    if view.table is None:
        return
    assert {f"units.{view.noun}.{form}" for form in ("one", "other", "axis")} <= set(said)
    assert set(view.searched) <= {field.code for field in view.table.fields}
    assert view.searched and view.item is not None and view.table.code in view.needs


def _compared(path: Path) -> list[tuple[int, str]]:
    """Texts that code compares something with, or chooses by."""
    found: list[tuple[int, str]] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            if any(isinstance(side, ast.Attribute) and side.attr == "basis" for side in sides):
                continue  # a basis may be called like a page
        elif isinstance(node, ast.MatchValue):
            sides = [node.value]
        else:
            continue
        for side in sides:
            for part in ast.walk(side):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    found.append((part.lineno, part.value))
    return found


TABLE_NAMES = ("sources", "sample")
"""Rooms that compare with the names of tables, some of which are those of views."""


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_views_are_known_by_name_in_one_place(path: Path) -> None:
    if path == HOUSE / "query" / "views.py" or _part(_name(path)) in TABLE_NAMES:
        return
    assert not [each for each in _compared(path) if each[1] in VIEWS]


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_languages_are_known_by_name_in_the_catalogues_alone(path: Path) -> None:
    if _part(_name(path)) != "words":
        assert not [each for each in _compared(path) if each[1] in words.LANGUAGES]


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_units_are_known_by_name_where_they_are_declared(path: Path) -> None:
    if _part(_name(path)) not in ("model", "words", "published"):
        units = set(UNITS) - {""}
        assert not [each for each in _compared(path) if each[1] in units - {"%"}]


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
