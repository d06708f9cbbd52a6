"""What is made once and kept with what it was made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")


class Once:
    """Keeps under a key what depends on its owner alone, made when it is first asked for.

    >>> once = Once()
    >>> once(("sum",), lambda: 1 + 1), once(("sum",), lambda: 3)
    (2, 2)
    """

    def __init__(self) -> None:
        self._made: dict[tuple[str, ...], Any] = {}

    def __call__(self, key: tuple[str, ...], make: Callable[[], T]) -> T:
        """What `make` gives under this key, or gave when it was first called."""
        if key not in self._made:
            self._made[key] = make()
        made: T = self._made[key]
        return made
