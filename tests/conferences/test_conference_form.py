"""Planning a conference and changing it: what is read, refused with everything kept, saved once, and in conflict."""

import uuid
from datetime import date

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from conferences.models import Conference, ConferenceMove, Person
from conferences.services.opinions import ContentItem, TurnData, register_turn
from conferences.services.people import ChairRow, set_chairs
from registers.levels import Level
from tests.conftest import make_unit

pytestmark = pytest.mark.django_db
NEW = "/conferences/new/"


@pytest.fixture(autouse=True)
def bodies(commune_body, sibling_body, commission_body):
    """The bodies of both communes and the commission are in the register."""


def typed(**values):
    fields = {
        "title": "Đối thoại với Nhân dân",
        "theme": "Lắng nghe",
        "unit": "Xã Kim Liên, Tỉnh Nghệ An",
        "kind": "regular",
        "side": "both",
        "mode": "in_person",
        "held_on": "5/11/2026",
        "starts": "7:30",
        "ends": "11h",
        "venues": "Hội trường xã\n\n  Điểm cầu xóm 3 ",
        "planned_participants": "120",
        "agenda": "1. Khai mạc\n2. Đối thoại",
        "token": str(uuid.uuid4()),
        "chairs-TOTAL_FORMS": "2",
        "chairs-INITIAL_FORMS": "0",
        "chairs-0-salutation": "mr",
        "chairs-0-full_name": "Lê Văn Cường",
        "chairs-0-titles": "Bí thư Đảng ủy, Chủ tịch HĐND xã",
        "committee-TOTAL_FORMS": "2",
        "committee-INITIAL_FORMS": "0",
        "committee-0-duty": "head",
        "committee-0-full_name": "Lê Văn Cường",
        "committee-0-titles": "Bí thư Đảng ủy",
        "committee-1-duty": "standing",
        "committee-1-organisation": "Đảng ủy xã Kim Liên",
    }
    return {**fields, **values}


def test_a_clerk_plans_a_conference_with_its_people(clerk, commune_a, commune_body, client_of):
    response = client_of(clerk).post(NEW, typed())
    conference = Conference.objects.get()
    assert response.url == f"/conferences/{conference.code}/"
    assert (conference.unit, conference.level, conference.state) == (commune_a, "commune", "draft_plan")
    assert conference.held_on == date(2026, 11, 5)
    assert (conference.ends_at - conference.starts_at).total_seconds() == 3.5 * 3600
    assert [venue.name for venue in conference.venues.all()] == ["Hội trường xã", "Điểm cầu xóm 3"]
    assert [(one.person.salutation, one.person.full_name, one.titles) for one in conference.chairs.all()] == [
        ("mr", "Lê Văn Cường", "Bí thư Đảng ủy, Chủ tịch HĐND xã")
    ]
    members = [(member.duty, member.person_id, member.organisation) for member in conference.committee.all()]
    assert members == [("head", Person.objects.get().pk, None), ("standing", None, commune_body)]
    assert ConferenceMove.objects.filter(conference=conference).count() == 1
    assert AuditEvent.objects.filter(action="created", object_label=conference.code).count() == 1


