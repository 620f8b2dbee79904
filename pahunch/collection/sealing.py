"""Sealing secrets before they are stored: tokens, keys, verifiers.

The first of the keys seals; all of them open. To rotate, put a new key first, seal
everything again with `pahunch connections rotate`, and take the old key away.
"""

from __future__ import annotations

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from pahunch.collection.errors import Unreadable


def seal(text: str) -> str:
    """Make a text unreadable to whoever has only the database; an empty one stays empty."""
    return _keys().encrypt(text.encode()).decode() if text else ""


def unseal(text: str) -> str:
    """Give back what was sealed. Raises Unreadable where none of the keys fits."""
    if not text:
        return ""
    try:
        return _keys().decrypt(text.encode()).decode()
    except InvalidToken as error:
        raise Unreadable(
            "a stored token can't be read with the keys of this installation"
        ) from error


def reseal(text: str) -> str:
    """Seal again with the first key, whichever of them it was sealed with. Raises Unreadable."""
    return seal(unseal(text))


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.TOKEN_KEYS])
