"""The target table: Xinxiang's real one by command, page and REST, and what people send."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.permissions import Role
from districts.models import Area
from intake.models import Upload
from renovation.models import Plan, PlanTarget
from tests.factories.accounts import UserFactory
from tests.factories.districts import AreaFactory, CommunityFactory
from tests.factories.renovation import PlanFactory, ProjectFactory
from tests.intake.builders import LINQU, workbook

XINXIANG = LINQU.with_name("xinxiang-2020-targets.xlsx")
PLACES = {
    "410703": "卫滨区",
    "410702": "红旗区",
    "410711": "牧野区",
    "410783": "长垣市",
    "410725": "原阳县",
    "410726": "延津县",
    "410727": "封丘县",
}
CLAIM = "项目数=331,栋=1163,万㎡=394.86,户=40909,万元=82176.1"
HEAD = ["序号", "县区", "项目数(个)", "楼栋数(栋)", "建筑面积(万㎡)", "户数(户)", "资金(万元)"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def xinxiang(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    AreaFactory(code="4107", name="新乡市", level="city")
    for code, name in PLACES.items():
        AreaFactory(code=code, name=name, level="district")
    AreaFactory(code="4107L1", name="高新区", level="district", official=False)


def run(capsys, file, *arguments, area="4107"):
    code = 0
    arguments = ("--area", area, "--year", "2020", "--kind", "target_plan", "--json", *arguments)
    try:
        call_command("import_plan", str(file), *arguments)
    except SystemExit as end:
        code = end.code
    return code, json.loads(capsys.readouterr().out)


def saved(tmp_path, rows):
    path = tmp_path / "任务.xlsx"
    path.write_bytes(workbook([HEAD, *rows]))
    return path


def warned(answer, code):
    return [p for p in answer["problems"] if p["code"] == code]


def test_a2_the_targets_of_xinxiang_tie_in_all_five_figures(capsys):
    code, answer = run(capsys, XINXIANG, "--claim", CLAIM)

    assert code == 0, answer["problems"]
    assert answer["kind"] == "target_plan"
    assert answer["totals"] == {
        "places": "8",
        "communities": "331",
        "buildings": "1163",
        "area_m2": "3948600.00",
        "households": "40909",
        "investment_yuan": "821761000.00",
    }
    assert [claim["ties"] for claim in answer["claims"]] == [True] * 5
    assert [(s["label"], s["ties"]) for s in answer["subtotals"]] == [("合计", True)] * 5


def test_a2_an_equality_between_two_columns_is_noticed(capsys):
    _, answer = run(capsys, XINXIANG)

    assert [(p["cell"], p["value"]) for p in warned(answer, "equal_figures")] == [("F7 G7", "1221")]


def test_written_once_and_again_without_change(capsys):
    run(capsys, XINXIANG, "--commit", "--claim", CLAIM)
    before = list(PlanTarget.objects.values())
    code, again = run(capsys, XINXIANG, "--commit")

    assert (code, again["status"]) == (0, "unchanged")
    assert again["rows"]["same"] == 8
    assert list(PlanTarget.objects.values()) == before
    weibin = PlanTarget.objects.get(area__code="410703")
    assert (weibin.projects, weibin.row, weibin.sheet) == (113, 4, "任务表")
    assert str(weibin.investment) == "216722000.00"


def test_a_reissued_table_changes_only_what_it_changes(capsys, tmp_path):
    rows = [
        [1, "卫滨区", 113, 317, 100.36, 9651, 21672.2],
        [2, "红旗区", 100, 420, 147.27, 15690, 36087],
    ]
    run(capsys, saved(tmp_path, rows), "--commit")
    rows[1][2] = 101
    _, answer = run(capsys, saved(tmp_path, rows), "--commit")

    assert (answer["written"]["changed"], answer["written"]["same"]) == (1, 1)
    assert PlanTarget.objects.get(area__code="410702").projects == 101


def test_districts_that_the_register_lacks_are_refused_or_entered(capsys, tmp_path):
    rows = [[1, "平原示范区", 3, 9, 2.26, 224, 515]]
    code, refused = run(capsys, saved(tmp_path, rows))
    done, written = run(capsys, saved(tmp_path, rows), "--create-areas", "--commit")

    assert code == 1
    assert [p["cell"] for p in warned(refused, "unknown_street")] == ["B2"]
    assert done == 0, written["problems"]
    assert Area.objects.get(name="平原示范区").code == "4107L2"


def test_one_place_under_two_names_is_refused(capsys, tmp_path):
    rows = [[1, "卫滨区", 3, 9, 2.26, 224, 515], [2, "卫滨", 1, 1, 1, 100, 300]]
    code, answer = run(capsys, saved(tmp_path, rows))

    assert code == 1
    assert [p["cell"] for p in warned(answer, "duplicate")] == ["B2 B3"]


def test_money_in_the_wrong_unit_is_noticed(capsys, tmp_path):
    _, answer = run(capsys, saved(tmp_path, [[1, "卫滨区", 3, 9, 2.26, 224, 200000]]))

    assert [p["cell"] for p in warned(answer, "cost_per_area")] == ["G2 E2"]


def test_a_target_table_is_not_taken_for_a_plan_of_communities(capsys):
    code = 0
    try:
        call_command("import_plan", str(XINXIANG), "--area", "410703", "--year", "2020", "--json")
    except SystemExit as end:
        code = end.code
    answer = json.loads(capsys.readouterr().out)

    assert code == 1
    assert answer["status"] == "refused"


def test_the_page_and_rest_take_the_same_table(client):
    user = UserFactory(username="city", role=Role.BUREAU_HANDLER, role__area="4107")
    client.force_login(user)
    file = SimpleUploadedFile(XINXIANG.name, XINXIANG.read_bytes())
    body = {
        "kind": "target_plan",
        "area_code": "4107",
        "year": "2020",
        "claim": CLAIM,
        "file": file,
    }
    answer = client.post(reverse("intake:upload"), body | {"file": file})
    assert answer.status_code == 302, answer.content.decode()
    upload = Upload.objects.get()
    preview = client.get(answer.url).content.decode()
    accept = reverse("intake:accept", args=[upload.pk])
    client.post(accept, {"code": "equal_figures", "reason": "来文两列确同"})
    ready = client.get(answer.url).content.decode()
    done = client.post(reverse("intake:commit", args=[upload.pk]))
    result = client.get(done.url).content.decode()
    plan = client.get(reverse("renovation:plan", args=[Plan.objects.get().pk])).content.decode()
    rest = client.get(f"/api/v1/imports/{upload.pk}/").json()

    assert "确认写入（还有 1 处提示，请改正或写明理由接受）" in preview
    assert "确认写入 8 行" in ready
    assert "821,761,000.00" in result
    assert "各地任务与进展" in plan
    assert rest["kind"] == "target_plan"
    assert rest["totals"]["communities"] == "331"


def test_targets_stand_beside_what_the_districts_do(client, capsys):
    run(capsys, XINXIANG, "--commit")
    AreaFactory(code="410703001", name="解放路街道")
    community = CommunityFactory(street=Area.objects.get(code="410703001"))
    plan = PlanFactory(area_code="410703", year=2020)
    ProjectFactory(community=community, opened=False, planned=plan)
    client.force_login(UserFactory(role=Role.LEADER, role__area="4107"))
    city = Plan.objects.get(area_code="4107")

    with CaptureQueriesContext(connection) as queries:
        page = client.get(reverse("renovation:plan", args=[city.pk]))
    district = client.get(reverse("renovation:plan", args=[plan.pk]))

    assert [one.planned for one in page.context["targets"]] == [1, 0, 0, 0, 0, 0, 0, 0]
    assert [one.target.projects for one in district.context["asked"]] == [113]
    assert len(queries) < 20


def test_a_district_imports_no_targets_for_the_city(client):
    client.force_login(UserFactory(role=Role.BUREAU_HANDLER, role__area="410703"))
    file = SimpleUploadedFile(XINXIANG.name, XINXIANG.read_bytes())
    body = {"kind": "target_plan", "area_code": "4107", "year": "2020", "file": file}

    assert client.post(reverse("intake:upload"), body).status_code == 422
    assert not Upload.objects.exists()
