from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from jobs.models import Job
from jobs.registry import JobFailed, Result
from jobs.services import enqueue
from tests.jobs.helpers import KIND, run_jobs

EN = {"Accept-Language": "en"}
HTMX = {"HX-Request": "true", "Accept-Language": "en"}


@pytest.fixture
def job(ask, clerk):
    return ask("a", by=clerk, title="Xã Kim Liên, 2026")


@pytest.fixture
def done(job, sample):
    sample.work = lambda job, progress: Result(file=("Biên bản “Kim Liên”.pdf", "application/pdf", b"%PDF-1.7"))
    sample.url = lambda job: "/reports/summaries/1/"
    return run_jobs()[0]


def running(job, **fields):
    Job.objects.filter(pk=job.pk).update(
        state="running", token="0" * 32, lease_until=timezone.now() + timedelta(minutes=1), **fields
    )


def test_the_addresses_are_those_others_rely_on():
    assert [reverse("jobs:list"), reverse("jobs:detail", args=[7]), reverse("jobs:file", args=[7])] == [
        "/jobs/",
        "/jobs/7/",
        "/jobs/7/file/",
    ]


def test_the_list_has_my_jobs_newest_first_and_nobody_elses(ask, clerk, leader, client_of):
    ask("a", by=clerk, title="First")
    ask("b", by=leader, title="Of another")
    ask("c", title="Of the schedule")
    ask("d", by=clerk, title="Second")
    response = client_of(clerk).get("/jobs/", headers=EN)
    assert [job.title for job in response.context["page_obj"]] == ["Second", "First"]
    assert "Sample" in response.content.decode()


def test_an_empty_list_says_where_files_come_from(outsider, client_of):
    assert "No files yet" in client_of(outsider).get("/jobs/", headers=EN).content.decode()


def test_the_list_costs_the_same_questions_however_many_jobs(ask, sample, clerk, client_of):
    sample.work = lambda job, progress: Result(file=("a.pdf", "application/pdf", b"%PDF"))
    client = client_of(clerk)
    ask("first", by=clerk)
    run_jobs()
    client.get("/jobs/")
    one = queries_of(client)
    for key in ("second", "third"):
        ask(key, by=clerk)
    run_jobs()
    three = queries_of(client)
    assert len(one) == len(three) <= 15
    # The bytes of files stay where they are.
    assert not any('"jobs_jobfile"."data"' in query["sql"] for query in three)


def queries_of(client):
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/jobs/").status_code == 200
    return list(queries)


def test_the_list_asks_again_only_while_something_is_in_work(job, clerk, client_of):
    client = client_of(clerk)
    response = client.get("/jobs/", headers=HTMX)
    assert (response.status_code, "<html" in response.content.decode()) == (200, False)
    assert 'hx-trigger="every 2s"' in response.content.decode()
    run_jobs()
    response = client.get("/jobs/", headers=HTMX)
    assert (response.status_code, "every 2s" in response.content.decode()) == (286, False)


def test_a_waiting_job_shows_itself_and_asks_again(job, clerk, client_of):
    page = client_of(clerk).get(f"/jobs/{job.pk}/", headers=EN).content.decode()
    for words in [
        "Sample",
        "Xã Kim Liên, 2026",
        "Waiting for its turn",
        "Look again",
        f'hx-get="/jobs/{job.pk}/"',
        "every 1s",
    ]:
        assert words in page


def test_the_progress_of_a_running_job_is_told_in_numbers(job, clerk, client_of):
    running(job, progress_done=1200, progress_total=2400, message="Xã Vạn An")
    response = client_of(clerk).get(f"/jobs/{job.pk}/", headers=HTMX)
    assert response.status_code == 200
    assert response.templates[0].name == "jobs/_progress_bar.html"
    for words in ["1,200 / 2,400", "50.0%", "Xã Vạn An", 'value="1200"', 'max="2400"']:
        assert words in response.content.decode()
    # The buttons beside the bar are not drawn anew, so that they can be pressed.
    assert "<form" not in response.content.decode()


def test_the_end_replaces_the_whole_box_and_stops_the_asking(done, clerk, client_of):
    response = client_of(clerk).get(f"/jobs/{done.pk}/", headers=HTMX)
    assert (response.status_code, response["HX-Retarget"], response["HX-Reswap"]) == (
        286,
        f"#job-{done.pk}",
        "outerHTML",
    )
    page = response.content.decode()
    assert "every 1s" not in page
    assert f'id="job-{done.pk}-said" hx-swap-oob="innerHTML">Sample: ready' in page


def test_a_finished_job_leads_to_its_result_and_file(done, clerk, client_of):
    page = client_of(clerk).get(f"/jobs/{done.pk}/", headers=EN).content.decode()
    assert 'href="/reports/summaries/1/"' in page
    assert f'href="/jobs/{done.pk}/file/"' in page
    assert "Biên bản “Kim Liên”.pdf" in page
    assert "every 1s" not in page


def test_a_failure_is_a_sentence_with_a_retry_and_no_inner_words(job, sample, clerk, client_of):
    def work(job, progress):
        raise KeyError("secret_column")

    sample.work = work
    with pytest.raises(KeyError):
        run_jobs()
    page = client_of(clerk).get(f"/jobs/{job.pk}/", headers=EN).content.decode()
    assert "It stopped at an unexpected error." in page
    assert "Try again" in page
    assert "secret_column" not in page