def test_sending_the_form_twice_makes_one_conference(clerk, client_of, commune_a):
    client, sent = client_of(clerk), typed()
    first, second = client.post(NEW, sent), client.post(NEW, sent)
    assert first.url == second.url
    assert (Conference.objects.count(), Person.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": " "}, "title"),
        ({"unit": "Xã Không Có"}, "unit"),
        ({"unit": "Xã Vạn An"}, "unit"),
        ({"held_on": "31/02/2026"}, "held_on"),
        ({"held_on": "1/1/2010"}, "unit"),
        ({"organiser": "Sở Không Có"}, "organiser"),
        ({"ends": "6:00"}, "ends"),
        ({"last_day": "4/11/2026"}, "last_day"),
        ({"last_day": "6/11/2026", "ends": ""}, "ends"),
        ({"planned_participants": "-5"}, "planned_participants"),
        ({"previous": "HN-1999-0001"}, "previous"),
        ({"venues": "Điểm cầu xóm 3\n" + "x" * 201}, "venues"),
    ],
)
def test_bad_input_is_said_beside_its_field_and_keeps_everything(values, field, clerk, commune_b, client_of):
    response = client_of(clerk).post(NEW, typed(**values))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    page = response.content.decode()
    assert all(text in page for text in ("Lê Văn Cường", "Điểm cầu xóm 3", "2. Đối thoại"))
    assert Conference.objects.count() == 0


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"chairs-1-titles": "Phó Bí thư"}, "chairs-1-full_name"),
        ({"chairs-1-full_name": "Trần Văn Tú"}, "chairs-1-titles"),
        ({"committee-1-organisation": "Sở Không Có"}, "Sở Không Có"),
    ],
)
def test_a_bad_row_of_people_is_named(values, words, clerk, client_of):
    response = client_of(clerk).post(NEW, typed(**values))
    assert response.status_code == 422
    assert words in response.content.decode()
    assert Conference.objects.count() == 0


def test_one_person_twice_among_the_chairs_is_refused(clerk, client_of):
    again = {"chairs-1-full_name": "Lê Văn Cường", "chairs-1-titles": "Chủ tịch HĐND xã"}
    assert client_of(clerk).post(NEW, typed(**again)).status_code == 422


@pytest.mark.parametrize("button", ["more_chairs", "more_committee"])
def test_more_rows_keep_what_was_typed_and_judge_nothing(button, clerk, client_of):
    response = client_of(clerk).post(NEW, typed(title="", held_on="khi nào?", **{button: "1"}))
    page = response.content.decode()
    assert response.status_code == 200
    assert "khi nào?" in page
    assert "Lê Văn Cường" in page
    rows = response.context[button.removeprefix("more_")]
    assert len(rows.forms) > 4
    assert not response.context["form"].errors
    assert Conference.objects.count() == 0


def test_the_unit_is_the_one_of_the_day(specialist, province, client_of):
    old = make_unit("17000", "Xã Nam Cát", Level.COMMUNE, province, kind="xa", valid_until=date(2025, 6, 30))
    new = make_unit("17000", "Xã Nam Cát", Level.COMMUNE, province, kind="xa", valid_from=date(2025, 7, 1))
    client = client_of(specialist)
    client.post(NEW, typed(unit="xa nam cat", held_on="30/6/2025"))
    client.post(NEW, typed(unit="Xã Nam Cát", held_on="1/7/2025"))
    assert [row.unit for row in Conference.objects.order_by("held_on")] == [old, new]


def test_a_programme_of_two_days(specialist, province, client_of):
    sent = typed(unit="Tỉnh Nghệ An", held_on="3/8/2026", starts="14:00", last_day="4/8/2026", ends="11:30")
    client_of(specialist).post(NEW, sent | {"committee-1-organisation": ""})
    conference = Conference.objects.get()
    assert (conference.level, (conference.ends_at - conference.starts_at).total_seconds()) == ("province", 21.5 * 3600)


def test_planning_is_for_those_who_keep_units(supervisor, secretary, outsider, client_of):
    for user in (supervisor, secretary, outsider):
        assert client_of(user).get(NEW).status_code == 403


def test_a_commune_chooses_its_unit_from_a_list_and_the_commission_types_it(clerk, specialist, province, client_of):
    assert client_of(clerk).get(NEW).context["form"].fields["unit"].widget.input_type == "select"
    for number in range(12):
        make_unit(f"9{number:03d}", f"Xã Số {number}", Level.COMMUNE, province, kind="xa")
    assert client_of(specialist).get(NEW).context["form"].fields["unit"].widget.input_type == "text"


# --- changing ---


def edit_url(conference):
    return reverse("conferences:conference_edit", args=[conference.code])


def changed(conference, **values):
    return typed(version=str(conference.version), held_on="1/10/2026", **values)


def test_the_form_shows_what_is_saved(held_conference, clerk, client_of):
    set_chairs(held_conference, [ChairRow("Lê Văn Cường", "Bí thư Đảng ủy")])
    page = client_of(clerk).get(edit_url(held_conference)).content.decode()
    assert all(text in page for text in (held_conference.title, "01/10/2026", "Lê Văn Cường"))


