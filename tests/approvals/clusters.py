"""Communities of one cluster, and the test policy that asks them together."""

from datetime import timedelta
from itertools import cycle

from approvals.services import bulk, counting, opening
from renovation.models import ProjectGroup
from tests.factories.approvals import (
    AFTER,
    CLOSES,
    DURING,
    OPENS,
    entry,
    hand_counts,
    project_with_homes,
    reviewer,
    units_of,
)
from tests.factories.districts import OwnerFactory, build_homes, own
from tests.factories.renovation import clerk, published_policy


def over_a_cluster(text, heads="one"):
    """The test policy whose second round is asked in the whole cluster."""
    head, second = text.split("  - key: second", 1)
    own_part, rest = second.split("\nnotices:", 1)
    own_part = own_part.replace("of: all,", "of: all, scope: cluster,")
    own_part = own_part.replace("of: participants,", "of: participants, scope: cluster,")
    own_part = own_part.replace(
        "    matters:", f"    scope: cluster\n    cluster_heads: {heads}\n    matters:"
    )
    return head + "  - key: second" + own_part + "\nnotices:" + rest


def cluster_of(*projects, name="安乐组团"):
    group = ProjectGroup.objects.create(
        kind="cluster",
        area_code="370724",
        name=name,
        first_year=2024,
        last_year=2025,
        document_no="测组字1号",
    )
    for project in projects:
        group.members.create(project=project, kind="cluster")
    return group


def opened(project, by=None):
    return opening.open_round(
        by=by or clerk(),
        at=OPENS,
        project=project,
        key="second",
        closes_at=CLOSES,
        organiser="城关街道办事处",
    )


def two_communities():
    made = project_with_homes(homes=6), project_with_homes(homes=6)
    company = OwnerFactory(name="供电公司", kind="company", number="91370724MA3TEST001")
    for project in made:
        for unit in build_homes(project.community, count=2, building="8", owned=False):
            own(unit, company)
    return made


def pair_of_a_cluster():
    """The policy that asks a cluster whole, in force, and two communities in one."""
    published_policy(over_a_cluster)
    made = two_communities()
    cluster_of(*made)
    return made


def names(pair):
    """What the communities are called."""
    return [project.community.name for project in pair]


def say(round_, choices, skip=()):
    """Papers in the order of the stairs, one choice after the other; homes `skip` stay silent."""
    units = [unit for unit in units_of(round_) if unit.room not in skip]
    rows = [(unit, entry(choice)) for unit, choice in zip(units, cycle(choices), strict=False)]
    bulk.record_papers(by=clerk("370724"), at=DURING, round_=round_, entries=rows)


def settled(round_):
    """The round closed by one person and confirmed by another."""
    by = clerk("370724")
    counting.close_round(
        by=by, at=AFTER, round_=round_, hand_counts=hand_counts(round_), reason="已收齐"
    )
    counting.confirm_tally(by=reviewer(), at=AFTER + timedelta(minutes=5), round_=round_)
    round_.refresh_from_db()
    return round_
