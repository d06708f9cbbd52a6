"""What is done to Streamlit's own memory: what it keeps of uploads, and which file is which."""

from __future__ import annotations

import pytest
from starlette.exceptions import HTTPException
from streamlit.runtime.media_file_storage import MediaFileKind
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from neweco.live import engine


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
