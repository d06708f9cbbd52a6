"""The pieces that every face is made of, as HTML: live page, light page, stage, file and print.

Every text that goes in is escaped here. A face says where its links lead:

>>> pieces = Pieces("en", lambda selection: selection.url("en", face="light"))
>>> pieces.badge("published", "F006")  # doctest: +ELLIPSIS
'<a class="ne-badge ne-published" title="..." href="/light/evidence?fact=F006&amp;lang=en">...</a>'
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby

from neweco import words
from neweco.charts import html, svg
from neweco.charts.forms import Plotted
from neweco.html.tables import Tables, outward
from neweco.http import qr
from neweco.sheet import (
    Chart,
    Check,
    Download,
    Figure,
    Link,
    Option,
    Profile,
    Section,
    Sheet,
    Table,
)

_CURRENT, _DOWNLOAD = ' aria-current="true"', " download"

_COUNT = re.compile(r"^([\d.,]+)( [A-Za-z ]+|[家个项人])$")
"""A count and its noun, which is set smaller."""

_MEASURED = re.compile(r"\d[\d,.]*[万亿]*[元家个项人]")
"""A number with its unit within a Chinese sentence."""

LONG = 11
"""Letters from which on a value is set smaller, so that "54 laboratories" stays on its line."""

MOST = 8
"""Facts that are linked below a chart."""

FORMS = ("xlsx", "csv", "json", "zip")
"""Forms that the data of a view are handed out in."""

STRIPS = "strip", "below"
"""Places of sections that are one slim line."""

FOLDED_FROM = 40
"""A table with more rows is folded where nothing scrolls."""


@dataclass(frozen=True)
class Pieces(Tables):
    """The pieces of one face in one language."""

    def head(self, sheet: Sheet) -> str:
        """A page's title and its one sentence, marked where that counts simulated rows."""
        badge = f"{self.badge(sheet.basis)} " if sheet.is_simulated else ""
        title = f'<h1 class="ne-title">{escape(sheet.title)}</h1>'
        return f'{title}<p class="ne-headline">{badge}{unbroken(sheet.headline)}</p>'

    def heading(self, id: str, title: str, lead: str = "") -> str:
        """Heading of a section, and the lines below it."""
        below = f'<p class="ne-lead">{escape(lead)}</p>' if lead else ""
        return f'<h2 class="ne-section" id="{escape(id)}">{escape(title)}</h2>{below}'

    def section(self, part: Section) -> str:
        """A whole section, for faces that draw a page at once."""
        return (
            f'<section aria-labelledby="{escape(part.id)}">'
            f"{self.heading(part.id, part.title, part.lead)}{self.said(part)}"
            f"{self.downloads(part.downloads)}{self.option(part.option)}"
            f"{self.charts(part.charts)}{''.join(self._fold(t, part.folded) for t in part.tables)}"
            f"{self.paragraphs(part.notes)}{self.links(part.links)}</section>"
        )

    def _fold(self, table: Table, folded: bool) -> str:
        drawn, short = self.table(table), len(table.rows) <= FOLDED_FROM
        if short and not folded:
            return drawn
        return f"<details><summary>{escape(table.caption)}</summary>{drawn}</details>"

    def said(self, part: Section) -> str:
        """The figures of a section: as cards, or on a slim line."""
        if part.place in STRIPS:
            return self.strip(part)
        return self.figures(part.figures, marked=part.place != "main")

    def strip(self, part: Section) -> str:
        """What is public on a slim line: figures, each a link to its evidence, or units named."""
        said = "".join(
            f'<li><span>{escape(figure.label)}</span> <a href="{self.evidence(figure.fact)}">'
            f"<b>{escape(figure.value)}</b></a></li>"
            for figure in part.figures
        )
        if part.place in STRIPS:
            said += "".join(
                f"<li><span>{escape(group)}</span> {' '.join(map(self.way, links))}</li>"
                for group, links in groupby(part.links, lambda link: link.group)
            )
        badge = self.badge("published" if part.figures else "named")
        return (
            f'<div class="ne-strip" role="group" aria-label="{escape(part.title)}">'
            f"{badge}<ul>{said}</ul></div>"
        )

    def strips(self, place: str, sheet: Sheet) -> str:
        """The slim lines at one place of a page."""
        return "".join(self.strip(part) for part in sheet.sections if part.place == place)

    def way(self, link: Link, look: str = "") -> str:
        """A way on by its own name; `look` are attributes."""
        return f'<a{look} href="{escape(self.leads(link.selection))}">{escape(link.label)}</a>'

    def figures(self, figures: Sequence[Figure], marked: bool = True) -> str:
        """A row of figures: label and basis, value, note; nothing where there are none. Those that
        stand below an answer are not `marked`: it says their basis."""
        cells = "".join(self._figure(figure, marked) for figure in figures)
        return f'<div class="ne-figures">{cells}</div>' if cells else ""

    def _figure(self, figure: Figure, marked: bool) -> str:
        badge = f" {self.badge(figure.basis, figure.fact)}" if marked else ""
        note = f'<div class="ne-note">{escape(figure.note)}</div>' if figure.note else ""
        if figure.beside is not None:  # also where it is empty: its line is kept
            note += f'<div class="ne-beside">{escape(figure.beside)}</div>'
        long = " ne-long" if len(figure.value) > LONG else ""
        return (
            f'<div class="ne-figure"><div class="ne-label">{escape(figure.label)}{badge}</div>'
            f'<div class="ne-value{long}">{self._valued(figure)}</div>{note}</div>'
        )

    def _valued(self, figure: Figure) -> str:
        """A figure's value; where it counts rows that can be shown, a link to them."""
        way = escape(self.leads(figure.link)) if figure.link else ""
        said = _COUNT.sub(r"\1<small>\2</small>", escape(figure.value))
        return f'<a href="{way}">{said}</a>' if way else said

    def downloads(self, downloads: Sequence[Download]) -> str:
        """Files to take away; their paths are relative to the site."""
        links = "".join(
            f'<a class="ne-button" download href="{escape(self.root + each.path)}">'
            f"{escape(each.label)}</a>"
            for each in downloads
        )
        return f'<p class="ne-take">{links}</p>' if links else ""

    def option(self, option: Option | None) -> str:
        """A switch of the view as links, the setting in force marked."""
        if option is None:
            return ""
        links = "".join(
            f'<a href="{escape(self.leads(option.selection.with_option(option.name, value)))}"'
            f"{_CURRENT if value == option.value else ''}>{escape(name)}</a> "
            for value, name in option.choices
        )
        said = words.pair(self.language, option.label, "")
        return f'<p class="ne-switch">{escape(said)}{links}</p>'

    def charts(self, charts: Sequence[Chart]) -> str:
        """Charts beside each other where there is room, wide ones alone."""
        return beside([self.chart(chart) for chart in charts])

    def chart(self, chart: Chart) -> str:
        """One chart: sentence and basis, drawing, how to read it, source, links to its facts."""
        wide = " ne-wide" if chart.wide else ""
        return (
            f'<figure class="ne-chart{wide}">{self.chart_head(chart)}{self.drawing(chart)}'
            f"{self.chart_foot(chart)}{self._twin(chart)}</figure>"
        )

    def drawing(self, chart: Chart) -> str:
        """A chart without what comes with it."""
        form, rows = chart.form, chart.table.rows
        if isinstance(form, Plotted):
            return svg.svg(chart, self.language)
        addresses = [escape(self.leads(way)) if way else "" for way in chart.links]
        heads = {
            column: {name: escape(self.leads(way)) for name, way in ways.items()}
            for column, ways in chart.heads.items()
        }
        return html.drawn(form, rows, self.language, addresses=addresses, heads=heads)

    def _twin(self, chart: Chart) -> str:
        """The rows of a plot as a table; a form that is text is its own."""
        if not isinstance(chart.form, Plotted):
            return ""
        head = f"<summary>{self.text('live.as_table')}</summary>"
        return f"<details>{head}{self.table(chart.table)}</details>"

    def chart_head(self, chart: Chart) -> str:
        """A chart's sentence and basis; a plot shows them in its picture."""
        badge, seen = self.badge(chart.basis), _seen(chart)
        return f'<h3 class="ne-sentence{seen}">{escape(chart.sentence)} {badge}</h3>'

    def chart_foot(self, chart: Chart) -> str:
        """How to read a chart, its source line, links to the facts it draws, and its file."""
        above = f'<p class="ne-reading">{escape(chart.reading)}</p>' if chart.reading else ""
        seen = _seen(chart).strip()
        source = escape(chart.source)
        source = f'<span class="{seen}">{source}</span>' if seen else source
        links = [
            f'<a href="{self.evidence(fact)}">{escape(fact)}</a>' for fact in chart.facts[:MOST]
        ]
        said = " ".join([source, *links, *self._picture(chart)])
        return f'{above}<p class="ne-source">{said}</p>'

    def _picture(self, chart: Chart) -> list[str]:
        """A link to the chart as a file; none where no address leads to it."""
        if self.selection is None:
            return []
        query = escape(self.selection.to_query(self.language))
        path = f"{self.root}chart/{self.selection.view}.{chart.id}.png{'?' if query else ''}{query}"
        named = self.text("picture.named", sentence=chart.sentence)
        return [
            f'<a class="ne-save" download href="{path}" aria-label="{named}">'
            f"{self.text('picture.save')}</a>"
        ]

    def paragraphs(self, texts: Sequence[str]) -> str:
        """Plain lines below a section."""
        return "".join(f'<p class="ne-reading">{escape(text)}</p>' for text in texts)

    def links(self, links: Sequence[Link]) -> str:
        """Ways on, each with the group it belongs to."""
        ways = "".join(
            f"<li>{self.way(replace(link, label=self._named(link)))}</li>" for link in links
        )
        return f'<ul class="ne-links">{ways}</ul>' if ways else ""

    def _named(self, link: Link) -> str:
        return words.pair(self.language, link.group, link.label) if link.group else link.label

    def group(self, name: str) -> str:
        """Heading of a group of links."""
        return f'<h3 class="ne-sentence">{escape(name)}</h3>'

    def profile(self, profile: Profile) -> str:
        """Everything known of one unit, and its record against the published criteria."""
        lines = "".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in profile.lines)
        checks = "".join(map(self._check, profile.checks))
        checked = f'<ul class="ne-checks">{checks}</ul>' if checks else ""
        tables = "".join(map(self.table, profile.tables))
        below = self.paragraphs([profile.note] if profile.note else [])
        if profile.link:
            below += f'<p class="ne-source">{outward(escape(profile.link))}</p>'
        return (
            f'<p class="ne-lead">{self.badge(profile.basis)}</p><dl class="ne-profile">{lines}</dl>'
            f"{tables}{checked}{below}{self.links(profile.links)}"
        )

    def _check(self, check: Check) -> str:
        return (
            f'<li class="ne-check ne-{check.verdict}">'
            f'<span class="ne-verdict">{self.text(f"live.verdict.{check.verdict}")}</span>'
            f"<span><strong>{escape(check.label)}</strong> {escape(check.value)}"
            f'<span class="ne-rule">{escape(check.rule)}</span>'
            f'<span class="ne-rule">{escape(check.source)}</span></span></li>'
        )

    def data(self, sheet: Sheet) -> dict[str, str]:
        """Where the view's data under the same filters lie, by form."""
        query = escape(sheet.selection.to_query(self.language))
        return {form: f"{self.root}data/{sheet.view}.{form}?{query}" for form in FORMS}

    def take_away(self, sheet: Sheet) -> str:
        """Links to the view's data under the same filters, and to its light page."""
        addresses = self.data(sheet)
        light = sheet.selection.url(self.language, face="light").removeprefix("/")
        links = "".join(
            f'<a class="ne-button"{_DOWNLOAD if form in addresses else ""} href="{address}">'
            f"{self.text(f'takeaway.{form}')}</a>"
            for form, address in (addresses | {"html": escape(light)}).items()
        )
        title = words.text(self.language, "takeaway.title")
        return f'{self.heading("takeaway", title)}<div class="ne-take">{links}</div>'

    def share(self, address: str, title: str) -> str:
        """The code of a shared address, with words beside it."""
        alt = self.text("takeaway.qr", title=title)
        return (
            f'<figure class="ne-share"><img class="ne-qr" alt="{alt}" '
            f'src="{escape(qr.data_uri(address))}"><figcaption>{alt}</figcaption></figure>'
        )


def unbroken(text: str) -> str:
    """A sentence in which a line does not end between a number and its unit, as between any two
    Chinese characters it may."""
    return _MEASURED.sub(r'<span class="ne-one">\g<0></span>', escape(text))


def beside(drawn: Sequence[str]) -> str:
    """Drawn charts beside each other where there is room; nothing where there are none."""
    return f'<div class="ne-charts">{"".join(drawn)}</div>' if drawn else ""


def _seen(chart: Chart) -> str:
    """The class of words that a picture holds itself: they are heard."""
    return " ne-unseen" if isinstance(chart.form, Plotted) else ""
