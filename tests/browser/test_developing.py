"""Who changes the code sees what went wrong, on the page and in the terminal, and the page follows
what is saved."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.conftest import PATIENCE
from tests.serving import ROOT, answers, running

PAGE = Path("neweco", "views", "register", "page.py")


def test_an_error_is_shown_and_a_saved_file_is_drawn(browser: Browser, tmp_path: Path) -> None:
    for part in ("app.py", "neweco", "pages", "data", ".streamlit"):
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy(ROOT / part, tmp_path / part)
    whole = (tmp_path / PAGE).read_text(encoding="utf-8")
    broken = whole.replace(
        "    page = Page(", '    raise ValueError("a typo of mine")\n    page = Page('
    )
    assert broken != whole
    log = tmp_path / "log"
    with (
        log.open("w", encoding="utf-8") as written,
        running(
            lambda port: [
                sys.executable,
                "-m",
                "streamlit",
                "run",
                "app.py",
                f"--server.port={port}",
            ],
            answers("_stcore/health"),
            cwd=tmp_path,
            env={**os.environ, "NEWECO_DEVELOP": "1"},
            stdout=written,
            stderr=subprocess.STDOUT,
        ) as (host, _),
    ):
        page = browser.new_page()
        page.goto(f"http://{host}/register")
        page.wait_for_selector(".ne-title", timeout=PATIENCE)
        typo = page.get_by_text("a typo of mine")
        for again in range(8):  # on a busy machine a file is followed from a later moment on
            (tmp_path / PAGE).write_text(broken + "#" * again, encoding="utf-8")
            with contextlib.suppress(AssertionError):
                expect(typo.first).to_be_visible(timeout=15_000)
                break
        expect(typo.first).to_be_visible()
        (tmp_path / PAGE).write_text(whole, encoding="utf-8")
        expect(typo).to_have_count(0, timeout=PATIENCE)
        page.wait_for_selector(".ne-title", timeout=PATIENCE)
        page.close()
    assert "ValueError: a typo of mine" in log.read_text(encoding="utf-8")
