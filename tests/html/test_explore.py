"""The head, the facets and the list as HTML: every value a link, every text inert."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from xml.etree import ElementTree

import html5lib
import pandas as pd
import pytest

from neweco import published, views, words
from neweco.html import explore, style
from neweco.html.page import render
from neweco.html.pieces import Pieces
from neweco.live.prepared import live_pieces, prepare
from neweco.model import register
from neweco.query.facets import Active, Apart, Facet, Offer
from neweco.query.filters import Range
from neweco.query.selection import Selection
from neweco.sheet import Column, Sheet, Table
from tests.html.test_pieces import EVIL
from tests.views.test_views import FILTERED, made


def tree(text: str) -> ElementTree.Element:
    """The HTML, parsed as a browser does, without namespaces."""
    return html5lib.parse(text, namespaceHTMLElements=False)


def drawn(text: str) -> ElementTree.Element:
    """The same, of which a strict parser finds nothing wrong."""
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(f"<!DOCTYPE html><title>x</title>{text}")
    assert parser.errors == []
    return tree(text)


def anchors(text: str) -> dict[str, ElementTree.Element]:
    """Links by what they change."""
    return {key: a for a in drawn(text).iter("a") if (key := a.get("data-key"))}


def said(node: ElementTree.Element) -> str:
    return " ".join("".join(node.itertext()).split())


def live(view: str, query: str, language: str = "en") -> tuple[Sheet, Pieces]:
    return made(view, query, language), live_pieces(language, view)


def way(selection: Selection, language: str = "en") -> str:
    """A view's address as its own page links to it: the query, or the whole where there is none."""
    address = f".{selection.url(language)}"
    return f"?{address.partition('?')[2]}" if "?" in address else address


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("view", FILTERED)
def test_every_value_of_every_facet_is_a_link_to_it_toggled(view: str, language: str) -> None:
    sheet, pieces = live(view, "", language)
    text = explore.rail(sheet, pieces)
    found = anchors(text)
    offers = {
        f"{facet.param}={offer.code}": offer for facet in sheet.facets for offer in facet.offers
    }
    drawn_nowhere = {
        key
        for key, offer in offers.items()
        if key.startswith("district=") and not (offer.tile or offer.rows or offer.whole)
    }
    measures = {f"by={code}" for code, _ in sheet.by.choices} if sheet.by else set()
    assert set(found) == (set(offers) - drawn_nowhere) | measures
    for key, link in found.items():
        if key in measures:
            chosen = sheet.selection.with_option("by", key.removeprefix("by="))
            assert link.get("href") == way(chosen, language)
            continue
        offer = offers[key]
        assert link.get("href") == way(offer.selection, language)
        assert offer.label in said(link)
        assert (
            f"{words.whole(language, offer.rows)} / {words.whole(language, offer.whole)}"
            in said(link)
        )
        assert link.get("aria-current") is None
    (here,) = (n for n in drawn(text).iter("div") if "ne-here" in n.get("class", ""))
    assert here.get("data-query") == sheet.selection.to_query(language)
    for part in drawn(text).iter("section"):
        heading = part.get("aria-labelledby")
        assert [h.get("id") for h in part.iter("h3")] == [heading]


def test_how_many_rising_firms_in_jiaozhou_shows_0_and_can_be_pressed() -> None:
    for language, name in (("zh", "胶州市"), ("en", "Jiaozhou")):
        sheet, pieces = live("enterprises", "tier=rising", language)
        found = anchors(explore.rail(sheet, pieces))
        link = found["district=370281"]
        assert said(link) == f"{name}0 / 10"
        href = link.get("href", "").partition("?")[2].removesuffix("&lang=en")
        assert href == "tier=rising&district=370281"
        rising = found["tier=rising"]
        assert rising.get("aria-current") == "true"
        assert rising.get("href", "").partition("?")[2] in ("", "lang=en")
        none = made("enterprises", href, language)
        assert none.matched == 0
        head = drawn(explore.answer(none, pieces))
        assert words.count(language, 0, "firm") in said(head)
        assert {drop.param for drop in none.dropping} == {"tier", "district"}


def test_a_chosen_value_is_ticked_and_its_siblings_stay() -> None:
    sheet, pieces = live("enterprises", "district=370212&growth=10..20")
    text = explore.rail(sheet, pieces)
    for facet in sheet.facets:
        marked = [
            key
            for key, link in anchors(text).items()
            if key.startswith(f"{facet.param}=") and link.get("aria-current") == "true"
        ]
        assert marked == [f"{facet.param}={o.code}" for o in facet.offers if o.chosen]
    lists = [ul for ul in drawn(text).iter("ul") if "ne-some" in ul.get("class", "")]
    assert len(lists) == sum(any(o.chosen for o in facet.offers) for facet in sheet.facets)
    assert len(lists) >= 1


