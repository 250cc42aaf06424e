"""The pages of opinions: list, quick form, page, moves, bulk, conflict, masking, files, export."""

import io
import re
from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from conferences.models import Opinion, SpeakerTurn
from conferences.services.delegates import DelegateData, add_delegate
from conferences.services.opinions import ContentItem, SpeakerData, TurnData, register_turn
from conferences.workflow import move
from handling import exports
from handling.due import compute_due, explain
from jobs.models import Job
from registers.models import RuleParameter
from registers.office import open_workbook
from tests.jobs.helpers import run_jobs

DAY = date(2026, 10, 2)
pytestmark = pytest.mark.django_db


def register(conference, by, text="Đề nghị nâng cấp đường thôn 3", name="Nguyễn Văn Bảy", gloss=""):
    turn = TurnData(
        unit=conference.unit,
        conference=conference,
        taken_on=conference.held_on,
        speaker=SpeakerData(full_name=name, capacity="Trưởng thôn", address="thôn 3"),
        items=(ContentItem(text, gloss),),
    )
    return register_turn(turn, by=by, on=DAY)[0]


@pytest.fixture
def opinion(held_conference, clerk):
    return register(held_conference, clerk)


@pytest.fixture
def assigned(opinion, field, specialist, lead_department, commission_body):
    data = {"field": field, "competent_level": "province"}
    opinion = move(opinion, "classify", by=specialist, on=DAY, data=data)
    return move(opinion, "assign", by=specialist, on=DAY, data={"lead": lead_department, "assigner": commission_body})


def page(opinion, address="opinion", **kwargs):
    return reverse(f"conferences:{address}", kwargs={"code": opinion.code, **kwargs})


def quick(held, **changes):
    return {
        "conference": held.pk,
        "phase": "at",
        "channel": "spoken",
        "speaker": "Trần Thị Hoa",
        "place": "xóm 5",
        "text": "Kênh tiêu bồi lắng",
        "token": str(uuid4()),
        **changes,
    }


NEW = "/opinions/new/"
LIST = "/opinions/"


# --- quick form ------------------------------------------------------------------------------------------------------


def test_the_quick_form_shows_at_most_eight_fields(client_of, clerk, held_conference):
    form = client_of(clerk).get(NEW).context["form"]
    assert len([field for field in form.visible_fields() if field.name != "anyway"]) == 8


def test_saving_leads_to_the_form_for_the_next_of_the_same_conference(client_of, clerk, held_conference):
    response = client_of(clerk).post(NEW, quick(held_conference))
    assert response.status_code == 302
    assert response["Location"] == f"{NEW}?conference={held_conference.code}&phase=at&channel=spoken"
    opinion = Opinion.objects.get()
    assert (opinion.state, opinion.current_text.text, opinion.turn.speaker.full_name) == (
        "received",
        "Kênh tiêu bồi lắng",
        "Trần Thị Hoa",
    )


def test_sending_the_same_form_twice_makes_one_opinion(client_of, clerk, held_conference):
    sent = quick(held_conference)
    client = client_of(clerk)
    assert [client.post(NEW, sent).status_code for _again in range(2)] == [302, 302]
    assert Opinion.objects.count() == SpeakerTurn.objects.count() == 1
    client.post(NEW, quick(held_conference, text="Cầu treo hỏng"))
    assert Opinion.objects.count() == 2


def test_a_line_of_dashes_separates_several_items_of_one_turn(client_of, clerk, held_conference):
    client_of(clerk).post(NEW, quick(held_conference, text="Việc thứ nhất\n---\nViệc thứ hai"))
    assert list(Opinion.objects.order_by("item").values_list("item", "current_text__text")) == [
        (1, "Việc thứ nhất"),
        (2, "Việc thứ hai"),
    ]
    assert SpeakerTurn.objects.count() == 1


