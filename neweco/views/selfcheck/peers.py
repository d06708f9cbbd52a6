"""How diagnosed firms of the same industry and size answer: barriers and levels, never few."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from neweco import words
from neweco.analysis import diagnoses as measured
from neweco.analysis import protection, tally
from neweco.model.fields import DIAGNOSES
from neweco.model.vocabularies import BARRIERS, INDUSTRIES, INSTRUMENTS, LEVELS, SIZES
from neweco.query.selection import Selection
from neweco.sheet import SMALL, Chart, Section
from neweco.views.shared import context, parts
from neweco.views.shared.context import Context


def section(at: Context, primary: str) -> Section:
    """The register's firms like this one; a sentence instead where they are too few to compare."""
    title = at.text("peers.title")
    industry, size = at.selection.option("industry"), at.selection.option("size")
    if not industry:
        return Section("peers", title, at.text("peers.ask"))
    if size and at.protects and protection.too_fine(_selected(industry, size), at.rows):
        size = ""  # the industry alone: sizes that are few could be told from it
    rows = _alike(at, industry, size)
    known = rows.loc[rows["barrier_primary"].notna()]
    group = _group(at, industry, size)
    if len(known) < SMALL:
        return Section("peers", title, at.text("peers.few", group=group, fewest=SMALL))
    same = at.part(int((known["barrier_primary"].astype(str) == primary).sum()), len(known))
    notes = _levels(at, rows)
    said = context.counted(at.language, same, "firm", len(known))
    lead = at.text("peers.same", group=group, firms=at.count(len(known), "firm"), same=said)
    if at.register.basis == "sample":
        lead = words.sentences(at.language, at.text("peers.sample"), lead)
    return Section("peers", title, lead, charts=(_chart(at, known, group),), notes=tuple(notes))


def _selected(industry: str, size: str) -> Selection:
    chosen = Selection("diagnoses").with_values("industry", [industry])
    return chosen.with_values("size", [size])


def _alike(at: Context, industry: str, size: str) -> pd.DataFrame:
    rows = at.register.first_round
    keep = (rows["industry"] == industry).to_numpy()
    if size:
        keep = keep & (rows["size"] == size).to_numpy()
    return rows.loc[keep]


def _group(at: Context, industry: str, size: str) -> str:
    names = [INDUSTRIES.label(industry, at.language)]
    names += [SIZES.label(size, at.language)] if size else []
    return " · ".join(names)


def _chart(at: Context, known: pd.DataFrame, group: str) -> Chart:
    counts = tally.counts(known["barrier_primary"], BARRIERS)
    shown = at.parts(counts)
    leading = parts.leaders(shown, BARRIERS, at.language)
    chart = parts.counted_bars(
        id="peers",
        numbers_by_code=shown,
        vocabulary=BARRIERS,
        language=at.language,
        noun="firm",
        category=DIAGNOSES["barrier_primary"].label(at.language),
        sentence=at.text("peers.sentence", group=group, barriers=leading),
        basis=at.register.basis,
        source=at.line,
        whole=len(known),
        keep_order=True,
    )
    return replace(chart, wide=True)


def _levels(at: Context, rows: pd.DataFrame) -> list[str]:
    """Their most common level, in the words of the instrument that gave it."""
    instrument = measured.main_instrument(rows)
    if not instrument:
        return []
    leveled = tally.counts(rows.loc[rows["instrument"] == instrument, "level"], LEVELS)
    whole = int(leveled.sum())
    if whole < SMALL:
        return []
    most = at.part(int(leveled.max()), whole)
    return [
        at.text(
            "peers.levels",
            instrument=INSTRUMENTS.label(instrument, at.language),
            level=parts.leaders(leveled, LEVELS, at.language),
            firms=words.whole(at.language, most),
            share=context.share(at.language, most, whole),
            known=at.count(whole, "firm"),
        )
    ]
