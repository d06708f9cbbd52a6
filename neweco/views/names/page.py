"""Named in public: real units, the lists and reports that name them, and how many are not named."""

from __future__ import annotations

from neweco import words
from neweco.model.register import Register
from neweco.published import NamedList, Published
from neweco.published.named import PROGRAMME, UNITS
from neweco.query.selection import Selection
from neweco.sheet import Figure, Link, Profile, Section, Sheet
from neweco.views.shared import charts, named, tables
from neweco.views.shared.page import Page

RECORD = ("kind", "lists", "district", "industry", "field", "inferred", "also")
"""What a profile says of a unit before its recognitions."""


def sheet(register: Register, published: Published, selection: Selection, language: str) -> Sheet:
    """The units named in public that a selection keeps."""
    page = Page(register, published, selection, language)
    years = charts.by_year(page, UNITS["years"], reading=page.text("years.reading"))
    sections = [
        _programme(page),
        tables.section(page, _listed(page)),
        page.section("where", charts=(years,), folded=True),
        _recognitions(page),
        _lists(page),
    ]
    return page.sheet(_headline(page), sections, profile=_profile(page))


def _listed(page: Page) -> tuple[str, ...]:
    own = f"name_{page.language}"
    names = dict.fromkeys((own, f"name_{words.DEFAULT}"))
    return (*names, "lists", "kind", "district", f"field_{page.language}", "years", "grades")


def _of_programme(page: Page) -> list[NamedList]:
    return [each for each in page.published.lists.values() if each.group == PROGRAMME]


def _headline(page: Page) -> str:
    if not len(page.rows):
        return page.text("headline_empty")
    of_programme = {each.id for each in _of_programme(page)}
    listed = [set(str(codes).split(";")) for codes in page.rows["lists"]]
    named_there = sum(bool(codes & of_programme) for codes in listed)
    return page.text(
        "headline" if named_there else "headline_other",
        units=page.count(len(listed)),
        lists=words.whole(page.language, len(set().union(*listed))),
        programme=page.count(named_there),
    )


def _programme(page: Page) -> Section:
    """How many of each list of the programme are named; the lists are never added up."""
    shown = tuple(_named_of(page, each) for each in _of_programme(page))
    sources = page.sources(*(figure.fact for figure in shown))
    return page.section(
        "programme",
        figures=shown,
        notes=(page.text("programme.note"), sources),
        links=(Link(page.text("programme.events"), Selection("events")),),
        place="first",
    )


def _named_of(page: Page, listed: NamedList) -> Figure:
    number, whole = named.on(page, listed.id)["unit"].nunique(), named.whole(page, listed)
    assert whole is not None, f"{listed.id} has no fact that says how many are on it"
    value = page.text("programme.of", named=number, whole=whole)
    note = named.rest(page, listed)
    return Figure(listed.name(page.language), value, "named", note=note, fact=listed.fact)


def _recognitions(page: Page) -> Section:
    table = named.recognitions(page, tuple(page.rows[UNITS.key]))
    return page.section("recognitions", tables=(table,), folded=True)


def _lists(page: Page) -> Section:
    """Every list by itself, with its caution."""
    lines = [
        {
            "list": each.name(page.language),
            "named": words.whole(page.language, named.on(page, each.id)["unit"].nunique()),
            "rest": named.rest(page, each),
            "note": each.note(page.language),
        }
        for each in page.published.lists.values()
    ]
    return page.section(
        "lists", tables=(tables.of_texts(page, "lists", lines, "named"),), folded=True
    )


def _profile(page: Page) -> Profile | None:
    """A unit with all its recognitions, each with its own source and grade, and its events."""
    row = tables.row_of(page)
    if row is None:
        return None
    language, id = page.language, str(row[UNITS.key])
    own = [f"name_{words.DEFAULT}", "name_en", *RECORD]
    codes = [f"field_{language}" if code == "field" else code for code in own]
    events = page.published.events
    about = events.loc[[id in str(units).split(";") for units in events["units"]]]
    return Profile(
        id,
        named.name(row, language),
        tables.profile_lines(row, UNITS, tuple(dict.fromkeys(codes)), language),
        page.basis,
        note=page.text("profile"),
        tables=(named.recognitions(page, (id,), "profile-recognitions"),),
        links=tuple(
            Link(
                str(event[f"title_{language}"]),
                Selection("events", item=str(event["event_id"])),
                page.text("event"),
            )
            for _, event in about.iterrows()
        ),
    )
