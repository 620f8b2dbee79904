"""An app password goes to the server where its account lives, and to no other."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import httpx
import pytest

from pahunch.platforms.base import Access, Target
from pahunch.platforms.bluesky import Bluesky
from pahunch.platforms.errors import PlatformError
from pahunch.platforms.sign_in import Application, Owned, Token
from pahunch.platforms.tests.asking import NOW, asked

DID = "did:plc:ewvi7nxzyoun6zhxrhs64oiz"
OTHER = "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"
WEB = "did:web:asha.example"
HANDLE = "asha.example"
HOME = "pds.asha.example"
PASSWORD = "abcd-efgh-ijkl-mnop"


@dataclass
class Net:
    """The AppView, the directory, and servers of accounts, each by its name."""

    handles: dict[str, str] = field(default_factory=lambda: {HANDLE: DID})
    known_as: list[object] = field(default_factory=lambda: [f"at://{HANDLE}"])
    endpoint: object = f"https://{HOME}/"
    speaks_for: str = DID
    document_of: str = ""
    seen: list[httpx.Request] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.seen.append(request)
        path, host = request.url.path, request.url.host
        if host == "plc.directory" or path == "/.well-known/did.json":
            did = path[1:] if host == "plc.directory" else f"did:web:{host}"
            return httpx.Response(200, json=self._document(did))
        say = {
            "com.atproto.identity.resolveHandle": self._resolved,
            "com.atproto.server.createSession": self._session,
            "com.atproto.server.refreshSession": self._renewed,
            "app.bsky.notification.listNotifications": self._nothing,
        }
        return say[path.removeprefix("/xrpc/")](request)

    def _resolved(self, request: httpx.Request) -> httpx.Response:
        did = self.handles.get(request.url.params["handle"])
        body = {"did": did} if did else {"error": "InvalidRequest", "message": "no"}
        return httpx.Response(200 if did else 400, json=body)

    def _session(self, request: httpx.Request) -> httpx.Response:
        if json.loads(request.content)["password"] != PASSWORD:
            return httpx.Response(401, json={"error": "AuthenticationRequired"})
        row = {"did": self.speaks_for, "handle": "minister.bsky.social"}
        return httpx.Response(200, json=row | {"accessJwt": "a", "refreshJwt": "r"})

    def _renewed(self, request: httpx.Request) -> httpx.Response:
        row = {"did": DID, "handle": HANDLE}
        return httpx.Response(200, json=row | {"accessJwt": "a2", "refreshJwt": "r2"})

    def _nothing(self, request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"notifications": []})

    def _document(self, did: str) -> dict[str, object]:
        service = {
            "id": "#atproto_pds",
            "type": "AtprotoPersonalDataServer",
            "serviceEndpoint": self.endpoint,
        }
        other = {"id": "#bsky_notif", "type": "BskyNotificationService", "serviceEndpoint": "x"}
        return {
            "id": self.document_of or did,
            "alsoKnownAs": self.known_as,
            "service": [other] if self.endpoint is None else [other, service],
        }

    @property
    def hosts(self) -> list[str]:
        return [request.url.host for request in self.seen]


def entered(net: Net, name: str = HANDLE, connector: Bluesky | None = None) -> Owned:
    bluesky = connector or Bluesky()
    return asked(
        bluesky,
        lambda ask: bluesky.enter(ask, handle=name, password=PASSWORD),
        httpx.MockTransport(net),
    )


def test_the_password_goes_to_the_server_that_the_identity_names() -> None:
    net = Net()
    owned = entered(net, "Asha.Example")
    assert (owned.platform_id, owned.handle, owned.server) == (DID, HANDLE, f"https://{HOME}")
    assert owned.token.access == "a"
    with_password = [each.url.host for each in net.seen if PASSWORD.encode() in each.content]
    assert with_password == [HOME]
    assert PASSWORD not in "".join(str(each.url) for each in net.seen)


def test_an_account_of_a_large_server_signs_in_where_all_of_them_do() -> None:
    net = Net(endpoint="https://morel.us-east.host.bsky.network")
    assert entered(net).server == "https://bsky.social"
    assert net.hosts[-1] == "bsky.social"


def test_an_identity_may_be_typed_instead_of_a_handle_and_may_be_of_the_web() -> None:
    net = Net(handles={HANDLE: WEB}, speaks_for=WEB)
    owned = entered(net, WEB)
    assert (owned.platform_id, owned.handle, owned.server) == (WEB, HANDLE, f"https://{HOME}")
    assert entered(Net(), DID).handle == HANDLE


@pytest.mark.parametrize(
    ("net", "code"),
    [
        (Net(handles={}), "400"),
        (Net(known_as=["at://minister.bsky.social"]), "handle"),
        (Net(known_as=[]), "handle"),
        (Net(known_as=[5, "https://asha.example"]), "handle"),
        (Net(speaks_for=OTHER), "identity"),
        (Net(document_of=OTHER), "identity"),
        (Net(handles={HANDLE: "did:key:z"}), "identity"),
        (Net(handles={HANDLE: "did:web:127.0.0.1"}), "host"),
        (Net(handles={HANDLE: "did:web:localhost"}), "host"),
        (Net(endpoint=None), "no server"),
        (Net(endpoint=5), "wrong type"),
        (Net(endpoint="http://pds.asha.example"), "host"),
        (Net(endpoint="https://pds.asha.example:8443"), "host"),
        (Net(endpoint="https://127.0.0.1"), "host"),
        (Net(endpoint="https://localhost"), "host"),
        (Net(endpoint="https://me@pds.asha.example"), "host"),
        (Net(endpoint="https://pds.asha.example/inner"), "host"),
        (Net(endpoint="https://[oops"), "host"),
        (Net(endpoint="https://pds.asha.example?x=1"), "host"),
    ],
)
def test_a_name_or_a_server_that_does_not_fit_is_not_believed(net: Net, code: str) -> None:
    with pytest.raises(PlatformError) as caught:
        entered(net)
    assert caught.value.code == code
    sent = [each for each in net.seen if PASSWORD.encode() in each.content]
    assert bool(sent) == (net.speaks_for == OTHER)


def test_a_typed_identity_whose_name_leads_elsewhere_is_not_believed() -> None:
    with pytest.raises(PlatformError) as caught:
        entered(Net(handles={HANDLE: OTHER}), DID)
    assert caught.value.code == "handle"


def test_what_is_asked_later_goes_to_the_same_server() -> None:
    net, bluesky = Net(), Bluesky()
    target = Target(f"bluesky:{DID}", DID, HANDLE)
    access = Access("connection-1", "a", server=f"https://{HOME}")
    line = httpx.MockTransport(net)
    asked(bluesky, lambda ask: bluesky.inbox(ask, access, target, None, ""), line)
    way = bluesky.renewal(target, access.server)
    new = asked(
        bluesky, lambda ask: way.renew(ask, Application(""), Token("a", "r"), now=NOW), line
    )
    assert (new.access, net.hosts) == ("a2", [HOME, HOME])
    asked(bluesky, lambda ask: bluesky.inbox(ask, Access("c", "a"), target, None, ""), line)
    assert net.hosts[-1] == "bsky.social"


def test_a_network_of_one_s_own_without_a_directory_is_its_own_home() -> None:
    net = Net()
    owned = entered(net, connector=Bluesky(base="http://own.example"))
    assert (owned.server, net.hosts) == ("", ["own.example"])
