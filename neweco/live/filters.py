"""The filter bar: one small menu per filter, counts beside options, chips for what is active.

Each menu draws its options only while it is open. Options are checkboxes, whose label may
change with every run (the count does) without Streamlit losing the value.
"""

from __future__ import annotations

import re

import streamlit as st

from neweco import words
from neweco.live import address
from neweco.query import grammar
from neweco.sheet import Facet, Offer, Sheet

_MARKDOWN = str.maketrans({c: f"\\{c}" for c in "\\`*_{}[]()<>#+-.!|~:$"})
_AFTERWARDS = re.compile(r":(?=\S)|@|www(?=\.)", re.IGNORECASE)
"""Where icons, addresses and mail begin: Streamlit looks for them once escapes are resolved."""

_JOINER = "\u2060"


def bar(sheet: Sheet) -> None:
    """Draw the filters of a view and its active ones; changes go through `address.change`."""
    with st.container(horizontal=True, gap="small", key=f"{sheet.view}.filters"):
        _search(sheet)
        for facet in sheet.facets:
            _menu(sheet, facet)
    _active(sheet)


def _menu(sheet: Sheet, facet: Facet) -> None:
    # A label that changed with the choice would close the menu: chips tell what is chosen.
    menu = st.popover(facet.label, key=f"{sheet.view}.{facet.param}", on_change=address.touch)
    if not menu.open:
        return
    with menu:
        if facet.span is None:
            for offer in facet.offers:
                _option(sheet, facet.param, offer)
        else:
            _range(sheet, facet)


def _option(sheet: Sheet, param: str, offer: Offer) -> None:
    key = f"{sheet.view}.{param}.{offer.code}"
    st.session_state[key] = offer.chosen
    st.checkbox(
        f"{plain(offer.label)} :gray[{plain(words.whole(sheet.language, offer.rows))}]",
        key=key,
        on_change=_toggle,
        args=(sheet.view, param, offer.code, key),
    )


def _toggle(view: str, param: str, code: str, key: str) -> None:
    """From what is chosen now: another tick may still be under way."""
    selection = address.current(view)
    if (code in selection.chosen(param)) != bool(st.session_state[key]):
        address.change(selection.toggled(param, code))
    else:
        address.touch()


def _range(sheet: Sheet, facet: Facet) -> None:
    view, language, span = sheet.view, sheet.language, facet.span
    assert span is not None
    for end, value in (("low", span.low), ("high", span.high)):
        key = f"{view}.{facet.param}.{end}.{language}"
        st.session_state[key] = value
        st.number_input(
            words.text(language, f"live.range.{end}", unit=facet.unit),
            min_value=facet.low,
            max_value=facet.high,
            value=None,
            key=key,
            format="%g",
            placeholder=words.text(language, "live.range.open"),
            on_change=_set_range,
            args=(view, facet.param, language),
        )


def _set_range(view: str, param: str, language: str) -> None:
    low, high = (
        st.session_state.get(f"{view}.{param}.{end}.{language}") for end in ("low", "high")
    )
    if low is not None and high is not None and low > high:
        low, high = high, low
    address.change(address.current(view).with_range(param, low, high))


def _search(sheet: Sheet) -> None:
    key = f"{sheet.view}.q.{sheet.language}"
    st.session_state[key] = address.current(sheet.view).query
    st.text_input(
        words.text(sheet.language, "live.search"),
        key=key,
        type="search",
        width=280,
        max_chars=grammar.MAX_TEXT,
        label_visibility="collapsed",
        placeholder=sheet.search,
        on_change=_set_query,
        args=(sheet.view, key),
    )


def _set_query(view: str, key: str) -> None:
    address.change(address.current(view).with_query(str(st.session_state[key] or "")))


def _active(sheet: Sheet) -> None:
    """What is filtered, in words, each with a way to drop it, and one clear button."""
    if not sheet.active:
        return
    with st.container(horizontal=True, gap="small", key=f"{sheet.view}.active"):
        for active in sheet.active:
            st.button(
                f"{plain(active.phrase)}  ✕",
                key=f"{sheet.view}.drop.{active.param}",
                type="secondary",
                help=words.text(sheet.language, "live.drop"),
                on_click=drop,
                args=(sheet.view, active.param),
            )
        st.button(
            words.text(sheet.language, "live.clear"),
            key=f"{sheet.view}.clear",
            type="primary",
            on_click=_clear,
            args=(sheet.view,),
        )


def drop(view: str, param: str) -> None:
    """Without one filter, from what is chosen now: a tick may still be under way."""
    address.change(address.current(view).without(param))


def _clear(view: str) -> None:
    address.change(address.current(view).cleared())


def plain(text: str) -> str:
    """Text made inert for Streamlit's Markdown labels; a joiner that nobody sees breaks icons,
    addresses and mail apart."""
    return _AFTERWARDS.sub(lambda found: found[0] + _JOINER, text).translate(_MARKDOWN)
