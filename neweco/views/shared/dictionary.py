"""The dictionary: every table and field of the register, generated from the declarations."""

from __future__ import annotations

import pandas as pd

from neweco import words
from neweco.analysis import protection, tally
from neweco.model.fields import TABLES, Field
from neweco.model.fields import Table as FieldTable
from neweco.sheet import Column, Section, Table
from neweco.views.shared import cells
from neweco.views.shared.context import Context
from neweco.words import numbers


def section(at: Context) -> Section:
    """One line per public field, with the share of rows in which it is known; folded."""
    lines = [
        _line(at, table, spec) for table in TABLES.values() for spec in table.fields if spec.public
    ]
    columns = tuple(Column(c, at.text(f"dictionary.column_{c}")) for c in lines[0])
    table = Table(
        "dictionary", at.text("dictionary.caption"), columns, pd.DataFrame(lines), at.register.basis
    )
    return Section(
        "dictionary",
        at.text("dictionary.title"),
        at.text("dictionary.lead"),
        tables=(table,),
        folded=True,
    )


def _line(at: Context, table: FieldTable, spec: Field) -> dict[str, str]:
    allowed = list(spec.vocabulary.labels(at.language).values()) if spec.vocabulary else []
    return {
        "table": table.label(at.language),
        "code": spec.code,
        "label": cells.heading(spec, at.language),
        "kind": at.text(f"dictionary.kind_{spec.kind}"),
        "values": words.listed(at.language, allowed),
        "meaning": spec.meaning(at.language),
        "known": _known(at, table, spec.code),
    }


def _known(at: Context, table: FieldTable, code: str) -> str:
    column = at.register.frame(table.code)[code]
    if not len(column):
        return numbers.UNKNOWN
    known = tally.known(column)
    if protection.applies(at.register, table) and protection.part(known, len(column)) is None:
        return words.whole(at.language, None)
    return numbers.percent(known / len(column), at.language)
