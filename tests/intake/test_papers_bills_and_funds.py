"""Papers typed elsewhere, bills of quantities, funding tables: the rooms' rules, in cells."""

from decimal import Decimal

import pytest

from accounts.permissions import Role
from approvals.models import Paper
from approvals.services.paper_corrections import correct_paper
from common.errors import Refused
from funding.models import Allocation, Receipt
from intake.rules.request import Request
from intake.services.committing import commit
from intake.services.uploads import upload_plan
from tests.factories import approvals as rounds
from tests.factories.accounts import UserFactory
from tests.factories.districts import build_homes
from tests.factories.renovation import NOW, ProjectFactory, clerk, published_policy
from tests.intake.builders import workbook

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def staged(by, kind, rows, at=NOW, **said):
    return upload_plan(
        by=by,
        at=at,
        request=Request(kind=kind, **said),
        document_no="",
        title="",
        name="表.xlsx",
        content=workbook(rows),
    )


def written(by, upload, at=NOW):
    return commit(by=by, at=at, on=at.date(), upload=upload, accept="已核对")


def refused(upload):
    return {f["cell"]: f["message"] for f in upload.findings if f["severity"] == "refuse"}


class TestPapers:
    HEAD = ["序号", "票号", "收到日期", "是否同意", "无效原因"]

    @pytest.fixture
    def round_(self):
        return rounds.open_round_for(rounds.project_with_homes(homes=6))

    @pytest.fixture
    def by(self):
        return clerk()

    def staged(self, by, round_, *rows):
        subject = str(round_.pk)
        rows = [self.HEAD, *rows]
        return staged(by, "vote_results", rows, rounds.DURING, subject=subject)

    def test_papers_are_counted_as_if_they_had_been_typed_here(self, by, round_):
        first, second, third, *_ = rounds.units_of(round_)
        place = f"{third.building}号楼{third.entrance}单元{third.room}室"
        rows = [
            [1, first.serial, "2024-06-15", "同意", None],
            [2, second.serial.lower(), "2024.6.16", "不同意", None],
            [3, place, None, "无效", "未签名"],
        ]

        upload = self.staged(by, round_, *rows)
        assert refused(upload) == {}
        written(by, upload, rounds.DURING)

        said = dict(Paper.objects.values_list("unit__serial", "answers__choice"))
        wanted = {first.serial: "agree", second.serial: "against", third.serial: "invalid"}
        assert said == wanted
        again = self.staged(by, round_, *rows)
        assert {row.effect for row in again.rows.all()} == {"same"}

    def test_what_typing_refuses_is_refused_in_its_cell(self, by, round_):
        first, second, third, fourth, *_ = rounds.units_of(round_)
        rounds.fill(round_, agree=1)

        found = refused(
            self.staged(
                by,
                round_,
                [1, first.serial, None, "反对", None],
                [2, second.serial, "2024-06-01", "同意", None],
                [3, third.serial, None, "无效", None],
                [4, fourth.serial, None, "也许", None],
                [5, "ZQ9-77-001", None, "同意", None],
                [6, fourth.serial, None, "同意", None],
            )
        )

        assert "已经录过（同意）" in found["D2"]
        assert "不在征询期内" in found["C3"]
        assert "须写明原因" in found["E4"]
        assert "不在可选范围内" in found["D5"]
        assert "不在本轮名册里" in found["B6"]
        assert "同一户" in found["B7"]

    def test_a_paper_of_another_round_is_called_by_its_round(self, by, round_):
        other = rounds.open_round_for(rounds.project_with_homes(homes=2))
        serial = rounds.units_of(other)[0].serial

        found = refused(self.staged(by, round_, [1, serial, None, "同意", None]))

        assert other.name in found["B2"]

    def test_more_signatures_than_owners_and_a_home_not_on_the_roll_are_refused(self, by, round_):
        first, second, third, *_ = rounds.units_of(round_)
        build_homes(round_.project.community, count=1, building="9")  # after the opening
        head = ["票号", "收到日期", "是否同意", "签名人数"]
        rows = [
            [first.serial, "2024-06-15", "同意", 2],
            [second.serial, "2024-06-15", "同意", 1],
            [third.serial, "2024-06-15", "同意", None],
            ["9号楼1单元101室", "2024-06-15", "同意", None],
        ]
        subject = str(round_.pk)

        upload = staged(by, "vote_results", [head, *rows], rounds.DURING, subject=subject)

        found = refused(upload)
        assert set(found) == {"D2", "A5"}
        assert found["D2"] == "表上有 2 人以业主签名，名册上这套房的业主只有 1 人"
        assert "不在本轮名册里" in found["A5"]
        assert all(one["remedy"] for one in upload.findings if one["severity"] == "refuse")
        good = staged(by, "vote_results", [head, *rows[1:3]], rounds.DURING, subject=subject)
        written(by, good, rounds.DURING)
        assert list(Paper.objects.order_by("pk").values_list("signers", flat=True)) == [1, None]

    def test_a_paper_that_was_corrected_here_is_not_written_over_by_an_old_table(self, by, round_):
        rounds.fill(round_, agree=1)
        paper = Paper.objects.get()
        said = {"answers": {"renovate": "against"}, "reason": "看错一行"}
        correct_paper(by=by, at=rounds.DURING, paper=paper, **said)

        found = refused(self.staged(by, round_, [1, paper.unit.serial, None, "同意", None]))

        assert "已经录过（反对）" in found["D2"]
        assert Paper.objects.get(live=True).answers.get().choice == "against"

    def test_what_is_to_be_read_blind_is_refused_without_a_word_of_it(self, by):
        published_policy(
            lambda text: text.replace(
                "mixed_head: undecided", "mixed_head: undecided\n    second_entry: blind"
            )
        )
        round_ = rounds.open_round_for(rounds.project_with_homes(homes=2))
        rounds.fill(round_, agree=1, against=1)
        rows = [
            [n, unit.serial, None, "同意", None] for n, unit in enumerate(rounds.units_of(round_))
        ]

        upload = self.staged(by, round_, *rows[:2])

        found = refused(upload)
        assert set(found.values()) == {"这一户的意见表已经录过，第二遍盲录没有完成"}
        assert len(found) == 2, "neither what agrees nor what differs is told"


