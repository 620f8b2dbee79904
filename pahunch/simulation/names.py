"""Made-up names of people, in both scripts.

A given name is a common one; the second name is a word for a tree, a river, a dawn, never
a family name, so that no name says anything about caste and none is a politician's.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class Name(NamedTuple):
    """A name in Latin letters and in Devanagari."""

    latin: str
    hindi: str


def read_pairs(text: str) -> tuple[Name, ...]:
    """Read "Latin देवनागरी" pairs split by commas."""
    return tuple(Name(*pair.split()) for pair in text.split(","))


GIVEN = read_pairs(
    "Aarti आरती, Abhay अभय, Aditi अदिति, Ajit अजीत, Alka अलका, Amit अमित, Anita अनीता, "
    "Anju अंजू, Ankit अंकित, Aparna अपर्णा, Arun अरुण, Asha आशा, Ashok अशोक, Bina बीना, "
    "Chetan चेतन, Deepa दीपा, Dinesh दिनेश, Divya दिव्या, Gaurav गौरव, Geeta गीता, "
    "Girish गिरीश, Harish हरीश, Hema हेमा, Ila इला, Jaya जया, Jyoti ज्योति, Kamla कमला, "
    "Kavita कविता, Kishor किशोर, Kusum कुसुम, Lalit ललित, Lata लता, Madhu मधु, "
    "Mahesh महेश, Manisha मनीषा, Manoj मनोज, Meera मीरा, Mohan मोहन, Mukesh मुकेश, "
    "Nandini नंदिनी, Naresh नरेश, Neha नेहा, Nisha निशा, Nitin नितिन, Padma पद्मा, "
    "Pankaj पंकज, Pooja पूजा, Pradeep प्रदीप, Pramod प्रमोद, Rajesh राजेश, Rakesh राकेश, "
    "Ramesh रमेश, Rashmi रश्मि, Ravi रवि, Rekha रेखा, Ritu ऋतु, Rohit रोहित, Sangeeta संगीता, "
    "Sanjay संजय, Sarita सरिता, Satish सतीश, Savita सविता, Seema सीमा, Shanta शांता, "
    "Shobha शोभा, Sunil सुनील, Sunita सुनीता, Suresh सुरेश, Sushma सुषमा, Uday उदय, "
    "Usha उषा, Vandana वंदना, Vijay विजय, Vimla विमला, Vinod विनोद, Vivek विवेक"
)
SECOND = read_pairs(
    "Amaltas अमलतास, Ambar अंबर, Arunima अरुणिमा, Chandan चंदन, Dhaval धवल, Digant दिगंत, "
    "Gulmohar गुलमोहर, Harit हरित, Himkan हिमकण, Jharna झरना, Kachnar कचनार, Kadamb कदंब, "
    "Kanan कानन, Ketaki केतकी, Kshitij क्षितिज, Kurinji कुरिंजी, Lahar लहर, Mahua महुआ, "
    "Bela बेला, Maulsiri मौलसिरी, Megh मेघ, Nirjhar निर्झर, Palash पलाश, Parag पराग, "
    "Parijat पारिजात, Sanjh साँझ, Pratyush प्रत्यूष, Pulin पुलिन, Sarovar सरोवर, "
    "Savera सवेरा, Semal सेमल, Shirish शिरीष, Sujal सुजल, Tarang तरंग, Taru तरु, "
    "Ujala उजाला, Upvan उपवन, Vasant वसंत, Vitap विटप, Vrishti वृष्टि"
)


def people(count: int, generator: np.random.Generator) -> list[Name]:
    """Give names of people, all different as long as there are combinations.

    After every pair of given and second name is used, a middle name is added.
    """
    pairs = len(GIVEN) * len(SECOND)
    order = generator.permutation(pairs)
    return [_name(int(order[i % pairs]), i // pairs) for i in range(count)]


def _name(pair: int, again: int) -> Name:
    given, second = GIVEN[pair // len(SECOND)], SECOND[pair % len(SECOND)]
    if not again:
        return Name(f"{given.latin} {second.latin}", f"{given.hindi} {second.hindi}")
    middle = SECOND[(pair + again) % len(SECOND)]
    return Name(
        f"{given.latin} {middle.latin} {second.latin}",
        f"{given.hindi} {middle.hindi} {second.hindi}",
    )
