"""The laboratories: how their host firms grew, what money followed, where they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from neweco import words
from neweco.analysis import labs as measured
from neweco.analysis import tally
from neweco.model.register import Register
from neweco.model.units import UNITS
from neweco.model.vocabularies import LAB_KINDS
from neweco.published import Published
from neweco.published.quantity import Quantity
from neweco.query.selection import Selection
from neweco.sheet import Figure, Section, Sheet
from neweco.views.labs import outcomes, readings
from neweco.views.shared import charts, named, recognition, series, tables
from neweco.views.shared.layers import Layers
from neweco.views.shared.page import Page
from neweco.words import numbers

LISTED = (
    "name", "kind", "batch", "district", "industry", "growth", "band", "ipo", "funded", "signed",
)  # fmt: skip
RECORD = (
    "kind", "batch", "recognised_on", "district", "industry", "growth", "band", "ipo", "funded",
    "scenario_money", "signed",
)  # fmt: skip

PUBLISHED = {
    "F012": "innovation",
    "F013": "scenario",
    "F207": "both",
    "F015": "doubled",
    "F016": "over_10",
    "F017": "ipo",
    "F014": "money",
    "F052": "batch_1_innovation",
    "F053": "batch_1_scenario",
    "F058": "batch_2",
    "F059": "laixi",
}
"""Facts that bear on the laboratories, with their labels."""

MONEY = {
    "F064": "equity",
    "F065": "followed",
    "F209": "ratio",
    "F066": "leverage",
    "F067": "financing",
    "F068": "financed",
}

SIGNINGS = {"F004": "amount", "F005": "labs", "F206": "centre", "F003": "people"}


def sheet(register: Register, published: Published, selection: Selection, language: str) -> Sheet:
    """The page of the laboratories that a selection keeps."""
    page = Page(register, published, selection, language)
    some = len(page.whole) > 0
    sections = [
        page.fixed("strip", lambda: page.published_section("published", PUBLISHED, place="strip")),
        named.strip(page, "innovation_lab", "scenario_lab"),
        *([page.absence()] if page.absent else [_figures(page)] if some else []),
        readings.section(page, outcomes.bands(page)),
        *_growth(page),
        page.fixed("money", lambda: _money(page)),
        *([tables.section(page, LISTED)] if some else []),
        page.fixed("signings", lambda: page.published_section("signings", SIGNINGS, folded=True)),
        named.section(page, "innovation_lab", "scenario_lab", "lab_host", "fund"),
        page.fixed("rules", lambda: recognition.rules(page, "innovation_lab", "scenario_lab")),
        *recognition.assumptions(page),
    ]
    profile = tables.profile(page, RECORD, note=page.text("profile"))
    return page.sheet(_headline(page), sections, profile=profile)


def _headline(page: Page) -> str:
    if not len(page.rows):
        return page.text("headline_empty")
    kinds = tally.counts(page.rows["kind"], LAB_KINDS)
    known = tally.known(page.rows["growth"])
    return page.text(
        "headline" if known else "headline_unknown",
        labs=page.count(len(page.rows), "lab"),
        innovation=kinds["innovation"],
        scenario=kinds["scenario"],
        over=measured.over_10(page.rows),
        doubled=measured.doubled(page.rows),
        known=known,
    )


def _figures(page: Page) -> Section:
    every = page.layers("labs", len)
    known = page.layers("known", lambda rows: tally.known(rows["growth"]))
    figures = [
        _backed(page, page.figure("figures.labs", every.part, "lab"), every),
        _backed(page, page.figure("figures.known", known.part, "lab", every.part), known),
        _outcome(page, "doubled", "growth", measured.doubled, band=["doubled"]),
        _outcome(page, "over_10", "growth", measured.over_10, band=["over_10", "doubled"]),
        *(_yes(page, flag) for flag in ("ipo", "funded")),
        replace(_scenario_money(page), beside=""),
        _yes(page, "signed"),
    ]
    return page.section("figures", figures=tuple(figures), place="main")


def _outcome(
    page: Page,
    key: str,
    column: str,
    count: Callable[[pd.DataFrame], int],
    **chosen: list[str],
) -> Figure:
    """A count of laboratories; `chosen` is the filter that shows them."""
    ((param, codes),) = chosen.items()
    way, found = page.selection.with_values(param, codes), page.layers(key, count)
    known = tally.known(page.rows[column])
    return _backed(page, page.outcome(f"figures.{key}", found.part, known, "lab", way), found)


def _yes(page: Page, flag: str) -> Figure:
    return _outcome(page, flag, flag, lambda rows: tally.yes(rows, flag), **{flag: ["1"]})


def _backed(page: Page, figure: Figure, found: Layers[int]) -> Figure:
    return replace(figure, beside=page.behind(found.ghost, "lab"))


def _scenario_money(page: Page) -> Figure:
    """The money the rows state, how many state it, and how many may have more unstated."""
    found = measured.money(page.rows)
    label, basis = page.text("figures.money"), page.register.basis
    missing = page.text("figures.money_unknown", unknown=page.count(found.unknown, "lab"))
    if not len(page.rows):
        return Figure(label, numbers.UNKNOWN, basis)
    if found.unknown and not found.known:
        return Figure(label, numbers.UNKNOWN, basis, note=missing)
    yuan = found.total * UNITS["万元"].scale
    stated = page.text("figures.money_known", known=page.count(found.known, "lab"))
    notes = [stated, missing] if found.unknown else [stated]
    return Figure(
        label,
        numbers.money(yuan, page.language),
        basis,
        Quantity.point(yuan, "元"),
        note=words.listed(page.language, notes),
    )


def _growth(page: Page) -> tuple[Section, ...]:
    drawn = charts.drawn(outcomes.growth(page))
    return (page.section("growth", charts=drawn, place="main"),) if drawn else ()


def _money(page: Page) -> Section:
    followed, equity = (page.fact(fact, "money.equity").value for fact in ("F065", "F064"))
    ratio = page.text("money.ratio_note", followed=followed, equity=equity)
    made = (
        series.columns(page, "labs_total", page.text("series.labs_total")),
        series.columns(page, "scene_money"),
        series.columns(page, "lab_ipo", page.text("series.lab_ipo")),
    )
    notes = (page.published.fact("F232").statement(page.language),)
    return page.published_section(
        "money", MONEY, notes, beside={"F209": ratio}, charts=made, folded=True
    )
