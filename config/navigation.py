"""The main menu as a plain list: page, sign, words, and the right that shows it."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.access import Access
from accounts.permissions import Permission


@dataclass(frozen=True, slots=True)
class Item:
    """One entry. `rights`: any of them shows it, none means everybody. `covers` by view prefix."""

    view: str
    icon: str
    label: str
    rights: tuple[Permission, ...] = ()
    under: tuple[str, ...] = ()

    def allowed(self, access: Access) -> bool:
        """Whether the person sees the entry."""
        return not self.rights or any(access.has(right) for right in self.rights)

    def covers(self, view: str, *, inside_project: bool) -> bool:
        """Whether the page belongs to this entry; a project's tabs belong to the projects."""
        if inside_project:
            return self.view == "renovation:project_list"
        return view == self.view or any(view.startswith(prefix) for prefix in self.under)


GROUPS: tuple[tuple[Item, ...], ...] = (
    (
        Item("reports:workbench", "layout-wtf", "工作台"),
        Item(
            "renovation:project_list",
            "calendar3",
            "计划与项目",
            (Permission.VIEW_PROJECTS,),
            ("renovation:project", "renovation:plan", "intake:"),
        ),
        Item(
            "districts:community_list",
            "building",
            "小区台账",
            (Permission.VIEW_REGISTER,),
            ("districts:",),
        ),
        Item(
            "approvals:round_list",
            "check2-square",
            "意见征询",
            (Permission.VIEW_PROJECTS,),
            ("approvals:",),
        ),
        Item("funding:overview", "cash", "资金", (Permission.VIEW_MONEY,), ("funding:",)),
        Item(
            "renovation:step_list",
            "clipboard-check",
            "审批与验收",
            (Permission.VIEW_PROJECTS,),
            ("renovation:step",),
        ),
        Item(
            "renovation:registers",
            "journal-text",
            "专项登记",
            (Permission.VIEW_PROJECTS,),
            ("renovation:register",),
        ),
    ),
    (
        Item(
            "reports:dashboard",
            "speedometer2",
            "驾驶舱",
            (Permission.VIEW_DASHBOARD,),
            ("reports:dashboard",),
        ),
        Item(
            "reports:papers",
            "file-earmark-bar-graph",
            "报表通报",
            (Permission.PRINT_PAPER, Permission.EXPORT),
            ("reports:paper",),
        ),
        Item(
            "policies:policy_list",
            "book",
            "政策",
            (Permission.VIEW_POLICY,),
            ("policies:", "reports:simulat"),
        ),
        Item(
            "accounts:system",
            "gear",
            "系统",
            (Permission.MANAGE_USERS, Permission.MANAGE_SECURITY, Permission.VIEW_AUDIT),
            ("accounts:",),
        ),
    ),
)
