"""What the server needs of Streamlit itself, and what of its habits is switched off."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import streamlit as st
from starlette.exceptions import HTTPException
from streamlit import config, logger, net_util
from streamlit.elements import html, vega_charts
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session, memory_media_file_storage
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from neweco.http.logs import to_root
from neweco.http.uploads import AGAIN
from neweco.sources import limits

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


HELD = 2 * limits.MOST_MB * limits.MB
"""Bytes of uploads kept by the process: two of the largest, or a hundred usual ones."""

_add = MemoryUploadedFileManager.add_file


def _kept_within_bounds(
    files: MemoryUploadedFileManager, session_id: str, file: UploadedFileRec
) -> None:
    """One file a session, the last: the one before makes room. None where the process holds so many
    that it has to be asked for later (503)."""
    for old in list(files.file_storage.get(session_id, ())):
        files.remove_file(session_id, old)
    kept = [each for own in [*files.file_storage.values()] for each in [*own.values()]]
    held = sum(len(each.data) for each in kept)
    if held + len(file.data) > HELD:
        raise HTTPException(503, headers=AGAIN)
    _add(files, session_id, file)


MemoryUploadedFileManager.add_file = _kept_within_bounds  # type: ignore

memory_media_file_storage._PARTIAL_HASH_THRESHOLD = sys.maxsize  # type: ignore[misc]
"""Files to download are told apart by all of their bytes. From three places, as Streamlit does it
above one megabyte, a corrected register may be taken for the one before."""

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
    """Streamlit looks through all its settings for those of the theme at each run, and says them
    anew."""
    populate = app_session._populate_theme_msg

    @cache
    def made(section: str) -> CustomThemeConfig:
        theme = CustomThemeConfig()
        populate(theme, section)
        return theme

    def copied(msg: CustomThemeConfig, section: str = "theme") -> None:
        if made(section).ByteSize():  # one that is empty is not there
            msg.CopyFrom(made(section))

    app_session._populate_theme_msg = copied


def flush_what_is_there() -> None:
    """Whenever a session has something to send, Streamlit empties the queues of all, of which most
    are empty: with a thousand sessions that is most of its work."""
    flush = ForwardMsgQueue.flush
    ForwardMsgQueue.flush = lambda queue: [] if queue.is_empty() else flush(queue)  # type: ignore


def look_no_further() -> None:
    """Streamlit looks through all of a piece of HTML for styles alone, which show at its start;
    and through every chart for names that change from run to run, which specs made once have
    not."""
    whole = html._html_only_style_tags
    html._html_only_style_tags = lambda html_content: (
        html_content[:8].strip()[:2] in _STYLED and whole(html_content)
    )
    vega_charts._stabilize_vega_json_spec = lambda vega_spec: vega_spec


_STYLED = ("", "<s", "<S", "<!")
"""How HTML begins that may hold nothing but styles and comments."""


def log_as_all_do() -> None:
    """Streamlit gives every logger it makes a handler of its own, and gives it anew when it reads
    its settings: from now on they write as all others do."""
    logger.setup_formatter = to_root
