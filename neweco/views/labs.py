"""The laboratories: how their host firms grew, what money followed, where they are."""

from __future__ import annotations

import pandas as pd

from neweco import charts, words
from neweco.fields import LABS
from neweco.measures import common
from neweco.measures import labs as measured
from neweco.published import Published
from neweco.quantity import Quantity
from neweco.register import Register
from neweco.selection import Selection
from neweco.sheet import Chart, Column, Figure, Profile, Section, Sheet
from neweco.views import cells, context, parts, readings, recognition, series
from neweco.views.context import Context
from neweco.vocabulary import GROWTH_BANDS, INDUSTRIES, LAB_KINDS
from neweco.words import numbers

LISTED = (
    "name",
    "kind",
    "batch",
    "district",
    "industry",
    "growth",
    "band",
    "ipo",
    "funded",
    "signed",
)
SHOWN_GROWTH = 300


def sheet(register: Register, published: Published, selection: Selection, language: str) -> Sheet:
    """The view of the laboratories that a selection keeps."""
    rows = selection.apply(register.labs)
    at = Context(register, published, selection, language, "labs", rows)
    sections = [context.published_section(at, "published", PUBLISHED)]
    if len(rows):
        sections += [_figures(at), _growth(at)]
    sections.append(readings.section(at))
    if len(rows):
        sections.append(_where(at))
    sections += [_money(at)]
    if len(rows):
        sections.append(_list(at))
    sections += [
        context.published_section(at, "signings", SIGNINGS),
        recognition.organisations(at, "innovation_lab", "scenario_lab", "lab_host", "fund"),
        _rules(at),
    ]
    return at.sheet(
        headline=_headline(at),
        sections=[*sections, *recognition.assumptions(at)],
        whole=register.labs,
        profile=_profile(at),
    )


def _headline(at: Context) -> str:
    if not len(at.rows):
        return at.text("headline_empty")
    kinds = common.counts(at.rows["kind"], LAB_KINDS)
    return at.text(
        "headline",
        labs=at.count(len(at.rows), "lab"),
        innovation=kinds["innovation"],
        scenario=kinds["scenario"],
        over=measured.over_10(at.rows),
        doubled=measured.doubled(at.rows),
        known=common.known(at.rows["growth"]),
    )


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

SIGNINGS = {"F004": "amount", "F005": "labs", "F206": "centre", "F003": "people"}


def _figures(at: Context) -> Section:
    rows, known = at.rows, common.known(at.rows["growth"])
    money = float(rows["scenario_money"].sum())
    figures = [
        at.figure("figures.labs", len(rows), "lab"),
        at.figure("figures.doubled", measured.doubled(rows), "lab", known),
        at.figure("figures.over_10", measured.over_10(rows), "lab", known),
        at.figure("figures.ipo", common.yes(rows, "ipo"), "lab", common.known(rows["ipo"])),
        at.figure(
            "figures.funded", common.yes(rows, "funded"), "lab", common.known(rows["funded"])
        ),
        Figure(
            at.text("figures.money"),
            numbers.money(money * 1e4, at.language),
            at.register.basis,
            Quantity.point(money * 1e4, "元"),
        ),
        at.figure(
            "figures.signed", common.yes(rows, "signed"), "lab", common.known(rows["signed"])
        ),
    ]
    return Section("figures", at.text("figures.title"), figures=tuple(figures))


def _growth(at: Context) -> Section:
    return Section("growth", at.text("growth.title"), charts=parts.drawn(_strip(at), _bands(at)))


def _strip(at: Context) -> Chart:
    known = at.rows.dropna(subset=["growth"])
    rows = pd.DataFrame(
        {
            "name": known["name"].to_numpy(),
            "kind": known["kind"].astype(str).map(LAB_KINDS.labels(at.language)).to_numpy(),
            "growth": known["growth"].clip(upper=SHOWN_GROWTH).to_numpy(),
            "growth_text": [numbers.percent(v / 100, at.language) for v in known["growth"]],
            "offset": measured.lanes(known).to_numpy(),
        }
    )
    spec = charts.strip(
        value="growth",
        lane="kind",
        offset="offset",
        color="kind",
        language=at.language,
        title=LABS["growth"].label(at.language),
        order=[
            name for name in LAB_KINDS.labels(at.language).values() if name in set(rows["kind"])
        ],
        tooltip=at.headings("name", "kind", growth_text="growth"),
        lines=((10, at.text("growth.line_10")), (100, at.text("growth.line_100"))),
    )
    sentence = at.text(
        "growth.sentence",
        over=measured.over_10(known),
        doubled=measured.doubled(known),
        known=at.count(len(known), "lab"),
    )
    return at.chart(
        "growth",
        sentence,
        spec,
        rows,
        (
            Column("name", LABS["name"].label(at.language)),
            Column("kind", LABS["kind"].label(at.language)),
            Column("growth_text", LABS["growth"].label(at.language)),
        ),
        alt=at.text("growth.alt", sentence=sentence),
        reading=at.text(
            "growth.reading", unknown=at.count(len(at.rows) - len(known), "lab"), top=SHOWN_GROWTH
        ),
        wide=True,
    )