def test_a_delegate_is_recognised_as_offered(client_of, clerk, held_conference, commune_a):
    data = DelegateData("Lê Văn Đức", ("Trưởng thôn",), commune_a)
    delegate = add_delegate(held_conference, data, by=clerk)
    client = client_of(clerk)
    found = client.get("/opinions/speakers/", {"conference": held_conference.pk, "speaker": "van duc"})
    assert "Lê Văn Đức – Xã Kim Liên" in found.content.decode()
    client.post(NEW, quick(held_conference, speaker="Lê Văn Đức – Xã Kim Liên"))
    assert Opinion.objects.get().turn.speaker.delegate == delegate


def test_speakers_of_a_conference_that_is_not_theirs_are_not_offered(client_of, sibling_clerk, clerk, held_conference):
    add_delegate(held_conference, DelegateData("Lê Văn Đức", ("Trưởng thôn",), held_conference.unit), by=clerk)
    asked = {"conference": held_conference.pk, "speaker": "duc"}
    assert client_of(sibling_clerk).get("/opinions/speakers/", asked).content.strip() == b""
    assert client_of(clerk).get("/opinions/speakers/", asked).content.strip() != b""


def test_bad_input_keeps_what_was_typed_and_writes_nothing(client_of, clerk, held_conference):
    response = client_of(clerk).post(NEW, quick(held_conference, conference="", received_on="31/12/2999"))
    assert response.status_code == 422
    body = response.content.decode()
    assert "Kênh tiêu bồi lắng" in body and "Trần Thị Hoa" in body and "31/12/2999" in body
    assert set(response.context["form"].errors) == {"unit", "received_on", "phase"}
    assert Opinion.objects.count() == 0


def test_somebody_elses_conference_cannot_be_chosen(client_of, sibling_clerk, held_conference):
    response = client_of(sibling_clerk).post(NEW, quick(held_conference))
    assert "conference" in response.context["form"].errors
    assert Opinion.objects.count() == 0


# --- list ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3, 60])
def test_the_list_takes_the_same_queries_for_any_number_of_rows(
    rows, client_of, specialist, clerk, held_conference, django_assert_num_queries
):
    for number in range(rows):
        register(held_conference, clerk, f"Ý kiến số {number}")
    client = client_of(specialist)
    client.get(LIST)
    with django_assert_num_queries(LIST_QUERIES):
        assert len(client.get(LIST).context["rows"]) == min(rows, 50)


#: Session, user, newest changes, memberships, fields of the filter, opinions counted, keys and rows of the page,
#: pressing work, demo banner.
LIST_QUERIES = 10


@pytest.mark.parametrize("words", ["duong thon", "đường thôn", "ĐƯỜNG  Thôn", "đường thôn", "thon duo"])
def test_words_are_found_without_marks_and_by_their_beginnings(words, client_of, clerk, held_conference):
    wanted = register(held_conference, clerk, "Nâng cấp đường thôn 3")
    register(held_conference, clerk, "Cấp nước sạch")
    assert [row.code for row in client_of(clerk).get(LIST, {"q": words}).context["rows"]] == [wanted.code]


def test_a_code_is_found_by_its_parts(client_of, clerk, held_conference):
    register(held_conference, clerk)
    second = register(held_conference, clerk)
    rows = client_of(clerk).get(LIST, {"q": second.code}).context["rows"]
    assert [row.code for row in rows] == [second.code]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"outcome": "pending"}, 2),
        ({"outcome": "unresolved"}, 0),
        ({"state": "received"}, 1),
        ({"state": ["received", "assigned"]}, 2),
        ({"state": "open"}, 2),
        ({"level": "commune"}, 2),
        ({"level": "province"}, 0),
        ({"field": "04"}, 1),
        ({"field": "0401"}, 1),
        ({"field": "none"}, 1),
        ({"phase": "before"}, 0),
        ({"from": "2026-10-01", "to": "01/10/2026"}, 2),
        ({"from": "02/10/2026"}, 0),
        ({"unit": "Xã Kim Liên"}, 2),
        ({"unit": "kim lien"}, 2),
        ({"due": "overdue"}, 1),
        ({"conference": "HN-2026-9001"}, 2),
        ({"conference": "HN-2026-0000"}, 0),
    ],
)
def test_filters_of_the_address(query, found, client_of, specialist, assigned, clerk, held_conference):
    register(held_conference, clerk, "Ý kiến khác")
    response = client_of(specialist).get(LIST, query)
    assert response.status_code == 200
    assert len(response.context["rows"]) == found
    assert len(response.context["chips"]) == len(query)


