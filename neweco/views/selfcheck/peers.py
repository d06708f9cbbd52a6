"""How diagnosed firms of the same industry and size answer: barriers and levels, never few."""

from __future__ import annotations

import pandas as pd

from neweco import words
from neweco.analysis import diagnoses as measured
from neweco.analysis import protection
from neweco.analysis.protection import Door
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
    first, door = page.register.first_round, protection.firms(page.register)
    if size and door.number(_selected(industry, size).apply(first)) is None:
        size = ""  # the industry alone, of which more can be told
    rows = _selected(industry, size).apply(first)
    known = rows["barrier_primary"].dropna()
    group, number = _group(page, industry, size), door.number(known)
    if number is None or number < SMALL:
        fewest = protection.TEN if door.protects else SMALL
        return Section("peers", title, page.text("peers.few", group=group, fewest=fewest))
    counts = door.counts(known, BARRIERS)
    same = protection.numbers(counts).get(primary, 0)
    said = figures.counted(page.language, same, "firm", number)
    firms = page.about(number, "firm")
    lead = page.text("peers.same", group=group, firms=firms, same=said)
    if page.register.basis == "simulated":
        lead = words.sentences(page.language, page.text("peers.simulated"), lead)
    notes = [words.text(page.language, "common.about_meaning")] if door.protects else []
    return Section(
        "peers",
        title,
        lead,
        charts=(_chart(page, counts, number, group),),
        notes=(*_levels(page, rows, door), *notes),
    )


def _selected(industry: str, size: str) -> Selection:
    chosen = Selection("diagnoses").with_values("industry", [industry])
    return chosen.with_values("size", [size] if size else [])


def _group(page: Page, industry: str, size: str) -> str:
    names = [INDUSTRIES.label(industry, page.language)]
    names += [SIZES.label(size, page.language)] if size else []
    return " · ".join(names)


def _chart(page: Page, counts: pd.Series, whole: int, group: str) -> Chart:
    leading = charts.leaders(counts, BARRIERS, page.language)
    return charts.bars(
        page,
        "peers",
        counts,
        DIAGNOSES["barrier_primary"],
        sentence=page.text("peers.sentence", group=group, barriers=leading),
        whole=whole,
        keep_order=True,
        wide=True,
        noun="firm",
    )


def _levels(page: Page, rows: pd.DataFrame, door: Door) -> list[str]:
    """Their most common level, in the words of the instrument that gave it."""
    instrument = measured.main_instrument(rows, door)
    known = rows.loc[(rows["instrument"] == instrument).to_numpy(dtype=bool), "level"].dropna()
    leveled, whole = door.counts(known, LEVELS), door.number(known)
    if whole is None or whole < SMALL:
        return []
    most = int(leveled.fillna(0).max()) or None
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
