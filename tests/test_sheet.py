"""The parts of a sheet cannot be made without what must come with them."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from neweco.charts.forms import Columns
from neweco.query.selection import Selection
from neweco.sheet import Chart, Column, Figure, Table

ROWS = pd.DataFrame({"a": [1]})
TWIN = Table("t", "caption", (Column("a", "A"),), ROWS, "simulated")
GOOD: dict[str, Any] = {
    "id": "c", "sentence": "s", "alt": "a", "form": Columns("a", "a", "a"), "table": TWIN,
    "source": "line",
}  # fmt: skip


@pytest.mark.parametrize("lacking", ["sentence", "alt", "source"])
def test_a_chart_needs_sentence_alternative_text_and_source(lacking: str) -> None:
    with pytest.raises(ValueError, match=f"lacks its {lacking}"):
        Chart(**GOOD | {lacking: ""})
    assert Chart(**GOOD).basis == "simulated"


def test_a_published_chart_names_its_facts() -> None:
    published = Table("t", "caption", (Column("a", "A"),), ROWS, "published")
    with pytest.raises(ValueError, match="names no fact"):
        Chart(**GOOD | {"table": published})
    assert Chart(**GOOD | {"table": published, "facts": ("F001",)}).facts == ("F001",)


@pytest.mark.parametrize("basis", ["published", "derived"])
def test_a_published_figure_names_its_fact(basis: Any) -> None:
    with pytest.raises(ValueError, match="names no fact"):
        Figure("label", "15", basis)
    assert Figure("label", "15", basis, fact="F006").fact == "F006"


def test_a_figure_needs_a_label_and_a_value() -> None:
    for label, value in (("", "15"), ("label", "")):
        with pytest.raises(ValueError, match="lacks a label or a value"):
            Figure(label, value, "simulated")


def test_a_table_needs_a_caption_and_its_columns() -> None:
    with pytest.raises(ValueError, match="lacks a caption"):
        Table("t", "", (), ROWS, "simulated")
    with pytest.raises(ValueError, match=r"lacks the columns \['b'\]"):
        Table("t", "caption", (Column("b", "B"),), ROWS, "simulated")


def test_a_part_of_a_table_leads_nowhere_and_ways_belong_to_rows() -> None:
    rows = pd.DataFrame({"a": [1, 2, 3], "b": [4, 5, 6]})
    columns, way = (Column("a", "A"), Column("b", "B")), Selection("labs")
    whole = Table(
        "t", "T", columns, rows, "register", ("x", "y", "z"), 9, links={"a": (way,) * 3},
        sorts={"a": way}, pages=(("1", None),),
    )  # fmt: skip
    part = whole.part(2, 1)
    assert [column.code for column in part.columns] == ["a"] and list(part.rows["a"]) == [1, 2]
    assert not (part.keys or part.links or part.sorts or part.pages or part.total)
    with pytest.raises(ValueError, match="as many keys and ways as rows"):
        Table("t", "T", columns, rows, "register", ("x",), links={"a": (way,) * 3})
