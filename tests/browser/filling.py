"""Fills the product's database: `python -m tests.browser.filling demo|place|story|homes NAME`."""

import sys
from decimal import Decimal

import django


def demo():
    """Everything that `make run` loads."""
    from django.core.management import call_command

    for command in ("load_areas", "load_units", "load_calendars", "load_policies", "load_demo"):
        call_command(command, verbosity=0)


def place():
    """Areas, units, calendars, people and published policies; no plan."""
    from tests import world

    world.found_place(plan=False)


def story(name):
    """People, policies, the plan, and one community carried as far as the demonstration has it."""
    from tests import world

    world.tell(world.found_place(), name)


def homes(community):
    """Invented homes and owners of one community, as many as its plan says."""
    from accounts.models import User
    from config.demo import homes as invented
    from config.demo.build import IMPORTED
    from districts.services.homes import register_homes
    from renovation.models import Project

    project = Project.objects.select_related("community").get(community__name=community)
    shape = invented.Shape(
        community, project.buildings, project.households, Decimal(project.floor_area)
    )
    register_homes(
        by=User.objects.get(username="demo_handler"),
        on=IMPORTED,
        community=project.community,
        rows=invented.homes(shape),
    )


if __name__ == "__main__":
    django.setup()
    {"demo": demo, "place": place, "story": story, "homes": homes}[sys.argv[1]](*sys.argv[2:])
