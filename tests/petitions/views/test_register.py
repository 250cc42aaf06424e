"""Registering: one row however often it is sent, the coded form of a denunciation, rows of senders, what is alike."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation

from audit.models import AuditEvent
from petitions.models import Petition
from petitions.services import cases
from petitions.services.registering import PetitionData, SenderData, register_petitions
from petitions.similar import shared_senders, similar_petitions
from registers.models import RuleParameter
from tests.petitions.canary import CANARY, PDF, tables_holding
from tests.petitions.petition_roads import DAY, C, D, R

pytestmark = pytest.mark.django_db
NEW, SIMILAR = reverse("petitions:petition_new"), reverse("petitions:petition_similar")
#: What the form of a denunciation asks for: codes and days.
CODED = {"kind", "owner", "source", "sent_by", "received_on", "dated_on", "field", "is_remote", "earlier", "is_repeat"}
CODED |= {"token", "anyway"}


def next_form(road, day):
    return f"{NEW}?owner={road.owner.pk}&source=post&received_on={day:%d%%2F%m%%2F%Y}"


def rows(*senders):
    """Rows of senders as the form sends them: (full name, address, telephone, identity number)."""
    sent = {"senders-TOTAL_FORMS": len(senders), "senders-INITIAL_FORMS": 0}
    for number, sender in enumerate(senders):
        for name, value in zip(("full_name", "address", "phone", "id_number"), sender, strict=False):
            sent[f"senders-{number}-{name}"] = value
    return sent


def letter(road, **more):
    today = timezone.localdate()
    return {
        "kind": "complaint",
        "owner": road.owner.pk,
        "source": "post",
        "received_on": f"{today:%d/%m/%Y}",
        "summary": "Khiếu nại phương án bồi thường",
        "signatories": 27,
        "token": uuid4(),
        **rows(("Nguyễn Văn A", "xóm 3", "0900000001", "000000000000")),
        **more,
    }


@pytest.fixture
def client(petition_officer, petition_rules, client_of):
    return client_of(petition_officer)


def test_a_petition_is_registered_once_however_often_it_is_sent(petition_road, client):
    sent = letter(petition_road)
    answer, again = (client.post(NEW, sent) for _time in range(2))
    assert (answer.status_code, answer.url) == (302, next_form(petition_road, timezone.localdate()))
    petition = Petition.objects.get()
    assert (again.status_code, again.url) == (302, reverse("petitions:petition", args=[petition.code]))
    assert (petition.kind, petition.signatories, petition.content.summary) == (C, 27, sent["summary"])
    sender = petition.content.senders.get()
    assert (sender.full_name, sender.phone, sender.represents) == ("Nguyễn Văn A", "0900000001", True)
    said = client.get(answer.url).content.decode()
    assert reverse("petitions:petition", args=[petition.code]) in said


def test_the_same_form_with_other_words_is_another_petition(petition_road, client):
    sent = letter(petition_road)
    other = sent | {"summary": "Khiếu nại việc cấp giấy chứng nhận"}
    for one in (sent, other, other):
        assert client.post(NEW, one).status_code == 302
    found = Petition.objects.order_by("pk").values_list("content__summary", flat=True)
    assert list(found) == [sent["summary"], other["summary"]]


def test_the_same_form_as_another_kind_is_refused(petition_road, client):
    sent = letter(petition_road)
    client.post(NEW, sent)
    answer = client.post(NEW, sent | {"kind": D, "paper_file": "15/HSM-2026"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["kind"])
    assert Petition.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "is_doubted"),
    [
        ({}, True),
        ({"summary": "KHIẾU NẠI  phương án bồi thường.", "source": "in_person"}, True),
        (rows(("bà NGUYỄN VĂN A", "xóm 4")), True),
        ({"summary": "Khiếu nại phương án tái định cư"}, False),
        (rows(("Nguyễn Văn B", "xóm 3")), False),
        ({"received_on": f"{timezone.localdate() - timedelta(days=1):%d/%m/%Y}"}, False),
    ],
)
def test_a_letter_of_the_same_words_sender_and_day_is_asked_about_once(petition_road, client, change, is_doubted):
    client.post(NEW, letter(petition_road))
    first = Petition.objects.get()
    again = letter(petition_road, **change)
    answer = client.post(NEW, again)
    if is_doubted:
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["anyway"])
        assert first.code in answer.context["form"].errors["anyway"][0]
        assert (Petition.objects.count(), 'name="anyway"' in answer.content.decode()) == (1, True)
        answer = client.post(NEW, again | {"anyway": "on"})
    assert (answer.status_code, Petition.objects.count()) == (302, 2)


def test_what_is_linked_to_the_same_letter_or_struck_out_is_not_asked_about(petition_road, client):
    client.post(NEW, letter(petition_road))
    first = Petition.objects.get()
    assert client.post(NEW, letter(petition_road, earlier=first.code)).status_code == 302
    Petition.objects.update(state="struck")
    assert client.post(NEW, letter(petition_road)).status_code == 302


def test_the_same_letter_in_the_book_of_another_body_is_not_asked_about(petition_road, client, lead_department):
    client.post(NEW, letter(petition_road))
    Petition.objects.update(owner=lead_department)
    assert client.post(NEW, letter(petition_road)).status_code == 302


def test_a_paper_file_that_stands_in_the_book_is_asked_about(petition_road, client):
    today = f"{timezone.localdate():%d/%m/%Y}"
    coded = {"kind": D, "owner": petition_road.owner.pk, "source": "post", "received_on": today}
    coded["paper_file"] = "15/HSM-2026"
    answers = [client.post(NEW, {**coded, "token": uuid4(), **more}) for more in ({}, {}, {"anyway": "on"})]
    assert [answer.status_code for answer in answers] == [302, 422, 302]


def test_the_tick_is_shown_only_where_there_is_a_doubt(client):
    assert 'name="anyway"' not in client.get(NEW).content.decode()


def test_the_next_form_has_the_last_body_source_and_day_and_no_kind(petition_road, client):
    day = timezone.localdate() - timedelta(days=3)
    saved = client.post(NEW, letter(petition_road, received_on=f"{day:%d/%m/%Y}"))
    assert saved.url == next_form(petition_road, day)
    form = client.get(saved.url).context["form"]
    assert (form["source"].value(), form["owner"].value()) == ("post", petition_road.owner.pk)
    assert (form["received_on"].value(), form["kind"].value()) == (day, None)
    # The only body is not asked for.
    assert form["owner"].is_hidden


def test_typing_begins_at_the_kind_until_one_is_chosen(client):
    kinds = client.get(NEW).content.decode().split('name="kind"')
    assert [" autofocus" in one.split(">")[0] for one in kinds[1:]] == [True, False, False, False]
    assert "autofocus" not in client.get(f"{NEW}?kind=denunciation").content.decode()


def test_the_button_for_another_sender_says_so(petition_road, client):
    page = client.get(NEW).content.decode()
    button = page.split('name="more_senders"')[1].split("</button>")[0]
    assert button.endswith("Thêm người gửi")


def test_the_kind_is_asked_first_and_a_denunciation_last(petition_officer, client):
    form = client.get(NEW).context["form"]
    assert [value for value, _label in form.fields["kind"].choices] == [C, R, "mixed", D]
    page = client.get(NEW).content.decode()
    # Only the choice that needs another form fetches one.
    assert page.count("hx-select") == 1
    assert client.get(f"{NEW}?kind=denunciation").content.decode().count("hx-select") == 3


def test_without_a_kind_nothing_is_registered(petition_road, client):
    answer = client.post(NEW, letter(petition_road, kind=""))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["kind"])
    assert answer.context["form"]["summary"].value() == "Khiếu nại phương án bồi thường"


def test_more_senders_come_without_scripts_and_keep_what_was_typed(petition_road, client):
    more = client.post(NEW, letter(petition_road, more_senders="1"))
    assert (more.status_code, Petition.objects.count()) == (200, 0)
    senders = more.context["senders"]
    assert (senders.total_form_count(), senders.forms[0]["full_name"].value()) == (3, "Nguyễn Văn A")
    assert more.context["form"]["summary"].value() == "Khiếu nại phương án bồi thường"
    two = rows(("Nguyễn Văn A", "xóm 3"), ("Trần Thị B", "xóm 4"), ("", ""))
    assert client.post(NEW, letter(petition_road, **two, **{"senders-1-represents": "on"})).status_code == 302
    found = Petition.objects.get().content.senders.values_list("full_name", "represents")
    assert list(found) == [("Nguyễn Văn A", False), ("Trần Thị B", True)]


def test_bad_input_is_said_by_field_and_nothing_is_lost(petition_road, client):
    later = timezone.localdate() + timedelta(days=1)
    wrong = {"received_on": f"{later:%d/%m/%Y}", "summary": "", "earlier": "KN-2020-0001", "case": "VV-2020-0001"}
    answer = client.post(NEW, letter(petition_road, **wrong, **rows(("", "xóm 3"))))
    form, senders = answer.context["form"], answer.context["senders"]
    assert (answer.status_code, set(form.errors)) == (422, {"received_on", "summary", "earlier", "case"})
    assert (list(senders.errors[0]), senders.forms[0]["address"].value()) == (["full_name"], "xóm 3")
    assert Petition.objects.count() == 0


def test_a_body_that_is_not_in_the_list_is_refused_and_shown_again(petition_road, client):
    sent = letter(petition_road, source="body", sent_by="Cơ quan không có thật")
    answer = client.post(NEW, sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["sent_by"])
    assert "Cơ quan không có thật" in answer.content.decode()
    coded = {name: sent[name] for name in ("owner", "source", "sent_by", "received_on", "token")}
    answer = client.post(NEW, {**coded, "kind": D, "paper_file": "15/HSM-2026"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["sent_by"])
    assert "Cơ quan không có thật" not in answer.content.decode()
    assert not Petition.objects.exists()


def test_what_belongs_to_a_petition_is_linked(petition_road, petition_officer, lead_department, client):
    first = petition_road.registered(C)
    case = cases.open_case(first, title="Đền bù", by=petition_officer, on=DAY)
    more = {"earlier": first.code.lower(), "case": case.code, "sent_by": lead_department.pk, "source": "body"}
    assert client.post(NEW, letter(petition_road, **more)).status_code == 302
    petition = Petition.objects.exclude(pk=first.pk).get()
    assert (petition.earlier, petition.content.case, petition.sent_by) == (first, case, lead_department)
    # By post nobody sent it on.
    sent = letter(petition_road, sent_by=lead_department.pk, summary="Kiến nghị sửa đường")
    assert client.post(NEW, sent).status_code == 302
    assert Petition.objects.order_by("pk").last().sent_by is None


def test_only_officers_register(petition_rules, specialist, clerk, client_of):
    for person in (specialist, clerk):
        assert client_of(person).get(NEW).status_code == 403
        assert client_of(person).post(SIMILAR, {"summary": "x"}).status_code == 403


# --- denunciations ---


def test_the_form_of_a_denunciation_has_no_field_for_a_name_and_says_why(client):
    page = client.get(f"{NEW}?kind=denunciation")
    assert set(page.context["form"].fields) == CODED | {"paper_file"}
    assert page.context["senders"] is None
    assert "774/QĐ-TTg" in page.content.decode()


def crafted(road, **more):
    """A denunciation sent with everything that its form does not have."""
    words = ("summary", "settled_by", "reason", "text", "gloss_en", "case", "document_abstract", "sender", "full_name")
    sent = letter(road, kind="denunciation", paper_file="15/HSM-2026", **dict.fromkeys(words, CANARY))
    upload = SimpleUploadedFile(f"{CANARY}.pdf", PDF + CANARY.encode(), "application/pdf")
    return {**sent, **rows((CANARY, CANARY, CANARY, CANARY)), "file": upload, "document_file": upload, **more}


def test_what_is_crafted_into_a_denunciation_is_kept_nowhere(petition_road, client, caplog):
    answer = client.post(NEW, crafted(petition_road))
    assert answer.status_code == 302 and CANARY not in answer.url
    petition = Petition.objects.get()
    assert (petition.kind, petition.content, petition.signatories) == (D, None, None)
    assert not any(CANARY in str(message) for message in get_messages(answer.wsgi_request))
    assert CANARY not in client.get(answer.url).content.decode()
    assert (tables_holding(CANARY), CANARY in caplog.text) == (set(), False)


@pytest.mark.parametrize("more", [{"received_on": "x"}, {"reload": "1"}, {"more_senders": "1"}])
def test_what_is_crafted_into_a_denunciation_is_not_shown_again(more, petition_road, client, caplog):
    answer = client.post(NEW, crafted(petition_road, **more))
    assert answer.status_code == (422 if "received_on" in more else 200)
    assert answer.context["form"].is_secret
    assert CANARY not in answer.content.decode() and CANARY not in caplog.text
    assert (Petition.objects.count(), tables_holding(CANARY)) == (0, set())


def test_nothing_but_codes_goes_along_when_the_kind_changes_the_form(petition_road, client):
    words = dict.fromkeys(("summary", "earlier", "received_on", "dated_on", "source", "owner", "paper_file"), CANARY)
    page = client.get(NEW, {"kind": "denunciation", **words})
    assert page.status_code == 200 and CANARY not in page.content.decode()
    form = client.get(NEW, {"kind": "denunciation", "source": "press", "received_on": "05/10/2026"}).context["form"]
    assert (form["source"].value(), f"{form['received_on'].value():%d/%m/%Y}") == ("press", "05/10/2026")


def test_a_form_with_words_is_not_registered_as_a_denunciation(petition_road, client):
    """Were the kind read wrongly, the form of words would still refuse it."""
    from petitions.forms.register import PetitionForm
    from petitions.views.petitions import form as view

    options = view._form_for(client.get(NEW).wsgi_request, {})[1]
    form = PetitionForm(letter(petition_road, kind="denunciation"), **options)
    assert not form.is_valid() and list(form.errors) == ["kind"]


def test_a_denunciation_is_linked_to_a_denunciation_alone(petition_road, client):
    named, coded = petition_road.registered(C), petition_road.registered(D)
    sent = {"kind": "denunciation", "paper_file": "16/HSM-2026"}
    assert client.post(NEW, letter(petition_road, **sent, earlier=named.code)).status_code == 422
    assert client.post(NEW, letter(petition_road, **sent, earlier=coded.code)).status_code == 302
    assert client.post(NEW, letter(petition_road, earlier=coded.code)).status_code == 422


# --- what is alike ---


def codes(found):
    return [row.code for row in found]


def test_petitions_of_the_same_sender_or_words_are_found(petition_road, petition_officer, outsider):
    same_words = petition_road.registered(
        R, summary="Đề nghị sửa đường vào xóm 3 bị hỏng nặng sau lũ", senders=(SenderData("Lê Văn C"),)
    )
    same_sender = petition_road.registered(C, summary="Việc khác hẳn", senders=(SenderData("Trần Thị B"),))
    petition_road.registered(D)

    def found(summary, *senders):
        return codes(similar_petitions(petition_officer, summary, senders))

    assert found("sua duong vao xom 3 bi hong") == [same_words.code]
    assert found("", "TRAN THI B") == [same_sender.code]
    assert found("sửa đường vào xóm 3", "Trần Thị B") == [same_sender.code, same_words.code]
    assert found("đường") == []
    assert similar_petitions(outsider, "sửa đường vào xóm 3 bị hỏng", ["Trần Thị B"]) == []


WORDS = "Đề nghị sửa đường vào xóm 3 bị hỏng nặng sau lũ"


def _many(road, number, summary):
    road.registered(R, summary=summary.format(0), senders=())
    first = Petition.objects.latest("pk")
    letters = [
        (PetitionData(owner=road.owner, kind=R, source="post", received_on=DAY, summary=summary.format(place)), DAY)
        for place in range(number)
    ]
    register_petitions(letters, by=first.created_by)


@pytest.mark.parametrize("others", ["Phản ánh việc thu phí chợ lần thứ {}", "Đề nghị sửa điện vào làng {} bị cắt"])
def test_the_same_words_are_found_however_many_came_since(others, petition_road, petition_officer):
    """Also among others that share many a common word."""
    old = petition_road.registered(R, summary=WORDS, senders=())
    _many(petition_road, 401, others)
    assert codes(similar_petitions(petition_officer, f"{WORDS}.", ()))[0] == old.code


def test_of_common_words_alone_those_that_share_the_most_are_compared(petition_road, petition_officer, monkeypatch):
    old = petition_road.registered(R, summary=WORDS, senders=())
    _many(petition_road, 20, "Đề nghị sửa nhà vào xóm 3 bị dột, sau nặng {}")
    monkeypatch.setattr("petitions.similar._BUDGET", 5)
    monkeypatch.setattr("petitions.similar._COMPARED", 3)
    assert codes(similar_petitions(petition_officer, "Đề nghị sửa đường vào xóm 3 bị hỏng nặng", ()))[0] == old.code


@pytest.mark.parametrize("number", [1, 30])
def test_what_is_alike_takes_the_same_queries_at_any_size(
    number, petition_road, petition_officer, django_assert_num_queries
):
    for place in range(number):
        petition_road.registered(R, summary=f"{WORDS} {place}", senders=(SenderData("Lê Văn C"),))
    similar_petitions(petition_officer, WORDS, ["Lê Văn C"])
    for text in (WORDS, f"{WORDS} " + " ".join(f"chữ{place}" for place in range(500))):
        with django_assert_num_queries(5):
            similar_petitions(petition_officer, text, ["Lê Văn C"])


def test_what_is_alike_names_its_senders_to_those_who_see_them(petition_road, petition_officer, client):
    names = ("Trần Thị B", "Lê Văn C", "Lê Văn D", "Lê Văn E")
    same = petition_road.registered(C, summary="Việc khác hẳn", senders=tuple(map(SenderData, names)))
    other = petition_road.registered(R, summary=WORDS, senders=(SenderData("Phạm Văn F"),))
    with translation.override("en"):
        sent = letter(petition_road, summary=WORDS, **rows(("trần thị b",)))
        found = client.post(SIMILAR, sent).context["found"]
    told = {one["row"]: (one["senders"], one["more"], one["is_same_sender"]) for one in found}
    assert told == {same: (list(names[:3]), 1, True), other: (["Phạm Văn F"], 0, False)}
    read = AuditEvent.objects.filter(action="read", actor=petition_officer).values_list("object_label", flat=True)
    assert set(read) == {same.code, other.code}


def test_what_is_alike_names_nobody_to_those_who_do_not_see_names(petition_road, supervisor, petition_officer):
    row = petition_road.registered(C, summary=WORDS, senders=(SenderData("Trần Thị B"),))
    for reader, shared in ((supervisor, []), (petition_officer, ["Trần Thị B"])):
        (found,) = similar_petitions(reader, WORDS, ())
        assert (found, shared_senders(found, ["Trần Thị B"])) == (row, shared)


def test_words_are_compared_whole_and_without_names_that_are_masked(petition_road, petition_officer):
    petition_road.registered(R, summary="Trần Thị Bích xin duonglam sua xomba", senders=(SenderData("Trần Thị Bích"),))
    assert similar_petitions(petition_officer, "duong sua xom ba", ()) == []
    assert similar_petitions(petition_officer, "Trần Thị Bích Vân", ()) == []
    assert len(similar_petitions(petition_officer, "xin duonglam sua xomba", ())) == 1


def test_what_is_alike_is_asked_by_post_and_its_words_shown_masked(petition_road, client):
    petition = petition_road.registered(C, senders=(SenderData("Trần Thị B"),), summary="Trần Thị B khiếu nại")
    page = client.post(SIMILAR, letter(petition_road, summary="", **rows(("Trần Thị B",)))).content.decode()
    assert f'value="{petition.code}"' in page and "T.T.B. khiếu nại" in page and "Trần Thị B khiếu nại" not in page
    assert client.get(SIMILAR).status_code == 405
    secret = client.post(SIMILAR, crafted(petition_road, summary="Trần Thị B")).content.decode()
    assert petition.code not in secret


@pytest.mark.parametrize(
    ("field", "given", "said"),
    [
        ("paper_file", "số 15", "15/HSM-2026"),
        ("received_on", "1800-01-01", "01/01/1945"),
        ("received_on", "05/10/1800", "01/01/1945"),
        ("earlier", "KN-2026-0001", "tố cáo"),
    ],
)
def test_what_is_wrong_with_a_denunciation_is_said_at_its_field(petition_road, client, field, given, said):
    today = f"{timezone.localdate():%d/%m/%Y}"
    sent = {"kind": D, "owner": petition_road.owner.pk, "source": "post", "received_on": today, "token": uuid4()}
    answer = client.post(NEW, {**sent, "paper_file": "15/HSM-2026", field: given})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    (sentence,) = answer.context["form"].errors[field]
    assert said in sentence


def test_a_denunciation_of_before_its_rule_is_refused_at_its_day(client, petition_road):
    RuleParameter.objects.filter(key="denunciation.preliminary").update(valid_from=date(2019, 1, 1))
    sent = {"kind": "denunciation", "owner": petition_road.owner.pk, "source": "post", "token": uuid4()}
    sent |= {"received_on": "05/10/2018", "paper_file": "15/HS-2018"}
    answer = client.post(NEW, sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["received_on"])
    assert client.post(NEW, {**sent, "received_on": "05/10/2019"}).status_code == 302


def test_what_is_wrong_with_sender_and_days_is_said_at_once(client, petition_road):
    today = timezone.localdate()
    sent = letter(petition_road, dated_on=f"{today + timedelta(days=1):%d/%m/%Y}", signatories=-5, case="VV-1")
    sent |= rows(("Nguyễn Văn A", "", "abc", "12"))
    answer = client.post(NEW, sent)
    assert set(answer.context["form"].errors) == {"dated_on", "signatories", "case"}
    assert set(answer.context["senders"].forms[0].errors) == {"phone", "id_number"}
    assert not Petition.objects.exists()


def test_what_is_wrong_with_letter_and_senders_stands_in_one_list_with_one_number(client, petition_road):
    senders = rows(("Nguyễn Văn A", "", "09x", ""), ("", "xóm 3", "", ""))
    answer = client.post(NEW, letter(petition_road, summary="", **senders))
    page = answer.content.decode()
    assert (answer.status_code, page.count("errors-summary")) == (422, 1)
    assert "có 3 chỗ cần sửa" in page
    assert 'href="#id_senders-0-phone"' in page and 'href="#id_senders-1-full_name"' in page


def test_whoever_asks_for_a_row_goes_on_in_it(client, petition_road):
    page = client.post(NEW, {**letter(petition_road), "more_senders": "1"})
    begun = [row["full_name"].html_name for row in page.context["senders"] if _begins(row)]
    assert begun == ["senders-1-full_name"]
    assert page.content.decode().count("autofocus") == 1


def _begins(row):
    return "autofocus" in row.fields["full_name"].widget.attrs
