"""Addresses of contacts: what is one, what is shown of one, how one is known again."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.crypto import salted_hmac

from pahunch.directives.models import Channel

_NUMBER = re.compile(r"\+[1-9][0-9]{7,14}")
_NAME = re.compile(r"[+@-]?[A-Za-z0-9_.-]{3,64}")


def checked(channel: str, text: str) -> str:
    """Give an address in the one way it is stored. Raises ValueError for what is none.

    A mobile number of ten digits is one of India (+91).
    """
    address = text.strip()
    if channel == Channel.MAIL:
        try:
            validate_email(address)
        except ValidationError as error:
            raise ValueError("no mail address") from error
        name, _at, host = address.rpartition("@")
        return f"{name}@{host.lower()}"
    if channel == Channel.SMS:
        number = re.sub(r"[ ()-]", "", address)
        number = f"+91{number}" if re.fullmatch(r"[6-9][0-9]{9}", number) else number
        if not _NUMBER.fullmatch(number):
            raise ValueError("no number")
        return number
    if not _NAME.fullmatch(address):
        raise ValueError("no name of a messaging service")
    return address


def redacted(channel: str, address: str) -> str:
    """Give as much of an address as its owner needs to know it again."""
    if channel == Channel.MAIL:
        name, _at, host = address.rpartition("@")
        return f"{name[:1]}…@{host}"[:80]
    return f"…{address[-2:]}"


def fingerprint(channel: str, address: str) -> str:
    """Give the keyed hash of an address: equal addresses have equal ones."""
    said = f"{channel}:{address.lower()}"
    return salted_hmac("pahunch.contact", said, algorithm="sha256").hexdigest()
