"""A screenshot as it is kept: its pixels only, as PNG."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

from PIL import Image, ImageOps

from pahunch.collection.errors import WrongReading

MEGABYTES = 8
MOST_BYTES = MEGABYTES * 1_000_000
MOST_PIXELS = 25_000_000
"""Read before anything is unpacked: a small file can hold a picture that fills the memory."""
KEPT_PIXELS = 6_000_000
"""A photograph with more is made smaller; a screenshot of a telephone has about three."""
LEAST_SIDE = 40
FORMATS = ("PNG", "JPEG", "WEBP")
BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    struct.error,
    zlib.error,
)
"""What Pillow raises over files that are broken, each format in its own way."""


def as_kept(data: bytes) -> bytes:
    """Decode a PNG, JPEG or WebP and write its pixels anew. Raises WrongReading.

    The same pixels give the same bytes. Of a moving picture the first one is kept.
    """
    if len(data) > MOST_BYTES:
        raise WrongReading("too_large", most=MEGABYTES)
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as picture:
            _check_size(*picture.size)
            upright = ImageOps.exif_transpose(picture)
            return _png(_smaller(upright))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise WrongReading("too_many_pixels", most=MOST_PIXELS // 1_000_000) from error
    except BROKEN as error:
        raise WrongReading("no_picture") from error


def _check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise WrongReading("too_many_pixels", most=MOST_PIXELS // 1_000_000)
    if min(width, height) < LEAST_SIDE:
        raise WrongReading("too_small")


def _smaller(picture: Image.Image) -> Image.Image:
    pixels = picture.width * picture.height
    if pixels <= KEPT_PIXELS:
        return picture
    factor = (KEPT_PIXELS / pixels) ** 0.5
    # The colours of a palette can't be mixed.
    return picture.convert("RGBA").resize(
        (max(1, int(picture.width * factor)), max(1, int(picture.height * factor)))
    )


def _png(picture: Image.Image) -> bytes:
    """Put the pixels on white, in a picture that knows nothing else, and write that."""
    bare = Image.new("RGB", picture.size, "white")
    seen = picture.convert("RGBA")
    bare.paste(seen, mask=seen.getchannel("A"))
    written = BytesIO()
    bare.save(written, "PNG")
    return written.getvalue()
