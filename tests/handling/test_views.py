"""The work list and the quick jump as pages: what they show, to whom, and what they say when there is nothing."""

import unicodedata
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from conferences.models import Opinion
from conferences.models.vocabulary import OpinionState as State
from handling.models import Handling
from tests.conferences.opinion_roads import many, registered
from tests.conftest import make_unit

pytestmark = pytest.mark.django_db
WORK, JUMP = reverse("handling:work"), reverse("handling:jump")


def due(opinion, days):
    """The opinion, due so many days from today."""
    day = timezone.localdate() + timedelta(days=days)
    Handling.objects.filter(pk=opinion.handling_id).update(due_on=day, original_due_on=day)
    return opinion


# --- the work list ---


def shown(response):
    """(part, codes of the table) of the page."""
    return response.context["part"], [row.code for table in response.context["tables"] for row in table["rows"]]


@pytest.fixture
def record(road):
    """One opinion per part of the focal point's list, and one that is answered."""
    return {
        "overdue": due(road.to(State.IN_PROGRESS), -5),
        "due_soon": due(road.to(State.ASSIGNED), 3),
        "waiting": due(road.to(State.ASSIGNED), 30),
        "answered": due(road.to(State.ANSWERED), -5),
    }


def test_the_addresses_are_those_people_know():
    assert (WORK, JUMP) == ("/", "/jump/")


def test_the_most_urgent_part_that_has_work_is_shown_first(record, focal_point, client_of):
    client = client_of(focal_point)
    assert shown(client.get(WORK)) == ("overdue", [record["overdue"].code])
    Handling.objects.filter(pk=record["overdue"].handling_id).update(done_on=timezone.localdate())
    assert shown(client.get(WORK)) == ("due_soon", [record["due_soon"].code])
    Handling.objects.filter(pk=record["due_soon"].handling_id).update(done_on=timezone.localdate())
    assert shown(client.get(WORK))[0] == "waiting"


@pytest.mark.parametrize(
    ("part", "found"),
    [("overdue", ["overdue"]), ("due_soon", ["due_soon"]), ("waiting", ["overdue", "due_soon", "waiting"])],
)
def test_a_part_is_asked_for_in_the_address(part, found, record, focal_point, client_of):
    response = client_of(focal_point).get(WORK, {"part": part})
    assert shown(response) == (part, [record[name].code for name in found])
    assert response.context["tables"][0]["total"] == len(found)
    page = response.content.decode()
    names = ("overdue", "due_soon", "waiting")
    assert [f'href="?part={name}"' in page for name in names] == [True] * 3
    assert [f'href="?part={name}" aria-current="true"' in page for name in names] == [name == part for name in names]
    assert f'href="{reverse("conferences:opinion_list")}?due={part}"' in page


@pytest.mark.parametrize("part", ["", "done", "counts", "__class__", "oldest_due"])
def test_a_part_that_there_is_not_is_the_most_urgent_one(part, record, focal_point, client_of):
    assert shown(client_of(focal_point).get(WORK, {"part": part}))[0] == "overdue"


def test_the_figures_stand_on_top(record, focal_point, client_of):
    context = client_of(focal_point).get(WORK).context
    figures = context["figures"]
    assert (figures.overdue, figures.due_soon, figures.waiting) == (1, 1, 3)
    assert (context["oldest_days"], context["today"]) == (5, timezone.localdate())


def test_an_empty_part_says_so_and_links_to_no_list(road, focal_point, client_of):
    due(road.to(State.ASSIGNED), 30)
    page = client_of(focal_point).get(WORK, {"part": "overdue"}).content.decode()
    assert 'class="empty"' in page
    assert "?due=overdue" not in page


def test_who_keeps_people_and_opens_no_record_begins_with_the_people(administrator, client_of):
    response = client_of(administrator).get(WORK)
    assert (response.status_code, response.url) == (302, reverse("accounts:people"))


@pytest.mark.parametrize("who", ["outsider", "petition_officer"])
def test_who_has_no_work_sees_an_empty_list_and_zeros(who, record, request, client_of):
    response = client_of(request.getfixturevalue(who)).get(WORK)
    figures = response.context["figures"]
    assert shown(response) == ("waiting", [])
    assert (figures.overdue, figures.due_soon, figures.waiting, figures.done_this_week) == (0, 0, 0, 0)
    assert response.context["oldest_days"] == 0
    assert 'class="empty"' in response.content.decode()


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        ("clerk", True),
        ("specialist", True),
        ("commission_leader", True),
        ("secretary", True),
        ("leader", False),
        ("focal_point", False),
        ("supervisor", False),
        ("outsider", False),
    ],
)
def test_registering_is_offered_to_those_who_may(who, offered, held_conference, request, client_of):
    actions = client_of(request.getfixturevalue(who)).get(WORK).context["work_actions"]
    assert [(str(label), url) for label, url in actions] == (
        [("Ghi ý kiến", reverse("conferences:opinion_new"))] if offered else []
    )


