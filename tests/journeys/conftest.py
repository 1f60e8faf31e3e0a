"""Walks through the whole house stand on the demonstration's morning."""

import pytest

from tests import world


@pytest.fixture(autouse=True)
def _morning(settings):
    settings.DEMO_NOW = world.NOW
    settings.DEMO_PASSWORD = "Ceshi-2024-koul"


@pytest.fixture(scope="module")
def north(django_db_setup, django_db_blocker):
    """People, policies, plan, and 电力局北家属院 in its second round."""
    from django.test import override_settings

    morning = override_settings(DEMO_NOW=world.NOW, DEMO_PASSWORD="Ceshi-2024-koul")
    with morning, world.standing(django_db_blocker, "电力局北家属院") as people:
        yield people


def pytest_collection_modifyitems(items):
    """Everything in this folder is a journey."""
    for item in items:
        if "tests/journeys/" in item.nodeid:
            item.add_marker(pytest.mark.journey)
