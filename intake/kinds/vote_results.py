"""Vote results typed elsewhere: each row a household's paper, written as if it were typed here."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, time

from accounts.permissions import Permission
from approvals.rules.papers import WORDS
from approvals.rules.papers_report import PapersReport
from approvals.selectors.blindness import is_read_blind
from approvals.selectors.rules import matters_of, round_facts
from approvals.selectors.typed_elsewhere import Place, other_rounds, place_said, roll_book
from approvals.services.papers import Entry
from approvals.services.papers_undoing import undo_papers
from approvals.services.typed_elsewhere import TypedPaper, adopt_papers
from approvals.sheets import ANSWER, VOTES, votes_on
from common.clock import SHANGHAI
from common.crypto import digest as keyed
from intake.kinds.about import About, Adopted, HandedRow, Handover, TakingBack
from intake.kinds.kind import Checking, Kind, Seen
from intake.kinds.subjects import ROUND
from intake.rules import paper_rows
from intake.rules.claims import ROWS
from intake.rules.findings import Finding
from intake.rules.reading import ParsedRow
from intake.rules.state import Key, LineState, SheetState, Value
from records.rules.sheets import SheetSpec
from records.rules.undoing import UndoReport

SAID = ("paper", "building", "entrance")
"""The columns that name the household."""


def _sheet(about: About, _spec: SheetSpec) -> SheetSpec:
    return votes_on((matter.key, matter.name) for matter in matters_of(about.thing))


def _place(row: ParsedRow) -> Place:
    return place_said(*(row.text(key) for key in SAID))


def _identity(row: ParsedRow, _code: str) -> Key:
    return _place(row)


def _state(about: About) -> SheetState:
    """Papers that are there already; what was typed here is never written over, nor shown blind."""
    blind = is_read_blind(about.thing)
    book = roll_book(about.thing)
    lines: dict[Key, LineState] = {}
    hashed = hashlib.sha256(about.thing.roll_sha256.encode())
    for key, unit in sorted(book.units.items()):
        said = book.answers.get(unit.pk)
        if said is None:
            continue
        now: dict[str, Value] = {f"{ANSWER}{matter}"[:30]: said[matter] for matter in sorted(said)}
        if not blind:
            lines[key] = LineState(unit.serial, "", now, now)
        hashed.update(repr((key, *now.items())).encode())
    return SheetState(lines, (), hashed.hexdigest())


def _checks(checking: Checking) -> tuple[Finding, ...]:
    round_ = checking.about.thing
    book, facts = roll_book(round_), round_facts(round_)
    blind = is_read_blind(round_)
    now = datetime.combine(checking.on, time.max, SHANGHAI)
    rows = [(row, book.units.get(_place(row))) for row in checking.reading.rows]
    strangers = [row for row, unit in rows if unit is None and row.text("paper")]
    elsewhere = other_rounds((row.text("paper") for row in strangers), round_)
    found = paper_rows.over(facts, now, checking.reading.sheet)
    found += [_stranger(row, elsewhere.get(row.text("paper").upper(), "")) for row in strangers]
    found += paper_rows.twice((row, unit.serial) for row, unit in rows if unit)
    for row, unit in rows:
        said = book.answers.get(unit.pk) if unit else None
        if said is not None:
            found += [_there_unsaid(row)] if blind else _there(row, said)
        elif unit is not None:
            kept, owners = unit.pk in book.evidence, book.owners[unit.pk]
            found += paper_rows.against(row, facts, now, evidence=kept, owners=owners)
    return tuple(found)


def _stranger(row: ParsedRow, other: str) -> Finding:
    words = (
        f"这是{other}的票号，不是本轮的" if other else "不在本轮名册里，可能是别的小区或房号写错"
    )
    remedy = "请核对表头的小区、轮次和房号"
    paper = row.text("paper")
    cell = row.cells["paper"]
    return Finding("refuse", "not_on_roll", words, row.sheet, cell, paper, "本轮票号或房号", remedy)


def _there_unsaid(row: ParsedRow) -> Finding:
    """A paper that is there already and is still to be read blind: neither like nor unlike."""
    words = "这一户的意见表已经录过，第二遍盲录没有完成"
    remedy = "从表中去掉这一行；第二遍请在“第二遍录入”里录"
    paper, cell = row.text("paper"), row.cells["paper"]
    return Finding(
        "refuse", "already_recorded", words, row.sheet, cell, paper, "没有录过的", remedy
    )


def _there(row: ParsedRow, said: Mapping[str, str]) -> list[Finding]:
    """A paper that is there already and says something else."""
    return [
        Finding(
            "refuse",
            "already_recorded",
            f"这一户的意见表已经录过（{WORDS.get(said.get(matter, ''), '没有这一项')}）",
            row.sheet,
            row.cells.get(f"{ANSWER}{matter}"[:30], row.cells["paper"]),
            WORDS.get(choice, choice),
            WORDS.get(said.get(matter, ""), ""),
            "确需改的，在录入页用“更正”并写明事由",
        )
        for matter, choice in paper_rows.answers_of(row).items()
        if said.get(matter) != choice
    ]


def _adopt(call: Handover) -> Adopted:
    round_ = call.about.thing
    book, facts = roll_book(round_), round_facts(round_)
    papers, same = [], 0
    for row in call.rows:
        unit = book.units.get(place_said(*(str(row.values.get(key, "")) for key in SAID)))
        if unit is None or unit.pk in book.answers:
            same += 1
            continue
        parsed = _parsed(row)
        paper = paper_rows.paper_of(parsed, facts, call.at)
        proxy = str(row.values.get("proxy", ""))
        client = f"import-{call.source.upload_id}-{row.position}"
        entry = Entry(
            paper.answers,
            paper.reasons,
            paper.channel,
            paper.received_at,
            paper.signed_on,
            proxy=proxy,
            witness=paper.witness,
            signers=paper_rows.signers_of(parsed),
            client_id=client,
        )
        papers.append(TypedPaper(unit, entry, row.sheet, row.row))
    count = adopt_papers(
        by=call.by, at=call.at, round_=round_, papers=papers, upload_id=call.source.upload_id
    )
    body = repr([(one.unit.serial, sorted(one.entry.answers.items())) for one in papers])
    return PapersReport(round_.pk, count, 0, same, keyed("papers", body))


def _undo(call: TakingBack) -> UndoReport:
    return undo_papers(
        by=call.by,
        at=call.at,
        round_=call.about.thing,
        upload_id=call.upload_id,
        reason=call.reason,
        rehearse=call.rehearse,
    )


def _parsed(row: HandedRow) -> ParsedRow:
    return ParsedRow(row.row, dict(row.values), {}, sheet=row.sheet)


VOTE_RESULTS = Kind(
    spec=VOTES,
    hint="每行一户的意见表，每个征询事项一列",
    subject=ROUND,
    permission=Permission.RECORD_PAPER,
    state=_state,
    identity=_identity,
    adopt=_adopt,
    undo=_undo,
    seen=Seen("查看本轮录入", "approvals:sheet", "round_id"),
    totals={ROWS: "papers"},
    fitted=_sheet,
    checks=_checks,
    compared=(),
    blind=lambda row: {f"{ANSWER}{m}"[:30]: c for m, c in paper_rows.answers_of(row).items()},
    words=WORDS,
)
