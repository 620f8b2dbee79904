"""The exports that are known, each by its columns: a row here is all that one needs.

The names are those of the header lines that people really have; where a tool renamed a
column, both stand. A column that is not named here is shown as not kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from django.utils.translation import gettext_noop as _

from pahunch.collection.exports.meanings import Meaning
from pahunch.facts import Platform


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of export: how it is known, and what its columns mean."""

    name: str
    label: str
    platform: Platform | None
    """None: a column says it, or the account that is named for the file."""
    needs: tuple[str, ...]
    """Columns that it always has, and that together no other export has."""
    columns: Mapping[Meaning, tuple[str, ...]]
    never: tuple[str, ...] = ()
    """Columns that it never has."""
    is_closed: bool = False
    """It has no columns but those named here: its few are too common to tell it by."""
    needs_account: bool = False
    """Nothing in the file says whose figures they are."""
    zone: str = ""
    """The zone of times that name none; empty: the state's."""
    order: str = ""
    """"dmy" where the day comes first in dates whose numbers do not show it."""
    at_least: frozenset[Meaning] = frozenset()
    """Figures of the time that was exported, and so a lower end of the whole."""
    zero_is_nothing: frozenset[Meaning] = frozenset()
    """Figures that the tool writes as 0 where it has none."""
    post_in_header: str = ""
    """The column after which the header names the one post that the file is about."""
    names: Mapping[str, Meaning] = field(init=False)

    def __post_init__(self) -> None:
        """Turn the columns round: from a name to its meaning."""
        turned = {name: meaning for meaning, names in self.columns.items() for name in names}
        object.__setattr__(self, "names", MappingProxyType(turned))


_VIEWS = frozenset({Meaning.VIEWS})
_REACTIONS = ("likes", "love", "wow", "haha", "sad", "angry", "care")

