"""Pages kept until something changes: not made twice, and never shown once they may be stale."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.services import withdraw_membership
from audit.models import AuditEvent
from conferences.models.vocabulary import OpinionState as State
from conferences.services.opinions import erase_speaker
from conferences.workflow import move

from .opinion_roads import DAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pages_are_kept")]
LIST = reverse("conferences:opinion_list")
MESSAGE = "Đã thực hiện"
#: Session, person and newest changes.
QUERIES_OF_A_KEPT_PAGE = 3


def page_of(opinion):
    return reverse("conferences:opinion", args=[opinion.code])


def read(client, address):
    """The page without its form token, which is another each time."""
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    html = response.content.decode()
    token = re.search(r'<meta name="csrf-token" content="(\w{64})">', html)[1]
    return html.replace(token, "")


@pytest.mark.parametrize("which", ["list", "page"])
def test_a_page_read_again_asks_only_whether_anything_changed(
    which, road, specialist, client_of, django_assert_num_queries
):
    opinion = road.to(State.ASSIGNED)
    address = {"list": LIST, "page": page_of(opinion)}[which]
    client = client_of(specialist)
    made = read(client, address)
    with django_assert_num_queries(QUERIES_OF_A_KEPT_PAGE):
        assert read(client, address) == made


def test_every_move_shows_at_once_on_the_page_and_in_the_list(road, specialist, client_of):
    opinion = road.to(State.RECEIVED)
    client, stale = client_of(specialist), 0
    for name in ("classify", "assign", "acknowledge", "answer", "verify", "close"):
        before = {address: read(client, address) for address in (page_of(opinion), LIST)}
        by = road.focal_point if name in ("acknowledge", "answer") else road.chief
        opinion = move(opinion, name, by=by, on=DAY, data=dict(road.data.get(name, {})))
        for address, old in before.items():
            shown = read(client, address)
            caches["pages"].clear()
            assert shown == read(client, address), (name, address)
            stale += shown == old
    # The control: the moves did change what the pages say.
    assert stale == 0


def test_a_page_is_shown_to_nobody_else(road, specialist, supervisor, client_of):
    opinion = road.to(State.ASSIGNED)
    named = read(client_of(specialist), page_of(opinion))
    masked = read(client_of(supervisor), page_of(opinion))
    assert "Nguyễn Văn Thường" in named
    assert "Nguyễn Văn Thường" not in masked


def test_erased_data_is_gone_from_kept_pages(road, specialist, commission_leader, client_of):
    opinion = road.to(State.ASSIGNED)
    client = client_of(specialist)
    assert "Nguyễn Văn Thường" in read(client, page_of(opinion))
    erase_speaker(opinion, by=commission_leader, on=DAY)
    assert "Nguyễn Văn Thường" not in read(client, page_of(opinion))


def test_whoever_lost_the_role_loses_the_page_with_the_next_request(road, specialist, administrator, client_of):
    opinion = road.to(State.ASSIGNED)
    client = client_of(specialist)
    read(client, page_of(opinion))
    membership = specialist.memberships.get()
    withdraw_membership(membership, at=timezone.now(), on=timezone.localdate(), by=administrator)
    assert client.get(page_of(opinion)).status_code == 404


def test_another_language_and_another_day_have_pages_of_their_own(road, specialist, client_of):
    opinion = road.to(State.ASSIGNED)
    client = client_of(specialist)
    vietnamese = read(client, page_of(opinion))
    client.cookies["django_language"] = "en"
    assert '<html lang="en"' in read(client, page_of(opinion))
    client.cookies["django_language"] = "vi"
    assert read(client, page_of(opinion)) == vietnamese
    due = opinion.handling.due_on
    with time_machine.travel(timezone.now().replace(year=due.year, month=due.month, day=due.day) + timedelta(days=2)):
        client = client_of(specialist)
        assert read(client, page_of(opinion)) != vietnamese


def test_reading_is_noted_once_a_day_however_often_the_kept_page_is_shown(road, specialist, client_of):
    opinion = road.to(State.ASSIGNED)
    client = client_of(specialist)
    for _again in range(3):
        read(client, page_of(opinion))
    notes = AuditEvent.objects.filter(action="read", actor=specialist, object_id=str(opinion.pk))
    assert notes.count() == 1
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        client = client_of(specialist)
        for _again in range(2):
            read(client, page_of(opinion))
    assert notes.count() == 2


def test_a_message_is_shown_once_and_kept_with_no_page(road, specialist, client_of):
    opinion = road.to(State.RECEIVED)
    client = client_of(specialist)
    read(client, page_of(opinion))
    address = reverse("conferences:opinion_move", args=[opinion.code, "classify"])
    field = road.data["classify"]["field"]
    given = {"field": field.pk, "competent_level": opinion.level, "version": opinion.version}
    assert client.post(address, given).status_code == 302
    pages = [read(client, page_of(opinion)) for _time in range(3)]
    assert [MESSAGE in page for page in pages] == [True, False, False]
    assert pages[1] == pages[2]


def test_the_form_token_of_a_kept_page_is_good(road, specialist):
    opinion = road.to(State.RECEIVED)
    client = Client(enforce_csrf_checks=True)
    client.force_login(specialist)
    tokens = []
    for _time in range(2):
        html = client.get(LIST).content.decode()
        tokens.append(re.search(r'name="csrfmiddlewaretoken" value="(\w{64})"', html)[1])
    assert tokens[0] != tokens[1]
    address = reverse("conferences:opinion_bulk_assign")
    assert client.post(address, {"pick": opinion.pk, "csrfmiddlewaretoken": tokens[1]}).status_code == 200
    # The control: without a good token the same request is refused.
    assert client.post(address, {"pick": opinion.pk, "csrfmiddlewaretoken": "x" * 64}).status_code == 403


def test_a_refusal_is_not_kept(road, sibling_clerk, client_of):
    opinion = road.to(State.ASSIGNED)
    client = client_of(sibling_clerk)
    for _time in range(2):
        assert client.get(page_of(opinion)).status_code == 404
