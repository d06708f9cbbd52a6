"""What pieces of HTML need to know of the face they are for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from neweco import words
from neweco.query.selection import Selection
from neweco.sheet import Basis

Leads = Callable[[Selection], str]
"""From a selection to the address that a face gives it."""


def nowhere(_: Selection) -> str:
    """For a face without links: a stage, a file for a hall."""
    return ""


@dataclass(frozen=True)
class Face:
    """One face in one language; `leads` gives the addresses of its links, `root` leads to the
    site. `selection` is what a page shows, where its charts have addresses."""

    language: str
    leads: Leads = nowhere
    root: str = ""
    selection: Selection | None = None

    def text(self, key: str, **values: object) -> str:
        """A text of the catalogues, escaped."""
        return escape(words.text(self.language, key, **values))

    def badge(self, basis: Basis, fact: str = "") -> str:
        """The basis in words, with its meaning on hover; with a fact, a link to its evidence."""
        look = f'class="ne-badge ne-{basis}" title="{self.text(f"basis.meaning.{basis}")}"'
        name, address = self.text(f"basis.name.{basis}"), self.evidence(fact) if fact else ""
        return (
            f'<a {look} href="{address}">{name}</a>' if address else f"<span {look}>{name}</span>"
        )

    def evidence(self, fact: str) -> str:
        """Where a fact's evidence is."""
        return escape(self.leads(Selection("evidence", item=fact)))
