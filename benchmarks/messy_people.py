"""Made-up lists of people as offices send them, and what was planted in them.

Nobody in them is real: given names and surnames are common ones put together by chance. What is
planted is written down beside the list, so that whoever looks for doubles can be marked:

- doubles: the same person again by another spelling, in the other script, with another phone,
  with the words swapped, without the surname, with a slip in the phone, or several of these;
- people who are alike and are not one: namesakes of one block, fathers and sons, brothers and
  sisters and spouses who share a phone;
- rows that are wrong: no name, a block that is none, a block of another district, a phone that
  is none.

How a spelling varies is written here for itself, and not by the rules by which it is found.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

MEN = """
रमेश:Ramesh सुरेश:Suresh महेश:Mahesh दिनेश:Dinesh राजेश:Rajesh राकेश:Rakesh मुकेश:Mukesh
संतोष:Santosh मनोज:Manoj अनिल:Anil सुनील:Sunil विजय:Vijay अजय:Ajay संजय:Sanjay
प्रकाश:Prakash कैलाश:Kailash गणेश:Ganesh हरि:Hari मोहन:Mohan सोहन:Sohan रामकुमार:Ramkumar
शिवकुमार:Shivkumar राजकुमार:Rajkumar अशोक:Ashok विनोद:Vinod प्रमोद:Pramod अरविंद:Arvind
गोविंद:Govind धर्मेंद्र:Dharmendra नरेंद्र:Narendra महेंद्र:Mahendra सुरेंद्र:Surendra
राजेंद्र:Rajendra वीरेंद्र:Virendra जितेंद्र:Jitendra देवेंद्र:Devendra भूपेंद्र:Bhupendra
लक्ष्मण:Lakshman भगवान:Bhagwan कन्हैया:Kanhaiya बृजेश:Brijesh अवधेश:Awadhesh उमेश:Umesh
नरेश:Naresh जगदीश:Jagdish हरीश:Harish गिरीश:Girish सतीश:Satish मनीष:Manish आशीष:Ashish
रवि:Ravi शंकर:Shankar किशोर:Kishor नंदकिशोर:Nandkishor बालकृष्ण:Balkrishna
रामप्रसाद:Ramprasad शिवप्रसाद:Shivprasad ओमप्रकाश:Omprakash जयप्रकाश:Jayprakash पवन:Pawan
दीपक:Deepak विकास:Vikas विशाल:Vishal राहुल:Rahul रोहित:Rohit अमित:Amit सुमित:Sumit
पंकज:Pankaj नीरज:Neeraj धीरज:Dheeraj सूरज:Suraj चंद्रभान:Chandrabhan इंद्रजीत:Indrajeet
रणजीत:Ranjeet बलराम:Balram परशुराम:Parshuram तुलसीराम:Tulsiram मंगल:Mangal बुद्धू:Buddhu
कमल:Kamal नारायण:Narayan
"""
WOMEN = """
सुनीता:Sunita अनीता:Anita गीता:Geeta सीता:Seeta संगीता:Sangeeta सविता:Savita कविता:Kavita
ममता:Mamta पूजा:Pooja आरती:Aarti भारती:Bharti ज्योति:Jyoti लक्ष्मी:Lakshmi सरस्वती:Saraswati
पार्वती:Parvati शांति:Shanti कांति:Kanti माया:Maya छाया:Chhaya रेखा:Rekha सुषमा:Sushma
रश्मि:Rashmi नीलम:Neelam पूनम:Poonam शबनम:Shabnam मीना:Meena बीना:Beena रीना:Reena
टीना:Teena किरण:Kiran कमला:Kamla विमला:Vimla निर्मला:Nirmala उर्मिला:Urmila
शकुंतला:Shakuntala कौशल्या:Kaushalya सुमन:Suman प्रेमलता:Premlata हेमलता:Hemlata
पुष्पा:Pushpa चंपा:Champa गंगा:Ganga जमुना:Jamuna राधा:Radha रुक्मिणी:Rukmini
द्रौपदी:Draupadi अर्चना:Archana वंदना:Vandana साधना:Sadhana रंजना:Ranjana कल्पना:Kalpana
मधु:Madhu इंदु:Indu शशि:Shashi उषा:Usha आशा:Asha ललिता:Lalita अंजलि:Anjali दीपिका:Deepika
प्रियंका:Priyanka फूलवती:Phoolwati
"""
SURNAMES = """
पटेल:Patel वर्मा:Verma शर्मा:Sharma यादव:Yadav सिंह:Singh ठाकुर:Thakur मिश्रा:Mishra
तिवारी:Tiwari दुबे:Dubey पांडे:Pandey चौबे:Choubey शुक्ला:Shukla जैन:Jain साहू:Sahu
गुप्ता:Gupta अहिरवार:Ahirwar कुशवाहा:Kushwaha लोधी:Lodhi राजपूत:Rajput चौहान:Chouhan
परमार:Parmar सोलंकी:Solanki राठौर:Rathore मालवीय:Malviya विश्वकर्मा:Vishwakarma
प्रजापति:Prajapati सेन:Sen सोनी:Soni नामदेव:Namdev रैकवार:Raikwar केवट:Kewat धुर्वे:Dhurve
उइके:Uikey मरावी:Maravi परते:Parte टेकाम:Tekam कुमरे:Kumre भील:Bhil डामोर:Damor
चौधरी:Choudhary बघेल:Baghel गौतम:Gautam द्विवेदी:Dwivedi त्रिपाठी:Tripathi
श्रीवास्तव:Shrivastava खरे:Khare नेमा:Nema रघुवंशी:Raghuvanshi
"""
PLACES = """
रामपुर:Rampur शिवपुर:Shivpur बड़ागांव:Badagaon नयागांव:Nayagaon खेड़ा:Kheda पिपरिया:Pipariya
बरखेड़ा:Barkheda सेमरिया:Semariya इमलिया:Imliya महुआखेड़ा:Mahuakheda जामुनिया:Jamuniya
कुंडा:Kunda भैंसा:Bhainsa डोंगरी:Dongri पहाड़ी:Pahadi तालपुर:Talpur घाटपिपरिया:Ghatpipariya
कोटा:Kota सुंदरपुर:Sundarpur मोहनपुर:Mohanpur किशनपुर:Kishanpur हरिपुर:Haripur
गोपालपुर:Gopalpur देवगांव:Devgaon टीला:Teela
"""
WORK = (
    ("सचिव", "Secretary"),
    ("रोजगार सहायक", "Rojgar Sahayak"),
    ("आंगनवाड़ी कार्यकर्ता", "Anganwadi Worker"),
    ("शिक्षक", "Teacher"),
    ("पटवारी", "Patwari"),
    ("सरपंच", "Sarpanch"),
)
HINDI_DIGITS = str.maketrans("0123456789", "०१२३४५६७८९")
KINDS = ("spelling", "script", "phone", "swapped", "surname", "slip", "several", "block")
"""What a planted double differs by."""


def _words(text: str) -> list[tuple[str, str]]:
    pairs = (entry.split(":") for entry in text.split())
    return [(hindi, latin) for hindi, latin in pairs]


@dataclass(frozen=True, slots=True)
class Place:
    """A block by its two names and its district's."""

    names: tuple[str, str]
    district: tuple[str, str]
    number: int = 0


