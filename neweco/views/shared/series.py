"""Published series as charts, for every view that shows one."""

from __future__ import annotations

import pandas as pd

from neweco import charts, words
from neweco.analysis import series as measured
from neweco.sheet import Chart, Column
from neweco.views.shared.context import Context, published_line
from neweco.views.shared.parts import alt_text
from neweco.words import numbers

KINDS = {"scene_money": "yuan", "gdp_city": "yuan"}


def columns(at: Context, code: str, reading: str = "") -> Chart:
    """Upright bars of a series, one per date, each with its figure as published."""
    found = measured.frame(at.published, code)
    facts = tuple(found["fact"])
    texts = [said(at, fact) for fact in facts]
    dates = [numbers.date(day, at.language) for day in found["as_of"]]
    scale = 1e4 if code in KINDS else 1.0
    rows = pd.DataFrame({"date": dates, "value": found["value"] / scale, "text": texts})
    title = words.text(at.language, f"series.{code}.axis")
    spec = charts.columns(
        category="date",
        value="value",
        text="text",
        title=title,
        order=dates,
        tooltip={"date": words.text(at.language, "series.date"), "text": title},
        language=at.language,
        kind="wan" if code in KINDS else "count",
    )
    sentence = words.text(
        at.language,
        f"series.{measured.move(found)}",
        name=words.text(at.language, f"series.{code}.name"),
        first=texts[0],
        last=texts[-1],
        start=dates[0],
        end=dates[-1],
    )
    return at.chart(
        code,
        sentence,
        spec,
        rows,
        (Column("date", words.text(at.language, "series.date")), Column("text", title)),
        alt=alt_text(at.language, sentence, dates, texts),
        reading=reading,
        basis="published",
        source=published_line(at.published, facts, at.language),
        facts=facts,
    )


def said(at: Context, fact: str) -> str:
    """A fact's figure in words; where it is no figure (a document number), as published."""
    quantity = at.published.value(fact)
    return numbers.quantity(quantity, at.language) if quantity else at.published.fact(fact).token
