"""Pictures for the tests of this part, drawn as they are needed."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw


def screen(words: str = "12.3K followers", size: tuple[int, int] = (360, 640)) -> Image.Image:
    """Draw a telephone's screen with a number on it."""
    picture = Image.new("RGB", size, "#f4f1ea")
    ImageDraw.Draw(picture).text((40, 80), words, fill="black")
    return picture


def shot(words: str = "12.3K followers", form: str = "PNG", **options: Any) -> bytes:
    """Give a screenshot as the bytes of a file."""
    written = BytesIO()
    screen(words).save(written, form, **options)
    return written.getvalue()


def shot_with_place() -> bytes:
    """Give a photograph that tells where, when and by which telephone it was taken."""
    told = Image.Exif()
    told[0x010F] = "MakerOfPhones"
    told[0x0112] = 6  # lies on its side
    told.get_ifd(0x8825).update({1: "N", 2: (23.0, 15.0, 30.5), 3: "E", 4: (77.0, 24.0, 1.0)})
    return shot(form="JPEG", exif=told, comment=b"taken at home")


def bomb(side: int = 60_000) -> bytes:
    """Give a small PNG that says it is huge: a line of noughts, packed a thousandfold."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    packed = zlib.compress(b"\0" * 1_000_000, 9)
    chunks = [(b"IHDR", head), (b"IDAT", packed), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
