"""Correcting words and senders, keeping files: by the officer, told by names of fields, never for a denunciation."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit.models import AuditEvent
from handling.moves import MoveRefused
from petitions.forms.senders import MOST
from petitions.history import steps_of
from petitions.models import Petition, PetitionSearch, Sender
from petitions.models import PetitionState as State
from petitions.services.contents import attach, revise_content
from petitions.services.registering import SenderData
from registers.models import Attachment, StoredFile
from tests.petitions.canary import CANARY, PDF, tables_holding
from tests.petitions.petition_roads import DAY, C, D
from tests.petitions.views.test_register import rows

pytestmark = pytest.mark.django_db


def at(name, petition, *args):
    return reverse(f"petitions:{name}", args=[petition.code, *args])


def upload(name="đơn.pdf", data=PDF):
    return SimpleUploadedFile(name, data, "application/pdf")


def corrected(petition, **more):
    return {
        "version": petition.version,
        "summary": "Không đồng ý giá bồi thường",
        "signatories": 5,
        **rows(("Trần Thị B", "xóm 4", "0900000002", "")),
        **more,
    }


# --- words and senders ---


def test_a_correction_puts_words_and_senders_in_place(petition_road, petition_officer, client_of):
    petition, client = petition_road.registered(C), client_of(petition_officer)
    page = client.get(at("petition_edit", petition))
    assert page.context["senders"].forms[0]["full_name"].value() == "Nguyễn Văn A"
    assert client.post(at("petition_edit", petition), corrected(petition)).status_code == 302
    found = Petition.objects.get(pk=petition.pk)
    assert (found.content.summary, found.signatories, found.version) == ("Không đồng ý giá bồi thường", 5, 2)
    sender = found.content.senders.get()
    assert (sender.full_name, sender.folded_name, sender.represents) == ("Trần Thị B", "tran thi b", True)
    words = PetitionSearch.objects.get(content=found.content).words
    assert "gia" in words.split() and "thua" not in words.split()


def test_history_and_trail_name_what_changed_and_hold_no_value(petition_road, petition_officer, client_of):
    petition = petition_road.registered(C)
    client_of(petition_officer).post(at("petition_edit", petition), corrected(petition))
    event = AuditEvent.objects.filter(action="changed").get()
    assert (set(event.fields), event.changes) == ({"summary", "signatories", "senders"}, {})
    entry = petition.history.last()
    assert (entry.move, entry.from_state, entry.to_state) == ("revise_content", "received", "received")
    step = steps_of(Petition.objects.get(pk=petition.pk), named=True)[0]
    assert step["text"] == "tóm tắt nội dung · số người ký · người gửi"
    assert tables_holding("Trần Thị B") == {"petitions_sender"}


def test_nothing_changed_is_no_change(petition_road, petition_officer, client_of):
    petition, client = petition_road.registered(C), client_of(petition_officer)
    same = {**corrected(petition), "summary": petition.content.summary, "signatories": 3}
    same |= rows(("Nguyễn Văn A", "xóm 3, xã Kim Liên", "0900000001", "000000000000"))
    assert client.post(at("petition_edit", petition), same).status_code == 302
    assert Petition.objects.get(pk=petition.pk).version == petition.version


def test_who_is_second_keeps_what_was_typed(petition_road, petition_officer, client_of):
    petition, client = petition_road.registered(C), client_of(petition_officer)
    client.post(at("petition_edit", petition), corrected(petition))
    late = client.post(at("petition_edit", petition), corrected(petition, summary="Bản của tôi"))
    assert (late.status_code, late.context["form"]["summary"].value()) == (409, "Bản của tôi")
    assert "Không đồng ý giá bồi thường" in late.content.decode() and "Trần Thị B" in late.content.decode()
    again = corrected(petition, summary="Bản của tôi", version=late.context["form"]["version"].value())
    assert client.post(at("petition_edit", petition), again).status_code == 302
    assert Petition.objects.get(pk=petition.pk).content.summary == "Bản của tôi"


def test_what_is_wrong_is_said_by_field_and_more_senders_keep_the_words(petition_road, petition_officer, client_of):
    petition, client = petition_road.registered(C), client_of(petition_officer)
    wrong = client.post(at("petition_edit", petition), corrected(petition, summary=""))
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["summary"])
    more = client.post(at("petition_edit", petition), corrected(petition, more_senders="1"))
    assert (more.status_code, more.context["senders"].total_form_count()) == (200, 3)
    assert more.context["form"]["summary"].value() == "Không đồng ý giá bồi thường"
    assert Petition.objects.get(pk=petition.pk).version == petition.version


@pytest.mark.parametrize("number", [MOST - 1, MOST + 5, MOST + 30])
def test_no_sender_is_lost_by_correcting_however_many_there_are(number, petition_road, petition_officer, client_of):
    """A register may have been imported with more than the form offers rows for."""
    names = [f"Nguyễn Văn Số {place}" for place in range(number)]
    petition = petition_road.registered(C, senders=tuple(SenderData(name) for name in names))
    client, page = client_of(petition_officer), at("petition_edit", petition)
    assert ("more_senders" in client.get(page).content.decode()) == (number < MOST)
    typed = corrected(petition, **rows(*[(name, "", "", "") for name in names]))
    more = client.post(page, {**typed, "more_senders": "1"}).context["senders"]
    assert [form["full_name"].value() for form in more][:number] == names
    assert more.total_form_count() == max(number, MOST)
    assert client.post(page, typed).status_code == 302
    assert list(Petition.objects.get().content.senders.values_list("full_name", flat=True)) == names


def test_the_officer_alone_corrects_and_nothing_that_is_closed(
    petition_road, petition_officer, commission_leader, client_of
):
    petition, closed = petition_road.registered(C), petition_road.to(C, State.CLOSED)
    assert client_of(commission_leader).get(at("petition_edit", petition)).status_code == 403
    assert client_of(petition_officer).get(at("petition_edit", closed)).status_code == 403
    assert client_of(petition_officer).post(at("petition_edit", closed), corrected(closed)).status_code == 403


def test_a_denunciation_has_nothing_to_correct(petition_road, petition_officer, client_of):
    petition = petition_road.registered(D)
    sent = corrected(petition, summary=CANARY, **rows((CANARY, CANARY)))
    answer = client_of(petition_officer).post(at("petition_edit", petition), sent)
    assert (answer.status_code, CANARY in answer.content.decode()) == (403, False)
    with pytest.raises(MoveRefused):
        revise_content(petition, senders=(), signatories=None, summary=CANARY, version=1, by=petition_officer, on=DAY)
    assert (tables_holding(CANARY), Sender.objects.count()) == (set(), 0)


# --- files ---


def test_a_file_is_kept_and_opened_by_those_who_see_names(petition_road, petition_officer, supervisor, client_of):
    petition, officer = petition_road.registered(C), client_of(petition_officer)
    assert officer.post(at("petition_attach", petition), {"file": upload()}).status_code == 302
    kept = petition.content.attachments.get()
    assert officer.get(at("petition", petition)).context["attachments"] == [kept]
    assert [
        client_of(user).get(at("petition_file", petition, kept.pk)).status_code
        for user in (petition_officer, supervisor)
    ] == [200, 404]
    assert client_of(supervisor).get(at("petition", petition)).context["attachments"] == []
    other = petition_road.registered(C)
    assert officer.get(at("petition_file", other, kept.pk)).status_code == 404


def test_what_is_no_file_is_refused_by_field(petition_road, petition_officer, commission_leader, client_of):
    petition = petition_road.registered(C)
    wrong = client_of(petition_officer).post(at("petition_attach", petition), {"file": upload("x.exe", b"MZ")})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["file"])
    sent = {"file": upload()}
    assert client_of(commission_leader).post(at("petition_attach", petition), sent).status_code == 403
    closed = petition_road.to(C, State.CLOSED)
    assert client_of(petition_officer).post(at("petition_attach", closed), {"file": upload()}).status_code == 403


def test_a_file_with_a_denunciation_is_refused_with_the_sentence(petition_road, petition_officer, client_of):
    petition, client = petition_road.registered(D), client_of(petition_officer)
    sent = {"file": upload(f"{CANARY}.pdf", PDF + CANARY.encode()), "note": CANARY}
    answer = client.post(at("petition_attach", petition), sent)
    said = answer.content.decode()
    assert answer.status_code == 422 and "774/QĐ-TTg" in said and CANARY not in said
    with pytest.raises(Exception, match="774/QĐ-TTg"):
        attach(petition, upload(), by=petition_officer)
    assert (Attachment.objects.count(), StoredFile.objects.count(), tables_holding(CANARY)) == (0, 0, set())
    page = client.get(at("petition", petition)).content.decode()
    assert 'type="file"' not in page


def test_the_file_of_a_paper_is_for_those_who_see_names(petition_road, petition_officer, supervisor, client_of):
    petition, officer = petition_road.to(C, State.APPROVED), client_of(petition_officer)
    paper = {"document_number": "12/TB", "document_date": "07/10/2026", "document_file": upload()}
    sent = {"version": petition.version, **paper}
    assert officer.post(at("petition_move", petition, "accept"), sent).status_code == 302
    kept = petition.papers.exclude(document__attachment=None).get()
    address = at("petition_paper_file", petition, kept.pk)
    assert address in officer.get(at("petition", petition)).content.decode()
    assert [client_of(user).get(address).status_code for user in (petition_officer, supervisor)] == [200, 404]
    assert officer.get(at("petition_paper_file", petition, petition.papers.first().pk)).status_code == 404


def test_what_was_typed_stays_when_the_file_was_closed_meanwhile(
    petition_road, petition_officer, client_of, monkeypatch
):
    petition = petition_road.registered(C)

    def late(held, **given):
        type(petition).objects.filter(pk=petition.pk).update(state="closed", field=petition_road.field)
        return revise_content(held, **given)

    monkeypatch.setattr("petitions.views.petitions.keeping.revise_content", late)
    client, address = client_of(petition_officer), reverse("petitions:petition_edit", args=[petition.code])
    form = client.get(address).context["form"].initial
    rows = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 0, "form-0-full_name": "Nguyễn Văn A"}
    management = client.get(address).context["senders"].prefix
    rows = {key.replace("form", management, 1): value for key, value in rows.items()}
    answer = client.post(address, {"version": form["version"], "summary": "Lời viết lại", "signatories": "", **rows})
    words = answer.content.decode()
    assert (answer.status_code, "Lời viết lại" in words) == (409, True)
    assert [str(error) for error in answer.context["form"].non_field_errors()]
    assert "alert" in words
