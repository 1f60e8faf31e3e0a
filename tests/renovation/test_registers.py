"""Registers that a scheme orders: its columns, rows kept, corrected, closed; names masked."""

import json
from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.models import AuditEntry
from accounts.permissions import Role
from common.errors import Conflict, OutOfScope, Refused
from records.models import IdempotencyKey
from renovation.models import ProjectFact, RegisterRow
from renovation.rules.registers import hidden, on_form, row_problems, shown
from renovation.selectors.registers import due_rows, kept, live
from renovation.services.registers import RegisterEntry, close_row, correct_row, enter_row
from tests.factories.accounts import UserFactory
from tests.factories.renovation import NOW, TODAY, ProjectFactory, clerk, handler, published_policy

REGISTERS = """
registers:
  - key: petitions
    name: 来信来访和纠纷
    kind: ledger
    owner: street
    columns: [事由, 当事人, 牵头单位, 调解方式]
    concerns: dispute
    within: 60
    says: 街道处理纠纷
    clause: [测试 九]
  - key: applicant
    name: 业主小组
    kind: body
    owner: street
    columns: [组长, 成员]
    concerns: applicant
    due: 2024-06-10
    says: 申请前成立
    clause: [测试 九]
"""


@pytest.fixture
def project(db):
    published_policy(lambda text: text + REGISTERS)
    return ProjectFactory()


def entry(project, **values):
    said = values or {"事由": "充电棚离窗过近", "当事人": "王建国、李芳", "牵头单位": "城关街道"}
    return RegisterEntry(project.area_code, date(2024, 6, 20), said, project)


def enter(project, **values):
    by, made = clerk(), entry(project, **values)
    return enter_row(by=by, at=NOW, register="petitions", entry=made)


def test_names_are_read_by_those_who_may_and_masked_for_the_rest():
    columns, said = ("事由", "当事人"), {"事由": "噪声", "当事人": "王建国、李芳"}

    assert hidden(said) == {"当事人": "王建国、李芳"}
    assert shown(columns, said, in_clear=True) == ["噪声", "王建国、李芳"]
    masked = shown(columns, said, in_clear=False)
    assert masked[0] == "噪声"
    assert "建国" not in masked[1]


def test_everything_wrong_with_a_row_is_said_at_once():
    problems = row_problems(("事由",), {"来源": "x", "事由": " " * 301})

    assert [one.field for one in problems] == ["values.来源", "values.事由"]


