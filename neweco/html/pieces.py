"""Small pieces of HTML for pages and slides. Every text that goes in is escaped here."""

from __future__ import annotations

from collections.abc import Container, Hashable, Mapping, Sequence
from html import escape

from neweco import words
from neweco.http import qr
from neweco.query.selection import Selection
from neweco.sheet import Basis, Check, Column, Figure, Profile, Sheet, Table
from neweco.words import numbers

LONG = 11
"""Letters from which on a value is set smaller, so that "54 laboratories" stays on its line."""

MOST = 8
"""At most so many facts are linked below a chart."""


def badge(basis: Basis, language: str, fact: str = "") -> str:
    """The basis in words, with its meaning on hover; with a fact, a link to its evidence."""
    name = escape(words.text(language, f"basis.name.{basis}"))
    meaning = escape(words.text(language, f"basis.meaning.{basis}"))
    look = f'class="ne-badge ne-{basis}" title="{meaning}"'
    if not fact:
        return f"<span {look}>{name}</span>"
    return f'<a {look} href="{escape(evidence(fact, language))}">{name}</a>'


def evidence(fact: str, language: str) -> str:
    """Address of a fact's evidence, relative to any page."""
    return Selection("evidence", item=fact).url(language).removeprefix("/")


def head(title: str, headline: str) -> str:
    """A page's title and its one sentence."""
    return f'<h1 class="ne-title">{escape(title)}</h1><p class="ne-headline">{escape(headline)}</p>'


def counted(item: Sheet) -> str:
    """How many rows match, and whose rows they are."""
    line = words.text(item.language, f"live.rows.{item.basis}")
    return (
        f'<p class="ne-counted" aria-live="polite"><strong>{escape(item.counted)}</strong></p>'
        f'<p class="ne-bar ne-bar-{item.basis}" role="note">{badge(item.basis, item.language)}'
        f"{escape(line)}</p>"
    )


def section(id: str, title: str, lead: str) -> str:
    """Heading of a section."""
    below = f'<p class="ne-lead">{escape(lead)}</p>' if lead else ""
    return f'<h2 class="ne-section" id="{escape(id)}">{escape(title)}</h2>{below}'


def group(name: str) -> str:
    """Heading of a group of links."""
    return f'<h3 class="ne-sentence">{escape(name)}</h3>'


def figures(items: Sequence[Figure], language: str) -> str:
    """A row of figures: label and basis, value, note; nothing where there are none."""
    if not items:
        return ""
    cells = "".join(_figure(item, language) for item in items)
    return f'<div class="ne-figures">{cells}</div>'


def _figure(item: Figure, language: str) -> str:
    note = f'<div class="ne-note">{escape(item.note)}</div>' if item.note else ""
    long = " ne-long" if len(item.value) > LONG else ""
    return (
        f'<div class="ne-figure"><div class="ne-label">{escape(item.label)} '
        f"{badge(item.basis, language, item.fact)}</div>"
        f'<div class="ne-value{long}">{escape(item.value)}</div>{note}</div>'
    )


def chart_head(sentence: str, basis: Basis, language: str) -> str:
    """A chart's sentence and basis."""
    return f'<h3 class="ne-sentence">{escape(sentence)} {badge(basis, language)}</h3>'


def chart_foot(source: str, reading: str, facts: Sequence[str] = (), language: str = "zh") -> str:
    """How to read a chart, its source line, and links to the facts it draws."""
    above = f'<p class="ne-reading">{escape(reading)}</p>' if reading else ""
    links = [
        f'<a href="{escape(evidence(fact, language))}">{escape(fact)}</a>' for fact in facts[:MOST]
    ]
    more = " ".join(["", *links])
    return f'{above}<p class="ne-source">{escape(source)}{more}</p>'


def paragraphs(texts: Sequence[str]) -> str:
    """Plain lines below a section."""
    return "".join(f'<p class="ne-reading">{escape(text)}</p>' for text in texts)


