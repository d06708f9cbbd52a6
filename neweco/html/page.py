"""A sheet as one HTML page that needs no script: for WeChat, phones, print, disks and readers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from neweco import words
from neweco.html import explore, front, style
from neweco.html.notices import PLACE, bars
from neweco.html.pieces import STRIPS, Pieces
from neweco.http import site
from neweco.http.document import Document, Image, said
from neweco.query.facets import Facet
from neweco.query.filters import Range
from neweco.query.selection import Selection
from neweco.query.views import VIEWS
from neweco.sheet import Sheet

ICON = Path(__file__).with_name("icon.svg")
"""The mark: said, left open, not said."""

_TEMPLATES = Path(__file__).with_name("templates")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )


def render(
    sheet: Sheet, root: str = "..", addressed: bool = True, image: Image | None = None
) -> str:
    """The page of a sheet. `root` leads from it to the site: an address, for a copy on a disk.
    `addressed` tells whether the rows are those that addresses lead to: a session's own are not,
    and their data and pictures are not linked to. `image` is shown beside links to it."""
    made = _environment().get_template("page.html")
    language, selection = sheet.language, sheet.selection
    product = words.text(language, "common.product")
    head = Document(f"{sheet.title} · {product}", sheet.description, words.tag(language), image)
    page = made.render(
        sheet=sheet,
        head=Markup(said(head)),
        icon=_icon(),
        language=language,
        style=Markup(style.page() + style.lined(VIEWS[sheet.view].line)),
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


@cache
def _icon() -> str:
    return f"data:image/svg+xml,{quote(ICON.read_text('utf-8').strip())}"


def _light(selection: Selection, language: str, root: str) -> str:
    return selection.url(language, root, face="light")


def _body(sheet: Sheet, root: str, addressed: bool) -> str:
    """Everything below the header."""

    def leads(selection: Selection) -> str:
        return _light(selection, sheet.language, root)

    pieces = Pieces(sheet.language, leads, f"{root}/", sheet.selection if addressed else None)
    said = f"{bars(sheet.warnings)}{PLACE.decode()}"
    taken = _take_away(sheet, pieces, root)
    profile = _profile(sheet, pieces, root)
    if sheet.is_filtered:
        return f"{_asked(sheet, pieces, root, said, profile)}{taken}"
    sections = "".join(
        front.section(part, sheet, pieces) if part.place in front.PLACES else pieces.section(part)
        for part in sheet.sections
    )
    head = "" if front.has_hero(sheet) else pieces.head(sheet)
    return f"{head}{said}{profile}{sections}{taken}"


def _asked(sheet: Sheet, pieces: Pieces, root: str, said: str, profile: str) -> str:
    """A page that is asked by pointing: as the live one, its script apart."""
    strips, named = (pieces.strips(place, sheet) for place in STRIPS)
    first = "".join(pieces.section(part) for part in sheet.sections if part.place == "first")
    main = "".join(pieces.section(part) for part in sheet.sections if part.place == "main")
    below = "".join(pieces.section(part) for part in sheet.sections if not part.place)
    return (
        f"{explore.answer(sheet, pieces)}{_typed(sheet, pieces, root)}{said}{strips}"
        f"{first}{profile}"
        f'<div class="ne-explore">{explore.rail(sheet, pieces)}'
        f'<div class="ne-main">{explore.apart(sheet, pieces)}{explore.dropping(sheet, pieces)}'
        f"{main}"
        f"</div></div>{named}{below}"
    )


def _typed(sheet: Sheet, pieces: Pieces, root: str) -> str:
    """What is typed, as a plain form: the search, and the ends of ranges."""
    fields = "".join(_field(facet, pieces) for facet in sheet.facets if facet.span is not None)
    ranges = {facet.param for facet in sheet.facets if facet.span is not None}
    more = f"<details><summary>{pieces.text('live.ranges')}</summary>{fields}</details>"
    return (
        f'<form method="get" action="{root}/light/{sheet.view}">'
        f"<label>{pieces.text('live.search')} "
        f'<input type="search" name="q" maxlength="60" value="{escape(sheet.selection.query)}">'
        f"</label> <button>{pieces.text('light.apply')}</button>"
        f"{more if fields else ''}{unseen(sheet, {'q', *ranges})}</form>"
    )


def _field(facet: Facet, pieces: Pieces) -> str:
    span = facet.span
    value = "" if span is None or span == Range() else str(span)
    return (
        f"<p><label>{escape(facet.label)}{escape(facet.unit)} "
        f'<input name="{escape(facet.param)}" value="{value}" '
        f'placeholder="{pieces.text("light.range")}"></label></p>'
    )


def unseen(sheet: Sheet, typed: set[str]) -> str:
    """What a form hands on unseen beside the parameters that are typed into it: values chosen,
    order, switches of the view, language."""
    pairs = sheet.selection.with_item("").on_page("").to_pairs()
    if sheet.language != words.DEFAULT:
        pairs.append(("lang", sheet.language))
    return "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in pairs
        if name not in typed
    )


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
