"""Putting in a register of one's own: template, upload, report, and use in this session."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from statistics import fmean
from threading import Event, Thread

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime import exists, get_instance
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from neweco import published, words
from neweco.analysis import claims
from neweco.http.logs import LOG
from neweco.live import address, columns, own
from neweco.live.columns import VIEW, text
from neweco.live.prepared import Prepared, live_pieces
from neweco.live.turns import Turn, Turns
from neweco.model.fields import TABLES
from neweco.model.register import Register
from neweco.sheet import Column, Table
from neweco.sources import reading, report, template
from neweco.sources.mapping import Decisions
from neweco.sources.problem import Problem, place, sentence
from neweco.sources.reading import Reading
from neweco.sources.source import Left, Progress
from neweco.words import numbers

_SHOWN = 100
"""Kinds of problems listed on the page; the file to download has all."""

_TURNS = Turns(short=2, long=1)
"""Workbooks read at the same time: each may take a good half of a gigabyte for some seconds."""

LOOK = 0.2
"""Seconds between two looks at how far a reading is."""

IN_LINE, GONE = 60, 10
"""Seconds that one waits for others to be read; and after which one who is not there any longer is
not waited for, since a connection may be lost for a moment."""


@dataclass
class _Upload:
    """One workbook on its way: how far its reader is, and in the end what was found, or nothing
    where that failed or its visitor `left`. It outlives the run of the page that waits for it,
    which a click interrupts; the interrupted run may still wait beside the new one."""

    file_id: str
    decided: Decisions
    turn: Turn
    progress: Progress | None = None
    found: Reading | None = None
    done: Event = field(default_factory=Event)
    left: bool = False
    seen: float = field(default_factory=time.monotonic)

    def report(self, progress: Progress) -> None:
        """Take note of how far it is."""
        self.progress = progress

    def see(self) -> None:
        """Take note that its visitor is there, if so."""
        if _is_here():
            self.seen = time.monotonic()

    def is_wanted(self) -> bool:
        """Whether its visitor was there a moment ago; asked while it is read."""
        self.turn.give_way()
        return time.monotonic() - self.seen < GONE


def _is_here() -> bool:
    """Whether the visitor of this run is connected."""
    context = get_script_run_ctx()
    return context is None or not exists() or get_instance().is_active_session(context.session_id)


def form(item: Prepared) -> None:
    """The upload; after it what was found, and the button that uses it."""
    language = item.sheet.language
    # The words of Streamlit's own button and limit are English; style.css says them in Chinese.
    take_home(language)
    with st.container(key=f"{VIEW}-upload-{language}"):
        file = st.file_uploader(
            text(language, "upload"),
            key=f"{VIEW}.file.{own.visit()}",
            max_upload_size=reading.MOST_MB,
            on_change=address.touch,
        )
    st.html(live_pieces(language).paragraphs([text(language, "upload_help")]))
    if file is None:
        st.session_state.pop(own.UPLOAD, None)
        return
    found = _read(file, language)
    if found is not None:
        _verdict(found, language)
        columns.choose(found, file, language)
        _problems(found, language)
        _held(found, language)


def _read(file: UploadedFile, language: str) -> Reading | None:
    """Read on another thread while this one shows how far it is. None when it did not come off."""
    place = st.empty()
    upload: _Upload | None = st.session_state.get(own.UPLOAD)
    decided = columns.decided(file)
    if upload is None or upload.left or (upload.file_id, upload.decided) != (file.file_id, decided):
        turn = _turn(place, language)
        if turn is None:
            return None
        upload = st.session_state[own.UPLOAD] = _begun(file, decided, turn)
    _follow(upload, place, language)
    if upload.left:  # its visitor had gone, and is here again
        return _read(file, language)
    if upload.found is None:
        st.error(text(language, "failed"))
    return upload.found


def _begun(file: UploadedFile, decided: Decisions, turn: Turn) -> _Upload:
    """The reading of a workbook, under way. From the turn to here nothing is shown or kept: a click
    ends a run there, and the turn would be lost."""
    upload = _Upload(file.file_id, decided, turn)
    try:
        work = (file.getvalue(), file.name, upload)
        Thread(target=_work, args=work, daemon=True).start()
    except BaseException:
        turn.end()
        raise
    return upload


def _turn(place: DeltaGenerator, language: str) -> Turn | None:
    """One's turn, after others were read; None where the visitor leaves or it takes too long."""
    until = time.monotonic() + IN_LINE
    while (turn := _TURNS.take(LOOK)) is None:
        if time.monotonic() > until:
            place.warning(text(language, "busy"))
            return None
        if not _is_here():
            return None
        place.progress(0.0, text(language, "in_line"))  # here a run ends that a newer one replaced
    return turn


