"""The time in a photograph is read from its bytes, and nothing breaks on what is none."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from records.rules.camera import taken_at

TAKEN = "2024:06:13 10:20:30"


def jpeg(**tags):
    exif = Image.Exif()
    for tag, text in tags.get("inner", {}).items():
        exif.get_ifd(0x8769)[tag] = text
    for tag, text in tags.get("main", {}).items():
        exif[tag] = text
    out = BytesIO()
    Image.new("L", (8, 8)).save(out, "JPEG", exif=exif)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [jpeg(inner={0x9003: TAKEN}), jpeg(inner={0x9004: TAKEN}), jpeg(main={0x0132: TAKEN})],
)
def test_the_camera_says_when(content):
    assert str(taken_at(content)) == "2024-06-13 10:20:30"


def test_the_taking_goes_before_a_later_change():
    content = jpeg(inner={0x9003: TAKEN}, main={0x0132: "2024:07:01 00:00:00"})
    assert str(taken_at(content)) == "2024-06-13 10:20:30"


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xd8", jpeg(), jpeg(inner={0x9003: "0000:00:00 00:00:00"})]
)
def test_nothing_is_guessed(content):
    assert taken_at(content) is None


@given(st.binary(max_size=200), st.integers(0, 400))
def test_broken_bytes_are_no_time_and_no_error(noise, at):
    content = jpeg(inner={0x9003: TAKEN})
    assert taken_at(noise) is None
    taken_at(content[:at] + noise + content[at + len(noise) :])
