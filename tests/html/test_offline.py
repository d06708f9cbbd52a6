"""The story as a file, the loop of a lobby, and the colours of a dark hall."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

import pytest

from neweco import published, story, words
from neweco.__main__ import main
from neweco.html import offline
from neweco.live.lobby import REST, Lobby, after
from neweco.model import register

R, P = register.shipped(), published.shipped()
STEPS = len(story.load())


@pytest.mark.parametrize("languages", [("zh",), ("en",), ("zh", "en")])
def test_the_file_holds_every_step_and_asks_for_nothing_outside(languages: tuple[str, ...]) -> None:
    page = offline.html(R, P, languages, "https://example.org").decode("utf-8")
    assert page.count('<section class="ne-stage') == STEPS
    for step in story.load():
        for language in languages:
            assert escape(step.titles[language]) in page
    for found in re.findall(r'(?:src|href)="([^"]*)"', page):
        assert found.startswith("data:"), found
    assert "url(" not in page and "@import" not in page
    assert words.text(languages[0], "basis.meaning.simulated") in page
    assert page.count("ne-stage-qr") > STEPS  # one each, and the style


def test_without_an_address_there_are_no_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    page = offline.html(R, P, ("zh",)).decode("utf-8")
    assert '<img class="ne-stage-qr"' not in page


def test_the_command_writes_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWECO_ADDRESS", "https://example.org/app")
    out = tmp_path / "story.html"
    main(["story", "--out", str(out), "--lang", "both"])
    page = out.read_text(encoding="utf-8")
    assert "example.org/app/light/enterprises" in page
    assert page.count('<section class="ne-stage') == STEPS
    with pytest.raises(SystemExit):
        main(["story"])


def test_a_lobby_goes_on_waits_and_goes_on_again() -> None:
    state = Lobby(shown_at=100.0)
    assert not state.is_due(114.9, 15)
    assert state.is_due(115.0, 15)
    state.step(115.0)
    assert not state.is_due(129.9, 15)
    state.touch(120.0)
    assert state.waits(120.0 + REST - 0.1) and not state.is_due(120.0 + REST - 0.1, 15)
    assert state.is_due(120.0 + REST, 15)
    state.paused = True
    assert not state.is_due(1e6, 15)


def test_after_the_last_step_comes_the_first() -> None:
    assert [after(n, 3) for n in (1, 2, 3)] == [2, 3, 1]
