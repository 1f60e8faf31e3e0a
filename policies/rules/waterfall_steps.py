"""Which kind of government step is worked by what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from policies.rules import government_model as g
from policies.rules.adjust_step import adjust
from policies.rules.base_step import base
from policies.rules.government_facts import GovernmentFacts, StepOutcome
from policies.rules.on_time import on_time
from policies.rules.pool import Pool
from policies.rules.reimburse_step import reimburse
from policies.rules.rest_step import rest
from policies.rules.split_step import split_levels
from policies.rules.tier_step import tiers

Handler = Callable[[g.GovernmentRule, Any, GovernmentFacts, Pool], StepOutcome | None]
STEPS: dict[type[g.MoneyStep], Handler] = {
    g.BaseStep: base,
    g.SplitStep: split_levels,
    g.AdjustStep: adjust,
    g.OnTimeStep: on_time,
    g.ReimburseStep: reimburse,
    g.TierStep: tiers,
    g.RestStep: rest,
}