@pytest.mark.parametrize("query", [{"from": "hôm qua"}, {"unit": "Xã Không Có"}, {"level": "nước"}, {"state": "x"}])
def test_a_filter_that_cannot_be_read_says_so_and_hides_nothing(query, client_of, specialist, opinion):
    response = client_of(specialist).get(LIST, query)
    assert set(response.context["form"].errors) == set(query)
    assert len(response.context["rows"]) == 1


def test_waiting_for_me_is_each_ones_own_next_move(
    client_of, assigned, focal_point, specialist, clerk, held_conference
):
    fresh = register(held_conference, clerk, "Ý kiến mới")

    def mine(user):
        rows = client_of(user).get(LIST, {"due": "waiting"}).context["rows"]
        return [row.code for row in rows]

    assert mine(focal_point) == [assigned.code]
    assert mine(clerk) == [fresh.code]
    assert mine(specialist) == []


def test_nobody_lists_what_is_not_theirs(client_of, opinion, sibling_clerk, other_focal_point, clerk):
    assert [len(client_of(user).get(LIST).context["rows"]) for user in (sibling_clerk, other_focal_point)] == [0, 0]
    assert len(client_of(clerk).get(LIST).context["rows"]) == 1


def test_the_workbook_holds_what_the_list_shows_and_names_only_for_those_who_may(
    client_of, opinion, clerk, supervisor, held_conference
):
    register(held_conference, clerk, "=HYPERLINK(1) khác", name="Lê Thị Sáu")

    def sheet(user):
        data = client_of(user).post("/opinions/export/", {"query": "q=duong"}).content
        return open_workbook(io.BytesIO(data)).get_sheet_by_index(0).to_python()

    assert [row[0] for row in sheet(clerk)[1:]] == [opinion.code]
    assert sheet(clerk)[1][3] == "Nguyễn Văn Bảy, Trưởng thôn, thôn 3"
    assert sheet(supervisor)[1][3] == "Ông/Bà N.V.B., Trưởng thôn, thôn 3"
    assert AuditEvent.objects.filter(action="exported").count() == 3


def test_a_long_list_is_written_by_a_job(client_of, opinion, clerk, held_conference, monkeypatch):
    monkeypatch.setattr(exports, "AT_ONCE", 1)
    register(held_conference, clerk, "Đường thứ hai")
    response = client_of(clerk).post("/opinions/export/", {"query": "q=duong"})
    job = Job.objects.get()
    assert response["Location"] == reverse("jobs:detail", args=[job.pk])
    run_jobs()
    rows = open_workbook(io.BytesIO(bytes(job.file.data))).get_sheet_by_index(0).to_python()
    assert len(rows) == 3
    assert AuditEvent.objects.filter(action="exported").count() == 1


def test_a_long_list_is_closed_to_its_owner_with_the_role_they_asked_with(client_of, opinion, clerk, monkeypatch):
    monkeypatch.setattr(exports, "AT_ONCE", 0)
    client_of(clerk).post("/opinions/export/", {"query": ""})
    run_jobs()
    file = reverse("jobs:file", args=[Job.objects.get().pk])
    assert client_of(clerk).get(file).status_code == 200
    clerk.memberships.update(valid_until=date(2026, 1, 1))
    assert client_of(clerk).get(file).status_code == 403


