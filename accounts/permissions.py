"""Roles and rights, in code so that they are reviewed; `docs/permissions.md` lists them."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """One right, named by what it lets a person do."""

    VIEW_PROJECTS = "view_projects"
    VIEW_REGISTER = "view_register"
    VIEW_PERSONS = "view_persons"  # names and phones in clear
    VIEW_ANSWERS = "view_answers"  # what households answered, and single buildings
    EDIT_REGISTER = "edit_register"
    IMPORT_PLAN = "import_plan"
    IMPORT_TABLE = "import_table"  # tables of any kind; each kind asks for its own right besides
    EDIT_PROJECT = "edit_project"
    EDIT_CONTENTS = "edit_contents"
    WORK_STEP = "work_step"
    EXTEND_DEADLINE = "extend_deadline"
    WITHDRAW_PROJECT = "withdraw_project"
    REPORT_WORKS = "report_works"
    OPEN_ROUND = "open_round"
    RECORD_PAPER = "record_paper"
    CLOSE_ROUND = "close_round"
    CONFIRM_TALLY = "confirm_tally"
    POST_NOTICE = "post_notice"
    HANDLE_OBJECTION = "handle_objection"
    GIVE_OPINION = "give_opinion"
    RUN_ACCEPTANCE = "run_acceptance"
    RUN_HANDOVER = "run_handover"
    VIEW_MONEY = "view_money"
    DETERMINE_SHARES = "determine_shares"
    CONFIRM_SHARES = "confirm_shares"
    COLLECT_MONEY = "collect_money"
    BOOK_MONEY = "book_money"
    PRINT_PAPER = "print_paper"
    EXPORT = "export"
    VIEW_DASHBOARD = "view_dashboard"
    VIEW_POLICY = "view_policy"
    EDIT_POLICY = "edit_policy"
    CHECK_POLICY = "check_policy"
    PUBLISH_POLICY = "publish_policy"
    SIMULATE_POLICY = "simulate_policy"
    MIGRATE_RULES = "migrate_rules"
    MANAGE_USERS = "manage_users"
    MANAGE_SECURITY = "manage_security"
    VIEW_AUDIT = "view_audit"


class Role(StrEnum):
    """The people of the product; one person may hold several, each for a place and a time."""

    STREET_CLERK = "street_clerk"
    BUREAU_HANDLER = "bureau_handler"
    BUREAU_REVIEWER = "bureau_reviewer"
    POLICY_OFFICER = "policy_officer"
    DEPARTMENT = "department"
    UTILITY = "utility"
    FINANCE = "finance"
    LEADER = "leader"
    AUDITOR = "auditor"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"


ROLE_LABELS: dict[Role, str] = {
    Role.STREET_CLERK: "街道经办",
    Role.BUREAU_HANDLER: "住建局经办",
    Role.BUREAU_REVIEWER: "住建局复核",
    Role.POLICY_OFFICER: "政策法规",
    Role.DEPARTMENT: "部门",
    Role.UTILITY: "专营单位",
    Role.FINANCE: "财政",
    Role.LEADER: "领导",
    Role.AUDITOR: "审计",
    Role.SYSTEM_ADMIN: "系统管理员",
    Role.SECURITY_ADMIN: "安全管理员",
    Role.AUDIT_ADMIN: "审计管理员",
}

# Departments and utilities see a project through the steps that their unit leads or supports.
UNIT_BOUND: frozenset[Role] = frozenset({Role.DEPARTMENT, Role.UTILITY})

_LOOK = frozenset({Permission.VIEW_PROJECTS, Permission.VIEW_POLICY})
_READ_ALL = _LOOK | {
    Permission.VIEW_REGISTER,
    Permission.VIEW_MONEY,
    Permission.VIEW_DASHBOARD,
    Permission.EXPORT,
}

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.STREET_CLERK: _LOOK
    | {
        Permission.VIEW_REGISTER,
        Permission.VIEW_PERSONS,
        Permission.VIEW_ANSWERS,
        Permission.EDIT_REGISTER,
        Permission.IMPORT_TABLE,
        Permission.EDIT_CONTENTS,
        Permission.WORK_STEP,
        Permission.REPORT_WORKS,
        Permission.OPEN_ROUND,
        Permission.RECORD_PAPER,
        Permission.CLOSE_ROUND,
        Permission.POST_NOTICE,
        Permission.HANDLE_OBJECTION,
        Permission.RUN_ACCEPTANCE,
        Permission.RUN_HANDOVER,
        Permission.VIEW_MONEY,
        Permission.COLLECT_MONEY,
        Permission.PRINT_PAPER,
        Permission.VIEW_DASHBOARD,
        Permission.EXPORT,
    },
    Role.BUREAU_HANDLER: _READ_ALL
    | {
        Permission.VIEW_PERSONS,
        Permission.VIEW_ANSWERS,
        Permission.EDIT_REGISTER,
        Permission.IMPORT_PLAN,
        Permission.IMPORT_TABLE,
        Permission.EDIT_PROJECT,
        Permission.EDIT_CONTENTS,
        Permission.WORK_STEP,
        Permission.EXTEND_DEADLINE,
        Permission.WITHDRAW_PROJECT,
        Permission.REPORT_WORKS,
        Permission.OPEN_ROUND,
        Permission.CLOSE_ROUND,
        Permission.POST_NOTICE,
        Permission.HANDLE_OBJECTION,
        Permission.GIVE_OPINION,
        Permission.RUN_ACCEPTANCE,
        Permission.RUN_HANDOVER,
        Permission.DETERMINE_SHARES,
        Permission.PRINT_PAPER,
    },
    Role.BUREAU_REVIEWER: _READ_ALL
    | {
        Permission.VIEW_ANSWERS,
        Permission.CONFIRM_TALLY,
        Permission.CONFIRM_SHARES,
        Permission.CHECK_POLICY,
        Permission.PUBLISH_POLICY,
        Permission.SIMULATE_POLICY,
        Permission.MIGRATE_RULES,
        Permission.GIVE_OPINION,
        Permission.WORK_STEP,
        Permission.PRINT_PAPER,
    },
    Role.POLICY_OFFICER: _LOOK
    | {Permission.EDIT_POLICY, Permission.SIMULATE_POLICY, Permission.PRINT_PAPER},
    Role.DEPARTMENT: _LOOK | {Permission.WORK_STEP, Permission.GIVE_OPINION},
    Role.UTILITY: _LOOK | {Permission.WORK_STEP, Permission.GIVE_OPINION},
    Role.FINANCE: _LOOK
    | {
        Permission.VIEW_MONEY,
        Permission.BOOK_MONEY,
        Permission.IMPORT_TABLE,
        Permission.CONFIRM_SHARES,
        Permission.GIVE_OPINION,
        Permission.WORK_STEP,
        Permission.VIEW_DASHBOARD,
        Permission.PRINT_PAPER,
        Permission.EXPORT,
    },
    Role.LEADER: _READ_ALL | {Permission.PRINT_PAPER},
    Role.AUDITOR: _READ_ALL | {Permission.VIEW_AUDIT, Permission.PRINT_PAPER},
    Role.SYSTEM_ADMIN: frozenset({Permission.MANAGE_USERS}),
    Role.SECURITY_ADMIN: frozenset({Permission.MANAGE_SECURITY}),
    Role.AUDIT_ADMIN: frozenset({Permission.VIEW_AUDIT}),
}
