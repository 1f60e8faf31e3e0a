"""Every address of the product, and for each a thing of Linqu that it may be asked about."""

import re

from django.urls import get_resolver

from accounts.models import User
from approvals import models as approvals
from common.clock import business_now, business_today, real_now
from districts.models import Building, ExclusiveUnit
from funding import models as funding
from intake.models import StagedRow, Upload
from policies.models import Policy, PolicyVersion
from records.models import Attachment, IssuedPaper, Job, SavedView
from renovation.models import (
    Plan,
    ProcedureMigration,
    Project,
    ProjectGroup,
    RegisterRow,
    Simulation,
    SimulationRow,
    Step,
)
from renovation.services.groups import GroupEntry, enter_group
from renovation.services.registers import RegisterEntry, enter_row
from reports.services.simulating import simulate

LINQU = "370724"
STATIC = re.compile(r"^(static|media|__)")


def _walk(resolver, prefix="", spaces=()):
    for pattern in resolver.url_patterns:
        text = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            space = (pattern.namespace,) if pattern.namespace else ()
            yield from _walk(pattern, text, spaces + space)
        elif pattern.name != "format" and "format" not in str(pattern.pattern):
            yield ":".join([*spaces, pattern.name or "?"]), text


def addresses():
    """Name → route with its parameters, each once, in the order of the names."""
    found = {}
    for name, route in _walk(get_resolver()):
        if not STATIC.match(route):
            found.setdefault(name, route)
    return dict(sorted(found.items()))


def north():
    """The project that every question is about."""
    return Project.objects.get(name="电力局北家属院")


def _first(rows):
    row = rows.order_by("pk").first()
    return row.pk if row else 0


def _of(model, path="project__"):
    return lambda: _first(model.objects.filter(**{f"{path}area_code__startswith": LINQU}))


def _staged_row():
    """A row of the import that is asked about."""
    row = StagedRow.objects.filter(upload=KEYS["intake:"]()).order_by("position").first()
    return row.number if row else 0


def _simulation():
    """The governing version held against the projects: nothing differs, but it is there."""
    found = _first(Simulation.objects)
    if found:
        return found
    version = PolicyVersion.objects.get(policy__key="linqu-2024")
    reviewer = User.objects.get(username="demo_reviewer")
    return simulate(by=reviewer, at=real_now(), on=version.effective_from, version=version).pk


def _register_row():
    """A supervisor of Linqu."""
    found = _first(RegisterRow.objects.filter(area_code__startswith=LINQU))
    if found:
        return found
    by = User.objects.get(username="demo_clerk")
    values = {"姓名": "王平", "意见": "管沟回填及时"}
    entry = RegisterEntry(LINQU, business_today(), values, north())
    return enter_row(by=by, at=business_now(), register="supervisors", entry=entry).pk


def _survey():
    """A survey of Linqu's project; drawn by hand, for its works have not ended."""
    found = _first(approvals.Survey.objects.filter(project=north()))
    if found:
        return found
    by = User.objects.get(username="demo_handler")
    return approvals.Survey.objects.create(
        project=north(),
        title="改造满意度调查",
        items={"works": "施工质量"},
        seed="0" * 64,
        population=160,
        sample={"1": ["1-1-101"]},
        size=1,
        opened_on=business_today(),
        closes_on=business_today(),
        opened_at=business_now(),
        opened_by=by,
    ).pk


def _group():
    """An investment project of Linqu."""
    found = _first(ProjectGroup.objects.filter(area_code=LINQU))
    if found:
        return found
    values = ("investment", LINQU, "城关片区改造项目", 2024, 2024, "临发改〔2024〕2号")
    by = User.objects.get(username="demo_handler")
    entry = GroupEntry(*values)
    return enter_group(by=by, at=real_now(), entry=entry, projects=[north()]).pk


def _determination():
    return _first(funding.Determination.objects.filter(project=north(), live=True))


def _share():
    return _first(funding.HouseholdShare.objects.filter(determination=_determination()))


PROJECT = lambda: north().pk  # noqa: E731  one of many in the tables below
ROUND = lambda: approvals.Round.objects.get(project=north(), key="second").pk  # noqa: E731
UNIT = lambda: _first(ExclusiveUnit.objects.filter(building__community=north().community))  # noqa: E731
STEP = lambda: Step.objects.get(project=north(), key="second_round").pk  # noqa: E731
COMMUNITY = lambda: north().community_id  # noqa: E731
VERSION = lambda: PolicyVersion.objects.get(policy__key="linqu-2024").pk  # noqa: E731
NOTICE = lambda: _first(approvals.Notice.objects.filter(project=north()))  # noqa: E731

