"""More of everything: whole projects copied with what hangs on them, set by set.

What is copied are rows, not decisions: numbers that must be unique get a suffix, references within
a project follow the copy, references to a row of the same table are dropped.
"""

from copy import copy
from itertools import count

from axes.models import AccessAttempt

from accounts.permissions import Role
from accounts.services import audit
from approvals import models as approvals
from common.clock import business_now, business_today, real_now
from districts.models import Area, Building, Community, Entrance, ResponsibleUnit
from funding import models as funding
from funding.services.sources import ensure_sources, source_of
from intake.models import Upload
from policies.models import Policy, PolicyVersion
from records.models import Attachment, Job
from renovation import models as renovation
from tests.factories.accounts import UserFactory
from tests.factories.records import IssuedPaperFactory

YUEQING = "330382"
# What is copied with a project, in the order of the references, each with the way to the project.
HANGING = (
    (renovation.RulePin, "project"),
    (renovation.Step, "project"),
    (renovation.StepDocument, "step__project"),
    (renovation.Reminder, "step__project"),
    (renovation.DeadlineExtension, "step__project"),
    (renovation.StageChange, "project"),
    (renovation.Milestone, "project"),
    (renovation.ProjectFact, "project"),
    (renovation.ContentItem, "project"),
    (renovation.WorksReport, "project"),
    (renovation.PlanLine, "project"),
    (approvals.Round, "project"),
    (approvals.RunningTally, "round__project"),
    (approvals.Tally, "round__project"),
    (approvals.Notice, "project"),
    (approvals.Objection, "notice__project"),
    (approvals.Review, "project"),
    (approvals.Opinion, "review__project"),
    (approvals.Acceptance, "project"),
    (approvals.AcceptanceParty, "acceptance__project"),
    (approvals.AcceptanceProblem, "acceptance__project"),
    (approvals.HandoverItem, "project"),
    (funding.Determination, "project"),
    (funding.DeterminationLine, "determination__project"),
    (funding.LedgerEntry, "project"),
)
UNIQUE = {
    Community: ("code", "name", "normalised_name"),
    renovation.Project: ("code", "name"),
    Policy: ("key",),
}
NUMBERS = count(1)


class Copies:
    """`times` copies of rows; which became which is remembered."""

    def __init__(self, times):
        self.suffixes = [f"-{next(NUMBERS)}" for _ in range(times)]
        self.became = {}

    def of(self, rows, **changes):
        """Copy these rows of one model, with other values where `changes` says so."""
        rows = list(rows)
        if not rows:
            return
        model = type(rows[0])
        made = [
            self._one(row, place, suffix, changes)
            for row in rows
            for place, suffix in enumerate(self.suffixes)
        ]
        made = iter(model.objects.bulk_create(made))
        for row in rows:
            self.became[model, row.pk] = [next(made).pk for _ in self.suffixes]

    def _one(self, row, place, suffix, changes):
        new, model = copy(row), type(row)
        new.pk, new._state = None, copy(row._state)
        new._state.adding, new._state.fields_cache = True, {}
        for field in model._meta.concrete_fields:
            if field.is_relation:
                there = getattr(row, field.attname)
                same = self.became.get((field.related_model, there))
                if same:
                    setattr(new, field.attname, same[place])
                elif field.related_model is model:
                    setattr(new, field.attname, None)
        for name in UNIQUE.get(model, ()):
            setattr(new, name, f"{getattr(new, name)}{suffix}")
        for name, value in changes.items():
            setattr(new, name, value)
        return new


def _community():
    """The one that the demonstration has there; its copies come after it."""
    return Community.objects.filter(area_code__startswith=YUEQING).earliest("pk")


def _projects(copies):
    communities = Community.objects.filter(pk=_community().pk)
    copies.of(communities)
    copies.of(Building.objects.filter(community__in=communities))
    copies.of(Entrance.objects.filter(building__community__in=communities))
    first = renovation.Project.objects.filter(community__in=communities)
    keys = [project.pk for project in first]
    copies.of(first, current_step_id=None)
    for model, way in HANGING:
        copies.of(model.objects.filter(**{f"{way}__in": keys}).order_by("pk"))
    changed = []
    for project in first:
        for place, pk in enumerate(copies.became[renovation.Project, project.pk]):
            if project.current_step_id:
                step = copies.became[renovation.Step, project.current_step_id][place]
                changed.append(renovation.Project(pk=pk, current_step_id=step))
    renovation.Project.objects.bulk_update(changed, ["current_step"])


