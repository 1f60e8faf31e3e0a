from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.permissions import Role
from policies.rules.gates import FactValue
from renovation.models import Project, Reminder
from renovation.services.contents import ItemEntry, set_contents
from renovation.services.facts import record_facts
from tests.factories.accounts import UserFactory
from tests.factories.renovation import (
    NOW,
    OTHER_STREET,
    PlanFactory,
    ProjectFactory,
    advance,
    clerk,
    handler,
)

pytestmark = pytest.mark.django_db

TABS = ["project", "homes", "contents", "procedure", "files", "history", "works"]


@pytest.fixture
def project():
    return ProjectFactory(planned=PlanFactory())


def text(page):
    return page.content.decode()


def opened(client, name, *args, **query):
    return client.get(reverse(f"renovation:{name}", args=args), query)


@pytest.mark.parametrize("name", TABS)
def test_every_tab_opens_in_the_same_frame(client, project, name):
    client.force_login(handler())
    page = opened(client, name, project.pk)
    assert page.status_code == 200
    assert "下一步" in text(page)
    assert 'aria-current="page"' in text(page)


@pytest.mark.parametrize("name", TABS)
def test_another_place_sees_nothing(client, project, name):
    client.force_login(handler("330382"))
    assert opened(client, name, project.pk).status_code == 404


@pytest.mark.parametrize("name", ["project", "procedure"])
def test_a_department_reaches_the_project_through_its_step(client, project, name):
    client.force_login(UserFactory(role=Role.UTILITY, role__unit="370724-water"))
    assert opened(client, name, project.pk).status_code == 200
    client.force_login(UserFactory(role=Role.UTILITY, role__unit="370724-gas"))
    assert opened(client, name, project.pk).status_code == 404


def test_administrators_of_the_system_see_no_projects(client, project):
    client.force_login(UserFactory(role=Role.SYSTEM_ADMIN))
    assert opened(client, "project_list").status_code != 200


def test_the_card_comes_first_with_everything_that_is_missing(client, project):
    client.force_login(handler())
    page = text(opened(client, "project", project.pk))
    assert page.index("还差 2 项") < page.index("正在办的步骤")
    assert "《改造设计方案》，" in page
    assert "待补证" in page


def test_the_procedure_names_lead_supporters_deadline_and_blockers(client):
    project = ProjectFactory(at="review")
    client.force_login(handler())
    page = text(opened(client, "procedure", project.pk))
    assert "县自规局、县供水公司" in page
    assert "办结（还差 2 项）" in page
    assert reverse("renovation:why", args=[project.pk, "deadline.review"]) in page
    assert "确认是否符合低风险简化条件" in page


def test_completing_by_the_button(client, project):
    step = advance(project, "design")
    client.force_login(clerk())
    url = reverse("renovation:step_complete", args=[step.pk])
    page = client.post(url, follow=True)
    assert "《改造设计方案》，未上传" in text(page)
    upload = reverse("renovation:step_upload", args=[step.pk, "scheme"])
    file = SimpleUploadedFile("方案.pdf", b"%PDF-1.7 x", "application/pdf")
    assert client.post(upload, {"file": file}).status_code == 302
    page = client.post(url, follow=True)
    assert "已办结" in text(page)
    step.refresh_from_db()
    assert step.state == "done"


def test_a_refused_form_comes_back_as_typed(client, project):
    step = project.steps.get(key="design")
    client.force_login(handler())
    url = reverse("renovation:step_extend", args=[step.pk])
    page = client.post(url, {"to_day": "2024-06-01", "reason": "测绘未完"})
    assert page.status_code == 422
    assert "测绘未完" in text(page)
    assert "延期后的日期应晚于原期限" in text(page)
    assert client.post(url, {"to_day": "2024-06-28", "reason": "测绘未完"}).status_code == 302


def test_a_clerk_may_not_put_a_deadline_off(client, project):
    client.force_login(clerk())
    step = project.steps.get(key="design")
    assert client.get(reverse("renovation:step_extend", args=[step.pk])).status_code == 403


