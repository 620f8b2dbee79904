"""Where a Bluesky account lives: from its handle to its identity, and from that to its server.

A handle is a claim. It is believed only where the identity that it leads to names it too,
and a server only where it stands in that identity's own document: anybody may run a server
that says anything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from pahunch.platforms.base import Asker
from pahunch.platforms.errors import BadAnswer, Refused
from pahunch.platforms.public_hosts import public_host
from pahunch.platforms.reading import listing, mapping, text

COST = {"requests": 1}
LARGE = "https://bsky.social"
"""The way in to all servers of Bluesky's own, whatever their names are."""
LARGE_SERVERS = ".host.bsky.network"
PLC = re.compile(r"did:plc:[a-z2-7]{24}")
WEB = re.compile(r"did:web:([a-z0-9.-]{1,253})")
SERVICE = "#atproto_pds"
KIND = "AtprotoPersonalDataServer"


@dataclass(frozen=True, slots=True)
class Residence:
    """An account as its own identity tells of it."""

    did: str
    handle: str
    home: str
    """The address of its server, without a slash at its end."""


@dataclass(frozen=True, slots=True)
class Registrar:
    """Who knows identities: an AppView for handles, and the directory for documents.

    `is_own` is true of a network that somebody set up on this machine: its servers need not be
    public.
    """

    view: str
    directory: str
    is_own: bool = False

    async def find(self, asker: Asker, name: str) -> Residence:
        """Find where an account lives, by its handle or its identity. Raises PlatformError."""
        is_identity = name.startswith("did:")
        did = name if is_identity else await self._identity(asker, name.lower())
        document = await self._document(asker, did)
        if document.get("id") != did:
            raise BadAnswer("the document is another identity's", code="identity")
        handle = _named(document) if is_identity else name.lower()
        if handle not in _names(document) or await self._identity(asker, handle) != did:
            raise Refused("the identity does not go by this name", code="handle")
        return Residence(did, handle, self._home(document, did))

    async def _identity(self, asker: Asker, handle: str) -> str:
        answer = await asker.get(
            f"{self.view}/xrpc/com.atproto.identity.resolveHandle",
            cost=COST,
            params=[("handle", handle)],
        )
        return text(mapping(answer, "the answer").get("did"), "did")

    async def _document(self, asker: Asker, did: str) -> Mapping[str, object]:
        web = WEB.fullmatch(did)
        if web is not None:
            where = f"https://{public_host(web[1])}/.well-known/did.json"
        elif PLC.fullmatch(did):
            where = f"{self.directory}/{did}"
        else:
            raise Refused("this is no identity of an account", code="identity")
        return mapping(await asker.get(where, cost=COST), "the document")

    def _home(self, document: Mapping[str, object], did: str) -> str:
        for each in listing(document.get("service"), "service"):
            row = mapping(each, "a service")
            if row.get("id") in {SERVICE, did + SERVICE} and row.get("type") == KIND:
                return self._public(text(row.get("serviceEndpoint"), "serviceEndpoint"))
        raise Refused("the identity names no server", code="no server")

    def _public(self, address: str) -> str:
        """Give a server's address. Raises Refused where not anybody could ask it."""
        if self.is_own:
            return address.rstrip("/")
        try:
            parts = urlsplit(address)
            plain = parts.port is None and parts.username is None and parts.path in {"", "/"}
        except ValueError:
            raise Refused("the identity names no server", code="host") from None
        if parts.scheme != "https" or not plain or parts.query or parts.fragment:
            raise Refused("the identity names no public server", code="host")
        host = public_host(parts.hostname or "")
        return LARGE if host.endswith(LARGE_SERVERS) else f"https://{host}"


def _names(document: Mapping[str, object]) -> list[str]:
    """Give the handles that an identity goes by."""
    told = document.get("alsoKnownAs") or []
    every = [each for each in listing(told, "alsoKnownAs") if isinstance(each, str)]
    return [each.removeprefix("at://").lower() for each in every if each.startswith("at://")]


def _named(document: Mapping[str, object]) -> str:
    """Give the first of them; empty where there is none."""
    return next(iter(_names(document)), "")
