"""The door of counts: noise that is published, bounded and unbiased; ten or nothing."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neweco import published, views
from neweco.analysis import claims, protection
from neweco.analysis.protection import EXACT, NOISE, TEN, Coded, Door, Sums
from neweco.export.archive import verdicts
from neweco.export.json import document
from neweco.export.rows import rows as rows_of
from neweco.html.page import render
from neweco.model import register
from neweco.model.register import Register, may_be_shown
from neweco.model.vocabularies import DISTRICTS, STAGES
from neweco.query.selection import Selection
from neweco.selfcheck import code as selfcheck_code
from neweco.selfcheck import questions
from neweco.sheet import Section, Sheet
from tests import attacks

FACTS = published.shipped()
OWN: Register = replace(register.shipped(), basis="register", name="mine")
SERVED = attacks.served(OWN)


def _made(query: str, language: str = "zh", rows: Register = SERVED) -> Sheet:
    chosen = Selection.from_query("diagnoses", query)
    return views.view("diagnoses")(rows, FACTS, chosen, language)


@pytest.mark.parametrize("held", range(len(NOISE)))
def test_the_noise_is_bounded_and_adds_nothing_on_average(held: int) -> None:
    line = NOISE[held]
    assert sum(line.values()) == 1000
    assert sum(added * often for added, often in line.items()) == 0
    assert all(abs(added) <= protection.MOST <= 5 for added in line)
    assert not {held + added for added in line} & {1, 2}
    assert min(held + added for added in line) >= 0
    variance = sum(added**2 * often for added, often in line.items()) / 1000
    assert variance == pytest.approx(3, abs=0.02) or held == 0


def _door(keys: list[int]) -> Door:
    return Door(np.array(keys, dtype=np.uint64))


def _sums(rows: int, held: int, key: int, exact: bool = False) -> Sums:
    return Sums(np.array(rows), np.array(held), np.array(key, dtype=np.uint64), exact)


def test_a_number_is_looked_up_by_key_and_number_held_back() -> None:
    """By hand: of one row held back the lowest 739 of 1000 keys take it away."""
    step = 2**64 // 1000
    assert _sums(20, 1, 738 * step).number == 19
    assert _sums(20, 1, 740 * step).number == 22
    assert _sums(20, 1, 999 * step + step // 2).number == 24
    assert _sums(20, 0, 999 * step).number == 20
    assert _sums(100, 50, 0).number == 96
    assert _sums(100, 50, 2**64 - 1).number == 104


def test_less_than_ten_is_never_told_and_none_is_no_different() -> None:
    for rows in range(TEN):
        assert _sums(rows, 0, 0).number is None
    assert _sums(TEN, 0, 0).number == TEN
    assert _sums(10, 1, 0).number is None  # nine once one is taken away
    assert [_sums(n, n, 0, exact=True).number for n in (0, 1, 9)] == [0, 1, 9]


keyed = st.lists(st.just(0) | st.integers(1, 2**64 - 1), min_size=1, max_size=60)


@given(keyed, st.randoms(use_true_random=False))
def test_the_same_rows_give_the_same_number_whatever_the_way(
    keys: list[int], random: object
) -> None:
    """As a mask, as places in any order, as codes, as parts that are put together."""
    door, size = _door(keys), len(keys)
    mask = np.arange(size) % 3 != 1
    places = np.flatnonzero(mask)
    random.shuffle(places)  # type: ignore[attr-defined]
    number = door.number(mask)
    assert door.number(places) == number
    assert door.number(pd.Series(1, index=places)) == number
    codes = np.where(mask, np.arange(size) % 4, -1)
    sums = door.sums(codes, 4, np.arange(size))
    assert sums.total().number == number
    assert sums.merged([[0, 1], [2, 3]]).total().number == number
    assert Sums(*(np.atleast_1d(each[0]) for each in (sums.reached().rows, sums.reached().held,
                sums.reached().key)), False).total().number == number  # fmt: skip


@given(keyed, st.integers(0, 60), st.booleans())
def test_rows_looked_up_once_are_counted_as_each_time(
    keys: list[int], start: int, exact: bool
) -> None:
    """A cut of a mask, of places or of a view; all of it, by a mask over it, and by the codes of a
    column of lists with empty cells."""
    keys = keys * 9  # enough rows that numbers of a part are told
    door, size = EXACT if exact else _door(keys), len(keys)
    cells = np.array([None, "", "a", "a;b", "b"], dtype=object)[np.arange(size) * 7 % 5]
    column = pd.Series(pd.Categorical(cells, ["", "a", "a;b", "b", "c"]))
    coded = Coded.of(column)
    every = np.ones(size, dtype=bool)
    view = pd.RangeIndex(min(start, size), size)
    for rows in (every, np.arange(size) % 3 != 1, np.arange(size)[::2], view):
        cut, places = door.cut(rows), np.arange(size)[np.asarray(rows)]
        assert door.number(cut) == door.number(places) == door.number(rows)
        some = places % 4 == 0
        assert door.number(cut, some) == door.number(places[some])
        told = door.per_code(coded.at(cut.places), cut)
        for code in ("a", "b", "c", "unknown"):
            own = [p for p in places if code in (cells[p] or "unknown").split(";")]
            number = door.number(np.array(own, dtype=np.intp))
            assert (None if pd.isna(told.get(code, 0)) else told.get(code, 0)) == number or (
                code == "unknown" and code not in told
            )


def test_years_and_flags_are_coded_in_their_order() -> None:
    years = Coded.of(pd.Series([2022, None, 2019, 2022], dtype="Int64"))
    assert (years.texts, years.codes.tolist(), years.has_empty) == (
        ("2019", "2022"), [1, -1, 0, 1], True,
    )  # fmt: skip
    flags = pd.Series([True, False, True], dtype="boolean")
    assert EXACT.counts(flags).to_dict() == {"0": 1, "1": 2}


@pytest.mark.parametrize("claim", ["diagnosed", "landed"])
def test_a_claim_is_told_of_the_rows_that_it_names(claim: str) -> None:
    """By the ids of the rows that count, one after the other."""
    own = next(each for each in claims.CLAIMS if each.id == claim)
    frame = SERVED.frame(own.of_firms)
    ids = frame["project_id" if claim == "landed" else "enterprise_id"]
    yes = own.measure(SERVED).yes  # type: ignore[union-attr]
    rows = [place for place, id in enumerate(ids) if id in set(yes)]
    number = protection.of_frame(SERVED, own.of_firms).number(np.array(rows))
    found = next(v for v in claims.check(SERVED, FACTS) if v.claim.id == claim)
    assert len(rows) == len(yes) > 0
    assert found.computed is not None and found.computed.low == number


@given(keyed)
def test_a_number_is_near_the_truth_and_no_less_than_what_may_be_shown(keys: list[int]) -> None:
    door, shown = _door(keys), keys.count(0)
    number = door.number(np.ones(len(keys), dtype=bool))
    if number is None:
        assert len(keys) < TEN + protection.MOST
    else:
        assert abs(number - len(keys)) <= protection.MOST
        assert number >= max(TEN, shown) and number - shown not in (1, 2)


def test_over_many_sets_the_noise_is_nothing_on_average() -> None:
    """Of 4,000 sets of 30 rows, all held back, the mean is within four standard errors."""
    random = np.random.default_rng(1)
    keys = random.integers(1, 2**64, 120_000, dtype=np.uint64)
    told = Door(keys).sums(np.repeat(np.arange(4000), 30), 4000, np.arange(120_000)).told
    assert abs(told.mean() - 30) < 4 * (3 / 4000) ** 0.5
    assert 2.7 < told.var() < 3.3


columns = st.lists(st.none() | st.sampled_from(DISTRICTS.codes), min_size=1, max_size=40)


@given(columns)
def test_an_exact_door_counts_like_row_by_row(cells: list[str | None]) -> None:
    column = pd.Series(pd.Categorical(cells, list(DISTRICTS.codes)))
    found = EXACT.counts(column, DISTRICTS)
    assert found.to_dict() == {code: cells.count(code) for code in DISTRICTS.codes}
    texts = EXACT.counts(column)
    assert texts.get("unknown", 0) == cells.count(None)
    stages = pd.Series(pd.Categorical(["landed"] * len(cells), list(STAGES.codes)))
    pairs = EXACT.cross(pd.DataFrame({"a": column, "b": stages}), "a", "b")
    landed = STAGES.codes.index("landed")
    assert pairs.rows[:, landed].tolist() == [cells.count(code) for code in DISTRICTS.codes]
    assert pairs.rows.sum() == len(cells) - cells.count(None)


def test_lists_count_once_under_each_of_their_codes() -> None:
    column = pd.Series(["a;b", "b", "", "a;b"], dtype="category")
    assert EXACT.counts(column).to_dict() == {"unknown": 1, "a": 2, "b": 3}
    assert EXACT.counts(column, rows=np.array([True, True, True, False])).to_dict() == {
        "unknown": 1, "a": 1, "b": 2,
    }  # fmt: skip


def test_numbers_within_each_other_never_rise() -> None:
    steps = pd.Series([636, 638, 12, None, 14, 0], dtype="Int64")
    assert [None if pd.isna(n) else n for n in protection.nested(steps)] == [
        636, 636, 12, None, None, None,
    ]  # fmt: skip


def test_what_is_recognised_in_public_and_what_is_simulated_is_exact() -> None:
    for code in ("enterprises", "labs", "centres"):
        assert not protection.of_frame(SERVED, code).protects
    assert not protection.applies(register.shipped()) and not protection.applies(OWN)
    for view in ("enterprises", "labs"):
        own, served = (
            views.view(view)(rows, FACTS, Selection(view), "zh") for rows in (OWN, SERVED)
        )
        assert repr(own.figures) == repr(served.figures)


MARK = 7_000_000
"""Added to every number that comes through the door, to see which came another way. A ratio of two
such numbers is 1, or 100 to 100."""

ANSWERS = selfcheck_code.encode({q.id: 2 for q in questions.shipped().all})
PEERS = f"industry=equipment&answers={ANSWERS}"

_NUMBER = re.compile(r"(?<![\w.-])\d+(?:\.\d+)?%?")


@pytest.mark.parametrize(
    ("view", "query"),
    [
        ("diagnoses", q)
        for q in ("", "industry=equipment", "size=micro", "stage=landed", "year=2022")
    ]
    + [("register", ""), ("evidence", ""), ("selfcheck", PEERS)],
)
def test_no_count_comes_another_way(view: str, query: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a sheet says of firms and projects bears the mark of the door."""
    told = Sums.told.func  # type: ignore[attr-defined]
    marked = property(lambda sums: told(sums) + MARK)
    monkeypatch.setattr(Sums, "told", marked)
    monkeypatch.setattr(
        Sums, "number", property(lambda s: None if np.isnan(s.told) else int(s.told))
    )
    served = replace(SERVED)  # which nothing was asked of before
    sheet = views.view(view)(served, FACTS, Selection.from_query(view, query), "zh")
    said = [sheet.counted, sheet.headline] if view == "diagnoses" else []
    for facet in sheet.facets:
        told_of_values = [n for o in facet.offers for n in (o.rows, o.whole) if n is not None]
        assert min(told_of_values) >= MARK, facet.param
    for figure in sheet.figures:
        of_firms = view == "diagnoses" or figure.label in ("诊断", "项目")
        if figure.basis == "register" and of_firms:
            said.append(figure.value)
    said += [section.lead for section in sheet.sections if section.id == "peers"]
    said += [n for s in sheet.sections if s.id == "peers" for n in s.notes if n[0] != "约"]
    for chart in sheet.charts:
        if chart.basis == "register":
            told_of = chart.table.rows
            if "count" in told_of:
                counts = told_of["count"].dropna()
                assert ((counts >= MARK) | (counts == 0)).all(), chart.id
            if chart.id not in ("dimensions", "levels_centre"):  # points; how many centres
                said += [chart.sentence, *told_of["text"].astype(str), chart.alt, chart.reading]
                said += [*told_of.get("behind", [])]
    for table in sheet.tables:
        if table.id == "centres":
            said += [str(n) for c in ("diagnosed", "landed", "projects") for n in table.rows[c]]
        if table.id == "claims":
            lines = table.rows.set_index("fact")
            said += [lines.loc[fact, c] for fact in ("F021", "F022") for c in ("computed", "known")]
    assert said
    for text in said:
        for number in _NUMBER.findall(_without_dates(text)):
            share = number.endswith("%")
            assert share or number in ("10", "100") or float(number) >= MARK, text


