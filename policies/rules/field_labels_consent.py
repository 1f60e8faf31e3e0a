"""What the fields of asking the owners are called, and their values."""

from __future__ import annotations

from typing import Any

LABELS: dict[str, str] = {
    "cluster_heads": "在几个小区有房的业主",
    "leaves_out": "不列入名册的用房",
    "mixed_head": "同一票权人意见不一时",
    "numerator": "比什么",
    "population": "基数",
    "second_entry": "第二遍录入",
}

WORDS: dict[str, dict[Any, str]] = {
    "second_entry": {"none": "不要求", "check": "另一人核对", "blind": "另一人盲录"},
    "numerator": {"participate": "参与", "agree": "同意"},
    "leaves_out": {"shop": "商铺", "garage": "车库", "other": "其他用房"},
    "cluster_heads": {"one": "合计 1 人", "each": "每个小区各 1 人"},
    "Matter.decides": {"whole": "合并决定", "each": "各楼栋、单元各自决定"},
    "mixed_head": {
        "undecided": "逐件裁定",
        "against": "算不同意",
        "agree_if_all": "全部同意才算同意",
    },
    "population": {
        "all": "全体",
        "participants": "参与者",
        "paying": "出资业主",
        "affected": "受影响业主",
    },
    "ConsentTest.scope": {
        "community": "小区",
        "cluster": "组团连片",
        "building": "逐栋",
        "entrance": "逐单元",
    },
    "ConsentRound.scope": {
        "community": "全小区",
        "cluster": "组团连片",
        "building": "指定楼栋",
        "entrance": "指定单元",
    },
}
