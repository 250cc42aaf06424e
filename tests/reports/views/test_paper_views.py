"""Asking for minutes from the page of a conference, and fetching what was made."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, User
from audit.models import AuditEvent
from conferences.models import Conference
from dialogue_portal.text import slug
from jobs.models import Job
from reports.models import RenderedPaper
from reports.papers import rendering
from reports.work import may_still_open
from tests.jobs.helpers import run_jobs
from tests.reports.conftest import hold
from tests.reports.reading import docx_lines, one_line

pytestmark = pytest.mark.django_db
#: Inside the conference, but minutes name citizens, and these people do not keep them.
READERS = ["supervisor", "auditor"]
KEEPERS = ["clerk", "leader", "specialist", "commission_leader", "secretary"]
OUTSIDE = ["sibling_clerk", "focal_point", "other_focal_point", "petition_officer", "administrator", "outsider"]
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def new(conference):
    return reverse("reports:paper_new", args=[conference.code])


def file(paper, conference=None):
    return reverse("reports:paper_file", args=[(conference or paper.conference).code, paper.pk])


def page(conference):
    return reverse("conferences:conference", args=[conference.code])


def typed(**values):
    return {"letterhead": "party", "format": "docx", "language": "vi", "token": str(uuid4()), **values}


def words(response):
    return one_line(re.sub(r"<[^>]+>", " ", unescape(response.content.decode())))


@pytest.fixture
def paper(conference, clerk):
    asked = rendering.ask_for_minutes(
        conference, letterhead="party", file_format="docx", language="vi", by=clerk, token=uuid4()
    )
    run_jobs()
    return asked


# --- asking ---


@pytest.mark.parametrize("who", KEEPERS)
def test_who_keeps_the_conference_asks_and_is_led_to_the_job(who, request, conference, client_of):
    user = request.getfixturevalue(who)
    response = client_of(user).post(new(conference), typed(letterhead="state", format="pdf", language="en"))
    paper = RenderedPaper.objects.get()
    assert response.url == reverse("jobs:detail", args=[paper.job_id])
    assert (paper.conference, paper.letterhead, paper.format, paper.language, paper.asked_by) == (
        *(conference, "state", "pdf", "en", user),
    )


def test_the_registry_of_the_organising_body_prints_too(conference, registry_clerk, commission_body, client_of):
    client = client_of(registry_clerk)
    assert client.post(new(conference), typed()).status_code == 404
    Conference.objects.update(organiser=commission_body)
    assert client.post(new(conference), typed()).status_code == 302


@pytest.mark.parametrize("who", READERS)
def test_who_only_reads_gets_403(who, request, conference, paper, client_of):
    client = client_of(request.getfixturevalue(who))
    assert client.post(new(conference), typed()).status_code == 403
    assert client.get(file(paper)).status_code == 403
    assert RenderedPaper.objects.count() == 1


@pytest.mark.parametrize("who", [*OUTSIDE, "registry_clerk"])
def test_outside_it_is_404(who, request, conference, paper, client_of):
    client = client_of(request.getfixturevalue(who))
    assert client.post(new(conference), typed()).status_code == 404
    assert client.get(file(paper)).status_code == 404
    assert RenderedPaper.objects.count() == 1


def test_strangers_are_asked_to_sign_in(client, conference, paper):
    for answer in (client.post(new(conference), typed()), client.get(file(paper))):
        assert answer.url.startswith("/accounts/login/?next=")


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_asking_takes_post_alone(method, conference, clerk, client_of):
    assert getattr(client_of(clerk), method)(new(conference)).status_code == 405


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_fetching_takes_get_alone(method, paper, clerk, client_of):
    assert getattr(client_of(clerk), method)(file(paper)).status_code == 405


@pytest.mark.parametrize(
    "wrong", [{"letterhead": "church"}, {"letterhead": ""}, {"format": "html"}, {"format": ""}, {"language": "fr"}]
)
def test_a_paper_that_does_not_exist_is_404_and_asks_for_nothing(wrong, conference, clerk, client_of):
    assert client_of(clerk).post(new(conference), typed(**wrong)).status_code == 404
    assert (RenderedPaper.objects.count(), Job.objects.count(), AuditEvent.objects.count()) == (0, 0, 0)


def test_a_form_without_a_language_asks_for_the_paper_itself(conference, clerk, client_of):
    form = typed()
    del form["language"]
    client_of(clerk).post(new(conference), form)
    assert RenderedPaper.objects.get().language == "vi"


def test_a_form_sent_twice_asks_once(conference, clerk, client_of):
    form = typed()
    answers = {client_of(clerk).post(new(conference), form).url for _again in range(2)}
    assert (len(answers), RenderedPaper.objects.count()) == (1, 1)


@pytest.mark.parametrize("token", ["", "x", "1" * 500])
def test_a_token_that_is_none_asks_all_the_same(token, conference, clerk, client_of):
    assert client_of(clerk).post(new(conference), typed(token=token)).status_code == 302


def test_somebody_elses_token_does_not_lead_to_their_paper(conference, clerk, leader, client_of):
    """A token names one asking; another person's paper and job are not theirs."""
    form = typed()
    first = client_of(clerk).post(new(conference), form).url
    second = client_of(leader).post(new(conference), form).url
    assert second != first
    assert client_of(leader).get(second).status_code == 200


