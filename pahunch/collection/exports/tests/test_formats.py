"""Every export once, with the traps that files of its kind are known for."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from pahunch.collection.errors import BadCounts
from pahunch.collection.exports.reading import Said, rounded
from pahunch.collection.exports.tests import samples
from pahunch.collection.exports.tests.samples import sheet
from pahunch.observations import Extra
from pahunch.registry.models import Account, Handle

pytestmark = pytest.mark.django_db

PAGE = {"Page Name": "Udaharan Office", "User Name": "udaharanoffice", "Facebook Id": "100200300"}
POST = "https://www.facebook.com/100200300/posts/4000000000"


def why(brought):
    return [(each.row, each.english) for each in brought.prepared.left_out]


def test_crowdtangle_facebook_with_the_numbers_and_zone_of_another_country(bring, lake):
    text = sheet(
        samples.CROWDTANGLE_FACEBOOK,
        PAGE
        | {
            "Followers at Posting": "407.137",
            "Post Created": "2021-07-05 18:02:45 BRT",
            "Type": "Native Video",
            "Likes": "1.204",
            "Love": "6",
            "Comments": "12",
            "Shares": "3",
            "Post Views": "5000",
            "URL": POST + "1",
            "Message": 'A first line,\nand a "second" one',
            "Overperforming Score": "1,4",
        },
        PAGE
        | {
            "Followers at Posting": "N/A",
            "Post Created": "2021-07-06 09:00:00 BRT",
            "Type": "Photo",
            "Likes": "7",
            "Post Views": "0",
            "URL": POST + "2",
            "Overperforming Score": "-2,31",
        },
    )
    brought = bring("\ufeff" + text)
    assert brought.prepared.format.name == "crowdtangle-facebook"
    assert (brought.rows, brought.observations, brought.posts) == (2, 1, 2)
    seen = datetime(2021, 7, 5, 21, 2, 45, tzinfo=UTC)
    assert lake.series("facebook:100200300") == [(seen, 407_137, 407_137)]
    assert lake.figures("100200300_40000000001") == {
        "likes": (1210, 1210),
        "comments": (12, 12),
        "shares": (3, 3),
        "views": (5000, 5000),
    }
    assert lake.figures("100200300_40000000002") == {"likes": (7, 7)}
    posts = {row["post"]: row for row in lake.rows(Extra.POSTS)}
    first = posts["100200300_40000000001"]
    assert (first["kind"], first["made_at"], first["link"]) == ("video", seen, POST + "1")
    assert "first line" not in str(posts)


def test_a_row_whose_id_a_spreadsheet_has_ruined_is_left_out_by_name(bring):
    row = PAGE | {"Followers at Posting": "50", "Post Created": "2021-07-05 18:02:45 IST"}
    text = sheet(
        samples.CROWDTANGLE_FACEBOOK,
        row | {"Facebook Id": "1.22158E+17", "URL": POST + "1"},
        row | {"URL": POST + "2"},
        row | {"Facebook Id": "555", "User Name": "somebodyelse", "URL": POST + "3"},
    )
    brought = bring(text)
    assert brought.rows == 1
    assert why(brought) == [
        (2, "'1.22158E+17' was an id; a spreadsheet has lost its digits"),
        (4, "@somebodyelse 555 is no account of the registry"),
    ]


def test_crowdtangle_instagram_finds_the_account_by_its_handle_of_that_day(bring, lake):
    account = Account.objects.get(key="instagram:17841400000000001")
    old = Account.objects.create(
        key="instagram:~old", platform="instagram", kind="office",
        department=account.department, source=account.source,
    )  # fmt: skip
    Handle.objects.update(starts=date(2020, 1, 1))
    Handle.objects.create(
        account=old, handle="udaharan.office", ends=date(2019, 12, 31), source=account.source
    )
    row = {"User Name": "Udaharan.Office", "Likes": "5", "Followers at Posting": "900"}
    text = sheet(
        samples.CROWDTANGLE_INSTAGRAM,
        row | {"Post Created": "2021-07-05 18:02:45 EDT",
               "URL": "https://www.instagram.com/p/CxYz_-12/", "Type": "IG Reel"},
        row | {"Post Created": "2018-07-05 18:02:45 EDT",
               "URL": "https://www.instagram.com/reel/Bxx12345/"},
    )  # fmt: skip
    bring(text)
    assert lake.days("instagram:17841400000000001") == [(date(2021, 7, 5), 900)]
    assert lake.days("instagram:~old") == [(date(2018, 7, 5), 900)]
    assert [(row["post"], row["kind"]) for row in lake.rows(Extra.POSTS)] == [
        ("CxYz_-12", "reel"),
        ("Bxx12345", "post"),
    ]


def test_crowdtangle_history_takes_its_post_from_the_end_of_its_header(bring, lake):
    short = "77,{},1,0,0.0,{},1.5,0,0.25,{},3.5,0,1.2\n"
    text = short.format("2021-07-04 23:00:00", 4, 40) + short.format("2021-07-05 23:00:00", 5, 60)
    brought = bring(samples.CROWDTANGLE_HISTORY + "\n" + text)
    assert (brought.rows, brought.observations, brought.posts, brought.figures) == (2, 0, 1, 6)
    rows = [row for row in lake.rows(Extra.POST_METRICS) if row["metric"] == "likes"]
    assert [(row["seen_at"], row["low"]) for row in rows] == [
        (datetime(2021, 7, 4, 23, tzinfo=UTC), 40),
        (datetime(2021, 7, 5, 23, tzinfo=UTC), 60),
    ]
    (post,) = {(row["post"], row["made_at"]) for row in lake.rows(Extra.POSTS)}
    assert post == ("100200300_3758007754304128", datetime(2021, 7, 4, 22, 38, 3, tzinfo=UTC))


def meta_facebook(**more):
    return {
        "Post ID": "4000000000123",
        "Page ID": "100200300",
        "Publish time": "03/21/2025 14:30",
        "Views": "1,250",
        "Average Seconds viewed": "3.5",
    } | {name.replace("_", " "): text for name, text in more.items()}


def test_meta_facebook_in_american_dates_and_grouped_numbers(bring, lake):
    bring(sheet(samples.META_FACEBOOK, meta_facebook()))
    assert lake.figures("100200300_4000000000123") == {"views": (1250, 1250)}
    (post,) = lake.rows(Extra.POSTS)
    assert post["made_at"] == datetime(2025, 3, 21, 9, tzinfo=UTC)
    assert post["seen_at"].date() == date(2025, 3, 21)


def test_meta_facebook_with_its_columns_in_another_order(bring, lake):
    header = ",".join(reversed(samples.names(samples.META_FACEBOOK)))
    bring(sheet(header, meta_facebook(), delimiter=";"))
    assert lake.figures("100200300_4000000000123") == {"views": (1250, 1250)}


def test_a_date_and_a_number_that_could_be_two_things_are_refused_with_their_places(bring):
    row = meta_facebook() | {"Average Seconds viewed": "", "Publish time": "03/04/2025 14:30"}
    with pytest.raises(BadCounts) as refused:
        bring(sheet(samples.META_FACEBOOK, row))
    assert "row 2, column Views: '1,250': nothing in the file shows" in str(refused.value)
    assert "row 2, column Publish time: '03/04/2025 14:30': nothing in" in str(refused.value)


def test_whoever_knows_the_file_says_how_it_is_written(bring, lake):
    row = meta_facebook() | {"Average Seconds viewed": "", "Publish time": "03/04/2025 14:30"}
    bring(sheet(samples.META_FACEBOOK, row), said=Said("point", "mdy", date(2025, 4, 1)))
    (post,) = lake.rows(Extra.POSTS)
    assert post["made_at"].date() == date(2025, 3, 4)
    assert post["seen_at"].date() == date(2025, 4, 1)
    assert lake.figures(post["post"]) == {"views": (1250, 1250)}


def test_meta_instagram_keeps_the_lifetime_and_leaves_out_single_days(bring, lake):
    row = {
        "Post ID": "18000000000000001",
        "Account ID": "17841400000000001",
        "Account username": "udaharan.office",
        "Publish time": "03/21/2025 14:30",
        "Date": "Lifetime",
        "Permalink": "https://www.instagram.com/reel/CxYz_-12/",
        "Post type": "IG reel",
        "Views": "900",
        "Likes": "30",
        "Shares": "2",
        "Comments": "4",
        "Saves": "1",
        "Reach": "700",
    }
    brought = bring(sheet(samples.META_INSTAGRAM, row, row | {"Date": "03/21/2025"}))
    assert [row for row, _why in why(brought)] == [3]
    assert lake.figures("18000000000000001") == {
        "views": (900, 900),
        "likes": (30, 30),
        "shares": (2, 2),
        "comments": (4, 4),
        "saves": (1, 1),
    }


@pytest.mark.parametrize("form", ["Fri, Mar 21, 2025", "Fri Mar 21 2025", "2025-03-21"])
def test_x_overview_gives_what_was_gained_and_never_a_number_of_followers(bring, lake, form):
    row = {"Date": form, "New follows": "12", "Unfollows": "3", "Impressions": "800", "Shares": "9"}
    brought = bring(sheet(samples.X_OVERVIEW, row), "@UdaharanOffice")
    assert (brought.observations, brought.posts) == (3, 0)
    assert lake.series("x:101") == []
    for metric, number in (("follows_of_day", 12), ("unfollows_of_day", 3), ("views_of_day", 800)):
        assert lake.days("x:101", metric) == [(date(2025, 3, 21), number)]


def test_a_file_that_names_nobody_needs_the_account(bring):
    row = {"Date": "2025-03-21", "New follows": "12"}
    with pytest.raises(BadCounts, match="nothing in the file says whose figures these are"):
        bring(sheet(samples.X_OVERVIEW, row))
    with pytest.raises(BadCounts, match="none of the accounts named is on this platform"):
        bring(sheet(samples.X_OVERVIEW, row), "youtube:UCudaharanoffice00000001")
    with pytest.raises(BadCounts, match="'x:404' is no account of the registry"):
        bring(sheet(samples.X_OVERVIEW, row), "x:404")
    with pytest.raises(BadCounts, match="none of the accounts named is on this platform"):
        bring(sheet(samples.X_OVERVIEW, row), "@udaharan")


def x_post(number, **more):
    return {
        "Post id": number,
        "Date": "Thu Mar 20 2025",
        "Post text": "some words",
        "Link": f"https://x.com/UdaharanOffice/status/{number}",
        "Impressions": "4000",
        "Likes": "30",
        "Bookmarks": "2",
        "Share": "5",
        "Replies": "7",
        "Reposts": "9",
    } | more


def test_x_content_knows_its_account_by_the_links_and_share_is_no_repost(bring, lake):
    brought = bring(sheet(samples.X_CONTENT, x_post("1900000000000000001")))
    assert brought.prepared.accounts.keys() == {"x:101"}
    assert lake.figures("1900000000000000001") == {
        "views": (4000, 4000),
        "likes": (30, 30),
        "saves": (2, 2),
        "comments": (7, 7),
        "shares": (9, 9),
    }


def test_a_post_whose_id_was_rounded_is_left_out(bring):
    good, bad = x_post("1900000000000000001"), x_post("1900000000000000002")
    bad["Post id"] = "1900000000000000000"
    ruined = x_post("1900000000000000003") | {"Post id": "1.90E+18"}
    brought = bring(sheet(samples.X_CONTENT, good, bad, ruined))
    assert [row for row, _why in why(brought)] == [3, 4]
    assert "not the post that its address names" in why(brought)[0][1]


def test_one_post_with_two_figures_at_once_is_refused(bring):
    twice = x_post("1900000000000000001")
    assert bring(sheet(samples.X_CONTENT, twice, twice), dry_run=True).figures == 5
    with pytest.raises(BadCounts, match="row 3: says something else of the post than row 2"):
        bring(sheet(samples.X_CONTENT, twice, twice | {"Likes": "31"}))


def test_the_old_activity_of_tweets(bring, lake):
    row = {
        "Tweet id": "840000000000000001",
        "Tweet permalink": "https://twitter.com/udaharanoffice/status/840000000000000001",
        "time": "2017-03-01 10:00 +0000",
        "impressions": "1250.0",
        "engagement rate": "0.0125",
        "retweets": "4.0",
        "likes": "-",
    }
    bring(sheet(samples.X_TWEETS, row))
    assert lake.figures("840000000000000001") == {"views": (1250, 1250), "shares": (4, 4)}
    assert lake.rows(Extra.POSTS)[0]["made_at"] == datetime(2017, 3, 1, 10, tzinfo=UTC)


def test_youtube_table_leaves_its_total_out_and_views_of_a_time_are_at_least(bring, lake):
    text = sheet(
        samples.YOUTUBE_TABLE,
        {"Content": "Total", "Views": "5000", "Watch time (hours)": "100.5"},
        {"Content": "-Ab_cdEfGh1", "Video title": "=1+1", "Video publish time": "Mar 5, 2024",
         "Views": "900", "Watch time (hours)": "12.25", "Subscribers": "-3"},
    )  # fmt: skip
    brought = bring(text, "youtube:UCudaharanoffice00000001")
    assert why(brought) == [(2, "the total of the table, not a row of it")]
    assert lake.figures("-Ab_cdEfGh1") == {"views": (900, None)}
    assert [row["kind"] for row in lake.rows(Extra.POSTS)] == ["video"]
    assert "at least" in " ".join(note.english for note in brought.prepared.notes)


@pytest.mark.parametrize("form", ["2024-03-05", "05-03-2024"])
def test_youtube_writes_its_days_in_two_forms_in_one_set_of_files(bring, lake, form):
    channel = "youtube:UCudaharanoffice00000001"
    bring(sheet(samples.YOUTUBE_TOTALS, {"Date": form, "Views": "70"}), channel)
    assert lake.days(channel, "views_of_day") == [(date(2024, 3, 5), 70)]
    chart = {"Date": form, "Content": "-Ab_cdEfGh1", "Video publish time": "Mar 5, 2024",
             "Views": "7"}  # fmt: skip
    bring(sheet(samples.YOUTUBE_CHART, chart), channel)
    assert lake.figures("-Ab_cdEfGh1") == {"views_of_day": (7, 7)}
    assert lake.days(channel, "views_of_day") == [(date(2024, 3, 5), 70)]


def linkedin(*rows):
    days = [f"{number:02}-03-2025,{organic},{total}" for number, (organic, total) in
            enumerate(rows, start=13)]  # fmt: skip
    return "\n".join(["Follower-Statistik", "", samples.LINKEDIN, *days]) + "\n"


def test_linkedin_followers_below_a_title_are_a_running_total(bring, lake):
    bring(linkedin((4, 5000), (0, 5000), (9, 5009)), "linkedin:9001")
    assert [low for _day, low in lake.days("linkedin:9001")] == [5000, 5000, 5009]


def test_linkedin_totals_of_new_followers_are_never_taken_for_followers(bring, lake):
    bring(linkedin((4, 4), (0, 0), (9, 9)), "linkedin:9001")
    assert lake.days("linkedin:9001") == []
    assert [low for _day, low in lake.days("linkedin:9001", "follows_of_day")] == [4, 0, 9]


def test_linkedin_totals_that_could_be_either_are_refused(bring):
    with pytest.raises(BadCounts, match="row 4: the total is what was gained that day, and in row"):
        bring(linkedin((4, 4), (0, 5000)), "linkedin:9001")
    with pytest.raises(BadCounts, match="fewer than their parts"):
        bring(linkedin((4, 3)), "linkedin:9001")


def test_sprout_gives_each_network_to_the_account_named_for_it(bring, lake):
    text = sheet(
        samples.SPROUT,
        {"Date": "03/21/2025", "Network": "Twitter", "Audience": "1,204", "Audience Gained": "12"},
        {"Date": "03/21/2025", "Network": "Facebook", "Audience": "7,001", "Audience Gained": "1"},
        {"Date": "03/21/2025", "Network": "YouTube", "Audience": "12,300"},
        {"Date": "03/21/2025", "Network": "TikTok", "Audience": "50"},
        {"Date": "03/21/2025", "Network": "", "Audience": "50"},
    )
    brought = bring(text, "x:101", "facebook:100200300", "youtube:UCudaharanoffice00000001")
    assert lake.days("x:101") == [(date(2025, 3, 21), 1204)]
    assert lake.days("facebook:100200300") == [(date(2025, 3, 21), 7001)]
    ((_at, low, high),) = lake.series("youtube:UCudaharanoffice00000001")
    assert (low, high) == (12_300, 12_399)
    assert [row for row, _why in why(brought)] == [5, 6]


def test_social_blade_gives_followers_and_posts_by_day(bring, lake):
    text = sheet(samples.SOCIALBLADE_ACCOUNT, {"date": "2025-03-21", "followers": "1234",
                                               "tweets": "50"})  # fmt: skip
    bring(text, "x:101")
    assert lake.days("x:101") == [(date(2025, 3, 21), 1234)]
    assert lake.days("x:101", "posts") == [(date(2025, 3, 21), 50)]
    channel = "youtube:UCudaharanoffice00000001"
    bring("date,subs,views\n2025-03-21,1230000,99\n2025-03-22,999,99\n", channel)
    assert [row[1:] for row in lake.series(channel)] == [(1_230_000, 1_239_999), (999, 999)]


def test_what_youtube_cuts_to_three_digits_is_an_interval():
    assert rounded(1_230_000) == (1_230_000, 1_239_999)
    assert rounded(1_234_567) == (1_234_567, 1_234_567)
    assert rounded(1000) == (1000, 1009)
    assert rounded(999) == (999, 999)
