"""Registers and addresses made at random: what an office may bring, and what a link may say."""

from __future__ import annotations

from functools import cache
from typing import Literal
from urllib.parse import quote_plus

import numpy as np
import pandas as pd
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from neweco import published, views
from neweco.analysis.exchange import exchanged
from neweco.model import register
from neweco.model.choices import UNKNOWN
from neweco.model.fields import TABLES, Field, Table
from neweco.model.register import Register
from neweco.query import filters
from neweco.query.selection import Selection
from neweco.query.views import VIEWS
from neweco.selfcheck import code, questions
from neweco.sheet import Sheet

HOSTILE = (
    "<script>alert(1)</script>",
    '=HYPERLINK("http://x")',
    "{title} {0} %s %(a)s",
    "𠮷🚀‮abc",
    "'; DROP TABLE x; --",
    "NULL",
    "**b** [a](b) $x$ :red[c]",
    "长" * 200,
)
"""Texts that have broken other software."""


@cache
def shipped(table: str) -> pd.DataFrame:
    """The sample's file of a table, as texts."""
    return pd.read_csv(register.SAMPLE / f"{table}.csv", dtype=str, keep_default_na=False)


@cache
def of_sample(view: str, query: str, language: str) -> Sheet:
    """A view of the sample, made once for all tests of a process: looked at, never changed."""
    chosen = Selection.from_query(view, query)
    return views.view(view)(register.shipped(), published.shipped(), chosen, language)


@st.composite
def registers(draw: DrawFn) -> Register:
    """Some rows of each table, with columns emptied, numbers at their ends, names that bite; some
    registers are served by an office and protected."""
    frames: dict[str, pd.DataFrame] = {}
    given: set[str] = set()
    for table in TABLES.values():
        held = draw(st.sampled_from([True] * 5 + [False]))
        if held:
            given.add(table.code)
        frames[table.code] = register.typed(_texts(draw, table) if held else _none(table), table)
    basis: Literal["simulated", "register"] = draw(st.sampled_from(["simulated", "register"]))
    made = Register(basis, draw(_names), "made", register.completed(frames), frozenset(given))
    is_served = basis == "register" and draw(st.booleans())
    return exchanged(made, b"any secret") if is_served else made


_names = st.sampled_from([*HOSTILE, "2023 名录"])


def _none(table: Table) -> pd.DataFrame:
    return shipped(table.code).iloc[:0]


def _texts(draw: DrawFn, table: Table) -> pd.DataFrame:
    chance = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    whole = shipped(table.code)
    size = draw(st.sampled_from([0, 1, 2, 4, 5, 6, 12, 40, len(whole)]))
    frame = whole.iloc[np.sort(chance.permutation(len(whole))[:size])].reset_index(drop=True)
    stored = [f for f in table.stored if f.code in frame.columns and f.code != table.key]
    for spec in draw(st.lists(st.sampled_from(stored), max_size=4, unique_by=lambda f: f.code)):
        touched = chance.random(len(frame)) < draw(st.sampled_from([0.3, 1.0]))
        frame.loc[touched, spec.code] = draw(_instead(spec))
    return frame


def _instead(spec: Field) -> st.SearchStrategy[str]:
    """Another value of a column that reading accepts: none, an end of its range, a bad name."""
    ways = [] if spec.required else [st.just("")]
    if spec.vocabulary is not None:
        ways.append(st.sampled_from(spec.vocabulary.codes))
    elif spec.kind in ("number", "integer"):
        ends = [spec.low if spec.low is not None else 0, spec.high if spec.high is not None else 9]
        ways.append(st.sampled_from([f"{end:.0f}" for end in ends]))
    elif spec.kind == "flag":
        ways.append(st.sampled_from(["0", "1"]))
    elif spec.kind == "date":
        ways.append(st.sampled_from(["2015-01-01", "2020-02-29", "2035-12-31"]))
    elif spec.kind == "text":
        ways.append(st.sampled_from(HOSTILE))
    return st.one_of(ways) if ways else st.sampled_from(shipped_values(spec))


def shipped_values(spec: Field) -> list[str]:
    """Values of an id column that occur in some table of the sample."""
    frames = (shipped(code) for code in TABLES)
    return next(list(f[spec.code].unique()[:5]) for f in frames if spec.code in f.columns)


def queries(view: str) -> st.SearchStrategy[str]:
    """Query strings of a view: filters it has, values it has not, and noise."""
    parts = [_pair(spec) for spec in (own.field for own in filters.of(view).values())]
    for switch in VIEWS[view].switches:
        values = (*switch.values, "bogus")
        parts.append(st.sampled_from([f"{switch.name}={value}" for value in values]))
    item = VIEWS[view].item
    if item is not None:
        parts.append(_items.map(lambda value: f"{item.param}={value}"))
    if view == "selfcheck":
        parts.append(_answers.map(lambda answers: f"answers={code.encode(answers)}"))
    searched = st.sampled_from(["", "模拟", "R-001", "zzz"]) | _noise
    parts += [searched.map(lambda text: f"q={quote_plus(text)}"), _sorts, _rubbish]
    return st.lists(st.one_of(parts), max_size=4).map("&".join)


def _pair(spec: Field) -> st.SearchStrategy[str]:
    if spec.filter == "range":
        ends = st.sampled_from(["", "0", "-50", "10", "5000", "1e9", "nan", "x"])
        return st.tuples(ends, ends).map(lambda pair: f"{spec.param}={pair[0]}..{pair[1]}")
    codes = list(spec.vocabulary.codes) if spec.vocabulary else ["1", "2", "0", "2021", "C-03"]
    return st.sampled_from([*codes, UNKNOWN, "bogus"]).map(lambda value: f"{spec.param}={value}")


_noise = st.text(max_size=12) | st.sampled_from(HOSTILE)
_items = st.sampled_from(["R-001", "I-003", "DX-2022-0002", "F021", "F209", "3", "99", "x"])
_sorts = st.sampled_from(["sort=-revenue", "sort=growth", "sort=name", "sort=consent_public"])
_rubbish = st.tuples(_noise, _noise).map(lambda p: f"{quote_plus(p[0])}={quote_plus(p[1])}")
_answers = st.fixed_dictionaries(
    {},
    optional={
        q.id: st.sampled_from([*questions.SCALE, *([None] if q.optional else [])])
        for q in questions.shipped().all
    },
)


def counted(sheet: Sheet) -> dict[str, dict[str, int | None]]:
    """Rows beside each value that a sheet's facets offer, by parameter."""
    return {f.param: {o.code: o.rows for o in f.offers} for f in sheet.facets if f.span is None}
