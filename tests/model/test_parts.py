"""A large register is hashed in parts, and gives the same secret as in one piece."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neweco.model import parts, register
from neweco.sources import current


@given(st.lists(st.text(max_size=3), max_size=20), st.integers(1, 25))
def test_the_parts_of_a_column_are_all_of_it_in_order(texts: list[str], part: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "PART", part)
        found = list(parts.parts(pd.Series(texts, dtype="str")))
    assert [text for each in found for text in each] == texts
    assert all(0 < len(each) <= part for each in found)


def test_the_secret_does_not_depend_on_the_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = current.secret(register.shipped())
    monkeypatch.setattr(parts, "PART", 97)
    assert current.secret(register.shipped()) == whole
