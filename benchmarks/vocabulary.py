"""How well a post is told to speak of government work, and in which language it is.

    make bench B=vocabulary          needs scikit-learn: requirements/bench.txt, installed by make

Posts: 400 that were made up and labelled by hand before the vocabulary was written, and never
looked at while it was (`pahunch/rules/tests/posts_held_out.csv`). The hand that labelled them
also wrote the vocabulary, by 248 other posts (`posts_to_write_by.csv`); posts by others will be
harder. Peers, on the same 400:

- `any word`: the list of words alone; one word of schemes, works or acts is enough;
- `points, no negatives`: the same points without what speaks of something else;
- `tf-idf`: logistic regression on words, and on letters, trained on the 248; the better of the
  two by cross-validation there, and of five strengths of its penalty.

Complaints: every second civic complaint in English; the other half was looked at to make the
vocabulary stricter. They are real, written by citizens, and ask for work instead of telling of it.

Languages: the validation part of Hinglish-TOP with its English originals, every second civic
complaint in English (the others taught the table), and the 400. Peers answer with any of their
languages; for a text in Latin letters every answer but English is taken for Hinglish, which is
kind to them. They are measured where they are installed: langdetect, lingua, py3langid.

Claims: `precision` overall and by language, with the 95 per cent interval of Wilson (1927);
`recall`, said as it is; `beside-<peer>` by F1; `constituency`; `complaints`, the part of them that
is taken for government work; `language`; `speed`.
"""

from __future__ import annotations

import csv
import importlib
import math
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.claims import claim, table
from pahunch.lib.language import Language, language_of
from pahunch.rules.government_work import POINTS, Vocabulary
from pahunch.rules.tests.labelled import LANGUAGES, Labelled, places, posts, shipped, vocabulary

TEXTS = Path(__file__).resolve().parents[2] / "shared" / "data" / "texts"
PRECISION = 0.9
COMPLAINTS = 0.1
SPEED = 10_000
ROUNDS = 7
STRENGTHS = (0.3, 1.0, 3.0, 10.0, 30.0)
Judge = Callable[[Sequence[str]], Sequence[bool]]


class Score:
    """What a judge found, of what there was."""

    def __init__(self, said: Sequence[bool], true: Sequence[bool]) -> None:
        pairs = list(zip(said, true, strict=True))
        self.right = sum(one and other for one, other in pairs)
        self.wrong = sum(one and not other for one, other in pairs)
        self.missed = sum(other and not one for one, other in pairs)

    @property
    def precision(self) -> float:
        """Of what was said to tell of government work, how much does."""
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        """Of what tells of it, how much was found."""
        return self.right / max(self.right + self.missed, 1)

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        return 2 * self.right / max(2 * self.right + self.wrong + self.missed, 1)

    def interval(self) -> tuple[float, float]:
        """Give Wilson's interval of the precision, 95 per cent."""
        number, z = self.right + self.wrong, 1.96
        middle = self.precision + z * z / (2 * number)
        apart = z * math.sqrt(
            self.precision * (1 - self.precision) / number + z * z / (4 * number**2)
        )
        below = 1 + z * z / number
        return (middle - apart) / below, (middle + apart) / below


def by_vocabulary(known: Vocabulary) -> Judge:
    """Judge as the product does."""
    return lambda texts: [known.read(text).government_work for text in texts]


def by_any_word(known: Vocabulary) -> Judge:
    """Judge by one word that speaks of government work."""
    return lambda texts: [
        any(POINTS[match.term.speaks_of] > 0 for match in known.read(text).matches)
        for text in texts
    ]


