"""Only what is true leaves: whatever is made from simulated rows says so, wherever it goes."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

import pandas as pd
import pytest
from starlette.testclient import TestClient

from neweco import published, views, words
from neweco.asgi import application
from neweco.http.document import description
from neweco.model import register
from neweco.query.selection import Selection
from neweco.query.views import VIEWS, Export
from neweco.sheet import Sheet

R, P = register.shipped(), published.shipped()
MARK = {"zh": "模拟", "en": "Simulated"}
LANGUAGES = pytest.mark.parametrize("language", words.LANGUAGES)
CASES = [
    (view, query, language)
    for view in views.NAMES
    for query in (*VIEWS[view].examples, "signed=1", "tier=rising", "district=370212")
    for language in words.LANGUAGES
]
ROWS = [name for name, view in VIEWS.items() if view.export is Export.ROWS]


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """The whole app, asked from outside."""
    with TestClient(application()) as asked:
        yield asked


def made(view: str, query: str, language: str) -> Sheet:
    return views.view(view)(R, P, Selection.from_query(view, query), language)


def is_marked(text: str, language: str) -> bool:
    return MARK[language].lower() in text.lower()
