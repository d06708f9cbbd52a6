"""The convention that 630余 stops short of the next round unit. The app never assumes it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from neweco.published.quantity import Quantity


def within_round_unit(read: Quantity) -> Quantity:
    """[630, 640) for 630余; other quantities stay as they are."""
    if read.low is None or read.high is not None or read.low_closed or read.low <= 0:
        return read
    exponent = Decimal(repr(read.low)).normalize().as_tuple().exponent
    high = read.low + float(Decimal(10) ** int(exponent))
    return replace(read, low_closed=True, high=high, high_closed=False)