def _policies(copies):
    shipped = Policy.objects.filter(key="yueqing-2023")
    versions = PolicyVersion.objects.filter(policy__in=shipped)
    copies.of(shipped)
    nobody = dict.fromkeys(
        f"{act}_{what}" for act in ("checked", "published") for what in ("by_id", "at")
    )
    copies.of(versions, status="draft", **nobody)


def _flows(project, suffixes, by):
    """Allocations, receipts and payments of one project, each under its own number."""
    ensure_sources(YUEQING)
    shared = {
        "project": project,
        "source": source_of(YUEQING, "district"),
        "amount": 1,
        "booked_by": by,
        "booked_at": business_now(),
    }
    day = business_today()
    funding.Allocation.objects.bulk_create(
        funding.Allocation(**shared, document_no=f"文{n}", allocated_on=day) for n in suffixes
    )
    funding.Receipt.objects.bulk_create(
        funding.Receipt(**shared, voucher=f"到{n}", received_on=day) for n in suffixes
    )
    funding.Payment.objects.bulk_create(
        funding.Payment(**shared, voucher=f"付{n}", paid_on=day, purpose="works", payee="施工单位")
        for n in suffixes
    )


def _objections(notice, suffixes, by):
    approvals.Objection.objects.bulk_create(
        approvals.Objection(
            notice=notice,
            received_on=business_today(),
            raised_by=f"业主{n}",
            matter="充电棚离窗过近",
            received_by=by,
            received_at=business_now(),
        )
        for n in suffixes
    )


def _simulations(projects, suffixes, by):
    """Questions about the version in force; the first finds a difference on each new project."""
    version = PolicyVersion.objects.get(policy__key="yueqing-2023")
    renovation.Simulation.objects.bulk_create(
        renovation.Simulation(
            version=version,
            version_hash=version.content_hash,
            area_code=YUEQING,
            on=business_today(),
            asked_at=business_now(),
            asked_by=by,
        )
        for _ in suffixes
    )
    first = renovation.Simulation.objects.filter(area_code=YUEQING).earliest("pk")
    renovation.SimulationRow.objects.bulk_create(
        renovation.SimulationRow(
            simulation=first,
            project_id=key,
            kind="deadline",
            key="deadline.file",
            label="备案",
            effect="publish",
            days=3,
        )
        for key in projects
    )


def _migrations(projects, by):
    """Each new project moved from the version in force to one of the drafts."""
    version = PolicyVersion.objects.get(policy__key="yueqing-2023")
    draft = PolicyVersion.objects.filter(status="draft").latest("pk")
    pins = renovation.RulePin.objects.filter(project__in=projects, rule="procedure")
    renovation.ProcedureMigration.objects.bulk_create(
        renovation.ProcedureMigration(
            project_id=pin.project_id,
            source=version,
            target=draft,
            pin=pin,
            kind="structural",
            reason="新办法施行",
            migrated_on=business_today(),
            migrated_at=business_now(),
            migrated_by=by,
        )
        for pin in pins
    )


def _second_entries(times, by):
    """As many papers typed again, alike."""
    papers = approvals.Paper.objects.filter(
        round__project__area_code__startswith=YUEQING, second_entry=None
    ).exclude(entered_by=by)
    approvals.SecondEntry.objects.bulk_create(
        approvals.SecondEntry(
            round_id=paper.round_id,
            paper=paper,
            first_by_id=paper.entered_by_id,
            answers={},
            agrees=True,
            entered_at=business_now(),
            entered_by=by,
        )
        for paper in papers.order_by("pk")[:times]
    )


