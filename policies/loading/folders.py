"""Policy folders on disk: read, check, run their cases; no database."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from common.errors import Problem, Refused
from common.explanations import Version
from policies.loading.cases import cases_of, check_shapes, parse_cases
from policies.loading.facts import SHAPES
from policies.loading.leaves import owner_of
from policies.loading.parse import Parsed, content_hash, parse_text
from policies.rules.cases import CaseResult, run_all
from policies.rules.field_words import label
from policies.rules.model import Policy
from policies.rules.timing import Calendar


@dataclass(frozen=True, slots=True)
class Folder:
    """A policy folder as read: the policy, its cases as stored, their results."""

    name: str
    parsed: Parsed
    cases: list[dict[str, Any]]
    results: tuple[CaseResult, ...]

    @property
    def hash(self) -> str:
        """What a stored version of it is identified by."""
        return content_hash(self.parsed.content, self.cases)


@dataclass(frozen=True, slots=True)
class Report:
    """What checking one folder gave."""

    name: str
    folder: Folder | None
    problems: tuple[Problem, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def policy_folders(path: Path) -> list[Path]:
    """The folder itself, or every folder in it that holds a policy.yaml."""
    if (path / "policy.yaml").is_file():
        return [path]
    return sorted(one.parent for one in path.glob("*/policy.yaml"))


def read_folder(path: Path, calendar: Calendar) -> Folder:
    """Read one folder and run its cases; raises Refused with what is wrong in both files."""
    problems: list[Problem] = []
    parsed: Parsed | None = None
    try:
        parsed = parse_text(_text(path / "policy.yaml"), f"{path.name}/policy.yaml")
    except Refused as refusal:
        problems += refusal.problems
    name = f"{path.name}/cases.yaml"
    try:
        text = _text(path / "cases.yaml")
        if parsed:
            cases = parse_cases(text, parsed.policy, name)
            results = run_all(parsed.policy, cases_of(cases), calendar)
            return Folder(path.name, parsed, cases, results)
        check_shapes(text, name)
    except Refused as refusal:
        problems += refusal.problems
    raise Refused(problems)


def check_folder(path: Path, calendar: Calendar) -> Report:
    """Everything wrong with one folder, failing cases included."""
    try:
        folder = read_folder(path, calendar)
    except Refused as refusal:
        return Report(path.name, None, refusal.problems)
    return Report(path.name, folder, tuple(case_problems(folder.name, folder.results)))


def read_policy(path: Path) -> tuple[Policy, Version, str]:
    """The policy of a folder, what explanations say of it, and the hash as `check_policies` has it.

    Its cases are read, for the hash covers them, and not run. The sequence is 0: a file has none.
    Raises Refused with everything wrong in the files.
    """
    parsed = parse_text(_text(path / "policy.yaml"), f"{path.name}/policy.yaml")
    policy = parsed.policy
    cases = parse_cases(_text(path / "cases.yaml"), policy, f"{path.name}/cases.yaml")
    digest = content_hash(parsed.content, cases)
    last = policy.effective_to
    version = Version(
        policy=policy.key,
        title=policy.document,
        sequence=0,
        hash=f"{digest[:4]} {digest[4:8]}",
        effective_from=policy.effective_from.isoformat(),
        effective_to=last.isoformat() if last else "",
    )
    return policy, version, digest


def case_problems(name: str, results: tuple[CaseResult, ...]) -> list[Problem]:
    """Failing cases as problems, in the words of the file."""
    return [
        Problem(
            f"算例“{one.case.id} {one.case.title}”不符：" + _came_out(one),
            code="case",
            field=f"{name}/cases.yaml: {one.case.id}",
            expected="、".join(f"{row.key} {row.expected}" for row in one.missed),
            remedy=_remedy(one),
        )
        for one in results
        if not one.passed
    ]


def _came_out(result: CaseResult) -> str:
    got = "、".join(f"{row.key} {row.got}" for row in result.missed)
    return f"算得 {got}" + (f"，因为{result.why}" if result.why else "")


def _remedy(result: CaseResult) -> str:
    """What to look at; where facts are missing, which more a case of this kind may state."""
    if "undecided" not in result.got:
        return "核对规则参数或算例的期望值"
    given = {key for key, value in result.case.facts.items() if value not in (None, [], {}, "")}
    shape = SHAPES[result.case.kind]
    more = [
        f"{name}（{label(owner_of(shape), name)}）"
        for name in shape.model_fields
        if name not in given | {"kind"}
    ]
    counts = "；counts 中各层、各计量都要写" if "counts" in given else ""
    return f"在算例中补上所缺的事实；此类算例还可写 {'、'.join(more)}{counts}"


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(
            Problem(
                "读不到文件",
                code="file",
                field=f"{path.parent.name}/{path.name}",
                expected="UTF-8 文本文件",
                remedy="政策文件夹须有 policy.yaml 和 cases.yaml",
            )
        ) from error