# --- page ------------------------------------------------------------------------------------------------------------


def test_the_page_takes_a_bounded_number_of_queries(client_of, assigned, specialist, django_assert_max_num_queries):
    client = client_of(specialist)
    client.get(page(assigned))
    with django_assert_max_num_queries(15):
        client.get(page(assigned))


def test_names_are_masked_for_those_who_only_supervise(client_of, assigned, supervisor, clerk, focal_point):
    for user in (clerk, focal_point):
        assert "Nguyễn Văn Bảy" in client_of(user).get(page(assigned)).content.decode()
    seen = client_of(supervisor).get(page(assigned)).content.decode()
    assert "Nguyễn Văn Bảy" not in seen and "N.V.B" in seen


def head_of(response):
    """(words of the h1, the code over it, title of the window) of a page."""
    seen = response.content.decode()
    parts = [re.search(pattern, seen, re.DOTALL)[1] for pattern in HEAD]
    return tuple(" ".join(part.split()) for part in parts)


HEAD = (r"<h1>(.*?)</h1>", r'<p class="eyebrow">(.*?)</p>', r"<title>(.*?)</title>")


def test_the_first_words_head_the_page_as_each_may_see_them(client_of, held_conference, clerk, supervisor):
    said = "Tôi là Nguyễn Văn Bảy, đề nghị nâng cấp đường thôn 3; mùa mưa học sinh không đến trường được, xe không vào."
    found = register(held_conference, clerk, said)
    title = f"{found.code} – Cổng đối thoại"
    assert head_of(client_of(clerk).get(page(found))) == (
        "Tôi là Nguyễn Văn Bảy, đề nghị nâng cấp đường thôn 3; mùa mưa học sinh không đến trường…",
        found.code,
        title,
    )
    assert head_of(client_of(supervisor).get(page(found))) == (
        "Tôi là N.V.B., đề nghị nâng cấp đường thôn 3; mùa mưa học sinh không đến trường được, xe…",
        found.code,
        title,
    )


def test_an_erased_text_heads_the_page_with_a_sentence(client_of, opinion, clerk):
    Opinion.objects.filter(pk=opinion.pk).update(current_text=None)
    assert head_of(client_of(clerk).get(page(opinion)))[0] == "(đã xóa nội dung)"


def test_reading_names_is_noted_once_a_day(client_of, opinion, clerk, supervisor):
    for _again in range(2):
        client_of(clerk).get(page(opinion))
    client_of(supervisor).get(page(opinion))
    assert AuditEvent.objects.filter(action="read").count() == 1


def test_the_gloss_shows_in_the_english_interface_alone(client_of, clerk, held_conference):
    opinion = register(held_conference, clerk, gloss="Upgrade the village road")
    client = client_of(clerk)
    assert "Upgrade the village road" not in client.get(page(opinion)).content.decode()
    client.cookies["django_language"] = "en"
    assert "Upgrade the village road" in client.get(page(opinion)).content.decode()


# --- moves -----------------------------------------------------------------------------------------------------------


def test_a_move_is_made_from_its_page(client_of, opinion, clerk, field):
    sent = {"version": opinion.version, "field": field.pk, "competent_level": "commune"}
    response = client_of(clerk).post(page(opinion, "opinion_move", name="classify"), sent)
    assert response.status_code == 302
    assert Opinion.objects.get(pk=opinion.pk).state == "classified"


def test_the_second_of_two_people_keeps_what_they_typed(client_of, assigned, focal_point):
    client = client_of(focal_point)
    address = page(assigned, "opinion_move", name="answer")
    move(assigned, "acknowledge", by=focal_point, on=DAY)
    sent = {"version": assigned.version, "text": "Đã đo đạc xong 31 hộ"}
    late = client.post(address, sent)
    assert late.status_code == 409
    assert "Đã đo đạc xong 31 hộ" in late.content.decode()
    again = {**sent, "version": late.context["form"]["version"].value()}
    assert client.post(address, again).status_code == 302
    assert Opinion.objects.get(pk=assigned.pk).state == "answered"


