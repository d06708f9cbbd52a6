"""Units named in public: who is on which list, how many of it are not named, and who says so."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from neweco import words
from neweco.published import NamedList
from neweco.published.codes import STATUSES
from neweco.published.named import UNSEEN
from neweco.query.selection import Selection
from neweco.sheet import Column, Link, Section, Table
from neweco.views.shared import figures
from neweco.views.shared.page import Page

SHOWN = ("name", "list", "year", "batch", "status", "known", "seen", "source", "grade", "link")
"""Columns of a table of recognitions."""


def whole(page: Page, listed: NamedList) -> int | None:
    """How many are on a list, as published; None where no source says so."""
    quantity = page.published.value(listed.fact) if listed.fact else None
    return int(quantity.central) if quantity is not None and quantity.is_point else None


def on(page: Page, list_id: str) -> pd.DataFrame:
    """The recognitions of a list, whatever the page filters."""
    published = page.published
    return published.recognised.get(list_id, published.recognitions.iloc[:0])


def rest(page: Page, listed: NamedList) -> str:
    """`其余14家未见名单`, or nothing where it is not known how many there are."""
    number = whole(page, listed)
    if number is None:
        return ""
    left = number - on(page, listed.id)["unit"].nunique()
    return words.text(page.language, "common.named.rest", n=words.whole(page.language, left))


MOST_NAMED = 4
"""Units of a list that a line names; the others are one link away."""


def strip(page: Page, *list_ids: str) -> Section:
    """The units of some lists on a line, after each list how many are not named; below what is
    asked."""
    return page.fixed(f"named-strip.{'.'.join(list_ids)}", lambda: _strip(page, list_ids))


def _strip(page: Page, list_ids: Sequence[str]) -> Section:
    links = [link for id in list_ids for link in _ways(page, page.published.lists[id])]
    title = words.text(page.language, "common.named.title")
    return Section("named-strip", title, links=tuple(links), place="below")


def _ways(page: Page, listed: NamedList) -> list[Link]:
    ids = list(dict.fromkeys(on(page, listed.id)["unit"]))
    group = listed.name(page.language)
    own = f"name_{page.language}"
    ways = [
        Link(str(page.published.unit[id][own]), Selection("names", item=id), group)
        for id in ids[:MOST_NAMED]
    ]
    whole_list = Selection.from_query("names", f"list={listed.id}")
    if len(ids) > MOST_NAMED:
        all_ = words.text(page.language, "common.named.of", n=words.whole(page.language, len(ids)))
        ways.append(Link(all_, whole_list, group))
    missing = rest(page, listed)
    return [*ways, Link(missing, whole_list, group)] if missing else ways


def section(page: Page, *list_ids: str) -> Section:
    """The units of some lists, after each list a row that says how many are not named."""
    return page.fixed(f"named.{'.'.join(list_ids)}", lambda: _section(page, list_ids))


def _section(page: Page, list_ids: Sequence[str]) -> Section:
    lines = [line for id in list_ids for line in _of_list(page, page.published.lists[id])]
    columns = [c for c in SHOWN if c not in ("seen", "year")]
    table = _table(page, "named", lines, columns)
    query = "&".join(f"list={id}" for id in list_ids)
    way = Link(words.text(page.language, "common.named.all"), Selection.from_query("names", query))
    return Section(
        "named",
        words.text(page.language, "common.named.title"),
        words.text(page.language, "common.named.lead"),
        tables=(table,),
        links=(way,),
        folded=True,
    )


def _of_list(page: Page, listed: NamedList) -> list[dict[str, str]]:
    lines = [_line(page, row) for _, row in on(page, listed.id).iterrows()]
    missing = rest(page, listed)
    if missing:
        lines.append(
            dict.fromkeys(SHOWN, "") | {"name": missing, "list": listed.name(page.language)}
        )
    return lines


def recognitions(page: Page, units: Sequence[str], id: str = "recognitions") -> Table:
    """What some units were recognised as, each with its source and the words seen; of one unit
    alone without its name."""
    found = page.published.recognitions
    places = pd.Index(units).get_indexer(pd.Index(found["unit"]))
    chosen = found.loc[places >= 0].assign(place=places[places >= 0])
    chosen = chosen.sort_values("place", kind="stable")
    columns = SHOWN if len(units) > 1 else SHOWN[1:]
    return _table(page, id, [_line(page, row) for _, row in chosen.iterrows()], columns)


def _table(page: Page, id: str, lines: Sequence[dict[str, str]], columns: Sequence[str]) -> Table:
    heads = tuple(
        Column(
            code,
            words.text(page.language, f"common.named.{code}"),
            "link" if code == "link" else "text",
        )
        for code in columns
    )
    caption = words.text(page.language, "common.named.caption")
    rows = pd.DataFrame(lines, columns=list(columns))
    return Table(id, caption, heads, rows, "named", total=len(rows))


def name(unit: pd.Series, language: str) -> str:
    """A unit's Chinese name, and behind it in another language its name in that."""
    both = (str(unit[f"name_{words.DEFAULT}"]), str(unit[f"name_{language}"]))
    return " ".join(dict.fromkeys(both))


def _line(page: Page, row: pd.Series) -> dict[str, str]:
    language = page.language
    published = page.published
    unit = published.unit[str(row["unit"])]
    status = STATUSES.label(str(row["status"]), language)
    rank = "" if pd.isna(row["rank"]) else words.text(language, "common.named.rank", n=row["rank"])
    inferred = str(row[f"inferred_{language}"])
    if inferred:
        inferred = words.pair(language, words.text(language, "common.named.inferred"), inferred)
    known = (str(row[f"note_{language}"]), inferred)
    seen = str(row["seen"])
    return {
        "name": name(unit, language),
        "list": published.lists[str(row["list"])].name(language),
        "year": "" if pd.isna(row["year"]) else str(row["year"]),
        "batch": str(row[f"batch_{language}"]),
        "status": words.listed(language, filter(None, (status, rank))),
        "known": words.clauses(language, filter(None, known)),
        "seen": words.text(language, "common.named.unseen") if seen == UNSEEN else seen,
        "source": figures.source_name(published.sources[str(row["source"])], language),
        "grade": str(row["grade"]),
        "link": str(row["link"]),
    }