def _without_dates(text: str) -> str:
    return re.sub(r"\d{4}年\d{1,2}月|\d{4}–\d{2}|\d+万", "", text)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_few_and_none_are_said_in_the_same_bytes(language: str) -> None:
    """A district of three firms, one of none, and a search that finds nobody."""
    frame = SERVED.first_round
    silent = np.flatnonzero(~may_be_shown(frame))[:3]
    rows = {
        "three": _moved(silent, "370285"),
        "none": _moved(silent, "370283"),
    }
    sheets = [_made("district=370285", language, one) for one in rows.values()]
    assert len({_bytes(sheet) for sheet in sheets}) == 1
    assert sheets[0].matched is None
    few = {"zh": "不足10", "en": "fewer than 10"}[language]
    assert few in sheets[0].counted and few in sheets[0].headline
    assert [s.id for s in sheets[0].sections][:4] == ["published", "named-strip", "few", "list"]
    assert not sheets[0].charts
    assert {f.basis for f in sheets[0].figures} == {"published"}


def _moved(firms: np.ndarray, district: str) -> Register:
    """The register served, with nobody in Laixi but some firms that were moved."""
    frame = SERVED.first_round.copy()
    frame["district"] = frame["district"].where(frame["district"] != "370285", "370202")
    frame.loc[firms, "district"] = district
    return replace(SERVED, frames={**SERVED.frames, "first_round": frame})


