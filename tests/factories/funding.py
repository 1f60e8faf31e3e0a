"""Projects with homes, contents and money, under a shares rule of one's choice.

`money_project()` has 4 homes and the D1 contents (500/200/100 万元, 20,000 ㎡) under 10/30/70 with
the cap; `due(project)` makes the confirmed due sum; `in_full(project)` books every payment.
"""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

from accounts.permissions import Role
from funding.rules.bookings import NewPayment
from funding.selectors.determinations import in_force
from funding.services.basis import Basis
from funding.services.determinations import confirm_shares, determine_shares
from funding.services.ledger import record_payments
from policies.rules.vocabulary import MilestoneKind
from renovation.models import ContentItem
from renovation.services.milestones import reach_milestone
from tests.factories.accounts import UserFactory, user_with
from tests.factories.districts import CommunityFactory, build_homes
from tests.factories.renovation import NOW, STREET, TODAY, ProjectFactory, published_policy, street

YUEQING = """shares:
  key: shares
  name: 改造资金分担
  says: 居民按三类内容分别出 10%、30%、70%；财政补其余，每平方米最多 300 元，超出归居民。
  clause: [测试 四]
  payers:
    - {key: residents, name: 居民出资, kind: residents}
    - {key: government, name: 财政补助, kind: government}
    - {key: social, name: 社会资金, kind: social}
  lines:
    - key: basic
      name: 基础类
      levels: [basic]
      parts: {residents: 10%, government: 90%}
      says: 一成
      clause: [测试 四]
    - key: improved
      name: 完善类
      levels: [improved]
      parts: {residents: 30%, government: 70%}
      says: 三成
      clause: [测试 四]
    - key: upgraded
      name: 提升类
      levels: [upgraded]
      parts: {residents: 70%, government: 30%}
      says: 七成
      clause: [测试 四]
  overhead: {over: [basic, improved, upgraded], says: 按比例摊入, clause: [测试 四]}
  excluded: [lift]
  social_lowers: government
  cap:
    payer: government
    per_area: "300"
    overflow_to: residents
    says: 每平方米最多 300 元
    clause: [测试 四]
  apportion: {by: area, says: 按专有面积分摊, clause: [测试 四]}
"""
WAN = Decimal(10000)


def yueqing(text):
    """The test policy with 10/30/70, the cap, and a third level."""
    head, _, rest = text.partition("shares:\n")
    _, _, tail = rest.partition("reviews:\n")
    head = head.replace(
        "  - {key: improved, name: 完善类, clause: [测试 二]}\n",
        "  - {key: improved, name: 完善类, clause: [测试 二]}\n"
        "  - {key: upgraded, name: 提升类, clause: [测试 二]}\n",
    )
    return f"{head}{YUEQING}reviews:\n{tail}"


def person(role, area="370724"):
    """Somebody with that role."""
    return UserFactory(role=role, role__area=area)


def content(project, key, level, wan, *tags):
    """One content with its cost in 万元."""
    return ContentItem.objects.create(
        project=project,
        key=key,
        name=f"内容{key}",
        level=level,
        tags=list(tags),
        estimate=Decimal(str(wan)) * WAN,
    )


def money_project(costs=(500, 200, 100), area="20000.00", homes=4, change=yueqing, **fields):
    """A project whose homes share `area` ㎡ evenly, with contents of three levels in 万元."""
    published_policy(change)
    place = street(fields.pop("street_code", STREET))
    community = CommunityFactory(street=place)
    each = Decimal(area) / homes
    units = build_homes(community, count=homes, area=each.quantize(Decimal("0.01")))
    for unit in units:
        unit.area_with_share = unit.area
        unit.save(update_fields=["area_with_share"])
    project = ProjectFactory(
        community=community, households=homes, floor_area=Decimal(area), **fields
    )
    for level, wan in zip(("basic", "improved", "upgraded"), costs, strict=True):
        if wan:
            content(project, level, level, wan)
    return project


def units_of(project):
    """Its homes in order."""
    buildings = project.community.buildings.prefetch_related("units")
    return [unit for building in buildings for unit in building.units.all()]


def reach(project, kind, day=TODAY):
    """A milestone, as the room that owns it would reach it."""
    return reach_milestone(
        by=person(Role.BUREAU_HANDLER),
        on=day,
        project=project,
        kind=MilestoneKind(kind),
        evidence="测试",
    )


def estimate(project, **basis):
    """The confirmed estimate."""
    return confirmed(project, "estimate", Basis(**basis))


def due(project, **basis):
    """The confirmed due sum, on a confirmed estimate of a design that was voted through."""
    estimate(project, **basis)
    reach(project, "consented")
    return confirmed(project, "due")


def final(project, costs, **basis):
    """The confirmed final account; `costs` in 万元 by content key."""
    reach(project, "completed")
    exact = {key: Decimal(str(wan)) * WAN for key, wan in costs.items()}
    return confirmed(project, "final", Basis(final_costs=exact, document_no="决字1号", **basis))


def confirmed(project, stage, basis=None):
    """Determined by one person and confirmed by another."""
    row = determine_shares(
        by=person(Role.BUREAU_HANDLER), at=NOW, project=project, stage=stage, basis=basis or Basis()
    )
    return confirm_shares(by=person(Role.BUREAU_REVIEWER), at=NOW, determination=row)


def payment(unit, amount, voucher="PZ-1", **fields):
    """A payment of today."""
    return NewPayment(unit, Decimal(amount), voucher, **{"paid_on": date(2024, 6, 20), **fields})


def in_full(project, but=()):
    """Every household pays what it owes, except the unit ids in `but`."""
    shares = in_force(project).shares.select_related("unit")
    rows = [
        payment(share.unit, share.amount, f"PZ-{share.unit_code}")
        for share in shares
        if share.unit_id not in but and share.amount
    ]
    return record_payments(by=person(Role.STREET_CLERK), at=NOW, project=project, payments=rows)


def user_with_both():
    """One person who may determine and confirm."""
    return user_with(Role.BUREAU_HANDLER, Role.BUREAU_REVIEWER)


def linqu(text):
    """The test policy with the shares of Linqu's own scheme."""
    own = (Path(__file__).parents[2] / "fixtures/policies/linqu-2024/policy.yaml").read_text(
        "utf-8"
    )
    shares, utilities = (_section(own, name) for name in ("shares", "utilities"))
    head, _, tail = text.partition("shares:\n")
    _, _, tail = tail.partition("reviews:\n")
    head = head.replace("improved", "improving").replace(
        "aspects:", "  - {key: upgrading, name: 提升类, clause: [测试 二]}\naspects:"
    )
    return f"{head}shares:\n{shares}\nutilities:\n{utilities}\nreviews:\n{tail}"


def _section(own, name):
    """A section of a policy file, citing the test policy instead; who keeps assets left out."""
    _, _, rest = own.partition(f"\n{name}:\n")
    found = re.split(r"\n(?=[a-z])", rest)[0]
    found = re.sub(r"(builds|owner_after|maintains): \w+, ", "", found)
    return re.sub(r"clause: \[[^\]]*\]", "clause: [测试 四]", found)
