"""Whose figures a row holds: accounts of the registry, by the platform's id or the handle."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_noop as _

from pahunch.collection.exports.reading import Entry
from pahunch.collection.exports.troubles import Trouble
from pahunch.facts import Platform
from pahunch.registry.models import Account, Division, Handle


class Accounts:
    """The accounts that a file may be about, read once."""

    def __init__(
        self, platforms: Iterable[Platform], chosen: Sequence[Account], state: Division | None
    ) -> None:
        self.chosen = list(chosen)
        self.known: dict[str, Account] = {account.key: account for account in chosen}
        self.by_id: dict[tuple[str, str], str] = {}
        self.by_handle: dict[tuple[str, str], list[Handle]] = defaultdict(list)
        names = [platform.value for platform in platforms]
        rows = Account.objects.filter(platform__in=names)
        if state:
            rows = rows.in_state(state)
        for account in rows.select_related("person", "department", "division"):
            self.known[account.key] = account
            self.by_id[account.platform, account.platform_id] = account.key
        handles = Handle.objects.filter(account__platform__in=names)
        for handle in handles.select_related("account"):
            if handle.account.key in self.known:
                name = (handle.account.platform, handle.handle.lower())
                self.by_handle[name].append(handle)

    def match(self, entries: Sequence[Entry]) -> tuple[list[Entry], list[Trouble]]:
        """Give the rows whose account is known, and why the others are left out."""
        is_of_one = len({(entry.account_id, entry.handle.lower()) for entry in entries}) == 1
        matched, left_out = [], []
        for entry in entries:
            found = self._find(entry, is_of_one=is_of_one)
            if isinstance(found, Trouble):
                left_out.append(found)
            else:
                entry.account, entry.platform = found.key, Platform(found.platform)
                matched.append(entry)
        return matched, left_out

    def _find(self, entry: Entry, *, is_of_one: bool) -> Account | Trouble:
        named = self._named(entry)
        if not self.chosen:
            return named or self._nobody(entry)
        fitting = [one for one in self.chosen if entry.platform in {None, one.platform}]
        if named is None and (is_of_one or not (entry.account_id or entry.handle)):
            if len(fitting) == 1:
                return fitting[0]
            return Trouble(entry.row, None, self._which(entry, fitting))
        if named is None:
            return self._nobody(entry)
        if named in fitting:
            return named
        words = _("is about %(account)s, which was not named for this file")
        return Trouble(entry.row, None, words, {"account": named.key})

    def _named(self, entry: Entry) -> Account | None:
        """Give the account that a row names: its id wins, because handles change hands."""
        platform = entry.platform.value if entry.platform else ""
        if entry.account_id and (key := self.by_id.get((platform, entry.account_id))):
            return self.known[key]
        handles = self.by_handle.get((platform, entry.handle.lower()), [])
        day = entry.seen.day if entry.seen else None
        then = [handle for handle in handles if day is None or _held(handle, day)]
        keys = {handle.account.key for handle in then or handles}
        account = self.known[keys.pop()] if len(keys) == 1 else None
        if account and entry.account_id and account.platform_id not in {"", entry.account_id}:
            # Somebody else has the handle now.
            return None
        return account

    def _nobody(self, entry: Entry) -> Trouble:
        if not entry.account_id and not entry.handle:
            words = _("nothing in the file says whose figures these are; name the account")
            return Trouble(entry.row, None, words)
        words = _("%(who)s is no account of the registry")
        who = " ".join(filter(None, (entry.handle and f"@{entry.handle}", entry.account_id)))
        return Trouble(entry.row, None, words, {"who": who})

    def _which(self, entry: Entry, fitting: list[Account]) -> str:
        if fitting:
            return _("several of the accounts named are on this platform")
        return _("none of the accounts named is on this platform")


def _held(handle: Handle, day: dt.date) -> bool:
    return (handle.starts is None or handle.starts <= day) and (
        handle.ends is None or day <= handle.ends
    )
