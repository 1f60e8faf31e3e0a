"""Names are sorted by their pinyin, spelt a word at a time."""

from hypothesis import given
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

from common.names import normalise, sort_key

WORDS = st.sampled_from(
    [
        "重庆",
        "重阳",
        "长乐",
        "长春",
        "银行",
        "朝阳",
        "会计",
        "花园",
        "行",
        "都",
        "𠮷",
        "3-2",
        "（东）",
    ]
)
HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)


@given(st.lists(WORDS | st.text(HAN, max_size=4) | st.text(max_size=3), max_size=7))
def test_a_key_is_what_spelling_the_whole_name_gives(parts):
    name = "".join(parts)
    assert sort_key(name) == " ".join(lazy_pinyin(normalise(name)))[:200]


def test_a_word_is_read_as_a_word():
    assert sort_key("长乐小区") == "chang le xiao qu"
    assert sort_key("重庆路12号") == "chong qing lu 12 hao"
