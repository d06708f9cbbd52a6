"""A view as a zip: its rows, the tables they refer to, a description, a README, the verdicts."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping

import pandas as pd

from neweco import words
from neweco.analysis import claims
from neweco.export.rows import labelled
from neweco.model import datapackage
from neweco.model.fields import Table
from neweco.model.register import Register, may_be_shown
from neweco.model.spreadsheet import csv, inert
from neweco.published import Published, releases
from neweco.published.named import RECOGNITIONS
from neweco.sheet import Sheet

_WHEN = (2026, 1, 1, 0, 0, 0)
"""Zip entries carry one fixed time, so that equal data give equal bytes."""


def archive(
    sheets: Mapping[str, Sheet],
    frame: pd.DataFrame,
    register: Register,
    published: Published,
    root: str = "",
) -> bytes:
    """A zip: rows, the tables that belong to them, datapackage.json, README.txt, and, of a
    register's rows, the verdicts on them in claims.csv.

    `sheets` holds the same view in every language; the README speaks all of them.
    `root` is the address of the site.
    """
    sheet = next(iter(sheets.values()))
    view = sheet.selection.declared
    tables: dict[str, tuple[pd.DataFrame, Table | None]] = {sheet.view: (frame, view.table)}
    if view.is_named:
        tables |= _recognised(frame, published)
    else:
        for table in datapackage.referenced(view.table):
            rows = register.frame(table.code)
            shown = rows.loc[may_be_shown(rows)]
            tables[table.code] = (labelled(shown, table, register.basis), table)
        tables["claims"] = (verdicts(register, published), None)
    about = "\r\n\r\n".join(readme(each, root) for each in sheets.values())
    parts = {f"{name}.csv": csv(rows) for name, (rows, _) in tables.items()} | {
        "datapackage.json": _package(sheet, tables),
        "README.txt": about.encode("utf-8-sig"),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for path, content in parts.items():
            file.writestr(zipfile.ZipInfo(path, _WHEN), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _recognised(frame: pd.DataFrame, published: Published) -> dict[str, tuple[pd.DataFrame, Table]]:
    """What the units in some rows were recognised as, each with its source: rows of units, or rows
    of events that name some."""
    column = frame["unit_id"] if "unit_id" in frame.columns else frame["units"].dropna()
    units = {unit for listed in column for unit in str(listed).split(";")}
    rows = published.recognitions
    own = labelled(rows.loc[rows["unit"].isin(units)], RECOGNITIONS, "named")
    return {RECOGNITIONS.code: (own, RECOGNITIONS)}


def verdicts(register: Register, published: Published) -> pd.DataFrame:
    """One row per claim: outcome, published token and bounds, computed bounds, deciding rows."""
    return pd.DataFrame(
        {
            "claim": v.claim.id,
            "fact": v.claim.fact,
            "outcome": v.outcome,
            "reading": v.reading,
            "published": inert(v.published.token),
            "published_low": v.published.low,
            "published_high": v.published.high,
            "computed_low": v.computed.low if v.computed else None,
            "computed_high": v.computed.high if v.computed else None,
            "known": v.known,
            "total": v.total,
            "deciding": inert(";".join(v.deciding)),
        }
        for v in claims.check(register, published)
    )


def _package(sheet: Sheet, tables: Mapping[str, tuple[pd.DataFrame, Table | None]]) -> bytes:
    package = {
        "profile": "data-package",
        "name": f"neweco-{sheet.view}",
        "title": sheet.titled,
        "version": releases.current().id,
        "resources": [
            {
                "name": name,
                "path": f"{name}.csv",
                "schema": datapackage.exported(frame, table, tables.keys()),
            }
            for name, (frame, table) in tables.items()
        ],
    }
    return json.dumps(package, ensure_ascii=False, indent=1).encode("utf-8")


def readme(sheet: Sheet, root: str) -> str:
    """What the data are, in the page's language: filters, basis, licence, citation."""
    language = sheet.language
    filters = words.listed(language, sheet.phrases) or words.text(language, "takeaway.unfiltered")
    held = "files_named" if sheet.selection.declared.is_named else "files"
    return words.text(
        language,
        "takeaway.readme",
        title=sheet.title,
        headline=sheet.marked,
        filters=filters,
        query=sheet.selection.url(language),
        release=releases.current().id,
        basis=words.text(language, f"basis.meaning.{sheet.basis}"),
        citation=sheet.cited(root),
        files=words.text(language, f"takeaway.{held}"),
    ).replace("\n", "\r\n")
