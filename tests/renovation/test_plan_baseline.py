"""An issued plan: frozen, moved only by entries with a document, carried over."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from accounts.permissions import Role
from common.errors import OutOfScope, Refused
from renovation.models import PlanEntry, PlanLine, Project, ProjectGroup
from renovation.rules.baseline import Figures, total
from renovation.rules.plan_rows import PlanRow, Source
from renovation.rules.splitting import Part, split_problems
from renovation.selectors.baseline import differences, standings, sums, why_sum
from renovation.services.plan_adjusting import add_line, rename, revise, take_out
from renovation.services.plan_carrying import carry_over
from renovation.services.plan_entries import Paper
from renovation.services.plan_reshaping import merge, split
from renovation.services.plans import adopt_plan
from tests.factories.accounts import UserFactory
from tests.factories.renovation import (
    NOW,
    TODAY,
    PlanFactory,
    ProjectFactory,
    handler,
    issued_plan,
)

PAPER = Paper("临改办〔2024〕3号", "县政府常务会议研究同意", date(2024, 6, 20))


@pytest.fixture
def plan(db):
    return issued_plan()


def lines(plan):
    return list(plan.lines.select_related("project__community", "plan").order_by("position"))


def households(plan):
    found = {one.key: one for one in sums(standings(plan.lines.all()))}["households"]
    return found.issued, found.adjusted, found.actual


figures = st.builds(
    Figures,
    st.integers(1, 20),
    st.integers(1, 400),
    st.decimals(1, 40000, places=2, allow_nan=False, allow_infinity=False),
)


@given(st.lists(figures, min_size=2, max_size=5))
def test_parts_that_add_up_are_accepted_and_any_other_sum_is_refused(parts):
    named = [Part(f"第{number}区", one) for number, one in enumerate(parts)]
    whole = total(parts)

    assert split_problems(whole, named) == []
    assert split_problems(whole + Figures(households=1), named)
    assert split_problems(whole, named[:1])


def test_issuing_freezes_the_figures_and_the_database_keeps_them(plan):
    line = lines(plan)[0]

    assert households(plan) == ("180", "180", "0")
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanLine.objects.filter(pk=line.pk).update(issued_households=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        line.delete()


def test_a_community_added_later_counts_in_the_adjusted_plan_only(plan):
    late = ProjectFactory(state="candidate")

    add_line(
        by=handler(),
        at=NOW,
        plan=plan,
        project=late,
        figures=Figures(1, 20, Decimal(900)),
        paper=PAPER,
    )

    assert households(plan)[:2] == ("180", "200")
    assert Project.objects.get(pk=late.pk).state == "planned"
    assert differences(plan) == []


def test_a_community_that_leaves_stays_in_what_was_issued(plan):
    first, *_ = lines(plan)

    take_out(by=handler(), at=NOW, lines=[first], paper=PAPER, end_projects=True)

    assert households(plan)[:2] == ("180", "150")
    assert Project.objects.get(pk=first.project_id).state == "withdrawn"
    assert standings(plan.lines.all())[0].left


def test_a_split_keeps_the_whole_and_opens_the_other_parts(plan):
    line = lines(plan)[1]
    parts = [
        Part("城建小区东区", Figures(1, 20, Decimal("2000.00"))),
        Part("城建小区西区", Figures(2, 40, Decimal("4000.00"))),
    ]

    split(by=handler(), at=NOW, line=line, parts=parts, paper=PAPER)

    assert households(plan)[:2] == ("180", "180")
    made = Project.objects.get(name="城建小区西区")
    assert made.community_id == line.project.community_id
    assert made.steps.exists()
    assert Project.objects.get(pk=line.project_id).name == "城建小区东区"
    assert differences(plan) == []


def test_a_merger_keeps_the_whole_and_ends_what_is_absorbed(plan):
    first, second, _ = lines(plan)

    merge(by=handler(), at=NOW, into=first, others=[second], paper=PAPER)

    assert households(plan)[:2] == ("180", "180")
    assert Project.objects.get(pk=second.project_id).state == "withdrawn"
    counted = sums(standings(plan.lines.all()))[0]
    assert (counted.issued, counted.adjusted) == ("3", "2")
    assert Project.objects.get(pk=first.project_id).households == 90


def test_a_renamed_community_answers_to_both_names(plan):
    line = lines(plan)[0]

    rename(by=handler(), at=NOW, line=line, name="和悦家园", paper=PAPER)

    line.project.refresh_from_db()
    assert line.project.name == "和悦家园"
    assert "和悦家园" in line.project.community.aliases
    assert PlanEntry.objects.get().lines.get().was_called


def test_why_a_figure_stands_names_each_document_and_adds_up(plan):
    line = lines(plan)[0]
    revise(by=handler(), at=NOW, line=line, figures=Figures(3, 33, line.floor_area), paper=PAPER)

    why = why_sum(plan, "households")

    assert [row.value for row in why.lines] == ["180", "+3", "183", "0"]
    assert PAPER.document_no in why.lines[1].label
    assert why_sum(plan, "nothing") is None


def test_nothing_moves_without_a_document_and_all_that_is_wrong_is_said(plan):
    line = lines(plan)[0]

    with pytest.raises(Refused) as refused:
        revise(by=handler(), at=NOW, line=line, figures=Figures.of(line), paper=Paper("", " "))

    assert {one.field for one in refused.value.problems} == {"document_no", "reason", "households"}
    assert not PlanEntry.objects.exists()


def test_a_plan_that_is_not_issued_needs_no_entries(db):
    plan = PlanFactory()
    project = ProjectFactory()

    with pytest.raises(Refused, match="没有印发"):
        add_line(
            by=handler(),
            at=NOW,
            plan=plan,
            project=project,
            figures=Figures(1, 2, Decimal(3)),
            paper=PAPER,
        )


def test_entries_are_only_ever_added_to(plan):
    line = lines(plan)[0]
    rename(by=handler(), at=NOW, line=line, name="和悦家园", paper=PAPER)

    for sql in (
        "UPDATE renovation_planentry SET reason = ''",
        "DELETE FROM renovation_planentryline",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def reissued(plan, size, document_no):
    line = lines(plan)[0]
    street = line.project.community.street.code
    said = {"buildings": Decimal(3), "households": Decimal(size), "floor_area": line.floor_area}
    row = PlanRow(street, line.project.community.name, 1, 4, said, said)
    return adopt_plan(
        by=handler(),
        on=TODAY,
        area_code=plan.area_code,
        year=plan.year,
        title="调整后的计划",
        document_no=document_no,
        rows=[row],
        source=Source(7, "计划"),
    )


def test_a_table_issued_again_is_an_entry_with_its_own_number(plan):
    with pytest.raises(Refused, match="依据文号"):
        reissued(plan, 36, "")

    reissued(plan, 36, "临〔2024〕9号")

    entry = PlanEntry.objects.get()
    assert (entry.kind, entry.document_no, entry.upload_id) == ("reissue", "临〔2024〕9号", 7)
    assert households(plan)[:2] == ("180", "186")
    plan.refresh_from_db()
    assert plan.document_no == "临〔2024〕1号"
    assert differences(plan) == []


def test_what_was_left_unfinished_is_carried_over_and_counted_once(plan):
    later = PlanFactory(year=plan.year + 1)
    line = lines(plan)[2]
    given = {"by": handler(), "at": NOW, "plan": later, "document_no": "新政办〔2020〕6号"}

    carry_over(**given, lines=[line], due_on=date(2025, 6, 30))

    assert households(later) == ("0", "0", "0")
    with pytest.raises(Refused, match="已经结转"):
        carry_over(**given, lines=[line], due_on=date(2025, 6, 30))
    with pytest.raises(Refused, match="以前年度"):
        carry_over(**given | {"plan": plan}, lines=[line], due_on=date(2025, 6, 30))


def test_another_districts_plan_and_group_do_not_exist(plan):
    stranger = UserFactory(role=Role.BUREAU_HANDLER, role__area="330382")
    line = lines(plan)[0]

    with pytest.raises(OutOfScope):
        rename(by=stranger, at=NOW, line=line, name="别处", paper=PAPER)
    assert not ProjectGroup.objects.visible_to(stranger).exists()


def test_the_command_names_a_line_that_is_not_the_sum_of_its_entries(plan, capsys):
    call_command("verify_plans")
    PlanLine.objects.filter(pk=lines(plan)[0].pk).update(households=31)

    with pytest.raises(SystemExit):
        call_command("verify_plans", "--json")

    assert "31" in capsys.readouterr().out
