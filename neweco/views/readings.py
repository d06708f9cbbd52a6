"""The published 8 that doubled and 26 over 10 %, read in the two ways the report allows."""

from __future__ import annotations

import pandas as pd

from neweco import charts, words
from neweco.fields import LABS
from neweco.sheet import Chart, Column, Option, Section
from neweco.views import context, parts
from neweco.views.context import Context


def section(at: Context) -> Section:
    """What each reading of the published 8 and 26 says of the 54 laboratories."""
    reading = at.selection.option("reading")
    option = Option(
        "reading",
        at.text("readings.label"),
        reading,
        tuple((value, at.text(f"readings.{value}")) for value in ("inside", "beside")),
    )
    return Section(
        "readings",
        at.text("readings.title"),
        at.text(f"readings.lead_{reading}"),
        option=option,
        charts=(_reading_chart(at, reading),),
        notes=(at.text("readings.note"),),
    )


def _reading_chart(at: Context, reading: str) -> Chart:
    doubled, over, whole = (_point(at, fact) for fact in ("F015", "F016", "F207"))
    middle = over - doubled if reading == "inside" else over
    found = {"doubled": doubled, "over_10": middle, "rest": whole - doubled - middle}
    names = [at.text(f"readings.{code}") for code in found]
    texts = [context.counted(at.language, n, "lab", whole) for n in found.values()]
    rows = pd.DataFrame({"category": names, "count": list(found.values()), "text": texts})
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
    sentence = at.text("readings.sentence", over=doubled + middle, whole=at.count(whole, "lab"))
    facts = ("F015", "F016", "F207")
    return at.chart(
        "readings",
        sentence,
        spec,
        rows,
        (Column("category", heading), Column("count", title, "integer")),
        alt=parts.alt_text(at.language, sentence, names, texts),
        basis="derived",
        facts=facts,
        source=context.published_line(at.published, facts, at.language),
        wide=True,
    )


def _point(at: Context, fact: str) -> int:
    quantity = at.published.value(fact)
    if quantity is None:
        raise ValueError(f"{fact} is not a figure")
    return int(quantity.central)
