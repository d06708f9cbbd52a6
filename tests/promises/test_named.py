"""What is named in public is the same on every face, whatever it is filtered by."""

from __future__ import annotations

import io
import json
import re
from html import unescape

import pandas as pd
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from neweco import published, views, words
from neweco.light.routes import ROUTES
from neweco.live.prepared import prepare
from neweco.model import register
from neweco.query.selection import Selection

R, P = register.shipped(), published.shipped()
CLIENT = TestClient(Starlette(routes=ROUTES))
KEYS = {"names": "unit_id", "events": "event_id"}


def _cells(html: str) -> set[str]:
    """The words in the cells of a page, those that are links included."""
    cells = re.findall(r"<td[^>]*>(.*?)</td>", html)
    return {unescape(re.sub("<[^>]*>", "", cell)) for cell in cells}


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize(
    ("view", "query", "found"),
    [
        ("names", "list=champion_west_coast&district=370211", 7),
        ("names", "list=innovation_lab&district=370285", 3),
        ("names", "list=cluster_sd&year=2025&grade=A", 3),
        ("events", "line=labs&kind=batch&year=2021", 3),
    ],
)
def test_every_face_has_the_same_rows(view: str, query: str, found: int, language: str) -> None:
    selection = Selection.from_query(view, query)
    sheet = views.view(view)(R, P, selection, language)
    listed = next(table for table in sheet.tables if table.keys)
    assert sheet.matched == len(listed.keys) == found
    name = next(c.code for c in listed.columns if c.code.startswith(("name_", "title_")))
    names = set(listed.rows[name])
    live = _cells(prepare(sheet).written[listed.id])
    light = _cells(CLIENT.get(f"/light/{view}?{query}&lang={language}").text)
    assert names <= live and names <= light
    every = P.frames[listed.id]
    others = set(every.loc[~every[KEYS[view]].isin(listed.keys).to_numpy(), name])
    assert not others & (live | light)
    table = pd.read_csv(io.BytesIO(CLIENT.get(f"/data/{view}.csv?{query}").content), dtype=str)
    assert tuple(table[KEYS[view]]) == listed.keys
    held = json.loads(CLIENT.get(f"/data/{view}.json?{query}").content)
    assert tuple(row[KEYS[view]] for row in held["rows"]) == listed.keys
