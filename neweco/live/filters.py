"""The filter bar: one small menu per filter, counts beside options, chips for what is active.

Each menu draws its options only while it is open. Options are checkboxes, whose label may
change with every run (the count does) without Streamlit losing the value.
"""

from __future__ import annotations

import re

import streamlit as st

from neweco import words
from neweco.live import address
from neweco.model.fields import Field
from neweco.query import grammar
from neweco.query.selection import Selection, value_label
from neweco.sheet import Sheet
from neweco.views.shared.cells import UNIT_KEYS

_MARKDOWN = str.maketrans({c: f"\\{c}" for c in "\\`*_{}[]()<>#+-.!|~:$"})
_AFTERWARDS = re.compile(r":(?=\S)|@|www(?=\.)", re.IGNORECASE)
"""Where icons, addresses and mail begin: Streamlit looks for them once escapes are resolved."""

_JOINER = "\u2060"


def bar(sheet: Sheet) -> None:
    """Draw the filters of a view and its active ones; changes go through `address.change`."""
    view, language = sheet.view, sheet.language
    with st.container(horizontal=True, gap="small", key=f"{view}.filters"):
        _search(view, language)
        for spec in grammar.filters(view):
            _menu(sheet, spec)
    _active(sheet)


def _menu(sheet: Sheet, spec: Field) -> None:
    # A label that changed with the choice would close the menu: chips tell what is chosen.
    label = spec.label(sheet.language)
    menu = st.popover(label, key=f"{sheet.view}.{spec.param}", on_change=address.touch)
    if not menu.open:
        return
    with menu:
        if spec.filter == "range":
            _range(sheet.selection, spec, sheet.language)
        else:
            _options(sheet, spec)


def _options(sheet: Sheet, spec: Field) -> None:
    counts = sheet.facets.get(spec.param, {})
    names = sheet.labels.get(spec.param, {})
    chosen = sheet.selection.chosen(spec.param)
    for code in grammar.offered(spec, counts, chosen):
        name = names.get(code) or value_label(spec, code, sheet.language)
        key = f"{sheet.view}.{spec.param}.{code}"
        st.session_state[key] = code in chosen
        st.checkbox(
            f"{plain(name)} :gray[{plain(words.whole(sheet.language, counts.get(code, 0)))}]",
            key=key,
            on_change=_toggle,
            args=(sheet.view, spec, code, key),
        )


def _toggle(view: str, spec: Field, code: str, key: str) -> None:
    selection = address.current(view)
    chosen = set(selection.chosen(spec.param))
    if not st.session_state[key]:
        chosen.discard(code)
    elif spec.filter == "flag":
        chosen = {code}
    else:
        chosen.add(code)
    address.change(selection.with_values(spec.param, chosen))


def _range(selection: Selection, spec: Field, language: str) -> None:
    span = selection.range(spec.param)
    for end, value in (("low", span.low), ("high", span.high)):
        key = f"{selection.view}.{spec.param}.{end}.{language}"
        st.session_state[key] = value
        st.number_input(
            words.text(language, f"live.range.{end}", unit=_unit(spec, language)),
            min_value=spec.low,
            max_value=spec.high,
            value=None,
            key=key,
            format="%g",
            placeholder=words.text(language, "live.range.open"),
            on_change=_set_range,
            args=(selection.view, spec, language),
        )


def _unit(spec: Field, language: str) -> str:
    return words.text(language, f"common.unit.{UNIT_KEYS[spec.unit]}") if spec.unit else ""


def _set_range(view: str, spec: Field, language: str) -> None:
    low, high = (
        st.session_state.get(f"{view}.{spec.param}.{end}.{language}") for end in ("low", "high")
    )
    if low is not None and high is not None and low > high:
        low, high = high, low
    address.change(address.current(view).with_range(spec.param, low, high))


def _search(view: str, language: str) -> None:
    key = f"{view}.q.{language}"
    st.session_state[key] = address.current(view).query
    st.text_input(
        words.text(language, "live.search"),
        key=key,
        type="search",
        width=280,
        max_chars=grammar.MAX_TEXT,
        label_visibility="collapsed",
        placeholder=words.text(language, f"live.search_{view}"),
        on_change=_set_query,
        args=(view, key),
    )


def _set_query(view: str, key: str) -> None:
    address.change(address.current(view).with_query(str(st.session_state[key] or "")))


def _active(sheet: Sheet) -> None:
    """What is filtered, in words, each with a way to drop it, and one clear button."""
    if not sheet.selection.active:
        return
    with st.container(horizontal=True, gap="small", key=f"{sheet.view}.active"):
        for param in sheet.selection.active:
            phrase = plain(sheet.phrase(param))
            st.button(
                f"{phrase}  ✕",
                key=f"{sheet.view}.drop.{param}",
                type="secondary",
                help=words.text(sheet.language, "live.drop"),
                on_click=drop,
                args=(sheet.view, param),
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
