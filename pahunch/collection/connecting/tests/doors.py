"""Platforms' doors for the tests: they give tokens as X, Mastodon and Bluesky do."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from tests.fakes.base import Answered, Asked


@dataclass
class Door:
    """One platform: whoever signs in, what was asked, and what it answers instead."""

    number: str = "101"
    handle: str = "MeenaOffice"
    access: str = "first-token"
    refresh: str = "first-refresh"
    challenge: str = ""
    asked: list[Asked] = field(default_factory=list)
    broken: list[Answered] = field(default_factory=list)

    def visit(self, address: str) -> dict[str, str]:
        """Consent on the platform's page; gives what the owner comes back with."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        self.challenge = query.get("code_challenge", "")
        return {"state": query["state"], "code": "the-code"}

    def answer(self, asked: Asked) -> Answered:
        """Answer one request."""
        self.asked.append(asked)
        if self.broken:
            return self.broken.pop(0)
        path = asked.path.rpartition("/")[2]
        return getattr(self, f"_{path}".replace(".", "_"), self._unknown)(asked)

    def _token(self, asked: Asked) -> Answered:
        form = parse_qs(asked.body.decode())
        if form["grant_type"] == ["authorization_code"]:
            hashed = hashlib.sha256(form["code_verifier"][0].encode()).digest()
            if base64.urlsafe_b64encode(hashed).decode().rstrip("=") != self.challenge:
                return Answered({"error": "invalid_grant"}, 400)
        return Answered(
            {
                "access_token": self.access,
                "refresh_token": self.refresh,
                "expires_in": 7_200,
                "scope": "users.read tweet.read",
            }
        )

    def _me(self, asked: Asked) -> Answered:
        row = {"id": self.number, "username": self.handle, "name": "Meena"}
        return Answered({"data": row})

    def _apps(self, asked: Asked) -> Answered:
        return Answered({"client_id": "client", "client_secret": "server-secret"})

    def _verify_credentials(self, asked: Asked) -> Answered:
        row = {"id": self.number, "acct": self.handle, "display_name": "Meena"}
        return Answered(row)

    def _com_atproto_server_createSession(self, asked: Asked) -> Answered:
        if b"abcd-efgh" not in asked.body:
            return Answered({"error": "AuthenticationRequired", "message": "no"}, 401)
        row = {"did": self.number, "handle": self.handle}
        return Answered(row | {"accessJwt": self.access, "refreshJwt": self.refresh})

    def _revoke(self, asked: Asked) -> Answered:
        return Answered({"revoked": True})

    def _unknown(self, asked: Asked) -> Answered:
        return Answered({"title": "Not Found"}, 404)
