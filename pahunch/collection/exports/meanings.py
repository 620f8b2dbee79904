"""What a column of an export can mean for us."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Meaning(StrEnum):
    """What a column says. Of figures, the value is the metric's name in the lake."""

    ACCOUNT_ID = "account id"
    HANDLE = "handle"
    NETWORK = "network"
    DAY = "day"
    MADE_AT = "made at"
    POST = "post"
    LINK = "link"
    KIND = "kind of post"
    PERIOD = "period"
    FRACTION = "how numbers are written"

    FOLLOWERS = "followers"
    POSTS = "posts"
    FOLLOWERS_OR_GAINED = "followers, or those gained"
    GAINED = "part of those gained"
    GAINED_IN_DAY = "follows_of_day"
    LOST_IN_DAY = "unfollows_of_day"
    VIEWS_IN_DAY = "views_of_day"

    LIKES = "likes"
    REACTIONS = "reactions"
    COMMENTS = "comments"
    SHARES = "shares"
    VIEWS = "views"
    QUOTES = "quotes"
    SAVES = "saves"


WORDS: dict[Meaning, Promise] = {
    Meaning.ACCOUNT_ID: _("the account, by the platform's own id"),
    Meaning.HANDLE: _("the account, by its handle"),
    Meaning.NETWORK: _("the platform"),
    Meaning.DAY: _("the day of the figures"),
    Meaning.MADE_AT: _("when the post was made"),
    Meaning.POST: _("the post's id"),
    Meaning.LINK: _("the post's address"),
    Meaning.KIND: _("the kind of post"),
    Meaning.PERIOD: _("the time that the figures cover; not kept"),
    Meaning.FRACTION: _("how numbers are written; not kept"),
    Meaning.FOLLOWERS: _("followers"),
    Meaning.POSTS: _("number of posts"),
    Meaning.FOLLOWERS_OR_GAINED: _("followers, or those gained that day, as the figures show"),
    Meaning.GAINED: _("tells followers from those gained; not kept"),
    Meaning.GAINED_IN_DAY: _("followers gained that day"),
    Meaning.LOST_IN_DAY: _("followers lost that day"),
    Meaning.VIEWS_IN_DAY: _("views of that day"),
    Meaning.LIKES: _("likes of the post"),
    Meaning.REACTIONS: _("likes of the post, added up with its other reactions"),
    Meaning.COMMENTS: _("comments on the post"),
    Meaning.SHARES: _("shares of the post"),
    Meaning.VIEWS: _("views of the post"),
    Meaning.QUOTES: _("quotes of the post"),
    Meaning.SAVES: _("saves of the post"),
}

OF_ACCOUNT = (
    Meaning.FOLLOWERS,
    Meaning.POSTS,
    Meaning.FOLLOWERS_OR_GAINED,
    Meaning.GAINED_IN_DAY,
    Meaning.LOST_IN_DAY,
    Meaning.VIEWS_IN_DAY,
)
"""Figures of an account, kept as observations."""
OF_POST = (
    Meaning.LIKES,
    Meaning.REACTIONS,
    Meaning.COMMENTS,
    Meaning.SHARES,
    Meaning.VIEWS,
    Meaning.QUOTES,
    Meaning.SAVES,
)
"""Figures of a post."""
FIGURES = (*OF_ACCOUNT, *OF_POST, Meaning.GAINED)
"""Columns whose cells must be whole numbers."""
