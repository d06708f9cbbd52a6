"""The digital self-check: the result of a firm's own answers, and who can help."""

from __future__ import annotations

from fractions import Fraction

from neweco import words
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
from neweco.views.shared import charts
from neweco.views.shared.page import Page

VIEW = "selfcheck"


def sheet(register: Register, published: Published, selection: Selection, language: str) -> Sheet:
    """What the answers in the address come to; without answers, what would be asked."""
    answers = code.decode(selection.item) or {}
    result = score(answers)
    page = Page(register, published, selection, language)
    sections = [page.section("disclaimer", page.text("disclaimer.text"))]
    if result.status == "ok":
        sections += [_result(page, result), _help(page, result)]
    elif answers:
        sections.append(_unfinished(page, result, answers))
    if result.barriers is not None:
        sections.append(_barriers(page, result))
    if result.status == "ok":
        sections.append(peers.section(page, result.primary))
    sections.append(_questions(page, answers))
    return page.sheet(_headline(page, result, answers), sections)


def unanswered(answers: Answers) -> list[str]:
    """Ids of the questions still open, barriers included."""
    return [id for id in questions.shipped().ids if id not in answers]


def _headline(page: Page, result: Result, answers: Answers) -> str:
    if result.status == "ok":
        return page.text("headline.ok", level=_level(page, result), next=_short(page, result))
    if not answers:
        return page.text("headline.none", questions=len(questions.shipped().all))
    if result.status == "insufficient_scenes":
        return page.text("headline.insufficient", fewest=scoring.FEWEST_SCENES)
    done = len(answers)
    return page.text("headline.open", done=done, all=len(questions.shipped().all))


def _level(page: Page, result: Result) -> str:
    return LEVELS.label(str(result.level), page.language)


def _short(page: Page, result: Result) -> str:
    """What is missing to the next level, in words."""
    if result.level is None or result.limited_by == "none":
        return page.text("short.none")
    return page.text(
        f"short.{result.limited_by}",
        points=scoring.shown(result.points_short),
        scenes=page.count(result.scenes_short, "scene"),
        target=LEVELS.label(str(result.level + 1), page.language),
    )


def _unfinished(page: Page, result: Result, answers: Answers) -> Section:
    if result.status == "insufficient_scenes":
        lead = page.text("headline.insufficient", fewest=scoring.FEWEST_SCENES)
        return page.section("unfinished", lead)
    scored = [id for id in unanswered(answers) if id[0] in DIMENSIONS]
    missing = words.listed(page.language, scored)
    lead = page.text("unfinished.lead", missing=missing)
    return page.section("unfinished", lead)


def _result(page: Page, result: Result) -> Section:
    total = scoring.shown(result.total or Fraction(0))
    figures = (
        Figure(page.text("result.level"), _level(page, result), "self"),
        Figure(
            page.text("result.total"),
            page.text("points", n=total),
            "self",
            note=page.text("result.weights"),
        ),
        Figure(
            page.text("result.next"),
            _short(page, result),
            "self",
            note=page.text("result.gate", scenes=page.count(result.scenes, "scene")),
        ),
    )
    return page.section(
        "result",
        page.text("disclaimer.text"),
        figures=figures,
        charts=(_dimensions(page, result),),
        notes=tuple(page.text(f"flags.{flag}") for flag in result.flags),
    )


def _dimensions(page: Page, result: Result) -> Chart:
    names = [page.text(f"dimensions.{name}") for name in DIMENSIONS]
    points = [result.dimensions[name] for name in DIMENSIONS]
    weakest = [name for name, value in zip(names, points, strict=True) if value == min(points)]
    return charts.written(
        page,
        "dimensions",
        page.text("dimensions.sentence", names=words.listed(page.language, weakest)),
        names,
        [float(value) for value in points],
        [page.text("points", n=scoring.shown(value)) for value in points],
        (
            Column("category", page.text("dimensions.name")),
            Column("text", page.text("dimensions.axis")),
        ),
        most=100,
        basis="self",
        source=page.text("source"),
        wide=True,
    )


def _help(page: Page, result: Result) -> Section:
    """One next step, the needs with their project category, and ways on."""
    stage = "early" if (result.level or 0) <= 1 else "later"
    step = "none" if result.primary == "none" else f"{result.primary}_{stage}"
    needs = [CATEGORIES.label(need, page.language) for need in result.needs]
    return page.section(
        "help",
        page.text("help.step", step=page.text(f"steps.{step}")),
        links=(*_needs(page, result), *_ways(page, result)),
        notes=(
            page.text("help.needs", needs=words.listed(page.language, needs))
            if needs
            else page.text("help.no_needs"),
            page.text(f"help.centres_{page.register.basis}"),
        ),
    )


def _needs(page: Page, result: Result) -> list[Link]:
    return [
        Link(
            CATEGORIES.label(need, page.language),
            _narrowed(page).with_values("category", [need]),
            page.text("help.by_need"),
        )
        for need in result.needs
    ]


def _ways(page: Page, result: Result) -> list[Link]:
    ways = [Link(page.text("help.same_industry"), _narrowed(page), page.text("help.ways"))]
    if result.primary != "none":
        same = _narrowed(page).with_values("barrier", [result.primary])
        ways.append(Link(page.text("help.same_barrier"), same, page.text("help.ways")))
    return ways


def _narrowed(page: Page) -> Selection:
    """The diagnoses of the firm's industry, or all where it named none."""
    industry = page.selection.option("industry")
    chosen = Selection("diagnoses")
    return chosen.with_values("industry", [industry]) if industry else chosen


def _barriers(page: Page, result: Result) -> Section:
    figures = tuple(
        Figure(
            BARRIERS.label(name, page.language),
            page.text(f"strength.{_strength(float(index))}"),
            "self",
            note=page.text("barriers.index", n=scoring.shown(index)),
        )
        for name, index in (result.barriers or {}).items()
    )
    return page.section("barriers", _main_barriers(page, result), figures=figures)


def _main_barriers(page: Page, result: Result) -> str:
    """Which barriers stand out, in words."""
    key = "none" if result.primary == "none" else "one" if result.secondary == "none" else "two"
    codes = [result.primary, result.secondary]
    if result.tied:
        indices = result.barriers or {}
        codes = [c for c in BARRIERS.codes if indices.get(c) == indices.get(result.primary)]
        key = "tied_all" if len(codes) > 2 else "tied"
    names = [BARRIERS.label(code, page.language) for code in codes]
    places = dict(zip(("first", "second", "third"), names, strict=False))
    return page.text(f"barriers.{key}", **places)


def _strength(index: float) -> str:
    return "low" if index < 25 else "some" if index < 50 else "clear" if index < 75 else "strong"


def _questions(page: Page, answers: Answers) -> Section:
    """All questions with the answers given: to read, to print, to talk about."""
    rows = answered(answers)
    language = page.language
    shown = rows.assign(
        question=rows[f"question_{language}"],
        said=[
            page.text("not_applicable") if mark == "n" else text
            for mark, text in zip(rows["answer"], rows[f"answer_{language}"], strict=True)
        ],
    )[["id", "question", "said"]]
    columns = (
        Column("id", page.text("questions.id")),
        Column("question", page.text("questions.question")),
        Column("said", page.text("questions.answer")),
    )
    table = Table("questions", page.text("questions.caption"), columns, shown, "self")
    return page.section("questions", tables=(table,), notes=(page.text("limits"),), folded=True)
