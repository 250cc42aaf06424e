"""The quick form: who registers for what, what is kept, what happens to a form sent twice, and speakers found."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from conferences.models import Conference, Opinion, Speaker, SpeakerTurn
from conferences.models.vocabulary import HELD_STATES
from conferences.services.delegates import DelegateData, add_delegate

pytestmark = pytest.mark.django_db
URL = reverse("conferences:opinion_new")
SPEAKERS = reverse("conferences:speaker_options")


def typed(conference=None, **values):
    """A form as the browser sends it."""
    return {
        "conference": conference.pk if conference else "",
        "unit": "",
        "phase": "at",
        "channel": "spoken",
        "received_on": "",
        "speaker": "Nguyễn Văn Thường",
        "place": "xóm 3",
        "text": "Đề nghị nâng cấp đường thôn.",
        "token": str(uuid4()),
        **values,
    }


# --- who may ---


def test_the_form_has_at_most_eight_fields_to_fill(held_conference, clerk, client_of):
    form = client_of(clerk).get(URL).context["form"]
    # The tick shows only where the same words were written down before.
    assert len([field for field in form.visible_fields() if field.name != "anyway"]) <= 8


@pytest.mark.parametrize("who", ["supervisor", "auditor", "focal_point", "outsider", "administrator"])
def test_those_who_register_nowhere_get_403(who, request, client_of):
    client = client_of(request.getfixturevalue(who))
    assert client.get(URL).status_code == 403
    assert client.post(URL, typed()).status_code == 403


def test_other_methods_are_refused(clerk, client_of):
    assert client_of(clerk).put(URL).status_code == 405


def test_only_conferences_one_keeps_are_offered_and_accepted(held_conference, sibling_clerk, secretary, client_of):
    client = client_of(sibling_clerk)
    assert list(client.get(URL).context["form"].fields["conference"].queryset) == []
    response = client.post(URL, typed(held_conference))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["conference"]
    assert Opinion.objects.count() == 0
    assert list(client_of(secretary).get(URL).context["form"].fields["conference"].queryset) == [held_conference]


def test_only_ones_own_unit_receives(clerk, commune_a, commune_b, client_of):
    client = client_of(clerk)
    assert list(client.get(URL).context["form"].fields["unit"].queryset) == [commune_a]
    response = client.post(URL, typed(unit=commune_b.pk, phase="after", channel="written"))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["unit"]


# --- registering ---


def test_an_opinion_is_registered_and_the_form_is_ready_for_the_next(held_conference, clerk, client_of):
    client = client_of(clerk)
    response = client.post(URL, typed(held_conference, channel="slip"))
    opinion = Opinion.objects.get()
    assert (response.status_code, response.url) == (
        302,
        f"{URL}?conference={held_conference.code}&phase=at&channel=slip",
    )
    assert (opinion.conference, opinion.unit, opinion.raised_on, opinion.state, opinion.channel) == (
        held_conference,
        held_conference.unit,
        held_conference.held_on,
        "received",
        "slip",
    )
    speaker = opinion.turn.speaker
    assert (speaker.kind, speaker.full_name, speaker.address) == ("citizen", "Nguyễn Văn Thường", "xóm 3")
    page = client.get(response.url)
    assert f'href="{reverse("conferences:opinion", args=[opinion.code])}"' in page.content.decode()
    form = page.context["form"]
    assert (form["conference"].value(), form["phase"].value(), form["channel"].value(), form["text"].value()) == (
        held_conference.pk,
        "at",
        "slip",
        None,
    )


def test_several_things_of_one_speaker_become_several_opinions_of_one_turn(held_conference, clerk, client_of):
    text = "Đường thôn hẹp.\nXe không vào được.\n---\nKênh tiêu bồi lắng.\r\n -----\n\n---\nĐiện yếu."
    client_of(clerk).post(URL, typed(held_conference, text=text))
    rows = Opinion.objects.order_by("item")
    assert [(row.item, row.current_text.text) for row in rows] == [
        (1, "Đường thôn hẹp.\nXe không vào được."),
        (2, "Kênh tiêu bồi lắng."),
        (3, "Điện yếu."),
    ]
    assert SpeakerTurn.objects.count() == 1


@pytest.mark.parametrize(
    ("words", "kind", "people"),
    [
        ("12 hộ dân xóm 3", "group", None),
        ("Đại diện 25 người dân cùng ông An", "group", 25),
        ("Tập thể tiểu thương chợ Sáo", "group", None),
        ("Nhóm 30 cử tri", "group", 30),
        ("Nguyễn Văn Nhóm", "citizen", None),
        ("Cụ Tập", "citizen", None),
        ("", "citizen", None),
    ],
)
def test_a_group_is_told_from_a_person_and_masked_as_a_group(
    words, kind, people, held_conference, clerk, supervisor, client_of
):
    client_of(clerk).post(URL, typed(held_conference, speaker=words))
    speaker = Speaker.objects.get()
    assert (speaker.kind, speaker.full_name, speaker.group_size) == (kind, words, people)
    opinion = Opinion.objects.get()
    masked = client_of(supervisor).get(reverse("conferences:opinion", args=[opinion.code])).content.decode()
    assert not words or words not in masked
    assert ("Nhóm người dân" in masked) is (kind == "group")


def test_sending_the_same_form_twice_makes_one_opinion(held_conference, clerk, client_of):
    client, form = client_of(clerk), typed(held_conference)
    answers = [client.post(URL, form) for _try in range(3)]
    page = reverse("conferences:opinion", args=[Opinion.objects.get().code])
    assert [answer.status_code for answer in answers] == [302] * 3
    assert [answer.url == page for answer in answers] == [False, True, True]
    assert Opinion.objects.count() == SpeakerTurn.objects.count() == Speaker.objects.count() == 1
    assert AuditEvent.objects.filter(action="created", object_type="conferences.opinion").count() == 1


def test_the_same_form_with_other_words_makes_another_opinion(held_conference, clerk, client_of):
    client, form = client_of(clerk), typed(held_conference)
    for words in ("Đề nghị sửa cầu.", "Đề nghị sửa đường.", "Đề nghị sửa đường."):
        client.post(URL, form | {"text": words})
    found = Opinion.objects.order_by("pk").values_list("current_text__text", flat=True)
    assert list(found) == ["Đề nghị sửa cầu.", "Đề nghị sửa đường."]


@pytest.mark.parametrize(
    ("change", "is_doubted"),
    [
        ({}, True),
        ({"text": "ĐỀ NGHỊ  nâng cấp đường thôn"}, True),
        ({"speaker": ""}, True),
        ({"speaker": "Nguyễn Văn Khác"}, False),
        ({"text": "Đề nghị nâng cấp đường xã."}, False),
        ({"text": "Đề nghị nâng cấp đường thôn.\n---\nĐề nghị sửa cầu."}, False),
    ],
)
def test_the_same_words_of_a_speaker_are_asked_about_once(change, is_doubted, held_conference, clerk, client_of):
    client = client_of(clerk)
    client.post(URL, typed(held_conference))
    first, again = Opinion.objects.get(), typed(held_conference, **change)
    answer = client.post(URL, again)
    if is_doubted:
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["anyway"])
        assert first.code in answer.context["form"].errors["anyway"][0]
        assert (Opinion.objects.count(), 'name="anyway"' in answer.content.decode()) == (1, True)
        answer = client.post(URL, again | {"anyway": "on"})
    assert answer.status_code == 302
    assert SpeakerTurn.objects.count() == 2


def test_every_new_form_has_a_token_of_its_own(held_conference, clerk, client_of):
    client = client_of(clerk)
    assert client.get(URL).context["form"]["token"].value() != client.get(URL).context["form"]["token"].value()


def test_without_a_conference_the_own_unit_receives_on_a_day(clerk, commune_a, client_of):
    sent = typed(unit=commune_a.pk, phase="after", channel="written", received_on="5/9/2026")
    response = client_of(clerk).post(URL, sent)
    opinion = Opinion.objects.get()
    assert (opinion.conference, opinion.unit, opinion.raised_on.isoformat()) == (None, commune_a, "2026-09-05")
    assert response.url == f"{URL}?conference=none&phase=after&channel=written"


def test_text_typed_with_combining_marks_is_stored_composed(held_conference, clerk, client_of):
    import unicodedata

    client_of(clerk).post(URL, typed(held_conference, text=unicodedata.normalize("NFD", "Đường thôn")))
    assert Opinion.objects.get().current_text.text == "Đường thôn"


@pytest.mark.parametrize(
    ("state", "phase", "channel"), [("held", "at", "spoken"), ("preparing", "before", "collected")]
)
def test_phase_and_channel_follow_from_how_far_the_conference_is(
    state, phase, channel, held_conference, clerk, client_of
):
    Conference.objects.filter(pk=held_conference.pk).update(state=state)
    form = client_of(clerk).get(f"{URL}?conference={held_conference.code}").context["form"]
    assert (form["phase"].value(), form["channel"].value()) == (phase, channel)


@pytest.fixture
def conferences(clerk, commune_a):
    """`conferences(days, state)` is one of commune A that many days from today, earlier when negative."""
    today = timezone.localdate()

    def make(days, state):
        return Conference.objects.create(
            code=f"HN-2026-{500 + days:04d}",
            title="Hội nghị đối thoại",
            level=commune_a.level,
            unit=commune_a,
            held_on=today + timedelta(days=days),
            participants=10 if state in HELD_STATES else None,
            state=state,
        )

    return make


def chosen(client, query=""):
    """(code of the conference, phase) that the form starts with."""
    form = client.get(URL + query).context["form"]
    found = Conference.objects.filter(pk=form["conference"].value() or 0).first()
    return found.code if found else None, form["phase"].value()


def test_the_form_starts_with_the_conference_last_held_and_before_one_with_the_next(conferences, clerk, client_of):
    for days, state in ((-40, "follow_up"), (-3, "held"), (-1, "preparing"), (5, "announced"), (30, "draft_plan")):
        conferences(days, state)
    client = client_of(clerk)
    assert [chosen(client, query) for query in ("", "?phase=at", "?phase=after", "?phase=before")] == [
        ("HN-2026-0497", "at"),
        ("HN-2026-0497", "at"),
        ("HN-2026-0497", "after"),
        ("HN-2026-0505", "before"),
    ]


@pytest.mark.parametrize("state", ["announced", "preparing", "held"])
def test_the_form_starts_with_the_conference_going_on_today(state, conferences, clerk, client_of):
    conferences(-3, "held")
    conferences(0, state)
    conferences(5, "announced")
    assert chosen(client_of(clerk)) == ("HN-2026-0500", "at")


def test_an_announced_conference_whose_day_has_come_counts_as_held(conferences, clerk, client_of):
    conferences(-30, "held")
    conferences(-1, "announced")
    assert chosen(client_of(clerk)) == ("HN-2026-0499", "at")


def test_without_one_on_that_side_the_nearest_on_the_other_is_taken(conferences, clerk, client_of):
    client = client_of(clerk)
    assert chosen(client) == (None, "after")
    conferences(5, "preparing")
    conferences(9, "preparing")
    assert chosen(client) == ("HN-2026-0505", "before")
    Conference.objects.all().delete()
    conferences(-9, "held")
    assert chosen(client, "?phase=before") == ("HN-2026-0491", "before")


def test_an_old_conference_asked_for_is_offered_beside_the_newest(monkeypatch, conferences, clerk, client_of):
    monkeypatch.setattr("conferences.registering.OFFERED", 1)
    old, new = conferences(-90, "follow_up"), conferences(-3, "held")
    conferences(-30, "held")
    form = client_of(clerk).get(f"{URL}?conference={old.code}").context["form"]
    assert (form["conference"].value(), list(form.fields["conference"].queryset)) == (old.pk, [new, old])


def test_the_first_field_to_type_into_has_the_focus_and_comes_first(held_conference, clerk, client_of):
    form = client_of(clerk).get(URL).context["form"]
    focused = [name for name, field in form.fields.items() if field.widget.attrs.get("autofocus")]
    shown = [field.name for field in form.visible_fields() if field.name != "anyway"]
    assert (focused, shown[5:8]) == (["speaker"], ["speaker", "place", "text"])


# --- bad input ---


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"text": ""}, ["text"]),
        ({"text": " --- \n---"}, ["text"]),
        ({"text": "x" * 6001}, ["text"]),
        ({"text": "\n---\n".join("x" * 21)}, ["text"]),
        ({"phase": "never"}, ["phase"]),
        ({"speaker": "x" * 161}, ["speaker"]),
        ({"alone": True, "phase": "after"}, ["unit"]),
    ],
)
def test_bad_input_names_the_field_and_keeps_everything_typed(values, wrong, held_conference, clerk, client_of):
    values = dict(values)
    sent = typed(None if values.pop("alone", False) else held_conference, **values)
    response = client_of(clerk).post(URL, sent)
    assert response.status_code == 422
    form = response.context["form"]
    assert list(form.errors) == wrong
    assert [form[name].value() for name in ("speaker", "place", "text", "token")] == [
        sent[name] for name in ("speaker", "place", "text", "token")
    ]
    assert Opinion.objects.count() == SpeakerTurn.objects.count() == 0


@pytest.mark.parametrize("token", ["", "x"])
def test_a_form_that_came_without_its_token_says_what_to_do_and_is_saved_when_sent_again(
    token, held_conference, clerk, client_of
):
    client, sent = client_of(clerk), typed(held_conference, token=token)
    response = client.post(URL, sent)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["token"])
    seen = response.content.decode()
    assert "Một phần của biểu mẫu không đến nơi." in seen and "Cần điền hoặc chọn mục này" not in seen
    sent["token"] = re.search(r'name="token" value="([^"]+)"', seen)[1]
    assert client.post(URL, sent).status_code == 302
    assert Opinion.objects.count() == 1


def test_a_day_to_come_is_refused(clerk, commune_a, client_of):
    response = client_of(clerk).post(URL, typed(unit=commune_a.pk, phase="after", received_on="01/01/2999"))
    assert list(response.context["form"].errors) == ["received_on"]


# --- speakers ---


@pytest.fixture
def delegate(held_conference, clerk, commune_a):
    data = DelegateData("Đặng Thị Hường", ("Bí thư Chi bộ",), commune_a)
    return add_delegate(held_conference, data, by=clerk)


@pytest.mark.parametrize("query", ["dang huong", "Đặng", "hươ"])
def test_delegates_are_found_by_part_of_the_name_without_marks(query, delegate, clerk, client_of):
    query = {"conference": delegate.conference_id, "speaker": query}
    page = client_of(clerk).get(SPEAKERS, query).content.decode()
    assert "Đặng Thị Hường – Xã Kim Liên" in page


def test_delegates_of_a_conference_one_does_not_keep_are_not_found(delegate, sibling_clerk, supervisor, client_of):
    query = {"conference": delegate.conference_id, "speaker": "dang"}
    for user in (sibling_clerk, supervisor):
        assert "Hường" not in client_of(user).get(SPEAKERS, query).content.decode()


def test_a_chosen_delegate_is_kept_as_the_delegate(delegate, held_conference, clerk, client_of):
    sent = typed(held_conference, speaker="Đặng Thị Hường – Xã Kim Liên", place="")
    client_of(clerk).post(URL, sent)
    speaker = Speaker.objects.get()
    assert (speaker.kind, speaker.delegate, speaker.full_name) == ("delegate", delegate, "")
