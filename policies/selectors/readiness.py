"""What still stands between a version and its publishing, and which units it might mean."""

from __future__ import annotations

from django.db.models import QuerySet

from common.area_codes import ancestors
from common.errors import Problem
from districts.models import ResponsibleUnit
from policies.loading.cases import cases_of
from policies.loading.parse import content_hash
from policies.models import PolicyVersion, Status
from policies.rules.cases import CaseResult, run_all
from policies.rules.field_words import label
from policies.rules.outcome_words import difference_words
from policies.selectors.governing import calendar, policy_of


def case_results(version: PolicyVersion) -> tuple[CaseResult, ...]:
    """The version's worked cases, run now."""
    return run_all(policy_of(version), cases_of(version.cases), calendar())


def failing_cases(version: PolicyVersion) -> list[Problem]:
    """The cases that do not come out, in the policy's own words."""
    policy = policy_of(version)
    return [
        Problem(
            f"算例“{one.case.id} {one.case.title}”不符："
            + "；".join(difference_words(policy, row) for row in one.differences),
            code="case",
            field=f"{version.policy.key}/cases.yaml: {one.case.id}",
            remedy="核对规则参数或算例的期望值",
        )
        for one in case_results(version)
        if not one.passed
    ]


def open_points(version: PolicyVersion) -> list[Problem]:
    """Everything that keeps the content from being published, whoever publishes."""
    problems = []
    if content_hash(version.content, version.cases) != version.content_hash:
        problems.append(Problem("内容与校验码不符", code="hash", remedy="重新载入政策文件"))
    problems += _conflicts(version)
    problems += _units(version)
    problems += failing_cases(version)
    problems += _overlaps(version)
    problems += _wider(version)
    problems += _supplemented(version)
    return problems


def _conflicts(version: PolicyVersion) -> list[Problem]:
    decided = {row.conflict_id: row.reading for row in version.decisions.all()}
    problems = []
    for conflict in policy_of(version).conflicts:
        reading = decided.get(conflict.id)
        if reading is None:
            problems.append(
                Problem(
                    f"冲突 {conflict.id}“{conflict.title}”尚未裁定",
                    code="conflict_open",
                    remedy="由主管部门选定一种读法并写明理由",
                )
            )
        elif reading != conflict.applied:
            problems.append(
                Problem(
                    f"冲突 {conflict.id}“{conflict.title}”的裁定与规则不一致",
                    code="conflict_differs",
                    value=reading,
                    expected=conflict.applied,
                    remedy="按裁定修改政策文件（规则和“所依读法”）后重新载入",
                )
            )
    return problems


def _units(version: PolicyVersion) -> list[Problem]:
    bound = set(version.bindings.values_list("unit_key", flat=True))
    return [
        Problem(
            f"单位“{unit.name}”尚未对应到本地责任单位",
            code="unit_unbound",
            value=unit.key,
            remedy="在“单位对应”中选定",
        )
        for unit in policy_of(version).units
        if unit.bound and unit.key not in bound
    ]


def _overlaps(version: PolicyVersion) -> list[Problem]:
    others = (
        PolicyVersion.objects.filter(
            status__in=[Status.PUBLISHED, Status.RETIRED],
            place_number=version.place_number,
            programme=version.programme,
            period__overlap=version.period,
        )
        .exclude(pk=version.pk)
        .select_related("policy")
    )
    return [
        Problem(
            f"施行期间与“{other}”重叠",
            code="overlap",
            value=f"{other.effective_from} 至 {other.effective_to or '长期'}",
            remedy="先将其废止到前一日，或修改施行期间",
        )
        for other in others
    ]


def _wider(version: PolicyVersion) -> list[Problem]:
    """Rules that the file leaves to a wider layer, which no wider layer in force then states."""
    policy = policy_of(version)
    if not policy.wider:
        return []
    layers = _layers(version)
    sections = {one.partition(".")[0] for one in policy.wider}
    stated = {
        f"{section}.{row.key}"
        for layer in layers
        for section in sections
        for row in getattr(policy_of(layer), section)
    }
    return [
        Problem(
            f"所依的上位层“{label('Policy', rule.partition('.')[0])}”在施行日没有已发布的版本写明",
            code="wider_missing",
            remedy="先发布写明这一规则的上位层政策",
        )
        for rule in policy.wider
        if rule not in stated
    ]


def _supplemented(version: PolicyVersion) -> list[Problem]:
    """The wider scheme whose procedure the file adds to must be in force, with a procedure."""
    wanted = policy_of(version).supplements
    if not wanted:
        return []
    layers = {layer.policy.key: policy_of(layer) for layer in _layers(version)}
    if wanted in layers and layers[wanted].procedure:
        return []
    return [
        Problem(
            "所补充的方案在施行日没有已发布的、写明办理程序的版本",
            code="supplemented_missing",
            value=wanted,
            remedy="先发布那部方案，或在本方案中写明办理程序",
        )
    ]


def _layers(version: PolicyVersion) -> QuerySet[PolicyVersion]:
    """The other policies of the place and around it on the day this one takes effect."""
    return (
        PolicyVersion.objects.in_force(version.effective_from)
        .around(version.policy.area_code, version.programme)
        .exclude(policy_id=version.policy_id)
    )


def suggested_units(version: PolicyVersion) -> dict[str, str]:
    """Unit key → code of the place's unit of that name, short name or key; a proposal only."""
    units = ResponsibleUnit.objects.filter(area_code__in=ancestors(version.area_code))
    by_name: dict[str, str] = {}
    for unit in units:
        by_name.setdefault(unit.name, unit.code)
        by_name.setdefault(unit.short_name, unit.code)
        by_name.setdefault(unit.code.partition("-")[2], unit.code)
    return {
        unit.key: code
        for unit in policy_of(version).units
        if unit.bound and (code := by_name.get(unit.name) or by_name.get(unit.key))
    }