def _bytes(sheet: Sheet) -> str:
    """All that a page says but its filters' own words."""
    bare = replace(sheet, selection=Selection("diagnoses"), facets=(), active=(), dropping=())
    return render(bare)


def test_about_is_said_and_explained_once() -> None:
    for language, about in (("zh", "约"), ("en", "about ")):
        sheet = _made("", language)
        assert about in sheet.headline
        notes = [n for s in sheet.sections for n in s.notes if n.startswith(about.strip().title())]
        assert len(notes) == 1
        assert "10" in notes[0]
        own = _made("", language, OWN)
        assert not [n for s in own.sections for n in s.notes if n in notes]


def test_what_is_told_says_that_it_is_rough() -> None:
    said = json.loads(document(_made(""), rows_of(Selection("diagnoses"), SERVED, FACTS)))
    rough = [f for f in said["figures"] if f["basis"] == "register"]
    assert rough and all(f["approximate"] for f in rough)


@pytest.mark.parametrize("query", ["", "size=large", "district=370285&size=large"])
def test_shares_and_steps_stay_sensible(query: str) -> None:
    sheet = _made(query)
    for chart in sheet.charts:
        for text in chart.table.rows.get("said", chart.table.rows["text"]).astype(str):
            for share in re.findall(r"([\d.]+)%", text):
                assert float(share) <= 100
        if chart.id == "funnel":
            assert chart.table.rows["count"].is_monotonic_decreasing
    for table in sheet.tables:
        if table.id == "centres":
            diagnosed, landed = (table.rows[c].astype("float64") for c in ("diagnosed", "landed"))
            assert not (landed > diagnosed).any()