def test_evidence_by_the_form(client, project):
    step = project.steps.get(key="apply")
    client.force_login(clerk())
    url = reverse("renovation:step_evidence", args=[step.pk])
    assert client.get(url).status_code == 200
    client.post(url, {"happened_on": "2024-03-22", "document_no": "北苑〔2024〕3号"})
    step.refresh_from_db()
    assert (step.state, step.done_on) == ("done", date(2024, 3, 22))


def test_contents_are_picked_from_the_menu_and_kept_as_typed(client, project):
    client.force_login(clerk())
    url = reverse("renovation:contents", args=[project.pk])
    page = client.post(url, {"pick:building/basic/1": "on", "estimate:building/basic/2": "50.00"})
    assert page.status_code == 422
    assert "请填概算" in text(page)
    assert "填了概算但没有勾选" in text(page)
    assert "50.00" in text(page)
    client.post(
        url,
        {
            "pick:building/basic/1": "on",
            "estimate:building/basic/1": "1200000.00",
            "pick:site/improved/1": "on",
            "estimate:site/improved/1": "300000",
        },
    )
    project.refresh_from_db()
    assert project.investment == Decimal("1500000.00")
    page = text(client.get(url))
    assert "1,500,000.00" in page
    assert "完善类" in page


def test_after_works_have_started_a_change_of_contents_needs_its_reason(client):
    project = ProjectFactory(at="works")
    client.force_login(handler())
    url = reverse("renovation:contents", args=[project.pk])
    sent = {"pick:building/basic/1": "on", "estimate:building/basic/1": "1200000.00"}
    assert "变更理由" in text(client.post(url, sent))
    assert client.post(url, sent | {"reason": "设计变更 02 号"}).status_code == 302


def test_progress_is_reported_item_by_item_and_corrected_with_a_reason(client):
    project, by = ProjectFactory(at="works"), handler()
    set_contents(
        by=by,
        at=NOW,
        project=project,
        reason="补录",
        items=[ItemEntry("building/basic/1", Decimal("100.00"))],
    )
    client.force_login(by)
    url = reverse("renovation:works", args=[project.pk])
    client.post(url, {"day": "2024-06-18", "percent": "40", "item:building/basic/1": "60"})
    page = client.post(url, {"day": "2024-06-20", "percent": "30", "correct": "on"})
    assert "更正须写明原因" in text(page)
    client.post(url, {"day": "2024-06-20", "percent": "30", "correct": "on", "remark": "多报"})
    assert project.works_reports.count() == 2
    assert project.facts.get(key="works.progress").value == "3/10"
    assert project.contents.get().progress == 60


def test_why_is_a_page_and_a_drawer_and_recomputes(client, project):
    client.force_login(handler())
    url = reverse("renovation:why", args=[project.pk, "deadline.design"])
    assert "<html" in text(client.get(url))
    assert "端午节" in text(client.get(url))
    drawer = client.get(url, headers={"HX-Request": "true"})
    assert "<html" not in text(drawer)
    assert "重算一致" in text(client.post(url))


def test_a_stored_figure_that_no_longer_comes_out_is_shown_with_both_values(client, project):
    by = handler()
    set_contents(
        by=by, at=NOW, project=project, items=[ItemEntry("building/basic/1", Decimal("100"))]
    )
    project.contents.update(estimate=Decimal("90"))
    client.force_login(by)
    page = text(client.post(reverse("renovation:why", args=[project.pk, "investment"])))
    assert "重新计算与存下的不同" in page
    assert "90.00" in page


def test_an_unknown_reason_is_not_there(client, project):
    client.force_login(handler())
    for key in ("deadline.none", "gate.design.x", "fact.works.progress", "nonsense"):
        assert opened(client, "why", project.pk, key).status_code == 404


