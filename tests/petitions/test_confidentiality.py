"""Nothing of a denouncer is kept: not by the database, not by a service, not by a move, not after a conversion."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.http import QueryDict

from handling.moves import MoveRefused
from petitions import confidentiality, permissions
from petitions.filters import PetitionFilter
from petitions.models import Petition, PetitionContent, PetitionKind, PetitionNote, Sender, Source
from petitions.models import PetitionState as State
from petitions.services import moves
from petitions.services.contents import attach, revise_content
from petitions.services.registering import PetitionData, SenderData, register_petition
from petitions.workflow import move
from registers.models import Attachment, OfficialDocument, StoredFile
from registers.services import record_document, store_upload
from tests.petitions.canary import CANARY, PDF, tables_holding
from tests.petitions.petition_roads import DAY, RECEIVED, C, D, M, R

pytestmark = pytest.mark.django_db


def denunciation(road, **more):
    values = {"source": Source.POST, "received_on": RECEIVED, "paper_file": "15/HS-2026", **more}
    return PetitionData(owner=road.owner, kind=D, **values)


# --- the database ---


@pytest.mark.parametrize("column", ["content", "parent", "signatories"])
def test_the_database_refuses_names_and_links_of_a_denunciation(column, petition_road):
    petition, other = petition_road.registered(D), petition_road.registered(C)
    values = {"content": PetitionContent.objects.create(summary="x"), "parent": other, "signatories": 2}
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Petition.objects.filter(pk=petition.pk).update(**{column: values[column]})
    assert "petition_denunciation_names_nobody" in str(refused.value)
    Petition.objects.filter(pk=petition.pk).update(signatories=None)


def test_the_database_asks_content_of_every_other_kind(petition_road):
    petition = petition_road.registered(R)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Petition.objects.filter(pk=petition.pk).update(content=None)
    assert "petition_others_have_content" in str(refused.value)


# --- registering ---


def test_codes_of_others_leave_no_gap_where_a_denunciation_came_between(petition_road):
    codes = [petition_road.registered(kind).code for kind in (C, D, R, D, PetitionKind.MIXED)]
    assert codes == ["KN-2026-0001", "TC-2026-0001", "PA-2026-0002", "TC-2026-0002", "DT-2026-0003"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("summary", CANARY),
        ("gloss_en", CANARY),
        ("settled_by", CANARY),
        ("signatories", 2),
        ("senders", (SenderData(CANARY),)),
        ("paper_file", CANARY),
        ("paper_file", ""),
    ],
)
def test_a_denunciation_is_registered_without_words(name, value, petition_road, petition_officer):
    before = Petition.objects.count()
    with pytest.raises(ValidationError) as refused:
        register_petition(denunciation(petition_road, **{name: value}), by=petition_officer, on=DAY)
    assert list(refused.value.message_dict) == [name]
    assert (Petition.objects.count(), tables_holding(CANARY)) == (before, set())


def test_a_denunciation_is_linked_to_denunciations_alone(petition_road, petition_officer):
    named, coded = petition_road.registered(C), petition_road.registered(D)
    with pytest.raises(ValidationError) as refused:
        register_petition(denunciation(petition_road, earlier=named), by=petition_officer, on=DAY)
    assert list(refused.value.message_dict) == ["earlier"]
    again = register_petition(denunciation(petition_road, earlier=coded), by=petition_officer, on=DAY)
    assert again.earlier == coded


# --- moves ---


def test_words_with_a_move_of_a_denunciation_are_refused(petition_road, petition_officer):
    petition = petition_road.to(D, State.CLASSIFIED)
    data = petition_road.data("propose", petition, "transfer") | {"reason": CANARY}
    with pytest.raises(ValidationError) as refused:
        move(petition, "propose", by=petition_officer, on=DAY, data=data)
    assert list(refused.value.message_dict) == ["reason"]
    assert tables_holding(CANARY) == set()


def paper(**more):
    return {"type": "notice", "number": "12", "symbol": "TB", "date": DAY, "abstract": "", "file": None, **more}


@pytest.mark.parametrize(
    "words",
    [
        {"abstract": CANARY},
        {"number": CANARY},
        {"symbol": CANARY},
        {"file": SimpleUploadedFile(f"{CANARY}.pdf", PDF, "application/pdf")},
    ],
    ids=["abstract", "number", "symbol", "file"],
)
def test_a_paper_of_a_denunciation_has_number_and_day_alone(words, petition_road, petition_officer):
    petition = petition_road.to(D, State.PROPOSED)
    with pytest.raises(ValidationError), transaction.atomic():
        held = Petition.objects.for_move().get(pk=petition.pk)
        moves.make_move(held, "approve", by=petition_officer, on=DAY, data={}, document=paper(**words))
    assert tables_holding(CANARY) == set()


def test_the_guard_is_what_keeps_words_out(petition_road, petition_officer, monkeypatch):
    """The control of the tests above: without the guard the name stands in the tables."""
    petition = petition_road.to(D, State.PROPOSED)
    for place in ("petitions.effects.deciding.refuse_words", "petitions.effects.shared.refuse_words"):
        monkeypatch.setattr(place, lambda petition, data: None)
    document = record_document(type="notice", number="1", date=DAY, abstract=CANARY, by=petition_officer)
    move(petition, "approve", by=petition_officer, on=DAY, data={"document": document})
    assert tables_holding(CANARY) == {"registers_officialdocument"}


# --- what turns out to be a denunciation ---


@pytest.fixture
def named_petition(petition_road, petition_officer):
    """A complaint with the canary everywhere it may stand, classified once and asked to be rewritten by a letter."""
    data = PetitionData(
        owner=petition_road.owner,
        kind=C,
        source=Source.POST,
        received_on=RECEIVED,
        summary=f"{CANARY} khiếu nại",
        gloss_en=CANARY,
        settled_by=CANARY,
        signatories=2,
        senders=(SenderData(CANARY, CANARY, "0900000001", "000000000000", True),),
    )
    petition = register_petition(data, by=petition_officer, on=DAY)
    petition_road.make(petition, "classify", "rewrite")
    petition_road.make(petition, "propose", "rewrite", reason=CANARY)
    petition_road.make(petition, "approve")
    upload = SimpleUploadedFile("don.pdf", PDF.replace(b"Catalog", CANARY.encode()), "application/pdf")
    kept = store_upload(upload, by=petition_officer)
    letter = record_document(
        type="official_letter", number="7", symbol="CV", date=DAY, abstract=CANARY, attachment=kept, by=petition_officer
    )
    petition_road.make(petition, "ask_rewrite", document=letter)
    return petition_road.make(petition, "resubmit", received_on=DAY)


def test_classifying_as_a_denunciation_erases_every_word(named_petition, petition_road, petition_officer):
    assert tables_holding(CANARY)
    data = petition_road.data("classify", named_petition) | {"kind": D, "round": "", "paper_file": "15/HS-2026"}
    moved = move(named_petition, "classify", by=petition_officer, on=DAY, data=data)
    assert (moved.kind, moved.state, moved.content_id, moved.signatories) == (D, State.CLASSIFIED, None, None)
    assert tables_holding(CANARY) == set()
    assert (Sender.objects.count(), PetitionNote.objects.count(), PetitionContent.objects.count()) == (0, 0, 0)
    assert (Attachment.objects.count(), StoredFile.objects.count()) == (0, 0)
    document = OfficialDocument.objects.get(number="7")
    assert (document.abstract, document.attachment_id, document.symbol) == ("", None, "CV")
    # It counts as what it is now.
    assert moved.history.last().facts["kind"] == "denunciation"


def test_the_words_of_the_conversion_itself_are_refused(named_petition, petition_road, petition_officer):
    data = petition_road.data("classify", named_petition) | {"kind": D, "round": "", "reason": "Có nội dung tố cáo"}
    with pytest.raises(ValidationError) as refused:
        move(named_petition, "classify", by=petition_officer, on=DAY, data=data)
    assert list(refused.value.message_dict) == ["reason"]
    assert Petition.objects.get(pk=named_petition.pk).content_id == named_petition.content_id


def test_a_denunciation_does_not_become_anything_else(petition_road, petition_officer):
    petition = petition_road.registered(D)
    data = petition_road.data("classify", petition) | {"kind": R}
    with pytest.raises(MoveRefused):
        move(petition, "classify", by=petition_officer, on=DAY, data=data)


def test_a_denunciation_part_leads_back_to_nobody(petition_road, land):
    petition = petition_road.to(PetitionKind.MIXED, State.CLASSIFIED)
    parts = [
        {"kind": C, "field": land, "summary": "Khiếu nại thu hồi đất"},
        {"kind": D, "field": land, "paper_file": "16/HS-2026"},
    ]
    moved = petition_road.make(petition, "split", parts=parts, erases_words=True)
    complaint, coded = Petition.objects.exclude(pk=petition.pk).order_by("pk")
    assert (complaint.kind, complaint.parent, complaint.content.senders.get().full_name) == (
        C,
        None,
        "Nguyễn Văn A",
    )
    # Nor do the others lead back: a named part and a hidden one would tell who denounced.
    assert list(moved.content.senders.all()) == []
    assert (coded.kind, coded.parent, coded.content, coded.paper_file) == (D, None, None, "16/HS-2026")
    assert moved.history.last().facts == {}
    with pytest.raises(ValidationError):
        petition = petition_road.to(PetitionKind.MIXED, State.CLASSIFIED)
        petition_road.make(petition, "split", parts=[parts[0], {**parts[1], "summary": CANARY}], erases_words=True)
    assert tables_holding(CANARY) == set()


@pytest.fixture
def mixed(petition_road, petition_officer):
    """A petition of mixed content that tells of the denunciation in every word, with a file and a paper."""
    petition = petition_road.registered(PetitionKind.MIXED, summary=CANARY, gloss_en=CANARY, settled_by=CANARY)
    attach(petition, SimpleUploadedFile("don.pdf", PDF.replace(b"Catalog", CANARY.encode())), by=petition_officer)
    petition_road.make(petition, "classify", reason=CANARY)
    return petition


def test_beside_a_denunciation_no_word_of_the_split_petition_stays(mixed, petition_road, land):
    assert tables_holding(CANARY)
    parts = [
        {"kind": C, "field": land, "summary": "Khiếu nại thu hồi đất"},
        {"kind": D, "field": land, "paper_file": "16/HS-2026"},
    ]
    with pytest.raises(ValidationError) as refused:
        petition_road.make(mixed, "split", parts=parts)
    assert list(refused.value.message_dict) == ["erases_words"]
    moved = petition_road.make(mixed, "split", parts=parts, erases_words=True)
    moved.content.refresh_from_db()
    assert moved.content.summary.startswith("Đơn đã tách theo nội dung")
    assert tables_holding(CANARY) == set()
    assert (Attachment.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_a_part_that_turns_out_to_be_a_denunciation_unlinks_the_others(mixed, petition_road, petition_officer, land):
    """The rest of the petition, its sender and its other parts, would tell who denounced."""
    parts = [{"kind": kind, "field": land, "summary": "Một phần của đơn"} for kind in (C, R)]
    petition_road.make(mixed, "split", parts=parts)
    complaint, recommendation = Petition.objects.filter(parent=mixed).order_by("pk")
    data = petition_road.data("classify", complaint) | {"kind": D, "round": "", "paper_file": "15/HS-2026"}
    move(complaint, "classify", by=petition_officer, on=DAY, data=data)
    recommendation.refresh_from_db()
    assert (recommendation.parent, recommendation.content.senders.get().full_name) == (None, "Nguyễn Văn A")
    content = PetitionContent.objects.get(petition=mixed)
    assert (content.senders.count(), CANARY in content.summary) == (0, False)


def test_what_was_split_is_seen_by_its_officers_alone_and_takes_no_words(
    mixed, petition_road, petition_officer, commission_leader
):
    """With a part hidden or without: a difference would tell."""
    assert Petition.objects.visible_to(commission_leader).filter(pk=mixed.pk).exists()
    petition = petition_road.make(mixed, "split")
    assert not Petition.objects.visible_to(commission_leader).filter(pk=petition.pk).exists()
    assert Petition.objects.visible_to(petition_officer).filter(pk=petition.pk).exists()
    assert not permissions.can_edit(petition_officer, petition)
    with pytest.raises(MoveRefused):
        revise_content(
            petition, senders=(), signatories=1, version=petition.version, by=petition_officer, on=DAY, summary=CANARY
        )
    with pytest.raises(ValidationError):
        attach(petition, SimpleUploadedFile("don.pdf", PDF), by=petition_officer)


def test_petitions_of_the_same_content_lead_to_a_denunciation_no_more(petition_road, petition_officer):
    first = petition_road.registered(R)
    others = [petition_road.registered(R, earlier=first) for _number in range(2)]
    data = petition_road.data("classify", first) | {"kind": D, "round": "", "paper_file": "15/HS-2026"}
    move(first, "classify", by=petition_officer, on=DAY, data=data)
    for one in others:
        one.refresh_from_db()
    assert [one.earlier for one in others] == [None, others[0]]


def test_without_a_denunciation_the_split_petition_keeps_its_words(mixed, petition_road):
    petition_road.make(mixed, "split")
    assert PetitionContent.objects.get(petition=mixed).summary == CANARY


# --- who sees ---


def test_only_officers_of_the_owner_see_a_denunciation(
    petition_road, petition_officer, commission_leader, specialist, focal_point, auditor, supervisor, administrator
):
    coded, named = petition_road.to(D, State.TRANSFERRED), petition_road.to(C, State.TRANSFERRED)
    seen = {
        person.username: set(Petition.objects.visible_to(person).values_list("code", flat=True))
        for person in (
            petition_officer,
            commission_leader,
            specialist,
            focal_point,
            auditor,
            supervisor,
            administrator,
        )
    }
    assert seen == {
        "petitions": {coded.code, named.code},
        "chief": {named.code},
        "specialist": {named.code},
        "department": {named.code},
        "auditor": {named.code},
        "supervisor": {named.code},
        "admin": set(),
    }


def test_the_sentence_names_the_rule_and_says_that_it_is_unverified():
    said = confidentiality.sentence()
    assert "774/QĐ-TTg" in said and "chưa được kiểm tra" in said


def test_the_numbers_of_a_book_leave_no_gap_for_a_denunciation(petition_road):
    """Who reads the other rows would count the missing numbers."""
    labels = [petition_road.registered(kind).arrival_label for kind in (R, D, D, C, D)]
    assert labels == ["1", "M1", "M2", "2", "M3"]


def test_a_petition_that_became_a_denunciation_meanwhile_is_linked_no_more(petition_road):
    stale = petition_road.registered(C)
    petition_road.make(stale, "classify", kind=D, paper_file="15/HS-2026")
    assert not stale.is_denunciation
    with pytest.raises(ValidationError) as refusal:
        petition_road.registered(C, earlier=stale)
    assert list(refusal.value.error_dict) == ["earlier"]
    # The control: another complaint can be linked.
    assert petition_road.registered(C, earlier=petition_road.registered(C)).earlier


# --- what may be asked for by where it came from ---


def coded_from(user, source):
    asked = PetitionFilter(QueryDict(f"source={source}"), user=user, queryset=Petition.objects.visible_to(user))
    return {petition.code for petition in asked.rows()}


def test_only_its_officers_find_a_petition_by_the_letter_or_the_opinion_it_was(
    petition_road, petition_officer, commission_leader
):
    whole = petition_road.make(petition_road.registered(M), "classify")
    parts = [{"kind": C, "field": petition_road.field, "summary": "Một"}]
    parts.append({"kind": D, "field": petition_road.field, "paper_file": "16/HS-2026"})
    petition_road.make(whole, "split", parts=parts, erases_words=True)
    part = Petition.objects.get(kind=C)
    by_post, other = petition_road.registered(R, source=Source.POST), petition_road.registered(R, source=Source.OTHER)
    assert part.code in coded_from(petition_officer, "split")
    assert coded_from(petition_officer, "other") == {other.code}
    # Others read “other” on the page, and find it so.
    assert coded_from(commission_leader, "split") == coded_from(commission_leader, "opinion") == set()
    assert coded_from(commission_leader, "other") == {part.code, other.code}
    assert coded_from(commission_leader, "post") == coded_from(petition_officer, "post") == {by_post.code}
