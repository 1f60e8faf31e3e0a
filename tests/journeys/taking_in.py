"""The plan and the homes of one community, brought in over REST."""

from decimal import Decimal

from django.conf import settings

from config.demo.homes import Shape, homes
from records.models import IdempotencyKey

PLAN = settings.BASE_DIR / "fixtures/plans/linqu-2024.xlsx"
NAME = "电机厂家属院"


def bring_in_the_plan(walk):
    """Upload, look, confirm; the repeated confirmation answers the same and writes nothing."""
    walk.day("2024-03-18")
    with PLAN.open("rb") as file:
        body = {
            "file": file,
            "area_code": "370724",
            "year": 2024,
            "claim": "小区=16,户=1216,万㎡=13.85",
        }
        staged = walk.handler.write("imports/", body, files=True)
    assert staged["closed_because"] == ""
    assert all(claim["ties"] for claim in staged["claims"])
    assert staged["totals"]["area_m2"] == "138479.32"
    assert walk.handler.rows("projects/") == []
    path = f"imports/{staged['id']}/commit/"

    first = walk.handler.send(path, key="commit-once")
    again = walk.handler.send(path, key="commit-once")

    assert first.status_code == again.status_code == 200, first.content.decode()
    assert first.json() == again.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    assert IdempotencyKey.objects.filter(key="commit-once").count() == 1
    assert len(walk.handler.rows("projects/")) == 16
    (plan,) = walk.handler.rows("plans/")
    assert len(walk.handler.rows(f"plans/{plan['id']}/lines/")) == 16


def register_the_homes(walk):
    """Every home with its owners; the plan's figures are met exactly."""
    row = next(row for row in walk.handler.rows("projects/") if row["name"] == NAME)
    walk.project = row["id"]
    shape = Shape(NAME, row["buildings"], row["households"], Decimal(row["floor_area"]))
    rows = [
        {
            "building": home.building,
            "entrance": home.entrance,
            "room": home.room,
            "floor": home.floor,
            "area": str(home.area),
            "area_with_share": str(home.area_with_share),
            "owners": [
                {"name": one.name, "phone": one.phone, "number": one.number} for one in home.owners
            ],
        }
        for home in homes(shape)
    ]
    path = f"communities/{row['community']}/homes/"
    twice = walk.handler.refused(path, {"rows": [rows[0], rows[0]]})
    assert all("同一房屋出现 2 次" in words for words in twice), twice

    made = walk.handler.write(path, {"rows": rows})

    assert len(made["units"]) == row["households"]
    units = walk.clerk.rows("units/", community=row["community"])
    assert sum(Decimal(unit["area"]) for unit in units) == Decimal(row["floor_area"])
    owners = walk.clerk.rows("owners/", unit__building__community=row["community"])
    assert all("*" in one["name_masked"] or "＊" in one["name_masked"] for one in owners)
