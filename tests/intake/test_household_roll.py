"""A household roll as offices keep it: read, checked, compared, written, brought up to date."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.permissions import Role
from common.errors import Refused
from districts.models import ExclusiveUnit, Owner, Ownership, RegisterChange
from intake.models import StagedRow
from intake.rules.request import Request
from intake.services.accepting import accept_all
from intake.services.committing import abandon, commit
from intake.services.deciding import decide
from intake.services.keeping import content_of
from intake.services.partly import commit_good
from intake.services.undoing import foresee, undo
from intake.services.uploads import recheck, upload_plan
from records.storage import opened
from tests.factories.accounts import UserFactory
from tests.factories.districts import CommunityFactory
from tests.intake.builders import workbook

AT = datetime(2024, 6, 21, 8, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
HEAD = ["序号", "楼栋", "单元", "房号", "房屋用途", "面积(㎡)", "产权人", "身份证号", "联系电话"]
LI, WANG = "11010519491231002X", "440308199901101512"
ROWS = [
    [1, "1号楼", "1单元", 101, "住宅", 86.42, "李大山、王小溪", f"{LI}\n{WANG}", "13800005678"],
    [2, None, None, 102, "住宅", 75.1, "赵 平", None, "13900001111"],
    [3, None, "2单元", 101, None, "75.10", "李大山", LI, None],
    [4, "2号楼", None, "商铺1", "门面", 120, "临朐县供销社", None, None],
]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def clerk():
    return UserFactory(role=Role.STREET_CLERK, role__area="370724001")


@pytest.fixture
def community():
    return CommunityFactory(name="凤凰小区")


def staged(clerk, community, rows=ROWS, head=HEAD):
    return upload_plan(
        by=clerk,
        at=AT,
        request=Request(kind="household_roll", subject=community.code),
        document_no="",
        title="",
        name="名册.xlsx",
        content=workbook([head, *rows]),
    )


def written(clerk, upload):
    return commit(by=clerk, at=AT, on=AT.date(), upload=upload, accept="与档案核对过")


def taken_in(clerk, community, rows=ROWS, head=HEAD):
    return written(clerk, staged(clerk, community, rows, head))


def refused(upload):
    return {(f["cell"], f["message"]) for f in upload.findings if f["severity"] == "refuse"}


def with_cell(row, column, value):
    rows = [list(values) for values in ROWS]
    rows[row][column] = value
    return rows


def test_homes_and_their_owners_are_entered_with_file_sheet_and_row(clerk, community):
    upload = taken_in(clerk, community)

    homes = {str(home): home for home in ExclusiveUnit.objects.all()}
    assert sorted(homes) == ["1号楼1单元101", "1号楼1单元102", "1号楼2单元101", "2号楼商铺1"]
    first = homes["1号楼1单元101"]
    assert (first.area, first.floor, first.kind) == (Decimal("86.42"), 1, "home")
    assert homes["2号楼商铺1"].kind == "shop"
    assert (first.upload_id, first.sheet, first.row) == (upload.pk, "计划", 2)
    assert {part.owner.name for part in first.ownerships.all()} == {"李大山", "王小溪"}
    assert Owner.objects.count() == 4, "who has a number is one person in two homes"
    assert Owner.objects.get(name_masked="赵*").phone == "13900001111"
    assert upload.result["new"] == 4
    assert AuditEntry.objects.filter(action="roll.adopt").count() == 1


def test_nothing_personal_is_kept_in_clear(clerk, community):
    upload = staged(clerk, community)

    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(r)::text FROM intake_stagedrow r")
        stored = "".join(text for (text,) in cursor.fetchall())
    kept = str(upload.findings) + stored + str(list(AuditEntry.objects.values_list("payload")))
    assert not [word for word in ("李大山", "王小溪", LI, "13800005678") if word in kept]
    assert "李*山" in stored
    assert content_of(upload).startswith(b"PK")
    with opened(upload.path) as file:
        assert not file.read().startswith(b"PK")


def test_the_same_roll_again_changes_nothing(clerk, community):
    taken_in(clerk, community)

    again = staged(clerk, community)
    assert set(again.rows.values_list("effect", flat=True)) == {"same"}
    result = written(clerk, again).result

    assert (result["new"], result["changed"], result["same"]) == (0, 0, 4)
    assert Ownership.objects.filter(ends_on=None).count() == 5


def test_a_second_owner_may_stand_in_a_row_of_his_own(clerk, community):
    rows = [
        [1, "1号楼", "1单元", 101, "住宅", 86.42, "李大山", LI, None],
        [None, None, None, None, None, None, "王小溪", WANG, "13800005678"],
    ]

    upload = taken_in(clerk, community, rows)

    home = ExclusiveUnit.objects.get()
    assert {part.owner.name for part in home.ownerships.all()} == {"李大山", "王小溪"}
    assert list(upload.rows.values_list("effect", flat=True)) == ["new", "joined"]
    assert upload.totals == {"homes": "1", "area_m2": "86.42"}


def test_a_sale_moves_the_home_and_the_history_tells(clerk, community):
    taken_in(clerk, community)

    upload = staged(clerk, community, with_cell(1, 6, "孙海"))
    assert dict(upload.rows.values_list("number", "effect"))[3] == "changed"
    written(clerk, upload)

    home = ExclusiveUnit.objects.get(code="001-01-0102")
    assert [part.owner.name for part in home.ownerships.filter(ends_on=None)] == ["孙海"]
    assert home.ownerships.exclude(ends_on=None).get().owner.name == "赵平"
    change = RegisterChange.objects.get(subject_id=str(home.pk))
    assert change.after["owners"][0][1] == "孙*"
    assert "第 3 行" in change.reason


def test_a_correction_made_since_is_asked_about_never_overwritten(clerk, community):
    taken_in(clerk, community)
    ExclusiveUnit.objects.filter(code="001-01-0101").update(area=Decimal("88.00"))

    upload = staged(clerk, community, with_cell(0, 5, 90))
    (cell,) = (c for c in upload.rows.get(number=2).comparison if c["effect"] == "conflict")
    assert [cell[key] for key in ("key", "last", "now", "file")] == ["area", "86.42", "88.00", "90"]
    with pytest.raises(Refused):
        written(clerk, upload)
    decide(by=clerk, at=AT, upload=upload, number=2, key="area", choice="keep")
    written(clerk, upload)

    assert ExclusiveUnit.objects.get(code="001-01-0101").area == Decimal("88.00")
    again = staged(clerk, community, with_cell(0, 5, 90))
    assert again.rows.get(number=2).effect == "same", "what was decided is not asked again"


@pytest.mark.parametrize(
    ("row", "column", "value", "cell", "words"),
    [
        (0, 7, f"{LI}、{WANG}、{LI}", "H2", "有 3 个，业主却有 2 位，对不上"),
        (1, 8, "1390", "I3", "电话号码位数不够"),
        (1, 4, "仓库", "E3", "用途不在可选范围内"),
        (1, 5, None, "F3", "新登记的房屋没有专有面积"),
        (1, 7, 110105194912310, "H3", None),
        (1, 7, WANG, "H3", "证件号与第 2 行相同，姓名却不同"),
        (1, 3, 101, "F2 F3", "与第 2 行是同一户，这一项却不同"),
    ],
)
def test_a_wrong_cell_is_told_at_its_own_address(clerk, community, row, column, value, cell, words):
    found = refused(staged(clerk, community, with_cell(row, column, value)))

    assert ((cell, words) in found) if words else not found


def test_a_number_under_another_name_of_the_register_is_refused_in_its_cell(clerk, community):
    taken_in(clerk, community)
    other = CommunityFactory(name="青云小区", code="370724001-T9999")

    upload = staged(clerk, other, with_cell(2, 6, "李大川"))

    assert ("H4", "证件号已登记在“李*山”名下，与所填姓名不同") in refused(upload)


def test_one_table_for_a_whole_street_names_the_community_of_each_home(clerk, community):
    CommunityFactory(name="青云小区")
    head = ["小区", *HEAD[1:]]
    rows = [["凤凰", *ROWS[0][1:]], ["青云小区", *ROWS[1][1:]], ["梧桐苑", *ROWS[3][1:]]]
    rows[1][1], rows[1][2] = "5", "1"

    upload = upload_plan(
        by=clerk,
        at=AT,
        request=Request(kind="household_roll", area_code="370724001"),
        document_no="",
        title="",
        name="名册.xlsx",
        content=workbook([head, *rows]),
    )

    assert refused(upload) == {("A4", "没有小区“梧桐苑”")}
    assert StagedRow.objects.get(number=2).street_code == community.code


def test_the_number_of_queries_does_not_grow_with_the_homes(clerk, community):
    counts = []
    for size in (10, 60):
        rows = [[n, "9", "1", 100 + n, "住宅", 80, f"某{n}", None, None] for n in range(size)]
        upload = staged(clerk, community, rows)
        with CaptureQueriesContext(connection) as queries:
            written(clerk, upload)
        counts.append(len(queries))
    assert counts[1] <= counts[0] + 6, counts


def test_recheck_reads_the_sealed_file_again(clerk, community):
    upload = staged(clerk, community)

    assert recheck(by=clerk, at=AT, upload=upload).rows.count() == 4


def test_good_homes_go_ahead_and_the_rest_is_held_and_written_later(clerk, community):
    rows = with_cell(3, 8, "13")
    upload = commit_good(by=clerk, at=AT, on=AT.date(), upload=staged(clerk, community, rows))
    assert (upload.state, upload.result["new"], upload.result["held"]) == ("staged", 1, 3)
    assert [row.effect for row in upload.rows.all()] == ["written", "new", "new", "refused"]

    with pytest.raises(Refused, match="没有一行可以写入"):
        commit_good(by=clerk, at=AT, on=AT.date(), upload=upload)
    accept_all(by=clerk, at=AT, upload=upload, reason="与档案核对过")
    upload = commit_good(by=clerk, at=AT, on=AT.date(), upload=upload)
    assert (upload.result["new"], upload.result["held"]) == (3, 1)
    upload = abandon(by=clerk, at=AT, upload=upload)
    assert upload.state == "committed"
    assert ExclusiveUnit.objects.count() == 3


def test_a_table_that_is_wrong_as_a_whole_goes_in_not_even_in_part(clerk, community):
    head = [*HEAD[:3], "房间", *HEAD[4:]]

    with pytest.raises(Refused):
        commit_good(
            by=clerk, at=AT, on=AT.date(), upload=staged(clerk, community, ROWS, ["x", *head[1:]])
        )


def test_a_whole_roll_is_taken_back_home_by_home(clerk, community):
    taken_in(clerk, community)
    rows = [*with_cell(1, 6, "孙海"), [5, "3", "1", 101, "住宅", 70]]
    second = taken_in(clerk, community, rows)
    assert ExclusiveUnit.objects.count() == 5

    undo(by=clerk, at=AT, on=AT.date(), upload=second, reason="发错了一版")

    home = ExclusiveUnit.objects.get(code="001-01-0102")
    assert [part.owner.name for part in home.ownerships.filter(ends_on=None)] == ["赵平"]
    assert ExclusiveUnit.objects.count() == 4
    assert {row.outcome for row in second.undone_rows.all()} == {"reversed"}


def test_owners_that_go_back_are_called_by_their_masked_names(client, clerk, community):
    taken_in(clerk, community)
    second = taken_in(clerk, community, with_cell(1, 6, "孙海"))
    client.force_login(clerk)

    page = client.get(reverse("intake:undo", args=[second.pk])).content.decode()

    assert page.count("赵*") == 2
    assert "孙*" in page


def test_a_home_corrected_since_stays(clerk, community):
    upload = taken_in(clerk, community, [ROWS[0]])
    home = ExclusiveUnit.objects.get()
    RegisterChange.objects.create(
        community=community,
        subject_kind="districts.exclusiveunit",
        subject_id=str(home.pk),
        reason="更正",
        changed_at=AT,
        changed_by=clerk,
    )

    with pytest.raises(Refused, match="没有可以撤回的"):
        undo(by=clerk, at=AT, on=AT.date(), upload=upload, reason="发错了一版")

    assert ExclusiveUnit.objects.count() == 1
    found = foresee(by=clerk, on=AT.date(), upload=upload).report.lists()
    whys = {item.name: item.why for items in found.values() for item in items}
    assert whys == {"1号楼1单元101": "导入后又有更正", "1号楼": "楼里还有房屋"}
