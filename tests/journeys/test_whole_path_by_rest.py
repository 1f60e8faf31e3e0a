"""From the plan to the closing over REST alone, day by day, each act by the person whose it is."""

from decimal import Decimal

import pytest

from config.demo.papers import photograph
from tests.journeys.taking_in import NAME, bring_in_the_plan, register_the_homes
from tests.journeys.walking import Walk

pytestmark = pytest.mark.django_db

COSTS = {
    "corridor/basic/2": "300000.00",
    "environment/basic/1": "100000.00",
    "utilities/basic/1": "90000.00",
    "environment/improving/1": "60000.00",
    "living_circle/upgrading/1": "30000.00",
}


@pytest.fixture
def walk(settings):
    return Walk(settings)


def test_a_community_goes_from_plan_to_closing_over_rest(walk):
    for phase in (
        bring_in_the_plan,
        register_the_homes,
        evidence_what_lay_before,
        design,
        post_notice,
        ask_the_owners,
        count_and_confirm,
        fix_what_is_owed,
        end_the_notice,
        collect_the_money,
        review_jointly,
        start_and_build,
        accept_jointly,
        hand_over_and_close,
    ):
        phase(walk)

    assert walk.standing() == "closed"
    steps = walk.leader.ask(f"projects/{walk.project}/steps/")
    assert {step["state"] for step in steps} == {"done"}
    kinds = [row["kind"] for row in walk.leader.ask(f"projects/{walk.project}/milestones/")]
    assert kinds == [
        "admitted",
        "first_consent",
        "designed",
        "consented",
        "noticed",
        "funded",
        "approved",
        "started",
        "completed",
        "accepted",
        "handed_over",
        "closed",
    ]
    funnel = {row["kind"]: row["reached"] for row in walk.leader.ask("overview/")["funnel"]}
    assert funnel["admitted"] == 16
    assert funnel["accepted"] == 1


def evidence_what_lay_before(walk):
    """The first round and the admission lay before the import."""
    walk.day("2024-03-22")
    walk.evidence("first_round", "改造意愿征询汇总表")
    walk.day("2024-03-25")
    walk.evidence("admission", "计划上报表")
    assert walk.handler.ask(f"projects/{walk.project}/next-step/")["title"] == "编制改造方案"


def design(walk):
    """Contents with their costs, the documents, who would pay what."""
    walk.day("2024-04-12")
    walk.refused("design", missing=4)
    items = [{"key": key, "estimate": cost} for key, cost in COSTS.items()]
    chosen = walk.clerk.write(f"projects/{walk.project}/contents/", {"items": items}, method="put")
    assert sum(Decimal(item["estimate"]) for item in chosen) == Decimal("580000.00")
    walk.refused("design", missing=2)
    walk.complete("design")
    estimate = determine(walk, "estimate")
    assert estimate["provisional"]


def determine(walk, stage):
    """Determined by one, refused to the same person, confirmed by another."""
    body = {"project": walk.project, "stage": stage}
    row = walk.handler.write("determinations/", body)
    answer = walk.handler.send(f"determinations/{row['id']}/confirm/")
    assert answer.status_code in {400, 403}, answer.content.decode()
    confirmed = walk.reviewer.write(f"determinations/{row['id']}/confirm/")
    assert confirmed["confirmed_at"]
    parts = sum(Decimal(line["amount"]) for line in confirmed["lines"])
    assert parts == Decimal(confirmed["total"]) == Decimal("580000.00")
    return confirmed


def post_notice(walk):
    """Seven working days, photographs of the first and the last."""
    notice = walk.clerk.write(
        "notices/",
        {
            "project": walk.project,
            "key": "scheme",
            "posted_on": walk.today,
            "title": f"{NAME}改造方案公示",
            "body": "内容、概算、资金分担和长效管理见附件。",
            "where_posted": "小区公告栏",
            "contact": "社区居委会",
        },
    )
    assert notice["last_day"] == "2024-04-23"
    walk.clerk.write(
        f"notices/{notice['id']}/photograph/",
        {"upload": photograph("首日公示"), "label": "首日公示"},
        files=True,
    )
    objection = walk.clerk.write(
        "objections/",
        {
            "notice": notice["id"],
            "received_on": walk.today,
            "raised_by": "赵平",
            "matter": "充电棚离窗过近",
        },
    )
    walk.notice, walk.objection = notice["id"], objection["id"]
    walk.refused("notice", missing=3)


