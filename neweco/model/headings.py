"""What columns are called in lists that people keep, beside the names of `fields.py`.

`ALSO` are names that mean a field and nothing else of its table, those that templates used to hand
out included; `MAYBE` are names that most likely mean it, which whoever gives the list should
confirm.
"""

from __future__ import annotations

from collections.abc import Mapping

Names = Mapping[str, tuple[str, ...]]


def _names(**said: str) -> Names:
    return {field: tuple(names.split("|")) for field, names in said.items()}


_DISTRICT = "所在区市|所属区市|区县|县区|所属区县|所在区县|所属辖区|区市名称"
_IPO = "上市计划|是否有上市计划|是否拟上市"

ALSO: Mapping[str, Names] = {
    "enterprises": _names(
        enterprise_id="企业编号",
        name="企业名称|公司名称|企业全称|公司|Company|Company name|Enterprise name|Firm",
        tier="企业梯队|培育梯队|所属梯队",
        district=_DISTRICT,
        industry="所属行业|行业领域|行业类别|所属领域|所属产业|产业领域",
        year="认定年份|年度|年份|名单年度|入库年度|Year",
        opened_on="开业日期|开业时间|在青开业时间",
        revenue="营业收入|年营业收入|营收|Annual revenue",
        growth="营业收入增速|营收增长率|营业收入增长率|营业收入同比增长|营收同比增长|营业收入同比增速",
        rd="研发投入强度|研发投入占比|研发费用占比|研发投入占营收比重|研发投入占营业收入比重|R&D",
        backed="获得创投风投|是否获得创投风投|获创投或风投|是否获创投风投|Venture backed",
        ipo=_IPO,
        new_face="首次申报|是否首次申报|是否新申报|新入库",
        award="奖励金额|奖励资金",
    ),
    "labs": _names(
        lab_id="实验室编号",
        name="实验室名称|Laboratory name|Lab",
        kind="实验室类型|实验室类别",
        batch="认定批次|所属批次|授牌批次",
        recognised_on="授牌时间|授牌日",
        district=_DISTRICT,
        industry="所属领域|应用领域|行业领域",
        growth="上年营业收入增速|上年营收增长率",
        ipo=_IPO,
        funded="获得场景金|是否获得场景金|是否获场景金|Scenario money",
        scenario_money="场景金|Scenario money received",
        signed="是否签约|现场签约|推介会是否签约",
    ),
    "centres": _names(
        centre_id="中心编号|赋能中心编号",
        name="赋能中心名称|中心名称|Centre name",
        industry="服务领域|所服务行业",
        lead="牵头单位性质|牵头单位类别",
        district=_DISTRICT,
        year="认定年份|年度",
        signed="是否签约|现场签约",
    ),
    "diagnoses": _names(
        centre_id="赋能中心编号|中心编号",
        enterprise_id="企业代码|企业编码",
        industry="所属行业",
        district=_DISTRICT,
        size="企业规模",
        round="诊断轮次",
        mode="诊断方式",
        instrument="诊断工具",
        diagnosed_on="诊断时间",
        landed_on="落地时间|Landed on",
        contracted_on="签约时间",
        stage="所处阶段|当前阶段",
        consent_public="是否公开|是否同意公开",
        reached_on="触达日期|Reached on",
        reviewed_on="复诊日期|Reviewed on",
        exit_reason="止步原因|Why it stopped",
        barrier_dare_not="Dare not (不敢转), index",
        barrier_cannot="Don't know how (不会转), index",
        barrier_will_not="Won't (不想转), index",
    ),
    "projects": _names(
        category="类别|Category",
        systems="应用系统",
        cost_wan="投入金额|项目投入",
        landed_on="落地时间|Landed on",
        started_on="开工时间",
        accepted_on="验收时间",
    ),
}

MAYBE: Mapping[str, Names] = {
    "enterprises": _names(
        name="名称|单位名称|单位|申报单位|申报企业|Name",
        tier="类别|类型|企业类别|企业类型|层级|名单类别",
        district="所在地|属地|所属区域|所在区域|注册地",
        industry="领域|产业|行业分类",
        year="认定时间|申报年度|年",
        opened_on="成立日期|成立时间|注册时间|注册日期",
        revenue="收入|主营业务收入|销售收入|营业额|年收入|营业总收入",
        growth="同比增长|增速|同比|增长率|同比增速|增幅|同比增幅|Growth",
        rd="研发占比|研发投入|研发费用",
        backed="风投|创投|是否获投|融资",
        ipo="拟上市|上市",
        award="奖补资金|补助资金|奖金",
    ),
    "labs": _names(
        name="名称|Name",
        kind="类别",
        batch="批",
        recognised_on="认定日期|认定时间|授予时间",
        district="所在地|属地|所属区域|所在区域",
        industry="行业|所属行业|方向",
        growth="营收增速|同比增长|增速",
        signed="签约",
    ),
    "centres": _names(
        name="名称|中心|单位名称|Name",
        industry="行业|所属行业|领域",
        lead="单位类型|牵头单位",
        district="所在地|属地",
        year="认定时间",
        signed="签约",
    ),
    "diagnoses": _names(stage="进展|状态", diagnosed_on="日期"),
    "projects": _names(cost_wan="金额", category="类型"),
}

SERIAL = ("序号", "行号", "No", "No.", "#", "S/N", "Serial", "Nr")
"""Headings that number the rows of a sheet and identify nothing."""

HARMLESS = ("企业", "单位", "公司", "所属", "所在", "主要", "全年", "年度", "本年", "当年", "是否",
            "情况", "金额", "总额", "时间", "日期", "我市", "青岛市", "青岛", "的", "及", "全市",
            "度")  # fmt: skip
"""Words in a heading that do not change which field it means; without them it is a guess."""