def test_a_refusal_is_shown_as_the_job_said_it(job, sample, clerk, client_of):
    def work(job, progress):
        raise JobFailed("The unit is no longer in the register <now>.")

    sample.work = work
    run_jobs()
    for url in ("/jobs/", f"/jobs/{job.pk}/"):
        assert "The unit is no longer in the register &lt;now&gt;." in client_of(clerk).get(url).content.decode()


@pytest.mark.parametrize("url", ["/jobs/{}/", "/jobs/{}/file/"])
@pytest.mark.parametrize("person", ["sibling_clerk", "leader", "administrator", "auditor", "outsider"])
def test_a_job_of_somebody_else_is_not_there(done, request, client_of, person, url):
    assert client_of(request.getfixturevalue(person)).get(url.format(done.pk)).status_code == 404


def test_a_job_of_the_schedule_is_nobodys(ask, clerk, client_of):
    assert client_of(clerk).get(f"/jobs/{ask('a').pk}/").status_code == 404


@pytest.mark.parametrize("url", ["/jobs/", "/jobs/{}/", "/jobs/{}/file/"])
def test_visitors_sign_in_first(done, client, url):
    response = client.get(url.format(done.pk))
    assert (response.status_code, response["Location"].startswith("/accounts/login/")) == (302, True)


def test_a_file_comes_with_its_name_and_is_opened_by_nobody_but_its_program(done, clerk, client_of):
    response = [client_of(clerk).get(f"/jobs/{done.pk}/file/") for _time in range(2)][1]
    assert response.content == b"%PDF-1.7"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Content-Disposition"].endswith(
        "UTF-8''Bi%C3%AAn%20b%E1%BA%A3n%20%E2%80%9CKim%20Li%C3%AAn%E2%80%9D.pdf"
    )
    event = AuditEvent.objects.get(action="downloaded")
    assert (event.actor, event.object_id, event.object_label) == (clerk, str(done.pk), KIND)


def test_a_file_whose_owner_may_not_see_it_any_more_is_refused(done, sample, clerk, client_of):
    sample.permits = lambda user, job: False
    assert client_of(clerk).get(f"/jobs/{done.pk}/file/").status_code == 403
    assert AuditEvent.objects.count() == 0


def test_a_job_without_a_file_has_none_to_download(job, clerk, client_of):
    assert client_of(clerk).get(f"/jobs/{job.pk}/file/").status_code == 404


@pytest.mark.parametrize("action", ["retry", "cancel"])
def test_a_change_is_a_post_by_the_owner(job, clerk, leader, client_of, action):
    url = f"/jobs/{job.pk}/{action}/"
    assert client_of(clerk).get(url).status_code == 405
    assert client_of(leader).post(url).status_code == 404
    job.refresh_from_db()
    assert job.state == "queued"


@pytest.mark.parametrize("url", ["/jobs/", "/jobs/{}/", "/jobs/{}/file/"])
def test_nothing_else_can_be_posted(done, clerk, client_of, url):
    assert client_of(clerk).post(url.format(done.pk)).status_code == 405


def test_cancelling_says_that_nothing_was_stored(job, clerk, client_of):
    client = client_of(clerk)
    response = client.post(f"/jobs/{job.pk}/cancel/", headers=EN, follow=True)
    assert response.redirect_chain == [(f"/jobs/{job.pk}/", 302)]
    assert "Cancelled. Nothing of it was stored." in response.content.decode()
    assert "Start again" in response.content.decode()


def test_cancelling_what_is_over_is_told_politely(done, clerk, client_of):
    response = client_of(clerk).post(f"/jobs/{done.pk}/cancel/", headers=EN, follow=True)
    assert "This was already over; nothing was cancelled." in response.content.decode()


def test_a_failed_job_is_tried_again_once_however_often_the_button_is_pressed(job, clerk, client_of):
    Job.objects.update(state="failed", finished_at=timezone.now(), error="No.")
    client = client_of(clerk)
    client.post(f"/jobs/{job.pk}/retry/")
    response = client.post(f"/jobs/{job.pk}/retry/", headers=EN, follow=True)
    job.refresh_from_db()
    assert (job.state, AuditEvent.objects.count()) == ("queued", 1)
    assert "already been started again" in response.content.decode()


def test_polling_keeps_no_session_alive(job, clerk, client_of):
    client = client_of(clerk)
    client.get("/jobs/")
    session = client.session
    session["seen_at"] -= 600
    session.save()
    seen = session["seen_at"]
    client.get(f"/jobs/{job.pk}/", headers={**HTMX, "X-Background": "1"})
    assert client.session["seen_at"] == seen


def test_a_kind_that_is_gone_still_has_a_name(clerk, client_of):
    job = enqueue("tests.gone", key="a", arguments={}, by=clerk)
    assert "Work in the background" in client_of(clerk).get(f"/jobs/{job.pk}/", headers=EN).content.decode()


def test_a_page_that_is_not_there_shows_one_that_is(job, clerk, client_of):
    assert client_of(clerk).get("/jobs/?page=99").context["page_obj"].number == 1