def test_lengths_are_those_of_the_whole_so_that_nothing_moves() -> None:
    ghosts = [
        [
            (key, re.findall(r"--g:([\d.e-]+)", link.get("style", "")))
            for key, link in anchors(explore.rail(*live("labs", query))).items()
        ]
        for query in ("", "kind=scenario&funded=1", "q=zzzz")
    ]
    assert ghosts[0] == ghosts[1] == ghosts[2]
    parts = [
        float(re.findall(r"--w:([\d.e-]+)", link.get("style", ""))[0])
        for key, link in anchors(explore.rail(*live("labs", "q=zzzz"))).items()
        if not key.startswith("by=")
    ]
    assert set(parts) == {0.0}


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_head_says_the_answer_and_has_a_way_out_of_each_condition(language: str) -> None:
    sheet, pieces = live("enterprises", "tier=rising&growth=50..&q=R&sort=-growth", language)
    text = explore.answer(sheet, pieces)
    head = said(drawn(text))
    assert sheet.answer in head and sheet.title in head
    assert words.count(language, sheet.total, "firm") in head
    found = anchors(text)
    assert list(found) == ["-tier", "-growth", "-q", "-", "vs"]
    for active in sheet.active:
        link = found[f"-{active.param}"]
        assert active.phrase in said(link)
        assert not active.more or f"+{active.more}" in said(link)
        assert link.get("href") == way(active.without, language)
    clear = way(sheet.selection.cleared(), language)
    assert found["-"].get("href") == clear
    assert "sort=-growth" in clear and "tier" not in clear
    pin = found["vs"].get("href", "")
    assert "vs=tier%3Drising%26growth%3D50..%26q%3DR" in pin
    assert 'aria-live="polite"' in text and sheet.counted in head


def test_without_conditions_it_says_what_a_click_does() -> None:
    sheet, pieces = live("labs", "")
    text = explore.answer(sheet, pieces)
    assert words.text("en", "live.hint") in said(drawn(text))
    assert anchors(text) == {}


def test_what_is_pinned_stands_in_the_head_and_can_be_dropped() -> None:
    sheet, pieces = live("enterprises", "tier=rising&vs=tier%3Dpotential")
    found = anchors(explore.answer(sheet, pieces))
    assert "vs" not in found
    assert said(found["-vs"]).startswith("◆ Tier: Potential 122")
    assert found["-vs"].get("href") == "?tier=rising&lang=en"
    beside = said(anchors(explore.rail(sheet, pieces))["tier=rising"])
    assert beside.endswith("15 ◆ 0")


def test_what_sets_apart_is_a_sentence_of_links() -> None:
    sheet, pieces = live("enterprises", "tier=rising")
    links = list(drawn(explore.apart(sheet, pieces)).iter("a"))
    assert [said(link) for link in links] == [each.label for each in sheet.apart]
    rail = anchors(explore.rail(sheet, pieces))
    for link, each in zip(links, sheet.apart, strict=True):
        assert link.get("href") == way(each.selection)
        # The value pressed is the same one that its facet holds: there the focus stays.
        assert rail[link.get("data-key", "")].get("href") == link.get("href")
    none = explore.apart(*live("enterprises", ""))
    assert said(drawn(none)) == "" and "ne-apart" in none  # its place stays


def test_values_of_the_list_headings_and_parts_are_links() -> None:
    sheet, pieces = live("enterprises", "tier=potential&sort=-growth&page=2")
    (table,) = (t for t in sheet.tables if t.links)
    text = prepare(sheet).written[table.id]
    found = anchors(text)
    rows = [row for row in drawn(text).iter("tr") if row.get("data-row")]
    assert [row.get("data-row") for row in rows] == list(table.keys)
    cells = [a.get("href", "") for a in rows[0].iter("a")]
    assert cells[0] == f"?tier=potential&sort=-growth&page=2&id={table.keys[0]}&lang=en"
    assert cells[1] == "?sort=-growth&lang=en"
    assert found["sort=growth"].get("href") == "?tier=potential&sort=growth&lang=en"
    assert found["sort=name"].get("href") == "?tier=potential&sort=-name&lang=en"
    heads = {said(th): th.get("aria-sort") for th in drawn(text).iter("th")}
    assert [sort for sort in heads.values() if sort] == ["descending"]
    parts = {key: a.get("href") for key, a in found.items() if key.startswith("page=")}
    assert parts["page=1"] == "?tier=potential&sort=-growth&lang=en"
    assert parts["page=3"].partition("page=")[2] == "3&lang=en"
    assert "page=2" not in parts
    (now,) = (n for n in drawn(text).iter("span") if n.get("aria-current") == "page")
    assert said(now) == "2"


