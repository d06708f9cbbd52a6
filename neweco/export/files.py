"""A view as a file in each form it is handed out in, for the routes and for a session."""

from __future__ import annotations

import re
from collections.abc import Mapping

from neweco import views, words
from neweco.export.archive import archive, readme
from neweco.export.json import document
from neweco.export.rows import rows
from neweco.export.xlsx import workbook
from neweco.html.page import render
from neweco.model import spreadsheet
from neweco.model.register import Register
from neweco.published import Published
from neweco.query.selection import Selection
from neweco.query.views import Export

TYPES: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "zip": "application/zip",
    "html": "text/html; charset=utf-8",
}
"""Forms a view is handed out in, with their media types."""


def made(
    form: str,
    selection: Selection,
    language: str,
    register: Register,
    published: Published,
    root: str = "",
) -> bytes:
    """A view in one of `TYPES`, as a session hands out what no address leads to. `root` is the
    address of the site, for links and citations.

    KeyError for a form that is not one of them.
    """
    view = views.view(selection.view)
    if form == "html":
        sheet = view(register, published, selection, language)
        return render(sheet, root, addressed=False).encode("utf-8")
    frame = rows(selection, register, published)
    if form == "csv":
        return spreadsheet.csv(frame)
    if form == "xlsx":
        sheet = view(register, published, selection, language)
        return workbook(sheet, frame, readme(sheet, root))
    if form == "json":
        return document(view(register, published, selection, language), frame, root)
    if form != "zip":
        raise KeyError(form)
    order = (language, *words.others(language))
    sheets = {each: view(register, published, selection, each) for each in order}
    return archive(sheets, frame, register, published, root)


def name(form: str, selection: Selection, language: str, register: Register) -> str:
    """What the file is called: the view, its filters, and the basis of what it holds. Of a view
    that hands out facts its CSV holds published figures alone; of the self-check, its answers."""
    view = selection.declared
    filters = [selection.phrase(param, language) for param in selection.active]
    basis: str = view.basis(register)
    if form == "csv":
        basis = _OF_EXPORT.get(view.export, basis)
    said = "-".join(_NOT_IN_NAMES.sub("", text)[:30] for text in filters)[:80]
    marked = words.text(language, f"basis.name.{basis}").lower()
    return "-".join(filter(None, (view.name, said, marked))) + f".{form}"


_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\\/:*?"<>|%]')


_OF_EXPORT = {Export.FACTS: "published", Export.ANSWERS: "self"}
