"""Allowed values of every coded field, each with its code and its names in both languages.

Codes go into URLs, files and databases and never change; names are for people.
Sources of the lists: districts follow GB/T 2260; stages, barriers, causes, project
categories and cost classes are the data model of the digital diagnosis; the four industries
named in public (automotive, equipment, food and drink, agriculture) are completed by this
project to the "ten-odd" that were announced. Other names are those in use, and those that templates
used to hand out: sheets filled in then are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from neweco.model.choices import Choice, Vocabulary, vocabulary

_CITY = ("青岛", "青岛市", "山东青岛", "山东省青岛", "山东省青岛市")


def _district(
    code: str, zh: str, en: str, tile: tuple[int, int], also: str = "", within: str = ""
) -> Choice:
    """A division with its usual names: without its last letter, with the city's name before it and
    in traditional letters."""
    own = [zh.partition("（")[0], *also.split()]
    short = [name[:-1] for name in own if name[-1] in "区市區"]
    names = [*own, *short]
    long = [f"{city}{name}" for city in _CITY for name in names]
    english = [
        f"{en.partition(' (')[0]}{kind}{city}"
        for kind in ("", " District", " City")
        for city in ("", ", Qingdao")
    ]
    return Choice(
        code, zh, en, tile=tile, also=(*names, *long, *english), within=tuple(within.split())
    )


TIERS = vocabulary(
    "tier",
    (
        "rising", "新锐企业", "Rising",
        "新锐", "新经济新锐企业", "新经济新锐", "rising enterprise", "rising enterprises",
    ),
    (
        "potential", "潜力企业", "Potential",
        "潜力", "新经济潜力企业", "新经济潜力", "高成长性潜力企业", "高成长性新经济潜力企业",
        "potential enterprise", "potential enterprises",
    ),
)  # fmt: skip

LAB_KINDS = vocabulary(
    "kind",
    (
        "innovation", "创新应用实验室", "Innovation-application",
        "创新应用", "创新", "innovation-application laboratory",
        "innovation-application laboratories",
    ),
    (
        "scenario", "场景应用实验室", "Scenario-application",
        "场景应用", "场景", "scenario-application laboratory", "scenario-application laboratories",
    ),
)  # fmt: skip

DISTRICTS = Vocabulary(
    "district",
    (
        _district("370202", "市南区", "Shinan", (1, 4), "市南區"),
        _district("370203", "市北区", "Shibei", (1, 3), "市北區", "四方区 四方"),
        _district(
            "370211", "黄岛区（西海岸新区）", "Huangdao (West Coast)", (0, 2),
            "黃島區 西海岸新区 西海岸新區 西海岸", "胶南市 胶南",
        ),
        _district("370212", "崂山区", "Laoshan", (2, 2), "嶗山區"),
        _district("370213", "李沧区", "Licang", (2, 3), "李滄區"),
        _district(
            "370214", "城阳区", "Chengyang", (1, 2), "城陽區",
            "高新区 青岛高新区 高新技术产业开发区 红岛 红岛区 红岛经济区",
        ),
        _district("370215", "即墨区", "Jimo", (1, 1), "即墨市 即墨區", "蓝谷 青岛蓝谷"),
        _district("370281", "胶州市", "Jiaozhou", (0, 1), "膠州市 胶州区"),
        _district("370283", "平度市", "Pingdu", (0, 0)),
        _district("370285", "莱西市", "Laixi", (1, 0), "萊西市"),
    ),
)  # fmt: skip
"""`within`: 四方区 and 胶南市 were merged in 2012; the others are functional areas."""

INDUSTRIES = vocabulary(
    "industry",
    ("automotive", "汽车", "Automotive", "汽车制造", "汽车及零部件"),
    (
        "equipment",
        "装备制造",
        "Equipment manufacturing",
        "装备",
        "高端装备",
        "高端装备制造",
        "Equipment",
    ),
    ("food_drink", "食品饮料", "Food and drink", "食品和饮料", "食品、饮料"),
    (
        "agriculture",
        "高效农业",
        "High-efficiency agriculture",
        "农业",
        "现代高效农业",
        "Efficient agriculture",
    ),
    ("appliances", "智能家电", "Smart appliances", "家电"),
    ("ict", "新一代信息技术", "Next-generation IT", "信息技术"),
    ("new_materials", "新材料", "New materials"),
    ("biomedicine", "生物医药", "Biomedicine", "医药"),
    ("marine", "海洋经济", "Marine economy", "海洋"),
    ("energy", "新能源与低碳", "New energy, low carbon", "新能源", "新能源和低碳"),
    ("textiles", "纺织服装", "Textiles and clothing", "纺织", "服装"),
    ("trade", "外贸与物流", "Trade and logistics", "外贸", "物流", "外贸和物流"),
)

GROWTH_BANDS = vocabulary(
    "band",
    ("fell", "下降", "Revenue fell", "Fell"),
    ("to_10", "0–10%", "0–10%"),
    ("over_10", "超10%、未翻番", "Over 10%, not doubled"),
    ("doubled", "翻番", "Doubled"),
)

LEADS = vocabulary(
    "lead",
    ("lead_firm", "龙头骨干企业", "Leading firm", "Lead firm"),
    ("digital_firm", "数字经济企业", "Digital-economy firm", "Digital firm"),
    ("think_tank", "智库", "Think tank"),
    ("university", "高校", "University"),
    ("institute", "科研院所", "Research institute"),
    ("association", "行业协会", "Industry association", "Association"),
)

DATA_STATUS = vocabulary(
    "data_status",
    ("reported", "公开报道", "Reported"),
    ("synthetic", "模拟", "Simulated", "Synthetic"),
    ("user", "用户提供", "User supplied", "自有", "自报"),
)

SIZES = vocabulary(
    "size",
    ("micro", "微型", "Micro", "微型企业"),
    ("small", "小型", "Small", "小型企业"),
    ("medium", "中型", "Medium", "中型企业"),
    ("large", "大型", "Large", "大型企业"),
)

ROUNDS = vocabulary(
    "round",
    ("T0", "首次诊断", "First diagnosis", "初诊", "First"),
    ("T1", "复评", "Second", "复诊"),
    ("T2", "跟踪", "Follow-up"),
)

MODES = vocabulary(
    "mode",
    ("self", "自评", "Self-check", "Self"),
    ("remote", "远程", "Remote", "线上"),
    ("on_site", "入企", "On site", "现场", "上门"),
)

INSTRUMENTS = vocabulary(
    "instrument",
    ("qd_self_v1", "本站自评", "This site's self-check"),
    ("miit_2022", "工信部2022版", "MIIT 2022"),
    ("miit_2024", "工信部2024版", "MIIT 2024"),
    ("gbt_39116", "GB/T 39116", "GB/T 39116"),
    ("eu_dma", "欧盟DMA", "EU DMA"),
    ("other", "其他", "Other"),
)

STAGES = vocabulary(
    "stage",
    ("reached", "对接", "Contacted", "触达", "Reached"),
    ("diagnosed", "诊断", "Diagnosed"),
    ("planned", "出方案", "Plan delivered"),
    ("contracted", "签约", "Contracted"),
    ("landed", "落地", "Implemented", "Landed"),
    ("accepted", "验收", "Accepted"),
    ("reviewed", "回访", "Revisited", "复诊", "Reviewed"),
)

EXIT_REASONS = vocabulary(
    "exit_reason",
    ("no_need", "无需改造", "No need"),
    ("no_money", "缺资金", "No money"),
    ("no_fit", "方案不合适", "No suitable solution", "No fit"),
    ("postponed", "暂缓", "Postponed"),
    ("closed", "停业或失联", "Closed or out of contact", "Closed or lost"),
)

LEVELS = vocabulary(
    "level",
    ("0", "未达一级", "Below level 1"),
    ("1", "一级", "Level 1", "1级"),
    ("2", "二级", "Level 2", "2级"),
    ("3", "三级", "Level 3", "3级"),
    ("4", "四级", "Level 4", "4级"),
    ("5", "五级", "Level 5", "5级"),
)

LIMITS = vocabulary(
    "limited_by",
    ("score", "分数", "Points"),
    ("scenes", "场景", "Processes", "Scenes"),
    ("both", "两者", "Both"),
    ("none", "已达四级", "Level 4 reached", "Top level"),
)

BARRIERS = vocabulary(
    "barrier",
    ("dare_not", "不敢转", "Afraid (不敢转)", "Dare not (不敢转)"),
    ("cannot", "不会转", "Unable (不会转)", "Don't know how (不会转)"),
    ("will_not", "不想转", "Unwilling (不想转)", "Won't (不想转)"),
    ("none", "无明显障碍", "No clear barrier", "无"),
)


def _caused(barrier: str, *rows: tuple[str, ...]) -> Iterator[Choice]:
    """Causes of one barrier: code, Chinese and English name, then other names."""
    for code, zh, en, *also in rows:
        yield Choice(code, zh, en, barrier, also=tuple(also))


CAUSES = Vocabulary(
    "cause",
    (
        *_caused(
            "dare_not",
            ("upfront_cost", "前期投入高", "High upfront cost", "High cost up front"),
            ("return_unclear", "回报难以预计", "Unclear return", "回报说不准", "Return unclear"),
            ("disruption", "担心停产", "Fear of downtime", "怕停产"),
            ("data_security", "担心数据外泄", "Fear of data leaks", "怕数据外泄", "Data security"),
            (
                "vendor_trust",
                "对服务商不放心",
                "Distrust of suppliers",
                "服务商不放心",
                "Supplier not trusted",
            ),
        ),
        *_caused(
            "cannot",
            ("talent", "缺少人才", "Lack of skilled staff", "缺人", "No skilled people"),
            ("no_roadmap", "不知从何入手", "No starting point"),
            ("weak_base", "设备和数据基础弱", "Weak equipment and data"),
            ("no_fit", "方案不合适", "No suitable product", "No fitting product"),
        ),
        *_caused(
            "will_not",
            ("low_awareness", "看不到收益", "No visible benefit", "看不到好处", "Benefit not seen"),
            ("survival_first", "先顾生存", "Survival first"),
            ("no_pull", "客户没要求", "No customer demand", "No pull from customers"),
            ("habit", "习惯原有做法", "Established habits", "习惯老办法", "Habit"),
        ),
    ),
)

CATEGORIES = vocabulary(
    "category",
    ("rd_design", "研发设计", "Design"),
    ("production_mes", "生产管控", "Production control"),
    ("equipment_iot", "设备联网", "Connected equipment"),
    ("quality", "质量管理", "Quality"),
    ("supply_warehouse", "采购与仓储", "Purchasing and warehouse"),
    ("marketing_service", "营销与服务", "Sales and service"),
    ("management_erp", "经营管理", "Business management"),
    ("energy_green", "能耗与绿色", "Energy and green"),
    ("safety", "安全生产", "Work safety"),
    ("security", "网络与数据安全", "Cyber and data security"),
)

SYSTEMS = vocabulary(
    "systems",
    *((code,) * 3 for code in ("MES", "ERP", "PLM", "WMS", "SCADA", "APS", "QMS", "CRM", "SRM",
                               "EMS", "OA", "BI", "CAD")),
    ("other", "其他", "Other"),
)  # fmt: skip

DELIVERIES = vocabulary(
    "delivery",
    ("saas", "订阅", "Subscription"),
    ("on_prem", "本地部署", "On premises", "On site"),
    ("hybrid", "混合", "Mixed"),
    ("equipment", "设备改造", "Equipment"),
)

COST_CLASSES = vocabulary(
    "cost_class",
    ("lt10", "不满10万元", "Under ¥100K", "10万元以下"),
    ("10_50", "10万元至不满50万元", "¥100K to under ¥500K", "10万–50万元", "¥100K–500K"),
    ("50_100", "50万元至不满100万元", "¥500K to under ¥1M", "50万–100万元", "¥500K–1M"),
    ("100_300", "100万元至不满300万元", "¥1M to under ¥3M", "100万–300万元", "¥1M–3M"),
    ("ge300", "300万元及以上", "¥3M or more"),
    ("unknown", "未知", "Unknown"),
)
"""Lower end belongs to the class, upper end to the next one."""

STAGE_DATES = (
    "reached_on", "diagnosed_on", "planned_on", "contracted_on", "landed_on", "accepted_on",
    "reviewed_on",
)  # fmt: skip
"""The field with the date of each stage, in the order of the stages."""

COST_BOUNDS: Mapping[str, tuple[float, float]] = {
    "lt10": (0, 10),
    "10_50": (10, 50),
    "50_100": (50, 100),
    "100_300": (100, 300),
    "ge300": (300, float("inf")),
}
"""Cost class to [low, high) in 万元."""

DURATION_CLASSES = vocabulary(
    "duration_class",
    ("le2", "2个月以内", "Up to 2 months"),
    ("3_6", "3–6个月", "3–6 months"),
    ("7_12", "7–12个月", "7–12 months"),
    ("gt12", "超过12个月", "Over 12 months", "12个月以上"),
)

EFFECTS = vocabulary(
    "effect_metric",
    ("output_per_head", "人均产出", "Output per head"),
    ("unit_cost", "单位成本", "Unit cost"),
    ("pass_rate", "合格率", "Pass rate"),
    ("lead_time", "交期", "Lead time"),
    ("energy", "能耗", "Energy"),
)
