"""The draft of the quick form: whose it is, when it goes, and that nothing else knows of it."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from conferences.models import Opinion, OpinionDraft
from conferences.services.drafts import erase_old_drafts

pytestmark = pytest.mark.django_db
NEW = reverse("conferences:opinion_new")
DRAFT = reverse("conferences:opinion_draft")
DISCARD = reverse("conferences:opinion_draft_discard")
TOKEN, OTHER = str(UUID(int=7)), str(UUID(int=8))


def typed(conference, token=TOKEN, **values):
    """The quick form as it stands while somebody types."""
    return {
        "conference": conference.pk,
        "unit": "",
        "phase": "at",
        "channel": "spoken",
        "received_on": "",
        "speaker": "Nguyễn Văn Thường",
        "place": "xóm 3",
        "text": "Đường thôn hẹp, xe",
        "token": token,
        **values,
    }


def test_what_is_typed_is_kept_and_offered_to_go_on_with(held_conference, clerk, client_of):
    client = client_of(clerk)
    answer = client.post(DRAFT, typed(held_conference)).content.decode()
    kept = OpinionDraft.objects.get()
    assert "Đã lưu nháp lúc" in answer
    offered = client.get(NEW)
    assert (offered.context["offered"], offered.context["form"]["text"].value()) == (kept, None)
    again = client.get(f"{NEW}?draft=1").context
    assert again["offered"] is None
    form = again["form"]
    assert {name: str(form[name].value()) for name in typed(held_conference)} == {
        name: str(value) for name, value in typed(held_conference).items()
    }
    assert held_conference in form.fields["conference"].queryset


def test_saving_erases_the_draft_of_this_form_alone(held_conference, clerk, client_of):
    client = client_of(clerk)
    client.post(DRAFT, typed(held_conference, OTHER))
    client.post(NEW, typed(held_conference))
    assert OpinionDraft.objects.get().token == UUID(OTHER)
    client.post(NEW, typed(held_conference, OTHER, text="Đề nghị sửa cầu."))
    assert (OpinionDraft.objects.count(), Opinion.objects.count()) == (0, 2)


def test_a_draft_that_arrives_after_its_form_was_saved_is_not_kept(held_conference, clerk, client_of):
    client = client_of(clerk)
    client.post(NEW, typed(held_conference))
    assert client.post(DRAFT, typed(held_conference)).content.strip() == b""
    assert OpinionDraft.objects.count() == 0


def test_a_form_in_error_keeps_the_draft(held_conference, clerk, client_of):
    client = client_of(clerk)
    client.post(DRAFT, typed(held_conference))
    assert client.post(NEW, typed(held_conference, text="")).status_code == 422
    assert OpinionDraft.objects.count() == 1


def test_newer_words_take_the_place_of_older_and_nothing_typed_of_none(held_conference, clerk, client_of):
    client = client_of(clerk)
    client.post(DRAFT, typed(held_conference))
    client.post(DRAFT, typed(held_conference, text="Đường thôn hẹp, xe không vào\0 được"))
    assert OpinionDraft.objects.get().values["text"] == "Đường thôn hẹp, xe không vào được"
    client.post(DRAFT, typed(held_conference, OTHER, speaker="", place="", text=" "))
    assert OpinionDraft.objects.count() == 1
    client.post(DRAFT, typed(held_conference, speaker="", place="", text=" "))
    assert OpinionDraft.objects.count() == 0


def test_discarding_and_signing_out_erase_the_draft(held_conference, clerk, client_of):
    client = client_of(clerk)
    for address in (DISCARD, reverse("accounts:logout")):
        client.post(DRAFT, typed(held_conference))
        assert OpinionDraft.objects.count() == 1
        client.post(address)
        assert OpinionDraft.objects.count() == 0


def test_a_draft_outlives_the_session_that_ended_by_itself(held_conference, clerk, client_of):
    client = client_of(clerk)
    client.post(DRAFT, typed(held_conference))
    client.session.flush()
    assert client_of(clerk).get(NEW).context["offered"] == OpinionDraft.objects.get()


def test_a_draft_is_offered_for_a_day_and_then_erased(held_conference, clerk, client_of):
    client, now = client_of(clerk), timezone.now()
    client.post(DRAFT, typed(held_conference))
    OpinionDraft.objects.update(saved_at=now - timedelta(hours=23))
    erase_old_drafts(now)
    assert client.get(NEW).context["offered"]
    OpinionDraft.objects.update(saved_at=now - timedelta(hours=25))
    for query in ("", "?draft=1"):
        context = client.get(NEW + query).context
        assert (context["offered"], context["form"]["text"].value()) == (None, None)
    erase_old_drafts(now)
    assert OpinionDraft.objects.count() == 0


def test_nobody_sees_the_draft_of_another(held_conference, clerk, specialist, client_of):
    client_of(clerk).post(DRAFT, typed(held_conference))
    for query in ("", "?draft=1"):
        page = client_of(specialist).get(NEW + query)
        assert page.context["offered"] is None and "Thường" not in page.content.decode()
    client_of(specialist).post(DISCARD)
    assert OpinionDraft.objects.get().user == clerk


def test_a_conference_one_keeps_no_more_is_not_chosen_by_a_draft(held_conference, sibling_clerk, client_of):
    client = client_of(sibling_clerk)
    client.post(DRAFT, typed(held_conference))
    form = client.get(f"{NEW}?draft=1").context["form"]
    assert held_conference not in form.fields["conference"].queryset


def test_no_trail_knows_of_a_draft(held_conference, clerk, client_of):
    client = client_of(clerk)
    before = AuditEvent.objects.count()
    client.post(DRAFT, typed(held_conference))
    client.post(DISCARD)
    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize(
    ("values", "status"), [({"token": "x"}, 400), ({"token": ""}, 400), ({"text": "x" * 150_001}, 200)]
)
def test_what_is_no_form_is_not_kept(values, status, held_conference, clerk, client_of):
    assert client_of(clerk).post(DRAFT, typed(held_conference, **values)).status_code == status
    assert OpinionDraft.objects.count() == 0


def test_who_registers_nowhere_keeps_no_draft(held_conference, supervisor, client_of):
    client = client_of(supervisor)
    assert [client.post(address, typed(held_conference)).status_code for address in (DRAFT, DISCARD)] == [403, 403]
    assert OpinionDraft.objects.count() == 0
