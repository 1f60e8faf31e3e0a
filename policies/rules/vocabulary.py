"""The fixed words that policies refer to and the rooms above write: documented enums, no city's.

Names shown to people are the policy's; the labels here are what the engine says when a policy is
silent. `docs/glossary.md` lists every member.
"""

from __future__ import annotations

from enum import StrEnum

from policies.rules.fact_words import CANDIDATE_FACTS, FactKind


class Lifecycle(StrEnum):
    """Where a project stands in its life; moves are in `renovation.rules.lifecycle`."""

    RESERVE = "reserve"
    CANDIDATE = "candidate"
    PLANNED = "planned"
    PREPARING = "preparing"
    IN_WORKS = "in_works"
    COMPLETED = "completed"
    ACCEPTED = "accepted"
    HANDED_OVER = "handed_over"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


LIFECYCLE_LABELS: dict[Lifecycle, str] = {
    Lifecycle.RESERVE: "储备",
    Lifecycle.CANDIDATE: "待改造",
    Lifecycle.PLANNED: "已列入计划",
    Lifecycle.PREPARING: "前期",
    Lifecycle.IN_WORKS: "在施工",
    Lifecycle.COMPLETED: "已完工",
    Lifecycle.ACCEPTED: "已验收",
    Lifecycle.HANDED_OVER: "已移交",
    Lifecycle.CLOSED: "已办结",
    Lifecycle.WITHDRAWN: "已退出",
}


class MilestoneKind(StrEnum):
    """Things reached once, with evidence; gates and the funnel count them."""

    FIRST_CONSENT = "first_consent"
    ADMITTED = "admitted"
    DESIGNED = "designed"
    CONSENTED = "consented"
    NOTICED = "noticed"
    FUNDED = "funded"
    APPROVED = "approved"
    STARTED = "started"
    COMPLETED = "completed"
    ACCEPTED = "accepted"
    HANDED_OVER = "handed_over"
    CLOSED = "closed"


MILESTONE_LABELS: dict[MilestoneKind, str] = {
    MilestoneKind.FIRST_CONSENT: "改造意愿通过",
    MilestoneKind.ADMITTED: "纳入计划",
    MilestoneKind.DESIGNED: "方案编成",
    MilestoneKind.CONSENTED: "表决通过",
    MilestoneKind.NOTICED: "公示期满",
    MilestoneKind.FUNDED: "居民资金到位",
    MilestoneKind.APPROVED: "审批完成",
    MilestoneKind.STARTED: "已开工",
    MilestoneKind.COMPLETED: "已完工",
    MilestoneKind.ACCEPTED: "已验收",
    MilestoneKind.HANDED_OVER: "已移交",
    MilestoneKind.CLOSED: "已办结",
}

# The six bars of the dashboard, in order.
FUNNEL: tuple[MilestoneKind, ...] = (
    MilestoneKind.ADMITTED,
    MilestoneKind.DESIGNED,
    MilestoneKind.CONSENTED,
    MilestoneKind.APPROVED,
    MilestoneKind.STARTED,
    MilestoneKind.ACCEPTED,
)


class StepKind(StrEnum):
    """What a step's work consists of, and so which room's page carries it out."""

    PLAIN = "plain"
    CONSENT = "consent"
    NOTICE = "notice"
    MONEY = "money"
    REVIEW = "review"
    WORKS = "works"
    ACCEPTANCE = "acceptance"
    HANDOVER = "handover"


STEP_LABELS: dict[StepKind, str] = {
    StepKind.PLAIN: "一般",
    StepKind.CONSENT: "征询表决",
    StepKind.NOTICE: "公示",
    StepKind.MONEY: "资金归集",
    StepKind.REVIEW: "联合审查",
    StepKind.WORKS: "施工",
    StepKind.ACCEPTANCE: "联合验收",
    StepKind.HANDOVER: "移交",
}


class Trigger(StrEnum):
    """The event whose day chooses the version of a rule."""

    PROJECT_OPENED = "project_opened"
    ROUND_OPENED = "round_opened"
    NOTICE_POSTED = "notice_posted"
    STEP_OPENED = "step_opened"
    WORKS_STARTED = "works_started"
    MIGRATED = "migrated"


TRIGGER_LABELS: dict[Trigger, str] = {
    Trigger.PROJECT_OPENED: "项目建档日",
    Trigger.ROUND_OPENED: "征询开启日",
    Trigger.NOTICE_POSTED: "公示张贴日",
    Trigger.STEP_OPENED: "受理日",
    Trigger.WORKS_STARTED: "开工日",
    Trigger.MIGRATED: "改用新版之日",
}


