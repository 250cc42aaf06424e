"""Asking for papers of a petition and fetching them; the panel; what is left when it becomes a denunciation."""

import re
from html import unescape
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Membership
from audit.models import AuditEvent
from jobs import running
from jobs.models import Job, JobFile
from petitions.confidentiality import sentence
from petitions.models import Direction, Petition, PetitionContent, Source
from petitions.models import PetitionState as State
from petitions.workflow import move
from reports.models import RenderedPaper
from reports.papers import rendering
from reports.papers.petition_record import NothingToPrint
from reports.work import may_still_open
from tests.handling.together import at_once
from tests.jobs.helpers import run_jobs
from tests.petitions.petition_roads import DAY, C, D, R
from tests.reports.conftest import hold
from tests.reports.petition_papers.conftest import SENDER, ask, make
from tests.reports.reading import docx_lines, one_line

pytestmark = pytest.mark.django_db
#: What a kept page asks: who it is, what they may, and whether anything changed.
KEPT = 6
MADE_ANEW = "Hồ sơ hoặc mẫu giấy tờ đã thay đổi từ lúc đó: cần lập lại."


def new(petition):
    return reverse("reports:petition_paper_new", args=[petition.code])


def file(paper, petition=None):
    return reverse("reports:petition_paper_file", args=[(petition or paper.petition).code, paper.pk])


def page(petition):
    return reverse("petitions:petition", args=[petition.code])


def typed(**values):
    return {"paper": "receipt", "letterhead": "party", "format": "docx", "token": str(uuid4()), **values}


def words(response):
    return one_line(re.sub(r"<[^>]+>", " ", unescape(response.content.decode())))


def said_by(paper):
    return " ".join(docx_lines(bytes(paper.job.file.data)))


# --- asking ---


def test_an_officer_asks_and_is_led_to_the_job(paper_road, petition_officer, client_of):
    petition = paper_road.registered(C)
    response = client_of(petition_officer).post(new(petition), typed(format="pdf"))
    paper = RenderedPaper.objects.get()
    assert response.url == reverse("jobs:detail", args=[paper.job_id])
    assert (paper.kind, paper.petition, paper.conference, paper.letterhead, paper.format, paper.language) == (
        *("receipt", petition, None, "party", "pdf", "vi"),
    )
    assert (paper.job.title, paper.asked_by) == (f"{petition.code}, Giấy biên nhận", petition_officer)


def test_asking_is_in_the_audit_trail_without_a_name(paper_road, petition_officer):
    petition = paper_road.registered(C)
    ask(petition, petition_officer)
    event = AuditEvent.objects.get(action="printed")
    assert (event.object_type, event.object_label, event.fields, event.changes) == (
        *("petitions.petition", petition.code, ["receipt"], {}),
    )


def test_the_same_token_gives_the_same_paper(paper_road, petition_officer):
    petition, token = paper_road.registered(C), uuid4()
    first = ask(petition, petition_officer, token=token)
    assert ask(petition, petition_officer, token=token) == first
    assert ask(petition, petition_officer, token=token, file_format="pdf") != first


@pytest.mark.parametrize(
    "wrong",
    [
        {"paper": "transfer_slip"},
        {"paper": "minutes"},
        {"paper": ""},
        {"paper": "receipt:1"},
        {"letterhead": "state"},
        {"letterhead": "front"},
        {"format": "html"},
    ],
)
def test_what_is_not_offered_is_not_there(paper_road, petition_officer, client_of, wrong):
    """A transfer slip before the approval, a letterhead that is not this body's."""
    petition = paper_road.registered(C)
    assert client_of(petition_officer).post(new(petition), typed(**wrong)).status_code == 404
    assert not RenderedPaper.objects.exists()


def test_the_number_of_a_recorded_paper_of_another_petition_is_not_there(paper_road, petition_officer, client_of):
    first, second = (paper_road.to(R, State.TRANSFERRED) for _time in range(2))
    of_first = first.papers.get(kind="transfer").pk
    client = client_of(petition_officer)
    assert client.post(new(second), typed(paper=f"transfer_slip:{of_first}")).status_code == 404
    assert client.post(new(first), typed(paper=f"transfer_slip:{of_first}")).status_code == 302


def test_a_paper_is_of_one_record(paper_road, petition_officer, commune_a):
    paper = ask(paper_road.registered(C), petition_officer)
    for wrong in ({"conference": hold(commune_a)}, {"petition": None}):
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            RenderedPaper.objects.filter(pk=paper.pk).update(**wrong)
        assert "paper_is_of_one_record" in str(refused.value)


# --- fetching ---


def test_the_file_is_named_after_paper_petition_and_place(commune_road):
    petition, officer = commune_road.registered(C), commune_road.people["officer"]
    paper = make(petition, officer, letterhead="state", file_format="pdf")
    assert paper.job.file.name == f"giay-bien-nhan-{petition.code.lower()}-kim-lien-state-vi.pdf"
    assert bytes(paper.job.file.data).startswith(b"%PDF-")


