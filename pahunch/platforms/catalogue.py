"""Every platform by its name, in the order in which pages and commands list them."""

from __future__ import annotations

from collections.abc import Mapping

from pahunch.facts import Platform
from pahunch.platforms.base import Connector
from pahunch.platforms.bluesky import Bluesky
from pahunch.platforms.by_hand import Koo, ShareChat, WhatsApp
from pahunch.platforms.facebook import Facebook
from pahunch.platforms.instagram import Instagram
from pahunch.platforms.linkedin import LinkedIn
from pahunch.platforms.mastodon import Mastodon
from pahunch.platforms.telegram import Telegram
from pahunch.platforms.threads import Threads
from pahunch.platforms.x import X
from pahunch.platforms.youtube import YouTube

CONNECTORS: Mapping[Platform, Connector] = {
    connector.platform: connector
    for connector in (
        X(),
        Facebook(),
        Instagram(),
        Threads(),
        YouTube(),
        Telegram(),
        Bluesky(),
        Mastodon(),
        LinkedIn(),
        WhatsApp(),
        ShareChat(),
        Koo(),
    )
}


def connectors(bases: Mapping[str, str]) -> dict[Platform, Connector]:
    """Give every platform, those named in `bases` asked at another address: tests' servers."""
    return {
        platform: type(connector)(base=bases[platform.value])
        if platform.value in bases
        else connector
        for platform, connector in CONNECTORS.items()
    }
