"""A sheet, drawn with Streamlit elements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import streamlit as st

from neweco import published, words
from neweco.charts.forms import Plotted
from neweco.export import files
from neweco.html import explore, front, notices
from neweco.html.pieces import Pieces, beside
from neweco.live import address, filters, own
from neweco.live.prepared import Prepared, arrow
from neweco.model.register import Register
from neweco.published import releases
from neweco.sheet import Chart, Column, Link, Option, Section, Table
from neweco.words import numbers


def sheet(item: Prepared, form: Callable[[Prepared], None] | None = None) -> None:
    """Everything on a page below the header; `form` comes after the first section."""
    shown = item.sheet
    if shown.is_filtered:
        _asked(item)
    else:
        if not front.has_hero(shown):
            _html(item.pieces.head(shown), item)
        # Always there: what comes or goes would shift all later elements.
        with st.container(key="warnings"):
            _html(_warnings(item), item)
    for part in shown.sections:
        if not (shown.is_filtered and part.place):
            section(part, item)
        if form is not None and part is shown.sections[0]:
            form(item)
    _take_away(item)
    _open_profile(item)


def _warnings(item: Prepared) -> str:
    """What is wrong with the data or the link."""
    shown = item.sheet
    linked = notices.of_link(
        address.notices(), address.linked_release(), shown.facts, shown.language
    )
    return notices.bars((*shown.warnings, *linked))


def _asked(item: Prepared) -> None:
    """A page that is asked by pointing: the answer above, facets at the left, figures, the main
    picture and the list beside them."""
    shown, pieces = item.sheet, item.pieces
    with st.container(key="answer", horizontal=True, vertical_alignment="bottom", gap="small"):
        _html(item.written["page.answer"], item)
        filters.search(shown)
        filters.ranges(shown)
        if item.addressed:
            st.html(item.written["page.tools"], width="content")
    _html(_warnings(item) + item.written["page.strip"], item)
    for part in shown.sections:
        if part.place == "first":
            section(part, item)
    with st.container(key="asked"):
        _html(item.written["page.rail"], item)
        with st.container(key="main"):
            text = item.written["page.apart"]
            for part in shown.sections:
                if part.place == "main":
                    text = _body(part, item, text)
            # Last, below the empty list: what comes and goes above others moves them.
            _linked(text + explore.dropping(shown, pieces), item)
    _html(item.written["page.below"], item)


def _take_away(item: Prepared) -> None:
    """Data in three forms, the link and the citation; of a session's register, files alone."""
    rows = own.register()
    if rows is not None:
        _files(item, rows)
        return
    _html(item.once(("take_away",), lambda: item.pieces.take_away(item.sheet)), item)
    fold = st.expander(
        words.text(item.sheet.language, "takeaway.cite"),
        key=f"{item.sheet.view}.cite",
        on_change=address.touch,
    )
    if fold.open:
        with fold:
            now = releases.current().id
            shared = item.sheet.selection.url(item.sheet.language, address.base(), now, "light")
            _html(item.pieces.share(shared, item.sheet.title), item)
            st.code(f"{item.sheet.title} {shared}", language=None, wrap_lines=True)
            st.code(item.sheet.cited(address.base()), language=None, wrap_lines=True)


def _files(item: Prepared, rows: Register) -> None:
    """What no address leads to is made for this session when asked for."""
    _html(item.pieces.heading("takeaway", words.text(item.sheet.language, "takeaway.title")), item)
    _html(item.pieces.paragraphs([words.text(item.sheet.language, "register.form.take")]), item)
    facts, root = published.shipped(), address.base()
    with st.container(horizontal=True, key=f"{item.sheet.view}.files"):
        for form, media in files.TYPES.items():
            st.download_button(
                words.text(item.sheet.language, f"takeaway.{form}"),
                partial(
                    files.made, form, item.sheet.selection, item.sheet.language, rows, facts, root
                ),
                file_name=files.name(form, item.sheet.selection, item.sheet.language, rows),
                mime=media.partition(";")[0],
                on_click="ignore",
                key=f"{item.sheet.view}.file.{form}",
            )
    _html(item.pieces.paragraphs([item.sheet.cited(address.base())]), item)


def section(part: Section, item: Prepared) -> None:
    """One part of a page; a folded one is made when it is opened."""
    if part.place in front.PLACES:
        _html(item.written[part.id], item)
        return
    if not part.folded:
        _linked(_body(part, item), item)
        _links(part.links, item)
        return
    fold = st.expander(part.title, key=f"{item.sheet.view}.fold.{part.id}", on_change=address.touch)
    if fold.open:
        with fold:
            _linked(_body(part, item), item)
            _links(part.links, item)


def _body(section: Section, item: Prepared, text: str = "") -> str:
    """A section below the text before it. Each element costs, so neighbouring HTML goes out as
    one: what is not yet out comes back."""
    text += item.once(("opening", section.id), lambda: _opening(section, item.pieces))
    if section.option:
        _linked(text, item)
        _option(section.option, item)
        text = ""
    text = _charts(section.charts, item, text)
    for table in section.tables:
        if table.id in item.written:
            text += item.written[table.id]
        else:
            _linked(text, item)
            _grid_with_words(table, item)
            text = ""
    return text + item.once(("notes", section.id), lambda: item.pieces.paragraphs(section.notes))


def _opening(section: Section, pieces: Pieces) -> str:
    """Heading and figures of a section; a folded one has its title outside."""
    lead = pieces.paragraphs([section.lead] if section.lead else [])
    head = lead if section.folded else pieces.heading(section.id, section.title, section.lead)
    return head + pieces.said(section) + pieces.downloads(section.downloads)


