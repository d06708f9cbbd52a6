"""What is served tells of no firm that refused, however answers are combined."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from neweco import published, views
from neweco.analysis import exchange, protection
from neweco.analysis.exchange import GROUPS, exchanged
from neweco.analysis.protection import EXACT, TEN
from neweco.export.json import document
from neweco.export.rows import rows as rows_of
from neweco.html.page import render
from neweco.model import parts, register
from neweco.model.fields import DIAGNOSES
from neweco.model.register import Register, may_be_shown
from neweco.query import filters
from neweco.query.selection import Selection
from neweco.sheet import Sheet
from tests import attacks
from tests.attacks import Known, made, served

FACTS = published.shipped()
REGISTERS = range(60)
WITHIN = 0.02
"""What an attack may gain over guessing the likeliest value."""


def test_ids_are_hashed_alike_in_parts_of_any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = exchanged(made(7), b"a secret of some letters")
    monkeypatch.setattr(parts, "PART", 11)
    divided = exchanged(made(7), b"a secret of some letters")
    assert whole.fingerprint == divided.fingerprint
    for code, keys in whole.keys.items():
        assert np.array_equal(keys, divided.keys[code]) and keys.any()


def test_a_thousand_supersets_tell_no_answer_of_a_firm() -> None:
    """Sixty registers of 40 to 300 firms, each answer of firms that two answers are known of."""
    found = attacks.answers(REGISTERS)
    assert found.tried > 500
    assert found.gain <= WITHIN, found


def test_differences_averages_and_equations_tell_no_small_count() -> None:
    for attack, found in attacks.small_counts(REGISTERS).items():
        assert found.tried > 5000
        assert found.gain <= WITHIN, (attack, found)


def test_the_attacks_would_find_what_noise_alone_leaves() -> None:
    """By cell keys without exchange: this is what the exchange is for."""
    few = range(12)
    assert attacks.answers(few, attacks.keys_alone).gain > 0.1
    small = attacks.small_counts(few, attacks.keys_alone)
    assert small["average of differences"].gain > 0.08


def _probes(own: Register, known: Known) -> list[str]:
    """Queries that keep one firm held back alone by two answers, each with a third."""
    table = {f.code: own_filter for f, own_filter in
             ((each.field, each) for each in filters.of("diagnoses").values())}  # fmt: skip
    found = next(attacks.targets(known, np.random.default_rng(0), 1), None)
    if found is None:  # a register without such a firm
        return []
    firm, first, second = found
    row = own.first_round.iloc[firm]
    fixed = "&".join(f"{table[f].param}={row[f]}" for f in (first, second) if pd.notna(row[f]))
    made = []
    for asked in sorted({"size", "level", "stage", "barrier_primary"} - {first, second}):
        vocabulary = DIAGNOSES[asked].vocabulary
        assert vocabulary is not None
        made += [f"{fixed}&{table[asked].param}={code}" for code in vocabulary.codes]
    return made


def _bare(sheet: Sheet) -> Sheet:
    """A page without its filters' own words, without the numbers of other selections, and without
    its own address in the headings of the list and behind the measures."""
    sections = tuple(
        replace(part, tables=tuple(replace(table, sorts={}) for table in part.tables))
        for part in sheet.sections
    )
    chosen = Selection("diagnoses")
    bare = replace(sheet, sections=sections, selection=chosen, facets=(), active=(), dropping=())
    return replace(bare, by=None)


def test_a_firm_probed_by_every_value_leaves_pages_that_are_the_same() -> None:
    """None, one and nine: page, JSON and rows do not differ by a byte."""
    probed = 0
    for seed in REGISTERS:
        own = made(seed)
        after = served(own)
        language = ("zh", "en")[seed % 2]
        pages, data = set(), set()
        for query in _probes(own, Known.of(own)):
            chosen = Selection.from_query("diagnoses", query)
            kept = chosen.keep(after.first_round)
            if kept.sum() >= TEN or may_be_shown(after.first_round)[kept].any():
                continue  # ten are told of, and rows that may be shown are listed
            sheet = views.view("diagnoses")(after, FACTS, chosen, language)
            assert sheet.matched is None
            pages.add(render(_bare(sheet)))
            data.add(document(_bare(sheet), rows_of(chosen, after, FACTS)))
            probed += 1
            if probed % 4 == 0:
                break
        assert len(pages) <= 1 and len(data) <= 1, seed
    assert probed > 100


def test_near_misses_and_facets_are_numbers_of_the_door() -> None:
    """What a page of few offers instead: each number is that of the selection it leads to."""
    own = made(3, 300)
    after = served(own)
    door = protection.firms(after)
    chosen = Selection.from_query("diagnoses", "industry=equipment&size=micro&stage=landed")
    sheet = views.view("diagnoses")(after, FACTS, chosen, "zh")
    assert sheet.matched is None and sheet.dropping
    for drop in sheet.dropping:
        assert drop.rows == door.number(drop.without.keep(after.first_round))
    for facet in sheet.facets:
        for offer in facet.offers:
            alone = chosen.without(facet.param).with_values(facet.param, [offer.code])
            assert offer.rows == door.number(alone.keep(after.first_round)), offer.code
            assert offer.rows is None or offer.rows >= TEN


def test_a_pinned_comparison_is_no_other_number() -> None:
    """Of A, B and what both have, each is told like any selection, and so is A without B."""
    after = served(made(5, 300))
    door, frame = protection.firms(after), after.first_round
    a, b = (
        Selection.from_query("diagnoses", query).keep(frame)
        for query in ("stage=diagnosed&stage=planned", "size=small&size=medium")
    )
    both = Selection.from_query(
        "diagnoses", "stage=diagnosed&stage=planned&size=small&size=medium"
    ).keep(frame)
    assert door.number(a & b) == door.number(both)
    sums = door.sums(np.where(a, np.where(b, 1, 0), -1), 2, np.arange(len(frame)))
    assert sums.total().number == door.number(a)


def _row(frame: pd.DataFrame, firm: int) -> list[str]:
    return [str(frame[group.lead].iloc[firm]) for group in GROUPS]


def test_rows_that_may_be_shown_stay_as_they_are() -> None:
    own = made(1, 300)
    after = served(own)
    shown = may_be_shown(own.first_round)
    pd.testing.assert_frame_equal(
        own.first_round.loc[shown], after.first_round.loc[shown], check_dtype=False
    )
    public = set(own.first_round["diagnosis_id"][shown])
    for column in ("category", "cost_class", "landed_on"):
        before, now = (
            each.projects.loc[each.projects["diagnosis_id"].isin(public), column].tolist()
            for each in (own, after)
        )
        assert before == now


@pytest.mark.parametrize("share", [0.94, 0.4, 0.0])
def test_what_is_passed_on_is_what_ten_share(share: float) -> None:
    """An answer of fewer than ten firms held back is in what is served by way of others alone."""
    seed = attacks.SHARES.index(share)
    own = made(seed, 300)
    after = served(own)
    held = ~may_be_shown(own.first_round)
    for group in GROUPS:
        if group.lead in ("causes", "needs", "categories"):
            continue
        before = Counter(own.first_round[group.lead][held].astype("str"))
        now = Counter(after.first_round[group.lead][held].astype("str"))
        public = set(own.first_round[group.lead][~held].astype("str"))
        for value in now:
            assert before[value] >= TEN or value in public, (group.lead, value)


def test_no_firm_keeps_what_was_its_own_but_by_chance() -> None:
    """Firms keep as many answers as a shuffle of the same answers would leave them."""
    own = made(3, 300)  # none may be shown
    after = served(own)
    for group in GROUPS[:5]:
        before, now = (each.first_round[group.lead].astype("str") for each in (own, after))
        shares = before.value_counts(normalize=True)
        chance = float((shares**2).sum())
        kept = float((before.to_numpy() == now.to_numpy()).mean())
        assert kept <= chance + 4 * (chance / len(before)) ** 0.5, group.lead


def test_sums_over_the_register_stay() -> None:
    """With 300 firms held back, what fifty or more share moves by the noise and little else."""
    own = made(3, 300)
    door, after = protection.firms(served(own)), served(own)
    for field in ("stage", "size", "industry", "barrier_primary", "level"):
        true = EXACT.counts(own.first_round[field])
        told = door.counts(after.first_round[field])
        for code, number in true[true >= 50].items():
            assert abs(told[code] - number) <= protection.MOST + 8, (field, code)
    assert abs((door.number(after.first_round) or 0) - 300) <= protection.MOST


def test_what_hangs_together_still_does() -> None:
    """Firms that were only reached have no level: in what is served hardly any has one."""
    after = served(made(3, 700)).first_round
    reached = (after["stage"] == "reached").to_numpy(dtype=bool)
    assert reached.sum() >= 10
    assert after["level"][reached].notna().mean() < 0.25 < after["level"][~reached].notna().mean()


def test_two_replicas_and_a_restart_give_the_same_numbers() -> None:
    """Also in a process of its own, where Python's own hashes differ."""
    own = made(7)
    first, second = (exchanged(own, attacks.secret(own)) for _ in range(2))
    for code in ("first_round", "projects"):
        pd.testing.assert_frame_equal(first.frame(code), second.frame(code))
        assert (first.keys[code] == second.keys[code]).all()
    said = "from tests.attacks import *; print(_numbers(7))"
    code = said.replace("_numbers(7)", "protection.firms(served(made(7))).counts("
                        "served(made(7)).first_round['stage']).to_dict()")  # fmt: skip
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    here = protection.firms(first).counts(first.first_round["stage"]).to_dict()
    assert run.stdout.strip() == str(here)


