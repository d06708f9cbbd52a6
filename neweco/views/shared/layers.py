"""What is counted three times: of the selection, of the whole, and of what stands behind it.

Whatever a page draws keeps the order, the height and the scale of the whole, so that nothing
moves when a filter changes; the part stands in front of the whole, or of what is pinned.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True)
class Layers(Generic[T]):
    """`part` is of the rows that the selection keeps, `whole` of all rows, `ghost` of the rows
    compared with: all, or those that are pinned."""

    part: T
    whole: T
    ghost: T

    def each(self, change: Callable[[T], U]) -> Layers[U]:
        """The same done with all three; what is one stays one.

        >>> Layers([1], [1, 2], [1, 2]).each(len)
        Layers(part=1, whole=2, ghost=2)
        """
        whole = change(self.whole)
        ghost = whole if self.ghost is self.whole else change(self.ghost)
        return Layers(whole if self.part is self.whole else change(self.part), whole, ghost)
