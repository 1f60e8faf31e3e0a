"""Four hundred running projects of one district, half of them with a vote and with money."""

from datetime import date, datetime
from decimal import Decimal

from approvals.models import Round, RunningTally
from common.clock import SHANGHAI
from funding.models import Determination, DeterminationLine
from funding.rules import inputs
from policies.rules.shares import CostItem, ShareFacts, determine
from policies.rules.vocabulary import Trigger
from policies.selectors.governing import rule_at
from renovation.models import Project, ProjectFact, RulePin
from renovation.services.opening import open_projects
from tests.factories.districts import CommunityFactory
from tests.factories.renovation import NOW, OPENED, handler, published_policy, street

TODAY = date(2024, 6, 21)
CHANGE = date(2024, 6, 21)
CLOSES = datetime(2024, 7, 20, 18, 0, tzinfo=SHANGHAI)


def newer(text):
    """A second version that touches deadlines, gates, papers, shares and thresholds."""
    return (
        text.replace("fixed: 2024-06-24", "fixed: 2024-07-24")
        .replace("{residents: 10%, government: 90%}", "{residents: 15%, government: 85%}")
        .replace("{key: model, name: 效果图, required: false}", "{key: model, name: 效果图}")
        .replace("share: 3/4", "share: 4/5")
    )


def running_projects(count=400):
    """The projects and the version that governs them; another one waits in `published_policy`."""
    version = published_policy()
    place, by = street(), handler()
    communities = [CommunityFactory(street=place) for _ in range(count)]
    projects = Project.objects.bulk_create(
        Project(
            code=f"LQ2024-B{number:04d}",
            name=community.name,
            sort_key=community.sort_key,
            community=community,
            area_code=community.area_code,
            state="planned",
            year=2024,
            opened_on=OPENED,
            households=60,
            floor_area=Decimal("5525.94"),
        )
        for number, community in enumerate(communities)
    )
    open_projects(by=by, on=OPENED, projects=projects, evidence="临政办字〔2024〕17号")
    _vote(projects[: count // 2], version, by)
    _pay(projects[: count // 2], version, by)
    return projects


def _vote(projects, version, by):
    pins = RulePin.objects.bulk_create(
        RulePin(
            project=project,
            rule="rounds.second",
            trigger=Trigger.ROUND_OPENED,
            day=OPENED,
            version=version,
            pinned_at=NOW,
            pinned_by=by,
        )
        for project in projects
    )
    rounds = Round.objects.bulk_create(
        Round(
            project=pin.project,
            key="second",
            name="第二轮征询",
            pin=pin,
            organiser="城关街道办事处",
            opens_at=NOW,
            closes_at=CLOSES,
            heads=160,
            units=160,
            area=Decimal("25200.72"),
            roll_sha256="0" * 64,
            items=["renovate"],
            opened_at=NOW,
            opened_by=by,
        )
        for pin in pins
    )
    RunningTally.objects.bulk_create(
        RunningTally(
            round=row,
            matter="renovate",
            all_units=160,
            all_heads=160,
            all_area=Decimal("25200.72"),
            participating_heads=120,
            participating_area=Decimal("18000.00"),
            agree_heads=92,
            agree_area=Decimal("13900.00"),
            updated=NOW,
        )
        for row in rounds
    )
    ProjectFact.objects.bulk_create(
        ProjectFact(
            project=project,
            key="consent.passed",
            scope="second",
            value="false",
            as_of=NOW,
            source="第二轮征询实时计票",
        )
        for project in projects
    )


def _pay(projects, version, by):
    rule = rule_at(version.pk, "shares").rule
    facts = ShareFacts(
        (CostItem("a", "屋面防水", "basic", Decimal("3000000.00")),), Decimal("5525.94")
    )
    outcome = determine(rule, facts)
    government = outcome.total - outcome.residents_due
    rows = Determination.objects.bulk_create(
        Determination(
            project=project,
            stage="estimate",
            version=version,
            inputs=inputs.to_json(facts),
            total=outcome.total,
            residents=outcome.residents_due,
            government=government,
            other=Decimal("0.00"),
            explanation=outcome.explanation.to_dict(),
            determined_on=TODAY,
            determined_at=NOW,
            determined_by=by,
        )
        for project in projects
    )
    DeterminationLine.objects.bulk_create(
        DeterminationLine(
            determination=row,
            payer=payer,
            name=payer,
            kind=payer,
            amount=amount,
            explanation=outcome.explanation.to_dict(),
        )
        for row in rows
        for payer, amount in outcome.by_payer.items()
    )
