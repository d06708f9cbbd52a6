"""Published series as charts, for every view that shows one."""

from __future__ import annotations

from neweco import words
from neweco.analysis import series as measured
from neweco.sheet import Chart, Column
from neweco.views.shared import charts
from neweco.views.shared.page import Page
from neweco.words import numbers


def columns(page: Page, code: str, reading: str = "") -> Chart:
    """Upright bars of a series, one per date, each with its figure as published."""
    language = page.language
    found = measured.frame(page.published, code)
    facts = tuple(found["fact"])
    texts = [said(page, fact) for fact in facts]
    dates = [numbers.date(day, language) for day in found["as_of"]]
    sentence = words.text(
        language,
        f"series.{measured.move(found)}",
        name=words.text(language, f"series.{code}.name"),
        first=texts[0],
        last=texts[-1],
        start=dates[0],
        end=dates[-1],
    )
    return charts.written(
        page,
        code,
        sentence,
        dates,
        found["value"].to_numpy(),
        texts,
        (
            Column("date", words.text(language, "series.date")),
            Column("text", words.text(language, f"series.{code}.axis")),
        ),
        upright=True,
        reading=reading,
        basis="published",
        facts=facts,
    )


def said(page: Page, fact: str) -> str:
    """A fact's figure in words; where it is no figure (a document number), as published."""
    quantity = page.published.value(fact)
    return (
        numbers.quantity(quantity, page.language) if quantity else page.published.fact(fact).token
    )
