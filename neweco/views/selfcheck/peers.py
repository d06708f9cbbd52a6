"""How diagnosed firms of the same industry and size answer: barriers and levels, never few."""

from __future__ import annotations

import pandas as pd

from neweco import words
from neweco.analysis import diagnoses as measured
from neweco.analysis import protection, tally
from neweco.model.fields import DIAGNOSES
from neweco.model.vocabularies import BARRIERS, INDUSTRIES, INSTRUMENTS, LEVELS, SIZES
from neweco.query.selection import Selection
from neweco.sheet import SMALL, Chart, Section
from neweco.views.shared import charts, figures
from neweco.views.shared.page import Page


def section(page: Page, primary: str) -> Section:
    """The register's firms like this one; a sentence instead where they are too few to compare."""
    title = page.text("peers.title")
    industry, size = page.selection.option("industry"), page.selection.option("size")
    if not industry:
        return Section("peers", title, page.text("peers.ask"))
    if (
        size
        and page.protects
        and protection.too_fine(_selected(industry, size), page.register.first_round)
    ):
        size = ""  # the industry alone: sizes that are few could be told from it
    rows = _selected(industry, size).apply(page.register.first_round)
    known = rows.loc[rows["barrier_primary"].notna()]
    group = _group(page, industry, size)
    if len(known) < SMALL:
        return Section("peers", title, page.text("peers.few", group=group, fewest=SMALL))
    same = page.part(int((known["barrier_primary"].astype(str) == primary).sum()), len(known))
    notes = _levels(page, rows)
    said = figures.counted(page.language, same, "firm", len(known))
    lead = page.text("peers.same", group=group, firms=page.count(len(known), "firm"), same=said)
    if page.register.basis == "simulated":
        lead = words.sentences(page.language, page.text("peers.simulated"), lead)
    return Section("peers", title, lead, charts=(_chart(page, known, group),), notes=tuple(notes))


def _selected(industry: str, size: str) -> Selection:
    chosen = Selection("diagnoses").with_values("industry", [industry])
    return chosen.with_values("size", [size] if size else [])


def _group(page: Page, industry: str, size: str) -> str:
    names = [INDUSTRIES.label(industry, page.language)]
    names += [SIZES.label(size, page.language)] if size else []
    return " · ".join(names)


def _chart(page: Page, known: pd.DataFrame, group: str) -> Chart:
    counts = tally.counts(known["barrier_primary"], BARRIERS)
    shown = page.parts(counts)
    leading = charts.leaders(shown, BARRIERS, page.language)
    return charts.bars(
        page,
        "peers",
        shown,
        DIAGNOSES["barrier_primary"],
        sentence=page.text("peers.sentence", group=group, barriers=leading),
        whole=len(known),
        keep_order=True,
        wide=True,
        noun="firm",
    )


def _levels(page: Page, rows: pd.DataFrame) -> list[str]:
    """Their most common level, in the words of the instrument that gave it."""
    instrument = measured.main_instrument(rows)
    if not instrument:
        return []
    leveled = tally.counts(rows.loc[rows["instrument"] == instrument, "level"], LEVELS)
    whole = int(leveled.sum())
    if whole < SMALL:
        return []
    most = page.part(int(leveled.max()), whole)
    return [
        page.text(
            "peers.levels",
            instrument=INSTRUMENTS.label(instrument, page.language),
            level=charts.leaders(leveled, LEVELS, page.language),
            firms=words.whole(page.language, most),
            share=figures.share(page.language, most, whole),
            known=page.count(whole, "firm"),
        )
    ]
