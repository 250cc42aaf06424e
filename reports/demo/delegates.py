"""The 1,121 delegates of the programme of August 2023: 93 from districts and 1,028 from 460 communes.

The source counts 451 secretaries, 455 council chairs and 456 committee chairs among the 1,028: 1,362 posts, so that at
least 334 people hold two. Names are invented.
"""

from dataclasses import dataclass

from .conference_words import party_committee
from .names import person
from .places import relief

DISTRICT_DELEGATES, COMMUNE_DELEGATES = 93, 1_028
SECRETARY, COUNCIL, COMMITTEE = "Bí thư Đảng ủy", "Chủ tịch HĐND", "Chủ tịch UBND"
POSTS = {SECRETARY: 451, COUNCIL: 455, COMMITTEE: 456}
#: Secretaries who chair the People's Committee as well, as some communes try; the other doubles chair the council.
SECRETARY_AND_CHAIR = 12
SHARE_OF_WOMEN = 0.17


@dataclass(frozen=True)
class InventedDelegate:
    full_name: str
    is_woman: bool
    posts: tuple
    unit: object
    group: str


def programme_delegates(rng, *, districts, communes):
    """All delegates, districts first, units in the order given. No two of a unit share a name.

    Units have `name`, `kind` and `parent`. Raises ValueError when there are too few units for the published numbers.
    """
    return _of_districts(rng, districts) + _of_communes(rng, communes)


def _of_districts(rng, districts):
    """Four leaders of each district, and of some a fifth."""
    fifth = set(rng.sample(range(len(districts)), DISTRICT_DELEGATES - 4 * len(districts)))
    found = []
    for index, unit in enumerate(districts):
        party = party_committee(unit.kind)
        posts = [
            (f"Bí thư {party}", f"Chủ tịch HĐND {unit.kind}"),
            (f"Phó Bí thư Thường trực {party}",),
            (f"Phó Bí thư {party}", f"Chủ tịch UBND {unit.kind}"),
            (f"Trưởng Ban Dân vận {party}", f"Chủ tịch Ủy ban MTTQ {unit.kind}"),
        ]
        if index in fifth:
            posts.append((f"Chánh Văn phòng {party}",))
        found += _people(rng, unit, posts, "district", upland=relief(unit.name) == "upland")
    return found


def _of_communes(rng, communes):
    everywhere = range(len(communes))
    away = {title: set(rng.sample(everywhere, len(communes) - number)) for title, number in POSTS.items()}
    doubles = sum(POSTS.values()) - COMMUNE_DELEGATES
    with_chair = _some(rng, everywhere, away, (SECRETARY, COMMITTEE), SECRETARY_AND_CHAIR)
    rest = [index for index in everywhere if index not in with_chair]
    with_council = _some(rng, rest, away, (SECRETARY, COUNCIL), doubles - SECRETARY_AND_CHAIR)
    found = []
    for index, unit in enumerate(communes):
        single = [title for title in POSTS if index not in away[title]]
        double = ()
        if index in with_chair:
            double = (SECRETARY, COMMITTEE)
        elif index in with_council:
            double = (SECRETARY, COUNCIL)
        posts = ([double] if double else []) + [(title,) for title in single if title not in double]
        found += _people(rng, unit, posts, "commune", upland=relief(unit.parent.name) == "upland")
    return found


def _some(rng, indexes, away, titles, count):
    """`count` communes that send the holders of both posts."""
    able = [index for index in indexes if not any(index in away[title] for title in titles)]
    return set(rng.sample(able, count))


def _people(rng, unit, posts, group, *, upland):
    found, names = [], set()
    for held in posts:
        someone = person(rng, upland=upland, share_of_women=SHARE_OF_WOMEN)
        while someone.full_name in names:
            someone = person(rng, upland=upland, share_of_women=SHARE_OF_WOMEN)
        names.add(someone.full_name)
        found.append(InventedDelegate(someone.full_name, someone.is_woman, held, unit, group))
    return found
