"""Every word for a value is read: those that we hand out, that sources print, official ones."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from neweco import words
from neweco.model.fields import DIAGNOSES, ENTERPRISES, LABS, TABLES, Field
from neweco.model.vocabularies import DISTRICTS
from neweco.published.named import LISTS
from neweco.sources import cells, headings, template

PRINTED = "\n".join(
    path.read_text(encoding="utf-8")
    for path in sorted((Path(__file__).parents[2] / "data" / "published").glob("*.csv"))
)
"""All that was taken over from public sources."""


def _read(field: Field, text: str) -> str | None:
    return cells.canonical(field)(text)


FIELDS = [field for table in TABLES.values() for field in table.stored]


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_everything_the_template_offers_is_read(language: str) -> None:
    """Its drop-down lists, its examples, and what its notes allow."""
    book = load_workbook(io.BytesIO(template.template(language)))
    offered = 0
    for table in TABLES.values():
        sheet = book[table.label(language)]
        ranges = {
            str(rule.sqref).split("2:")[0]: rule for rule in sheet.data_validations.dataValidation
        }
        for cell, example in zip(sheet[1], sheet[2], strict=True):
            found = headings.match(table, str(cell.value))
            assert found is not None and found.certain, cell.value
            if found.field.code != table.key:
                assert _read(found.field, str(example.value)), (cell.value, example.value)
            if rule := ranges.get(cell.column_letter):
                column = str(rule.formula1).split("$")[1]
                for each in filter(None, (each.value for each in book["lists"][column])):
                    assert _read(found.field, str(each)), (cell.value, each)
                    offered += 1
    assert offered > 100
    notes = book[words.text(language, "reading.template.sheet")]
    for row in list(notes.values)[1:-1]:
        table = next(t for t in TABLES.values() if t.label(language) == row[0])
        match = headings.match(table, str(row[1]))
        assert match is not None and match.certain
        if match.field.vocabulary is not None:
            for choice in match.field.vocabulary:
                assert choice.label(language) in str(row[4])


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_labels_are_read_wherever_pages_and_files_write_them(language: str) -> None:
    flag, batch = ENTERPRISES["backed"], LABS["batch"]
    for key, code in (("yes", "1"), ("no", "0"), ("unknown", "")):
        assert _read(flag, words.text(language, f"common.{key}")) == code
    for number in range(1, 21):
        assert _read(batch, words.text(language, "common.batch", n=number)) == str(number)
    for field in FIELDS:
        for choice in field.vocabulary or ():
            for name in (choice.label(language), choice.short(language), *choice.also):
                if cells.key(name):
                    assert _read(field, name) == choice.code, (field.code, name)


BATCHES = {"首": 1, "一": 1, "二": 2, "三": 3, "四": 4, "七": 7}


def test_batches_as_they_are_printed_are_read() -> None:
    printed = set(re.findall("首批|第[一-十0-9]+批", PRINTED))
    assert {"首批", "第一批", "第七批", "第12批"} <= printed
    for text in printed:
        said = text.removeprefix("第").removesuffix("批")
        number = int(said) if said.isdigit() else BATCHES[said]
        assert _read(LABS["batch"], text) == str(number), text


@pytest.mark.parametrize(
    ("text", "number"),
    [("Batch 2", "2"), ("batch no. 3", "3"), ("2nd batch", "2"), ("First batch", "1"),
     ("third", "3"), ("第十二批", "12"), ("batch", None), ("Batch 2.5", None)],
)  # fmt: skip
def test_batches_are_read_in_words_of_both_languages(text: str, number: str | None) -> None:
    assert _read(LABS["batch"], text) == number


@pytest.mark.parametrize(
    ("field", "pattern", "code"),
    [
        (ENTERPRISES["tier"], "(?:新经济)?新锐(?:企业)?", "rising"),
        (ENTERPRISES["tier"], "(?:高成长性)?(?:新经济)?潜力(?:企业)?", "potential"),
        (LABS["kind"], "创新应用实验室", "innovation"),
        (LABS["kind"], "场景应用实验室", "scenario"),
        (DIAGNOSES["barrier_primary"], "不敢转", "dare_not"),
        (DIAGNOSES["barrier_primary"], "不会转", "cannot"),
        (DIAGNOSES["barrier_primary"], "不想转", "will_not"),
        (ENTERPRISES["industry"], "汽车(?:产业|行业)?", "automotive"),
        (ENTERPRISES["industry"], "装备制造", "equipment"),
        (ENTERPRISES["industry"], "食品饮料", "food_drink"),
        (ENTERPRISES["industry"], "高效农业", "agriculture"),
        (ENTERPRISES["industry"], "生物医药", "biomedicine"),
        (ENTERPRISES["industry"], "新材料", "new_materials"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_words_of_the_report_for_values_are_read(field: Field, pattern: str, code: str) -> None:
    printed = set(re.findall(pattern, PRINTED))
    assert printed
    assert {_read(field, text) for text in printed} == {code}


def test_lists_of_the_programme_are_read_by_their_official_names() -> None:
    for code, field, value in (
        ("rising", ENTERPRISES["tier"], "rising"),
        ("potential", ENTERPRISES["tier"], "potential"),
        ("innovation_lab", LABS["kind"], "innovation"),
        ("scenario_lab", LABS["kind"], "scenario"),
    ):
        assert _read(field, LISTS[code].zh) == value
        assert _read(field, LISTS[code].en) == value, LISTS[code].en


OFFICIAL = {
    "370202": ("市南区", "Shinan District"),
    "370203": ("市北区", "Shibei District"),
    "370211": ("黄岛区", "Huangdao District"),
    "370212": ("崂山区", "Laoshan District"),
    "370213": ("李沧区", "Licang District"),
    "370214": ("城阳区", "Chengyang District"),
    "370215": ("即墨区", "Jimo District"),
    "370281": ("胶州市", "Jiaozhou City"),
    "370283": ("平度市", "Pingdu City"),
    "370285": ("莱西市", "Laixi City"),
}
"""GB/T 2260."""


def test_districts_are_read_by_official_names_and_as_they_are_printed() -> None:
    field = ENTERPRISES["district"]
    assert set(OFFICIAL) == set(DISTRICTS.codes)
    for code, (zh, en) in OFFICIAL.items():
        for before in ("", "青岛", "青岛市", "山东青岛", "山东省青岛", "山东省青岛市"):
            assert _read(field, before + zh) == code, before + zh
        for name in (en, en.upper(), f"{en}, Qingdao", code):
            assert _read(field, name) == code, name
    stems = {zh[:-1]: code for code, (zh, _) in OFFICIAL.items()} | {"西海岸新": "370211"}
    pattern = rf"(?:山东省?)?(?:青岛市?)?(?:{'|'.join(stems)})[区市]"
    printed = set(re.findall(pattern, PRINTED))
    assert {"青岛西海岸新区", "崂山区", "市南区"} <= printed
    for name in printed:
        assert _read(field, name) == next(c for stem, c in stems.items() if stem in name), name
