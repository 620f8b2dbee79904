"""What speaks for a suspicion, or against it: a kind, and the numbers that belong to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What was seen. The numbers that each brings stand in brackets."""

    GAIN = "gain"
    """Came within some days (`followers`, `days`, `times` the usual; 0: nothing was usual)."""
    MONTH = "month"
    """Came within a month (`followers`, `times` the usual month; 0: nothing was usual)."""
    FIRST = "first"
    """Came in the first month of the account (`followers`)."""
    SHARE = "share"
    """So large a part of all followers came then (`share`)."""
    NO_POST = "no_post"
    """Nothing was posted meanwhile, though the account usually posts (`usual` posts)."""
    MANY_POSTS = "many_posts"
    """Much more was posted than usual, which speaks against the suspicion (`posts`, `times`)."""
    GONE = "gone"
    """So many were gone again (`followers`, within `days`)."""
    AFTER = "after"
    """What the next month brought, hardly anything (`followers`)."""
    ROUND = "round"
    """The count came to stand just above a round number (`number`)."""
    ALONE = "alone"
    """The others grew as usual in those days (`pace` beside an ordinary day)."""
    WAVE = "wave"
    """Others had a short burst in the same month (`share` of the accounts)."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that was seen."""

    kind: Kind
    numbers: Mapping[str, float]

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, to be stored."""
        return {"kind": self.kind.value, **self.numbers}


def in_words(seen: Sequence[Evidence]) -> str:
    """Say the evidence in English, in the order given; nothing for nothing."""
    return "; ".join(WORDS[one.kind](one.numbers) for one in seen)


def _gain(numbers: Mapping[str, float]) -> str:
    days = int(numbers["days"])
    span = "one day" if days == 1 else f"{days} days"
    return f"{numbers['followers']:+,.0f} in {span}" + _times(numbers["times"])


def _times(times: float) -> str:
    if times <= 0:
        return ""
    return f", {times:,.0f} times the usual" if times >= 2 else ""


def _gone(numbers: Mapping[str, float]) -> str:
    span = {7: "a week", 30: "a month", 90: "three months"}
    within = span.get(int(numbers["days"]), f"{numbers['days']:.0f} days")
    return f"{numbers['followers']:,.0f} gone within {within}"


WORDS: Mapping[Kind, Callable[[Mapping[str, float]], str]] = {
    Kind.GAIN: _gain,
    Kind.MONTH: lambda n: f"{n['followers']:+,.0f} in a month" + _times(n["times"]),
    Kind.FIRST: lambda n: f"{n['followers']:+,.0f} in its first month",
    Kind.SHARE: lambda n: f"{n['share']:.0%} of all its followers",
    Kind.NO_POST: lambda n: f"with no post (usually {n['usual']:,.1f} in that time)",
    Kind.MANY_POSTS: lambda n: f"but {n['posts']:,.0f} posts, {n['times']:,.0f} times the usual",
    Kind.GONE: _gone,
    Kind.AFTER: lambda n: f"the next month brought {n['followers']:,.0f}",
    Kind.ROUND: lambda n: f"it came to stand just above {n['number']:,.0f}",
    Kind.ALONE: lambda n: "the others grew as usual",
    Kind.WAVE: lambda n: f"{n['share']:.0%} of the accounts had a short burst in that month",
}
