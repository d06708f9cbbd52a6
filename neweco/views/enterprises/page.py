"""The enterprise tiers: who is in them, how they grow, and by which published criteria."""

from __future__ import annotations

import numpy as np
import pandas as pd

from neweco import charts, words
from neweco.analysis import enterprises as measured
from neweco.analysis import tally
from neweco.model.fields import ENTERPRISES
from neweco.model.register import Register
from neweco.model.vocabularies import INDUSTRIES, TIERS
from neweco.published import Published, Rule
from neweco.query.selection import Selection
from neweco.sheet import Chart, Check, Column, Figure, Profile, Section, Sheet, Table, Verdict
from neweco.views.shared import cells, context, parts, recognition
from neweco.views.shared.context import Context
from neweco.words import numbers

LISTED = (
    "name",
    "tier",
    "district",
    "industry",
    "year",
    "revenue",
    "growth",
    "rd",
    "backed",
    "ipo",
    "new_face",
)
SHOWN_GROWTH = 250
"""Growth beyond this many percent is drawn at the edge, so that it does not flatten the rest."""


def sheet(register: Register, published: Published, selection: Selection, language: str) -> Sheet:
    """The view of the enterprises that a selection keeps."""
    rows = selection.apply(register.enterprises)
    at = Context(register, published, selection, language, "enterprises", rows)
    sections = [context.published_section(at, "published", PUBLISHED)]
    if at.absent:
        sections += [at.absence()]
    elif len(rows):
        sections += [_figures(at), _growth(at), _where(at), _money(at), _compare(at), _list(at)]
    sections += [_criteria(at), recognition.organisations(at, "rising", "potential")]
    return at.sheet(
        headline=_headline(at),
        sections=[*sections, *recognition.assumptions(at)],
        whole=register.enterprises,
        profile=_profile(at),
    )


