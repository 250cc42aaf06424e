"""Importing a list of delegates: what each row means, writing it once, correcting instead of doubling."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from audit.models import AuditEvent
from conferences.delegate_sheets import read_delegates
from conferences.models import Conference, Delegate, DelegateImport, Person, Post
from conferences.services.delegate_import import (
    CHANGED,
    KNOWN,
    NEW,
    REJECTED,
    confirm_import,
    count_fates,
    discard_old_uploads,
    plan_import,
    start_import,
    undo_import,
)
from conferences.services.opinions import ContentItem, SpeakerData, TurnData, register_turn
from registers.levels import Level
from tests.conferences.sheets import workbook
from tests.conftest import make_unit

pytestmark = pytest.mark.django_db

KIM_LIEN, VAN_AN = "Xã Kim Liên", "Xã Vạn An"


@pytest.fixture(autouse=True)
def units(commune_a, commune_b):
    """Both communes of the cast are in the register."""


def row(name, posts="Bí thư Đảng ủy", unit=KIM_LIEN, *, organisation="", group="", status="", substitute=""):
    return [None, name, posts, organisation, unit, group, status, substitute]


def uploaded(conference, rows, by, **kwargs):
    return start_import(conference, read_delegates(workbook(rows, **kwargs)), file_name="ds.xlsx", by=by)


def imported(conference, rows, by):
    return confirm_import(uploaded(conference, rows, by), by=by)


def fates(conference, rows, by):
    return [one.fate for one in plan_import(uploaded(conference, rows, by))]


def reasons(conference, rows, by):
    return [" ".join(str(reason) for reason in one.reasons) for one in plan_import(uploaded(conference, rows, by))]


# --- new rows ---


def test_new_rows_become_delegates_with_persons_posts_unit_and_group(held_conference, commune_a, commune_b, clerk):
    rows = [row("Nguyễn Văn An", "Bí thư Đảng ủy; Chủ tịch HĐND xã"), row("Lê Thị Hoa", unit=VAN_AN, group="Báo chí")]
    batch = imported(held_conference, rows, clerk)
    assert batch.counts == {NEW: 2, CHANGED: 0, KNOWN: 0, REJECTED: 0}
    first, second = held_conference.delegates.order_by("position").select_related("person", "unit")
    assert (first.person.full_name, first.unit, first.group, first.status) == (
        "Nguyễn Văn An",
        commune_a,
        "commune",
        "invited",
    )
    assert sorted(post.title for post in first.posts.all()) == ["Bí thư Đảng ủy", "Chủ tịch HĐND xã"]
    assert (second.unit, second.group) == (commune_b, "press")


def test_names_live_in_person_alone_once_confirmed(held_conference, clerk):
    batch = imported(held_conference, [row("Nguyễn Văn An")], clerk)
    assert DelegateImport.objects.get(pk=batch.pk).rows == []
    event = AuditEvent.objects.filter(action="imported").get()
    assert (event.object_label, event.fields) == (held_conference.code, ["delegates"])


def test_an_organisation_gives_the_unit_and_the_group(held_conference, lead_department, province, clerk):
    imported(
        held_conference, [row("Vũ Văn Lâm", "Giám đốc", unit="", organisation="Sở Nông nghiệp và Môi trường")], clerk
    )
    delegate = held_conference.delegates.get()
    assert (delegate.unit, delegate.group, delegate.posts.get().organisation) == (
        province,
        "department",
        lead_department,
    )


def test_a_substitute_named_in_the_sheet_is_a_person(held_conference, clerk):
    imported(held_conference, [row("Lê Thị Hoa", status="Dự thay", substitute="Trần Văn Tú")], clerk)
    delegate = held_conference.delegates.get()
    assert (delegate.status, delegate.substitute.full_name) == ("substituted", "Trần Văn Tú")


def test_confirming_twice_writes_once(held_conference, clerk):
    batch = uploaded(held_conference, [row("Nguyễn Văn An")], clerk)
    confirm_import(batch, by=clerk)
    confirm_import(batch, by=clerk)
    assert (held_conference.delegates.count(), Person.objects.count()) == (1, 1)


def test_a_new_upload_replaces_the_users_unconfirmed_one(held_conference, clerk):
    uploaded(held_conference, [row("A B")], clerk)
    second = uploaded(held_conference, [row("C D")], clerk)
    assert list(DelegateImport.objects.all()) == [second]


def test_a_list_of_1121_is_written_in_a_few_dozen_statements(held_conference, clerk, django_assert_max_num_queries):
    rows = [row(f"Nguyễn Văn {n:04d}A") for n in range(1121)]
    batch = uploaded(held_conference, rows, clerk)
    with django_assert_max_num_queries(60):
        confirm_import(batch, by=clerk)
    assert held_conference.delegates.count() == 1121


# --- the same list again ---


def test_the_same_list_again_is_all_known(held_conference, clerk):
    rows = [row("Nguyễn Văn An", "Bí thư Đảng ủy; Chủ tịch HĐND xã"), row("Lê Thị Hoa", unit=VAN_AN)]
    imported(held_conference, rows, clerk)
    assert fates(held_conference, rows, clerk) == [KNOWN, KNOWN]


def test_a_corrected_list_corrects_and_adds_nobody_twice(held_conference, clerk):
    imported(held_conference, [row("Nguyễn Văn Hoà", "Bí thư")], clerk)
    corrected = [row("Nguyễn Văn Hòa", "Bí thư Đảng ủy", status="Có mặt")]
    (planned,) = plan_import(uploaded(held_conference, corrected, clerk))
    assert (planned.fate, planned.old_name) == (CHANGED, "Nguyễn Văn Hoà")
    imported(held_conference, corrected, clerk)
    delegate = held_conference.delegates.get()
    assert (delegate.person.full_name, delegate.status) == ("Nguyễn Văn Hòa", "attended")
    assert [post.title for post in Post.objects.all()] == ["Bí thư Đảng ủy"]
    assert Person.objects.count() == 1


def test_a_name_typed_without_marks_does_not_replace_one_with_marks(held_conference, clerk):
    imported(held_conference, [row("Nguyễn Văn An")], clerk)
    assert fates(held_conference, [row("nguyen van an")], clerk) == [KNOWN]


def test_two_people_whose_names_differ_by_a_mark_each_find_themselves(held_conference, clerk):
    rows = [row("Lê Văn Hòa"), row("Lê Văn Hoa", "Phó Bí thư Đảng ủy")]
    imported(held_conference, rows, clerk)
    assert fates(held_conference, list(reversed(rows)), clerk) == [KNOWN, KNOWN]


def test_a_corrected_unit_moves_the_person_instead_of_doubling(held_conference, commune_b, clerk):
    imported(held_conference, [row("Nguyễn Văn An", unit=KIM_LIEN)], clerk)
    assert fates(held_conference, [row("Nguyễn Văn An", unit=VAN_AN)], clerk) == [CHANGED]
    imported(held_conference, [row("Nguyễn Văn An", unit=VAN_AN)], clerk)
    assert [one.unit for one in held_conference.delegates.all()] == [commune_b]


def test_columns_left_out_change_nothing(held_conference, clerk):
    imported(held_conference, [row("Nguyễn Văn An", group="Báo chí", status="Có mặt")], clerk)
    batch = uploaded(held_conference, [["Nguyễn Văn An", KIM_LIEN]], clerk, headings=["Họ và tên", "Đơn vị"])
    assert [one.fate for one in plan_import(batch)] == [KNOWN]


def test_the_exported_list_comes_back_as_all_known(held_conference, lead_department, clerk, client_of):
    rows = [
        row("Nguyễn Văn An", "Bí thư Đảng ủy; Chủ tịch HĐND xã", status="Có mặt"),
        row("Lê Thị Hoa", "Phóng viên", unit="", group="Báo chí", status="Vắng có lý do"),
        row("Vũ Văn Lâm", "Giám đốc", unit="", organisation=lead_department.name),
        row("Trần Thị Yến", unit=VAN_AN, status="Dự thay", substitute="Đỗ Văn Tú"),
    ]
    imported(held_conference, rows, clerk)
    for language in ("vi", "en"):
        client = client_of(clerk)
        client.cookies["django_language"] = language
        response = client.post(reverse("conferences:delegate_export", args=[held_conference.code]))
        file = io.BytesIO(response.content)
        file.name = "export.xlsx"
        batch = start_import(held_conference, read_delegates(file), file_name="export.xlsx", by=clerk)
        assert count_fates(plan_import(batch)) == {NEW: 0, CHANGED: 0, KNOWN: 4, REJECTED: 0}


# --- people of other conferences ---


def another_conference(commune):
    return Conference.objects.create(
        code="HN-2025-0001", title="Đối thoại 2025", level="commune", unit=commune, held_on=date(2025, 10, 1)
    )


def test_a_person_known_by_name_unit_and_post_is_the_same_person(held_conference, commune_a, clerk):
    imported(another_conference(commune_a), [row("Nguyễn Văn An", "Bí thư Đảng ủy")], clerk)
    imported(held_conference, [row("Nguyễn Văn An", "Bí thư Đảng ủy; Chủ tịch HĐND xã")], clerk)
    assert (Person.objects.count(), Post.objects.count(), Delegate.objects.count()) == (1, 2, 2)


def test_a_namesake_with_another_post_is_another_person(held_conference, commune_a, clerk):
    imported(another_conference(commune_a), [row("Nguyễn Văn An", "Trưởng thôn 3")], clerk)
    imported(held_conference, [row("Nguyễn Văn An", "Bí thư Đảng ủy")], clerk)
    assert Person.objects.count() == 2


# --- rejected rows ---


def test_rejected_rows_name_their_reason_and_the_others_are_written(held_conference, clerk):
    rows = [
        row("", "Bí thư"),
        row("Nguyễn Văn An", unit="Xã Không Có"),
        row("Trần Văn Bình", group="Người lạ"),
        row("Lê Thị Hoa", status="chưa rõ"),
        row("Uû ban nh©n d©n"),
        row("Đỗ Văn Tú", status="Dự thay"),
        row("Hồ Thị Yến", organisation="Sở Không Có"),
        row("Phạm Văn Minh"),
    ]
    planned = plan_import(uploaded(held_conference, rows, clerk))
    assert [one.fate for one in planned] == [REJECTED] * 7 + [NEW]
    assert all(one.reasons for one in planned[:7])
    assert "Xã Không Có" in planned[1].reasons[0]
    assert [one.number for one in planned] == list(range(2, 10))
    assert imported(held_conference, rows, clerk).counts[REJECTED] == 7
    assert [one.person.full_name for one in held_conference.delegates.all()] == ["Phạm Văn Minh"]


def test_the_same_person_twice_in_a_file_is_rejected_with_the_first_row(held_conference, clerk):
    rows = [row("Nguyễn Văn An", "Bí thư Đảng ủy"), row("nguyễn văn an", "Chủ tịch HĐND xã")]
    found = reasons(held_conference, rows, clerk)
    assert found[0] == ""
    assert "2" in found[1]


def test_a_unit_two_districts_have_is_asked_back_and_settled_by_its_parent(held_conference, province, clerk):
    for code, district in (("412", "Huyện Nghi Lộc"), ("414", "Huyện Quỳnh Lưu")):
        parent = make_unit(code, district, Level.DISTRICT, province, kind="huyen")
        make_unit(f"{code}1", "Xã Nghĩa Lộc", Level.COMMUNE, parent, kind="xa")
    rows = [row("Nguyễn Văn An", unit="Xã Nghĩa Lộc"), row("Lê Thị Hoa", unit="xa nghia loc, huyen quynh luu")]
    planned = plan_import(uploaded(held_conference, rows, clerk))
    assert [one.fate for one in planned] == [REJECTED, NEW]
    assert "Huyện Nghi Lộc" in planned[0].reasons[0]
    assert planned[1].data.unit.parent.name == "Huyện Quỳnh Lưu"


def test_a_unit_is_found_as_it_was_on_the_day_of_the_conference(held_conference, province, clerk):
    ended = make_unit("17000", "Xã Nam Cát", Level.COMMUNE, province, kind="xa", valid_until=date(2025, 6, 30))
    assert fates(held_conference, [row("Nguyễn Văn An", unit=ended.name)], clerk) == [REJECTED]


# --- taking it back ---


def test_an_import_can_be_undone_but_for_those_who_took_the_floor(held_conference, commune_a, clerk):
    batch = imported(held_conference, [row("Nguyễn Văn An"), row("Lê Thị Hoa", "Trưởng thôn")], clerk)
    speaker = held_conference.delegates.get(person__full_name="Lê Thị Hoa")
    turn = TurnData(
        unit=commune_a,
        conference=held_conference,
        taken_on=held_conference.held_on,
        speaker=SpeakerData(kind="delegate", delegate=speaker),
        items=(ContentItem("Đường thôn lầy lội"),),
    )
    register_turn(turn, by=clerk, on=held_conference.held_on)
    assert undo_import(batch, by=clerk) == 1
    assert list(held_conference.delegates.all()) == [speaker]
    assert [person.full_name for person in Person.objects.all()] == ["Lê Thị Hoa"]
    assert undo_import(batch, by=clerk) == 0


def test_an_upload_nobody_confirmed_is_forgotten_after_a_day(held_conference, clerk, leader, specialist):
    old, new = (uploaded(held_conference, [row("A B")], by) for by in (clerk, leader))
    done = imported(held_conference, [row("C D")], specialist)
    now = timezone.now()
    DelegateImport.objects.exclude(pk=new.pk).update(created_at=now - timedelta(days=1, minutes=1))
    discard_old_uploads(now)
    assert set(DelegateImport.objects.all()) == {new, done}
    assert old not in DelegateImport.objects.all()


# --- the pages ---


def post_file(client, conference, file):
    return client.post(reverse("conferences:delegate_import", args=[conference.code]), {"file": file})


def test_upload_preview_and_confirmation_in_the_browser(held_conference, clerk, client_of):
    client = client_of(clerk)
    rows = [row("Nguyễn Văn An"), row("Lê Thị Hoa", unit="Xã Không Có")]
    response = post_file(client, held_conference, workbook(rows))
    batch = DelegateImport.objects.get()
    preview = reverse("conferences:delegate_import_preview", args=[held_conference.code, batch.pk])
    assert (response.status_code, response.url) == (302, preview)
    page = client.get(preview).content.decode()
    assert "Nguyễn Văn An" in page
    assert "Xã Không Có" in page
    assert held_conference.delegates.count() == 0
    assert client.post(preview).status_code == 302
    assert client.post(preview).status_code == 302
    assert held_conference.delegates.count() == 1


def test_the_preview_of_a_part_shows_that_part(held_conference, clerk, client_of):
    batch = uploaded(held_conference, [row("Nguyễn Văn An"), row("Lê Thị Hoa", unit="Xã Không Có")], clerk)
    preview = reverse("conferences:delegate_import_preview", args=[held_conference.code, batch.pk])
    page = client_of(clerk).get(f"{preview}?fate=rejected").content.decode()
    assert ("Lê Thị Hoa" in page, "Nguyễn Văn An" in page) == (True, False)


def test_an_upload_is_its_owners_alone(held_conference, clerk, leader, client_of):
    batch = uploaded(held_conference, [row("Nguyễn Văn An")], clerk)
    preview = reverse("conferences:delegate_import_preview", args=[held_conference.code, batch.pk])
    assert client_of(leader).get(preview).status_code == 404


def test_discarding_an_upload_leaves_the_list(held_conference, clerk, client_of):
    batch = uploaded(held_conference, [row("Nguyễn Văn An")], clerk)
    url = reverse("conferences:delegate_import_discard", args=[held_conference.code, batch.pk])
    assert client_of(clerk).post(url).status_code == 302
    assert (DelegateImport.objects.count(), Delegate.objects.count()) == (0, 0)


def test_undoing_in_the_browser(held_conference, clerk, client_of):
    batch = imported(held_conference, [row("Nguyễn Văn An")], clerk)
    url = reverse("conferences:delegate_import_undo", args=[held_conference.code, batch.pk])
    assert client_of(clerk).get(url).status_code == 405
    assert client_of(clerk).post(url).status_code == 302
    assert held_conference.delegates.count() == 0


@pytest.mark.parametrize("name", ["danh-sach.pdf", "danh-sach.xls"])
def test_another_kind_of_file_is_refused_beside_its_field(name, held_conference, clerk, client_of):
    file = workbook([row("A B")], name=name)
    response = post_file(client_of(clerk), held_conference, file)
    assert response.status_code == 422
    assert "không phải tệp .xlsx" in response.content.decode()


def test_a_damaged_file_is_refused_and_nothing_is_kept(held_conference, clerk, client_of):
    file = workbook([row("A B")])
    file.file = io.BytesIO(file.read()[:900])
    file.size = 900
    assert post_file(client_of(clerk), held_conference, file).status_code == 422
    assert DelegateImport.objects.count() == 0


def test_no_file_at_all_is_said(held_conference, clerk, client_of):
    response = client_of(clerk).post(reverse("conferences:delegate_import", args=[held_conference.code]))
    assert response.status_code == 422


def test_the_template_is_read_by_the_import(held_conference, clerk, client_of):
    response = client_of(clerk).get(reverse("conferences:delegate_template", args=[held_conference.code]))
    file = io.BytesIO(response.content)
    file.name = "mau.xlsx"
    assert fates_of(held_conference, file, clerk) == [NEW, NEW]
    assert openpyxl.load_workbook(io.BytesIO(response.content)).active.max_row == 3


def fates_of(conference, file, by):
    return [one.fate for one in plan_import(start_import(conference, read_delegates(file), file_name="x", by=by))]


def test_importing_is_for_those_who_keep_the_conference(
    held_conference, sibling_clerk, supervisor, outsider, client_of
):
    url = reverse("conferences:delegate_import", args=[held_conference.code])
    assert client_of(supervisor).get(url).status_code == 403
    assert client_of(sibling_clerk).get(url).status_code == 404
    assert client_of(outsider).get(url).status_code == 404


# --- the form of address ---

ADDRESSED = ["Họ và tên", "Xưng hô", "Chức vụ", "Đơn vị"]


def with_address(conference, by, name, address):
    return uploaded(conference, [[name, address, "Bí thư Đảng ủy", KIM_LIEN]], by, headings=ADDRESSED)


def test_the_form_of_address_comes_with_the_row(held_conference, clerk):
    confirm_import(with_address(held_conference, clerk, "Lê Thanh Bình", "Bà"), by=clerk)
    assert Person.objects.get().salutation == "ms"


def test_a_list_sent_again_corrects_the_address_and_one_without_the_column_keeps_it(held_conference, clerk):
    imported(held_conference, [row("Lê Thanh Bình")], clerk)
    batch = with_address(held_conference, clerk, "Lê Thanh Bình", "Ông")
    with override("en"):
        assert [one.differences for one in plan_import(batch)] == [["form of address"]]
    confirm_import(batch, by=clerk)
    assert Person.objects.get().salutation == "mr"
    assert fates(held_conference, [row("Lê Thanh Bình")], clerk) == ["known"]


def test_an_address_that_is_none_is_named(held_conference, clerk):
    with override("en"):
        planned = plan_import(with_address(held_conference, clerk, "Lê Thanh Bình", "Ngài"))
    assert [(one.fate, one.reasons) for one in planned] == [("rejected", ["“Ngài” is not a form of address."])]


def test_an_upload_of_before_the_column_is_confirmed_all_the_same(held_conference, clerk):
    batch = uploaded(held_conference, [row("Lê Thanh Bình")], clerk)
    batch.rows = [
        {name: value for name, value in typed.items() if not name.startswith("salutation")} for typed in batch.rows
    ]
    batch.save()
    assert confirm_import(batch, by=clerk).counts["new"] == 1


def test_people_of_other_conferences_are_known_by_their_address_too(held_conference, commune_a, clerk):
    earlier = Conference.objects.create(
        code="HN-2026-9002", title="Đối thoại", level=commune_a.level, unit=commune_a, held_on=date(2026, 10, 8)
    )
    confirm_import(with_address(earlier, clerk, "Lê Thanh Bình", "Ông"), by=clerk)
    confirm_import(with_address(held_conference, clerk, "Lê Thanh Bình", "Bà"), by=clerk)
    assert sorted(person.salutation for person in Person.objects.all()) == ["mr", "ms"]
