"""Names of people and places as registers hold them: folding, masking, sorting."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pypinyin import lazy_pinyin
from pypinyin.seg.simpleseg import seg

_SPACES = re.compile(r"\s+")
_LEADING_INDEX = re.compile(r"^\d{1,3}[.、．]\s*")


def normalise(name: str) -> str:
    """Fold width, blanks and a leading index ("1.某小区") so that equal names compare equal."""
    folded = unicodedata.normalize("NFKC", name)
    return _LEADING_INDEX.sub("", _SPACES.sub("", folded))


def sort_key(name: str) -> str:
    """Pinyin without tones, for ordering in a database that has no Chinese collation."""
    folded = normalise(name)
    words = [word if word.isascii() else _spelt(word) for word in seg(folded)] if folded else []
    return " ".join(words)[:200]


@lru_cache(maxsize=20_000)
def _spelt(word: str) -> str:
    """One word of a name: the names of a district share most of theirs."""
    return " ".join(lazy_pinyin([word]))


_PAIR, _PERSON = 2, 4
_SHORTEST_PHONE, _SHORTEST_ID = 8, 6


_SEVERAL = re.compile(r"[、，,；;/／\s]+")
_ORGANISATION = re.compile(
    r"(公司|集团|厂|店|社|社区|局|院|所|校|学|行|站|中心|委员会|居委会|业委会|办事处|协会|政府)[)）]?$"
)


def is_organisation(name: str) -> bool:
    """Whether the name ends as those of offices, companies and institutions do."""
    return bool(_ORGANISATION.search(name))


def mask_name(name: str) -> str:
    """赵*平, 宋*, 临朐县****公司: enough to recognise, not to know.

    Several in one field are masked one by one; what is longer and no organisation (房号 before a
    name, 某人代某人) keeps its first and last character only.
    """
    several = [part for part in _SEVERAL.split(name) if part]
    if len(several) > 1:
        return "、".join(map(mask_name, several))
    if len(name) < _PAIR:
        return name
    if len(name) == _PAIR:
        return name[0] + "*"
    if len(name) <= _PERSON:
        return name[0] + "*" + name[-1]
    if not is_organisation(name):
        return name[0] + "****" + name[-1]
    return name[:3] + "****" + name[-2:]


def mask_phone(phone: str) -> str:
    """138****5678."""
    return phone[:3] + "****" + phone[-4:] if len(phone) >= _SHORTEST_PHONE else "****"


def mask_id(number: str) -> str:
    """First three and last two characters of an ID or registration number."""
    if len(number) < _SHORTEST_ID:
        return "****"
    return number[:3] + "*" * max(len(number) - 5, 4) + number[-2:]


_PHONES = re.compile(r"(?<![\d.])1[3-9]\d{9}(?![\d.])")
_IDS = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])")


def veil_numbers(text: str) -> str:
    """Free text with the mobile and ID numbers that somebody wrote into it masked."""
    text = _IDS.sub(lambda match: mask_id(match[0]), text)
    return _PHONES.sub(lambda match: mask_phone(match[0]), text)


NOT_KEPT = {"data-no-keep": ""}
"""On a field that holds what persons are: the browser keeps no draft of it (static/js/keep.js)."""
_OF_PERSONS = re.compile(
    "姓名|当事人|负责人|联系人|经办人|提出人|投诉人|代表人|业主代表|组长|主任|成员|监督[人员]"
    "|来访|信访|电话|手机|联系方式|证件|身份证|住址"
)
_ABOUT = re.compile("(单位|机构|数|情况|结果|日|日期|时间|意见|事项)$")


def count_names(text: str) -> int:
    """How many names stand in one field, as `mask_name` tells them apart."""
    return len([part for part in _SEVERAL.split(text) if part])


def of_persons(label: str) -> bool:
    """Whether a column of that name holds what persons are, as registers are headed."""
    return bool(_OF_PERSONS.search(label)) and not _ABOUT.search(label)


_SIGNED = re.compile("承诺书|申请表|申请书|委托|授权|征求|意见书|签字|签名|身份证|名册|花名册|名单")


def signed_by_persons(document: str) -> bool:
    """Whether a document of that name bears what persons are, or their signatures."""
    return bool(_SIGNED.search(document))