def ask_the_owners(walk):
    """The second round: the roll freezes, papers come in one after another."""
    walk.day("2024-04-15")
    body = {
        "project": walk.project,
        "key": "second",
        "closes_at": "2024-04-24T18:00:00+08:00",
        "organiser": "城关街道办事处",
        "contact": "0536-0000000",
    }
    walk.round = walk.clerk.write("rounds/", body)
    walk.refused("second_round", missing=5)
    walk.day("2024-04-20 17:30")
    roll = walk.clerk.rows(f"rounds/{walk.round['id']}/roll/")
    assert len(roll) == walk.round["units"]
    first, *others = roll[: -(-len(roll) * 9 // 10)]
    paper = {"round": walk.round["id"], "serial": first["serial"], "answers": {"scheme": "against"}}
    made = walk.clerk.send("papers/", paper, key="paper-once")
    again = walk.clerk.send("papers/", paper, key="paper-once")
    assert made.status_code == again.status_code == 201, made.content.decode()
    assert made.json()["id"] == again.json()["id"]
    told = walk.clerk.refused("papers/", paper, status=409)
    assert "刘洋" in told[0]
    for unit in others:
        walk.clerk.write(
            "papers/", {**paper, "serial": unit["serial"], "answers": {"scheme": "agree"}}
        )
    walk.papers = 1 + len(others)
    (matter,) = walk.leader.ask(f"rounds/{walk.round['id']}/tally/")["matters"]
    assert matter["valid"]
    assert matter["passed"]
    assert len(matter["tests"]) == 4


def count_and_confirm(walk):
    """The hand count must agree with what was typed; a second person confirms."""
    walk.day("2024-04-24 18:30")
    path = f"rounds/{walk.round['id']}"
    wrong = {"scheme": {"agree": walk.papers, "against": 0, "abstain": 0, "invalid": 0}}
    walk.clerk.refused(f"{path}/close/", {"hand_counts": wrong})
    right = {"scheme": {"agree": walk.papers - 1, "against": 1, "abstain": 0, "invalid": 0}}
    assert walk.clerk.write(f"{path}/close/", {"hand_counts": right})["state"] == "closed"
    walk.day("2024-04-25")
    assert walk.clerk.send(f"{path}/confirm/").status_code == 403
    (tally,) = walk.reviewer.write(f"{path}/confirm/")
    assert tally["passed"]
    assert walk.fact("consent.passed", "second") == "true"
    walk.complete("second_round")


def fix_what_is_owed(walk):
    """What is collected from now on."""
    due = determine(walk, "due")
    walk.shares = [
        row
        for row in walk.clerk.rows(f"determinations/{due['id']}/shares/")
        if Decimal(row["amount"])
    ]
    assert sum(Decimal(row["amount"]) for row in walk.shares) == Decimal(due["residents"])


def end_the_notice(walk):
    """The objection is settled, the last photograph taken, the period over."""
    walk.day("2024-04-23 17:00")
    walk.clerk.write(
        f"notices/{walk.notice}/photograph/",
        {"upload": photograph("末日公示"), "label": "末日公示"},
        files=True,
    )
    walk.day("2024-04-26")
    told = walk.refused("notice", missing=1)
    assert "异议" in told[0]
    walk.clerk.write(
        f"objections/{walk.objection}/settle/",
        {
            "outcome": "explained",
            "reply": "已当面说明并移位。",
            "settled_on": walk.today,
        },
    )
    walk.complete("notice")


def collect_the_money(walk):
    """All but one pay together, the last one later; nothing is booked twice."""
    walk.day("2024-05-08")
    payments = [
        {
            "unit": row["unit"],
            "amount": row["amount"],
            "voucher": f"HF-{number:04d}",
            "channel": "bank",
            "paid_on": walk.today,
        }
        for number, row in enumerate(walk.shares, 1)
    ]
    *most, last = payments
    rows = walk.clerk.write("ledger/bulk/", {"project": walk.project, "payments": most})
    assert all(row["booked"] for row in rows), rows
    told = walk.refused("residents_money", missing=1)
    assert "居民" in told[0]
    walk.day("2024-05-09")
    body = {"project": walk.project, **last, "paid_on": walk.today}
    made = [walk.clerk.send("ledger/", body, key="last-payment") for _ in range(2)]
    assert [answer.status_code for answer in made] == [201, 201], made[0].content.decode()
    assert len(walk.clerk.rows("ledger/", project=walk.project)) == len(payments)
    walk.complete("residents_money")


def review_jointly(walk):
    """Four offices, each by its own person; then the conclusion."""
    body = {"project": walk.project, "key": "joint", "accepted_on": walk.today, "low_risk": True}
    review = walk.handler.write("reviews/", body)
    walk.refused("joint_review", missing=3, by="handler")
    walk.day("2024-05-13")
    by = {
        "housing": "handler",
        "natural_resources": "department",
        "development": "development",
        "finance": "finance",
    }
    for opinion in review["opinions"]:
        body = {
            "opinion": opinion["id"],
            "view": "agree",
            "signatory": "分管负责人",
            "given_on": walk.today,
        }
        speaker = getattr(walk, by[opinion["unit_code"].partition("-")[2]])
        speaker.write(f"reviews/{review['id']}/opinion/", body)
    walk.day("2024-05-14")
    walk.handler.write(
        f"reviews/{review['id']}/conclude/",
        {
            "passed": True,
            "conclusion": "同意改造方案。",
            "concluded_on": walk.today,
        },
    )
    walk.complete("joint_review", by="handler")


def start_and_build(walk):
    """The start with its three documents, then the works to the last per cent."""
    walk.refused("start", missing=3)
    walk.complete("start")
    assert walk.standing() == "in_works"
    contents = walk.clerk.ask(f"projects/{walk.project}/contents/")
    for day, percent in (("2024-05-20", "55.00"), ("2024-06-04", "100.00")):
        walk.day(day)
        walk.refused("works", missing=2)
        walk.clerk.write(
            f"projects/{walk.project}/works/",
            {
                "day": day,
                "percent": percent,
                "items": {item["key"]: percent for item in contents},
            },
        )
    walk.complete("works")
    assert walk.standing() == "completed"


def accept_jointly(walk):
    """Every party and two owners sign; the defect is mended before the conclusion."""
    walk.day("2024-06-11")
    body = {"project": walk.project, "held_on": walk.today, "owners": ["梁敏", "许林"]}
    row = walk.clerk.write("acceptances/", body)
    path = f"acceptances/{row['id']}"
    assert sum(party["owner"] for party in row["parties"]) == 2
    defect = walk.clerk.write(
        f"{path}/problem/",
        {
            "part": "1 单元门厅",
            "finding": "踏步边角破损",
            "due_on": "2024-06-18",
        },
    )
    for party in row["parties"]:
        walk.clerk.write(
            f"{path}/sign/",
            {
                "party": party["id"],
                "verdict": "pass",
                "signatory": "参加人",
                "signed_on": walk.today,
            },
        )
    told = walk.refused("acceptance", missing=3)
    assert any("整改" in words for words in told)
    walk.day("2024-06-13")
    walk.clerk.write(f"{path}/fix/", {"problem": defect["id"], "fixed_on": walk.today})
    walk.clerk.write(
        f"{path}/conclude/",
        {
            "passed": True,
            "conclusion": "一致同意通过联合验收。",
            "concluded_on": walk.today,
        },
    )
    walk.complete("acceptance")
    assert walk.standing() == "accepted"


def hand_over_and_close(walk):
    """Item by item to its receiver; then long-term management, and the project is closed."""
    walk.day("2024-06-17")
    items = walk.clerk.write("handover/", {"project": walk.project})
    walk.refused("handover", missing=1)
    for item in items:
        walk.clerk.write(
            f"handover/{item['id']}/receive/",
            {"received_on": walk.today, "signatory": "接收人"},
        )
    walk.complete("handover")
    walk.day("2024-06-20")
    walk.refused("long_term", missing=1)
    walk.complete("long_term")
