"""The shipped policies in force, as two demo persons would publish them."""

from datetime import datetime
from pathlib import Path

from accounts.permissions import Role
from common.clock import SHANGHAI
from policies.loading.parse import parse_text
from policies.services.adopting import adopt
from policies.services.calendars import load_calendars
from policies.services.drafts import load_draft
from tests.factories.accounts import UserFactory
from tests.factories.districts import ResponsibleUnitFactory

FOLDERS = Path(__file__).parents[2] / "fixtures" / "policies"
AT = datetime(2024, 6, 20, 9, 0, tzinfo=SHANGHAI)


def texts(name):
    """Both files of a shipped policy."""
    folder = FOLDERS / name
    return {
        "policy_text": (folder / "policy.yaml").read_text(encoding="utf-8"),
        "cases_text": (folder / "cases.yaml").read_text(encoding="utf-8"),
    }


def parsed(name):
    return parse_text(texts(name)["policy_text"], name)


def local_units(name):
    """The calendar, and a responsible unit of the place for every unit key that is bound."""
    local_units_of(FOLDERS / name)


def local_units_of(folder):
    """The same for a policy folder anywhere."""
    load_calendars()
    policy = parse_text((folder / "policy.yaml").read_text(encoding="utf-8"), folder.name).policy
    for unit in policy.units:
        if unit.bound:
            ResponsibleUnitFactory(
                code=f"{policy.place}-{unit.key}",
                name=f"{policy.short}{unit.name}",
                short_name=unit.name[:30],
                area_code=policy.place,
                kind="utility" if unit.kind == "utility" else "department",
            )


def officer(area="370724"):
    return UserFactory(role=Role.POLICY_OFFICER, role__area=area, display_name="周玲")


def reviewer(area="370724"):
    return UserFactory(role=Role.BUREAU_REVIEWER, role__area=area, display_name="王建华")


def draft(name, by=None):
    """A shipped policy as somebody's draft."""
    load_calendars()
    area = parsed(name).policy.place or "370724"
    return load_draft(by=by or officer(area), at=AT, **texts(name))


def in_force(name):
    """A shipped policy, published."""
    area = parsed(name).policy.place or "370724"
    local_units(name)
    return adopt(officer=officer(area), reviewer=reviewer(area), at=AT, folder=FOLDERS / name)
