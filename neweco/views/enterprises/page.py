"""The enterprise tiers: who is in them, how they grow, and by which published criteria."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from neweco import words
from neweco.analysis import enterprises as measured
from neweco.analysis import tally
from neweco.charts.forms import Axis, Scatter
from neweco.model.fields import ENTERPRISES
from neweco.model.register import Register
from neweco.model.vocabularies import INDUSTRIES, TIERS
from neweco.published import Published, Rule
from neweco.query.selection import Selection
from neweco.sheet import Chart, Check, Column, Figure, Profile, Section, Sheet, Verdict
from neweco.views.shared import charts, figures, named, recognition, tables
from neweco.views.shared.page import Page
from neweco.words import numbers

LISTED = (
    "name", "tier", "district", "industry", "year", "revenue", "growth", "rd", "backed", "ipo",
    "new_face",
)  # fmt: skip
RECORD = (
    "tier", "district", "industry", "year", "opened_on", "age", "revenue", "growth", "rd",
    "backed", "ipo", "new_face", "award",
)  # fmt: skip
NAMED = ("rising", "potential")
"""Lists of units that are named in public."""

SHOWN_GROWTH = 250
"""Growth beyond this many percent is drawn at the edge, so that it does not flatten the rest."""


def sheet(register: Register, published: Published, selection: Selection, language: str) -> Sheet:
    """The page of the enterprises that a selection keeps."""
    page = Page(register, published, selection, language)
    sections = [
        page.fixed("strip", lambda: page.published_section("published", PUBLISHED, place="strip")),
        named.strip(page, *NAMED),
    ]
    if page.absent:
        sections += [page.absence()]
    elif len(page.whole):
        growth = page.section("growth", charts=charts.drawn(_scatter(page)), place="main")
        sections += [_figures(page), growth, tables.section(page, LISTED)]
        sections += [_money(page), _compare(page)]
    sections.append(named.section(page, *NAMED))
    sections.append(page.fixed("criteria", lambda: _criteria(page)))
    sections += recognition.assumptions(page)
    return page.sheet(_headline(page), sections, profile=_profile(page))


def _criteria(page: Page) -> Section:
    issued = tuple(page.published.fact(id).statement(page.language) for id in ISSUED)
    return recognition.rules(page, "rising", "potential", id="criteria", notes=issued)


def _headline(page: Page) -> str:
    if not len(page.rows):
        return page.text("headline_empty")
    tiers = tally.counts(page.rows["tier"], TIERS)
    top = charts.leaders(tally.counts(page.rows["industry"], INDUSTRIES), INDUSTRIES, page.language)
    return page.text(
        "headline",
        firms=page.count(len(page.rows), "firm"),
        rising=tiers["rising"],
        potential=tiers["potential"],
        industries=top,
    )


PUBLISHED = {
    "F006": "rising",
    "F007": "potential",
    "F008": "over_100m",
    "F009": "over_50",
    "F010": "backed",
    "F011": "ipo",
    "F027": "new_face",
    "F036": "award",
}
"""Facts that bear on the tiers, with their labels."""

ISSUED = ("F228", "F230")
"""The rules that were issued for the two tiers, and what for."""


def _figures(page: Page) -> Section:
    found, other = measured.record(page.rows), measured.record(page.other)
    shown = [_median(page, code, found, other) for code in ("revenue", "growth", "rd")]
    for flag in ("backed", "ipo", "new_face"):
        known, of = int(found[f"{flag}_known"]), int(other[f"{flag}_known"])
        way = page.selection.with_values(flag, ["1"])
        figure = page.outcome(f"figures.{flag}", int(found[flag]), known, "firm", way)
        shown.append(replace(figure, beside=page.beside(f"{int(other[flag])} / {of}")))
    return page.section("figures", figures=tuple(shown), place="main")


def _median(page: Page, code: str, found: dict[str, float], other: dict[str, float]) -> Figure:
    field = ENTERPRISES[code]
    value = tables.value(found[code], field, page.language)
    known = int(found[f"{code}_known"])
    note = page.text("figures.known", firms=page.count(known, "firm"))
    note = "" if known == len(page.rows) else note
    beside = page.beside(tables.value(other[code], field, page.language))
    label, basis = page.text(f"figures.{code}"), page.register.basis
    return Figure(label, value, basis, note=note, beside=beside)


def _drawable(frame: pd.DataFrame) -> pd.DataFrame:
    """The firms of which both axes are known."""
    known = frame.dropna(subset=["revenue", "growth"])
    return known.loc[known["revenue"] > 0]


def _ghost(page: Page) -> pd.DataFrame:
    """The points of the whole register, thinned where they are more than can be told apart."""
    known = charts.thinned(_drawable(page.whole)[["revenue", "growth", "tier"]])
    return known.assign(
        growth=known["growth"].clip(upper=SHOWN_GROWTH),
        tier=tables.labels(known["tier"], ENTERPRISES["tier"], page.language),
    )


def _scatter(page: Page) -> Chart:
    language = page.language
    known = _drawable(page.rows)
    over, within = int((known["growth"] > 50).sum()), len(known)
    revenue, growth = ENTERPRISES["revenue"], ENTERPRISES["growth"]
    rows = pd.DataFrame(
        {
            "name": known["name"].to_numpy(),
            "tier": tables.labels(known["tier"], ENTERPRISES["tier"], language),
            "revenue": known["revenue"].to_numpy(),
            "growth": known["growth"].clip(upper=SHOWN_GROWTH).to_numpy(),
            "revenue_text": [revenue.measure.said(v, language) for v in known["revenue"]],
            "growth_text": [growth.measure.said(v, language) for v in known["growth"]],
            "grown": known["growth"].to_numpy(),
        }
    )
    headings = page.headings("name", "tier", revenue_text="revenue", growth_text="growth")
    columns = (
        *(Column(code, headings[code]) for code in ("name", "tier")),
        Column("revenue", revenue.heading(language), "money"),
        Column("grown", growth.heading(language), "percent"),
    )
    form = Scatter(
        Axis("revenue", page.text("growth.axis"), "wan", log=True),
        Axis("growth", growth.label(language), "percent"),
        "tier",
        headings,
        x_marks=((5000, page.text("growth.line_revenue")),),
        y_marks=((10, page.text("growth.line_growth")),),
    )
    hidden = len(page.rows) - within
    sentence = page.text("growth.sentence", over=over, known=page.count(within))
    beyond = known["growth"].max() > SHOWN_GROWTH
    return page.chart(
        "growth",
        sentence,
        form,
        rows,
        columns,
        described=page.text("growth.alt"),
        reading=words.sentences(
            language,
            page.text("growth.what"),
            page.text("growth.reading"),
            page.text("growth.top", top=SHOWN_GROWTH) if beyond else "",
            page.text("growth.hidden", hidden=page.count(hidden)) if hidden else "",
        ),
        wide=True,
        ghost=page.once(f"growth.ghost.{language}", lambda: _ghost(page)),
        links=[page.selection.with_item(str(id)) for id in known["enterprise_id"]],
    )


def _money(page: Page) -> Section:
    made = [_flag_by_industry(page, flag) for flag in ("backed", "ipo")]
    return page.section("money", charts=charts.drawn(*made, _ages(page)), folded=True)


def _flag_by_industry(page: Page, flag: str) -> Chart:
    number, known = tally.yes(page.rows, flag), tally.known(page.rows[flag])
    return charts.bars(
        page,
        flag,
        page.layers(f"with.{flag}", lambda rows: measured.industries_with(rows, flag)),
        ENTERPRISES["industry"],
        sentence=page.text(
            f"money.{flag}",
            firms=number,
            known=page.count(known),
            share=figures.share(page.language, number, known),
        ),
    )


def _ages(page: Page) -> Chart:
    layers = page.layers("ages", measured.ages)
    found, every = layers.part, layers.whole
    shown = found[(every.to_numpy() > 0) | (np.arange(len(every)) < 3)]
    names = [page.text(f"age.class_{i}") for i in shown.index]
    young, known = int(found.iloc[:3].sum()), int(found.sum())
    unknown = len(page.rows) - known
    key = "age.sentence_all" if young == known else "age.sentence"
    rest = page.text("age.unknown", unknown=page.count(unknown)) if unknown else ""
    return charts.written(
        page,
        "age",
        page.text(key, firms=young, known=page.count(known)),
        names,
        shown.to_numpy(),
        [page.count(int(n)) for n in shown],
        (
            Column("age", ENTERPRISES["age"].label(page.language)),
            Column("count", words.text(page.language, "units.firm.axis"), "integer"),
        ),
        upright=True,
        behind=layers.ghost[shown.index],
        reading=words.sentences(page.language, page.text("age.reading"), rest),
    )


def _compare(page: Page) -> Section:
    """The two tiers side by side under the filters, a line having one unit."""
    sides = {
        tier: measured.record(page.rows.loc[page.rows["tier"] == tier]) for tier in TIERS.codes
    }
    measures = ("firms", "revenue", "growth", "rd", "backed", "ipo", "new_face")
    lines = [
        {
            "measure": page.text(f"figures.{code}") + _unit(page, code),
            **{tier: _side(page, code, side) for tier, side in sides.items()},
        }
        for code in measures
    ]
    columns = (Column("measure", page.text("compare.measure")),) + tuple(
        Column(c.code, c.label(page.language)) for c in TIERS
    )
    table = tables.of_rows(page, "compare", columns, pd.DataFrame(lines))
    return page.section("compare", folded=True, tables=(table,), notes=(page.text("compare.note"),))


def _unit(page: Page, code: str) -> str:
    """The unit of a median, behind its name; counts say their own."""
    measured = code != "firms" and ENTERPRISES[code].kind == "number"
    return ENTERPRISES[code].measure.heading(page.language) if measured else ""


def _side(page: Page, code: str, side: dict[str, float]) -> str:
    """One measure of one tier in words."""
    if code == "firms":
        return page.count(int(side["firms"]))
    if ENTERPRISES[code].kind != "flag":
        return numbers.number(side[code], page.language, 1, fixed=True)
    known = int(side[f"{code}_known"])
    said = figures.counted(page.language, int(side[code]), "firm", known)
    return said if known else numbers.UNKNOWN


def _profile(page: Page) -> Profile | None:
    """The record of one firm, held against the criteria of its tier."""
    row = tables.row_of(page)
    if row is None:
        return None
    tier = str(row["tier"])
    rules = [rule for rule in page.published.rules_for(tier) if _applies(rule, row)]
    checks = tuple(_check(page, row, rule) for rule in rules)
    return tables.profile(page, RECORD, checks, page.text(f"profile.{tier}"))


def _applies(rule: Rule, row: pd.Series) -> bool:
    """Whether a rule can be held against a record; growth is not asked of a firm under a year."""
    young = not pd.isna(row["age"]) and float(row["age"]) < 1
    return bool(rule.field) and not (rule.field == "growth" and young)


def _check(page: Page, row: pd.Series, rule: Rule) -> Check:
    field = ENTERPRISES[rule.field]
    value = row[rule.field]
    verdict: Verdict = "unknown"
    if not pd.isna(value):
        verdict = "meets" if rule.allows(float(value)) else "fails"
    return Check(
        rule.label(page.language),
        recognition.rule_text(rule, page.language),
        tables.value(value, field, page.language),
        verdict,
        figures.source_name(rule.source, page.language),
    )
