"""A city that nobody here has seen, on the pages alone: its file comes in, two people carry it to
publication, and the project that is opened then goes by its words, thresholds and days.
"""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.permissions import Role
from policies.loading.cases import parse_cases
from policies.loading.parse import parse_text
from policies.loading.transfer import Transfer, pack
from policies.models import PolicyVersion
from policies.services.calendars import load_calendars
from renovation.models import Project
from tests.factories.accounts import UserFactory
from tests.factories.districts import AreaFactory, CommunityFactory, ResponsibleUnitFactory

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).parents[1] / "fixtures" / "policies" / "qingzhou-2026"
PLACE, STREET = "370781", "370781001"
OFFICER, REVIEWER, HANDLER = Role.POLICY_OFFICER, Role.BUREAU_REVIEWER, Role.BUREAU_HANDLER


@pytest.fixture
def town(settings):
    """A bureau of its own: three people, two offices, one community, no policy."""
    settings.DEMO_NOW = "2026-06-01 09:00"
    load_calendars()
    AreaFactory(code=PLACE, name="青州市", level="district")
    AreaFactory(code=STREET, name="王府街道", level="street")
    bureau = {"area_code": PLACE, "kind": "bureau"}
    street = {"area_code": STREET, "kind": "street"}
    ResponsibleUnitFactory(code="370781-bureau", name="市住建局", **bureau)
    ResponsibleUnitFactory(code="370781001-street", name="王府街道办事处", **street)
    return {role: UserFactory(role=role, role__area=PLACE) for role in (OFFICER, REVIEWER, HANDLER)}


def brought_file():
    """What another bureau exported."""
    parsed = parse_text((FOLDER / "policy.yaml").read_text(encoding="utf-8"))
    cases = parse_cases((FOLDER / "cases.yaml").read_text(encoding="utf-8"), parsed.policy)
    provenance = dict.fromkeys(
        ("title", "document", "area_code", "sequence", "status", "exported_at"), "别处"
    )
    text = pack(Transfer(parsed.content, cases, {"from": "2026-02-01"}, [], provenance))
    return SimpleUploadedFile("qingzhou.policy.json", text.encode())


class Town:
    """Its people by role, each at a browser of their own."""

    def __init__(self, people):
        self.people = people

    def at(self, role):
        client = Client()
        client.force_login(self.people[role])
        return client

    def page(self, role, view, *args):
        answer = self.at(role).get(reverse(view, args=args))
        assert answer.status_code == 200
        return answer.content.decode()

    def send(self, role, view, *args, **given):
        """Done: the page that follows has no complaint."""
        answer = self.at(role).post(reverse(view, args=args), given, follow=True)
        assert answer.redirect_chain, answer.content.decode()[:2000]
        said = [str(one) for one in answer.context["messages"] if "error" in one.tags]
        assert not said, said


def test_a_sixth_scheme_goes_from_file_to_published_and_governs_a_project(town):
    town = Town(town)
    town.send(OFFICER, "policies:import", file=brought_file())
    version = PolicyVersion.objects.get(policy__key="qingzhou-2026")
    assert version.status == "draft"
    body = town.page(OFFICER, "policies:version", version.pk)
    assert "由外部文件导入" in body

    address = reverse("policies:version_publish", args=[version.pk])
    refused = town.at(REVIEWER).post(address, follow=True).content.decode()
    for said in ("尚未由第二人复核", "“正文写“十五日”，附表写“十日””尚未裁定", "尚未对应到本地"):
        assert said in refused
    town.send(OFFICER, "policies:units", version.pk, bureau="370781-bureau")
    town.send(REVIEWER, "policies:conflict_decide", version.pk, "青州-1", reading="fifteen")
    town.send(REVIEWER, "policies:version_check", version.pk)
    town.send(REVIEWER, "policies:version_publish", version.pk)
    version.refresh_from_db()
    assert version.status == "published"
    _governs_a_project(town, version)


def _governs_a_project(town, version):
    home = CommunityFactory(area_code=STREET, name="衡王府家属院")
    asked = {"year": 2026, "buildings": 2, "households": 80, "floor_area": "7000.00"}
    town.send(HANDLER, "renovation:new_candidate", home.pk, name="衡王府家属院", **asked)
    opened = Project.objects.get(name="衡王府家属院")
    assert [step.name for step in opened.steps.order_by("position")] == [
        "列入清单", "编方案", "征询", "审批", "施工", "验收",
    ]  # fmt: skip
    page = town.page(HANDLER, "renovation:versions", opened.pk)
    assert "青政办〔2026〕0号（虚构）" in page
    assert f"/policies/versions/{version.pk}/" in page
    first = opened.steps.get(key="list")
    town.send(HANDLER, "renovation:step_complete", first.pk, happened_on="2026-06-01")
    assert "列入清单" in town.page(HANDLER, "renovation:procedure", opened.pk)
