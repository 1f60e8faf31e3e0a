"""A paper that tells what single buildings said is for who counts, wherever it is asked for."""

import pytest

from accounts.permissions import Permission, Role
from approvals.selectors.round_actions import PRINTS, actions
from common.errors import NotAllowed
from records.models import IssuedPaper
from reports.selectors.paper_rights import SEES
from reports.services.papers import ask_for
from tests.factories.accounts import UserFactory
from tests.factories.approvals import DURING, open_round_for, project_with_homes
from tests.factories.records import IssuedPaperFactory


def test_a_button_asks_for_the_right_of_its_paper():
    for kind, _, _, right in PRINTS:
        assert SEES.get(kind, Permission.VIEW_PROJECTS) == right, kind


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.AUDITOR, Role.LEADER])
def test_the_summary_is_neither_offered_nor_made_nor_opened(role):
    project = project_with_homes()
    round_ = open_round_for(project)
    by = UserFactory(role=role, role__area="370724")

    offered = actions(project, round_, by, opens=None)
    assert "印征求意见表" in {one["label"] for one in offered}
    assert "印汇总表" not in {one["label"] for one in offered}
    with pytest.raises(NotAllowed):
        ask_for(by=by, at=DURING, kind="consent_summary", key=round_.pk)
    right = SEES["consent_summary"].value
    IssuedPaperFactory(kind="consent_summary", area_code=round_.area_code, sees=right)
    assert not IssuedPaper.objects.readable_by(by).exists()
