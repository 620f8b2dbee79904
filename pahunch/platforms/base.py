"""The promise that every platform keeps: what it offers, and how it is asked.

A platform is a frozen value without a clock, a file or a database. It is given a way to
ask (`Asker`), what it may ask with (`Access`) and `now`, and gives back what it saw.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Generic, Protocol, TypeVar

from pahunch.facts import Count, Platform
from pahunch.platforms.errors import NotOffered, PlatformError

if TYPE_CHECKING:
    from pahunch.platforms.sign_in import Renews, Revokes, SignIn

Item = TypeVar("Item")


class Ask(StrEnum):
    """A kind of fetch."""

    COUNTS = "counts"
    """Followers and number of posts, of an account that gave access."""
    PUBLIC_COUNTS = "public_counts"
    """The same of any public account, which gave no access."""
    POSTS = "posts"
    """The posts of an account, each with its engagement now."""
    ENGAGEMENT = "engagement"
    """Likes, comments, shares and views of posts that are known already."""
    INBOX = "inbox"
    """Mentions, comments and messages addressed to the account."""
    MESSAGES = "messages"
    """Messages that only the two can read, where they are asked for apart and cost more."""
    AUDIENCE = "audience"
    """Followers by place, as a list of the largest places."""


class Need(StrEnum):
    """What the platform wants to see before it answers."""

    NOTHING = "nothing"
    APPLICATION = "application"
    """A key of the installation's own, for all accounts."""
    CONNECTION = "connection"
    """The consent of the account itself."""


class Entry(StrEnum):
    """How the owner of an account lets us in."""

    NONE = "none"
    """Nothing has to be given, or nothing can be."""
    SIGN_IN = "sign_in"
    """The owner signs in with the platform and consents there."""
    SERVER = "server"
    """The same, at the server where the account lives."""
    PASSWORD = "password"  # noqa: S105 - the word, not a secret
    """A password for applications, which the owner makes and can take back."""
    BOT = "bot"
    """The owner adds the installation's bot."""


class Holder(StrEnum):
    """Whose use a limit counts."""

    APPLICATION = "application"
    TOKEN = "token"  # noqa: S105 - the word, not a secret
    HOST = "host"
    """One server's, per address of ours: Bluesky, Mastodon."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement about a platform that its owner may change: in words, with its source."""

    text: str
    source: str
    """An address or the name of a document."""
    checked: date
    """When we last read it there."""
    sure: bool = True
    """False: from experience and not from the platform's own text; to be confirmed."""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many of something in so long.

    A request says what it costs by the names of limits. Money is counted in millionths of
    a US dollar.
    """

    name: str
    amount: int | None
    """None: the platform tells only by its headers how much is left."""
    holder: Holder
    fact: Fact
    seconds: int | None = None
    """Length of the window, which begins with the first request in it or when a header says."""
    day_in: str = ""
    """Or: a calendar day in this time zone."""
    month_in: str = ""
    """Or: a calendar month in this time zone."""
    paced: bool = False
    """True: spread evenly over the window instead of spent as it comes."""


@dataclass(frozen=True, slots=True)
class Offering:
    """How one kind of fetch is asked for."""

    batch: int
    """Accounts (posts, for engagement) a request can name."""
    need: Need
    cost: Mapping[str, int]
    """What a request costs, by the names of limits, whatever it names."""
    each: Mapping[str, int] = field(default_factory=dict)
    """And for each account or post named or answered."""
    permission: str = ""
    """Scopes or reviews without which the platform refuses."""
    page: int = 0
    """Posts that one answer of a list has at most: so many are paid for before they are asked."""
    calls: int = 1
    """Requests that are sent for one fetch, whatever it names."""
    calls_each: int = 0
    """And for each post named or answered."""


@dataclass(frozen=True, slots=True)
class Target:
    """One account to be asked about. `platform_id` is empty where only the handle is known."""

    key: str
    platform_id: str = ""
    handle: str = ""


@dataclass(frozen=True, slots=True)
class Access:
    """What a request may be signed with. Never printed: `repr` shows no secret."""

    holder: str = ""
    """Whose limits it uses: the name of an application, a connection or a host."""
    token: str = field(default="", repr=False)
    user_id: str = ""
    """The account whose token it is, in the platform's own id."""
    secret: str = field(default="", repr=False)
    """The application's secret, where requests are signed with it too."""
    server: str = ""
    """The server where the account lives, where it was found out when it connected."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One figure of an account: `count is None` means asked, and withheld."""

    metric: str
    count: Count | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one account in a request that was answered."""

    target: Target
    seen: tuple[Seen, ...] = ()
    error: PlatformError | None = None
    platform_id: str = ""
    """The platform's own id, where the answer named it."""
    handle: str = ""
    """What the account is called now, without the @, where the answer named it."""
    note: str = ""
    """What else the platform says of it, in a word: `moved:user@host`, `limited`."""