@pytest.mark.parametrize("url", [WORK, JUMP])
def test_a_visitor_is_asked_to_sign_in(url, db, client):
    response = client.get(url)
    assert (response.status_code, response.url) == (302, f"{reverse('accounts:login')}?next={url}")


@pytest.mark.parametrize("url", [WORK, JUMP])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_sent_there(method, url, clerk, client_of):
    assert getattr(client_of(clerk), method)(url).status_code == 405


@pytest.mark.parametrize("url", [WORK, JUMP])
def test_a_head_is_answered(url, clerk, client_of):
    assert client_of(clerk).head(url).status_code == 200


# --- the quick jump ---


def hits(client, query, **extra):
    """{label of the group: [labels of its hits]} of a query."""
    groups = client.get(JUMP, {"q": query}, **extra).context["groups"]
    return {str(group["label"]): [str(hit.label) for hit in group["hits"]] for group in groups}


@pytest.fixture
def opinion(held_conference, clerk):
    return registered(held_conference, clerk, "Đề nghị nâng cấp đường thôn Đông Sơn")[0]


def nfd(text):
    return unicodedata.normalize("NFD", text)


def test_a_conference_is_found_by_its_code(opinion, held_conference, specialist, client_of):
    client = client_of(specialist)
    assert hits(client, "HN-2026-9001") == {"Hội nghị": [held_conference.title]}
    (group,) = client.get(JUMP, {"q": "hn-2026-9001"}).context["groups"]
    (hit,) = group["hits"]
    assert (hit.detail, hit.url) == (
        "HN-2026-9001 · Xã Kim Liên · 01/10/2026",
        reverse("conferences:conference", args=["HN-2026-9001"]),
    )


def test_an_opinion_is_found_by_its_code(opinion, specialist, client_of):
    (group,) = client_of(specialist).get(JUMP, {"q": opinion.code}).context["groups"]
    (hit,) = group["hits"]
    assert (hit.label, hit.detail, hit.url) == (
        opinion.code,
        "Đề nghị nâng cấp đường thôn Đông Sơn",
        reverse("conferences:opinion", args=[opinion.code]),
    )


@pytest.mark.parametrize(
    "query",
    [
        "Đông Sơn đường",
        "dong son duong",
        "ĐÔNG SƠN",
        nfd("Đông Sơn"),
        "don so",
        "Đông\u00a0\u200bSơn",
        "  đường   thôn,  nâng! ",
    ],
)
def test_an_opinion_is_found_by_words_however_they_are_typed(query, opinion, specialist, client_of):
    assert hits(client_of(specialist), query) == {"Ý kiến": [opinion.code]}


@pytest.mark.parametrize("query", ["dong ha", "ngdong", "thường", "0912345678"])
def test_every_word_must_begin_one_of_the_text_and_speakers_are_not_found(query, opinion, specialist, client_of):
    assert hits(client_of(specialist), query) == {}


@pytest.mark.parametrize("query", ["Kim Liên", "kim lien", nfd("xã Kim Liên"), "KIM LI", "17971", "1797"])
def test_a_unit_is_found_by_name_or_code(query, commune_a, commune_b, outsider, client_of):
    """The register of units is public record: who has no membership finds them too."""
    (group,) = client_of(outsider).get(JUMP, {"q": query}).context["groups"]
    (hit,) = group["hits"]
    assert (str(group["label"]), hit.label, hit.detail, hit.url) == (
        "Đơn vị hành chính",
        "Xã Kim Liên, Tỉnh Nghệ An",
        "17971",
        reverse("registers:unit", args=[commune_a.pk]),
    )


def test_units_in_force_come_before_those_that_ended(province, commune_a, outsider, client_of):
    make_unit("430", "Huyện Kim Sơn", "district", province, kind="huyện", valid_until=date(2025, 6, 30))
    make_unit("17900", "Xã Kim Bảng", "commune", province, kind="xã", valid_until=date(2019, 12, 31))
    make_unit("17999", "Xã Kim Bình", "commune", province, kind="xã", valid_from=date(2025, 7, 1))
    (group,) = client_of(outsider).get(JUMP, {"q": "kim"}).context["groups"]
    assert [(hit.label, hit.detail) for hit in group["hits"]] == [
        ("Xã Kim Bình, Tỉnh Nghệ An", "17999"),
        ("Xã Kim Liên, Tỉnh Nghệ An", "17971"),
        ("Huyện Kim Sơn, Tỉnh Nghệ An", "430 · 01/01/2018 – 30/06/2025"),
        ("Xã Kim Bảng, Tỉnh Nghệ An", "17900 · 01/01/2018 – 31/12/2019"),
    ]


