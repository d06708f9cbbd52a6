"""What is published about recognition: rules, named organisations; and the assumptions."""

from __future__ import annotations

import pandas as pd

from neweco import sample, words
from neweco.model.fields import SCALE
from neweco.model.vocabularies import DISTRICTS
from neweco.published import Rule
from neweco.sheet import Column, Section, Table
from neweco.views.shared import context
from neweco.views.shared.context import Context
from neweco.words import numbers

_UNITS = {"年": " years", "%": "%"}
_EVERY = {"批/年": "one batch a year", "次/年": "once a year"}
"""Units of rules in English; what happens every year happens once."""


def rule_text(rule: Rule, language: str) -> str:
    """A rule's threshold in words: `不低于5,000万元`, `at least ¥50M`."""
    if rule.operator == "text":
        return rule.threshold_en if language == "en" else rule.threshold
    value = float(rule.threshold)
    if rule.unit == "万元":
        said = numbers.money(value * SCALE["万元"], language)
    elif language == "en":
        said = _EVERY.get(rule.unit) or numbers.number(value, language, 1) + _UNITS[rule.unit]
    else:
        said = numbers.number(value, language, 1) + rule.unit
    key = {"<=": "at_most", ">=": "at_least", "=": "equals"}[rule.operator]
    return words.text(language, f"common.rule.{key}", value=said)


def rules_table(at: Context, *kinds: str) -> Table:
    """The published rules of some tiers or kinds, with status and source."""
    lines = [
        {
            "kind": words.text(at.language, f"common.kind.{kind}"),
            "criterion": rule.label(at.language),
            "threshold": rule_text(rule, at.language),
            "status": words.text(at.language, f"common.status.{rule.status}"),
            "note": rule.note(at.language),
            "source": context.source_name(rule.source, at.language),
        }
        for kind in kinds
        for rule in at.published.rules_for(kind)
    ]
    return _words_table(at, "rules", lines)


def organisations(at: Context, *kinds: str) -> Section:
    """The organisations named in public; they never carry sample figures."""
    lines = [
        {
            "name": item.name(at.language),
            "kind": words.text(at.language, f"common.kind.{item.kind}"),
            "field": item.field_en if at.language == "en" else item.field_zh,
            "batch": item.batch_en if at.language == "en" else item.batch_zh,
            "district": DISTRICTS.label(item.district, at.language) if item.district else "",
            "known": item.known_en if at.language == "en" else item.known_zh,
            "source": context.source_name(item.source, at.language),
        }
        for item in at.published.named(*kinds)
    ]
    return Section(
        "named",
        words.text(at.language, "common.named.title"),
        words.text(at.language, "common.named.lead"),
        tables=(_words_table(at, "named", lines),),
    )


def _words_table(at: Context, id: str, lines: list[dict[str, str]]) -> Table:
    """A table of published texts; headings are `common.<id>.<column>`."""
    columns = tuple(Column(c, words.text(at.language, f"common.{id}.{c}")) for c in lines[0])
    caption = words.text(at.language, f"common.{id}.caption")
    return Table(id, caption, columns, pd.DataFrame(lines), "published")


def assumptions(at: Context) -> tuple[Section, ...]:
    """What the sample assumes for this view; nothing for a register of the user's own."""
    if at.register.basis != "sample":
        return ()
    return (
        Section(
            "assumptions",
            words.text(at.language, "common.assumptions"),
            notes=tuple(item.text(at.language) for item in sample.assumptions(at.view)),
            folded=True,
        ),
    )
