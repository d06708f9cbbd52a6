"""Neighbouring ladders on the overview: Qingdao's own, and other places', never added up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from neweco import charts
from neweco.analysis import series as measured
from neweco.published import Fact
from neweco.sheet import Chart, Column, Section, Table
from neweco.views.shared import context, series
from neweco.views.shared.context import Context
from neweco.views.shared.parts import alt_text
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


def section(at: Context) -> Section:
    """What two dates say of the ladders, then all of them, then other places."""
    return Section(
        "ladders",
        at.text("ladders.title"),
        at.text("ladders.lead"),
        charts=(_pairs(at),),
        tables=(_ladders(at), _compared(at)),
        folded=True,
    )


def _pairs(at: Context) -> Chart:
    """Each ladder with one name at two dates, earlier above later."""
    found = measured.ends(at.published, PAIRED)
    facts = tuple(found["fact"])
    texts = [series.said(at, fact) for fact in facts]
    names = [at.text(f"ladders.{code}") for code in found["series"]]
    dates = [numbers.date(day, at.language) for day in found["as_of"]]
    labels = [
        at.text("ladders.bar", name=name, date=date)
        for name, date in zip(names, dates, strict=True)
    ]
    rows = pd.DataFrame(
        {
            "label": labels,
            "ladder": names,
            "date": dates,
            "count": found["value"].to_numpy(),
            "text": texts,
        }
    )
    headings = {c: at.text(f"ladders.column_{c}") for c in ("ladder", "date", "count")}
    spec = charts.bars(
        category="label",
        value="count",
        text="text",
        title=headings["count"],
        order=labels,
        tooltip={"ladder": headings["ladder"], "date": headings["date"], "text": headings["count"]},
        language=at.language,
    )
    sentence = at.text("ladders.sentence", pairs=_joined(at, _arrows(at, found)))
    return at.chart(
        "ladders_pairs",
        sentence,
        spec,
        rows,
        (
            Column("ladder", headings["ladder"]),
            Column("date", headings["date"]),
            Column("text", headings["count"]),
        ),
        alt=alt_text(at.language, sentence, labels, texts),
        reading=at.text("ladders.reading"),
        wide=True,
        basis="published",
        source=context.published_line(at.published, facts, at.language),
        facts=facts,
    )


def _arrows(at: Context, found: pd.DataFrame) -> Iterable[str]:
    """`省瞪羚企业143家→527家`, one per ladder."""
    for code, of in found.groupby("series", sort=False):
        said = [series.said(at, fact) for fact in of["fact"]]
        yield at.text("ladders.pair", name=at.text(f"ladders.{code}"), first=said[0], last=said[-1])


def _joined(at: Context, items: Iterable[str]) -> str:
    return ("，" if at.language == "zh" else "; ").join(items)


def _ladders(at: Context) -> Table:
    lines = []
    for code in LADDERS:
        facts = at.published.series(code)
        lines.append(
            {
                "ladder": at.text(f"ladders.{code}"),
                "earlier": _dated(at, facts[0]) if len(facts) > 1 else "",
                "later": _dated(at, facts[-1]),
                "note": _note(at, code, facts),
                "source": _sources(at, facts),
            }
        )
    return _table(at, "ladders", lines)


def _note(at: Context, code: str, facts: tuple[Fact, ...]) -> str:
    """The facts' own cautions, or what can be said of the dates."""
    notes = dict.fromkeys(fact.note(at.language) for fact in facts if fact.note(at.language))
    if notes:
        return ("；" if at.language == "zh" else ". ").join(notes)
    return at.text("ladders.same" if code in PAIRED else "ladders.once")


def _dated(at: Context, fact: Fact) -> str:
    value, date = series.said(at, fact.id), numbers.date(fact.as_of, at.language)
    return at.text("ladders.dated", value=value, date=date)


def _compared(at: Context) -> Table:
    lines = []
    for id, place in COMPARED:
        fact = at.published.fact(id)
        lines.append(
            {
                "place": at.text(f"compare.{place}"),
                "what": at.text(f"compare.{id}"),
                "value": _dated(at, fact),
                "note": at.text(f"compare.{id}_note"),
                "source": context.source_name(fact.source, at.language),
            }
        )
    return _table(at, "compare", lines)


def _sources(at: Context, facts: tuple[Fact, ...]) -> str:
    names = [context.source_name(fact.source, at.language) for fact in facts]
    return ("；" if at.language == "zh" else "; ").join(dict.fromkeys(names))


def _table(at: Context, id: str, lines: list[Mapping[str, str]] | list[dict[str, str]]) -> Table:
    """A table of published texts; headings are `<id>.column_<column>`."""
    columns = tuple(Column(c, at.text(f"{id}.column_{c}")) for c in lines[0])
    return Table(id, at.text(f"{id}.caption"), columns, pd.DataFrame(lines), "published")
