"""The tabs of a project and who owns them, as plain lists: apps below never name apps above.

`renovation` reads them from the settings. A page that does not exist yet is left out.
"""

from __future__ import annotations

# (label, URL name taking `project_id`, right that shows it)
PROJECT_TABS: list[tuple[str, str, str]] = [
    ("概况", "renovation:project", "view_projects"),
    ("楼栋住户", "renovation:homes", "view_register"),
    ("改造内容", "renovation:contents", "view_projects"),
    ("征询表决", "approvals:rounds", "view_projects"),
    ("公示", "approvals:notices", "view_projects"),
    ("资金", "funding:project", "view_money"),
    ("流程", "renovation:procedure", "view_projects"),
    ("文件", "renovation:files", "view_projects"),
    ("验收移交", "approvals:acceptance", "view_projects"),
    ("操作记录", "renovation:history", "view_projects"),
]

# Step kind → URL name (taking `project_id`) of the page where its work is done.
STEP_PAGES: dict[str, str] = {
    "plain": "renovation:procedure",
    "consent": "approvals:rounds",
    "notice": "approvals:notices",
    "money": "funding:project",
    "review": "approvals:reviews",
    "works": "renovation:works",
    "acceptance": "approvals:acceptance",
    "handover": "approvals:acceptance",
}

# Step kind → function `notes(project, step, on) -> list[dict]` that adds to the next-step card.
STEP_NOTES: dict[str, str] = {"consent": "approvals.selectors.card_notes.steering"}

# Function `offers(user, project, wanted) -> {(step, document): Offer}` that says how the papers
# that steps ask for are printed.
STEP_PAPERS = "reports.selectors.step_papers.offers"

# Step kind → function `deeds(steps, user) -> {step: Deed}` that tells what open steps wait for.
STEP_DEEDS: dict[str, str] = {
    "consent": "approvals.selectors.deeds.consent",
    "review": "approvals.selectors.deeds.review",
    "money": "funding.selectors.deeds.money",
}

# Functions `figures(project, on, user) -> list[dict]` that add to the row of key figures.
PROJECT_FIGURES: list[str] = [
    "funding.selectors.figures.project_figures",
    "approvals.selectors.figures.owners",
]

# Functions `subjects(project) -> [(kind, key)]` that name what a project shares with others, as the
# round of its cluster: papers about it lie with each of them.
SHARED_SUBJECTS: list[str] = ["approvals.selectors.clusters.shared_rounds"]

# Functions `end(by, on, project, reason)` that end what upper apps have under way when a project is
# withdrawn, in the same transaction.
WITHDRAWALS: list[str] = ["approvals.services.rounds.void_live"]

# Role → URL name of the page that opens after signing in; everybody else begins at the workbench.
LANDING_PAGES: dict[str, str] = {
    "leader": "reports:dashboard",
    "finance": "funding:overview",
    "policy_officer": "policies:policy_list",
    "system_admin": "accounts:system",
    "security_admin": "accounts:system",
    "audit_admin": "accounts:system",
}