class TestBills:
    HEAD = [
        "序号",
        "分部工程",
        "项目编码",
        "项目名称",
        "计量单位",
        "工程量",
        "综合单价(元)",
        "合价(元)",
    ]
    ROWS = [
        [1, "屋面", "010902001001", "屋面卷材防水", "㎡", 320.5, 68.4, 21922.2],
        [2, None, "010902003001", "屋面刚性层", "㎡", "1,100", 12, 13200],
        [None, None, None, "小计", None, None, None, 35122.2],
        [3, "给排水", "031001006001", "塑料管", "m", 85.125, 40, 3405],
        [None, None, None, "合计", None, None, None, 38527.2],
    ]

    @pytest.fixture
    def project(self):
        return ProjectFactory()

    @pytest.fixture
    def by(self):
        return clerk()

    def staged(self, by, project, rows=ROWS):
        return staged(by, "bill_of_quantities", [self.HEAD, *rows], subject=project.code)

    def test_items_are_written_with_their_origin_and_the_sums_tie(self, by, project):
        upload = self.staged(by, project)
        assert refused(upload) == {}
        assert [total["ties"] for total in upload.subtotals] == [True, True]
        written(by, upload)

        item = project.bill_items.get(code="031001006001")
        assert (item.section, item.quantity, item.row) == ("给排水", Decimal("85.125"), 5)
        assert upload.totals == {"items": "3", "amount_yuan": "38527.20"}

    def test_a_price_that_moves_is_a_change_and_a_correction_since_a_question(self, by, project):
        written(by, self.staged(by, project))
        project.bill_items.filter(code="031001006001").update(unit_price=41)
        rows = [list(row) for row in self.ROWS]
        rows[3][6:] = [42, 3575.25]
        rows[4][7] = 38697.45

        upload = self.staged(by, project, rows)

        (cell,) = (c for c in upload.rows.get(number=5).comparison if c["effect"] == "conflict")
        assert [Decimal(cell[key]) for key in ("last", "now", "file")] == [40, 41, 42]
        with pytest.raises(Refused):
            written(by, upload)

    def test_what_does_not_add_up_is_refused_in_its_cell(self, by, project):
        rows = [list(row) for row in self.ROWS]
        rows[0][7] = 22922.2
        rows[1][2] = "010902001001"

        found = refused(self.staged(by, project, rows))

        assert found["H2"].startswith("320.5 × 68.4 = 21,922.20 元")
        assert "同一分部的同一清单项" in found["C3"]
        assert "H4" in found
        assert "H6" in found


class TestFunds:
    HEAD = ["序号", "项目名称", "资金来源", "下达或到位", "文号或凭证号", "日期", "金额(万元)"]
    ROWS = [
        [1, "凤凰小区", "中央财政", "下达", "鲁财建〔2024〕8号", "2024年5月6日", 120],
        [2, "凤凰小区", "中央财政", "到位", "DW-0518", "2024-05-18", "60.5"],
        [None, "合计", None, None, None, None, 180.5],
    ]

    @pytest.fixture
    def project(self):
        return ProjectFactory(community__name="凤凰小区", name="凤凰小区")

    @pytest.fixture
    def by(self):
        return UserFactory(role=Role.FINANCE, role__area="370724")

    def staged(self, by, rows=ROWS):
        return staged(by, "funding_table", [self.HEAD, *rows], area_code="370724")

    def test_sums_are_booked_by_the_services_that_book_by_hand(self, by, project):
        upload = self.staged(by)
        assert refused(upload) == {}
        written(by, upload)

        assert Allocation.objects.get().amount == Decimal("1200000.00")
        assert Receipt.objects.get().voucher == "DW-0518"
        again = self.staged(by)
        assert {row.effect for row in again.rows.all()} == {"same"}

    def test_what_booking_refuses_is_refused_in_its_cell(self, by, project):
        written(by, self.staged(by))
        rows = [
            [1, "凤凰小区", "中央财政", "下达", "鲁财建〔2024〕8号", "2024-05-06", 130],
            [2, "凤凰小区", "中央财政", "到位", "DW-0619", "2024-06-19", 70],
            [3, "凤凰小区", "市级", "下达", "临财〔2024〕3号", "2030-01-01", 10],
            [4, "梧桐苑", "市级", "下达", "临财〔2024〕4号", "2024-05-01", 10],
        ]

        found = refused(self.staged(by, rows))

        assert "已登记 1,200,000.00 元" in found["G2"]
        assert "还可到位 595,000.00 元" in found["G3"]
        assert "日期不能晚于今天" in found["F4"]
        assert found["B5"] == "没有项目“梧桐苑”"