def test_a_conference_that_is_not_there_is_404(clerk, conference, client_of):
    assert client_of(clerk).post(reverse("reports:paper_new", args=["HN-1999-0001"]), typed()).status_code == 404


# --- fetching ---


def test_the_file_is_one_to_save_and_belongs_to_no_cache(paper, clerk, client_of):
    response = client_of(clerk).get(file(paper))
    name = f"bien-ban-{slug(paper.conference.code)}-kim-lien-party-vi.docx"
    assert response["Content-Type"] == DOCX
    assert response["Content-Disposition"] == f"attachment; filename=\"{name}\"; filename*=UTF-8''{name}"
    assert response["Content-Length"] == str(len(response.content))
    assert (response["X-Content-Type-Options"], response["Cache-Control"]) == ("nosniff", "private, no-store")
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "BIÊN BẢN" in docx_lines(response.content)


def test_whoever_may_print_fetches_what_a_colleague_asked_for(paper, leader, client_of):
    assert client_of(leader).get(file(paper)).status_code == 200


def test_a_download_is_noted_once_a_day(paper, conference, clerk, client_of):
    def notes():
        events = AuditEvent.objects.filter(action="downloaded", object_type="reports.renderedpaper")
        return [(event.actor, event.object_id, event.object_label) for event in events]

    client = client_of(clerk)
    for _again in range(2):
        client.get(file(paper))
    assert notes() == [(clerk, str(paper.pk), conference.code)]
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        client_of(clerk).get(file(paper))
    assert notes() == [(clerk, str(paper.pk), conference.code)] * 2


def test_a_paper_is_found_under_its_own_conference_alone(paper, commune_a, clerk, client_of):
    other = hold(commune_a)
    client = client_of(clerk)
    assert client.get(file(paper, other)).status_code == 404
    assert client.get(file(paper)).status_code == 200


def test_a_paper_still_in_the_making_is_not_there(conference, clerk, client_of):
    asked = rendering.ask_for_minutes(
        conference, letterhead="party", file_format="docx", language="vi", by=clerk, token=uuid4()
    )
    assert client_of(clerk).get(file(asked)).status_code == 404
    assert AuditEvent.objects.filter(action="downloaded").count() == 0


def test_the_jobs_own_file_is_closed_to_who_no_longer_prints(paper, clerk, client_of):
    """A job's file belongs to whoever asked; minutes also ask whether they still may."""
    address = reverse("jobs:file", args=[paper.job_id])
    assert client_of(clerk).get(address).status_code == 200
    assert may_still_open(clerk, paper.job)
    Membership.objects.filter(user=clerk).update(valid_until=timezone.localdate() - timedelta(days=1))
    assert not may_still_open(User.objects.get(pk=clerk.pk), paper.job)
    assert client_of(clerk).get(address).status_code in (403, 404)
    assert client_of(clerk).get(file(paper)).status_code == 404


# --- the block on the conference page ---


@pytest.mark.parametrize("who", [*KEEPERS, *READERS])
def test_the_block_is_offered_to_those_who_print(who, request, conference, client_of):
    shown = client_of(request.getfixturevalue(who)).get(page(conference)).content.decode()
    assert (f'action="{new(conference)}"' in shown) == (who in KEEPERS)


def test_the_block_lists_what_was_made_and_leads_to_it(paper, conference, clerk, client_of):
    response = client_of(clerk).get(page(conference))
    assert f'href="{file(paper)}"' in response.content.decode()
    assert "Word, Thể thức văn bản của Đảng" in words(response)


@pytest.mark.parametrize(("side", "first"), [("party", "party"), ("both", "party"), ("state", "state")])
def test_the_letterhead_of_the_organising_side_is_chosen(side, first, conference, clerk, client_of):
    Conference.objects.update(side=side)
    shown = client_of(clerk).get(page(conference)).content.decode()
    options = re.findall(r'<option value="(party|state)">', shown[shown.index('name="letterhead"') :])
    assert (options[0], sorted(options[:2])) == (first, ["party", "state"])


def test_without_pango_the_block_says_so_and_offers_word(conference, clerk, client_of, monkeypatch):
    client = client_of(clerk)
    sentence = "Máy này không lập được PDF vì thiếu thư viện Pango. Vẫn lập được tệp Word."
    buttons = ['name="format" value="pdf"', 'name="format" value="docx"']
    shown = client.get(page(conference)).content.decode()
    assert [button in shown for button in buttons] == [True, True]
    assert sentence not in shown
    monkeypatch.setattr("reports.paper_panels.is_available", lambda: False)
    shown = client.get(page(conference)).content.decode()
    assert [button in shown for button in buttons] == [False, True]
    assert sentence in shown


def test_without_pango_a_pdf_that_was_asked_for_ends_with_a_sentence(conference, clerk, client_of, monkeypatch):
    monkeypatch.setattr(rendering, "is_available", lambda: False)
    client = client_of(clerk)
    job_page = client.post(new(conference), typed(format="pdf")).url
    run_jobs()
    assert "Máy này không lập được PDF vì thiếu thư viện Pango. Hãy chọn tệp Word." in words(client.get(job_page))
