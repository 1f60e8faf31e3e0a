"""A slow count written another way: ask every question of the whole roll, nothing additive."""

from decimal import Decimal

from approvals.rules.parts import WHOLE


def inside(unit, part, matter):
    """Whether a unit lies in a part, asked place by place."""
    if part.group != "owners" and matter not in getattr(unit, part.group):
        return False
    if part.entrance and (unit.entrance or "—") != part.entrance:
        return False
    if part.community not in ("", unit.community):
        return False
    return part.building in ("", unit.building)


def taken_for(choice, method):
    """What a paper counts as; silence may be consent by local rules."""
    kind = choice or "missing"
    return "agree" if kind in method.taken_for_yes else choice


def recount(roll, answers, method, part=WHOLE, matter=""):
    """The same figures as `tally`, from sets and sums over the plain roll."""
    units = [u for u in roll if inside(u, part, matter)]
    wrote = {u.unit: answers.get(u.unit) for u in units}
    said = {unit: taken_for(choice, method) for unit, choice in wrote.items()}
    part = {u.unit for u in units if method.takes_part(wrote[u.unit])}
    heads = {u.head for u in units}
    of_head = {h: [u for u in units if u.head == h] for h in heads}
    votes = {h: [said[u.unit] for u in of_head[h] if u.unit in part] for h in heads}
    full = {h: [said[u.unit] for u in of_head[h]] for h in heads}
    result = {
        "all_units": len(units),
        "all_homes": len([u for u in units if u.home]),
        "all_heads": len(heads),
        "all_area": sum((u.area for u in units), Decimal(0)),
        "returned_units": len([u for u in units if wrote[u.unit]]),
        "participating_units": len(part),
        "participating_homes": len([u for u in units if u.home and u.unit in part]),
        "participating_area": sum((u.area for u in units if u.unit in part), Decimal(0)),
        "participating_heads": len({u.head for u in units if u.unit in part}),
        "agree_homes": len([u for u in units if u.home and said[u.unit] == "agree"]),
        "invalid_units": len([u for u in units if said[u.unit] == "invalid"]),
    }
    for choice in ("agree", "against", "abstain"):
        those = [u for u in units if said[u.unit] == choice]
        result[f"{choice}_units"] = len([u for u in units if wrote[u.unit] == choice])
        result[f"{choice}_area"] = sum((u.area for u in those if u.unit in part), Decimal(0))
        result[f"{choice}_heads"] = len(
            [h for h in heads if votes[h] and set(votes[h]) == {choice}]
        )
    mixed = {
        h
        for h in heads
        if len(set(votes[h])) > 1 and set(votes[h]) & {"agree", "against", "abstain"}
    }
    if method.mixed_head == "agree_if_all":
        part_only = {
            h
            for h in heads
            if votes[h] and set(votes[h]) == {"agree"} and set(full[h]) != {"agree"}
        }
        result["agree_heads"] -= len(part_only)
        mixed |= part_only
    if method.mixed_head == "against":
        result["against_heads"] += len(mixed)
        mixed = set()
    result["mixed_heads"] = len(mixed)
    return result
