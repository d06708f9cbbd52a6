"""The dictionary: every table and field of the register, generated from the declarations."""

from __future__ import annotations

from neweco import words
from neweco.analysis import protection
from neweco.model.fields import TABLES, Field, Table
from neweco.sheet import Section
from neweco.views.shared import tables
from neweco.views.shared.page import Page
from neweco.words import numbers


def section(page: Page) -> Section:
    """One line per public field, with the share of rows in which it is known; folded."""
    lines = [
        _line(page, table, field)
        for table in TABLES.values()
        for field in table.fields
        if field.public
    ]
    table = tables.of_texts(page, "dictionary", lines, page.register.basis)
    return page.section("dictionary", page.text("dictionary.lead"), tables=(table,), folded=True)


def _line(page: Page, table: Table, field: Field) -> dict[str, str]:
    allowed = list(field.vocabulary.labels(page.language).values()) if field.vocabulary else []
    return {
        "table": table.label(page.language),
        "code": field.code,
        "label": field.heading(page.language),
        "kind": page.text(f"dictionary.kind_{field.kind}"),
        "values": words.listed(page.language, allowed),
        "meaning": field.meaning(page.language),
        "known": _known(page, table, field),
    }


def _known(page: Page, table: Table, field: Field) -> str:
    if not len(page.register.frame(table.code)):
        return numbers.UNKNOWN
    share = protection.share_known(page.register, table, field)
    return (
        words.whole(page.language, None)
        if share is None
        else numbers.percent(share, page.language, fixed=True)
    )