def by_tf_idf(train: Sequence[Labelled]) -> Judge:
    """Train scikit-learn's on the posts that the vocabulary was written by."""
    words = importlib.import_module("sklearn.feature_extraction.text")
    linear = importlib.import_module("sklearn.linear_model")
    choosing = importlib.import_module("sklearn.model_selection")
    pipeline = importlib.import_module("sklearn.pipeline")
    texts = [post.text for post in train]
    true = [post.government_work for post in train]
    kinds: list[dict[str, Any]] = [
        {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"(?u)[^\s.,!?।]+"},
        {"analyzer": "char_wb", "ngram_range": (2, 5)},
    ]
    choices = [
        pipeline.make_pipeline(
            words.TfidfVectorizer(sublinear_tf=True, **kind), linear.LogisticRegression(C=strength)
        )
        for kind in kinds
        for strength in STRENGTHS
    ]
    scores = [
        choosing.cross_val_score(each, texts, true, cv=5, scoring="f1").mean() for each in choices
    ]
    best = choices[int(np.argmax(scores))].fit(texts, true)
    return lambda asked: [bool(each) for each in best.predict(list(asked))]


def precision() -> None:
    """Judge the 400 posts by everybody, and print the claims."""
    held_out, known = posts("held_out"), vocabulary()
    positives = Vocabulary(term for term in shipped() if POINTS[term.speaks_of] > 0)
    judges = {
        "ours": by_vocabulary(known),
        "any word": by_any_word(known),
        "points, no negatives": by_vocabulary(positives),
        "tf-idf": by_tf_idf(posts("to_write_by")),
    }
    texts = [post.text for post in held_out]
    said = {name: judge(texts) for name, judge in judges.items()}
    scores: dict[tuple[str, str], Score] = {}
    for name, answers in said.items():
        for language in (*LANGUAGES, "all"):
            mine = [at for at, post in enumerate(held_out) if language in (post.language, "all")]
            scores[name, language] = Score(
                [answers[at] for at in mine], [held_out[at].government_work for at in mine]
            )
    rows = [
        [name, language, score.right, score.wrong, score.missed]
        + [f"{value:.3f}" for value in (score.precision, score.recall, score.f1)]
        for (name, language), score in scores.items()
    ]
    table(["judge", "posts", "right", "wrong", "missed", "precision", "recall", "F1"], rows)
    for language in ("all", *LANGUAGES):
        score = scores["ours", language]
        low, high = score.interval()
        words = f"{score.precision:.3f} ({low:.3f} to {high:.3f})"
        holds = score.precision >= PRECISION
        claim(f"precision-{language}", words, f"{PRECISION} at least", holds=holds)
    whole = scores["ours", "all"]
    for peer in ("any word", "points, no negatives", "tf-idf"):
        other = scores[peer, "all"]
        words = f"F1 {whole.f1:.3f} beside {other.f1:.3f}, recall {whole.recall:.3f}"
        words += f" beside {other.recall:.3f}"
        name = peer.replace(",", "").replace(" ", "-")
        claim(f"beside-{name}", words, "the higher F1", holds=whole.f1 > other.f1)
    constituency(known, held_out)


def constituency(known: Vocabulary, held_out: Sequence[Labelled]) -> None:
    """Judge which posts tell of work in their own constituency."""
    where = places()
    told = [known.read(post.text, where[post.constituency]).in_constituency for post in held_out]
    score = Score(told, [post.in_constituency for post in held_out])
    words = f"precision {score.precision:.3f}, recall {score.recall:.3f}"
    claim("constituency", words, f"{PRECISION} at least", holds=score.precision >= PRECISION)


def complaints() -> None:
    """Judge real complaints, and print the part that is taken for government work."""
    if not TEXTS.is_dir():
        print(f"the texts are not here, and complaints are left out: {TEXTS}")
        return
    known = vocabulary()
    positives = Vocabulary(term for term in shipped() if POINTS[term.speaks_of] > 0)
    texts = [row["text"] for row in read("civic_complaints_en.csv")[1::2]]
    parts = {
        name: sum(judge(texts)) / len(texts)
        for name, judge in (
            ("ours", by_vocabulary(known)),
            ("any word", by_any_word(known)),
            ("points, no negatives", by_vocabulary(positives)),
            ("tf-idf", by_tf_idf(posts("to_write_by"))),
        )
    }
    rows = [[name, f"{part:.1%}"] for name, part in parts.items()]
    table([f"{len(texts):,} complaints", "taken for government work"], rows)
    claim("complaints", f"{parts['ours']:.1%}", "10 % at most", holds=parts["ours"] <= COMPLAINTS)