def test_the_list_ties_with_the_plan(client, project):
    claims = [{"name": "户数", "stated": "60", "unit": "户"}]
    PlanFactory().lines.model.plan.field.related_model.objects.update(claims=claims)
    client.force_login(handler())
    assert "与计划文件一致" in text(opened(client, "project_list"))
    Project.objects.update(households=59)
    page = text(opened(client, "project_list"))
    assert "与计划文件一致" not in page
    assert "计划文件 60，合计 59" in page


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ({}, 3),
        ({"view": "late"}, 2),
        ({"view": "not_started"}, 2),
        ({"street": OTHER_STREET}, 1),
        ({"step": "工程实施"}, 1),
        ({"state": "in_works"}, 1),
        ({"due": "none"}, 1),
        ({"q": "家属院"}, 3),
        ({"year": "2023"}, 0),
        ({"year": "all"}, 3),
        ({"q": "没有"}, 0),
    ],
)
def test_filters_and_views_of_the_list(client, query, number):
    ProjectFactory()
    ProjectFactory(street_code=OTHER_STREET)
    ProjectFactory(at="works")
    client.force_login(handler())
    page = opened(client, "project_list", **query)
    assert page.context["page_obj"].paginator.count == number


def test_a_street_clerk_sees_the_street_only(client):
    ProjectFactory()
    ProjectFactory(street_code=OTHER_STREET)
    client.force_login(clerk())
    assert opened(client, "project_list").context["page_obj"].paginator.count == 1


@pytest.mark.parametrize("rows", [3, 30])
def test_the_list_asks_ten_questions_whatever_its_length(
    client, rows, django_assert_max_num_queries
):
    plan = PlanFactory()
    for _ in range(rows):
        ProjectFactory(planned=plan)
    client.force_login(handler())
    with django_assert_max_num_queries(10):
        opened(client, "project_list")


@pytest.mark.parametrize("rows", [3, 30])
def test_the_step_list_asks_few_questions(client, rows, django_assert_max_num_queries):
    for _ in range(rows):
        ProjectFactory()
    client.force_login(handler())
    with django_assert_max_num_queries(10):
        page = opened(client, "step_list")
    assert page.context["page_obj"].paginator.count == rows


def test_late_steps_come_first_in_the_step_list(client):
    late, later = ProjectFactory(), ProjectFactory(at="start")
    client.force_login(handler())
    found = [row.project_id for row in opened(client, "step_list").context["page_obj"]]
    assert found == [late.pk, later.pk]


def test_bulk_reminder_shows_a_result_per_row(client, project):
    client.force_login(handler())
    page = client.post(reverse("renovation:project_remind"), {"pick": [project.pk]})
    assert "已催办城关街道" in text(page)
    assert Reminder.objects.count() == 1
    page = client.post(reverse("renovation:project_remind"), {"pick": [project.pk]})
    assert "今天已经催办过" in text(page)


def test_the_plan_shows_its_lines_as_reported(client, project):
    plan = PlanFactory()
    client.force_login(handler())
    page = text(opened(client, "plan", plan.pk))
    assert project.name in page
    assert "5,525.94" in page


def test_withdraw_and_handler_by_their_forms(client, project):
    by = handler()
    client.force_login(by)
    client.post(reverse("renovation:handler", args=[project.pk]), {"handler": by.pk})
    project.refresh_from_db()
    assert project.handler == by
    client.post(reverse("renovation:withdraw", args=[project.pk]), {"reason": "列入征收"})
    project.refresh_from_db()
    assert project.state == "withdrawn"
    assert "项目已退出计划" in text(opened(client, "project", project.pk))


def test_declaring_low_risk_closes_the_gap(client):
    project = ProjectFactory(at="review")
    client.force_login(handler())
    url = reverse("renovation:declare", args=[project.pk, "low_risk.confirmed"])
    client.post(url, {"value": "true", "reason": "不增加建筑面积"})
    assert "办结（还差 1 项）" in text(opened(client, "procedure", project.pk))
    assert (
        client.get(reverse("renovation:declare", args=[project.pk, "consent.passed"])).status_code
        == 404
    )


def test_residents_money_is_shown_to_who_may_see_money(client, project):
    record_facts(
        by=handler(),
        at=NOW,
        project=project,
        source="核算",
        facts=[
            FactValue("money.residents_due", "", Decimal("1919784.00")),
            FactValue("money.residents_received", "", Decimal("1184000.00")),
        ],
    )
    client.force_login(handler())
    page = text(opened(client, "project", project.pk))
    assert "191.98" in page or "居民" in page
    client.force_login(UserFactory(role=Role.UTILITY, role__unit="370724-water"))
    assert "191.98" not in text(opened(client, "project", project.pk))
