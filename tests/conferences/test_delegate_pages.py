"""The list of delegates, attendance in the row and in bulk, one delegate, printing, and who sees names."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEvent
from conferences.models import Delegate, Person, Post
from conferences.overview import delegate_summary
from conferences.services.delegates import DelegateData, add_delegate
from conferences.services.opinions import ContentItem, SpeakerData, TurnData, register_turn
from conferences.services.people import protocol_rank

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed(held_conference, commune_a, commune_b, province, clerk):
    """Four delegates; one holds two posts."""
    people = [
        DelegateData("Nguyễn Văn An", ("Phó Bí thư Đảng ủy", "Chủ tịch UBND xã"), commune_b),
        DelegateData("Lê Thị Hoa", ("Bí thư Đảng ủy",), commune_a),
        DelegateData("Trần Đình Quý", ("Phó Bí thư Tỉnh ủy",), province),
        DelegateData("Đỗ Thị Ánh", (), commune_a, group="people", status="attended"),
    ]
    return [add_delegate(held_conference, one, by=clerk) for one in people]


def url(name, conference, *args):
    return reverse(f"conferences:{name}", args=[conference.code, *args])


def shown(client, conference, query=""):
    response = client.get(url("delegate_list", conference) + query)
    return [row["name"] for row in response.context["rows"]]


# --- the list ---


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Trần Đình Quý", "Lê Thị Hoa", "Nguyễn Văn An", "Đỗ Thị Ánh"]),
        ("?sort=name", ["Nguyễn Văn An", "Đỗ Thị Ánh", "Lê Thị Hoa", "Trần Đình Quý"]),
        ("?sort=list", ["Nguyễn Văn An", "Lê Thị Hoa", "Trần Đình Quý", "Đỗ Thị Ánh"]),
        ("?sort=unit", ["Trần Đình Quý", "Đỗ Thị Ánh", "Lê Thị Hoa", "Nguyễn Văn An"]),
        ("?sort=nonsense", ["Trần Đình Quý", "Lê Thị Hoa", "Nguyễn Văn An", "Đỗ Thị Ánh"]),
        ("?q=hoa", ["Lê Thị Hoa"]),
        ("?q=dinh+tran", ["Trần Đình Quý"]),
        ("?group=people", ["Đỗ Thị Ánh"]),
        ("?status=attended", ["Đỗ Thị Ánh"]),
        ("?unit=van+an", ["Nguyễn Văn An"]),
        ("?group=nonsense", ["Trần Đình Quý", "Lê Thị Hoa", "Nguyễn Văn An", "Đỗ Thị Ánh"]),
    ],
)
def test_filters_and_orders(query, expected, listed, held_conference, clerk, client_of):
    found = shown(client_of(clerk), held_conference, query)
    assert found == expected


def test_persons_are_counted_once_and_posts_each(listed, held_conference):
    summary = delegate_summary(held_conference)
    assert (summary.persons, summary.posts, summary.several_posts, summary.present) == (4, 4, 1, 1)
    assert {line.group: line.total for line in summary.lines} == {"province": 1, "commune": 2, "people": 1}


def test_the_list_takes_as_many_queries_for_many_as_for_one(held_conference, commune_a, clerk, client_of):
    client = client_of(clerk)
    asked = []
    for first, last in ((0, 1), (1, 3), (3, 120)):
        people = Person.objects.bulk_create(
            [Person(full_name=f"A {n}", sort_key=f"{n:04d}", folded_name=f"a {n}") for n in range(first, last)]
        )
        delegates = Delegate.objects.bulk_create(
            [Delegate(conference=held_conference, person=person, unit=commune_a) for person in people]
        )
        for delegate in delegates[:3]:
            delegate.posts.add(Post.objects.create(person=delegate.person, title="Bí thư", unit=commune_a))
        client.get(url("delegate_list", held_conference))
        with CaptureQueriesContext(connection) as queries:
            response = client.get(url("delegate_list", held_conference))
        assert len(response.context["rows"]) == min(last, 100)
        asked.append(len(queries))
    assert asked == [asked[0]] * 3


def test_names_are_masked_outside_the_unit_and_the_commission(
    listed, held_conference, supervisor, auditor, secretary, specialist, client_of
):
    for user in (supervisor, auditor):
        page = client_of(user).get(url("delegate_list", held_conference)).content.decode()
        assert ("Trần Đình Quý" in page, "T.Đ.Q." in page) == (False, True)
        assert shown(client_of(user), held_conference, "?q=hoa") == shown(client_of(user), held_conference)
        assert client_of(user).post(url("delegate_export", held_conference)).status_code == 403
    for user in (secretary, specialist):
        assert "Trần Đình Quý" in shown(client_of(user), held_conference)


def test_reading_names_is_noted_once_a_day(listed, held_conference, clerk, supervisor, client_of):
    for user in (clerk, clerk, supervisor):
        client_of(user).get(url("delegate_list", held_conference))
    assert AuditEvent.objects.filter(action="read", actor=clerk).count() == 1
    assert AuditEvent.objects.filter(action="read", actor=supervisor).count() == 0


def test_the_printed_list_has_groups_in_order_and_marks(listed, held_conference, clerk, client_of):
    response = client_of(clerk).get(url("delegate_print", held_conference))
    groups = [(group["numeral"], len(group["rows"])) for group in response.context["groups"]]
    assert groups == [("I", 1), ("II", 2), ("III", 1)]


def test_protocol_rank_follows_level_and_office():
    titles = ["Bí thư Tỉnh ủy", "Phó Bí thư Thường trực Tỉnh ủy", "Chủ tịch HĐND tỉnh", "Giám đốc Sở"]
    ranks = [protocol_rank(title, "province") for title in titles]
    assert ranks == sorted(ranks)
    assert protocol_rank("Ủy viên Trung ương Đảng", "province") < ranks[0]
    assert ranks[-1] < protocol_rank("Bí thư Huyện ủy", "district") < protocol_rank("Bí thư Đảng ủy", "commune")
    assert protocol_rank("Người có uy tín", "commune") == 500


# --- attendance ---


def test_setting_a_row_changes_that_row(listed, held_conference, clerk, client_of):
    delegate = listed[0]
    response = client_of(clerk).post(
        url("delegate_attendance", held_conference, delegate.pk),
        {"status": "excused", "next": url("delegate_list", held_conference) + "?page=2"},
    )
    assert response.url == url("delegate_list", held_conference) + "?page=2"
    delegate.refresh_from_db()
    assert delegate.status == "excused"
    assert AuditEvent.objects.filter(fields=["attendance"]).count() == 1


def test_htmx_gets_the_row_anew_and_the_figures_are_told(listed, held_conference, clerk, client_of):
    response = client_of(clerk).post(
        url("delegate_attendance", held_conference, listed[0].pk),
        {"status": "attended"},
        headers={"HX-Request": "true"},
    )
    assert (response.status_code, response["HX-Trigger"]) == (200, "attendance")
    assert response.content.decode().strip().startswith("<tr")
    figures = client_of(clerk).get(
        url("delegate_list", held_conference) + "?part=summary", headers={"HX-Request": "true"}
    )
    assert "<html" not in figures.content.decode()


def test_a_substitution_needs_a_name_and_keeps_the_choice(listed, held_conference, clerk, client_of):
    client, address = client_of(clerk), url("delegate_attendance", held_conference, listed[0].pk)
    response = client.post(address, {"status": "substituted"}, headers={"HX-Request": "true"})
    assert response.status_code == 422
    assert 'value="substituted" selected' in response.content.decode()
    sent = {"status": "substituted", "substitute": "Hồ  Văn Thay"}
    assert client.post(address, sent, headers={"HX-Request": "true"}).status_code == 200
    delegate = Delegate.objects.get(pk=listed[0].pk)
    assert delegate.substitute.full_name == "Hồ Văn Thay"
    client.post(address, {"status": "attended"})
    delegate.refresh_from_db()
    assert (delegate.status, delegate.substitute) == ("attended", None)
    assert not Person.objects.filter(full_name="Hồ Văn Thay").exists()


def test_the_ticked_are_set_together_and_nobody_else(listed, held_conference, clerk, client_of):
    sent = {"status": "attended", "delegate": [listed[0].pk, listed[3].pk]}
    response = client_of(clerk).post(url("delegate_attendance_many", held_conference), sent)
    assert response.status_code == 302
    assert list(held_conference.delegates.order_by("position").values_list("status", flat=True)) == [
        "attended",
        "invited",
        "invited",
        "attended",
    ]


def test_all_that_the_filter_shows_are_set_together(listed, held_conference, clerk, client_of):
    sent = {"status": "absent", "all": "1", "query": "group=commune"}
    client_of(clerk).post(url("delegate_attendance_many", held_conference), sent)
    assert held_conference.delegates.filter(status="absent").count() == 2


@pytest.mark.parametrize(
    "sent", [{}, {"status": "attended"}, {"status": "substituted", "delegate": ["1"]}, {"status": "x", "delegate": "y"}]
)
def test_a_bulk_setting_without_rows_or_sense_changes_nothing(sent, listed, held_conference, clerk, client_of):
    assert client_of(clerk).post(url("delegate_attendance_many", held_conference), sent).status_code == 302
    assert held_conference.delegates.filter(status="invited").count() == 3


def test_delegates_of_another_conference_are_out_of_hand(listed, held_conference, commune_a, clerk, client_of):
    other = type(held_conference).objects.create(
        code="HN-2026-1", title="Khác", level="commune", unit=commune_a, held_on=date(2026, 10, 1)
    )
    stranger = listed[0]
    address = url("delegate_attendance", other, stranger.pk)
    assert client_of(clerk).post(address, {"status": "absent"}).status_code == 404
    client_of(clerk).post(url("delegate_attendance_many", other), {"status": "absent", "delegate": [stranger.pk]})
    stranger.refresh_from_db()
    assert stranger.status == "invited"


# --- one delegate ---


def typed(**values):
    fields = {
        "full_name": "Hồ Thị Yến",
        "posts": "Bí thư Đảng ủy\nChủ tịch HĐND xã",
        "unit": "xa kim lien",
        "group": "",
        "status": "invited",
    }
    return {**fields, **values}


def test_a_delegate_is_added_with_posts_and_usual_group(held_conference, commune_a, clerk, client_of):
    response = client_of(clerk).post(url("delegate_new", held_conference), typed())
    assert response.status_code == 302
    delegate = held_conference.delegates.get()
    assert (delegate.person.full_name, delegate.unit, delegate.group) == ("Hồ Thị Yến", commune_a, "commune")
    assert [post.title for post in delegate.posts.all()] == ["Bí thư Đảng ủy", "Chủ tịch HĐND xã"]


def test_add_another_keeps_the_unit(held_conference, commune_a, clerk, client_of):
    response = client_of(clerk).post(url("delegate_new", held_conference), typed(another="1"))
    assert response.status_code == 200
    assert (response.context["form"]["unit"].value(), response.context["form"]["full_name"].value()) == (
        "xa kim lien",
        None,
    )


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"full_name": ""}, "full_name"),
        ({"full_name": "Uû ban nh©n d©n"}, "full_name"),
        ({"unit": "Xã Không Có"}, "unit"),
        ({"organisation": "Sở Không Có"}, "organisation"),
        ({"status": "substituted"}, "substitute"),
        ({"substitute": "Trần Văn Tú"}, "status"),
        ({"posts": "x" * 161}, "posts"),
    ],
)
def test_a_bad_delegate_is_said_beside_its_field_and_keeps_everything(
    values, field, held_conference, commune_a, clerk, client_of
):
    response = client_of(clerk).post(url("delegate_new", held_conference), typed(**values))
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert held_conference.delegates.count() == 0


def test_a_person_on_the_list_is_not_added_again(listed, held_conference, clerk, client_of):
    again = typed(full_name="lê thị hoa", posts="Bí thư Đảng ủy")
    response = client_of(clerk).post(url("delegate_new", held_conference), again)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["full_name"])


def edit(client, conference, delegate, **values):
    address = url("delegate_edit", conference, delegate.pk)
    form = client.get(address).context["form"]
    shown = {field.name: field.value() or "" for field in form}
    shown["posts"] = "\n".join(shown["posts"])
    return client.post(address, {**shown, **values})


def test_a_delegate_is_corrected(listed, held_conference, commune_b, clerk, client_of):
    response = edit(client_of(clerk), held_conference, listed[0], full_name="Nguyễn Văn Ân", posts="Chủ tịch UBND xã")
    assert response.status_code == 302
    delegate = held_conference.delegates.get(pk=listed[0].pk)
    assert delegate.person.full_name == "Nguyễn Văn Ân"
    assert [post.title for post in delegate.person.posts.all()] == ["Chủ tịch UBND xã"]


def test_two_people_correcting_one_delegate_notice_each_other(listed, held_conference, clerk, leader, client_of):
    address = url("delegate_edit", held_conference, listed[0].pk)
    client = client_of(clerk)
    seen = client.get(address).context["form"]["seen"].value()
    edit(client_of(leader), held_conference, listed[0], status="excused")
    response = client.post(address, typed(full_name="Nguyễn Văn Ân", seen=seen))
    assert response.status_code == 409
    assert "Nguyễn Văn Ân" in response.content.decode()
    assert held_conference.delegates.get(pk=listed[0].pk).person.full_name == "Nguyễn Văn An"


def test_a_delegate_taken_off_the_list_leaves_no_name_behind(listed, held_conference, clerk, client_of):
    address = url("delegate_remove", held_conference, listed[0].pk)
    assert client_of(clerk).get(address).status_code == 405
    assert client_of(clerk).post(address).status_code == 302
    assert not Person.objects.filter(full_name="Nguyễn Văn An").exists()


def test_a_delegate_who_took_the_floor_stays(listed, held_conference, commune_a, clerk, client_of):
    turn = TurnData(
        unit=commune_a,
        conference=held_conference,
        taken_on=held_conference.held_on,
        speaker=SpeakerData(kind="delegate", delegate=listed[0]),
        items=(ContentItem("Đường thôn"),),
    )
    register_turn(turn, by=clerk, on=held_conference.held_on)
    client_of(clerk).post(url("delegate_remove", held_conference, listed[0].pk))
    assert held_conference.delegates.filter(pk=listed[0].pk).exists()


@pytest.mark.parametrize("name", ["delegate_new", "delegate_template"])
def test_keeping_the_list_is_not_for_readers(name, held_conference, supervisor, sibling_clerk, client_of):
    assert client_of(supervisor).get(url(name, held_conference)).status_code == 403
    assert client_of(sibling_clerk).get(url(name, held_conference)).status_code == 404


@pytest.mark.parametrize("name", ["delegate_attendance", "delegate_edit", "delegate_remove"])
def test_one_delegate_is_not_changed_by_readers(name, listed, held_conference, supervisor, sibling_clerk, client_of):
    address = url(name, held_conference, listed[0].pk)
    assert client_of(supervisor).post(address, {"status": "absent"}).status_code == 403
    assert client_of(sibling_clerk).post(address, {"status": "absent"}).status_code == 404
