"""The pieces of a page that is asked by pointing: the answer, its conditions, and the facets.

Every value is a link to the view with it toggled. `data-query` says of which address the links
below it were drawn, `data-key` what a link changes: `links.js` follows them within a session and
keeps the focus; without it they are ordinary links.
"""

from __future__ import annotations

from html import escape

from neweco import words
from neweco.html.pieces import Pieces
from neweco.sheet import Facet, Offer, Section, Sheet

_ON = ' aria-current="true"'


def here(sheet: Sheet, inside: str, look: str = "") -> str:
    """Pieces whose links were drawn for this view."""
    query = escape(sheet.selection.to_query(sheet.language))
    return f'<div class="ne-here{look}" data-query="{query}">{inside}</div>'


def answer(sheet: Sheet, pieces: Pieces) -> str:
    """Title, how many rows match, and the conditions, each with a way to drop it."""
    total = words.text(
        sheet.language, "live.of_total", total=words.whole(sheet.language, sheet.total)
    )
    said = (
        f' <strong>{escape(sheet.answer)}</strong> <span class="ne-of">{escape(total)}</span>'
        if sheet.answer
        else ""
    )
    return here(
        sheet,
        f'<h1 class="ne-title">{escape(sheet.title)}{said} {pieces.badge(sheet.basis)}</h1>'
        f'<p class="ne-unseen" aria-live="polite">{escape(sheet.counted)}</p>'
        f'<p class="ne-pills">{_pills(sheet, pieces)}</p>',
        " ne-answer",
    )


def _pills(sheet: Sheet, pieces: Pieces) -> str:
    """The filters in force; each says how many rows come back without it."""
    if not sheet.active:
        return f'<span class="ne-hint">{pieces.text("live.hint")}</span>'
    pills = "".join(
        f'<a class="ne-pill" href="{escape(pieces.leads(each.without))}" '
        f'data-key="-{escape(each.param)}" title="{pieces.text("live.drop")}">'
        f'{escape(each.phrase)}{_more(each.more, pieces)} <span aria-hidden="true">✕</span>'
        f'<span class="ne-unseen"> {pieces.text("live.drop")}</span></a>'
        for each in sheet.active
    )
    clear = escape(pieces.leads(sheet.selection.cleared().with_item("")))
    return f'{pills}<a class="ne-clear" href="{clear}" data-key="-">{pieces.text("live.clear")}</a>'


def _more(number: int | None, pieces: Pieces) -> str:
    if not number:
        return ""
    said = pieces.text("live.more", more=words.whole(pieces.language, number))
    return f' <small title="{said}">+{words.whole(pieces.language, number)}</small>'


def strip(section: Section, pieces: Pieces) -> str:
    """Published figures on a slim line, each a link to its evidence."""
    said = "".join(
        f'<li><span>{escape(figure.label)}</span> <a href="{pieces.evidence(figure.fact)}">'
        f"<b>{escape(figure.value)}</b></a></li>"
        for figure in section.figures
    )
    return (
        f'<section class="ne-strip" aria-label="{escape(section.title)}">'
        f"{pieces.badge('published')}<ul>{said}</ul></section>"
    )


def rail(sheet: Sheet, pieces: Pieces) -> str:
    """All facets: each is filter, chart and table of its field in one."""
    drawn = "".join(_facet(facet, pieces) for facet in sheet.facets if facet.offers)
    return here(
        sheet,
        f'<h2 class="ne-unseen" id="facets">{pieces.text("light.filters")}</h2>{drawn}',
        " ne-rail",
    )