@dataclass(frozen=True, slots=True)
class Post:
    """A post of an account that we count. Its words are read once, and not kept."""

    account: str
    post_id: str
    made_at: datetime
    kind: str = "post"
    """post, reply, repost, photo, video, short, reel, story or link."""
    link: str = ""
    seen: tuple[Seen, ...] = ()
    """likes, comments, shares, views, quotes, saves: what the platform tells of them."""
    text: str = field(default="", repr=False, compare=False)
    """The account's own words, to tell what they speak of: empty where they were not asked for,
    and where it only passes on somebody else's."""


def own_words(words: object, kind: str = "post") -> str:
    """Give the words of a post as far as they are the account's own."""
    return words if isinstance(words, str) and kind != "repost" else ""


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Part of a list, and how to ask for the rest."""

    items: tuple[Item, ...]
    cursor: str = ""
    """Empty: that was all. Never an address, which may hold a token."""


@dataclass(frozen=True, slots=True)
class Message:
    """What a citizen wrote to an account. Personal data: kept where it can be erased."""

    account: str
    message_id: str
    kind: str
    """mention, reply, comment, or message (which only the two of them can read)."""
    text: str = field(repr=False)
    author_id: str = field(repr=False)
    author_name: str = field(repr=False)
    written_at: datetime
    post_id: str = ""
    """The post that it answers."""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """How many followers a platform says are in one place, of the largest it lists."""

    name: str
    """The platform's own words: "Lucknow, Uttar Pradesh, India"."""
    count: Count
    breakdown: str = "city"
    """city, region, country: followers; views_city: views, not followers."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a platform's headers say of a limit, turned into our clock."""

    limit: str
    remaining: int | None = None
    amount: int | None = None
    resets_at: datetime | None = None
    closed_until: datetime | None = None
    """Ask nothing before: the platform said so, or its limit is nearly used."""


