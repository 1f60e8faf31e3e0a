"""Who pays: every part has a payer, every overflow a bearer, every word is declared."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from common.shares import parse_share
from policies.loading.build_money import segment_key
from policies.loading.collecting import Collector, keyed
from policies.loading.schema import PolicyShape
from policies.loading.schema_money import (
    CapShape,
    LineShape,
    ResidentsShape,
    RoundingShape,
    SegmentShape,
    SharesShape,
)
from policies.rules.vocabulary import CONTRIBUTIONS, OVERHEAD, TAGS

BEARER = "超出上限的部分必须有人承担"
FEN = Decimal("0.01")


def tags_of(shape: PolicyShape) -> dict[str, str]:
    """Every kind of cost that this policy may name."""
    return TAGS | {tag.key: tag.name for tag in shape.cost_tags}


def check_money(found: Collector, shape: PolicyShape) -> None:
    """Problems of `cost_tags`, `shares` and `utilities`."""
    for index, tag in enumerate(shape.cost_tags):
        if tag.key in TAGS:
            found.add(f"cost_tags[{index}].key", "这个造价类别已是通用词", tag.key, "另取一个键")
    if shape.shares:
        _shares(found, shape, shape.shares)
        _utilities(found, shape, keyed(shape.shares.payers))
    elif shape.utilities:
        found.add(
            "utilities", "写了专营设施却没有 shares，出资方无从查起", "", "先写 shares.payers"
        )


def _shares(found: Collector, shape: PolicyShape, rule: SharesShape) -> None:
    payers = keyed(rule.payers)
    lines = keyed(rule.lines) | {
        segment_key(one.key, part.key) for one in shape.utilities for part in one.segments
    }
    found.unique((row.key for row in rule.payers), "shares.payers")
    found.unique((row.key for row in rule.lines), "shares.lines")
    _payers(found, rule)
    for index, line in enumerate(rule.lines):
        _line(found, shape, line, payers, f"shares.lines[{index}]")
    _levels_paid(found, shape, rule)
    for key in rule.overhead.over:
        found.known(key, lines, "shares.overhead.over", "出资规则")
    check_tags(found, shape, rule.excluded, "shares.excluded")
    if rule.social_lowers:
        found.known(rule.social_lowers, payers, "shares.social_lowers", "出资方")
    if rule.cap:
        _cap(found, rule.cap, payers)
    _residents(found, rule, rule.residents)


def check_tags(found: Collector, shape: PolicyShape, tags: Iterable[str], path: str) -> None:
    """Each tag is a general one or the policy's own."""
    allowed = tags_of(shape)
    for tag in tags:
        found.known(tag, allowed, path, "造价类别", "改正拼写，或先在 cost_tags 中列出")


def check_parts(
    found: Collector, parts: Mapping[str, str], allowed: Collection[str], path: str, what: str
) -> None:
    """Shares of known parties that add up to 1."""
    whole = Fraction(0)
    for party, text in parts.items():
        found.known(party, allowed, f"{path}.{party}", what)
        if found.share(text, f"{path}.{party}"):
            whole += parse_share(text)
    if parts and whole != 1:
        found.add(
            path,
            "各方比例合计不等于 1，有一部分没有出资方" if whole < 1 else "各方比例合计大于 1",
            str(whole),
            "1",
            "写明其余部分由谁承担",
        )


def _payers(found: Collector, rule: SharesShape) -> None:
    """One payer stands for the residents, one for the government, at most one for investors."""
    kinds: list[str] = [payer.kind for payer in rule.payers]
    for kind, word in (("residents", "居民"), ("government", "财政")):
        if kinds.count(kind) != 1:
            found.add("shares.payers", f"“{word}”应有且只有一个出资方", kinds.count(kind), "1")
    if kinds.count("social") > 1:
        found.add("shares.payers", "“社会资金”至多一个出资方", kinds.count("social"), "1")
    if rule.social_lowers and "social" not in kinds:
        found.add(
            "shares.social_lowers",
            "没有“社会资金”出资方却写了抵减对象",
            rule.social_lowers,
            "在 payers 中列出 kind: social",
        )


def _levels_paid(found: Collector, shape: PolicyShape, rule: SharesShape) -> None:
    for level in sorted(keyed(shape.levels)):
        if not any(not x.tags and (not x.levels or level in x.levels) for x in rule.lines):
            found.add(
                "shares.lines",
                "有一个层级没有出资规则管到",
                level,
                "每个层级至少有一条不带类别的规则",
                "补一条规则，或写明 undecided 的原因",
            )


def _cap(found: Collector, cap: CapShape, payers: set[str]) -> None:
    found.known(cap.payer, payers, "shares.cap.payer", "出资方")
    remedy = "超出上限的部分必须有人承担"
    found.known(cap.overflow_to, payers, "shares.cap.overflow_to", "出资方", remedy)
    if cap.overflow_to == cap.payer:
        found.add("shares.cap.overflow_to", "超出部分不能仍由同一方承担", cap.payer, "另一出资方")


