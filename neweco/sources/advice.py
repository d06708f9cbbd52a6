"""What a text that is not known most likely means, named only where that is sure."""

from __future__ import annotations

from collections.abc import Mapping

from neweco.model.choices import Choice, Vocabulary
from neweco.sources import cells

SHORTEST = 3
"""Letters of a text of which one may be wrong."""


def choice(vocabulary: Vocabulary, text: str) -> Choice | None:
    """The choice that a text means: one that what it names lies in, that it contains, or that is
    one letter away from it and no other."""
    said = cells.key(text)
    within = {each.code for each in vocabulary if any(cells.key(n) == said for n in each.within)}
    if len(within) == 1:
        return vocabulary[within.pop()]
    known = cells.names(vocabulary)
    contained = {code for name, code in known.items() if len(name) >= SHORTEST and name in said}
    if len(contained) == 1:
        return vocabulary[contained.pop()]
    close = {code for name, code in known.items() if _is_close(said, name)}
    return vocabulary[close.pop()] if len(close) == 1 else None


def nearest(said: str, names: Mapping[str, str]) -> str:
    """The name that a compared text is one letter away from; nothing where none is, or several."""
    close = {name for key, name in names.items() if _is_close(said, key)}
    return close.pop() if len(close) == 1 else ""


def _is_close(said: str, name: str) -> bool:
    """Whether one letter is wrong, missing, too many or at the place of its neighbour."""
    if min(len(said), len(name)) < SHORTEST or abs(len(said) - len(name)) > 1 or said == name:
        return False
    start = 0
    while start < min(len(said), len(name)) and said[start] == name[start]:
        start += 1
    one, other = said[start:], name[start:]
    swapped = one[:2] == other[:2][::-1] and one[2:] == other[2:]
    return one[1:] == other[1:] or one[1:] == other or one == other[1:] or swapped
