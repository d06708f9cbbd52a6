"""What is done to Streamlit: what it keeps of uploads, which file is which, what it looks for."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from starlette.exceptions import HTTPException
from streamlit.elements import html, vega_charts
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NewSession_pb2 import NewSession
from streamlit.runtime import app_session
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.media_file_storage import MediaFileKind
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from neweco.live import engine, page
from neweco.query.selection import Selection

FOR_STYLES = html._html_only_style_tags


def _file(id: str, size: int) -> UploadedFileRec:
    return UploadedFileRec(file_id=id, name="own.xlsx", type="x", data=bytes(size))


def test_a_session_keeps_its_last_file_and_the_process_no_more_than_it_may(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(engine, "HELD", 100)
    files = MemoryUploadedFileManager("/upload")
    for number in range(16):
        files.add_file("one", _file(f"{number}", 50))
    assert [file.file_id for file in files.get_files("one", [str(n) for n in range(16)])] == ["15"]
    files.add_file("two", _file("a", 50))
    with pytest.raises(HTTPException) as refused:
        files.add_file("three", _file("b", 1))
    assert refused.value.status_code == 503
    files.remove_session_files("two")
    files.add_file("three", _file("b", 50))
    assert files.get_files("three", ["b"])


def test_a_corrected_file_is_another_one_wherever_it_was_corrected() -> None:
    storage, length = MemoryMediaFileStorage("/media"), 3 << 20
    ids = set()
    for place in (None, 100_000, 200_000, length // 4, length - 100_000):
        data = bytearray(length)
        if place is not None:
            data[place] = 1
        kind = MediaFileKind.DOWNLOADABLE
        ids.add(storage.load_and_get_id(bytes(data), "x/y", kind, "own.xlsx"))
    assert len(ids) == 5


@pytest.fixture
def untouched(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Streamlit as it is, again after the test."""
    monkeypatch.setattr(app_session, "_populate_theme_msg", app_session._populate_theme_msg)
    monkeypatch.setattr(ForwardMsgQueue, "flush", ForwardMsgQueue.flush)
    monkeypatch.setattr(html, "_html_only_style_tags", html._html_only_style_tags)
    monkeypatch.setattr(
        vega_charts, "_stabilize_vega_json_spec", vega_charts._stabilize_vega_json_spec
    )
    yield


@pytest.mark.parametrize("section", ["theme", "theme.dark", "theme.sidebar"])
@pytest.mark.usefixtures("untouched")
def test_the_theme_that_is_read_once_is_the_same(section: str) -> None:
    before, after = NewSession(), NewSession()
    for message in (before, after):
        app_session._populate_theme_msg(message.custom_theme.sidebar, section)
        engine.read_settings_once()
    assert before == after
    assert before.HasField("custom_theme") == after.HasField("custom_theme")


@pytest.mark.usefixtures("untouched")
def test_a_queue_is_flushed_once_and_what_comes_later_again() -> None:
    engine.flush_what_is_there()
    queue = ForwardMsgQueue()
    assert queue.flush() == []
    for number in range(2):
        queue.enqueue(ForwardMsg(hash=str(number)))
        assert [message.hash for message in queue.flush()] == [str(number)]
        assert queue.flush() == []


@pytest.mark.usefixtures("untouched")
@given(st.text("<!-style>/S \n", max_size=60))
@example("<style>a</style>")
@example(" \n <!-- a --> <STYLE>b</STYLE>")
@example("a<style>b</style>")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_styles_alone_are_still_told_from_what_is_seen(text: str) -> None:
    html._html_only_style_tags = FOR_STYLES
    engine.look_no_further()
    assert html._html_only_style_tags(text) == FOR_STYLES(text)


@pytest.mark.parametrize("view", ["enterprises", "labs", "diagnoses"])
@pytest.mark.usefixtures("untouched")
def test_specs_have_no_names_that_change_from_run_to_run(view: str) -> None:
    shown = page.prepared(Selection(view), "zh")
    assert shown.specs
    for spec in shown.specs.values():
        said = json.dumps({key: part for key, part in spec.items() if key != "datasets"})
        assert vega_charts._stabilize_vega_json_spec(said) == said
