"""A version held against the running projects: read only, complete, kept with its question."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import AuditEntry
from accounts.permissions import Role
from common.errors import NotAllowed, Refused
from policies.loading.parse import content_hash, parse_text
from policies.models import PolicyVersion
from renovation.models import Project, Simulation, SimulationRow, Step
from renovation.services.migrating import Approval, migrate_procedure
from reports.selectors.simulations import running
from reports.services.simulating import simulate
from tests.benchmarks.world import newer, running_projects
from tests.factories.accounts import UserFactory
from tests.factories.renovation import NOW, TEXT, TODAY, published_policy

pytestmark = pytest.mark.django_db


def officer(area="370724"):
    return UserFactory(role=Role.POLICY_OFFICER, role__area=area)


def draft(change=newer):
    """Another version of the test policy, in nobody's name and not in force."""
    parsed = parse_text(change(TEXT.read_text(encoding="utf-8")))
    standing = published_policy()
    return PolicyVersion.objects.create(
        policy=standing.policy,
        sequence=standing.policy.versions.count() + 1,
        content=parsed.content,
        content_hash=content_hash(parsed.content, []),
        period=DateRange(TODAY, None),
        place_number=370724,
    )


def simulated(version, by=None):
    made = simulate(by=by or officer(), at=NOW, on=TODAY, version=version)
    return Simulation.objects.get(pk=made.pk)


def state():
    """All of the projects and steps, to see that nothing moves."""
    return (
        list(Project.objects.order_by("pk").values()),
        list(Step.objects.order_by("pk").values()),
    )


def test_it_says_who_gets_what_and_by_how_much():
    first = running_projects(4)[0]
    made = simulated(draft())
    assert (made.projects, made.affected) == (4, 4)
    rows = {row.key: row for row in made.rows.filter(project=first)}
    limit = rows["deadline.consult"]
    assert (limit.before, limit.after, limit.days) == ("2024-06-24", "2024-07-24", 30)
    share = rows["share.residents"]
    assert (share.before, share.after) == ("300,000.00 元", "450,000.00 元")
    assert (share.yuan, share.effect) == (Decimal("150000.00"), "publish")
    assert rows["share.government"].yuan == Decimal("-150000.00")
    paper = rows["document.design.model"]
    assert (paper.before, paper.after) == ("可选，未上传", "必备，未上传")
    result = rows["result.second.renovate"]
    assert (result.before, result.effect) == ("通过", "pinned")
    assert result.after.startswith("有效，未通过；同意人数还差 4 人")


def test_what_has_happened_is_compared_but_affects_nobody():
    running_projects(2)
    stricter = draft(lambda text: text.replace("share: 3/4", "share: 4/5"))
    made = simulated(stricter)
    assert made.affected == 0
    assert set(made.rows.values_list("effect", flat=True)) == {"pinned"}


def test_both_sides_explain_themselves_by_their_own_version():
    running_projects(2)
    version = draft()
    for row in simulated(version).rows.all():
        assert row.why_before["version"]["sequence"] == 1
        assert row.why_after["version"]["sequence"] == version.sequence
        assert row.why_before["version"]["hash"] != row.why_after["version"]["hash"]


def test_a_version_against_itself_gives_no_difference():
    running_projects(4)
    made = simulated(published_policy())
    assert (made.projects, made.affected, made.rows.count()) == (4, 0, 0)


def test_it_changes_nothing_and_is_kept_with_its_question():
    running_projects(2)
    version = draft()
    before = state()
    made = simulated(version)
    assert state() == before
    assert (made.version_hash, made.on) == (version.content_hash, TODAY)
    assert made.against == [
        {
            "key": "test-linqu",
            "title": "测政办字〔2024〕1号",
            "sequence": 1,
            "hash": published_policy().content_hash,
            "projects": 2,
        }
    ]
    assert (made.job.state, made.job.done) == ("done", 2)
    assert AuditEntry.objects.filter(action="policy.simulate").exists()


def test_what_was_foretold_comes_true():
    """Migrating afterwards gives the deadlines that the simulation said."""
    projects = running_projects(3)
    PolicyVersion.objects.filter(pk=published_policy().pk).update(
        status="retired", period=DateRange(date(2024, 1, 5), TODAY)
    )
    target = published_policy(newer, begins=TODAY, sequence=2)
    rows = simulated(target).rows.filter(kind="deadline", effect="migrate")
    told = {(row.project_id, row.key.partition(".")[2]): row.after for row in rows}
    reviewer = UserFactory(role=Role.BUREAU_REVIEWER, role__area="370724")
    migrate_procedure(
        by=reviewer, on=TODAY, projects=projects, target=target, approval=Approval("会议纪要")
    )
    for (project, key), day in told.items():
        step = Step.objects.get(project=project, key=key)
        assert (step.due_on.isoformat() if step.due_on else "未起算") == day
    assert told
    assert not simulated(target).rows.exclude(effect="pinned").exclude(kind="share").exists()