def _facet(facet: Facet, pieces: Pieces) -> str:
    draw = {"list": _values, "tiles": _tiles, "bins": _bins}[facet.shape]
    note = ""
    if facet.shape == "tiles":
        note = f" <small>{pieces.text('common.map_reading')}</small>"
    if facet.shape == "bins" and facet.unit:
        note = f" <small>{escape(facet.unit)}</small>"
    chosen = any(offer.chosen for offer in facet.offers)
    look = f"ne-{facet.shape}{' ne-some' if chosen else ''}"
    id = f"facet-{escape(facet.param)}"
    return (
        f'<section class="ne-facet" aria-labelledby="{id}">'
        f'<h3 id="{id}">{escape(facet.label)}{note}</h3>'
        f'<ul class="{look}">{draw(facet, pieces)}</ul></section>'
    )


def _values(facet: Facet, pieces: Pieces) -> str:
    most = max((offer.whole or 0 for offer in facet.offers), default=0)
    return "".join(
        f"<li>{_link(facet, offer, pieces, most)}"
        f'<span class="ne-name">{escape(offer.label)}</span><span class="ne-part"></span>'
        f"{_numbers(offer, pieces)}</a></li>"
        for offer in facet.offers
    )


def _tiles(facet: Facet, pieces: Pieces) -> str:
    most = max((offer.whole or 0 for offer in facet.offers), default=0)
    below = max((offer.tile[1] for offer in facet.offers if offer.tile), default=0) + 2
    return "".join(
        f'<li style="grid-area:{_area(offer, below)}">{_link(facet, offer, pieces, most)}'
        f'<span class="ne-name">{escape(offer.label)}</span>{_numbers(offer, pieces)}'
        f'<span class="ne-part"></span></a></li>'
        for offer in facet.offers
        if offer.tile or offer.rows or offer.whole or offer.chosen
    )


def _area(offer: Offer, below: int) -> str:
    return f"{offer.tile[1] + 1}/{offer.tile[0] + 1}" if offer.tile else f"{below}/1/auto/4"


def _bins(facet: Facet, pieces: Pieces) -> str:
    """Upright bars that touch; the lower end of every second bin stands below it."""
    most = max((offer.whole or 0 for offer in facet.offers), default=0)
    return "".join(
        f"<li>{_link(facet, offer, pieces, most)}"
        f'<span class="ne-unseen">{escape(offer.label)} </span>{_numbers(offer, pieces)}'
        f'<span class="ne-part"></span><span class="ne-tick" aria-hidden="true">'
        f"{escape(offer.tick) if at % 2 else ''}</span></a></li>"
        for at, offer in enumerate(facet.offers)
    )


def _link(facet: Facet, offer: Offer, pieces: Pieces, most: int) -> str:
    """The link of a value; `--w` and `--g` are the lengths of its part and of its whole."""
    way = escape(pieces.leads(offer.selection))
    part, whole = ((number or 0) / most if most else 0 for number in (offer.rows, offer.whole))
    return (
        f'<a href="{way}" data-key="{escape(f"{facet.param}={offer.code}")}"'
        f'{_ON if offer.chosen else ""} title="{escape(offer.label)}"'
        f' style="--w:{part:.3g};--g:{whole:.3g}">'
    )


def _numbers(offer: Offer, pieces: Pieces) -> str:
    rows, whole = (words.whole(pieces.language, number) for number in (offer.rows, offer.whole))
    return f'<span class="ne-n"><b>{rows}</b> / {whole}</span>'


def tools(sheet: Sheet, pieces: Pieces, own: bool = False) -> str:
    """Copy the link, take the rows away, print; of a session's own register there is no address."""
    if own:
        return ""
    files = pieces.data(sheet)
    here_ = escape(pieces.leads(sheet.selection))
    light = escape(sheet.selection.on_page("all").url(sheet.language, face="light").lstrip("/"))
    return (
        f'<p class="ne-tools"><a class="ne-button" href="{here_}" data-copy="'
        f'{pieces.text("live.copied")}">{pieces.text("live.copy")}</a>'
        f'<a class="ne-button" href="{files["csv"]}" download>CSV</a>'
        f'<a class="ne-button" href="{pieces.root}{light}">{pieces.text("live.print")}</a></p>'
    )
