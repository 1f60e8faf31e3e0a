"""What proves a notice: photographs with their time; every act about an objection with its day."""

from datetime import date, datetime
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from PIL import Image

from approvals.models import NoticePhotograph, ObjectionAct
from approvals.rules.interruptions import Sighting
from approvals.selectors import notice_page
from approvals.services import interruptions, notices, objections, photographs
from approvals.services.objection_acts import Done
from common.errors import Refused
from policies.selectors.governing import calendar
from tests.approvals.test_notices import fact, posting
from tests.factories.approvals import DURING, project_with_homes
from tests.factories.renovation import clerk

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return project_with_homes(at="notice")


@pytest.fixture
def notice(project):
    return notices.post_notice(
        by=clerk(), at=DURING, project=project, key="design", posting=posting()
    )


def picture(taken=""):
    """A photograph as a camera writes it, with its time or without."""
    out = BytesIO()
    exif = Image.Exif()
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    Image.new("L", (8, 8)).save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("现场.jpg", out.getvalue(), "image/jpeg")


class TestPhotographs:
    def keep(self, notice, taken="", **more):
        upload = picture(taken)
        of = {"notice": notice, "upload": upload}
        return photographs.add_photograph(by=clerk(), at=DURING, **of, **more)

    def test_keep_the_time_of_the_camera_and_count_in_the_period_only(self, project, notice):
        first = self.keep(notice, "2024:06:13 10:20:00")
        before = self.keep(notice, "2024:06:12 18:00:00")
        assert (first.source, first.taken_at.isoformat()) == (
            "camera",
            "2024-06-13T10:20:00+08:00",
        )
        assert before.camera_at
        assert fact(project, "notice.photographs") == "1"
        shown = notice_page.notices_shown([notice], DURING.date(), calendar())[0]["photographs"]
        assert [(one.shows, one.outside) for one in shown] == [
            ("", "拍摄于张贴之前，不计入"),
            ("首日", ""),
        ]

    def test_without_a_camera_time_it_is_stated_or_that_of_uploading(self, project, notice):
        stated = datetime(2024, 6, 14, 9, tzinfo=DURING.tzinfo)
        kept = [self.keep(notice), self.keep(notice, "2024:06:12 18:00:00", taken_at=stated)]
        assert [one.source for one in kept] == ["upload", "stated"]
        shown = notice_page.notices_shown([notice], DURING.date(), calendar())[0]["photographs"]
        assert [one.clocks_differ for one in shown] == [True, False]
        assert fact(project, "notice.photographs") == "2"

    def test_a_clock_that_runs_ahead_is_refused_with_what_to_do(self, notice):
        with pytest.raises(Refused, match="相机时钟不准"):
            self.keep(notice, "2031:01:01 00:00:00")
        assert not notice.pictures.exists()

    def test_an_interruption_that_moves_the_last_day_counts_them_again(self, project, notice):
        late = datetime(2024, 6, 26, 9, tzinfo=DURING.tzinfo)
        photographs.add_photograph(by=clerk(), at=late, notice=notice, upload=picture())
        assert fact(project, "notice.photographs") == "0"
        seen = Sighting(date(2024, 6, 18), "李秀兰", "撕落", date(2024, 6, 20))
        interruptions.interrupt(by=clerk(), at=late, notice=notice, seen=seen)
        assert fact(project, "notice.photographs") == "1"

    def test_the_database_keeps_their_time(self, notice):
        kept = self.keep(notice)
        with pytest.raises(IntegrityError), transaction.atomic():
            NoticePhotograph.objects.filter(pk=kept.pk).update(taken_at=DURING)


class TestTheWayOfAnObjection:
    @pytest.fixture
    def row(self, notice):
        return objections.receive(
            by=clerk(),
            at=DURING,
            notice=notice,
            received_on=date(2024, 6, 17),
            raised_by="王建国",
            matter="屋面防水做法",
            upload=picture(),
        )

    def done(self, day, person="北苑社区", words="已到场", upload=None):
        return Done(date(2024, 6, day), person, words, upload)

    def test_keeps_day_person_and_evidence_of_every_act(self, row):
        by, at = clerk(), DURING
        objections.mediate(by=by, at=at, objection=row, done=self.done(17, words=""))
        objections.mediate(by=by, at=at, objection=row, done=self.done(18, words="达成一致"))
        paper = self.done(19, "城关街道", "改用卷材", picture())
        objections.answer(by=by, at=at, objection=row, done=paper)
        day = date(2024, 6, 20)
        objections.settle(by=by, at=at, objection=row, outcome="mediated", settled_on=day)
        row.refresh_from_db()
        told = [(act.stage, act.on.day, act.person) for act in row.acts.all()]
        assert told[:4] == [
            ("received", 17, "王*国"),
            ("mediated", 17, "北苑社区"),
            ("mediated", 18, "北苑社区"),
            ("answered", 19, "城关街道"),
        ]
        assert told[4][:2] == ("settled", 20)
        assert (row.reply, row.mediator, row.outcome) == ("改用卷材", "北苑社区", "mediated")
        shown = notice_page.notices_shown([row.notice], at.date(), calendar())[0]["objections"]
        papers = [bool(paper) for _, paper in shown[0].acts]
        assert papers == [True, False, False, True, False]
        assert all(paper.sees for _, paper in shown[0].acts if paper)

    def test_goes_forward_in_time_and_needs_an_answer(self, row):
        objections.mediate(by=clerk(), at=DURING, objection=row, done=self.done(19))
        with pytest.raises(Refused, match="上一环节"):
            objections.answer(by=clerk(), at=DURING, objection=row, done=self.done(18))
        with pytest.raises(Refused) as refusal:
            objections.answer(by=clerk(), at=DURING, objection=row, done=self.done(21, "", ""))
        assert {one.field for one in refusal.value.problems} == {"on", "answered_by", "reply"}
        with pytest.raises(Refused, match="还没有答复"):
            objections.settle(
                by=clerk(),
                at=DURING,
                objection=row,
                outcome="adopted",
                settled_on=date(2024, 6, 20),
            )

    def test_the_database_keeps_it_too(self, row):
        again = {"person": "甲", "recorded_at": DURING, "recorded_by": row.received_by}
        act = {"objection": row, "stage": "mediated", **again}
        with pytest.raises(IntegrityError, match="早于收到日"), transaction.atomic():
            ObjectionAct.objects.create(on=date(2024, 6, 16), **act)
        with pytest.raises(IntegrityError, match="不能修改"), transaction.atomic():
            ObjectionAct.objects.update(words="改")
        objections.settle(
            by=clerk(),
            at=DURING,
            objection=row,
            outcome="explained",
            reply="已说明",
            settled_on=date(2024, 6, 18),
        )
        with pytest.raises(IntegrityError, match="已经办结"), transaction.atomic():
            ObjectionAct.objects.create(on=date(2024, 6, 19), **act)


def test_a_room_or_an_identity_number_is_not_posted(project):
    with pytest.raises(Refused) as refusal:
        notices.post_notice(
            by=clerk(),
            at=DURING,
            project=project,
            key="design",
            posting=posting(body="3 号楼 2 单元 501 室的阳台拆除", contact="北苑社区 0536-3210000"),
        )
    assert [(one.field, one.value) for one in refusal.value.problems] == [
        ("body", "3 号楼 2 单元 501 室")
    ]
