"""Which owner is meant: the same person only where the keyed digest of the number is the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from common.errors import Problem, Refused
from districts.models import Owner
from districts.owner_data import name_digest, number_digest, protected
from districts.services.home_rows import OwnerRow


def owners_for(rows: Sequence[OwnerRow]) -> list[Owner]:
    """A saved Owner for each row, in order, set-wise (at most two reads and one write).

    Rows with a known number are that owner; others are new ones, also under an equal name. Raises
    Refused when a number stands with another name than the register's.
    """
    digests = {digest for row in rows if (digest := number_digest(row.number))}
    known = {
        owner.number_digest: owner for owner in Owner.objects.filter(number_digest__in=digests)
    }
    answer: list[Owner] = []
    fresh: list[Owner] = []
    problems: list[Problem] = []
    for row in rows:
        digest = number_digest(row.number)
        owner = known.get(digest) if digest else None
        if owner is None:
            owner = Owner(
                **protected(name=row.name, phone=row.phone, number=row.number, kind=row.kind)
            )
            fresh.append(owner)
            if digest:
                known[digest] = owner
        elif owner.name_digest != name_digest(row.name):
            words = f"证件号已登记在“{owner.name_masked}”名下，与所填姓名不同"
            problems.append(Problem(words, "owner_differs", "owners", remedy="请核对姓名和证件号"))
        answer.append(owner)
    if problems:
        raise Refused(problems)
    Owner.objects.bulk_create(fresh)
    return answer


def doubtful_among(owners: Iterable[Owner]) -> list[Owner]:
    """Owners without a number whose name another owner bears, too: listed, never merged."""
    mine = {owner.pk: owner for owner in owners if not owner.number_digest}
    digests = {owner.name_digest for owner in mine.values()}
    counts: dict[str, set[int]] = {}
    bearing = Owner.objects.filter(name_digest__in=digests)
    for pk, digest in bearing.values_list("pk", "name_digest"):
        counts.setdefault(digest, set()).add(pk)
    return [owner for owner in mine.values() if len(counts.get(owner.name_digest, ())) > 1]
