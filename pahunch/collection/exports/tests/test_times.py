from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from pahunch.collection.exports.times import BadTime, Cell, day_order, reader

TODAY = date(2025, 4, 10)


def dates(*texts):
    return [Cell(row, "Date", text) for row, text in enumerate(texts, start=2)]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2021-07-05 18:02:45 BRT", datetime(2021, 7, 5, 21, 2, 45, tzinfo=UTC)),
        ("2021-07-05 18:02:45 EDT", datetime(2021, 7, 5, 22, 2, 45, tzinfo=UTC)),
        ("2017-03-01 10:00 +0000", datetime(2017, 3, 1, 10, tzinfo=UTC)),
        ("2017-03-01T10:00:00Z", datetime(2017, 3, 1, 10, tzinfo=UTC)),
        ("2025-03-20 10:00 +05:30", datetime(2025, 3, 20, 4, 30, tzinfo=UTC)),
        ("Thu Mar 20 2025 10:00:00 GMT+0530 (India Standard Time)",
         datetime(2025, 3, 20, 4, 30, tzinfo=UTC)),
        ("03/21/2025 2:30 PM", datetime(2025, 3, 21, 9, 0, tzinfo=UTC)),
        ("03/21/2025 12:05 AM", datetime(2025, 3, 20, 18, 35, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_a_moment_is_read_with_the_zone_that_it_names(text, moment):
    stamp = reader("mdy", "Asia/Kolkata")(text)
    assert (stamp.at, stamp.is_moment) == (moment, True)


@pytest.mark.parametrize(
    "text",
    ["Fri, Mar 21, 2025", "Fri Mar 21 2025", "Mar 21, 2025", "21 Mar 2025", "2025-03-21",
     "21-03-2025", "21/03/2025", "21 मार्च 2025"],
)  # fmt: skip
def test_a_day_is_read_in_every_form_that_was_seen(text):
    stamp = reader("dmy", "Asia/Kolkata")(text)
    assert (stamp.day, stamp.is_moment) == (date(2025, 3, 21), False)
    assert stamp.at == datetime(2025, 3, 21, 18, 29, 59, 999999, tzinfo=UTC)


@pytest.mark.parametrize(
    ("texts", "usual", "order"),
    [
        (["2025-03-21"], "", "dmy"),
        (["01-02-2025", "21-02-2025"], "", "dmy"),
        (["01/02/2025 10:00", "02/21/2025 10:00"], "", "mdy"),
        (["05/06/2024", "03/12/2025"], "", "mdy"),
        (["02/02/2025"], "", "dmy"),
        (["01-02-2025"], "dmy", "dmy"),
    ],
)
def test_one_date_that_fits_only_one_order_settles_the_file(texts, usual, order):
    assert day_order(dates(*texts), today=TODAY, usual=usual) == (order, [])


def test_dates_that_fit_both_orders_are_refused_unless_somebody_says_which():
    (trouble,) = day_order(dates("02/02/2025", "01/02/2025"), today=TODAY)[1]
    assert (trouble.row, trouble.column) == (3, "Date")
    assert "whether the day or the month comes first" in trouble.english
    assert day_order(dates("01/02/2025"), today=TODAY, said="mdy") == ("mdy", [])


def test_dates_of_both_orders_in_one_file_are_refused():
    (trouble,) = day_order(dates("21/02/2025", "02/21/2025"), today=TODAY)[1]
    assert trouble.row == 3
    (trouble,) = day_order(dates("21/02/2025"), today=TODAY, said="mdy")[1]
    assert "'21/02/2025' is no day" in trouble.english


@pytest.mark.parametrize(
    ("text", "words"),
    [("yesterday", "no date that is known"), ("", "no date"), ("2025", "names no day"),
     ("2025-03", "names no day"), ("2025-02-30", "no date"), ("2021-07-05 18:02 XYZ", "zone"),
     ("2021-07-05 25:02", "no such time"), ("2021-07-05 18:02 +99:00", "zone"),
     ("45000", "no date")],
)  # fmt: skip
def test_what_is_no_date_says_so(text, words):
    with pytest.raises(BadTime, match=words):
        reader("dmy", "Asia/Kolkata")(text)
