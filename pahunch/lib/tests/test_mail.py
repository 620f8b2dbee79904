"""A mail server in one line."""

from __future__ import annotations

import pytest

from pahunch.lib.mail import MailServer, mail_server


@pytest.mark.parametrize(
    ("url", "server", "is_open"),
    [
        ("smtps://u%40a:p%2F@m.in", MailServer("m.in", 465, "u@a", "p/", use_ssl=True), False),
        ("smtp://m.in:2525", MailServer("m.in", 2525, use_tls=True), False),
        ("smtp+plain://m.in", MailServer("m.in", 25), True),
        ("smtp+plain://127.0.0.1:1025", MailServer("127.0.0.1", 1025), False),
    ],
)
def test_it_is_read_with_what_is_not_said(url: str, server: MailServer, is_open: bool) -> None:
    assert mail_server(url) == server
    assert server.is_open is is_open


@pytest.mark.parametrize("url", ["m.in", "http://m.in", "smtps://", "smtps://u:secret@m.in:port"])
def test_what_is_none_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(ValueError, match="it") as found:
        mail_server(url)
    assert "secret" not in str(found.value)
