"""The hall follows: `/follow/<room>` shows the step on the screen now, without a session."""

from __future__ import annotations

import asyncio
import random
from functools import partial
from pathlib import Path

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from neweco import published, story, words
from neweco.html import follow
from neweco.http.cache import Cache
from neweco.light import answers
from neweco.light.answers import Body, body
from neweco.model.register import Register
from neweco.published import releases
from neweco.sheet import Section
from neweco.sources import current
from neweco.story.rooms import ROOMS, Shown, TooManyTries
from neweco.views.story.page import section
from neweco.views.story.slides import slide

WAIT, SPREAD = 25.0, 1.2
"""Seconds a phone waits for the next step, and over which a thousand are answered: the speaker's
own page is answered between them."""

POLICY = answers.POLICY + "; script-src 'self'; connect-src 'self'"
SCRIPT = Path(follow.__file__).with_name("follow.js")
CACHE: Cache[Body] = Cache(128)


async def show(request: Request) -> Response:
    """The page of a room; 404 for a room that is not, or no more."""
    shown, language = ROOMS.shown(request.path_params["room"]), _language(request)
    if shown is None:
        return _plain(follow.page(follow.step(None, language, ".."), language, ".."), 404)
    made = await _step(shown, language)
    page = follow.page(made.plain.decode("utf-8"), language, "..", shown.tag)
    answer = _plain(page, tag=f'"{shown.tag}-{language}"', asked=request)
    return answer


async def step(request: Request) -> Response:
    """The step of a room, once it is another than the one that was `seen`: 204 where it stays.

    Never kept: what it says is true of a moment.
    """
    room, seen = request.path_params["room"], request.query_params.get("seen", "")
    shown = ROOMS.shown(room)
    if shown is not None and shown.tag == seen:
        shown = await _changed(room)
    language = _language(request)
    if shown is None:
        ended = body(follow.step(None, language, "..").encode("utf-8"))
        return _fragment(request, ended, "")
    if shown.tag == seen:
        return Response(status_code=204, headers={"cache-control": answers.NOT_KEPT})
    return _fragment(request, await _step(shown, language), shown.tag)


async def _changed(room: str) -> Shown | None:
    """What a room shows after its bell rang, or after a while."""
    rung, loop = asyncio.Event(), asyncio.get_running_loop()
    with ROOMS.listening(room, partial(loop.call_soon_threadsafe, rung.set)):
        try:
            await asyncio.wait_for(rung.wait(), WAIT)
        except TimeoutError:
            return ROOMS.shown(room)
    await asyncio.sleep(random.uniform(0, SPREAD))
    return ROOMS.shown(room)


async def find(request: Request) -> Response:
    """From digits to their room: 404 for wrong ones, 429 where too many were."""
    digits, language = request.query_params.get("digits", "").replace(" ", ""), _language(request)
    try:
        code = ROOMS.by_digits(digits)
    except TooManyTries:
        return _asking(language, "wait", 429)
    if code is None:
        return _asking(language, "wrong", 404)
    return RedirectResponse(f"{code}?lang={language}", 303, {"cache-control": answers.NOT_KEPT})


async def ask(request: Request) -> Response:
    """Where digits are typed."""
    return _asking(_language(request))


async def to_ask(_: Request) -> Response:
    """A folder, so that its links hold wherever the site is reached."""
    return RedirectResponse("follow/")


async def script(_: Request) -> Response:
    """What a phone follows with."""
    text = SCRIPT.read_text("utf-8")
    return Response(text, media_type="text/javascript", headers={"cache-control": "max-age=3600"})


def _asking(language: str, wrong: str = "", status: int = 200) -> Response:
    said = words.text(language, f"story.follow.{wrong}") if wrong else ""
    return _plain(follow.page(follow.form(language, said), language, ".."), status)


def _language(request: Request) -> str:
    """The language the address names, or the first that the phone asks for."""
    if "lang" in request.query_params:
        return answers.language_of(request)
    return words.preferred(request.headers.get("accept-language", ""))


async def _step(shown: Shown, language: str) -> Body:
    """The step in a language, kept for all who follow."""
    rows = current.load()
    said = (str(shown.step), str(shown.is_away), language)
    key = (releases.current().id, rows.fingerprint, *said)
    return await answers.kept(CACHE, key, lambda: _drawn(rows, shown, language))


def _drawn(rows: Register, shown: Shown, language: str) -> Body:
    part = _section(rows, shown.step, language)
    return body(follow.step(part, language, "..", shown.is_away).encode("utf-8"))


def _section(rows: Register, number: int, language: str) -> Section:
    steps = story.load()
    made = slide(rows, published.shipped(), steps[min(number, len(steps)) - 1], language)
    return section(made, len(steps))


def _plain(page: str, status: int = 200, tag: str = "", asked: Request | None = None) -> Response:
    headers = {"content-security-policy": POLICY, "cache-control": "no-cache"}
    if tag:
        headers["etag"] = tag
        if asked is not None and tag in asked.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
    return Response(page, status, headers, answers.PAGE)


def _fragment(request: Request, made: Body, tag: str) -> Response:
    """A piece of a page, compressed once for all."""
    headers = {"x-step": tag, "cache-control": answers.NOT_KEPT, "vary": "accept-encoding"}
    return answers.encoded(request, made, 200, headers)


ROUTES = [
    Route("/follow", to_ask),
    Route("/follow/", ask),
    Route("/follow/find", find),
    Route("/follow.js", script),
    Route("/follow/{room}", show),
    Route("/follow/{room}/step", step),
    answers.refusing("/follow"),
]