def _at_doors(suffixes, by):
    """Mandates taken back, pages of one scanned file, piles of papers: of one round."""
    unit = approvals.HeadUnit.objects.filter(round__project__area_code__startswith=YUEQING)
    unit, now = unit.select_related("head").earliest("pk"), business_now()
    told = {"noted_at": now, "noted_by": by, "ended_at": now, "ended_by": by, "end_reason": "收回"}
    approvals.Mandate.objects.bulk_create(
        approvals.Mandate(
            round_id=unit.round_id,
            head=unit.head,
            agent="李建华",
            agent_masked="李*华",
            agent_digest="0" * 64,
            signed_on=business_today(),
            **told,
        )
        for _ in suffixes
    )
    source = Attachment.objects.create(
        subject_kind="approvals.round",
        subject_id=str(unit.round_id),
        label="意见表扫描件",
        area_code=YUEQING,
        name="表.pdf",
        content_type="application/pdf",
        size=8,
        sha256="0" * 64,
        path="attachments/x",
        sees=["record_paper"],
        added_at=now,
        added_by=by,
    )
    taken = {"round_id": unit.round_id, "finding": "no_code", "taken_at": now, "taken_by": by}
    approvals.Scan.objects.bulk_create(
        approvals.Scan(source=source, page=number, **taken) for number, _ in enumerate(suffixes, 1)
    )
    approvals.Batch.objects.bulk_create(
        approvals.Batch(
            round_id=unit.round_id,
            building=f"甲{suffix}",
            number=1,
            total=0,
            opened_at=now,
            opened_by=by,
        )
        for suffix in suffixes
    )


def grow(people, times):
    """`times` more of whatever a list shows."""
    by = people.by_name["demo_yq_handler"]
    copies = Copies(times)
    _projects(copies)
    _policies(copies)
    community = _community()
    for suffix in copies.suffixes:
        UserFactory(role=Role.BUREAU_HANDLER, role__area=YUEQING)
        IssuedPaperFactory(area_code=YUEQING, issued_by=UserFactory())
        audit.record(by=by, action="登记", on=community)
        AccessAttempt.objects.create(
            username=by.username,
            ip_address=f"10.0.0.{suffix[1:]}",
            attempt_time=real_now(),
            failures_since_start=1,
        )
    new = copies.suffixes
    _flows(community.projects.earliest("pk"), new, by)
    copied = copies.became[renovation.Project, community.projects.earliest("pk").pk]
    _simulations(copied, new, people.by_name["demo_yq_policy"])
    _migrations(copied, people.by_name["demo_yq_reviewer"])
    _second_entries(times, by)
    _at_doors(new, by)
    _objections(approvals.Notice.objects.earliest("pk"), new, by)
    renovation.Plan.objects.bulk_create(
        renovation.Plan(area_code=YUEQING, year=2024 - int(suffix[1:]), title=f"计划{suffix}")
        for suffix in new
    )
    renovation.ProjectGroup.objects.bulk_create(
        renovation.ProjectGroup(
            kind="cluster",
            area_code=YUEQING,
            name=f"组团{suffix}",
            first_year=2024,
            last_year=2025,
            document_no="乐政〔2024〕1号",
        )
        for suffix in new
    )
    renovation.RegisterRow.objects.bulk_create(
        renovation.RegisterRow(
            register="petitions",
            version=PolicyVersion.objects.get(policy__key="yueqing-2023"),
            area_code=YUEQING,
            number=int(suffix[1:]),
            happened_on=business_today(),
            values='{"事由": "噪声"}',
            entered_at=business_now(),
            entered_by=by,
        )
        for suffix in new
    )
    homes = {"title": "满意度调查", "population": 9, "sample": {"1": ["101"]}, "size": 1}
    approvals.Survey.objects.bulk_create(
        approvals.Survey(
            project_id=key,
            seed="0" * 64,
            opened_on=business_today(),
            closes_on=business_today(),
            opened_at=business_now(),
            opened_by=by,
            **homes,
        )
        for key in copied
    )
    Job.objects.bulk_create(
        Job(
            kind="test.job",
            title="测试作业",
            area_code=YUEQING,
            requested_at=business_now(),
            requested_by=by,
            state="running",
        )
        for _ in new
    )
    Upload.objects.bulk_create(
        Upload(
            area_code=YUEQING,
            year=2024,
            title="计划",
            name=f"计划{suffix}.xlsx",
            path="uploads/x",
            size=8,
            sha256="0" * 64,
            sheet="计划",
            basis="0" * 64,
            uploaded_at=business_now(),
            uploaded_by=by,
        )
        for suffix in new
    )
    Area.objects.bulk_create(
        Area(
            code=f"{YUEQING}L{suffix[1:]:0>2}", name=f"街道{suffix}", level="street", source="测试"
        )
        for suffix in new
    )
    ResponsibleUnit.objects.bulk_create(
        ResponsibleUnit(
            code=f"{YUEQING}-more{suffix}",
            name=f"市第{suffix}局",
            kind="department",
            short_name=f"第{suffix}局",
            area_code=YUEQING,
        )
        for suffix in new
    )
