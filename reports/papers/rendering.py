"""Rendering papers by a job, and asking for them."""

import hashlib
import json

from django.db import transaction
from django.utils.translation import gettext as _

from audit.actions import Action
from audit.services import record
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
    """Queue a rendering of the minutes and return the paper's row; the same token gives the same paper."""
    job = enqueue(
        KIND,
        key=f"{KIND}:{token}",
        arguments={
            "conference": conference.pk,
            "letterhead": letterhead,
            "format": file_format,
            "language": language,
        },
        by=by,
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
    """The job: one context, then PDF or Word from it."""
    asked = job.arguments
    progress(0, 2)
    context = minutes_context(asked["conference"], letterhead=asked["letterhead"], language=asked["language"])
    progress(1, 2)
    if asked["format"] == RenderedPaper.Format.DOCX:
        data, content_type = minutes_docx(context), DOCX
    elif is_available():
        data, content_type = render_pdf("papers/minutes.html", context), PDF
    else:
        raise JobFailed(_("PDF cannot be made here: the Pango library is missing. Ask for the Word file."))
    name = f"bien-ban-{slug(context['head'].place)}-{asked['letterhead']}-{asked['language']}.{asked['format']}"
    digest = content_hash(context)

    def store():
        RenderedPaper.objects.filter(job=job).update(content_hash=digest)

    return Result(apply=store, file=(name, content_type, data))


def content_hash(context):
    """SHA-256 of what the paper prints: the same records give the same hash."""
    printed = {key: value for key, value in context.items() if key not in ("words", "head")}
    printed["head"] = vars(context["head"])
    return hashlib.sha256(json.dumps(printed, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()
