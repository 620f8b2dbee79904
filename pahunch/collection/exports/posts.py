"""Which post and whose an address names, and what kind of post a tool's word means."""

from __future__ import annotations

import re
from typing import NamedTuple

from pahunch.facts import Platform

SHORTENED = re.compile(r"[+-]?\d(?:[.,]\d+)?[eE]\+?\d+")
"""A long number as a spreadsheet shows it once its digits are lost: 1.22158E+17."""
_IDS = {
    Platform.X: re.compile(r"\d{1,20}"),
    Platform.FACEBOOK: re.compile(r"\d{5,25}(?:_\d{5,25})?|pfbid\w+"),
    Platform.INSTAGRAM: re.compile(r"[\w-]{5,40}"),
    Platform.YOUTUBE: re.compile(r"[A-Za-z0-9_-]{11}"),
}
_X = re.compile(r"https?://(?:www\.|mobile\.)?(?:x|twitter)\.com/(\w{1,15})/status(?:es)?/(\d+)")
_FACEBOOK = re.compile(
    r"https?://(?:www\.|m\.|web\.)?facebook\.com/([^/?#]+)/"
    r"(?:posts|videos|reels?|permalink|photos(?:/[\w.]+)?)/(?:[^/?#]+/)?(\d{5,}|pfbid\w+)"
)
_INSTAGRAM = re.compile(r"https?://(?:www\.)?instagram\.com/(?:([\w.]+)/)?(?:p|reel|tv)/([\w-]+)")
_PATTERNS = {Platform.X: _X, Platform.FACEBOOK: _FACEBOOK, Platform.INSTAGRAM: _INSTAGRAM}
_KINDS = (
    ("story", ("story", "stories")),
    ("reel", ("reel",)),
    ("short", ("short",)),
    ("video", ("video", "igtv", "live")),
    ("photo", ("photo", "image", "album", "carousel", "picture")),
    ("link", ("link", "youtube")),
)


class Named(NamedTuple):
    """What an address says: whose post it is, and its id; each may be empty."""

    owner: str
    post: str


def named_by(platform: Platform | None, link: str) -> Named:
    """Read the address of a post."""
    pattern = _PATTERNS.get(platform) if platform else None
    found = pattern.match(link) if pattern else None
    return Named(found[1] or "", found[2]) if found else Named("", "")


def is_post_id(platform: Platform | None, text: str) -> bool:
    """Tell whether text can be the id of a post on a platform."""
    pattern = _IDS.get(platform) if platform else None
    return bool(pattern.fullmatch(text)) if pattern else bool(text)


def kind_of(platform: Platform | None, text: str) -> str:
    """Give our word for a kind of post; "post" where the tool's word is not known."""
    said = text.lower()
    for kind, words in _KINDS:
        if any(word in said for word in words):
            return kind
    return "video" if platform == Platform.YOUTUBE else "post"
