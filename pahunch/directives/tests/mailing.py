"""A real mail server on loopback, which can be told what to answer."""

from __future__ import annotations

import sys
from asyncio import Transport
from asyncio.base_events import Server
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from threading import Lock
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from pahunch.lib.mail import MailServer


@dataclass
class Desk:
    """What a server took, and what it answers next; when that is used up, it takes."""

    server: MailServer = field(default_factory=lambda: MailServer("127.0.0.1", 9))
    taken: list[EmailMessage] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    """To the text of a mail; `break` breaks the connection after it was taken."""
    to_receivers: list[str] = field(default_factory=list)
    """To the name of a receiver."""
    lock: Lock = field(default_factory=Lock)
    log: Path | None = None
    """Where the receiver of each mail is written before it is taken."""

    async def handle_RCPT(
        self, _server: SMTP, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        """Answer to a receiver."""
        if self.to_receivers:
            return self.to_receivers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Any, envelope: Any) -> str:
        """Answer to the text of a mail."""
        with self.lock:
            answer = self.answers.pop(0) if self.answers else "250 OK"
            if answer.startswith("250") or answer == "break":
                mail = message_from_bytes(envelope.content, policy=policy.default)
                assert isinstance(mail, EmailMessage)
                mail["X-Envelope-To"] = envelope.rcpt_tos[0]
                self.taken.append(mail)
                self._note(envelope.rcpt_tos[0])
        if answer == "break":
            assert isinstance(server.transport, Transport)
            server.transport.abort()
        return answer

    def _note(self, receiver: str) -> None:
        if self.log is not None:
            with self.log.open("a", encoding="ascii") as file:
                file.write(f"{receiver}\n")

    def texts(self) -> list[str]:
        """Give the texts of the mails that were taken."""
        return [mail.get_content() for mail in self.taken]


class _Server(Controller):
    """A controller that takes the port which the system gives."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def open_desk(log: Path | None = None) -> Iterator[Desk]:
    """Run a server on a free port of loopback."""
    desk = Desk(log=log)
    controller = _Server(desk, hostname="127.0.0.1", port=0, enable_SMTPUTF8=True)
    controller.start()
    try:
        desk.server = MailServer("127.0.0.1", controller.port)
        yield desk
    finally:
        controller.stop()


def main(log: str) -> None:
    """Run a server for other processes until its standard input ends; print its port."""
    with open_desk(Path(log)) as desk:
        sys.stdout.write(f"{desk.server.port}\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1])
