"""The published 8 that doubled and 26 over 10 %, read in the two ways the report allows."""

from __future__ import annotations

import pandas as pd

from neweco import charts, words
from neweco.model.fields import LABS
from neweco.query import grammar
from neweco.sheet import Chart, Column, Option, Section
from neweco.views.shared import context, parts
from neweco.views.shared.context import Context

FACTS = ("F015", "F016", "F207")
"""Doubled, over 10 %, and laboratories in all."""

READINGS = grammar.OPTIONS["labs"]["reading"]


def section(at: Context, register_side: Chart | None = None) -> Section:
    """What each reading of the published 8 and 26 says of the 54 laboratories.

    `register_side` is the chart of the register's own outcomes, drawn beside it.
    """
    reading = at.selection.option("reading")
    doubled, over, whole = (_point(at, fact) for fact in FACTS)
    said = {"doubled": doubled, "over": over, "whole": at.count(whole, "lab")}
    option = Option(
        "reading",
        at.text("readings.label"),
        reading,
        tuple((value, at.text(f"readings.{value}", **said)) for value in READINGS),
    )
    totals = {value: sum(outcomes(at, value)[:2]) for value in READINGS}
    notes = [
        at.text("readings.open"),
        at.text(
            "readings.compare",
            **{k: context.counted(at.language, n, "lab", whole) for k, n in totals.items()},
            whole=said["whole"],
        ),
    ]
    if at.register.basis == "sample":
        notes.append(at.text("readings.sample"))
    return Section(
        "readings",
        at.text("readings.title", **said),
        at.text(f"readings.lead_{reading}", **said, total=totals[reading], middle=over - doubled),
        option=option,
        charts=parts.drawn(_chart(at, reading, wide=register_side is None), register_side),
        notes=tuple(notes),
    )


def outcomes(at: Context, reading: str) -> tuple[int, int, int]:
    """The published laboratories that doubled, grew over 10 % without doubling, and the rest."""
    doubled, over, whole = (_point(at, fact) for fact in FACTS)
    middle = over - doubled if reading == "inside" else over
    return doubled, middle, whole - doubled - middle


def _chart(at: Context, reading: str, wide: bool) -> Chart:
    found = outcomes(at, reading)
    whole = sum(found)
    names = [at.text(f"readings.{code}") for code in ("doubled", "over_10", "rest")]
    texts = [context.counted(at.language, n, "lab", whole) for n in found]
    rows = pd.DataFrame({"category": names, "count": found, "text": texts})
    title = words.text(at.language, "units.lab.axis")
    heading = LABS["band"].label(at.language)
    spec = charts.bars(
        category="category",
        value="count",
        text="text",
        title=title,
        order=names,
        tooltip={"category": heading, "text": title},
        language=at.language,
    )
    sentence = at.text("readings.sentence", over=found[0] + found[1], whole=at.count(whole, "lab"))
    return at.chart(
        "readings",
        sentence,
        spec,
        rows,
        (Column("category", heading), Column("count", title, "integer")),
        alt=parts.alt_text(at.language, sentence, names, texts),
        basis="derived",
        facts=FACTS,
        source=context.published_line(at.published, FACTS, at.language),
        wide=wide,
    )


def _point(at: Context, fact: str) -> int:
    quantity = at.published.value(fact)
    if quantity is None:
        raise ValueError(f"{fact} is not a figure")
    return int(quantity.central)
