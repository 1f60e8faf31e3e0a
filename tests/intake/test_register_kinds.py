"""A register's export is its template: taken back unchanged, it says nothing new."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.http import QueryDict
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts.permissions import Role
from common.clock import business_now
from common.errors import Refused
from districts.models import Building, Community, ExclusiveUnit, RegisterChange
from districts.models.homes import AREA_SOURCES, KINDS
from districts.registers import REGISTERS
from districts.services.register_facts import FactRow, Origin, adopt_facts
from districts.services.register_undoing import undo_facts
from intake.models import Upload
from intake.rules.effects import Effect
from intake.rules.request import Request
from intake.services.committing import commit
from intake.services.examining import examine
from intake.services.undoing import undo
from intake.services.uploads import upload_plan
from records.listings import Selection
from reports.services.listing_exports import export_listing
from tests.factories.accounts import UserFactory
from tests.factories.districts import CommunityFactory, OwnerFactory, build_homes, own

pytestmark = pytest.mark.django_db
AREA, ON = "370724001", date(2024, 6, 21)
YEARS = st.none() | st.integers(1950, 2024)
WORDS = st.sampled_from(["", "砖混", "框架（现浇）", "=1+1", "12", " 砖木 ".strip(), "无电梯"])
MEASURES = st.none() | st.decimals("0.01", "99999.99", places=2)


@pytest.fixture
def clerk():
    return UserFactory(role=Role.BUREAU_HANDLER, role__area="370724")


def exported(user, key, query="", *, all_columns=True):
    columns = "&".join(f"col={column.key}" for column in REGISTERS[key].columns)
    asked = QueryDict("&".join(filter(None, [query, columns if all_columns else ""])))
    selection = Selection(REGISTERS[key], user, asked)
    return export_listing(by=user, at=business_now(), selection=selection).body


def examined(key, body, area=AREA):
    kind = REGISTERS[key].sheet
    return examine(
        content=body, name="台账.xlsx", request=Request(area_code=area, kind=kind), on=ON
    )


def says_nothing_new(found):
    refused = [finding for finding in found.findings if finding.severity == "refuse"]
    assert not refused, refused
    differing = [cell for row in found.rows for cell in row.cells if cell.effect is not Effect.SAME]
    assert not differing, differing
    assert {row.effect for row in found.rows} == {Effect.SAME}


@settings(
    max_examples=12,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    buildings=st.lists(st.tuples(WORDS, YEARS, YEARS, MEASURES), min_size=1, max_size=3),
    kind=st.sampled_from(sorted(KINDS)),
    source=st.sampled_from(sorted(AREA_SOURCES)),
    measure=st.decimals("0.01", "999.99", places=2),
)
def test_whatever_a_register_holds_its_export_comes_back_the_same(
    clerk, buildings, kind, source, measure
):
    Community.objects.all().delete()
    community = CommunityFactory(
        name="县委家属院",
        aliases=["县委大院"],
        built_year=buildings[0][1],
        management=buildings[0][0],
    )
    for number, (structure, year, _, floor_area) in enumerate(buildings, 1):
        Building.objects.create(
            community=community,
            number=f"{number}-甲",
            position=number,
            structure=structure,
            built_year=year,
            floor_area=floor_area,
        )
    units = build_homes(community, count=2, building="12A", entrances=1, area=measure, owned=False)
    ExclusiveUnit.objects.filter(pk=units[0].pk).update(
        kind=kind, area_source=source, area_with_share=measure + 1, entrance=None
    )
    own(units[1], OwnerFactory(name="赵平安", phone="13800005678"))

    for key in REGISTERS:
        found = examined(key, exported(clerk, key))
        says_nothing_new(found)
        assert len(found.rows) == REGISTERS[key].rows(clerk).count()
        assert all(stated.ties for stated in found.reading.totals)


@pytest.mark.parametrize("key", REGISTERS)
def test_the_usual_columns_alone_come_back_as_well(clerk, key):
    build_homes(CommunityFactory(), count=2)

    says_nothing_new(examined(key, exported(clerk, key, all_columns=False)))


def test_cells_changed_in_the_workbook_are_written_with_their_history_and_taken_back(clerk):
    community = CommunityFactory(name="县委家属院")
    for number in ("1", "2"):
        Building.objects.create(community=community, number=number, structure="砖混", storeys=5)
    book = openpyxl.load_workbook(BytesIO(exported(clerk, "buildings")))
    sheet = book["台账"]
    heads = {cell.value: cell.column for cell in sheet[2]}
    sheet.cell(4, heads["层数（层）"]).value = 6
    sheet.cell(4, heads["建筑面积（㎡）"]).value = "2,640.50"
    out = BytesIO()
    book.save(out)

    found = examined("buildings", out.getvalue())
    upload = upload_plan(
        by=clerk,
        at=business_now(),
        request=Request(area_code=AREA, kind="building_register"),
        document_no="",
        title="",
        name="台账.xlsx",
        content=out.getvalue(),
    )
    commit(by=clerk, at=business_now(), on=ON, upload=upload)

    assert [row.effect for row in found.rows] == [Effect.SAME, Effect.CHANGED]
    second = Building.objects.get(number="2")
    assert (second.storeys, second.floor_area) == (6, Decimal("2640.50"))
    assert RegisterChange.objects.get().before == {"storeys": "5", "floor_area": ""}
    says_nothing_new(examined("buildings", out.getvalue()))


def test_an_import_of_facts_is_taken_back_where_nobody_has_changed_them_since(clerk):
    community = CommunityFactory(name="县委家属院")
    houses = [
        Building.objects.create(community=community, number=number, storeys=5)
        for number in ("1", "2")
    ]
    rows = [
        FactRow((AREA, "县委家属院", house.number), "台账", line, {"storeys": Decimal(6)})
        for line, house in enumerate(houses, 3)
    ]
    adopt_facts(
        by=clerk,
        on=ON,
        at=business_now(),
        register="buildings",
        area_code=AREA,
        rows=rows,
        origin=Origin(7, "楼栋台账"),
    )
    Building.objects.filter(pk=houses[1].pk).update(storeys=7)
    meant = {"by": clerk, "register": "buildings", "area_code": AREA, "upload_id": 7}

    foreseen = undo_facts(**meant, reason="传错了表", rehearse=True)
    done = undo_facts(**meant, reason="传错了表")

    assert foreseen == done
    assert done.counts() == {"failed": 0, "kept": 1, "reversed": 1}
    assert list(Building.objects.order_by("number").values_list("storeys", flat=True)) == [5, 7]
    assert RegisterChange.objects.filter(reason="撤销导入：传错了表").count() == 1


def test_a_home_that_the_register_has_not_is_refused_at_its_cell(clerk):
    (unit,) = build_homes(CommunityFactory(name="县委家属院"), count=1, owned=False)
    body = exported(clerk, "homes")
    unit.delete()

    found = examined("homes", body)

    (finding,) = [one for one in found.findings if one.severity == "refuse"]
    assert finding.message == "台账里没有“县委家属院 1 1 101”"
    assert "住户清单" in finding.remedy


def _uploaded(clerk, key, body):
    return upload_plan(
        by=clerk,
        at=business_now(),
        request=Request(area_code=AREA, kind=REGISTERS[key].sheet),
        document_no="",
        title="",
        name="台账.xlsx",
        content=body,
    )


def _brought(clerk, key, body):
    upload = _uploaded(clerk, key, body)
    return commit(by=clerk, at=business_now(), on=ON, upload=upload, accept="确是新的")


def test_new_buildings_and_communities_are_entered_by_name_and_leave_with_the_import(clerk):
    old = CommunityFactory(name="县委家属院")
    Building.objects.create(community=old, number="2", position=1)
    places, houses = exported(clerk, "communities"), exported(clerk, "buildings")
    more = {(4, "小区名称"): "新华小区", (4, "街道"): "城关街道", (4, "物业管理"): "社区代管"}
    found = examined("communities", _edited(places, more))
    assert [one.code for one in found.findings if one.severity == "warn"] == ["new_row"]

    first = _brought(clerk, "communities", _edited(places, more))
    more = {(4, "小区名称"): "新华小区", (4, "街道"): "城关街道", (4, "楼号"): "1号楼"}
    more |= {(5, "小区名称"): "县委家属院", (5, "街道"): "城关街道", (5, "楼号"): "10"}
    second = _brought(clerk, "buildings", _edited(houses, more | {(5, "层数（层）"): 6}))

    new = Community.objects.get(name="新华小区")
    assert (new.management, first.result["new"]) == ("社区代管", 1)
    assert list(old.buildings.values_list("number", "storeys")) == [("2", None), ("10", 6)]
    assert [house.number for house in new.buildings.all()] == ["1"]
    assert second.result["new"] == 2

    with pytest.raises(Refused, match="没有可以撤回的"):
        undo(by=clerk, at=business_now(), on=ON, upload=first, reason="a building stands in it")
    undo(by=clerk, at=business_now(), on=ON, upload=second, reason="试")
    assert list(Building.objects.values_list("number", flat=True)) == ["2"]
    undo(by=clerk, at=business_now(), on=ON, upload=first, reason="试")
    assert list(Community.objects.all()) == [old]


def test_a_building_of_a_community_that_there_is_not_is_refused(clerk, houses):
    more = {(6, "小区名称"): "没有的小区", (6, "街道"): "城关街道", (6, "楼号"): "1"}

    found = examined("buildings", _edited(exported(clerk, "buildings"), more))

    assert [one.cell for one in found.findings if one.code == "unknown"] == ["C6"]


def test_the_upload_page_offers_a_template_of_every_kind(client, clerk):
    client.force_login(clerk)

    page = client.get(reverse("intake:upload"), {"kind": "building_register"}).content.decode()

    assert reverse("reports:template", args=["building_register"]) in page
    assert Upload.objects.count() == 0


def _edited(body, cells):
    """The export with cells set: {(row, head): value}."""
    book = openpyxl.load_workbook(BytesIO(body))
    sheet = book["台账"]
    heads = {cell.value: cell.column for cell in sheet[2]}
    for (row, head), value in cells.items():
        sheet.cell(row, heads[head]).value = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def houses():
    community = CommunityFactory(name="县委家属院")
    return [
        Building.objects.create(
            community=community, number=number, storeys=5, floor_area=Decimal(1000)
        )
        for number in ("1", "2", "3")
    ]


def _effects(found):
    return {row.parsed.text("number"): {c.key: c.effect for c in row.cells} for row in found.rows}


def test_an_edit_made_here_after_the_export_is_kept_or_asked_about_never_overwritten(clerk, houses):
    body = exported(clerk, "buildings")
    Building.objects.filter(number__in=["1", "2"]).update(storeys=6, structure="砖混")
    head = "层数（层）"

    found = examined("buildings", _edited(body, {(4, head): 7, (5, head): 7}))

    effects = _effects(found)
    assert effects["1"]["storeys"] is Effect.SAME, "the file repeats the export: 6 stays"
    assert effects["2"]["storeys"] is Effect.CONFLICT, "here 6, in the file 7: asked"
    assert effects["3"]["storeys"] is Effect.CHANGED
    (cell,) = (c for row in found.rows for c in row.cells if c.effect is Effect.CONFLICT)
    assert (cell.last, cell.now, cell.file) == (5, 6, 7)


def test_a_conflict_of_an_export_speaks_of_the_day_it_was_made(client, clerk, houses):
    body = exported(clerk, "buildings")
    Building.objects.filter(number="2").update(storeys=6)
    upload = _uploaded(clerk, "buildings", _edited(body, {(4, "层数（层）"): 7}))
    client.force_login(clerk)

    page = client.get(reverse("intake:preview", args=[upload.pk])).content.decode()

    assert "导出时之后有人改过" not in page
    assert "导出之后有人改过" in page
    assert "<dt>导出时</dt><dd>5</dd>" in page
    assert "上次导入" not in page


def test_a_table_that_remembers_no_export_asks_before_it_changes_what_stands(clerk, houses):
    Building.objects.filter(number="3").update(storeys=None)
    book = openpyxl.load_workbook(BytesIO(exported(clerk, "buildings")))
    del book["导出时的底稿"]
    out = BytesIO()
    book.save(out)
    head = "层数（层）"

    effects = _effects(examined("buildings", _edited(out.getvalue(), {(4, head): 7, (5, head): 7})))

    assert effects["1"]["storeys"] is Effect.SAME
    assert effects["2"]["storeys"] is Effect.CONFLICT
    assert effects["3"]["storeys"] is Effect.CHANGED, "nothing stood there"


def test_a_corrected_figure_leaves_the_exports_own_sum_behind_and_is_not_refused(clerk, houses):
    body = _edited(exported(clerk, "buildings"), {(3, "建筑面积（㎡）"): 1200})

    found = examined("buildings", body)

    assert not found.refused
    (told,) = [one for one in found.findings if one.code == "stale_sum"]
    assert "3,200" in told.message
    wrong = _edited(body, {(6, "建筑面积（㎡）"): 3100})
    assert examined("buildings", wrong).refused, "a sum that somebody wrote has to tie"


def test_what_the_export_said_is_hidden_and_no_sheet_to_choose(clerk, houses):
    body = exported(clerk, "buildings")
    book = openpyxl.load_workbook(BytesIO(body))

    assert book["导出时的底稿"].sheet_state == "hidden"
    assert "导出时的底稿" not in dict(examined("buildings", body).ignored)