class Asker(Protocol):
    """A way to send one request: pays for it first, and turns faults into errors.

    Follows no redirect, reads no more than a few megabytes, and gives decoded JSON.
    """

    async def get(
        self,
        url: str,
        *,
        cost: Mapping[str, int],
        params: Sequence[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> object:
        """Ask. Raises PlatformError."""
        ...

    async def post(
        self,
        url: str,
        *,
        cost: Mapping[str, int],
        form: Mapping[str, str] | None = None,
        json: object = None,
        headers: Mapping[str, str] | None = None,
    ) -> object:
        """Send. Raises PlatformError."""
        ...

    async def give_back(self, cost: Mapping[str, int]) -> None:
        """Return what an answered request turned out not to cost: a page with few posts."""
        ...


@dataclass(frozen=True)
class Connector:
    """A platform. Each module makes one, and overrides what it offers."""

    base: str = ""
    """Where it is asked; tests put a server of their own here."""

    platform: ClassVar[Platform] = Platform.UNSTATED
    offers: ClassVar[Mapping[Ask, Offering]] = {}
    limits: ClassVar[tuple[Limit, ...]] = ()
    rounding: ClassVar[Fact | None] = None
    """How the platform rounds what it tells; None: it counts to the unit."""
    price: ClassVar[Fact | None] = None
    """What it asks for; None: nothing."""
    facts: ClassVar[tuple[Fact, ...]] = ()
    """Every other habit that figures or rules depend on."""
    entry: ClassVar[Entry] = Entry.NONE
    signed: ClassVar[bool] = False
    """Requests prove that whoever asks knows the application's secret (`Access.secret`)."""
    closed_on: ClassVar[date | None] = None
    """The last day of a platform that has closed; None: it runs."""

    @property
    def sign_in(self) -> SignIn | None:
        """The way by which an account gives consent; None: there is none, or one a server."""
        return None

    def sign_in_at(self, server: str) -> SignIn | None:
        """Give the way in to one server, where each has its own; else the platform's."""
        return self.sign_in

    def renewal(self, target: Target, server: str = "") -> Renews | None:
        """Give the way by which an account's token is renewed; None: there is none.

        `server` is where it was connected, where that was found out then.
        """
        return self.sign_in

    def revocation(self, target: Target, server: str = "") -> Revokes | None:
        """Give the way by which the platform forgets an account's token; None: it has none."""
        return None

    def batches(self, ask: Ask, targets: Sequence[Target]) -> list[list[Target]]:
        """Cut targets so that each part is one request: ids and handles apart, by size."""
        size = self.offers[ask].batch
        known = [target for target in targets if target.platform_id]
        named = [target for target in targets if not target.platform_id]
        return [
            part[start : start + size]
            for part in (known, named)
            for start in range(0, len(part), size)
        ]

    def host(self, target: Target) -> str:
        """Name the server whose limit a target uses, where each account has its own."""
        return self.base

    def fault(
        self, status: int, headers: Mapping[str, str], body: object, now: datetime
    ) -> PlatformError | None:
        """Turn an answer into an error; None where it is none. `body` is decoded JSON or None.

        Called for every answer, also those of status 200.
        """
        raise NotImplementedError

    def readings(self, headers: Mapping[str, str], now: datetime) -> Sequence[Reading]:
        """Read the limits that an answer's headers tell of."""
        return ()

    async def counts(
        self, asker: Asker, access: Access, targets: Sequence[Target], now: datetime
    ) -> Sequence[Outcome]:
        """Ask one batch for followers and posts: one outcome a target, in their order."""
        raise NotOffered(f"{self.platform} has no counts by interface")

    async def public_counts(
        self, asker: Asker, access: Access, targets: Sequence[Target], now: datetime
    ) -> Sequence[Outcome]:
        """Ask the same of accounts that gave no access."""
        raise NotOffered(f"{self.platform} gives no counts of others")

    async def posts(
        self, asker: Asker, access: Access, target: Target, since: datetime | None, cursor: str
    ) -> Page[Post]:
        """Ask for a page of an account's posts, newest first, with their engagement."""
        raise NotOffered(f"{self.platform} gives no posts by interface")

    async def engagement(
        self, asker: Asker, access: Access, target: Target, post_ids: Sequence[str]
    ) -> Sequence[Post]:
        """Ask for the engagement of one batch of known posts; those that are gone are absent."""
        raise NotOffered(f"{self.platform} gives no engagement by interface")

    async def inbox(
        self, asker: Asker, access: Access, target: Target, since: datetime | None, cursor: str
    ) -> Page[Message]:
        """Ask for a page of what was written to an account, newest first."""
        raise NotOffered(f"{self.platform} gives no messages by interface")

    async def messages(
        self, asker: Asker, access: Access, target: Target, since: datetime | None, cursor: str
    ) -> Page[Message]:
        """Ask for a page of messages that only the two can read, newest first."""
        raise NotOffered(f"{self.platform} gives no messages apart")

    async def audience(
        self, asker: Asker, access: Access, target: Target, now: datetime
    ) -> Sequence[Place]:
        """Ask where the followers are: the largest places of today, never all of them."""
        raise NotOffered(f"{self.platform} tells nothing of its followers' places")
