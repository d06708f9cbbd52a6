"""The register behind every view: whose it is, what it holds, and how it agrees with what was
published. The live page also takes in a register of one's own."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from neweco import words
from neweco.analysis import claims
from neweco.model.fields import TABLES
from neweco.model.register import Register
from neweco.published import Published
from neweco.published.quantity import Quantity
from neweco.query.selection import Selection
from neweco.sheet import Figure, Link, Section, Sheet
from neweco.views.evidence import page as evidence
from neweco.views.shared import dictionary
from neweco.views.shared.context import Context
from neweco.words import numbers

VIEW = "register"

NOUNS = {
    "enterprises": "firm",
    "labs": "lab",
    "centres": "centre",
    "diagnoses": "diagnosis",
    "projects": "project",
}
"""What one row of each table is."""

HOW = ("sources", "tolerant", "checked", "private", "limits")
"""Paragraphs on how to put in a register of one's own."""


def sheet(register: Register, published: Published, selection: Selection, language: str) -> Sheet:
    """The register in use; nothing on this page is filtered."""
    at = Context(register, published, selection, language, VIEW, pd.DataFrame())
    asked = Context(register, published, Selection("evidence"), language, "evidence", at.rows)
    sections = (_held(at), _compared(at, asked), _how(at), dictionary.section(asked))
    return Sheet(
        VIEW,
        language,
        at.text("title"),
        at.text(f"headline_{register.basis}", name=register.name),
        register.basis,
        selection,
        sections,
    )


def _held(at: Context) -> Section:
    """Rows of every table; a table that is not there is unknown and not zero."""
    lead = at.text(f"held.lead_{at.register.basis}")
    figures = tuple(_rows(at, code) for code in TABLES)
    return Section("held", at.text("held.title"), lead, figures=figures)


def _rows(at: Context, code: str) -> Figure:
    label, basis = TABLES[code].label(at.language), at.register.basis
    if code not in at.register.given:
        return Figure(label, numbers.UNKNOWN, basis, note=at.text("held.absent"))
    number = len(at.register.frame(code))
    return Figure(label, at.count(number, NOUNS[code]), basis, Quantity.point(number))


def _compared(at: Context, asked: Context) -> Section:
    """The published claims held against this register, without the switch of the evidence page."""
    found = evidence.claimed(asked, claims.check(at.register, at.published))
    link = Link(at.text("compared.link"), Selection("evidence"))
    return replace(found, id="compared", option=None, links=(link,))


def _how(at: Context) -> Section:
    symbol = words.text(at.language, "common.hidden_meaning")
    notes = (*(at.text(f"how.{name}") for name in HOW), symbol)
    return Section("how", at.text("how.title"), at.text("how.lead"), notes=notes)
