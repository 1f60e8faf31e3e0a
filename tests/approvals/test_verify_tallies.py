"""manage.py verify_tallies: quiet when everything ties, exit 1 and the figure when not."""

import json
import random
from io import StringIO

import pytest
from django.core.management import call_command

from approvals.models import RunningTally
from approvals.selectors.verifying import differences
from approvals.services.bulk import record_papers
from tests.factories.approvals import (
    DURING,
    entry,
    fill,
    open_round_for,
    project_with_homes,
    units_of,
)
from tests.factories.districts import OwnerFactory, build_homes, own
from tests.factories.renovation import clerk, published_policy

pytestmark = pytest.mark.django_db


def run(*arguments):
    out = StringIO()
    call_command("verify_tallies", *arguments, stdout=out)
    return out.getvalue()


def test_everything_ties():
    fill(open_round_for(project_with_homes()), agree=4, abstain=1, invalid=1)
    assert "核对 1 轮，不一致 0 处" in run()


def test_a_figure_changed_behind_our_back_is_found(capsys):
    round_ = open_round_for(project_with_homes())
    fill(round_, agree=4)
    RunningTally.objects.filter(round=round_, building="").update(agree_heads=5)
    with pytest.raises(SystemExit) as stopped:
        run()
    assert stopped.value.code == 1
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("verify_tallies", "--round", str(round_.pk), "--json", stdout=out)
    body = json.loads(out.getvalue())
    assert body["rounds"] == 1
    assert body["differences"][0] | {} == {
        "round_id": round_.pk,
        "where": "renovate/合计",
        "field": "agree_heads",
        "stored": "5",
        "counted": "4",
    }


def test_a_figure_that_is_gone_is_found():
    round_ = open_round_for(project_with_homes())
    RunningTally.objects.filter(round=round_).exclude(building="").delete()
    assert {one.where for one in differences(round_)} == {"renovate/1 号楼"}


@pytest.mark.parametrize("mixed", ["undecided", "against", "agree_if_all"])
@pytest.mark.parametrize("part", ["absent", "participates", "agrees"])
def test_both_paths_agree_under_every_counting_rule(mixed, part):
    def change(text):
        text = text.replace("mixed_head: undecided", f"mixed_head: {mixed}")
        counting = "missing: absent, abstain: participates, invalid: absent"
        invalid = "absent" if part == "absent" else "participates"
        return text.replace(counting, f"missing: {part}, abstain: {part}, invalid: {invalid}")

    published_policy(change)
    chance = random.Random(f"{mixed}{part}")  # noqa: S311  a fixed sample
    project = project_with_homes(homes=6)
    for building in ("2", "3"):
        owners = [OwnerFactory() for _ in range(3)]
        for unit in build_homes(project.community, count=9, building=building, owned=False):
            own(unit, *chance.sample(owners, chance.choice([1, 2])))
    round_ = open_round_for(project)
    said = ["agree", "agree", "against", "abstain", "invalid"]
    papers = [(u, entry(chance.choice(said))) for u in units_of(round_) if chance.random() < 0.8]
    record_papers(by=clerk(), at=DURING, round_=round_, entries=papers)
    assert differences(round_) == []
