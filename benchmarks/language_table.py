"""Learns the table by which Hinglish is told from English, and writes it.

    .venv/bin/python benchmarks/language_table.py

From the training part of Hinglish-TOP (Apache-2.0): requests in Hinglish with their English
originals; and from every second of the civic complaints in English. The validation part, the
other complaints and all made-up posts are not looked at. A gram's weight is twice the
logarithm of how many times likelier it is in Hinglish words, rounded.
"""

from __future__ import annotations

import csv
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pahunch.lib.language import grams

TEXTS = Path(__file__).resolve().parents[2] / "shared" / "data" / "texts"
TABLE = Path(__file__).resolve().parents[1] / "pahunch" / "lib" / "hinglish_table.py"
GRAMS = 800
RAREST = 6
HEAVIEST = 9
WIDTH = 96
HEAD = '''\
"""How much likelier letters in threes are in Hinglish than in English, as a program wrote it.

Made by `benchmarks/language_table.py` from Hinglish-TOP (Apache-2.0, training part) and
civic complaints in English (MIT). A line has a weight and its grams; `^` and `$` are a word's
ends. Above 0: likelier in Hinglish.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

'''
FOOT = '''

@lru_cache(maxsize=1)
def weights() -> Mapping[str, int]:
    """Give the weight of each gram."""
    lines = (line.split() for line in TABLE.strip().splitlines())
    return {gram: int(weight) for weight, *grams in lines for gram in grams}
'''


def read(name: str) -> list[dict[str, str]]:
    """Read one of the files of texts."""
    with (TEXTS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def counted(texts: Iterable[str]) -> tuple[Counter[str], int]:
    """Count in how many words each gram stands; a text's word counts once."""
    found: Counter[str] = Counter()
    words = 0
    for text in texts:
        for word in set(re.findall("[a-z]+", text.lower())):
            words += 1
            found.update(grams(word))
    return found, words


def learned(hinglish: Iterable[str], english: Iterable[str]) -> dict[str, int]:
    """Give the weights of the grams that tell most."""
    (in_hinglish, words), (in_english, english_words) = counted(hinglish), counted(english)
    told: dict[str, tuple[float, float]] = {}
    for gram in in_hinglish | in_english:
        here, there = in_hinglish[gram] + 0.5, in_english[gram] + 0.5
        if here + there >= RAREST:
            odds = math.log(here / words) - math.log(there / english_words)
            told[gram] = (odds, abs(odds) * (here / words + there / english_words))
    best = sorted(told, key=lambda gram: (-told[gram][1], gram))[:GRAMS]
    rounded = {gram: max(-HEAVIEST, min(HEAVIEST, round(2 * told[gram][0]))) for gram in best}
    return {gram: weight for gram, weight in rounded.items() if weight}


def written(weights: dict[str, int]) -> str:
    """Give the table as a module's source."""
    by_weight: defaultdict[int, list[str]] = defaultdict(list)
    for gram, weight in weights.items():
        by_weight[weight].append(gram)
    lines: list[str] = []
    for weight in sorted(by_weight, reverse=True):
        line = str(weight)
        for gram in sorted(by_weight[weight]):
            if len(line) + 1 + len(gram) > WIDTH:
                lines.append(line)
                line = str(weight)
            line += f" {gram}"
        lines.append(line)
    body = "\n".join(lines)
    return f'{HEAD}TABLE = """\n{body}\n"""\n{FOOT}'


def main() -> None:
    """Learn, and write the table."""
    if not TEXTS.is_dir():
        sys.exit(f"the texts are not here: {TEXTS}")
    train = read("hinglish_train.csv")
    complaints = read("civic_complaints_en.csv")[::2]
    english = [row["text_en"] for row in train] + [row["text"] for row in complaints]
    TABLE.write_text(written(learned([row["text"] for row in train], english)), "utf-8")
    print(f"written: {TABLE.name}")


if __name__ == "__main__":
    main()
