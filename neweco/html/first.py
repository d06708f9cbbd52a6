"""What the first answer of the server already shows: the page as it will stand, without script.

On a slow phone Streamlit takes half a minute to come. Until then this is read in its place: title,
figures, pictures and filters, each value an ordinary link, and a way to the light page. Once the
page stands below, it is taken away (`live/first.js`).
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from neweco.html import front, menu
from neweco.html.page import unseen
from neweco.html.pieces import Pieces, beside
from neweco.query.views import VIEWS
from neweco.sheet import Chart, Section, Sheet


def sight(sheet: Sheet, pieces: Pieces, written: Mapping[str, str]) -> str:
    """The page of a sheet as HTML; `written` holds its pieces by id, as they are drawn live. What
    is not written yet (plots, grids, what is folded) is left to come."""
    way = f'<a href="{_light(sheet)}">{pieces.text("live.first_way")}</a>'
    hall = VIEWS[sheet.view].fills_screen
    header = "" if hall else menu.menu(sheet.selection, pieces)
    return (
        f'<div class="ne-first{" ne-hall" if hall else ""}">{header}'
        f"<main>{_body(sheet, pieces, written)}</main>"
        f'<p class="ne-first-way">{pieces.text("live.first")} {way}</p></div>'
    )


def _body(sheet: Sheet, pieces: Pieces, written: Mapping[str, str]) -> str:
    if VIEWS[sheet.view].fills_screen:
        return pieces.head(sheet)
    if sheet.is_filtered:
        return _asked(sheet, pieces, written)
    head = "" if front.has_hero(sheet) else f"<div>{pieces.head(sheet)}</div>"
    return head + "".join(_section(part, pieces, written) for part in sheet.sections)


def _asked(sheet: Sheet, pieces: Pieces, written: Mapping[str, str]) -> str:
    """A page that is asked by pointing: its main part comes with the plots."""
    placed = {
        place: "".join(_section(p, pieces, written) for p in sheet.sections if p.place == place)
        for place in ("first", "main")
    }
    search = (
        f'<form action="{sheet.view}"><label><span class="ne-unseen">{pieces.text("live.search")}'
        f'</span><input type="search" name="q" maxlength="60" '
        f'value="{escape(sheet.selection.query)}" placeholder="{escape(sheet.search)}"></label>'
        f"{unseen(sheet, {'q'})}</form>"
    )
    ranges = ""
    if any(facet.span is not None for facet in sheet.facets):  # which the light page takes
        ranges = f'<a class="ne-button" href="{_light(sheet)}">{pieces.text("live.ranges")}</a>'
    strip = f"<div>{written['page.strip']}</div>" if written["page.strip"] else ""
    return (
        f'<div class="ne-first-asked">{written["page.answer"]}{search}{ranges}'
        f"{written['page.tools']}</div>{strip}"
        f'{placed["first"]}<div class="ne-explore">{written["page.rail"]}'
        f'<div class="ne-main">{written["page.apart"]}{placed["main"]}</div></div>'
    )


def _light(sheet: Sheet) -> str:
    return escape(menu.relative(sheet.selection, sheet.language, "light"))


def _section(part: Section, pieces: Pieces, written: Mapping[str, str]) -> str:
    if part.place in front.PLACES:
        return f"<div>{written[part.id]}</div>"
    if part.folded:
        return ""
    charts = beside([written.get(chart.id) or _coming(chart, pieces) for chart in part.charts])
    tables = "".join(written.get(table.id, "") for table in part.tables)
    heading = pieces.heading(part.id, part.title, part.lead)
    return (
        f"<section>{heading}{pieces.said(part)}{pieces.option(part.option)}{charts}{tables}"
        f"{pieces.paragraphs(part.notes)}{pieces.links(part.links)}</section>"
    )


def _coming(chart: Chart, pieces: Pieces) -> str:
    """The frame of a plot, which Streamlit draws."""
    return f'<figure class="ne-chart ne-wide ne-coming">{pieces.chart_head(chart)}</figure>'