def _follow(upload: _Upload, place: DeltaGenerator, language: str) -> None:
    if upload.done.is_set():
        return
    place.progress(0.0, text(language, "reading"))
    while not upload.done.wait(LOOK):
        upload.see()
        now = upload.progress
        if now is not None:
            share = min(now.done / now.total, 1.0) if now.total else 0.0
            place.progress(share, words.text(language, f"reading.stage.{now.stage}"))
    place.empty()


def _work(data: bytes, name: str, upload: _Upload) -> None:
    try:
        upload.found = reading.read_bytes(
            data,
            name,
            decided=upload.decided,
            progress=upload.report,
            is_wanted=upload.is_wanted,
        )
    except Left:
        upload.left = True
    except Exception as error:
        # Not the error itself: its text may hold what was uploaded.
        LOG.error("an upload could not be read: %s", type(error).__name__)
    finally:
        upload.done.set()
        upload.turn.end()


def _verdict(found: Reading, language: str) -> None:
    """Whether it can be used, in a sentence, and the button that uses it."""
    counts = {
        level: sum(problem.level == level for problem in found.problems)
        for level in ("error", "warning")
    }
    values = {"errors": counts["error"], "warnings": counts["warning"]}
    if found.register is None:
        st.error(text(language, "errors", **values))
        return
    if own.register() is found.register:
        st.success(text(language, "used"))
        return
    st.success(text(language, "warnings" if counts["warning"] else "clean", **values))
    doubtful = any(column.how == "guessed" for column in found.columns)
    st.button(
        text(language, "use_confirmed" if doubtful else "use"),
        type="primary",
        on_click=own.use,
        args=(found.register,),
        key=f"{VIEW}.use",
    )
    st.html(live_pieces(language).paragraphs([_compared(found.register, language)]))


def _compared(chosen: Register, language: str) -> str:
    """How the published claims come out on it; the page lists them once it is used."""
    outcomes = Counter(v.outcome for v in claims.check(chosen, published.shipped()))
    said = [
        words.pair(language, words.text(language, f"evidence.claims.{outcome}"), str(number))
        for outcome, number in outcomes.items()
    ]
    return text(language, "compared", said=words.listed(language, said))


def _problems(found: Reading, language: str) -> None:
    """What was found, folded where nothing stops; sheets left empty on purpose in one line."""
    empty = [p.sheet for p in found.problems if p.code == "empty_sheet"]
    if empty and found.rows:
        said = text(language, "left_empty", sheets=words.listed(language, empty))
        st.html(live_pieces(language).paragraphs([said]))
    listed = [p for p in found.problems if p.code != "empty_sheet" or not found.rows]
    if not listed:
        return
    fold = st.expander(
        text(language, "problems_count", problems=len(listed)),
        expanded=found.register is None,
        key=f"{VIEW}.problems.fold",
        on_change=address.touch,
    )
    with fold:
        _listed(found, listed, language)


def _listed(found: Reading, problems: list[Problem], language: str) -> None:
    lines = [
        {
            "level": text(language, problem.level),
            "where": place(problem, language),
            "said": sentence(problem, language),
            "rows": problem.rows,
        }
        for problem in problems[:_SHOWN]
    ]
    heads = [
        Column(code, text(language, f"column_{code}"), "integer" if code == "rows" else "text")
        for code in lines[0]
    ]
    caption = text(language, "problems")
    table = Table("problems", caption, tuple(heads), pd.DataFrame(lines), "register")
    st.html(live_pieces(language).table(table))
    if len(problems) > _SHOWN:
        more = text(language, "problems_more", shown=_SHOWN, total=len(problems))
        st.html(live_pieces(language).paragraphs([more]))
    st.download_button(
        text(language, "download"),
        partial(report.csv, found, language),
        file_name="problems.csv",
        mime="text/csv",
        on_click="ignore",
        key=f"{VIEW}.problems",
    )


def _held(found: Reading, language: str) -> None:
    lines = [
        text(
            language,
            "row_line",
            table=TABLES[table].label(language),
            rows=words.whole(language, rows),
            known=numbers.percent(fmean(found.known[table].values()), language),
        )
        for table, rows in found.rows.items()
    ]
    if lines:
        st.html(live_pieces(language).paragraphs([text(language, "rows"), *lines]))


def take_home(language: str) -> None:
    """The register in use as a workbook to correct and give back: one of this session, or the
    simulated one; of a server's own, rows that may not be shown would go out with it."""
    chosen = own.current()
    if own.register() is None and chosen.basis != "simulated":
        return
    st.download_button(
        text(language, "workbook"),
        partial(template.workbook, chosen, language),
        file_name=f"{chosen.name}.xlsx" if chosen.basis == "register" else "simulated.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        on_click="ignore",
        key=f"{VIEW}.workbook",
    )
