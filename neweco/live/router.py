"""The Streamlit script: the band with the menu, and the page that the address names."""

from __future__ import annotations

import streamlit as st

from neweco import words
from neweco.http.stopping import RUNS
from neweco.live import address, own, pages
from neweco.live.page import band


def main() -> None:
    """Run once per interaction."""
    known = pages.of_run()
    current = st.navigation(list(known.values()), position="hidden")
    view = next(name for name, page in known.items() if page is current)
    address.sync(view)
    language = address.language()
    st.set_page_config(
        page_title=words.text(
            language, "live.page_title", page=words.text(language, f"{view}.menu")
        ),
        layout="wide",
    )
    st.session_state["pages"] = known
    shown = address.current(view)
    st.html(band(shown, language))
    own.bar(language)
    with st.container(key="body"):
        current.run()
    st.html(f'<footer class="ne-footer">{words.text(language, "live.footer")}</footer>')


with RUNS.one():
    main()
