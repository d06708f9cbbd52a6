"""The digital self-check: the result of a firm's own answers, and who can help."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from neweco import charts, words
from neweco.model.register import Register
from neweco.model.vocabularies import BARRIERS, CATEGORIES, LEVELS
from neweco.published import Published
from neweco.query.selection import Selection
from neweco.selfcheck import Result, code, questions, score, scoring
from neweco.selfcheck.questions import DIMENSIONS
from neweco.selfcheck.scoring import Answers
from neweco.selfcheck.table import answered
from neweco.sheet import Chart, Column, Figure, Link, Section, Sheet, Table
from neweco.views.selfcheck import peers
from neweco.views.shared import parts
from neweco.views.shared.context import Context

VIEW = "selfcheck"


def sheet(register: Register, published: Published, selection: Selection, language: str) -> Sheet:
    """What the answers in the address come to; without answers, what would be asked."""
    answers = code.decode(selection.item) or {}
    result = score(answers)
    at = Context(register, published, selection, language, VIEW, register.first_round)
    sections = [Section("disclaimer", at.text("disclaimer.title"), at.text("disclaimer.text"))]
    if result.status == "ok":
        sections += [_result(at, result), _help(at, result)]
    elif answers:
        sections.append(_unfinished(at, result, answers))
    if result.barriers is not None:
        sections.append(_barriers(at, result))
    if result.status == "ok":
        sections.append(peers.section(at, result.primary))
    sections.append(_questions(at, answers))
    return Sheet(
        VIEW,
        language,
        at.text("title"),
        _headline(at, result, answers),
        register.basis,
        selection,
        tuple(sections),
    )


def unanswered(answers: Answers) -> list[str]:
    """Ids of the questions still open, barriers included."""
    return [id for id in questions.shipped().ids if id not in answers]


def _headline(at: Context, result: Result, answers: Answers) -> str:
    if result.status == "ok":
        return at.text("headline.ok", level=_level(at, result), next=_short(at, result))
    if not answers:
        return at.text("headline.none", questions=len(questions.shipped().all))
    if result.status == "insufficient_scenes":
        return at.text("headline.insufficient", fewest=scoring.FEWEST_SCENES)
    done = len(answers)
    return at.text("headline.open", done=done, all=len(questions.shipped().all))


def _level(at: Context, result: Result) -> str:
    return LEVELS.label(str(result.level), at.language)


def _short(at: Context, result: Result) -> str:
    """What is missing to the next level, in words."""
    if result.level is None or result.limited_by == "none":
        return at.text("short.none")
    return at.text(
        f"short.{result.limited_by}",
        points=scoring.shown(result.points_short),
        scenes=at.count(result.scenes_short, "scene"),
        target=LEVELS.label(str(result.level + 1), at.language),
    )


def _unfinished(at: Context, result: Result, answers: Answers) -> Section:
    if result.status == "insufficient_scenes":
        lead = at.text("headline.insufficient", fewest=scoring.FEWEST_SCENES)
        return Section("unfinished", at.text("unfinished.title"), lead)
    scored = [id for id in unanswered(answers) if id[0] in DIMENSIONS]
    missing = words.listed(at.language, scored)
    lead = at.text("unfinished.lead", missing=missing)
    return Section("unfinished", at.text("unfinished.title"), lead)


def _result(at: Context, result: Result) -> Section:
    total = scoring.shown(result.total or Fraction(0))
    figures = (
        Figure(at.text("result.level"), _level(at, result), "self"),
        Figure(
            at.text("result.total"),
            at.text("points", n=total),
            "self",
            note=at.text("result.weights"),
        ),
        Figure(at.text("result.next"), _short(at, result), "self", note=_gate(at, result)),
    )
    return Section(
        "result",
        at.text("result.title"),
        at.text("disclaimer.text"),
        figures=figures,
        charts=(_dimensions(at, result),),
        notes=tuple(at.text(f"flags.{flag}") for flag in result.flags),
    )


def _gate(at: Context, result: Result) -> str:
    return at.text("result.gate", scenes=at.count(result.scenes, "scene"))


def _dimensions(at: Context, result: Result) -> Chart:
    names = [at.text(f"dimensions.{name}") for name in DIMENSIONS]
    points = [result.dimensions[name] for name in DIMENSIONS]
    texts = [at.text("points", n=scoring.shown(value)) for value in points]
    rows = pd.DataFrame({"category": names, "value": [float(p) for p in points], "text": texts})
    lowest = min(points)
    sentence = at.text(
        "dimensions.sentence",
        names=words.listed(at.language, [names[i] for i, p in enumerate(points) if p == lowest]),
    )
    title = at.text("dimensions.axis")
    spec = charts.bars(
        category="category",
        value="value",
        text="text",
        title=title,
        order=names,
        tooltip={"category": at.text("dimensions.name"), "text": title},
        most=100,
        language=at.language,
        kind="number",
    )
    return at.chart(
        "dimensions",
        sentence,
        spec,
        rows,
        (Column("category", at.text("dimensions.name")), Column("text", title)),
        alt=parts.alt_text(at.language, sentence, names, texts),
        basis="self",
        source=at.text("source"),
        wide=True,
    )


def _help(at: Context, result: Result) -> Section:
    """One next step, the needs with their project category, and ways on."""
    stage = "early" if (result.level or 0) <= 1 else "later"
    step = "none" if result.primary == "none" else f"{result.primary}_{stage}"
    needs = [CATEGORIES.label(need, at.language) for need in result.needs]
    return Section(
        "help",
        at.text("help.title"),
        at.text("help.step", step=at.text(f"steps.{step}")),
        links=(*_needs(at, result), *_ways(at, result)),
        notes=(
            at.text("help.needs", needs=words.listed(at.language, needs))
            if needs
            else at.text("help.no_needs"),
            at.text(f"help.centres_{at.register.basis}"),
        ),
    )


def _needs(at: Context, result: Result) -> list[Link]:
    return [
        Link(
            CATEGORIES.label(need, at.language),
            _narrowed(at).with_values("category", [need]),
            at.text("help.by_need"),
        )
        for need in result.needs
    ]


def _ways(at: Context, result: Result) -> list[Link]:
    ways = [Link(at.text("help.same_industry"), _narrowed(at), at.text("help.ways"))]
    if result.primary != "none":
        same = _narrowed(at).with_values("barrier", [result.primary])
        ways.append(Link(at.text("help.same_barrier"), same, at.text("help.ways")))
    return ways


def _narrowed(at: Context) -> Selection:
    """The diagnoses of the firm's industry, or all where it named none."""
    industry = at.selection.option("industry")
    chosen = Selection("diagnoses")
    return chosen.with_values("industry", [industry]) if industry else chosen


