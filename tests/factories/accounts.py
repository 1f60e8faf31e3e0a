"""People with a role at a place."""

from datetime import date

import factory
from django.contrib.auth.hashers import make_password
from factory.django import DjangoModelFactory

from accounts.models import Assignment, User
from accounts.permissions import Role

PASSWORD = "Ceshi-2024-koul"


class UserFactory(DjangoModelFactory):
    """`UserFactory(role=Role.STREET_CLERK, role__area="370724001", role__unit="")`."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    display_name = factory.Sequence(lambda n: f"经办人{n}")
    password = factory.LazyFunction(lambda: make_password(PASSWORD))

    @factory.post_generation
    def role(self, create, extracted, area="370724", unit="", **_):
        if create and extracted:
            AssignmentFactory(user=self, role=extracted, area_code=area, unit_code=unit)


class AssignmentFactory(DjangoModelFactory):
    class Meta:
        model = Assignment

    user = factory.SubFactory(UserFactory)
    role = Role.BUREAU_HANDLER
    area_code = "370724"
    unit_code = ""
    starts_on = date(2020, 1, 1)


def user_with(*roles, area="370724", unit="", **fields):
    """One person holding all these roles at one place."""
    user = UserFactory(**fields)
    for role in roles:
        AssignmentFactory(user=user, role=role, area_code=area, unit_code=unit)
    return user
