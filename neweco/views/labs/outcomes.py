"""Charts of the laboratories: growth of each, outcome bands and batches by kind."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from neweco import words
from neweco.analysis import labs as measured
from neweco.analysis import tally
from neweco.charts.forms import Axis, Strip
from neweco.model.choices import Choice, Vocabulary
from neweco.model.fields import LABS
from neweco.model.vocabularies import GROWTH_BANDS, LAB_KINDS
from neweco.sheet import Chart, Column
from neweco.views.shared import charts
from neweco.views.shared.layers import Layers
from neweco.views.shared.page import Page
from neweco.words import numbers

SHOWN_GROWTH = 300
"""Growth above this (in percent) is drawn here, so that one outlier does not press the rest."""


def most(page: Page, found: pd.Series) -> str:
    """The highest count in words, as each one's where several have it."""
    labs = page.count(int(found.max()), "lab")
    return page.text("each", labs=labs) if (found == found.max()).sum() > 1 else labs


def growth(page: Page) -> Chart | None:
    """One dot per laboratory by growth, one lane per kind; None when no growth is known."""
    known, language = page.rows.dropna(subset=["growth"]), page.language
    offsets = page.once("lanes", lambda: measured.lanes(page.whole.dropna(subset=["growth"])))
    if page.whole["growth"].isna().all():
        return None
    kinds = LAB_KINDS.labels(language)
    rows = pd.DataFrame(
        {
            "name": known["name"].to_numpy(),
            "kind": known["kind"].astype(str).map(kinds).to_numpy(),
            "growth": known["growth"].clip(upper=SHOWN_GROWTH).to_numpy(),
            "growth_text": [LABS["growth"].measure.said(v, language) for v in known["growth"]],
            "grown": known["growth"].to_numpy(),
            "offset": offsets[known.index].to_numpy(),
        }
    )
    headings = page.headings("name", "kind", growth_text="growth")
    form = Strip(
        Axis("growth", LABS["growth"].label(language), "percent"),
        "kind",
        "offset",
        tuple(kinds.values()),
        headings,
        ((10, page.text("growth.line_10")), (100, page.text("growth.line_100"))),
    )
    sentence = page.text(
        "growth.sentence",
        over=measured.over_10(known),
        doubled=measured.doubled(known),
        known=page.count(len(known)),
    )
    beyond = known["growth"].max() > SHOWN_GROWTH
    return page.chart(
        "growth",
        sentence,
        form,
        rows,
        (
            *(Column(code, headings[code]) for code in ("name", "kind")),
            Column("grown", LABS["growth"].heading(language), "percent"),
        ),
        described=words.clauses(language, [page.text("growth.alt"), *_spread(page)]),
        reading=words.sentences(
            language,
            page.text("growth.top", top=SHOWN_GROWTH) if beyond else "",
            unknown(page, len(page.rows) - len(known)),
        ),
        wide=True,
        ghost=page.once(f"growth.ghost.{language}", lambda: _ghost(page, kinds, offsets)),
        links=[page.selection.with_item(str(id)) for id in known["lab_id"]],
    )


def _ghost(page: Page, kinds: Mapping[str, str], offsets: pd.Series) -> pd.DataFrame:
    """The dots of the whole register, thinned where they are more than can be told apart."""
    known = page.whole.dropna(subset=["growth"])
    dots = pd.DataFrame(
        {
            "kind": known["kind"].astype(str).map(kinds).to_numpy(),
            "growth": known["growth"].clip(upper=SHOWN_GROWTH).to_numpy(),
            "offset": offsets.to_numpy(),
        }
    )
    return charts.thinned(dots)


def _spread(page: Page) -> list[str]:
    """The lanes in words: how many, from where to where, and the middle."""
    return [
        page.text(
            "growth.lane",
            kind=LAB_KINDS.label(str(kind), page.language),
            known=page.count(int(lane["known"]), "lab"),
            **{
                k: numbers.percent(lane[k] / 100, page.language, fixed=True)
                for k in ("low", "middle", "high")
            },
        )
        for kind, lane in measured.spread(page.rows).iterrows()
    ]


def unknown(page: Page, number: int) -> str:
    """How many laboratories are not drawn because their growth is not known, if any."""
    return page.text("growth.unknown", unknown=page.count(number, "lab")) if number else ""


def bands(page: Page) -> Chart | None:
    """Laboratories per growth band, split by kind; None when no growth is known."""
    if not tally.known(page.whole["band"]):
        return None
    labels = GROWTH_BANDS.labels(page.language)
    found = page.layers("bands", measured.bands_by_kind)
    reading = unknown(page, len(page.rows) - int(found.part["count"].sum()))
    return _stacked(page, found, "band", labels, "bands.sentence", reading)


def _stacked(
    page: Page,
    found: Layers[pd.DataFrame],
    code: str,
    labels: Mapping[str, str],
    sentence: str,
    reading: str,
) -> Chart:
    """Bars of laboratories split by kind; `sentence` is a key that takes `leaders` (the longest
    bars) and `labs` (how many they are)."""
    bars = found.part.drop_duplicates(code)
    totals = bars.set_index(bars[code].astype(str))["total"]
    named = Vocabulary(code, tuple(Choice(key, text, text) for key, text in labels.items()))
    leaders = charts.leaders(totals, named, page.language)
    return charts.divided(
        page,
        found,
        code=code,
        labels=labels,
        split="kind",
        sentence=page.text(sentence, leaders=leaders, labs=most(page, totals))
        if totals.any()
        else page.text("headline_empty"),
        reading=reading,
    )
