"""Filters that are typed: the search box, and the ends of ranges."""

from __future__ import annotations

import re

import streamlit as st

from neweco import words
from neweco.live import address
from neweco.query import grammar
from neweco.query.facets import Facet
from neweco.sheet import Sheet

_MARKDOWN = str.maketrans({c: f"\\{c}" for c in "\\`*_{}[]()<>#+-.!|~:$"})
_AFTERWARDS = re.compile(r":(?=\S)|@|www(?=\.)", re.IGNORECASE)
"""Where icons, addresses and mail begin: Streamlit looks for them once escapes are resolved."""

_JOINER = "\u2060"


def search(sheet: Sheet) -> None:
    """The search box of a view; changes go through `address.change`."""
    key = f"{sheet.view}.q.{sheet.language}"
    st.session_state[key] = address.current(sheet.view).query
    st.text_input(
        words.text(sheet.language, "live.search"),
        key=key,
        type="search",
        width=230,
        max_chars=grammar.MAX_TEXT,
        label_visibility="collapsed",
        placeholder=sheet.search,
        on_change=_set_query,
        args=(sheet.view, key),
    )


def ranges(sheet: Sheet) -> None:
    """Boxes for the ends of every range, for those that no bin of a histogram has."""
    spans = [facet for facet in sheet.facets if facet.span is not None]
    if not spans:
        return
    label = words.text(sheet.language, "live.ranges")
    menu = st.popover(label, key=f"{sheet.view}.ranges", on_change=address.touch)
    if menu.open:
        with menu:
            for facet in spans:
                _range(sheet, facet)


def _range(sheet: Sheet, facet: Facet) -> None:
    view, language, span = sheet.view, sheet.language, facet.span
    assert span is not None
    for end, value in (("low", span.low), ("high", span.high)):
        key = f"{view}.{facet.param}.{end}.{language}"
        st.session_state[key] = value
        st.number_input(
            f"{facet.label} {words.text(language, f'live.range.{end}', unit=facet.unit)}",
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


def _set_query(view: str, key: str) -> None:
    address.change(address.current(view).with_query(str(st.session_state[key] or "")))


def plain(text: str) -> str:
    """Text made inert for Streamlit's Markdown labels; a joiner that nobody sees breaks icons,
    addresses and mail apart."""
    return _AFTERWARDS.sub(lambda found: found[0] + _JOINER, text).translate(_MARKDOWN)
