"""Allowed values of the coded fields of what was named in public."""

from __future__ import annotations

from neweco.model.choices import vocabulary

GRADES = vocabulary(
    "grade",
    ("A", "A 官方或原文", "A official or first-hand"),
    ("A-", "A- 可靠媒体", "A- reputable media"),
    ("B", "B 转载", "B repost"),
    ("C", "C 镜像", "C mirror"),
)

UNIT_KINDS = vocabulary(
    "unit_kind",
    ("firm", "企业", "Firm"),
    ("lab", "实验室", "Laboratory"),
    ("centre", "数字化转型赋能中心", "Digital-transformation centre"),
    ("fund", "基金", "Fund"),
    ("research", "创新与工程中心", "Innovation or engineering centre"),
    ("cluster", "产业集群", "Cluster"),
    ("factory", "工厂", "Factory"),
    ("platform", "设施", "Facility"),
)

INFERRED = vocabulary(
    "inferred",
    ("name", "名称", "Name"),
    ("district", "区市", "District"),
    ("field", "领域", "Field"),
)

STATUSES = vocabulary(
    "status",
    ("recognised", "已公布或入选", "Announced or listed"),
    ("named", "报道提及", "Named in a report"),
    ("approved", "获批筹建", "Approved to be set up"),
    ("notice", "公示阶段", "Public notice"),
    ("reviewed", "复核公示阶段", "Public notice after review"),
    ("proposed", "建议名单阶段", "Proposed"),
    ("presented", "现场推介", "Presented"),
    ("signed", "现场签约", "Signed"),
    ("tutoring", "上市辅导", "In pre-listing tutoring"),
    ("filed", "已递交申请", "Filed"),
    ("listed", "已上市", "Listed"),
    ("relocated", "已迁入", "Moved in"),
)

LINES = vocabulary(
    "line",
    ("tiers", "企业梯队", "Enterprise tiers"),
    ("labs", "实验室", "Laboratories"),
    ("centres", "赋能中心", "Digital-transformation centres"),
    ("programme", "推介会", "Promotion meeting"),
    ("ladders", "其他榜单与认定", "Other lists and recognitions"),
    ("industry", "场景与产业政策", "Scenarios and industrial policy"),
)

EVENT_KINDS = vocabulary(
    "event_kind",
    ("event", "会议活动", "Meeting"),
    ("process", "评选启动", "Selection opens"),
    ("batch", "名单批次", "Batch"),
    ("signing", "签约", "Signing"),
    ("policy", "政策", "Policy"),
    ("fund", "资金", "Money"),
    ("list", "榜单", "List"),
    ("scenario_list", "场景清单", "Scenario list"),
    ("outcome", "成效", "Outcome"),
)
