"""The digital self-check: questions, exact scoring, and answers as a short code."""

from neweco.selfcheck.scoring import Result, score

__all__ = ["Result", "score"]
