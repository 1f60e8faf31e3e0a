"""Every kind that can be imported can be taken back: three lists, each told from the others.

One scene per kind: an import is written; something of it is changed since, and something is in
the way; taking it back puts every row into exactly one list.
"""

from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.http import QueryDict

from accounts.models import AuditEntry
from accounts.permissions import Role
from approvals.models import Paper, Round
from approvals.rules.parts import WHOLE
from approvals.selectors.recounting import full_counts
from approvals.services.paper_corrections import correct_paper
from common.clock import business_now
from common.errors import Refused
from districts.models import Building, Community, ExclusiveUnit
from districts.registers import REGISTERS
from funding.models import Allocation, LedgerEntry, Receipt
from funding.selectors.accounts import account
from funding.services.flow_values import NewSpending
from funding.services.reversals import reverse
from funding.services.sources import source_of
from funding.services.spending import pay
from funding.services.verifying_books import of_flows
from intake.kinds import KINDS
from intake.rules.request import Request
from intake.services.committing import commit
from intake.services.undoing import foresee, undo
from intake.services.uploads import upload_plan
from records.listings import Selection
from renovation.models import BillItem, PlanLine, PlanTarget, Project
from reports.services.listing_exports import export_listing
from tests.factories import approvals as rounds
from tests.factories.accounts import UserFactory
from tests.factories.districts import CommunityFactory, build_homes
from tests.factories.renovation import (
    NOW,
    TODAY,
    ProjectFactory,
    clerk,
    handler,
    published_policy,
    street,
)
from tests.intake.builders import HEAD, ROWS, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def written(by, kind, content, at=NOW, **said):
    upload = upload_plan(
        by=by,
        at=at,
        request=Request(kind=kind, **said),
        document_no="",
        title="",
        name="表.xlsx",
        content=content if isinstance(content, bytes) else workbook(content),
    )
    return commit(by=by, at=at, on=at.date(), upload=upload, accept="已核对")


def plan():
    """丙 goes; 乙 was corrected since; on 甲 work has begun."""
    street()
    street("370724002")
    published_policy()
    by = handler()
    upload = written(by, "community_plan", [HEAD, *ROWS], area_code="370724", year=2024)

    def since():
        Project.objects.filter(name="甲小区").update(version=1)
        meant = PlanLine.objects.filter(project__name="乙小区")
        meant.update(households=21, changed_at=NOW, changed_by=by, change_reason="核实")

    return by, upload, since


def targets():
    """东城 goes, 城关 was corrected since."""
    street()
    street("370724002")
    by = handler()
    head = ["街道", "项目数", "楼栋数(栋)", "建筑面积(㎡)", "户数(户)", "资金(万元)"]
    rows = [head, ["城关街道", 16, 37, 138500, 1216, 3000], ["东城街道", 3, 5, 9000, 90, 200]]
    upload = written(by, "target_plan", rows, area_code="370724", year=2024)

    def since():
        PlanTarget.objects.filter(area__name="城关街道").update(projects=17)

    return by, upload, since


def roll():
    """101 goes; 102 was measured again; for 201 money has come in."""
    project, by = ProjectFactory(), clerk()
    rows = [["楼栋", "单元", "房号", "面积(㎡)", "产权人"]] + [
        ["9", "1", room, 80, f"赵{room}"] for room in ("101", "102", "201")
    ]
    upload = written(by, "household_roll", rows, subject=project.community.code)

    def since():
        homes = ExclusiveUnit.objects.filter(building__number="9")
        homes.filter(room="102").update(area=Decimal("81.20"))
        LedgerEntry.objects.create(
            project=project,
            unit=homes.get(room="201"),
            channel="cash",
            amount=10,
            paid_on=TODAY,
            voucher="SJ-1",
            booked_at=NOW,
            booked_by=by,
        )

    return by, upload, since


def papers():
    """The third was corrected since, the others go; a second import of the round stays."""
    round_ = rounds.open_round_for(rounds.project_with_homes(homes=6))
    by, units = clerk(), rounds.units_of(round_)
    head = ["序号", "票号", "收到日期", "是否同意"]
    said = {"kind": "vote_results", "at": rounds.DURING, "subject": str(round_.pk)}
    lines = [[n, unit.serial, "2024-06-15", "同意"] for n, unit in enumerate(units, 1)]
    upload = written(by, content=[head, *lines[:3]], **said)

    def since():
        written(by, content=[head, *lines[3:5]], **said)
        third = Paper.objects.get(unit=units[2], live=True)
        answers = dict.fromkeys(dict(third.answers.values_list("matter", "choice")), "against")
        correct_paper(by=by, at=rounds.DURING, paper=third, answers=answers, reason="录错")

    return by, upload, since


