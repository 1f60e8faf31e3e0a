"""What people write into a field for one name: nobody's name comes through in clear."""

import pytest

from common.names import mask_name


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("王建国", "王*国"),
        ("欧阳明华", "欧*华"),
        ("王建国、李明华", "王*国、李*华"),
        ("王建国 李明华", "王*国、李*华"),
        ("2-3-501 王建国", "2****1、王*国"),
        ("王建国代李明华", "王****华"),
        ("3号楼王建国", "3****国"),
        ("阿卜杜拉·买买提", "阿****提"),
        ("临朐县供水有限公司", "临朐县****公司"),
    ],
)
def test_every_name_is_masked(written, kept):
    assert mask_name(written) == kept
