"""Published claims as checks that run over a register.

Each claim states once what was said (a fact), which measure of the register it speaks of, and
thereby which interval it allows. Rows whose value is not known make the measure an interval:
a claim agrees when all of it is allowed, disagrees when none of it is, and cannot be told
otherwise. On the sample agreement is by construction; on a real register it is an audit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

import pandas as pd

from neweco import matching
from neweco.published import Published
from neweco.quantity import Quantity
from neweco.register import Register
from neweco.vocabulary import STAGES

Outcome = Literal["agree", "disagree", "cannot_tell"]
As = Literal["count", "share", "sum"]

TOLERANCE = 0.05
"""Relative difference that rounding and "nearly" may leave between facts."""

NAMED = 12
"""At most so many deciding rows are named."""


@dataclass(frozen=True)
class Measured:
    """Ids of the rows that count, that do not, and of which it is not known; `amount` for sums."""

    yes: Sequence[str]
    no: Sequence[str] = ()
    unknown: Sequence[str] = ()
    amount: float | None = None


@dataclass(frozen=True)
class Claim:
    """What a fact says of a register; `other` is the measure under the other reading, where the
    words allow two (8 inside 26, or beside it)."""

    id: str
    fact: str
    measured_as: As
    measure: Callable[[Register], Measured]
    view: str
    scale: float = 1.0
    other: Callable[[Register], Measured] | None = None


@dataclass(frozen=True)
class Verdict:
    """The outcome of one claim: published and computed figure, how many rows were known, and the
    rows that decide it: unknown ones first, then those outside a share or those counted, without
    those that may not be shown.
    `reading` says which of two readings was used."""

    claim: Claim
    outcome: Outcome
    published: Quantity
    computed: Quantity
    known: int
    total: int
    deciding: tuple[str, ...]
    reading: str = ""


def check(register: Register, published: Published) -> list[Verdict]:
    """Every claim over a register, in order."""
    return [verdict(claim, register, published) for claim in CLAIMS]


def verdict(claim: Claim, register: Register, published: Published) -> Verdict:
    """One claim over a register, under its other reading if only that agrees.

    ValueError when its fact is no figure.
    """
    said = published.value(claim.fact)
    if said is None:
        raise ValueError(f"{claim.fact} is not a figure")
    first = _verdict(claim, said, register, "inside" if claim.other else "")
    if claim.other is None or first.outcome == "agree":
        return first
    second = _verdict(claim, said, register, "beside")
    return second if second.outcome == "agree" else first


def _verdict(claim: Claim, said: Quantity, register: Register, reading: str) -> Verdict:
    measure = claim.other if reading == "beside" and claim.other else claim.measure
    found = measure(register)
    computed = interval(found, claim)
    known = len(found.yes) + len(found.no)
    total = known + len(found.unknown)
    outcome = _outcome(said, computed, known)
    deciding = _deciding(found, claim)
    if claim.view == "diagnoses":
        deciding = register.nameable(deciding)
    return Verdict(claim, outcome, said, computed, known, total, deciding, reading)


@dataclass(frozen=True)
class Crosscheck:
    """A formula over facts, the fact that states its result, both figures, and whether they
    agree to the precision published."""

    id: str
    formula: str
    fact: str
    computed: Quantity
    stated: Quantity
    agrees: bool


def crosscheck(id: str, published: Published) -> Crosscheck:
    """One check among facts. KeyError for an unknown id."""
    formula, fact = CROSSCHECKS[id]
    computed, stated = published.evaluate(formula), published.value(fact)
    if stated is None:
        raise ValueError(f"{fact} is not a figure")
    close = abs(computed.central - stated.central) <= TOLERANCE * abs(stated.central)
    return Crosscheck(id, formula, fact, computed, stated, close)


def interval(found: Measured, claim: Claim) -> Quantity:
    """The measure with its bounds: unknown rows may all count or none."""
    low, high = float(len(found.yes)), float(len(found.yes) + len(found.unknown))
    if claim.measured_as == "sum":
        amount = (found.amount or 0.0) * claim.scale
        return Quantity(amount, amount if not found.unknown else None, centre=amount)
    if claim.measured_as == "share":
        total = len(found.yes) + len(found.no) + len(found.unknown)
        low, high = (low / total, high / total) if total else (0.0, 1.0)
    return Quantity(low, high, centre=low)


def _outcome(said: Quantity, computed: Quantity, known: int) -> Outcome:
    if not known or computed.low is None:
        return "cannot_tell"
    ends = [computed.low] + ([computed.high] if computed.high is not None else [])
    allowed = [said.contains(round(end, 9)) for end in ends]
    if all(allowed) and computed.high is not None:
        return "agree"
    below = said.low is not None and computed.high is not None and computed.high < said.low
    above = said.high is not None and computed.low > said.high
    if below or above or (len(set(ends)) == 1 and not any(allowed) and computed.high is not None):
        return "disagree"
    return "cannot_tell"


def _deciding(found: Measured, claim: Claim) -> tuple[str, ...]:
    ids = found.no if claim.measured_as == "share" and len(found.no) < len(found.yes) else found.yes
    return (*found.unknown[:NAMED], *ids[:NAMED])[:NAMED]


def _split(frame: pd.DataFrame, key: str, test: pd.Series, known: pd.Series) -> Measured:
    """Rows by a test that holds only where the value is known."""
    ids = frame[key]
    sure = known.to_numpy(dtype=bool)
    yes = test.fillna(False).to_numpy(dtype=bool) & sure
    return Measured(_ids(ids[yes]), _ids(ids[~yes & sure]), _ids(ids[~sure]))


def _ids(column: pd.Series) -> Sequence[str]:
    """A column of ids as it is: a million are counted and a few named."""
    ids: Any = column.astype("str").array
    return cast(Sequence[str], ids)


def _tier(
    tier: str, column: str, test: Callable[[pd.Series], pd.Series]
) -> Callable[[Register], Measured]:
    def measure(register: Register) -> Measured:
        frame = register.enterprises
        own = frame.loc[frame["tier"] == tier]
        return _split(own, "enterprise_id", test(own[column]), own[column].notna())

    return measure


def _lab(column: str, test: Callable[[pd.Series], pd.Series]) -> Callable[[Register], Measured]:
    def measure(register: Register) -> Measured:
        frame = register.labs
        return _split(frame, "lab_id", test(frame[column]), frame[column].notna())

    return measure


def _batch(batch: int, kind: str, district: str = "") -> Callable[[Register], Measured]:
    def measure(register: Register) -> Measured:
        frame = register.labs
        own = frame.loc[((frame["batch"] == batch) & (frame["kind"] == kind)).to_numpy(dtype=bool)]
        if not district:
            return Measured(_ids(own["lab_id"]))
        return _split(own, "lab_id", own["district"] == district, own["district"].notna())

    return measure


def _sum(table: str, key: str, column: str) -> Callable[[Register], Measured]:
    def measure(register: Register) -> Measured:
        frame = register.frame(table)
        given = frame.loc[frame[column].notna()]
        return Measured(_ids(given[key]), amount=float(given[column].sum()))

    return measure


def _all(table: str, key: str) -> Callable[[Register], Measured]:
    return lambda register: Measured(_ids(register.frame(table)[key]))


def _signed_centres(register: Register) -> Measured:
    frame = register.centres
    return _split(frame, "centre_id", frame["signed"] == True, frame["signed"].notna())  # noqa: E712


def _diagnosed(register: Register) -> Measured:
    rows = register.first_round
    reached = rows["stage"].cat.codes >= STAGES.codes.index("diagnosed")
    return _split(rows, "enterprise_id", reached, rows["stage"].notna())


def _landed(register: Register) -> Measured:
    frame = register.projects
    return Measured(_ids(frame["project_id"][frame["landed_on"].notna()]))


def _industries(register: Register) -> Measured:
    column = register.first_round["industry"]
    found = zip(column.cat.categories, matching.per_code(column), strict=False)
    return Measured(tuple(sorted(str(code) for code, number in found if number)))


def _yes(column: pd.Series) -> pd.Series:
    return column == True  # noqa: E712 - nullable flags


def _above(limit: float) -> Callable[[pd.Series], pd.Series]:
    return lambda column: column > limit


def _is(code: str) -> Callable[[pd.Series], pd.Series]:
    return lambda column: column == code


CLAIMS: tuple[Claim, ...] = (
    Claim("rising_count", "F006", "count", _tier("rising", "tier", _is("rising")), "enterprises"),
    Claim(
        "potential_count",
        "F007",
        "count",
        _tier("potential", "tier", _is("potential")),
        "enterprises",
    ),
    Claim(
        "rising_revenue",
        "F008",
        "share",
        _tier("rising", "revenue", _above(10_000)),
        "enterprises",
    ),
    Claim("rising_growth", "F009", "share", _tier("rising", "growth", _above(50)), "enterprises"),
    Claim("potential_backed", "F010", "share", _tier("potential", "backed", _yes), "enterprises"),
    Claim("potential_ipo", "F011", "share", _tier("potential", "ipo", _yes), "enterprises"),
    Claim("potential_new", "F027", "count", _tier("potential", "new_face", _yes), "enterprises"),
    Claim(
        "rising_award",
        "F036",
        "sum",
        _sum("enterprises", "enterprise_id", "award"),
        "enterprises",
        1e4,
    ),
    Claim("lab_innovation", "F012", "count", _lab("kind", _is("innovation")), "labs"),
    Claim("lab_scenario", "F013", "count", _lab("kind", _is("scenario")), "labs"),
    Claim("lab_doubled", "F015", "count", _lab("growth", lambda g: g >= 100), "labs"),
    Claim(
        "lab_over_10",
        "F016",
        "count",
        _lab("growth", _above(10)),
        "labs",
        other=_lab("growth", lambda g: (g > 10) & (g < 100)),
    ),
    Claim("lab_ipo", "F017", "count", _lab("ipo", _yes), "labs"),
    Claim("lab_money", "F014", "sum", _sum("labs", "lab_id", "scenario_money"), "labs", 1e4),
    Claim("lab_batch_1_innovation", "F052", "count", _batch(1, "innovation"), "labs"),
    Claim("lab_batch_1_scenario", "F053", "count", _batch(1, "scenario"), "labs"),
    Claim("lab_batch_2", "F058", "count", _batch(2, "innovation"), "labs"),
    Claim("lab_batch_2_laixi", "F059", "count", _batch(2, "innovation", "370285"), "labs"),
    Claim("lab_signed", "F005", "count", _lab("signed", _yes), "labs"),
    Claim("centre_count", "F019", "count", _all("centres", "centre_id"), "diagnoses"),
    Claim("centre_signed", "F206", "count", _signed_centres, "diagnoses"),
    Claim("centre_industries", "F020", "count", _industries, "diagnoses"),
    Claim("diagnosed", "F021", "count", _diagnosed, "diagnoses"),
    Claim("landed", "F022", "count", _landed, "diagnoses"),
)
"""Every published claim about tiers, laboratories and centres that a register can be held to."""

CROSSCHECKS: Mapping[str, tuple[str, str]] = {
    "labs": ("F012 + F013", "F207"),
    "share_of_gdp": ("F001 / F126", "F002"),
    "new_faces": ("F027 / F007", "F028"),
    "leverage": ("F065 / F064", "F066"),
    "award": ("F036 / F035", "F037"),
    "lists": ("F024", "F007"),
    "batches": ("F052 + F058 + F060", "F012"),
}
"""Facts that must agree with each other: a formula, and the fact that states its result."""

NEVER_ADDED: tuple[tuple[str, str], ...] = (("F061", "F072"), ("F021", "F022"), ("F084", "F006"))
"""Pairs that look as if they could be added and must not be: other definitions or units."""
