"""The laboratories: how their host firms grew, what money followed, where they are."""

from __future__ import annotations

from neweco import words
from neweco.analysis import labs as measured
from neweco.analysis import tally
from neweco.model.fields import LABS, SCALE
from neweco.model.register import Register
from neweco.model.vocabularies import INDUSTRIES, LAB_KINDS
from neweco.published import Published
from neweco.published.quantity import Quantity
from neweco.query.selection import Selection
from neweco.sheet import Figure, Profile, Section, Sheet
from neweco.views.labs import charts, readings
from neweco.views.shared import cells, context, parts, recognition, series
from neweco.views.shared.context import Context
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
RECORD = (
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
    """The view of the laboratories that a selection keeps."""
    rows = selection.apply(register.labs)
    at = Context(register, published, selection, language, "labs", rows)
    sections = [
        context.published_section(at, "published", PUBLISHED),
        *([at.absence()] if at.absent else [_figures(at)] if len(rows) else []),
        readings.section(at, charts.bands(at)),
        *_growth(at),
        _money(at),
        *([_where(at), _list(at)] if len(rows) else []),
        context.published_section(at, "signings", SIGNINGS),
        recognition.organisations(at, "innovation_lab", "scenario_lab", "lab_host", "fund"),
        _rules(at),
        *recognition.assumptions(at),
    ]
    return at.sheet(
        headline=_headline(at), sections=sections, whole=register.labs, profile=_profile(at)
    )


def _headline(at: Context) -> str:
    if not len(at.rows):
        return at.text("headline_empty")
    kinds = tally.counts(at.rows["kind"], LAB_KINDS)
    known = tally.known(at.rows["growth"])
    return at.text(
        "headline" if known else "headline_unknown",
        labs=at.count(len(at.rows), "lab"),
        innovation=kinds["innovation"],
        scenario=kinds["scenario"],
        over=measured.over_10(at.rows),
        doubled=measured.doubled(at.rows),
        known=known,
    )


def _figures(at: Context) -> Section:
    rows = at.rows
    figures = [
        at.figure("figures.labs", len(rows), "lab"),
        at.figure("figures.known", tally.known(rows["growth"]), "lab", len(rows)),
        _outcome(at, "doubled", "growth", measured.doubled(rows)),
        _outcome(at, "over_10", "growth", measured.over_10(rows)),
        _outcome(at, "ipo", "ipo", tally.yes(rows, "ipo")),
        _outcome(at, "funded", "funded", tally.yes(rows, "funded")),
        _scenario_money(at),
        _outcome(at, "signed", "signed", tally.yes(rows, "signed")),
    ]
    return Section("figures", at.text("figures.title"), figures=tuple(figures))


def _outcome(at: Context, key: str, column: str, number: int) -> Figure:
    return at.outcome(f"figures.{key}", number, tally.known(at.rows[column]), "lab")


def _scenario_money(at: Context) -> Figure:
    """The money the rows state, how many state it, and how many may have more unstated."""
    found = measured.money(at.rows)
    label, basis = at.text("figures.money"), at.register.basis
    missing = at.text("figures.money_unknown", unknown=at.count(found.unknown, "lab"))
    if found.unknown and not found.known:
        return Figure(label, numbers.UNKNOWN, basis, note=missing)
    yuan = found.total * SCALE["万元"]
    stated = at.text("figures.money_known", known=at.count(found.known, "lab"))
    notes = [stated, missing] if found.unknown else [stated]
    return Figure(
        label,
        numbers.money(yuan, at.language),
        basis,
        Quantity.point(yuan, "元"),
        note=words.listed(at.language, notes),
    )


def _growth(at: Context) -> tuple[Section, ...]:
    drawn = parts.drawn(charts.growth(at))
    return (Section("growth", at.text("growth.title"), charts=drawn),) if drawn else ()


def _money(at: Context) -> Section:
    followed, equity = (at.fact(fact, "money.equity").value for fact in ("F065", "F064"))
    notes = {"F209": at.text("money.ratio_note", followed=followed, equity=equity)}
    return Section(
        "money",
        at.text("money.title"),
        at.text("money.lead"),
        figures=tuple(
            at.fact(fact, f"money.{key}", notes.get(fact, "")) for fact, key in MONEY.items()
        ),
        charts=(
            series.columns(at, "labs_total", at.text("series.labs_total")),
            series.columns(at, "scene_money"),
            series.columns(at, "lab_ipo", at.text("series.lab_ipo")),
        ),
        notes=(context.published_line(at.published, MONEY, at.language),),
    )


def _where(at: Context) -> Section:
    industries = tally.counts(at.rows["industry"], INDUSTRIES)
    bars = parts.counted_bars(
        id="industry",
        numbers_by_code=industries,
        vocabulary=INDUSTRIES,
        language=at.language,
        noun="lab",
        category=LABS["industry"].label(at.language),
        whole=len(at.rows),
        sentence=at.text(
            "where.sentence",
            industries=parts.leaders(industries, INDUSTRIES, at.language),
            labs=charts.most(at, industries),
        ),
        basis=at.register.basis,
        source=at.line,
    )
    made = parts.drawn(bars, parts.district_map(at, "lab"), charts.batches(at))
    return Section("where", at.text("where.title"), charts=made)


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
    return Profile(
        str(row["lab_id"]),
        str(row["name"]),
        cells.profile_lines(row, LABS, RECORD, at.language),
        at.register.basis,
        note=at.text("profile"),
    )