def test_an_answer_may_bring_its_document(client_of, assigned, focal_point):
    sent = {"version": assigned.version, "document_number": "120-CV/SNNMT", "document_date": "20/10/2026"}
    response = client_of(focal_point).post(page(assigned, "opinion_move", name="answer"), sent)
    assert response.status_code == 302
    answer = assigned.answers.get()
    assert (answer.document.number, answer.document.symbol) == ("120", "CV/SNNMT")


def test_a_number_without_its_date_is_asked_for_and_nothing_is_kept(client_of, assigned, focal_point):
    sent = {"version": assigned.version, "document_number": "120-CV/SNNMT", "text": "Đã làm"}
    response = client_of(focal_point).post(page(assigned, "opinion_move", name="answer"), sent)
    assert (response.status_code, set(response.context["form"].errors)) == (422, {"document_date"})
    assert assigned.answers.count() == 0


def test_a_rule_of_the_workflow_is_said_beside_its_field(client_of, assigned, focal_point, specialist):
    answered = move(assigned, "answer", by=focal_point, on=DAY, data={"text": "Đã làm"})
    sent = {"version": answered.version, "outcome": "after_conference"}
    response = client_of(specialist).post(page(answered, "opinion_move", name="verify"), sent)
    assert (response.status_code, set(response.context["form"].errors)) == (422, {"confirmed_by"})


def test_a_master_one_may_not_see_cannot_be_named(client_of, opinion, clerk, commune_b, sibling_clerk):
    turn = TurnData(unit=commune_b, taken_on=DAY, phase="after", channel="written", items=(ContentItem("Khác"),))
    foreign = register_turn(turn, by=sibling_clerk, on=DAY)[0]
    sent = {"version": opinion.version, "master": foreign.code}
    response = client_of(clerk).post(page(opinion, "opinion_move", name="merge"), sent)
    assert set(response.context["form"].errors) == {"master"}


# --- bulk ------------------------------------------------------------------------------------------------------------


def test_bulk_assignment_says_what_is_skipped_and_why_then_does_the_rest(
    client_of, specialist, clerk, held_conference, field, lead_department
):
    ready = [register(held_conference, clerk, f"Việc {number}") for number in range(2)]
    for row in ready:
        move(row, "classify", by=clerk, on=DAY, data={"field": field, "competent_level": "province"})
    fresh = register(held_conference, clerk, "Chưa phân loại")
    ticked = {
        "pick": [row.pk for row in (*ready, fresh)],
        "query": "q=Nguy%E1%BB%85n&state=open&lead=An&conference=HN-2026-0001&sort=due&page=2&more=An",
    }
    client = client_of(specialist)
    preview = client.post("/opinions/assign/", ticked).context
    assert ([row.pk for row in preview["done"]], [row.pk for row in preview["skipped"]]) == (
        [row.pk for row in ready],
        [fresh.pk],
    )
    sent = client.post("/opinions/assign/", {**ticked, "confirm": "1", "lead": lead_department.pk})
    assert (sent.status_code, sent["Location"]) == (302, "/opinions/assign/done/")
    for _again in range(2):
        report = client.get(sent["Location"]).context
        assert [row.code for row in report["done"]] == [row.code for row in ready]
        assert [(row.code, row.why) for row in report["skipped"]] == [
            (fresh.code, "Đang “Đã tiếp nhận” nên chưa “Giao việc” được.")
        ]
        # The session remembers no word by which somebody was looked for.
        assert report["back"] == "/opinions/?state=open&conference=HN-2026-0001&sort=due"
    assert list(Opinion.objects.order_by("pk").values_list("state", flat=True)) == ["assigned", "assigned", "received"]
    assert [row.history.count() for row in ready] == [3, 3]


