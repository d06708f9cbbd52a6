"""The form of the self-check. Answers live in the address alone, as a code."""

from __future__ import annotations

from functools import partial

import streamlit as st

from neweco import words
from neweco.html import questions as drawn
from neweco.html.pieces import Pieces
from neweco.live import address
from neweco.live.prepared import Prepared
from neweco.model.choices import Vocabulary
from neweco.model.vocabularies import INDUSTRIES, SIZES
from neweco.selfcheck import code, questions
from neweco.selfcheck.questions import Question
from neweco.views.selfcheck.page import VIEW, unanswered

_APART = "n"
_LAST_GROUP = ("dare_not", "cannot", "will_not")


def form(item: Prepared) -> None:
    """The questions in groups with progress, what is still open, and the firm's industry and size.

    Folded once everything is answered, so that the result stands first.
    """
    language = item.sheet.language
    answers = code.decode(item.sheet.selection.item) or {}
    still = unanswered(answers)
    whole = len(questions.shipped().all)
    done = whole - len(still)
    st.progress(done / whole, _text(language, "progress", done=done, all=whole))
    with st.container(key=f"{VIEW}.missing"):  # always there: what follows would lose the focus
        if answers and still:
            st.html(drawn.jumps(_text(language, "missing"), still))
    with st.expander(_text(language, "title"), expanded=bool(still), key=f"{VIEW}.form"):
        st.html(item.pieces.paragraphs([_text(language, "private")]))
        _about(item)
        group = ""
        for question in questions.shipped().all:
            heading = "dare_not" if question.group in _LAST_GROUP else question.group
            fresh = _text(language, f"group.{heading}") if heading != group else ""
            group = heading
            _ask(question, fresh, answers, item.pieces)
        st.button(_text(language, "restart"), on_click=_restart, key=f"{VIEW}.restart")


def _text(language: str, key: str, **values: object) -> str:
    return words.text(language, f"{VIEW}.form.{key}", **values)


def _ask(question: Question, heading: str, answers: dict[str, int | None], pieces: Pieces) -> None:
    language = pieces.language
    st.html(drawn.question(question.id, question.texts[language], heading))
    options = [str(step) for step in questions.SCALE] + ([_APART] if question.optional else [])
    names = dict(zip(options, question.answers[language], strict=False))
    names[_APART] = words.text(language, f"{VIEW}.not_applicable")
    key = f"{VIEW}.{question.id}.{language}"
    st.session_state[key] = _option(question, answers)
    st.radio(
        f"{question.id} {question.texts[language]}",
        options,
        key=key,
        format_func=lambda option: names[option],
        label_visibility="collapsed",
        on_change=partial(_answer, question.id, key),
    )


def _option(question: Question, answers: dict[str, int | None]) -> str | None:
    if question.id not in answers:
        return None
    value = answers[question.id]
    return _APART if value is None else str(value)


def _answer(id: str, key: str) -> None:
    """Take one answer over; the others are in the address already."""
    chosen = address.current(VIEW)
    answers = code.decode(chosen.item) or {}
    option = st.session_state[key]
    answers[id] = None if option == _APART else int(option)
    address.change(chosen.with_item(code.encode(answers)))


def _restart() -> None:
    address.change(address.current(VIEW).with_item(""))


def _about(item: Prepared) -> None:
    with st.container(horizontal=True):
        _choice(item, "industry", INDUSTRIES)
        _choice(item, "size", SIZES)


def _choice(item: Prepared, name: str, vocabulary: Vocabulary) -> None:
    language = item.sheet.language
    key = f"{VIEW}.{name}.{language}"
    names = {"": _text(language, "any")} | vocabulary.labels(language)
    st.session_state[key] = item.sheet.selection.option(name)
    st.selectbox(
        _text(language, name),
        list(names),
        key=key,
        format_func=lambda value: names[value],
        on_change=partial(_set, name, key),
    )


def _set(name: str, key: str) -> None:
    address.change(address.current(VIEW).with_option(name, str(st.session_state[key])))
