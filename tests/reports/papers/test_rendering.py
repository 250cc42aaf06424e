"""Asking for minutes and rendering them by a job: once per content, and again when it changed."""

import io
from uuid import uuid4

import pytest
from django.utils import translation
from docx import Document

from audit.models import AuditEvent
from conferences.models import Conference, Speaker
from dialogue_portal.text import slug
from jobs import running
from jobs.models import Job, JobFile
from reports.models import RenderedPaper
from reports.papers import rendering
from reports.papers.minutes import minutes_context
from tests.conferences.opinion_roads import registered
from tests.jobs.helpers import run_jobs
from tests.reports.conftest import hold
from tests.reports.papers.conftest import chair, delegate
from tests.reports.reading import docx_lines, pdf_words

pytestmark = pytest.mark.django_db


def ask(conference, by, token=None, **values):
    asked = {"letterhead": "party", "file_format": "docx", "language": "vi"} | values
    return rendering.ask_for_minutes(conference, by=by, token=token or uuid4(), **asked)


def make(conference, by, **values):
    """A paper rendered to its end."""
    paper = ask(conference, by, **values)
    run_jobs()
    return RenderedPaper.objects.select_related("job").get(pk=paper.pk)


def bytes_of(paper):
    return bytes(paper.job.file.data)


@pytest.fixture
def renderings(monkeypatch):
    """The formats that were really set, in order."""
    set_anew, make_it = [], rendering._make

    def noted(file_format, context):
        set_anew.append(file_format)
        return make_it(file_format, context)

    monkeypatch.setattr(rendering, "_make", noted)
    return set_anew


# --- asking ---


def test_asking_queues_a_job_and_notes_the_paper(bare, clerk):
    paper = ask(bare, clerk, letterhead="state", file_format="pdf", language="en")
    assert (paper.kind, paper.conference, paper.letterhead, paper.format, paper.language, paper.asked_by) == (
        *("minutes", bare, "state", "pdf", "en", clerk),
    )
    assert (paper.job.state, paper.job.created_by, paper.job.title) == (
        "queued",
        clerk,
        f"{bare.code}, Thể thức văn bản hành chính nhà nước",
    )
    assert paper.job.arguments == {
        "conference": bare.pk,
        "letterhead": "state",
        "format": "pdf",
        "language": "en",
    }


def test_asking_is_in_the_audit_trail_without_a_name(bare, clerk):
    ask(bare, clerk)
    event = AuditEvent.objects.get()
    assert (event.actor, event.action, event.object_type, event.object_label, event.fields, event.changes) == (
        *(clerk, "printed", "conferences.conference", bare.code),
        *(["minutes"], {}),
    )


def test_the_same_token_gives_the_same_paper_and_one_event(bare, clerk):
    token = uuid4()
    papers = {ask(bare, clerk, token).pk for _again in range(3)}
    assert papers == {RenderedPaper.objects.get().pk}
    assert (Job.objects.count(), AuditEvent.objects.count()) == (1, 1)
    run_jobs()
    assert ask(bare, clerk, token).pk in papers
    assert run_jobs() == []


def test_a_token_sent_again_with_other_wishes_asks_for_those(bare, clerk, leader, commune_a):
    """PDF, back, Word: the form that the browser shows again still holds its token."""
    token = uuid4()
    first = ask(bare, clerk, token)
    others = [
        ask(bare, clerk, token, file_format="pdf"),
        ask(bare, clerk, token, letterhead="state"),
        ask(bare, clerk, token, language="en"),
        ask(bare, leader, token),
        ask(hold(commune_a), clerk, token),
    ]
    assert len({paper.pk for paper in (first, *others)}) == 6
    assert ask(bare, clerk, token) == first


def test_another_token_asks_for_another_paper(bare, clerk):
    assert ask(bare, clerk).pk != ask(bare, clerk).pk
    assert AuditEvent.objects.filter(action="printed").count() == 2


# --- rendering ---


