"""What the speaker sees and the audience never does: notes, times, this step and the next.

What the hall's window shows beside its step is put in by the page's script (`live/speaker.js`).
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import accumulate

from neweco import words
from neweco.html.pieces import Pieces
from neweco.query.selection import Selection
from neweco.story import Step

ACTS = ("back", "next", "blank", "follow", "question", "leave")
"""What the buttons of the window do, in the words of `html/keys.js`; all but the first two need
the hall's window."""

_KEYS = {"blank": "B", "follow": "F", "question": "Q", "leave": "Esc"}
_ALONE = ACTS[:2]


def page(
    selection: Selection, steps: Sequence[Step], number: int, language: str, now: str, then: str
) -> str:
    """The step of this number with its notes. `now` and `then` are that step and the next as
    HTML, `then` is empty after the last; `selection` is that of the window's address."""
    pieces = Pieces(language)
    step, coming = steps[number - 1], steps[number] if number < len(steps) else None
    place = words.text(language, "story.stage.step", n=number, all=len(steps))
    next_ = pieces.text("story.speaker.coming") if coming else pieces.text("story.speaker.last")
    return (
        f'<section class="ne-speaker" data-step="{number}" data-all="{len(steps)}">'
        f"{_buttons(language)}{_hall(language)}"
        f'<div class="ne-now"><h2>{escape(place)}</h2>{_small(now)}</div>'
        f'<div class="ne-then"><h2>{next_}</h2>{_small(then)}'
        f"<p>{escape(coming.titles[language]) if coming else ''}</p></div>"
        f'<div class="ne-notes"><h1>{escape(step.titles[language])}</h1>'
        f"{pieces.paragraphs(step.notes[language].splitlines())}"
        f"{_others(selection, language)}</div></section>"
    )


def _small(step: str) -> str:
    """A step as a small picture: what it says stands beside it."""
    return f'<div class="ne-mini" aria-hidden="true">{step}</div>' if step else ""


def _buttons(language: str) -> str:
    made = "".join(
        f'<button data-act="{act}"{"" if act in _ALONE else " data-hall hidden"}>'
        f"{escape(words.text(language, f'story.speaker.{act}'))}"
        f"{f' ({_KEYS[act]})' if act in _KEYS else ''}</button>"
        for act in ACTS
    )
    return f'<p class="ne-acts">{made}</p>'


def _hall(language: str) -> str:
    """All that may have to be said of the hall's window; the script shows what is so."""
    said = "".join(
        f'<span data-when="{when}" hidden>'
        f"{escape(words.text(language, f'story.speaker.{when}'))}</span>"
        for when in ("none", "black", "asked", "own", "closed")
    )
    digits = escape(words.text(language, "story.speaker.room"))
    return (
        f'<p class="ne-hall" role="status">{said}'
        f'<span data-when="room" hidden>{digits} <b data-digits></b></span></p>'
    )


def _others(selection: Selection, language: str) -> str:
    """The window in another language; the hall keeps its own."""
    ways = "".join(
        f'<a lang="{words.tag(other)}" href="?{escape(selection.to_query(other))}">'
        f"{escape(words.name(other))}</a>"
        for other in words.others(language)
    )
    return f'<p data-query="{escape(selection.to_query(language))}">{ways}</p>'


def times(passed: int, number: int, steps: Sequence[Step], language: str) -> str:
    """The clock: seconds passed, against those in which the step of this number should end."""
    until = tuple(accumulate(step.seconds for step in steps))
    left = until[number - 1] - passed
    said = words.text(
        language,
        "story.speaker.target",
        until=clock(until[number - 1]),
        all=clock(until[-1]),
        seconds=steps[number - 1].seconds,
    )
    ahead = words.text(
        language, f"story.speaker.{'left' if left >= 0 else 'over'}", time=clock(abs(left))
    )
    look = "" if left >= 0 else " ne-over"
    return (
        f'<div class="ne-clock{look}"><b>{clock(passed)}</b>'
        f"<p><strong>{escape(ahead)}</strong><br>{escape(said)}</p></div>"
    )


def clock(seconds: int) -> str:
    """Seconds as minutes and seconds, 1:05."""
    return f"{seconds // 60}:{seconds % 60:02d}"
