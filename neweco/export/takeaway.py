"""A view's data to take away: CSV, JSON, and a zip with dictionary, citation and verdicts.

Codes and labels of both languages stand side by side, so the columns are the same whatever the
language; text that a spreadsheet would run as a formula is made inert.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from neweco import words
from neweco.analysis import claims, protection, tally
from neweco.model import datapackage
from neweco.model.fields import TABLES, Field, Table
from neweco.model.register import Register
from neweco.model.spreadsheet import csv, inert
from neweco.published import Published, releases
from neweco.query import matching
from neweco.query.selection import Selection
from neweco.selfcheck import code
from neweco.selfcheck.table import answered
from neweco.sheet import Figure, Sheet

_WHEN = (2026, 1, 1, 0, 0, 0)
"""Zip entries carry one fixed time, so that equal data give equal bytes."""


def rows(selection: Selection, register: Register, published: Published) -> pd.DataFrame:
    """The rows of a view: register rows that may be shown, or the published facts.

    Columns: every public field by its code and, for coded fields, `<code>_zh` and `<code>_en`;
    for facts: id, basis, statement, token, unit, bounds, source; for the register its fields.
    """
    table = selection.table
    if selection.view == "selfcheck":
        return answered(code.decode(selection.item) or {})
    if selection.view == "register":
        return fields(register)
    if table is None:
        return facts(published)
    frame, places = _public(selection, register, table)
    return labelled(matching.taken(frame, places), table)


def _public(
    selection: Selection, register: Register, table: Table
) -> tuple[pd.DataFrame, np.ndarray]:
    """A table and the places of its rows that are selected and may be shown."""
    frame = register.first_round if table.code == "diagnoses" else register.frame(table.code)
    places = selection.places(frame)
    return frame, places[_may(frame)[places]]


def _shown(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of a table that may be shown one by one."""
    return frame.loc[_may(frame)]


def _may(frame: pd.DataFrame) -> np.ndarray:
    if "consent_public" not in frame.columns:
        return np.ones(len(frame), dtype=bool)
    return frame["consent_public"].fillna(False).to_numpy(dtype=bool)