def test_who_sees_names_reads_and_that_is_noted(paper_road, petition_officer, specialist, client_of):
    paper = make(paper_road.registered(C), petition_officer)
    response = client_of(specialist).get(file(paper))
    assert SENDER.full_name in " ".join(docx_lines(response.content))
    event = AuditEvent.objects.get(action="downloaded")
    assert (event.actor, event.object_type, event.object_label) == (
        *(specialist, "reports.renderedpaper", paper.petition.code),
    )


def test_the_page_of_the_job_opens_to_its_asker_as_long_as_they_see_names(paper_road, petition_officer, client_of):
    paper = make(paper_road.registered(C), petition_officer)
    url = reverse("jobs:file", args=[paper.job_id])
    assert client_of(petition_officer).get(url).status_code == 200
    Membership.objects.filter(user=petition_officer).delete()
    assert client_of(petition_officer).get(url).status_code == 403
    assert not may_still_open(petition_officer, paper.job)


def test_a_paper_is_found_under_its_own_petition_alone(paper_road, petition_officer, client_of):
    first, second = paper_road.registered(C), paper_road.registered(R)
    paper = make(first, petition_officer)
    assert client_of(petition_officer).get(file(paper, second)).status_code == 404


# --- the panel ---


def test_the_officers_page_offers_what_the_state_allows_and_lists_what_was_made(
    paper_road, petition_officer, client_of
):
    petition = paper_road.to(R, State.APPROVED, Direction.TRANSFER)
    paper = make(petition, petition_officer, "transfer_slip")
    response = client_of(petition_officer).get(page(petition))
    html = response.content.decode()
    assert [value in html for value in ("transfer_slip", "proposal_slip", "receipt", "guidance_slip")] == [
        *(True, True, True, False),
    ]
    assert file(paper) in html
    assert "Phiếu chuyển đơn: Word, Thể thức văn bản của Đảng" in words(response)
    assert MADE_ANEW not in words(response)


def test_readers_find_what_was_made_and_no_form(paper_road, petition_officer, specialist, supervisor, client_of):
    petition = paper_road.registered(C)
    assert "Giấy tờ để in" not in words(client_of(specialist).get(page(petition)))
    paper = make(petition, petition_officer)
    shown = client_of(specialist).get(page(petition)).content.decode()
    assert (file(paper) in shown, f'"{new(petition)}"' in shown) == (True, False)
    masked = client_of(supervisor).get(page(petition)).content.decode()
    assert new(petition) not in masked


@pytest.mark.usefixtures("pages_are_kept")
def test_a_paper_shows_as_soon_as_it_is_made(paper_road, petition_officer, client_of):
    petition, client = paper_road.registered(C), client_of(petition_officer)
    asked = ask(petition, petition_officer)
    assert file(asked) not in client.get(page(petition)).content.decode()
    run_jobs()
    assert file(asked) in client.get(page(petition)).content.decode()


def test_where_nothing_can_be_printed_the_panel_says_so(paper_road, petition_officer, client_of):
    petition = paper_road.registered(C, source=Source.POST)
    response = client_of(petition_officer).get(page(petition))
    assert new(petition) not in response.content.decode()
    assert "Ở trạng thái này chưa có giấy tờ nào để in." in words(response)


def test_a_rendering_of_what_changed_since_says_so(paper_road, petition_officer, client_of):
    petition = paper_road.registered(C)
    make(petition, petition_officer)
    Petition.objects.filter(pk=petition.pk).update(version=9)
    assert MADE_ANEW not in words(client_of(petition_officer).get(page(petition)))
    PetitionContent.objects.update(summary="Nội dung đã sửa.")
    assert MADE_ANEW in words(client_of(petition_officer).get(page(petition)))
    make(petition, petition_officer)
    assert words(client_of(petition_officer).get(page(petition))).count(MADE_ANEW) == 1


def test_a_proposal_that_was_returned_makes_its_slip_out_of_date(paper_road, petition_officer, client_of):
    petition = paper_road.to(C, State.PROPOSED, Direction.DECLINE)
    make(petition, petition_officer, "proposal_slip")
    paper_road.make(petition, "return_proposal")
    assert MADE_ANEW in words(client_of(petition_officer).get(page(petition)))


# --- denunciations ---


@pytest.mark.parametrize("kind", ["receipt", "transfer_slip", "proposal_slip"])
def test_nobody_asks_for_a_paper_of_a_denunciation(paper_road, petition_officer, client_of, kind):
    petition = paper_road.to(D, State.APPROVED, Direction.TRANSFER)
    assert client_of(petition_officer).post(new(petition), typed(paper=kind)).status_code == 404
    with pytest.raises(NothingToPrint):
        ask(petition, petition_officer, kind)
    assert (RenderedPaper.objects.count(), Job.objects.count()) == (0, 0)


def test_the_page_of_a_denunciation_says_why(paper_road, petition_officer, client_of):
    petition = paper_road.to(D, State.APPROVED, Direction.TRANSFER)
    response = client_of(petition_officer).get(page(petition))
    assert new(petition) not in response.content.decode()
    assert "phiếu và thông báo được lập từ hồ sơ giấy" in words(response)
    assert one_line(sentence()) in words(response)


