"""居民事项 on the workbench: late rows, then objections by their age, then rows soon due."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from approvals.services import notices, objections
from renovation.services.registers import RegisterEntry, enter_row
from reports.selectors.residents_due import SHOWN, waiting
from tests.approvals.test_notices import posting
from tests.factories.approvals import DURING, project_with_homes
from tests.factories.renovation import NOW, OTHER_STREET, TODAY, clerk, published_policy
from tests.renovation.test_registers import REGISTERS

pytestmark = pytest.mark.django_db
LATE, SOON = TODAY - timedelta(days=2), TODAY + timedelta(days=4)


@pytest.fixture
def project():
    published_policy(lambda text: text + REGISTERS)
    return project_with_homes(homes=2, at="notice")


def enter(project, due):
    row = RegisterEntry(project.area_code, date(2024, 6, 3), {"事由": "夜间施工"}, project, due)
    return enter_row(by=clerk(), at=NOW, register="petitions", entry=row)


def object_to(project):
    notice = notices.post_notice(
        by=clerk(), at=DURING, project=project, key="design", posting=posting()
    )
    return objections.receive(
        by=clerk(),
        at=DURING,
        notice=notice,
        received_on=date(2024, 6, 17),
        raised_by="王建国",
        matter="屋面防水做法",
    )


def test_what_is_late_comes_first_then_objections_then_what_is_soon_due(project, client, settings):
    settings.DEMO_NOW = NOW.isoformat()
    enter(project, SOON)
    enter(project, LATE)
    enter(project, TODAY + timedelta(days=30))
    object_to(project)

    found = waiting(clerk(), TODAY)

    assert [(one.words, one.due, one.days) for one in found.first] == [
        ("来信来访和纠纷第 2 号", LATE, None),
        ("异议：屋面防水做法", None, 4),
        ("来信来访和纠纷第 1 号", SOON, None),
    ]
    assert waiting(clerk(OTHER_STREET), TODAY).first == ()
    client.force_login(clerk())
    page = client.get(reverse("reports:workbench")).content.decode()
    assert all(words in page for words in ("逾期 2 天", "收到 4 天", "剩 4 天"))
    assert client.get(found.first[0].url).status_code == 200


def test_an_objection_is_not_crowded_out_by_what_is_soon_due(project):
    for _ in range(SHOWN + 1):
        enter(project, SOON)
    object_to(project)

    found = waiting(clerk(), TODAY)

    assert found.first[0].words.startswith("异议")
    assert (len(found.first), found.more) == (SHOWN, 2)
