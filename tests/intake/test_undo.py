"""A whole import taken back: what went, what was kept because changed, what failed and why."""

from decimal import Decimal

import pytest

from accounts.models import AuditEntry
from accounts.permissions import Role
from common.errors import NotAllowed, Refused
from districts.models import Area, Community
from intake.models import Upload
from intake.services.committing import commit
from intake.services.examining import Request
from intake.services.undoing import foresee, undo
from intake.services.uploads import upload_plan
from records.models import WrittenRow
from renovation.models import Plan, PlanLine, PlanTarget, Project
from tests.factories.accounts import UserFactory
from tests.factories.districts import AreaFactory
from tests.factories.renovation import NOW, TODAY, handler, published_policy, street
from tests.intake.builders import HEAD, ROWS, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def linqu(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    street()
    street("370724002")


@pytest.fixture
def by():
    return handler()


def written(by, rows=ROWS, head=HEAD, **request):
    asked = {"area_code": "370724", "year": 2024} | request
    upload = upload_plan(
        by=by,
        at=NOW,
        request=Request(**asked),
        document_no="",
        title="",
        name="计划.xlsx",
        content=workbook([head, *rows]),
    )
    return commit(by=by, at=NOW, on=TODAY, upload=upload)


def back(by, upload, reason="传错了文件"):
    return undo(by=by, at=NOW, on=TODAY, upload=upload, reason=reason)


def lists(upload):
    found = {"failed": [], "kept": [], "reversed": []}
    for row in upload.undone_rows.all():
        found[row.outcome].append((row.name, row.key))
    return found


def reissued(households, index=0):
    rows = [list(row) for row in ROWS]
    rows[index][4] = households
    return rows


def state():
    lines = PlanLine.objects.order_by("pk").values("id", "households", "imported", "upload_id")
    projects = Project.objects.order_by("pk").values("id", "state", "households")
    return list(lines), list(projects), list(Plan.objects.values()), Community.objects.count()


def test_an_import_without_scheme_leaves_nothing_behind(by):
    upload = written(by)
    foreseen = foresee(by=by, on=TODAY, upload=upload).report.counts()
    assert PlanLine.objects.count() == 3

    done = back(by, upload)

    assert done.state == "undone"
    assert not any((PlanLine.objects.exists(), Project.objects.exists(), Plan.objects.exists()))
    assert not Community.objects.exists()
    assert foreseen == {"failed": 0, "kept": 0, "reversed": 3 + 3 + 3 + 1}
    assert len(lists(done)["reversed"]) == 10
    assert AuditEntry.objects.filter(action="import.undo").count() == 1


def test_every_written_row_leads_back_to_its_sheet_and_row(by):
    upload = written(by)
    line = PlanLine.objects.get(project__name="乙小区")

    row = WrittenRow.objects.get(table="renovation.planline", object_id=line.pk)

    assert (row.upload_id, row.sheet, row.row, row.before) == (upload.pk, "计划", 3, None)
    assert row.after == {"buildings": "1", "households": "20", "floor_area": "1500.00"}


def test_a_reissue_taken_back_is_as_if_it_had_never_been(by):
    written(by)
    before = state()
    again = written(by, reissued(44))
    assert PlanLine.objects.get(project__name="甲小区").households == 44

    back(by, again)

    assert state() == before
    assert lists(again)["reversed"] == [("甲小区", "households"), ("甲小区", "households")]


def test_what_a_person_changed_since_stays_and_is_named(by):
    written(by)
    again = written(by, reissued(44))
    PlanLine.objects.filter(project__name="甲小区").update(
        households=45, changed_at=NOW, changed_by=by, change_reason="核实"
    )

    done = back(by, again)

    line = PlanLine.objects.get(project__name="甲小区")
    assert line.households == 45
    assert line.imported["households"] == "40"  # the base of the next comparison is the first file
    kept = done.undone_rows.get(outcome="kept")
    assert (kept.key, kept.was, kept.wrote, kept.now) == ("households", "40", "44", "45")


def test_opened_projects_are_withdrawn_and_those_that_live_are_kept(by):
    published_policy()
    upload = written(by)
    living = Project.objects.get(name="甲小区")
    Project.objects.filter(pk=living.pk).update(version=1)

    done = back(by, upload)

    states = dict(Project.objects.values_list("name", "state"))
    assert states == {"甲小区": "planned", "乙小区": "withdrawn", "丙小区": "withdrawn"}
    assert [line.project.name for line in PlanLine.objects.all()] == ["甲小区"]
    assert lists(done)["failed"] == [("甲小区", "")]
    assert "办理" in done.undone_rows.get(outcome="failed").why
    assert Project.objects.get(name="乙小区").stage_changes.last().reason == "撤销导入：传错了文件"
    assert Community.objects.count() == 3


def test_a_later_import_goes_first(by):
    first = written(by)
    second = written(by, reissued(44))

    with pytest.raises(Refused) as refusal:
        back(by, first)
    assert [(p.code, p.value) for p in refusal.value.problems] == [
        ("later_import", f"导入 {second.pk}")
    ]
    assert foresee(by=by, on=TODAY, upload=first).problems == refusal.value.problems

    back(by, second)
    assert back(by, first).state == "undone"


def test_taken_back_twice_is_taken_back_once(by):
    upload = written(by)
    back(by, upload)
    entries = AuditEntry.objects.count()

    assert back(by, Upload.objects.get(pk=upload.pk), "再点一次").undo_reason == "传错了文件"
    assert AuditEntry.objects.count() == entries


def test_a_reason_is_wanted_and_only_what_was_written_goes_back(by):
    upload = written(by)
    with pytest.raises(Refused, match="原因"):
        back(by, upload, "  ")
    back(by, upload)
    staged = upload_plan(
        by=by,
        at=NOW,
        request=Request("370724", 2024),
        document_no="",
        title="",
        name="a.xlsx",
        content=workbook([HEAD, *ROWS]),
    )
    with pytest.raises(Refused, match="没有可撤销的"):
        back(by, staged)


def test_the_file_may_be_imported_again_afterwards(by):
    published_policy()
    back(by, written(by))

    again = written(by)

    assert (again.result["new"], again.result["projects"]) == (3, 3)
    assert Project.objects.filter(state="planned").count() == 3


def test_targets_go_back_too(by):
    AreaFactory(code="3707", name="潍坊市", level="city")
    city = UserFactory(role=Role.BUREAU_HANDLER, role__area="3707")
    head = ["序号", "县区", "项目数", "楼栋数(栋)", "建筑面积(万㎡)", "户数(户)", "资金(万元)"]
    asked = {"area_code": "3707", "kind": "target_plan"}
    first = written(city, [[1, "临朐县", 16, 37, 13.85, 1216, 3000]], head, **asked)
    second = written(city, [[1, "临朐县", 17, 37, 13.85, 1216, 3000]], head, **asked)

    back(city, second)
    assert PlanTarget.objects.get().projects == 16
    assert PlanTarget.objects.get().floor_area == Decimal("138500.00")
    back(city, first)
    assert not PlanTarget.objects.exists()
    assert not Plan.objects.exists()


def test_who_only_looks_takes_nothing_back(by):
    upload = written(by)
    with pytest.raises(NotAllowed):
        back(UserFactory(role=Role.LEADER), upload)


def test_streets_that_came_with_a_table_leave_with_it_unless_something_stands_there(by):
    rows = [list(row) for row in ROWS]
    rows[0][2], rows[1][2] = "五井镇", "寺头镇"
    upload = written(by, rows, create_areas=True)
    new = {area.name: area for area in Area.objects.filter(name__in=["五井镇", "寺头镇"])}
    UserFactory(role=Role.STREET_CLERK, role__area=new["寺头镇"].code)

    foreseen = foresee(by=by, on=TODAY, upload=upload).report
    done = back(by, upload)

    assert set(Area.objects.filter(name__in=new).values_list("name", flat=True)) == {"寺头镇"}
    kept = done.undone_rows.get(table="districts.area", outcome="kept")
    assert (kept.name, kept.why) == ("寺头镇", "这里已有：任职")
    assert ("五井镇", "") in lists(done)["reversed"]
    assert foreseen.counts() == {name: len(found) for name, found in lists(done).items()}
    again = written(by, rows, create_areas=True)
    assert again.state == "committed"
    fresh = Area.objects.get(name="五井镇")
    assert fresh.code not in {area.code for area in new.values()}, "codes are never reused"
