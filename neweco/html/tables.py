"""Tables to read, whose headings and cells are links where they lead on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from itertools import zip_longest

from neweco import words
from neweco.html.face import Face
from neweco.query.selection import Selection
from neweco.sheet import Column, Table
from neweco.words import numbers


@dataclass(frozen=True)
class Tables(Face):
    """The tables of one face."""

    def table(self, table: Table, clamped: bool = False) -> str:
        """A table to read, with caption and basis, what is left out, and its source. `clamped`
        cells take two lines at most."""
        heads = "".join(self._heading(column, table) for column in table.columns)
        form = '<div class="ne-clamped">{}</div>' if clamped else "{}"
        cells = [self._cells(table, column, form) for column in table.columns]
        rows = ["".join(row) for row in zip(*cells, strict=True)]
        keys = [f' data-row="{escape(key)}"' for key in table.keys] if table.links else []
        body = "".join(f"<tr{key}>{row}</tr>" for key, row in zip_longest(keys, rows, fillvalue=""))
        caption, named = escape(table.caption), escape(table.named(self.language))
        listed, style = (" ne-listed", f' style="{_labels(table)}"') if table.links else ("", "")
        return (
            f'<div class="ne-scroll" tabindex="0" role="group" aria-label="{named}">'
            f'<table class="ne-table{listed}"{style}><caption>{caption} {self.badge(table.basis)}'
            f"</caption><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
            f"{self.table_foot(table)}{self._parts(table)}"
        )

    def _heading(self, column: Column, table: Table) -> str:
        """The heading of a column; where a list can be ordered by it, a link that does."""
        label = escape(column.label)
        sorts = table.sorts.get(column.code)
        way = escape(self.leads(sorts)) if sorts else ""
        if sorts is None or not way:
            return f'<th scope="col"{_look(column)}>{label}</th>'
        # What a click leads to tells what is now: from largest first to smallest first, to none.
        turned = {"": "ascending", f"-{column.code}": "none"}.get(sorts.sort, "descending")
        sign = {"ascending": " ↑", "descending": " ↓", "none": ""}[turned]
        order = "" if turned == "none" else f' aria-sort="{turned}"'
        return (
            f'<th scope="col"{order}{_look(column)}>'
            f'<a href="{way}" data-key="sort={column.code}">{label}{sign}</a></th>'
        )

    def _parts(self, table: Table) -> str:
        """The other parts of a list."""
        if not table.pages or not self.leads(Selection("overview")):
            return ""
        links = "".join(
            f'<a href="{escape(self.leads(way))}" data-key="page={escape(name)}">{escape(name)}</a>'
            if way
            else f'<span aria-current="page">{escape(name)}</span>'
            for name, way in table.pages
        )
        return (
            f'<nav class="ne-parts" aria-label="{self.text("live.parts")}">{links}</nav>'
            f'<p class="ne-printed">{self.text("live.printed")}</p>'
        )

    def table_foot(self, table: Table) -> str:
        """What a table leaves out, and its source."""
        said = ""
        if table.total > len(table.rows) and not table.pages:
            shown, total = (words.whole(self.language, n) for n in (len(table.rows), table.total))
            left_out = self.text("live.first_rows", shown=shown, total=total)
            said = f'<p class="ne-reading">{left_out}</p>'
        return said + (f'<p class="ne-source">{escape(table.source)}</p>' if table.source else "")

    def _cells(self, table: Table, column: Column, form: str) -> list[str]:
        """The cells of one column, all with the same number of decimals; those that lead to a view
        are links to it."""
        values, ways = table.rows[column.code], table.links.get(column.code, ())
        decimals = numbers.places(values) if column.kind in numbers.MEASURED else 0
        look = ' class="ne-link"' if column.kind == "link" else ""  # others stand as their heading
        cells = []
        for at, value in enumerate(values):
            said = self._cell(value, column, decimals)
            address = escape(self.leads(way)) if ways and (way := ways[at]) else ""
            if address:
                said = f'<a href="{address}">{said}</a>'
            cells.append(f"<td{look}>{form.format(said)}</td>")
        return cells

    def _cell(self, value: object, column: Column, decimals: int) -> str:
        said = escape(numbers.cell(value, column.kind, self.language, decimals))
        if column.kind == "link" and said.startswith(("http://", "https://")):
            return outward(said)
        return said


def outward(address: str) -> str:
    """A link to another site, by the site's name, which learns nothing of where it was followed."""
    site = address.split("/")[2].removeprefix("www.")
    return f'<a href="{address}" target="_blank" rel="noopener noreferrer">{site or address}</a>'


def _labels(table: Table) -> str:
    """The headings of a list as properties of style, with which a phone names each value."""
    told = (
        _ESCAPED.sub(lambda found: f"\\{ord(found[0]):x} ", column.label)
        for column in table.columns
    )
    return ";".join(f"--c{at}:'{label}'" for at, label in enumerate(told, 1))


_ESCAPED = re.compile(r"""[\\'"<>&\n\r\f]""")
"""What could end a text of a style sheet or the attribute that holds it."""


def _look(column: Column) -> str:
    """The class of a column's cells: numbers stand at the right."""
    name = {"text": "", "date": "", "link": "ne-link"}.get(column.kind, "r")
    return f' class="{name}"' if name else ""
