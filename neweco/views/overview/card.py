"""The picture that goes with links to a page: published figures of its line, as the first page
draws them, whatever register is shown."""

from __future__ import annotations

from dataclasses import dataclass

from neweco import words
from neweco.charts import card
from neweco.http.document import Image
from neweco.model.register import Register
from neweco.published import Published
from neweco.query.selection import Selection
from neweco.query.views import VIEWS
from neweco.sheet import Chart
from neweco.views.overview import page as overview
from neweco.views.shared.page import Page
from neweco.views.story import pictures


@dataclass(frozen=True)
class Card:
    """The card of a view in one language: its title and the chart below it."""

    view: str
    language: str
    title: str
    chart: Chart

    @property
    def alt(self) -> str:
        """What it says, for those who do not see it."""
        return words.pair(self.language, self.title, self.chart.alt)

    def image(self, site: str) -> Image | None:
        """Where it is found below the address of the site; None where nobody knows that."""
        if not site:
            return None
        path, mark, query = (
            Selection(self.view).url(self.language, site, face="card").partition("?")
        )
        return Image(f"{path}.png{mark}{query}", card.WIDE, card.HIGH, self.alt)

    def drawn(self) -> str:
        """The card as an SVG drawing."""
        return card.card(self.title, self.chart, self.language)


def of(view: str, register: Register, published: Published, language: str) -> Card:
    """The card of a view. Made once: nothing of it depends on rows. KeyError for no view."""

    def made() -> Card:
        title = words.text(language, f"{VIEWS[view].name}.title")
        page = Page(register, published, Selection("overview"), language)
        return Card(view, language, title, _chart(view, page))

    return register.once(("card", view, language), made)


def _chart(view: str, page: Page) -> Chart:
    """The first page's message, the figures of the view's line, or all three lines."""
    declared = VIEWS[view]
    if declared.is_home:
        return overview.share(page)
    return overview.line(page, declared.line) if declared.line else pictures.lines(page)