def test_asking_again_replaces_nothing():
    running_projects(1)
    version = draft()
    assert simulated(version).pk != simulated(version).pk
    assert Simulation.objects.count() == 2


def test_a_place_without_projects_and_a_person_without_the_right():
    version = draft()
    with pytest.raises(Refused, match="没有在办项目"):
        simulated(version)
    running_projects(1)
    with pytest.raises(NotAllowed):
        simulated(version, by=UserFactory(role=Role.LEADER, role__area="370724"))


def test_only_projects_in_scope_are_looked_at():
    running_projects(2)
    version = published_policy()
    assert len(running(officer(), version)) == 2
    assert running(officer("370725"), version) == []


def test_closed_and_withdrawn_projects_are_left_out():
    projects = running_projects(3)
    Project.objects.filter(pk=projects[0].pk).update(state="withdrawn")
    assert simulated(draft()).projects == 2


@pytest.fixture
def page(client):
    running_projects(3)
    by = officer()
    client.force_login(by)
    return simulated(draft(), by=by), client


def test_the_pages_filter_drill_down_and_export(page):
    made, client = page
    whole = client.get(reverse("reports:simulation", args=[made.pk]))
    assert whole.status_code == 200
    some = client.get(reverse("reports:simulation", args=[made.pk]), {"kind": "deadline"})
    assert some.context["page_obj"].paginator.count == made.rows.filter(kind="deadline").count()
    row = made.rows.filter(kind="deadline").first()
    one = client.get(reverse("reports:simulation_row", args=[made.pk, row.pk])).content.decode()
    assert row.before in one
    assert row.after in one
    book = client.get(
        reverse("reports:simulation_export", args=[made.pk]), {"kind": "deadline"}
    ).content
    sheet = load_workbook(BytesIO(book))["差异"]
    assert [cell.value for cell in sheet[1]][:4] == ["项目编号", "项目", "街道", "类别"]
    assert sheet.max_row - 1 == made.rows.filter(kind="deadline").count()


def test_the_button_asks_and_leads_to_the_result(page):
    made, client = page
    answer = client.post(reverse("reports:simulate", args=[made.version_id]))
    newest = Simulation.objects.order_by("-pk").first()
    assert answer.url == reverse("reports:simulation", args=[newest.pk])
    assert newest.pk != made.pk
    listed = client.get(reverse("reports:simulations", args=[made.version_id]))
    assert len(listed.context["page_obj"]) == 2


def test_the_list_says_when_the_draft_has_changed_since(page):
    made, client = page
    PolicyVersion.objects.filter(pk=made.version_id).update(content_hash="0" * 64)
    answer = client.get(reverse("reports:simulation", args=[made.pk]))
    assert "推演之后这一版的内容又改过" in answer.content.decode()


def test_questions_do_not_grow_with_the_projects(django_assert_max_num_queries):
    running_projects(40)
    version, by = draft(), officer()
    with django_assert_max_num_queries(60):
        simulated(version, by=by)
    assert SimulationRow.objects.values("project").distinct().count() == 40


def of_size(least):
    """The test policy for communities of at least so many households."""

    def change(text):
        return f"""{text}
eligibility:
  - key: scope
    name: 改造范围
    grants: renovation
    says: 户数够的纳入
    clause: [测试 九]
    criteria:
      - key: size
        name: 户数
        kind: requires
        says: 不少于 {least} 户
        clause: [测试 九]
        conditions: [{{fact: community.households, operator: ">=", value: "{least}"}}]
"""

    return change


def test_it_says_who_becomes_eligible_and_who_no_longer_is():
    published_policy(of_size(50))
    larger, smaller = running_projects(2)
    Project.objects.filter(pk=smaller.pk).update(households=40)

    made = simulated(draft(of_size(60)))
    stricter = {row.project_id: row for row in made.rows.filter(kind="eligible")}
    looser = simulated(draft(of_size(30))).rows.filter(kind="eligible").get()

    assert (stricter, made.affected) == ({}, 0)
    assert looser.project_id == smaller.pk
    assert (looser.before, looser.after, looser.effect) == ("不符合", "符合", "pinned")
    assert looser.why_before["version"]["sequence"] == 1
    assert looser.why_after["clauses"]
    [lost] = simulated(draft(of_size(61))).rows.filter(kind="eligible", project=larger)
    assert (lost.before, lost.after) == ("符合", "不符合")


def test_the_page_and_the_workbook_show_who_is_eligible(client):
    published_policy(of_size(50))
    running_projects(1)
    by = officer()
    made = simulated(draft(of_size(61)), by=by)
    client.force_login(by)
    address = reverse("reports:simulation", args=[made.pk])

    page = client.get(address, {"kind": "eligible"}).content.decode()
    export = reverse("reports:simulation_export", args=[made.pk])
    workbook = client.get(export, {"kind": "eligible"})

    assert "改造范围" in page
    assert "不符合" in page
    rows = list(load_workbook(BytesIO(workbook.content))["差异"].values)
    assert [rows[1][3], rows[1][5], rows[1][6]] == ["改造范围", "符合", "不符合"]
