"""Putting in a register of one's own: template, upload, report, and use in this session."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from statistics import fmean
from threading import BoundedSemaphore, Event, Thread

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from neweco import published, words
from neweco.analysis import claims
from neweco.http.logs import LOG
from neweco.live import address, filters, own
from neweco.live.prepared import Prepared, live_pieces
from neweco.model.fields import TABLES
from neweco.model.register import Register
from neweco.sheet import Column, Table
from neweco.sources import mapping, reading, report, template
from neweco.sources.columns import Column as Taken
from neweco.sources.mapping import Decisions, SheetMapping
from neweco.sources.problem import Problem, place, sentence
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
    decided: Decisions
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
    take_home(language)
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
        _verdict(found, language)
        _columns(found, file, language)
        _problems(found, language)
        _held(found, language)


def _text(language: str, key: str, **values: object) -> str:
    return words.text(language, f"{VIEW}.form.{key}", **values)


def _read(file: UploadedFile, language: str) -> Reading | None:
    """Read on another thread while this one shows how far it is. None when it did not come off."""
    upload: _Upload | None = st.session_state.get(own.UPLOAD)
    decided = _decided(file)
    if upload is None or (upload.file_id, upload.decided) != (file.file_id, decided):
        if not _AT_ONCE.acquire(blocking=False):
            st.warning(_text(language, "busy"))
            return None
        upload = st.session_state[own.UPLOAD] = _Upload(file.file_id, decided)
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
        upload.found = reading.read_bytes(
            data, name, decided=upload.decided, progress=upload.report
        )
    except Exception as error:
        # Not the error itself: its text may hold what was uploaded.
        LOG.error("an upload could not be read: %s", type(error).__name__)
    finally:
        upload.done.set()
        _AT_ONCE.release()


def _verdict(found: Reading, language: str) -> None:
    """Whether it can be used, in a sentence, and the button that uses it."""
    counts = {
        level: sum(problem.level == level for problem in found.problems)
        for level in ("error", "warning")
    }
    values = {"errors": counts["error"], "warnings": counts["warning"]}
    if found.register is None:
        st.error(_text(language, "errors", **values))
        return
    if own.register() is found.register:
        st.success(_text(language, "used"))
        return
    st.success(_text(language, "warnings" if counts["warning"] else "clean", **values))
    doubtful = any(column.how == "guessed" for column in found.columns)
    st.button(
        _text(language, "use_confirmed" if doubtful else "use"),
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
    return _text(language, "compared", said=words.listed(language, said))


def _key(file: UploadedFile, *parts: object) -> str:
    return ".".join([VIEW, "column", str(own.visit()), file.file_id, *map(str, parts)])


_DECISIONS = "own.decisions"
"""What was decided about the columns of the upload: file and decisions."""


def _decided(file: UploadedFile) -> Decisions:
    """What this session has decided about a file."""
    held = st.session_state.get(_DECISIONS)
    return held[1] if held is not None and held[0] == file.file_id else mapping.NONE


def _columns(found: Reading, file: UploadedFile, language: str) -> None:
    """What each column was taken for; what is no certainty can be chosen otherwise."""
    if not found.columns:
        return
    unsure = any(column.how != "certain" or column.said for column in found.columns)
    fold = st.expander(
        _text(language, "columns"), expanded=unsure, key=_key(file, "fold"), on_change=address.touch
    )
    with fold:
        st.html(live_pieces(language).table(_taken(found, language)))
        missing = [p for p in found.problems if p.code == "missing_column"]
        for number, column in enumerate(found.columns):
            if column.place is None:
                _choose_value(file, column.sheet, column.table, column.field, number, language)
            elif column.how != "certain":
                _choose_field(file, column, language)
            if column.field and column.place is not None and _is_doubtful(found, column):
                _choose_unit(file, column, language)
        for number, problem in enumerate(missing, len(found.columns)):
            _choose_value(file, problem.sheet, problem.table, problem.field, number, language)
        decided = _all_decided(found, _decided(file))
        st.download_button(
            _text(language, "mapping"),
            mapping.written(decided),
            file_name="mapping.json",
            mime="application/json",
            on_click="ignore",
            key=f"{VIEW}.mapping",
        )


def _taken(found: Reading, language: str) -> Table:
    """Every column, its heading, what it means and how sure that is."""
    codes = ("column", "heading", "meaning", "how")
    rows = [
        {
            "column": column.letter,
            "heading": column.heading or column.said,
            "meaning": report.meaning(column, language),
            "how": words.text(language, f"reading.column.{column.how}"),
        }
        for column in found.columns
    ]
    shown = tuple(Column(code, _text(language, f"taken_{code}")) for code in codes)
    caption = _text(language, "columns")
    return Table("taken", caption, shown, pd.DataFrame(rows, columns=list(codes)), "register")


_DOUBTS = {"unit_assumed", "magnitude", "fractions", "unit_conflict", "unit_unclear", "sheet_unit",
           "heading_unit", "format_unseen"}  # fmt: skip
"""What is said of a column whose unit can be chosen."""


def _is_doubtful(found: Reading, column: Taken) -> bool:
    return any(
        problem.code in _DOUBTS
        and (problem.sheet, problem.column) == (column.sheet, column.heading)
        for problem in found.problems
    )


def _choose_field(file: UploadedFile, column: Taken, language: str) -> None:
    table = TABLES[column.table]
    codes = ["", *(field.code for field in table.stored)]
    names = {field.code: field.heading(language) for field in table.stored}
    _choice(
        file,
        (column.sheet, column.place),
        _text(language, "choose", letter=column.letter, heading=column.heading),
        codes,
        column.field,
        lambda code: names.get(code) or _text(language, "not_this"),
        partial(_decide, column.sheet, column.table, "columns", column.heading),
    )


def _choose_unit(file: UploadedFile, column: Taken, language: str) -> None:
    measure = TABLES[column.table][column.field].measure
    units = list(measure.names)
    now = next((u for u in units if measure.factor(u) == measure.factor(column.unit)), units[0])
    _choice(
        file,
        (column.sheet, column.place, "unit"),
        _text(language, "choose_unit", heading=column.heading),
        units,
        now,
        str,
        partial(_decide, column.sheet, column.table, "units", column.heading),
    )


def _choose_value(
    file: UploadedFile, sheet: str, table: str, code: str, number: int, language: str
) -> None:
    """One value for every row, where a list has no column for it and there are few values."""
    field = TABLES[table][code]
    if field.vocabulary is not None and field.kind == "choice":
        labels = field.vocabulary.labels(language)
    elif field.code == "year":
        labels = {str(year): str(year) for year in range(2015, date.today().year + 1)}
    else:
        return
    now = _decided(file).get(sheet, SheetMapping()).all.get(code, "")
    _choice(
        file,
        (sheet, number, "all"),
        _text(language, "choose_value", field=field.label(language)),
        ["", *labels],
        now,
        lambda value: labels.get(value) or _text(language, "as_read"),
        partial(_decide, sheet, table, "all", code),
    )


def _choice(
    file: UploadedFile,
    place: tuple[object, ...],
    label: str,
    options: list[str],
    now: str,
    said: Callable[[str], str],
    decide: Callable[[UploadedFile, str], None],
) -> None:
    """A menu whose choice is a decision about the file."""
    key = _key(file, *place)

    def change() -> None:
        address.touch()
        decide(file, str(st.session_state[key]))

    st.selectbox(
        filters.plain(label), options, options.index(now), format_func=said, key=key,
        on_change=change,
    )  # fmt: skip


def _decide(sheet: str, table: str, kind: str, name: str, file: UploadedFile, value: str) -> None:
    """Keep a decision; the file is read with it at the next drawing."""
    decided = dict(_decided(file))
    before = decided.get(sheet, SheetMapping())
    said = {**getattr(before, kind), name: value}
    if kind != "columns" and not value:
        del said[name]
    parts = {"columns": before.columns, "units": before.units, "all": before.all} | {kind: said}
    decided[sheet] = SheetMapping(table, **parts)
    st.session_state[_DECISIONS] = (file.file_id, decided)


def _all_decided(found: Reading, decided: Decisions) -> Decisions:
    """Every column as it was taken, so that the next file of this form is read alike."""
    sheets: dict[str, SheetMapping] = {}
    for column in found.columns:
        before = sheets.get(column.sheet) or replace(
            decided.get(column.sheet, SheetMapping()), table=column.table
        )
        if column.place is not None:
            columns = {**before.columns, column.heading: column.field}
            before = replace(before, columns=columns)
        sheets[column.sheet] = before
    return sheets


def _problems(found: Reading, language: str) -> None:
    """What was found, folded where nothing stops; sheets left empty on purpose in one line."""
    empty = [p.sheet for p in found.problems if p.code == "empty_sheet"]
    if empty and found.rows:
        said = _text(language, "left_empty", sheets=words.listed(language, empty))
        st.html(live_pieces(language).paragraphs([said]))
    listed = [p for p in found.problems if p.code != "empty_sheet" or not found.rows]
    if not listed:
        return
    fold = st.expander(
        _text(language, "problems_count", problems=len(listed)),
        expanded=found.register is None,
        key=f"{VIEW}.problems.fold",
        on_change=address.touch,
    )
    with fold:
        _listed(found, listed, language)


def _listed(found: Reading, problems: list[Problem], language: str) -> None:
    lines = [
        {
            "level": _text(language, problem.level),
            "where": place(problem, language),
            "said": sentence(problem, language),
            "rows": problem.rows,
        }
        for problem in problems[:_SHOWN]
    ]
    columns = [
        Column(code, _text(language, f"column_{code}"), "integer" if code == "rows" else "text")
        for code in lines[0]
    ]
    caption = _text(language, "problems")
    table = Table("problems", caption, tuple(columns), pd.DataFrame(lines), "register")
    st.html(live_pieces(language).table(table))
    if len(problems) > _SHOWN:
        more = _text(language, "problems_more", shown=_SHOWN, total=len(problems))
        st.html(live_pieces(language).paragraphs([more]))
    st.download_button(
        _text(language, "download"),
        partial(report.csv, found, language),
        file_name="problems.csv",
        mime="text/csv",
        on_click="ignore",
        key=f"{VIEW}.problems",
    )


def _held(found: Reading, language: str) -> None:
    lines = [
        _text(
            language,
            "row_line",
            table=TABLES[table].label(language),
            rows=words.whole(language, rows),
            known=numbers.percent(fmean(found.known[table].values()), language),
        )
        for table, rows in found.rows.items()
    ]
    if lines:
        st.html(live_pieces(language).paragraphs([_text(language, "rows"), *lines]))


def take_home(language: str) -> None:
    """The register in use as a workbook to correct and give back: one of this session, or the
    simulated one; of a server's own, rows that may not be shown would go out with it."""
    chosen = own.current()
    if own.register() is None and chosen.basis != "simulated":
        return
    st.download_button(
        _text(language, "workbook"),
        partial(template.workbook, chosen, language),
        file_name=f"{chosen.name}.xlsx" if chosen.basis == "register" else "simulated.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        on_click="ignore",
        key=f"{VIEW}.workbook",
    )
