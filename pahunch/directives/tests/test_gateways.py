"""SMS and messaging go out by the office's own gateway, which may say no in several ways."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from pahunch.directives.reminders.channels import deliver
from pahunch.directives.reminders.errors import ChannelError, NotNow, NotTaken, PerhapsSent
from pahunch.directives.reminders.words import Message

pytestmark = pytest.mark.filterwarnings("ignore:.imghdr. is deprecated:DeprecationWarning")
"""Apprise looks for it as it starts."""

NUMBER = "+919876543210"
MESSAGE = Message("subject", "body", "1 दिन शेष: मंत्री. https://reach.example", 7)


@dataclass
class Gateway:
    """A gateway on loopback: what it was sent, and what it answers next (0: it hangs up)."""

    port: int = 0
    sent: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)


@pytest.fixture
def gateway(settings: Any) -> Iterator[Gateway]:
    found = Gateway()

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            answer = found.answers.pop(0) if found.answers else 200
            found.sent.append((self.path, content))
            if not answer:
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self.send_response(answer)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    found.port = server.server_port
    settings.GATEWAYS = {"sms": f"json://key:secret@127.0.0.1:{found.port}/{{to}}"}
    Thread(target=server.serve_forever, daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()


def test_a_gateway_is_sent_the_short_text_for_the_number(gateway: Gateway) -> None:
    assert deliver("sms", NUMBER, MESSAGE) == "accepted"
    ((path, content),) = gateway.sent
    assert path.endswith(NUMBER)
    assert content["message"] == MESSAGE.short


@pytest.mark.parametrize(
    ("answer", "error"),
    [(400, NotTaken), (403, NotTaken), (429, NotNow), (503, NotNow), (0, PerhapsSent)],
)
def test_what_a_gateway_answers_says_what_is_known(
    gateway: Gateway, answer: int, error: type[ChannelError]
) -> None:
    gateway.answers = [answer]
    with pytest.raises(error) as found:
        deliver("sms", NUMBER, MESSAGE)
    assert str(found.value)
    assert "secret" not in str(found.value)
    assert NUMBER not in str(found.value)
    assert len(gateway.sent) == 1


def test_a_gateway_that_is_not_there_was_sent_nothing(gateway: Gateway, settings: Any) -> None:
    settings.GATEWAYS = {"sms": "json://127.0.0.1:9/{to}"}
    with pytest.raises(NotNow, match="onnection"):
        deliver("sms", NUMBER, MESSAGE)


@pytest.mark.parametrize("address", ["", "nonsense://{to}"])
def test_a_gateway_that_is_none_is_said(settings: Any, address: str) -> None:
    settings.GATEWAYS = {"sms": address}
    with pytest.raises(NotNow, match="gateway"):
        deliver("sms", NUMBER, MESSAGE)
