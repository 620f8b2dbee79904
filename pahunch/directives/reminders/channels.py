"""Handing one message to one address: mail by SMTP, the rest by the office's own gateway.

A channel answers by returning, or by an error of `errors` that says what is known.
"""

from __future__ import annotations

import logging
import re
import smtplib
from contextlib import suppress
from urllib.parse import quote

import apprise
from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from pahunch.directives.models import Channel
from pahunch.directives.reminders.errors import NotNow, NotTaken, PerhapsSent
from pahunch.directives.reminders.words import Message

PATIENCE = 30
"""Seconds that a mail server may be silent."""
_ANSWER = re.compile(r"error=(\d{3})")
_NOT_REACHED = ("refused", "NewConnectionError", "NameResolutionError", "ConnectTimeout")


def deliver(channel: str, address: str, message: Message) -> str:
    """Hand a message over; gives what the channel said. Raises ChannelError."""
    if channel == Channel.MAIL:
        return _mail(address, message)
    return _gateway(settings.GATEWAYS.get(channel, ""), address, message)


def _mail(address: str, message: Message) -> str:
    server = settings.MAIL_SERVER
    if server is None:
        raise NotNow("no mail server is set up")
    connection = EmailBackend(
        host=server.host,
        port=server.port,
        username=server.username,
        password=server.password,
        use_ssl=server.use_ssl,
        use_tls=server.use_tls,
        timeout=PATIENCE,
    )
    host = settings.MAIL_FROM.rpartition("@")[2]
    mail = EmailMessage(
        message.subject,
        message.body,
        settings.MAIL_FROM,
        [address],
        headers={
            "Message-ID": f"<reminder-{message.number}@{host}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    try:
        connection.open()
    except (smtplib.SMTPException, OSError) as error:
        raise NotNow(_words(error, address)) from error
    try:
        connection.send_messages([mail])
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        raise _refused(code, said, address) from error
    except smtplib.SMTPResponseException as error:
        raise _refused(error.smtp_code, error.smtp_error, address) from error
    except (smtplib.SMTPException, OSError) as error:
        # Nobody can say from here whether the server had the whole of it.
        raise PerhapsSent(_words(error, address)) from error
    finally:
        with suppress(smtplib.SMTPException, OSError):
            connection.close()
    return "accepted"


def _refused(code: int, said: bytes | str, address: str) -> NotNow | NotTaken:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    words = f"{code} {text}".replace(address, "…")
    return NotNow(words) if code < 500 else NotTaken(words)


def _words(error: Exception, address: str) -> str:
    return f"{type(error).__name__}: {error}".replace(address, "…")


def _gateway(gateway: str, address: str, message: Message) -> str:
    if not gateway:
        raise NotNow("no gateway of this kind is set up")
    notifier = apprise.Apprise()
    if not notifier.add(gateway.replace("{to}", quote(address, safe="+@"))):
        raise NotNow("the gateway's address is none that Apprise knows")
    capture = apprise.LogCapture(level=logging.DEBUG, fmt="%(levelname)s %(message)s")  # type: ignore[no-untyped-call]
    with capture as log:
        is_taken = notifier.notify(body=message.short)
        said = log.getvalue()
    if is_taken:
        return "accepted"
    raise _gateway_error(said, address)


def _gateway_error(said: str, address: str) -> NotNow | NotTaken | PerhapsSent:
    """Tell from Apprise's log what is known; its debug lines hold secrets and are not kept."""
    warnings = [line[8:] for line in said.splitlines() if line.startswith("WARNING ")]
    words = " ".join(warnings).replace(address, "…") or "the gateway gave no reason"
    answer = _ANSWER.search(words)
    if answer:
        code = int(answer[1])
        is_final = 400 <= code < 500 and code not in (408, 429)
        return NotTaken(words) if is_final else NotNow(words)
    if "onnection error" in words and not any(word in said for word in _NOT_REACHED):
        return PerhapsSent(words)
    return NotNow(words)
