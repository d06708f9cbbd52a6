"""Charts of the laboratories: growth of each, outcome bands and batches by kind."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from neweco import charts, words
from neweco.analysis import labs as measured
from neweco.analysis import tally
from neweco.model.fields import LABS
from neweco.model.vocabularies import GROWTH_BANDS, LAB_KINDS, Choice, Vocabulary
from neweco.sheet import Chart, Column
from neweco.views.shared import parts, series
from neweco.views.shared.context import Context
from neweco.words import numbers

SHOWN_GROWTH = 300
"""Growth above this (in percent) is drawn here, so that one outlier does not press the rest."""


def most(at: Context, found: pd.Series) -> str:
    """The highest count in words, as each one's where several have it."""
    labs = at.count(int(found.max()), "lab")
    return at.text("each", labs=labs) if (found == found.max()).sum() > 1 else labs


def growth(at: Context) -> Chart | None:
    """One dot per laboratory by growth, one lane per kind; None when no growth is known."""
    known = at.rows.dropna(subset=["growth"])
    if known.empty:
        return None
    kinds = LAB_KINDS.labels(at.language)
    rows = pd.DataFrame(
        {
            "name": known["name"].to_numpy(),
            "kind": known["kind"].astype(str).map(kinds).to_numpy(),
            "growth": known["growth"].clip(upper=SHOWN_GROWTH).to_numpy(),
            "growth_text": [numbers.percent(v / 100, at.language) for v in known["growth"]],
            "offset": measured.lanes(known).to_numpy(),
        }
    )
    present = set(rows["kind"])
    spec = charts.strip(
        value="growth",
        lane="kind",
        offset="offset",
        color="kind",
        language=at.language,
        title=LABS["growth"].label(at.language),
        order=[name for name in kinds.values() if name in present],
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
        alt=words.sentences(at.language, at.text("growth.alt", sentence=sentence), *_spread(at)),
        reading=words.sentences(
            at.language,
            at.text("growth.top", top=SHOWN_GROWTH) if known["growth"].max() > SHOWN_GROWTH else "",
            unknown(at, len(at.rows) - len(known)),
        ),
        wide=True,
    )


def _spread(at: Context) -> list[str]:
    """The lanes in words: how many, from where to where, and the middle."""
    return [
        at.text(
            "growth.lane",
            kind=LAB_KINDS.label(str(kind), at.language),
            known=at.count(int(lane["known"]), "lab"),
            **{k: numbers.percent(lane[k] / 100, at.language) for k in ("low", "middle", "high")},
        )
        for kind, lane in measured.spread(at.rows).iterrows()
    ]


def unknown(at: Context, number: int) -> str:
    """How many laboratories are not drawn because their growth is not known, if any."""
    return at.text("growth.unknown", unknown=at.count(number, "lab")) if number else ""


def bands(at: Context) -> Chart | None:
    """Laboratories per growth band, split by kind; None when no growth is known."""
    if not tally.known(at.rows["band"]):
        return None
    labels = GROWTH_BANDS.labels(at.language)
    found = measured.bands_by_kind(at.rows)
    reading = unknown(at, len(at.rows) - int(found["count"].sum()))
    return _stacked(at, found, "band", labels, "bands.sentence", reading)


def batches(at: Context) -> Chart | None:
    """Laboratories per batch with its date, split by kind; None when no batch is known."""
    found = measured.batches(at.rows)
    if found.empty:
        return None
    missing = len(at.rows) - int(found["count"].sum())
    reading = words.sentences(
        at.language,
        at.text("batches.published", **_batches_published(at)),
        at.text("batches.assumed") if at.register.basis == "sample" else "",
        at.text("batches.unknown", unknown=at.count(missing, "lab")) if missing else "",
    )
    return _stacked(at, found, "batch", _batch_labels(at), "batches.sentence", reading)


def _batches_published(at: Context) -> dict[str, str]:
    facts = {"innovation_1": "F052", "scenario_1": "F053", "innovation_2": "F058"}
    return {key: series.said(at, fact) for key, fact in facts.items()}


def _batch_labels(at: Context) -> dict[str, str]:
    """Batches with their dates: `第1批（2021年7月29日）`."""
    labels = {}
    for batch, row in measured.batch_dates(at.rows).iterrows():
        label = words.text(at.language, "common.batch", n=batch)
        if pd.notna(row["first"]):
            days = [numbers.date(row[end].date(), at.language) for end in ("first", "last")]
            date = (
                days[0]
                if days[0] == days[1]
                else at.text("batches.span", first=days[0], last=days[1])
            )
            label = at.text("batches.dated", batch=label, date=date)
        labels[str(batch)] = label
    return labels


def _stacked(
    at: Context,
    found: pd.DataFrame,
    code: str,
    labels: Mapping[str, str],
    sentence: str,
    reading: str,
) -> Chart:
    """Bars of laboratories split by kind; `sentence` is a key that takes `leaders` (the longest
    bars) and `labs` (how many they are)."""
    bars = found.drop_duplicates(code)
    totals = bars.set_index(bars[code].astype(str))["total"]
    named = Vocabulary(code, tuple(Choice(key, text, text) for key, text in labels.items()))
    leaders = parts.leaders(totals, named, at.language)
    return parts.stacked_bars(
        at,
        found,
        code=code,
        labels=labels,
        split="kind",
        noun="lab",
        sentence=at.text(sentence, leaders=leaders, labs=most(at, totals)),
        reading=reading,
    )
