"""What a scheme orders to be kept, filed, issued or set up: who owes it, to whom, by when.

Ledgers, filings upwards, rules still to be issued, bodies and meetings are kept as records by the
rooms above; here stands what the scheme asks of them, and whether one is late on a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from common.explanations import Clause, Explanation, Input

RegisterKind = Literal["ledger", "filing", "rule", "body", "meeting", "permit"]
KINDS: dict[str, str] = {
    "ledger": "台账",
    "filing": "上报备案",
    "rule": "制度文件",
    "body": "组织机构",
    "meeting": "会议",
    "permit": "许可登记",
}
Concern = Literal["", "applicant", "supervision", "dispute"]
CONCERNS: dict[str, str] = {
    "applicant": "申请主体",
    "supervision": "居民监督",
    "dispute": "信访和纠纷",
}
"""What of the residents' say a register keeps; their pages gather these in the order of work."""


@dataclass(frozen=True, slots=True)
class Register:
    """One thing to be kept or done; `owner`, `receiver`: unit keys; `columns`: what it holds.

    `within`: days from a row's own day until it must be settled, that day not counted.
    """

    key: str
    name: str
    kind: RegisterKind
    owner: str
    receiver: str = ""
    columns: tuple[str, ...] = ()
    due: date | None = None
    says: str = ""
    clauses: tuple[Clause, ...] = ()
    concerns: Concern = ""
    within: int | None = None

    def row_due(self, happened: date) -> date | None:
        """The last day on which a row of that day is settled in time; None where none is set."""
        return happened + timedelta(days=self.within) if self.within else None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where it stands: `done`, `open` (no day set or not yet due) or `late`; days late so far."""

    state: Literal["done", "open", "late"]
    days_late: int
    explanation: Explanation


def standing(register: Register, on: date, done: date | None = None) -> Standing:
    """Whether it is done, still open or late on that day; the due day itself is in time."""
    reached = min(done, on) if done else on
    late = max((reached - register.due).days, 0) if register.due else 0
    finished = done is not None and done <= on
    state: Literal["done", "open", "late"] = "done" if finished else "late" if late else "open"
    words = {"done": "已办", "open": "未到期" if register.due else "方案没有写期限", "late": "逾期"}
    result = words[state] + (f" {late} 日" if state == "late" else "")
    if finished and late:
        result += f"，迟 {late} 日"
    inputs = [Input("期限", register.due.isoformat() if register.due else "未写")]
    if finished and done:
        inputs.append(Input("办成日", done.isoformat()))
    explained = Explanation(
        title=register.name,
        result=result,
        sentence=f"{KINDS[register.kind]}“{register.name}”：{result}",
        inputs=tuple(inputs),
        clauses=register.clauses,
        note=register.says,
    )
    return Standing(state, late, explained)
