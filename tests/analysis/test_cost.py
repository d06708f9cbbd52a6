"""What readers lose by protection is measured, and is what the evidence page says."""

from __future__ import annotations

import pandas as pd
import pytest

from neweco import published, views, words
from neweco.analysis.cost import WHOLE, WITHIN, costs
from neweco.query.selection import Selection
from neweco.views.evidence import protected
from tests import attacks


@pytest.mark.parametrize("firms", protected.MEASURED)
def test_the_evidence_page_says_what_is_measured(firms: int) -> None:
    own = attacks.scaled(firms)
    found, said = costs(own, attacks.served(own)), protected.MEASURED[firms]

    def line(what: str, of: str) -> tuple[float, int]:
        return round(float(found.loc[(what, of), "mean"]), 1), int(found.loc[(what, of), "most"])

    assert line("facets", WHOLE) == said.facets
    assert line("facets", WITHIN) == said.within
    assert line("funnel", WHOLE)[1] == said.funnel
    shares = [round(float(found.loc[("shares", of), "most"]), 1) for of in (WHOLE, WITHIN)]
    assert tuple(shares) == said.shares
    assert round(float(found.loc[("facets", WITHIN), "told"]), 2) == said.told


@pytest.mark.parametrize("firms", protected.MEASURED)
def test_readers_lose_little(firms: int) -> None:
    """Beside filters of the whole register three firms on average, one point of a share at most."""
    said = protected.MEASURED[firms]
    assert said.facets[0] <= 3 and said.facets[1] <= 15
    assert said.shares[0] <= 1.0


def test_a_register_of_which_all_agreed_costs_only_what_is_fewer_than_ten() -> None:
    own = attacks.made(0, 300)
    agreed = own.first_round.assign(consent_public=pd.array([True] * 300, dtype="boolean"))
    frames = {**own.frames, "diagnoses": agreed, "first_round": agreed}
    own = type(own)("register", "own", "x", frames)
    found = costs(own, attacks.served(own))
    assert (found["most"] == 0).all()
    assert (found["told"] < 1).any()


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_page_says_how_and_at_what_cost(language: str) -> None:
    sheet = views.view("evidence")(
        attacks.made(0), published.shipped(), Selection("evidence"), language
    )
    (section,) = [s for s in sheet.sections if s.id == "protection"]
    said = " ".join(section.notes)
    assert "22.2%" in said and "38.2%" in said  # nothing, and one more or less, of seven
    for firms in protected.MEASURED:
        assert words.count(language, firms, "firm") in said