@dataclass(frozen=True)
class _Whole:
    """HTML that Streamlit takes as it is: a plain text it looks for on disk, dedents and strips."""

    text: str

    def _repr_html_(self) -> str:
        return self.text


def _html(text: str, item: Prepared) -> None:
    if text:
        st.html(_Whole(text if item.addressed else own.beside(text)))


def _linked(text: str, item: Prepared) -> None:
    """HTML whose links are followed by what they change of the address they were drawn for."""
    if text:
        _html(explore.here(item.sheet, text), item)


def _option(option: Option, item: Prepared) -> None:
    key = f"{item.sheet.view}.option.{option.name}.{item.sheet.language}"
    names = dict(option.choices)
    st.session_state[key] = option.value
    st.segmented_control(
        option.label,
        list(names),
        key=key,
        required=True,
        format_func=lambda value: names[value],
        on_change=_set_option,
        args=(item.sheet.view, option.name, key),
    )


def _set_option(view: str, name: str, key: str) -> None:
    address.change(address.current(view).with_option(name, str(st.session_state[key])))


def _charts(charts: Sequence[Chart], item: Prepared, text: str) -> str:
    """Charts that are text go out with the text before them; what is not yet out comes back."""
    waiting: list[str] = []
    for chart in charts:
        if not isinstance(chart.form, Plotted):
            waiting.append(item.written[chart.id])
            continue
        _linked(text + beside(waiting) + item.pieces.chart_head(chart), item)
        text, waiting = "", []
        with st.container(border=True):
            _plot(chart, item)
    return text + beside(waiting)


def _plot(chart: Chart, item: Prepared) -> None:
    st.vega_lite_chart(spec=item.specs[chart.id], alt=chart.alt, width="stretch")
    _html(item.once(("foot", chart.id), lambda: item.pieces.chart_foot(chart)), item)
    twin = st.expander(
        words.text(item.sheet.language, "live.as_table"),
        key=f"{item.sheet.view}.twin.{chart.id}",
        on_change=address.touch,
        type="compact",
    )
    if twin.open:
        with twin:
            _grid(chart.table, item, f"{item.sheet.view}.rows.{chart.id}")


def _grid_with_words(table: Table, item: Prepared) -> None:
    if table.keys:
        _html(item.pieces.paragraphs([words.text(item.sheet.language, "live.pick")]), item)
    _grid(table, item, f"{item.sheet.view}.grid.{table.id}.{item.sheet.language}")
    _html(item.pieces.table_foot(table), item)


def _grid(table: Table, item: Prepared, key: str) -> None:
    settings: dict[str, Any] = {}
    if table.keys:
        settings = {
            "on_select": partial(_pick, item.sheet.view, key, table.keys),
            "selection_mode": "single-row",
        }
        st.session_state[f"{item.sheet.view}.grid"] = key
    st.dataframe(
        item.grids[table.id] if table.id in item.grids else arrow(table),
        key=key,
        hide_index=True,
        placeholder="—",
        alt=table.named(item.sheet.language),
        column_order=[column.code for column in table.columns],
        column_config={c.code: _column(c, table.rows[c.code]) for c in table.columns},
        **settings,
    )


def _column(column: Column, values: Iterable[Any]) -> Any:
    """How a column prints: measured numbers all with as many decimals as the column needs."""
    make = st.column_config
    if column.kind == "ordinal":
        return make.NumberColumn(column.label, format="%d")
    if column.kind == "integer":
        return make.NumberColumn(column.label, format="localized")
    if column.kind in numbers.MEASURED:
        return make.NumberColumn(column.label, format=f"%.{numbers.places(values)}f")
    if column.kind == "date":
        return make.DateColumn(column.label, format="YYYY-MM-DD")
    if column.kind == "link":
        return make.LinkColumn(column.label)
    return make.TextColumn(column.label)


def _pick(view: str, key: str, keys: tuple[str, ...]) -> None:
    rows = st.session_state[key]["selection"]["rows"]
    item = keys[rows[0]] if rows and rows[0] < len(keys) else ""
    address.change(address.current(view).with_item(item))


def _open_profile(item: Prepared) -> None:
    shown = item.sheet.profile
    if shown is None:
        return

    width: Literal["medium", "large"] = "large" if shown.tables else "medium"

    @st.dialog(filters.plain(shown.title), width=width, on_dismiss=partial(_close, item.sheet.view))
    def panel() -> None:
        _html(item.pieces.profile(shown), item)
        if shown.cites:
            cited = item.sheet.cited(address.base())
            st.code(cited, language=None, wrap_lines=True)

    panel()


def _close(view: str) -> None:
    address.change(address.current(view).with_item(""))
    grid = st.session_state.get(f"{view}.grid")
    if grid:
        st.session_state[grid] = {"selection": {"rows": []}}


def _links(links: Sequence[Link], item: Prepared) -> None:
    """Ways on, grouped side by side where they belong to groups."""
    groups: dict[str, list[Link]] = {}
    for link in links:
        groups.setdefault(link.group, []).append(link)
    if not links:
        return
    for place, (group, members) in zip(st.columns(len(groups)), groups.items(), strict=True):
        with place:
            if group:
                _html(item.pieces.group(group), item)
            for link in members:
                _link(link, item.sheet.language)


def _link(link: Link, language: str) -> None:
    st.page_link(
        st.session_state["pages"][link.selection.view],
        label=f"{filters.plain(link.label)} →",
        query_params=address.parameters(link.selection, language) or None,
    )
