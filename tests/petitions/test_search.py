"""Searching petitions: by folded words and, where they are shown, names of senders; denunciations by nothing."""

import unicodedata
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from petitions.models import Petition, PetitionSearch
from petitions.models import PetitionState as State
from petitions.search import matching
from petitions.services.contents import revise_content
from petitions.services.registering import SenderData
from petitions.work import find_petitions
from tests.petitions.petition_roads import DAY, C, D, R

pytestmark = pytest.mark.django_db
LIST = reverse("petitions:petition_list")
TEXTS = {
    "land": "Không đồng ý phương án bồi thường đất ở thôn 5",
    "road": "Đề nghị nâng cấp đường thôn, mùa mưa lầy lội",
    "school": "Trường mầm non thiếu phòng học; đường đến trường hư hỏng",
}


@pytest.fixture
def petitions(petition_road):
    petition_road.registered(D)
    return {name: petition_road.registered(R, summary=text) for name, text in TEXTS.items()}


def found(client, query):
    return {row.code for row in client.get(LIST, {"q": query}).context["rows"]}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("duong thon", {"road"}),
        ("đường thôn", {"road"}),
        (unicodedata.normalize("NFD", "đường thôn"), {"road"}),
        ("ĐƯỜNG", {"road", "school"}),
        ("duo", {"road", "school"}),
        ("uong", set()),
        ("thon 5", {"land"}),
        ("xyz", set()),
        ("duong' OR 1=1 --", set()),
    ],
)
def test_every_word_is_found_by_its_beginning_without_marks(petitions, query, names):
    expected = {petitions[name].pk for name in names}
    assert set(matching(Petition.objects.all(), query).values_list("pk", flat=True)) == expected


@pytest.mark.parametrize("query", ["", "' & | ! :* ( ) \\ %_"])
def test_a_search_without_words_restricts_nothing(petitions, query):
    assert matching(Petition.objects.all(), query).count() == len(TEXTS) + 1


def test_a_petition_is_found_by_its_code_and_a_denunciation_by_nothing(petition_road, petition_officer, client_of):
    petition, secret = petition_road.registered(C), petition_road.registered(D)
    client = client_of(petition_officer)
    assert found(client, petition.code.lower()) == {petition.code}
    for query in (secret.code, secret.code[-4:], secret.paper_file, "TC", "tố cáo", "denunciation"):
        assert secret.code not in found(client, query), query


# --- by the name of a sender ---


@pytest.mark.parametrize("who", ["petition_officer", "specialist", "commission_leader", "focal_point"])
@pytest.mark.parametrize("query", ["Nguyễn Văn A", "nguyen van", "van nguy", "NGUYỄN  văn"])
def test_who_sees_the_names_finds_the_petition_by_them(who, query, petition_road, lead_department, request, client_of):
    petition = petition_road.to(C, State.ACCEPTED)
    petition = petition_road.make(petition, "start", lead=lead_department)
    assert found(client_of(request.getfixturevalue(who)), query) == {petition.code}


@pytest.mark.parametrize("who", ["supervisor", "auditor"])
def test_who_sees_the_names_masked_finds_nothing_by_them(who, petition_road, request, client_of):
    words = "Tôi là Nguyễn Văn A, số 0912345678, không đồng ý giá đất"
    petition = petition_road.registered(C, summary=words)
    client = client_of(request.getfixturevalue(who))
    for name in ("Nguyễn Văn A", "nguyen", "0912345678", "nguyen dat"):
        assert found(client, name) == set(), name
    assert found(client, "gia dat") == {petition.code}


def test_words_and_names_follow_a_correction(petition_road, petition_officer, client_of):
    petition = petition_road.registered(C, summary="Bà Trần Thị B không đồng ý giá đất")
    client = client_of(petition_officer)
    assert found(client, "tran thi b") == {petition.code}
    assert "tran" in petition.content.search.words.split()
    sender = SenderData("Trần Thị B", represents=True)
    values = {"signatories": 1, "version": petition.version, "by": petition_officer, "on": DAY}
    revise_content(petition, senders=[sender], **values)
    # Masked now, and found by the name of the sender alone.
    assert "tran" not in PetitionSearch.objects.get().words.split()
    assert (found(client, "tran thi b"), found(client, "nguyen van a")) == ({petition.code}, set())


@pytest.mark.parametrize(("who", "offered"), [("petition_officer", True), ("supervisor", False)])
def test_the_search_offers_names_to_those_who_see_some(who, offered, petition_road, request, client_of):
    page = client_of(request.getfixturevalue(who)).get(LIST).content.decode()
    assert ("mã hoặc người gửi" in page) is offered


def test_what_was_written_before_is_masked_by_the_migration(petition_road):
    petition_road.registered(D)
    petition = petition_road.registered(C, summary="Tôi là Nguyễn Văn A, không đồng ý giá đất")
    kept = petition.content.search.words
    PetitionSearch.objects.update(words="toi la nguyen van a khong dong y gia dat")
    import_module("petitions.migrations.0005_names_out_of_common_words").mask_words(apps, None)
    assert PetitionSearch.objects.get().words == kept


def test_the_jump_finds_a_denunciation_by_its_whole_code_for_its_officers_alone(
    petition_road, petition_officer, commission_leader, specialist, auditor
):
    secret = petition_road.registered(D)
    found = {
        (person.username, query): [hit.label for hit in find_petitions(person, query, 8)]
        for person in (petition_officer, commission_leader, specialist, auditor)
        for query in (secret.code, secret.code.lower(), "TC-2026", "TC")
    }
    officer = petition_officer.username
    assert {key for key, labels in found.items() if secret.code in labels} == {
        (officer, secret.code),
        (officer, secret.code.lower()),
    }
