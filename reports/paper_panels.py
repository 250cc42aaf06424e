"""The papers on the pages of conferences and petitions: the form that asks for one, and what was made so far."""

from uuid import uuid4

from django.urls import reverse
from django.utils.translation import gettext as _

from jobs.states import ACTIVE

from .models import RenderedPaper
from .papers.minutes import both_letterheads
from .papers.pdf import is_available
from .papers.petition_context import context_of
from .papers.petition_papers import TYPES, letterheads_of, offers_of
from .papers.petition_record import read_petition
from .papers.rendering import content_hash
from .views.papers import can_print
from .views.petition_papers import can_print_petition, can_read_papers

#: So many of the newest are shown.
MOST = 6


def conference_papers(request, conference):
    """The minutes' block on the conference page; None for those who do not print them."""
    if not can_print(request.user, conference):
        return None
    papers = _made_of(conference=conference)
    for paper in papers:
        language = _("English") if paper.language == "en" else ""
        paper.title = ", ".join(filter(None, (paper.get_format_display(), paper.get_letterhead_display(), language)))
        paper.url = reverse("reports:paper_file", args=[conference.code, paper.pk])
    return {
        "heading": _("Minutes"),
        **_form(reverse("reports:paper_new", args=[conference.code]), both_letterheads(conference)),
        "has_languages": True,
        "papers": papers,
    }


def petition_papers(request, petition):
    """The papers' block on the petition page; None for those who see no sender, and where there is nothing to show.

    Of a denunciation it says that there is none; the page says why.
    """
    if petition.is_denunciation:
        return {"heading": _("Papers to print"), "is_secret": True}
    if not can_read_papers(petition):
        return None
    papers = _made_of(petition=petition)
    form = _petition_form(request, petition)
    if not papers and not form:
        return None
    _name_petition_papers(petition, papers)
    under_way = RenderedPaper.objects.filter(petition=petition, job__state__in=ACTIVE).exists()
    return {"heading": _("Papers to print"), **form, "papers": papers, "is_changing": under_way}


def _petition_form(request, petition):
    if not can_print_petition(request.user, petition):
        return {}
    offers = offers_of(petition, list(petition.papers.select_related("document")))
    if not offers:
        return {"nothing_offered": True}
    action = reverse("reports:petition_paper_new", args=[petition.code])
    return {**_form(action, letterheads_of(petition.owner)), "offers": offers}


def _form(action, letterheads):
    return {
        "action": action,
        "token": uuid4(),
        "letterheads": [(choice.value, choice.label) for choice in letterheads],
        "pdf_available": is_available(),
    }


def _made_of(**record):
    papers = RenderedPaper.objects.filter(**record, job__file__isnull=False)
    return list(papers.select_related("asked_by", "job").defer("job__file__data")[:MOST])


def _name_petition_papers(petition, papers):
    """Title and address of each, and whether the record says something else by now."""
    if not papers:
        return
    record, known = read_petition(petition.pk), {}
    for paper in papers:
        recorded = paper.job.arguments["recorded"]
        which = paper.kind, paper.letterhead, recorded
        if which not in known:
            context = context_of(record, kind=paper.kind, letterhead=paper.letterhead, recorded=recorded)
            known[which] = content_hash(context)
        paper.is_superseded = paper.content_hash != known[which]
        paper.title = f"{TYPES[paper.kind].label}: {paper.get_format_display()}, {paper.get_letterhead_display()}"
        paper.url = reverse("reports:petition_paper_file", args=[petition.code, paper.pk])
