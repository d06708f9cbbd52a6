"""The picture beside links: of each view, in both languages, and whose figures it holds."""

from __future__ import annotations

import io
import re
from html import escape
from typing import Any

import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.testclient import TestClient

from neweco import published, views, words
from neweco.light import cards, routes
from neweco.model import register
from neweco.model.register import Register
from neweco.sources import current
from neweco.views.overview import card
from neweco.words import numbers
from tests.light.test_pictures import MARKS, drawn
from tests.made import HOSTILE

CLIENT = TestClient(Starlette(routes=routes.ROUTES), base_url="https://explorer.example")
BOTH = pytest.mark.parametrize("language", words.LANGUAGES)
EACH = pytest.mark.parametrize("view", views.NAMES)


def get(view: str, language: str) -> Any:
    return CLIENT.get(f"/card/{view}.png?lang={language}")


def _own() -> Register:
    """A register of one's own, whose rows are few and whose names bite."""
    rows = register.shipped()
    frames = {code: frame.head(3) for code, frame in rows.frames.items()}
    frames["enterprises"] = frames["enterprises"].assign(name=HOSTILE[0])
    return Register("register", HOSTILE[0], "own", frames)


@BOTH
@EACH
def test_a_card_is_small_and_of_the_size_that_chats_ask_for(view: str, language: str) -> None:
    answer = get(view, language)
    assert answer.status_code == 200 and answer.headers["content-type"] == "image/png"
    assert len(answer.content) <= 300_000
    image = Image.open(io.BytesIO(answer.content))
    assert image.size == (1200, 630)
    assert words.text(language, f"{view}.title") in image.text["Title"]  # type: ignore[attr-defined]
    assert len(image.convert("RGB").getcolors(1_000_000) or ()) > 20


@BOTH
@EACH
def test_a_card_says_published_figures_and_nothing_else(view: str, language: str) -> None:
    facts = published.shipped()
    made = card.of(view, register.shipped(), facts, language)
    rows = made.chart.table.rows
    known = {numbers.quantity(facts.value(id), language) for id in made.chart.facts}  # type: ignore[arg-type]
    assert made.chart.basis == "published" and set(rows["text"]) <= known
    said = [words.text(language, "common.product"), made.title, made.chart.sentence]
    said += [part for row in rows.to_dict("records") for part in (row["text"], row["name"])]
    said += [made.chart.credit(language)]
    assert drawn(made.drawn()) == re.sub(r"\s", "", "".join(said))
    assert not MARKS.search(made.drawn() + made.alt)


@BOTH
@EACH
def test_a_register_of_ones_own_changes_nothing(
    view: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = card.of(view, register.shipped(), published.shipped(), language)
    own = card.of(view, _own(), published.shipped(), language)
    assert own.drawn() == before.drawn() and own.alt == before.alt
    monkeypatch.setattr(current, "load", _own)
    cards.CACHE._kept.clear()
    assert get(view, language).status_code == 200
    cards.CACHE._kept.clear()


def test_a_card_is_made_once_and_what_is_none_is_said() -> None:
    cards.CACHE._kept.clear()
    first, again = get("labs", "en"), get("labs", "en")
    assert first.content == again.content and len(cards.CACHE) == 1
    assert first.headers["cache-control"] == "public, max-age=300"
    assert get("nowhere", "en").status_code == 404
    assert words.text("en", "light.no_chart") in get("nowhere", "en").text
    refused = CLIENT.post("/card/labs.png")
    assert refused.status_code == 405 and refused.headers["allow"] == "GET, HEAD"


def test_a_failure_is_said_and_kept_by_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    cards.CACHE._kept.clear()
    monkeypatch.setattr(cards.picture, "png", lambda *_, **__: 1 / 0)
    answer = get("labs", "zh")
    assert answer.status_code == 500 and "no-store" in answer.headers["cache-control"]
    assert words.text("zh", "light.failed") in answer.text


@BOTH
@EACH
def test_light_pages_name_their_card(view: str, language: str) -> None:
    said = CLIENT.get(f"/light/{view}?lang={language}").text
    query = "" if language == words.DEFAULT else f"?lang={language}"
    image = f"https://explorer.example/card/{view}.png{query}"
    made = card.of(view, register.shipped(), published.shipped(), language)
    for name, value in {
        'property="og:image"': image,
        'property="og:image:width"': "1200",
        'property="og:image:height"': "630",
        'property="og:image:alt"': escape(made.alt),
        'name="twitter:card"': "summary_large_image",
    }.items():
        assert f'<meta {name} content="{value}">' in said
    assert CLIENT.get(image).headers["content-type"] == "image/png"


def test_an_address_that_nobody_knows_is_not_named() -> None:
    said = CLIENT.get("/light/labs", headers={"host": "<evil>"}).text
    assert "og:title" in said and "og:image" not in said and "twitter:card" not in said
