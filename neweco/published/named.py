"""What was named in public: real units, what each was recognised as, and dated events.

They are tables of `data/published`, declared as those of a register are and typed into frames the
same way, so that one grammar filters both. `Published` holds these frames beside the `Register` and
`View.rows` chooses by declaration: whatever register an office loads, nobody's names are replaced.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from neweco.model import vocabularies as v
from neweco.model.choices import Choice, Vocabulary
from neweco.model.fields import Field, Table, coded
from neweco.published import codes

FOLDER = Path(__file__).resolve().parents[2] / "data" / "published"

PROGRAMME = "programme"
"""The group of the five lists that the programme itself keeps."""

UNSEEN = "（原文未复见）"
"""Stands for the words of a source that could not be opened again."""


def _lists() -> Vocabulary:
    """The lists there are, in the order of lists.csv; `parent` is the group of each."""
    with (FOLDER / "lists.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            Choice(row["list_id"], row["name_zh"], row["name_en"], row["group"])
            for row in csv.DictReader(file, strict=True)
        ]
    return Vocabulary("list", tuple(rows))


LISTS = _lists()


_SEEN = Field(
    "seen", "text", "所见文字", "Words seen",
    "来源中的原词短语", "The words of the source, as few as will do", required=True,
)  # fmt: skip
_SOURCE = Field("source", "id", "来源", "Source", required=True, references="sources.id")
_GRADE = coded("grade", codes.GRADES, "来源等级", "Grade of source", derived=True)


def _said(code: str, zh: str, en: str, *, required: bool = False) -> tuple[Field, Field]:
    """A text in both languages."""
    return (
        Field(f"{code}_zh", "text", zh, f"{en} (Chinese)", required=required),
        Field(f"{code}_en", "text", f"{zh}（英文）", en, required=required),
    )


UNITS = Table(
    "units", "见名单位", "Named units", "unit_id", "unit",
    (
        Field("unit_id", "id", "编号", "ID", required=True, pattern=r"U\d{3}"),
        Field("name_zh", "text", "名称", "Chinese name", required=True),
        Field("name_en", "text", "英文名", "English name",
              "方括号内为本站译名，来源未见英文名",
              "In square brackets: this site's gloss, where no English name was published",
              required=True),
        coded("lists", LISTS, "名单", "List",
              "见于哪些名单或报道", "The lists or reports that name it",
              kind="choices", derived=True, alias="list"),
        coded("kind", codes.UNIT_KINDS, "类型", "Kind", required=True),
        Field("years", "choices", "年份", "Year", "名单所属年份；未见时为报道所说的时点",
              "Year of the list, or of what the report says",
              derived=True, filter="values", alias="year"),
        coded("district", v.DISTRICTS, "区市", "District"),
        coded("industry", v.INDUSTRIES, "行业（本站归类）", "Industry (grouped by this site)"),
        Field("field_zh", "text", "领域", "Field (Chinese)"),
        Field("field_en", "text", "领域（英文）", "Field"),
        coded("grades", codes.GRADES, "来源等级", "Grade of source",
              kind="choices", derived=True, alias="grade"),
        coded("inferred", codes.INFERRED, "推断的项", "Inferred",
              "来源没有直接写明的项", "What no source states outright",
              kind="choices", filter=""),
        Field("also", "text", "来源中的其他写法", "Also written", derived=True),
    ),
)  # fmt: skip
"""One row a unit, whatever it was recognised as."""

RECOGNITIONS = Table(
    "recognitions", "认定与提及", "Recognitions", "recognition_id", "recognition",
    (
        Field("recognition_id", "id", "编号", "ID", required=True, pattern=r"K\d{3}"),
        Field("unit", "id", "单位", "Unit", required=True, references="units.unit_id"),
        coded("list", LISTS, "名单", "List", required=True),
        Field("year", "integer", "年份", "Year", low=2000, high=2100, ordinal=True),
        *_said("batch", "批次", "Batch"),
        coded("status", codes.STATUSES, "状态", "Status", required=True),
        Field("rank", "integer", "名次", "Rank", low=1, high=10_000, ordinal=True),
        Field("named_as", "text", "来源中的写法", "Written as", required=True),
        *_said("note", "已知情况", "What is known"),
        *_said("inferred", "推断", "Inferred"),
        _SEEN,
        _SOURCE,
        Field("title", "text", "来源标题", "Title of source", derived=True),
        Field("title_en", "text", "来源标题（译）", "Title of source, glossed", derived=True),
        Field("publisher", "text", "发布者", "Publisher", derived=True),
        Field("publisher_en", "text", "发布者（译）", "Publisher, glossed", derived=True),
        Field("date", "period", "来源日期", "Date of source", derived=True),
        _GRADE,
        Field("link", "link", "链接", "Link", derived=True),
    ),
)  # fmt: skip
"""One row a unit and list: what it was recognised as, and the source that says so."""

EVENTS = Table(
    "events", "事件", "Events", "event_id", "event",
    (
        Field("event_id", "id", "编号", "ID", required=True, pattern=r"E\d{2}"),
        Field("date", "period", "时间", "Date", required=True),
        Field("year", "integer", "年份", "Year", derived=True, filter="values", ordinal=True),
        coded("line", codes.LINES, "条线", "Line", required=True),
        coded("kind", codes.EVENT_KINDS, "类型", "Kind", required=True),
        *_said("title", "事项", "What happened", required=True),
        *_said("note", "说明", "Remark"),
        Field("units", "text", "涉及单位", "Units",
              "单位编号，以分号隔开", "Ids of units, joined by ;"),
        Field("facts", "text", "相关数据", "Facts",
              "数据编号，以分号隔开", "Ids of facts, joined by ;"),
        _SEEN,
        _SOURCE,
        Field("publisher", "text", "发布者", "Publisher", derived=True),
        Field("publisher_en", "text", "发布者（译）", "Publisher, glossed", derived=True),
        Field("published_on", "period", "来源日期", "Date of source", derived=True),
        _GRADE,
        Field("link", "link", "链接", "Link", derived=True),
    ),
)  # fmt: skip
"""One row an event, with the facts and units it is about."""

TABLES: Mapping[str, Table] = {table.code: table for table in (UNITS, RECOGNITIONS, EVENTS)}
"""What `Published.frames` holds, by code."""
