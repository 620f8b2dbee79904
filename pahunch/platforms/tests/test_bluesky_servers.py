"""Bluesky's own servers: what happens there is what our figures say."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from pahunch.facts import FOLLOWERS
from pahunch.platforms.base import Access, Outcome, Target
from pahunch.platforms.bluesky import Bluesky
from pahunch.platforms.bluesky_sign_in import BlueskySession
from pahunch.platforms.errors import Gone, PlatformError, Reconnect
from pahunch.platforms.reading import listing, mapping
from pahunch.platforms.sign_in import Application, Owned
from pahunch.platforms.tests.asking import asked
from tests.servers.bluesky import Network, bluesky

pytestmark = [pytest.mark.servers, pytest.mark.slow, pytest.mark.xdist_group("bluesky")]
NAMES = ("asha", "ravi", "meena", "sita", "gita", "mohan", "radha", "lata")
PASSWORD = "a-password-of-a-test"
PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Town:
    """The network with the people who live there, and what to ask it with."""

    network: Network
    people: dict[str, dict[str, object]]

    @property
    def connector(self) -> Bluesky:
        return Bluesky(base=self.network.view, home=self.network.home)

    def target(self, name: str) -> Target:
        person = self.people[name]
        return Target(f"bluesky:{person['did']}", str(person["did"]), str(person["handle"]))

    def write(self, name: str, collection: str, record: dict[str, object]) -> dict[str, object]:
        """Let somebody write a record: a post, a like, a follow."""
        person = self.people[name]
        stamped = {"createdAt": datetime.now(UTC).isoformat().replace("+00:00", "Z")} | record
        return self.network.call(
            "com.atproto.repo.createRecord",
            token=str(person["accessJwt"]),
            body={"repo": person["did"], "collection": collection, "record": stamped},
        )

    def counts(self, *names: str) -> list[Outcome]:
        targets = [self.target(name) for name in names]
        return list(
            asked(
                self.connector,
                lambda ask: self.connector.public_counts(ask, Access(), targets, datetime.now(UTC)),
            )
        )


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    with bluesky() as network:
        people = {
            name: network.call(
                "com.atproto.server.createAccount",
                body={
                    "handle": f"{name}.test",
                    "email": f"{name}@example.test",
                    "password": PASSWORD,
                },
            )
            for name in NAMES
        }
        yield Town(network, people)


def soon(check: Callable[[], bool]) -> None:
    """Wait until the AppView has heard of it."""
    until = time.monotonic() + PATIENCE
    while not check():
        assert time.monotonic() < until, "the AppView never heard of it"
        time.sleep(0.2)


def figure(outcome: Outcome, metric: str) -> int | None:
    return next(
        (each.count.low for each in outcome.seen if each.metric == metric and each.count), None
    )


def theirs(town: Town, name: str) -> dict[str, object]:
    """Ask the server itself, the long way: one profile."""
    did = str(town.people[name]["did"])
    return town.network.call("app.bsky.actor.getProfile", at=town.network.view, actor=did)


def post(town: Town, name: str, text: str, **more: object) -> dict[str, object]:
    return town.write(
        name, "app.bsky.feed.post", {"$type": "app.bsky.feed.post", "text": text, **more}
    )


def test_everybody_s_figures_are_the_server_s(town: Town) -> None:
    for name in NAMES[1:]:
        town.write(
            name,
            "app.bsky.graph.follow",
            {"$type": "app.bsky.graph.follow", "subject": town.people["asha"]["did"]},
        )
    for number in range(3):
        post(town, "ravi", f"post {number}")
    soon(lambda: figure(town.counts("asha")[0], FOLLOWERS) == len(NAMES) - 1)
    soon(lambda: figure(town.counts("ravi")[0], "posts") == 3)
    for name, outcome in zip(NAMES, town.counts(*NAMES), strict=True):
        profile = theirs(town, name)
        assert figure(outcome, FOLLOWERS) == profile["followersCount"]
        assert figure(outcome, "posts") == profile["postsCount"]
        assert (outcome.platform_id, outcome.handle) == (profile["did"], profile["handle"])


def test_likes_replies_and_reposts_are_the_server_s(town: Town) -> None:
    made = post(town, "meena", "a road was mended")
    subject = {"uri": made["uri"], "cid": made["cid"]}
    for name in ("asha", "ravi", "sita"):
        town.write(name, "app.bsky.feed.like", {"$type": "app.bsky.feed.like", "subject": subject})
    repost = "app.bsky.feed.repost"
    town.write("gita", repost, {"$type": repost, "subject": subject})
    post(town, "lata", "thanks", reply={"root": subject, "parent": subject})
    target, connector = town.target("meena"), town.connector

    def figures() -> dict[str, int]:
        page = asked(connector, lambda ask: connector.posts(ask, Access(), target, None, ""))
        if not page.items:
            return {}
        (only,) = page.items
        again = asked(
            connector, lambda ask: connector.engagement(ask, Access(), target, [only.post_id])
        )
        assert set(again[0].seen) == set(only.seen)
        return {seen.metric: seen.count.low for seen in only.seen if seen.count}

    soon(lambda: figures() == {"likes": 3, "comments": 1, "shares": 1, "quotes": 0})
    answer = town.network.call(
        "app.bsky.feed.getPosts", at=town.network.view, uris=str(made["uri"])
    )
    (row,) = listing(answer["posts"], "posts")
    mine = mapping(row, "a post")
    assert [mine[name] for name in ("likeCount", "replyCount", "repostCount")] == [3, 1, 1]


def test_a_mention_and_a_reply_reach_the_inbox_of_whoever_connected(town: Town) -> None:
    did = str(town.people["sita"]["did"])
    text = "@sita.test the hand pump is broken"
    mention = {
        "index": {"byteStart": 0, "byteEnd": 10},
        "features": [{"$type": "app.bsky.richtext.facet#mention", "did": did}],
    }
    post(town, "mohan", text, facets=[mention])
    session = BlueskySession(town.network.home)
    owned = asked(
        town.connector,
        lambda ask: session.create(ask, handle="sita.test", password=PASSWORD),
    )
    assert owned.platform_id == did
    nobody, moment = Application(""), datetime.now(UTC)
    renewed = asked(town.connector, lambda ask: session.renew(ask, nobody, owned.token, now=moment))
    assert renewed.expires_at is not None
    access = Access(holder="connection-1", token=renewed.access)

    def messages() -> list[tuple[str, str, str]]:
        target = town.target("sita")
        page = asked(
            town.connector,
            lambda ask: town.connector.inbox(ask, access, target, None, ""),
        )
        return [(each.kind, each.author_name, each.text) for each in page.items]

    soon(lambda: messages() == [("mention", "mohan.test", text)])


def test_the_home_of_an_account_is_found_by_its_identity(town: Town) -> None:
    network = town.network
    connector = Bluesky(base=network.view, directory=network.directory)
    did = str(town.people["lata"]["did"])

    def entered(name: str) -> Owned:
        return asked(connector, lambda ask: connector.enter(ask, handle=name, password=PASSWORD))

    soon(lambda: town.counts("lata")[0].error is None)
    for name in ("lata.test", did):
        owned = entered(name)
        assert (owned.platform_id, owned.handle, owned.server) == (did, "lata.test", network.home)
    access = Access("connection-1", owned.token.access, server=owned.server)
    target = town.target("lata")
    asked(connector, lambda ask: connector.inbox(ask, access, target, None, ""))
    renewal = connector.renewal(target, owned.server)
    nobody, moment = Application(""), datetime.now(UTC)
    new = asked(connector, lambda ask: renewal.renew(ask, nobody, owned.token, now=moment))
    assert new.refresh != owned.token.refresh
    way = connector.revocation(target, owned.server)
    assert asked(connector, lambda ask: way.revoke(ask, nobody, new, grantor=""))
    with pytest.raises(Reconnect):
        asked(connector, lambda ask: renewal.renew(ask, nobody, new, now=moment))
    with pytest.raises(PlatformError):
        entered("nobody-lives-here.test")


def test_a_new_name_is_seen_under_the_same_number(town: Town) -> None:
    person = town.people["gita"]
    town.network.call(
        "com.atproto.identity.updateHandle",
        token=str(person["accessJwt"]),
        body={"handle": "gita-office.test"},
    )
    soon(lambda: town.counts("gita")[0].handle == "gita-office.test")
    assert town.counts("gita")[0].platform_id == person["did"]


def test_an_account_taken_down_is_suspended_and_an_unknown_one_missing(town: Town) -> None:
    did = str(town.people["radha"]["did"])
    status = {
        "subject": {"$type": "com.atproto.admin.defs#repoRef", "did": did},
        "takedown": {"applied": True, "ref": "a-test"},
    }
    name = "com.atproto.admin.updateSubjectStatus"
    town.network.call(name, body=status, admin=True)
    town.network.call(name, body=status, admin=True, at=town.network.view)

    def state() -> str:
        error = town.counts("radha", "asha")[0].error
        return error.status if isinstance(error, Gone) else ""

    soon(lambda: state() == "suspended")
    assert town.counts("radha", "asha")[1].error is None
    stranger = replace(town.target("asha"), platform_id="did:plc:aaaaaaaaaaaaaaaaaaaaaaaa")
    (outcome,) = asked(
        town.connector,
        lambda ask: town.connector.public_counts(ask, Access(), [stranger], datetime.now(UTC)),
    )
    assert isinstance(outcome.error, Gone)
    assert outcome.error.status == "missing"
