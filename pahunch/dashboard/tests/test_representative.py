from __future__ import annotations

from datetime import date
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from pahunch.dashboard.course import MOST_DAYS, spread
from pahunch.dashboard.tests.conftest import DAY, State, append, seen
from pahunch.dashboard.tests.test_overview import text
from pahunch.directives.judge import lake
from pahunch.registry.models import Account, AccountStatus
from tests.people import NOW


def test_the_verdict_is_a_sentence_with_its_numbers(english: Client, state: State) -> None:
    shown = text(english.get(state.page("anita")))
    assert "● on target · 5.5%" in shown
    assert (
        "11,000–11,099 followers: the target is 10,000, which is 5% of 2,00,000 electors." in shown
    )


@pytest.mark.parametrize(
    ("slug", "sentence"),
    [
        ("balram", "4,000 followers: up to 6,000 fewer than the target of 10,000"),
        ("chhaya", "9,900–10,100 followers: this range allows both answers"),
        ("dinesh", "No usable count by this date. The target is 10,000"),
    ],
)
def test_every_standing_has_its_sentence(
    english: Client, state: State, slug: str, sentence: str
) -> None:
    assert sentence in text(english.get(state.page(slug)))


def test_each_account_says_whether_it_counts_and_why_not(english: Client, state: State) -> None:
    shown = text(english.get(state.page("anita")))
    assert "@anita_x" in shown
    assert shown.count("✓ counts") == 2
    assert "does not count: the directive does not count accounts of this kind" in shown


def test_a_count_is_shown_in_the_words_of_its_source(english: Client, state: State) -> None:
    assert "करीब 10 हज़ार" in text(english.get(state.page("chhaya")))


def test_a_count_read_by_hand_leads_to_its_screenshot(english: Client, state: State) -> None:
    append("hand-7", seen("x:balram", 4_150, 4_399, wording="4.2K", source="screenshot 1f0c"))
    page = english.get(state.page("balram")).content.decode()
    link = '<a href="/collection/readings/7/" rel="noreferrer">read by hand, with a screenshot</a>'
    assert page.count(link) == 2
    assert "screenshot 1f0c" not in page


def test_an_undated_count_is_shown_and_flagged_and_not_judged(
    english: Client, state: State
) -> None:
    shown = text(english.get(state.page("dinesh")))
    assert "50,000" in shown
    assert "no date kept and shown, never judged" in shown
    assert "does not count: no dated count by this date" in shown


def test_a_withheld_count_is_not_zero(english: Client, state: State) -> None:
    append("second", seen("x:balram", None, None, seen_at=NOW.replace(day=25, hour=13)))
    shown = text(english.get(state.page("balram")))
    assert "withheld" in shown
    assert "does not count: the account withheld its count" in shown


def test_a_withdrawn_count_stays_visible_with_its_reason(english: Client, state: State) -> None:
    append("second", seen("x:balram", 99_000, 99_000))
    lake().withdraw("second", reason="typed twice", at=NOW)
    shown = text(english.get(state.page("balram")))
    assert "withdrawn typed twice" in shown
    assert "▲ behind" in shown


def test_words_of_a_count_are_never_markup(english: Client, state: State) -> None:
    hostile = '"><script>alert(1)</script>'
    link = f"https://made-up.invalid/{hostile}"
    linked = seen("x:balram", 1, 1, wording=hostile, source=link)
    append("second", linked, seen("x:balram", 2, 2, source=hostile))
    lake().withdraw("second", reason=f"reason{hostile}", at=NOW)
    body = english.get(state.page("balram")).content.decode()
    assert "<script>alert" not in body
    assert "reason&quot;&gt;&lt;script&gt;" in body
    assert 'href="https://made-up.invalid/&quot;&gt;&lt;script&gt;' in body


def test_a_stale_count_says_that_it_is_too_old(english: Client, state: State) -> None:
    shown = text(english.get(f"{state.page('balram')}?as_of=2023-10-01"))
    assert "does not count: older than the 7 days allowed" in shown


def test_a_closed_account_says_so(english: Client, state: State) -> None:
    account = Account.objects.get(key="x:balram")
    AccountStatus.objects.create(
        account=account, status="closed", since=date(2023, 8, 1), source=account.source
    )
    shown = text(english.get(state.page("balram")))
    assert "does not count: suspended, deleted or closed on this date" in shown


def test_before_and_after_office_nobody_is_bound(english: Client, state: State) -> None:
    assert "Not in office on this day" in text(english.get(state.page("ela")))


def test_the_course_of_an_account_is_drawn_beside_it(english: Client, state: State) -> None:
    assert "sparkline" not in english.get(state.page("balram")).content.decode()
    append("past", *[seen("x:balram", 3_000 + n, 3_999, date(2023, 8, n)) for n in (1, 9, 20)])
    assert "sparkline" in english.get(state.page("balram")).content.decode()


def test_many_counts_come_a_page_at_a_time_newest_first(english: Client, state: State) -> None:
    append("many", *[seen("x:balram", 1_000 + n, 1_000 + n, date(2023, 7, 1)) for n in range(60)])
    first, last = (text(english.get(f"{state.page('balram')}?page={page}")) for page in (1, 2))
    assert "Every count by 25-08-2023: 61" in first
    assert "page 1 of 2 Older" in first
    assert "Newer page 2 of 2" in last
    assert "4,000" in first


def test_the_growth_chart_is_a_picture_with_words_beside_it(english: Client, state: State) -> None:
    body = english.get(state.page("anita")).content.decode()
    said = "On 25-08-2023: 11,000–11,099 against a target of 10,000, on target."
    assert f'alt="{said}' in body
    drawing = english.get(f"{state.page('anita')}growth.svg")
    assert drawing.headers["Content-Type"] == "image/svg+xml"
    assert "target 10,000" in drawing.content.decode()
    ET.fromstring(drawing.content)
    assert english.get(f"{state.page('anita')}growth.svg?narrow=1").content != drawing.content


def test_the_chart_asks_the_rule_on_few_days_the_first_and_last_among_them() -> None:
    days = [date.fromordinal(DAY.toordinal() - back) for back in range(730, -1, -1)]
    kept = spread(days)
    assert len(kept) == MOST_DAYS
    assert (kept[0], kept[-1]) == (days[0], DAY)
    assert spread(days[:5]) == days[:5]


def test_a_page_asks_a_settled_number_of_questions(
    english: Client, state: State, django_assert_num_queries: object
) -> None:
    english.get(state.page("anita"))
    with django_assert_num_queries(9):  # type: ignore[operator]
        english.get(state.page("anita"))


def test_somebody_whom_the_directive_never_binds_has_no_page(english: Client) -> None:
    assert english.get("/d/up-ministers/r/nobody/").status_code == 404


def test_no_chart_is_drawn_where_every_count_is_undated(english: Client, state: State) -> None:
    assert "Growth, with the target" not in text(english.get(state.page("dinesh")))
    assert "Growth, with the target" in text(english.get(state.page("anita")))
