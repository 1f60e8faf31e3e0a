"""Places, communities, homes and their owners."""

from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from common.names import normalise, sort_key
from districts.models import (
    Area,
    Building,
    Community,
    Entrance,
    ExclusiveUnit,
    Owner,
    Ownership,
    ResponsibleUnit,
)
from districts.owner_data import protected
from districts.rules.rooms import unit_code


class AreaFactory(DjangoModelFactory):
    """A street of Linqu unless told otherwise; the same code is the same row."""

    class Meta:
        model = Area
        django_get_or_create = ("code",)

    code = "370724001"
    name = "城关街道"
    level = "street"
    source = "测试"


class ResponsibleUnitFactory(DjangoModelFactory):
    class Meta:
        model = ResponsibleUnit
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"370724-unit{n}")
    name = factory.Sequence(lambda n: f"临朐县第{n}局")
    short_name = factory.Sequence(lambda n: f"县{n}局")
    kind = "department"
    area_code = "370724"


class CommunityFactory(DjangoModelFactory):
    """`CommunityFactory(homes=12)` also builds one building with that many owned homes."""

    class Meta:
        model = Community
        skip_postgeneration_save = True

    street = factory.SubFactory(AreaFactory)
    name = factory.Sequence(lambda n: f"第{n}家属院")
    normalised_name = factory.LazyAttribute(lambda o: normalise(o.name))
    sort_key = factory.LazyAttribute(lambda o: sort_key(o.name))
    area_code = factory.LazyAttribute(lambda o: o.street.code)
    code = factory.Sequence(lambda n: f"370724001-T{n:04d}")

    @factory.post_generation
    def homes(self, create, extracted, **_):
        if create and extracted:
            build_homes(self, count=extracted)


class OwnerFactory(DjangoModelFactory):
    """`OwnerFactory(name="赵平", phone="13800005678", number="3707…")`; the rest follows."""

    class Meta:
        model = Owner

    name = factory.Sequence(lambda n: f"赵{n}平")

    @classmethod
    def _create(cls, model_class, *args, name, phone="", number="", kind="person"):
        values = protected(name=name, phone=phone, number=number, kind=kind)
        return model_class.objects.create(**values)


def build_homes(
    community, *, count=6, building="1", entrances=1, area=Decimal("80.00"), owned=True
):
    """`count` homes in one new building, two a floor per entrance; each with its own owner."""
    house = Building.objects.create(
        community=community, number=building, position=community.buildings.count() + 1, storeys=6
    )
    stairs = [
        Entrance.objects.create(building=house, number=str(n + 1), position=n + 1)
        for n in range(entrances)
    ]
    units = []
    for index in range(count):
        stair, place = stairs[index % entrances], index // entrances
        floor, side = place // 2 + 1, place % 2 + 1
        units.append(
            ExclusiveUnit.objects.create(
                building=house,
                entrance=stair,
                room=f"{floor}0{side}",
                floor=floor,
                code=unit_code(building, stair.number, f"{floor}0{side}"),
                area=area,
            )
        )
        if owned:
            own(units[-1], OwnerFactory())
    return units


def own(unit, *owners):
    """Enter these owners as the unit's."""
    return [Ownership.objects.create(unit=unit, owner=owner) for owner in owners]
