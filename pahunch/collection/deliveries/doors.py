"""Which platforms deliver to us, and with what secret."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from pahunch.collection.errors import Unreadable
from pahunch.collection.models import Application
from pahunch.collection.sealing import unseal
from pahunch.facts import Platform
from pahunch.platforms.meta_webhooks import MetaWebhooks
from pahunch.platforms.telegram_webhooks import TelegramWebhooks
from pahunch.platforms.webhooks import Webhooks
from pahunch.platforms.x_webhooks import XWebhooks

LOG = logging.getLogger(__name__)
META = frozenset({Platform.FACEBOOK, Platform.INSTAGRAM, Platform.THREADS})


@dataclass(frozen=True, slots=True)
class Door:
    """One platform's deliveries. `repr` shows no secret."""

    platform: Platform
    webhooks: Webhooks
    secret: str = field(repr=False)


def door_of(name: str) -> Door | None:
    """Give the door of a platform; None where it has none, or its secret is not set.

    Meta signs with the application's own secret, and asks by a word that the office chose: the
    webhook secret. X signs with its consumer secret, Telegram sends a word of ours back: both
    are the webhook secret.
    """
    application = Application.objects.of(name)
    if application is None or not application.enabled:
        return None
    try:
        word, secret = unseal(application.webhook_secret), unseal(application.client_secret)
        token = unseal(application.token)
    except Unreadable:
        LOG.exception("the secrets of %s can't be read with these keys", application.platform)
        return None
    platform = Platform(application.platform)
    if platform in META and secret:
        return Door(platform, MetaWebhooks(word), secret)
    if platform == Platform.X and word:
        return Door(platform, XWebhooks(), word)
    if platform == Platform.TELEGRAM and word:
        bot = token.partition(":")[0]
        return Door(platform, TelegramWebhooks(int(bot) if bot.isdecimal() else 0), word)
    return None
