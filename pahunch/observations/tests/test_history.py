from __future__ import annotations

from pahunch.observations.tests.made import ANY_AGE, day, roster, row, table

BOUND = roster(("a", 100, "x:1"), ("a", 100, "x:2"), ("b", 100, "x:3"))


def test_a_history_judges_each_day_as_the_lake_does(lake):
    for number in range(6):
        run = f"run {number}"
        rows = [row(f"x:{account}", number + account, day(number)) for account in (1, 2, 3)]
        lake.append(run, table(*rows, run=run))
    lake.withdraw("run 3", reason="wrong file", at=day(9))
    snapshot = lake.at()
    history = snapshot.history(["x:1", "x:2", "x:3"])
    for number in range(8):
        asked = {"until": day(number)}
        assert history.reach(BOUND, ANY_AGE, **asked).equals(
            snapshot.reach(BOUND, ANY_AGE, **asked)
        )


def test_a_history_keeps_the_undated_and_withdrawn_rows_and_never_judges_them(lake):
    lake.append("r", table(row("x:1", 3, None), row("x:1", 2, day(2))))
    lake.append("s", table(row("x:1", 9, day(3)), run="s"))
    lake.withdraw("s", reason="wrong file", at=day(9))
    history = lake.at().history(["x:1"])
    assert history.rows["low"].to_pylist() == [2, 9, 3]
    assert history.latest(until=day(9))["low"].to_pylist() == [2]


def test_the_history_of_an_empty_lake_measures_nobody(lake):
    history = lake.at().history(["x:1"])
    assert history.latest(until=day(1)).num_rows == 0
    judged = history.reach(BOUND, ANY_AGE, until=day(1)).to_pylist()
    assert [row["standing"] for row in judged] == ["not_measured", "not_measured"]
