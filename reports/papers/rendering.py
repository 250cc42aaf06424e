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
from petitions.models import Petition

from ..models import RenderedPaper
from .minutes import minutes_context
from .pdf import PDF, is_available, render_pdf
from .petition_context import petition_paper_context
from .petition_papers import TYPES
from .petition_record import NothingToPrint
from .word import DOCX, paper_docx

KIND = "reports.paper"


def ask_for_minutes(conference, *, letterhead, file_format, language, by, token):
    """Queue a rendering of the minutes and return the paper's row; see `_ask` for what the token does."""
    asked = {"conference": conference.pk, "letterhead": letterhead, "format": file_format, "language": language}
    title = f"{conference.code}, {RenderedPaper.Letterhead(letterhead).label}"
    wish = f"{conference.pk}:{letterhead}:{file_format}:{language}"
    return _ask("minutes", {"conference": conference}, asked, wish=wish, title=title, by=by, token=token)


@transaction.atomic
def ask_for_petition_paper(petition, *, kind, recorded, letterhead, file_format, by, token):
    """The same for a paper of a petition, with the number of a recorded one when its key is given.

    The petition is held meanwhile, so that it does not become a denunciation; of one this raises `NothingToPrint`.
    """
    held = Petition.objects.without_denunciations().select_for_update(of=("self",), no_key=True)
    if held.filter(pk=petition.pk).first() is None:
        raise NothingToPrint
    asked = {"petition": petition.pk, "paper": kind, "recorded": recorded}
    asked |= {"letterhead": letterhead, "format": file_format, "language": "vi"}
    wish = f"petition {petition.pk}:{kind}:{recorded}:{letterhead}:{file_format}"
    title = f"{petition.code}, {TYPES[kind].label}"
    return _ask(kind, {"petition": petition}, asked, wish=wish, title=title, by=by, token=token)


@transaction.atomic
def _ask(kind, of, asked, *, wish, title, by, token):
    """The same person who asks for the same with the same token gets the same paper.

    A form that the browser's back button brought up again asks for Word with the token with which it asked for PDF.
    """
    job = enqueue(KIND, key=f"{KIND}:{token}:{by.pk}:{wish}", arguments=asked, by=by, title=title)
    fresh = {name: asked[name] for name in ("letterhead", "language", "format")}
    paper, created = RenderedPaper.objects.get_or_create(
        job=job, defaults={"kind": kind, "asked_by": by, **of, **fresh}
    )
    if created:
        ((_name, source),) = of.items()
        record(Action.PRINTED, source, by=by, fields=[kind], label=source.code)
    return paper


def run(job, progress):
    """The job: one context, then PDF or Word from it. What was made of the same content before is taken again."""
    asked = job.arguments
    progress(0, 2)
    context = context_for(asked)
    digest = content_hash(context)
    progress(1, 2)
    data = _made_before(asked, digest) or _make(asked["format"], context)
    content_type = DOCX if asked["format"] == RenderedPaper.Format.DOCX else PDF

    def store():
        RenderedPaper.objects.filter(job=job).update(content_hash=digest)

    return Result(apply=store, file=(_file_name(asked, context["head"].place), content_type, data))


def context_for(asked):
    """The context of what was asked for, from the record as it is now."""
    if "petition" not in asked:
        return minutes_context(asked["conference"], letterhead=asked["letterhead"], language=asked["language"])
    try:
        return petition_paper_context(
            asked["petition"], kind=asked["paper"], letterhead=asked["letterhead"], recorded=asked["recorded"]
        )
    except NothingToPrint as nothing:
        raise JobFailed(_("There is nothing to print any more.")) from nothing


def _file_name(asked, place):
    """ "bien-ban-hn-2026-0012-kim-lien-party-vi.pdf": which record, where, in which letterhead and language."""
    if "petition" in asked:
        code = Petition.objects.values_list("code", flat=True).get(pk=asked["petition"])
        stem = TYPES[asked["paper"]].file_stem
    else:
        code = Conference.objects.values_list("code", flat=True).get(pk=asked["conference"])
        stem = "bien-ban"
    return f"{stem}-{slug(code)}-{slug(place)}-{asked['letterhead']}-{asked['language']}.{asked['format']}"


def _make(file_format, context):
    if file_format == RenderedPaper.Format.DOCX:
        return paper_docx(context)
    if not is_available():
        raise JobFailed(_("PDF cannot be made here: the Pango library is missing. Ask for the Word file."))
    return render_pdf("papers/paper.html", context)


def _made_before(asked, digest):
    """The bytes of an earlier rendering of exactly this content in this format, or None."""
    same = RenderedPaper.objects.filter(
        conference=asked.get("conference"),
        petition=asked.get("petition"),
        format=asked["format"],
        content_hash=digest,
        job__file__isnull=False,
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
