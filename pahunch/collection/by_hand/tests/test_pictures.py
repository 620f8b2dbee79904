from __future__ import annotations

import random
from contextlib import suppress
from io import BytesIO

import pytest
from PIL import Image

from pahunch.collection.by_hand.pictures import (
    KEPT_PIXELS,
    MEGABYTES,
    MOST_BYTES,
    as_kept,
)
from pahunch.collection.by_hand.tests.pictures import bomb, screen, shot, shot_with_place
from pahunch.collection.by_hand.words import why_not
from pahunch.collection.errors import WrongReading


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_every_kind_of_screenshot_is_kept_as_png(form: str) -> None:
    kept = opened(as_kept(shot(form=form)))
    assert (kept.format, kept.mode, kept.size) == ("PNG", "RGB", (360, 640))


def test_the_same_pixels_give_the_same_bytes() -> None:
    once = as_kept(shot())
    assert as_kept(once) == once
    assert as_kept(shot("12.4K followers")) != once


def test_place_time_and_telephone_are_gone_and_the_picture_stands_upright() -> None:
    before = shot_with_place()
    assert b"MakerOfPhones" in before
    kept = as_kept(before)
    picture = opened(kept)
    assert picture.size == (640, 360)
    assert not picture.getexif()
    assert not picture.info
    for told in (b"MakerOfPhones", b"taken at home", b"eXIf", b"tEXt", b"iCCP"):
        assert told not in kept


def test_words_hidden_in_a_png_are_gone() -> None:
    kept = as_kept(shot(icc_profile=b"a profile", dpi=(72, 72)))
    assert not opened(kept).info


def test_what_was_transparent_is_white() -> None:
    written = BytesIO()
    Image.new("RGBA", (50, 50), (255, 0, 0, 0)).save(written, "PNG")
    assert opened(as_kept(written.getvalue())).getpixel((9, 9)) == (255, 255, 255)


def test_a_palette_with_a_clear_colour_is_read() -> None:
    written = BytesIO()
    screen().convert("P").save(written, "PNG", transparency=3)
    assert opened(as_kept(written.getvalue())).mode == "RGB"


def test_a_photograph_is_made_smaller_and_keeps_its_shape() -> None:
    written = BytesIO()
    screen(size=(4000, 3000)).save(written, "JPEG")
    width, height = opened(as_kept(written.getvalue())).size
    assert width * height <= KEPT_PIXELS
    assert abs(width / height - 4 / 3) < 0.01


def why(data: bytes) -> str:
    with pytest.raises(WrongReading) as refused:
        as_kept(data)
    return refused.value.why


@pytest.mark.parametrize("side", [6_000, 12_000, 60_000])
def test_a_picture_that_would_fill_the_memory_is_not_unpacked(side: int) -> None:
    small = bomb(side)
    assert len(small) < 2_000
    assert why(small) == "too_many_pixels"


def test_a_picture_of_too_many_bytes_is_not_even_opened() -> None:
    assert why(b"\x89PNG" + bytes(MOST_BYTES)) == "too_large"
    refused = WrongReading("too_large", most=MEGABYTES)
    assert "8 MB" in why_not(refused)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"12.3K followers",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%PDF-1.7",
        b"GIF89a" + bytes(200),
        b"\x89PNG\r\n\x1a\n",
        shot()[:200],
        shot(form="JPEG")[:300],
        shot(form="WEBP")[:80],
    ],
)
def test_what_is_no_picture_is_refused_whatever_it_is_called(data: bytes) -> None:
    assert why(data) == "no_picture"


@pytest.mark.parametrize("form", ["GIF", "BMP", "TIFF"])
def test_other_formats_are_not_even_tried(form: str) -> None:
    assert why(shot(form=form)) == "no_picture"


def test_a_dot_is_no_screenshot() -> None:
    written = BytesIO()
    Image.new("RGB", (1, 1)).save(written, "PNG")
    assert why(written.getvalue()) == "too_small"


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_damage_is_read_or_refused_and_nothing_else(form: str) -> None:
    chance = random.Random(7)
    whole = shot(form=form)
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 12)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        cut = chance.randint(20, len(data)) if chance.random() < 0.3 else len(data)
        # Any other error of Pillow's would come through and fail here.
        with suppress(WrongReading):
            as_kept(bytes(data[:cut]))