FORMATS = (
    Format(
        "crowdtangle-facebook",
        _("CrowdTangle, posts of Facebook pages"),
        Platform.FACEBOOK,
        ("page name", "facebook id", "post created", "total interactions", "url"),
        {
            Meaning.ACCOUNT_ID: ("facebook id",),
            Meaning.HANDLE: ("user name",),
            Meaning.FOLLOWERS: ("followers at posting",),
            Meaning.MADE_AT: ("post created",),
            Meaning.KIND: ("type",),
            Meaning.REACTIONS: _REACTIONS,
            Meaning.COMMENTS: ("comments",),
            Meaning.SHARES: ("shares",),
            Meaning.VIEWS: ("post views",),
            Meaning.LINK: ("url",),
            Meaning.FRACTION: ("overperforming score",),
        },
        zero_is_nothing=_VIEWS,
    ),
    Format(
        "crowdtangle-instagram",
        _("CrowdTangle, posts of Instagram accounts"),
        Platform.INSTAGRAM,
        ("account", "user name", "followers at posting", "post created", "url"),
        {
            Meaning.HANDLE: ("user name",),
            Meaning.FOLLOWERS: ("followers at posting",),
            Meaning.MADE_AT: ("post created",),
            Meaning.KIND: ("type",),
            Meaning.LIKES: ("likes",),
            Meaning.COMMENTS: ("comments",),
            Meaning.VIEWS: ("views",),
            Meaning.LINK: ("url",),
            Meaning.FRACTION: ("overperforming score",),
        },
        zero_is_nothing=_VIEWS,
    ),
    Format(
        "crowdtangle-history",
        _("CrowdTangle, history of one post"),
        Platform.FACEBOOK,
        ("score date (gmt)", "timestep", "reactions", "post date (gmt)"),
        {
            Meaning.DAY: ("score date (gmt)",),
            Meaning.REACTIONS: ("reactions",),
            Meaning.COMMENTS: ("comments",),
            Meaning.SHARES: ("shares",),
            Meaning.VIEWS: ("post views",),
            Meaning.FRACTION: (
                "average likes",
                "average comments",
                "avg shares",
                "avg reactions",
                "overperforming(+)/underperforming(-) score",
            ),
        },
        zone="UTC",
        zero_is_nothing=_VIEWS,
        post_in_header="post date (gmt)",
    ),
    Format(
        "meta-facebook",
        _("Meta Business Suite, posts of Facebook pages"),
        Platform.FACEBOOK,
        ("post id", "page id", "page name", "publish time", "permalink"),
        {
            Meaning.POST: ("post id",),
            Meaning.ACCOUNT_ID: ("page id",),
            Meaning.MADE_AT: ("publish time",),
            Meaning.LINK: ("permalink",),
            Meaning.KIND: ("post type",),
            Meaning.PERIOD: ("date",),
            Meaning.VIEWS: ("views",),
            Meaning.REACTIONS: ("reactions",),
            Meaning.COMMENTS: ("comments",),
            Meaning.SHARES: ("shares",),
            Meaning.FRACTION: ("average seconds viewed", "seconds viewed"),
        },
    ),
    Format(
        "meta-instagram",
        _("Meta Business Suite, posts of Instagram accounts"),
        Platform.INSTAGRAM,
        ("post id", "account id", "account username", "publish time", "permalink"),
        {
            Meaning.POST: ("post id",),
            Meaning.ACCOUNT_ID: ("account id",),
            Meaning.HANDLE: ("account username",),
            Meaning.MADE_AT: ("publish time",),
            Meaning.LINK: ("permalink",),
            Meaning.KIND: ("post type",),
            Meaning.PERIOD: ("date",),
            Meaning.VIEWS: ("views",),
            Meaning.LIKES: ("likes",),
            Meaning.SHARES: ("shares",),
            Meaning.COMMENTS: ("comments",),
            Meaning.SAVES: ("saves",),
        },
    ),
    Format(
        "x-overview",
        _("X, overview of an account by day"),
        Platform.X,
        ("date", "impressions", "engagements", "new follows", "unfollows"),
        {
            Meaning.DAY: ("date",),
            Meaning.VIEWS_IN_DAY: ("impressions",),
            Meaning.GAINED_IN_DAY: ("new follows",),
            Meaning.LOST_IN_DAY: ("unfollows",),
        },
        never=("post id",),
        needs_account=True,
    ),
    Format(
        "x-content",
        _("X, posts of an account"),
        Platform.X,
        ("post id", "date", "post text", "impressions", "engagements"),
        {
            Meaning.POST: ("post id",),
            Meaning.MADE_AT: ("date",),
            Meaning.LINK: ("link", "post link"),
            Meaning.VIEWS: ("impressions",),
            Meaning.LIKES: ("likes",),
            Meaning.SAVES: ("bookmarks",),
            Meaning.COMMENTS: ("replies",),
            Meaning.SHARES: ("reposts",),
        },
    ),
    Format(
        "x-tweets",
        _("Twitter, activity of tweets (before 2023)"),
        Platform.X,
        ("tweet id", "tweet permalink", "time", "impressions", "retweets"),
        {
            Meaning.POST: ("tweet id",),
            Meaning.LINK: ("tweet permalink",),
            Meaning.MADE_AT: ("time",),
            Meaning.VIEWS: ("impressions",),
            Meaning.SHARES: ("retweets",),
            Meaning.COMMENTS: ("replies",),
            Meaning.LIKES: ("likes",),
            Meaning.FRACTION: ("engagement rate",),
        },
        zone="UTC",
    ),
    Format(
        "youtube-table",
        _("YouTube Studio, videos (table data)"),
        Platform.YOUTUBE,
        ("content", "video title", "video publish time", "views"),
        {
            Meaning.POST: ("content",),
            Meaning.MADE_AT: ("video publish time",),
            Meaning.VIEWS: ("views",),
            Meaning.FRACTION: ("watch time (hours)", "impressions click-through rate (%)"),
        },
        never=("date",),
        needs_account=True,
        order="dmy",
        at_least=_VIEWS,
    ),
    Format(
        "youtube-chart",
        _("YouTube Studio, videos by day (chart data)"),
        Platform.YOUTUBE,
        ("date", "content", "video title", "video publish time", "views"),
        {
            Meaning.DAY: ("date",),
            Meaning.POST: ("content",),
            Meaning.MADE_AT: ("video publish time",),
            Meaning.VIEWS_IN_DAY: ("views",),
            Meaning.FRACTION: ("watch time (hours)",),
        },
        needs_account=True,
        order="dmy",
    ),
    Format(
        "youtube-totals",
        _("YouTube Studio, a channel by day (totals)"),
        Platform.YOUTUBE,
        ("date", "views"),
        {
            Meaning.DAY: ("date",),
            Meaning.VIEWS_IN_DAY: ("views",),
            Meaning.FRACTION: ("watch time (hours)",),
        },
        is_closed=True,
        needs_account=True,
        order="dmy",
    ),
    Format(
        "linkedin-followers",
        _("LinkedIn, followers of a page by day"),
        Platform.LINKEDIN,
        ("date", "organic followers", "total followers"),
        {
            Meaning.DAY: ("date",),
            Meaning.FOLLOWERS_OR_GAINED: ("total followers",),
            Meaning.GAINED: (
                "organic followers",
                "sponsored followers",
                "auto-invited followers",
            ),
        },
        needs_account=True,
    ),
    Format(
        "sprout",
        _("Sprout Social, profiles by day"),
        None,
        ("date", "network", "audience", "net audience growth"),
        {
            Meaning.DAY: ("date",),
            Meaning.NETWORK: ("network",),
            Meaning.FOLLOWERS: ("audience",),
            Meaning.GAINED_IN_DAY: ("audience gained",),
        },
        needs_account=True,
    ),
    Format(
        "socialblade-channel",
        _("Social Blade, a channel by day"),
        Platform.YOUTUBE,
        ("date", "subs", "views"),
        {
            Meaning.DAY: ("date",),
            Meaning.FOLLOWERS: ("subs",),
            Meaning.POSTS: ("videos", "uploads"),
        },
        needs_account=True,
    ),
    Format(
        "socialblade-account",
        _("Social Blade, an account by day"),
        None,
        ("date", "followers", "following"),
        {
            Meaning.DAY: ("date",),
            Meaning.FOLLOWERS: ("followers",),
            Meaning.POSTS: ("tweets", "media", "uploads", "posts"),
        },
        needs_account=True,
    ),
)
