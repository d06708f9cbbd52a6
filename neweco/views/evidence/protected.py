"""How a register that is served keeps firms that refused, and what that costs a reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from neweco import words
from neweco.analysis.exchange import POOL
from neweco.analysis.protection import MOST, NOISE, TEN
from neweco.sheet import Section
from neweco.views.shared.page import Page
from neweco.words import numbers


@dataclass(frozen=True)
class Cost:
    """How far told numbers of one register were off. Beside filters, of the whole register and once
    an industry, a size or a barrier was chosen: firms, on average and at most; shares likewise:
    percent points, at most; the funnel: firms, at most. `told`: how many of those beside filters
    were told once something was chosen, of one."""

    facets: tuple[float, int]
    within: tuple[float, int]
    shares: tuple[float, float]
    funnel: int
    told: float


MEASURED: Mapping[int, Cost] = {
    636: Cost((2.2, 7), (1.6, 9), (1.0, 8.7), 7, 0.36),
    10_000: Cost((2.0, 11), (3.3, 33), (0.1, 4.5), 3, 0.85),
}
"""By firms diagnosed, of simulated registers in which one firm in seventeen refused;
`tests/analysis/test_cost.py` measures it again."""


def section(page: Page) -> Section:
    """The method in words, then what it costs; folded."""
    language = page.language
    return Section(
        "protection",
        words.text(language, "protection.title"),
        words.text(language, "protection.lead"),
        notes=(
            words.text(language, "protection.exchange", pool=POOL, ten=TEN),
            words.text(language, "protection.noise", most=MOST, chances=_chances(language)),
            words.text(language, "protection.few", ten=TEN),
            words.text(language, "protection.reach"),
            *(_cost(firms, cost, language) for firms, cost in MEASURED.items()),
        ),
        folded=True,
    )


def _chances(language: str) -> str:
    """How often each number is added where seven or more are held back."""
    line = NOISE[-1]
    often = {"0": line[0]} | {f"±{n}": line[n] + line[-n] for n in range(1, MOST + 1)}
    said = [
        words.pair(language, added, numbers.percent(each / 1000, language))
        for added, each in often.items()
    ]
    return words.listed(language, said)


def _cost(firms: int, cost: Cost, language: str) -> str:
    return words.text(
        language,
        "protection.cost",
        firms=words.count(language, firms, "firm"),
        mean=numbers.number(cost.facets[0], language, 1),
        most=cost.facets[1],
        mean_within=numbers.number(cost.within[0], language, 1),
        most_within=cost.within[1],
        told=numbers.percent(cost.told, language),
        shares=numbers.number(cost.shares[0], language, 1),
        shares_within=numbers.number(cost.shares[1], language, 1),
        funnel=cost.funnel,
    )
