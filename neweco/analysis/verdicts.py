"""Whether a register bears out what was said: the engine of `claims`, which is the list.

Rows whose value is not known make a measure an interval: a claim agrees when all of it is allowed,
disagrees when none of it is, and cannot be told otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import numpy as np
import pandas as pd

from neweco.analysis import protection
from neweco.model.register import Register
from neweco.published import Published
from neweco.published.quantity import Quantity

Outcome = Literal["agree", "far_above", "disagree", "cannot_tell", "not_checked"]
"""`far_above` is a number that the words allow, since they name no upper end, but beyond the next
round one, which they would have named: 5,000 is "630余". Simulated rows are `not_checked`."""

As = Literal["count", "share", "sum", "first_year", "each_money", "each_share", "each_years"]
"""What is measured, and thereby how it is printed; of `each_` every single row must be allowed."""

NAMED = 12
"""At most so many deciding rows are named."""


Ids = pd.Series | tuple[str, ...]
"""Ids of rows: as they were cut from their column, with the places of the rows as index, for there
may be a million of which a few are named; or by themselves."""


@dataclass(frozen=True)
class Measured:
    """Ids of the rows that count, that do not, and of which it is not known.

    `span` are the ends of what is measured where that is not a number of rows: of a sum, of the
    first year, of the values of all rows; None is an open end.
    """

    yes: Ids
    no: Ids = ()
    unknown: Ids = ()
    span: tuple[float | None, float | None] | None = None


Measure = Callable[[Register], Measured | pd.Series]
"""What a claim looks at: rows that count, or the values by id of which each must be allowed."""


@dataclass(frozen=True)
class Claim:
    """What a fact says of a register; `other` is the measure under the other reading, where the
    words allow two (8 inside 26, or beside it), `of_firms` the frame where it counts firms
    diagnosed or their projects, which are protected where an office serves them. `in_part` tells
    that the fact says more than a register can be asked (`claims.part_<id>` says which part is)."""

    id: str
    fact: str
    measured_as: As
    measure: Measure
    view: str
    other: Measure | None = None
    of_firms: str = ""
    in_part: bool = False


@dataclass(frozen=True)
class Verdict:
    """The outcome of one claim: published and computed figure, how many rows were known, and the
    rows that decide it: unknown ones first, then those outside a share or those counted, without
    those that may not be shown.
    `reading` says which of two readings was used. Computed figure, rows known and their number are
    None where there are fewer than ten protected ones, and of simulated rows."""

    claim: Claim
    outcome: Outcome
    published: Quantity
    computed: Quantity | None
    known: int | None
    total: int | None
    deciding: tuple[str, ...]
    reading: str = ""


def verdict(claim: Claim, register: Register, published: Published) -> Verdict:
    """One claim over a register, under its other reading if only that agrees.

    ValueError when its fact is no figure.
    """
    said = published.value(claim.fact)
    if said is None:
        raise ValueError(f"{claim.fact} is not a figure")
    if register.basis == "simulated":
        return Verdict(claim, "not_checked", said, None, None, None, ())
    first = _verdict(claim, said, register, "inside" if claim.other else "")
    if claim.other is None or first.outcome == "agree":
        return first
    second = _verdict(claim, said, register, "beside")
    return second if second.outcome == "agree" else first


def _verdict(claim: Claim, said: Quantity, register: Register, reading: str) -> Verdict:
    measure = claim.other if reading == "beside" and claim.other else claim.measure
    found = measure(register)
    if isinstance(found, pd.Series):
        found = every(found, said)
    computed = interval(found, claim)
    known = len(found.yes) + len(found.no)
    total = known + len(found.unknown)
    outcome = _outcome(said, computed, found, claim)
    deciding = _deciding(found, claim)
    if not claim.of_firms:
        return Verdict(claim, outcome, said, computed, known, total, deciding, reading)
    deciding = register.nameable(deciding)
    if not protection.applies(register):
        return Verdict(claim, outcome, said, computed, known, total, deciding, reading)
    return _told(claim, said, register, found, deciding)


def _told(
    claim: Claim, said: Quantity, register: Register, found: Measured, deciding: tuple[str, ...]
) -> Verdict:
    """The verdict on a number of firms or projects as it may be told; fewer than ten lie between
    none and nine."""
    door = protection.of_frame(register, claim.of_firms)

    def number(*parts: Ids) -> int | None:
        places = [part.index for part in parts if isinstance(part, pd.Series)]
        return door.number(np.concatenate([np.zeros(0, dtype=np.intp), *places]))

    least, most = number(found.yes), number(found.yes, found.unknown)
    low, high = float(least or 0), float(protection.TEN - 1 if most is None else most)
    told = Quantity(low, max(low, high), centre=low, approximate=True)
    outcome = _outcome(said, told, found, claim)
    known, total = number(found.yes, found.no), number(found.yes, found.no, found.unknown)
    computed = None if least is None else told
    return Verdict(claim, outcome, said, computed, known, total, deciding)


def interval(found: Measured, claim: Claim) -> Quantity:
    """The measure with its bounds: unknown rows may all count or none."""
    if found.span is not None:
        low, high = found.span
        return Quantity(low, high, centre=high if low is None else low)
    least, most = float(len(found.yes)), float(len(found.yes) + len(found.unknown))
    if claim.measured_as == "share":
        total = len(found.yes) + len(found.no) + len(found.unknown)
        least, most = (least / total, most / total) if total else (0.0, 1.0)
    return Quantity(least, most, centre=least)


def every(values: pd.Series, said: Quantity) -> Measured:
    """Which values (by id, in base units, NaN where unknown) lie within what was said."""
    known = values.dropna()
    inside = known.map(lambda value: said.contains(round(value, 9))).to_numpy(dtype=bool)
    span = (float(known.min()), float(known.max())) if len(known) else (None, None)
    own = known.index.to_series()
    unknown = values.index.to_series()[values.isna()]
    return Measured(own[inside], own[~inside], unknown, span)


def _outcome(said: Quantity, computed: Quantity, found: Measured, claim: Claim) -> Outcome:
    if not len(found.yes) + len(found.no):
        return "cannot_tell"
    if claim.measured_as.startswith("each"):
        return "disagree" if len(found.no) else "cannot_tell" if len(found.unknown) else "agree"
    low, high = computed.low, computed.high
    if said.low is not None and high is not None and high < said.low:
        return "disagree"
    if said.high is not None and low is not None and low > said.high:
        return "disagree"
    if low is None or high is None:
        return "cannot_tell"
    allowed = [said.contains(round(end, 9)) for end in (low, high)]
    if not all(allowed):
        return "disagree" if low == high else "cannot_tell"
    far = [_is_far_above(end, said, claim) for end in (low, high)]
    return "far_above" if all(far) else "cannot_tell" if any(far) else "agree"


def _is_far_above(value: float, said: Quantity, claim: Claim) -> bool:
    """Whether a number or sum lies beyond the next round one of a figure without upper end: 640
    and more where 630余 was said, that is one unit of its last digit that is not zero."""
    if said.low is None or said.high is not None or claim.measured_as not in ("count", "sum"):
        return False
    digits = Decimal(said.low).normalize().as_tuple()
    return value >= said.low + 10.0 ** int(digits.exponent)


def _deciding(found: Measured, claim: Claim) -> tuple[str, ...]:
    fewer = claim.measured_as == "share" and len(found.no) < len(found.yes)
    named = found.no if fewer or claim.measured_as.startswith("each") else found.yes
    return (*found.unknown[:NAMED], *named[:NAMED])[:NAMED]
