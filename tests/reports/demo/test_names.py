import random
import unicodedata
from collections import Counter

from reports.demo import names
from reports.demo.places import commune_place


def people(count=20_000, **options):
    rng = random.Random(9)
    return [names.person(rng, **options) for _time in range(count)]


def test_names_vary_as_in_life():
    found = Counter(person.full_name for person in people())
    assert len(found) > 9_000
    assert found.most_common(1)[0][1] < 80


def test_nguyen_leads_and_does_not_drown_the_others():
    surnames = Counter(person.full_name.split()[0] for person in people())
    assert 0.22 < surnames["Nguyễn"] / 20_000 < 0.4


def test_no_invented_person_bears_the_name_of_a_public_figure():
    known = set(names._data()["public_figures"])
    assert {"Thái Thanh Quý", "Nguyễn Đức Trung", "Phạm Minh Chính"} <= known
    assert not known & {person.full_name for person in people(60_000)}


def test_most_women_are_called_thi_and_no_man_is():
    found = people()
    assert all(" Thị " not in f" {person.full_name} " for person in found if not person.is_woman)
    women = [person for person in found if person.is_woman]
    assert sum(" Thị " in person.full_name for person in women) > 0.8 * len(women)


def test_peoples_of_the_upland_are_there():
    found = Counter(person.full_name.split()[0] for person in people(upland=True))
    assert found["Lô"] > found["Nguyễn"]
    assert {"Vi", "Moong", "Xồng", "Vừ"} <= set(found)


def test_names_are_composed_unicode():
    assert all(unicodedata.normalize("NFC", person.full_name) == person.full_name for person in people(3_000))


def test_a_speaker_has_a_capacity_and_a_village():
    rng = random.Random(2)
    place = commune_place(rng, "Phường Hưng Dũng", "phường", "Thành phố Vinh")
    found = [names.speaker(rng, place=place, level="commune") for _time in range(500)]
    assert {speaker.address for speaker in found} == {place.name[:1].upper() + place.name[1:]}
    assert len({speaker.capacity for speaker in found}) >= 10
    assert not any("{" in speaker.capacity for speaker in found)


def test_members_of_the_womens_union_are_women():
    rng = random.Random(2)
    place = commune_place(rng, "Xã Kim Liên", "xã", "Huyện Nam Đàn")
    found = [names.speaker(rng, place=place, level="commune") for _time in range(2_000)]
    assert all(speaker.is_woman for speaker in found if "Phụ nữ" in speaker.capacity)


def test_the_head_of_a_hamlet_is_called_as_people_do():
    rng = random.Random(2)
    heads = set()
    for name in ("Xã Kim Liên", "Xã Nam Anh", "Xã Nam Xuân", "Xã Nam Lĩnh", "Phường Hưng Dũng"):
        place = commune_place(rng, name, name.split()[0].lower(), "Huyện Nam Đàn")
        heads |= {names.speaker(rng, place=place, level="commune").capacity for _time in range(300)}
    assert not any(head.startswith(("Trưởng xóm", "Trưởng khối", "Trưởng tổ")) for head in heads)
    assert any(head.startswith(("Xóm trưởng", "Trưởng thôn")) for head in heads)
