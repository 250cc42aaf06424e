"""Cases of petitions: kept by the officer of the body whose petition is in one, read by who sees a part of it."""

from datetime import date

from tests.permissions.rows import COMMISSION, DONE, SIGNED_IN, Row

KEEPERS = ("petition_officer",)
#: The case of a petition of the province: seen by whose tree it is.
READERS = (*COMMISSION, "supervisor", "auditor")
#: Petitions are not the matter of these roles, or of nobody's.
LISTS = (*READERS, "petition_officer", "clerk", "leader", "sibling_clerk", "registry_clerk", "focal_point")


def furnish(world):
    from petitions.services.cases import open_case
    from registers.models import RuleParameter
    from tests.conftest import SINCE
    from tests.petitions.conftest import RULES
    from tests.petitions.petition_roads import DAY, C, Road

    for key, (value, unit) in RULES.items():
        RuleParameter.objects.get_or_create(
            key=key, level="", valid_from=SINCE, defaults={"value": value, "unit": unit}
        )
    people = {"officer": world.people["petition_officer"], "leader": world.people["commission_leader"]}
    road = Road(world.organisations["BTGDV"], people, world.organisations["SNNMT"], None)
    world.cased, world.free = road.registered(C), road.registered(C)
    world.case = open_case(world.cased, title="Đền bù đường ra cảng", by=people["officer"], on=DAY)
    world.party = world.case.parties.create(part="investor", name="Công ty Cảng")
    world.meeting = world.case.meetings.create(on=date(2026, 10, 6), place="Trụ sở xã")
    world.meeting.parties.add(world.party)
    world.visit = world.case.visits.create(on=date(2026, 10, 6), leader="Ông Lê Văn B", place="xóm 3")


def case(world):
    return {"code": world.case.code}


def free(world):
    return {"code": world.free.code}


def visit(world):
    return {**case(world), "pk": world.visit.pk}


def meeting(world):
    return {**case(world), "pk": world.meeting.pk}


def moved(name):
    return lambda world: {**case(world), "name": name}


def edited(world):
    rows = {"parties-TOTAL_FORMS": 0, "parties-INITIAL_FORMS": 0}
    return {"title": "Đền bù", "version": world.case.version, **rows}


_OF_CASE = {"others": 404, "scope": "a case of the province"}


def _kept(name, kwargs, data):
    return Row(
        f"petitions:{name}",
        {DONE: KEEPERS, 403: READERS},
        kwargs=kwargs,
        method="post",
        data=data,
        post_only=True,
        **_OF_CASE,
    )


ROWS = [
    Row("petitions:case_list", {200: (*LISTS, "other_focal_point")}),
    Row("petitions:case", {200: (*KEEPERS, *READERS)}, kwargs=case, **_OF_CASE),
    Row("petitions:case", {404: SIGNED_IN}, kwargs=lambda world: {"code": "VV-2026-9999"}, scope="no such case"),
    Row("petitions:case_edit", {200: KEEPERS, 403: READERS}, kwargs=case, **_OF_CASE),
    Row(
        "petitions:case_edit",
        {DONE: KEEPERS, 403: READERS},
        kwargs=case,
        method="post",
        data=edited,
        **_OF_CASE,
    ),
    _kept("case_link", case, lambda world: {"code": world.free.code}),
    _kept("case_unlink", case, lambda world: {"code": world.cased.code}),
    _kept(
        "case_visit",
        case,
        lambda world: {"on": "06/10/2026", "leader": "Ông Lê Văn B", "place": "xóm 3", "version": world.case.version},
    ),
    _kept("case_visit_remove", visit, lambda world: {}),
    _kept(
        "case_meeting",
        case,
        lambda world: {
            "on": "06/10/2026",
            "place": "Trụ sở xã",
            "parties": [world.party.pk],
            "version": world.case.version,
        },
    ),
    _kept("case_meeting_remove", meeting, lambda world: {}),
    Row("petitions:case_move", {200: KEEPERS, 403: READERS}, kwargs=moved("name_responsible"), **_OF_CASE),
    Row(
        "petitions:case_move",
        {DONE: KEEPERS, 403: READERS},
        kwargs=moved("name_responsible"),
        method="post",
        data=lambda world: {"responsible": world.organisations["BTGDV"].pk, "version": world.case.version},
        **_OF_CASE,
    ),
    Row("petitions:case_move", {404: SIGNED_IN}, kwargs=moved("settle"), scope="no such move"),
    Row("petitions:case_of_petition", {200: KEEPERS, 403: READERS}, kwargs=free, **_OF_CASE),
    Row(
        "petitions:case_of_petition",
        {DONE: KEEPERS, 403: READERS},
        kwargs=free,
        method="post",
        data=lambda world: {"title": "Đền bù"},
        **_OF_CASE,
    ),
]