def test_the_order_of_rows_does_not_matter() -> None:
    own = made(6)
    turned = own.diagnoses.iloc[::-1].reset_index(drop=True)
    other = replace(own, frames=register.completed({**own.frames, "diagnoses": turned}))
    secret = attacks.secret(own)
    one, two = exchanged(own, secret), exchanged(other, secret)
    keys = [
        dict(zip(each.first_round["diagnosis_id"], each.keys["first_round"], strict=True))
        for each in (one, two)
    ]
    assert keys[0] == keys[1]


def test_another_secret_gives_other_numbers() -> None:
    own = made(7, 300)
    one, two = (exchanged(own, secret * 16) for secret in (b"a", b"b"))
    assert one.fingerprint != two.fingerprint != own.fingerprint
    told = [
        [protection.firms(each).number(each.first_round.index[:n]) for n in range(20, 200, 10)]
        for each in (one, two)
    ]
    assert told[0] != told[1]
    held = ~may_be_shown(own.first_round)
    assert [_row(one.first_round, n) for n in np.flatnonzero(held)] != [
        _row(two.first_round, n) for n in np.flatnonzero(held)
    ]


@pytest.mark.parametrize("firms", [1, 2, 9, 12])
@pytest.mark.parametrize("seed", range(4))
def test_the_smallest_registers_are_served_too(firms: int, seed: int) -> None:
    after = served(made(seed, firms))
    assert len(after.first_round) == firms
    assert after.first_round[["industry", "centre_id", "stage"]].notna().all().all()
    for language in ("zh", "en"):
        sheet = views.view("diagnoses")(after, FACTS, Selection("diagnoses"), language)
        assert sheet.matched is None or firms > TEN - protection.MOST
        assert render(sheet)