@pytest.fixture
def ticked_ready(held_conference, clerk, field):
    """The form of a preview with one opinion that can be assigned."""
    row = register(held_conference, clerk, "Tôi là Nguyễn Văn Bảy, đường thôn hẹp")
    move(row, "classify", by=clerk, on=DAY, data={"field": field, "competent_level": "province"})
    return {"pick": [row.pk], "query": ""}


def test_the_preview_of_a_bulk_assignment_gives_each_rows_due_dates_and_says_why(client_of, specialist, ticked_ready):
    shown = client_of(specialist).post("/opinions/assign/", ticked_ready).context
    today = timezone.localdate()
    expected = [
        compute_due(key, today, level="commune") for key in ("opinion.answer_after", "opinion.answer_after_complex")
    ]
    assert list(shown["done"][0].dates) == expected
    assert shown["explained"] == [tuple(explain(due.basis)) for due in expected]


def test_the_preview_of_a_bulk_assignment_shows_no_date_where_no_rule_is_in_force(client_of, specialist, ticked_ready):
    RuleParameter.objects.all().delete()
    shown = client_of(specialist).post("/opinions/assign/", ticked_ready)
    assert (list(shown.context["done"][0].dates), shown.context["explained"]) == ([None, None], [])


def test_the_lines_of_a_bulk_assignment_are_masked_as_every_list(client_of, specialist, ticked_ready, lead_department):
    client = client_of(specialist)
    shown = client.post("/opinions/assign/", ticked_ready)
    client.post("/opinions/assign/", {**ticked_ready, "confirm": "1", "lead": lead_department.pk})
    for response in (shown, client.get("/opinions/assign/done/")):
        assert [row.words for row in response.context["done"]] == ["Tôi là N.V.B., đường thôn hẹp"]


def test_without_an_assignment_there_is_nothing_to_report(client_of, specialist, clerk):
    for user in (specialist, clerk):
        assert client_of(user).get("/opinions/assign/done/")["Location"] == "/opinions/"


def test_the_report_holds_only_what_its_reader_still_sees(client_of, specialist, ticked_ready, lead_department):
    client = client_of(specialist)
    client.post("/opinions/assign/", {**ticked_ready, "confirm": "1", "lead": lead_department.pk})
    specialist.memberships.update(valid_until=date(2026, 1, 1))
    assert client.get("/opinions/assign/done/").context["done"] == []


@pytest.mark.parametrize("rows", [1, 3])
def test_preview_and_report_take_the_same_queries_for_any_number_of_rows(
    rows, client_of, specialist, clerk, held_conference, field, lead_department, django_assert_num_queries
):
    opinions = [register(held_conference, clerk, f"Việc {number}") for number in range(rows)]
    for row in opinions:
        move(row, "classify", by=clerk, on=DAY, data={"field": field, "competent_level": "province"})
    ticked, client = {"pick": [row.pk for row in opinions], "query": ""}, client_of(specialist)
    client.post("/opinions/assign/", ticked)
    with django_assert_num_queries(PREVIEW_QUERIES):
        client.post("/opinions/assign/", ticked)
    client.post("/opinions/assign/", {**ticked, "confirm": "1", "lead": lead_department.pk})
    client.get("/opinions/assign/done/")
    with django_assert_num_queries(REPORT_QUERIES):
        client.get("/opinions/assign/done/")


PREVIEW_QUERIES = 13
REPORT_QUERIES = 6


def test_bulk_assignment_of_all_results_follows_the_filters(client_of, specialist, clerk, held_conference, field):
    row = register(held_conference, clerk, "Đường thôn")
    move(row, "classify", by=clerk, on=DAY, data={"field": field, "competent_level": "province"})
    register(held_conference, clerk, "Nước sạch")
    preview = client_of(specialist).post("/opinions/assign/", {"all": "1", "query": "q=duong"}).context
    assert ([found.pk for found in preview["done"]], preview["skipped"]) == ([row.pk], [])


