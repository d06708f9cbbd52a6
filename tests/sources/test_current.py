"""The server's register while its files change under it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Thread, current_thread

import pytest

from neweco import published, views
from neweco.analysis import protection
from neweco.html.page import render
from neweco.model import register
from neweco.model.register import Register, RegisterError
from neweco.query.selection import Selection
from neweco.sources import current
from neweco.sources.current import LOOK, Served


class Clock:
    """A clock moved by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def _read(source: str) -> Register:
    return register.read_folder(Path(source), "register")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(register.SAMPLE, tmp_path / "own")
    return tmp_path / "own"


def _write(file: Path, old: str, new: str) -> None:
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def _soon(holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.02)
    return False


def test_changed_files_take_the_place_of_the_old(folder: Path) -> None:
    clock = Clock()
    own = Served(str(folder), _read, clock)
    before = own.current()
    _write(folder / "labs.csv", "2021-07-29", "2021-07-30 "[:10])
    assert own.current() is before, "not looked at again yet"
    clock.now += LOOK
    assert _soon(lambda: own.current() is not before)
    assert own.current().fingerprint != before.fingerprint
    assert own.current().outdated == ""


def test_what_cannot_be_read_leaves_the_old_with_a_note(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    clock = Clock()
    own = Served(str(folder), _read, clock)
    before = own.current()
    _write(folder / "labs.csv", "scenario", "no such kind")
    clock.now += LOOK
    assert _soon(lambda: bool(own.current().outdated))
    kept = own.current()
    assert kept.labs is before.labs
    assert kept.fingerprint != before.fingerprint, "pages made before do not carry the note"
    assert "no such kind" in caplog.text
    for language, said in (("zh", "无法读取"), ("en", "could not be read")):
        sheet = views.view("labs")(kept, published.shipped(), Selection("labs"), language)
        assert said in sheet.warnings[0] and said in render(sheet)
    _write(folder / "labs.csv", "no such kind", "scenario")
    clock.now += LOOK
    assert _soon(lambda: not own.current().outdated)


def test_files_that_vanish_leave_the_old(folder: Path) -> None:
    clock = Clock()
    own = Served(str(folder), _read, clock)
    before = own.current()
    shutil.rmtree(folder)
    clock.now += LOOK
    assert _soon(lambda: bool(own.current().outdated))
    assert own.current().labs is before.labs


def test_what_nobody_foresaw_leaves_the_old_with_a_note_and_without_its_words(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    clock = Clock()
    faults: list[Exception] = []

    def read(source: str) -> Register:
        if faults:
            raise faults[0]
        return _read(source)

    own = Served(str(folder), read, clock)
    before = own.current()
    faults.append(KeyError("what stood in a cell"))
    _write(folder / "labs.csv", "2021-07-29", "2021-07-30")
    clock.now += LOOK
    assert _soon(lambda: bool(own.current().outdated))
    assert own.current().labs is before.labs
    assert _soon(lambda: "KeyError" in caplog.text)  # the log is written by the reading thread
    assert "what stood in a cell" not in caplog.text
    faults.clear()
    _write(folder / "labs.csv", "2021-07-30", "2021-07-31")
    clock.now += LOOK
    assert _soon(lambda: not own.current().outdated)
    assert own.current().fingerprint != before.fingerprint


def _delete(file: Path) -> None:
    file.unlink()


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _behead(file: Path) -> None:
    file.write_bytes(file.read_bytes().splitlines(keepends=True)[0])


@pytest.mark.parametrize("lose", [_delete, _empty, _behead])
def test_a_table_that_disappears_keeps_its_old_rows(
    folder: Path, caplog: pytest.LogCaptureFixture, lose: Callable[[Path], None]
) -> None:
    """What is never there is no fault, see `test_folder`; what was and is not, is one."""
    clock = Clock()
    own = Served(str(folder), current._read, clock)
    before, whole = own.current(), (folder / "labs.csv").read_bytes()
    lose(folder / "labs.csv")
    clock.now += LOOK
    assert _soon(lambda: bool(own.current().outdated))
    assert own.current().labs is before.labs and "labs" in own.current().given
    assert "labs: a table that was there is gone or empty" in caplog.text
    (folder / "labs.csv").write_bytes(whole)
    clock.now += LOOK
    assert _soon(lambda: not own.current().outdated)


def test_a_file_that_is_still_being_copied_is_no_fault(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    clock, file = Clock(), folder / "labs.csv"
    whole = file.read_text(encoding="utf-8").replace("2021-07-29", "2021-07-30")
    tried: list[str] = []

    def read(source: str) -> Register:
        tried.append(source)
        try:
            return _read(source)
        finally:
            if len(tried) == 2:
                file.write_text(whole, encoding="utf-8")

    own = Served(str(folder), read, clock)
    before = own.current()
    file.write_text(whole[: whole.rindex("scenario") + 4], encoding="utf-8")
    clock.now += LOOK
    assert _soon(lambda: own.current() is before and len(tried) == 2 and not own._lock.locked())
    assert own.current() is before and "not readable" not in caplog.text
    clock.now += LOOK
    assert _soon(lambda: own.current() is not before)
    assert own.current().outdated == ""


def test_a_folder_that_may_not_be_entered_for_a_while_is_looked_at_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    own = Served(str(folder), current._read, clock)
    with monkeypatch.context() as closed:

        def refuse(*_: object) -> bool:
            raise PermissionError

        closed.setattr(Path, "is_dir", refuse)
        clock.now += LOOK
        assert _soon(lambda: bool(own.current().outdated))
    clock.now += LOOK
    assert _soon(lambda: not own.current().outdated)


def test_who_asks_waits_for_no_disk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    own = Served(str(folder), _read, clock)
    looking: list[Thread] = []

    def state(source: str) -> current.State:
        looking.append(current_thread())
        return own._state

    monkeypatch.setattr(current, "state", state)
    clock.now += LOOK
    own.current()
    assert _soon(lambda: bool(looking))
    assert current_thread() not in looking


def test_a_source_that_cannot_be_read_at_the_start_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RegisterError):
        Served(str(tmp_path), _read)


def test_without_a_source_the_sample_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(current.VARIABLE, raising=False)
    assert current.load() is register.shipped()


LONG = "0123456789abcdef"


def _told(source: Path) -> dict[str, int]:
    rows = current._read(str(source))
    return protection.firms(rows).counts(rows.first_round["industry"]).fillna(0).to_dict()


def test_what_an_office_serves_is_protected_and_replicas_agree(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a secret and without: the same source gives the same numbers; another secret others."""
    told = []
    for secret in ("", LONG, LONG[::-1]):
        monkeypatch.setenv(current.SECRET, secret)
        told.append(_told(folder))
        assert told[-1] == _told(folder)
        assert protection.applies(current._read(str(folder)))
    assert told[0] != told[1] != told[2] != told[0]


def test_without_a_secret_it_takes_all_the_rows_to_make_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One cell of one firm makes another secret; the fingerprint that is shown makes none."""
    monkeypatch.delenv(current.SECRET, raising=False)
    own = register.read_folder(folder, "register")
    before = current.secret(own)
    assert before == current.secret(replace(own, fingerprint="another", name="another"))
    diagnoses = own.diagnoses.copy()
    diagnoses.loc[3, "score_f"] = 1.5
    frames = register.completed({**own.frames, "diagnoses": diagnoses})
    assert before != current.secret(replace(own, frames=frames))


def test_a_secret_that_is_too_short_stops_and_is_not_printed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(current.SECRET, "short secret")
    with pytest.raises(RegisterError, match=current.SECRET) as error:
        current._read(str(folder))
    assert "short secret" not in str(error.value)
