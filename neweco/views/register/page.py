"""The register behind every view: whose it is, what it holds, and how it agrees with what was
published. The live page also takes in a register of one's own."""

from __future__ import annotations

from dataclasses import replace

from neweco import words
from neweco.analysis import claims, protection
from neweco.model.fields import TABLES
from neweco.model.register import Register
from neweco.published import Published
from neweco.published.quantity import Quantity
from neweco.query.selection import Selection
from neweco.sheet import Download, Figure, Link, Section, Sheet
from neweco.views.evidence import page as evidence
from neweco.views.shared import dictionary
from neweco.views.shared.page import Page
from neweco.words import numbers

HOW = ("sources", "tolerant", "checked", "private", "limits")
"""Paragraphs on how to put in a register of one's own."""


def sheet(register: Register, published: Published, selection: Selection, language: str) -> Sheet:
    """The register in use; nothing on this page is filtered."""
    page = Page(register, published, selection, language)
    asked = Page(register, published, Selection("evidence"), language)
    sections = (_held(page), _compared(page, asked), _how(page), dictionary.section(asked))
    headline = page.text(f"headline_{register.basis}", name=register.name)
    return page.sheet(headline, sections)


def _held(page: Page) -> Section:
    """Rows of every table; a table that is not there is unknown and not zero."""
    lead = page.text(f"held.lead_{page.register.basis}")
    figures = tuple(_rows(page, code) for code in TABLES)
    order = (page.language, *words.others(page.language))
    blank = [Download(page.text(f"form.template_{of}"), template_path(of)) for of in order]
    title = page.text("held.title")
    return Section("held", title, lead, figures=figures, downloads=tuple(blank))


def template_path(language: str) -> str:
    """Where the workbook to fill in lies, with headings in a language."""
    return f"data/template-{language}.xlsx"


def _rows(page: Page, code: str) -> Figure:
    label, basis = TABLES[code].label(page.language), page.register.basis
    if code not in page.register.given:
        return Figure(label, numbers.UNKNOWN, basis, note=page.text("held.absent"))
    number = protection.of_frame(page.register, code).number(page.register.frame(code))
    said = page.count(number, TABLES[code].noun)
    return Figure(label, said, basis, None if number is None else Quantity.point(number))


def _compared(page: Page, asked: Page) -> Section:
    """The published claims held against this register, without the switch of the evidence page."""
    found = evidence.claimed(asked, claims.check(page.register, page.published))
    link = Link(page.text("compared.link"), Selection("evidence"))
    return replace(found, id="compared", option=None, links=(link,))


def _how(page: Page) -> Section:
    return page.section("how", notes=tuple(page.text(f"how.{name}") for name in HOW))