def _line(
    found: Collector, shape: PolicyShape, line: LineShape, payers: set[str], path: str
) -> None:
    for level in line.levels:
        found.known(level, keyed(shape.levels), f"{path}.levels", "层级")
    check_tags(found, shape, line.tags, f"{path}.tags")
    for tag in sorted(OVERHEAD & set(line.tags)):
        found.add(f"{path}.tags", "其他费用和预备费按 overhead 分摊，不单列规则", tag, "别的类别")
    if sum(map(bool, (line.parts, line.choice, line.undecided))) != 1:
        found.add(
            path,
            "parts、choice、undecided 应写且只写一个",
            "",
            "各方比例，可选的出资方，或尚未确定的原因",
        )
        return
    check_parts(found, line.parts, payers, f"{path}.parts", "出资方")
    for payer in line.choice:
        found.known(payer, payers, f"{path}.choice", "出资方")
    if line.choice and len(set(line.choice)) < 2:  # noqa: PLR2004  a choice has two sides
        found.add(f"{path}.choice", "可选的出资方至少两个", "、".join(line.choice), "两个以上")


def _residents(found: Collector, rule: SharesShape, x: ResidentsShape) -> None:
    others = {payer.key for payer in rule.payers if payer.kind != "residents"}
    path = "shares.residents"
    found.unique((one.key for one in x.flat), f"{path}.flat")
    for index, one in enumerate(x.flat):
        where = f"{path}.flat[{index}].relieves"
        found.known(one.relieves, others, where, "出资方", "写明居民多出的部分减轻谁")
    _limits(found, rule, x, others)
    if x.rounding:
        _rounding(found, rule, x.rounding, others)
    found.unique((one.key for one in x.contributions), f"{path}.contributions")
    for index, way in enumerate(x.contributions):
        where = f"{path}.contributions[{index}]"
        found.known(way.key, CONTRIBUTIONS, f"{where}.key", "出资方式")
        if way.at_most:
            found.share(way.at_most, f"{where}.at_most")


def _limits(found: Collector, rule: SharesShape, x: ResidentsShape, others: set[str]) -> None:
    path = "shares.residents"
    if x.floor:
        found.known(x.floor.relieves, others, f"{path}.floor.relieves", "出资方")
    if x.ceiling:
        where = f"{path}.ceiling.overflow_to"
        found.known(x.ceiling.overflow_to, others, where, "出资方", BEARER)
        _not_capped(found, rule, x.ceiling.overflow_to, where)
    if x.floor and x.ceiling and Decimal(x.floor.per_home) > Decimal(x.ceiling.per_home):
        found.add(f"{path}.floor.per_home", "每户下限高于上限", x.floor.per_home, "不高于上限")


def _rounding(found: Collector, rule: SharesShape, x: RoundingShape, others: set[str]) -> None:
    path = "shares.residents.rounding"
    where = f"{path}.difference_to"
    found.known(x.difference_to, others, where, "出资方", "取整的差额必须有人承担")
    if x.way != "up":
        _not_capped(found, rule, x.difference_to, where)
    if Decimal(x.unit) <= 0 or Decimal(x.unit) % FEN:
        found.add(f"{path}.unit", "取整单位应为分的整数倍", x.unit, '如 "1"')


def _not_capped(found: Collector, rule: SharesShape, payer: str, path: str) -> None:
    if rule.cap and payer == rule.cap.payer:
        found.add(
            path,
            "这一方已有每平方米上限，不能再承担居民超出的部分",
            payer,
            "没有上限的出资方",
            "另写一方承担",
        )


def _utilities(found: Collector, shape: PolicyShape, payers: set[str]) -> None:
    kinds = {payer.key: payer.kind for payer in shape.shares.payers} if shape.shares else {}
    seen: set[tuple[frozenset[str], str]] = set()
    for index, one in enumerate(shape.utilities):
        path = f"utilities[{index}]"
        if found.known(one.payer, payers, f"{path}.payer", "出资方") and kinds[one.payer] not in {
            "utility",
            "other",
        }:
            found.add(f"{path}.payer", "专营单位应是 kind: utility 的出资方", one.payer, "utility")
        found.unique((part.key for part in one.segments), f"{path}.segments")
        for number, part in enumerate(one.segments):
            where = f"{path}.segments[{number}]"
            _segment(found, shape, part, payers, where)
            same = (frozenset(part.tags), part.owner)
            if same in seen:
                found.add(
                    f"{where}.tags",
                    "另一段已管到同样类别、同样产权的设施",
                    "、".join(part.tags),
                    "每段的类别与产权不重复",
                )
            seen.add(same)


def _segment(
    found: Collector, shape: PolicyShape, part: SegmentShape, payers: set[str], path: str
) -> None:
    check_tags(found, shape, part.tags, f"{path}.tags")
    if bool(part.parts) == bool(part.undecided):
        found.add(path, "parts 与 undecided 应写且只写一个", "", "各方比例，或尚未确定的原因")
    check_parts(found, part.parts, payers, f"{path}.parts", "出资方")
    known = payers | keyed(shape.units)
    for field in ("builds", "owner_after", "maintains"):
        if value := getattr(part, field):
            found.known(value, known, f"{path}.{field}", "出资方或单位")