def _headline(at: Context) -> str:
    if not len(at.rows):
        return at.text("headline_empty")
    tiers = tally.counts(at.rows["tier"], TIERS)
    top = parts.leaders(tally.counts(at.rows["industry"], INDUSTRIES), INDUSTRIES, at.language)
    return at.text(
        "headline",
        firms=at.count(len(at.rows), "firm"),
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


def _figures(at: Context) -> Section:
    found = measured.record(at.rows)
    figures = [at.figure("figures.firms", int(found["firms"]), "firm")]
    for code in ("revenue", "growth", "rd"):
        figures.append(_median(at, code, found))
    for flag in ("backed", "ipo", "new_face"):
        known = int(found[f"{flag}_known"])
        figures.append(at.outcome(f"figures.{flag}", int(found[flag]), known, "firm"))
    return Section("figures", at.text("figures.title"), figures=tuple(figures))


def _median(at: Context, code: str, found: dict[str, float]) -> Figure:
    spec = ENTERPRISES[code]
    value = cells.value_text(found[code], spec, at.language)
    note = at.text("figures.known", firms=at.count(int(found[f"{code}_known"]), "firm"))
    return Figure(at.text(f"figures.{code}"), value, at.register.basis, note=note)


def _growth(at: Context) -> Section:
    return Section(
        "growth", at.text("growth.title"), at.text("growth.lead"), charts=parts.drawn(_scatter(at))
    )


def _scatter(at: Context) -> Chart:
    known = at.rows.dropna(subset=["revenue", "growth"])
    known = known.loc[known["revenue"] > 0]
    over, within = int((known["growth"] > 50).sum()), len(known)
    rows = pd.DataFrame(
        {
            "name": known["name"].to_numpy(),
            "tier": cells.label_column(known["tier"], ENTERPRISES["tier"], at.language).to_numpy(),
            "revenue": known["revenue"].to_numpy(),
            "growth": known["growth"].clip(upper=SHOWN_GROWTH).to_numpy(),
            "revenue_text": [numbers.money(v * 1e4, at.language) for v in known["revenue"]],
            "growth_text": [numbers.percent(v / 100, at.language) for v in known["growth"]],
        }
    )
    spec = charts.scatter(
        x="revenue",
        y="growth",
        color="tier",
        log_x=True,
        language=at.language,
        x_title=ENTERPRISES["revenue"].label(at.language),
        y_title=ENTERPRISES["growth"].label(at.language),
        tooltip=at.headings("name", "tier", revenue_text="revenue", growth_text="growth"),
        x_line=(5000, at.text("growth.line_revenue")),
        y_line=(10, at.text("growth.line_growth")),
    )
    hidden = len(at.rows) - within
    sentence = at.text("growth.sentence", over=over, known=at.count(within, "firm"))
    return at.chart(
        "growth",
        sentence,
        spec,
        rows,
        (
            Column("name", ENTERPRISES["name"].label(at.language)),
            Column("tier", ENTERPRISES["tier"].label(at.language)),
            Column("revenue_text", ENTERPRISES["revenue"].label(at.language)),
            Column("growth_text", ENTERPRISES["growth"].label(at.language)),
        ),
        alt=at.text("growth.alt", sentence=sentence),
        reading=words.sentences(
            at.language,
            at.text("growth.reading"),
            at.text("growth.top", top=SHOWN_GROWTH) if known["growth"].max() > SHOWN_GROWTH else "",
            at.text("growth.hidden", hidden=at.count(hidden, "firm")) if hidden else "",
        ),
        wide=True,
    )


def _where(at: Context) -> Section:
    return Section(
        "where",
        at.text("where.title"),
        charts=parts.drawn(_industries(at), parts.district_map(at, "firm")),
    )


def _industries(at: Context) -> Chart:
    leaders = parts.leaders(tally.counts(at.rows["industry"], INDUSTRIES), INDUSTRIES, at.language)
    return parts.stacked_bars(
        at,
        measured.by_industry_and_tier(at.rows),
        code="industry",
        labels=INDUSTRIES.labels(at.language),
        split="tier",
        noun="firm",
        whole=len(at.rows),
        sentence=at.text("where.sentence", industries=leaders),
    )


def _money(at: Context) -> Section:
    made = [_flag_by_industry(at, flag) for flag in ("backed", "ipo")]
    return Section("money", at.text("money.title"), charts=parts.drawn(*made, _ages(at)))


def _flag_by_industry(at: Context, flag: str) -> Chart:
    found = measured.industries_with(at.rows, flag)
    number, known = tally.yes(at.rows, flag), tally.known(at.rows[flag])
    return parts.counted_bars(
        id=flag,
        numbers_by_code=found,
        vocabulary=INDUSTRIES,
        language=at.language,
        noun="firm",
        category=ENTERPRISES["industry"].label(at.language),
        sentence=at.text(
            f"money.{flag}",
            firms=number,
            known=at.count(known, "firm"),
            share=context.share(at.language, number, known),
        ),
        basis=at.register.basis,
        source=at.line,
    )


def _ages(at: Context) -> Chart:
    found = measured.ages(at.rows)
    names = [at.text(f"age.class_{i}") for i in range(len(found))]
    texts = [at.count(int(n), "firm") for n in found]
    rows = pd.DataFrame({"age": names, "count": found.to_numpy(), "text": texts})
    rows = rows.loc[(rows["count"] > 0) | (np.arange(len(rows)) < 3)]
    title = words.text(at.language, "units.firm.axis")
    spec = charts.columns(
        category="age",
        value="count",
        text="text",
        title=title,
        order=list(rows["age"]),
        tooltip={"age": ENTERPRISES["age"].label(at.language), "text": title},
        language=at.language,
    )
    young = int(found.iloc[:3].sum())
    known = int(found.sum())
    key = "age.sentence_all" if young == known else "age.sentence"
    sentence = at.text(key, firms=young, known=at.count(known, "firm"))
    unknown = len(at.rows) - known
    return at.chart(
        "age",
        sentence,
        spec,
        rows,
        (Column("age", ENTERPRISES["age"].label(at.language)), Column("count", title, "integer")),
        alt=parts.alt_text(at.language, sentence, list(rows["age"]), list(rows["text"])),
        reading=words.sentences(
            at.language,
            at.text("age.reading"),
            at.text("age.unknown", unknown=at.count(unknown, "firm")) if unknown else "",
        ),
    )


def _compare(at: Context) -> Section:
    """The two tiers side by side under the filters."""
    sides = {tier: measured.record(at.rows.loc[at.rows["tier"] == tier]) for tier in TIERS.codes}
    lines = [
        {
            "measure": at.text("figures.firms"),
            **{t: at.count(int(s["firms"]), "firm") for t, s in sides.items()},
        }
    ]
    for code in ("revenue", "growth", "rd"):
        said = {
            t: cells.value_text(s[code], ENTERPRISES[code], at.language) for t, s in sides.items()
        }
        lines.append({"measure": at.text(f"figures.{code}"), **said})
    for flag in ("backed", "ipo", "new_face"):
        said = {
            t: context.counted(at.language, int(s[flag]), "firm", int(s[f"{flag}_known"]))
            if s[f"{flag}_known"]
            else numbers.UNKNOWN
            for t, s in sides.items()
        }
        lines.append({"measure": at.text(f"figures.{flag}"), **said})
    columns = (Column("measure", at.text("compare.measure")),) + tuple(
        Column(c.code, c.label(at.language)) for c in TIERS
    )
    table = Table(
        "compare",
        at.text("compare.caption"),
        columns,
        pd.DataFrame(lines),
        at.register.basis,
        source=at.line,
    )
    return Section(
        "compare", at.text("compare.title"), tables=(table,), notes=(at.text("compare.note"),)
    )


def _list(at: Context) -> Section:
    return Section(
        "list",
        at.text("list.title"),
        tables=(parts.register_table(at.register, at.rows, ENTERPRISES, LISTED, at.language),),
    )


def _criteria(at: Context) -> Section:
    """The tier ladder: the published criteria of both tiers."""
    table = recognition.rules_table(at, "rising", "potential")
    return Section("criteria", at.text("criteria.title"), at.text("criteria.lead"), tables=(table,))


def _profile(at: Context) -> Profile | None:
    row = cells.row_of(at.register.enterprises, "enterprise_id", at.selection.item)
    if row is None:
        return None
    codes = (
        "tier",
        "district",
        "industry",
        "year",
        "opened_on",
        "age",
        "revenue",
        "growth",
        "rd",
        "backed",
        "ipo",
        "new_face",
        "award",
    )
    tier = str(row["tier"])
    rules = [rule for rule in at.published.rules_for(tier) if _applies(rule, row)]
    return Profile(
        str(row["enterprise_id"]),
        str(row["name"]),
        cells.profile_lines(row, ENTERPRISES, codes, at.language),
        at.register.basis,
        tuple(_check(at, row, rule) for rule in rules),
        at.text(f"profile.{tier}"),
    )


def _applies(rule: Rule, row: pd.Series) -> bool:
    """Whether a rule can be held against a record; growth is not asked of a firm under a year."""
    young = not pd.isna(row["age"]) and float(row["age"]) < 1
    return bool(rule.field) and not (rule.field == "growth" and young)


def _check(at: Context, row: pd.Series, rule: Rule) -> Check:
    spec = ENTERPRISES[rule.field]
    value = row[rule.field]
    verdict: Verdict = "unknown"
    if not pd.isna(value):
        verdict = "meets" if rule.allows(float(value)) else "fails"
    return Check(
        rule.label(at.language),
        recognition.rule_text(rule, at.language),
        cells.value_text(value, spec, at.language),
        verdict,
        context.source_name(rule.source, at.language),
    )