def _bands(at: Context) -> Chart | None:
    if not common.known(at.rows["band"]):
        return None
    return _stacked(
        at,
        measured.bands_by_kind(at.rows),
        "band",
        GROWTH_BANDS.labels(at.language),
        at.text("bands.sentence", **_band_counts(at)),
        at.text("bands.reading", unknown=at.count(int(at.rows["band"].isna().sum()), "lab")),
    )


def _band_counts(at: Context) -> dict[str, object]:
    found = common.counts(at.rows["band"], GROWTH_BANDS)
    best = parts.leaders(found, GROWTH_BANDS, at.language)
    return {"band": best, "labs": at.count(int(found.max()), "lab")}


def _stacked(
    at: Context, found: pd.DataFrame, code: str, labels: dict[str, str], sentence: str, reading: str
) -> Chart:
    """Bars of laboratories split by kind, in the given order of labels."""
    kinds = found["kind"].astype(str)
    last = ~found[code].duplicated(keep="last")
    rows = pd.DataFrame(
        {
            "category": found[code].astype(str).map(labels).to_numpy(),
            "kind": kinds.map(LAB_KINDS.labels(at.language)).to_numpy(),
            "count": found["count"].to_numpy(),
            "total": found["total"].to_numpy(),
            "text": [
                at.count(int(n), "lab") if show else ""
                for n, show in zip(found["total"], last, strict=True)
            ],
            "meaning_order": kinds.map(LAB_KINDS.codes.index).to_numpy(),
        }
    )
    order = list(dict.fromkeys(rows["category"]))
    title = words.text(at.language, "units.lab.axis")
    heading = LABS[code].label(at.language)
    spec = charts.bars(
        category="category",
        value="count",
        text="text",
        title=title,
        order=order,
        stack="kind",
        tooltip={"category": heading, "kind": LABS["kind"].label(at.language), "count": title},
        language=at.language,
    )
    shown = rows.loc[last.to_numpy()]
    return at.chart(
        code,
        sentence,
        spec,
        rows,
        (
            Column("category", heading),
            Column("kind", LABS["kind"].label(at.language)),
            Column("count", title, "integer"),
        ),
        alt=parts.alt_text(at.language, sentence, list(shown["category"]), list(shown["text"])),
        reading=reading,
    )


def _where(at: Context) -> Section:
    industries = common.counts(at.rows["industry"], INDUSTRIES)
    leaders = parts.leaders(industries, INDUSTRIES, at.language)
    bars = parts.counted_bars(
        id="industry",
        numbers_by_code=industries,
        vocabulary=INDUSTRIES,
        language=at.language,
        noun="lab",
        category=LABS["industry"].label(at.language),
        whole=len(at.rows),
        sentence=at.text("where.sentence", industries=leaders),
        basis=at.register.basis,
        source=at.line,
    )
    found = measured.batches(at.rows)
    labels = {str(b): words.text(at.language, "common.batch", n=b) for b in found["batch"]}
    sentence = at.text("batches.sentence", batches=at.rows["batch"].nunique())
    by_batch = _stacked(at, found, "batch", labels, sentence, at.text("batches.reading"))
    made = parts.drawn(bars, parts.district_map(at, "lab"), by_batch)
    return Section("where", at.text("where.title"), charts=made)


def _money(at: Context) -> Section:
    keys = {
        "F064": "equity",
        "F065": "followed",
        "F209": "ratio",
        "F066": "leverage",
        "F067": "financing",
        "F068": "financed",
    }
    made = (
        series.columns(at, "labs_total", at.text("series.labs_total")),
        series.columns(at, "scene_money"),
        series.columns(at, "lab_ipo", at.text("series.lab_ipo")),
    )
    return Section(
        "money",
        at.text("money.title"),
        at.text("money.lead"),
        figures=tuple(at.fact(fact, f"money.{key}") for fact, key in keys.items()),
        charts=made,
    )


def _list(at: Context) -> Section:
    table = parts.register_table(at.register, at.rows, LABS, LISTED, at.language)
    return Section("list", at.text("list.title"), tables=(table,))


def _rules(at: Context) -> Section:
    table = recognition.rules_table(at, "innovation_lab", "scenario_lab")
    return Section(
        "rules", at.text("rules.title"), at.text("rules.lead"), tables=(table,), folded=True
    )


def _profile(at: Context) -> Profile | None:
    row = cells.row_of(at.register.labs, "lab_id", at.selection.item)
    if row is None:
        return None
    codes = (
        "kind",
        "batch",
        "recognised_on",
        "district",
        "industry",
        "growth",
        "band",
        "ipo",
        "funded",
        "scenario_money",
        "signed",
    )
    return Profile(
        str(row["lab_id"]),
        str(row["name"]),
        cells.profile_lines(row, LABS, codes, at.language),
        at.register.basis,
        note=at.text("profile"),
    )
