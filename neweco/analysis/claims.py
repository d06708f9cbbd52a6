"""Published claims as checks that run over a register.

Each claim states once what was said (a fact), which measure of the register it speaks of, and
thereby which interval it allows. A figure speaks of what there was when it was published: rows of
later lists and dates are left out, so that a register that has grown since is not held against
it. On a real register this is an audit; simulated rows are not checked, since agreement would prove
nothing. `verdicts` is the engine that holds them against each other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from neweco.analysis.verdicts import Claim, Measure, Measured, Verdict, verdict
from neweco.model.register import FIRST_ROUND, Register
from neweco.model.vocabularies import STAGES
from neweco.published import Published
from neweco.query import matching

LISTS: Mapping[str, int] = {"rising": 2021, "potential": 2022}
"""The year of the list that the figures of a tier speak of (F035, F024)."""

MEETING = pd.Timestamp("2023-03-24")
"""The day of the meeting whose report counts laboratories and industries."""

WAN, PERCENT = 1e4, 0.01
"""From the units of the register (万元, percent points) to those of quantities (元, shares)."""

END_OF_2022 = pd.Timestamp("2022-12-31")
"""The last day that the numbers of centres, firms and projects speak of (F019, F021, F022)."""


def check(register: Register, published: Published) -> list[Verdict]:
    """Every claim over a register, in order."""
    return [verdict(claim, register, published) for claim in CLAIMS]


def _split(
    frame: pd.DataFrame, key: str, test: pd.Series, known: pd.Series, dated: pd.Series | None = None
) -> Measured:
    """Rows by a test that holds only where the value is known.

    Where `dated` is given, a row that passes counts only if it is known to have been there.
    """
    ids = frame[key]
    sure = known.to_numpy(dtype=bool)
    passed = test.fillna(False).to_numpy(dtype=bool) & sure
    if dated is not None:
        sure = sure & (dated.to_numpy(dtype=bool) | ~passed)
    return Measured(ids[passed & sure], ids[~passed & sure], ids[~sure])


def _amounts(frame: pd.DataFrame, key: str, column: str) -> Measured:
    """The sum of a column in 元, open above where an amount is not known."""
    known = frame[column].notna()
    total = float(frame[column][known].sum()) * WAN
    ids = frame[key]
    return Measured(ids[known], (), ids[~known], (total, total if known.all() else None))


def _where(frame: pd.DataFrame, test: pd.Series) -> pd.DataFrame:
    return frame.loc[test.fillna(False).to_numpy(dtype=bool)]


def _but(frame: pd.DataFrame, test: pd.Series) -> pd.DataFrame:
    """The rows of which a test is not known to hold."""
    return frame.loc[~test.fillna(False).to_numpy(dtype=bool)]


def _firms(register: Register, tier: str) -> pd.DataFrame:
    """The firms of a tier on the list that the figures speak of."""
    frame = register.enterprises
    return _where(frame, (frame["tier"] == tier) & (frame["year"] == LISTS[tier]))


def _tier(tier: str, column: str, test: Callable[[pd.Series], pd.Series]) -> Measure:
    def measure(register: Register) -> Measured:
        own = _firms(register, tier)
        return _split(own, "enterprise_id", test(own[column]), own[column].notna())

    return measure


def _each(tier: str, column: str, scale: float = 1.0) -> Measure:
    """The values of a column of every firm of a list, by id and in base units."""

    def measure(register: Register) -> pd.Series:
        own = _firms(register, tier)
        return (own[column] * scale).set_axis(own["enterprise_id"])

    return measure


def _growth(register: Register) -> pd.Series:
    """Growth of the rising firms that its criterion is for, those open for a year or more."""
    own = _firms(register, "rising")
    own = _but(own, own["age"] < 1)
    return (own["growth"].where(own["age"].notna()) * PERCENT).set_axis(own["enterprise_id"])


def _awards(register: Register) -> Measured:
    return _amounts(_firms(register, "rising"), "enterprise_id", "award")


def _labs(register: Register) -> pd.DataFrame:
    """The laboratories of the meeting's report; one without a date may be among them."""
    frame = register.labs
    return _but(frame, frame["recognised_on"] > MEETING)


def _lab(column: str, test: Callable[[pd.Series], pd.Series]) -> Measure:
    def measure(register: Register) -> Measured:
        own = _labs(register)
        known, dated = own[column].notna(), own["recognised_on"].notna()
        return _split(own, "lab_id", test(own[column]), known, dated)

    return measure


def _batch(batch: int, kind: str, district: str = "") -> Measure:
    def measure(register: Register) -> Measured:
        frame = register.labs
        own = _where(frame, (frame["batch"] == batch) & (frame["kind"] == kind))
        if not district:
            return Measured(own["lab_id"])
        return _split(own, "lab_id", own["district"] == district, own["district"].notna())

    return measure


def _first_labs(register: Register) -> Measured:
    """The year of the first laboratories; one without a date may be older."""
    frame = register.labs
    known = frame["recognised_on"].notna()
    years = frame["recognised_on"].dt.year
    first = None if years.isna().all() else float(years.min())
    span = (first if known.all() else None, first)
    ids = frame["lab_id"]
    return Measured(ids[years == first], ids[years > first], ids[~known], span)


