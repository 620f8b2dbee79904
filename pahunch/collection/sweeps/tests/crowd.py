"""Accounts for the tests of sweeps."""

from __future__ import annotations

from pahunch.registry.models import Account, Handle, Person, Source


def accounts(number: int, *, first: int = 1) -> list[Account]:
    """Make accounts of one made-up person, whom only this platform knows."""
    source, _ = Source.objects.get_or_create(text="a list for a test", as_of="")
    person, _ = Person.objects.get_or_create(
        slug="asha-verma", defaults={"name": "Asha Verma", "name_hi": "आशा वर्मा", "source": source}
    )
    made = Account.objects.bulk_create(
        [
            Account(
                key=f"threads:{each}",
                platform="threads",
                platform_id=str(each),
                kind="office",
                person=person,
                source=source,
            )
            for each in range(first, first + number)
        ]
    )
    Handle.objects.bulk_create(
        [Handle(account=each, handle=f"office{each.platform_id}", source=source) for each in made]
    )
    return made
