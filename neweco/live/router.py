"""The Streamlit script: menu, language switch, and the page that the address names."""

from __future__ import annotations

import sys
from pathlib import Path

import streamlit as st

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from neweco import words  # noqa: E402
from neweco.html import style  # noqa: E402
from neweco.http.stopping import RUNS  # noqa: E402
from neweco.live import address, own  # noqa: E402
from neweco.query.views import VIEWS  # noqa: E402

STYLE = Path(__file__).with_name("style.css")
MARK = '<i class="ne-mark" aria-hidden="true"></i>'
ICON = Path(__file__).with_name("icon.png")


def main() -> None:
    """Run once per interaction."""
    pages = {name: _page(name) for name in VIEWS}
    current = st.navigation(list(pages.values()), position="hidden")
    view = next(name for name, page in pages.items() if page is current)
    address.sync(view)
    language = address.language()
    st.set_page_config(
        page_title=words.text(
            language, "live.page_title", page=words.text(language, f"{view}.menu")
        ),
        page_icon=str(ICON),
        layout="wide",
        initial_sidebar_state="collapsed",
    )
    st.html(f"<style>{style.live()}{style.lined(VIEWS[view].line)}</style>")
    st.html(STYLE)
    st.session_state["pages"] = pages
    _header(view, pages, language)
    own.bar(language)
    with st.container(key="body"):
        current.run()
    st.html(f'<footer class="ne-footer">{words.text(language, "live.footer")}</footer>')


def _page(name: str) -> st.Page:
    return st.Page(
        ROOT / "pages" / f"{name}.py", url_path=name, title=name, default=VIEWS[name].is_home
    )


def _header(view: str, pages: dict[str, st.Page], language: str) -> None:
    keep = {"lang": language} if language != words.DEFAULT else None
    with st.container(horizontal=True, vertical_alignment="center", key="header"):
        st.html(
            f'<span class="ne-brand">{MARK}{words.text(language, "common.product")}</span>',
            width="content",
        )
        for name in (name for name in pages if VIEWS[name].in_menu):
            st.page_link(pages[name], label=words.text(language, f"{name}.menu"), query_params=keep)
        key = f"language.{language}"
        st.session_state[key] = language  # an interrupted run may have left another
        st.segmented_control(
            words.text(language, "live.language"),
            words.LANGUAGES,
            key=key,
            required=True,
            format_func=lambda code: words.name(code),
            label_visibility="collapsed",
            on_change=_switch,
            args=(key,),
        )


def _switch(key: str) -> None:
    address.set_language(str(st.session_state[key]))


with RUNS.one():
    main()
