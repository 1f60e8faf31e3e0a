"""manage.py import_plan on Linqu's real plan, and on what people send instead."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft202012Validator

from accounts.models import AuditEntry, User
from accounts.permissions import Role
from districts.models import Area, Community
from intake.models import Upload
from renovation.models import Plan, PlanLine, Project
from tests.factories.accounts import UserFactory
from tests.factories.districts import AreaFactory
from tests.intake.builders import HEAD, LINQU, ROWS, workbook

SCHEMA = json.loads(
    (LINQU.parents[2] / "docs" / "schemas" / "import-plan.json").read_text(encoding="utf-8")
)
CLAIM = "小区=16,户=1216,万㎡=13.85"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def linqu():
    AreaFactory(code="370724", name="临朐县", level="district")
    AreaFactory(code="370724001", name="城关街道")
    AreaFactory(code="370724002", name="东城街道")


def run(capsys, file, *arguments, area="370724", year="2024"):
    """The exit code and the JSON that the command prints."""
    code = 0
    try:
        call_command("import_plan", str(file), "--area", area, "--year", year, "--json", *arguments)
    except SystemExit as end:
        code = end.code
    answer = json.loads(capsys.readouterr().out)
    Draft202012Validator(SCHEMA).validate(answer)
    return code, answer


def rows_of(*models):
    return [list(model.objects.order_by("pk").values()) for model in models]


def saved(tmp_path, rows, **more):
    path = tmp_path / "计划.xlsx"
    path.write_bytes(workbook(rows, **more))
    return path


def test_the_plan_of_linqu_is_checked_to_the_last_square_centimetre(capsys):
    code, answer = run(capsys, LINQU, "--claim", CLAIM)

    assert code == 0
    assert answer["status"] == "checked"
    assert answer["totals"] == {
        "communities": "16",
        "buildings": "41",
        "households": "1216",
        "area_m2": "138479.32",
    }
    assert [
        (s["street"], s["communities"], s["buildings"], s["households"], s["area_m2"])
        for s in answer["streets"]
    ] == [
        ("城关街道", "14", "36", "1100", "125446.32"),
        ("东城街道", "2", "5", "116", "13033.00"),
    ]
    assert answer["claims"] == [
        {"name": "小区", "stated": "16", "computed": "16", "unit": "个", "ties": True},
        {"name": "户", "stated": "1216", "computed": "1216", "unit": "户", "ties": True},
        {"name": "万㎡", "stated": "13.85", "computed": "13.847932", "unit": "万㎡", "ties": True},
    ]
    assert answer["rows"] == {"same": 0, "changed": 0, "conflict": 0, "new": 16, "rejected": 0}
    assert [p for p in answer["problems"] if p["severity"] == "refuse"] == []


def test_checking_writes_nothing(capsys):
    run(capsys, LINQU)

    assert rows_of(Plan, Project, Community, Upload, AuditEntry, User) == [[]] * 6


def test_committing_writes_every_line_with_its_source(capsys):
    code, answer = run(capsys, LINQU, "--claim", CLAIM, "--commit")

    assert code == 0
    assert answer["status"] == "committed"
    assert answer["written"]["new"] == 16
    line = PlanLine.objects.get(project__name="财政局家属院")
    assert (line.sheet, line.row, line.upload_id) == ("附件3", 9, answer["written"]["upload"])
    assert (line.buildings, line.households, str(line.floor_area)) == (3, 70, "10000.00")
    assert line.imported == {"buildings": "3", "households": "70", "floor_area": "10000"}
    assert line.project.community.street.code == "370724001"
    assert line.project.community.code.startswith("370724001-")
    assert Plan.objects.get().claims == answer["claims"]


def test_importing_again_changes_nothing(capsys):
    run(capsys, LINQU, "--claim", CLAIM, "--commit")
    before = rows_of(Plan, PlanLine, Project, Community, Area, Upload, AuditEntry)

    code, answer = run(capsys, LINQU, "--claim", CLAIM, "--commit")

    assert code == 0
    assert answer["rows"]["same"] == 16
    assert answer["status"] == "unchanged"
    assert rows_of(Plan, PlanLine, Project, Community, Area, Upload, AuditEntry) == before


def test_a_claim_that_does_not_tie_is_refused_and_nothing_is_written(capsys):
    code, answer = run(capsys, LINQU, "--claim", "小区=17,户=1216,万㎡=13.84", "--commit")

    assert code == 1
    assert answer["status"] == "refused"
    assert [c["ties"] for c in answer["claims"]] == [False, True, False]
    refused = [p for p in answer["problems"] if p["severity"] == "refuse"]
    assert [(p["value"], p["expected"]) for p in refused] == [
        ("17", "16个"),
        ("13.84", "13.847932万㎡"),
    ]
    assert rows_of(Plan, Project, Upload, User) == [[]] * 4


def test_every_wrong_cell_is_listed_with_value_and_expectation(capsys, tmp_path):
    rows = [[1, "甲", "城关街道", "两", 40, 3200], [2, "", "城关街道", 1, 2.5, "待定"]]

    code, answer = run(capsys, saved(tmp_path, [HEAD, *rows]), "--commit")

    assert code == 1
    assert [
        (p["sheet"], p["cell"], p["value"]) for p in answer["problems"] if p["severity"] == "refuse"
    ] == [
        ("计划", "D2", "两"),
        ("计划", "B3", ""),
        ("计划", "E3", "2.5"),
        ("计划", "F3", "待定"),
    ]
    assert all(p["expected"] for p in answer["problems"] if p["severity"] == "refuse")
    assert rows_of(Plan, Project, Upload) == [[]] * 3


def test_missing_columns_are_all_named(capsys, tmp_path):
    path = saved(tmp_path, [["小区名称", "户数(户)"], ["甲", 40]])

    code, answer = run(capsys, path)

    assert code == 1
    assert {p["code"] for p in answer["problems"] if p["severity"] == "refuse"} >= {
        "missing_column"
    }


def test_a_file_that_is_no_workbook_and_a_claim_in_riddles_are_refused_together(capsys, tmp_path):
    path = tmp_path / "计划.xlsx"
    path.write_bytes(b"hello")

    code, answer = run(capsys, path, "--claim", "长度=3")

    assert code == 1
    assert {p["code"] for p in answer["problems"]} == {"claim", "file"}


def test_an_unknown_street_is_refused_with_its_remedy_or_gets_a_local_code(capsys, tmp_path):
    path = saved(tmp_path, [HEAD, *ROWS, [4, "丁小区", "新区街道", 1, 10, 900]])

    refused, answer = run(capsys, path, "--commit")
    created, _ = run(capsys, path, "--commit", "--create-areas")
    again, _ = run(capsys, path, "--commit", "--create-areas")

    assert (refused, created, again) == (1, 0, 0)
    assert [(p["cell"], p["code"]) for p in answer["problems"] if p["severity"] == "refuse"] == [
        ("C5", "unknown_street")
    ]
    area = Area.objects.get(name="新区街道")
    assert (area.code, area.official) == ("370724L01", False)
    assert Area.objects.filter(code__startswith="370724L").count() == 1


def test_an_empty_register_is_enough_when_areas_may_be_created(capsys):
    Area.objects.all().delete()

    refused, _ = run(capsys, LINQU, "--commit")
    code, answer = run(capsys, LINQU, "--claim", CLAIM, "--create-areas", "--commit")

    assert (refused, code) == (1, 0)
    assert [street["code"] for street in answer["streets"]] == ["370724L01", "370724L02"]
    assert Project.objects.count() == 16


def test_a_changed_figure_is_written_and_a_later_correction_is_not_overwritten(capsys, tmp_path):
    run(capsys, saved(tmp_path, [HEAD, *ROWS]), "--commit")
    PlanLine.objects.filter(project__name="甲小区").update(households=44)
    rows = [list(row) for row in ROWS]
    rows[0][4], rows[1][4] = 41, 25

    code, answer = run(capsys, saved(tmp_path, [HEAD, *rows]), "--commit")

    assert code == 1
    assert answer["rows"] == {"same": 1, "changed": 1, "conflict": 1, "new": 0, "rejected": 0}
    assert [p["cell"] for p in answer["problems"] if p["code"] == "conflict"] == ["E2"]
    assert PlanLine.objects.get(project__name="乙小区").households == 20


def test_a_file_repeating_the_last_import_leaves_a_correction_alone(capsys, tmp_path):
    path = saved(tmp_path, [HEAD, *ROWS])
    run(capsys, path, "--commit")
    PlanLine.objects.filter(project__name="甲小区").update(households=44)

    code, answer = run(capsys, path, "--commit")

    assert (code, answer["status"]) == (0, "unchanged")
    assert PlanLine.objects.get(project__name="甲小区").households == 44


def test_the_named_account_must_exist_and_reach_the_place(capsys):
    UserFactory(username="street", role=Role.STREET_CLERK, role__area="370724001")
    UserFactory(username="handler", role=Role.BUREAU_HANDLER, role__area="370724")

    for name in ("nobody", "street"):
        with pytest.raises(CommandError) as wrong:
            run(capsys, LINQU, "--commit", "--as", name)
        assert wrong.value.returncode == 2
    code, _ = run(capsys, LINQU, "--commit", "--as", "handler")

    assert code == 0
    assert Upload.objects.get().committed_by.username == "handler"


def test_calling_wrongly_ends_with_two(capsys, tmp_path):
    for arguments in (
        [str(tmp_path / "none.xlsx"), "--area", "370724", "--year", "2024"],
        [str(LINQU), "--area", "临朐", "--year", "2024"],
    ):
        with pytest.raises(CommandError) as wrong:
            call_command("import_plan", *arguments)
        assert wrong.value.returncode == 2


def test_words_instead_of_json_name_the_totals_and_the_claims(capsys):
    call_command("import_plan", str(LINQU), "--area", "370724", "--year", "2024", "--claim", CLAIM)

    out = capsys.readouterr().out
    assert "16 个小区、41 栋、1216 户、138479.32 ㎡" in out
    assert out.count("一致") == 3


def test_the_number_of_queries_does_not_grow_with_the_rows(capsys, tmp_path):
    counts = []
    for year, rows in (("2024", 3), ("2025", 30)):
        body = [[i, f"{year}第{i}家属院", "城关街道", 1, 40 + i, 3000 + i] for i in range(rows)]
        path = saved(tmp_path, [HEAD, *body])
        with CaptureQueriesContext(connection) as queries:
            run(capsys, path, "--commit", year=year)
        counts.append(len(queries))

    assert counts[1] <= counts[0]


def test_a_claim_says_how_many_cells_are_missing_from_its_sum(capsys, tmp_path):
    rows = [list(row) for row in ROWS]
    rows[0][4] = "约40"

    _, answer = run(capsys, saved(tmp_path, [HEAD, *rows]), "--claim", "户=120")

    assert answer["effects"][0]["figures"]["households"] is None
    assert [p["code"] for p in answer["problems"] if p["severity"] == "refuse"] == ["cell", "claim"]
    assert "1 格读不出" in answer["problems"][1]["message"]


def test_sheets_that_are_not_used_are_named(capsys, tmp_path):
    def edit(book):
        book.create_sheet("说明", 0).append(["填报说明"])
        book.create_sheet("省级计划").append(HEAD)
        book["省级计划"].append(ROWS[0])

    path = saved(tmp_path, [HEAD, *ROWS], edit=edit)

    _, answer = run(capsys, path)
    _, other = run(capsys, path, "--sheet", "省级计划")
    code, none = run(capsys, path, "--sheet", "附表")

    assert answer["sheet"] == "计划"
    assert answer["ignored_sheets"] == [
        {"sheet": "说明", "reason": "不是年度改造计划表"},
        {"sheet": "省级计划", "reason": "也像年度改造计划表，没有读入"},
    ]
    assert (other["sheet"], other["totals"]["communities"]) == ("省级计划", "1")
    assert (code, none["problems"][0]["expected"]) == (1, "说明、计划、省级计划")


def test_a_line_that_the_file_leaves_out_stays_and_is_named(capsys, tmp_path):
    run(capsys, saved(tmp_path, [HEAD, *ROWS]), "--commit")

    code, answer = run(capsys, saved(tmp_path, [HEAD, *ROWS[:2]]), "--commit")

    assert code == 0
    assert [p["message"] for p in answer["problems"] if p["code"] == "absent"] == [
        "计划中已有、本文件没有：东城街道丙小区；导入后仍保留"
    ]
    assert PlanLine.objects.count() == 3


def test_a_community_is_met_again_under_its_alias(capsys, tmp_path):
    run(capsys, saved(tmp_path, [HEAD, *ROWS]), "--commit")
    Community.objects.filter(name="甲小区").update(aliases=["甲家属院"])
    rows = [list(row) for row in ROWS]
    rows[0][1] = "甲家属院"

    _, answer = run(capsys, saved(tmp_path, [HEAD, *rows]), "--commit")

    assert answer["rows"]["same"] == 3
    assert Community.objects.count() == 3


def test_columns_whose_heads_say_nothing_are_named_on_the_line(capsys, tmp_path):
    path = tmp_path / "甲.xlsx"
    head = ["序号", "小区名称", "街道", "A栏", "B栏", "C栏", "D栏"]
    path.write_bytes(workbook([head, *([*row, "x"] for row in ROWS)]))
    asked = ("--map", "D=buildings,E=户数,F=floor_area,G=-")

    code, answer = run(capsys, str(path), *asked)
    wrong, refused = run(capsys, str(path), "--map", "D=楼")

    assert (code, answer["status"]) == (0, "checked"), answer["problems"]
    assert answer["totals"]["households"] == "120"
    assert (wrong, refused["problems"][0]["value"]) == (1, "D=楼")