def test_claims_tell_what_the_door_tells() -> None:
    for id, frame in (("diagnosed", "first_round"), ("landed", "projects")):
        claim = next(c for c in claims.CLAIMS if c.id == id)
        found = claims.verdict(claim, SERVED, FACTS)
        assert found.computed is not None and found.computed.approximate
        true = claims.verdict(claim, OWN, FACTS).computed
        assert true is not None
        assert abs(found.computed.low - true.low) <= 25, frame
        named = set(SERVED.frame(frame).iloc[:, 0]) | set(SERVED.first_round["enterprise_id"])
        assert set(found.deciding) <= named


def test_claims_do_not_name_rows_that_may_not_be_shown() -> None:
    diagnoses = OWN.diagnoses.assign(consent_public=False)
    frames = register.completed(dict(OWN.frames) | {"diagnoses": diagnoses})
    silent = replace(OWN, frames=frames, fingerprint="silent")
    for id in ("diagnosed", "landed"):
        claim = next(c for c in claims.CLAIMS if c.id == id)
        assert claims.verdict(claim, OWN, FACTS).deciding
        assert claims.verdict(claim, attacks.served(silent), FACTS).deciding == ()


def test_claims_do_not_tell_of_few() -> None:
    """Nine firms diagnosed are not told, and disagree with more than 630 all the same."""
    diagnoses = OWN.diagnoses
    there = diagnoses["round"].eq("T0") & diagnoses["diagnosed_on"].notna()
    few = diagnoses.loc[there.to_numpy(dtype=bool)].head(9).assign(consent_public=True)
    frames = register.completed(dict(OWN.frames) | {"diagnoses": few.reset_index(drop=True)})
    small = attacks.served(replace(OWN, frames=frames, fingerprint="small"))
    claim = next(c for c in claims.CLAIMS if c.id == "diagnosed")
    verdict = claims.verdict(claim, small, FACTS)
    assert (verdict.computed, verdict.known, verdict.total) == (None, None, None)
    lines = verdicts(small, FACTS).set_index("claim")
    assert lines.loc["diagnosed", ["computed_low", "computed_high"]].isna().all()


