"""What this room makes known to those below: its jobs, its schedule, its part of the conference page."""

from uuid import uuid4

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conferences.models import Conference
from handling import copies
from handling.panels import Panel
from handling.panels import register as register_panel
from jobs import registry, schedule
from jobs.models import JobFile

from . import summaries
from .models import RenderedPaper, Summary
from .papers import rendering
from .papers.minutes import both_letterheads
from .papers.pdf import is_available
from .views.papers import can_print


def summary_url(job):
    summary = Summary.objects.filter(job=job).only("pk").first()
    return reverse("reports:summary", args=[summary.pk]) if summary else ""


def may_still_print(user, job):
    """A paper is opened only by who may still print this conference's minutes."""
    conference = Conference.objects.visible_to(user).filter(pk=job.arguments["conference"]).first()
    return conference is not None and can_print(user, conference)


def papers_context(request, conference):
    """The minutes' block on the conference page; None for those who do not print them."""
    if not can_print(request.user, conference):
        return None
    papers = RenderedPaper.objects.filter(conference=conference, job__file__isnull=False)
    return {
        "token": uuid4(),
        "letterheads": [(choice.value, choice.label) for choice in both_letterheads(conference)],
        "papers": papers.select_related("asked_by").defer("job__file__data")[:6],
        "pdf_available": is_available(),
        "conference": conference,
    }


def erase_minutes(opinion):
    """Take away the minutes already made of the opinion's conference; new ones are made without its words."""
    if opinion.conference_id:
        JobFile.objects.filter(job__paper__conference=opinion.conference_id).delete()


def register():
    copies.register("opinion", erase_minutes)
    registry.register(summaries.KIND, label=_("Resolution-rate summary"), run=summaries.run, result_url=summary_url)
    registry.register(rendering.KIND, label=_("Minutes of a conference"), run=rendering.run, permits=may_still_print)
    schedule.register("summaries", summaries.queue_monthly, period=schedule.monthly)
    register_panel(
        Panel("conference", "papers", "reports/_conference_papers.html", papers_context, place="side", order=10)
    )
