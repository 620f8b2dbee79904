"""The text by which people and places are found, whichever script somebody types."""

from __future__ import annotations

from collections.abc import Iterable

from pahunch.lib.names import fold
from pahunch.registry.models import Division, Person


def search_text(*names: str) -> str:
    """Fold names into a text that holds " " + fold(query) for every query worth finding.

    Each name is folded from each of its words on, so that "chouhan", "singh chouhan" and
    "शिवराज" all find "Shivraj Singh Chouhan".
    """
    folded = set()
    for name in names:
        words = name.split()
        folded |= {fold(" ".join(words[start:])) for start in range(len(words))}
    return "".join(f" {text}" for text in sorted(folded) if text)


def write_search_of_people(slugs: Iterable[str]) -> None:
    """Write the search text of people whose names may have changed."""
    people = list(Person.objects.filter(slug__in=set(slugs)).prefetch_related("other_names"))
    for person in people:
        others = [other.name for other in person.other_names.all()]
        person.search = search_text(person.name, person.name_hi, *others)
    Person.objects.bulk_update(people, ["search"], 500)


def write_search_of_divisions(codes: Iterable[str]) -> None:
    """Write the search text of places whose names may have changed."""
    divisions = list(Division.objects.filter(code__in=set(codes)))
    for division in divisions:
        division.search = search_text(division.name, division.name_hi)
    Division.objects.bulk_update(divisions, ["search"], 500)