# Parameters that mean the same wherever they stand.
PARAMETERS = {
    "project_id": PROJECT,
    "community_id": COMMUNITY,
    "version_id": VERSION,
    "step_id": STEP,
    "determination_id": _determination,
    "share_id": _share,
    "entry_id": _of(funding.LedgerEntry),
    "conflict_id": lambda: "X16",
    "case_id": lambda: "临朐-征1",
    "rule": lambda: "rounds.second",
    "code": lambda: LINQU,
    "stage": lambda: "estimate",
    "payer": lambda: "residents",
    "matter": lambda: "scheme",
    "number": lambda: 0,
    "subject": lambda: "round",
    "kind": lambda: "consent_summary",
    "form": lambda: "contents",
    "token": lambda: "no-such-token",
    "assignment": lambda: _first(User.objects.get(username="demo_clerk").assignments),
    "key": lambda: "second",
    "row_id": lambda: _first(SimulationRow.objects),
}
# Whose key `pk` is, by the beginning of the name; the longest beginning wins.
KEYS = {
    "accounts:": lambda: User.objects.get(username="demo_clerk").pk,
    "records:attachment": lambda: _first(Attachment.objects.filter(area_code__startswith=LINQU)),
    "records:paper_pdf": lambda: _first(IssuedPaper.objects.filter(area_code__startswith=LINQU)),
    "records:job": lambda: _first(Job.objects.filter(area_code__startswith=LINQU)),
    "records:drop_view": lambda: _first(SavedView.objects),
    "districts:": COMMUNITY,
    "districts:correct_unit": UNIT,
    "districts:change_owners": UNIT,
    "renovation:group": _group,
    "renovation:register_": _register_row,
    "api-register-row-": _register_row,
    "api-group-": _group,
    "renovation:plan": lambda: Plan.objects.get(area_code=LINQU).pk,
    "approvals:": ROUND,
    "approvals:submit_batch": _of(approvals.Batch, "round__project__"),
    "approvals:signed_sheet": _of(approvals.Seal, "round__project__"),
    "approvals:recheck": _of(approvals.Seal, "round__project__"),
    "approvals:settle_difference": _of(approvals.SecondEntry, "round__project__"),
    "approvals:undo": _of(approvals.Paper, "round__project__"),
    "approvals:correct": _of(approvals.Paper, "round__project__"),
    "approvals:undelivered": _of(approvals.HeadUnit, "round__project__"),
    "approvals:paper": _of(approvals.HeadUnit, "round__project__"),
    "approvals:visit": _of(approvals.HeadUnit, "round__project__"),
    "approvals:give_mandate": _of(approvals.HeadUnit, "round__project__"),
    "approvals:end_mandate": _of(approvals.Mandate, "round__project__"),
    "approvals:match_scan": _of(approvals.Scan, "round__project__"),
    "approvals:set_scan_aside": _of(approvals.Scan, "round__project__"),
    "approvals:keep_evidence": _of(approvals.HeadUnit, "round__project__"),
    "api-mandate-": _of(approvals.Mandate, "round__project__"),
    "api-scan-": _of(approvals.Scan, "round__project__"),
    "api-batch-": _of(approvals.Batch, "round__project__"),
    "approvals:photograph": NOTICE,
    "approvals:cancel_notice": NOTICE,
    "approvals:interrupt_notice": NOTICE,
    "approvals:notice_why": NOTICE,
    "approvals:restore_notice": NOTICE,
    "approvals:objection": NOTICE,
    "approvals:mediate": _of(approvals.Objection, "notice__project__"),
    "approvals:answer": _of(approvals.Objection, "notice__project__"),
    "approvals:settle": _of(approvals.Objection, "notice__project__"),
    "approvals:type_slip": _survey,
    "approvals:close_survey": _survey,
    "approvals:survey_why": _survey,
    "api-survey-": _survey,
    "approvals:opinion": _of(approvals.Opinion, "review__project__"),
    "approvals:conclude_review": _of(approvals.Review),
    "approvals:sign": _of(approvals.AcceptanceParty, "acceptance__project__"),
    "approvals:find_problem": _of(approvals.Acceptance),
    "approvals:fix_problem": _of(approvals.AcceptanceProblem, "acceptance__project__"),
    "approvals:conclude": _of(approvals.Acceptance),
    "approvals:receive_item": _of(approvals.HandoverItem),
    "intake:": lambda: _first(Upload.objects.filter(area_code__startswith=LINQU)),
    "reports:remind": PROJECT,
    "reports:print": ROUND,
    "reports:simulation": _simulation,
    "reports:export_round": ROUND,
    "job-": lambda: _first(Job.objects.filter(area_code__startswith=LINQU)),
    "paper-": lambda: _first(IssuedPaper.objects.filter(area_code__startswith=LINQU)),
    "community-": COMMUNITY,
    "building-": lambda: _first(Building.objects.filter(community=north().community)),
    "unit-": UNIT,
    "policy-": lambda: Policy.objects.get(key="linqu-2024").pk,
    "policy-version-": VERSION,
    "api-plan-": lambda: Plan.objects.get(area_code=LINQU).pk,
    "api-project-": PROJECT,
    "api-step-": STEP,
    "api-determination-": _determination,
    "api-ledger-": _of(funding.LedgerEntry),
    "api-allocation-": _of(funding.Allocation),
    "api-receipt-": _of(funding.Receipt),
    "api-payment-": _of(funding.Payment),
    "api-import-": lambda: _first(Upload.objects.filter(area_code__startswith=LINQU)),
    "api-round-": ROUND,
    "api-roll-": PROJECT,
    "api-second-entry-": _of(approvals.SecondEntry, "round__project__"),
    "api-paper-": _of(approvals.Paper, "round__project__"),
    "api-notice-": NOTICE,
    "api-objection-": _of(approvals.Objection, "notice__project__"),
    "api-review-": _of(approvals.Review),
    "api-opinion-": _of(approvals.Opinion, "review__project__"),
    "api-acceptance-": _of(approvals.Acceptance),
    "api-migration-": _of(ProcedureMigration),
    "api-simulation-": _simulation,
    "api-handover-": _of(approvals.HandoverItem),
}
# Parameters that one address reads otherwise.
SPECIAL = {
    "districts:bulk_edit": {"key": lambda: "buildings"},
    "reports:figure_why": {"key": lambda: "target.households"},
    "reports:export_listing": {"key": lambda: "buildings"},
    "reports:listing_file": {"pk": lambda: 0},
    "api-template": {"kind": lambda: "building_register"},
    "reports:template": {"key": lambda: "building_register"},
    "intake:row": {"number": _staged_row},
    "renovation:why": {"key": lambda: "investment"},
    "renovation:register": {"key": lambda: "supervisors"},
    "renovation:register_enter": {"key": lambda: "supervisors"},
    "renovation:register_correct": {"key": lambda: "supervisors"},
    "renovation:register_close": {"key": lambda: "supervisors"},
    "renovation:plan_adjust": {"kind": lambda: "rename"},
    "renovation:plan_why": {"key": lambda: "households"},
    "api-plan-explain": {"key": lambda: "households"},
    "renovation:declare": {"key": lambda: "low_risk.confirmed"},
    "renovation:step_upload": {"key": lambda: "second_summary"},
    "api-project-explain": {"key": lambda: "investment"},
    "approvals:post_notice": {"key": lambda: "scheme"},
    "approvals:open_review": {"key": lambda: "joint"},
    "funding:reverse_flow": {"kind": lambda: "receipt", "entry_id": _of(funding.Receipt)},
    "reports:export_round": {"kind": lambda: "roll"},
    "api-round-table": {"kind": lambda: "roll"},
    "records:draft": {"subject": lambda: "1"},
}
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")


def key_of(name):
    """The function that gives `pk` for this address."""
    fitting = [start for start in KEYS if name.startswith(start)]
    assert fitting, f"{name}: say in KEYS whose key its pk is"
    return KEYS[max(fitting, key=len)]


def path_of(name, route):
    """The address filled in for the sample things."""
    special = SPECIAL.get(name, {})

    def value(match):
        word = match[1] or match[2]
        if word in special:
            return str(special[word]())
        return str(key_of(name)() if word == "pk" else PARAMETERS[word]())

    return "/" + PARAMETER.sub(value, route).replace("^", "").replace("$", "")
