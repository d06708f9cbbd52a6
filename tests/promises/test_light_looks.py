"""How the light pages look, as far as their style sheet and classes say it."""

from __future__ import annotations

import re

import pytest

from neweco import words
from neweco.html import style
from neweco.query.selection import Selection
from tests.light.test_routes import page

STYLE = style.page()
PRINT = "".join(re.findall(r"@media print ?\{((?:[^{}]*\{[^{}]*\})*)\s*\}", STYLE))


def test_addresses_go_on_anywhere_and_leave_other_columns_their_room() -> None:
    cells = re.findall(r"<td([^>]*)><a href=\"https?://", page("evidence"))
    assert len(cells) > 10
    assert set(cells) == {' class="ne-link"'}
    assert re.search(r"\.ne-link, [^{]*\{ overflow-wrap: anywhere", STYLE)
    assert re.search(r"\.ne-table \.ne-link \{ min-width:", STYLE)


def test_paper_is_white() -> None:
    """A phone in the dark prints dark ink."""
    assert STYLE.count("prefers-color-scheme:dark") == 1
    assert STYLE.count("@media screen and (prefers-color-scheme:dark)") == 1
    assert "color-scheme:light" in PRINT


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_paper_says_what_is_chosen_and_not_what_can_be_pressed(language: str) -> None:
    hidden = set(re.split(",", PRINT.partition("{display:none}")[0].rpartition("}")[2]))
    assert {"form", "header", ".files", ".ne-chart details:not([open])"} <= hidden
    pressed = re.split(", ", PRINT.rpartition("{ display: none; }")[0].rpartition("}")[2].strip())
    assert {".ne-rail", ".ne-tools", ".ne-parts", ".ne-pills .ne-clear"} <= set(pressed)
    text = page("labs", "kind=scenario", language)
    chosen = Selection.from_query("labs", "kind=scenario").phrase("kind", language)
    pills = text.partition('<p class="ne-pills">')[2].partition("</p>")[0]
    assert chosen in pills and pills not in text.partition("<form")[2].partition("</form>")[0]


def test_a_range_in_force_does_not_put_the_form_before_the_page() -> None:
    form = page("enterprises", "growth=10..").partition("<form")[2].partition("</form>")[0]
    assert form.count("<details>") == 1 and "<details open" not in form
    assert 'name="growth" value="10.."' in form.partition("<details>")[2]


def test_settings_of_a_switch_stand_apart() -> None:
    assert '<p class="ne-switch">' in page("evidence")
    assert re.search(r"\.ne-switch a[^{]*\{ margin-right:", STYLE)


def test_no_heading_of_a_table_is_left_alone_at_the_foot_of_a_sheet() -> None:
    (kept,) = re.findall(r"([^{}]+)\{ break-after: avoid; \}", PRINT)
    assert all(name in kept for name in (".ne-section", "caption", "thead"))
