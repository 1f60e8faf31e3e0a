"""A town whose county is rewarded for being in time."""

from datetime import timedelta
from decimal import Decimal

from accounts.permissions import Role
from funding.services.arrivals import allocate
from funding.services.flow_values import NewAllocation
from funding.services.sources import source_of
from tests.factories import funding as make
from tests.factories.renovation import NOW, TODAY

LAST = TODAY + timedelta(days=30)


def government(places="[central]", code="370724", undecided=""):
    """The section: three tenths of the county's own money if completed by LAST."""
    return f"""government:
  key: government
  name: 财政资金
  says: 按期完工的奖补三成
  clause: [测试 五]
  levels: [{{key: city, name: 市级财政}}, {{key: county, name: 县级财政, sources: [district]}}]
  places:
    - key: central
      name: 中心城区
      areas: ["{code}"]
      undecided: "{undecided}"
      says: 主城
      clause: [测试 五]
  steps:
    - step: on_time
      key: reward
      name: 市级奖补
      pays: city
      of: county
      share: "30%"
      counts: own
      event: completed
      places: {places}
      until: {LAST}
      says: 逾期不补
      clause: [测试 五]
"""


def town(**change):
    """A project in it; `change` goes to `government`."""

    def with_reward(text):
        return make.yueqing(text).replace("reviews:\n", f"{government(**change)}reviews:\n", 1)

    return make.money_project(change=with_reward)


def give(project, amount="1000000.00", kind="district"):
    """An allocation of today."""
    money = NewAllocation(source_of("370724", kind), Decimal(amount), "文 1 号", TODAY)
    allocate(by=make.person(Role.FINANCE), at=NOW, project=project, money=money)