def test_groups_stand_in_one_order(opinion, held_conference, commune_a, specialist, client_of):
    held_conference.title = "Đối thoại ở Đông Sơn"
    held_conference.save()
    make_unit("18000", "Xã Đông Sơn", "commune", commune_a.parent, kind="xã")
    assert list(hits(client_of(specialist), "đông").items()) == [
        ("Hội nghị", ["Đối thoại ở Đông Sơn"]),
        ("Ý kiến", [opinion.code]),
        ("Đơn vị hành chính", ["Xã Đông Sơn, Tỉnh Nghệ An"]),
    ]


@pytest.mark.parametrize(
    ("who", "found"),
    [
        ("clerk", ["Hội nghị", "Ý kiến"]),
        ("leader", ["Hội nghị", "Ý kiến"]),
        ("secretary", ["Hội nghị", "Ý kiến"]),
        ("supervisor", ["Hội nghị", "Ý kiến"]),
        ("auditor", ["Hội nghị", "Ý kiến"]),
        ("sibling_clerk", []),
        ("focal_point", []),
        ("petition_officer", []),
        ("administrator", []),
        ("outsider", []),
    ],
)
def test_nothing_is_found_outside_the_reach(who, found, opinion, held_conference, request, client_of):
    client = client_of(request.getfixturevalue(who))
    groups = {**hits(client, held_conference.code), **hits(client, opinion.code)}
    assert list(groups) == found


def test_who_leads_an_opinion_finds_it_and_not_its_conference(road, focal_point, other_focal_point, client_of):
    opinion = road.to(State.ASSIGNED)
    assert hits(client_of(focal_point), opinion.code) == {"Ý kiến": [opinion.code]}
    assert hits(client_of(focal_point), road.conference.code) == {}
    assert hits(client_of(other_focal_point), opinion.code) == {}


def test_no_more_than_six_are_shown_the_newest_first(held_conference, clerk, client_of):
    rows = many(held_conference, clerk, 8)
    found = hits(client_of(clerk), "duong thon")
    assert found == {"Ý kiến": [row.code for row in reversed(rows[2:])]}


@pytest.mark.parametrize("query", ["", " ", "đ", "d.", "\u200b\u00a0", "--", "?!", "%%", "__", "d --"])
def test_less_than_two_letters_find_nothing(query, opinion, specialist, client_of):
    response = client_of(specialist).get(JUMP, {"q": query})
    assert (response.status_code, response.context["groups"]) == (200, [])
    assert response.content.decode().count('<p class="note">') == 1


def test_nothing_found_says_what_was_looked_for_and_lets_no_markup_in(opinion, specialist, client_of):
    page = client_of(specialist).get(JUMP, {"q": "<b>khong co</b>"}).content.decode()
    assert "Không tìm thấy “&lt;b&gt;khong co&lt;/b&gt;” trong phạm vi bạn được xem." in page
    assert "<b>khong" not in page


def test_an_endless_query_is_cut(opinion, specialist, client_of):
    response = client_of(specialist).get(JUMP, {"q": "duong " * 1000})
    assert response.context["query"] == ("duong " * 1000)[:100]
    assert [str(group["label"]) for group in response.context["groups"]] == ["Ý kiến"]


def test_htmx_gets_the_results_alone_and_others_a_page(opinion, specialist, client_of):
    client = client_of(specialist)
    page = client.get(JUMP, {"q": "dong son"})
    fragment = client.get(JUMP, {"q": "dong son"}, headers={"hx-request": "true"})
    assert ["<html" in response.content.decode() for response in (page, fragment)] == [True, False]
    assert [opinion.code in response.content.decode() for response in (page, fragment)] == [True, True]
    assert 'value="dong son"' in page.content.decode()


def test_names_of_citizens_are_masked_in_what_is_found(held_conference, clerk, supervisor, client_of):
    registered(held_conference, clerk, "Tôi là Nguyễn Văn Thường, số điện thoại 0912345678, đề nghị sửa cầu")
    (group,) = client_of(supervisor).get(JUMP, {"q": "sua cau"}).context["groups"]
    assert "0912345678" not in group["hits"][0].detail
    assert Opinion.objects.get().code == group["hits"][0].label


@pytest.mark.parametrize("rows", [1, 30])
def test_a_jump_asks_as_often_at_any_size(rows, held_conference, clerk, client_of, django_assert_num_queries):
    many(held_conference, clerk, rows)
    client = client_of(clerk)
    client.get(JUMP, {"q": "duong thon"}, headers={"hx-request": "true"})
    with django_assert_num_queries(8):
        client.get(JUMP, {"q": "duong thon"}, headers={"hx-request": "true"})
