"""What is hidden in a register of one's own: counts of few, and what would betray them."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neweco import published, views
from neweco.analysis import claims, protection
from neweco.export.archive import verdicts
from neweco.export.json import document
from neweco.export.rows import rows as rows_of
from neweco.html.page import render
from neweco.model import register
from neweco.model.register import Register
from neweco.model.vocabularies import BARRIERS
from neweco.query.selection import Selection
from neweco.selfcheck import code as selfcheck_code
from neweco.selfcheck import questions
from neweco.sheet import Section, Sheet
from neweco.views.diagnoses import maturity
from neweco.views.shared.page import Page
from tests.made import counted

FACTS = published.shipped()
OWN: Register = replace(register.shipped(), basis="register", name="mine")


def _made(query: str, language: str = "zh", rows: Register = OWN) -> Sheet:
    chosen = Selection.from_query("diagnoses", query)
    return views.view("diagnoses")(rows, FACTS, chosen, language)


def _known(counts: pd.Series) -> list[int | None]:
    return [None if pd.isna(n) else int(n) for n in counts]


def test_few_are_hidden_and_the_smallest_other_with_them() -> None:
    assert _known(protection.parts(pd.Series([12, 3, 40, 7]))) == [12, None, 40, None]
    assert _known(protection.parts(pd.Series([12, 0, 40, 7]))) == [12, 0, 40, 7]
    # 2 and 2 are four together: less than five could be told from the total
    assert _known(protection.parts(pd.Series([12, 2, 2, 7]))) == [12, None, None, None]
    assert _known(protection.parts(pd.Series([3, 3, 40]))) == [None, None, 40]


def test_a_table_hides_a_second_cell_in_row_and_column() -> None:
    table = pd.DataFrame([[3, 10, 20], [8, 9, 30], [50, 60, 70]])
    shown = protection.table(table)
    hidden = shown.isna().to_numpy()
    assert hidden[0, 0]
    assert (hidden.sum(axis=0) != 1).all() and (hidden.sum(axis=1) != 1).all()
    assert _known(shown.iloc[2]) == [50, 60, 70]


def test_steps_of_a_funnel_never_differ_by_few() -> None:
    assert _known(protection.nested(pd.Series([636, 636, 634, 300, 4, 0]))) == [
        636, 636, None, 300, None, 0,
    ]  # fmt: skip


def test_a_part_is_hidden_where_it_or_the_rest_is_few() -> None:
    assert protection.part(5, 20) == 5
    assert protection.part(4, 20) is None
    assert protection.part(17, 20) is None
    assert protection.part(0, 20) == 0
    assert protection.part(20, 20) == 20


tables = st.lists(st.lists(st.integers(0, 40), min_size=3, max_size=3), min_size=2, max_size=6).map(
    pd.DataFrame
)


@given(tables)
def test_no_total_less_what_is_shown_tells_few(table: pd.DataFrame) -> None:
    counts = table.to_numpy()
    hidden = protection.table(table).isna().to_numpy()
    assert not ((counts > 0) & (counts < 5) & ~hidden).any()
    for line, covered in [*zip(counts, hidden, strict=True), *zip(counts.T, hidden.T, strict=True)]:
        rest = line[~covered]
        if covered.any() and (rest > 0).any():
            assert covered.sum() > 1 and line[covered].sum() >= 5


@given(st.lists(st.integers(0, 60), min_size=1, max_size=8))
def test_shown_steps_are_apart(numbers: list[int]) -> None:
    steps = pd.Series(sorted(numbers, reverse=True))
    shown = [n for n in _known(protection.nested(steps)) if n is not None]
    gaps = np.diff(shown)
    assert all(gap == 0 or gap <= -5 for gap in gaps)
    assert not any(0 < n < 5 for n in shown)


def _few() -> tuple[Register, str]:
    """A register in which just three firms are of a district."""
    first = OWN.first_round
    laixi = first.index[(first["district"] == "370285").to_numpy()]
    gone = set(first.loc[laixi[3:], "enterprise_id"])
    diagnoses = OWN.diagnoses.loc[~OWN.diagnoses["enterprise_id"].isin(gone).to_numpy()]
    frames = dict(OWN.frames) | {"diagnoses": diagnoses.reset_index(drop=True)}
    return replace(OWN, frames=register.completed(frames), fingerprint="few"), "district=370285"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_selection_of_few_shows_no_statistics(language: str) -> None:
    rows, query = _few()
    sheet = _made(query, language, rows)
    assert sheet.matched is None and sheet.counted.count("[c]") == 1
    assert [s.id for s in sheet.sections][:4] == ["published", "named", "hidden", "list"]
    assert not sheet.charts and {f.basis for f in sheet.figures} == {"published"}
    assert counted(sheet) == counted(_made("", language, rows))


def test_a_selection_that_leaves_out_few_shows_none_either() -> None:
    rows, _ = _few()
    frame = rows.first_round
    others = [c for c in frame["district"].cat.categories if c != "370285"]
    all_but = Selection("diagnoses").with_values("district", [*others, "unknown"])
    assert protection.too_fine(all_but, frame)
    # with one small value more than another selection
    assert protection.too_fine(
        Selection("diagnoses").with_values("district", ["370285", others[0]]), frame
    )
    assert not protection.too_fine(Selection("diagnoses"), frame)


def test_two_filters_that_say_the_same_do_not_vouch_for_each_other() -> None:
    frame = OWN.first_round.head(40).copy()
    frame["size"] = pd.Categorical(["micro"] * 3 + ["small"] * 37, frame["size"].cat.categories)
    frame["industry"] = pd.Categorical(
        [frame["industry"].cat.categories[0]] * 3 + [frame["industry"].cat.categories[1]] * 37,
        frame["industry"].cat.categories,
    )
    both = Selection("diagnoses").with_values("size", ["small"])
    both = both.with_values("industry", [str(frame["industry"].cat.categories[1])])
    assert protection.too_fine(both, frame)


@pytest.mark.parametrize("query", ["", "size=large", "centre=C-01", "year=2021"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_count_of_few_is_anywhere_on_the_sheet(query: str, language: str) -> None:
    sheet = _made(query, language)
    for chart in sheet.charts:
        if "count" in chart.table.rows:
            assert not chart.table.rows["count"].between(1, 4).any(), chart.id
    for table in sheet.tables:
        if table.id == "centres":
            for code in ("diagnosed", "landed", "projects"):
                assert not table.rows[code].between(1, 4).fillna(False).any()
    for counts in counted(sheet).values():
        assert not any(n is not None and 0 < n < 5 for n in counts.values())


def test_the_symbol_is_explained_where_it_may_stand() -> None:
    for language in ("zh", "en"):
        notes = [note for s in _made("", language).sections for note in s.notes]
        assert any(note.startswith("[c]") for note in notes)
    assert not any(n.startswith("[c]") for s in _made("", "zh", register.shipped()).sections
                   for n in s.notes)  # fmt: skip


def test_the_sample_is_shown_as_it_is() -> None:
    sheet = _made("", "zh", register.shipped())
    assert "[c]" not in json.dumps([c.alt for c in sheet.charts], ensure_ascii=False)


@pytest.mark.parametrize("query", ["", "size=large", "district=370285&size=large"])
def test_every_face_draws_hidden_counts(query: str) -> None:
    sheet = _made(query)
    assert "[c]" in render(sheet)
    said = document(sheet, rows_of(sheet.selection, OWN, FACTS))
    assert json.loads(said)["basis"] == "register"


def test_claims_do_not_name_rows_that_may_not_be_shown() -> None:
    diagnoses = OWN.diagnoses.assign(consent_public=False)
    frames = register.completed(dict(OWN.frames) | {"diagnoses": diagnoses})
    silent = replace(OWN, frames=frames, fingerprint="silent")
    for id in ("diagnosed", "landed"):
        claim = next(c for c in claims.CLAIMS if c.id == id)
        assert claims.verdict(claim, OWN, FACTS).deciding
        assert claims.verdict(claim, silent, FACTS).deciding == ()


def test_claims_do_not_tell_of_few() -> None:
    diagnoses = OWN.diagnoses.copy()
    first = diagnoses.index[diagnoses["round"] == "T0"]
    diagnosed = diagnoses.loc[first].index[diagnoses.loc[first, "diagnosed_on"].notna()]
    kept = diagnoses.loc[[*diagnosed[:97], *first.difference(diagnosed)[:3]]]
    frames = register.completed(dict(OWN.frames) | {"diagnoses": kept})
    small = replace(OWN, frames=frames, fingerprint="small")
    claim = next(c for c in claims.CLAIMS if c.id == "diagnosed")
    verdict = claims.verdict(claim, small, FACTS)
    assert (verdict.outcome, verdict.computed, verdict.total) == ("disagree", None, 100)
    lines = verdicts(small, FACTS).set_index("claim")
    assert lines.loc["diagnosed", ["computed_low", "computed_high"]].isna().all()


def test_no_leader_is_named_where_the_most_is_hidden() -> None:
    frame = OWN.diagnoses
    few = frame.loc[frame["round"] == "T0"].head(4).assign(
        barrier_primary=pd.Categorical(["cannot"] * 4, categories=list(BARRIERS.codes)),
        consent_public=True,
    )  # fmt: skip
    context = Page(
        replace(OWN, frames={**OWN.frames, "first_round": few}), FACTS, Selection("diagnoses"), "zh"
    )
    (chart,) = maturity.barriers(context).charts
    assert chart.sentence == "最多的主要障碍：[c]，[c]家中有[c]家"


SELECTIONS = ("industry=equipment", "size=large&industry=automotive", "stage=planned&level=0",
              "district=370203&size=micro&barrier=cannot", "q=E0704", "year=2021")  # fmt: skip


@pytest.mark.parametrize("query", SELECTIONS)
def test_numbers_beside_filters_are_the_same_whatever_is_filtered(query: str) -> None:
    whole, some = _made(""), _made(query)
    chosen = {(name, code) for name, _ in some.selection.filters
              for code in some.selection.chosen(name)}  # fmt: skip
    for name, counts in counted(whole).items():
        assert {c: n for c, n in counted(some)[name].items() if (name, c) not in chosen} == {
            c: n for c, n in counts.items() if (name, c) not in chosen
        }


def test_a_row_that_may_not_be_shown_is_not_found_by_its_id() -> None:
    frame = OWN.first_round
    silent = frame.loc[~frame["consent_public"].fillna(False).to_numpy(dtype=bool)]
    for _, row in silent.head(5).iterrows():
        for id in (row["enterprise_id"], row["diagnosis_id"]):
            found = [_made(f"q={id}&size={code}") for code in ("micro", "small", "medium", "large")]
            assert {(s.matched, len(s.dropping), len(s.charts)) for s in found} == {(0, 2, 0)}
    shown = frame.loc[frame["consent_public"].fillna(False).to_numpy(dtype=bool)]
    (table,) = [t for t in _made(f"q={shown['enterprise_id'].iloc[0]}").tables if t.keys]
    assert len(table.rows) == 1


def test_the_number_that_match_does_not_tell_what_a_neighbour_has_more() -> None:
    frame = OWN.first_round
    cells = frame.groupby(["industry", "size"], observed=True).size()
    few = [(i, s) for (i, s), number in cells.items() if 0 < number < 5]
    assert few
    for industry, size in few[:6]:
        others = [c for c in ("micro", "small", "medium", "large", "unknown") if c != size]
        query = "&".join([f"industry={industry}", *(f"size={c}" for c in others)])
        sheet = _made(query)
        assert sheet.matched is None and not sheet.charts
        assert "[c]" in sheet.counted
    empty = _made(f"industry={few[0][0]}&size={few[0][1]}&q=zzz")
    assert {d.rows for d in empty.dropping if d.param == "q"} == {None}


def test_a_follow_up_that_may_not_be_shown_is_not_in_the_profile() -> None:
    rounds = OWN.diagnoses
    later = rounds.loc[(rounds["round"] == "T1").to_numpy()].iloc[0]
    first = rounds.loc[
        ((rounds["enterprise_id"] == later["enterprise_id"]) & (rounds["round"] == "T0")).to_numpy()
    ].iloc[0]
    for agreed in (True, False):
        own = (rounds["enterprise_id"] == later["enterprise_id"]).to_numpy()
        consent = rounds["consent_public"].mask(own, True)
        consent = consent.mask((rounds["diagnosis_id"] == later["diagnosis_id"]).to_numpy(), agreed)
        frames = dict(OWN.frames) | {"diagnoses": rounds.assign(consent_public=consent)}
        rows = replace(OWN, frames=register.completed(frames), fingerprint=str(agreed))
        profile = _made(f"id={first['diagnosis_id']}", "zh", rows).profile
        assert profile is not None
        assert ("复评" in {label for label, _ in profile.lines}) is agreed


def test_peers_of_a_size_that_would_tell_of_few_are_those_of_the_industry() -> None:
    frame = OWN.first_round
    cells = frame.groupby(["industry", "size"], observed=True).size()
    few = next((i, s) for (i, s), number in cells.items() if 0 < number < 5)
    code = selfcheck_code.encode({q.id: 2 for q in questions.shipped().all})

    def peers(size: str) -> Section:
        query = f"answers={code}&industry={few[0]}{size}"
        chosen = Selection.from_query("selfcheck", query)
        sheet = views.view("selfcheck")(OWN, FACTS, chosen, "zh")
        return next(s for s in sheet.sections if s.id == "peers")

    assert peers(f"&size={few[1]}").lead == peers("").lead