def bill():
    """The pipe goes, the roofing was priced anew since."""
    project, by = ProjectFactory(), clerk()
    head = ["分部工程", "项目编码", "项目名称", "计量单位", "工程量", "综合单价(元)", "合价(元)"]
    rows = [
        ["屋面", "010902001001", "屋面卷材防水", "㎡", 10, 60, 600],
        ["给排水", "031001006001", "塑料管", "m", 5, 40, 200],
    ]
    upload = written(by, "bill_of_quantities", [head, *rows], subject=project.code)

    def since():
        BillItem.objects.filter(name="屋面卷材防水").update(unit_price=61)

    return by, upload, since


def funds():
    """The second receipt goes; the city's was reversed since; the first is spent."""
    project = ProjectFactory(community__name="凤凰小区", name="凤凰小区")
    by = UserFactory(role=Role.FINANCE, role__area="370724")
    upload = funds_of(by)

    def since():
        mine = source_of("370724", "central_fiscal")
        spent = NewSpending(mine, "works", "某公司", Decimal(50), "ZF-1", date(2024, 6, 1))
        pay(by=by, at=NOW, project=project, money=spent)
        wrong = Allocation.objects.get(document_no="临财〔2024〕3号")
        reverse(by=by, at=NOW, entry=wrong, reason="重复")

    return by, upload, since


def funds_of(by):
    head = ["项目名称", "资金来源", "下达或到位", "文号或凭证号", "日期", "金额(元)"]
    rows = [
        ["凤凰小区", "中央财政", "下达", "鲁财建〔2024〕8号", "2024-05-06", 100],
        ["凤凰小区", "中央财政", "到位", "DW-1", "2024-05-18", 60],
        ["凤凰小区", "中央财政", "到位", "DW-2", "2024-05-19", 30],
        ["凤凰小区", "市级", "下达", "临财〔2024〕3号", "2024-05-06", 10],
    ]
    return written(by, "funding_table", [head, *rows], area_code="370724")


def register(key, change, since):
    """A register's own export with one column changed, of which one cell was changed since."""

    def scene():
        community = CommunityFactory(name="县委家属院", built_year=1990)
        other = CommunityFactory(name="水泥厂家属院", built_year=1991)
        for place in (community, other):
            build_homes(place, count=1)
        by = UserFactory(role=Role.BUREAU_HANDLER, role__area="370724")
        selection = Selection(REGISTERS[key], by, QueryDict(""))
        body = export_listing(by=by, at=business_now(), selection=selection).body
        book = openpyxl.load_workbook(BytesIO(body))
        column, value = change
        heads = {cell.value: cell.column for cell in book["台账"][2]}
        for row in (3, 4):
            book["台账"].cell(row, heads[column]).value = value
        out = BytesIO()
        book.save(out)
        kind = REGISTERS[key].sheet
        upload = written(by, kind, out.getvalue(), area_code="370724001")
        return by, upload, lambda: since(community)

    return scene


SCENES = {
    "community_plan": plan,
    "target_plan": targets,
    "household_roll": roll,
    "vote_results": papers,
    "bill_of_quantities": bill,
    "funding_table": funds,
    "community_register": register(
        "communities",
        ("物业管理", "业委会自管"),
        lambda place: Community.objects.filter(pk=place.pk).update(management="社区代管"),
    ),
    "building_register": register(
        "buildings",
        ("层数（层）", 7),
        lambda place: Building.objects.filter(community=place).update(storeys=8),
    ),
    "home_register": register(
        "homes",
        ("面积依据", "合同"),
        lambda place: ExclusiveUnit.objects.filter(building__community=place).update(
            area_source="surveyed"
        ),
    ),
}