@pytest.mark.parametrize("view", FILTERED)
def test_a_phone_names_each_value_of_a_list_and_a_desk_aligns_it(view: str) -> None:
    sheet, pieces = live(view, "")
    for table in sheet.tables:
        assert len(table.columns) <= style.COLUMNS
        text = pieces.table(table)
        (made,) = (n for n in drawn(text).iter("table"))
        style_ = made.get("style", "").replace(r"\26 ", "&")
        named = re.findall(r"--c(\d+):'([^']*)'", style_)
        wanted = [(str(at), column.label) for at, column in enumerate(table.columns, 1)]
        assert named == (wanted if table.links else [])
    last = style.COLUMNS
    assert f".ne-listed td:nth-child({last})::before{{content:var(--c{last})}}" in style.live()
    assert f".ne-table:has(th.r:nth-child({last})) td:nth-child({last})" in style.live()


def test_a_heading_cannot_leave_the_style_it_stands_in() -> None:
    column = Column("a", "';}x\"<b>\\")
    rows = pd.DataFrame({"a": ["1"]})
    table = Table("t", "t", (column,), rows, "simulated", ("k",), links={"a": (None,)})
    (made,) = (n for n in drawn(Pieces("zh").table(table)).iter("table"))
    assert made.get("style") == r"--c1:'\27 ;}x\22 \3c b\3e \5c '"


def test_hostile_texts_are_inert() -> None:
    chosen = Selection("labs", query=EVIL)
    offers = (
        Offer(EVIL, EVIL, 1, True, chosen, 2),
        Offer(EVIL, EVIL, None, False, chosen, None, (0, 0), EVIL),
    )
    facets = tuple(
        Facet(EVIL, EVIL, each, span, EVIL)
        for each, span in ((offers[:1], None), (offers, None), (offers, Range(1, 2)))
    )
    assert [facet.shape for facet in facets] == ["list", "tiles", "bins"]
    sheet = replace(
        made("labs", "kind=innovation", "en"),
        title=EVIL,
        selection=chosen,
        answer=EVIL,
        counted=EVIL,
        facets=facets,
        active=(Active(EVIL, EVIL, chosen, 3),),
        pinned=Active("vs", EVIL, chosen, 3),
        apart=(Apart(EVIL, 0.5, 0.1, chosen, EVIL),),
    )
    pieces = live_pieces("en", chosen)
    for text in (
        explore.answer(sheet, pieces),
        explore.rail(sheet, pieces),
        explore.apart(sheet, pieces),
        explore.tools(sheet, pieces),
        render(sheet),
    ):
        assert "<img" not in text
        assert not [n for n in tree(text).iter() if n.tag == "img" or "onerror" in n.attrib]
    assert EVIL in unescape(explore.rail(sheet, pieces))


@pytest.mark.parametrize("view", FILTERED)
def test_tools_hand_out_the_rows_that_are_shown(view: str) -> None:
    query = "q=a&page=2"
    sheet, pieces = live(view, query)
    links = [a.get("href", "") for a in drawn(explore.tools(sheet, pieces)).iter("a")]
    assert links[0] == "?q=a&page=2&lang=en"
    assert f"data/{view}.xlsx?" in links[1] and "q=a" in links[1]
    assert links[-1] == f"light/{view}?q=a&page=all&lang=en"


def test_the_page_without_script_has_the_same_links() -> None:
    sheet = made("enterprises", "tier=rising", "en")
    light = Pieces("en", lambda way: way.url("en", "..", face="light"), "../")
    text = render(sheet)
    for key, link in anchors(explore.rail(sheet, light)).items():
        assert link.get("href", "").startswith("../light/enterprises")
        assert f'data-key="{key}"' in text


def test_a_register_of_ones_own_is_asked_the_same_way() -> None:
    rows = replace(register.shipped(), basis="register", name="own")
    selection = Selection.from_query("enterprises", "tier=rising")
    own = views.view("enterprises")(rows, published.shipped(), selection, "en")
    shipped, pieces = live("enterprises", "tier=rising")
    assert explore.rail(own, pieces) == explore.rail(shipped, pieces)
    assert words.text("en", "basis.name.simulated") not in said(drawn(explore.answer(own, pieces)))
