"""What the server needs of Streamlit itself, and what of its habits is switched off."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import streamlit as st
from streamlit import config, logger, net_util

from neweco.http.logs import to_root

STATIC = Path(st.__file__).parent / "static"
"""Streamlit's own files, which `CompressedStaticFiles` sends."""

ROUTER = Path(__file__).with_name("router.py")
"""The script that runs once per interaction. It lies beside no folder `pages`, whose file names
Streamlit would show to the first visitor after a start."""

DEVELOPING = bool(os.environ.get("NEWECO_DEVELOP"))
"""For who changes the code: errors on the page and whole in the terminal, a reload on save."""

if DEVELOPING:
    config.set_option("client.showErrorDetails", "full")
    config.set_option("server.fileWatcherType", "auto")
    config.set_option("server.runOnSave", True)
    # Streamlit follows what lies beside its script, and on the path that Python looks in.
    os.environ["PYTHONPATH"] = str(Path(__file__).resolve().parents[2])

net_util._external_ip = ""
"""Streamlit would ask a server on the internet for its own address whenever a page of another
site tries to open a session, and answer nobody meanwhile; here the answer is: none."""


LINKS, FIRST, LOOK = (
    Path(__file__).with_name(name) for name in ("links.js", "first.js", "style.css")
)
STAGE = tuple(Path(__file__).with_name(name) for name in ("speaker.js", "stage.js"))
"""The scripts of the live pages: of links, of what is seen first, and of the stage; their look."""

Made = TypeVar("Made", bound=Callable[..., Any])


def shared(most: int) -> Callable[[Made], Made]:
    """Decorator: made once for all sessions, the last `most` results kept. Arguments whose names
    begin with `_` do not tell results apart. In development nothing is kept: code may have changed.
    """

    def decorate(make: Made) -> Made:
        kept = st.cache_resource(max_entries=most, show_spinner=False)
        return make if DEVELOPING else cast(Made, kept(make))

    return decorate


def once(make: Made) -> Made:
    """Decorator: made once for the process; in development each time."""
    return make if DEVELOPING else cast(Made, cache(make))


def read_settings_once() -> None:
    """Streamlit looks through all its settings for those of the theme at each run."""
    kept = cache(config.get_options_for_section)
    config.get_options_for_section = lambda section: dict(kept(section))


def log_as_all_do() -> None:
    """Streamlit gives every logger it makes a handler of its own, and gives it anew when it reads
    its settings: from now on they write as all others do."""
    logger.setup_formatter = to_root
