"""Header lines as people have them, with made-up rows below."""

from __future__ import annotations

CROWDTANGLE_FACEBOOK = (
    "Page Name,User Name,Facebook Id,Page Category,Page Admin Top Country,Page Description,"
    "Page Created,Likes at Posting,Followers at Posting,Post Created,Post Created Date,"
    "Post Created Time,Type,Total Interactions,Likes,Comments,Shares,Love,Wow,Haha,Sad,Angry,"
    "Care,Video Share Status,Is Video Owner?,Post Views,Total Views,"
    "Total Views For All Crossposts,Video Length,URL,Message,Link,Final Link,Image Text,"
    "Link Text,Description,Sponsor Id,Sponsor Name,Sponsor Category,"
    '"Total Interactions (weighted  —  Likes 1x Shares 1x Comments 1x Love 1x Wow 1x Haha 1x '
    'Sad 1x Angry 1x Care 1x )",Overperforming Score'
)
CROWDTANGLE_INSTAGRAM = (
    "Account,User Name,Followers at Posting,Post Created,Post Created Date,Post Created Time,"
    "Type,Total Interactions,Likes,Comments,Views,URL,Link,Photo,Title,Description,Image Text,"
    "Sponsor Id,Sponsor Name,Overperforming Score"
)
CROWDTANGLE_HISTORY = (
    "ID,Score Date (GMT),Timestep,Likes,Average Likes,Comments,Average Comments,Shares,"
    "Avg Shares,Reactions,Avg Reactions,Post Views,"
    "Overperforming(+)/Underperforming(-) Score,Post Date (GMT),2021-07-04 22:38:03,"
    "https://www.facebook.com/udaharanoffice/posts/3758007754304128"
)
META_FACEBOOK = (
    "Post ID,Page ID,Page name,Title,Duration (sec),Publish time,Permalink,Post type,Views,"
    "Average Seconds viewed"
)
META_INSTAGRAM = (
    "Post ID,Account ID,Account username,Account name,Description,Duration (sec),Publish time,"
    "Permalink,Post type,Data comment,Date,Views,Likes,Shares,Comments,Saves,Reach,Follows"
)
X_OVERVIEW = (
    "Date,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Unfollows,Replies,Reposts,"
    "Profile visits,Create Post,Video views,Media views"
)
X_CONTENT = (
    "Post id,Date,Post text,Link,Impressions,Likes,Engagements,Bookmarks,Share,New follows,"
    "Replies,Reposts,Profile visits,Detail expands,Url clicks,Hashtag clicks,Permalink clicks"
)
X_TWEETS = (
    "Tweet id,Tweet permalink,Tweet text,time,impressions,engagements,engagement rate,retweets,"
    "replies,likes,user profile clicks,url clicks,hashtag clicks,detail expands,"
    "permalink clicks,app opens,app installs,follows,email tweet,dial phone,media views,"
    "media engagements"
)
YOUTUBE_CHART = "Date,Content,Video title,Video publish time,Duration,Views"
YOUTUBE_TABLE = (
    "Content,Video title,Video publish time,Duration,Views,Watch time (hours),Subscribers,"
    "Impressions,Impressions click-through rate (%)"
)
YOUTUBE_TOTALS = "Date,Views"
LINKEDIN = "Date,Organic followers,Total followers"
SPROUT = (
    "Date,Network,Audience,Net Audience Growth,Audience Gained,Impressions,Engagements,"
    "Video Views,Reactions,Comments"
)
SOCIALBLADE_CHANNEL = "date,subs,views"
SOCIALBLADE_ACCOUNT = "date,followers,following,tweets"

HEADERS = {
    "crowdtangle-facebook": CROWDTANGLE_FACEBOOK,
    "crowdtangle-instagram": CROWDTANGLE_INSTAGRAM,
    "crowdtangle-history": CROWDTANGLE_HISTORY,
    "meta-facebook": META_FACEBOOK,
    "meta-instagram": META_INSTAGRAM,
    "x-overview": X_OVERVIEW,
    "x-content": X_CONTENT,
    "x-tweets": X_TWEETS,
    "youtube-table": YOUTUBE_TABLE,
    "youtube-chart": YOUTUBE_CHART,
    "youtube-totals": YOUTUBE_TOTALS,
    "linkedin-followers": LINKEDIN,
    "sprout": SPROUT,
    "socialblade-channel": SOCIALBLADE_CHANNEL,
    "socialblade-account": SOCIALBLADE_ACCOUNT,
}


def names(header: str) -> list[str]:
    """Split a header line; one of the names holds no comma, and may be in quotes."""
    return [name.strip('"') for name in header.split(",")]


def sheet(header: str, *rows: dict[str, str], delimiter: str = ",") -> str:
    """Write a file with these rows, each by the names of its columns; the others are empty."""
    columns = names(header)
    unknown = {name for row in rows for name in row} - set(columns)
    assert not unknown, unknown
    lines = [delimiter.join(f'"{name}"' for name in columns)]
    for row in rows:
        cells = (row.get(name, "").replace('"', '""') for name in columns)
        lines.append(delimiter.join(f'"{cell}"' for cell in cells))
    return "\r\n".join(lines) + "\r\n"
