"""The loop of a lobby: when the story moves on by itself, and when it waits."""

from __future__ import annotations

from dataclasses import dataclass

REST = 60.0
"""Seconds without a key or click after which a loop that was interrupted goes on."""


@dataclass
class Lobby:
    """One session's loop. Times are seconds of a clock that never goes back."""

    shown_at: float
    touched_at: float = float("-inf")
    paused: bool = False

    def step(self, now: float) -> None:
        """Another step is shown from now on."""
        self.shown_at = now

    def touch(self, now: float) -> None:
        """Somebody pressed a key or clicked: the loop waits for a while."""
        self.touched_at = now

    def waits(self, now: float) -> bool:
        """Whether it is paused or somebody is at it."""
        return self.paused or now - self.touched_at < REST

    def is_due(self, now: float, seconds: float) -> bool:
        """Whether the next step is due: it has been shown long enough and nobody is at it."""
        return not self.waits(now) and now - self.shown_at >= seconds


def after(number: int, whole: int) -> int:
    """The step after one; after the last comes the first."""
    return number % whole + 1
