"""The command line: a register is checked, a template written."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from neweco.__main__ import CLEAN, ERRORS, UNREADABLE, main
from neweco.model import register
from neweco.sources import current, template
from neweco.sources.reading import read, read_bytes
from tests.published.test_frames import edited


def test_a_clean_register_is_clean_and_held_against_what_was_published(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["check", str(register.SAMPLE)]) == CLEAN
    said = capsys.readouterr().out
    assert "错误0类" in said and said.count("  一致") == 24


def test_a_workbook_in_english(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "own.xlsx"
    file.write_bytes(template.workbook(register.shipped(), "en"))
    assert main(["check", str(file), "--lang", "en"]) == CLEAN
    said = capsys.readouterr().out
    assert "Rows read: Enterprises 137" in said and "0 kinds of error" in said


def test_errors_and_what_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = tmp_path / "own"
    shutil.copytree(register.SAMPLE, own)
    text = (own / "labs.csv").read_text(encoding="utf-8")
    (own / "labs.csv").write_text(text.replace(",scenario,", ",scenarioo,", 1), encoding="utf-8")
    assert main(["check", str(own), "--lang", "en"]) == ERRORS
    said = capsys.readouterr().out
    assert '"scenarioo" is not among the allowed values' in said
    assert 'The nearest is "场景应用实验室 / Scenario-application"' in said
    assert main(["check", str(tmp_path / "nowhere")]) == UNREADABLE
    assert main(["check", str(tmp_path)]) == UNREADABLE
    assert "没有CSV" in capsys.readouterr().out


def test_what_is_printed_may_be_cut_off(tmp_path: Path) -> None:
    """`check … | head` ends without a traceback."""
    command = [sys.executable, "-m", "neweco", "check", str(register.SAMPLE)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == CLEAN


def test_a_folder_as_people_save_it_gives_the_same_register(tmp_path: Path) -> None:
    """Chinese file and column names in the encoding of old spreadsheets."""
    from neweco.model.fields import TABLES

    for table in TABLES.values():
        text = (register.SAMPLE / f"{table.code}.csv").read_text(encoding="utf-8")
        head, _, rest = text.partition("\n")
        names = ",".join(table[code].zh for code in head.split(","))
        (tmp_path / f"{table.zh}.csv").write_text(f"{names}\n{rest}", encoding="gb18030")
    found = read(tmp_path)
    assert {(p.level, p.code) for p in found.problems} == {("warning", "unit_assumed")}
    assert found.register is not None
    for code, frame in register.shipped().frames.items():
        assert frame.equals(found.register.frames[code]), code


def test_a_template_is_written(tmp_path: Path) -> None:
    out = tmp_path / "blank.xlsx"
    assert main(["template", "--out", str(out), "--lang", "en"]) == CLEAN
    found = read_bytes(out.read_bytes(), out.name)
    assert {problem.code for problem in found.problems} == {"no_rows", "empty_sheet"}


def test_the_command_line_asks_for_what_it_needs() -> None:
    with pytest.raises(SystemExit):
        main(["check"])


def test_what_was_published_is_read_and_a_fault_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["published"]) == CLEAN
    assert "单位105、认定135、事件36、来源67" in capsys.readouterr().out
    folder = str(edited(tmp_path / "one", "recognitions.csv", "K001", seen=""))
    assert main(["published", folder]) == ERRORS
    assert "recognitions.csv，K001 行，“seen”一列：不能为空" in capsys.readouterr().out
    folder = str(edited(tmp_path / "two", "events.csv", "E15", source="S99"))
    assert main(["published", folder, "--lang", "en"]) == ERRORS
    assert 'events.csv, row E15, column "source": "S99" cannot' in capsys.readouterr().out
    assert main(["published", str(tmp_path / "nowhere")]) == UNREADABLE


def test_check_says_how_far_served_numbers_are_off(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["check", str(register.SAMPLE)]) == CLEAN
    said = capsys.readouterr().out
    held = int((~register.may_be_shown(register.shipped().first_round)).sum())
    assert f"{held}家不同意公开" in said
    assert said.count("平均相差") == 6
    monkeypatch.setenv(current.SECRET, "too short")
    assert main(["check", str(register.SAMPLE), "--lang", "en"]) == ERRORS
    assert current.SECRET in capsys.readouterr().err
