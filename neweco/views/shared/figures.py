"""Figures with their basis, counts with their shares, and the source lines below them."""

from __future__ import annotations

from collections.abc import Iterable

from neweco import words
from neweco.published import Fact, Published, Source
from neweco.published.quantity import Quantity
from neweco.sheet import SMALL, Basis, Figure
from neweco.words import numbers


def fact(published: Published, id: str, language: str, label: str, note: str = "") -> Figure:
    """A published or derived figure with its qualifier."""
    found = published.fact(id)
    quantity = published.value(id)
    return Figure(
        label=label,
        value=found.token if quantity is None else numbers.quantity(quantity, language),
        basis="derived" if found.basis == "derived" else "published",
        quantity=quantity,
        note=note or period(found, language),
        fact=id,
    )


def period(found: Fact, language: str) -> str:
    """When a fact holds: `截至2022年底` or `as of the end of 2022`, that the source does not say,
    else the date as it is."""
    if found.undated:
        return words.text(language, "common.undated")
    key = "common.as_of" if found.accumulates else "common.in_year"
    return words.text(language, key, date=numbers.date(found.as_of, language))


def count(
    basis: Basis, language: str, label: str, number: int | None, noun: str, whole: int | None = None
) -> Figure:
    """A count of rows; `whole` adds the share, unless there are too few for one."""
    note = ""
    if whole is not None:
        note = words.text(language, "common.of", whole=words.count(language, whole, noun))
        note += share(language, number, whole)
    return Figure(
        label=label,
        value=words.count(language, number, noun),
        basis=basis,
        quantity=None if number is None else Quantity.point(number),
        note=note,
    )


def counted(language: str, number: int | None, noun: str, whole: int | None = None) -> str:
    """`23家（18.9%）`: a count, and its share where there are enough units for one."""
    return words.count(language, number, noun) + share(language, number, whole)


def share(language: str, number: int | None, whole: int | None) -> str:
    """`（18.9%）`, or nothing of a number that is not told, without a whole or below five units.

    Of two protected numbers the part may come out larger than the whole: then it is all of it.
    """
    said = _percent(language, number, whole)
    return words.text(language, "common.share", share=said) if said else ""


def share_note(language: str, number: int | None, whole: int | None) -> str:
    """`占18.9%`, or nothing where `share` says nothing."""
    said = _percent(language, number, whole)
    return words.text(language, "common.share_note", share=said) if said else ""


def _percent(language: str, number: int | None, whole: int | None) -> str:
    if number is None or whole is None or whole < SMALL:
        return ""
    return numbers.percent(min(1.0, number / whole), language, fixed=True)


def published_line(published: Published, facts: Iterable[str], language: str) -> str:
    """The source line of published figures: publisher and date of each source, once."""
    sources = {published.fact(id).source for id in facts}
    ordered = sorted(sources, key=lambda source: source.id)
    return words.text(language, "common.source", source=source_names(ordered, language))


def source_names(sources: Iterable[Source], language: str) -> str:
    """Publishers and dates, each source once."""
    return words.clauses(language, dict.fromkeys(source_name(s, language) for s in sources))


def source_name(source: Source, language: str) -> str:
    """Publisher and date."""
    comma = words.text(language, "language.comma")
    return f"{source.published_by(language)}{comma}{numbers.date(source.date, language)}"
