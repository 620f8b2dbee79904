"""The address of a mail server, as an operator writes it in one line."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
PORTS = {"smtps": 465, "smtp": 587, "smtp+plain": 25}


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in, and how: by TLS, by STARTTLS, or (neither) in the open."""

    host: str
    port: int
    username: str = ""
    password: str = ""
    use_ssl: bool = False
    use_tls: bool = False

    @property
    def is_open(self) -> bool:
        """Tell whether mail and password would cross a network unencrypted."""
        return not (self.use_ssl or self.use_tls) and self.host not in LOOPBACK


def mail_server(url: str) -> MailServer:
    """Read `smtps://user:password@host:port`; `smtp` is STARTTLS, `smtp+plain` neither.

    Raises ValueError with words that do not repeat the password.
    """
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        raise ValueError("its port is no port") from None
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError("it must be smtps://user:password@host:port, or smtp:// or smtp+plain://")
    return MailServer(
        host=parts.hostname,
        port=port or PORTS[parts.scheme],
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        use_ssl=parts.scheme == "smtps",
        use_tls=parts.scheme == "smtp",
    )