def test_a_change_is_saved_with_the_names_of_its_fields_alone(held_conference, clerk, client_of):
    response = client_of(clerk).post(edit_url(held_conference), changed(held_conference, title="Tên mới"))
    assert response.status_code == 302
    held_conference.refresh_from_db()
    assert (held_conference.title, held_conference.version) == ("Tên mới", 2)
    events = list(AuditEvent.objects.filter(action="changed"))
    assert any("title" in event.fields for event in events)
    assert not any("Tên mới" in str(event.changes) for event in events)
    assert Conference.objects.matching("ten moi").count() == 1


def test_saving_over_somebody_elses_change_shows_both_and_loses_neither(held_conference, clerk, leader, client_of):
    sent = changed(held_conference, title="Tên của cán bộ")
    client_of(leader).post(edit_url(held_conference), changed(held_conference, title="Tên của lãnh đạo"))
    response = client_of(clerk).post(edit_url(held_conference), sent)
    page = response.content.decode()
    assert response.status_code == 409
    assert page.count("Tên của cán bộ") >= 2
    assert "Tên của lãnh đạo" in page
    assert Conference.objects.get().title == "Tên của lãnh đạo"
    again = {**sent, "version": response.context["form"]["version"].value()}
    assert client_of(clerk).post(edit_url(held_conference), again).status_code == 302
    assert Conference.objects.get().title == "Tên của cán bộ"


def test_unit_and_date_stay_once_opinions_hang_on_them(held_conference, clerk, client_of):
    turn = TurnData(
        unit=held_conference.unit,
        conference=held_conference,
        taken_on=held_conference.held_on,
        items=(ContentItem("Đường thôn"),),
    )
    register_turn(turn, by=clerk, on=held_conference.held_on)
    sent = changed(held_conference) | {"held_on": "2/10/2026"}
    response = client_of(clerk).post(edit_url(held_conference), sent)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["held_on"]


def test_people_no_longer_named_are_erased(held_conference, clerk, client_of):
    set_chairs(held_conference, [ChairRow("Lê Văn Cường", "Bí thư"), ChairRow("Người Cũ", "Phó Bí thư")])
    client_of(clerk).post(edit_url(held_conference), changed(held_conference))
    assert [person.full_name for person in Person.objects.all()] == ["Lê Văn Cường"]


def test_changing_is_for_those_who_keep_the_conference(
    held_conference, secretary, supervisor, focal_point, sibling_clerk, client_of
):
    statuses = [
        client_of(user).get(edit_url(held_conference)).status_code
        for user in (secretary, supervisor, focal_point, sibling_clerk)
    ]
    assert statuses == [200, 403, 404, 404]


def test_a_secretary_keeps_the_unit_of_the_conference(held_conference, secretary, client_of):
    response = client_of(secretary).post(edit_url(held_conference), changed(held_conference, title="Sửa bởi thư ký"))
    assert response.status_code == 302
    assert Conference.objects.get().title == "Sửa bởi thư ký"


def test_a_conference_of_a_mistyped_year_is_refused(clerk, commune_a, client_of):
    for day in ("5/11/0206", "01/01/0001"):
        assert client_of(clerk).post(NEW, typed(held_on=day, starts="0:30")).status_code == 422
    assert Conference.objects.count() == 0


def test_a_chair_is_addressed_otherwise_and_stays_the_same_person(held_conference):
    set_chairs(held_conference, [ChairRow("Lê Thanh Bình", "Bí thư")])
    before = held_conference.chairs.get().person
    assert set_chairs(held_conference, [ChairRow("Lê Thanh Bình", "Bí thư", "ms")])
    after = held_conference.chairs.get().person
    assert (after.salutation, after.full_name) == ("ms", before.full_name)
    assert not set_chairs(held_conference, [ChairRow("Lê Thanh Bình", "Bí thư", "ms")])
    assert Person.objects.filter(full_name="Lê Thanh Bình").count() == 1
