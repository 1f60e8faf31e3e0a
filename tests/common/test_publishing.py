"""What hangs on a board names nobody's phone, number or door."""

import pytest

from common.publishing import private_parts, without_persons


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("屋面防水做法 2-3-501", "屋面防水做法 ＊＊"),
        ("3 号楼 2 单元 501 室窗前加梯遮光", "＊＊窗前加梯遮光"),
        ("12栋1204住户反映噪声", "＊＊住户反映噪声"),
        ("2单元401漏水", "＊＊漏水"),
        ("请打 13812345678 或 0577-61234567", "请打 ＊＊ 或 ＊＊"),
        ("身份证 33038219700101123X", "身份证 ＊＊"),
        ("3 号楼屋面 2024-06-18 漏水，约 120 平方米，概算 35000 元", None),
        ("第 3 号楼 2 单元楼道灯不亮", None),
    ],
)
def test_numbers_and_rooms_are_hidden_and_nothing_else(said, shown):
    assert without_persons(said) == (shown or said)


def test_an_office_may_write_its_telephone_and_no_room():
    said = "咨询 0536-3212345，1 号楼至 4 号楼屋面；3 号楼 2 单元 501 室王某、2-3-501"
    said += "、37072419700101123X"

    assert private_parts(said) == ["3 号楼 2 单元 501 室", "2-3-501", "37072419700101123X"]
    assert private_parts("改造 4 栋 160 户，工期 2024-06-13 至 2024-12-31，概算 960.00 万元") == []