FACTS: dict[str, FactKind] = {
    fact.key: fact
    for fact in (
        *CANDIDATE_FACTS,
        FactKind("consent.turnout_heads", "参与人数", "人", "count", "approvals", "round"),
        FactKind("consent.turnout_area", "参与面积", "㎡", "area", "approvals", "round"),
        FactKind("consent.agree_heads", "同意人数", "人", "count", "approvals", "round"),
        FactKind("consent.agree_area", "同意面积", "㎡", "area", "approvals", "round"),
        FactKind("consent.passed", "征询表决经复核通过", "", "bool", "approvals", "round"),
        FactKind("notice.last_day", "公示期满日", "", "date", "approvals", "notice"),
        FactKind("notice.open_objections", "未办结异议", "件", "count", "approvals", "notice"),
        FactKind("notice.photographs", "公示现场照片", "张", "count", "approvals", "notice"),
        FactKind(
            "review.missing_opinions", "未签会商意见单位", "家", "count", "approvals", "review"
        ),
        FactKind("review.agreed", "联合审查通过", "", "bool", "approvals", "review"),
        FactKind("survey.satisfied", "满意度调查满意率", "", "share", "approvals"),
        FactKind("survey.returned", "满意度调查收回份数", "份", "count", "approvals"),
        FactKind("acceptance.missing_signatures", "未签验收意见", "方", "count", "approvals"),
        FactKind("acceptance.owner_representatives", "业主代表签字", "人", "count", "approvals"),
        FactKind("acceptance.open_problems", "未整改问题", "项", "count", "approvals"),
        FactKind("acceptance.passed", "联合验收通过", "", "bool", "approvals"),
        FactKind("handover.open_items", "未签收移交项", "项", "count", "approvals"),
        FactKind("money.estimate", "总投资概算", "元", "money", "renovation"),
        FactKind("money.residents_due", "居民应缴", "元", "money", "funding"),
        FactKind("money.residents_received", "居民已缴", "元", "money", "funding"),
        FactKind("money.residents_share", "居民资金到位率", "", "share", "funding"),
        FactKind("money.due_homes", "应缴户数", "户", "count", "funding"),
        FactKind("money.paid_homes", "缴清户数", "户", "count", "funding"),
        FactKind("checklist.open_items", "未达标项", "项", "count", "renovation", "checklist"),
        FactKind("works.progress", "工程进度", "", "share", "renovation"),
        FactKind("contents.items", "改造内容项数", "项", "count", "renovation"),
        FactKind("document.present", "要件已上传", "", "bool", "renovation", "document"),
        FactKind("register.rows", "台账在册", "条", "count", "renovation", "register"),
        FactKind("register.open", "台账未办结", "件", "count", "renovation", "register"),
        FactKind("low_risk.confirmed", "符合低风险简化条件", "", "bool", "renovation"),
    )
}


# What a cost item may carry, so that a policy can say who pays it. Utilities name the segment.
TAGS: dict[str, str] = {
    "common": "小区基础设施或建筑物公用部位",
    "lift": "加装电梯",
    "other_cost": "工程建设其他费用",
    "reserve": "预备费",
    "company_owned": "产权属于专营单位",
    "water": "供水设施改造",
    "heating_redline": "红线至入户端口供热设施改造",
    "heating_home": "户内供热设施改造",
    "heating_fee": "红线外供热设施配套费",
    "power_redline": "红线内供电设施改造",
    "gas_fee": "管道燃气配套费",
    "telecom": "通信、有线电视等专营设施设备",
    "building": "楼体维修",
    "outdoor": "室外配套设施",
    "private": "产权人个人部分",
    "preliminary": "项目前期费用",
    "inside_red_line": "小区红线内",
    "outside_red_line": "小区红线外",
    "gas": "燃气设施改造",
    "heating": "供热设施改造",
    "power": "供电设施改造",
    "telecom_trunk": "小区外至光交箱的主干光缆",
    "telecom_duct": "小区内弱电管道、光缆、分纤箱和线槽",
    "telecom_drop": "分光器至用户皮线光缆",
    "digging": "路面开挖、恢复",
}
OVERHEAD = frozenset({"other_cost", "reserve"})

# Where money comes from, as returns list it; the last three are owners' own means.
SOURCES: dict[str, str] = {
    "central_fiscal": "中央财政补助",
    "central_budget": "中央预算内投资",
    "province": "省级补助",
    "city": "市级补助",
    "district": "县（市、区）财政",
    "bond": "专项债券",
    "utility": "专营单位",
    "residents": "居民出资",
    "former_owner": "原产权单位",
    "social": "社会资金",
    "other": "其他",
    "provident_fund": "住房公积金",
    "maintenance_fund": "住宅专项维修资金",
    "shared_income": "小区公共收益",
}

# In what residents may pay their share; a policy says which of them count, and how far.
CONTRIBUTIONS: dict[str, str] = {
    "cash": "直接出资",
    "labour": "投工投劳",
    "goods": "捐资捐物",
    "later": "分期、后期缴纳",
    "maintenance_fund": "住宅专项维修资金",
    "shared_income": "小区公共收益",
    "provident_fund": "住房公积金",
}

CHANNELS: dict[str, str] = {
    "paper": "纸质",
    "visit": "入户",
    "telephone": "电话",
    "online": "线上系统",
    "meeting": "议事会",
}

# Papers that the product prints from its data where a step's document names one.
PRINTED: dict[str, str] = {
    "application_form": "改造申请表",
    "consent_summary": "征询汇总表",
    "notice": "公示书",
    "filing_form": "改造项目申请表",
    "undertakings": "居民承诺书",
    "management_plan": "长效管理方案",
    "acceptance_form": "竣工验收单",
    "survey_summary": "满意度调查汇总表",
}

PROGRAMMES: dict[str, str] = {"renovation": "城镇老旧小区改造"}
