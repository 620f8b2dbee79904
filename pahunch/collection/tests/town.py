"""A small made-up state for the tests of this room: three seats, a party, some accounts."""

from __future__ import annotations

from datetime import UTC, date, datetime

from pahunch.registry.models import (
    Account,
    Department,
    Division,
    Handle,
    Membership,
    OtherName,
    Person,
    Post,
    Source,
)

NOW = datetime(2023, 8, 26, 6, 0, tzinfo=UTC)


def build():
    """Make उदाहरण प्रदेश (code up) with its people; every name is made up."""
    fact = {"source": Source.objects.create(text="made up", as_of="2023")}
    state = Division.objects.create(
        code="up", kind="state", name="Udaharan Pradesh", name_hi="उदाहरण प्रदेश", path="up/", **fact
    )
    post = Post.objects.create(code="up-member", state=state, kind="member", name="Member", **fact)
    people = {}
    for slug, name, name_hi in (
        ("asha-verma", "Dr. Asha Verma", "डॉ. आशा वर्मा"),
        ("ravi-kumar", "Ravi Kumar", "रवि कुमार"),
        ("ravi-kumar-2", "Ravi Kumar", "रवि कुमार"),
        ("meena-bai", "Meena Bai", "मीना बाई"),
        ("old-member", "Purana Lal", "पुराना लाल"),
        ("stranger", "Koi Aur", "कोई और"),
    ):
        people[slug] = Person.objects.create(
            slug=slug,
            name=name,
            name_hi=name_hi,
            state=None if slug == "stranger" else state,
            **fact,
        )
    OtherName.objects.create(person=people["meena-bai"], name="Minakshi Bai", **fact)
    for number, slug, starts, ends in (
        (1, "asha-verma", date(2018, 12, 11), None),
        (2, "ravi-kumar", date(2018, 12, 11), None),
        (3, "old-member", date(2013, 12, 8), date(2018, 12, 10)),
        (3, "meena-bai", date(2018, 12, 11), None),
    ):
        seat, _ = Division.objects.get_or_create(
            code=f"up-ac-{number}",
            kind="constituency",
            name=f"Seat {number}",
            number=number,
            path=f"up/up-ac-{number}/",
            defaults=fact,
        )
        Membership.objects.create(
            code=f"{slug}-{number}",
            person=people[slug],
            post=post,
            division=seat,
            starts=starts,
            ends=ends,
            **fact,
        )
    Department.objects.create(
        code="up-party", state=state, kind="party", name="Udaharan Dal", name_hi="उदाहरण दल", **fact
    )
    account = Account.objects.create(
        key="x:101",
        platform="x",
        platform_id="101",
        kind="office",
        person=people["meena-bai"],
        **fact,
    )
    Handle.objects.create(account=account, handle="MeenaOffice", **fact)
    for number in (1, 2):
        Account.objects.create(
            key=f"youtube:{number}",
            platform="youtube",
            platform_id=str(number),
            kind="party",
            department=Department.objects.get(),
            **fact,
        )
    return state
