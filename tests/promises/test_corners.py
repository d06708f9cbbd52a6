"""What seldom happens: parts that few pages show and few files hold."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from neweco import published, story, views, words
from neweco.export import files
from neweco.html.pieces import Pieces
from neweco.light import data
from neweco.model import register
from neweco.model.fields import ENTERPRISES, TABLES
from neweco.query.selection import Selection
from neweco.sample.tables import _columns
from neweco.selfcheck import code, questions
from neweco.sheet import Profile
from neweco.sources import canonical
from neweco.sources.reading import read, read_bytes
from neweco.views.story.slides import slide
from tests.sources.test_workbook import changed, codes

R, P = register.shipped(), published.shipped()


def test_a_step_shows_the_first_rows_of_a_table(tmp_path: Path) -> None:
    text = '[[step]]\nview = "labs"\ntable = "labs"\ntitle = {zh = "一", en = "One"}\n'
    file = tmp_path / "story.toml"
    file.write_text(text, encoding="utf-8")
    shown = slide(R, P, story.read(file)[0], "zh")
    assert shown.problems == ()
    assert shown.table is not None
    assert (len(shown.table.rows), shown.table.keys) == (story.MOST_ROWS, ())


def test_a_shared_code_has_words_that_are_inert() -> None:
    said = Pieces("en").share("https://explorer.example/", '<b>"')
    assert "<b>" not in said
    assert 'src="data:image/svg+xml' in said


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_template_is_handed_out(language: str) -> None:
    client = TestClient(Starlette(routes=data.ROUTES))
    answer = client.get(f"/data/template-{language}.xlsx")
    assert (answer.status_code, answer.content[:2]) == (200, b"PK")
    assert client.get("/data/template-fr.xlsx").status_code == 404


def test_a_view_is_handed_out_in_every_form_and_no_other() -> None:
    chosen = Selection.from_query("labs", "kind=innovation")
    made = {form: files.made(form, chosen, "en", R, P) for form in ("csv", "json", "zip", "html")}
    assert len(made["csv"].decode("utf-8-sig").splitlines()) == 23
    assert made["json"][:1] == b"{"
    assert made["zip"][:2] == b"PK"
    assert made["html"].startswith(b"<!DOCTYPE html>")
    with pytest.raises(KeyError, match="pdf"):
        files.made("pdf", chosen, "en", R, P)


def test_names_that_are_none_are_named() -> None:
    with pytest.raises(KeyError, match=r"enterprises\.nothing"):
        ENTERPRISES["nothing"]
    with pytest.raises(KeyError, match="nothing"):
        views.view("nothing")


def _opened(id: str) -> Profile:
    found = views.view("diagnoses")(R, P, Selection.from_query("diagnoses", f"id={id}"), "en")
    assert found.profile is not None
    return found.profile


def test_a_profile_lists_projects_and_later_rounds() -> None:
    first = R.first_round.loc[R.first_round["consent_public"].astype(bool).to_numpy()]
    later = set(R.diagnoses.loc[R.diagnoses["round"] != "T0", "enterprise_id"])
    chosen = first.loc[first["enterprise_id"].isin(later) & (first["projects"] > 0)].iloc[0]
    own = R.projects.loc[R.projects["diagnosis_id"] == chosen["diagnosis_id"], "project_id"]
    labels = [label for label, _ in _opened(chosen["diagnosis_id"]).lines]
    assert set(own) <= set(labels)
    assert any("follow" in label.lower() or "month" in label.lower() for label in labels)


@pytest.mark.parametrize(
    ("value", "word"), [(12.5, "low"), (37.5, "some"), (62.5, "clear"), (87.5, "strong")]
)
def test_a_barrier_index_is_said_in_a_word(value: float, word: str) -> None:
    rows = R.first_round
    found = rows.loc[(rows["barrier_cannot"] == value) & rows["consent_public"].astype(bool)]
    said = dict(_opened(found["diagnosis_id"].iloc[0]).lines)
    label = TABLES["diagnoses"]["barrier_cannot"].label("en")
    assert said[label] == words.text("en", f"diagnoses.profile.{word}", index=f"{value:.1f}")


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_too_few_scenes_give_no_level(language: str) -> None:
    given = {q.id: None if q.optional else 2 for q in questions.shipped().all}
    chosen = Selection.from_query("selfcheck", f"answers={code.encode(given)}")
    sheet = views.view("selfcheck")(R, P, chosen, language)
    assert sheet.headline == words.text(language, "selfcheck.headline.insufficient", fewest=3)
    assert "result" not in [section.id for section in sheet.sections]


def test_a_code_with_a_strange_letter_is_none() -> None:
    body = code.VERSION + "7" * len(questions.shipped().all)
    assert code.decode(f"{body}.{code._check(body)}") is None


def test_searching_cleans_and_shortens() -> None:
    assert Selection("labs").with_query(" ＡＢ\u200bc ").query == "AB c"
    assert len(Selection("labs").with_query("x" * 99).query) == 60


def test_a_field_that_the_sample_does_not_fill_is_empty_unless_required() -> None:
    made = pd.DataFrame({f.code: ["x"] for f in ENTERPRISES.stored if f.required})
    assert list(_columns(made, ENTERPRISES).columns) == [f.code for f in ENTERPRISES.stored]
    assert _columns(made, ENTERPRISES)["award"].isna().all()
    with pytest.raises(KeyError, match="name"):
        _columns(made.drop(columns="name"), ENTERPRISES)


def test_a_table_twice_an_empty_sheet_and_a_heading_twice() -> None:
    def again(book: object) -> None:
        book.copy_worksheet(book["企业"]).title = "enterprises"  # type: ignore[attr-defined]

    def emptied(book: object) -> None:
        del book["实验室"]  # type: ignore[attr-defined]
        book.create_sheet("实验室")  # type: ignore[attr-defined]

    def repeated(book: object) -> None:
        sheet = book["企业"]  # type: ignore[attr-defined]
        sheet.cell(1, sheet.max_column + 1, "开业年限（年）")
        sheet.cell(1, sheet.max_column + 1, "企业")

    assert "double_sheet" in codes(read_bytes(changed(again), "a.xlsx"))
    assert "empty_sheet" in codes(read_bytes(changed(emptied), "a.xlsx"))
    assert {"double_column", "derived_column"} <= codes(read_bytes(changed(repeated), "a.xlsx"))


def test_of_many_strange_values_the_first_are_listed_and_the_rest_counted(tmp_path: Path) -> None:
    with (register.SAMPLE / "enterprises.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows):
        row["tier"], row["enterprise_id"] = f"tier{number}", f"?{number}"
    with (tmp_path / "enterprises.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    found = read(tmp_path).problems
    for column in ("tier", "enterprise_id"):
        label = {column, ENTERPRISES[column].zh, ENTERPRISES[column].en}
        own = [problem for problem in found if problem.column in label]
        listed = [problem for problem in own if problem.code != "and_more"]
        (rest,) = [problem for problem in own if problem.code == "and_more"]
        assert (len(listed), rest.found) == (
            canonical.MOST_VALUES,
            str(137 - canonical.MOST_VALUES),
        )


def test_a_file_that_is_no_csv_is_named(tmp_path: Path) -> None:
    (tmp_path / "labs.csv").write_bytes(b"\xff\xfe\x00\x81\xff")
    assert codes(read(tmp_path)) == {"broken_csv"}
    (tmp_path / "labs.csv").write_text('a,b\n"1,2\n3', encoding="utf-8")
    assert "broken_csv" in codes(read(tmp_path))
