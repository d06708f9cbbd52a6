"""What is published about recognition: the rules; and what is assumed of simulated rows."""

from __future__ import annotations

from neweco import sample, words
from neweco.model.units import UNITS
from neweco.published import Rule
from neweco.sheet import Section
from neweco.views.shared import figures, tables
from neweco.views.shared.page import Page


def rule_text(rule: Rule, language: str) -> str:
    """A rule's threshold in words: `不低于5000万元`, `at least ¥50M`."""
    if rule.operator == "text":
        return rule.in_words(language)
    said = UNITS[rule.unit].said(float(rule.threshold), language)
    key = {"<=": "at_most", ">=": "at_least", "=": "equals"}[rule.operator]
    return words.text(language, f"common.rule.{key}", value=said)


def rules(
    page: Page, *kinds: str, id: str = "rules", folded: bool = True, notes: tuple[str, ...] = ()
) -> Section:
    """The published rules of some tiers or kinds, with status and source; `notes` below them."""
    lines = [
        {
            "kind": words.text(page.language, f"common.kind.{kind}"),
            "criterion": rule.label(page.language),
            "threshold": rule_text(rule, page.language),
            "status": words.text(page.language, f"common.status.{rule.status}"),
            "note": rule.note(page.language),
            "source": figures.source_name(rule.source, page.language),
        }
        for kind in kinds
        for rule in page.published.rules_for(kind)
    ]
    table = tables.of_texts(page, "rules", lines, key="common.rules", headings="")
    return page.section(id, tables=(table,), folded=folded, notes=notes)


def assumptions(page: Page) -> tuple[Section, ...]:
    """What the sample assumes for this view; nothing for a register of the user's own."""
    if page.register.basis != "simulated":
        return ()
    return (
        Section(
            "assumptions",
            words.text(page.language, "common.assumptions"),
            notes=tuple(item.text(page.language) for item in sample.assumptions(page.view.name)),
            folded=True,
        ),
    )