def table(item: Table, language: str, unbroken: Container[str] = ()) -> str:
    """A table to read, with caption, basis and source; cells of `unbroken` keep to one line."""
    looks = {c.code: _look(c, c.code in unbroken) for c in item.columns}
    heads = "".join(f'<th scope="col"{looks[c.code]}>{escape(c.label)}</th>' for c in item.columns)
    body = "".join(_row(row, item.columns, looks, language) for row in item.rows.to_dict("records"))
    foot = f'<p class="ne-source">{escape(item.source)}</p>' if item.source else ""
    return (
        f'<div class="ne-scroll" tabindex="0" role="group" aria-label="{escape(item.caption)}">'
        f'<table class="ne-table"><caption>{escape(item.caption)}{badge(item.basis, language)}'
        f"</caption><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>{foot}"
    )


def _row(
    row: Mapping[Hashable, object],
    columns: Sequence[Column],
    looks: Mapping[str, str],
    language: str,
) -> str:
    cells = "".join(f"<td{looks[c.code]}>{_cell(row[c.code], c, language)}</td>" for c in columns)
    return f"<tr>{cells}</tr>"


def _cell(value: object, column: Column, language: str) -> str:
    said = escape(numbers.cell(value, column.kind, language))
    if column.kind == "link" and said.startswith(("http://", "https://")):
        return f'<a href="{said}" target="_blank" rel="noopener noreferrer">{said}</a>'
    return said


def _look(column: Column, unbroken: bool) -> str:
    """The class of a column's cells: numbers stand at the right."""
    left = {"text": [], "date": [], "link": ["ne-link"]}
    names = left.get(column.kind, ["ne-right"]) + (["ne-unbroken"] if unbroken else [])
    return f' class="{" ".join(names)}"' if names else ""


def profile(item: Profile, language: str) -> str:
    """Everything known of one unit, and its record against the published criteria."""
    lines = "".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in item.lines)
    checks = "".join(_check(check, language) for check in item.checks)
    checked = f'<ul class="ne-checks">{checks}</ul>' if checks else ""
    below = f'<p class="ne-reading">{escape(item.note)}</p>' if item.note else ""
    return (
        f'<p class="ne-lead">{badge(item.basis, language)}</p>'
        f'<dl class="ne-profile">{lines}</dl>{checked}{below}'
    )


def _check(check: Check, language: str) -> str:
    verdict = words.text(language, f"live.verdict.{check.verdict}")
    return (
        f'<li class="ne-check ne-{check.verdict}"><span class="ne-verdict">{escape(verdict)}</span>'
        f"<span><strong>{escape(check.label)}</strong> {escape(check.value)}"
        f'<span class="ne-rule">{escape(check.rule)}</span>'
        f'<span class="ne-rule">{escape(check.source)}</span></span></li>'
    )


def take_away(item: Sheet) -> str:
    """Links to the view's data under the same filters."""
    query = item.selection.to_query(item.language)
    links = "".join(
        f'<a class="ne-button" download href="data/{item.view}.{form}?{escape(query)}">'
        f"{escape(words.text(item.language, f'takeaway.{form}'))}</a>"
        for form in ("csv", "json", "zip")
    )
    light = item.selection.url(item.language, face="light").removeprefix("/")
    links += (
        f'<a class="ne-button" href="{escape(light)}">'
        f"{escape(words.text(item.language, 'takeaway.light'))}</a>"
    )
    title = escape(words.text(item.language, "takeaway.title"))
    return f'<h2 class="ne-section" id="takeaway">{title}</h2><div class="ne-take">{links}</div>'


def share(address: str, title: str, language: str) -> str:
    """The code of a shared address, with words beside it."""
    alt = words.text(language, "takeaway.qr", title=title)
    return (
        f'<figure class="ne-share"><img class="ne-qr" alt="{escape(alt)}" '
        f'src="{escape(qr.data_uri(address))}"><figcaption>{escape(alt)}</figcaption></figure>'
    )


def question(id: str, text: str, heading: str) -> str:
    """A question of the self-check, where links can jump to; with the heading of its group."""
    above = f'<h2 class="ne-section">{escape(heading)}</h2>' if heading else ""
    return f'{above}<p class="ne-sentence" id="q-{escape(id)}">{escape(id)} {escape(text)}</p>'


def jumps(lead: str, ids: Sequence[str]) -> str:
    """Links to the questions that are still open."""
    links = " ".join(f'<a href="#q-{escape(id)}">{escape(id)}</a>' for id in ids)
    return f'<p class="ne-reading">{escape(lead)} {links}</p>'