def labelled(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Public columns with codes, labels in both languages, and inert texts."""
    columns: dict[str, Any] = {}
    for spec in table.fields:
        if not spec.public:
            continue
        columns[spec.code] = _plain(frame[spec.code], spec)
        if spec.vocabulary is not None:
            for language in words.LANGUAGES:
                columns[f"{spec.code}_{language}"] = _names(frame[spec.code], spec, language)
    return pd.DataFrame(columns).reset_index(drop=True)


def fields(register: Register) -> pd.DataFrame:
    """Every public field of every table: labels, kind, unit, allowed codes, share known.

    The share is empty where a table has no rows, and where it would tell of few firms.
    """
    lines = []
    for table in TABLES.values():
        for spec in table.fields:
            if not spec.public:
                continue
            lines.append(
                {
                    "id": f"{table.code}.{spec.code}",
                    "table": table.code,
                    "field": spec.code,
                    "label_zh": spec.zh,
                    "label_en": spec.en,
                    "kind": spec.kind,
                    "unit": spec.unit,
                    "required": int(spec.required),
                    "allowed": ";".join(spec.vocabulary.codes) if spec.vocabulary else "",
                    "known": share_known(register, table, spec),
                }
            )
    return pd.DataFrame(lines)


def share_known(register: Register, table: Table, spec: Field) -> float | None:
    """Known cells of a column as a share of its rows, 0 to 1; None where there is none to give."""
    column = register.frame(table.code)[spec.code]
    known = tally.known(column)
    few = protection.applies(register, table) and protection.part(known, len(column)) is None
    return None if few or not len(column) else known / len(column)


def facts(published: Published) -> pd.DataFrame:
    """Every published and derived figure with its bounds and source, one row per fact."""
    lines = []
    for fact in published.facts.values():
        quantity = published.value(fact.id)
        lines.append(
            {
                "id": fact.id,
                "basis": fact.basis,
                "statement_zh": inert(fact.statement_zh),
                "statement_en": inert(fact.statement_en),
                "token": inert(fact.token),
                "unit": fact.unit,
                "low": quantity.low if quantity else None,
                "high": quantity.high if quantity else None,
                "as_of": fact.as_of,
                "formula": inert(fact.formula),
                "source": fact.source.id,
                "title": inert(fact.source.title),
                "publisher": inert(fact.source.publisher),
                "date": fact.source.date,
                "grade": fact.source.grade,
                "link": fact.source.link,
            }
        )
    return pd.DataFrame(lines)


def csv_parts(
    selection: Selection, register: Register, published: Published, size: int = 20_000
) -> Iterator[bytes]:
    """The same CSV piece by piece: a million rows are never in memory as text."""
    table = selection.table
    if table is None:
        yield csv(rows(selection, register, published))
        return
    frame, places = _public(selection, register, table)
    yield csv(labelled(matching.taken(frame, places[:size]), table))
    for start in range(size, len(places), size):
        part = labelled(matching.taken(frame, places[start : start + size]), table)
        yield part.to_csv(index=False, header=False, lineterminator="\r\n").encode("utf-8")


def document(sheet: Sheet, frame: pd.DataFrame) -> bytes:
    """JSON: what is shown, the figures with bounds and basis, and the rows."""
    shown = {
        "view": sheet.view,
        "title": sheet.title,
        "headline": sheet.headline,
        "language": sheet.language,
        "release": releases.current().id,
        "basis": sheet.basis,
        "basis_meaning": words.text(sheet.language, f"basis.meaning.{sheet.basis}"),
        "query": sheet.selection.to_query(),
        "filters": list(sheet.phrases),
        "citation": citation(sheet),
        "figures": [_figure(figure) for figure in sheet.figures],
        "rows": json.loads(frame.to_json(orient="records", force_ascii=False)),
    }
    return json.dumps(shown, ensure_ascii=False, indent=1, allow_nan=False).encode("utf-8")


def _figure(figure: Figure) -> dict[str, Any]:
    quantity = figure.quantity
    bounds: dict[str, Any] = {}
    if quantity is not None:
        bounds = {
            "low": quantity.low,
            "high": quantity.high,
            "low_closed": quantity.low_closed,
            "high_closed": quantity.high_closed,
            "approximate": quantity.approximate,
        }
    return {
        "label": figure.label,
        "value": figure.value,
        "basis": figure.basis,
        "fact": figure.fact,
        "note": figure.note,
        **bounds,
    }


def archive(
    sheets: Mapping[str, Sheet], frame: pd.DataFrame, register: Register, published: Published
) -> bytes:
    """A zip: rows, the tables they refer to, datapackage.json, README.txt, claims.csv.

    `sheets` holds the same view in every language; the README speaks all of them.
    """
    sheet = next(iter(sheets.values()))
    tables = {sheet.view: (frame, sheet.selection.table)} | {
        table.code: (labelled(_shown(register.frame(table.code)), table), table)
        for table in datapackage.referenced(sheet.selection.table)
    }
    claimed = verdicts(register, published)
    readme = "\r\n\r\n".join(_readme(each) for each in sheets.values())
    parts = {f"{name}.csv": csv(rows) for name, (rows, _) in tables.items()} | {
        "claims.csv": csv(claimed),
        "datapackage.json": _package(sheet, tables | {"claims": (claimed, None)}),
        "README.txt": readme.encode("utf-8-sig"),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for path, content in parts.items():
            file.writestr(zipfile.ZipInfo(path, _WHEN), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


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
        "title": sheet.title,
        "version": releases.current().id,
        "resources": [
            {"name": name, "path": f"{name}.csv", "schema": datapackage.exported(frame, table)}
            for name, (frame, table) in tables.items()
        ],
    }
    return json.dumps(package, ensure_ascii=False, indent=1).encode("utf-8")


def _readme(sheet: Sheet) -> str:
    language = sheet.language
    filters = words.listed(language, sheet.phrases) or words.text(language, "takeaway.unfiltered")
    return words.text(
        language,
        "takeaway.readme",
        title=sheet.title,
        headline=sheet.headline,
        filters=filters,
        query=sheet.selection.url(language),
        release=releases.current().id,
        basis=words.text(language, f"basis.meaning.{sheet.basis}"),
        citation=citation(sheet),
    ).replace("\n", "\r\n")


def citation(sheet: Sheet) -> str:
    """How to cite the view: GB/T 7714 on a Chinese page, author-date style on an English one."""
    return words.text(
        sheet.language,
        "takeaway.citation",
        title=sheet.title,
        release=releases.current().id,
        date=releases.current().date,
        url=sheet.selection.to_query(sheet.language, releases.current().id),
        path="/" if sheet.view == "overview" else f"/{sheet.view}",
    )


def _plain(column: pd.Series, spec: Field) -> pd.Series:
    if spec.kind == "date":
        return pd.Series(column.dt.strftime("%Y-%m-%d"))
    if spec.kind == "flag":
        return pd.Series(column.map({True: "1", False: "0"}))
    if spec.kind in ("id", "text") or spec.vocabulary is not None:
        return pd.Series(
            column.astype(object).map(lambda text: inert(str(text)), na_action="ignore")
        )
    return column


def _names(column: pd.Series, spec: Field, language: str) -> pd.Series:
    labels = spec.vocabulary.labels(language) if spec.vocabulary else {}
    if spec.kind == "choices":
        return pd.Series(
            [";".join(labels[c] for c in str(codes).split(";") if c) for codes in column],
            column.index,
        )
    return pd.Series(column.astype(object).map(labels))
