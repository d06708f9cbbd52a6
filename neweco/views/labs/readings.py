"""The published 8 that doubled and 26 over 10 %, read in the two ways the report allows."""

from __future__ import annotations

from neweco import words
from neweco.model.fields import LABS
from neweco.sheet import Chart, Column, Option, Section
from neweco.views.shared import charts, figures
from neweco.views.shared.page import Page

FACTS = ("F015", "F016", "F207")
"""Doubled, over 10 %, and laboratories in all."""


def section(page: Page, register_side: Chart | None = None) -> Section:
    """What each reading of the published 8 and 26 says of the 54 laboratories.

    `register_side` is the chart of the register's own outcomes, drawn beside it.
    """
    switch = page.view.switches[0]
    reading, choices = page.selection.option(switch.name), switch.values
    doubled, over, whole = (_point(page, fact) for fact in FACTS)
    said = {"doubled": doubled, "over": over, "whole": page.count(whole, "lab")}
    option = Option(
        switch.name,
        page.text("readings.label"),
        reading,
        tuple((value, page.text(f"readings.{value}", **said)) for value in choices),
        page.selection,
    )
    totals = {value: sum(outcomes(page, value)[:2]) for value in choices}
    notes = [
        page.text("readings.open"),
        page.text(
            "readings.compare",
            **{k: figures.counted(page.language, n, "lab", whole) for k, n in totals.items()},
            whole=said["whole"],
        ),
    ]
    notes.append(page.published.fact("F233").statement(page.language))
    if page.register.basis == "simulated":
        notes.append(page.text("readings.simulated"))
    return Section(
        "readings",
        page.text("readings.title", **said),
        page.text(f"readings.lead_{reading}", **said, total=totals[reading], middle=over - doubled),
        option=option,
        charts=charts.drawn(_chart(page, reading, wide=register_side is None), register_side),
        notes=tuple(notes),
    )


def outcomes(page: Page, reading: str) -> tuple[int, int, int]:
    """The published laboratories that doubled, grew over 10 % without doubling, and the rest."""
    doubled, over, whole = (_point(page, fact) for fact in FACTS)
    middle = over - doubled if reading == "inside" else over
    return doubled, middle, whole - doubled - middle


def _chart(page: Page, reading: str, wide: bool) -> Chart:
    found = outcomes(page, reading)
    whole = sum(found)
    return charts.written(
        page,
        "readings",
        page.text("readings.sentence", over=found[0] + found[1], whole=page.count(whole)),
        [page.text(f"readings.{code}") for code in ("doubled", "over_10", "rest")],
        found,
        [figures.counted(page.language, n, "lab", whole) for n in found],
        (
            Column("category", LABS["band"].label(page.language)),
            Column("count", words.text(page.language, "units.lab.axis"), "integer"),
        ),
        basis="derived",
        facts=FACTS,
        wide=wide,
    )


def _point(page: Page, fact: str) -> int:
    quantity = page.published.value(fact)
    if quantity is None:
        raise ValueError(f"{fact} is not a figure")
    return int(quantity.central)