def test_a_register_without_firms_is_served() -> None:
    own = made(0, 40)
    none = {"diagnoses": own.diagnoses.iloc[:0], "projects": own.projects.iloc[:0]}
    empty = replace(own, frames=register.completed(dict(own.frames) | none))
    assert protection.firms(served(empty)).number(served(empty).first_round) is None


def test_projects_go_with_the_answers_of_their_firm() -> None:
    """Projects of firms held back belong to firms that are there, with keys of their own."""
    own = made(2, 300)
    after = served(own)
    assert after.projects["project_id"].is_unique
    assert set(after.projects["diagnosis_id"]) <= set(own.diagnoses["diagnosis_id"])
    landed = after.projects.loc[after.projects["landed_on"].notna()]
    per_firm = Counter(landed["diagnosis_id"])
    first = after.first_round
    for id, number in zip(first["diagnosis_id"], first["projects"], strict=True):
        assert per_firm[id] == number
    held = set(first["diagnosis_id"][~may_be_shown(first)])
    keyed = after.keys["projects"] != 0
    assert (after.projects["diagnosis_id"].isin(held).to_numpy() == keyed).all()


def test_a_group_hangs_on_what_was_drawn_before() -> None:
    drawn: set[str] = set()
    for group in exchange.GROUPS:
        assert not group.hangs_on or group.hangs_on in drawn
        drawn.add(group.lead)
    assert {f.code for f in DIAGNOSES.filters} <= drawn


def test_an_integer_solver_tells_no_more_than_what_the_equations_leave() -> None:
    """Of every sixteenth small cell of a page, all its numbers at once: matrix, facets, total and
    funnel."""
    tried, told = 0, 0
    for seed in REGISTERS:
        known = attacks.Known.of(made(seed))
        for first, second in attacks.PAIRS:
            page = attacks.Page.of(known, first, second)
            low, high = page.left()
            true = known.true(first, second)
            for cell in [*zip(*np.nonzero(true < TEN), strict=True)][::16]:
                least, most = page.exact(cell)
                assert low[cell] <= least <= most <= high[cell]
                tried += 1
                told += least == most and low[cell] < high[cell]
    assert tried > 300
    assert told <= WITHIN * tried
