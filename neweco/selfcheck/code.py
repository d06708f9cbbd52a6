"""Answers as a short code that a link can carry: what was answered, and nothing else.

    12122122121112110000000.k3   version, one character per question, a check

`0`–`4` is an answer, `n` does not apply, `-` is not answered yet. The check tells a mistyped or
changed code from a whole one; it is no secret.
"""

from __future__ import annotations

import hashlib

from neweco.selfcheck import questions
from neweco.selfcheck.scoring import Answers

VERSION = "1"
_OPEN, _APART = "-", "n"
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


def encode(answers: Answers) -> str:
    """The code of the answers; empty when nothing is answered. KeyError for an unknown id."""
    known = questions.shipped().ids
    unknown = set(answers) - set(known)
    if unknown:
        raise KeyError(sorted(unknown)[0])
    if not answers:
        return ""
    body = VERSION + "".join(_letter(answers, id) for id in known)
    return f"{body}.{_check(body)}"


def decode(code: str) -> dict[str, int | None] | None:
    """The answers of a code; None for a code that was changed or is not one."""
    body, _, check = code.partition(".")
    asked = questions.shipped().all
    if len(body) != len(asked) + 1 or body[0] != VERSION or check != _check(body):
        return None
    answers: dict[str, int | None] = {}
    for question, letter in zip(asked, body[1:], strict=True):
        if letter == _APART and question.optional:
            answers[question.id] = None
        elif letter in "01234":
            answers[question.id] = int(letter)
        elif letter != _OPEN:
            return None
    return answers


def _letter(answers: Answers, id: str) -> str:
    if id not in answers:
        return _OPEN
    value = answers[id]
    return _APART if value is None else str(value)


def _check(body: str) -> str:
    digest = hashlib.sha256(f"qd_self_v1 {body}".encode()).digest()
    return "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest[:3])
