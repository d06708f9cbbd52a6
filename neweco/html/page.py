"""A sheet as one HTML page that needs no script: for WeChat, phones, print, disks and readers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from neweco import views, words
from neweco.charts.svg import svg
from neweco.export import takeaway
from neweco.model.fields import Field
from neweco.query import grammar
from neweco.query.grammar import Ignored
from neweco.query.selection import Selection, value_label
from neweco.sheet import Sheet, Table
from neweco.views.shared.cells import UNIT_KEYS
from neweco.words import numbers

_TEMPLATES = Path(__file__).with_name("templates")
_OPENING = {*grammar.VIEW_TABLE, "evidence"}
"""Views whose item opens a profile."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class Choice:
    """One checkbox of the filter form."""

    code: str
    label: str
    count: str
    chosen: bool


@dataclass(frozen=True)
class Filter:
    """One filter of the form: a range to type, or options to tick."""

    param: str
    label: str
    ranged: bool
    value: str
    unit: str
    options: tuple[Choice, ...]


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )


@cache
def _style() -> Markup:
    """The style sheet, which holds no text from data."""
    return Markup((_TEMPLATES / "style.css").read_text(encoding="utf-8"))


def render(sheet: Sheet, root: str = "..") -> str:
    """The page of a sheet. `root` leads from it to the site: an address, for a copy on a disk."""
    language, selection = sheet.language, sheet.selection
    drawn = {chart.id: Markup(svg(chart)) for chart in sheet.charts}

    def light(to: Selection | str, other: str = language) -> str:
        chosen = Selection(to) if isinstance(to, str) else to
        return chosen.url(other, root, face="light")

    return _without_controls(
        _environment()
        .get_template("page.html")
        .render(
            sheet=sheet,
            drawn=drawn,
            style=_style(),
            names=views.NAMES,
            filters=filters(sheet),
            t=lambda key, **values: words.text(language, key, **values),
            records=_records,
            warnings=(*sheet.warnings, *unopened(sheet)),
            whole=lambda number: words.whole(language, number),
            cell=lambda value, column: numbers.cell(value, column.kind, language),
            light=light,
            clear=light(selection.cleared().with_item("")),
            kept=_kept(sheet),
            switch=lambda other: light(selection, other),
            dropped=lambda param: light(selection.without(param)),
            optioned=lambda name, value: light(selection.with_option(name, value)),
            evidence=lambda fact: light(Selection("evidence", item=fact)),
            action=f"{root}/light/{sheet.view}",
            live=selection.url(language, root),
            data=lambda form: f"{root}/data/{sheet.view}.{form}?{selection.to_query(language)}",
            template=lambda code: f"{root}/data/template-{code}.xlsx",
            offline=f"{root}/light/{sheet.view}.html?{selection.to_query(language)}",
            citation=takeaway.citation(sheet),
        )
    )


def _kept(sheet: Sheet) -> list[tuple[str, str]]:
    """What the filter form hands on unseen: order, switches of the view, language."""
    chosen = sheet.selection
    pairs = Selection(sheet.view, sort=chosen.sort, options=chosen.options).to_pairs()
    return pairs + ([("lang", sheet.language)] if sheet.language != words.DEFAULT else [])


def _without_controls(page: str) -> str:
    """A page without control characters, which names may hold and HTML may not."""
    return _CONTROLS.sub("", page)


def message(title: str, text: str, links: Sequence[tuple[str, str]], language: str) -> str:
    """A short page: the index of views, or what went wrong and the ways on."""
    return (
        _environment()
        .get_template("message.html")
        .render(
            title=title,
            text=text,
            links=links,
            language=language,
            style=_style(),
            switch=lambda other: f"?lang={other}",
            t=lambda key: words.text(language, key),
        )
    )


def filters(sheet: Sheet) -> tuple[Filter, ...]:
    """The filter form of a view; empty for a view without filters."""
    return tuple(_filter(sheet, spec) for spec in grammar.filters(sheet.view))


def _filter(sheet: Sheet, spec: Field) -> Filter:
    ranged = spec.filter == "range"
    span = sheet.selection.range(spec.param)
    value = str(span) if ranged and (span.low is not None or span.high is not None) else ""
    options = () if ranged else _choices(sheet, spec)
    unit = words.text(sheet.language, f"common.unit.{UNIT_KEYS[spec.unit]}") if spec.unit else ""
    return Filter(spec.param, spec.label(sheet.language), ranged, value, unit, options)


def _choices(sheet: Sheet, spec: Field) -> tuple[Choice, ...]:
    counts = sheet.facets.get(spec.param, {})
    chosen = sheet.selection.chosen(spec.param)
    names = sheet.labels.get(spec.param, {})
    return tuple(
        Choice(
            code,
            names.get(code) or value_label(spec, code, sheet.language),
            words.whole(sheet.language, counts.get(code, 0)),
            code in chosen,
        )
        for code in grammar.offered(spec, counts, chosen)
    )


def unopened(sheet: Sheet) -> tuple[str, ...]:
    """That what the address names is not there, where a view opens what it names."""
    item = sheet.selection.item
    if not item or sheet.profile is not None or sheet.view not in _OPENING:
        return ()
    return (Ignored(grammar.ITEM[sheet.view], item, "unknown_item").describe(sheet.language),)


def _records(table: Table) -> list[Mapping[Any, Any]]:
    return list(table.rows.to_dict("records"))