OUTCOMES = {
    "community_plan": {
        "failed": ["甲小区"],
        "kept": [
            "2024年临朐县城镇老旧小区改造计划",
            "丙小区",
            "乙小区",
            "乙小区 households",
            "甲小区",
        ],
        "reversed": ["丙小区", "丙小区"],
    },
    "target_plan": {
        "failed": [],
        "kept": ["2024年临朐县城镇老旧小区改造计划", "城关街道 projects"],
        "reversed": ["东城街道"],
    },
    "household_roll": {
        "failed": ["9号楼1单元201"],
        "kept": ["9号楼", "9号楼1单元102 area"],
        "reversed": ["9号楼1单元101"],
    },
    "vote_results": {"failed": [], "kept": ["003"], "reversed": ["001", "002"]},
    "bill_of_quantities": {
        "failed": [],
        "kept": ["屋面卷材防水 unit_price"],
        "reversed": ["塑料管"],
    },
    "funding_table": {
        "failed": ["凤凰小区 中央财政补助", "凤凰小区 中央财政补助"],
        "kept": ["凤凰小区 市级补助"],
        "reversed": ["凤凰小区 中央财政补助"],
    },
    "community_register": {
        "failed": [],
        "kept": ["县委家属院 management"],
        "reversed": ["水泥厂家属院 management"],
    },
    "building_register": {
        "failed": [],
        "kept": ["县委家属院 1 storeys"],
        "reversed": ["水泥厂家属院 1 storeys"],
    },
    "home_register": {
        "failed": [],
        "kept": ["县委家属院 1 1 101 area_source"],
        "reversed": ["水泥厂家属院 1 1 101 area_source"],
    },
}


def lists(upload):
    """Names with what was changed of them; of papers only the number on the roll."""
    found = {"failed": [], "kept": [], "reversed": []}
    for row in upload.undone_rows.all():
        name = row.name.rsplit("-")[-1] if row.table == "approvals.paper" else row.name
        found[row.outcome].append(" ".join(filter(None, [name, row.key])))
        assert row.why or row.outcome == "reversed"
    return {name: sorted(items) for name, items in found.items()}


def taken_back(by, upload, at=NOW):
    return undo(by=by, at=at, on=at.date(), upload=upload, reason="传错了文件")


def not_taken_back(by, upload, at=NOW):
    """What fails and why, where nothing can be taken back: the import stands, to be tried again."""
    with pytest.raises(Refused) as refusal:
        taken_back(by, upload, at)
    upload.refresh_from_db()
    assert (upload.state, refusal.value.problems[0].code) == ("committed", "nothing")
    report = foresee(by=by, on=at.date(), upload=upload).report
    assert not report.lists()["kept"]
    return report.lists()["failed"]


def test_there_is_a_scene_for_every_kind():
    assert set(SCENES) == set(OUTCOMES) == set(KINDS)


@pytest.mark.parametrize("key", sorted(KINDS))
def test_an_import_of_any_kind_is_taken_back_in_three_lists(key):
    by, upload, since = SCENES[key]()
    since()
    at = rounds.DURING if key == "vote_results" else NOW

    foreseen = foresee(by=by, on=at.date(), upload=upload)
    done = taken_back(by, upload, at)

    assert foreseen.problems == ()
    assert lists(done) == OUTCOMES[key]
    assert foreseen.report.counts() == {name: len(rows) for name, rows in lists(done).items()}
    assert AuditEntry.objects.filter(action="import.undo").count() == 1


def test_papers_withdrawn_with_an_import_leave_the_count_and_may_be_typed_again():
    by, upload, since = papers()
    since()
    taken_back(by, upload, rounds.DURING)

    (counts,) = full_counts(upload_round := Round.objects.get()).values()
    assert (counts[WHOLE].agree_heads, counts[WHOLE].against_heads) == (2, 1)
    running = upload_round.running.get(building="", entrance="")
    assert (running.agree_heads, running.against_heads) == (2, 1)
    gone = Paper.objects.filter(withdrawn=True)
    assert {paper.reason for paper in gone} == {"撤销导入：传错了文件"}
    assert rounds.fill(upload_round, agree=2) == 2


def test_no_paper_is_withdrawn_once_the_tally_is_confirmed():
    by, upload, _ = papers()
    Round.objects.update(state="confirmed")

    failed = not_taken_back(by, upload, rounds.DURING)

    assert len(failed) == 3
    assert "复核确认" in failed[0].why
    assert not Paper.objects.filter(withdrawn=True).exists()


def test_money_goes_back_by_bookings_of_its_own_and_may_be_booked_again():
    by, upload, _ = funds()
    done = taken_back(by, upload)

    assert done.undone_rows.filter(outcome="reversed").count() == 4
    assert Receipt.objects.count() == 4, "nothing is deleted"
    assert {row.reason for row in Receipt.objects.exclude(reverses=None)} == {
        "撤销导入：传错了文件"
    }
    project = Project.objects.get()
    assert account(project, source_of("370724", "central_fiscal")).allocated == 0
    assert list(of_flows(project)) == []
    again = funds_of(by)
    assert again.result["new"] == 4


def test_a_bill_of_a_finished_project_stays():
    by, upload, _ = bill()
    Project.objects.update(state="closed")

    failed = not_taken_back(by, upload)

    assert sorted(item.name for item in failed) == ["塑料管", "屋面卷材防水"]
    assert BillItem.objects.count() == 2
