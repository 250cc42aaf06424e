"""The work list: what stands in which part for whom, day by day, and that the figures and the lists agree."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from accounts.reach import forget_reach
from accounts.roles import Role
from conferences.models import Opinion
from conferences.models.vocabulary import OpinionState as State
from conferences.permissions import sees_conferences
from conferences.workflow import move, open_moves
from handling import navigation, worklist
from handling.kinds import kinds
from handling.models import Handling
from registers.models import UnitSuccession
from registers.reach import rebuild_reach
from tests.conferences.opinion_roads import DAY, many, registered
from tests.conftest import SINCE, make_unit

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def of_opinions():
    return next(kind for kind in kinds() if kind.key == "opinion")


def due(opinion, days, **values):
    """The opinion, due so many days from today; None is no due date."""
    day = None if days is None else TODAY + timedelta(days=days)
    Handling.objects.filter(pk=opinion.handling_id).update(due_on=day, original_due_on=day, **values)
    return opinion


def of_another_commune(road, commune_b, lead, by):
    """An opinion of commune B in progress at a lead, due the day before yesterday."""
    turn = registered(road.conference, by, "Đề nghị xây cầu Vạn An")[0]
    Opinion.objects.filter(pk=turn.pk).update(unit=commune_b, conference=None)
    Handling.objects.filter(pk=turn.handling_id).update(unit=commune_b)
    opinion = move(turn, "classify", by=by, on=DAY, data=road.data["classify"])
    return move(opinion, "assign", by=by, on=DAY, data={**road.data["assign"], "lead": lead})


@pytest.fixture
def record(road, commune_b, commune_body, other_department, leader, specialist):
    """Opinions of commune A in every state and at every boundary of dates, one of commune B, by name."""
    own = {**road.data["assign"], "lead": commune_body, "assigner": commune_body}
    return {
        "long late": due(road.to(State.IN_PROGRESS), -30),
        "late": due(road.to(State.ASSIGNED), -1),
        "today": due(road.to(State.IN_PROGRESS), 0),
        "in 3 days": due(road.to(State.ASSIGNED), 3),
        "in 4 days": due(road.to(State.ASSIGNED), 4),
        "received": road.to(State.RECEIVED),
        "classified": road.to(State.CLASSIFIED),
        "of the province": move(
            road.to(State.RECEIVED),
            "classify",
            by=specialist,
            on=DAY,
            data={**road.data["classify"], "competent_level": "province"},
        ),
        "own": due(move(road.to(State.CLASSIFIED), "assign", by=leader, on=DAY, data=own), 2),
        "answered late": due(road.to(State.ANSWERED), -1),
        "in the hall": move(
            road.to(State.RECEIVED),
            "answer_in_hall",
            by=leader_of(road),
            on=DAY,
            data={"answerer": "B", "text": "Sẽ làm"},
        ),
        "verified": due(road.to(State.VERIFIED), 0),
        "closed": due(road.to(State.CLOSED), -1),
        "of commune B": due(of_another_commune(road, commune_b, other_department, specialist), -2),
    }


def leader_of(road):
    return road.chief


def named(record, opinions):
    names = {opinion.pk: name for name, opinion in record.items()}
    return [names[opinion.pk] for opinion in opinions]


def parts(record, user, on=TODAY):
    """{part: names in the order of the list} of one user."""
    kind = of_opinions()
    return {name: named(record, worklist.part(kind, name, user, on)) for name in worklist.PARTS}


#: What is late, due soon and waiting, in the order of the list: by due date, then as registered.
LATE_IN_A, SOON_IN_A = ["long late", "late"], ["today", "own", "in 3 days"]
LED = ["long late", "late", "today", "in 3 days", "in 4 days"]
AREA = ["long late", "of commune B", "late"]
OF_COMMISSION = ["answered late", "classified", "of the province", "in the hall"]
NOTHING = {"overdue": [], "due_soon": [], "waiting": []}
PARTS_OF = {
    "specialist": {"overdue": AREA, "due_soon": SOON_IN_A, "waiting": OF_COMMISSION},
    "commission_leader": {
        "overdue": AREA,
        "due_soon": SOON_IN_A,
        "waiting": ["answered late", "verified", "classified", "of the province", "in the hall"],
    },
    "clerk": {"overdue": LATE_IN_A, "due_soon": SOON_IN_A, "waiting": ["own", "received"]},
    "leader": {"overdue": LATE_IN_A, "due_soon": SOON_IN_A, "waiting": ["verified", "classified", "in the hall"]},
    "sibling_clerk": {"overdue": ["of commune B"], "due_soon": [], "waiting": []},
    "focal_point": {"overdue": LATE_IN_A, "due_soon": ["today", "in 3 days"], "waiting": LED},
    "other_focal_point": {"overdue": ["of commune B"], "due_soon": [], "waiting": ["of commune B"]},
    "secretary": {"overdue": LATE_IN_A, "due_soon": SOON_IN_A, "waiting": []},
    "supervisor": {"overdue": AREA, "due_soon": SOON_IN_A, "waiting": []},
    "auditor": {"overdue": AREA, "due_soon": SOON_IN_A, "waiting": []},
    "registry_clerk": NOTHING,
    "petition_officer": NOTHING,
    "administrator": NOTHING,
    "outsider": NOTHING,
}


@pytest.mark.parametrize("who", PARTS_OF)
def test_each_person_has_their_own_work_list(who, record, request):
    user = request.getfixturevalue(who)
    found, figures = parts(record, user), worklist.counts(user, TODAY)
    assert found == PARTS_OF[who]
    assert {name: getattr(figures, name) for name in worklist.PARTS} == {
        name: len(rows) for name, rows in found.items()
    }
    late = [name for name in found["waiting"] if name in found["overdue"]]
    assert worklist.waiting_counts(user, TODAY) == (figures.waiting, len(late))
    late = found["overdue"]
    assert figures.oldest_due == (Handling.objects.get(opinion=record[late[0]]).due_on if late else None)


def test_a_part_links_to_a_list_of_the_same_opinions(record, request, client_of):
    kind, differing = of_opinions(), []
    for who, expected in PARTS_OF.items():
        if not sees_conferences(request.getfixturevalue(who)):
            continue
        client = client_of(request.getfixturevalue(who))
        for part, names in expected.items():
            listed = [row.code for row in client.get(kind.list_url(part)).context["rows"]]
            if sorted(listed) != sorted(record[name].code for name in names):
                differing.append((who, part, listed))
    assert differing == []


def test_nothing_waits_for_a_person_who_cannot_move_it(record, request):
    kind, stuck = of_opinions(), []
    for who in PARTS_OF:
        user = request.getfixturevalue(who)
        rows = kind.waiting(user, TODAY)
        stuck += [(who, name) for name, row in zip(named(record, rows), rows, strict=True) if not open_moves(user, row)]
    assert stuck == []


def test_days_decide_and_the_day_of_the_deadline_is_not_late(record, commission_leader):
    tomorrow, in_four_days = (parts(record, commission_leader, TODAY + timedelta(days=days)) for days in (1, 4))
    assert tomorrow["overdue"] == ["long late", "of commune B", "late", "today"]
    assert tomorrow["due_soon"] == ["own", "in 3 days", "in 4 days"]
    assert in_four_days["overdue"] == ["long late", "of commune B", "late", "today", "own", "in 3 days"]
    assert in_four_days["due_soon"] == ["in 4 days"]


def test_a_month_before_nothing_was_late(record, commission_leader):
    assert parts(record, commission_leader, TODAY - timedelta(days=30)) == {
        "overdue": [],
        "due_soon": ["long late"],
        "waiting": PARTS_OF["commission_leader"]["waiting"],
    }


def test_work_that_is_done_leaves_at_once_and_comes_back_when_it_is_returned(record, road, commission_leader):
    answered = move(record["long late"], "answer", by=road.focal_point, on=TODAY, data={"text": "Đã sửa xong."})
    assert parts(record, road.focal_point)["overdue"] == ["late"]
    assert "long late" not in parts(record, road.focal_point)["waiting"]
    move(answered, "return_answer", by=commission_leader, on=TODAY, data={"reason": "Chưa rõ"})
    assert parts(record, road.focal_point)["overdue"] == LATE_IN_A
    assert parts(record, road.focal_point)["waiting"] == LED


def test_an_answer_to_what_the_unit_assigned_itself_waits_for_its_leader(record, clerk, leader):
    """As for verifying: the commission may, the owning leader does for what the unit assigned."""
    move(record["own"], "answer", by=clerk, on=TODAY, data={"text": "Đã sửa xong."})
    assert parts(record, leader)["waiting"] == ["verified", "own", "classified", "in the hall"]


# --- two roles in one person ---


def also(user, role, organisation):
    Membership.objects.create(user=user, organisation=organisation, role=role, valid_from=SINCE)
    forget_reach(user)
    return user


def test_a_clerk_who_leads_another_commune_has_the_work_of_each_role_in_its_own_unit(
    road, held_conference, clerk, sibling_body, commune_b
):
    both = also(clerk, Role.COMMUNE_LEADER, sibling_body)
    of_a = {state: road.to(state) for state in (State.RECEIVED, State.CLASSIFIED, State.VERIFIED)}
    of_b = {state: road.to(state) for state in (State.RECEIVED, State.CLASSIFIED, State.VERIFIED)}
    Opinion.objects.filter(pk__in=[row.pk for row in of_b.values()]).update(unit=commune_b, conference=None)
    kind = of_opinions()
    assert set(kind.waiting(both, TODAY)) == {of_a[State.RECEIVED], of_b[State.CLASSIFIED], of_b[State.VERIFIED]}


def test_a_specialist_who_leads_a_commune_does_not_lead_the_province(record, specialist, sibling_body):
    both = also(specialist, Role.COMMUNE_LEADER, sibling_body)
    assert parts(record, both)["waiting"] == OF_COMMISSION


def test_the_work_of_two_roles_is_listed_once(record, specialist, lead_department):
    both = also(specialist, Role.FOCAL_POINT, lead_department)
    expected = PARTS_OF["specialist"]
    assert parts(record, both) == {
        **expected,
        "waiting": ["long late", "late", "answered late", "today", "in 3 days", "in 4 days", *OF_COMMISSION[1:]],
    }
    assert worklist.counts(both, TODAY).waiting == 9


def test_a_leader_of_a_commune_and_a_focal_point_elsewhere_has_both(record, leader, other_department):
    both = also(leader, Role.FOCAL_POINT, other_department)
    assert parts(record, both) == {
        "overdue": AREA,
        "due_soon": SOON_IN_A,
        "waiting": ["of commune B", *PARTS_OF["leader"]["waiting"]],
    }


def test_an_ended_role_leaves_no_work(record, clerk):
    Membership.objects.filter(user=clerk).update(valid_until=TODAY - timedelta(days=1))
    forget_reach(clerk)
    assert parts(record, clerk) == NOTHING


def test_what_a_unit_of_today_succeeded_is_read_but_waits_for_nobody_there(road, province, clerk, commune_a):
    """The records of forerunners are read-only until they are handed over."""
    old = make_unit("17980", "Xã Nam Giang", "commune", province, kind="xã", valid_until=date(2025, 6, 30))
    UnitSuccession.objects.create(
        old=old, new=commune_a, effective=date(2025, 7, 1), resolution="1678", change="merged"
    )
    rebuild_reach()
    opinion = due(road.to(State.RECEIVED), -1)
    Opinion.objects.filter(pk=opinion.pk).update(unit=old)
    found = parts({"old": opinion}, clerk)
    assert found == {"overdue": ["old"], "due_soon": [], "waiting": []}


# --- the figures of the week ---

#: A Wednesday.
WEDNESDAY = date(2026, 11, 18)


@pytest.fixture
def done(commune_a, road):
    """`done(on, due)` is an opinion of commune A whose work ended on a day."""

    def made(on, due_on):
        opinion = road.to(State.ANSWERED)
        Handling.objects.filter(pk=opinion.handling_id).update(done_on=on, due_on=due_on, original_due_on=due_on)

    return made


def test_the_week_runs_from_monday_to_the_day_itself(done, clerk):
    for day in (15, 16, 17, 18, 19, 22):
        done(date(2026, 11, day), date(2026, 11, 30))
    counts = [worklist.counts(clerk, date(2026, 11, day)) for day in (15, 16, 18, 22)]
    assert [(count.done_this_week, count.done_on_time) for count in counts] == [(1, 1), (1, 1), (3, 3), (5, 5)]


@pytest.mark.parametrize(
    ("due_on", "figures"),
    [
        (date(2026, 11, 30), (1, 1)),
        (date(2026, 11, 17), (1, 1)),
        (date(2026, 11, 16), (1, 0)),
        # Without a due date it was never work with a deadline.
        (None, (0, 0)),
    ],
)
def test_done_on_its_day_is_on_time_and_the_day_after_is_not(due_on, figures, done, clerk):
    done(date(2026, 11, 17), due_on)
    count = worklist.counts(clerk, WEDNESDAY)
    assert (count.done_this_week, count.done_on_time) == figures


def test_without_work_every_figure_is_zero(outsider):
    assert worklist.counts(outsider, WEDNESDAY) == worklist.Counts()
    assert worklist.waiting_counts(outsider, WEDNESDAY) == (0, 0)


# --- several kinds, cost, length ---


def test_figures_of_several_kinds_are_summed_and_the_oldest_date_is_the_oldest_of_all(record, clerk, monkeypatch):
    kind = of_opinions()
    monkeypatch.setattr(worklist, "kinds", lambda: [kind, replace(kind, key="twin")])
    once = {"overdue": 2, "due_soon": 3, "waiting": 2}
    twice = worklist.counts(clerk, TODAY)
    assert {name: getattr(twice, name) for name in once} == {name: 2 * number for name, number in once.items()}
    assert twice.oldest_due == TODAY - timedelta(days=30)
    assert worklist.waiting_counts(clerk, TODAY)[0] == twice.waiting


def test_without_any_kind_of_work_there_are_no_figures(clerk, monkeypatch):
    monkeypatch.setattr(worklist, "kinds", list)
    assert worklist.counts(clerk, TODAY) == worklist.Counts()
    assert worklist.waiting_counts(clerk, TODAY) == (0, 0)


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(
    ("who", "queries", "beside"),
    # For whom nothing can wait, nothing is asked.
    [
        *[("clerk", 3, 1), ("leader", 4, 1), ("specialist", 3, 1), ("commission_leader", 4, 1)],
        *[("secretary", 1, 0), ("supervisor", 2, 0)],
    ],
)
def test_figures_take_two_queries_a_kind_and_the_entry_of_the_navigation_one(
    who, queries, beside, rows, held_conference, clerk, request, django_assert_num_queries
):
    many(held_conference, clerk, rows)
    user = request.getfixturevalue(who)
    # The memberships are read once per request.
    worklist.counts(user, TODAY)
    with django_assert_num_queries(queries):
        worklist.counts(user, TODAY)
    with django_assert_num_queries(beside):
        worklist.waiting_counts(user, TODAY)


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize("part", worklist.PARTS)
def test_the_page_asks_as_often_at_any_size(part, rows, held_conference, clerk, client_of, django_assert_num_queries):
    many(held_conference, clerk, rows)
    day = TODAY + timedelta(days={"overdue": -1, "due_soon": 1, "waiting": 9}[part])
    Handling.objects.update(due_on=day, original_due_on=day)
    client, address = client_of(clerk), f"{reverse('handling:work')}?part={part}"
    client.get(address)
    with django_assert_num_queries(11 if part == "waiting" else 12):
        assert len(client.get(address).context["tables"][0]["rows"]) == min(rows, worklist.PART_LENGTH)


@pytest.mark.parametrize("beyond", [0, 1, 15])
def test_rows_beyond_the_length_of_a_part_are_on_the_list_it_links_to(beyond, held_conference, clerk, client_of):
    rows = many(held_conference, clerk, worklist.PART_LENGTH + beyond)
    for days, row in enumerate(rows):
        due(row, -1 - days)
    client = client_of(clerk)
    page = client.get(reverse("handling:work"))
    assert page.context["tables"][0]["total"] == worklist.PART_LENGTH + beyond
    # The longest late are those shown.
    assert page.context["tables"][0]["rows"] == list(reversed(rows))[: worklist.PART_LENGTH]
    address = f"{reverse('conferences:opinion_list')}?due=overdue"
    assert f'<a href="{address}">Xem tất cả {len(rows)}</a>' in page.content.decode()
    assert sorted(row.code for row in client.get(address).context["rows"]) == [row.code for row in rows]


# --- the entry of the navigation ---


def entry(client):
    """(count, urgent) beside “My work” on any page."""
    (found,) = [
        one
        for section in client.get(reverse("registers:unit_list")).context["navigation"]
        for one in section["entries"]
        if one["url"] == reverse("handling:work")
    ]
    return found["count"], found["urgent"]


@pytest.mark.parametrize(
    ("days", "beside"),
    [([], (0, False)), ([4, 30], (2, False)), ([0, 3], (2, False)), ([-1, 0, 3, 4], (4, True)), ([-1], (1, True))],
)
def test_what_waits_is_counted_beside_my_work_and_is_urgent_once_late(days, beside, road, focal_point, client_of):
    for distance in days:
        due(road.to(State.ASSIGNED), distance)
    assert entry(client_of(focal_point)) == beside


@pytest.mark.parametrize("who", ["supervisor", "auditor", "secretary", "clerk"])
def test_work_of_others_is_not_counted_beside_my_work(who, road, request, client_of):
    due(road.to(State.ASSIGNED), -1)
    assert entry(client_of(request.getfixturevalue(who))) == (0, False)


@pytest.mark.parametrize("who", ["administrator", "outsider"])
def test_who_opens_no_record_has_no_work_and_no_lists_in_the_navigation(who, request, client_of):
    sections = client_of(request.getfixturevalue(who)).get(reverse("registers:unit_list")).context["navigation"]
    offered = {one["url"] for section in sections for one in section["entries"]}
    lists = {reverse(name) for name in ("handling:work", "conferences:conference_list", "conferences:opinion_list")}
    assert not offered & lists


def test_the_count_is_computed_once_a_request(road, clerk, rf, monkeypatch):
    asked = []
    monkeypatch.setattr(worklist, "waiting_counts", lambda user, on: asked.append(user) or (3, 1))
    request = rf.get("/")
    request.user = clerk
    assert (navigation.waiting_count(request), navigation.work_is_late(request), len(asked)) == (3, True, 1)
