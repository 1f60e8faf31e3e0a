"""Each right in a clerk's words."""

from __future__ import annotations

from accounts.permissions import Permission

WORDS: dict[Permission, str] = {
    Permission.VIEW_PROJECTS: "看项目",
    Permission.VIEW_REGISTER: "看小区台账",
    Permission.VIEW_PERSONS: "看业主姓名电话明文（留痕）",
    Permission.EDIT_REGISTER: "登记、更正台账",
    Permission.IMPORT_PLAN: "导入计划表",
    Permission.EDIT_PROJECT: "改项目信息",
    Permission.EDIT_CONTENTS: "改改造内容和概算",
    Permission.WORK_STEP: "办理步骤、上传要件",
    Permission.EXTEND_DEADLINE: "延长期限",
    Permission.WITHDRAW_PROJECT: "撤出项目",
    Permission.REPORT_WORKS: "报施工进度",
    Permission.OPEN_ROUND: "发起征询",
    Permission.RECORD_PAPER: "录入表决票",
    Permission.CLOSE_ROUND: "截止征询",
    Permission.CONFIRM_TALLY: "复核计票",
    Permission.POST_NOTICE: "发公示",
    Permission.HANDLE_OBJECTION: "处理异议",
    Permission.GIVE_OPINION: "出具会商意见",
    Permission.RUN_ACCEPTANCE: "组织联合验收",
    Permission.RUN_HANDOVER: "办理移交",
    Permission.VIEW_MONEY: "看资金",
    Permission.DETERMINE_SHARES: "测算出资",
    Permission.CONFIRM_SHARES: "复核出资",
    Permission.COLLECT_MONEY: "收取居民出资",
    Permission.BOOK_MONEY: "登记资金收支",
    Permission.PRINT_PAPER: "打印文件",
    Permission.EXPORT: "导出",
    Permission.VIEW_DASHBOARD: "看驾驶舱",
    Permission.VIEW_POLICY: "看政策",
    Permission.EDIT_POLICY: "起草政策",
    Permission.CHECK_POLICY: "校核政策",
    Permission.PUBLISH_POLICY: "发布政策",
    Permission.MANAGE_USERS: "管人员与任职",
    Permission.MANAGE_SECURITY: "管安全设置",
    Permission.VIEW_AUDIT: "看操作记录",
}
