"""The hall follows: `/follow/<room>` shows the step on the screen now, without a session."""

from __future__ import annotations

import asyncio
import contextlib
import random
import re
from functools import partial
from pathlib import Path

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from neweco import published, words
from neweco.html import follow
from neweco.http.cache import Cache
from neweco.http.headers import FIXED
from neweco.http.queue import Queue
from neweco.light import answers
from neweco.light.answers import Body, body
from neweco.model.register import Register
from neweco.published import releases
from neweco.sheet import Section
from neweco.sources import current
from neweco.story.rooms import ROOMS, Shown, TooManyTries
from neweco.views.story.page import section
from neweco.views.story.slides import told

WAIT, SPREAD = 25.0, 1.2
"""Seconds a phone waits for the next step, and over which a thousand are answered: the speaker's
own page is answered between them."""

POLICY = answers.POLICY + "; script-src 'self'; connect-src 'self'"
SCRIPT = Path(follow.__file__).with_name("follow.js")
CACHE: Cache[Body] = Cache(128)
STEPS = Queue(2, 1000)
"""Room for every step in every language: phones of a hall do not wait behind pages."""

_WAITED = re.compile(r"/follow/([^/]+)/step")
_MOMENT = {**FIXED, "cache-control": answers.NOT_KEPT, "vary": "accept-encoding"}


async def show(request: Request) -> Response:
    """The page of a room; 404 for a room that is not, or no more."""
    shown, language = ROOMS.shown(request.path_params["room"]), _language(request)
    if shown is None:
        return _plain(follow.page(follow.step(None, language, ".."), language, ".."), 404)
    made = await _step(shown, language)
    page = follow.page(made.plain.decode("utf-8"), language, "..", shown.tag)
    answer = _plain(page, tag=f'"{shown.tag}-{language}"', asked=request)
    return answer


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
    return await STEPS.kept(CACHE, key, lambda: _drawn(rows, shown, language))


def _drawn(rows: Register, shown: Shown, language: str) -> Body:
    part = _section(rows, shown.step, language)
    return body(follow.step(part, language, "..", shown.is_away).encode("utf-8"))


def _section(rows: Register, number: int, language: str) -> Section:
    steps = told(rows, published.shipped(), language)
    return section(steps[min(number, len(steps)) - 1], len(steps))


def _plain(page: str, status: int = 200, tag: str = "", asked: Request | None = None) -> Response:
    headers = {"content-security-policy": POLICY, "cache-control": "no-cache"}
    if tag:
        headers["etag"] = tag
        if asked is not None and tag in asked.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
    return Response(page, status, headers, answers.PAGE)


class Following:
    """ASGI middleware where phones wait for the step after the one they have `seen`: 204 where it
    stays for a while.

    It stands before all others: a thousand phones ask at once, and an answer is made once for all
    who read a language. Never kept: what it says is true of a moment.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer who waits, and hand all others on."""
        found = _WAITED.fullmatch(scope["path"]) if scope["type"] == "http" else None
        if found is None or scope["method"] not in answers.READING:
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        room, seen = found[1], request.query_params.get("seen", "")
        shown = ROOMS.shown(room)
        if shown is not None and shown.tag == seen:
            shown = await _changed(room, seen)
        await (await _answer(request, shown, seen))(scope, receive, send)


async def _changed(room: str, seen: str) -> Shown | None:
    """What a room shows after its bell rang, or after a while; at once where it was moved before
    one listened."""
    rung, loop = asyncio.Event(), asyncio.get_running_loop()
    with ROOMS.listening(room, partial(_ring, loop, rung)):
        shown = ROOMS.shown(room)
        if shown is None or shown.tag != seen:
            return shown
        try:
            async with asyncio.timeout(WAIT):
                await rung.wait()
        except TimeoutError:
            return ROOMS.shown(room)
    await asyncio.sleep(random.uniform(0, SPREAD))
    return ROOMS.shown(room)


def _ring(loop: asyncio.AbstractEventLoop, rung: asyncio.Event) -> None:
    """Wake who waits, from the speaker's thread. Where the server has just stopped, nobody does."""
    with contextlib.suppress(RuntimeError):
        loop.call_soon_threadsafe(rung.set)


async def _answer(request: Request, shown: Shown | None, seen: str) -> Response:
    language = _language(request)
    if shown is not None and shown.tag == seen:
        return Response(status_code=204, headers=_MOMENT)
    if shown is None:
        made, tag = body(follow.step(None, language, "..").encode("utf-8")), ""
    else:
        made, tag = await _step(shown, language), shown.tag
    return answers.encoded(request, made, 200, {**_MOMENT, "x-step": tag})


ROUTES = [
    Route("/follow", to_ask),
    Route("/follow/", ask),
    Route("/follow/find", find),
    Route("/follow.js", script),
    Route("/follow/{room}", show),
    answers.refusing("/follow"),
]
