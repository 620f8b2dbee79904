"""The short test as text: questions with ?, wrong choices with -, the right one with +.

? Whom may you answer? :: आप किसे उत्तर दे सकते हैं?
- Nobody :: किसी को नहीं
+ Everybody :: सबको
"""

from __future__ import annotations

from collections.abc import Iterable

from pahunch.training.errors import WrongTraining
from pahunch.training.models import Question
from pahunch.training.plans.actions import Asked

BOTH = "::"


def read_questions(text: str) -> list[Asked]:
    """Read a test. Raises WrongTraining where a question is not whole."""
    found: list[tuple[tuple[str, str], list[tuple[tuple[str, str], bool]]]] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        sign, words = line[0], _both(line[1:])
        if sign == "?":
            found.append((words, []))
        elif sign in "+-" and found:
            found[-1][1].append((words, sign == "+"))
        else:
            raise WrongTraining("questions")
    return [_asked(words, choices) for words, choices in found]


def _both(text: str) -> tuple[str, str]:
    english, _sign, hindi = text.partition(BOTH)
    return english.strip(), hindi.strip()


def _asked(words: tuple[str, str], choices: list[tuple[tuple[str, str], bool]]) -> Asked:
    right = [place for place, (_words, is_right) in enumerate(choices) if is_right]
    if len(right) != 1 or not 2 <= len(choices) <= 5 or not words[0]:
        raise WrongTraining("questions")
    return Asked(words[0], words[1], tuple(words for words, _ in choices), right[0])


def written_questions(questions: Iterable[Question]) -> str:
    """Write a test as `read_questions` reads it."""
    lines = []
    for one in questions:
        lines.append(_line("?", one.text, one.text_hi))
        lines += [
            _line("+" if place == one.right else "-", english, hindi)
            for place, (english, hindi) in enumerate(one.choices)
        ]
    return "\n".join(lines)


def _line(sign: str, english: str, hindi: str) -> str:
    return f"{sign} {english} {BOTH} {hindi}" if hindi else f"{sign} {english}"
