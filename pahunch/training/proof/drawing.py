"""Certificates and QR codes, drawn: a page of A4 with Devanagari shaped, and a code as SVG."""

from __future__ import annotations

from datetime import UTC, datetime, time
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import typst
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, override
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.svg import SvgPathImage
from qrcode.main import QRCode

from pahunch.training.codes import grouped
from pahunch.training.errors import WrongTraining
from pahunch.training.models import Certificate
from pahunch.ui import words

PAGE = Path(__file__).parent / "certificate.typ"
FONT = "Noto Sans Devanagari"


def qr(text: str) -> SafeString:
    """Draw a QR code of an address as SVG that stands in a page. 15 per cent may be damaged."""
    return mark_safe(_qr(text).decode())  # noqa: S308 - made of numbers by the library


def _qr(text: str) -> bytes:
    code: QRCode[SvgPathImage] = QRCode(
        error_correction=ERROR_CORRECT_M, border=2, image_factory=SvgPathImage
    )
    code.add_data(text)
    drawn: bytes = code.make_image().to_string()
    return drawn


def certificate_pdf(certificate: Certificate, address: str) -> bytes:
    """Draw a certificate as PDF in both languages; `address` is of the page that verifies it.

    What people wrote goes in as data and is never read as markup. The same certificate gives
    the same bytes. Raises WrongTraining where no font has Devanagari letters.
    """
    if not has_font():
        raise WrongTraining("no_font")
    programme = certificate.programme
    place = certificate.session.division
    told = {
        "name": certificate.name,
        "title": programme.title,
        "title_hi": programme.title_hi or programme.title,
        "hours": f"{programme.hours.normalize():f}",
        "day": words.day(certificate.session.day),
        "place": place.name,
        "place_hi": place.name_hi or place.name,
        "issued": words.day(certificate.issued_on),
        "refresher": words.day(certificate.refresher_on) if certificate.refresher_on else "",
        "code": grouped(certificate.code),
        "address": address,
        **_phrases(),
    }
    with TemporaryDirectory() as folder:
        (Path(folder) / "certificate.typ").write_bytes(PAGE.read_bytes())
        (Path(folder) / "qr.svg").write_bytes(_qr(address))
        page = str(Path(folder) / "certificate.typ")
        issued = datetime.combine(certificate.issued_on, time(), UTC)
        drawn = typst.compile(
            page, root=folder, format="pdf", sys_inputs=told, timestamp=issued,
            pdf_standards="ua-1",
        )  # fmt: skip
    return bytes(drawn)


def _phrases() -> dict[str, str]:
    """Give the fixed words in both languages."""
    found: dict[str, str] = {}
    for language, end in (("en", ""), ("hi", "_hi")):
        with override(language):
            found |= {
                f"heading{end}": gettext("Certificate of training"),
                f"took{end}": gettext("took part in the training"),
                f"hours_word{end}": gettext("hours"),
                f"held{end}": gettext("Held on"),
                f"issued_word{end}": gettext("Issued on"),
                f"again{end}": gettext("To be refreshed by"),
                f"verify{end}": gettext("Verify with this code"),
            }
    return found


@lru_cache(maxsize=1)
def has_font() -> bool:
    """Tell whether the machine has the font with Devanagari letters."""
    return any(FONT in family for family in typst.Fonts().families())
