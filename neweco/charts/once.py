"""Chart forms are built once per wording: a filter changes little more than the order of bars."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, wraps
from typing import Any, ParamSpec

Spec = dict[str, Any]
"""A chart in Vega-Lite."""

P = ParamSpec("P")

_ORDERS = ("order", "rows")
"""Arguments that only say in which order a spec sorts, and how many there are."""


def once(form: Callable[P, Spec]) -> Callable[P, Spec]:
    """Build a form once for equal arguments, whatever its orders hold; those are filled in."""
    make: Callable[..., Spec] = form

    @lru_cache(maxsize=256)
    def built(frozen: tuple[tuple[str, Any], ...]) -> Spec:
        return make(**dict(frozen))

    @wraps(form)
    def filled(*args: P.args, **given: P.kwargs) -> Spec:
        orders: dict[str, list[Any]] = {}
        frozen: list[tuple[str, Any]] = []
        for name, value in given.items():
            if name in _ORDERS and isinstance(value, Sequence):
                orders[f"${name}"] = list(value)
                value = tuple(f"${name}" for _ in value)
            frozen.append((name, _frozen(value)))
        spec: Spec = _filled(built(tuple(frozen)), orders)
        return spec

    return filled


def _frozen(value: Any) -> Any:
    if isinstance(value, Mapping):
        return _Frozen(value)
    return tuple(value) if isinstance(value, list) else value


class _Frozen(dict[str, Any]):
    """A mapping that can be a key, by its items in order."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(self.items()))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, dict) and list(self.items()) == list(other.items())


def _filled(part: Any, orders: Mapping[str, list[Any]]) -> Any:
    """A copy with the orders in their places."""
    if isinstance(part, dict):
        return {key: _filled(value, orders) for key, value in part.items()}
    if isinstance(part, list):
        first = part[0] if part else None
        if isinstance(first, str) and first in orders:
            return list(orders[first])
        return [_filled(value, orders) for value in part]
    return part
