"""What was published: the article's figures, the grades, the formulas, bad folders."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from neweco import published
from neweco.published import facts
from neweco.views.shared.figures import period
from neweco.words import numbers

P = published.shipped()

ARTICLE = {
    "F001": "5103.7亿元", "F002": "34.2%", "F003": "1000余人", "F004": "2.5亿元", "F005": "8家",
    "F006": "15家", "F007": "122家", "F008": "九成以上", "F009": "七成", "F010": "半数",
    "F011": "四成", "F012": "22家", "F013": "32家", "F014": "2500万元", "F015": "8家",
    "F016": "26家", "F017": "23家", "F019": "10家", "F020": "十余个行业", "F021": "630余家",
    "F022": "180余个", "F023": "3类", "F206": "1家", "F211": "3项", "F212": "至少5个",
}  # fmt: skip


@pytest.mark.parametrize(("id", "token"), ARTICLE.items())
def test_every_figure_of_the_article_is_in_with_its_qualifier(id: str, token: str) -> None:
    fact = P.fact(id)
    assert fact.token + fact.unit == token
    assert fact.source.date == "2023-03-24"
    assert fact.basis == "published"


def test_only_usable_grades_and_no_link_below_them() -> None:
    assert {s.grade for s in P.sources.values()} <= set(facts.GRADES)
    assert all(not s.link for s in P.sources.values() if s.grade == "C")
    assert all(s.link.startswith("http") for s in P.sources.values() if s.link)
    assert "14588.6" not in {f.token for f in P.facts.values()}


def test_every_fact_says_something_in_both_languages() -> None:
    for fact in P.facts.values():
        assert fact.statement("zh")
        assert fact.statement("en")
        assert bool(fact.note("zh")) == bool(fact.note("en"))


@pytest.mark.parametrize(
    ("id", "value"),
    [("F128", 0.342054), ("F209", 9.565217), 
     ("F037", 628653.33), ("F033", 32), ("F060", 11), ("F062", 28), ("F032", 0.244),
     ("F216", 34), ("F217", 18)],
)  # fmt: skip
def test_derived_facts(id: str, value: float) -> None:
    assert P.compute(id).central == pytest.approx(value, rel=1e-5)


def test_tokens_of_derived_facts_agree_with_their_formula() -> None:
    for fact in P.facts.values():
        if fact.basis == "derived" and fact.quantity is not None:
            assert P.compute(fact.id).central == pytest.approx(fact.quantity.central, rel=2e-3)


def test_the_check_of_the_share() -> None:
    computed = P.compute("F128").central
    stated = P.fact("F002").quantity
    assert stated is not None
    assert numbers.percent(computed, "zh") == numbers.percent(stated.central, "zh")


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("labs_total", [15, 54, 82]),
        ("scene_money", [2.5e7, 3.5e7]),
        ("lab_ipo", [23, 38]),
        ("gdp_city", [1.240056e12, 1.413646e12, 1.492075e12, 1.67195e12]),
        ("little_giant", [97, 193]),
        ("gazelle", [143, 527]),
    ],
)
def test_series(code: str, values: list[float]) -> None:
    found = [P.value(fact.id) for fact in P.series(code)]
    assert [q.central for q in found if q] == pytest.approx(values)


def test_82_and_28_are_never_added() -> None:
    for fact in P.facts.values():
        assert not {"F061", "F072"} <= set(fact.formula.replace("+", " ").split())
    assert "28" in P.fact("F061").note("zh")
    assert "82" in P.fact("F072").note("en")


def test_rules_of_the_rising_tier() -> None:
    by_field = {rule.field: rule for rule in P.rules_for("rising") if rule.field}
    assert {f: (r.operator, r.threshold, r.unit) for f, r in by_field.items()} == {
        "age": ("<=", "3", "年"),
        "revenue": (">=", "5000", "万元"),
        "growth": (">=", "10", "%"),
        "rd": (">=", "3", "%"),
    }
    assert by_field["revenue"].allows(5000)
    assert not by_field["growth"].allows(9.9)
    with pytest.raises(ValueError, match="in words"):
        next(r for r in P.rules_for("rising") if r.operator == "text").allows(1)


def test_the_potential_tier_has_no_threshold_but_age() -> None:
    numeric = [r.field for r in P.rules_for("potential") if r.operator != "text"]
    assert numeric == ["age"]
    assert "lapsed" in {r.status for r in P.rules_for("potential")}


def _copy(folder: Path, name: str, old: str, new: str) -> Path:
    shutil.copytree(facts.FOLDER, folder, dirs_exist_ok=True)
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("facts.csv", "F002,", "F001,", "row F001, column id"),
        ("facts.csv", ",S01,", ",S99,", "column source: 'S99'"),
        ("facts.csv", ",published,", ",guessed,", "column basis: 'guessed'"),
        ("facts.csv", "F061 - F207", "F061 - F999", "column formula"),
        ("facts.csv", "F061 - F207", "__import__('os')", "column formula"),
        ("sources.csv", ",2023-03-24,A,", ",2023-03-24,D,", "column grade: 'D'"),
        ("sources.csv", ",2025-06-10,C,", ",2025-06-10,C,https://x.example", "column link"),
        ("rules.csv", "S04", "S98", "rules.csv"),
    ],
)
def test_a_fault_names_file_row_and_column(
    tmp_path: Path, name: str, old: str, new: str, said: str
) -> None:
    with pytest.raises(ValueError, match="cannot be used") as error:
        published.load(_copy(tmp_path, name, old, new))
    assert said in str(error.value)


def test_the_data_package_describes_the_files() -> None:
    package = json.loads((facts.FOLDER / "datapackage.json").read_text(encoding="utf-8"))
    assert {r["path"] for r in package["resources"]} == {
        "facts.csv", "hosts.csv", "sources.csv", "rules.csv",
        "lists.csv", "units.csv", "recognitions.csv", "events.csv",
    }  # fmt: skip
    for resource in package["resources"]:
        header = (facts.FOLDER / resource["path"]).read_text(encoding="utf-8").splitlines()[0]
        assert [f["name"] for f in resource["schema"]["fields"]] == header.split(",")


def test_links_lead_to_official_bodies_and_known_media_alone() -> None:
    with (facts.FOLDER / "hosts.csv").open(encoding="utf-8") as file:
        hosts = [row["host"] for row in csv.DictReader(file)]
    linked = {source.id for source in P.sources.values() if source.link}
    assert {"S02", "S03", "S12", "S20", "S22"} <= linked  # subdomains of a listed host as well
    assert not {"S04", "S06", "S07", "S10", "S23", "S26"} & linked  # reposts by whoever
    for source in P.sources.values():
        host = urlsplit(source.link).hostname or ""
        assert not source.link or any(host == each or host.endswith(f".{each}") for each in hosts)


def test_a_host_is_not_known_by_the_end_of_its_name(tmp_path: Path) -> None:
    old, new = "http://chinadevelopment.com.cn/", "http://notguanhai.com.cn/"
    copy = _copy(tmp_path, "sources.csv", old, new)
    assert not published.load(copy).sources["S02"].link


def test_english_glosses_are_marked_as_ours() -> None:
    source = P.sources["S21"]
    assert source.published_by("zh") == "大众网"
    assert source.published_by("en") == "大众网 [Dazhong Net]"
    for each in P.sources.values():
        assert each.title_en and each.publisher_en


@pytest.mark.parametrize(
    ("id", "zh", "en"),
    [
        ("F021", "高于630家", "above 630"),
        ("F008", "不低于90%", "at least 90%"),
        ("F009", "不低于65%，低于75%", "at least 65%, below 75%"),
        ("F065", "高于2.2亿元", "above ¥220M"),
        ("F001", "", ""),
    ],
)
def test_bounds_in_words(id: str, zh: str, en: str) -> None:
    quantity = P.value(id)
    assert quantity is not None
    assert numbers.bounds(quantity, "zh") == zh
    assert numbers.bounds(quantity, "en") == en


@pytest.mark.parametrize(
    ("id", "zh", "en"),
    [
        ("F021", "截至2022年底", "as of the end of 2022"),
        ("F012", "截至2023年3月24日", "as of 24 March 2023"),
        ("F002", "2022年", "2022"),
        ("F020", "截至2023年3月24日", "as of 24 March 2023"),
        ("F019", "截至2022年底", "as of the end of 2022"),
        ("F008", "报道没有写年份", "the report names no year"),
        ("F009", "报道没有写年份", "the report names no year"),
    ],
)
def test_dates_are_as_exact_as_their_source(id: str, zh: str, en: str) -> None:
    assert period(P.fact(id), "zh") == zh
    assert period(P.fact(id), "en") == en


def test_what_was_counted_from_names_says_so() -> None:
    counted = {fact.id for fact in P.facts.values() if fact.counted}
    assert counted == {"F023", "F206", "F211", "F212", "F222"}
    for id in counted - {"F212"}:
        assert "计数" in P.fact(id).note("zh") and "Counted" in P.fact(id).note("en")
    assert "F005" not in counted  # the report prints its eight laboratories


def test_what_only_describes_is_no_condition() -> None:
    for id in ("R21", "R22"):
        assert P.rules[id].status == "unknown"
        assert (
            "不是申报条件" in P.rules[id].note("zh")
            and "not a condition" in P.rules[id].note("en").lower()
        )
    assert all("鼓励" in P.rules[id].threshold for id in ("R12", "R13"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_encouragement_is_not_told_as_done(language: str) -> None:
    word = {"zh": "鼓励", "en": "encouraged"}[language]
    assert all(word in P.fact(id).statement(language) for id in ("F231", "F239"))
