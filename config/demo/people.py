"""The people of the demonstration, at least one for each role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.models import Assignment, User
from accounts.permissions import Role
from accounts.services.people import open_account
from common.clock import real_now

SINCE = date(2024, 1, 1)
LINQU, CHENGGUAN, DONGCHENG = "370724", "370724001", "370724002"
YUEQING, CHENGNAN = "330382", "330382003"


@dataclass(frozen=True, slots=True)
class Person:
    """One invented person and the assignment that makes them."""

    username: str
    name: str
    position: str
    role: Role
    area: str
    unit: str = ""


PEOPLE = (
    Person("demo_handler", "张敏", "改造科", Role.BUREAU_HANDLER, LINQU, "370724-housing"),
    Person("demo_reviewer", "王建华", "复核岗", Role.BUREAU_REVIEWER, LINQU, "370724-housing"),
    Person("demo_policy", "周玲", "法规", Role.POLICY_OFFICER, LINQU),
    Person("demo_clerk", "刘洋", "城关街道", Role.STREET_CLERK, CHENGGUAN, "370724001-street"),
    Person("demo_clerk_east", "孙静", "东城街道", Role.STREET_CLERK, DONGCHENG, "370724002-street"),
    Person(
        "demo_department",
        "马志强",
        "县自然资源和规划局",
        Role.DEPARTMENT,
        LINQU,
        "370724-natural_resources",
    ),
    Person("demo_development", "高海燕", "县发改局", Role.DEPARTMENT, LINQU, "370724-development"),
    Person("demo_utility", "郭振华", "县供电公司", Role.UTILITY, LINQU, "370724-power"),
    Person("demo_finance", "赵晓梅", "县财政局", Role.FINANCE, LINQU, "370724-finance"),
    Person("demo_leader", "局领导", "", Role.LEADER, LINQU),
    Person("demo_auditor", "林秀英", "县审计局", Role.AUDITOR, LINQU),
    Person("demo_security", "何立新", "安全管理", Role.SECURITY_ADMIN, LINQU),
    Person("demo_audit", "曾永平", "审计管理", Role.AUDIT_ADMIN, LINQU),
    Person("demo_yq_handler", "陈国庆", "市旧改办", Role.BUREAU_HANDLER, YUEQING, "330382-housing"),
    Person("demo_yq_reviewer", "吴文博", "复核岗", Role.BUREAU_REVIEWER, YUEQING, "330382-housing"),
    Person("demo_yq_policy", "胡桂英", "法规", Role.POLICY_OFFICER, YUEQING),
    Person("demo_yq_clerk", "叶春生", "城南街道", Role.STREET_CLERK, CHENGNAN, "330382003-street"),
    Person("demo_yq_finance", "朱爱莲", "市财政局", Role.FINANCE, YUEQING, "330382-finance"),
)


@transaction.atomic
def engage() -> dict[str, User]:
    """Open the accounts that are not there yet; everybody by username.

    The first system administrator is made by the installation itself, everybody else by the
    administrator's service. All share one password, so nobody is asked to change it.
    """
    today = real_now().date()
    admin = _administrator("demo_system", "董明", LINQU)
    admin_yueqing = _administrator("demo_yq_system", "蒋涛", YUEQING)
    for person in PEOPLE:
        if User.objects.filter(username=person.username).exists():
            continue
        by = admin if person.area.startswith(LINQU) else admin_yueqing
        user, _ = open_account(
            by=by,
            on=today,
            username=person.username,
            display_name=person.name,
            role=person.role,
            area_code=person.area,
            unit_code=person.unit,
            position=person.position,
        )
        _settle(user)
    return {user.username: user for user in User.objects.filter(username__startswith="demo_")}


def _administrator(username: str, name: str, area: str) -> User:
    user, made = User.objects.get_or_create(
        username=username, defaults={"display_name": name, "position": "系统管理"}
    )
    if made:
        _settle(user)
        Assignment.objects.create(
            user=user, role=Role.SYSTEM_ADMIN, area_code=area, starts_on=SINCE
        )
    return user


def password() -> str:
    """The demonstration's one password; there is none elsewhere."""
    found = getattr(settings, "DEMO_PASSWORD", "")
    if not found:
        raise RuntimeError("DEMO_PASSWORD 未设置，不是演示环境")
    return str(found)


def _settle(user: User) -> None:
    user.must_change_password = False
    user.password = _hashed(password())
    user.save(update_fields=["must_change_password", "password"])


@cache
def _hashed(plain: str) -> str:
    """Hashed once: it takes a quarter of a second, and here it is the same for everybody."""
    return make_password(plain)
