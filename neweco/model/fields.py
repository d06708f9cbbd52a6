"""Every table and field of the register, declared once.

Reading, validation, filters, facets, URLs, table headings, the dictionary and the workbook
template all follow these declarations; a new column is one entry here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from neweco import words
from neweco.model import vocabularies as v
from neweco.model.choices import Vocabulary
from neweco.model.units import UNITS, Unit

Kind = Literal[
    "id", "text", "choice", "choices", "integer", "number", "flag", "date", "period", "link"
]
"""`choices` is a list of codes, written `a;b` in files. `flag` is 1/0 or empty (unknown). `period`
is a day, month or year, as precise as its source: `2023-03-24`, `2023-03`, `2023`, `2023-end`. `link` is the
address of a public source."""

Filter = Literal["", "values", "range", "flag"]
"""How a view may filter on the field: several values, a range `lo..hi`, or yes/no."""


@dataclass(frozen=True)
class Field:
    """One column. `param` is its name in URLs (the code, unless a shorter word says it better).

    `unit` is a code of `model.units`; `low` and `high` bound what a register may hold, in that
    unit. `usual` is where the median of a whole column lies: one far from it is in another unit.
    `example` is an id as `pattern` wants it. An `ordinal` number names and does not count (a year, a batch); `said_as` is a key of the
    catalogue that says one in words. A `derived` field is computed on loading and never read from
    a file. A field that is not `public` is never shown or handed out row by row. ValueError for a
    unit that is not declared.
    """

    code: str
    kind: Kind
    zh: str
    en: str
    meaning_zh: str = ""
    meaning_en: str = ""
    unit: str = ""
    vocabulary: Vocabulary | None = None
    required: bool = False
    pattern: str = ""
    example: str = ""
    usual: tuple[float, float] | None = None
    references: str = ""
    low: float | None = None
    high: float | None = None
    filter: Filter = ""
    derived: bool = False
    public: bool = True
    alias: str = ""
    ordinal: bool = False
    said_as: str = ""

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise ValueError(f"{self.code}: the unit {self.unit!r} is not in neweco/model/units.py")

    @property
    def param(self) -> str:
        """Name in URLs."""
        return self.alias or self.code

    @property
    def measure(self) -> Unit:
        """What its numbers are in."""
        return UNITS[self.unit]

    def label(self, language: str) -> str:
        """Name in `language`, without unit."""
        return words.of(self, language)

    def heading(self, language: str) -> str:
        """Name with its unit, as it stands over a column: `年营收（万元）`."""
        return self.label(language) + self.measure.heading(language)

    def meaning(self, language: str) -> str:
        """What the field holds, in words."""
        return words.of(self, language, "meaning")


@dataclass(frozen=True)
class Table:
    """One table of the register; `key` is the code of its identifying field, `noun` names one
    row (`units.<noun>` of the catalogues)."""

    code: str
    zh: str
    en: str
    key: str
    noun: str
    fields: tuple[Field, ...]

    def __getitem__(self, code: str) -> Field:
        """The field with this code; KeyError names table and code."""
        for field in self.fields:
            if field.code == code:
                return field
        raise KeyError(f"{self.code}.{code}")

    def label(self, language: str) -> str:
        """Name in `language`."""
        return words.of(self, language)

    @property
    def stored(self) -> tuple[Field, ...]:
        """Fields that are in files."""
        return tuple(field for field in self.fields if not field.derived)

    @property
    def filters(self) -> tuple[Field, ...]:
        """Fields a view may filter on, in the order of the filter bar and of URLs."""
        return tuple(field for field in self.fields if field.filter)


def coded(
    code: str,
    vocabulary: Vocabulary,
    zh: str,
    en: str,
    meaning_zh: str = "",
    meaning_en: str = "",
    *,
    kind: Kind = "choice",
    filter: Filter = "values",
    **given: Any,
) -> Field:
    """A field with allowed values, which views filter on unless told otherwise."""
    meaning = meaning_zh, meaning_en
    return Field(code, kind, zh, en, *meaning, vocabulary=vocabulary, filter=filter, **given)


def _date(code: str, zh: str, en: str, *, required: bool = False) -> Field:
    return Field(code, "date", zh, en, required=required)


def _score(code: str, zh: str, en: str) -> Field:
    said = ("0–100 分，保留一位小数", "0–100 points, one decimal")
    return Field(code, "number", zh, en, *said, low=0, high=100)


def _barrier_index(code: str, zh: str, en: str) -> Field:
    said = ("0–100，12.5 的倍数", "0–100, a multiple of 12.5")
    return Field(code, "number", zh, en, *said, low=0, high=100)


_DISTRICT = coded(
    "district", v.DISTRICTS, "区市", "District",
    "青岛十个县级行政区之一（GB/T 2260 代码）；功能区不单列",
    "One of Qingdao's ten county-level divisions (GB/T 2260 code); functional zones are not divisions",
)  # fmt: skip
_CONSENT = Field(
    "consent_public", "flag", "可公开", "May be shown",
    "否：只进入汇总，不逐条显示", "No: counted in aggregates only, never shown row by row",
    required=True, public=False,
)  # fmt: skip
_STATUS = coded(
    "data_status", v.DATA_STATUS, "数据性质", "Data status",
    "公开报道、模拟或用户提供，三者不相加", "Reported, simulated or user supplied; never added up",
    required=True, filter="",
)  # fmt: skip


def _industry(zh: str, en: str) -> Field:
    return coded("industry", v.INDUSTRIES, zh, en, required=True)


ENTERPRISES = Table(
    "enterprises", "企业", "Enterprises", "enterprise_id", "firm",
    (
        Field("enterprise_id", "id", "编号", "ID", required=True, pattern=r"[RP]-\d{3,6}", example="P-001"),
        Field("name", "text", "企业", "Enterprise", required=True),
        coded("tier", v.TIERS, "梯队", "Tier",
              "新锐或潜力", "Rising or potential", required=True),
        _DISTRICT,
        _industry("行业", "Industry"),
        Field("year", "integer", "认定年度", "Year recognised",
              "名单所属年度", "Year the list is for",
              required=True, low=2015, high=2035, filter="values", ordinal=True),
        Field("opened_on", "date", "在青开业日期", "In business in Qingdao since"),
        Field("age", "number", "开业年限", "Age",
              "认定年度末距在青开业的年数", "Years from opening in Qingdao to the end of the list's year",
              unit="年", low=0, high=100, derived=True),
        Field("revenue", "number", "年营收", "Revenue",
              "名单年度的年营业收入", "Revenue in the year the list is for",
              unit="万元", low=0, high=10_000_000, usual=(30, 500_000), filter="range"),
        Field("growth", "number", "营收增速", "Revenue growth",
              "比上一年", "Against the year before", unit="%", low=-100, high=2000, filter="range"),
        Field("rd", "number", "研发强度", "R&D intensity",
              "近两年研发投入占营收的平均比重", "R&D spending as share of revenue, mean of two years",
              unit="%", low=0, high=100, filter="range"),
        Field("backed", "flag", "获创投风投", "Venture-backed",
              "获得创投或风投支持", "Has venture-capital backing", filter="flag"),
        Field("ipo", "flag", "有上市计划", "Listing plan",
              "有上市计划", "Has a plan to list", filter="flag"),
        Field("new_face", "flag", "新申报", "First-time applicant",
              "首次申报入库", "Applied for the first time", filter="flag"),
        Field("award", "number", "奖励", "Award",
              "认定后发放的一次性奖励", "One-off award paid on recognition", unit="万元", low=0, high=100_000, usual=(0.5, 20_000)),
    ),
)  # fmt: skip

LABS = Table(
    "labs", "实验室", "Laboratories", "lab_id", "lab",
    (
        Field("lab_id", "id", "编号", "ID", required=True, pattern=r"[IS]-\d{3,6}", example="I-001"),
        Field("name", "text", "实验室", "Laboratory", required=True),
        coded("kind", v.LAB_KINDS, "类型", "Kind",
              "创新应用：聚焦创新环节；场景应用：聚焦应用环节",
              "Innovation-application works on innovation; scenario-application on putting it to use",
              required=True),
        Field("batch", "integer", "批次", "Batch", required=True, low=1, high=20, filter="values",
              ordinal=True, said_as="common.batch"),
        _date("recognised_on", "授牌日期", "Recognised on"),
        _DISTRICT,
        _industry("领域", "Field"),
        Field("growth", "number", "上年营收增速", "Revenue growth last year",
              "依托企业上年营收比前一年", "Host firm's revenue last year against the year before",
              unit="%", low=-100, high=2000),
        coded("band", v.GROWTH_BANDS, "增长区间", "Growth band",
              "由增速算出：翻番为100%及以上，超10%不含10%",
              "From growth: doubled is 100 % or more, over 10 % excludes 10 %", derived=True),
        Field("ipo", "flag", "有上市计划", "Listing plan",
              "依托企业提出上市计划", "Host firm has a plan to list", filter="flag"),
        Field("funded", "flag", "获场景金", "Received scenario funding",
              "获得“场景金”股权直投", "Received scenario funding as direct equity", filter="flag"),
        Field("scenario_money", "number", "场景金金额", "Scenario funding received",
              "累计到位的“场景金”", "Scenario funding received so far", unit="万元", low=0, high=1_000_000, usual=(0.5, 100_000)),
        Field("signed", "flag", "推介会签约", "Signed at the meeting",
              "2023年3月24日推介会现场签约", "Signed at the promotion meeting of 24 March 2023", filter="flag"),
    ),
)  # fmt: skip

CENTRES = Table(
    "centres", "赋能中心", "Centres", "centre_id", "centre",
    (
        Field("centre_id", "id", "编号", "ID", required=True, pattern=r"C-\d{2,4}", example="C-01"),
        Field("name", "text", "赋能中心", "Centre", required=True),
        _industry("服务行业", "Industry served"),
        coded("lead", v.LEADS, "牵头单位类型", "Kind of lead body", filter=""),
        _DISTRICT,
        Field("year", "integer", "认定年度", "Year recognised", low=2015, high=2035, ordinal=True),
        Field("signed", "flag", "推介会签约", "Signed at the meeting"),
    ),
)  # fmt: skip

DIAGNOSES = Table(
    "diagnoses", "诊断", "Diagnoses", "diagnosis_id", "diagnosis",
    (
        Field("diagnosis_id", "id", "诊断编号", "Diagnosis", required=True, pattern=r"DX-20\d{2}-\d{4,7}", example="DX-2022-0001"),
        _STATUS,
        Field("centre_id", "id", "赋能中心", "Centre", required=True,
              references="centres.centre_id", filter="values", alias="centre"),
        Field("enterprise_id", "id", "企业代号", "Firm (pseudonym)",
              "代号；不含企业名称、人员或电话", "Pseudonym; never a firm name, person or phone",
              required=True, pattern=r"E\d{4,7}", example="E0001"),
        _industry("行业", "Industry"),
        _DISTRICT,
        coded("size", v.SIZES, "规模", "Size"),
        coded("round", v.ROUNDS, "轮次", "Round", required=True, filter=""),
        coded("mode", v.MODES, "方式", "Mode", required=True, filter=""),
        coded("instrument", v.INSTRUMENTS, "工具", "Instrument", required=True, filter=""),
        _date("reached_on", "对接日期", "Contacted on"),
        _date("diagnosed_on", "诊断日期", "Diagnosed on"),
        _date("planned_on", "出方案日期", "Plan delivered on"),
        _date("contracted_on", "签约日期", "Contracted on"),
        _date("landed_on", "落地日期", "Implemented on"),
        _date("accepted_on", "验收日期", "Accepted on"),
        _date("reviewed_on", "回访日期", "Revisited on"),
        coded("stage", v.STAGES, "阶段", "Stage",
              "到达的最远阶段；落地指项目在企业投入使用",
              "Furthest stage; implemented means that the project is in use at the firm", required=True),
        coded("exit_reason", v.EXIT_REASONS, "中止原因", "Reason for stopping", filter=""),
        _score("score_f", "基础得分", "Foundation score"),
        _score("score_o", "经营得分", "Operations score"),
        _score("score_m", "管理得分", "Management score"),
        _score("score_r", "成效得分", "Results score"),
        _score("score_total", "总分", "Total score"),
        coded("level", v.LEVELS, "等级", "Level",
              "各工具等级不同，不放在同一轴上比较", "Levels of different instruments are never on one axis"),
        coded("limited_by", v.LIMITS, "受限于", "Limited by", filter=""),
        _barrier_index("barrier_dare_not", "不敢转指数", "Afraid (不敢转), index"),
        _barrier_index("barrier_cannot", "不会转指数", "Unable (不会转), index"),
        _barrier_index("barrier_will_not", "不想转指数", "Unwilling (不想转), index"),
        coded("barrier_primary", v.BARRIERS, "主要障碍", "Main barrier", alias="barrier"),
        coded("barrier_secondary", v.BARRIERS, "次要障碍", "Second barrier", filter=""),
        coded("causes", v.CAUSES, "原因", "Causes",
              "至多三项", "Up to three", kind="choices", alias="cause"),
        coded("needs", v.CATEGORIES, "需求", "Needs",
              "至多三项项目类别", "Up to three project types", kind="choices", filter=""),
        _CONSENT,
        Field("source_ref", "text", "来源", "Source", "公开报道必填；不公开显示", "Required for reported rows; never shown", public=False),
        Field("year", "integer", "对接或诊断年份", "Year contacted or diagnosed", low=2015, high=2035,
              filter="values", derived=True, ordinal=True),
        coded("categories", v.CATEGORIES, "项目类别", "Project type",
              "该诊断带来的项目所属类别", "Types of the projects the diagnosis led to",
              kind="choices", derived=True, alias="category"),
        Field("projects", "integer", "落地项目数", "Projects implemented", low=0, derived=True),
    ),
)  # fmt: skip

PROJECTS = Table(
    "projects", "项目", "Projects", "project_id", "project",
    (
        Field("project_id", "id", "项目编号", "Project", required=True, pattern=r"PJ-20\d{2}-\d{4,7}", example="PJ-2022-0001"),
        Field("diagnosis_id", "id", "诊断编号", "Diagnosis", required=True,
              references="diagnoses.diagnosis_id"),
        _STATUS,
        coded("category", v.CATEGORIES, "项目类别", "Project type", required=True),
        coded("systems", v.SYSTEMS, "系统", "Systems", kind="choices", filter=""),
        coded("delivery", v.DELIVERIES, "交付方式", "Delivery", filter=""),
        coded("cost_class", v.COST_CLASSES, "投入区间", "Cost class", required=True, filter=""),
        Field("cost_wan", "number", "投入", "Cost", unit="万元", low=0, high=1_000_000, usual=(0.5, 100_000)),
        _date("started_on", "开工日期", "Started on"),
        _date("landed_on", "落地日期", "Implemented on"),
        _date("accepted_on", "验收日期", "Accepted on"),
        coded("duration_class", v.DURATION_CLASSES, "工期", "Duration",
              "开工到落地的整月数，向上取整", "Whole months from start to implementation, rounded up",
              filter="", derived=True),
        coded("effect_metric", v.EFFECTS, "成效指标", "Effect metric", filter=""),
        Field("effect_pct", "number", "成效", "Effect", "正数为改善", "Positive is better",
              unit="%", low=-100, high=1000),
    ),
)  # fmt: skip

TABLES: Mapping[str, Table] = {
    table.code: table for table in (ENTERPRISES, LABS, CENTRES, DIAGNOSES, PROJECTS)
}