Name = tuple[tuple[str, str], ...]
"""Words, each in Hindi and in Latin letters."""


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody made up."""

    name: Name
    guardian: Name
    village: tuple[str, str]
    work: tuple[str, str]
    place: Place
    phone: str


@dataclass(frozen=True, slots=True)
class Written:
    """One row of the list, and who it is; -1: a wrong row."""

    cells: tuple[str, ...]
    who: int
    place: int = 0
    kind: str = ""
    """For a planted double what it differs by; for a wrong row what is wrong."""


@dataclass(slots=True)
class Made:
    """A list and what was planted in it. Rows are numbered from 0."""

    rows: list[Written] = field(default_factory=list)

    @property
    def doubles(self) -> dict[tuple[int, int], str]:
        """Every two rows of one person, with what the later one differs by."""
        of: dict[int, list[int]] = {}
        for number, row in enumerate(self.rows):
            if row.who >= 0:
                of.setdefault(row.who, []).append(number)
        return {
            (one, other): self.rows[other].kind or self.rows[one].kind
            for rows in of.values()
            for place, one in enumerate(rows)
            for other in rows[place + 1 :]
        }


HEAD = ("क्र.", "Name of Participant", "पिता/पति का नाम", "पद", "ग्राम पंचायत", "विकासखंड", "जिला",
        "Mobile No.", "सहमति")  # fmt: skip


def make(rows: int, places: Sequence[Place], seed: int) -> Made:
    """Make a list of about so many rows: of 20, one is a double and about one is wrong."""
    return _Maker(random.Random(seed), places).made(rows)


@dataclass(slots=True)
class _Maker:
    chance: random.Random
    places: Sequence[Place]
    men: list[tuple[str, str]] = field(default_factory=lambda: _words(MEN))
    women: list[tuple[str, str]] = field(default_factory=lambda: _words(WOMEN))
    surnames: list[tuple[str, str]] = field(default_factory=lambda: _words(SURNAMES))
    villages: list[tuple[str, str]] = field(default_factory=lambda: _words(PLACES))

    def made(self, total: int) -> Made:
        people: list[Who] = []
        wanted = round(total * 0.92)
        while len(people) < wanted:
            people.append(self.somebody())
            if self.chance.random() < 0.06:
                people += self.alike(people[-1])
        del people[wanted:]
        written = [
            Written(self.cells(one), who, one.place.number) for who, one in enumerate(people)
        ]
        for who in self.chance.sample(range(wanted), round(total * 0.05)):
            kind = self.chance.choice(KINDS)
            one = self.again(people[who], kind)
            written.append(Written(self.doubled(one, kind), who, one.place.number, kind))
        written += [self.wrong() for _ in range(total - len(written))]
        self.chance.shuffle(written)
        return Made(written)

    def weighted(self, words: list[tuple[str, str]]) -> tuple[str, str]:
        """Choose a word: the first of a list are far commoner than the last."""
        return words[int(len(words) * self.chance.random() ** 1.5)]

    def somebody(self) -> Who:
        surname = self.weighted(self.surnames)
        is_woman = self.chance.random() < 0.45
        given = self.weighted(self.women if is_woman else self.men)
        middle: Name = ()
        if self.chance.random() < 0.2:
            middle = (("बाई", "Bai"),) if is_woman else (("कुमार", "Kumar"),)
            middle = middle if self.chance.random() < 0.6 else (("देवी", "Devi"),) if is_woman else (
                ("लाल", "Lal"),)  # fmt: skip
        return Who(
            (given, *middle, surname),
            (self.weighted(self.men), surname),
            self.chance.choice(self.villages),
            self.chance.choice(WORK),
            self.chance.choice(self.places),
            self.number(),
        )

    def number(self) -> str:
        return self.chance.choice("6789") + "".join(self.chance.choices("0123456789", k=9))

    def alike(self, one: Who) -> list[Who]:
        """Make somebody who is not this person and looks like them."""
        kind = self.chance.randrange(4)
        given = self.weighted(self.men)
        if kind == 0:  # a namesake of the block: another family
            other = self.weighted(self.men)
            while other == one.guardian[0]:
                other = self.weighted(self.men)
            village = self.chance.choice(self.villages)
            work = self.chance.choice(WORK)
            guardian = (other, one.name[-1])
            return [
                replace(one, guardian=guardian, village=village, work=work, phone=self.number())
            ]
        if kind == 1:  # a son, who has his father's phone on the list half of the time
            while given in (one.name[0], one.guardian[0]):
                given = self.weighted(self.men)
            phone = one.phone if self.chance.random() < 0.5 else self.number()
            return [replace(one, name=(given, one.name[-1]), guardian=one.name, phone=phone)]
        if kind == 2:  # a brother or a sister with the same phone
            given = self.weighted(self.chance.choice((self.men, self.women)))
            while given == one.name[0]:
                given = self.weighted(self.men)
            return [replace(one, name=(given, one.name[-1]), work=self.chance.choice(WORK))]
        wife = self.weighted(self.women)  # a spouse with the same phone
        while wife == one.name[0]:
            wife = self.weighted(self.women)
        return [replace(one, name=(wife, one.name[-1]), guardian=one.name)]

    def again(self, one: Who, kind: str) -> Who:
        """Give the same person as another list has them."""
        if kind == "phone" or (kind == "several" and self.chance.random() < 0.4):
            return replace(one, phone=self.number())
        if kind == "slip":
            return replace(one, phone=self.slip(one.phone))
        if kind == "surname" and len(one.name) > 1:
            return replace(one, name=one.name[:-1])
        if kind == "swapped":
            return replace(one, name=(one.name[-1], *one.name[:-1]))
        if kind == "block":
            return replace(one, place=self.chance.choice(self.places))
        return one

    def slip(self, phone: str) -> str:
        place = self.chance.randrange(1, 10)
        if place < 9 and self.chance.random() < 0.4 and phone[place] != phone[place + 1]:
            return phone[:place] + phone[place + 1] + phone[place] + phone[place + 2 :]
        digit = self.chance.choice([one for one in "0123456789" if one != phone[place]])
        return phone[:place] + digit + phone[place + 1 :]

    def cells(self, one: Who, script: int | None = None) -> tuple[str, ...]:
        """Write somebody down, each cell in its own way."""
        script = (self.chance.random() < 0.55) + 0 if script is None else script
        name = " ".join(word[script] for word in one.name)
        guardian = " ".join(word[script] for word in one.guardian)
        return (
            str(self.chance.randrange(1, 99_999)),
            self.titled(name, script),
            "" if self.chance.random() < 0.08 else guardian,
            "" if self.chance.random() < 0.05 else one.work[script],
            "" if self.chance.random() < 0.08 else self.of(one.village),
            self.of(one.place.names),
            self.of(one.place.district),
            "" if self.chance.random() < 0.04 else self.dialled(one.phone),
            self.chance.choice(("हाँ", "yes", "Y", "हां", "नहीं")),
        )

    def doubled(self, one: Who, kind: str) -> tuple[str, ...]:
        cells = list(self.cells(one))
        if kind in {"spelling", "several"}:
            name = " ".join(self.respelt(word[1]) for word in one.name)
            cells[1] = self.case(name)
            cells[2] = " ".join(self.respelt(word[1]) for word in one.guardian)
        if kind == "script":
            cells[1] = " ".join(word[0] for word in one.name)
        return tuple(cells)

    def of(self, names: tuple[str, str]) -> str:
        return self.case(names[1]) if self.chance.random() < 0.55 or not names[0] else names[0]

    def titled(self, name: str, script: int) -> str:
        title = ""
        if self.chance.random() < 0.15:
            title = self.chance.choice(("Shri ", "Mr. ", "Sh. ")[:2]) if script else "श्री "
        return title + self.case(name)

    def case(self, text: str) -> str:
        return self.chance.choice((str, str, str.upper, str.lower))(text)

    def dialled(self, number: str) -> str:
        """Write a number as lists do."""
        ways: tuple[Callable[[str], str], ...] = (
            str,
            str,
            str,
            lambda one: f"+91{one}",
            lambda one: f"+91-{one[:5]}-{one[5:]}",
            lambda one: f"0{one}",
            lambda one: f"{one[:5]} {one[5:]}",
            lambda one: f"91{one}",
            lambda one: one.translate(HINDI_DIGITS),
            lambda one: f"{one}, {self.number()}",
            lambda one: f"{self.number()} / {one}",
        )
        return self.chance.choice(ways)(number)

    def respelt(self, word: str) -> str:
        """Spell a word as another clerk would, once or twice over."""
        ways = [
            (old, new)
            for old, new in (
                ("ee", "i"), ("oo", "u"), ("sh", "s"), ("ksh", "x"), ("w", "v"), ("v", "w"),
                ("th", "t"), ("aa", "a"), ("ou", "au"), ("ey", "e"), ("i", "ee"), ("u", "oo"),
                ("ph", "f"), ("j", "z"), ("dh", "d"), ("ya", "ia"), ("y", "i"), ("a", "aa"),
                ("bh", "b"), ("nd", "ndh"), ("t", "th"), ("ch", "chh"),
            )
            if old in word.lower()
        ]  # fmt: skip
        spelt = word.lower()
        for old, new in self.chance.sample(ways, min(len(ways), self.chance.choice((1, 1, 2)))):
            at = self.chance.choice(
                [i for i in range(len(spelt)) if spelt.startswith(old, i)] or [-1]
            )
            if at >= 0:
                spelt = spelt[:at] + new + spelt[at + len(old) :]
        if self.chance.random() < 0.05 and len(spelt) > 5:  # a slip of the hand
            at = self.chance.randrange(1, len(spelt) - 1)
            spelt = spelt[:at] + spelt[at + 1 :]
        return spelt.capitalize()

    def wrong(self) -> Written:
        kind = self.chance.choice(("name", "block", "elsewhere", "phone"))
        one = self.somebody()
        cells = list(self.cells(one))
        if kind == "name":
            cells[1] = self.chance.choice(("", "123", "-"))
        elif kind == "block":
            cells[5] = self.chance.choice(("", "Xyzabad", "अज्ञातनगर", "Wakanda"))
        elif kind == "elsewhere":
            other = self.chance.choice(self.places)
            # Some names are borne by a block of several districts: there it would be no mistake.
            while any(
                place.district == other.district and place.names[1] == one.place.names[1]
                for place in self.places
            ):
                other = self.chance.choice(self.places)
            cells[5], cells[6] = one.place.names[1], other.district[1]
        else:
            cells[7] = self.chance.choice(("98765", "987654321", "12345678901234", "call later"))
        return Written(tuple(cells), -1, one.place.number, kind)
