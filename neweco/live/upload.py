"""Putting in a register of one's own: template, upload, report, and use in this session."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from statistics import fmean
from threading import BoundedSemaphore, Event, Thread

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from neweco import published, views, words
from neweco.http.logs import LOG
from neweco.live import address, draw, own
from neweco.live.prepared import Prepared, live_pieces, prepare
from neweco.model.fields import TABLES
from neweco.model.register import Register
from neweco.query.selection import Selection
from neweco.sheet import Column, Table
from neweco.sources import reading, report
from neweco.sources.problem import place, sentence
from neweco.sources.reading import Progress, Reading
from neweco.words import numbers

VIEW = "register"
_SHOWN = 100
"""Kinds of problems listed on the page; the file to download has all."""

_AT_ONCE = BoundedSemaphore(2)
"""Workbooks read at the same time: each may take a gigabyte for some seconds."""


@dataclass
class _Upload:
    """One workbook on its way: how far its reader is, and in the end what was found, or nothing
    where that failed. It outlives the run of the page that waits for it, which a click interrupts;
    the interrupted run may still wait beside the new one."""

    file_id: str
    progress: Progress | None = None
    found: Reading | None = None
    done: Event = field(default_factory=Event)

    def report(self, progress: Progress) -> None:
        """Take note of how far it is."""
        self.progress = progress


LOOK = 0.2
"""Seconds between two looks at how far a reading is."""


def form(item: Prepared) -> None:
    """The upload; after it what was found, and the button that uses it."""
    language = item.sheet.language
    # The words of Streamlit's own button and limit are English; style.css says them in Chinese.
    with st.container(key=f"{VIEW}-upload-{language}"):
        file = st.file_uploader(
            _text(language, "upload"),
            key=f"{VIEW}.file.{own.visit()}",
            max_upload_size=reading.MOST_MB,
            on_change=address.touch,
        )
    st.html(live_pieces(language).paragraphs([_text(language, "upload_help")]))
    if file is None:
        st.session_state.pop(own.UPLOAD, None)
        return
    found = _read(file, language)
    if found is not None:
        _found(found, language)
        if found.register is not None:
            _offer(found.register, language)


def _text(language: str, key: str, **values: object) -> str:
    return words.text(language, f"{VIEW}.form.{key}", **values)


def _read(file: UploadedFile, language: str) -> Reading | None:
    """Read on another thread while this one shows how far it is. None when it did not come off."""
    upload: _Upload | None = st.session_state.get(own.UPLOAD)
    if upload is None or upload.file_id != file.file_id:
        if not _AT_ONCE.acquire(blocking=False):
            st.warning(_text(language, "busy"))
            return None
        upload = st.session_state[own.UPLOAD] = _Upload(file.file_id)
        work = (file.getvalue(), file.name, upload)
        Thread(target=_work, args=work, daemon=True).start()
    _follow(upload, language)
    if upload.found is None:
        st.error(_text(language, "failed"))
    return upload.found


def _follow(upload: _Upload, language: str) -> None:
    if upload.done.is_set():
        return
    bar = st.progress(0.0, _text(language, "reading"))
    while not upload.done.wait(LOOK):
        now = upload.progress
        if now is not None:
            share = min(now.done / now.total, 1.0) if now.total else 0.0
            bar.progress(share, words.text(language, f"reading.stage.{now.stage}"))
    bar.empty()


def _work(data: bytes, name: str, upload: _Upload) -> None:
    try:
        upload.found = reading.read_bytes(data, name, progress=upload.report)
    except Exception as error:
        # Not the error itself: its text may hold what was uploaded.
        LOG.error("an upload could not be read: %s", type(error).__name__)
    finally:
        upload.done.set()
        _AT_ONCE.release()


def _found(found: Reading, language: str) -> None:
    """The verdict in a sentence, the problems as a table and a file, and what was read."""
    counts = {
        level: sum(problem.level == level for problem in found.problems)
        for level in ("error", "warning")
    }
    values = {"errors": counts["error"], "warnings": counts["warning"]}
    if counts["error"]:
        st.error(_text(language, "errors", **values))
    elif counts["warning"]:
        st.warning(_text(language, "warnings", **values))
    else:
        st.success(_text(language, "clean"))
    if found.problems:
        _problems(found, language)
    st.html(live_pieces(language).paragraphs([_text(language, "rows"), *_rows(found, language)]))


def _problems(found: Reading, language: str) -> None:
    lines = [
        {
            "level": _text(language, problem.level),
            "where": place(problem, language),
            "said": sentence(problem, language),
            "rows": problem.rows,
        }
        for problem in found.problems[:_SHOWN]
    ]
    columns = [
        Column(code, _text(language, f"column_{code}"), "integer" if code == "rows" else "text")
        for code in lines[0]
    ]
    caption = _text(language, "problems")
    table = Table("problems", caption, tuple(columns), pd.DataFrame(lines), "register")
    st.html(live_pieces(language).table(table))
    if len(found.problems) > _SHOWN:
        more = _text(language, "problems_more", shown=_SHOWN, total=len(found.problems))
        st.html(live_pieces(language).paragraphs([more]))
    st.download_button(
        _text(language, "download"),
        partial(report.csv, found, language),
        file_name="problems.csv",
        mime="text/csv",
        on_click="ignore",
        key=f"{VIEW}.problems",
    )


def _rows(found: Reading, language: str) -> list[str]:
    return [
        _text(
            language,
            "row_line",
            table=TABLES[table].label(language),
            rows=words.whole(language, rows),
            known=numbers.percent(fmean(found.known[table].values()), language),
        )
        for table, rows in found.rows.items()
    ]


def _offer(chosen: Register, language: str) -> None:
    """How it agrees with what was published, before anything is drawn; then the button."""
    if own.register() is chosen:
        st.success(_text(language, "used"))
        return
    st.button(
        _text(language, "use"), type="primary", on_click=own.use, args=(chosen,), key=f"{VIEW}.use"
    )
    made = views.view(VIEW)(chosen, published.shipped(), Selection(VIEW), language)
    compared = next(section for section in made.sections if section.id == "compared")
    draw.section(compared, prepare(made))
