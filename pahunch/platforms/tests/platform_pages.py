"""What the pages of docs/platforms say of each platform, taken from the platforms themselves.

`python -m pahunch.platforms.tests.platform_pages` writes the tables anew into the pages, each
between its marks; a test holds pages and platforms together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pahunch.facts import Platform
from pahunch.platforms.base import Ask, Connector, Fact, Need
from pahunch.platforms.catalogue import CONNECTORS
from pahunch.platforms.costs import MONEY, MONTH_DAYS, Line, cost

DOCS = Path(__file__).resolve().parents[3] / "docs/platforms"
INDEX = DOCS / "README.md"
WRITTEN_BY = "written by python -m pahunch.platforms.tests.platform_pages"
ACCOUNTS = 230
POSTS = 5
SENT = "requests sent"
NAMES = {
    Platform.X: "X",
    Platform.FACEBOOK: "Facebook",
    Platform.INSTAGRAM: "Instagram",
    Platform.THREADS: "Threads",
    Platform.YOUTUBE: "YouTube",
    Platform.TELEGRAM: "Telegram",
    Platform.BLUESKY: "Bluesky",
    Platform.MASTODON: "Mastodon",
    Platform.LINKEDIN: "LinkedIn",
    Platform.WHATSAPP: "WhatsApp",
    Platform.SHARECHAT: "ShareChat",
    Platform.KOO: "Koo",
}
WHAT = {
    Ask.COUNTS: "followers and posts, with consent",
    Ask.PUBLIC_COUNTS: "followers and posts of any public account",
    Ask.POSTS: "posts with engagement",
    Ask.ENGAGEMENT: "engagement of known posts",
    Ask.INBOX: "what people write to the account",
    Ask.MESSAGES: "messages that only the two can read; off until switched on",
    Ask.AUDIENCE: "places of followers",
}
SHORT = {
    Ask.COUNTS: "followers",
    Ask.PUBLIC_COUNTS: "followers of others",
    Ask.POSTS: "posts",
    Ask.ENGAGEMENT: "engagement",
    Ask.INBOX: "messages",
    Ask.MESSAGES: "direct messages",
    Ask.AUDIENCE: "places",
}
NEEDS = {
    Need.NOTHING: "nothing",
    Need.APPLICATION: "the installation's key",
    Need.CONNECTION: "the account's consent",
}


def page_of(platform: Platform) -> Path:
    """Give the page of a platform."""
    return DOCS / f"{platform.value}.md"


def facts_of(connector: Connector) -> list[Fact]:
    """Give every statement that a platform names, once, in the order in which pages list them."""
    every = [connector.price, connector.rounding]
    every += [limit.fact for limit in connector.limits]
    found = [fact for fact in every if fact is not None]
    return list(dict.fromkeys([*found, *connector.facts]))


def offers_table(connector: Connector) -> str:
    """Tell what can be asked, how many at once, and what it needs."""
    if not connector.offers:
        return "Nothing is asked: counts come by hand and from files.\n"
    rows = [
        [WHAT[ask], str(offer.batch), NEEDS[offer.need], offer.permission]
        for ask, offer in connector.offers.items()
    ]
    return table(["what", "in one request", "needs", "permission"], rows)


def facts_table(connector: Connector) -> str:
    """Tell every fact with its source, when it was read there, and whether it is sure."""
    limits = {limit.fact: f"`{limit.name}`: " for limit in connector.limits}
    rows = [
        [
            limits.get(fact, "") + fact.text,
            fact.source,
            fact.checked.isoformat(),
            "yes" if fact.sure else "no",
        ]
        for fact in facts_of(connector)
    ]
    return table(["fact", "source", "read", "sure"], rows)


def cost_table(platform: Platform) -> str:
    """Tell what counting 230 accounts takes, and with five new posts a day of each."""
    counts = cost(platform, ACCOUNTS)
    posts = cost(platform, ACCOUNTS, posts_a_day=POSTS)
    if counts.calls_a_day == 0:
        return "Nothing is asked, so nothing is spent.\n"
    names = list(dict.fromkeys([SENT, *counts.spent_a_day, *posts.spent_a_day]))
    rows = []
    for name in names:
        row = ["dollars" if name == MONEY else name]
        for line in (counts, posts):
            row += [_amount(name, line, days) for days in (1, MONTH_DAYS)]
        rows.append(row)
    heads = [f"for {ACCOUNTS} accounts", "a day", "in 30 days"]
    return table([*heads, f"and {POSTS} new posts of each: a day", "in 30 days"], rows)


def index_table(connectors: Mapping[Platform, Connector] = CONNECTORS) -> str:
    """List the platforms: what each gives, its batch, limits, price, rounding, and its page."""
    heads = ["platform", "what it gives", "batch", "limit", "price", "rounding", "page"]
    rows = []
    for platform, connector in connectors.items():
        asked = [ask for ask in (Ask.PUBLIC_COUNTS, Ask.COUNTS) if ask in connector.offers]
        by_hand = "as it is read" if not connector.offers else "exact"
        rows.append(
            [
                NAMES[platform],
                ", ".join(SHORT[ask] for ask in connector.offers) or "by hand and from files",
                str(connector.offers[asked[0]].batch) if asked else "",
                "; ".join(f"{limit.name}: {limit.fact.text}" for limit in connector.limits),
                connector.price.text if connector.price else "free",
                connector.rounding.text if connector.rounding else by_hand,
                f"[{platform.value}.md]({platform.value}.md)",
            ]
        )
    return table(heads, rows)


def blocks(platform: Platform) -> Iterator[tuple[str, str]]:
    """Give the tables of a platform's page, each with the name of its marks."""
    connector = CONNECTORS[platform]
    yield "offers", offers_table(connector)
    yield "cost", cost_table(platform)
    yield "facts", facts_table(connector)


def marked(name: str, inside: str) -> str:
    """Put a table between its marks."""
    return f"<!-- {name}: {WRITTEN_BY} -->\n{inside}<!-- end of {name} -->\n"


def written(page: str, name: str, inside: str) -> str:
    """Put a table into a page, between the marks that are there."""
    there = re.compile(rf"<!-- {name}: [^\n]*-->\n.*?<!-- end of {name} -->\n", re.DOTALL)
    return there.sub(lambda _: marked(name, inside), page)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a table of Markdown."""
    lines = ["".join(f"| {cell} " if cell else "| " for cell in line) for line in (heads, *rows)]
    return "".join(f"{line}|\n" for line in (lines[0], "|---" * len(heads), *lines[1:]))


def _amount(name: str, line: Line, days: int) -> str:
    if name == SENT:
        return f"{line.calls_a_day * days:,}"
    amount = line.spent_a_day.get(name, 0) * days
    return f"{amount / 1_000_000:,.2f}" if name == MONEY else f"{amount:,}"


def main() -> None:
    """Write every table into its page."""
    for platform in CONNECTORS:
        path = page_of(platform)
        if not path.exists():
            continue
        text = path.read_text(encoding="utf-8")
        for name, inside in blocks(platform):
            text = written(text, name, inside)
        path.write_text(text, encoding="utf-8")
    if INDEX.exists():
        text = written(INDEX.read_text(encoding="utf-8"), "platforms", index_table())
        INDEX.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
