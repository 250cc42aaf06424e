"""Rendering papers by a job, and asking for them."""

import hashlib
import json
from dataclasses import asdict
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from audit.actions import Action
from audit.services import record
from conferences.models import Conference
from dialogue_portal.text import slug
from jobs.registry import JobFailed, Result
from jobs.services import enqueue

from ..models import RenderedPaper
from .minutes import minutes_context
from .pdf import PDF, is_available, render_pdf
from .word import DOCX, minutes_docx

KIND = "reports.paper"


@transaction.atomic
def ask_for_minutes(conference, *, letterhead, file_format, language, by, token):
    """Queue a rendering of the minutes and return the paper's row.

    The same person who asks for the same with the same token gets the same paper. A form that the browser's back button
    brought up again asks for Word with the token with which it asked for PDF.
    """
    asked = f"{by.pk}:{conference.pk}:{letterhead}:{file_format}:{language}"
    job = enqueue(
        KIND,
        key=f"{KIND}:{token}:{asked}",
        arguments={
            "conference": conference.pk,
            "letterhead": letterhead,
            "format": file_format,
            "language": language,
        },
        by=by,
        title=f"{conference.code}, {RenderedPaper.Letterhead(letterhead).label}",
    )
    paper, created = RenderedPaper.objects.get_or_create(
        job=job,
        defaults={
            "kind": "minutes",
            "conference": conference,
            "letterhead": letterhead,
            "language": language,
            "format": file_format,
            "asked_by": by,
        },
    )
    if created:
        record(Action.PRINTED, conference, by=by, fields=["minutes"], label=conference.code)
    return paper


def run(job, progress):
    """The job: one context, then PDF or Word from it. What was made of the same content before is taken again."""
    asked = job.arguments
    progress(0, 2)
    context = minutes_context(asked["conference"], letterhead=asked["letterhead"], language=asked["language"])
    digest = content_hash(context)
    progress(1, 2)
    data = _made_before(asked, digest) or _make(asked["format"], context)
    content_type = DOCX if asked["format"] == RenderedPaper.Format.DOCX else PDF
    name = _file_name(asked, context["head"].place)

    def store():
        RenderedPaper.objects.filter(job=job).update(content_hash=digest)

    return Result(apply=store, file=(name, content_type, data))


def _file_name(asked, place):
    """ "bien-ban-hn-2026-0012-kim-lien-party-vi.pdf": which conference, where, in which letterhead and language."""
    code = Conference.objects.values_list("code", flat=True).get(pk=asked["conference"])
    return f"bien-ban-{slug(code)}-{slug(place)}-{asked['letterhead']}-{asked['language']}.{asked['format']}"


def _make(file_format, context):
    if file_format == RenderedPaper.Format.DOCX:
        return minutes_docx(context)
    if not is_available():
        raise JobFailed(_("PDF cannot be made here: the Pango library is missing. Ask for the Word file."))
    return render_pdf("papers/minutes.html", context)


def _made_before(asked, digest):
    """The bytes of an earlier rendering of exactly this content in this format, or None."""
    same = RenderedPaper.objects.filter(
        conference=asked["conference"], format=asked["format"], content_hash=digest, job__file__isnull=False
    )
    earlier = same.select_related("job__file").first()
    return bytes(earlier.job.file.data) if earlier else None


def content_hash(context):
    """SHA-256 of what the paper prints and how it is set: the same records and layout give the same hash."""
    printed = json.dumps(context, sort_keys=True, ensure_ascii=False, default=asdict)
    return hashlib.sha256(f"{_layout()}{printed}".encode()).hexdigest()


@cache
def _layout():
    """What tells one layout from another: the sources that set papers."""
    here = Path(__file__).resolve().parent
    templates = settings.BASE_DIR / "templates" / "papers"
    sources = [*here.glob("*.py"), *here.glob("styles/*.css"), *templates.glob("*.html")]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(sources))).hexdigest()