# --- keeping ---------------------------------------------------------------------------------------------------------


def test_a_correction_keeps_the_earlier_text_and_finds_the_new_words(client_of, opinion, clerk):
    sent = {"version": opinion.version, "text": "Đề nghị sửa cầu tràn"}
    assert client_of(clerk).post(page(opinion, "opinion_edit"), sent).status_code == 302
    assert opinion.texts.count() == 2
    assert len(client_of(clerk).get(LIST, {"q": "cau tran"}).context["rows"]) == 1
    assert len(client_of(clerk).get(LIST, {"q": "duong"}).context["rows"]) == 0


def test_two_corrections_at_once_lose_nobodys_text(client_of, opinion, clerk, specialist):
    first = {"version": opinion.version, "text": "Bản của cán bộ xã"}
    client_of(clerk).post(page(opinion, "opinion_edit"), first)
    late = client_of(specialist).post(
        page(opinion, "opinion_edit"), {"version": opinion.version, "text": "Bản của chuyên viên"}
    )
    body = late.content.decode()
    assert late.status_code == 409
    assert "Bản của cán bộ xã" in body and "Bản của chuyên viên" in body


def test_an_extension_moves_the_date_and_keeps_the_original(client_of, assigned, specialist):
    sent = {"new_due_on": "30/11/2026", "reason": "Chờ trích lục"}
    assert client_of(specialist).post(page(assigned, "opinion_extend"), sent).status_code == 302
    assigned.handling.refresh_from_db()
    assert (assigned.handling.due_on, assigned.handling.original_due_on) == (date(2026, 11, 30), date(2026, 10, 23))


def test_an_earlier_date_is_no_extension(client_of, assigned, specialist):
    sent = {"new_due_on": "01/10/2026", "reason": "Sớm hơn"}
    response = client_of(specialist).post(page(assigned, "opinion_extend"), sent)
    assert (response.status_code, set(response.context["form"].errors)) == (422, {"new_due_on"})


def test_a_file_is_kept_and_served_as_a_download_to_those_who_see_names(client_of, opinion, clerk, supervisor):
    pdf = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
    upload = SimpleUploadedFile("phiếu ý kiến.pdf", pdf, "application/pdf")
    client = client_of(clerk)
    assert client.post(page(opinion, "opinion_attach"), {"file": upload}).status_code == 302
    address = page(opinion, "opinion_file", pk=opinion.attachments.get().pk)
    served = client.get(address)
    assert served["Content-Disposition"].startswith("attachment")
    assert served["X-Content-Type-Options"] == "nosniff"
    assert client_of(supervisor).get(address).status_code == 404


def test_a_file_that_is_not_what_it_says_is_refused_with_a_sentence(client_of, opinion, clerk):
    upload = SimpleUploadedFile("phieu.pdf", b"<html></html>", "application/pdf")
    response = client_of(clerk).post(page(opinion, "opinion_attach"), {"file": upload})
    assert (response.status_code, set(response.context["form"].errors)) == (422, {"file"})
    assert opinion.attachments.count() == 0


def test_the_gloss_is_masked_as_the_text_is(client_of, clerk, supervisor, held_conference):
    """In the English interface the name stood in the gloss for everybody."""
    opinion = register(held_conference, clerk, name="Nguyễn Văn Bảy", gloss="Mr Nguyễn Văn Bảy asks for a road")
    pages = [reverse("conferences:opinion", args=[opinion.code]), reverse("conferences:opinion_list")]
    for user, named in ((supervisor, False), (clerk, True)):
        client = client_of(user)
        client.cookies["django_language"] = "en"
        page, listed = (client.get(address).content.decode() for address in pages)
        assert "asks for a road" in page
        assert ("Mr Nguyễn Văn Bảy" in page, "Mr Nguyễn Văn Bảy" in listed) == (named, False)