def test_a_crafted_job_of_a_denunciation_prints_nothing(paper_road, petition_officer):
    """A row that passes every CHECK, written past the service."""
    petition = paper_road.registered(C)
    paper = ask(petition, petition_officer)
    secret = paper_road.to(D, State.TRANSFERRED)
    Job.objects.update(arguments={**paper.job.arguments, "petition": secret.pk})
    run_jobs()
    paper.job.refresh_from_db()
    assert (paper.job.state, JobFile.objects.count()) == ("failed", 0)


def become_denunciation(petition, road):
    data = {**road.data("classify", petition), "kind": D, "round": "", "paper_file": "15/HS-2026"}
    return move(Petition.objects.get(pk=petition.pk), "classify", by=road.people["officer"], on=DAY, data=data)


def test_papers_go_when_the_petition_becomes_a_denunciation(paper_road, petition_officer, client_of):
    petition, other = paper_road.registered(C), paper_road.registered(C)
    papers = [make(petition, petition_officer, file_format=one) for one in ("docx", "pdf")]
    kept = make(other, petition_officer)
    assert SENDER.full_name in said_by(papers[0])
    become_denunciation(petition, paper_road)
    assert set(RenderedPaper.objects.all()) == {kept}
    assert set(Job.objects.all()) == {kept.job}
    assert JobFile.objects.get().job == kept.job
    client = client_of(petition_officer)
    assert [client.get(file(paper, petition)).status_code for paper in papers] == [404, 404]
    assert [client.get(reverse("jobs:file", args=[paper.job_id])).status_code for paper in papers] == [404, 404]


def test_they_stay_where_nobody_takes_them_away(paper_road, petition_officer, monkeypatch):
    """The control of the test above: without the eraser of this room the name would still be there."""
    monkeypatch.setattr("handling.copies._erasers", {})
    petition = paper_road.registered(C)
    make(petition, petition_officer)
    become_denunciation(petition, paper_road)
    assert SENDER.full_name in said_by(RenderedPaper.objects.get(petition=petition))


def test_a_paper_that_is_being_made_meanwhile_is_not_stored(paper_road, petition_officer, monkeypatch):
    petition = paper_road.registered(C)
    paper, make_it = ask(petition, petition_officer), rendering._make

    def slow(file_format, context):
        data = make_it(file_format, context)
        become_denunciation(petition, paper_road)
        return data

    monkeypatch.setattr(rendering, "_make", slow)
    running.run(paper.job_id)
    assert (Job.objects.count(), JobFile.objects.count(), RenderedPaper.objects.count()) == (0, 0, 0)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_paper_that_is_ready_at_that_very_moment_does_not_stay(paper_road, petition_officer):
    petitions = [paper_road.registered(C) for _number in range(3)]
    for petition in petitions:
        jobs = [ask(petition, petition_officer).job_id for _number in range(2)]
        at_once(
            *(lambda job=job: running.run(job) for job in jobs),
            lambda petition=petition: become_denunciation(petition, paper_road),
        )
    assert {Petition.objects.get(pk=petition.pk).kind for petition in petitions} == {D}
    assert (Job.objects.count(), JobFile.objects.count(), RenderedPaper.objects.count()) == (0, 0, 0)


# --- the page that is kept ---


@pytest.mark.usefixtures("pages_are_kept")
def test_the_page_is_kept_but_while_a_paper_is_made(
    paper_road, petition_officer, client_of, django_assert_max_num_queries
):
    petition = paper_road.registered(C)
    client = client_of(petition_officer)
    client.get(page(petition))
    with django_assert_max_num_queries(KEPT):
        client.get(page(petition))
    client.post(new(petition), typed())
    client.get(page(petition))
    # A job is under way: its end is no event of the trail, so the page is made anew each time.
    with CaptureQueriesContext(connection) as asked:
        client.get(page(petition))
    assert len(asked) > KEPT
    run_jobs()
    address = file(RenderedPaper.objects.get())
    assert address in client.get(page(petition)).content.decode()
    with django_assert_max_num_queries(KEPT):
        assert address in client.get(page(petition)).content.decode()


@pytest.mark.usefixtures("pages_are_kept")
def test_every_form_of_a_kept_page_has_a_good_token(paper_road, petition_officer):
    """A sign-in changes the secret of the tokens; whoever signs in again is shown the page made before."""
    petition = paper_road.registered(C)
    client = Client(enforce_csrf_checks=True)
    for _time in range(2):
        client.force_login(petition_officer)
        client.cookies.pop("csrftoken", None)
        html = client.get(page(petition)).content.decode()
    tokens = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', html))
    assert len(re.findall(r'name="csrfmiddlewaretoken"', html)) > 1
    for token in tokens:
        assert client.post(new(petition), {**typed(), "csrfmiddlewaretoken": token}).status_code == 302
    assert client.post(new(petition), {**typed(), "csrfmiddlewaretoken": "x" * 64}).status_code == 403
