"""Which columns hold what persons are: heads as schemes and offices write them."""

import pytest

from common.names import of_persons, signed_by_persons


@pytest.mark.parametrize(
    "label",
    [
        *("姓名代号", "当事人", "负责人", "成员", "副组长", "第一组长", "主任", "受邀监督人"),
        *("来访人", "提出人", "联系人", "联系电话", "业主代表", "经办人", "身份证号", "住址"),
    ],
)
def test_a_column_of_persons(label):
    assert of_persons(label)


@pytest.mark.parametrize(
    "label",
    [
        *("事由", "牵头单位", "成员单位", "监督机构", "改造楼栋的成员数", "联系情况", "信访事项"),
        *("监督小区", "债务人", "运营主体", "成立日期"),
    ],
)
def test_a_column_of_something_else(label):
    assert not of_persons(label)


@pytest.mark.parametrize(
    ("document", "signed"),
    [
        ("居民承诺书", True),
        ("改造申请表", True),
        ("改造意见征求书", True),
        ("改造设计方案", False),
        ("施工合同", False),
    ],
)
def test_documents_that_owners_sign_are_known_by_their_names(document, signed):
    assert signed_by_persons(document) is signed
