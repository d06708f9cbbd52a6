"""Charts as files: every chart of every view in both languages, and what is no chart."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pandas as pd
import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.testclient import TestClient

from neweco import views, words
from neweco.charts.palette import LIGHT
from neweco.light import pictures, routes
from neweco.light.answers import POLICY
from neweco.model import register
from neweco.model.register import Register
from neweco.published import releases
from neweco.query.selection import Selection
from neweco.query.views import VIEWS
from neweco.sheet import Chart, Sheet
from neweco.sources import current
from tests.made import HOSTILE, of_sample

CLIENT = TestClient(Starlette(routes=routes.ROUTES), base_url="https://explorer.example")
QUERIES = {
    "enterprises": ("", "tier=rising&district=370212"),
    "labs": ("reading=beside&signed=1",),
    "diagnoses": ("centre=C-03&barrier=cannot",),
}
"""What is asked beside the plain view: filters and switches. Other views take their last example,
where the self-check has answers."""


def _charts() -> Iterator[tuple[str, str, str, Sheet, Chart]]:
    for view in views.NAMES:
        for query in QUERIES.get(view, VIEWS[view].examples[-1:]):
            for language in words.LANGUAGES:
                sheet = of_sample(view, query, language)
                for chart in sheet.charts:
                    yield language, view, query, sheet, chart


CASES = list(_charts())
IDS = [f"{language}-{view}-{query}-{chart.id}" for language, view, query, _, chart in CASES]
MARKS = re.compile(r"模拟|[Ss]imulated")
SVG = "{http://www.w3.org/2000/svg}"


def get(path: str, query: str = "", language: str = "zh", **headers: str) -> Any:
    return CLIENT.get(f"/chart/{path}?{query}&lang={language}", headers=headers)


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text)


def drawn(text: str) -> str:
    """What an SVG draws as text, without gaps, which lines take."""
    found = ElementTree.fromstring(text).iter(f"{SVG}text")
    return _plain("".join("".join(each.itertext()) for each in found))


def test_the_cases_hold_every_form() -> None:
    assert {type(chart.form).__name__ for *_, chart in CASES} == {
        "RankedList", "Columns", "Matrix", "Units", "Timeline", "Scatter", "Strip", "Lines",
    }  # fmt: skip
    bases = {"published", "derived", "named", "simulated", "self"}
    assert {chart.basis for *_, chart in CASES} == bases


@pytest.mark.parametrize(("language", "view", "query", "sheet", "chart"), CASES, ids=IDS)
def test_a_chart_as_a_file_stands_for_itself(
    language: str, view: str, query: str, sheet: Sheet, chart: Chart
) -> None:
    answer = get(f"{view}.{chart.id}.svg", query, language)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["content-encoding"] == "gzip"
    text = drawn(answer.text)
    release = releases.current().id
    chosen = Selection.from_query(view, query)
    address = chosen.url(language, "https://explorer.example", release)
    for said in (
        chart.sentence,
        chart.source,
        chart.reading,
        words.text(language, f"basis.name.{chart.basis}"),
        words.text(language, f"basis.meaning.{chart.basis}"),
        address,
    ):
        assert _plain(said) in text
    filtered = sheet.is_filtered and chart.basis == sheet.basis
    for phrase in sheet.phrases:
        assert (_plain(phrase) in text) == filtered
    # Everything that says what it is says it is made up, or nothing does.
    root = ElementTree.fromstring(answer.text)
    simulated = chart.basis == "simulated"
    title, described = (root.findtext(f"{SVG}{name}", "") for name in ("title", "desc"))
    mark = words.text(language, "basis.short.simulated")
    assert title.startswith(mark) == described.startswith(mark) == simulated
    assert bool(MARKS.search(chart.source + words.text(language, f"basis.name.{chart.basis}"))) == (
        simulated
    )
    ascii_name, name = _names(answer)
    assert ("simulated" in ascii_name) == simulated
    assert bool(MARKS.search(name)) == simulated
    assert ascii_name == f"qingdao-{view}-{chart.id}-{chart.basis}.svg"


def _names(answer: Any) -> tuple[str, str]:
    said = answer.headers["content-disposition"]
    found = re.fullmatch(r"inline; filename=\"([\w.-]+)\"; filename\*=UTF-8''([\w.%~-]+)", said)
    assert found, said
    return found[1], unquote(found[2])


@pytest.mark.parametrize(
    ("path", "language", "title"),
    [
        ("diagnoses.barriers", "zh", "模拟数据："),
        ("enterprises.growth", "en", "Simulated data: "),
        ("overview.gdp_city", "en", "Qingdao"),
    ],
)
def test_a_png_is_twice_as_large_and_says_what_it_is(path: str, language: str, title: str) -> None:
    answer = get(f"{path}.png", "", language)
    assert answer.headers["content-type"] == "image/png"
    assert "content-encoding" not in answer.headers
    view, _, id = path.partition(".")
    chart = next(c for each, v, q, _, c in CASES if (each, v, c.id) == (language, view, id))
    with Image.open(io.BytesIO(answer.content)) as image:
        held, size = dict(image.info), image.size
    assert size[0] == 1600
    assert str(held["Title"]).startswith(title)
    assert chart.source in str(held["Source"])
    assert "https://explorer.example/" in str(held["Source"])
    meaning = words.text(language, f"basis.meaning.{chart.basis}")
    assert held["Disclaimer"] == meaning
    marked = [bool(MARKS.search(str(held[key]))) for key in ("Title", "Description", "Disclaimer")]
    assert marked == [chart.basis == "simulated"] * 3


def test_names_of_files() -> None:
    ascii_name, name = _names(get("diagnoses.barriers.png"))
    assert ascii_name == "qingdao-diagnoses-barriers-simulated.png"
    assert name.endswith("-模拟.png") and words.text("zh", "diagnoses.menu") in name
    _, name = _names(get("diagnoses.barriers.svg", "", "en"))
    assert name.endswith("-Simulated.svg") and "/" not in name


@pytest.mark.parametrize(
    "path",
    ["nowhere.growth.svg", "labs.nothing.svg", "labs.growth.gif", "labs.growth.pdf",
     "labs.<script>.svg", "story.growth.png"],
)  # fmt: skip
@pytest.mark.parametrize("language", words.LANGUAGES)
def test_what_is_no_chart_is_said_in_the_language_asked_for(path: str, language: str) -> None:
    answer = get(path, "", language)
    assert answer.status_code == 404
    assert words.text(language, "light.no_chart") in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert f'<html lang="{words.tag(language)}">' in answer.text
    assert "<script>" not in answer.text


def test_filters_that_leave_nothing_leave_the_whole_behind_it() -> None:
    bars = get("diagnoses.category.svg", "q=zzz").text
    assert LIGHT["ghost"] in bars and re.search(r"0个 / \d+<", bars)
    empty, whole = (get("labs.growth.svg", query) for query in ("q=zzz", ""))
    assert empty.status_code == whole.status_code == 200
    assert 0 < empty.text.count("<path") < whole.text.count("<path")


def test_it_is_answered_like_a_light_page() -> None:
    first = get("labs.band.svg")
    assert first.headers["content-security-policy"] == POLICY
    assert first.headers["cache-control"] == "public, max-age=300"
    head = CLIENT.head("/chart/labs.band.svg")
    assert head.status_code == 200 and not head.content
    known = get("labs.band.svg", **{"if-none-match": first.headers["etag"]})
    assert known.status_code == 304
    refused = CLIENT.post("/chart/labs.band.svg")
    assert refused.status_code == 405 and refused.headers["allow"] == "GET, HEAD"
    assert get("labs.band.svg", **{"accept-encoding": "identity"}).text == first.text


def test_what_cannot_be_used_is_left_out_and_drawn_once() -> None:
    pictures.CACHE._kept.clear()
    first = get("labs.band.svg", "kind=innovation")
    again = get("labs.band.svg", "colour=red&kind=innovation&kind=bogus&q=")
    assert first.status_code == 200
    assert again.content == first.content and len(pictures.CACHE) == 1
    assert "colour" not in again.text


def test_the_address_is_that_which_was_asked_or_none() -> None:
    hosts = {"explorer.example": "https://explorer.example/labs", "<evil>": "/labs"}
    for host, address in hosts.items():
        answer = CLIENT.get("/chart/labs.band.svg", headers={"host": host})
        assert drawn(answer.text).endswith(f"{address}?data={releases.current().id}")
        assert "evil" not in answer.text


def test_a_failure_is_said_and_kept_by_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures.picture, "picture", lambda *_: 1 / 0)
    answer = get("labs.band.svg", "kind=scenario&funded=1")
    assert answer.status_code == 500 and "no-store" in answer.headers["cache-control"]
    assert words.text("zh", "light.failed") in answer.text


def _hostile() -> Register:
    """The shipped rows as a register of one's own whose names bite."""
    rows = register.shipped()
    frames = dict(rows.frames)
    for table, column in (("centres", "name"), ("enterprises", "name"), ("labs", "name")):
        frame = frames[table].copy()
        kinds = pd.Series([HOSTILE[i % len(HOSTILE)] for i in range(len(frame))])
        frame[column] = (kinds + kinds.index.astype(str)).to_numpy()
        frames[table] = frame
    return replace(rows, basis="register", name=HOSTILE[0], fingerprint="hostile", frames=frames)


@pytest.mark.parametrize("path", ["diagnoses.levels_centre", "labs.growth", "enterprises.backed"])
def test_a_register_with_hostile_names_is_drawn_inert(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile = _hostile()
    monkeypatch.setattr(current, "load", lambda: hostile)
    answer = get(f"{path}.svg", "", "en")
    assert answer.status_code == 200
    root = ElementTree.fromstring(answer.text)
    assert not [e for e in root.iter() if e.tag in (f"{SVG}script", f"{SVG}image", f"{SVG}a")]
    assert not [a for e in root.iter() for a in e.attrib if a.startswith("on") or "href" in a]
    assert _plain(HOSTILE[0]) in drawn(answer.text)
    assert not MARKS.search(root.findtext(f"{SVG}title", ""))
    assert "register" in answer.headers["content-disposition"]