def _barriers(at: Context, result: Result) -> Section:
    figures = tuple(
        Figure(
            BARRIERS.label(name, at.language),
            at.text(f"strength.{_strength(float(index))}"),
            "self",
            note=at.text("barriers.index", n=scoring.shown(index)),
        )
        for name, index in (result.barriers or {}).items()
    )
    return Section(
        "barriers", at.text("barriers.title"), _main_barriers(at, result), figures=figures
    )


def _main_barriers(at: Context, result: Result) -> str:
    """Which barriers stand out, in words."""
    key = "none" if result.primary == "none" else "one" if result.secondary == "none" else "two"
    codes = [result.primary, result.secondary]
    if result.tied:
        indices = result.barriers or {}
        codes = [c for c in BARRIERS.codes if indices.get(c) == indices.get(result.primary)]
        key = "tied_all" if len(codes) > 2 else "tied"
    names = [BARRIERS.label(code, at.language) for code in codes]
    places = dict(zip(("first", "second", "third"), names, strict=False))
    return at.text(f"barriers.{key}", **places)


def _strength(index: float) -> str:
    return "low" if index < 25 else "some" if index < 50 else "clear" if index < 75 else "strong"


def _questions(at: Context, answers: Answers) -> Section:
    """All questions with the answers given: to read, to print, to talk about."""
    rows = answered(answers)
    language = at.language
    shown = rows.assign(
        question=rows[f"question_{language}"],
        said=[
            at.text("not_applicable") if mark == "n" else text
            for mark, text in zip(rows["answer"], rows[f"answer_{language}"], strict=True)
        ],
    )[["id", "question", "said"]]
    columns = (
        Column("id", at.text("questions.id")),
        Column("question", at.text("questions.question")),
        Column("said", at.text("questions.answer")),
    )
    table = Table("questions", at.text("questions.caption"), columns, shown, "self")
    return Section(
        "questions",
        at.text("questions.title"),
        at.text("questions.lead"),
        tables=(table,),
        notes=(at.text("limits"),),
        folded=True,
    )
