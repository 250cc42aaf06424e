"""An opinion becomes a petition: counted once, linked; of a denunciation no word stays anywhere."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from conferences.models import Opinion, OpinionAttachment, OpinionText, Speaker
from conferences.models.vocabulary import OpinionState
from conferences.services.corrections import correct_record
from conferences.services.opinion_moves import attach
from conferences.services.opinions import SpeakerData, TurnData, revise_text
from conferences.tallies import differences
from conferences.workflow import move as move_opinion
from conferences.workflow import open_moves
from handling.moves import MoveRefused
from jobs.models import Job, JobFile
from jobs.running import run
from petitions.models import CaseLink, Petition, PetitionCase, PetitionContent, PetitionKind, Source
from petitions.services.cases import open_case
from petitions.tallies import differences as petition_differences
from petitions.workflow import move as move_petition
from registers.models import Attachment, Field
from registers.services import store_upload
from reports.models import RenderedPaper
from reports.papers import rendering
from reports.papers.minutes_record import read_record
from tests.conferences.conftest import held_conference, rules  # noqa: F401
from tests.conferences.opinion_roads import registered
from tests.petitions.canary import CANARY, PDF, tables_holding
from tests.petitions.petition_roads import DAY, D

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
#: What a denunciation needs besides its kind.
KNOWING = {"paper_file": "15/HSM-2026", "knows_erasure": "on"}


@pytest.fixture
def officer_of_the_commission(petition_officer, petition_rules):
    return petition_officer


@pytest.fixture
def opinions(held_conference, clerk, officer_of_the_commission):  # noqa: F811
    """Two content items of one turn, with a name in each."""
    speaker = SpeakerData(full_name=CANARY, address=f"nhà {CANARY}", phone="0912345678")
    texts = (f"{CANARY} tố cáo việc thu tiền", f"{CANARY} hỏi về đường thôn")
    return registered(held_conference, clerk, *texts, speaker=speaker, gloss_en=CANARY)


def convert(client, opinion, kind, owner, **more):
    data = {"kind": kind, "owner": owner.pk, "version": Opinion.objects.get(pk=opinion.pk).version, **more}
    return client.post(reverse("petitions:opinion_to_petition", args=[opinion.code]), data)


def test_the_page_of_moves_leads_to_the_page_of_petitions(opinions, clerk, client_of):
    client = client_of(clerk)
    answer = client.get(reverse("conferences:opinion_move", args=[opinions[0].code, "turn_into_petition"]))
    assert answer.url == reverse("petitions:opinion_to_petition", args=[opinions[0].code])
    assert client.get(answer.url).status_code == 200


def test_a_complaint_takes_over_text_and_speaker_and_leaves_the_counts(opinions, clerk, client_of, commission_body):
    assert convert(client_of(clerk), opinions[0], "complaint", commission_body).status_code == 302
    petition, opinion = Petition.objects.get(), Opinion.objects.get(pk=opinions[0].pk)
    assert (petition.kind, petition.source, petition.opinion, petition.owner) == (
        PetitionKind.COMPLAINT,
        Source.OPINION,
        opinion,
        commission_body,
    )
    assert (petition.content.summary, petition.content.senders.get().full_name) == (
        f"{CANARY} tố cáo việc thu tiền",
        CANARY,
    )
    assert (opinion.state, opinion.outcome, opinion.is_counted) == (OpinionState.CLOSED, "petition", False)
    # Its code is no fact of the history: the petition may turn out to be a denunciation, and history does not change.
    assert opinion.history.last().facts == {"outcome": "petition"}
    assert differences() == petition_differences() == []


def test_it_is_not_reopened_as_an_opinion(opinions, clerk, commission_leader, client_of, commission_body):
    convert(client_of(clerk), opinions[0], "complaint", commission_body)
    data = {"reason": "x", "lead": commission_body}
    with pytest.raises(MoveRefused):
        move_opinion(opinions[0], "reopen", by=commission_leader, on=TODAY, data=data)
    opinion = Opinion.objects.get(pk=opinions[0].pk)
    assert "reopen" not in [one.name for one in open_moves(commission_leader, opinion)]


@pytest.fixture
def hall_answer(opinions, clerk, commission_body):
    """An answer to the other item of the turn that names the speaker."""
    data = {"text": f"Trả lời ông {CANARY}: sẽ sửa đường", "organisation": commission_body, "answerer": "Chủ tịch"}
    move_opinion(opinions[1], "answer_in_hall", by=clerk, on=TODAY, data=data)
    assert "conferences_answer" in tables_holding(CANARY)


@pytest.fixture
def copies(opinions, clerk, held_conference):  # noqa: F811
    """A file kept with the opinion, minutes made of the conference, and a list somebody had written."""
    upload = __import__("io").BytesIO(PDF)
    upload.name, upload.size = "phieu.pdf", len(PDF)
    kept = store_upload(upload, by=clerk)
    OpinionAttachment.objects.create(opinion=opinions[0], attachment=kept)
    for kind in ("conferences.opinion_export", "reports.paper"):
        job = Job.objects.create(key=kind, kind=kind, created_by=clerk)
        JobFile.objects.create(job=job, name="a", content_type="x", size=9, data=CANARY.encode())
        if kind == "reports.paper":
            RenderedPaper.objects.create(
                kind="minutes", conference=held_conference, letterhead="party", format="pdf", job=job, asked_by=clerk
            )


def test_a_denunciation_erases_every_word_and_copy(opinions, copies, clerk, client_of, commission_body):
    assert tables_holding(CANARY)
    answer = convert(client_of(clerk), opinions[0], "denunciation", commission_body, **KNOWING)
    assert answer.status_code == 302
    petition, opinion = Petition.objects.get(), Opinion.objects.get(pk=opinions[0].pk)
    assert (petition.kind, petition.content, petition.paper_file, petition.opinion) == (
        PetitionKind.DENUNCIATION,
        None,
        "15/HSM-2026",
        opinion,
    )
    assert (opinion.current_text, opinion.outcome) == (None, "petition")
    assert tables_holding(CANARY) == set()
    assert (Speaker.objects.count(), JobFile.objects.count(), Attachment.objects.count()) == (0, 0, 0)
    # What the same person said beside it stays, without the name; the history tells no code.
    assert OpinionText.objects.get().text.endswith("hỏi về đường thôn")
    assert opinion.history.filter(move="turn_into_petition").get().facts == {"outcome": "petition"}
    assert differences() == petition_differences() == []


@pytest.mark.parametrize(("kind", "holds"), [("denunciation", False), ("complaint", True)])
def test_minutes_under_way_keep_nothing_of_what_became_a_denunciation(
    kind,
    holds,
    opinions,
    clerk,
    client_of,
    commission_body,
    held_conference,  # noqa: F811
    monkeypatch,
):
    """The conversion comes between the reading of the record and the storing of the file; of a complaint, the control,
    nothing is erased."""
    paper = rendering.ask_for_minutes(
        held_conference, letterhead="party", file_format="docx", language="vi", by=clerk, token=uuid4()
    )
    more = KNOWING if kind == "denunciation" else {}

    def make(_format, context):
        monkeypatch.setattr(rendering, "_make", lambda _format, context: str(context).encode())
        convert(client_of(clerk), opinions[0], kind, commission_body, **more)
        return str(context).encode()

    monkeypatch.setattr(rendering, "_make", make)
    run(paper.job_id)
    assert any(CANARY.encode() in bytes(file.data) for file in JobFile.objects.all()) == holds
    run(paper.job_id)
    assert CANARY.encode() not in bytes(JobFile.objects.get().data) or holds


@pytest.mark.parametrize("named_first", [True, False])
def test_a_denunciation_leads_to_no_petition_that_names_who_raised_both(
    named_first, opinions, clerk, client_of, commission_body
):
    named, secret = opinions if named_first else opinions[::-1]
    assert named.turn_id == secret.turn_id
    for opinion in opinions:
        kind, more = ("complaint", {}) if opinion == named else ("denunciation", KNOWING)
        assert convert(client_of(clerk), opinion, kind, commission_body, **more).status_code == 302
    named.refresh_from_db()
    secret.refresh_from_db()
    assert (secret.turn.opinions.get(), secret.turn.conference, secret.item) == (secret, None, 1)
    assert named.turn.opinions.get() == named
    assert secret.conference_id == named.conference_id
    assert differences() == petition_differences() == []


def test_what_turns_out_to_be_a_denunciation_later_leads_to_none_either(
    opinions, clerk, client_of, commission_body, petition_officer
):
    named, other = opinions
    for opinion in opinions:
        convert(client_of(clerk), opinion, "complaint", commission_body)
    branch = Field.objects.create(code="03", name_vi="Đất đai", name_en="Land")
    field = Field.objects.create(code="0301", name_vi="Bồi thường", name_en="Compensation", parent=branch)
    data = {"kind": PetitionKind.DENUNCIATION, "field": field, "is_eligible": True, "competence": "own"}
    petition = Petition.objects.get(opinion=other)
    move_petition(petition, "classify", by=petition_officer, on=TODAY, data={**data, "paper_file": "15/HSM-2026"})
    other.refresh_from_db()
    assert Petition.objects.get(opinion=named).content.senders.get().full_name == CANARY
    assert list(other.turn.opinions.all()) == [other]


def test_without_the_erasing_the_words_stay(opinions, clerk, client_of, commission_body, monkeypatch):
    """The control of the test above."""
    monkeypatch.setattr("petitions.services.converting.erase_words", lambda *args, **kwargs: None)
    convert(client_of(clerk), opinions[0], "denunciation", commission_body, **KNOWING)
    assert "conferences_opiniontext" in tables_holding(CANARY)


@pytest.mark.parametrize("kind", ["complaint", "denunciation"])
def test_nothing_is_written_down_again_with_what_became_a_petition(kind, opinions, clerk, client_of, commission_body):
    client, opinion = client_of(clerk), opinions[0]
    more = KNOWING if kind == "denunciation" else {}
    convert(client, opinion, kind, commission_body, **more)
    opinion.refresh_from_db()
    kept = tables_holding("viết lại")
    for name in ("opinion_edit", "opinion_correct"):
        assert client.get(reverse(f"conferences:{name}", args=[opinion.code])).status_code == 404, name
    sent = {"text": f"{CANARY} viết lại", "version": opinion.version, "file": SimpleUploadedFile("a.pdf", PDF)}
    for name in ("opinion_edit", "opinion_attach"):
        assert client.post(reverse(f"conferences:{name}", args=[opinion.code]), sent).status_code == 404, name
    with pytest.raises(MoveRefused):
        revise_text(opinion, text=f"{CANARY} viết lại", version=opinion.version, by=clerk, on=TODAY)
    with pytest.raises(ValidationError):
        attach(opinion, SimpleUploadedFile("a.pdf", PDF), by=clerk)
    assert tables_holding("viết lại") == kept == set()
    assert OpinionAttachment.objects.count() == 0


def test_before_that_the_text_is_corrected_and_files_are_kept(opinions, clerk, client_of):
    """The control of the test above."""
    client, opinion = client_of(clerk), opinions[0]
    for name in ("opinion_edit", "opinion_attach"):
        sent = {"text": "viết lại", "version": opinion.version, "file": SimpleUploadedFile("a.pdf", PDF)}
        assert client.post(reverse(f"conferences:{name}", args=[opinion.code]), sent).status_code == 302, name
    assert "conferences_opiniontext" in tables_holding("viết lại")
    assert OpinionAttachment.objects.count() == 1


def test_of_the_rest_of_the_turn_the_record_is_corrected_without_a_speaker(
    opinions,
    clerk,
    client_of,
    commission_body,
    commission_leader,
    held_conference,  # noqa: F811
):
    convert(client_of(clerk), opinions[0], "denunciation", commission_body, **KNOWING)
    other = Opinion.objects.get(pk=opinions[1].pk)
    facts = TurnData(
        unit=other.unit,
        taken_on=other.raised_on,
        conference=held_conference,
        channel="written",
        speaker=SpeakerData(full_name=CANARY),
    )
    correct_record(other, facts, version=other.version, reason="Nhầm kênh", by=commission_leader, on=TODAY)
    other.refresh_from_db()
    assert (other.channel, tables_holding(CANARY)) == ("written", set())


def test_the_rest_of_the_turn_still_opens_without_a_name_in_any_word(
    opinions, clerk, leader, petition_officer, client_of, commission_body, hall_answer
):
    convert(client_of(clerk), opinions[0], "denunciation", commission_body, **KNOWING)
    assert tables_holding(CANARY) == set()
    page = client_of(leader).get(reverse("conferences:opinion", args=[opinions[1].code]))
    assert (page.status_code, CANARY in page.content.decode()) == (200, False)
    assert client_of(clerk).get(reverse("conferences:opinion_list")).status_code == 200


def test_a_denunciation_asks_for_its_paper_file_and_a_tick_and_changes_nothing_without(
    opinions, clerk, client_of, commission_body
):
    answer = convert(client_of(clerk), opinions[0], "denunciation", commission_body, paper_file=CANARY)
    assert answer.status_code == 422
    missing = convert(client_of(clerk), opinions[0], "denunciation", commission_body)
    assert (missing.status_code, set(missing.context["form"].errors)) == (422, set(KNOWING))
    for name in KNOWING:
        known = {other: value for other, value in KNOWING.items() if other != name}
        answer = convert(client_of(clerk), opinions[0], "denunciation", commission_body, **known)
        assert set(answer.context["form"].errors) == {name}
    assert Petition.objects.count() == 0
    assert Opinion.objects.get(pk=opinions[0].pk).state == OpinionState.RECEIVED


@pytest.mark.parametrize("kind", ["complaint", "denunciation"])
def test_what_became_a_petition_is_read_as_an_opinion_by_nobody(
    kind, opinions, clerk, specialist, leader, supervisor, commission_leader, client_of, commission_body
):
    """Of every kind: by its missing words the row of a denunciation would tell of it."""
    people = (clerk, specialist, leader, supervisor, commission_leader)

    def seen():
        return [Opinion.objects.visible_to(person).filter(pk=opinions[0].pk).exists() for person in people]

    assert seen() == [True] * 5
    more = KNOWING if kind == "denunciation" else {}
    answer = convert(client_of(commission_leader), opinions[0], kind, commission_body, **more)
    assert answer.url == reverse("conferences:opinion_list")
    assert seen() == [False] * 5
    page = reverse("conferences:opinion", args=[opinions[0].code])
    assert {client_of(person).get(page).status_code for person in people} == {404}


def test_the_petition_names_its_opinion_to_its_officers_alone(
    opinions, clerk, petition_officer, specialist, commission_leader, supervisor, client_of, commission_body
):
    """To others a code that is missing among opinions would be a denunciation where no petition names it."""
    convert(client_of(clerk), opinions[0], "complaint", commission_body)
    address = reverse("petitions:petition", args=[Petition.objects.get().code])
    page = client_of(petition_officer).get(address)
    assert (page.context["opinion"], page.context["source"]) == (opinions[0].code, "Từ ý kiến tại hội nghị")
    for person in (specialist, commission_leader, supervisor):
        page = client_of(person).get(address)
        assert (opinions[0].code in page.content.decode(), page.context["source"]) == (False, "Nguồn khác")


@pytest.mark.parametrize("later", [False, True])
def test_a_case_that_an_opinion_was_linked_to_is_closed_until_its_officer_looked_through_it(
    later, opinions, clerk, petition_officer, petition_road, client_of, commission_leader, commission_body
):
    """The case may name who spoke: with the denunciation at once, or with the petition found to be one later."""
    other = petition_road.registered(PetitionKind.COMPLAINT)
    case = open_case(other, title=CANARY, by=petition_officer, on=DAY)
    alone = open_case(petition_road.registered(PetitionKind.COMPLAINT), title=CANARY, by=petition_officer, on=DAY)
    for one in (case, alone):
        CaseLink.objects.create(case=one, opinion=opinions[0])
    PetitionContent.objects.filter(case=alone).update(case=None)
    page = reverse("petitions:case", args=[case.code])
    assert CANARY in client_of(commission_leader).get(page).content.decode()
    if later:
        convert(client_of(clerk), opinions[0], "complaint", commission_body)
        petition = Petition.objects.get(opinion=opinions[0])
        petition_road.make(petition, "classify", kind=D, paper_file="15/HS-2026", round="")
    else:
        convert(client_of(clerk), opinions[0], "denunciation", commission_body, **KNOWING)
    assert list(PetitionCase.objects.values_list("code", "needs_review")) == [(case.code, True)]
    assert CaseLink.objects.count() == 0
    assert CANARY not in client_of(commission_leader).get(page).content.decode()


def test_a_denunciation_names_its_opinion_to_nobody(opinions, clerk, petition_officer, client_of, commission_body):
    convert(client_of(clerk), opinions[0], "denunciation", commission_body, **KNOWING)
    page = client_of(petition_officer).get(reverse("petitions:petition", args=[Petition.objects.get().code]))
    assert page.context["opinion"] == ""


@pytest.mark.parametrize("kind", ["complaint", "denunciation"])
def test_what_became_a_petition_stands_in_no_minutes(
    kind,
    opinions,
    clerk,
    client_of,
    commission_body,
    held_conference,  # noqa: F811
):
    assert [entry.opinion for entry in read_record(held_conference.pk).entries] == opinions
    more = KNOWING if kind == "denunciation" else {}
    convert(client_of(clerk), opinions[0], kind, commission_body, **more)
    assert [entry.opinion for entry in read_record(held_conference.pk).entries] == opinions[1:]


def test_who_was_second_loses_nothing(opinions, clerk, client_of, commission_body):
    client, field = client_of(clerk), Field.objects.create(code="0401", name_vi="Đường", name_en="Roads")
    version = opinions[0].version
    move_opinion(opinions[0], "classify", by=clerk, on=TODAY, data={"field": field, "competent_level": "commune"})
    data = {"kind": "complaint", "owner": commission_body.pk, "version": version}
    answer = client.post(reverse("petitions:opinion_to_petition", args=[opinions[0].code]), data)
    assert (answer.status_code, answer.context["form"]["kind"].value()) == (409, "complaint")
    assert Petition.objects.count() == 0


def test_a_petition_of_an_opinion_that_turns_out_to_be_a_denunciation_takes_the_opinion_along(
    opinions, clerk, petition_officer, client_of, commission_body, land
):
    from petitions.workflow import move

    convert(client_of(clerk), opinions[0], "complaint", commission_body)
    data = {
        "kind": "denunciation",
        "field": land,
        "is_eligible": True,
        "competence": "own",
        "round": "",
        "paper_file": "15/HS-2026",
    }
    move(Petition.objects.get(), "classify", by=petition_officer, on=TODAY, data=data)
    assert tables_holding(CANARY) == set()


@pytest.mark.parametrize(("days", "told"), [(30, "23/12/2026"), (0, "chưa được khai báo")])
def test_until_when_backups_hold_the_words_is_said_before_and_after(
    days, told, opinions, clerk, client_of, commission_body, settings
):
    settings.BACKUP_KEEP_DAYS = days
    client = client_of(clerk)
    with time_machine.travel("2026-11-23 09:00+07:00", tick=False):
        page = client.get(reverse("petitions:opinion_to_petition", args=[opinions[0].code]))
        assert told in page.context["backups"]
        answer = convert(client, opinions[0], "denunciation", commission_body, **KNOWING)
        assert told in next(iter(get_messages(answer.wsgi_request))).message


def test_the_pages_that_may_erase_words_say_so_too(petition_road, client_of, settings):
    settings.BACKUP_KEEP_DAYS = 30
    client = client_of(petition_road.people["officer"])
    last = f"{date.today() + timedelta(days=30):%d/%m/%Y}"
    for petition, name in ((petition_road.registered("complaint"), "classify"), (mixed(petition_road), "split")):
        page = client.get(reverse("petitions:petition_move", args=[petition.code, name])).content.decode()
        assert last in page


def mixed(petition_road):
    return petition_road.make(petition_road.registered("mixed"), "classify")