def test_a_dispute_is_kept_until_it_is_settled_and_then_cannot_change(project):
    row = enter(project)

    close_row(by=clerk(), at=NOW, row=row, outcome="人民调解，移位三米", closed_on=TODAY)

    assert row.number == 1
    with pytest.raises(Conflict):
        close_row(by=clerk(), at=NOW, row=row, outcome="再办一次", closed_on=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        RegisterRow.objects.filter(pk=row.pk).update(outcome="改动")
    with pytest.raises(IntegrityError), transaction.atomic():
        RegisterRow.objects.filter(pk=row.pk).delete()


def test_a_correction_keeps_the_number_and_the_first_row(project):
    row = enter(project)
    better = entry(project, 事由="充电棚离窗不足六米")

    made = correct_row(by=clerk(), at=NOW, row=row, entry=better, reason="实测后更正")

    assert (made.number, made.supersedes_id) == (row.number, row.pk)
    assert [one.pk for one in live(clerk(), "petitions")] == [made.pk]
    with pytest.raises(Conflict):
        correct_row(by=clerk(), at=NOW, row=row, entry=better, reason="又一次")


def test_names_lie_encrypted_in_the_database(project):
    row = enter(project)

    raw = RegisterRow.objects.extra(select={"raw": '"values"'}).get(pk=row.pk).raw
    assert "王建国" not in raw


def test_a_body_that_is_not_there_by_its_day_is_late_and_says_so(project):
    before = {one.rule.key: one for one in kept(handler(), "370724", TODAY)}

    enter_row(
        by=clerk(),
        at=NOW,
        register="applicant",
        entry=entry(project, 组长="赵平", 成员="钱芳"),
    )

    after = {one.rule.key: one for one in kept(handler(), "370724", TODAY)}
    assert (before["applicant"].standing.state, before["applicant"].standing.days_late) == (
        "late",
        11,
    )
    assert before["applicant"].standing.explanation.version is not None
    assert after["applicant"].rows == 1
    assert after["petitions"].standing.state == "open"


def test_what_the_scheme_has_not_and_what_lies_elsewhere_is_not_found(project):
    stranger = UserFactory(role=Role.STREET_CLERK, role__area="330382003")

    with pytest.raises(OutOfScope):
        enter_row(by=clerk(), at=NOW, register="nothing", entry=entry(project))
    with pytest.raises(OutOfScope):
        enter_row(by=stranger, at=NOW, register="petitions", entry=entry(project))
    with pytest.raises(Refused):
        enter(project, 来源="x")


def test_the_pages_enter_correct_and_close(client, project):
    client.force_login(clerk())
    page = reverse("renovation:register", args=["petitions"])
    new = reverse("renovation:register_enter", args=["petitions"])
    typed = {"happened_on": "2024-06-20", "project": project.pk, "column-0": "屋面施工扰民"}

    refused = client.post(new, typed | {"happened_on": "2099-01-01"})
    done = client.post(new, typed)
    row = RegisterRow.objects.get()
    shut = reverse("renovation:register_close", args=["petitions", row.pk])
    closed = client.post(shut, {"outcome": "调整工时", "closed_on": "2024-06-21"})

    assert refused.status_code == 422
    assert "屋面施工扰民" in refused.content.decode()
    assert (done.status_code, closed.status_code) == (302, 302)
    assert "调整工时" in client.get(page).content.decode()
    assert "来信来访和纠纷" in client.get(reverse("renovation:registers")).content.decode()


def test_the_same_over_rest_once(project):
    asking = APIClient()
    asking.force_authenticate(clerk())
    body = {
        "register": "petitions",
        "area_code": project.area_code,
        "project": project.pk,
        "happened_on": "2024-06-20",
        "values": {"事由": "停水未通知"},
    }

    for _ in range(2):
        made = asking.post(
            "/api/v1/register-rows/", body, format="json", headers={"Idempotency-Key": "r1"}
        )

    address = f"/api/v1/register-rows/{made.json()['id']}/close/"
    closed = asking.post(address, {"outcome": "已答复", "closed_on": "2024-06-21"}, format="json")
    assert made.status_code == 201
    assert closed.json()["outcome"] == "已答复"
    assert RegisterRow.objects.count() == 1


def test_a_row_has_a_day_by_which_it_is_settled_as_the_scheme_says_or_as_typed(project):
    by_the_scheme = enter(project)
    typed = replace(entry(project, 事由="停水未通知"), due_on=date(2024, 6, 25))
    sooner = enter_row(by=clerk(), at=NOW, register="petitions", entry=typed)

    assert by_the_scheme.due_on == date(2024, 8, 19)
    assert sooner.due_on == date(2024, 6, 25)
    assert [row.pk for row in due_rows(clerk(), date(2024, 6, 28))] == [sooner.pk]
    wrong = replace(typed, due_on=date(2024, 6, 1))
    with pytest.raises(Refused, match="限办日"):
        enter_row(by=clerk(), at=NOW, register="petitions", entry=wrong)


def test_gates_read_how_many_stand_in_a_register_and_how_many_are_open(project):
    def told():
        facts = ProjectFact.objects.filter(project=project, scope="petitions")
        return dict(facts.values_list("key", "value"))

    row = enter(project)
    assert told() == {"register.rows": "1", "register.open": "1"}
    better = correct_row(by=clerk(), at=NOW, row=row, entry=entry(project), reason="实测")
    assert told() == {"register.rows": "1", "register.open": "1"}
    close_row(by=clerk(), at=NOW, row=better, outcome="已调解", closed_on=TODAY)
    assert told() == {"register.rows": "1", "register.open": "0"}


def test_a_projects_page_gathers_the_residents_say_in_the_order_of_work(client, project):
    enter(project)
    client.force_login(clerk())
    page = reverse("approvals:bodies", args=[project.pk])
    text = client.get(page).content.decode()

    assert text.index("申请主体") < text.index("名册") < text.index("信访和纠纷")
    assert "1 件未办结" in text
    assert "充电棚离窗过近" in text
    for role in (Role.AUDITOR, Role.LEADER):
        client.force_login(UserFactory(role=role, role__area="370724"))
        seen = client.get(page).content.decode()
        assert "register_enter" not in seen
        assert "更正" not in seen


def test_names_are_shown_on_asking_only_and_each_look_stands_in_the_trail(client, project):
    row = enter(project)
    page = reverse("renovation:register", args=["petitions"])
    client.force_login(clerk())

    assert "王建国" not in client.get(page).content.decode()
    assert "王建国" in client.post(page).content.decode()
    looks = AuditEntry.objects.filter(action="register.reveal")
    assert looks.get().project_id == project.pk
    assert "王建国" not in f"{looks.get().summary}{looks.get().payload}"

    rest = APIClient()
    rest.force_authenticate(clerk())
    address = f"/api/v1/register-rows/{row.pk}/"
    assert "王建国" not in rest.get(address).content.decode()
    for _ in range(2):
        seen = rest.post(f"{address}reveal/", headers={"Idempotency-Key": "look"})
        assert "王建国" in seen.content.decode()
    assert looks.count() == 3
    assert not IdempotencyKey.objects.exists()

    client.force_login(UserFactory(role=Role.AUDITOR, role__area="370724"))
    assert client.post(page).status_code == 403


def test_a_correction_neither_shows_nor_loses_who_is_named(client, project):
    row = enter(project)
    client.force_login(clerk())
    address = reverse("renovation:register_correct", args=["petitions", row.pk])

    form = client.get(address)
    assert "王建国" not in form.content.decode()
    sent = {"happened_on": "2024-06-20", "project": project.pk, "reason": "写漏了字"}
    columns = [name for name in form.context["form"].fields if name.startswith("column-")]
    sent |= {name: form.context["form"][name].value() or "" for name in columns}
    assert client.post(address, sent).status_code == 302

    said = json.loads(RegisterRow.objects.get(supersedes=row).values)
    assert said == json.loads(row.values)


def test_a_form_counts_who_is_named_and_leaves_them_to_sign():
    columns = ("名称（全称）", "负责人", "成员", "改造楼栋的成员数")
    values = {"名称（全称）": "北苑业委会", "负责人": "陈娜", "成员": "陈娜、吴勇、林芳"}
    assert on_form(columns, values | {"改造楼栋的成员数": "3"}) == [
        ("名称", "北苑业委会"),
        ("负责人", ""),
        ("成员（3 人）", ""),
        ("改造楼栋的成员数", "3"),
    ]
