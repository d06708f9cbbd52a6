"""Rules of the house that no other test holds."""

from __future__ import annotations

import ast
import re
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

from neweco import views
from neweco.published import releases
from tests import licences

ROOT = Path(__file__).resolve().parents[2]
CODE = sorted([*(ROOT / "neweco").rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "app.py"])
SERVED = sorted(p for kind in ("html", "css", "js") for p in (ROOT / "neweco").rglob(f"*.{kind}"))
MOST_LINES = 400
REMOTE = re.compile(r"(?:https?:)?//[\w.-]+\.\w{2,}")
NAMESPACE = "http://www.w3.org/2000/svg"
"""An identifier, which no browser asks for."""

DRAWING = ("live", "light", "html", "http", "charts")
"""Parts whose texts go into pages."""


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", CODE, ids=_name)
def test_modules_are_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", CODE, ids=_name)
def test_html_goes_through_one_door(path: Path) -> None:
    """`st.html` of texts that `html` escaped; never Markdown with HTML, never a script."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.keyword):
            assert node.arg not in ("unsafe_allow_html", "unsafe_allow_javascript")


@pytest.mark.parametrize("path", SERVED, ids=_name)
def test_nothing_served_names_another_server(path: Path) -> None:
    assert not REMOTE.search(path.read_text(encoding="utf-8").replace(NAMESPACE, ""))


@pytest.mark.parametrize("path", [p for p in CODE if set(DRAWING) & set(p.parts)],
                         ids=_name)  # fmt: skip
def test_what_draws_pages_names_no_other_server(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            assert not REMOTE.search(node.value.replace(NAMESPACE, "")), node.value


@pytest.mark.parametrize("file", ["requirements.txt", "tests/requirements.txt"])
def test_every_requirement_is_pinned_and_says_why(file: str) -> None:
    for line in (ROOT / file).read_text(encoding="utf-8").splitlines():
        assert re.fullmatch(r"[a-z0-9-]+(\[\w+\])?==[\w.]+ +# \S.{8,}", line), line


def test_constraints_pin_what_requirements_pin() -> None:
    pinned = dict(re.findall(r"^([\w-]+)==(\S+)$", _read("deploy/constraints.txt"), re.M))
    for name, number in re.findall(
        r"^([\w-]+)(?:\[\w+\])?==(\S+)", _read("requirements.txt"), re.M
    ):
        assert {k.lower(): v for k, v in pinned.items()}[name] == number == version(name)


def test_the_licences_of_all_packages_are_listed() -> None:
    assert licences.text() == _read("LICENCES.md")
    assert "not declared" not in licences.text()
    assert "not installed" not in licences.text()


def test_own_licence_and_that_of_the_data() -> None:
    said = _read("LICENSE")
    assert said.startswith("MIT License")
    assert "data/published/sources.csv" in said


def test_the_changelog_names_the_version_and_the_release_of_the_data() -> None:
    number = tomllib.loads(_read("pyproject.toml"))["project"]["version"]
    entries = _read("CHANGELOG.md").split("\n## ")[1:]
    newest = next(entry for entry in entries if not entry.startswith("Unreleased"))
    assert newest.startswith(number)
    assert releases.current().id in newest


def test_contributing_says_how_to_add_and_points_to_what_exists() -> None:
    said = _read("CONTRIBUTING.md")
    for title in ("a field", "a view", "a language", "a city", "the data", "a release"):
        assert re.search(rf"^## .*{title}", said, re.M | re.I), title
    for path in re.findall(r"`([\w./-]+\.(?:py|toml|csv|md|txt|json))`", said):
        assert (ROOT / path).exists(), path


def test_the_map_names_every_part() -> None:
    said = _read("README.md").partition("## Map of the code")[2].partition("\nArrows")[0]
    for path in (ROOT / "neweco").iterdir():
        if path.name not in ("__init__.py", "__main__.py", "__pycache__"):
            assert path.name.removesuffix(".py") in said, path.name
    assert all((ROOT / "pages" / f"{view}.py").exists() for view in views.NAMES)


def test_documents_lead_to_what_is_there() -> None:
    named = (*ROOT.glob("*.md"), *ROOT.glob("deploy/*.md"))
    links = [
        (file, *m) for file in named for m in re.findall(r"\]\(([^)#:]*)(#[^)]*)?\)", _text(file))
    ]
    assert len(links) > 12
    for file, path, anchor in links:
        there = file.parent / path if path else file
        assert there.exists(), (file, path)
        if anchor:
            titles = re.findall(r"^#+ (.*)", _text(there), re.M)
            assert anchor[1:] in [
                re.sub(r"[^\w-]", "", t.lower().replace(" ", "-")) for t in titles
            ]


def test_every_key_of_the_stage_is_explained() -> None:
    meanings = re.search(r"MEANINGS = \{(.*?)\};", _read("neweco/html/keys.js"), re.S)
    assert meanings
    keys = re.findall(r'(\w+|"[^"]+"): "', meanings[1])
    assert {"b", "F5", '" "'} <= set(keys)
    signs = {"ArrowRight": "→", "ArrowLeft": "←", "ArrowUp": "↑", "ArrowDown": "↓"}
    named = {**signs, "Escape": "Esc", '" "': "Space", '"."': "."}
    table = re.findall(r"^\| (.+?) \|", _read("deploy/HALL.md"), re.M)
    said = {key for row in table for key in re.split(r", | / | or ", row)}
    assert {named.get(key, key.upper() if len(key) == 1 else key) for key in keys} <= said


def _read(file: str) -> str:
    return _text(ROOT / file)


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")