def _scenario_money(register: Register) -> Measured:
    """What laboratories received; those that are known to have received nothing are left out."""
    own = _labs(register)
    own = _but(own, own["scenario_money"].isna() & (own["funded"] == False))  # noqa: E712
    return _amounts(own, "lab_id", "scenario_money")


def _centre(column: str, test: Callable[[pd.Series], pd.Series]) -> Measure:
    def measure(register: Register) -> Measured:
        frame = register.centres
        own = _but(frame, frame["year"] > END_OF_2022.year)
        return _split(own, "centre_id", test(own[column]), own[column].notna(), own["year"].notna())

    return measure


def _diagnosed_by(day: pd.Timestamp, register: Register) -> pd.Series:
    """Which firms had been diagnosed by a day."""
    rows = register.first_round
    reached = rows["stage"].cat.codes >= STAGES.codes.index("diagnosed")
    return reached & ~(rows["diagnosed_on"] > day)


def _diagnosed(register: Register) -> Measured:
    rows = register.first_round
    reached = _diagnosed_by(END_OF_2022, register)
    return _split(rows, "enterprise_id", reached, rows["stage"].notna())


def _landed(register: Register) -> Measured:
    frame = register.projects
    return Measured(frame["project_id"][frame["landed_on"] <= END_OF_2022])


def _industries(register: Register) -> Measured:
    """The industries that centres had diagnosed firms of; F020 ends with the report."""
    column = register.first_round["industry"][_diagnosed_by(MEETING, register)]
    found = zip(column.cat.categories, matching.per_code(column), strict=False)
    return Measured(tuple(sorted(str(code) for code, number in found if number)))


def _any(column: pd.Series) -> pd.Series:
    return column.notna()


def _yes(column: pd.Series) -> pd.Series:
    return column == True  # noqa: E712 - nullable flags


def _above(limit: float) -> Callable[[pd.Series], pd.Series]:
    return lambda column: column > limit


def _is(code: str) -> Callable[[pd.Series], pd.Series]:
    return lambda column: column == code


CLAIMS: tuple[Claim, ...] = (
    Claim("rising_count", "F006", "count", _tier("rising", "tier", _any), "enterprises"),
    Claim("potential_count", "F007", "count", _tier("potential", "tier", _any), "enterprises"),
    Claim(
        "rising_revenue", "F008", "share", _tier("rising", "revenue", _above(10_000)), "enterprises"
    ),
    Claim("rising_growth", "F009", "share", _tier("rising", "growth", _above(50)), "enterprises"),
    Claim("potential_backed", "F010", "share", _tier("potential", "backed", _yes), "enterprises"),
    Claim("potential_ipo", "F011", "share", _tier("potential", "ipo", _yes), "enterprises"),
    Claim("potential_new", "F027", "count", _tier("potential", "new_face", _yes), "enterprises"),
    Claim("rising_award", "F036", "sum", _awards, "enterprises"),
    Claim("rising_award_most", "F040", "each_money", _each("rising", "award", WAN), "enterprises"),
    Claim("rising_age", "F041", "each_years", _each("rising", "age"), "enterprises"),
    Claim("rising_size", "F042", "each_money", _each("rising", "revenue", WAN), "enterprises"),
    Claim("rising_pace", "F043", "each_share", _growth, "enterprises"),
    Claim("rising_research", "F045", "each_share", _each("rising", "rd", PERCENT), "enterprises"),
    Claim("potential_age", "F029", "each_years", _each("potential", "age"), "enterprises"),
    Claim("lab_count", "F207", "count", _lab("kind", _any), "labs"),
    Claim("lab_innovation", "F012", "count", _lab("kind", _is("innovation")), "labs"),
    Claim("lab_scenario", "F013", "count", _lab("kind", _is("scenario")), "labs"),
    Claim("lab_first", "F018", "first_year", _first_labs, "labs", in_part=True),
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
    Claim("lab_money", "F014", "sum", _scenario_money, "labs", in_part=True),
    Claim("lab_batch_1_innovation", "F052", "count", _batch(1, "innovation"), "labs"),
    Claim("lab_batch_1_scenario", "F053", "count", _batch(1, "scenario"), "labs"),
    Claim("lab_batch_2", "F058", "count", _batch(2, "innovation"), "labs"),
    Claim("lab_batch_2_laixi", "F059", "count", _batch(2, "innovation", "370285"), "labs"),
    Claim("lab_signed", "F005", "count", _lab("signed", _yes), "labs"),
    Claim("centre_count", "F019", "count", _centre("centre_id", _any), "diagnoses"),
    Claim("centre_signed", "F206", "count", _centre("signed", _yes), "diagnoses"),
    Claim("centre_industries", "F020", "count", _industries, "diagnoses"),
    Claim("diagnosed", "F021", "count", _diagnosed, "diagnoses", of_firms=FIRST_ROUND),
    Claim("landed", "F022", "count", _landed, "diagnoses", of_firms="projects"),
)
"""Every published claim about tiers, laboratories and centres that a register can be held to."""
