"""The second typing as the second person sees it: neither choices nor sums, on a phone too."""

import pytest
from django.conf import settings as configured
from django.test import Client
from django.urls import reverse

from approvals.models import SecondEntry
from tests.browser import acting as do
from tests.factories.approvals import fill, open_round_for, project_with_homes
from tests.factories.renovation import clerk, published_policy

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def round_(db, settings):
    settings.DEMO_NOW = "2024-06-20 21:14"
    published_policy(
        lambda text: text.replace(
            "mixed_head: undecided", "mixed_head: undecided\n    second_entry: blind"
        )
    )
    made = open_round_for(project_with_homes(homes=8))
    fill(made, clerk(), agree=5, against=2)
    return made


def test_the_second_person_types_blind(round_, open_page, live_server, shoot):
    client, name = Client(), configured.SESSION_COOKIE_NAME
    client.force_login(clerk())
    cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
    for width, keys in ((1440, "11"), (375, "2")):
        page = open_page(width)
        page.context.add_cookies([cookie])
        page.goto(reverse("approvals:second", args=[round_.pk]))
        page.locator(".js #expected-who strong").wait_for()
        assert page.locator(".ballot-agree, .ballot-against").count() == 0
        assert page.locator(".stair-row .ballot >> text=✓").count() == SecondEntry.objects.count()
        assert "㎡ / " not in page.inner_text("main")
        do.vote(page, keys)
        page.locator("#recent-list >> text=已上传").first.wait_for()
        shoot(page, "second")
        assert (do.overflow(page), do.barriers(page)) == (0, [])
    assert sorted(SecondEntry.objects.values_list("agrees", flat=True)) == [False, True, True]