def languages() -> None:
    """Tell Hinglish from English on texts that taught nobody, and print the claims."""
    sets = texts_in_latin()
    judges: dict[str, Callable[[str], bool]] = {
        "ours": lambda text: language_of(text) is Language.HINGLISH
    }
    judges |= {name: judge for name, judge in peers().items() if judge is not None}
    right: dict[str, list[float]] = {}
    for name, judge in judges.items():
        for texts, is_hinglish in sets.values():
            hits = sum(judge(text) == is_hinglish for text in texts)
            right.setdefault(name, []).append(hits / len(texts))
    rows = [[name, *(f"{part:.1%}" for part in parts)] for name, parts in right.items()]
    table(["told rightly", *sets], rows)
    means = {name: float(np.mean(parts)) for name, parts in right.items()}
    for peer in sorted(means.keys() - {"ours"}):
        words = f"{means['ours']:.1%} beside {means[peer]:.1%}, mean of the sets"
        claim(f"language-{peer}", words, "the higher", holds=means["ours"] > means[peer])
    hindi = [post.text for post in posts("held_out") if post.language == "hi"]
    told = sum(language_of(text) is Language.HINDI for text in hindi) / len(hindi)
    claim("language-hindi", f"{told:.1%} of {len(hindi)} posts", "99 %", holds=told >= 0.99)


def texts_in_latin() -> dict[str, tuple[list[str], bool]]:
    """Give the sets of texts in Latin letters, and whether they are Hinglish."""
    held_out = posts("held_out")
    sets = {
        "posts, Hinglish": ([p.text for p in held_out if p.language == "hinglish"], True),
        "posts, English": ([p.text for p in held_out if p.language == "en"], False),
    }
    if TEXTS.is_dir():
        validation, complaints = read("hinglish_validation.csv"), read("civic_complaints_en.csv")
        sets["requests, Hinglish"] = ([row["text"] for row in validation], True)
        sets["requests, English"] = ([row["text_en"] for row in validation], False)
        sets["complaints, English"] = ([row["text"] for row in complaints[1::2]], False)
    return sets


def peers() -> dict[str, Callable[[str], bool] | None]:
    """Give the detectors that are installed: True where a text is not English."""
    found: dict[str, Callable[[str], bool] | None] = {}
    for name, made in (("langdetect", _langdetect), ("lingua", _lingua), ("py3langid", _langid)):
        try:
            found[name] = made()
        except ImportError:
            print(f"{name} is not installed, and left out")
            found[name] = None
    return found


def _langdetect() -> Callable[[str], bool]:
    module = importlib.import_module("langdetect")
    module.DetectorFactory.seed = 7

    def is_other(text: str) -> bool:
        try:
            return bool(module.detect(text) != "en")
        except module.lang_detect_exception.LangDetectException:
            return False

    return is_other


def _lingua() -> Callable[[str], bool]:
    module = importlib.import_module("lingua")
    detector = module.LanguageDetectorBuilder.from_all_languages().build()
    return lambda text: bool(detector.detect_language_of(text) != module.Language.ENGLISH)


def _langid() -> Callable[[str], bool]:
    module = importlib.import_module("py3langid")
    return lambda text: bool(module.classify(text)[0] != "en")


def read(name: str) -> list[dict[str, str]]:
    """Read one of the files of texts."""
    with (TEXTS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def speed() -> None:
    """Read many posts some times over, and print how many a second by the median round.

    By the processor's time: what else the machine does should not count.
    """
    known, where = vocabulary(), places()["palashpur"]
    texts = [f"{post.text} {number}" for number in range(25) for post in posts("held_out")]
    taken = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        for text in texts:
            known.read(text, where)
            language_of(text)
        taken.append(time.process_time() - begun)
    rate = len(texts) / statistics.median(taken)
    words = f"{rate:,.0f} posts a second of one processor, words and language"
    claim("speed", words, f"{SPEED:,}", holds=rate >= SPEED)


def main() -> None:
    """Measure the vocabulary, the languages and the speed."""
    precision()
    complaints()
    languages()
    speed()


if __name__ == "__main__":
    main()
