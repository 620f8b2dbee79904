"""Posts that were made up and labelled by hand, and the vocabulary, for tests and benchmarks.

`posts_to_write_by.csv` was looked at while the vocabulary was written. `posts_held_out.csv` was
written and labelled first, and was only ever measured on.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

from pahunch.rules.government_work import Places, Term, TermClass, Vocabulary

HERE = Path(__file__).resolve().parent
VOCABULARY = HERE.parents[1] / "data" / "vocabulary.csv"
LANGUAGES = ("hi", "hinglish", "en")

PLACES = {
    "palashpur": "Palashpur पलाशपुर Tarangganj तरंगगंज Jharnakheda झरनाखेड़ा Semaltola सेमलटोला",
    "kesarganj": "Kesarganj केसरगंज Ujalagarh उजालागढ़ Titlitola तितलीटोला Badalkheda बादलखेड़ा",
    "mayurgarh": "Mayurgarh मयूरगढ़ Vasantnagar वसंतनगर Gulmohartal गुलमोहरताल Rimjhimghat रिमझिमघाट",
    "chamelipur": "Chamelipur चमेलीपुर Lahargaon लहरगाँव Jugnudih जुगनूडीह Tesuwadi टेसूवाड़ी",
    "parijatpur": "Parijatpur पारिजातपुर Sarovarganj सरोवरगंज Kokilkund कोकिलकुंड Pulinghat पुलिनघाट",
    "shabnamgarh": "Shabnamgarh शबनमगढ़ Nirjharnagar निर्झरनगर Reshmtola रेशमटोला Phulwadih फुलवाडीह",
}
"""Each made-up constituency with its district and two blocks, in both scripts."""


class Labelled(NamedTuple):
    """One post, and what somebody said of it."""

    text: str
    language: str
    constituency: str
    topic: str
    government_work: bool
    in_constituency: bool


def posts(name: str) -> list[Labelled]:
    """Read `held_out` or `to_write_by`."""
    with (HERE / f"posts_{name}.csv").open(encoding="utf-8", newline="") as file:
        return [
            Labelled(
                row["text"],
                row["language"],
                row["constituency"],
                row["topic"],
                row["government_work"] == "yes",
                row["in_constituency"] == "yes",
            )
            for row in csv.DictReader(file)
        ]


def shipped() -> list[Term]:
    """Give the terms of the vocabulary that ships with the product."""
    with VOCABULARY.open(encoding="utf-8", newline="") as file:
        return [
            Term(row["term"], row["language"], TermClass(row["class"]))
            for row in csv.DictReader(file)
        ]


def vocabulary() -> Vocabulary:
    """Give the shipped vocabulary, ready to read posts."""
    return Vocabulary(shipped())


def places() -> dict[str, Places]:
    """Give the places of each constituency."""
    return {code: Places(names.split()) for code, names in PLACES.items()}