def test_a_row_that_may_not_be_shown_is_not_found_by_its_id() -> None:
    frame = SERVED.first_round
    silent = frame.loc[~may_be_shown(frame)]
    for _, row in silent.head(5).iterrows():
        for id in (row["enterprise_id"], row["diagnosis_id"]):
            assert _made(f"q={id}").matched is None
            assert _made(f"id={row['diagnosis_id']}").profile is None
    shown = frame.loc[may_be_shown(frame)]
    (table,) = [t for t in _made(f"q={shown['enterprise_id'].iloc[0]}").tables if t.keys]
    assert len(table.rows) == 1


def test_a_search_and_the_filters_that_say_the_same_give_the_same_number() -> None:
    """Search minus filters is nothing: the same rows, the same number."""
    for words, query in (("软件", "industry=software"), ("黄岛", "district=370211")):
        found = _made(f"q={words}")
        filtered = _made(query)
        own = filtered.selection.keep(SERVED.first_round)
        if (found.selection.keep(SERVED.first_round) == own).all():
            assert found.matched == filtered.matched


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
        profile = _made(f"id={first['diagnosis_id']}", "zh", attacks.served(rows)).profile
        assert profile is not None
        assert ("复评" in {label for label, _ in profile.lines}) is agreed


def test_peers_are_those_of_the_industry_where_its_size_has_few() -> None:
    frame = SERVED.first_round
    cells = frame.groupby(["industry", "size"], observed=True).size()
    few = next((i, s) for (i, s), number in cells.items() if 0 < number < 5)

    def peers(industry: str, size: str = "") -> Section:
        query = f"answers={ANSWERS}&industry={industry}" + (f"&size={size}" if size else "")
        chosen = Selection.from_query("selfcheck", query)
        sheet = views.view("selfcheck")(SERVED, FACTS, chosen, "zh")
        return next(s for s in sheet.sections if s.id == "peers")

    assert peers(*few).lead == peers(few[0]).lead
    most = str(cells.groupby("industry", observed=True).sum().idxmax())
    assert "约" in peers(most).lead
    assert any(note.startswith("约") for note in peers(most).notes)


def test_free_text_is_not_handed_out() -> None:
    diagnoses = OWN.diagnoses.assign(source_ref="联系人 13800000000")
    frames = register.completed(dict(OWN.frames) | {"diagnoses": diagnoses})
    for rows in (replace(OWN, frames=frames), attacks.served(replace(OWN, frames=frames))):
        found = rows_of(Selection("diagnoses"), rows, FACTS)
        assert len(found) and "13800000000" not in found.to_csv()
