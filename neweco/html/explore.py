"""The pieces of a page that is asked by pointing: the answer, its conditions, and the facets.

Every value is a link to the view with it toggled. `data-query` says of which address the links
below it were drawn, `data-key` what a link changes: `links.js` follows them within a session and
keeps the focus; without it they are ordinary links.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from neweco import words
from neweco.html.pieces import Pieces
from neweco.query.facets import Facet, Offer
from neweco.query.grammar import ALL
from neweco.sheet import Sheet
from neweco.words import numbers

_ON = ' aria-current="true"'


def here(sheet: Sheet, inside: str, look: str = "") -> str:
    """Pieces whose links were drawn for this view."""
    query = escape(sheet.selection.to_query(sheet.language))
    return f'<div class="ne-here{look}" data-query="{query}">{inside}</div>'


def answer(sheet: Sheet, pieces: Pieces) -> str:
    """Title, how many rows match, and the conditions, each with a way to drop it."""
    whole = words.count(sheet.language, sheet.total, sheet.selection.declared.noun)
    total = words.text(sheet.language, "live.of_total", total=whole)
    of = f' <span class="ne-of">{escape(total)}</span>' if sheet.active else ""
    said = f" <strong>{escape(sheet.answer)}</strong>{of}" if sheet.answer else ""
    return here(
        sheet,
        f'<h1 class="ne-title">{escape(sheet.title)}{said} {pieces.badge(sheet.basis)}</h1>'
        f'<p class="ne-unseen" aria-live="polite">{escape(sheet.counted)}</p>'
        f'<p class="ne-pills">{_pills(sheet, pieces)}</p>{_jumps(sheet, pieces)}',
        " ne-answer",
    )


def _jumps(sheet: Sheet, pieces: Pieces) -> str:
    """On a phone: from wherever one is, back to the facets and on to the rows."""
    number = f" ({len(sheet.active)})" if sheet.active else ""
    return (
        f'<nav class="ne-jumps" aria-label="{pieces.text("live.jumps")}">'
        f'<a href="#facets">{pieces.text("light.filters")}{number}</a>'
        f'<a href="#list">{pieces.text("live.to_rows")}</a></nav>'
    )


def _pills(sheet: Sheet, pieces: Pieces) -> str:
    """The filters in force; each says how many rows come back without it."""
    if not sheet.active:
        return f'<span class="ne-hint">{pieces.text("live.hint")}</span>{_pinned(sheet, pieces)}'
    pills = "".join(
        f'<a class="ne-pill" href="{escape(pieces.leads(each.without))}" '
        f'data-key="-{escape(each.param)}" title="{pieces.text("live.drop")}">'
        f'{escape(each.phrase)}{_more(each.more, pieces)} <span aria-hidden="true">✕</span>'
        f'<span class="ne-unseen"> {pieces.text("live.drop")}</span></a>'
        for each in sheet.active
    )
    way = escape(pieces.leads(sheet.selection.cleared().with_item("")))
    clear = f'<a class="ne-clear" href="{way}" data-key="-">{pieces.text("live.clear")}</a>'
    return f"{pills}{clear}{_pinned(sheet, pieces)}"


def _pinned(sheet: Sheet, pieces: Pieces) -> str:
    """What the rows are compared with, with a way to drop it; else a way to pin what is chosen."""
    pinned = sheet.pinned
    if pinned is not None:
        number = "" if pinned.more is None else f" {words.whole(sheet.language, pinned.more)}"
        return (
            f'<a class="ne-pill ne-b" href="{escape(pieces.leads(pinned.without))}" data-key="-vs" '
            f'title="{pieces.text("live.unpin")}">◆ {escape(pinned.phrase)}{number} '
            '<span aria-hidden="true">✕</span></a>'
        )
    if not sheet.active:
        return ""
    way = escape(pieces.leads(sheet.selection.pin(sheet.selection.narrowing)))
    return f'<a class="ne-clear" href="{way}" data-key="vs">{pieces.text("live.pin")}</a>'


def apart(sheet: Sheet, pieces: Pieces) -> str:
    """What sets the selection apart; every value is a link."""
    said = "".join(
        f'<li><a href="{escape(pieces.leads(each.selection))}" data-key="{escape(each.key)}">'
        f"{escape(each.label)}</a> {numbers.percent(each.share, sheet.language, 0)} "
        f"<small>{escape(_than(each.other, sheet))}</small></li>"
        for each in sheet.apart
    )
    head = f"{pieces.badge(sheet.basis)}<span>{pieces.text('live.apart')}</span>" if said else ""
    return here(sheet, f"{head}<ul>{said}</ul>" if said else "", " ne-apart")


def dropping(sheet: Sheet, pieces: Pieces) -> str:
    """For an empty result: the filters, each with what would show without it."""
    ways = "".join(
        f'<li><a href="{escape(pieces.leads(drop.without))}" data-key="-{escape(drop.param)}">'
        + pieces.text(
            "live.drop_offer", phrase=drop.phrase, rows=words.whole(pieces.language, drop.rows)
        )
        + "</a></li>"
        for drop in sheet.dropping
    )
    if not ways:
        return ""
    return here(sheet, f'<p>{pieces.text("live.empty")}</p><ul class="ne-links">{ways}</ul>')


def _than(share: float, sheet: Sheet) -> str:
    key = "live.than_pinned" if sheet.pinned else "live.than_whole"
    return words.text(sheet.language, key, share=numbers.percent(share, sheet.language, 0))


def _more(number: int | None, pieces: Pieces) -> str:
    if not number:
        return ""
    said = pieces.text("live.more", more=words.whole(pieces.language, number))
    return f' <small title="{said}">+{words.whole(pieces.language, number)}</small>'


def rail(sheet: Sheet, pieces: Pieces) -> str:
    """All facets: each is filter, chart and table of its field in one."""
    drawn = "".join(_facet(facet, pieces) for facet in _ordered(sheet.facets))
    return here(
        sheet,
        f'<h2 class="ne-unseen" id="facets">{pieces.text("light.filters")}</h2>'
        f"{_measures(sheet, pieces)}{drawn}",
        " ne-rail",
    )


def _measures(sheet: Sheet, pieces: Pieces) -> str:
    """What the values of all facets are measured by."""
    by = sheet.by
    if by is None:
        return ""
    links = "".join(
        f'<a href="{escape(pieces.leads(by.selection.with_option(by.name, code)))}" '
        f'data-key="by={code}"{_ON if code == by.value else ""}>{escape(name)}</a>'
        for code, name in by.choices
    )
    return f'<p class="ne-by"><span>{escape(by.label)}</span>{links}</p>'


def _ordered(facets: Sequence[Facet]) -> list[Facet]:
    """As they are declared, long lists of units last."""
    return sorted((f for f in facets if f.offers), key=lambda facet: facet.units)


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
        f'<div class="ne-facet" role="group" aria-labelledby="{id}">'
        f'<h3 id="{id}">{escape(facet.label)}{note}</h3>'
        f'<ul class="{look}">{draw(facet, pieces)}</ul></div>'
    )


def _values(facet: Facet, pieces: Pieces) -> str:
    return "".join(
        f"<li>{_link(facet, offer, pieces)}"
        f"<span>{escape(offer.label)}</span><i></i>{_numbers(facet, offer, pieces)}</a></li>"
        for offer in facet.offers
    )


def _tiles(facet: Facet, pieces: Pieces) -> str:
    below = max((offer.tile[1] for offer in facet.offers if offer.tile), default=0) + 2
    return "".join(
        f'<li style="grid-area:{_area(offer, below)}">{_link(facet, offer, pieces)}'
        f"<span>{escape(offer.label)}</span>{_numbers(facet, offer, pieces)}<i></i></a></li>"
        for offer in facet.offers
        if offer.tile or offer.rows or offer.whole or offer.chosen
    )


def _area(offer: Offer, below: int) -> str:
    return f"{offer.tile[1] + 1}/{offer.tile[0] + 1}" if offer.tile else f"{below}/1/auto/4"


def _bins(facet: Facet, pieces: Pieces) -> str:
    """Upright bars that touch; the lower end of every second bin stands below it."""
    return "".join(
        f"<li>{_link(facet, offer, pieces)}"
        f'<span class="ne-unseen">{escape(offer.label)} </span>{_numbers(facet, offer, pieces)}'
        f"<i></i>{_tick(offer) if at % 2 else ''}</a></li>"
        for at, offer in enumerate(facet.offers)
    )


def _tick(offer: Offer) -> str:
    return f'<span class="ne-tick" aria-hidden="true">{escape(offer.tick)}</span>'


def _link(facet: Facet, offer: Offer, pieces: Pieces) -> str:
    """The link of a value; `--w` and `--g` are the lengths of its part and of its whole."""
    way = escape(pieces.leads(offer.selection))
    part, whole = (f"{length / (facet.most or 1):.3g}" for length in offer.lengths)
    return (
        f'<a href="{way}" data-key="{escape(f"{facet.param}={offer.code}")}"'
        f"{_ON if offer.chosen else ''}"
        f' style="--w:{part.removeprefix("0") or 0};--g:{whole.removeprefix("0") or 0}">'
    )


def _numbers(facet: Facet, offer: Offer, pieces: Pieces) -> str:
    rows, whole = (words.whole(pieces.language, number) for number in (offer.rows, offer.whole))
    if offer.amounts:
        rows, whole = (escape(amount.said) for amount in offer.amounts)
    between = "◆" if facet.compared else "/"
    behind = f"{between} {whole}"
    if offer.amounts and offer.tile:  # a tile has no room for two
        behind = f'<span class="ne-unseen">{behind}</span>'
    return f"<small><b>{rows}</b> {behind}</small>"


def tools(sheet: Sheet, pieces: Pieces) -> str:
    """Copy the link, take the rows away, print."""
    files = pieces.data(sheet)
    here_ = escape(pieces.leads(sheet.selection))
    light = escape(sheet.selection.on_page(ALL).url(sheet.language, face="light").lstrip("/"))
    return (
        f'<p class="ne-tools"><a class="ne-button" href="{here_}" data-copy="'
        f'{pieces.text("live.copied")}">{pieces.text("live.copy")}</a>'
        f'<a class="ne-button" href="{files["xlsx"]}" download>Excel</a>'
        f'<a class="ne-button" href="{pieces.root}{light}">{pieces.text("live.print")}</a></p>'
    )
