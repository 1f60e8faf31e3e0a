"""A kind of table is one declaration: a tiny one made here is taken in end to end, nothing else."""

from dataclasses import asdict, dataclass
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse

from accounts.permissions import Permission, Role
from districts.models import Building
from intake.kinds import KINDS
from intake.kinds.kind import Kind, Seen
from intake.kinds.subjects import COMMUNITY
from intake.models import Upload
from intake.rules.claims import ROWS
from intake.rules.state import LineState, SheetState
from records.rules.sheets import Column, SheetSpec, Unit
from records.rules.undoing import UndoReport
from tests.factories.accounts import UserFactory
from tests.factories.districts import CommunityFactory
from tests.intake.builders import workbook

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Report:
    community_id: int
    new: int
    changed: int
    same: int
    digest: str = "-"

    def as_dict(self):
        return asdict(self)


def buildings(about):
    lines = {
        (row.number,): LineState(row.number, "", now, now)
        for row in about.thing.buildings.all()
        for now in [{"storeys": Decimal(row.storeys or 0)}]
    }
    return SheetState(lines, tuple(lines), str(hash(tuple(map(repr, lines.values())))))


def write(call):
    for row in call.rows:
        Building.objects.update_or_create(
            community=call.about.thing,
            number=row.values["name"],
            defaults={"storeys": int(row.values["storeys"])},
        )
    new = sum(1 for row in call.rows if row.taken is None)
    changed = sum(1 for row in call.rows if row.taken)
    return Report(call.about.thing.pk, new, changed, len(call.rows) - new - changed)


TINY = Kind(
    spec=SheetSpec(
        key="tiny_buildings",
        title="楼栋表",
        rows_are="楼栋",
        rows_unit=Unit("栋"),
        identity=("name",),
        columns=(
            Column("name", "楼号", "name"),
            Column("storeys", "层数", "count", units=(Unit("层"),), summed=True),
        ),
    ),
    hint="每行一栋楼",
    subject=COMMUNITY,
    permission=Permission.EDIT_REGISTER,
    state=buildings,
    identity=lambda row, _code: (row.text("name"),),
    adopt=write,
    undo=lambda _call: UndoReport(),
    seen=Seen("查看小区", "districts:community", "community_id"),
    totals={ROWS: "buildings", "storeys": "storeys"},
)


@pytest.fixture
def tiny(monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setitem(KINDS, TINY.key, TINY)
    return CommunityFactory(name="凤凰小区")


def sent(client, community, rows):
    file = BytesIO(workbook([["楼号", "层数(层)"], *rows]))
    file.name = "楼栋.xlsx"
    body = {"kind": TINY.key, "subject": community.name, "file": file, "title": ""}
    answer = client.post(reverse("intake:upload"), body)
    assert answer.status_code == 302, answer.content.decode()
    return Upload.objects.latest("pk")


def test_a_kind_declared_here_is_offered_read_previewed_and_written(client, tiny):
    client.force_login(UserFactory(role=Role.STREET_CLERK, role__area="370724001"))
    page = client.get(reverse("intake:upload"), {"kind": TINY.key}).content.decode()
    assert "楼栋表" in page
    assert 'name="subject"' in page
    assert 'name="year"' not in page

    upload = sent(client, tiny, [["1", 6], ["2", "六层"]])
    preview = client.get(reverse("intake:preview", args=[upload.pk])).content.decode()
    assert "层数应填数字" in preview
    assert client.post(reverse("intake:commit", args=[upload.pk])).status_code == 422

    upload = sent(client, tiny, [["1", 6], ["2", 5]])
    client.post(reverse("intake:commit", args=[upload.pk]))
    result = client.get(reverse("intake:result", args=[upload.pk])).content.decode()
    assert reverse("districts:community", args=[tiny.pk]) in result
    assert {row.number: row.storeys for row in Building.objects.all()} == {"1": 6, "2": 5}

    again = sent(client, tiny, [["1", 6], ["2", 7]])
    assert [row.effect for row in again.rows.all()] == ["same", "changed"]


def test_every_declared_kind_can_be_shown_and_explained():
    for kind in KINDS.values():
        keys = [column.key for column in kind.spec.columns]
        assert len(keys) == len(set(keys)), kind.key
        assert kind.spec.leads in keys
        assert set(kind.totals) <= {ROWS, *keys}
        assert {column.key for column in kind.spec.summed} <= set(kind.totals)
        assert kind.subject.asks


def test_no_two_columns_of_a_sheet_answer_to_one_heading():
    for kind in KINDS.values():
        words = [w for column in kind.spec.columns for w in (column.label, *column.synonyms)]
        assert len(words) == len(set(words)), [w for w in words if words.count(w) > 1]


def test_the_kinds_are_those_that_the_contract_lists(settings):
    text = (settings.BASE_DIR / "docs" / "contracts.md").read_text(encoding="utf-8")

    assert [key for key in KINDS if f"`{key}`" not in text] == []
