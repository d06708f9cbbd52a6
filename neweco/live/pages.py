"""The pages as Streamlit knows them, found on disk once and not at each run."""

from __future__ import annotations

from copy import copy
from pathlib import Path

import streamlit as st

from neweco.live import engine
from neweco.query.views import VIEWS

_FOLDER = Path(__file__).resolve().parents[2] / "pages"


def of_run() -> dict[str, st.Page]:
    """By view, for one run: a page remembers whether it is the one shown."""
    return {name: copy(page) for name, page in _found().items()}


@engine.shared(1)
def _found() -> dict[str, st.Page]:
    return {
        name: st.Page(_FOLDER / f"{name}.py", url_path=name, title=name, default=view.is_home)
        for name, view in VIEWS.items()
    }
