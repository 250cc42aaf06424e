"""Searching opinions: every word, by its beginning, without diacritics, the same on both databases."""

import unicodedata
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from accounts.models import Membership, User
from accounts.roles import Role
from conferences.exports import opinions_asked_for
from conferences.models import Opinion, OpinionSearch, Speaker
from conferences.search import matching
from conferences.services.delegates import DelegateData, add_delegate
from conferences.services.opinions import ContentItem, SpeakerData, TurnData, erase_speaker, register_turn

from .opinion_roads import DAY, SPEAKER, registered

TEXTS = {
    "road": "Đề nghị nâng cấp đường thôn, mùa mưa lầy lội",
    "school": "Trường mầm non thiếu phòng học; đường đến trường hư hỏng",
    "land": "Cấp giấy chứng nhận quyền sử dụng đất ở thôn 5",
}


@pytest.fixture
def opinions(held_conference, clerk):
    rows = registered(held_conference, clerk, *TEXTS.values())
    return dict(zip(TEXTS, rows, strict=True))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("duong thon", {"road"}),
        ("đường thôn", {"road"}),
        (unicodedata.normalize("NFD", "đường thôn"), {"road"}),
        ("ĐƯỜNG", {"road", "school"}),
        ("duo", {"road", "school"}),
        ("uong", set()),
        ("thon duong lay", {"road"}),
        ("thon 5", {"land"}),
        ("5", {"land"}),
        ("xyz", set()),
        ("' & | ! :* ( ) \\ %_", {"road", "school", "land"}),
        ("duong' OR 1=1 --", set()),
        ("", {"road", "school", "land"}),
    ],
)
def test_every_word_is_found_by_its_beginning_without_marks(opinions, query, found):
    expected = {opinions[name].pk for name in found}
    assert set(matching(Opinion.objects.all(), query).values_list("pk", flat=True)) == expected


def test_an_opinion_is_found_by_its_code(opinions):
    row = opinions["land"]
    assert list(matching(Opinion.objects.all(), row.code.lower())) == [row]


def test_without_a_reader_the_name_of_the_speaker_finds_nothing(opinions):
    assert not matching(Opinion.objects.all(), "Thường").exists()


# --- by the name of the speaker ---

LIST = reverse("conferences:opinion_list")


def found(client, query):
    return [row.code for row in client.get(LIST, {"q": query}).context["rows"]]


@pytest.mark.parametrize("who", ["clerk", "leader", "specialist", "commission_leader", "secretary", "focal_point"])
@pytest.mark.parametrize("query", ["Nguyễn Văn Thường", "nguyen van thuong", "thuong nguy", "NGUYỄN  thường"])
def test_who_sees_the_name_finds_the_opinion_by_it(who, query, road, request, client_of):
    opinion = road.to("assigned")
    assert found(client_of(request.getfixturevalue(who)), query) == [opinion.code]


@pytest.mark.parametrize("who", ["supervisor", "auditor", "other_focal_point"])
def test_who_sees_the_name_masked_finds_nothing_by_it_and_the_opinion_by_its_words(
    who, road, other_department, request, client_of
):
    road.data["assign"]["coordinators"] = [other_department]
    opinion = road.to("assigned", "Tôi là Nguyễn Văn Thường, số 0912345678, đề nghị nâng cấp đường thôn")
    client = client_of(request.getfixturevalue(who))
    for name in ("Nguyễn Văn Thường", "thuong", "thuo", "nguyen", "0912345678", "nguyen duong"):
        assert found(client, name) == []
    assert found(client, "nang cap duong") == [opinion.code]
    assert found(client_of(road.clerk), "thuong") == [opinion.code]


def test_a_name_finds_only_those_of_the_opinions_whose_names_this_person_sees(
    held_conference, clerk, commune_b, sibling_clerk, front_body, client_of
):
    own = registered(held_conference, clerk, "Đường thôn hẹp")[0]
    turn = TurnData(unit=commune_b, taken_on=DAY, phase="after", speaker=SPEAKER, items=(ContentItem("Đường hẹp"),))
    other = register_turn(turn, by=sibling_clerk, on=DAY)[0]
    Membership.objects.create(user=clerk, organisation=front_body, role=Role.SUPERVISOR, valid_from="2018-01-01")
    client = client_of(User.objects.get(pk=clerk.pk))
    assert set(found(client, "duong")) == {own.code, other.code}
    assert found(client, "thuong") == [own.code]


def test_a_delegate_is_found_by_the_persons_own_name(held_conference, clerk, supervisor, client_of):
    delegate = add_delegate(held_conference, DelegateData("Đặng Thị Hường", ("Bí thư Chi bộ",), None), by=clerk)
    opinion = registered(held_conference, clerk, speaker=SpeakerData(kind="delegate", delegate=delegate))[0]
    assert found(client_of(clerk), "dang huong") == [opinion.code]
    assert found(client_of(supervisor), "dang huong") == []
    assert found(client_of(supervisor), "duong thon") == [opinion.code]


def test_an_erased_speaker_is_found_by_nobody(road, commission_leader, client_of):
    opinion = road.to("received", "Tôi là Nguyễn Văn Thường, đường thôn hẹp")
    assert found(client_of(commission_leader), "thuong") == [opinion.code]
    erase_speaker(opinion, by=commission_leader, on=DAY)
    assert found(client_of(commission_leader), "thuong") == []
    assert found(client_of(commission_leader), "duong") == [opinion.code]


def test_the_workbook_follows_the_names_as_the_list_does(road, clerk, supervisor):
    road.to("received")
    assert [opinions_asked_for(user, "q=thuong").count() for user in (clerk, supervisor)] == [1, 0]


@pytest.mark.parametrize(("who", "offered"), [("clerk", True), ("focal_point", True), ("supervisor", False)])
def test_the_search_offers_names_to_those_who_see_some(who, offered, road, request, client_of):
    road.to("assigned")
    page = client_of(request.getfixturevalue(who)).get(LIST).content.decode()
    assert ("mã hoặc người nêu" in page) is offered


def test_what_was_written_before_is_folded_and_masked_by_the_migration(road):
    opinion = road.to("received", "Tôi là Nguyễn Văn Thường, đường thôn hẹp")
    kept = opinion.search.words
    OpinionSearch.objects.update(words="toi la nguyen van thuong duong thon hep")
    Speaker.objects.update(name_words="")
    migration = import_module("conferences.migrations.0007_names_out_of_common_words")
    migration.fold_names(apps, None)
    migration.mask_words(apps, None)
    assert OpinionSearch.objects.get().words == kept
    assert "thuong" not in kept
    assert Speaker.objects.get().name_words == "nguyen van thuong"
