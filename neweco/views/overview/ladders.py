"""Neighbouring ladders on the overview: Qingdao's own, and other places', never added up."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from neweco.analysis import series as measured
from neweco.published import Fact
from neweco.sheet import Chart, Column, Section, Table
from neweco.views.shared import charts, figures, series, tables
from neweco.views.shared.page import Page
from neweco.words import numbers

PAIRED = ("gazelle", "little_giant", "unicorn500")
"""Series published twice under one name, which may stand side by side."""

LADDERS = (
    *PAIRED,
    "unicorn",
    "hidden_unicorn",
    "eaglet",
    "innovative_sme",
    "specialised_sme",
    "specialised_provincial",
    "specialised_municipal",
)
"""Series of the ladders that other bodies run in Qingdao."""

COMPARED = (
    ("F117", "chengdu"),
    ("F118", "chengdu"),
    ("F121", "chengdu"),
    ("F111", "shandong"),
    ("F112", "shandong"),
    ("F143", "west_coast"),
)
"""Facts of other places, with the place they are about."""


def section(page: Page) -> Section:
    """What two dates say of the ladders, then all of them, then other places."""
    return page.section(
        "ladders", charts=(_pairs(page),), tables=(_ladders(page), _compared(page)), folded=True
    )


def _pairs(page: Page) -> Chart:
    """Each ladder with one name at two dates, earlier above later."""
    found = measured.ends(page.published, PAIRED)
    facts = tuple(found["fact"])
    texts = [series.said(page, fact) for fact in facts]
    labels = [
        page.text(
            "ladders.bar", name=page.text(f"ladders.{code}"), date=numbers.date(day, page.language)
        )
        for code, day in zip(found["series"], found["as_of"], strict=True)
    ]
    return charts.written(
        page,
        "ladders_pairs",
        page.text("ladders.sentence", pairs=page.text("ladders.gap").join(_arrows(page, found))),
        labels,
        found["value"].to_numpy(),
        texts,
        (
            Column("label", page.text("ladders.column_ladder")),
            Column("text", page.text("ladders.column_count")),
        ),
        reading=page.text("ladders.reading"),
        wide=True,
        basis="published",
        facts=facts,
    )


def _arrows(page: Page, found: pd.DataFrame) -> Iterable[str]:
    """`省瞪羚企业143家→527家`, one per ladder."""
    for code, of in found.groupby("series", sort=False):
        said = [series.said(page, fact) for fact in of["fact"]]
        yield page.text(
            "ladders.pair", name=page.text(f"ladders.{code}"), first=said[0], last=said[-1]
        )


def _ladders(page: Page) -> Table:
    lines = []
    for code in LADDERS:
        facts = page.published.series(code)
        lines.append(
            {
                "ladder": page.text(f"ladders.{code}"),
                "earlier": _dated(page, facts[0]) if len(facts) > 1 else "",
                "later": _dated(page, facts[-1]),
                "note": _note(page, code, facts),
                "source": _sources(page, facts),
            }
        )
    return tables.of_texts(page, "ladders", lines)


def _note(page: Page, code: str, facts: tuple[Fact, ...]) -> str:
    """The facts' own cautions, or what can be said of the dates."""
    notes = dict.fromkeys(f.note(page.language) for f in facts if f.note(page.language))
    if notes:
        return page.text("ladders.note_gap").join(notes)
    return page.text("ladders.same" if code in PAIRED else "ladders.once")


def _dated(page: Page, fact: Fact) -> str:
    value, date = series.said(page, fact.id), numbers.date(fact.as_of, page.language)
    return page.text("ladders.dated", value=value, date=date)


def _compared(page: Page) -> Table:
    lines = []
    for id, place in COMPARED:
        fact = page.published.fact(id)
        lines.append(
            {
                "place": page.text(f"compare.{place}"),
                "what": page.text(f"compare.{id}"),
                "value": _dated(page, fact),
                "note": page.text(f"compare.{id}_note"),
                "source": figures.source_name(fact.source, page.language),
            }
        )
    return tables.of_texts(page, "compare", lines)


def _sources(page: Page, facts: tuple[Fact, ...]) -> str:
    return figures.source_names((fact.source for fact in facts), page.language)