@pytest.mark.parametrize(
    ("file_format", "content_type", "start"),
    [
        ("pdf", "application/pdf", b"%PDF-"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK"),
    ],
)
@pytest.mark.parametrize("letterhead", ["party", "state"])
def test_the_file_has_the_format_asked_for_and_a_telling_name(
    dialogue, clerk, file_format, content_type, start, letterhead
):
    file = make(dialogue, clerk, file_format=file_format, letterhead=letterhead).job.file
    name = f"bien-ban-{slug(dialogue.code)}-kim-lien-{letterhead}-vi.{file_format}"
    assert (file.name, file.content_type) == (name, content_type)
    assert bytes(file.data).startswith(start)
    assert file.size == len(file.data)


def test_both_formats_are_made_from_one_context(dialogue, clerk):
    pdf, docx = make(dialogue, clerk, file_format="pdf"), make(dialogue, clerk)
    assert pdf.content_hash == docx.content_hash
    opinion = "(2) Kênh tiêu bị bồi lắng. [YK-2026-0002]"
    assert opinion in docx_lines(bytes_of(docx))
    assert opinion in pdf_words(bytes_of(pdf))


def test_the_language_is_the_papers_not_that_of_whoever_asked(bare, clerk):
    with translation.override("en"):
        vietnamese, english = ask(bare, clerk), ask(bare, clerk, language="en")
    run_jobs()
    titles = [docx_lines(bytes_of(paper)) for paper in RenderedPaper.objects.order_by("pk")]
    assert ["BIÊN BẢN" in titles[0], "MINUTES" in titles[1]] == [True, True]
    assert (vietnamese.job.language, english.job.language) == ("en", "en")


def test_the_progress_is_told_in_two_steps(bare, clerk):
    told = []
    rendering.run(ask(bare, clerk).job, lambda done, total: told.append((done, total)))
    assert told == [(0, 2), (1, 2)]


def test_a_job_that_ran_already_renders_nothing_more(bare, clerk, renderings):
    paper = ask(bare, clerk)
    running.run(paper.job_id)
    running.run(paper.job_id)
    assert (renderings, JobFile.objects.count()) == (["docx"], 1)


# --- once per content ---


def test_the_same_content_is_rendered_once(dialogue, clerk, leader, renderings):
    first, second = make(dialogue, clerk), make(dialogue, leader)
    assert renderings == ["docx"]
    assert bytes_of(first) == bytes_of(second)
    assert first.content_hash == second.content_hash != ""
    assert first.job.file.pk != second.job.file.pk


@pytest.mark.parametrize("asked", [{"letterhead": "state"}, {"language": "en"}, {"file_format": "pdf"}])
def test_another_letterhead_language_or_format_is_another_rendering(dialogue, clerk, renderings, asked):
    first, second = make(dialogue, clerk), make(dialogue, clerk, **asked)
    assert len(renderings) == 2
    assert bytes_of(first) != bytes_of(second)


CHANGES = {
    "title": lambda conference, by: Conference.objects.filter(pk=conference.pk).update(title="Hội nghị khác"),
    "participants": lambda conference, by: Conference.objects.filter(pk=conference.pk).update(participants=119),
    "chair": lambda conference, by: chair(conference, "Mai Văn Mới", "Phó Bí thư", position=9),
    "delegate": lambda conference, by: delegate(conference, "Mai Văn Mới"),
    "attendance": lambda conference, by: conference.delegates.filter(status="absent").update(status="attended"),
    "opinion": lambda conference, by: registered(conference, by, "Thêm một ý kiến."),
    "speaker erased": lambda conference, by: Speaker.objects.all().delete(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_changed_content_is_rendered_anew(dialogue, clerk, commission_leader, renderings, change):
    first = make(dialogue, clerk)
    CHANGES[change](dialogue, commission_leader)
    second = make(dialogue, clerk)
    assert renderings == ["docx", "docx"]
    assert first.content_hash != second.content_hash
    assert docx_lines(bytes_of(first)) != docx_lines(bytes_of(second))


def test_what_is_not_printed_changes_nothing(dialogue, clerk, renderings):
    first = make(dialogue, clerk)
    Conference.objects.filter(pk=dialogue.pk).update(version=7, planned_participants=500)
    assert make(dialogue, clerk).content_hash == first.content_hash
    assert renderings == ["docx"]


def test_another_layout_is_another_rendering(dialogue, clerk, renderings, monkeypatch):
    make(dialogue, clerk)
    monkeypatch.setattr(rendering, "_layout", lambda: "after the next release")
    make(dialogue, clerk)
    assert renderings == ["docx", "docx"]


def test_the_layout_is_told_by_the_sources_that_set_papers(tmp_path, monkeypatch, settings):
    rendering._layout.cache_clear()
    before = rendering._layout()
    rendering._layout.cache_clear()
    assert rendering._layout() == before
    (tmp_path / "templates" / "papers").mkdir(parents=True)
    (tmp_path / "templates" / "papers" / "paper.html").write_text("<p>anders</p>")
    settings.BASE_DIR = tmp_path
    rendering._layout.cache_clear()
    try:
        assert rendering._layout() != before
    finally:
        rendering._layout.cache_clear()


def test_two_conferences_never_share_a_file(bare, clerk, renderings, commune_a):
    other = hold(commune_a)
    other.title = bare.title
    other.save()
    make(bare, clerk)
    make(other, clerk)
    assert renderings == ["docx", "docx"]


def test_the_hash_is_that_of_the_content(dialogue):
    context = minutes_context(dialogue.pk, letterhead="party", language="vi")
    assert rendering.content_hash(context) == rendering.content_hash(dict(reversed(context.items())))
    assert len(rendering.content_hash(context)) == 64
    assert rendering.content_hash(context | {"title": "BIÊN BẢN 2"}) != rendering.content_hash(context)


# --- without Pango ---


def test_without_pango_the_job_says_what_to_do_instead(bare, clerk, monkeypatch):
    monkeypatch.setattr(rendering, "is_available", lambda: False)
    paper = make(bare, clerk, file_format="pdf")
    assert (paper.job.state, paper.job.error) == (
        "failed",
        "Máy này không lập được PDF vì thiếu thư viện Pango. Hãy chọn tệp Word.",
    )
    assert (paper.content_hash, JobFile.objects.count()) == ("", 0)
    assert Document(io.BytesIO(bytes_of(make(bare, clerk)))).paragraphs
