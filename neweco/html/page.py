"""A sheet as one HTML page that needs no script: for WeChat, phones, print, disks and readers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from html import escape
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from neweco import words
from neweco.html import style
from neweco.html.notices import PLACE
from neweco.html.pieces import Pieces
from neweco.http import site
from neweco.query.selection import Selection
from neweco.query.views import VIEWS
from neweco.sheet import Facet, Offer, Sheet

_TEMPLATES = Path(__file__).with_name("templates")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )


def render(sheet: Sheet, root: str = "..", addressed: bool = True) -> str:
    """The page of a sheet. `root` leads from it to the site: an address, for a copy on a disk.
    `addressed` tells whether the rows are those that addresses lead to: a session's own are not,
    and their data and pictures are not linked to."""
    made = _environment().get_template("page.html")
    language, selection = sheet.language, sheet.selection
    page = made.render(
        sheet=sheet,
        language=language,
        style=Markup(style.page()),
        menu=[
            (name, _light(Selection(name), language, root))
            for name, view in VIEWS.items()
            if view.in_menu
        ],
        switch=lambda other: _light(selection, other, root),
        languages=words.LANGUAGES,
        words=words,
        t=lambda key: words.text(language, key),
        body=Markup(_body(sheet, root, addressed)),
        live=selection.url(language, root),
    )
    return _without_controls(page)


def _light(selection: Selection, language: str, root: str) -> str:
    return selection.url(language, root, face="light")


def _body(sheet: Sheet, root: str, addressed: bool) -> str:
    """Everything below the header."""

    def leads(selection: Selection) -> str:
        return _light(selection, sheet.language, root)

    pieces = Pieces(sheet.language, leads, f"{root}/", sheet.selection if addressed else None)
    warnings = "".join(f'<p class="ne-bar">{escape(each)}</p>' for each in sheet.warnings)
    sections = "".join(map(pieces.section, sheet.sections))
    return (
        f"{pieces.head(sheet)}{warnings}{PLACE.decode()}"
        f"{_filters(sheet, pieces, root)}{_dropping(sheet, pieces)}{_profile(sheet, pieces, root)}"
        f"{sections}{_take_away(sheet, pieces, root)}"
    )


def _filters(sheet: Sheet, pieces: Pieces, root: str) -> str:
    """The filters as a plain form, what is in force, and how many rows match."""
    if not sheet.is_filtered:
        return ""
    fields = "".join(_field(facet, pieces) for facet in sheet.facets)
    kept = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in _kept(sheet)
    )
    clear = escape(pieces.leads(sheet.selection.cleared().with_item("")))
    active = escape(words.clauses(sheet.language, sheet.phrases))
    shown = f"<p>{pieces.text('light.active')}{active}</p>" if active else ""
    return (
        f'<form method="get" action="{root}/light/{sheet.view}"><details>'
        f"<summary>{pieces.text('light.filters')}</summary>"
        f"<p><label>{pieces.text('live.search')} "
        f'<input type="search" name="q" maxlength="60" value="{escape(sheet.selection.query)}">'
        f"</label></p>{fields}{kept}</details><p><button>{pieces.text('light.apply')}</button> "
        f'<a href="{clear}">{pieces.text("live.clear")}</a></p></form>{shown}'
        f"{pieces.counted(sheet.counted, sheet.basis)}"
    )


def _field(facet: Facet, pieces: Pieces) -> str:
    if facet.span is None:
        inside = "".join(_offer(facet.param, offer, pieces) for offer in facet.offers)
    else:
        value = "" if facet.span.low is None and facet.span.high is None else str(facet.span)
        inside = (
            f"<label>{pieces.text('light.range')} "
            f'<input name="{facet.param}" value="{value}" placeholder="..">{escape(facet.unit)}'
            "</label>"
        )
    return f"<fieldset><legend>{escape(facet.label)}</legend>{inside}</fieldset>"


def _offer(param: str, offer: Offer, pieces: Pieces) -> str:
    chosen = " checked" if offer.chosen else ""
    rows = escape(words.whole(pieces.language, offer.rows))
    return (
        f'<label><input type="checkbox" name="{param}" value="{escape(offer.code)}"{chosen}> '
        f'{escape(offer.label)} <span class="ne-note">{rows}</span></label>\n'
    )


def _kept(sheet: Sheet) -> list[tuple[str, str]]:
    """What the filter form hands on unseen: order, switches of the view, language."""
    chosen = sheet.selection
    pairs = Selection(sheet.view, sort=chosen.sort, switches=chosen.switches).to_pairs()
    return pairs + ([("lang", sheet.language)] if sheet.language != words.DEFAULT else [])


def _dropping(sheet: Sheet, pieces: Pieces) -> str:
    ways = "".join(
        f'<li><a href="{escape(pieces.leads(drop.without))}">'
        + pieces.text(
            "live.drop_offer", phrase=drop.phrase, rows=words.whole(sheet.language, drop.rows)
        )
        + "</a></li>"
        for drop in sheet.dropping
    )
    return f"<p>{pieces.text('live.empty')}</p><ul>{ways}</ul>" if ways else ""


def _profile(sheet: Sheet, pieces: Pieces, root: str) -> str:
    if sheet.profile is None:
        return ""
    heading = pieces.heading("profile", sheet.profile.title)
    cited = pieces.paragraphs([sheet.cited(site.base(root))]) if sheet.profile.cites else ""
    return (
        f'<section aria-labelledby="profile">{heading}{pieces.profile(sheet.profile)}{cited}'
        "</section>"
    )


def _take_away(sheet: Sheet, pieces: Pieces, root: str) -> str:
    """The view's data under the same filters, a copy of this page, and how to cite it."""
    links = [
        f'<a href="{address}">{pieces.text(f"takeaway.{form}")}</a>'
        for form, address in pieces.data(sheet).items()
    ]
    query = escape(sheet.selection.to_query(sheet.language))
    copy = f"{pieces.root}light/{sheet.view}.html?{query}"
    links.append(f'<a href="{copy}">{pieces.text("light.offline")}</a>')
    files = f'<p class="files">{" · ".join(links)}</p>' if pieces.selection else ""
    cited = pieces.paragraphs([sheet.cited(site.base(root))])
    return (
        f'<section aria-labelledby="takeaway">'
        f"{pieces.heading('takeaway', words.text(sheet.language, 'takeaway.title'))}"
        f"{files}{cited}</section>"
    )


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
            style=Markup(style.page()),
            switch=lambda other: f"?lang={other}",
            languages=words.LANGUAGES,
            words=words,
            t=lambda key: words.text(language, key),
        )
    )
