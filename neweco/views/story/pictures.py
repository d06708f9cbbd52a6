"""Pictures for the hall beside the charts of a view: published figures as marks, one message each.

A page has its figures on a slim line; a hall sees them drawn. The texts stand at
`story.picture.<id>`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from neweco import words
from neweco.charts.forms import Columns, Form, RankedList, Units
from neweco.charts.units import Marks
from neweco.model.register import Register
from neweco.published import Published
from neweco.published.quantity import Quantity
from neweco.query.facets import Facet
from neweco.query.selection import Selection
from neweco.sheet import Chart, Column, Sheet, Table
from neweco.views.shared import units
from neweco.views.shared.page import Page
from neweco.views.shared.units import Line, Row
from neweco.words import numbers

MILLION = 1_000_000
"""元 that one square of money stands for."""


@dataclass(frozen=True)
class Picture:
    """Figures side by side in the colour of a line, and whether their marks need words."""

    rows: tuple[Row, ...]
    line: str = ""
    is_read: bool = False


PICTURES: Mapping[str, Mapping[str, Picture]] = {
    "overview": {
        "lines": Picture(
            (
                Row("F006", "rising", line="tiers"),
                Row("F007", "potential", line="tiers"),
                Row("F012", "innovation", line="labs"),
                Row("F013", "scenario", line="labs"),
                Row("F019", "centres", line="centres"),
            )
        )
    },
    "enterprises": {
        "rising": Picture(
            (Row("F008", "over_100m", "F006"), Row("F009", "over_50", "F006")), "tiers"
        ),
        "potential": Picture((Row("F010", "backed", "F007"), Row("F011", "ipo", "F007")), "tiers"),
    },
    "labs": {
        "batches": Picture(
            (Row("F208", "first"), Row("F207", "at_meeting"), Row("F061", "later")), "labs"
        ),
        "capital": Picture(
            (
                Row("F064", "equity", shape="square", per=MILLION),
                Row("F065", "followed", shape="square", per=MILLION),
            ),
            "labs",
            is_read=True,
        ),
    },
    "diagnoses": {
        "centres": Picture(
            (Row("F019", "centres"), Row("F020", "industries", shape="square")), "centres"
        ),
        "reached": Picture(
            (Row("F021", "firms"), Row("F022", "projects", shape="square")), "centres", is_read=True
        ),
    },
}
"""By view and id; texts of an id stand under it in the catalogue of the story."""

OUTCOMES = "outcomes"
"""What became of the 54 laboratories, a picture of the laboratories."""

_DOUBLED, _OVER, _WHOLE = "F015", "F016", "F207"


def picture(sheet: Sheet, id: str, register: Register, published: Published) -> Chart | None:
    """The chart, the filter or the picture of a view that has this id; None where none has."""
    page = Page(register, published, Selection("story"), sheet.language)
    for chart in sheet.charts:
        if chart.id == id:
            return chart
    for facet in sheet.facets:
        if facet.param == id:
            return _of_facet(facet, sheet, page)
    declared = PICTURES.get(sheet.view, {})
    if id in declared:
        return _declared(page, id, declared[id])
    return _outcomes(page) if id == OUTCOMES and "batches" in declared else None


def lines(page: Page) -> Chart:
    """The units of all three lines side by side."""
    story = replace(page, selection=Selection("story"))
    return _declared(story, "lines", PICTURES["overview"]["lines"])


def _declared(page: Page, id: str, made: Picture) -> Chart:
    rows = tuple(
        Row(row.fact, f"picture.{id}.{row.label}", row.whole, row.shape, row.per, row.line)
        for row in made.rows
    )
    reading = page.text(f"picture.{id}.reading") if made.is_read else ""
    said = _sentence(page, id)
    return units.chart(page, id, rows, line=made.line, sentence=said, reading=reading, beside=True)


def _sentence(page: Page, id: str) -> str:
    return page.text(f"picture.{id}.sentence")


def _outcomes(page: Page) -> Chart:
    """The 8 that doubled and the 26 over 10 %: of 8 nobody knows whether they are among the 26.

    No mark says more than that: 18 are over 10 % in both readings, 8 in one of them.
    """
    doubled, over, whole = (
        int(_quantity(page, fact).central) for fact in (_DOUBLED, _OVER, _WHOLE)
    )
    rest = whole - over - doubled
    unit = _quantity(page, _WHOLE).unit
    counted = {
        "doubled": (doubled, Marks(0, doubled=doubled)),
        "over_10": (over - doubled, Marks(over - doubled)),
        "open": (doubled, Marks(0, left_open=doubled)),
        "rest": (rest, Marks(0, rest=rest)),
    }
    lines = []
    for key, (number, marks) in counted.items():
        text = numbers.quantity(Quantity.point(number, unit), page.language)
        meaning = page.text(f"picture.{OUTCOMES}.meaning") if marks.left_open else text
        lines.append(Line(page.text(f"picture.{OUTCOMES}.{key}"), text, meaning, marks))
    return units.of_lines(
        page,
        OUTCOMES,
        lines,
        (_DOUBLED, _OVER, _WHOLE),
        Units("name", "text", "meaning", "labs", beside=True),
        sentence=_sentence(page, OUTCOMES),
        basis="derived",
    )


def _quantity(page: Page, fact: str) -> Quantity:
    quantity = page.published.value(fact)
    if quantity is None:
        raise ValueError(f"{fact} is not a figure")
    return quantity


def _of_facet(facet: Facet, sheet: Sheet, page: Page) -> Chart | None:
    """The values of a filter with their rows; None of a filter that offers none."""
    offers, language = facet.offers, page.language
    if not offers:
        return None
    texts = [words.whole(language, offer.rows) for offer in offers]
    names = [offer.label for offer in offers]
    behind = "whole" if sheet.active else ""
    rows = pd.DataFrame(
        {
            "name": names,
            "count": [offer.rows or 0 for offer in offers],
            "text": texts,
            "whole": [offer.whole or 0 for offer in offers],
            "behind": [words.whole(language, offer.whole) for offer in offers],
        }
    )
    form: Form = RankedList("name", "count", "text", tuple(names), whole=behind)
    if facet.span is not None:
        form = Columns("name", "count", "text", whole=behind)
    source = words.text(language, f"basis.line.{sheet.basis}", name=page.register.name)
    title = facet.label + facet.unit
    said = words.clauses(language, map(words.pair, [language] * len(names), names, texts))
    alt = words.text(language, "common.alt", sentence=title, items=said)
    columns = (Column("name", facet.label), Column("text", sheet.title))
    twin = Table(facet.param, title, columns, rows, sheet.basis, source=source)
    return Chart(facet.param, title, alt, form, twin, source)
