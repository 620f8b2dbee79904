"""Any server of the fediverse: how many follow an account, without Mastodon's interface.

WebFinger names the actor, the actor names its followers collection, and that says
`totalItems`. Three requests an account, and only where the better interface is closed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from pahunch.facts import FOLLOWERS, Count
from pahunch.platforms.base import Asker, Outcome, Seen, Target
from pahunch.platforms.errors import BadAnswer, Gone, Refused
from pahunch.platforms.public_hosts import public_host
from pahunch.platforms.reading import listing, mapping, number, text

ACTIVITY = "application/activity+json"
TYPES = (ACTIVITY, 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"')


async def followers(
    asker: Asker, target: Target, host: str, at: Callable[[str], str], cost: Mapping[str, int]
) -> Outcome:
    """Ask for one account by its handle. `at` gives where a server is asked. Raises PlatformError.

    Addresses that a stranger's server answers are followed only to public servers, and from
    an actor only to its own server.
    """
    finger = mapping(
        await asker.get(
            f"{at(host)}/.well-known/webfinger",
            cost=cost,
            params=[("resource", f"acct:{target.handle}")],
        ),
        "the finger",
    )
    server, path = _address(_actor(finger))
    signed = {"accept": ACTIVITY}
    actor = mapping(await asker.get(f"{at(server)}{path}", cost=cost, headers=signed), "the actor")
    home, collection = _address(actor.get("followers"))
    if home != server:
        raise Refused("the followers are said to be on another server", code="other server")
    answer = mapping(
        await asker.get(f"{at(server)}{collection}", cost=cost, headers=signed), "the collection"
    )
    total = answer.get("totalItems")
    count = None if total is None else Count.exactly(number(total, "totalItems"))
    return Outcome(target, (Seen(FOLLOWERS, count),), handle=target.handle)


def _actor(finger: Mapping[str, object]) -> str:
    for each in listing(finger.get("links"), "links"):
        link = mapping(each, "a link")
        if link.get("rel") == "self" and link.get("type") in TYPES:
            return text(link.get("href"), "href")
    raise Gone("the server knows no such actor", status="missing", code="no actor")


def _address(value: object) -> tuple[str, str]:
    """Take an address apart: a public server, and the path with its query. Raises."""
    try:
        parts = urlsplit(text(value, "an address"))
        port = parts.port
    except ValueError:
        raise BadAnswer("an address is no address", code="wrong type") from None
    if parts.scheme != "https" or port is not None or parts.username is not None:
        raise Refused("the address is none of a public server", code="host")
    query = f"?{parts.query}" if parts.query else ""
    return public_host(parts.hostname or ""), f"{parts.path}{query}"
